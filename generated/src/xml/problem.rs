//! What is wrong with a document, and where, without anything that the document says.

use std::fmt;

use super::{Element, Vocabulary};

/// What is wrong, and at which byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) problem: Problem,
}

impl Fault {
    pub(super) fn new(at: usize, problem: Problem) -> Self {
        Self { at, problem }
    }
}

/// A place in a text; both are counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    /// The place of a byte.
    pub(crate) fn of(text: &str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        let [line, column] = [line, column].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
        Self { line, column }
    }
}

/// What is wrong. Names of elements are those of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The document is not well-formed here; what was expected.
    Syntax(&'static str),
    /// The root is missing, or is another element.
    Root(&'static str),
    /// The element that began at this place must end first.
    EndTag {
        name: Option<&'static str>,
        begun: Place,
    },
    /// Elements are nested deeper than any document needs.
    Depth,
    /// An element that the vocabulary lacks, and the one whose name is nearly the same.
    Unknown {
        parent: &'static Element,
        similar: Option<&'static str>,
    },
    /// A known element where it may not be.
    Misplaced {
        name: &'static str,
        parent: &'static Element,
        vocabulary: &'static Vocabulary,
    },
    /// Text where there may be none.
    Text { parent: &'static Element },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(expected) => write!(f, "expected {expected}"),
            Self::Root(root) => write!(f, "expected `<{root}>`, the root element"),
            Self::EndTag {
                name: Some(name),
                begun: Place { line, column },
            } => write!(
                f,
                "expected `</{name}>` for the element at line {line}, column {column}"
            ),
            Self::EndTag {
                name: None,
                begun: Place { line, column },
            } => write!(
                f,
                "expected the end tag of the element at line {line}, column {column}"
            ),
            Self::Depth => f.write_str("expected elements to be nested less deeply"),
            Self::Unknown {
                similar: Some(similar),
                ..
            } => write!(f, "unknown element, did you mean `<{similar}>`?"),
            Self::Unknown { parent, .. } => {
                f.write_str("unknown element, ")?;
                children(f, parent)
            }
            Self::Misplaced {
                name,
                parent,
                vocabulary,
            } => {
                write!(f, "`<{name}>` cannot be in `<{}>`, only in ", parent.name)?;
                let parents = vocabulary.elements.iter();
                names(
                    f,
                    parents
                        .filter(|it| it.children.contains(name))
                        .map(|it| it.name),
                )
            }
            Self::Text { parent } => {
                write!(f, "`<{}>` cannot contain text, ", parent.name)?;
                children(f, parent)
            }
        }
    }
}

/// What an element may contain.
fn children(f: &mut fmt::Formatter<'_>, parent: &Element) -> fmt::Result {
    if parent.children.is_empty() {
        return write!(f, "expected `</{}>`", parent.name);
    }
    f.write_str("expected ")?;
    names(f, parent.children.iter().copied())
}

/// How many names a message lists.
const MOST_NAMES: usize = 8;

fn names<'n>(f: &mut fmt::Formatter<'_>, names: impl Iterator<Item = &'n str>) -> fmt::Result {
    let mut names = names.peekable();
    let mut count = 0;
    while let Some(name) = names.next() {
        count += 1;
        match (count, names.peek()) {
            (1, _) => {}
            (MOST_NAMES.., Some(_)) => return f.write_str(" or another"),
            (_, Some(_)) => f.write_str(", ")?,
            (_, None) => f.write_str(" or ")?,
        }
        write!(f, "`<{name}>`")?;
    }
    Ok(())
}
