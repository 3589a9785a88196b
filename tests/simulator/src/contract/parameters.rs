//! The parameters of a form or query, and their validation.

use std::collections::BTreeMap;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use serde_json::{Map, Value};

use super::{SpecError, text_of};

/// The maximum number of items of an array parameter. Each invalid one becomes a violation, which takes a hundred
/// times the memory of its text.
const MAX_ENTRIES: usize = 64;

/// The type of a parameter, whose value arrives as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParameterType {
    String,
    Integer,
    Boolean,
    /// The name is repeated for each item.
    Array,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) parameter_type: ParameterType,
    pub(super) hidden: bool,
    pub(super) secret: bool,
}

/// A parameter that the document does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The name of the parameter.
    pub(crate) parameter: String,
    /// The reason, without the value.
    pub(crate) reason: String,
}

/// A rule between parameters that rejects requests.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    parameter: String,
    relation: Relation,
    others: Vec<String>,
    reason: String,
}

#[derive(Clone, Copy, Debug)]
enum Relation {
    Requires,
    Excludes,
    Unless,
}

impl Rule {
    /// The rule; `None` for one about a parameter without effect, which Twilio ignores.
    pub(super) fn of(rule: &Value) -> Result<Option<Self>, SpecError> {
        let relations = [
            ("requires", Relation::Requires),
            ("excludes", Relation::Excludes),
            ("unless", Relation::Unless),
        ];
        let mut relations = relations.into_iter();
        let Some((keyword, relation)) = relations.find(|(key, _)| rule.get(key).is_some()) else {
            return Ok(None);
        };
        let others = match &rule[keyword] {
            Value::Array(names) => names.iter().map(text_of).collect::<Result<_, _>>()?,
            name => vec![text_of(name)?],
        };
        Ok(Some(Self {
            parameter: text_of(&rule["parameter"])?,
            relation,
            others,
            reason: text_of(&rule["reason"])?,
        }))
    }

    /// Whether a request with these parameters breaks the rule.
    fn is_broken(&self, given: impl Fn(&str) -> bool) -> bool {
        let any_other = self.others.iter().any(|name| given(name));
        match self.relation {
            Relation::Requires => given(&self.parameter) && !any_other,
            Relation::Excludes => given(&self.parameter) && any_other,
            Relation::Unless => !given(&self.parameter) && !any_other,
        }
    }
}

/// Numbered parameters, such as `Parameter1.Name`.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) most: u64,
    pub(super) parts: BTreeMap<String, Field>,
}

/// All parameters of a form or a query.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub(super) fields: BTreeMap<String, Field>,
    pub(super) families: BTreeMap<String, Family>,
    pub(super) rules: Vec<Rule>,
    pub(super) validator: Validator,
}

impl Parameters {
    /// Whether the value must not be logged: it is secret or private, or the parameter is unknown and may be
    /// misspelled.
    pub(crate) fn is_hidden(&self, name: &str) -> bool {
        self.field(name).is_none_or(|field| field.hidden)
    }

    fn field(&self, name: &str) -> Option<&Field> {
        let part = || self.numbered(name).map(|it| it.3);
        self.fields.get(name).or_else(part)
    }

    /// The prefix, the number and the property of a numbered parameter.
    fn numbered<'f, 'p>(&'f self, name: &'p str) -> Option<(&'f str, u64, &'p str, &'f Field)> {
        self.families.iter().find_map(|(family, declared)| {
            let (number, part) = name.strip_prefix(family.as_str())?.split_once('.')?;
            let number = number.parse().ok()?;
            let field = declared.parts.get(part)?;
            (1..=declared.most)
                .contains(&number)
                .then_some((family.as_str(), number, part, field))
        })
    }

