//! Values: everything that has rules of its own becomes a named component.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::ledger::Edit;
use super::naming::{component, mark, pascal};
use super::operations::{insert, last, reference};
use super::{Normalizer, Origin, sample, words};
use crate::document::join;
use crate::names::ACCOUNT_PARAMETER;
use crate::names::{self, Names, Namespace, Scope};

/// What text of a request may hold: anything but control characters, line ends and tabs excepted.
const REQUEST_TEXT: &str = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$";
/// What a part of a path may hold; phone numbers and names go there, too.
const PATH_TEXT: &str = "^[0-9A-Za-z!$&'()*+,.:;=@_~ -]+$";
/// What is read of a schema.
pub(super) const READ: &[&str] = &[
    "type",
    "format",
    "pattern",
    "enum",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "nullable",
    "description",
    "deprecated",
    "properties",
    "required",
    "items",
    "x-twilio",
];
/// A limit for text that has none.
const LONGEST: u64 = 65_536;
/// What the service calls accounts.
const ACCOUNT_PATTERN: &str = "^AC[0-9a-fA-F]{32}$";
/// How many references are followed in a row.
const STEPS: usize = 8;

/// An object, where it stands, and the names that its properties cannot have.
#[derive(Clone, Copy)]
pub(super) struct Object<'r, 'o> {
    pub(super) schema: &'r Value,
    pub(super) pointer: &'o str,
    pub(super) taken: &'o BTreeSet<String>,
}

