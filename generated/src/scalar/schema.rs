//! JSON Schema of single values, for the feature `schemars`. It states what the component of the spec states.

use schemars::{Schema, json_schema};

/// A string with a pattern and a length.
pub(crate) fn text(title: &str, pattern: Option<&str>, min: usize, max: Option<usize>) -> Schema {
    let mut schema = json_schema!({ "title": title, "type": "string" });
    if let Some(pattern) = pattern {
        schema.insert("pattern".into(), pattern.into());
    }
    if min > 0 {
        schema.insert("minLength".into(), min.into());
    }
    if let Some(max) = max {
        schema.insert("maxLength".into(), max.into());
    }
    schema
}

/// A string with a named format.
pub(crate) fn format(title: &str, format: &str) -> Schema {
    json_schema!({ "title": title, "type": "string", "format": format })
}

/// An integer that is sent as a string of digits.
pub(crate) fn digits(title: &str, unsigned: bool, bits: u32) -> Schema {
    format(
        title,
        &format!("{}int{bits}", if unsigned { "u" } else { "" }),
    )
}

/// An integer with bounds.
pub(crate) fn integer(title: &str, min: i128, max: i128) -> Schema {
    let number = |value: i128| {
        i64::try_from(value)
            .map(serde_json::Value::from)
            .or_else(|_| u64::try_from(value).map(serde_json::Value::from))
            .ok()
    };
    json_schema!({ "title": title, "type": "integer", "minimum": number(min), "maximum": number(max) })
}

/// One of several values.
pub(crate) fn closed(title: &str, names: &[&str]) -> Schema {
    json_schema!({ "title": title, "type": "string", "enum": names })
}

/// One of several values, or one that is not known yet.
pub(crate) fn open(title: &str, names: &[&str]) -> Schema {
    json_schema!({ "title": title, "type": "string", "anyOf": [{ "enum": names }, {}] })
}

/// Any of several forms.
pub(crate) fn any_of(title: &str, members: Vec<Schema>) -> Schema {
    json_schema!({ "title": title, "anyOf": members })
}

/// An object whose members are strings.
pub(crate) fn members(title: &str) -> Schema {
    json_schema!({ "title": title, "type": "object", "additionalProperties": { "type": ["string", "null"] } })
}
