//! Whether a value matches its schema.

use super::fixes::{quote, rename, replace, rewrite};
use super::follow::Faults;
use super::format::{
    is_date, is_date_or_time, is_decimal, is_int64, is_rfc_2822, is_rfc_3339, is_uint64,
};
use super::similar::{declared, suggestion};
use crate::document::{At, Index, SchemaKind, Value, entries, items};
use crate::edit::Fix;
use crate::finding::{show, show_all};
use crate::source::Span;

/// What is wrong with a part of a value.
pub(crate) struct Violation<'d> {
    pub(crate) at: At<'d>,
    /// The pointer to the schema that it violates.
    pub(crate) schema: String,
    /// Whether the key, not the value, is wrong.
    pub(crate) key: bool,
    pub(crate) message: String,
    pub(crate) help: String,
    /// A fix, if only one is possible.
    pub(crate) fix: Option<Fix>,
}

impl Violation<'_> {
    /// The text to underline.
    pub(crate) fn place(&self) -> Span {
        if self.key {
            self.at.key_span()
        } else {
            self.at.span()
        }
    }
}

/// Everything in `value` that does not match `schema`.
///
/// A value whose schema is itself invalid counts as matching.
pub(crate) fn violations<'d>(
    index: &Index<'d>,
    faults: &Faults,
    schema: &At<'d>,
    value: &At<'d>,
) -> Vec<Violation<'d>> {
    let mut validator = Validator {
        index,
        faults,
        schema: String::new(),
        found: Vec::new(),
    };
    validator.value(schema, value, DEPTH);
    validator.found
}

/// The maximum depth of components; only a recursive schema, which has its own finding, is deeper.
const DEPTH: usize = 32;

struct Validator<'a, 'd> {
    index: &'a Index<'d>,
    /// Errors elsewhere in the document.
    faults: &'a Faults,
    /// The pointer to the current schema.
    schema: String,
    found: Vec<Violation<'d>>,
}

