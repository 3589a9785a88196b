//! A document: its text, its tree with the place of every node, and how it is read.

mod load;
mod node;
mod source;
pub(crate) mod third_party;
mod yaml;

pub use load::{Document, load};
pub(crate) use node::{At, join, segments};
pub use node::{Entry, Node, Value};
pub(crate) use source::Lines;
pub use source::{Position, Source, Span};
pub(crate) use yaml::parse;
