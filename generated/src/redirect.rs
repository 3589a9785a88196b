//! Which redirects of a download are followed, and which headers are sent to their targets.

use reqwest::Url;
use reqwest::header::{ACCEPT, HeaderMap, IF_RANGE, LOCATION, RANGE};

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::outgoing_request::Request;

/// How many redirects in a row are followed.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// The headers that are sent to another server.
const SENT_ELSEWHERE: [reqwest::header::HeaderName; 3] = [ACCEPT, RANGE, IF_RANGE];

/// A request to the target of a redirect.
pub(crate) struct Redirected {
    pub(crate) request: Request,
    /// Whether all requests so far went to the server of the base URL, which alone is given credentials.
    pub(crate) at_home: bool,
}

/// The request that follows a response, if that is a redirect to be followed.
pub(crate) fn follow(
    base: &BaseUrl,
    from: &Request,
    at_home: bool,
    response: &Error,
) -> Option<Redirected> {
    if !matches!(response.status(), Some(301 | 302 | 303 | 307 | 308)) {
        return None;
    }
    let location = response.headers()?.get(LOCATION)?.to_str().ok()?;
    let mut url = from.url.join(location).ok()?;
    url.set_fragment(None);
    if !is_safe(base, &url) {
        return None;
    }
    let at_home = at_home && base.is_origin_of(&url);
    let headers = if at_home {
        from.headers.clone()
    } else {
        elsewhere(&from.headers)
    };
    let request = Request {
        method: from.method.clone(),
        url,
        headers,
        body: from.body.clone(),
    };
    Some(Redirected { request, at_home })
}

/// Whether nobody between here and there can read or change the response.
fn is_safe(base: &BaseUrl, url: &Url) -> bool {
    let anonymous = url.username().is_empty() && url.password().is_none();
    let on_this_machine = || base.is_on_this_machine() && crate::base_url::is_on_this_machine(url);
    anonymous && (url.scheme() == "https" || (url.scheme() == "http" && on_this_machine()))
}

fn elsewhere(headers: &HeaderMap) -> HeaderMap {
    let kept = SENT_ELSEWHERE.into_iter();
    kept.filter_map(|name| Some((name.clone(), headers.get(&name)?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::StatusCode;

    use super::*;
    use crate::response::RawResponse;

    fn request() -> Request {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Basic secret".parse().unwrap());
        headers.insert(RANGE, "bytes=1-".parse().unwrap());
        Request {
            method: reqwest::Method::GET,
            url: "https://api.example.com/a/b".parse().unwrap(),
            headers,
            body: Bytes::new(),
        }
    }

    fn redirected(base: &str, at_home: bool, status: u16, location: &str) -> Option<Redirected> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, location.parse().unwrap());
        let response = Error::unexpected_status(RawResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Bytes::new(),
        });
        let base = BaseUrl::new(base.parse().unwrap());
        follow(&base, &request(), at_home, &response)
    }

    const BASE: &str = "https://api.example.com";

    #[test]
    fn a_redirect_is_followed_by_its_status() {
        for status in 300..=308 {
            let is_followed = redirected(BASE, true, status, "/c").is_some();
            assert_eq!(is_followed, !matches!(status, 300 | 304..=306), "{status}");
        }
    }

    #[test]
    fn a_redirect_is_followed_where_nobody_can_read_along() {
        let here = "http://127.0.0.1:1";
        for (base, location, expected) in [
            (BASE, "c?d=e#f", Some("https://api.example.com/a/c?d=e")),
            (
                BASE,
                "//other.example.com",
                Some("https://other.example.com/"),
            ),
            (BASE, "https://user@other.example.com/", None),
            (BASE, "https://:word@other.example.com/", None),
            (BASE, "http://api.example.com/", None),
            (BASE, "http://127.0.0.1:2/", None),
            (BASE, "ftp://other.example.com/", None),
            (BASE, "https://[", None),
            (here, "http://127.0.0.1:2/", Some("http://127.0.0.1:2/")),
            (here, "http://localhost/", Some("http://localhost/")),
            (here, "http://user@localhost/", None),
            (here, "http://other.example.com/", None),
            (here, "ftp://127.0.0.1/", None),
        ] {
            let followed = redirected(base, true, 302, location);
            let url = followed.map(|it| it.request.url.to_string());
            assert_eq!(url.as_deref(), expected, "{base} {location}");
        }
    }

    #[test]
    fn credentials_stay_at_home() {
        for (at_home, location, expected) in [
            (true, "/c", true),
            (true, "https://other.example.com/", false),
            // Another server chose this target.
            (false, "/c", false),
        ] {
            let Redirected { request, at_home } = redirected(BASE, at_home, 302, location).unwrap();
            assert_eq!(at_home, expected, "{location}");
            let has_secret = request.headers.contains_key("authorization");
            assert_eq!(has_secret, expected, "{location}");
            assert!(request.headers.contains_key(RANGE), "{location}");
        }
    }
}
