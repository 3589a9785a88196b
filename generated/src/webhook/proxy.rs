//! What proxies say about the requests they pass on.
//!
//! Whoever sends a request can send these headers too, and a proxy adds what it knows at their end. So they are read
//! from the end, and strictly: a string that could be read in two ways is rejected rather than read in one.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::header::FORWARDED;

use super::network::TrustedProxies;

const FOR: &str = "x-forwarded-for";
const HOST: &str = "x-forwarded-host";
const PROTO: &str = "x-forwarded-proto";
const PORT: &str = "x-forwarded-port";

/// What the outermost trusted proxy was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked<'a> {
    pub(super) scheme: Option<Scheme>,
    pub(super) host: Option<Cow<'a, str>>,
    pub(super) port: Option<u16>,
}

/// Whether TLS was spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

/// A header that is not what its specification allows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// Whether the header `Forwarded` is there.
pub(super) fn has_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
}

/// Whether one of the headers is there.
pub(super) fn has_x_forwarded(headers: &HeaderMap) -> bool {
    [HOST, PROTO, PORT]
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// Reads `Forwarded` (RFC 7239).
///
/// Every proxy adds an element at the end: who sent it the request, and what was requested. So the last one is by the
/// proxy in front of this server, and one further to the left counts only when the one after it names a trusted proxy.
pub(super) fn forwarded<'a>(
    headers: &'a HeaderMap,
    proxies: &TrustedProxies,
) -> Result<Asked<'a>, Malformed> {
    let mut elements = Vec::new();
    for line in lines(headers, FORWARDED.as_str()) {
        parse_elements(line?, &mut elements)?;
    }
    let mut asked = Asked::default();
    for element in elements.into_iter().rev() {
        asked = Asked {
            scheme: element.proto.as_deref().map(scheme).transpose()?,
            host: element.host.map(host).transpose()?,
            port: None,
        };
        let client = element.client.and_then(|client| node(&client));
        if !client.is_some_and(|client| proxies.contains(client)) {
            break;
        }
    }
    Ok(asked)
}

/// Reads `X-Forwarded-Proto`, `-Host` and `-Port`, each of them one value, or one for each proxy.
pub(super) fn x_forwarded<'a>(
    headers: &'a HeaderMap,
    proxies: &TrustedProxies,
) -> Result<Asked<'a>, Malformed> {
    let hops = list(headers, FOR)?
        .iter()
        .rev()
        .take_while(|client| node(client).is_some_and(|client| proxies.contains(client)))
        .count();
    // A header that not every proxy adds to has fewer values; then the outermost of them has set the first one.
    let pick = |name| {
        let values = list(headers, name)?;
        let index = values.len().saturating_sub(hops + 1);
        Ok(values.get(index).copied())
    };
    Ok(Asked {
        scheme: pick(PROTO)?.map(scheme).transpose()?,
        host: pick(HOST)?.map(Cow::Borrowed).map(host).transpose()?,
        port: pick(PORT)?.map(port).transpose()?,
    })
}

/// The lines of a header. One that is not ASCII is malformed: to leave it out would leave out what a proxy added to it.
fn lines<'a>(
    headers: &'a HeaderMap,
    name: &str,
) -> impl Iterator<Item = Result<&'a str, Malformed>> {
    headers
        .get_all(name)
        .into_iter()
        .map(|value| value.to_str().map_err(|_| Malformed))
}

/// The values of a header, all lines together. An empty one would shift the others.
fn list<'a>(headers: &'a HeaderMap, name: &str) -> Result<Vec<&'a str>, Malformed> {
    let mut values = Vec::new();
    for line in lines(headers, name) {
        values.extend(line?.split(',').map(str::trim));
    }
    if values.iter().any(|value| value.is_empty()) {
        return Err(Malformed);
    }
    Ok(values)
}

/// The scheme of a request. Some proxies name the scheme of the WebSocket that it opens.
fn scheme(text: &str) -> Result<Scheme, Malformed> {
    let is = |scheme: &str| text.eq_ignore_ascii_case(scheme);
    if is("https") || is("wss") {
        Ok(Scheme::Https)
    } else if is("http") || is("ws") {
        Ok(Scheme::Http)
    } else {
        Err(Malformed)
    }
}

