//! Converts the schemas of OpenAPI 3.0 to JSON Schema, which an independent validator understands.

use serde_json::{Map, Value, json};

/// Converts one schema and drops annotations.
pub(super) fn convert(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut converted = Map::new();
    for (keyword, value) in members {
        let value = match keyword.as_str() {
            "nullable" | "example" | "description" | "deprecated" => continue,
            extension if extension.starts_with("x-") => continue,
            // These keys are names of properties, not keywords.
            "properties" => Value::Object(named(value)),
            "allOf" | "oneOf" => Value::Array(
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(convert)
                    .collect(),
            ),
            "items" | "additionalProperties" => convert(value),
            _ => value.clone(),
        };
        converted.insert(keyword.clone(), value);
    }
    let converted = Value::Object(converted);
    if members.get("nullable") == Some(&Value::Bool(true)) {
        // Twilio sometimes sends `""` instead of null, and clients treat it as null.
        return json!({ "anyOf": [{ "type": "null" }, { "const": "" }, converted] });
    }
    converted
}

/// Converts the schemas that are the values of an object.
pub(super) fn named(schemas: &Value) -> Map<String, Value> {
    schemas
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), convert(schema)))
        .collect()
}
