//! The spec as the authority on requests, responses and callbacks.
//!
//! Nothing here comes from the generated client: the document is read by a different YAML parser, converted to JSON
//! Schema and checked by an independent validator. So client and simulator agree on the document, not on shared code.

mod load;
mod parameters;
mod schema;
mod vocabulary;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use jsonschema::Validator;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use self::parameters::{Family, Field, ParameterType, Rule};
pub(crate) use self::parameters::{Parameters, Violation};
pub(crate) use self::vocabulary::Vocabulary;
use crate::moment::Moment;

const DOCUMENT: &str = include_str!("../../../../spec/twilio-calls.yaml");

/// The spec cannot be used.
///
/// Users never see this: the spec is part of the crate, and a test reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecError {
    reason: String,
}

impl SpecError {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "spec/twilio-calls.yaml: {}", self.reason)
    }
}

impl std::error::Error for SpecError {}

/// One operation of the document.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The id, such as `createCall`.
    pub(crate) id: String,
    /// `GET`, `POST` or `DELETE`.
    pub(crate) method: String,
    /// The path, split at slashes and braces.
    path: Vec<Piece>,
    /// The parameters in the query.
    pub(crate) query: Parameters,
    /// The parameters in the body, if the operation takes one.
    pub(crate) form: Option<Parameters>,
    responses: BTreeMap<String, Validator>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// A parameter such as `{Sid}`, with the rest of its segment.
    Parameter {
        name: String,
        suffix: String,
    },
}

/// What the spec declares about requests, responses and callbacks.
///
/// ```
/// use serde_json::json;
/// use twilio_calls_simulator::Contract;
///
/// let contract = Contract::of_spec()?;
/// assert!(contract.operations().contains(&"createCall"));
/// let response = json!({ "code": 20404, "message": "not found", "status": 404 });
/// assert_eq!(contract.check_response("fetchCall", 404, &response), Vec::<String>::new());
/// # Ok::<(), twilio_calls_simulator::SpecError>(())
/// ```
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    callbacks: BTreeMap<String, Parameters>,
    vocabulary: Vocabulary,
}

impl Contract {
    /// Returns the contract of the spec that this crate was built with. It is read once per process.
    ///
    /// # Errors
    ///
    /// Fails if the document is malformed.
    pub fn of_spec() -> Result<&'static Self, SpecError> {
        static CONTRACT: OnceLock<Result<Contract, SpecError>> = OnceLock::new();
        CONTRACT
            .get_or_init(|| Self::read(DOCUMENT))
            .as_ref()
            .map_err(SpecError::clone)
    }

    fn read(text: &str) -> Result<Self, SpecError> {
        let document = Document(load::read(text)?);
        let mut contract = Self {
            operations: Vec::new(),
            callbacks: BTreeMap::new(),
            vocabulary: Vocabulary::read(&document.0["components"]["schemas"]["Twiml"]["x-xml"]),
        };
        for (path, item) in document.0["paths"].as_object().into_iter().flatten() {
            let shared = item["parameters"].as_array().cloned().unwrap_or_default();
            for (method, operation) in item
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(key, _)| *key != "parameters")
            {
                contract
                    .operations
                    .push(document.operation(path, method, &shared, operation)?);
                for callback in operation["callbacks"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .flat_map(|(_, item)| item.as_object().into_iter().flatten())
                {
                    let post = &callback.1["post"];
                    let schema = &post["requestBody"]["content"]["application/x-www-form-urlencoded"]
                        ["schema"];
                    contract
                        .callbacks
                        .insert(text_of(&post["operationId"])?, document.form(schema)?);
                }
            }
        }
        Ok(contract)
    }

    /// The elements of TwiML.
    pub(crate) const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The `operationId`s of all operations, in the order of the document.
    pub fn operations(&self) -> Vec<&str> {
        self.operations
            .iter()
            .map(|operation| operation.id.as_str())
            .collect()
    }

    /// Validates a response and returns its violations.
    pub fn check_response(&self, operation: &str, status: u16, body: &Value) -> Vec<String> {
        let Some(operation) = self
            .operations
            .iter()
            .find(|candidate| candidate.id == operation)
        else {
            return vec![format!("the document has no operation {operation}")];
        };
        let declared = operation.responses.get(status.to_string().as_str());
        match declared.or_else(|| {
            (status >= 400)
                .then(|| operation.responses.get("default"))
                .flatten()
        }) {
            Some(validator) => validator
                .iter_errors(body)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect(),
            None => vec![format!(
                "{} does not declare the status {status} with a JSON body",
                operation.id
            )],
        }
    }

    /// Validates the parameters of a callback and returns their violations. `callback` is an `operationId` such as
    /// `onStatusCallback`.
    pub fn check_callback(&self, callback: &str, parameters: &[(String, String)]) -> Vec<String> {
        match self.callbacks.get(callback) {
            Some(declared) => declared
                .violations(parameters)
                .into_iter()
                .map(|violation| format!("{}: {}", violation.parameter, violation.reason))
                .collect(),
            None => vec![format!("the document has no callback {callback}")],
        }
    }

    /// Finds the operation of a method and a path, and decodes the parameters of the path.
    pub(crate) fn route(&self, method: &str, path: &str) -> Route<'_> {
        let mut other_methods = false;
        for operation in &self.operations {
            if let Some(parameters) = operation.matches(path) {
                if operation.method == method {
                    return Route::Found {
                        operation,
                        parameters,
                    };
                }
                other_methods = true;
            }
        }
        if other_methods {
            Route::MethodNotAllowed
        } else {
            Route::Unknown
        }
    }
}

