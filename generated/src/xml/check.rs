//! Compares a document with a vocabulary.

use super::problem::{Fault, Place, Problem};
use super::reader::{Reader, Token};
use super::{Element, Strictness, Vocabulary};

/// More levels than any document has.
const DEEPEST: usize = 100;

impl Vocabulary {
    /// Checks a whole document.
    ///
    /// # Errors
    ///
    /// Returns the first thing that is wrong, and its place.
    pub(crate) fn check(
        &'static self,
        text: &str,
        strictness: Strictness,
    ) -> Result<(), (Place, Problem)> {
        self.fault(text, strictness)
            .map_err(|fault| (Place::of(text, fault.at), fault.problem))
    }

    fn fault(&'static self, text: &str, strictness: Strictness) -> Result<(), Fault> {
        let mut document = Document {
            vocabulary: self,
            strictness,
            text,
            open: Vec::new(),
            has_root: false,
        };
        let mut reader = Reader::new(text)?;
        // If the string does not begin with `<`, the missing root is reported rather than an error of syntax in it.
        let start = document.first_character(reader.at());
        if !text.get(start..).is_some_and(|it| it.starts_with('<')) {
            return Err(document.root_fault(start));
        }
        loop {
            let at = reader.at();
            let Some(token) = reader.next()? else {
                return document.end(at);
            };
            match token {
                Token::Start { name, empty } => document.start(at, name, empty)?,
                Token::End { name } => document.close(at, name)?,
                Token::Text {
                    blank,
                    literal_space,
                } => document.text(at, blank, literal_space)?,
                Token::Other => {}
            }
        }
    }

    fn element(&'static self, name: &str) -> Option<&'static Element> {
        let at = self
            .elements
            .binary_search_by(|it| it.name.cmp(name))
            .ok()?;
        self.elements.get(at)
    }
}

/// How far a document has been read.
struct Document<'t> {
    vocabulary: &'static Vocabulary,
    strictness: Strictness,
    text: &'t str,
    open: Vec<Open<'t>>,
    has_root: bool,
}

/// An element whose end has not come yet.
struct Open<'t> {
    name: &'t str,
    at: usize,
    /// What the vocabulary says of it.
    element: Option<&'static Element>,
}

impl<'t> Document<'t> {
    fn root_fault(&self, at: usize) -> Fault {
        Fault::new(
            at,
            if self.has_root {
                Problem::Syntax("nothing after the root element")
            } else {
                Problem::Root(self.vocabulary.root)
            },
        )
    }

    fn start(&mut self, at: usize, name: &'t str, empty: bool) -> Result<(), Fault> {
        let element = self.vocabulary.element(name);
        match self.open.last() {
            None if self.has_root || name != self.vocabulary.root => {
                return Err(self.root_fault(at));
            }
            None => self.has_root = true,
            Some(parent) if self.strictness == Strictness::Known => {
                if let Some(parent) = parent.element {
                    self.fits(at, name, element, parent)?;
                }
            }
            Some(_) => {}
        }
        if empty {
            return Ok(());
        }
        if self.open.len() == DEEPEST {
            return Err(Fault::new(at, Problem::Depth));
        }
        self.open.push(Open { name, at, element });
        Ok(())
    }

    fn fits(
        &self,
        at: usize,
        name: &str,
        element: Option<&'static Element>,
        parent: &'static Element,
    ) -> Result<(), Fault> {
        let problem = match element {
            Some(element) if parent.children.contains(&element.name) => return Ok(()),
            Some(element) => Problem::Misplaced {
                name: element.name,
                parent,
                vocabulary: self.vocabulary,
            },
            None => Problem::Unknown {
                parent,
                similar: similar(name, parent.children),
            },
        };
        Err(Fault::new(at, problem))
    }

    fn close(&mut self, at: usize, name: &str) -> Result<(), Fault> {
        match self.open.pop() {
            Some(open) if open.name == name => Ok(()),
            Some(open) => Err(self.unclosed(at, &open)),
            None => Err(self.root_fault(at)),
        }
    }

    fn unclosed(&self, at: usize, open: &Open<'_>) -> Fault {
        let problem = Problem::EndTag {
            name: open.element.map(|it| it.name),
            begun: Place::of(self.text, open.at),
        };
        Fault::new(at, problem)
    }

    fn text(&self, at: usize, blank: bool, literal_space: bool) -> Result<(), Fault> {
        let Some(open) = self.open.last() else {
            return if literal_space {
                Ok(())
            } else {
                Err(self.root_fault(self.first_character(at)))
            };
        };
        match open.element {
            Some(parent) if !blank && !parent.text && self.strictness == Strictness::Known => Err(
                Fault::new(self.first_character(at), Problem::Text { parent }),
            ),
            _ => Ok(()),
        }
    }

    /// Where text begins after white space.
    fn first_character(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest
            .find(|it: char| !it.is_whitespace())
            .unwrap_or(rest.len())
    }

    fn end(&self, at: usize) -> Result<(), Fault> {
        match self.open.last() {
            Some(open) => Err(self.unclosed(at, open)),
            None if self.has_root => Ok(()),
            None => Err(self.root_fault(at)),
        }
    }
}

/// The name that was probably intended: one that differs only in the case of its letters, or else by one slip.
fn similar(name: &str, names: &'static [&'static str]) -> Option<&'static str> {
    let find = |is_meant: fn(&str, &str) -> bool| names.iter().find(|it| is_meant(name, it));
    find(str::eq_ignore_ascii_case)
        .or_else(|| find(is_one_slip))
        .copied()
}

/// Whether two names differ by a character too many, missing or replaced, or by two that are swapped.
fn is_one_slip(name: &str, other: &str) -> bool {
    let (name, other) = (name.as_bytes(), other.as_bytes());
    if name.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let front = name.iter().zip(other).take_while(same).count();
    let rest = name.len().min(other.len()) - front;
    let back = name.iter().rev().zip(other.iter().rev());
    let back = back.take_while(same).count().min(rest);
    let left = |whole: &[u8]| whole.len() - front - back;
    let swapped = left(name) == 2
        && left(other) == 2
        && name.get(front) == other.get(front + 1)
        && name.get(front + 1) == other.get(front);
    // Another letter in a short name makes it another name.
    let is_short = name.len().max(other.len()) < 4;
    swapped || (!is_short && left(name) <= 1 && left(other) <= 1)
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn a_name_is_similar_if_one_slip_or_only_its_case_is_wrong() {
        for (name, expected) in [
            ("gather", Some("Gather")),
            ("SAY", Some("Say")),
            ("Gathr", Some("Gather")),
            ("Gatther", Some("Gather")),
            ("Gatger", Some("Gather")),
            ("gtaher", Some("Gather")),
            ("Gathre", Some("Gather")),
            // Swapped letters are still the same letters, but another letter in a short name makes it another name.
            ("Sya", Some("Say")),
            ("Sat", None),
            ("Gathe rs", None),
            // Two letters that are not swapped.
            ("Gxyher", None),
            ("Gxaher", None),
            ("Gtxher", None),
            ("Record", None),
        ] {
            assert_eq!(similar(name, &["Say", "Gather"]), expected, "{name}");
        }
    }
}
