//! Paths and the parameters in them.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::fixes::rename;
use super::similar::did_you_mean;
use crate::document::{At, Index, METHODS, Operation, Parameter};
use crate::finding::{Finding, show, show_all};
use crate::names::ACCOUNT_PARAMETER;
use crate::source::Span;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    if let Some(paths) = index.root.get("paths")
        && index.paths.is_empty()
    {
        findings.key_error(
            "no-operations",
            &paths,
            "the document has no paths",
            "add one:\n  /2010-04-01/Accounts/{AccountSid}/Calls.json:\n    get: ...",
        );
    }
    let mut operations: BTreeMap<&str, Vec<&Operation<'_>>> = BTreeMap::new();
    for operation in index.operations.iter().filter(|it| !it.is_callback()) {
        operations
            .entry(operation.path)
            .or_default()
            .push(operation);
    }
    let mut shapes: BTreeMap<String, Span> = BTreeMap::new();
    for (path, item) in &index.paths {
        if !METHODS.iter().any(|method| item.has(method)) {
            findings.key_error(
                "no-operations",
                item,
                format!("the path {} has no operation", show(path)),
                "add `get`, `post`, `put`, `patch` or `delete`, or remove the path",
            );
        }
        let Some((names, shape)) = checked_template(path, item, findings) else {
            continue;
        };
        if let Some(first) = shapes.insert(shape, item.key_span()) {
            same_shape(path, item, first, findings);
        }
        let operations = operations.get(path).map_or(&[][..], Vec::as_slice);
        parameters(path, item, operations, &names, findings);
        account(index, operations, findings);
    }
}

/// Reports a path that is not a valid template.
fn checked_template<'p>(
    path: &'p str,
    item: &At<'_>,
    findings: &mut Findings,
) -> Option<(Vec<&'p str>, String)> {
    let found = template(path);
    if let Err(reason) = found {
        findings.key_error(
            "path-template",
            item,
            format!("the path {} {reason}", show(path)),
            "write a path such as `/2010-04-01/Accounts/{AccountSid}/Calls.json`",
        );
        let absolute = format!("/{path}");
        let fix = template(&absolute).is_ok().then(|| rename(item, &absolute));
        findings.fix(fix.flatten());
    }
    found.ok()
}

/// Reports a path that differs from another only in parameter names.
fn same_shape(path: &str, item: &At<'_>, first: Span, findings: &mut Findings) {
    findings.0.push(
        Finding::error(
            "duplicate-path",
            &item.pointer,
            item.key_span(),
            format!(
                "the path {} differs from another one only in the names of its parameters",
                show(path)
            ),
            "write both operations under one path",
        )
        .with_related(first, "the other one"),
    );
}

/// The names of the parameters in a path, and the path without them.
pub(crate) fn template(path: &str) -> Result<(Vec<&str>, String), &'static str> {
    if !path.starts_with('/') {
        return Err("does not start with a slash");
    }
    if path.contains("//") || (path.len() > 1 && path.ends_with('/')) {
        return Err("has an empty segment");
    }
    if path
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return Err("has a segment `.` or `..`");
    }
    let mut names = Vec::new();
    let mut shape = String::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}']) {
        let (plain, after) = rest.split_at(open);
        literal(plain)?;
        shape.push_str(plain);
        let inside = after
            .strip_prefix('{')
            .ok_or("has an unmatched closing brace")?;
        let (name, after) = inside
            .split_once('}')
            .ok_or("has an unmatched opening brace")?;
        let fits = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !fits {
            return Err("has a parameter whose name is not an identifier");
        }
        if names.contains(&name) {
            return Err("names a parameter twice");
        }
        if after.starts_with('{') {
            return Err("has two parameters with nothing between them");
        }
        names.push(name);
        shape.push_str("{}");
        rest = after;
    }
    literal(rest)?;
    shape.push_str(rest);
    Ok((names, shape))
}

