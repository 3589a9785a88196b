//! Which addresses the simulator calls: those of this machine, and those that were allowed by name.

use std::net::IpAddr;

use crate::callback::Target;
use crate::form;

/// Hosts beyond this machine that callbacks may go to.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowList(Vec<String>);

/// A request to a receiver, ready to be signed and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// As the receiver sees it, with the parameters of a GET request: this is what is signed.
    pub(crate) url: String,
    /// The value of `Host`.
    pub(crate) host: String,
    /// `user:password`, if the URL had it.
    pub(crate) user: Option<String>,
}

impl AllowList {
    pub(crate) fn allow(&mut self, host: &str) {
        self.0.push(host.to_ascii_lowercase());
    }

    /// Prepares a request, or says why there cannot be one.
    pub(crate) fn resolve(
        &self,
        target: &Target,
        parameters: &[(String, String)],
    ) -> Result<Address, String> {
        let url = target.url.split('#').next().unwrap_or_default();
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err("not an absolute URL".to_owned());
        };
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(format!(
                "the simulator calls http addresses only, not {scheme}"
            ));
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user.to_owned()), host),
            None => (None, authority),
        };
        let name = name_of(host);
        if !is_local(&name) && !self.0.contains(&name) {
            return Err(format!(
                "{name} is not on this machine; allow it by name if it is meant to be called"
            ));
        }
        // A receiver sees a path in any case.
        let slash = if tail.starts_with('/') { "" } else { "/" };
        let mut url = format!("{scheme}://{host}{slash}{tail}");
        if target.get && !parameters.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&form::write(parameters));
        }
        Ok(Address {
            url,
            host: host.to_owned(),
            user,
        })
    }
}

/// The host without its port and without the brackets of IPv6, in small letters.
pub(crate) fn name_of(host: &str) -> String {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.to_ascii_lowercase()
}

/// Whether a host is this machine. Names other than `localhost` are not looked up: what they lead to can change.
pub(crate) fn is_local(name: &str) -> bool {
    name == "localhost"
        || name
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(url: &str, get: bool) -> Result<Address, String> {
        let mut list = AllowList::default();
        list.allow("Hooks.Example.com");
        list.resolve(
            &Target {
                url: url.into(),
                get,
            },
            &[("A b".to_owned(), "1&2".to_owned())],
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
            seen("http://127.0.0.1/?x=1&A%20b=1%262", None)
        );
        assert_eq!(
            url("http://127.0.0.1", true),
            seen("http://127.0.0.1/?A%20b=1%262", None)
        );
    }
}
