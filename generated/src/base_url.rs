//! The base URL, and the URLs below it.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use reqwest::Url;

use crate::error::Error;

/// The base URL, with or without a path.
pub(crate) struct BaseUrl {
    url: Url,
    /// The same as a string, without a slash at the end.
    text: String,
    /// The URL of the last request, without a query.
    last: Mutex<Url>,
}

impl BaseUrl {
    pub(crate) fn new(url: Url) -> Self {
        let text = url.as_str().trim_end_matches('/').to_owned();
        let last = Mutex::new(url.clone());
        Self { url, text, last }
    }

    /// The base URL without a slash at the end.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether a URL is on the same server.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.url.origin()
    }

    pub(crate) fn is_on_this_machine(&self) -> bool {
        is_on_this_machine(&self.url)
    }

    /// The path of the base URL, without a slash at the end.
    fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// The URL of a request, from a string that begins with the base URL, and a query; both are already encoded.
    ///
    /// Only the path is parsed, and not even that if the previous request had the same path, like all requests that
    /// place calls: parsing a URL takes longer than everything else done here for a request.
    pub(crate) fn request(&self, url: &str, query: &str) -> Url {
        let origin = self.text.len() - self.path().len();
        let path = url.get(origin..).unwrap_or_default();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.path() != path {
            last.set_path(path);
        }
        let mut parsed = last.clone();
        drop(last);
        if !query.is_empty() {
            parsed.set_query(Some(query));
        }
        parsed
    }

    /// The URL of another page of a list, which must be on the same server and stay as it was received.
    pub(crate) fn page(&self, uri: &str) -> Result<Url, Error> {
        let elsewhere = || Error::paging("the next page is on another server and was not fetched");
        let no_address = || {
            Error::paging(
                "the address of the page is neither a URL nor a path, so the page was not fetched",
            )
        };
        let (url, prefix, path) = if uri.starts_with('/') {
            // Appended, not resolved: `//host/` must stay a path.
            let url = Url::parse(&format!("{}{uri}", self.text)).map_err(|_| elsewhere())?;
            (url, self.path(), uri)
        } else {
            let url = Url::parse(uri).map_err(|_| no_address())?;
            let path = path_of(uri).ok_or_else(elsewhere)?;
            (url, "", path)
        };
        if url.origin() != self.url.origin()
            || !url.username().is_empty()
            || url.password().is_some()
        {
            return Err(elsewhere());
        }
        let sent = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        if same_bytes(&sent, prefix, path) {
            Ok(url)
        } else {
            Err(Error::paging(
                "the URL of the next page cannot be requested unchanged",
            ))
        }
    }
}

/// Whether the server of a URL is on the machine of the client.
pub(crate) fn is_on_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host == "localhost" || address.is_ok_and(|it| it.is_loopback())
}

/// What follows the host of a URL.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.get(rest.find('/')?..)
}

/// Whether a path differs from the requested one only by bytes that must be escaped.
fn same_bytes(sent: &str, prefix: &str, requested: &str) -> bool {
    let Some(sent) = sent.strip_prefix(prefix) else {
        return false;
    };
    let mut sent = sent.bytes();
    requested.bytes().all(|wanted| match sent.next() {
        Some(b'%') if wanted != b'%' => {
            let mut digit = || sent.next().and_then(|digit| char::from(digit).to_digit(16));
            matches!((digit(), digit()), (Some(high), Some(low)) if high * 16 + low == u32::from(wanted))
        }
        found => found == Some(wanted),
    }) && sent.next().is_none()
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::{BaseUrl, same_bytes};

    #[test]
    fn an_address_may_only_be_escaped() {
        assert!(same_bytes("/p/a?b=%3C+1", "/p", "/a?b=%3C+1"));
        assert!(same_bytes("/a?b=%27", "", "/a?b='"));
        assert!(!same_bytes("/b", "", "/a/../b"));
        assert!(!same_bytes("/a", "", "/a#b"));
        assert!(!same_bytes("/a?b", "", "/a"));
        assert!(!same_bytes("/a?b=%28", "", "/a?b='"));
        assert!(!same_bytes("/a?b=%2", "", "/a?b='"));
    }

    #[test]
    fn a_server_is_described_by_its_url() -> Result<(), Box<dyn std::error::Error>> {
        for (base, is_https, is_here) in [
            ("https://api.example.com", true, false),
            ("http://api.example.com", false, false),
            ("http://localhost:1", false, true),
            ("https://localhost/path", true, true),
            ("http://127.0.0.1:1", false, true),
            ("http://127.1.2.3", false, true),
            ("http://[::1]:2/path", false, true),
            ("http://128.0.0.1", false, false),
            ("http://[::2]", false, false),
            ("http://localhost.example.com", false, false),
        ] {
            let base_url = BaseUrl::new(Url::parse(base)?);
            assert_eq!(base_url.is_https(), is_https, "{base}");
            assert_eq!(base_url.is_on_this_machine(), is_here, "{base}");
        }
        let base = BaseUrl::new(Url::parse("https://example.com/path")?);
        for (url, expected) in [
            ("https://example.com/", true),
            ("https://example.com:443/other?a=1", true),
            ("http://example.com/path", false),
            ("https://example.com:444/path", false),
            ("https://other.example.com/path", false),
        ] {
            assert_eq!(base.is_origin_of(&Url::parse(url)?), expected, "{url}");
        }
        Ok(())
    }

    #[test]
    fn requests_and_pages_stay_below_the_base_url() -> Result<(), Box<dyn std::error::Error>> {
        for base in ["http://127.0.0.1:1", "http://127.0.0.1:1/proxy/"] {
            let base = BaseUrl::new(Url::parse(base)?);
            let text = format!("{}/Calls.json", base.as_str());
            let other = format!("{}/Calls/..%2F.json", base.as_str());
            for text in [&text, &text, &other, &text] {
                assert_eq!(base.request(text, "").as_str(), text);
                assert_eq!(
                    base.request(text, "To=%2B1").as_str(),
                    format!("{text}?To=%2B1")
                );
            }
            let page = |uri: &str| base.page(uri).ok().map(String::from);
            assert_eq!(page("/Calls.json?Page=1"), Some(format!("{text}?Page=1")));
            assert_eq!(page(&text), Some(text.clone()));
            let own = format!("{}//example.com/Calls.json", base.as_str());
            assert_eq!(page("//example.com/Calls.json"), Some(own));
            for elsewhere in [
                "http://127.0.0.1:2/Calls.json",
                "http://user@127.0.0.1:1/Calls.json",
                "https://127.0.0.1:1/Calls.json",
                "Calls.json",
                "/../Calls.json",
            ] {
                assert_eq!(page(elsewhere), None, "{elsewhere}");
            }
        }
        Ok(())
    }
}
