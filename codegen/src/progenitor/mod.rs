//! Everything that exists because progenitor emits the structs and the operations' methods.

pub(crate) mod feed;
pub(crate) mod fit;
pub(crate) mod run;

/// Whether a query parameter's name ends in an inequality, which progenitor would drop: three parameters would become
/// one. It gets the name in Rust instead.
fn is_inequality(wire: &str) -> bool {
    wire.ends_with(['<', '>'])
}