fn host(text: Cow<'_, str>) -> Result<Cow<'_, str>, Malformed> {
    if is_host(&text) {
        Ok(text)
    } else {
        Err(Malformed)
    }
}

fn port(text: &str) -> Result<u16, Malformed> {
    // `parse` would accept a sign.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|port| digits && *port != 0)
        .ok_or(Malformed)
}

/// Whether a string is the host of a URL, with or without a port, and nothing beyond it.
pub(super) fn is_host(text: &str) -> bool {
    let (name, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else {
                return false;
            };
            let is_address = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
            if address.is_empty() || !address.bytes().all(is_address) {
                return false;
            }
            match port.strip_prefix(':') {
                Some(port) => ("ipv6", Some(port)),
                None if port.is_empty() => ("ipv6", None),
                None => return false,
            }
        }
        None => match text.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (text, None),
        },
    };
    let is_name_byte =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !name.is_empty()
        && name.bytes().all(is_name_byte)
        && port
            .is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What one proxy says, as far as it is of use here.
#[derive(Default)]
struct Element<'a> {
    client: Option<Cow<'a, str>>,
    host: Option<Cow<'a, str>>,
    proto: Option<Cow<'a, str>>,
}

/// Reads one line of `Forwarded`: elements between commas, pairs between semicolons, values that are tokens or quoted.
fn parse_elements<'a>(line: &'a str, elements: &mut Vec<Element<'a>>) -> Result<(), Malformed> {
    let mut element = Element::default();
    let mut rest = line.trim_start_matches(SPACE);
    loop {
        // Elements and pairs may be empty.
        if !rest.is_empty() && !rest.starts_with([';', ',']) {
            let (name, beyond) = token(rest)?;
            let (value, beyond) = value(beyond.strip_prefix('=').ok_or(Malformed)?)?;
            rest = beyond.trim_start_matches(SPACE);
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            let known = if is("for") {
                &mut element.client
            } else if is("host") {
                &mut element.host
            } else if is("proto") {
                &mut element.proto
            } else {
                &mut None
            };
            if known.replace(value).is_some() {
                return Err(Malformed);
            }
        }
        let Some(separator) = rest.chars().next() else {
            elements.push(element);
            return Ok(());
        };
        match separator {
            ';' => {}
            ',' => elements.push(std::mem::take(&mut element)),
            _ => return Err(Malformed),
        }
        rest = rest.get(1..).unwrap_or_default().trim_start_matches(SPACE);
    }
}

const SPACE: [char; 2] = [' ', '\t'];

/// Takes a token of RFC 9110 from the beginning of a string.
fn token(text: &str) -> Result<(&str, &str), Malformed> {
    let is_token = |character: char| {
        character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
    };
    let end = text
        .find(|character| !is_token(character))
        .unwrap_or(text.len());
    if end == 0 {
        return Err(Malformed);
    }
    Ok(text.split_at(end))
}

/// Takes a token or a quoted string from the beginning of a string.
fn value(text: &str) -> Result<(Cow<'_, str>, &str), Malformed> {
    let Some(quoted) = text.strip_prefix('"') else {
        return token(text).map(|(token, rest)| (Cow::Borrowed(token), rest));
    };
    let mut unescaped = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find(['"', '\\']).ok_or(Malformed)?;
        let (plain, beyond) = rest.split_at(end);
        if let Some(beyond) = beyond.strip_prefix('"') {
            return Ok(if unescaped.is_empty() {
                (Cow::Borrowed(plain), beyond)
            } else {
                (Cow::Owned(unescaped + plain), beyond)
            });
        }
        let mut escaped = beyond.chars();
        escaped.next();
        unescaped.push_str(plain);
        unescaped.push(escaped.next().ok_or(Malformed)?);
        rest = escaped.as_str();
    }
}

/// The address of a node: with a port, an obfuscated one (`:_port`) or none, IPv6 in brackets or not.
fn node(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Some(address.ip());
    }
    let bare = match text.split_once(":_") {
        Some((address, port)) if is_obfuscated(port) => address,
        _ => text,
    };
    bare.strip_prefix('[')
        .and_then(|address| address.strip_suffix(']'))
        .unwrap_or(bare)
        .parse()
        .ok()
}

/// Whether this is the rest of a name that a proxy made up, after the underscore.
fn is_obfuscated(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !text.is_empty() && text.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_is_a_name_or_an_address_and_nothing_more() {
        for host in [
            "example.com",
            "example.com:8080",
            "10.0.0.1",
            "a-b_c~d",
            "[::1]",
            "[::ffff:10.0.0.1]:443",
        ] {
            assert!(is_host(host), "{host}");
        }
        for other in [
            "",
            ":80",
            "example.com:",
            "example.com:80a",
            "example.com/path",
            "user@example.com",
            "::1",
            "[]",
            "[]:80",
            "[name]",
            "[::1",
            "[::1]x",
            "[::1]:",
        ] {
            assert!(!is_host(other), "{other}");
        }
    }
}
