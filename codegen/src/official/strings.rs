//! Strings: enumerations, formats, patterns and lengths.

use super::ledger::Edit;
use super::made::Made;
use super::naming::{mark, shape};
use super::sample::Sample;
use super::{Context, Location, Normalizer};
use crate::document::{At, Node};
use crate::names::{self, Names, Scope};

/// The default pattern for strings in requests: no control characters other than line ends and tabs.
const REQUEST_PATTERN: &str = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$";
/// The default pattern for path segments, which may be phone numbers and names, too.
const PATH_PATTERN: &str = "^[0-9A-Za-z!$&'()*+,.:;=@_~ -]+$";
/// The default maximum length of strings.
const MAX_LENGTH: u64 = 65_536;
/// The default maximum length of path segments.
const MAX_PATH_LENGTH: u64 = 255;

impl<'d> Normalizer<'d> {
    /// The component for a string.
    pub(super) fn string(&mut self, at: &At<'d>, context: &Context<'_>) -> String {
        if let Some(values) = at.get("enum") {
            match usable(&values) {
                Ok(usable) => return self.enumeration(&usable, at, context),
                Err(problem) => {
                    self.note(
                        &values,
                        Edit::Loosened,
                        format!("becomes any string: {problem}"),
                    );
                }
            }
        }
        if let Some(format) = at.get("format") {
            if let Some(component) = self.time(at, &format, context.location) {
                return component;
            }
            let text = format.as_str().unwrap_or_default();
            self.note(
                &format,
                Edit::Loosened,
                format!("`{text}` removed: it would not be enforced"),
            );
        }
        if let Some(pattern) = at.get("pattern") {
            match self.pattern(&pattern, context.location) {
                Ok((pattern, sample)) => {
                    let schema = patterned(Made::of(at), pattern, &sample, length(at, "maxLength"));
                    return self.constrained(schema, at, context);
                }
                Err(problem) => {
                    let text = format!("pattern removed: {problem}");
                    self.note(&pattern, Edit::Loosened, text);
                }
            }
        }
        self.any_string(at, Some(at), context)
    }