impl<'d> Validator<'_, 'd> {
    fn violation(&mut self, at: &At<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Violation {
            at: at.clone(),
            schema: self.schema.clone(),
            key: false,
            message: message.into(),
            help: help.into(),
            fix: None,
        });
    }

    /// Adds a fix to the last violation.
    fn fix(&mut self, fix: impl Into<Option<Fix>>) {
        if let Some(last) = self.found.last_mut() {
            last.fix = fix.into();
        }
    }

    fn value(&mut self, schema: &At<'d>, value: &At<'d>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        if self.faults.in_schema(&schema.pointer) {
            return;
        }
        self.schema.clone_from(&schema.pointer);
        if value.node.value == Value::Null {
            if !schema.is_true("nullable") {
                self.violation(
                    value,
                    "the value is null, but the schema is not nullable",
                    "write a value, or `nullable: true` at the property",
                );
            }
            return;
        }
        match SchemaKind::of(schema.node) {
            SchemaKind::Reference => {
                if let Some(target) = self.index.resolve(schema) {
                    self.value(&target, value, depth);
                }
            }
            SchemaKind::Plain | SchemaKind::Text => {
                self.text(schema, value);
            }
            SchemaKind::Format => self.format(schema, value),
            SchemaKind::Enum => self.enumeration(schema, value),
            SchemaKind::Integer => self.integer(schema, value),
            SchemaKind::Number => self.number(value),
            SchemaKind::Union => self.union(schema, value, depth),
            SchemaKind::Object => self.object(schema, value, depth),
            SchemaKind::Map => self.map(schema, value, depth),
            SchemaKind::Boolean => {
                if !matches!(value.node.value, Value::Bool(_)) {
                    self.violation(
                        value,
                        format!("{}, not `true` or `false`", value.node.kind()),
                        "write `true` or `false`, without quotes",
                    );
                    let flag = value.as_str().map(str::to_ascii_lowercase);
                    let flag = flag.filter(|it| it == "true" || it == "false");
                    self.fix(flag.map(|it| replace(value, it)));
                }
            }
            SchemaKind::Array => self.array(schema, value, depth),
            SchemaKind::Unusable => {}
        }
    }

    /// The value as a string; reports any other type.
    fn as_text(&mut self, value: &At<'d>) -> Option<&'d str> {
        let text = value.as_str();
        if text.is_none() {
            let help = match &value.node.value {
                Value::Number(number) => format!("quote it to make it a string: '{number}'"),
                Value::Bool(flag) => format!("put it in quotes: '{flag}'"),
                _ => "write a string".to_owned(),
            };
            self.violation(
                value,
                format!("expected a string, found {}", value.node.kind()),
                help,
            );
            self.fix(quote(value));
        }
        text
    }

    fn text(&mut self, schema: &At<'d>, value: &At<'d>) {
        let Some(text) = self.as_text(value) else {
            return;
        };
        let count = i128::try_from(text.chars().count()).unwrap_or(i128::MAX);
        let length = |key: &str| schema.get(key).and_then(|at| at.node.as_integer());
        if crossed(length("minLength"), length("maxLength")) {
            return;
        }
        if let Some(most) = length("maxLength")
            && count > most
        {
            self.violation(
                value,
                format!("the length of the string is {count}, but `maxLength` is {most}"),
                "shorten it",
            );
        } else if let Some(least) = length("minLength")
            && count < least
        {
            self.violation(
                value,
                format!("the length of the string is {count}, but `minLength` is {least}"),
                "lengthen it",
            );
        } else if let Some(pattern) = schema.get_str("pattern")
            && let Ok(compiled) = self.index.pattern(pattern)
            && let Ok(dfa) = compiled.dfa()
            && let Err(at) = dfa.run(text.as_bytes())
        {
            let number = text.get(..at).map_or(0, |before| before.chars().count()) + 1;
            let place = if at >= text.len() {
                "it ends before the pattern does".to_owned()
            } else {
                format!("character {number} does not match")
            };
            self.violation(
                value,
                format!("the string does not match its pattern: {place}"),
                format!("the pattern is {}", show(pattern)),
            );
        }
    }

    fn format(&mut self, schema: &At<'d>, value: &At<'d>) {
        let Some(text) = self.as_text(value) else {
            return;
        };
        let (fits, help) = match schema.get_str("format") {
            Some("uint64") => (
                is_uint64(text),
                "write digits without leading zeros, in quotes: '42'",
            ),
            Some("int64") => (
                is_int64(text),
                "write digits without leading zeros, optionally after a minus sign, in quotes: '-1'",
            ),
            Some("decimal") => (
                is_decimal(text),
                "write a decimal number, in quotes: '-0.0075'",
            ),
            Some("date-time-rfc-2822") => (
                is_rfc_2822(text),
                "write it in the format of RFC 2822, with the right day of the week: `Tue, 31 Aug 2010 20:36:28 +0000`",
            ),
            Some("date-time") => (
                is_rfc_3339(text),
                "write it in the format of RFC 3339: `2010-08-31T20:36:28Z`",
            ),
            Some("date") => (is_date(text), "write a valid date: `2009-07-06`"),
            Some("date-or-date-time") => (
                is_date_or_time(text),
                "write `2009-07-06` or `2009-07-06T10:00:00Z`",
            ),
            _ => return,
        };
        if !fits {
            let format = schema.get_str("format").unwrap_or_default();
            self.violation(
                value,
                format!("{} is not a valid {}", show(text), show(format)),
                help,
            );
        }
    }

    fn enumeration(&mut self, schema: &At<'d>, value: &At<'d>) {
        let Some(text) = self.as_text(value) else {
            return;
        };
        let values: Vec<&str> = items(schema.get("enum"))
            .filter_map(|item| item.as_str())
            .collect();
        if !values.contains(&text) {
            self.violation(
                value,
                format!("{} is not one of the values", show(text)),
                suggestion(
                    self.index,
                    text,
                    values.iter().copied(),
                    format!("write one of {}", show_all(values.iter().copied())),
                ),
            );
            self.fix(declared(self.index, text, values).map(|it| rewrite(value, it)));
        }
    }

    fn integer(&mut self, schema: &At<'d>, value: &At<'d>) {
        let Some(number) = value.node.as_integer() else {
            let help = if value.as_str().is_some() {
                "remove the quotes"
            } else {
                "write an integer"
            };
            self.violation(
                value,
                format!("expected an integer, found {}", value.node.kind()),
                help,
            );
            let digits = value.as_str().filter(|it| it.parse::<i64>().is_ok());
            self.fix(digits.map(|it| replace(value, it)));
            return;
        };
        let bound = |key: &str| schema.get(key).and_then(|at| at.node.as_integer());
        if crossed(bound("minimum"), bound("maximum")) {
            return;
        }
        let widest = match schema.get_str("format") {
            Some("int32") => i128::from(i32::MAX),
            _ => i128::from(i64::MAX),
        };
        let most = bound("maximum").unwrap_or(widest);
        if bound("minimum").is_some_and(|least| number < least) || number > most {
            let least = bound("minimum").map_or_else(String::new, |least| least.to_string());
            self.violation(
                value,
                format!("{number} is out of range"),
                format!("write an integer from {least} to {most}"),
            );
        }
    }

    fn number(&mut self, value: &At<'d>) {
        if matches!(value.node.value, Value::Number(_)) {
            return;
        }
        let digits = value.as_str().filter(|it| is_decimal(it));
        let help = match digits {
            Some(_) => "remove the quotes",
            None => "write a number",
        };
        self.violation(
            value,
            format!("expected a number, found {}", value.node.kind()),
            help,
        );
        self.fix(digits.map(|it| replace(value, it)));
    }

    fn union(&mut self, schema: &At<'d>, value: &At<'d>, depth: usize) {
        let of_objects = self.index.is_object(schema);
        if !of_objects && self.as_text(value).is_none() {
            return;
        }
        let mut names = Vec::new();
        for member in items(schema.get("oneOf")) {
            let mut validator = Validator {
                index: self.index,
                faults: self.faults,
                schema: String::new(),
                found: Vec::new(),
            };
            validator.value(&member, value, depth);
            if validator.found.is_empty() {
                return;
            }
            names.extend(self.index.target(&member));
        }
        self.violation(
            value,
            if of_objects {
                "the value matches none of the members"
            } else {
                "the string matches none of the members"
            },
            format!("write a value of {}", show_all(names)),
        );
    }

    fn object(&mut self, schema: &At<'d>, value: &At<'d>, depth: usize) {
        if !matches!(value.node.value, Value::Object(_)) {
            self.violation(
                value,
                format!("expected an object, found {}", value.node.kind()),
                "write `name: value` lines",
            );
        }
        let properties = schema.get("properties");
        // A property with an invalid name may be the one that the example uses.
        let named = entries(properties.clone()).all(|(_, at)| !self.faults.at(&at.pointer));
        for (name, member) in value.entries() {
            match properties
                .as_ref()
                .and_then(|properties| properties.get(name))
            {
                Some(property) => {
                    self.value(&property, &member, depth);
                    self.schema.clone_from(&schema.pointer);
                }
                None if !named => {}
                None => self.unknown_property(schema, value, (name, member)),
            }
        }
        for name in items(schema.get("required")).filter_map(|item| item.as_str()) {
            let known = properties
                .as_ref()
                .is_some_and(|properties| properties.has(name));
            if known && !value.has(name) {
                self.violation(
                    value,
                    format!("the object has no {}, which is required", show(name)),
                    "add it",
                );
            }
        }
    }

    /// Reports a member that is not a property of the schema.
    fn unknown_property(
        &mut self,
        schema: &At<'d>,
        value: &At<'d>,
        (name, member): (&str, At<'d>),
    ) {
        let names = || entries(schema.get("properties")).map(|(name, _)| name);
        let lacking = names().filter(|it| !value.has(it));
        self.found.push(Violation {
            fix: declared(self.index, name, lacking).and_then(|it| rename(&member, it)),
            at: member,
            schema: schema.pointer.clone(),
            key: true,
            message: format!("{} is not a property of the schema", show(name)),
            help: suggestion(
                self.index,
                name,
                names(),
                "remove it, or add it to the schema",
            ),
        });
    }

    fn map(&mut self, schema: &At<'d>, value: &At<'d>, depth: usize) {
        if !matches!(value.node.value, Value::Object(_)) {
            self.violation(
                value,
                format!("expected an object, found {}", value.node.kind()),
                "write `name: value` lines",
            );
        }
        let values = schema.get("additionalProperties");
        let Some(values) = values.filter(|it| matches!(it.node.value, Value::Object(_))) else {
            return;
        };
        for (_, member) in value.entries() {
            self.value(&values, &member, depth);
        }
    }

    fn array(&mut self, schema: &At<'d>, value: &At<'d>, depth: usize) {
        if !matches!(value.node.value, Value::Array(_)) {
            self.violation(
                value,
                format!("expected an array, found {}", value.node.kind()),
                "write each item after `- `",
            );
            return;
        }
        let Some(member) = schema.get("items") else {
            return;
        };
        for item in value.items() {
            self.value(&member, &item, depth);
        }
    }
}

/// Whether the bounds exclude every value, which has its own finding.
fn crossed(low: Option<i128>, high: Option<i128>) -> bool {
    low.zip(high).is_some_and(|(low, high)| low > high)
}
