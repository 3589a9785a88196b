//! Everything in the two documents that no other comparison covers, so that nothing is ignored.
//!
//! Differences are classified by the keywords that lead to them (`keywords`): descriptions and examples are reported
//! as such, places that another comparison covers are left to it, and a place that nothing covers counts as breaking,
//! because hand-written parts of the crate may depend on it.

mod keywords;
mod tree;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::change::{Action, Change, Line};
use super::context::Context;
use super::rule::Rule;
use crate::document::{join, segments};
use crate::model::Operation;
use keywords::Coverage;

/// Compares the rest.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    server(context, changes);
    let (old, new) = (tree::head(&context.old), tree::head(&context.new));
    scheme(&old, &new, changes);
    part(
        keywords::head,
        str::to_owned,
        &old,
        &new,
        changes,
        |steps| match steps {
            [key] => ((*key).to_owned(), "the document".to_owned()),
            [first, .., key] => ((*key).to_owned(), format!("the part `{first}`")),
            [] => (String::new(), "the document".to_owned()),
        },
    );
    for (before, after) in context.operations() {
        operation(context, before, after, changes);
    }
    let now = |name: &str| context.now(name).to_owned();
    let old = tree::schemas(&context.old, now);
    let new = tree::schemas(&context.new, str::to_owned);
    let model = context.new.model;
    let coverage = |steps: &[&str]| keywords::schema(model, steps);
    let here = |place: &str| format!("/components/schemas{place}");
    part(coverage, here, &old, &new, changes, |steps| match steps {
        [name, .., key] => ((*key).to_owned(), format!("`{name}` in schemas")),
        _ => (String::new(), "the schemas".to_owned()),
    });
}

fn operation(
    context: &Context<'_>,
    before: &Operation,
    after: &Operation,
    changes: &mut Vec<Change>,
) {
    let now = |name: &str| context.now(name).to_owned();
    let mut old = tree::operation(&context.old, before, now);
    let new = tree::operation(&context.new, after, str::to_owned);
    tree::align(context, (before, after), &mut old);
    let id = after.id.as_str();
    let here = |place: &str| tree::written(&context.new, after, place);
    part(keywords::operation, here, &old, &new, changes, |steps| {
        let key = steps.last().copied().unwrap_or_default().to_owned();
        let of = match steps {
            ["requestBody", ..] => format!("the request of {id}"),
            ["responses", status, _, ..] if keywords::is_success(status) => {
                format!("the response of {id}")
            }
            ["responses", status, _, ..] => format!("the response `{status}` of {id}"),
            ["callbacks", name, _, ..] => format!("the callback `{name}` of {id}"),
            ["parameters", name, _, ..] => format!("the parameter `{name}` of {id}"),
            _ => id.to_owned(),
        };
        (key, of)
    });
}

fn server(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.server, &context.new.model.server);
    if old != new {
        let quoted = |url: &str| format!("`{url}`");
        changes.push(Change::new(
            Rule::ServerChanged,
            Line::changed("server", quoted(old), quoted(new)),
            Line::changed("default base URL of `Client`", quoted(old), quoted(new)),
            "/servers",
        ));
    }
}

/// Compares the name and type of the security scheme, of which there is one.
fn scheme(old: &Value, new: &Value, changes: &mut Vec<Change>) {
    const SCHEMES: &str = "/components/securitySchemes";
    let described = |tree: &Value| {
        let schemes = tree.pointer(SCHEMES).and_then(Value::as_object)?;
        let (name, scheme) = schemes.iter().next()?;
        let part = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or("none");
        let kind = format!("`{} {}`", part("type"), part("scheme"));
        Some((format!("`{name}`"), kind))
    };
    let (Some((old_name, old_kind)), Some((new_name, new_kind))) = (described(old), described(new))
    else {
        return;
    };
    if old_name != new_name {
        changes.push(Change::new(
            Rule::SecuritySchemeRenamed,
            Line::turned("the security scheme", "renamed", old_name, new_name),
            Line::nothing(),
            SCHEMES,
        ));
    }
    if old_kind != new_kind {
        changes.push(Change::new(
            Rule::SecuritySchemeChanged,
            Line::changed("the security scheme", &*old_kind, &*new_kind),
            Line::changed("credentials", old_kind, new_kind),
            SCHEMES,
        ));
    }
}

