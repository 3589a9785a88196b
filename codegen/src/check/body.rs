//! Request bodies and responses.

use super::findings::Findings;
use super::fixes::{append, set};
use super::inline::{self, Body, Place};
use crate::document::{
    At, FORM, Index, JSON, Operation, Response, SchemaKind, contents, is_binary, is_empty,
};
use crate::finding::show;

pub(crate) const CSV: &str = "text/csv";

const OBJECT: Body = Body {
    kinds: &[SchemaKind::Object],
    what: "an object",
};
const OBJECTS: Body = Body {
    kinds: &[SchemaKind::Object, SchemaKind::Union],
    ..OBJECT
};
const PLAIN_STRING: Body = Body {
    kinds: &[SchemaKind::Plain],
    what: "a plain string",
};

/// The kinds of schemas that a response of this media type can have; `None` if the type is not decoded.
fn decoded_body(media_type: &str) -> Option<Body> {
    match media_type {
        JSON => Some(OBJECT),
        CSV => Some(PLAIN_STRING),
        _ => None,
    }
}

/// Whether a response is a stream of bytes: its schema is `binary`, and its media type is not one that is decoded.
pub(crate) fn is_bytes(media_type: &str, media: &At<'_>) -> bool {
    let described = media
        .get("schema")
        .is_some_and(|schema| is_binary(schema.node));
    described && is_bytes_type(media_type)
}

/// Whether content of this media type is only stored or played: neither a form nor decoded.
pub(crate) fn is_bytes_type(name: &str) -> bool {
    let token = |part: &str| {
        let valid =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$&-^_.+".contains(&b);
        !part.is_empty() && part.bytes().all(valid)
    };
    name != FORM
        && decoded_body(name).is_none()
        && !name.ends_with("+json")
        && name
            .split_once('/')
            .is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let mut error: Option<&str> = None;
    for operation in index
        .operations
        .iter()
        .filter(|operation| !operation.is_callback())
    {
        request(index, operation, findings);
        responses(index, operation, &mut error, findings);
    }
    for response in index.responses.values() {
        for (name, media) in contents(Some(response)) {
            if !is_bytes(name, &media) {
                let body = decoded_body(name).unwrap_or(OBJECT);
                schema_present(index, &media, body, findings);
            }
        }
    }
}

/// Checks the request body of an operation or a callback.
pub(crate) fn request<'d>(index: &Index<'d>, operation: &Operation<'d>, findings: &mut Findings) {
    let Some(body) = operation.at.get("requestBody") else {
        return;
    };
    if matches!(operation.method, "get" | "delete") {
        findings.key_error(
            "request-body",
            &body,
            format!(
                "a {} request cannot have a body",
                operation.method.to_uppercase()
            ),
            "use query parameters, or a `post` request",
        );
        return;
    }
    if !body.is_true("required") {
        findings.key_error(
            "request-body",
            &body,
            "the request body is not marked as required",
            "add `required: true`: a body is always sent, even if all its properties are optional",
        );
        findings.fix(set(&body, "required", "true", "description"));
    }
    if let Some(content) = body.get("content") {
        request_content(index, operation, &content, findings);
    }
}

/// Checks the media type of a request body: exactly one, a form or JSON.
fn request_content<'d>(
    index: &Index<'d>,
    operation: &Operation<'d>,
    content: &At<'d>,
    findings: &mut Findings,
) {
    let mut media_types = content.entries();
    match media_types.next() {
        None => findings.key_error(
            "body-media-type",
            content,
            "the request body has no media type",
            format!("add `{FORM}` or `{JSON}`"),
        ),
        Some((JSON, media)) if !operation.is_callback() => json_schema(index, &media, findings),
        Some((name, media)) => {
            if name != FORM {
                let help = if operation.is_callback() {
                    format!("write `{FORM}`, which is what Twilio sends")
                } else {
                    format!("write `{FORM}` or `{JSON}`")
                };
                findings.key_error(
                    "body-media-type",
                    &media,
                    format!("a request body of type {} is not supported", show(name)),
                    help,
                );
            }
            form_schema(index, &media, findings);
        }
    }
    for (name, media) in media_types {
        findings.key_error(
            "body-media-type",
            &media,
            format!("the request body has a second media type, {}", show(name)),
            "keep one of them",
        );
    }
}

fn form_schema<'d>(index: &Index<'d>, media: &At<'d>, findings: &mut Findings) {
    let Some(schema) = schema_present(index, media, OBJECT, findings) else {
        return;
    };
    if let Some(target) = index.resolve(&schema)
        && SchemaKind::of(target.node) != SchemaKind::Object
    {
        findings.key_error(
            "body-schema",
            &schema,
            format!(
                "a form must be an object with properties, not {}",
                SchemaKind::of(target.node).name()
            ),
            "refer to a component with `type: object`",
        );
    }
}

