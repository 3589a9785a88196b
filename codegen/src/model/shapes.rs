//! Which shape of schema stands for what.

use openapiv3::{
    AdditionalProperties, MediaType, ObjectType, ReferenceOr, Schema, SchemaKind, Type,
};
use serde_json::Value;

use super::{Privacy, ScalarKind, Ty, Unit};
use crate::pattern;

pub(super) fn media_component(media: &MediaType) -> Option<&str> {
    component_of(media.schema.as_ref()?)
}

pub(super) fn component_of<T>(reference: &ReferenceOr<T>) -> Option<&str> {
    match reference {
        ReferenceOr::Reference { reference } => reference.strip_prefix("#/components/schemas/"),
        ReferenceOr::Item(_) => None,
    }
}

/// An object of which nothing is known but that it is one.
pub(super) fn is_free(object: &ObjectType) -> bool {
    object.properties.is_empty()
        && matches!(
            object.additional_properties,
            Some(AdditionalProperties::Any(true))
        )
}

/// An object that is emitted as a struct, not kept as raw JSON.
pub(super) fn is_struct(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(Type::Object(object)) if !is_free(object))
        && schema.schema_data.extensions.get("x-lazy") != Some(&Value::Bool(true))
}

/// The components a schema mentions.
pub(super) fn schema_references(schema: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    let mut visit = |reference: &ReferenceOr<Schema>| {
        if let Some((Ty::Scalar(name), _)) = value_type(reference) {
            found.push(name);
        }
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            for property in object.properties.values() {
                visit(&property.clone().unbox());
            }
        }
        SchemaKind::OneOf { one_of } => one_of.iter().for_each(visit),
        _ => {}
    }
    found
}

/// The type of a property or parameter: a component, a wrapper around one, a list of one, or a boolean.
pub(super) fn value_type(schema: &ReferenceOr<Schema>) -> Option<(Ty, bool)> {
    if let Some(component) = component_of(schema) {
        return Some((Ty::Scalar(component.to_owned()), false));
    }
    match &schema.as_item()?.schema_kind {
        SchemaKind::Type(Type::Boolean(_)) => Some((Ty::Bool, false)),
        SchemaKind::AllOf { all_of } => match all_of.as_slice() {
            [only] => Some((Ty::Scalar(component_of(only)?.to_owned()), false)),
            _ => None,
        },
        SchemaKind::Type(Type::Array(array)) => {
            let items = array.items.clone()?.unbox();
            Some((Ty::Scalar(component_of(&items)?.to_owned()), true))
        }
        _ => None,
    }
}

pub(super) fn text_kind(
    pattern: Option<&str>,
    min: Option<usize>,
    max: Option<usize>,
    privacy: Privacy,
) -> Option<ScalarKind> {
    if pattern.is_none() && min.is_none() && max.is_none() && privacy == Privacy::Open {
        return Some(ScalarKind::Plain);
    }
    if let (Some(text), Privacy::Open) = (pattern, privacy)
        && let Some(classes) = pattern::sequence(text)
        && min.is_none_or(|min| min == classes.len())
        && max.is_none_or(|max| max == classes.len())
        && (1..=64).contains(&classes.len())
    {
        return Some(ScalarKind::Fixed {
            pattern: text.to_owned(),
            classes,
        });
    }
    let pattern = match pattern {
        None => None,
        Some(text) => Some((text.to_owned(), Box::new(pattern::dfa(text).ok()?))),
    };
    Some(ScalarKind::Text {
        pattern,
        min,
        max,
        privacy,
    })
}

pub(super) fn integer_kind(
    min: Option<i64>,
    max: Option<i64>,
    wide: bool,
    unit: Option<Unit>,
) -> Option<ScalarKind> {
    match (min?, max) {
        (0, None) if unit.is_none() => Some(ScalarKind::PlainInteger {
            repr: if wide { "u64" } else { "u32" },
        }),
        (min, None) => {
            let max = if wide { i64::MAX } else { i64::from(i32::MAX) };
            Some(ScalarKind::Integer {
                repr: integer_repr(min, max),
                min,
                max,
                unit,
            })
        }
        (min, Some(max)) if min <= max => Some(ScalarKind::Integer {
            repr: integer_repr(min, max),
            min,
            max,
            unit,
        }),
        _ => None,
    }
}

/// The narrowest primitive that holds the range.
fn integer_repr(min: i64, max: i64) -> &'static str {
    const UNSIGNED: [(&str, i64); 3] = [
        ("u8", u8::MAX as i64),
        ("u16", u16::MAX as i64),
        ("u32", u32::MAX as i64),
    ];
    const SIGNED: [(&str, i64); 3] = [
        ("i8", i8::MAX as i64),
        ("i16", i16::MAX as i64),
        ("i32", i32::MAX as i64),
    ];
    let (table, widest) = if min >= 0 {
        (UNSIGNED, "u64")
    } else {
        (SIGNED, "i64")
    };
    table
        .into_iter()
        .find(|(_, top)| max <= *top && min >= -top - 1)
        .map_or(widest, |(name, _)| name)
}

/// The hand-written type a `format` stands for.
pub(super) fn runtime_type(format: &str) -> Option<&'static str> {
    match format {
        "date-time-rfc-2822" => Some("crate::time::Timestamp"),
        "date-or-date-time" => Some("crate::time::DateOrTime"),
        "decimal" => Some("crate::decimal::Decimal"),
        _ => None,
    }
}
