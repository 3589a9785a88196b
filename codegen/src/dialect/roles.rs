//! Components by their roles: what follows from where the document uses them.

use serde_json::{Map, Value, json};

use super::declared;
use super::parts::{all, any, definition, has, is, lacks, not, when};
use super::references::{
    self, FIELD, IN_JSON, IN_RESPONSE, LAZY, MAP_VALUE, MEMBER, NUMBERED_ITEM, OBJECT_MEMBER,
    value, value_or_items,
};
use crate::document::{At, Index, SchemaKind, entries};
use crate::names::{EXTRA, REQUEST_VARIABLE, reserved_setters, spellings};

/// A constraint for the components with one role.
pub(super) fn definitions() -> [(&'static str, Value); 15] {
    [
        ("sent-value", sent_value()),
        ("only-sent", lacks(&["x-final", "x-groups", "x-extends"])),
        ("received-text", lacks(&["x-xml"])),
        ("callback-value", not(is("type", "number"))),
        ("no-callback", lacks(&["x-event", "x-progress"])),
        ("no-body", lacks(&["x-rules"])),
        ("form", form()),
        ("numbered", numbered()),
        ("json-object", json_object()),
        ("callback-form", callback_form()),
        ("response-object", response_object()),
        (
            "sent-map",
            json!({"properties": {"additionalProperties": {"const": true}}}),
        ),
        (
            "received-map",
            json!({"properties": {"additionalProperties": value(MAP_VALUE)}}),
        ),
        ("union", members(MEMBER)),
        ("union-of-objects", members(OBJECT_MEMBER)),
    ]
}

/// Components that are in the document: what follows from their roles, and the names that each declares.
pub(super) fn components(index: &Index<'_>) -> Map<String, Value> {
    let components = index.schemas.iter();
    components
        .map(|(name, schema)| {
            let roles = roles(index, name, schema);
            let without = unused_keywords(&roles);
            let mut parts: Vec<Value> = roles.iter().map(|role| definition(role)).collect();
            parts.extend(declared::references(index, name, &without));
            if schema.has("x-extends") {
                parts.push(json!({"properties": {"x-extends": {"not": {"const": name}}}}));
            }
            if index.usage.forms.contains(name) {
                parts.extend(numbered_families(schema));
            }
            if index.usage.numbered.contains(name) {
                parts.extend(all_required(schema));
            }
            let schema = match parts.is_empty() {
                true => json!(true),
                false => json!({"allOf": parts}),
            };
            (name.to_owned(), schema)
        })
        .collect()
}

/// Components that are not in the document yet: only what is visible in one place, with references to complete.
pub(super) fn new_component() -> Value {
    let any_schema = definition(&references::any_of("schemas"));
    let offered = json!({"anyOf": [any_schema, true]});
    let member = json!({"items": {"properties": {"$ref": offered}}});
    let property = json!({"properties": {
        "$ref": offered, "allOf": member, "items": {"properties": {"$ref": offered}},
    }});
    json!({
        "description": "A component that the last `cargo xtask regen` has not seen: its names are not checked yet.",
        "properties": {
            "properties": {"additionalProperties": property},
            "additionalProperties": {"properties": {"$ref": offered}},
            "oneOf": member,
        },
    })
}

fn roles(index: &Index<'_>, name: &str, schema: &At<'_>) -> Vec<&'static str> {
    let usage = &index.usage;
    let (sent, received) = (usage.sent.contains(name), usage.is_received(name));
    let in_json = usage.is_sent_as_json(name);
    let is_body = usage.forms.contains(name)
        || usage.json_bodies.contains(name) && !usage.in_json_bodies.contains(name);
    let roles = match SchemaKind::of(schema.node) {
        SchemaKind::Object => vec![
            ("no-callback", !usage.callback_forms.contains(name)),
            ("no-body", !is_body),
            ("form", usage.forms.contains(name)),
            ("numbered", usage.numbered.contains(name)),
            ("json-object", in_json),
            ("callback-form", usage.callback_forms.contains(name)),
            ("response-object", usage.in_responses.contains(name)),
        ],
        SchemaKind::Map => vec![("sent-map", sent), ("received-map", received && !sent)],
        SchemaKind::Union => {
            let of_objects = index.is_object(schema) && in_json && !received;
            vec![("union", !of_objects), ("union-of-objects", of_objects)]
        }
        kind if kind.is_scalar() => vec![
            ("sent-value", sent),
            ("only-sent", sent && !received),
            ("received-text", received),
            ("callback-value", usage.in_callbacks.contains(name)),
        ],
        _ => Vec::new(),
    };
    let roles = roles.into_iter().filter(|(_, applies)| *applies);
    roles.map(|(role, _)| role).collect()
}