    /// A pattern that can be checked, or why it cannot.
    fn pattern(
        &mut self,
        at: &At<'d>,
        location: Location,
    ) -> Result<(&'d str, Sample), &'static str> {
        let pattern = at.as_str().ok_or("it is not a string")?;
        let sample = self.samples.of(pattern).ok_or("it is not supported")?;
        if location != Location::Response && sample.admits_controls {
            return Err("it allows control characters");
        }
        if location == Location::Path && sample.text.is_empty() {
            return Err("it allows an empty path segment");
        }
        Ok((pattern, sample))
    }

    /// The component for a time or a date, if the crate has a type for it.
    fn time(&mut self, at: &At<'d>, format: &At<'d>, location: Location) -> Option<String> {
        let (name, format, about, example) = match (format.as_str()?, location) {
            ("date-time" | "date-time-rfc-2822", Location::Response) => (
                "Moment",
                "date-time-rfc-2822",
                "A time.",
                "Wed, 10 Jun 2026 18:44:10 +0000",
            ),
            ("date-time" | "date", Location::Query | Location::Form | Location::Json) => (
                "DayOrMoment",
                "date-or-date-time",
                "A date or a time.",
                "2026-06-10",
            ),
            _ => return None,
        };
        let made = Made::of(at);
        let schema = made.object([
            ("type", made.string("string")),
            ("format", made.string(format)),
            ("description", made.string(about)),
            ("example", made.string(example)),
        ]);
        Some(self.shared(name, at, schema))
    }

    /// The component for a string without a pattern; `schema` may limit its length or mark it as private.
    pub(super) fn any_string(
        &mut self,
        at: &At<'d>,
        schema: Option<&At<'d>>,
        context: &Context<'_>,
    ) -> String {
        let bound = |key: &str| length(schema?, key);
        let (least, most) = match (bound("minLength"), bound("maxLength")) {
            (Some(least), Some(most)) if least > most => (None, None),
            bounds => bounds,
        };
        let made = Made::of(at);
        let string = ("type", made.string("string"));
        match context.location {
            Location::Response if is_private(schema) => {
                let schema = made.object([
                    string,
                    ("x-pii", made.boolean(true)),
                    ("description", made.string("A string with personal data.")),
                    ("example", made.string("text")),
                ]);
                self.shared("PrivateText", at, schema)
            }
            Location::Response => {
                let schema = made.object([
                    string,
                    ("description", made.string("Text.")),
                    ("example", made.string("text")),
                ]);
                self.shared("AnyText", at, schema)
            }
            Location::Path => {
                let schema = made.object([
                    string,
                    ("pattern", made.string(PATH_PATTERN)),
                    ("maxLength", made.number(most.unwrap_or(MAX_PATH_LENGTH))),
                    (
                        "description",
                        made.string("A string in the path of a request."),
                    ),
                    ("example", made.string("text")),
                ]);
                self.shared("PathText", at, schema)
            }
            Location::Query | Location::Form | Location::Json => {
                let schema = request_string(made, least, most);
                if least.is_some() || most.is_some() {
                    self.constrained(schema, at, context)
                } else {
                    self.shared("RequestText", at, schema)
                }
            }
        }
    }

    fn enumeration(&mut self, values: &[&str], at: &At<'d>, context: &Context<'_>) -> String {
        let Context { name, owner, .. } = *context;
        let made = Made::of(at);
        let described = values.iter().map(|value| {
            let shown = value.replace('`', "'");
            (*value, made.string(format!("The value `{shown}`.")))
        });
        let schema = made.object([
            ("type", made.string("string")),
            ("enum", made.array(values.iter().map(|it| made.string(*it)))),
            ("x-enum-descriptions", made.object(described)),
            ("description", made.string("One of a set of values.")),
            (
                "example",
                made.string(values.first().copied().unwrap_or_default()),
            ),
        ]);
        let key = mark(at.node).unwrap_or_default();
        let common = self.survey.common(&key).cloned();
        self.component(key.clone(), at, schema, |it| {
            let stem = common.filter(|_| !name.contains("Enum"));
            it.free_value(stem.as_deref().unwrap_or(name), owner, &key)
        })
    }

    /// A component for values of one shape, with their most common name.
    fn constrained(&mut self, schema: Node, at: &At<'d>, context: &Context<'_>) -> String {
        let Context { name, owner, .. } = *context;
        let key = mark(&schema)
            .filter(|mark| mark != REQUEST_PATTERN)
            .unwrap_or_else(|| schema.to_json().to_string());
        let common = self.survey.common(&key).cloned();
        let shape = shape(at.node).unwrap_or_default();
        self.component(key, at, schema, |it| {
            let stem = common.unwrap_or_else(|| match name {
                "Sid" => format!("{owner}Sid"),
                _ => name.to_owned(),
            });
            it.free_value(&stem, owner, &shape)
        })
    }
}

/// The values of an enumeration, if each can have a name.
fn usable<'d>(values: &At<'d>) -> Result<Vec<&'d str>, String> {
    let mut names = Names::default();
    let mut usable = Vec::new();
    for value in values.items() {
        let value = value.as_str().ok_or("not all of its values are strings")?;
        if usable.contains(&value) {
            continue;
        }
        let scope = Scope::Enum(String::new());
        names
            .claim(scope, &names::variant_name(value), value)
            .map_err(|problem| problem.message)?;
        usable.push(value);
    }
    if usable.is_empty() {
        Err("it has no values".to_owned())
    } else {
        Ok(usable)
    }
}

fn is_private(schema: Option<&At<'_>>) -> bool {
    schema.is_some_and(|schema| schema.node.find("/x-twilio/pii").is_some())
}

/// A string in a query or a form.
fn request_string(made: Made<'_>, least: Option<u64>, most: Option<u64>) -> Node {
    let length = usize::try_from(least.unwrap_or(4)).unwrap_or(4).min(64);
    let example = "0".repeat(length);
    let mut members = vec![
        ("type", made.string("string")),
        ("pattern", made.string(REQUEST_PATTERN)),
        ("maxLength", made.number(most.unwrap_or(MAX_LENGTH))),
        ("x-pii", made.boolean(true)),
        (
            "description",
            made.string("A string without control characters."),
        ),
        ("example", made.string(example)),
    ];
    if let Some(least) = least {
        members.push(("minLength", made.number(least)));
    }
    made.object(members)
}

/// A string with a pattern.
pub(super) fn patterned(made: Made<'_>, pattern: &str, sample: &Sample, most: Option<u64>) -> Node {
    let about = format!("A string that matches `{}`.", pattern.replace('`', "'"));
    let mut members = vec![
        ("type", made.string("string")),
        ("pattern", made.string(pattern)),
        ("description", made.string(about)),
        ("example", made.string(sample.text.as_str())),
    ];
    // Strings in requests must be bounded.
    if !sample.is_bounded {
        members.push(("maxLength", made.number(most.unwrap_or(MAX_LENGTH))));
    }
    made.object(members)
}

fn length(schema: &At<'_>, key: &str) -> Option<u64> {
    u64::try_from(schema.node.get(key)?.as_integer()?).ok()
}