    /// Whether the value is a secret, or the parameter is unknown.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        self.fields.get(name).is_none_or(|field| field.secret)
    }

    /// Whether the spec declares the parameter.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// The names that the spec does not declare.
    pub(crate) fn unknown<'p>(&self, pairs: &'p [(String, String)]) -> Vec<&'p str> {
        let unknown = pairs.iter().filter(|(name, _)| !self.knows(name));
        unknown.map(|(name, _)| name.as_str()).collect()
    }

    /// Every violation of the spec. Unknown parameters are not violations.
    pub(crate) fn violations(&self, pairs: &[(String, String)]) -> Vec<Violation> {
        let instance = Value::Object(self.instance(pairs));
        let mut violations = Vec::new();
        // Usually there are none, and nothing has to be collected.
        if !self.validator.is_valid(&instance) {
            for error in self.validator.iter_errors(&instance) {
                let parameter = match (error.kind(), error.instance_path().iter().next()) {
                    (ValidationErrorKind::Required { property }, _) => {
                        property.as_str().unwrap_or("").to_owned()
                    }
                    (_, Some(LocationSegment::Property(name))) => name.into_owned(),
                    _ => String::new(),
                };
                violations.push(Violation {
                    parameter,
                    reason: error.masked().to_string(),
                });
            }
        }
        let given = |name: &str| pairs.iter().any(|(given, _)| given == name);
        for rule in self.rules.iter().filter(|rule| rule.is_broken(given)) {
            let word = match rule.relation {
                Relation::Requires => "requires",
                Relation::Excludes => "excludes",
                Relation::Unless => "is required without",
            };
            let others = rule.others.join(", ");
            let reason = format!("{} {word} {others}: {}", rule.parameter, rule.reason);
            violations.push(Violation {
                parameter: rule.parameter.clone(),
                reason,
            });
        }
        violations
    }

    /// The numbered parameters: one array per prefix, with its items ordered by number.
    fn families(&self, pairs: &[(String, String)]) -> Map<String, Value> {
        let mut items: BTreeMap<&str, BTreeMap<u64, Map<String, Value>>> = BTreeMap::new();
        for (name, value) in pairs {
            if let Some((family, number, part, _)) = self.numbered(name) {
                let item = items.entry(family).or_default().entry(number).or_default();
                item.insert(part.to_owned(), Value::String(value.clone()));
            }
        }
        items
            .into_iter()
            .map(|(family, items)| {
                let items = items.into_values().map(Value::Object).collect();
                (family.to_owned(), Value::Array(items))
            })
            .collect()
    }

    /// The parameters as a JSON object. A value that does not parse as its type stays a string, which the schema rejects;
    /// so does an array with too many items. Of several values of a single parameter, the last one counts, as at Twilio.
    fn instance(&self, pairs: &[(String, String)]) -> Map<String, Value> {
        let mut instance = self.families(pairs);
        for (name, value) in pairs {
            let Some(field) = self.fields.get(name) else {
                continue;
            };
            let text = || Value::String(value.clone());
            match field.parameter_type {
                ParameterType::Array => {
                    let entry = instance
                        .entry(name.clone())
                        .or_insert_with(|| Value::Array(Vec::new()));
                    if let Value::Array(list) = entry {
                        // The product documentation separates events with spaces; libraries repeat the name.
                        let entries = value.split(' ').take(MAX_ENTRIES + 1);
                        list.extend(entries.map(|entry| Value::String(entry.to_owned())));
                        if list.len() > MAX_ENTRIES {
                            *entry = text();
                        }
                    }
                    continue;
                }
                ParameterType::String => instance.insert(name.clone(), text()),
                ParameterType::Integer => instance.insert(
                    name.clone(),
                    value.parse::<i64>().map_or_else(|_| text(), Value::from),
                ),
                ParameterType::Boolean => instance.insert(
                    name.clone(),
                    match value.as_str() {
                        "true" => Value::Bool(true),
                        "false" => Value::Bool(false),
                        _ => text(),
                    },
                ),
            };
        }
        instance
    }
}
