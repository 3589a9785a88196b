//! The spec as JSON.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Number, Value};

use super::SpecError;

/// Reads a YAML document whose nodes all have a counterpart in JSON.
pub(super) fn read(text: &str) -> Result<Value, SpecError> {
    let documents = Yaml::load_from_str(text)
        .map_err(|error| SpecError::new(format!("not valid YAML: {error}")))?;
    match documents.as_slice() {
        [document] => to_json(document),
        several => Err(SpecError::new(format!(
            "expected one document, found {}",
            several.len()
        ))),
    }
}

fn to_json(node: &Yaml<'_>) -> Result<Value, SpecError> {
    Ok(match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => Value::Bool(*value),
        Yaml::Value(Scalar::Integer(value)) => Value::from(*value),
        Yaml::Value(Scalar::FloatingPoint(value)) => {
            Number::from_f64(**value)
                .map(Value::Number)
                .ok_or_else(|| SpecError::new(format!("{value} has no counterpart in JSON")))?
        }
        Yaml::Value(Scalar::String(value)) => Value::String(value.to_string()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(to_json).collect::<Result<_, _>>()?),
        Yaml::Mapping(members) => {
            let mut object = Map::new();
            for (key, value) in members {
                let Some(key) = key.as_str() else {
                    return Err(SpecError::new(format!("a key is not a string: {key:?}")));
                };
                object.insert(key.to_owned(), to_json(value)?);
            }
            Value::Object(object)
        }
        other => return Err(SpecError::new(format!("no counterpart in JSON: {other:?}"))),
    })
}
