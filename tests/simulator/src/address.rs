//! The URLs of callbacks: which hosts are allowed, and what exactly is requested and signed.

use std::collections::HashSet;
use std::fmt;

use url::{Host, Url};

use crate::callback::Target;
use crate::redact::Redacted;
use crate::reverse_proxy::ReverseProxy;

/// Hosts besides this machine that callbacks may go to, or that requests may be for.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowList(HashSet<Host>);

/// A request to a receiver, ready to be signed and sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The URL as the receiver sees it, with the parameters of a GET request; this is what is signed.
    pub(crate) url: String,
    /// The value of `Host`.
    pub(crate) host: String,
    /// Where a reverse proxy passes it on to.
    pub(crate) passed_on: Option<String>,
    /// `user:password`, if the URL contains it.
    pub(crate) user: Option<String>,
}

impl AllowList {
    /// Adds a name or an address. Text that cannot be a host adds nothing.
    pub(crate) fn allow(&mut self, host: &str) {
        let host = match host.parse() {
            Ok(address) => Ok(Host::Ipv6(address)),
            Err(_) => Host::parse(host),
        };
        self.0.extend(host.ok());
    }

    /// Whether a host is this machine or was added.
    pub(crate) fn allows(&self, host: &Host) -> bool {
        is_local(host) || self.0.contains(host)
    }

    /// Prepares a request, or returns why it cannot be sent.
    pub(crate) fn resolve(
        &self,
        target: &Target,
        parameters: &[(String, String)],
        proxy: Option<&ReverseProxy>,
    ) -> Result<Address, String> {
        let mut url = Url::parse(&target.url).map_err(|error| format!("invalid URL: {error}"))?;
        let passed_on = |url: &Url| proxy.and_then(|proxy| proxy.pass_on(url));
        let reached = passed_on(&url).unwrap_or_else(|| url.clone());
        if reached.scheme() != "http" {
            return Err(format!(
                "the simulator only sends callbacks to http URLs, not {}; to stand in for a proxy with TLS, see \
                 `Builder::reverse_proxy` and the options `--public-url` and `--deliver-to`",
                reached.scheme()
            ));
        }
        let Some(host) = reached.host().map(|host| host.to_owned()) else {
            return Err("the URL has no host".to_owned());
        };
        // Browsers treat an empty port as the default one; here it is most likely a variable that was not set.
        if url.port() == Some(0) || has_empty_port(&target.url) {
            return Err("the port of the URL must be a number from 1 to 65535".to_owned());
        }
        if !self.allows(&host) {
            return Err(format!(
                "{host} is not this machine; to send callbacks there, see `Builder::allow_callbacks_to` and the option \
                 `--allow`"
            ));
        }
        let host = host_and_port(&url).unwrap_or_default();
        let user = match (url.username(), url.password()) {
            ("", None) => None,
            (user, password) => Some(format!("{user}:{}", password.unwrap_or_default())),
        };
        url.set_fragment(None);
        // Cannot fail: an http URL has a host.
        let _ = (url.set_username(""), url.set_password(None));
        if target.get && !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        Ok(Address {
            passed_on: passed_on(&url).map(Url::into),
            url: url.into(),
            host,
            user,
        })
    }
}

/// The host and port of a target, which identify a receiver.
pub(crate) fn receiver(target: &Target) -> Option<String> {
    host_and_port(&Url::parse(&target.url).ok()?)
}

fn host_and_port(url: &Url) -> Option<String> {
    let host = url.host()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_string(),
    })
}

fn has_empty_port(url: &str) -> bool {
    let authority = url.split_once("//").map_or(url, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#', '\\']).next();
    authority.unwrap_or_default().ends_with(':')
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Address")
            .field("url", &Redacted(&self.url))
            .finish_non_exhaustive()
    }
}

/// Whether a host is this machine. Names other than `localhost` are not resolved, since the result can change.
fn is_local(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(url: &str, get: bool) -> Result<Address, String> {
        let mut list = AllowList::default();
        for host in ["Hooks.Example.com", "10.0.0.2", "fd00::1", "no host"] {
            list.allow(host);
        }
        list.resolve(
            &Target {
                url: url.into(),
                get,
            },
            &[("A b".to_owned(), "1&2".to_owned())],
            None,
        )
    }

    #[test]
    fn only_this_machine_and_allowed_hosts_are_called() {
        for url in [
            "http://127.0.0.1:8080/a",
            "http://127.9.9.9/",
            "http://[::1]:80/a?b",
            "HTTP://LOCALHOST",
            "http://hooks.example.com/x",
            "http://10.0.0.2/",
            "http://[fd00::1]:8080/",
        ] {
            assert!(resolve(url, false).is_ok(), "{url}");
        }
        for url in [
            "https://127.0.0.1/",
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "http://127.0.0.1@example.com/",
            "http://10.0.0.1/",
            "http://[::2]/",
            "http://0.0.0.0/",
            "http://localhost.example.com",
            "ftp://localhost/",
            "http://localhost:99999/",
            "http://localhost:x/",
            "http://localhost:-1/",
            "http://localhost:0/",
            "http://localhost:/",
            "http://localhost:",
            "http://u:p@localhost:/a:1",
            "http://[::1]:/",
            "http://",
            "/relative",
        ] {
            assert!(resolve(url, false).is_err(), "{url}");
        }
    }

    #[test]
    fn the_signed_url_is_what_the_receiver_sees() {
        let url = |text, get| resolve(text, get).map(|address| (address.url, address.user));
        let seen = |url: &str, user: Option<&str>| Ok((url.to_owned(), user.map(str::to_owned)));
        assert_eq!(
            url("http://u:p@127.0.0.1:81/a?x=1#f", false),
            seen("http://127.0.0.1:81/a?x=1", Some("u:p"))
        );
        assert_eq!(
            url("http://127.0.0.1?x=1", true),
            seen("http://127.0.0.1/?x=1&A+b=1%262", None)
        );
        assert_eq!(
            url("http://127.0.0.1", true),
            seen("http://127.0.0.1/?A+b=1%262", None)
        );
    }
}
