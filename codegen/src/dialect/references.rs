//! References: which components the document has, and which of them fit where.

use serde_json::{Map, Value, json};

use super::parts::{definition, one_of, when};
use crate::check::segment;
use crate::document::{At, Index, SchemaKind};

/// The definition of the references to any component of a section.
pub(super) fn any_of(section: &str) -> String {
    format!("any-{section}")
}

/// Components that fit in the same places. Every schema component is in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    PlainString,
    String,
    Secret,
    Format,
    Enum,
    Integer,
    Number,
    /// A choice of strings.
    Union,
    Map,
    /// The form of a request.
    Form,
    /// The item of a numbered parameter.
    Numbered,
    /// An object in a JSON body, or a choice of objects.
    JsonBody,
    /// The form of a callback.
    Callback,
    /// Another object that Twilio sends.
    Received,
    /// An object that nothing uses yet.
    Object,
    /// Something with a mistake.
    Other,
}

impl Group {
    const ALL: [(Self, &'static str); 16] = [
        (Self::PlainString, "plain-strings"),
        (Self::String, "strings"),
        (Self::Secret, "secrets"),
        (Self::Format, "formats"),
        (Self::Enum, "enums"),
        (Self::Integer, "integers"),
        (Self::Number, "numbers"),
        (Self::Union, "unions"),
        (Self::Map, "maps"),
        (Self::Form, "forms"),
        (Self::Numbered, "numbered-items"),
        (Self::JsonBody, "json-bodies"),
        (Self::Callback, "callback-forms"),
        (Self::Received, "received-objects"),
        (Self::Object, "objects"),
        (Self::Other, "others"),
    ];

    fn of<'d>(index: &Index<'d>, name: &str, schema: &At<'d>) -> Self {
        let usage = &index.usage;
        match SchemaKind::of(schema.node) {
            SchemaKind::Integer | SchemaKind::Plain | SchemaKind::Text
                if schema.has("x-secret") =>
            {
                Self::Secret
            }
            SchemaKind::Plain => Self::PlainString,
            SchemaKind::Text => Self::String,
            SchemaKind::Format => Self::Format,
            SchemaKind::Enum => Self::Enum,
            SchemaKind::Integer => Self::Integer,
            SchemaKind::Number => Self::Number,
            SchemaKind::Union if !index.is_object(schema) => Self::Union,
            SchemaKind::Map => Self::Map,
            SchemaKind::Object | SchemaKind::Union => {
                if usage.numbered.contains(name) {
                    Self::Numbered
                } else if usage.forms.contains(name) {
                    Self::Form
                } else if usage.is_sent_as_json(name) {
                    Self::JsonBody
                } else if usage.callback_forms.contains(name) {
                    Self::Callback
                } else if usage.is_received(name) {
                    Self::Received
                } else {
                    Self::Object
                }
            }
            _ => Self::Other,
        }
    }

    fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(group, _)| *group == self);
        found.map_or("", |(_, name)| name)
    }
}

use Group::{
    Callback, Enum, Form, Format, Integer, JsonBody, Number, Numbered, Object, Other, PlainString,
    Received, Secret, String as Text, Union,
};

/// A place of a reference, and the groups that fit there. A component that is not in the document yet also does.
struct Place {
    name: &'static str,
    groups: &'static [Group],
}

/// In a form of a request or callback, or in a header.
pub(super) const FIELD: &str = "field";
pub(super) const QUERY: &str = "query-value";
pub(super) const PATH: &str = "path-value";
pub(super) const IN_RESPONSE: &str = "received-value";
pub(super) const IN_JSON: &str = "json-value";
pub(super) const MAP_VALUE: &str = "map-value";
pub(super) const LAZY: &str = "lazy-value";
pub(super) const MEMBER: &str = "member";
pub(super) const OBJECT_MEMBER: &str = "object-member";
pub(super) const NUMBERED_ITEM: &str = "numbered-item";
pub(super) const FORM_BODY: &str = "form-body";
pub(super) const JSON_BODY: &str = "json-body";
pub(super) const CALLBACK_BODY: &str = "callback-body";
pub(super) const RESPONSE_BODY: &str = "response-body";
pub(super) const CSV_BODY: &str = "csv-body";