fn literal(text: &str) -> Result<(), &'static str> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'~');
    if text.bytes().all(fits) {
        Ok(())
    } else {
        Err("contains characters that are reserved or need escaping in a URL")
    }
}

/// The client fills in the account from its credentials, which have one type for it.
fn account(index: &Index<'_>, operations: &[&Operation<'_>], findings: &mut Findings) {
    let parameters = operations
        .iter()
        .flat_map(|operation| &operation.parameters);
    for parameter in parameters {
        let target = parameter
            .at
            .get("schema")
            .and_then(|schema| index.target(&schema));
        if parameter.key() == Some(("path", ACCOUNT_PARAMETER)) && target != Some(ACCOUNT_PARAMETER)
        {
            findings.key_error(
                "path-parameter",
                &parameter.at,
                "the path parameter `AccountSid` does not use the component `AccountSid`",
                "write `schema: {$ref: '#/components/schemas/AccountSid'}`; the client fills it in from its credentials",
            );
        }
    }
}

fn parameters(
    path: &str,
    item: &At<'_>,
    operations: &[&Operation<'_>],
    names: &[&str],
    findings: &mut Findings,
) {
    let mut unknown = BTreeSet::new();
    let mut undeclared: BTreeMap<&str, Vec<&Operation<'_>>> = BTreeMap::new();
    for operation in operations {
        let keys = operation.parameters.iter().filter_map(Parameter::key);
        let declared: BTreeSet<&str> = keys
            .filter_map(|(location, name)| (location == "path").then_some(name))
            .collect();
        for name in names.iter().filter(|name| !declared.contains(*name)) {
            undeclared.entry(name).or_default().push(operation);
        }
        unknown.extend(declared.into_iter().filter(|name| !names.contains(name)));
    }
    // If as many names are undeclared as unknown, they are misspellings, which are reported below.
    if undeclared.len() != unknown.len() {
        for (name, operations) in undeclared {
            not_declared(name, &operations, findings);
        }
    }
    let is_declared = |name: &str| {
        let mut parameters = operations.iter().flat_map(|it| &it.parameters);
        parameters.any(|it| it.key() == Some(("path", name)))
    };
    for name in unknown {
        let at = operations
            .iter()
            .flat_map(|operation| &operation.parameters)
            .find(|parameter| parameter.at.get_str("name") == Some(name))
            .map_or(item, |parameter| &parameter.place);
        findings.error(
            "path-parameter",
            at,
            format!("the path {} has no parameter {}", show(path), show(name)),
            match names.iter().find(|name| !is_declared(name)) {
                Some(other) => format!(
                    "the path has an undeclared parameter {}: use the same name in both places",
                    show(other)
                ),
                None => did_you_mean(
                    name,
                    names.iter().copied(),
                    format!("add `{{{name}}}` to the path, or remove the parameter"),
                ),
            },
        );
    }
}

/// Reports a path parameter that these operations do not declare.
fn not_declared(name: &str, operations: &[&Operation<'_>], findings: &mut Findings) {
    let Some(first) = operations.first() else {
        return;
    };
    let ids: Vec<String> = operations.iter().map(|it| it.name()).collect();
    findings.key_error(
        "path-parameter",
        &first.at,
        format!("the path parameter {} is not declared for {}", show(name), show_all(ids.iter().map(String::as_str))),
        format!("add it to the parameters of the path:\n  - name: {name}\n    in: path\n    required: true"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        assert_eq!(
            template("/A/{X}/B-{Y}.json"),
            Ok((vec!["X", "Y"], "/A/{}/B-{}.json".to_owned()))
        );
        for bad in [
            "", "a", "/a//b", "/a/", "/{a", "/a}", "/{}", "/{a}{b}", "/{a}/{a}", "/a?b", "/a b",
            "/..", "/{a-b}", "/ä",
        ] {
            assert!(template(bad).is_err(), "{bad}");
        }
    }
}
