//! Doc comments from the descriptions of the document.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, parse_quote};

use crate::markdown;
use crate::model::{Field, Model, Relation, Rule, ScalarKind, Ty};

/// One `///` line per line of text.
pub(crate) fn attributes(text: &str) -> Vec<Attribute> {
    markdown::trimmed(text)
        .lines()
        .map(|line| {
            let line = doc_line(line);
            parse_quote!(#[doc = #line])
        })
        .collect()
}

/// The same as tokens, for `quote!`.
pub(crate) fn tokens(text: &str) -> TokenStream {
    let attributes = attributes(text);
    quote!(#(#attributes)*)
}

/// The same for a module, as `//!`.
pub(crate) fn inner(text: &str) -> TokenStream {
    let text = markdown::trimmed(text);
    let lines = text.lines().map(doc_line);
    quote!(#(#![doc = #lines])*)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// The documentation of a setter: description, default, accepted values, and the rules that are checked. The macro
/// that declares the setter adds the name on the wire.
pub(crate) fn parameter<'m>(
    model: &Model,
    field: &Field,
    rules: impl Iterator<Item = &'m Rule>,
) -> String {
    let mut facts = Vec::new();
    if let Some(default) = &field.default {
        facts.push(format!("default {}", markdown::code_span(default)));
    }
    if let Some(accepted) = accepted(model, field) {
        facts.push(accepted);
    }
    let mut notes = Vec::new();
    if !facts.is_empty() {
        notes.push(format!("{}.", capitalized(&facts.join("; "))));
    }
    let concerns = |rule: &&Rule| {
        let is_other = rule.relation.rejects() && rule.others.contains(&field.wire);
        rule.parameter == field.wire || is_other
    };
    for rule in rules.filter(concerns) {
        let Rule {
            parameter,
            relation,
            others,
            reason,
        } = rule;
        let other = alternatives(others);
        let reason = reason.trim().trim_end_matches('.');
        let is_own = *parameter == field.wire;
        let note = match relation {
            Relation::Requires if is_own => format!("Only allowed with {other}"),
            Relation::Requires => format!("Required if `{parameter}` is set"),
            Relation::Excludes if is_own => format!("Not allowed with {other}"),
            Relation::Excludes => format!("Not allowed with `{parameter}`"),
            Relation::Expects => format!("Ignored unless {other} is set"),
            Relation::Yields => format!("Ignored if {other} is also set"),
            Relation::Unless if is_own => format!("Required unless {other} is set"),
            Relation::Unless => continue,
        };
        let checked = if relation.rejects() {
            " This is checked before the request is sent."
        } else {
            ""
        };
        notes.push(format!("{note}: {reason}.{checked}"));
    }
    let doc = field.doc.trim();
    if notes.is_empty() {
        doc.to_owned()
    } else {
        format!("{doc}\n\n{}", notes.join("\n\n"))
    }
}

/// The rules of a body that some of its fields have to be set, as paragraphs about the request as a whole.
pub(crate) fn required_alternatives<'m>(rules: impl Iterator<Item = &'m Rule>) -> Vec<String> {
    let rules = rules.filter(|rule| rule.relation == Relation::Unless);
    rules
        .map(|rule| {
            let names: Vec<String> = std::iter::once(&rule.parameter)
                .chain(&rule.others)
                .cloned()
                .collect();
            let reason = rule.reason.trim().trim_end_matches('.');
            format!(
                "At least one of {} has to be set: {reason}. This is checked before the request is sent.",
                alternatives(&names)
            )
        })
        .collect()
}

/// The names in code, as alternatives.
fn alternatives(names: &[String]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} or {last}", names.join(", "))
    }
}

fn capitalized(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

fn accepted(model: &Model, field: &Field) -> Option<String> {
    let Ty::Scalar(name) = &field.ty else {
        return None;
    };
    match &model.scalar(name)?.kind {
        ScalarKind::Integer { min, max, unit, .. } => {
            let unit = unit
                .map(|unit| format!(" {}", unit.name()))
                .unwrap_or_default();
            Some(format!("`{min}` to `{max}`{unit}"))
        }
        ScalarKind::Text { max: Some(max), .. } => Some(format!("at most {max} characters")),
        _ => None,
    }
}
