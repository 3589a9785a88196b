//! Which hosts the simulator serves.
//!
//! It only listens on this machine. But a page from elsewhere that is open in a local browser can resolve its own
//! name to 127.0.0.1, and would then be allowed to read the responses. Such a request contains that name as its host.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use url::Host;

use crate::address::AllowList;

/// Whether a request is for this machine or an allowed host, in every place that names one. A request without a host
/// is rejected.
pub(crate) fn is_allowed(allowed: &AllowList, uri: &Uri, headers: &HeaderMap) -> bool {
    let in_headers = headers
        .get_all(header::HOST)
        .iter()
        .map(|value| value.to_str().ok());
    let in_target = uri.authority().map(Authority::as_str).map(Some);
    let mut named = in_headers.chain(in_target).peekable();
    named.peek().is_some()
        && named.all(|host| {
            host.and_then(parse)
                .is_some_and(|host| allowed.allows(&host))
        })
}

/// A host without its port.
fn parse(text: &str) -> Option<Host> {
    let authority: Authority = text.parse().ok()?;
    let host = authority.host();
    let port = text.strip_prefix(host)?;
    let is_port =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    is_whole.then(|| Host::parse(host).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn allowed(target: &str, hosts: &[&str]) -> bool {
        let mut allowed = AllowList::default();
        allowed.allow("simulator.test");
        let mut headers = HeaderMap::new();
        for host in hosts {
            let host = HeaderValue::from_bytes(host.as_bytes()).unwrap();
            headers.append(header::HOST, host);
        }
        is_allowed(&allowed, &target.parse().unwrap(), &headers)
    }

    #[test]
    fn only_this_machine_and_allowed_hosts_are_served() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.0.0.1:1",
            "127.9.9.9",
            "[::1]",
            "[::1]:8080",
            "simulator.test",
            "Simulator.Test:80",
        ] {
            assert!(allowed("/", &[host]), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.localhost",
            "localhost.",
            "localhost@evil.example",
            "evil.example@localhost",
            "localhost, evil.example",
            "localhost evil.example",
            "192.168.0.1",
            "0.0.0.0",
            "[::]",
            "::1",
            "127.0.0.1:x",
            "l\u{F6}calhost",
        ] {
            assert!(!allowed("/", &[host]), "{host}");
        }
        assert!(!allowed("/", &[]));
        assert!(!allowed("/", &["localhost", "evil.example"]));
        assert!(!allowed("http://evil.example/", &["localhost"]));
        assert!(!allowed("http://localhost/", &["evil.example"]));
        assert!(allowed("http://localhost/", &["localhost"]));
    }
}