fn json_schema<'d>(index: &Index<'d>, media: &At<'d>, findings: &mut Findings) {
    let Some(schema) = schema_present(index, media, OBJECTS, findings) else {
        return;
    };
    let Some((name, target)) = index.target(&schema).zip(index.resolve(&schema)) else {
        return;
    };
    let kind = SchemaKind::of(target.node);
    if !index.is_object(&target) || kind == SchemaKind::Map {
        findings.key_error(
            "body-schema",
            &schema,
            format!(
                "a JSON body must be an object with properties, not {}",
                kind.name()
            ),
            "refer to a component with `type: object`, or with `oneOf` such components",
        );
    } else if index.usage.forms.contains(name) {
        findings.key_error(
            "body-schema",
            &schema,
            format!("{} is sent as a form and as JSON", show(name)),
            "make two components: an array can be empty in JSON, but not in a form",
        );
    }
}

/// The schema of a media type, which has to be a reference.
fn schema_present<'d>(
    index: &Index<'d>,
    media: &At<'d>,
    body: Body,
    findings: &mut Findings,
) -> Option<At<'d>> {
    let Some(schema) = media.get("schema") else {
        findings.key_error(
            "body-schema",
            media,
            "the media type has no schema",
            "add\n  schema:\n    $ref: '#/components/schemas/Name'",
        );
        return None;
    };
    if !schema.has("$ref") {
        inline::check(index, &schema, Place::Body(body), findings);
        return None;
    }
    Some(schema)
}

fn responses<'d>(
    index: &Index<'d>,
    operation: &Operation<'d>,
    error: &mut Option<&'d str>,
    findings: &mut Findings,
) {
    let Some(at) = operation.at.get("responses") else {
        return;
    };
    for (code, response) in at.entries() {
        if code == "default" {
            failure(index, &response, error, findings);
        } else {
            response_code(code, &response, findings);
        }
    }
    // A document that describes no errors leaves them to the client's own error type.
    if !at.has("default") && !index.responses.is_empty() {
        findings.key_error(
            "default-response",
            &at,
            format!("{} has no error response", show(&operation.name())),
            "add\n  default:\n    $ref: '#/components/responses/Error'",
        );
        let mut names = index.responses.names();
        if let (Some(only), None) = (names.next(), names.next()) {
            let entry = format!("default: {{$ref: '#/components/responses/{only}'}}");
            findings.fix(append(&at, vec![entry]));
        }
    }
    let mut successes = operation.successes();
    if let Some(first) = successes.next() {
        for other in successes {
            other_success(index, operation, first, other, findings);
        }
    }
    // A key that is not a status code has its own finding.
    let declared = at.entries().any(|(code, _)| code != "default");
    match operation.successes().next() {
        None if !declared => findings.key_error(
            "success-response",
            &at,
            format!("{} has no successful response", show(&operation.name())),
            format!("add `{}`", success_codes(operation.method).join("` or `")),
        ),
        None => {}
        Some(response) => success(index, operation, response, findings),
    }
}

/// Checks a further success: a request has one result type, whichever of its responses arrives.
fn other_success(
    index: &Index<'_>,
    operation: &Operation<'_>,
    first: &Response<'_>,
    other: &Response<'_>,
    findings: &mut Findings,
) {
    let body = |response: &Response<'_>| -> Vec<(String, Option<String>)> {
        let contents = response.contents().into_iter();
        let component = |media: &At<'_>| index.target(&media.get("schema")?).map(str::to_owned);
        contents
            .map(|(name, media)| (name.to_owned(), component(&media)))
            .collect()
    };
    if body(first) == body(other) {
        success_code(operation, other, findings);
    } else {
        findings.key_error(
            "success-response",
            &other.place,
            format!(
                "{} has successful responses with different bodies",
                show(&operation.name())
            ),
            "give all of them the same body, or keep the one that Twilio sends",
        );
    }
}

fn response_code(code: &str, at: &At<'_>, findings: &mut Findings) {
    let digits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    let (message, help) = if digits && code.starts_with('2') {
        return;
    } else if digits && code.starts_with(['4', '5']) {
        (
            format!("the response {} is never read", show(code)),
            "all errors are described by `default`; explain the code in the description of the operation, and \
             describe the success under `200`, `201`, `202` or `204`",
        )
    } else if digits {
        (
            format!("the client never sees a response such as {}", show(code)),
            "describe the final response, such as `200`",
        )
    } else {
        (
            format!("{} is not a status code", show(code)),
            "write `200`, `201`, `202`, `204` or `default`",
        )
    };
    findings.key_error("response-code", at, message, help);
}