impl<'r> Normalizer<'r> {
    /// What a chain of references leads to, and where that is.
    pub(super) fn followed(&self, value: &'r Value, pointer: &str) -> (&'r Value, String) {
        let (mut value, mut pointer) = (value, pointer.to_owned());
        for _ in 0..STEPS {
            let target = value
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| reference.strip_prefix('#'))
                .and_then(|target| Some((self.root.pointer(target)?, target.to_owned())));
            match target {
                Some(found) => (value, pointer) = found,
                None => break,
            }
        }
        (value, pointer)
    }

    /// Adds a component that comes from a place of the given document.
    fn add(&mut self, name: &str, schema: Value, pointer: &str) {
        let rewritten = join("/components/schemas", name);
        self.ledger.comes_from(rewritten, pointer);
        self.schemas.insert(name.to_owned(), schema);
    }

    fn becomes(&mut self, pointer: &str, name: &str) {
        self.note(
            pointer,
            Edit::Named,
            format!("becomes the component `{name}`"),
        );
    }

    /// An object as a component; nothing where it has no properties.
    pub(super) fn object(
        &mut self,
        object: &Object<'r, '_>,
        name: &str,
        owner: &str,
        way: Origin,
    ) -> Option<String> {
        let Object {
            schema,
            pointer,
            taken,
        } = *object;
        let key = format!("{way:?} {}", std::ptr::from_ref(schema).addr());
        if let Some(made) = self.made.get(&key) {
            return Some(made.clone());
        }
        let properties = schema.get("properties").and_then(Value::as_object)?;
        let name = self.free(name, owner);
        self.made.insert(key, name.clone());
        // The place is taken before the properties are looked at, which may need names as well.
        self.add(&name, Value::Null, pointer);
        let always: BTreeSet<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut kept = Map::new();
        let mut names = Names::default();
        for (wire, property) in properties {
            let pointer = join(&format!("{pointer}/properties"), wire);
            let rust = names::field_name(wire);
            let problem = match way {
                Origin::Form if taken.contains(&rust) => Some(format!(
                    "`{wire}` has the name of another parameter; users send it with `form_param`"
                )),
                Origin::Form => {
                    let goes = if always.contains(wire.as_str()) {
                        Namespace::FormAlways
                    } else {
                        Namespace::Form
                    };
                    names::parameter_problem(wire, goes).map(|problem| {
                        format!("{}; users send it with `form_param`", problem.message)
                    })
                }
                _ => None,
            };
            let scope = Scope::Struct(name.clone());
            let problem = problem.or_else(|| {
                let claim = names.claim(scope, &rust, wire);
                claim.err().map(|problem| problem.message)
            });
            if let Some(problem) = problem {
                self.note(&pointer, Edit::LeftOut, problem);
            } else if let Some(property) = self.value(property, wire, &name, way, &pointer) {
                kept.insert(wire.clone(), property);
            }
        }
        let mut required: Vec<Value> = Vec::new();
        for wire in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let known = wire.as_str().is_some_and(|it| kept.contains_key(it));
            if known && !required.contains(wire) {
                required.push(wire.clone());
            }
        }
        for wire in &required {
            if let Some(Value::Object(property)) = wire.as_str().and_then(|it| kept.get_mut(it)) {
                property.remove("nullable");
                property.remove("deprecated");
            }
        }
        let description = self.described(schema, &format!("The object {name}."));
        let mut normalized = json!({ "type": "object", "description": description });
        if kept.is_empty() {
            insert(&mut normalized, "additionalProperties", true.into());
        } else {
            insert(&mut normalized, "properties", Value::Object(kept));
        }
        if !required.is_empty() {
            insert(&mut normalized, "required", Value::Array(required));
        }
        self.schemas.insert(name.clone(), normalized);
        self.becomes(pointer, &name);
        Some(name)
    }

    fn described(&self, schema: &Value, otherwise: &str) -> String {
        let text = schema.get("description").and_then(Value::as_str);
        text.map(words::sanitize)
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| otherwise.to_owned())
    }

    /// A property or the schema of a parameter; nothing where it cannot be kept.
    pub(super) fn value(
        &mut self,
        schema: &'r Value,
        wire: &str,
        owner: &str,
        way: Origin,
        pointer: &str,
    ) -> Option<Value> {
        let (target, place) = self.followed(schema, pointer);
        let name = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => component(last(reference)),
            None => pascal(wire),
        };
        let description = self.described(schema, "");
        let description = if description.is_empty() {
            self.described(target, &format!("The value `{wire}`."))
        } else {
            description
        };
        let mut normalized = match target.get("type").and_then(Value::as_str) {
            Some("boolean") => json!({ "type": "boolean" }),
            Some("array") => {
                let items = target.get("items").unwrap_or(&Value::Null);
                let name = match items.get("$ref").and_then(Value::as_str) {
                    Some(reference) => component(last(reference)),
                    None => name,
                };
                let (items, place) = self.followed(items, &format!("{place}/items"));
                let item = self.item(items, &name, owner, way, &place)?;
                if matches!(way, Origin::Query | Origin::Path) {
                    self.note(
                        pointer,
                        Edit::Loosened,
                        "one value only: just forms carry lists",
                    );
                    json!({ "allOf": [reference(&item)] })
                } else {
                    json!({ "type": "array", "items": reference(&item) })
                }
            }
            _ => {
                let component = self.named(target, &name, owner, way, &place)?;
                json!({ "allOf": [reference(&component)] })
            }
        };
        insert(&mut normalized, "description", description.into());
        let flag = |key: &str| {
            schema.get(key) == Some(&Value::Bool(true))
                || target.get(key) == Some(&Value::Bool(true))
        };
        // Answers of this style list nothing as required: whatever is not there is empty.
        let list = normalized.get("type").and_then(Value::as_str) == Some("array");
        if way == Origin::Answer && !list {
            insert(&mut normalized, "nullable", true.into());
        }
        if flag("deprecated") {
            insert(&mut normalized, "deprecated", true.into());
        }
        Some(normalized)
    }

    /// The component for an item of a list.
    fn item(
        &mut self,
        schema: &'r Value,
        name: &str,
        owner: &str,
        way: Origin,
        pointer: &str,
    ) -> Option<String> {
        match schema.get("type").and_then(Value::as_str) {
            Some(kind @ ("boolean" | "array")) if way == Origin::Answer => {
                let text = format!("a list with items of the type {kind}");
                self.note(pointer, Edit::LeftOut, text);
                None
            }
            _ => self.named(schema, name, owner, way, pointer),
        }
    }

    /// The component for a value that is no list and no boolean.
    fn named(
        &mut self,
        schema: &'r Value,
        name: &str,
        owner: &str,
        way: Origin,
        pointer: &str,
    ) -> Option<String> {
        self.dropped(pointer, schema, READ);
        if way == Origin::Path && name == ACCOUNT_PARAMETER {
            self.becomes(pointer, ACCOUNT_PARAMETER);
            return Some(ACCOUNT_PARAMETER.to_owned());
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") if way == Origin::Answer => {
                let object = Object {
                    schema,
                    pointer,
                    taken: &BTreeSet::new(),
                };
                match self.object(&object, name, owner, way) {
                    Some(made) => Some(made),
                    None => Some(self.fixed(
                        "AnyObject",
                        json!({
                            "type": "object",
                            "additionalProperties": true,
                            "description": "An object of any members.",
                        }),
                        pointer,
                    )),
                }
            }
            Some("string") => Some(self.text(schema, name, owner, way, pointer)),
            Some("integer") => Some(self.integer(schema, name, owner, way, pointer)),
            Some("number") if way == Origin::Answer => Some(self.fixed(
                "Amount",
                json!({
                    "type": "string",
                    "format": "decimal",
                    "description": "A number, digit for digit.",
                    "example": "0.5",
                }),
                pointer,
            )),
            _ if way == Origin::Answer => {
                self.note(pointer, Edit::LeftOut, "nothing says what it is");
                None
            }
            _ => Some(self.text(&Value::Null, name, owner, way, pointer)),
        }
    }

    /// The account in paths, which the client fills in: it knows it by one type.
    pub(super) fn account(&mut self) {
        let paths = self.root.get("paths").and_then(Value::as_object);
        let needs = |path: &&String| path.contains(&format!("{{{ACCOUNT_PARAMETER}}}"));
        if let Some(path) = paths.into_iter().flat_map(Map::keys).find(needs) {
            let example = sample::text(ACCOUNT_PATTERN, 0).unwrap_or_default();
            let schema = patterned(ACCOUNT_PATTERN, &example);
            self.add(ACCOUNT_PARAMETER, schema, &join("/paths", path));
            let (pattern, name) = (ACCOUNT_PATTERN.to_owned(), ACCOUNT_PARAMETER.to_owned());
            self.made.insert(pattern, name);
        }
    }

    /// A component that many values share.
    fn fixed(&mut self, name: &str, schema: Value, pointer: &str) -> String {
        let key = format!("shared {schema}");
        let name = match self.made.get(&key) {
            Some(made) => made.clone(),
            None => {
                let name = self.free(name, "Shared");
                self.add(&name, schema, pointer);
                self.made.insert(key, name.clone());
                name
            }
        };
        self.becomes(pointer, &name);
        name
    }

    fn text(
        &mut self,
        schema: &Value,
        name: &str,
        owner: &str,
        way: Origin,
        pointer: &str,
    ) -> String {
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            match usable(words) {
                Ok(words) => return self.words(&words, schema, name, owner, pointer),
                Err(problem) => self.note(
                    &join(pointer, "enum"),
                    Edit::Loosened,
                    format!("any text: {problem}"),
                ),
            }
        }
        let format = schema.get("format").and_then(Value::as_str);
        let moment = match (format, way) {
            (Some("date-time" | "date-time-rfc-2822"), Origin::Answer) => Some((
                "Moment",
                "date-time-rfc-2822",
                "A moment.",
                "Wed, 10 Jun 2026 18:44:10 +0000",
            )),
            (Some("date-time" | "date"), Origin::Query | Origin::Form) => Some((
                "DayOrMoment",
                "date-or-date-time",
                "A day or a moment.",
                "2026-06-10",
            )),
            _ => None,
        };
        if let Some((name, format, description, example)) = moment {
            let schema = json!({
                "type": "string",
                "format": format,
                "description": description,
                "example": example,
            });
            return self.fixed(name, schema, pointer);
        }
        if let Some(format) = format {
            self.note(
                &join(pointer, "format"),
                Edit::Loosened,
                format!("`{format}` taken out: nothing would enforce it"),
            );
        }
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
            && let Some(example) = sample::text(pattern, 0)
        {
            return self.hoisted(patterned(pattern, &example), name, owner, pointer);
        }
        let longest = schema.get("maxLength").and_then(Value::as_u64);
        let least = schema.get("minLength").and_then(Value::as_u64);
        let private = schema.pointer("/x-twilio/pii").is_some();
        match way {
            Origin::Answer if private => self.fixed(
                "PrivateText",
                json!({
                    "type": "string",
                    "x-pii": true,
                    "description": "Text with personal data.",
                    "example": "text",
                }),
                pointer,
            ),
            Origin::Answer => self.fixed(
                "AnyText",
                json!({ "type": "string", "description": "Text.", "example": "text" }),
                pointer,
            ),
            Origin::Path => self.fixed(
                "PathText",
                json!({
                    "type": "string",
                    "pattern": PATH_TEXT,
                    "maxLength": longest.unwrap_or(255),
                    "description": "Text in the path of a request.",
                    "example": "text",
                }),
                pointer,
            ),
            Origin::Query | Origin::Form => {
                let mut schema = json!({
                    "type": "string",
                    "pattern": REQUEST_TEXT,
                    "maxLength": longest.unwrap_or(LONGEST),
                    "x-pii": true,
                    "description": "Text without control characters.",
                });
                if let Some(least) = least {
                    insert(&mut schema, "minLength", least.into());
                }
                let count = usize::try_from(least.unwrap_or(4)).unwrap_or(4);
                let example = sample::text(REQUEST_TEXT, count.min(64)).unwrap_or_default();
                insert(&mut schema, "example", example.into());
                if longest.is_some() || least.is_some() {
                    self.hoisted(schema, name, owner, pointer)
                } else {
                    self.fixed("RequestText", schema, pointer)
                }
            }
        }
    }

    fn words(
        &mut self,
        texts: &[&str],
        schema: &Value,
        name: &str,
        owner: &str,
        pointer: &str,
    ) -> String {
        let described: Map<String, Value> = texts
            .iter()
            .map(|word| {
                let shown = word.replace('`', "'");
                ((*word).to_owned(), format!("The word `{shown}`.").into())
            })
            .collect();
        let normalized = json!({
            "type": "string",
            "enum": texts,
            "x-enum-descriptions": Value::Object(described),
            "description": self.described(&Value::Null, &format!("One of the words of `{name}`.")),
            "example": texts.first().copied().unwrap_or_default(),
        });
        let key = mark(schema).unwrap_or_default();
        if let Some(made) = self.made.get(&key) {
            let made = made.clone();
            self.becomes(pointer, &made);
            return made;
        }
        let called = self.called.get(&key).cloned();
        let name = if name.contains("Enum") {
            name.to_owned()
        } else {
            called.unwrap_or_else(|| name.to_owned())
        };
        let name = self.free(&name, owner);
        self.add(&name, normalized, pointer);
        self.made.insert(key, name.clone());
        self.becomes(pointer, &name);
        name
    }

    /// A component for values of one kind, called as most of them are.
    fn hoisted(&mut self, schema: Value, name: &str, owner: &str, pointer: &str) -> String {
        let key = mark(&schema)
            .filter(|mark| mark != REQUEST_TEXT)
            .unwrap_or_else(|| schema.to_string());
        let name = match self.made.get(&key) {
            Some(made) => made.clone(),
            None => {
                let called = self.called.get(&key).cloned();
                let stem = called.unwrap_or_else(|| {
                    if name == "Sid" {
                        format!("{owner}Sid")
                    } else {
                        name.to_owned()
                    }
                });
                let made = self.free(&stem, owner);
                self.add(&made, schema, pointer);
                self.made.insert(key, made.clone());
                made
            }
        };
        self.becomes(pointer, &name);
        name
    }

    fn integer(
        &mut self,
        schema: &Value,
        name: &str,
        owner: &str,
        way: Origin,
        pointer: &str,
    ) -> String {
        let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
        let (low, high) = (bound("minimum"), bound("maximum"));
        let (format, least, most) = match schema.get("format").and_then(Value::as_str) {
            Some("int32") => ("int32", i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => ("int64", i64::MIN, i64::MAX),
        };
        if low.is_none() || high.is_none() {
            self.note(
                pointer,
                Edit::Loosened,
                format!("bounded by its format, `{format}`"),
            );
        }
        let (low, high) = (low.unwrap_or(least), high.unwrap_or(most));
        let normalized = json!({
            "type": "integer",
            "format": format,
            "minimum": low,
            "maximum": high,
            "description": "A whole number.",
            "example": 1_i64.clamp(low.min(high), high.max(low)),
        });
        if (low, high) == (least, most) && way == Origin::Answer {
            return self.fixed("WholeNumber", normalized, pointer);
        }
        let key = format!("{name} {normalized}");
        if let Some(made) = self.made.get(&key) {
            let made = made.clone();
            self.becomes(pointer, &made);
            return made;
        }
        let made = self.free(name, owner);
        self.add(&made, normalized, pointer);
        self.made.insert(key, made.clone());
        self.becomes(pointer, &made);
        made
    }
}

/// The words of an enumeration, where each can have a name.
fn usable(words: &[Value]) -> Result<Vec<&str>, String> {
    let mut names = Names::default();
    let mut texts = Vec::new();
    for word in words {
        let word = word.as_str().ok_or("not all of its values are texts")?;
        if texts.contains(&word) {
            continue;
        }
        names
            .claim(Scope::Enum(String::new()), &names::variant_name(word), word)
            .map_err(|problem| problem.message)?;
        texts.push(word);
    }
    if texts.is_empty() {
        Err("it has no values".to_owned())
    } else {
        Ok(texts)
    }
}

fn patterned(pattern: &str, example: &str) -> Value {
    json!({
        "type": "string",
        "pattern": pattern,
        "description": format!("Text of the form `{}`.", pattern.replace('`', "'")),
        "example": example,
    })
}
