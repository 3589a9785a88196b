//! Schemas: components, properties, items, and the keywords that go together.

use serde_json::{Value, json};

use super::examples::{in_order, of_integer, of_string};
use super::parts::{Keys, all, any, definition, has, is, lacks, not, only, when};
use super::words::{expected, pattern, reference, reference_to, text, wire_name, xml_name};
use crate::check::component::{INTEGER_KEYS, NUMBER_KEYS, OBJECT_KEYS, TEXT_KEYS, UNION_KEYS};
use crate::check::scalar::{FORMATS, UNITS};
use crate::check::table::{EVENT, PROGRESS, RULE, SCHEMA, XML};
use crate::document::Relation;

pub(super) fn definitions() -> [(&'static str, Value); 7] {
    [
        ("component", component()),
        ("property", property()),
        ("reference", reference_to("schemas")),
        ("rule", rule()),
        ("event", event()),
        ("progress", Keys::of(&PROGRESS).schema([])),
        ("xml", xml()),
    ]
}

/// The largest enum whose number of values is compared with its number of descriptions.
const MOST_COUNTED: usize = 40;

/// `allOf` around one reference.
fn wrapper() -> Value {
    json!({"type": "array", "items": definition("reference"), "minItems": 1, "maxItems": 1})
}

fn unique(items: Value) -> Value {
    json!({"type": "array", "items": items, "minItems": 1, "uniqueItems": true})
}

/// Any value but `null`.
fn present() -> Value {
    json!({"not": {"type": "null"}})
}

fn component() -> Value {
    let members = json!({"type": "array", "items": definition("reference"), "minItems": 2, "uniqueItems": true});
    let value = json!({"type": "string", "pattern": "^\\S(?:[^\\n]*\\S)?$"});
    Keys::of(&SCHEMA)
        .with(
            "type",
            json!({"enum": ["string", "integer", "number", "object"]}),
        )
        .with("pattern", pattern())
        .with("x-expected", expected())
        .with(
            "enum",
            unique(all([value, json!({"pattern": "[A-Za-z0-9]"})])),
        )
        .with("default", present())
        .with("description", definition("prose"))
        .with(
            "properties",
            json!({"type": "object", "minProperties": 1, "propertyNames": wire_name(),
            "additionalProperties": definition("property")}),
        )
        .with(
            "required",
            json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
        )
        .with("oneOf", members)
        .with(
            "additionalProperties",
            json!({"anyOf": [{"const": true}, definition("reference")]}),
        )
        .with("x-pii", json!({"const": true}))
        .with("x-secret", json!({"const": true}))
        .with("x-unit", json!({"enum": UNITS}))
        .with("x-lazy", json!({"const": true}))
        .with(
            "x-rules",
            json!({"type": "array", "items": definition("rule")}),
        )
        .with(
            "x-enum-descriptions",
            json!({"type": "object", "additionalProperties": definition("prose")}),
        )
        .with(
            "x-enum-names",
            json!({"type": "object",
            "additionalProperties": {"type": "string", "pattern": "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"}}),
        )
        .with("x-event", definition("event"))
        .with("x-progress", definition("progress"))
        .with("x-xml", definition("xml"))
        .with("minProperties", json!({"const": 1}))
        .with("x-final", unique(json!({"type": "string"})))
        .with(
            "x-groups",
            json!({"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z][a-z_]*$"},
            "additionalProperties": unique(json!({"type": "string"}))}),
        )
        .requires(&["description"])
        .schema([
            any([has("type"), has("oneOf")]),
            when(has("oneOf"), only(UNION_KEYS)),
            when(is("type", "string"), string()),
            when(is("type", "integer"), integer()),
            when(
                is("type", "number"),
                all([
                    only(NUMBER_KEYS),
                    has("example"),
                    json!({"properties": {"example": {"type": "number"}}}),
                ]),
            ),
            when(is("type", "object"), object()),
        ])
}

fn string() -> Value {
    let formats: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
    let constraints = ["pattern", "minLength", "maxLength"];
    let marks = ["x-pii", "x-secret"];
    all([
        only(TEXT_KEYS),
        has("example"),
        not(json!({"required": marks})),
        json!({"properties": {"format": {"enum": formats}}}),
        when(
            has("enum"),
            all([
                has("x-enum-descriptions"),
                lacks(&constraints),
                lacks(&marks),
                lacks(&["format", "x-unit", "x-xml"]),
                counted(),
            ]),
        ),
        when(
            not(has("enum")),
            lacks(&[
                "x-enum-descriptions",
                "x-enum-names",
                "x-final",
                "x-groups",
                "x-extends",
            ]),
        ),
        when(
            has("format"),
            all([lacks(&constraints), lacks(&marks), lacks(&["x-xml"])]),
        ),
        when(not(is("format", "uint64")), lacks(&["x-unit"])),
        when(not(has("pattern")), lacks(&["x-expected"])),
        in_order("minLength", "maxLength"),
        of_string(),
    ])
}