/// The `default` response: one form for the errors of all operations.
fn failure<'d>(
    index: &Index<'d>,
    at: &At<'d>,
    error: &mut Option<&'d str>,
    findings: &mut Findings,
) {
    let Some(reference) = at.get_str("$ref") else {
        findings.key_error(
            "default-response",
            at,
            "the error response is written inline",
            "refer to one response for all operations:\n  default:\n    $ref: '#/components/responses/Error'",
        );
        return;
    };
    if *error.get_or_insert(reference) != reference {
        findings.error(
            "default-response",
            at,
            "this error response differs from the others",
            format!(
                "refer to {} everywhere: the client has a single error type",
                show(error.unwrap_or_default())
            ),
        );
        return;
    }
    let Some(response) = index.response(at) else {
        return;
    };
    let types: Vec<_> = contents(Some(&response)).collect();
    let object = |media: &At<'d>| {
        media
            .get("schema")
            .and_then(|schema| index.resolve(&schema))
            .is_none_or(|schema| SchemaKind::of(schema.node) == SchemaKind::Object)
    };
    let fits = matches!(types.as_slice(), [(JSON, media)] if object(media));
    if !fits {
        findings.error(
            "default-response",
            at,
            "the error response is not a JSON object",
            format!("give the component one media type, `{JSON}`, with a reference to an object"),
        );
    }
}

/// The statuses with which a request of this method can succeed.
pub(crate) fn success_codes(method: &str) -> &'static [&'static str] {
    match method {
        "get" => &["200"],
        "delete" => &["200", "202", "204"],
        _ => &["200", "201", "202", "204"],
    }
}

/// Checks that a request with this method can succeed with this status.
fn success_code(
    operation: &Operation<'_>,
    response: &Response<'_>,
    findings: &mut Findings,
) -> bool {
    let Response { code, place, .. } = response;
    let expected = success_codes(operation.method);
    let fits = expected.contains(code);
    if !fits {
        findings.key_error(
            "success-code",
            place,
            format!(
                "{} cannot succeed with {}",
                operation.method.to_uppercase(),
                show(code)
            ),
            format!("write `{}`", expected.join("`, `")),
        );
    }
    fits
}

fn success<'d>(
    index: &Index<'d>,
    operation: &Operation<'d>,
    response: &Response<'d>,
    findings: &mut Findings,
) {
    if !success_code(operation, response, findings) {
        return;
    }
    let Response { code, place, at } = response;
    let types = response.contents();
    let empty = at
        .as_ref()
        .and_then(|at| at.get("content"))
        .is_none_or(|content| is_empty(content.node));
    if *code == "204" {
        if !empty {
            findings.key_error(
                "response-body",
                place,
                "a response with status 204 cannot have a body",
                "remove `content`, or write `200`",
            );
        }
        return;
    }
    match types.as_slice() {
        [] if operation.method == "get" => findings.key_error(
            "response-body",
            place,
            "the response to a GET request has no body",
            format!("add `content` with `{JSON}`"),
        ),
        [] => {}
        [(name, media)] if is_bytes(name, media) => bytes(operation, media, findings),
        [(name, media)] => representation(index, name, media, findings),
        [_, (name, second), ..] => findings.key_error(
            "two-representations",
            second,
            format!("the response has a second media type, {}", show(name)),
            "describe it as a separate operation with `x-representation-of`",
        ),
    }
}

/// Checks a response of bytes. It is read as it arrives, and a broken download continues where it stopped.
fn bytes(operation: &Operation<'_>, media: &At<'_>, findings: &mut Findings) {
    if operation.method != "get" {
        findings.key_error(
            "response-body",
            media,
            format!(
                "the response to a {} request cannot be bytes",
                operation.method.to_uppercase()
            ),
            "only a GET request can return bytes, because resuming a broken download repeats the request",
        );
    }
}

fn representation<'d>(index: &Index<'d>, name: &str, media: &At<'d>, findings: &mut Findings) {
    let Some(body) = decoded_body(name) else {
        findings.key_error(
            "response-body",
            media,
            format!("a response of type {} is not supported", show(name)),
            format!(
                "write `{JSON}` or `{CSV}`, or describe bytes with an inline schema:\n  schema:\n    \
                 type: string\n    format: binary"
            ),
        );
        return;
    };
    let schema = if media.pointer.starts_with("/components/") {
        // The component itself was checked already.
        media.get("schema").filter(|schema| schema.has("$ref"))
    } else {
        schema_present(index, media, body, findings)
    };
    if let Some(schema) = schema
        && let Some(target) = index.resolve(&schema)
        && !body.kinds.contains(&SchemaKind::of(target.node))
    {
        findings.key_error(
            "body-schema",
            &schema,
            format!(
                "{} must contain {}, not {}",
                show(name),
                body.what,
                SchemaKind::of(target.node).name()
            ),
            format!("refer to a component that is {}", body.what),
        );
    }
}
