//! `application/x-www-form-urlencoded`, read.

use std::borrow::Cow;
use std::ops::Range;

/// The names and values of a form or a query, decoded and in the order received.
///
/// Every text is a form: anything but an escape stands for itself, and a name without `=` has an empty value. The bytes are
/// kept as they are, whether they are UTF-8 or not, because that is what is signed. Nothing here can be printed with
/// `Debug`: values can be personal data.
pub(super) struct Pairs {
    decoded: Decoded,
    spans: Vec<Span>,
    /// Whether every pair has a name and `=`, and no character is unescaped that Twilio always escapes.
    well_formed: bool,
}

/// All names and values, one after the other.
enum Decoded {
    /// As text, so that its parts need not be checked one by one.
    Text(String),
    Bytes(Vec<u8>),
}

/// Where one pair is: the name from `start`, the value from `middle` up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) middle: usize,
    pub(super) end: usize,
    /// Whether there is a `=` between them; without one, it is unknown whether this is a name.
    pub(super) has_value: bool,
}

/// One name and its value.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    decoded: &'a Decoded,
    span: Span,
}

impl Pairs {
    pub(super) fn of(form: &[u8]) -> Self {
        // Decoding never makes a string longer, and few pairs have fewer than 16 bytes.
        let mut bytes = Vec::with_capacity(form.len());
        let mut spans = Vec::with_capacity(form.len() / 16 + 1);
        let mut start = 0;
        let mut middle = None;
        let mut well_formed = true;
        let mut rest = form;
        loop {
            let plain = rest
                .iter()
                .position(|byte| SPECIAL[usize::from(*byte)])
                .unwrap_or(rest.len());
            let (before, after) = rest.split_at(plain);
            bytes.extend_from_slice(before);
            let special = after.first();
            rest = after.get(1..).unwrap_or_default();
            match special {
                None | Some(b'&') => {
                    let end = bytes.len();
                    // Adjacent separators: there is nothing between them.
                    if end > start || middle.is_some() {
                        well_formed &= middle.is_some_and(|middle| middle > start);
                        spans.push(Span {
                            start,
                            middle: middle.unwrap_or(end),
                            end,
                            has_value: middle.is_some(),
                        });
                    }
                    (start, middle) = (end, None);
                    if special.is_none() {
                        break;
                    }
                }
                Some(b'=') if middle.is_none() => middle = Some(bytes.len()),
                Some(b'+') => bytes.push(b' '),
                Some(b'%') => {
                    let escaped = rest
                        .split_first_chunk()
                        .and_then(|(digits, beyond)| Some((escape(*digits)?, beyond)));
                    let (byte, beyond) = escaped.unwrap_or((b'%', rest));
                    bytes.push(byte);
                    rest = beyond;
                }
                Some(other) => {
                    well_formed &= matches!(other, b'=');
                    bytes.push(*other);
                }
            }
        }
        let decoded = String::from_utf8(bytes)
            .map_or_else(|error| Decoded::Bytes(error.into_bytes()), Decoded::Text);
        Self {
            decoded,
            spans,
            well_formed,
        }
    }

    /// Whether Twilio can have written it: every pair has a name and `=`, and there is no bare quote, brace or `<`, which
    /// are escaped in a form and without which nothing is JSON or XML.
    pub(super) fn is_well_formed(&self) -> bool {
        self.well_formed
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Pair<'_>> + Clone {
        self.spans.iter().map(|span| Pair {
            decoded: &self.decoded,
            span: *span,
        })
    }

    /// The length of all names and values.
    pub(super) fn decoded_len(&self) -> usize {
        self.decoded.bytes().len()
    }
}

impl Decoded {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// The ranges come from the spans of the same data, so they are never out of bounds.
    fn part(&self, range: Range<usize>) -> &[u8] {
        self.bytes().get(range).unwrap_or_default()
    }

    /// A part as text. Bytes that are not UTF-8 stay as they were sent, percent-encoded, so that nothing is lost.
    fn text(&self, range: Range<usize>) -> Cow<'_, str> {
        // A border inside a character leaves two parts that are not UTF-8 although the whole is.
        let whole = match self {
            Self::Text(text) => text.get(range.clone()),
            Self::Bytes(_) => None,
        };
        whole.map_or_else(|| escaped(self.part(range)), Cow::Borrowed)
    }
}

impl<'a> Pair<'a> {
    pub(super) fn name(&self) -> &'a [u8] {
        self.decoded.part(self.span.start..self.span.middle)
    }

    pub(super) fn value(&self) -> &'a [u8] {
        self.decoded.part(self.span.middle..self.span.end)
    }

    pub(super) fn name_text(&self) -> Cow<'a, str> {
        self.decoded.text(self.span.start..self.span.middle)
    }

    pub(super) fn value_text(&self) -> Cow<'a, str> {
        self.decoded.text(self.span.middle..self.span.end)
    }

    pub(super) const fn has_value(&self) -> bool {
        self.span.has_value
    }

    /// The length of name and value.
    pub(super) const fn len(&self) -> usize {
        self.span.end - self.span.start
    }

    pub(super) fn is_named(&self, name: &str) -> bool {
        // Most names differ in their lengths.
        self.span.middle - self.span.start == name.len() && self.name() == name.as_bytes()
    }
}

/// The bytes that do not stand for themselves, or that a form of Twilio never contains unescaped.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'&' as usize] = true;
    special[b'=' as usize] = true;
    special[b'+' as usize] = true;
    special[b'%' as usize] = true;
    special[b'"' as usize] = true;
    special[b'{' as usize] = true;
    special[b'<' as usize] = true;
    special
};

fn escape([high, low]: [u8; 2]) -> Option<u8> {
    Some(digit(high)? << 4 | digit(low)?)
}

fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'A'..=b'F' => Some(letter - b'A' + 10),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

#[cold]
fn escaped(bytes: &[u8]) -> Cow<'_, str> {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let mut text = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push('%');
            text.push(HEX[usize::from(byte >> 4)]);
            text.push(HEX[usize::from(byte & 15)]);
        }
    }
    Cow::Owned(text)
}
