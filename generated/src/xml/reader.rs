//! Reads a document token by token, as XML 1.0 without document types defines it.
//!
//! Every byte is looked at once, and nothing is allocated but a list of the attributes of one tag.

use super::name::{continues_name, is_char, is_space, starts_name};
use super::problem::{Fault, Problem};

/// More attributes than any tag has. Each is compared with those before it.
const MOST_ATTRIBUTES: usize = 128;

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Start {
        name: &'t str,
        /// Whether it is also the end.
        empty: bool,
    },
    End {
        name: &'t str,
    },
    Text {
        blank: bool,
        /// Whether it is white space that stands for itself.
        literal_space: bool,
    },
    /// A comment or a processing instruction.
    Other,
}

pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    /// Begins a document, and reads its declaration if it has one.
    pub(super) fn new(text: &'t str) -> Result<Self, Fault> {
        let mut reader = Self { text, at: 0 };
        reader.skip("\u{FEFF}");
        let is_declaration = reader
            .rest()
            .strip_prefix("<?xml")
            .is_some_and(|rest| rest.starts_with(is_space));
        if is_declaration {
            reader.declaration()?;
        }
        Ok(reader)
    }

    /// The place of the next token, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, Fault> {
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        let token = if !rest.starts_with('<') {
            self.character_data()?
        } else if self.skip("<!--") {
            self.comment()?
        } else if self.skip("<![CDATA[") {
            self.section()?
        } else if self.skip("<?") {
            self.instruction()?
        } else if rest.starts_with("<!") {
            return Err(self.expected("an element; document types are not allowed"));
        } else if self.skip("</") {
            self.end_tag()?
        } else {
            self.at += 1;
            self.start_tag()?
        };
        Ok(Some(token))
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn expected(&self, what: &'static str) -> Fault {
        Fault::new(self.at, Problem::Syntax(what))
    }

    /// Skips a string, if it comes next.
    fn skip(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn require(&mut self, what: &str, called: &'static str) -> Result<(), Fault> {
        if self.skip(what) {
            Ok(())
        } else {
            Err(self.expected(called))
        }
    }

    /// Skips the characters for which this holds, and returns them.
    fn take(&mut self, holds: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        // Nearly all of it is ASCII, which need not be decoded.
        let is_plain = |byte: u8| byte.is_ascii() && holds(byte.into());
        let plain = rest.bytes().take_while(|byte| is_plain(*byte)).count();
        let others = rest.get(plain..).unwrap_or_default();
        let end = match others.bytes().next() {
            Some(byte) if !byte.is_ascii() => {
                plain + others.find(|it| !holds(it)).unwrap_or(others.len())
            }
            _ => plain,
        };
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn spaces(&mut self) -> bool {
        !self.take(is_space).is_empty()
    }

    fn name(&mut self, called: &'static str) -> Result<&'t str, Fault> {
        if !self.peek().is_some_and(starts_name) {
            return Err(self.expected(called));
        }
        Ok(self.take(continues_name))
    }

    /// What comes before `end`, which is skipped.
    fn up_to(&mut self, end: &str, called: &'static str) -> Result<&'t str, Fault> {
        let (start, rest) = (self.at, self.rest());
        let Some(length) = rest.find(end) else {
            self.at = self.text.len();
            return Err(self.expected(called));
        };
        let inside = rest.get(..length).unwrap_or_default();
        if let Some(at) = inside.find(|it| !is_char(it)) {
            self.at = start + at;
            return Err(self.expected(CHARACTER));
        }
        self.at = start + length + end.len();
        Ok(inside)
    }

    fn declaration(&mut self) -> Result<(), Fault> {
        const END: &str = "`?>` at the end of the XML declaration";
        self.at += "<?xml".len();
        let mut spaced = self.spaces();
        if !spaced
            || !self.pseudo_attribute("version", |it| {
                it.strip_prefix("1.").is_some_and(|it| {
                    !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit())
                })
            })?
        {
            return Err(self.expected("`version=\"1.0\"`"));
        }
        spaced = self.spaces();
        if spaced && self.pseudo_attribute("encoding", is_encoding)? {
            spaced = self.spaces();
        }
        if spaced && self.pseudo_attribute("standalone", |it| matches!(it, "yes" | "no"))? {
            self.spaces();
        }
        self.require("?>", END)
    }

    /// Part of a declaration, if it comes next.
    fn pseudo_attribute(
        &mut self,
        name: &str,
        is_valid: impl Fn(&str) -> bool,
    ) -> Result<bool, Fault> {
        if !self.skip(name) {
            return Ok(false);
        }
        let quote = self.equals()?;
        let start = self.at;
        let value = self.up_to(quote, "the end of the value")?;
        if is_valid(value) {
            return Ok(true);
        }
        self.at = start;
        Err(self.expected("a value that XML declarations can have"))
    }

    /// The sign between a name and its value, and the quote before the value.
    fn equals(&mut self) -> Result<&'static str, Fault> {
        self.spaces();
        self.require("=", "`=` and a value in quotes")?;
        self.spaces();
        if self.skip("\"") {
            Ok("\"")
        } else if self.skip("'") {
            Ok("'")
        } else {
            Err(self.expected("a value in quotes"))
        }
    }

    fn start_tag(&mut self) -> Result<Token<'t>, Fault> {
        let name = self.name("the name of an element, or `&lt;` for the character `<`")?;
        let mut attributes: Vec<&str> = Vec::new();
        loop {
            let spaced = self.spaces();
            if self.skip(">") {
                return Ok(Token::Start { name, empty: false });
            }
            if self.skip("/>") {
                return Ok(Token::Start { name, empty: true });
            }
            if !spaced || !self.peek().is_some_and(starts_name) {
                return Err(self.expected("an attribute after a space, `>` or `/>`"));
            }
            let start = self.at;
            let attribute = self.take(continues_name);
            if attributes.contains(&attribute) || attributes.len() == MOST_ATTRIBUTES {
                self.at = start;
                return Err(self.expected("each attribute only once, and at most 128 attributes"));
            }
            attributes.push(attribute);
            self.value()?;
        }
    }

    /// The value of an attribute, with its quotes.
    fn value(&mut self) -> Result<(), Fault> {
        let quote = self.equals()?;
        loop {
            self.take(|it| is_char(it) && !matches!(it, '<' | '&' | '"' | '\''));
            if self.skip(quote) {
                return Ok(());
            }
            match self.peek() {
                Some('"' | '\'') => self.at += 1,
                Some('&') => self.reference().map(drop)?,
                Some('<') => return Err(self.expected("`&lt;` for the character `<`")),
                Some(_) => return Err(self.expected(CHARACTER)),
                None => return Err(self.expected("the quote after the value")),
            }
        }
    }

    fn end_tag(&mut self) -> Result<Token<'t>, Fault> {
        let name = self.name("the name of the element that ends")?;
        self.spaces();
        self.require(">", "`>`")?;
        Ok(Token::End { name })
    }

    fn comment(&mut self) -> Result<Token<'t>, Fault> {
        self.up_to("--", "`-->` at the end of the comment")?;
        self.require(">", "`-->` at the end of the comment, and no `--` within")?;
        Ok(Token::Other)
    }

    fn section(&mut self) -> Result<Token<'t>, Fault> {
        let text = self.up_to("]]>", "`]]>` at the end of the CDATA section")?;
        Ok(Token::Text {
            blank: text.chars().all(is_space),
            literal_space: false,
        })
    }

    fn instruction(&mut self) -> Result<Token<'t>, Fault> {
        const END: &str = "`?>` at the end of the processing instruction";
        let start = self.at;
        let target = self.name("the name of a processing instruction")?;
        if target.eq_ignore_ascii_case("xml") {
            self.at = start;
            return Err(self.expected("the XML declaration at the very beginning only"));
        }
        if !self.skip("?>") {
            if !self.spaces() {
                return Err(self.expected(END));
            }
            self.up_to("?>", END)?;
        }
        Ok(Token::Other)
    }

    /// Text up to the next tag.
    fn character_data(&mut self) -> Result<Token<'t>, Fault> {
        let (mut blank, mut literal_space) = (true, true);
        loop {
            let text = self.take(|it| is_char(it) && !matches!(it, '<' | '&' | ']'));
            if !text.chars().all(is_space) {
                (blank, literal_space) = (false, false);
            }
            match self.peek() {
                None | Some('<') => {
                    return Ok(Token::Text {
                        blank,
                        literal_space,
                    });
                }
                Some('&') => {
                    blank &= is_space(self.reference()?);
                    literal_space = false;
                }
                Some(']') if self.rest().starts_with("]]>") => {
                    return Err(self.expected("`]]&gt;` for the characters `]]>`"));
                }
                Some(']') => {
                    (blank, literal_space) = (false, false);
                    self.at += 1;
                }
                Some(_) => return Err(self.expected(CHARACTER)),
            }
        }
    }

    /// The character that a reference stands for.
    fn reference(&mut self) -> Result<char, Fault> {
        const EXPECTED: &str = "`&amp;` for the character `&`";
        let fault = self.expected(EXPECTED);
        for (reference, it) in [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&apos;", '\''),
        ] {
            if self.skip(reference) {
                return Ok(it);
            }
        }
        let radix = if self.skip("&#x") {
            16
        } else if self.skip("&#") {
            10
        } else {
            return Err(fault);
        };
        let digits = self.take(|it| it.is_digit(radix));
        let number = u32::from_str_radix(digits, radix).ok();
        match number.and_then(char::from_u32) {
            Some(it) if is_char(it) && self.skip(";") => Ok(it),
            _ => Err(fault),
        }
    }
}

const CHARACTER: &str = "a character that XML allows";

fn is_encoding(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
