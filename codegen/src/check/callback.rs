//! Callbacks: the requests that Twilio sends to the user's server.

use super::body::request;
use super::findings::Findings;
use super::fixes::{remove, rename};
use super::similar::{declared, suggestion};
use crate::document::{At, Index, METHODS, Operation, SchemaKind, entries};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for operation in &index.operations {
        if operation.is_callback() {
            callback_operation(index, operation, findings);
        } else {
            declarations(index, operation, findings);
        }
    }
}

fn declarations(index: &Index<'_>, operation: &Operation<'_>, findings: &mut Findings) {
    for (name, callback) in entries(operation.at.get("callbacks")) {
        let camel = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_alphanumeric());
        if !camel {
            findings.key_error(
                "callback",
                &callback,
                format!("the callback's name {} is not in camelCase", show(name)),
                "write `statusCallback`",
            );
        }
        let expressions: Vec<_> = callback.entries().collect();
        match expressions.as_slice() {
            [(text, item)] => {
                expression(index, operation, text, item, findings);
                for (key, at) in item.entries() {
                    if key == "parameters" || key != "post" && METHODS.contains(&key) {
                        findings.key_error(
                            "callback",
                            &at,
                            format!("{} is not supported in a callback", show(key)),
                            "describe the `post` request that Twilio sends, and its form",
                        );
                    }
                }
                if !METHODS.iter().any(|method| item.has(method)) {
                    findings.key_error(
                        "callback",
                        item,
                        "the callback has no operation",
                        "add `post`",
                    );
                }
            }
            [] => findings.key_error(
                "callback",
                &callback,
                "the callback has no URL expression",
                "add the parameter with the URL:\n  '{$request.body#/StatusCallback}':",
            ),
            [_, (_, second), ..] => findings.key_error(
                "callback",
                second,
                "the callback has two URL expressions",
                "declare two callbacks",
            ),
        }
    }
}

/// Checks that the expression names the form field with the URL.
fn expression(
    index: &Index<'_>,
    operation: &Operation<'_>,
    text: &str,
    at: &At<'_>,
    findings: &mut Findings,
) {
    let Some(field) = text
        .strip_prefix("{$request.body#/")
        .and_then(|rest| rest.strip_suffix('}'))
    else {
        findings.key_error(
            "callback-expression",
            at,
            format!("{} does not name a form field", show(text)),
            "write `'{$request.body#/StatusCallback}'`",
        );
        return;
    };
    let properties = (operation.form.as_ref()).and_then(|form| form.get("properties"));
    let names: Vec<&str> = entries(properties).map(|(name, _)| name).collect();
    if !names.contains(&field) {
        findings.key_error(
            "callback-expression",
            at,
            format!(
                "{} has no form field {}",
                show(&operation.name()),
                show(field)
            ),
            suggestion(
                index,
                field,
                names.iter().copied(),
                "write the name of the field with the URL",
            ),
        );
        let intended = declared(index, field, names.iter().copied());
        findings.fix(intended.and_then(|it| rename(at, format!("{{$request.body#/{it}}}"))));
    }
}

fn callback_operation<'d>(index: &Index<'d>, operation: &Operation<'d>, findings: &mut Findings) {
    if operation.method != "post" {
        // Reported where the callback is declared.
        return;
    }
    for key in [
        "parameters",
        "callbacks",
        "x-pagination",
        "x-rate-limit",
        "x-reconcile",
        "x-representation-of",
        "x-row-key",
        "x-waiter",
    ] {
        if let Some(at) = operation.at.get(key) {
            findings.key_error(
                "callback",
                &at,
                format!("{} has no effect in a callback", show(key)),
                "remove it: only the form of a callback is used",
            );
            findings.fix(remove(&at));
        }
    }
    if !operation.at.has("requestBody") {
        findings.key_error(
            "callback",
            &operation.at,
            "the callback has no request body",
            "add a `requestBody` with a form",
        );
    }
    request(index, operation, findings);
    responses(operation, findings);
}

/// Checks that the application responds with a status code and no body.
fn responses(operation: &Operation<'_>, findings: &mut Findings) {
    let Some(responses) = operation.at.get("responses") else {
        return;
    };
    for (number, response) in operation.responses.iter().enumerate() {
        let code = response.code;
        if !matches!(code, "200" | "204") || number > 0 {
            findings.key_error(
                "callback",
                &response.place,
                format!("{} is not a supported response to a callback", show(code)),
                "keep one response, `204` or `200`, without content",
            );
        }
        if let Some((_, media)) = response.contents().first() {
            findings.key_error(
                "callback",
                media,
                "the response to a callback has a body",
                "remove `content`: Twilio does not read it",
            );
            let content = response.at.as_ref().and_then(|at| at.get("content"));
            findings.fix(content.map(|it| remove(&it)));
        }
    }
    if operation.responses.is_empty() {
        findings.key_error(
            "callback",
            &responses,
            "the callback has no response",
            "add `204`",
        );
    }
}

/// The callback forms that have this keyword, with its value; reports it on other objects.
pub(super) fn forms_with<'d>(
    index: &Index<'d>,
    key: &str,
    rule: &'static str,
    findings: &mut Findings,
) -> Vec<(At<'d>, At<'d>)> {
    let mut forms = Vec::new();
    for (name, schema) in index.schemas.iter() {
        let Some(at) = schema.get(key) else {
            continue;
        };
        if SchemaKind::of(schema.node) != SchemaKind::Object {
            // Reported as misplaced elsewhere.
            continue;
        }
        if index.usage.callback_forms.contains(name) {
            forms.push((schema.clone(), at));
        } else {
            findings.key_error(
                rule,
                &at,
                format!(
                    "{} is used with an object that is not the form of a callback",
                    show(key)
                ),
                "move it to the schema of a callback's form",
            );
        }
    }
    forms
}