/// The result of routing a request.
pub(crate) enum Route<'c> {
    Found {
        operation: &'c Operation,
        parameters: Vec<(&'c str, String)>,
    },
    MethodNotAllowed,
    Unknown,
}

impl Operation {
    /// The name of the path parameter that is the call.
    pub(crate) fn call_parameter(&self) -> Option<&str> {
        let calls = |piece: &Piece| matches!(piece, Piece::Literal(literal) if literal == "Calls");
        let place = self.path.iter().position(calls)?;
        match self.path.get(place + 1)? {
            Piece::Parameter { name, .. } => Some(name),
            Piece::Literal(_) => None,
        }
    }

    fn matches(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let mut parameters = Vec::new();
        let mut segments = path.strip_prefix('/')?.split('/');
        for piece in &self.path {
            let segment = segments.next()?;
            match piece {
                Piece::Literal(literal) if literal == segment => {}
                Piece::Literal(_) => return None,
                Piece::Parameter { name, suffix } => {
                    let value = segment
                        .strip_suffix(suffix.as_str())
                        .filter(|value| !value.is_empty())?;
                    parameters.push((name.as_str(), decoded(value)?));
                }
            }
        }
        segments.next().is_none().then_some(parameters)
    }
}

struct Document(Value);

impl Document {
    fn operation(
        &self,
        path: &str,
        method: &str,
        shared: &[Value],
        node: &Value,
    ) -> Result<Operation, SpecError> {
        let mut query = Map::new();
        for parameter in shared
            .iter()
            .chain(node["parameters"].as_array().into_iter().flatten())
        {
            let parameter = self.resolve(parameter)?;
            if parameter["in"] == "query" {
                query.insert(text_of(&parameter["name"])?, parameter["schema"].clone());
            }
        }
        let body = &node["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
        let mut responses = BTreeMap::new();
        for (status, response) in node["responses"].as_object().into_iter().flatten() {
            let schema = &self.resolve(response)?["content"]["application/json"]["schema"];
            if !schema.is_null() {
                responses.insert(status.clone(), self.validator(schema)?);
            }
        }
        Ok(Operation {
            id: text_of(&node["operationId"])?,
            method: method.to_ascii_uppercase(),
            path: path.split('/').skip(1).map(piece).collect(),
            query: self.form(&json!({ "type": "object", "properties": query }))?,
            form: if body.is_null() {
                None
            } else {
                Some(self.form(body)?)
            },
            responses,
        })
    }

    /// The parameters that an object schema describes.
    fn form(&self, schema: &Value) -> Result<Parameters, SpecError> {
        let object = self.resolve(schema)?;
        let (mut fields, mut families) = (BTreeMap::new(), BTreeMap::new());
        for (name, property) in object["properties"].as_object().into_iter().flatten() {
            match property["x-numbered"].as_u64() {
                Some(most) => {
                    families.insert(name.clone(), self.family(most, property)?);
                }
                None => {
                    fields.insert(name.clone(), self.field(property)?);
                }
            }
        }
        let mut rules = Vec::new();
        for rule in object["x-rules"].as_array().into_iter().flatten() {
            rules.extend(Rule::of(rule)?);
        }
        Ok(Parameters {
            fields,
            families,
            rules,
            validator: self.validator(schema)?,
        })
    }

    /// The properties of numbered items in a form.
    fn family(&self, most: u64, property: &Value) -> Result<Family, SpecError> {
        let item = self.resolve(&property["items"])?;
        let parts = item["properties"].as_object().into_iter().flatten();
        let parts = parts.map(|(name, part)| Ok((name.clone(), self.field(part)?)));
        Ok(Family {
            most,
            parts: parts.collect::<Result<_, SpecError>>()?,
        })
    }

    /// The type of a parameter; members of a union are strings.
    fn field(&self, schema: &Value) -> Result<Field, SpecError> {
        let schema = self.resolve(schema)?;
        if let Some(target) = schema["allOf"].get(0) {
            return self.field(target);
        }
        let parameter_type = match schema["type"].as_str() {
            Some("integer") => ParameterType::Integer,
            Some("boolean") => ParameterType::Boolean,
            Some("array") => ParameterType::Array,
            _ => ParameterType::String,
        };
        Ok(Field {
            parameter_type,
            secret: schema["x-secret"] == true,
            hidden: schema["x-secret"] == true || (schema["x-pii"] == true && !is_url(schema)),
        })
    }

    fn validator(&self, schema: &Value) -> Result<Validator, SpecError> {
        let mut root =
            json!({ "components": { "schemas": schema::named(&self.0["components"]["schemas"]) } });
        root["allOf"] = json!([schema::convert(schema)]);
        jsonschema::options()
            .should_validate_formats(true)
            .with_format("uint64", |text: &str| {
                text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u64>().is_ok()
            })
            .with_format("decimal", |text: &str| {
                !text.ends_with('.') && text.parse::<f64>().is_ok_and(f64::is_finite)
            })
            .with_format("date-or-date-time", |text: &str| {
                Moment::read(text).is_some()
            })
            .with_format("date-time-rfc-2822", Moment::is_in_response_format)
            .build(&root)
            .map_err(|error| SpecError::new(error.to_string()))
    }

    /// Follows a `$ref` within the document.
    fn resolve<'d>(&'d self, node: &'d Value) -> Result<&'d Value, SpecError> {
        let Some(reference) = node["$ref"].as_str() else {
            return Ok(node);
        };
        let pointer = reference.strip_prefix('#').unwrap_or(reference);
        self.0
            .pointer(pointer)
            .ok_or_else(|| SpecError::new(format!("{reference} does not resolve")))
    }
}

fn piece(segment: &str) -> Piece {
    match segment
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
    {
        Some((name, suffix)) => Piece::Parameter {
            name: name.to_owned(),
            suffix: suffix.to_owned(),
        },
        None => Piece::Literal(segment.to_owned()),
    }
}

fn text_of(node: &Value) -> Result<String, SpecError> {
    node.as_str()
        .map(str::to_owned)
        .ok_or_else(|| SpecError::new(format!("expected a string, found {node}")))
}

/// Decodes a segment of a path; `None` if it is not UTF-8.
fn decoded(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    Some(text.into_owned())
}

/// Whether the values of a schema are URLs. Logs only hide the secret parts of these.
fn is_url(schema: &Value) -> bool {
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    pattern.contains("://")
}
