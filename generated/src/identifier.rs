//! Finds the identifier of what a request created, in a response that cannot be decoded.

use std::str::FromStr;

use crate::json_string::closing_quote;

/// The property of a response that identifies what the request created.
#[derive(Debug)]
pub(crate) struct Identifier {
    property: &'static str,
    is_valid: fn(&str) -> bool,
}

impl Identifier {
    /// The property with this name, whose values are those of `T`.
    pub(crate) const fn new<T: FromStr>(property: &'static str) -> Self {
        Self {
            property,
            is_valid: |text| text.parse::<T>().is_ok(),
        }
    }

    /// Finds the value in a body, which may be cut off or not be JSON at all.
    ///
    /// Only complete and valid values of the outermost object count: what is nested, such as an item of a list, is
    /// something else. Several that differ identify nothing.
    pub(crate) fn find<'b>(&self, body: &'b [u8]) -> Option<&'b str> {
        let mut values = Strings::of(body)
            .filter(|name| name.depth <= 1 && name.text == self.property.as_bytes())
            .filter_map(|name| self.value(name.after));
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }

    /// The value that follows a name, if it is valid.
    fn value<'b>(&self, after_name: &'b [u8]) -> Option<&'b str> {
        let value = after_name.trim_ascii_start().strip_prefix(b":")?;
        let (value, _) = string(value.trim_ascii_start().strip_prefix(b"\"")?)?;
        let value = std::str::from_utf8(value).ok()?;
        (self.is_valid)(value).then_some(value)
    }
}

/// The complete strings of JSON.
struct Strings<'b> {
    rest: &'b [u8],
    depth: usize,
}

struct Quoted<'b> {
    text: &'b [u8],
    /// What follows the closing quote.
    after: &'b [u8],
    /// How many objects and arrays are open.
    depth: usize,
}

impl<'b> Strings<'b> {
    fn of(body: &'b [u8]) -> Self {
        Self {
            rest: body,
            depth: 0,
        }
    }
}

impl<'b> Iterator for Strings<'b> {
    type Item = Quoted<'b>;

    fn next(&mut self) -> Option<Quoted<'b>> {
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'"' => {
                    let (text, after) = string(rest)?;
                    self.rest = after;
                    let depth = self.depth;
                    return Some(Quoted { text, after, depth });
                }
                _ => {}
            }
        }
    }
}

/// What precedes the quote that ends a string, and what follows it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = closing_quote(bytes)?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    #[test]
    fn only_a_complete_and_valid_value_counts() {
        // `u8` stands in for a SID.
        let id = Identifier::new::<u8>("sid");
        for (body, found) in [
            (r#"{"sid":"17","status":5}"#, Some("17")),
            (r#"{ "to": "\"sid\":\"1\"", "sid" : "17""#, Some("17")),
            (r#"{"sid":"17","to":"+1555"#, Some("17")),
            (r#"{"x":{"sid":"1"},"sid":"17"}"#, Some("17")),
            (r#"{"x":[{"sid":"17"}]}"#, None),
            (r#"{"x":{"sid":"17"},"si"#, None),
            (r#"[{"sid":"17"}]"#, None),
            (r#"{"sid":"17","sid":"17"}"#, Some("17")),
            (r#"{"sid":"17","sid":"18"}"#, None),
            (r#"<html>"sid":"17""#, Some("17")),
            (r#"{"sid":"17"#, None),
            (r#"{"sid":"170000"}"#, None),
            (r#"{"sid":17}"#, None),
            (r#"{"parent_sid":"17","sid "#, None),
            (r#"{"to":"sid\":\"17\""}"#, None),
            (r#"}}]]{"sid":"17"}"#, Some("17")),
            (r#""sid""#, None),
            ("", None),
        ] {
            assert_eq!(id.find(body.as_bytes()), found, "{body}");
        }
        assert_eq!(id.find(b"{\"sid\":\"\xFF\"}"), None);
    }
}
