//! Which redirects of a download are followed, and what is sent to where they lead.

use reqwest::Url;
use reqwest::header::{ACCEPT, HeaderMap, IF_RANGE, LOCATION, RANGE};

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::outgoing_request::Request;

/// How many redirects in a row are followed.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// The headers that are sent to another server.
const SENT_ELSEWHERE: [reqwest::header::HeaderName; 3] = [ACCEPT, RANGE, IF_RANGE];

/// A request where a redirect leads.
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