#[rustfmt::skip]
const PLACES: [Place; 15] = [
    Place { name: FIELD, groups: &[PlainString, Text, Secret, Format, Enum, Integer, Number, Union, Other] },
    Place { name: QUERY, groups: &[PlainString, Text, Format, Enum, Integer, Number, Union, Other] },
    Place { name: PATH, groups: &[PlainString, Text, Format, Enum, Integer, Number, Union, Other] },
    Place { name: IN_RESPONSE, groups: &[
        PlainString, Text, Format, Enum, Integer, Number, Union, Group::Map, Callback, Received, Object, Other,
    ] },
    Place { name: IN_JSON, groups: &[
        PlainString, Text, Secret, Format, Enum, Integer, Number, Union, Group::Map, Form, JsonBody, Object, Other,
    ] },
    Place { name: MAP_VALUE, groups: &[
        PlainString, Text, Format, Enum, Integer, Number, Union, Callback, Received, Object, Other,
    ] },
    Place { name: LAZY, groups: &[PlainString] },
    Place { name: MEMBER, groups: &[PlainString, Text] },
    Place { name: OBJECT_MEMBER, groups: &[JsonBody, Object] },
    Place { name: NUMBERED_ITEM, groups: &[Numbered, Object] },
    Place { name: FORM_BODY, groups: &[Form, Object] },
    Place { name: JSON_BODY, groups: &[JsonBody, Object] },
    Place { name: CALLBACK_BODY, groups: &[Callback, Received, Object] },
    Place { name: RESPONSE_BODY, groups: &[Received, Callback, Object] },
    Place { name: CSV_BODY, groups: &[PlainString] },
];

/// The references to the components of each group, and the places in terms of these.
pub(super) fn definitions<'d>(index: &Index<'d>) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (group, key) in Group::ALL {
        let components = index.schemas.iter();
        let names = components.filter(|(name, schema)| Group::of(index, name, schema) == group);
        found.push((key.to_owned(), references("schemas", names.map(|it| it.0))));
    }
    let groups = Group::ALL.map(|(_, key)| definition(key));
    found.push((any_of("schemas"), json!({"anyOf": groups})));
    for section in [&index.parameters, &index.responses] {
        let all = references(section.name, section.names());
        found.push((any_of(section.name), all));
    }
    let is_unknown = json!({"not": definition(&any_of("schemas"))});
    for place in PLACES {
        let groups = place.groups.iter().map(|it| definition(it.name()));
        let fits = groups.chain([is_unknown.clone()]);
        let mut schema = json!({"anyOf": fits.collect::<Vec<_>>()});
        if place.name == PATH {
            schema = json!({"allOf": [schema, {"not": unfit_for_paths(index)}]});
        }
        found.push((place.name.to_owned(), schema));
    }
    found.push(("known-references".to_owned(), known_everywhere()));
    found
}

fn references<'n>(section: &str, names: impl Iterator<Item = &'n str>) -> Value {
    one_of(names.map(|name| format!("#/components/{section}/{name}")))
}

/// The components whose values may be private or empty.
fn unfit_for_paths<'d>(index: &Index<'d>) -> Value {
    let unfit = index.schemas.iter().filter(|(_, schema)| {
        let is_value = !index.is_object(schema);
        is_value && !segment::fits(index, schema)
    });
    references("schemas", unfit.map(|(name, _)| name))
}

/// A part of the document in which every reference has a target.
fn known_everywhere() -> Value {
    let sections = ["schemas", "parameters", "responses"].map(|it| definition(&any_of(it)));
    // As a condition, so that editors do not complete references to other kinds of components. Editors only show
    // an `errorMessage` for some keywords, such as `type`.
    let target = json!({"if": {"anyOf": sections}, "else": {
        "type": "null", "errorMessage": "not a component, as of the last `cargo xtask regen`",
    }});
    let inside = definition("known-references");
    // Examples contain values, not references. These keys are patterns, so that editors do not complete them. `allOf`
    // keeps editors that look for defaults from following `items` of `items`.
    json!({
        "patternProperties": {"^\\$ref$": target, "^(?:default|examples?)$": true},
        "additionalProperties": inside,
        "items": {"allOf": [inside]},
    })
}

/// Every reference has a target, unless there are components that are not known yet.
pub(super) fn resolved(index: &Index<'_>) -> Value {
    let sections = index.sections().map(|section| {
        let known = json!({"propertyNames": one_of(section.names())});
        (section.name.to_owned(), known)
    });
    let sections: Map<String, Value> = sections.into_iter().collect();
    when(
        json!({"properties": {"components": {"properties": sections}}}),
        definition("known-references"),
    )
}

/// The reference of a schema, or the one that `allOf` wraps, fits this place.
pub(super) fn value(place: &str) -> Value {
    json!({"properties": {
        "$ref": definition(place),
        "allOf": {"items": {"properties": {"$ref": definition(place)}}},
    }})
}

/// The same, also for the items of an array.
pub(super) fn value_or_items(place: &str) -> Value {
    json!({"properties": {
        "$ref": definition(place),
        "allOf": {"items": {"properties": {"$ref": definition(place)}}},
        "items": {"properties": {"$ref": definition(place)}},
    }})
}
