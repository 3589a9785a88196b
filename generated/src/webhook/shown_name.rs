//! Names of parameters as `Debug` shows them.

use std::fmt;

/// The longest name that is shown.
const MAX_LENGTH: usize = 64;
/// The most digits of a name that is shown, so that none is a phone number.
const MAX_DIGITS: usize = 4;

/// A name, or its length where it may be more than a name: a body that is not a form is one long name, and so is one
/// whose borders were removed.
pub(super) struct ShownName<'a> {
    text: &'a str,
    has_value: bool,
}

impl<'a> ShownName<'a> {
    pub(super) const fn new(text: &'a str, has_value: bool) -> Self {
        Self { text, has_value }
    }

    fn is_name(&self) -> bool {
        let text = self.text;
        let is_allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        self.has_value
            && text.len() <= MAX_LENGTH
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.bytes().all(is_allowed)
            && text.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS
    }
}

impl fmt::Debug for ShownName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_name() {
            self.text.fmt(f)
        } else {
            write!(f, "({} bytes)", self.text.len())
        }
    }
}