/// Keywords that these roles rule out; their values are not constrained.
fn unused_keywords(roles: &[&str]) -> Vec<&'static str> {
    let has = |role: &str| roles.contains(&role);
    let mut unused = Vec::new();
    if has("no-body") {
        unused.push("x-rules");
    }
    if has("no-callback") {
        unused.extend(["x-event", "x-progress"]);
    }
    if has("only-sent") {
        unused.extend(["x-final", "x-groups"]);
    }
    unused
}

/// A value in requests is checked before it is sent, so it has limits.
fn sent_value() -> Value {
    // Without repetitions that have no limit, outside of character classes.
    let is_limited = json!({"properties": {"pattern": {"pattern": "^(?:[^\\[\\]\\\\*+{]|\\\\[\\s\\S]|\\{[0-9]+(?:,[0-9]+)?\\}\
        |\\[\\^?(?:[^\\[\\]\\\\]|\\\\[\\s\\S])(?:[^\\]\\\\]|\\\\[\\s\\S])*\\])*$"}}});
    let is_text = all([is("type", "string"), lacks(&["enum", "format"])]);
    all([
        not(is("type", "number")),
        when(is("type", "integer"), has("maximum")),
        when(
            is_text,
            all([has("pattern"), any([has("maxLength"), is_limited])]),
        ),
    ])
}

/// Properties that fit this schema.
fn properties(schema: Value) -> Value {
    json!({"properties": {"properties": {"additionalProperties": schema}}})
}

fn form() -> Value {
    let numbered = json!({"properties": {"items": value(NUMBERED_ITEM)}});
    let field = json!({"if": has("x-numbered"), "then": numbered, "else": value_or_items(FIELD)});
    all([
        lacks(&["x-lazy"]),
        properties(all([field, lacks(&["nullable"])])),
        json!({"properties": {
            "properties": {"propertyNames": {"not": {"enum": reserved_setters()}}},
            // Required properties are arguments.
            "required": {"items": {"not": {"enum": spellings(REQUEST_VARIABLE)}}},
        }}),
    ])
}

fn numbered() -> Value {
    all([
        lacks(&["x-lazy"]),
        properties(all([
            value(FIELD),
            lacks(&["default", "deprecated", "items", "nullable", "x-numbered"]),
        ])),
    ])
}

fn json_object() -> Value {
    all([
        lacks(&["x-lazy"]),
        properties(all([
            value_or_items(IN_JSON),
            lacks(&["nullable", "x-numbered"]),
        ])),
    ])
}

fn callback_form() -> Value {
    all([
        lacks(&["x-lazy"]),
        properties(all([
            value_or_items(FIELD),
            lacks(&["default", "nullable", "x-numbered"]),
        ])),
        no_extra(),
    ])
}

fn response_object() -> Value {
    all([
        properties(all([
            value_or_items(IN_RESPONSE),
            lacks(&["default", "x-numbered"]),
        ])),
        when(has("x-lazy"), properties(value(LAZY))),
        no_extra(),
    ])
}

/// Received objects keep unknown properties in `extra`.
fn no_extra() -> Value {
    json!({"properties": {"properties": {"propertyNames": {"not": {"enum": spellings(EXTRA)}}}}})
}

fn members(place: &str) -> Value {
    json!({"properties": {"oneOf": {"items": {"properties": {"$ref": definition(place)}}}}})
}

/// The setter of a numbered parameter sends all parameters that begin with its name and a digit, and adds one item per
/// call.
fn numbered_families(form: &At<'_>) -> Option<Value> {
    let properties = entries(form.get("properties"));
    // Other characters, which may have a meaning in patterns, only occur in invalid names.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let families: Vec<&str> = properties
        .filter(|(name, property)| property.has("x-numbered") && name.bytes().all(is_plain))
        .map(|(name, _)| name)
        .collect();
    let members = families.join("|").replace('.', "[.]");
    (!families.is_empty()).then(|| {
        json!({"properties": {
            "properties": {"propertyNames": {"not": {"pattern": format!("^(?:{members})[0-9]")}}},
            "required": {"items": {"not": {"enum": families}}},
        }})
    })
}

/// Every known property that is still declared is listed in `required`.
fn all_required(schema: &At<'_>) -> Vec<Value> {
    let properties = entries(schema.get("properties"));
    properties
        .map(|(name, _)| {
            when(
                json!({"properties": {"properties": has(name)}, "required": ["properties"]}),
                json!({"properties": {"required": {"contains": {"const": name}}}, "required": ["required"]}),
            )
        })
        .collect()
}