/// Reports where two trees differ, according to what covers each place.
fn part(
    coverage: impl Fn(&[&str]) -> Coverage,
    here: impl Fn(&str) -> String,
    old: &Value,
    new: &Value,
    changes: &mut Vec<Change>,
    called: impl Fn(&[&str]) -> (String, String),
) {
    let mut places = BTreeSet::new();
    walk(&coverage, "", old, new, &mut places);
    for place in places {
        let steps: Vec<String> = segments(&place).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let sides = (old.pointer(&place), new.pointer(&place));
        let pointer = here(&place);
        let (what, of) = called(&steps);
        let what = match steps.as_slice() {
            [.., "examples", name] => format!("example `{name}`"),
            _ => what,
        };
        if let Some((rule, wire)) = reported(coverage(&steps), (what, of), sides, &pointer) {
            changes.push(Change::new(rule, wire, Line::nothing(), pointer));
        }
    }
}

/// The rule for a place that differs, and its description.
fn reported(
    coverage: Coverage,
    (what, of): (String, String),
    sides: (Option<&Value>, Option<&Value>),
    pointer: &str,
) -> Option<(Rule, Line)> {
    let content = |of: String| {
        let action = Action::changed(shown(sides.0), shown(sides.1));
        Line::new("content", of, action)
    };
    let response = |action| Line::new(format!("response `{what}`"), of.clone(), action);
    match coverage {
        Coverage::Elsewhere | Coverage::Below => None,
        Coverage::Documentation => {
            let action = match sides {
                (None, _) => Action::Added,
                (_, None) => Action::Removed,
                _ if what.starts_with("example") => Action::Edited,
                _ => Action::Reworded,
            };
            Some((Rule::DocumentationChanged, Line::new(what, of, action)))
        }
        Coverage::ErrorResponse => Some(match sides {
            (None, _) => (Rule::ErrorResponseAdded, response(Action::Added)),
            (_, None) => (Rule::ErrorResponseRemoved, response(Action::Removed)),
            _ => (Rule::ErrorResponseChanged, content(of)),
        }),
        Coverage::Missing => Some((Rule::Unjudged, content(format!("`{pointer}`")))),
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}

/// Collects the topmost places that differ and have this coverage.
fn walk(
    coverage: &impl Fn(&[&str]) -> Coverage,
    place: &str,
    old: &Value,
    new: &Value,
    places: &mut BTreeSet<String>,
) {
    if old == new {
        return;
    }
    let steps: Vec<String> = segments(place).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let one_sided = old.is_null() || new.is_null();
    match coverage(&steps) {
        Coverage::Elsewhere => {}
        Coverage::Documentation => match (old, new) {
            (Value::Object(old), Value::Object(new)) if steps.last() == Some(&"examples") => {
                examples(place, old, new, places);
            }
            _ => {
                places.insert(place.to_owned());
            }
        },
        Coverage::ErrorResponse if one_sided => {
            places.insert(place.to_owned());
        }
        covered => match (old, new) {
            (Value::Object(old), Value::Object(new)) => {
                let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
                for key in keys {
                    let null = Value::Null;
                    let old = old.get(key).unwrap_or(&null);
                    let new = new.get(key).unwrap_or(&null);
                    walk(coverage, &join(place, key), old, new, places);
                }
            }
            // A part that only one side has is reported as a whole by another comparison.
            _ if one_sided && covered == Coverage::Below => {}
            _ => {
                places.insert(place.to_owned());
            }
        },
    }
}

/// Collects a place for each example that only one side has; all other changes of examples share one place.
fn examples(
    place: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    places: &mut BTreeSet<String>,
) {
    let only = |one: &Map<String, Value>, other: &Map<String, Value>| -> Vec<(String, Value)> {
        let mine = one.iter().filter(|(name, _)| !other.contains_key(*name));
        mine.map(|(name, it)| (name.clone(), it.clone())).collect()
    };
    let (gone, came) = (only(old, new), only(new, old));
    let is_renamed = |example: &Value| {
        let has = |side: &[(String, Value)]| side.iter().any(|(_, it)| it == example);
        has(&gone) && has(&came)
    };
    for (name, example) in gone.iter().chain(&came) {
        let changed = match is_renamed(example) {
            true => place.to_owned(),
            false => join(place, name),
        };
        places.insert(changed);
    }
    let mut both = old
        .iter()
        .filter_map(|(name, it)| Some((it, new.get(name)?)));
    if both.any(|(before, after)| before != after) {
        places.insert(place.to_owned());
    }
}
