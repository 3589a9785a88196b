//! The encoding of forms and queries: reading what a request carries, writing what a callback or a URI carries.

use std::fmt::Write;

/// Parameters in the order in which they came; a name can occur several times.
pub(crate) type Pairs = Vec<(String, String)>;

/// More parameters than any honest request has; beyond it reading stops, so that memory stays bounded.
const MOST: usize = 1024;

/// Why a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// A decoded name or value is not UTF-8.
    Text,
    /// There are more than 1024 parameters.
    TooMany,
}

/// Reads a form or a query. A percent sign without two digits stands for itself, as browsers and servers have it.
pub(crate) fn read(bytes: &[u8]) -> Result<Pairs, Malformed> {
    let mut pairs = Pairs::new();
    for part in bytes
        .split(|&byte| byte == b'&')
        .filter(|part| !part.is_empty())
    {
        if pairs.len() == MOST {
            return Err(Malformed::TooMany);
        }
        let (name, value) = match part.iter().position(|&byte| byte == b'=') {
            Some(at) => (&part[..at], &part[at + 1..]),
            None => (part, &[][..]),
        };
        pairs.push((decode(name)?, decode(value)?));
    }
    Ok(pairs)
}

/// Decodes a part of a form, or a segment of a path when there is no plus sign in it.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Malformed> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = match byte {
            b'%' => bytes
                .get(at + 1)
                .and_then(hex)
                .zip(bytes.get(at + 2).and_then(hex)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            decoded.push(high * 16 + low);
            at += 3;
        } else {
            decoded.push(if byte == b'+' { b' ' } else { byte });
            at += 1;
        }
    }
    String::from_utf8(decoded).map_err(|_| Malformed::Text)
}

const fn hex(byte: &u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(*byte - b'0'),
        b'a'..=b'f' => Some(*byte - b'a' + 10),
        b'A'..=b'F' => Some(*byte - b'A' + 10),
        _ => None,
    }
}

/// Adds a name and a value. A space becomes `%20`, which means the same in queries, bodies and URIs.
pub(crate) fn append(text: &mut String, name: &str, value: &str) {
    if !text.is_empty() && !text.ends_with(['?', '&']) {
        text.push('&');
    }
    encode(text, name);
    text.push('=');
    encode(text, value);
}

fn encode(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

/// All parameters as a form.
pub(crate) fn write(pairs: &[(String, String)]) -> String {
    let mut text = String::with_capacity(pairs.len() * 32);
    for (name, value) in pairs {
        append(&mut text, name, value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let pairs: Pairs = [
            ("StartTime<", "2026-06-10"),
            ("To", "+1 555"),
            ("Twiml", "<a b='ü&=%'/>"),
            ("Empty", ""),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        assert_eq!(read(write(&pairs).as_bytes()), Ok(pairs));
    }

    #[test]
    fn malformed_forms_are_told_apart_from_odd_ones() {
        assert_eq!(read(b"a=%ff"), Err(Malformed::Text));
        assert_eq!(
            read("a=1&".repeat(1025).as_bytes()),
            Err(Malformed::TooMany)
        );
        assert_eq!(
            read(b"&&a&=b&c=%zz%4"),
            Ok(vec![
                ("a".into(), String::new()),
                (String::new(), "b".into()),
                ("c".into(), "%zz%4".into())
            ])
        );
    }
}
