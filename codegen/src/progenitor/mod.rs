//! Everything that exists because progenitor emits the structs and the methods of the operations.

pub(crate) mod feed;
pub(crate) mod fit;
pub(crate) mod run;

/// Whether a query parameter's name ends in an inequality, which progenitor would drop, merging three parameters into
/// one. It is called by its Rust name instead.
fn is_inequality(wire: &str) -> bool {
    wire.ends_with(['<', '>'])
}
