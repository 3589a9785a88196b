//! XML: reads documents, compares them with what their elements may contain, and escapes text for them.

#![allow(
    dead_code,
    reason = "the document decides whether any string holds XML"
)]

mod check;
mod escape;
mod name;
mod problem;
mod reader;

pub use escape::escape_xml;
pub(crate) use problem::{Place, Problem};

/// What the documents of one kind may contain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Vocabulary {
    /// The name of the outermost element.
    pub(crate) root: &'static str,
    /// All elements, in the order of their names.
    pub(crate) elements: &'static [Element],
}

/// An element, by its name wherever it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: &'static str,
    /// Whether it may contain text that is not blank.
    pub(crate) text: bool,
    /// The names of the elements that it may contain.
    pub(crate) children: &'static [&'static str],
}

/// An element of a vocabulary.
pub(crate) const fn element(
    name: &'static str,
    text: bool,
    children: &'static [&'static str],
) -> Element {
    Element {
        name,
        text,
        children,
    }
}

/// How much of a vocabulary a document must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// All elements are known, and each is where it may be.
    Known,
    /// The document is well-formed and has the right root.
    WellFormed,
}
