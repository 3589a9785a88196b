//! A document: its tree with the position of every node, how it is read, and the index of what it describes.
//!
//! Nothing here checks the contents of a document; `check` does.

mod follow;
mod index;
mod json;
mod layout;
mod load;
mod margin;
mod node;
mod number;
mod omitted;
mod place;
mod places;
mod read;
mod recover;
mod slip;
mod spellings;
mod tentative;
mod uneven;
mod yaml;

pub(crate) use crate::source::{Lines, Position, Source, Span};
pub(crate) use follow::follow;
pub(crate) use index::*;
pub(crate) use load::tentatively;
pub use load::{Document, load};
pub(crate) use node::{At, join, segments};
pub use node::{Entry, Node, Value};
pub(crate) use read::read;
pub(crate) use recover::{Guess, parse};
pub(crate) use slip::colon_without_space;
pub(crate) use spellings::Spellings;
#[cfg(test)]
pub(crate) use yaml::MAX_BYTES;
