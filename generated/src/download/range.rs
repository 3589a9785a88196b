//! Parts of content, and what proves that two responses have parts of the same content.

use std::time::{Duration, SystemTime};

use http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, LAST_MODIFIED};

use crate::headers::date;
use crate::time::Timestamp;

/// What identifies content, byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Validator {
    /// A strong `ETag`.
    Tag(HeaderValue),
    /// The date of the last change, if no later change can have the same date.
    Changed(HeaderValue),
}

/// If the last change was less than this before the response, a later change could have the same date.
const DOUBT: Duration = Duration::from_secs(60);

impl Validator {
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        if let Some(tag) = headers.get(ETAG) {
            let strong = tag.as_bytes().starts_with(b"\"");
            return strong.then(|| Self::Tag(tag.clone()));
        }
        let value = headers.get(LAST_MODIFIED)?;
        let changed: Timestamp = value.to_str().ok()?.parse().ok()?;
        let age = date(headers)?
            .duration_since(SystemTime::from(changed))
            .ok()?;
        (age >= DOUBT).then(|| Self::Changed(value.clone()))
    }

    /// The value of `If-Range`.
    pub(super) fn value(&self) -> HeaderValue {
        match self {
            Self::Tag(value) | Self::Changed(value) => value.clone(),
        }
    }
}

/// Which bytes a partial response has, as `Content-Range` says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    pub(super) start: u64,
    end: u64,
    pub(super) total: u64,
}

impl ContentRange {
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let (range, total) = value.strip_prefix("bytes ")?.split_once('/')?;
        let (start, end) = range.split_once('-')?;
        Some(Self {
            start: number(start)?,
            end: number(end)?,
            total: number(total)?,
        })
    }

    /// Whether it has all bytes to the end.
    pub(super) fn is_rest(&self) -> bool {
        self.start <= self.end && self.end.checked_add(1) == Some(self.total)
    }
}

/// All bytes from a position on.
pub(super) fn from(position: u64) -> HeaderValue {
    // Digits are always valid.
    HeaderValue::try_from(format!("bytes={position}-"))
        .unwrap_or_else(|_| HeaderValue::from_static("bytes=0-"))
}

/// The length of a body, as its response says.
pub(super) fn content_length(headers: &HeaderMap) -> Option<u64> {
    number(headers.get(CONTENT_LENGTH)?.to_str().ok()?)
}

/// Digits, and nothing else.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use http::header::{
        CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED,
    };

    use super::{ContentRange, Validator, content_length, from};

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_range_is_read_in_its_one_form() {
        let read = |value| ContentRange::of(&headers(&[(CONTENT_RANGE, value)]));
        let rest = read("bytes 5-9/10");
        assert!(rest.is_some_and(|it| it.start == 5 && it.total == 10 && it.is_rest()));
        for part in ["bytes 5-8/10", "bytes 9-5/10", "bytes 5-10/10"] {
            assert!(read(part).is_some_and(|it| !it.is_rest()), "{part}");
        }
        for nonsense in [
            "",
            "bytes 5-9/*",
            "bytes */10",
            "items 5-9/10",
            "bytes 5-9",
            "bytes +5-9/10",
            "bytes 5-18446744073709551616/10",
        ] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_length_is_digits_alone() {
        let length = |value| content_length(&headers(&[(CONTENT_LENGTH, value)]));
        assert_eq!(length("12"), Some(12));
        assert_eq!(length("0"), Some(0));
        for nonsense in ["", "+12", "-1", "1 2", "0x1", "18446744073709551616"] {
            assert_eq!(length(nonsense), None, "{nonsense}");
        }
        assert_eq!(content_length(&headers(&[])), None);
        assert_eq!(from(5), "bytes=5-");
    }

    #[test]
    fn what_could_be_said_of_two_contents_proves_nothing() {
        let changed = "Wed, 10 Jun 2026 18:44:00 GMT";
        let read = |pairs: &[(HeaderName, &'static str)]| Validator::of(&headers(pairs)).is_some();
        assert!(read(&[(ETAG, "\"a\"")]));
        assert!(!read(&[(ETAG, "W/\"a\"")]));
        assert!(!read(&[(ETAG, "a")]));
        assert!(!read(&[(LAST_MODIFIED, changed)]));
        assert!(!read(&[
            (LAST_MODIFIED, changed),
            (DATE, "Wed, 10 Jun 2026 18:44:59 GMT")
        ]));
        assert!(read(&[
            (LAST_MODIFIED, changed),
            (DATE, "Wed, 10 Jun 2026 18:45:00 GMT")
        ]));
    }
}
