//! Everything that exists because progenitor emits the structs and the operations' methods.

pub(crate) mod feed;
pub(crate) mod fit;
pub(crate) mod run;
