//! Text for people, without anything that must not be in a log: the users, passwords and queries of URLs and SIP
//! addresses.

use std::borrow::Cow;
use std::fmt;

/// A string as `Debug` may show it.
pub(crate) struct Redacted<'t>(pub(crate) &'t str);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*redacted(self.0), formatter)
    }
}

const HIDDEN: &str = "***";

/// Writes the rest of an address.
type Push = fn(&mut String, &str);

/// Prefixes of addresses.
const BEGINNINGS: [(&str, Push); 3] = [("://", push_url), ("sip:", push_sip), ("sips:", push_sip)];

/// A string in which no URL and no SIP address contains secrets.
pub(crate) fn redacted(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let next = |from: usize| {
        let found = BEGINNINGS.iter().filter_map(|(beginning, push)| {
            let at = lower.get(from..)?.find(beginning)?;
            Some((from + at + beginning.len(), push))
        });
        found.min_by_key(|(start, _)| *start)
    };
    let mut written = String::new();
    let mut done = 0;
    while let Some((start, push)) = next(done) {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, _) = rest.split_at(end);
        written.push_str(text.get(done..start).unwrap_or_default());
        push(&mut written, address);
        done = start + end;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(written)
}

/// Writes the part after `://`.
fn push_url(written: &mut String, address: &str) {
    let (authority, path) =
        address.split_at(address.find(['/', '?', '#', '\\']).unwrap_or(address.len()));
    match authority.rsplit_once('@') {
        Some((_, host)) => {
            written.push_str(HIDDEN);
            written.push('@');
            written.push_str(host);
        }
        None if is_host(authority) => written.push_str(authority),
        // A password that contains a slash looks like this.
        None => return written.push_str(HIDDEN),
    }
    push_before_query(written, path);
}

/// Writes the part after `sip:`.
fn push_sip(written: &mut String, address: &str) {
    let (user, host) = address.rsplit_once('@').map_or(("", address), |(user, _)| {
        (user, address.get(user.len()..).unwrap_or_default())
    });
    match user.split_once(':') {
        Some((user, _)) => {
            written.push_str(user);
            written.push(':');
            written.push_str(HIDDEN);
        }
        None => written.push_str(user),
    }
    push_before_query(written, host);
}

/// Whether a colon is only followed by digits, except for the colons of an IPv6 address.
fn is_host(authority: &str) -> bool {
    let beyond = authority.rsplit(']').next().unwrap_or_default();
    beyond
        .split_once(':')
        .is_none_or(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn push_before_query(written: &mut String, text: &str) {
    match text.find(['?', '#']) {
        Some(query) => {
            written.push_str(text.get(..=query).unwrap_or_default());
            written.push_str(HIDDEN);
        }
        None => written.push_str(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_user_password_or_query_is_left() {
        for (text, expected) in [
            ("+15550001111", "+15550001111"),
            ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080/a/b"),
            ("http://[::1]:8080/a", "http://[::1]:8080/a"),
            ("http://u:p@127.0.0.1/a", "http://***@127.0.0.1/a"),
            ("HTTPS://u@h", "HTTPS://***@h"),
            ("http://u:p@q@h/x", "http://***@h/x"),
            ("http://u:p@h?token=1#x", "http://***@h?***"),
            ("http://h/a?token=1", "http://h/a?***"),
            ("http://h#token", "http://h#***"),
            ("http://u:p/w@h", "http://***"),
            ("http://u:p\\w@h", "http://***"),
            ("http://u:p\"w@h", "http://***@h"),
            (
                "not sent: http://u:p@h/ and http://v:q@h/",
                "not sent: http://***@h/ and http://***@h/",
            ),
            ("sip:alice@example.com:5060", "sip:alice@example.com:5060"),
            (
                "sip:alice:pw@example.com:5060;transport=tls",
                "sip:alice:***@example.com:5060;transport=tls",
            ),
            ("SIPS:alice:p:w@h?X-Token=1", "SIPS:alice:***@h?***"),
            ("sip:example.com:5060", "sip:example.com:5060"),
            ("client:alice", "client:alice"),
            ("://", "://"),
            ("sip:@", "sip:@"),
            ("\u{130}http://u:p@h", "\u{130}http://***@h"),
        ] {
            assert_eq!(redacted(text), expected, "{text}");
        }
    }
}
