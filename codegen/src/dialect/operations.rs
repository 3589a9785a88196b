//! Paths, operations, callbacks, parameters, bodies and responses.

use serde_json::{Map, Value, json};

use super::parts::{Keys, all, any, definition, has, is, lacks, not, when};
use super::references::{
    self, CALLBACK_BODY, CSV_BODY, FIELD, FORM_BODY, JSON_BODY, PATH, QUERY, RESPONSE_BODY,
    value_or_items,
};
use super::schemas;
use super::words::{self, parameter_name, reference, reference_to, text};
use crate::check::body::{CSV, success_codes};
use crate::check::rate_limit::LIMITS;
use crate::check::table::{
    EXAMPLE, MEDIA_TYPE, OPERATION, PAGINATION, PARAMETER, PATH_ITEM, RECONCILE, REQUEST_BODY,
    RESPONSE,
};
use crate::document::{FORM, JSON, METHODS};

pub(super) fn definitions() -> [(&'static str, Value); 17] {
    [
        ("pathItem", path_item()),
        ("getOperation", operation("get")),
        ("deleteOperation", operation("delete")),
        ("postOperation", operation("post")),
        ("changeOperation", operation("put")),
        ("callback", callback()),
        ("callbackOperation", callback_operation()),
        ("parameter", parameter()),
        (
            "parameters",
            json!({"type": "array", "items": one_of_both("parameters", "parameter"), "uniqueItems": true}),
        ),
        ("parameterSchema", schemas::parameter()),
        (
            "requestBody",
            request_body(&[(FORM, FORM_BODY), (JSON, JSON_BODY)]),
        ),
        ("callbackBody", request_body(&[(FORM, CALLBACK_BODY)])),
        ("mediaType", media_type()),
        ("bytes", bytes()),
        ("response", response()),
        ("pagination", Keys::of(&PAGINATION).schema([])),
        ("reconcile", reconcile()),
    ]
}

fn reconcile() -> Value {
    let amount = json!({"type": "integer", "minimum": 1});
    Keys::of(&RECONCILE)
        .with(
            "same",
            json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": true}),
        )
        .with("lag", amount.clone())
        .with("days", amount)
        .schema([])
}

/// Paths with parameters in their template declare parameters; other paths have none with `in: path`.
pub(super) fn parameters_of_paths() -> Value {
    let of_operations = |schema: &Value| -> Map<String, Value> {
        let methods = METHODS.iter();
        methods
            .map(|method| ((*method).to_owned(), schema.clone()))
            .collect()
    };
    let no_path = json!({"properties": {"parameters": {"items": not(is("in", "path"))}}});
    let without = all([
        no_path.clone(),
        json!({"properties": of_operations(&no_path)}),
    ]);
    let with = any([
        has("parameters"),
        json!({"properties": of_operations(&has("parameters"))}),
    ]);
    json!({"patternProperties": {"\\{": with, "^[^{]*$": without}})
}

/// A reference to a component, or the component itself inline.
fn one_of_both(section: &str, name: &str) -> Value {
    json!({"if": has("$ref"), "then": reference_to(section), "else": definition(name)})
}

fn path_item() -> Value {
    any_method(
        Keys::of(&PATH_ITEM)
            .with("parameters", definition("parameters"))
            .with("get", definition("getOperation"))
            .with("delete", definition("deleteOperation"))
            .with("post", definition("postOperation"))
            .with("put", definition("changeOperation"))
            .with("patch", definition("changeOperation")),
    )
}

fn any_method(item: Keys) -> Value {
    let methods: Vec<Value> = METHODS.iter().map(|method| has(method)).collect();
    item.schema([json!({"anyOf": methods})])
}

/// An operation, which becomes a method of the client.
fn operation(method: &str) -> Value {
    let responds_with = |media: &str| {
        json!({"properties": {"responses": {"properties": {"200": {"properties": {"content": has(media)},
            "required": ["content"]}}, "required": ["200"]}}})
    };
    let in_case = |fits: bool, value: Value| if fits { value } else { json!(false) };
    Keys::of(&OPERATION)
        .with("operationId", words::operation_id())
        .with("summary", definition("prose"))
        .with("description", definition("prose"))
        .with("parameters", definition("parameters"))
        .with(
            "requestBody",
            in_case(
                !matches!(method, "get" | "delete"),
                definition("requestBody"),
            ),
        )
        .with("responses", responses(method))
        .with(
            "callbacks",
            json!({"type": "object", "propertyNames": {"pattern": "^[a-z][A-Za-z0-9]*$"},
            "additionalProperties": definition("callback")}),
        )
        .with("x-pagination", definition("pagination"))
        .with(
            "x-rate-limit",
            in_case(method == "post", json!({"enum": LIMITS})),
        )
        .with(
            "x-reconcile",
            in_case(method == "post", definition("reconcile")),
        )
        .with("x-waiter", in_case(method == "get", text()))
        .requires(&["operationId"])
        .schema([
            any([has("description"), has("summary")]),
            when(has("x-row-key"), has("x-representation-of")),
            when(responds_with(CSV), lacks(&["x-waiter", "x-pagination"])),
            when(has("x-representation-of"), not(responds_with(JSON))),
        ])
}

/// The responses to a request with this method.
fn responses(method: &str) -> Value {
    let codes = success_codes(method);
    let mut responses = Map::new();
    for code in codes {
        let response = one_of_both("responses", "response");
        let described = match (*code, method) {
            ("204", _) => all([response, lacks(&["content"])]),
            (_, "get") => all([response, any([has("$ref"), has("content")])]),
            _ => all([
                response,
                json!({"properties": {"content": {"propertyNames": {"enum": [JSON, CSV]}}}}),
            ]),
        };
        responses.insert((*code).to_owned(), described);
    }
    responses.insert("default".to_owned(), reference_to("responses"));
    let successes: Vec<Value> = codes.iter().map(|code| has(code)).collect();
    // All successes have the same body, except that 204 has none.
    let mut empty = Map::new();
    for code in codes {
        let without = json!({"properties": {"content": {"maxProperties": 0}}});
        empty.insert((*code).to_owned(), without);
    }
    let same = when(has("204"), json!({"properties": empty}));
    json!({"type": "object", "properties": responses, "additionalProperties": false, "anyOf": successes, "allOf": [same]})
}

/// A callback: the requests that Twilio sends to one URL.
fn callback() -> Value {
    let item = json!({"type": "object", "properties": {"post": definition("callbackOperation")},
        "required": ["post"], "additionalProperties": false});
    json!({"type": "object", "minProperties": 1, "maxProperties": 1,
        "propertyNames": {"pattern": "^\\{\\$request\\.body#/[^}]+\\}$"}, "additionalProperties": item})
}

fn callback_operation() -> Value {
    let response = json!({"type": "object", "properties": {"description": definition("prose")}, "required": ["description"],
        "additionalProperties": false});
    Keys::of(&OPERATION)
        .with("operationId", words::operation_id())
        .with("summary", definition("prose"))
        .with("description", definition("prose"))
        .with("requestBody", definition("callbackBody"))
        .with(
            "responses",
            json!({"type": "object", "properties": {"200": response, "204": response},
            "additionalProperties": false, "minProperties": 1, "maxProperties": 1}),
        )
        .requires(&["operationId", "requestBody"])
        .only(&[
            "operationId",
            "summary",
            "description",
            "deprecated",
            "requestBody",
            "responses",
        ])
        .schema([any([has("description"), has("summary")])])
}

fn parameter() -> Value {
    let account = json!({"properties": {"schema": {"properties": {"$ref": {
        "const": "#/components/schemas/AccountSid"}}, "required": ["$ref"]}}});
    let of_path = json!({"properties": {
        "name": {"pattern": "^[A-Za-z][A-Za-z0-9_]*$"},
        "required": {"const": true},
        "schema": lacks(&["type", "items"]),
    }, "required": ["required"]});
    let of_header = json!({"properties": {
        "name": {"pattern": "^[A-Za-z][A-Za-z0-9_.-]*$"},
        "schema": lacks(&["items"]),
    }});
    let fits = |place: &str| json!({"properties": {"schema": value_or_items(place)}});
    let on = |key: &str| json!({"required": [key], "properties": {key: {"const": true}}});
    Keys::of(&PARAMETER)
        .with("name", parameter_name())
        .with("in", json!({"enum": ["path", "query", "header"]}))
        .with("description", definition("prose"))
        .with("schema", definition("parameterSchema"))
        .requires(&["description"])
        .schema([
            when(is("in", "path"), of_path),
            when(is("in", "header"), of_header),
            when(all([is("in", "path"), is("name", "AccountSid")]), account),
            when(is("in", "path"), fits(PATH)),
            when(is("in", "query"), fits(QUERY)),
            when(is("in", "header"), fits(FIELD)),
            not(all([on("required"), on("deprecated")])),
        ])
}

fn request_body(media_types: &[(&str, &str)]) -> Value {
    Keys::of(&REQUEST_BODY)
        .with("required", json!({"const": true}))
        .with("description", definition("prose"))
        .with("content", content(media_types))
        .requires(&["required"])
        .schema([])
}

/// One of these media types, each with what its body can be.
fn content(media_types: &[(&str, &str)]) -> Value {
    let bodies = media_types.iter();
    let bodies: Map<String, Value> = bodies
        .map(|(media_type, place)| ((*media_type).to_owned(), body(place)))
        .collect();
    json!({"type": "object", "properties": bodies, "additionalProperties": false,
        "minProperties": 1, "maxProperties": 1})
}

/// A media type whose schema fits this place.
fn body(place: &str) -> Value {
    all([
        definition("mediaType"),
        json!({"properties": {"schema": references::value(place)}}),
    ])
}

fn media_type() -> Value {
    let example = Keys::of(&EXAMPLE).with("summary", text()).schema([]);
    Keys::of(&MEDIA_TYPE)
        .with("schema", json!({"type": "object", "properties": {"$ref": reference("schemas")}, "required": ["$ref"],
            "additionalProperties": false}))
        .with("examples", json!({"type": "object", "additionalProperties": example, "minProperties": 1}))
        .requires(&["schema"])
        .schema([json!({"oneOf": [has("example"), has("examples")]})])
}

/// One media type of a response: decoded or bytes.
fn response_content() -> Value {
    json!({"type": "object", "properties": {JSON: body(RESPONSE_BODY), CSV: body(CSV_BODY)},
        "additionalProperties": definition("bytes"),
        "propertyNames": {"pattern": "^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$", "not": {"enum": [FORM]}},
        "minProperties": 1, "maxProperties": 1})
}

/// The media type of a response of bytes.
fn bytes() -> Value {
    let schema = json!({"type": "object", "properties": {"type": {"const": "string"}, "format": {"const": "binary"}},
        "required": ["type", "format"], "additionalProperties": false});
    Keys::of(&MEDIA_TYPE)
        .with("schema", schema)
        .requires(&["schema"])
        .only(&["schema"])
        .schema([])
}

fn response() -> Value {
    Keys::of(&RESPONSE)
        .with("description", definition("prose"))
        .with("content", response_content())
        .schema([])
}
