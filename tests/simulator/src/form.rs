//! Forms and queries: reading those of requests, writing those of callbacks and page URIs.

use form_urlencoded::Serializer;
use percent_encoding::percent_decode;

/// Parameters in the order in which they came; a name can occur several times.
pub(crate) type Pairs = Vec<(String, String)>;

/// The maximum number of parameters in a request; reading stops there, so that memory stays bounded.
const MAX_PARAMETERS: usize = 1024;

/// Why a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// A decoded name or value is not UTF-8.
    NotUtf8,
    /// There are more than 1024 parameters.
    TooMany,
}

/// Reads a form or a query. A percent sign without two hexadecimal digits is kept, as in browsers and servers.
pub(crate) fn read(bytes: &[u8]) -> Result<Pairs, Malformed> {
    // The parser replaces invalid UTF-8. Separators are ASCII, so the parts are valid if the whole is.
    if percent_decode(bytes).decode_utf8().is_err() {
        return Err(Malformed::NotUtf8);
    }
    let mut pairs = Pairs::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        if pairs.len() == MAX_PARAMETERS {
            return Err(Malformed::TooMany);
        }
        pairs.push((name.into_owned(), value.into_owned()));
    }
    Ok(pairs)
}

/// The parameters as a form or a query.
pub(crate) fn write<N: AsRef<str>, V: AsRef<str>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
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
        let written = write(pairs.iter().map(|(name, value)| (name, value)));
        assert_eq!(read(written.as_bytes()), Ok(pairs));
    }

    #[test]
    fn malformed_forms_are_distinguished_from_odd_ones() {
        for bytes in [&b"a=%ff"[..], b"\xff=", b"a=%C3&b", b"%C3=%A9"] {
            assert_eq!(read(bytes), Err(Malformed::NotUtf8), "{bytes:?}");
        }
        assert_eq!(
            read("a=1&".repeat(1025).as_bytes()),
            Err(Malformed::TooMany)
        );
        assert!(read("a=1&".repeat(1024).as_bytes()).is_ok());
        assert_eq!(
            read(b"&&a&=b&c=%zz%4&a=%2B+"),
            Ok(vec![
                ("a".into(), String::new()),
                (String::new(), "b".into()),
                ("c".into(), "%zz%4".into()),
                ("a".into(), "+ ".into())
            ])
        );
    }
}
