//! The response headers that the client reads.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::time::Timestamp;

/// The header with Twilio's ID of a request.
const REQUEST_ID: &str = "twilio-request-id";

/// Real IDs have 34 characters. Anything much longer is not an ID, and must not fill up logs.
const LONGEST_REQUEST_ID: usize = 128;

/// Twilio's ID of a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    (id.len() <= LONGEST_REQUEST_ID).then_some(id)
}

/// The header with the number of requests that Twilio was processing for the account.
const CONCURRENT_REQUESTS: &str = "twilio-concurrent-requests";

/// How many requests of the account Twilio saw at the same time.
pub(crate) fn concurrent_requests(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(CONCURRENT_REQUESTS)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// When the response was made, by the clock of the server.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    let date = headers.get(DATE)?.to_str().ok()?;
    Some(date.parse::<Timestamp>().ok()?.into())
}

/// How long to wait before the next attempt, according to `Retry-After`.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    parse_retry_after(headers.get(RETRY_AFTER)?.to_str().ok()?, SystemTime::now())
}

/// Parses `Retry-After`: a number of seconds, or a date.
fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = SystemTime::from(value.parse::<Timestamp>().ok()?);
    // A date in the past asks for no delay.
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

    use super::{REQUEST_ID, parse_retry_after, request_id, retry_after};

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        // Wed, 21 Oct 2015 07:28:00 GMT
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480);
        let parse = |value| parse_retry_after(value, date);
        assert_eq!(parse("7"), Some(Duration::from_secs(7)));
        assert_eq!(parse(" 0 "), Some(Duration::ZERO));
        for (value, seconds) in [
            ("Wed, 21 Oct 2015 07:27:59 GMT", 0),
            ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
            (" Wed, 21 Oct 2015 07:28:30 GMT", 30),
            ("Thu, 22 Oct 2015 07:28:00 GMT", 24 * 60 * 60),
        ] {
            assert_eq!(parse(value), Some(Duration::from_secs(seconds)), "{value}");
        }
        for nonsense in ["", "-1", "soon", "1.5", "99999999999999999999999"] {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn retry_after_is_read_from_the_headers() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert(RETRY_AFTER, HeaderValue::from_static("3"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(3)));
        headers.insert(
            RETRY_AFTER,
            HeaderValue::from_static("Fri, 21 Oct 2211 07:28:00 GMT"),
        );
        assert!(retry_after(&headers) > Some(Duration::from_secs(1 << 30)));
    }

    #[test]
    fn what_is_too_long_is_not_a_request_id() {
        let mut headers = HeaderMap::new();
        assert_eq!(request_id(&headers), None);
        headers.insert(REQUEST_ID, HeaderValue::from_static("RQ1"));
        assert_eq!(request_id(&headers), Some("RQ1"));
        for (length, read) in [(128, true), (129, false)] {
            let value = HeaderValue::from_str(&"R".repeat(length));
            assert!(value.is_ok_and(|value| {
                headers.insert(REQUEST_ID, value);
                request_id(&headers).is_some() == read
            }));
        }
    }
}