/// Each value of an enum has a description, and at least one is not final. JSON Schema can only compare their
/// numbers.
fn counted() -> Value {
    let conditions = (1..=MOST_COUNTED).flat_map(|count| {
        [
            when(
                json!({"properties": {"enum": {"minItems": count}}}),
                json!({"properties": {"x-enum-descriptions": {"minProperties": count}}}),
            ),
            when(
                json!({"properties": {"enum": {"maxItems": count}}}),
                json!({"properties": {
                    "x-enum-descriptions": {"maxProperties": count},
                    "x-final": {"maxItems": count - 1},
                }}),
            ),
        ]
    });
    json!({"allOf": conditions.collect::<Vec<Value>>()})
}

fn integer() -> Value {
    let number =
        |least: i64, most: i64| json!({"type": "integer", "minimum": least, "maximum": most});
    let bounds = |least, most| json!({"properties": {"minimum": number(least, most), "maximum": number(least, most)}});
    all([
        only(INTEGER_KEYS),
        json!({"required": ["example", "format", "minimum"]}),
        json!({"properties": {"format": {"enum": ["int32", "int64"]}, "minimum": {"type": "integer"}, "maximum": {"type": "integer"}}}),
        when(
            is("format", "int32"),
            bounds(i32::MIN.into(), i32::MAX.into()),
        ),
        when(
            not(has("maximum")),
            json!({"properties": {"minimum": {"const": 0}}}),
        ),
        when(
            has("x-unit"),
            json!({"properties": {"minimum": {"minimum": 0}}}),
        ),
        in_order("minimum", "maximum"),
        of_integer(),
    ])
}

fn object() -> Value {
    all([
        only(OBJECT_KEYS),
        any([has("properties"), has("additionalProperties")]),
        when(
            has("additionalProperties"),
            lacks(&["properties", "required", "x-lazy", "x-rules"]),
        ),
        // A body with a required property is never empty.
        when(
            has("minProperties"),
            json!({"properties": {"required": {"maxItems": 0}}}),
        ),
        when(
            has("x-lazy"),
            all([
                lacks(&["required"]),
                json!({"properties": {"properties": {"additionalProperties": lacks(&["nullable", "type"])}}}),
            ]),
        ),
    ])
}

/// A property of an object: a reference, a boolean or an array.
fn property() -> Value {
    Keys::of(&SCHEMA)
        .with("$ref", reference("schemas"))
        .with("type", json!({"enum": ["boolean", "array"]}))
        .with("items", definition("reference"))
        .with("allOf", wrapper())
        .with("default", present())
        .with("nullable", json!({"const": true}))
        .with("description", definition("prose"))
        .with(
            "x-numbered",
            json!({"type": "integer", "minimum": 1, "maximum": 999}),
        )
        .only(&[
            "allOf",
            "type",
            "items",
            "description",
            "nullable",
            "deprecated",
            "default",
            "example",
            "x-numbered",
        ])
        .schema([
            when(has("$ref"), only(&["$ref"])),
            when(
                not(has("$ref")),
                all([has("description"), any([has("allOf"), has("type")])]),
            ),
            when(has("allOf"), lacks(&["type", "items"])),
            when(is("type", "array"), has("items")),
            when(is("type", "boolean"), lacks(&["items"])),
            when(not(has("items")), lacks(&["x-numbered"])),
        ])
}

/// The schema of a parameter: like that of a property, but the description belongs to the parameter.
pub(super) fn parameter() -> Value {
    Keys::of(&SCHEMA)
        .with("$ref", reference("schemas"))
        .with("type", json!({"enum": ["boolean", "array"]}))
        .with("items", definition("reference"))
        .with("allOf", wrapper())
        .with("default", present())
        .only(&["allOf", "type", "items", "default"])
        .schema([
            any([has("$ref"), has("allOf"), has("type")]),
            when(has("$ref"), only(&["$ref"])),
            when(has("allOf"), lacks(&["type", "items"])),
            when(is("type", "array"), has("items")),
            when(is("type", "boolean"), lacks(&["items"])),
        ])
}

fn rule() -> Value {
    let relations: Vec<Value> = Relation::ALL.map(|it| has(it.keyword())).into();
    let line = json!({"allOf": [definition("prose"), {"not": {"pattern": "^\\s*(?:[0-9]+[.)]|[-*+#>])\\s"}}]});
    Keys::of(&RULE)
        .with("reason", line)
        .with(
            "unless",
            json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true, "minItems": 1}),
        )
        .schema([json!({"oneOf": relations})])
}

fn xml() -> Value {
    let children = json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true});
    Keys::of(&XML)
        .with("root", xml_name())
        .with(
            "elements",
            json!({"type": "object", "propertyNames": xml_name(), "additionalProperties": children}),
        )
        .schema([])
}

fn event() -> Value {
    Keys::of(&EVENT)
        .with("description", definition("prose"))
        .with(
            "values",
            json!({"type": "object", "minProperties": 1, "additionalProperties": text()}),
        )
        .schema([])
}
