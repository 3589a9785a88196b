//! What proxies say about the requests they pass on.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::header::FORWARDED;

use super::network::TrustedProxies;

/// What the outermost trusted proxy was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked<'a> {
    pub(super) scheme: Option<Cow<'a, str>>,
    pub(super) host: Option<Cow<'a, str>>,
    pub(super) port: Option<u16>,
}

/// Reads `Forwarded` (RFC 7239).
///
/// Every proxy adds an element with whom it was asked by and for what, at the end. So the last one is by the proxy in
/// front of this server, and one further to the left counts only when the one after it names a trusted proxy.
pub(super) fn forwarded<'a>(headers: &'a HeaderMap, proxies: &TrustedProxies) -> Asked<'a> {
    let elements: Vec<&str> = values(headers, FORWARDED.as_str())
        .flat_map(|line| split(line, ','))
        .collect();
    let mut asked = Asked::default();
    for element in elements.into_iter().rev() {
        asked = Asked::default();
        let mut client = None;
        for pair in split(element, ';') {
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let value = unquoted(value.trim());
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => client = node(&value),
                "proto" => asked.scheme = Some(value),
                "host" => asked.host = Some(value),
                _ => {}
            }
        }
        if !client.is_some_and(|client| proxies.contains(client)) {
            break;
        }
    }
    asked
}

/// Reads `X-Forwarded-Proto`, `-Host` and `-Port`, each of them one value, or one for each proxy.
pub(super) fn x_forwarded<'a>(headers: &'a HeaderMap, proxies: &TrustedProxies) -> Asked<'a> {
    let clients: Vec<&str> = list(headers, "x-forwarded-for");
    let hops = clients
        .iter()
        .rev()
        .take_while(|client| node(client).is_some_and(|client| proxies.contains(client)))
        .count();
    // A header that not every proxy adds to has fewer values; then the outermost of them has set the first one.
    let pick = |name| {
        let values = list(headers, name);
        let index = values.len().saturating_sub(hops + 1);
        values.get(index).copied()
    };
    Asked {
        scheme: pick("x-forwarded-proto").map(Cow::Borrowed),
        host: pick("x-forwarded-host").map(Cow::Borrowed),
        port: pick("x-forwarded-port").and_then(|port| port.parse().ok()),
    }
}

fn values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
}

fn list<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    values(headers, name)
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect()
}

/// Cuts at a separator that is not in quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        let inside = quoted;
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        !inside && character == separator
    })
}

fn unquoted(value: &str) -> Cow<'_, str> {
    let Some(inner) = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
    else {
        return Cow::Borrowed(value);
    };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut escaped = false;
    for character in inner.chars() {
        if character == '\\' && !escaped {
            escaped = true;
        } else {
            escaped = false;
            text.push(character);
        }
    }
    Cow::Owned(text)
}

/// The address of a node: with or without a port, IPv6 in brackets or not.
fn node(text: &str) -> Option<IpAddr> {
    let bare = || {
        text.strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
            .unwrap_or(text)
            .parse()
            .ok()
    };
    text.parse::<SocketAddr>()
        .ok()
        .map(|address| address.ip())
        .or_else(bare)
}
