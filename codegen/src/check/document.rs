//! The head of the document: version, server, security.

use super::findings::Findings;
use super::fixes::{remove, rename, replace, rewrite, set};
use crate::document::{At, Index, items};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    openapi_version(index, findings);
    info_version(index, findings);
    server(index, findings);
    let scheme = security_scheme(index, findings);
    security(index, scheme, findings);
}

fn openapi_version(index: &Index<'_>, findings: &mut Findings) {
    let Some(at) = index.root.get("openapi") else {
        return;
    };
    let Some(version) = at.as_str() else { return };
    let patch = version.strip_prefix("3.0.").unwrap_or_default();
    if patch.is_empty() || patch.len() > 2 || !patch.bytes().all(|b| b.is_ascii_digit()) {
        findings.error(
            "openapi-version",
            &at,
            format!("OpenAPI {} is not supported", show(version)),
            "write `openapi: 3.0.3`",
        );
        findings.fix(rewrite(&at, "3.0.3"));
    }
}

/// progenitor derives a header from the version, and panics on other characters. A later pass removes the header.
fn info_version(index: &Index<'_>, findings: &mut Findings) {
    let Some(at) = index.root.get("info").and_then(|info| info.get("version")) else {
        return;
    };
    let Some(version) = at.as_str() else { return };
    if version.is_empty() || !version.bytes().all(|b| b.is_ascii_graphic()) {
        findings.error(
            "info-version",
            &at,
            format!(
                "the version {} contains characters that are not allowed in a header",
                show(version)
            ),
            "use letters, digits, dots and hyphens: `version: '2010-04-01'`",
        );
    }
}

fn server(index: &Index<'_>, findings: &mut Findings) {
    let Some(servers) = index.root.get("servers") else {
        return;
    };
    if let Some(second) = servers.items().nth(1) {
        findings.error(
            "server",
            &second,
            "the document has more than one server",
            "keep one; users select another with the client's base URL",
        );
    }
    let Some(first) = servers.items().next() else {
        findings.error(
            "server",
            &servers,
            "the document has no server",
            "add one:\n  servers:\n    - url: https://index.example.com",
        );
        return;
    };
    let Some(url) = first.get("url") else { return };
    let Some(text) = url.as_str() else { return };
    let Some((wrong, help)) = url_problem(text) else {
        return;
    };
    findings.error(
        "server",
        &url,
        format!("the server's URL {} {wrong}", show(text)),
        help,
    );
    findings.fix(secured(text).map(|it| rewrite(&url, it)));
}

/// What is wrong with the URL of a server, and what to write instead.
fn url_problem(text: &str) -> Option<(&'static str, &'static str)> {
    let problem = match text.strip_prefix("https://") {
        None => (
            "does not start with `https://`",
            "write an absolute `https://` URL: credentials are sent with every request",
        ),
        Some(_) if text.contains(['{', '}']) => (
            "contains a variable",
            "write the complete URL; users override it with the client's base URL",
        ),
        Some(_) if text.ends_with('/') => (
            "ends with a slash",
            "remove the last `/`: every path starts with one",
        ),
        Some(_) if text.contains(['?', '#', '@', '\\']) => (
            "has more than a host and a path",
            "write only scheme, host and path",
        ),
        Some(rest)
            if rest.starts_with([':', '/']) || !rest.bytes().all(|b| b.is_ascii_graphic()) =>
        {
            ("has no usable host", "write `https://` and a host name")
        }
        Some(_) => return None,
    };
    Some(problem)
}

/// The URL with `https://`, or without its trailing slash.
fn secured(url: &str) -> Option<String> {
    let secure = url
        .strip_prefix("http://")
        .map(|it| format!("https://{it}"));
    secure.or_else(|| url.strip_suffix('/').map(str::to_owned))
}

/// Returns the name of the first scheme.
fn security_scheme<'d>(index: &Index<'d>, findings: &mut Findings) -> Option<&'d str> {
    let schemes = index.root.get("components")?.get("securitySchemes")?;
    let mut entries = schemes.entries();
    let Some((name, scheme)) = entries.next() else {
        findings.error(
            "security-scheme",
            &schemes,
            "the document has no security scheme",
            "describe HTTP basic authentication:\n  basicAuth:\n    type: http\n    scheme: basic",
        );
        return None;
    };
    if let Some((second, at)) = entries.next() {
        findings.key_error(
            "security-scheme",
            &at,
            format!(
                "the document has a second security scheme, {}",
                show(second)
            ),
            "keep the one with `type: http`",
        );
    }
    let only_basic =
        "use HTTP authentication: `type: http` with `scheme: basic` or `scheme: bearer`";
    match (scheme.get("type"), scheme.get("scheme")) {
        (Some(kind), _) if kind.as_str().is_some_and(|kind| kind != "http") => findings.error(
            "security-scheme",
            &kind,
            format!(
                "a security scheme of type {} is not supported",
                show(kind.as_str().unwrap_or_default())
            ),
            only_basic,
        ),
        (_, Some(named))
            if named
                .as_str()
                .is_some_and(|named| !matches!(named, "basic" | "bearer")) =>
        {
            findings.error(
                "security-scheme",
                &named,
                format!(
                    "the scheme {} is not supported",
                    show(named.as_str().unwrap_or_default())
                ),
                only_basic,
            )
        }
        (Some(_), None) => {
            findings.error(
                "security-scheme",
                &scheme,
                "the security scheme does not define how credentials are sent",
                "add `scheme: basic`",
            );
            findings.fix(set(&scheme, "scheme", "basic", "type"));
        }
        _ => {}
    }
    Some(name)
}

fn security(index: &Index<'_>, scheme: Option<&str>, findings: &mut Findings) {
    let Some(at) = index.root.get("security") else {
        return;
    };
    let wanted = scheme.unwrap_or("basicAuth");
    let help = format!("apply the scheme to every operation:\n  security:\n    - {wanted}: []");
    let mut requirements = items(Some(at.clone()));
    let Some(first) = requirements.next() else {
        findings.error(
            "security",
            &at,
            "the document applies no security scheme",
            help,
        );
        findings.fix(scheme.map(|scheme| replace(&at, format!("[{{{scheme}: []}}]"))));
        return;
    };
    if let Some(second) = requirements.next() {
        findings.error(
            "security",
            &second,
            "the document has a second security requirement",
            &help,
        );
    }
    let names: Vec<(&str, At<'_>)> = first.entries().collect();
    match names.as_slice() {
        [(name, requirement)] => {
            if scheme.is_some_and(|scheme| scheme != *name) {
                findings.key_error(
                    "security",
                    requirement,
                    format!("{} is not a security scheme", show(name)),
                    format!("did you mean {}?", show(wanted)),
                );
                findings.fix(scheme.and_then(|scheme| rename(requirement, scheme)));
            } else if let Some(scope) = requirement.items().next() {
                findings.error(
                    "security",
                    &scope,
                    "HTTP authentication has no scopes",
                    help,
                );
                findings.fix(remove(&scope));
            }
        }
        [] => findings.error(
            "security",
            &first,
            "the document applies no security scheme",
            help,
        ),
        [_, (_, second), ..] => {
            findings.key_error("security", second, "two schemes are required at once", help)
        }
    }
}
