//! Groups of enum values: final ones, and others.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::fixes::{remove, rewrite};
use super::received::Received;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, SchemaKind, items};
use crate::finding::show;
use crate::names;

/// Methods that every enum has.
const RESERVED: &[&str] = &["final", "known"];

pub(super) fn check(index: &Index<'_>, received: &Received<'_, '_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        if let Some(at) = schema.get("x-final")
            && is_received_enum(received, name, schema, &at, &FINALS, findings)
        {
            members(index, name, schema, &at, &FINALS, findings);
        }
        if let Some(at) = schema.get("x-groups")
            && is_received_enum(received, name, schema, &at, &GROUPS, findings)
        {
            let mut methods = BTreeSet::new();
            for (group, list) in at.entries() {
                group_name(group, &list, &mut methods, findings);
                members(index, name, schema, &list, &GROUPS, findings);
            }
        }
    }
}

/// The terms for a kind of group in messages.
struct Words {
    rule: &'static str,
    unreceived: &'static str,
    without_enum: &'static str,
    what_it_does: &'static str,
    none: &'static str,
    all: &'static str,
    list: &'static str,
    list_only: &'static str,
}

const FINALS: Words = Words {
    rule: "final-values",
    unreceived: "`x-final` is used with an enum that only requests use",
    without_enum: "`x-final` is used without `enum`",
    what_it_does: "remove it: it is only valid with an enum in responses or callbacks",
    none: "no value is final",
    all: "every value is final",
    list: "list the values after which nothing follows, or remove `x-final`",
    list_only: "list only the values after which nothing follows, or remove `x-final`",
};

const GROUPS: Words = Words {
    rule: "groups",
    unreceived: "`x-groups` is used with an enum that only requests use",
    without_enum: "`x-groups` is used without `enum`",
    what_it_does: "remove it: it is only valid with an enum in responses or callbacks",
    none: "no value is in this group",
    all: "every value is in this group",
    list: "list the values that belong to it, or remove the group",
    list_only: "list some of the values, or remove the group",
};

/// Whether the values of this schema can have groups, and its keywords have no errors.
fn is_received_enum(
    received: &Received<'_, '_>,
    name: &str,
    schema: &At<'_>,
    at: &At<'_>,
    words: &Words,
    findings: &mut Findings,
) -> bool {
    let wrong = match SchemaKind::of(schema.node) {
        SchemaKind::Enum if received.has(name, schema) => return received.is_readable(schema),
        SchemaKind::Enum => words.unreceived,
        SchemaKind::Plain | SchemaKind::Text | SchemaKind::Format => words.without_enum,
        // Reported as misplaced elsewhere.
        _ => return false,
    };
    findings.key_error(words.rule, at, wrong, words.what_it_does);
    false
}

/// Checks the name, which becomes part of a method name.
fn group_name<'d>(
    group: &'d str,
    list: &At<'d>,
    methods: &mut BTreeSet<String>,
    findings: &mut Findings,
) {
    let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
    if !group.starts_with(|c: char| c.is_ascii_lowercase()) || !group.chars().all(is_word) {
        findings.key_error(
            GROUPS.rule,
            list,
            format!("{} cannot be part of a method name", show(group)),
            "write a lower-case word: `machine` becomes `is_machine`",
        );
    } else if RESERVED.contains(&group) || !methods.insert(names::group_method(group)) {
        findings.key_error(
            GROUPS.rule,
            list,
            format!("the name {} is reserved", show(&names::group_method(group))),
            "choose another name; final values are listed under `x-final`",
        );
    }
}

/// Checks the values of a group: some of the enum's, but not all.
fn members(
    index: &Index<'_>,
    name: &str,
    schema: &At<'_>,
    at: &At<'_>,
    words: &Words,
    findings: &mut Findings,
) {
    let values: Vec<&str> = items(schema.get("enum"))
        .filter_map(|value| value.as_str())
        .collect();
    let known = known_values(index, name, &values, at, words, findings);
    if at.items().next().is_none() {
        findings.key_error(words.rule, at, words.none, words.list);
    } else if known == values.len() {
        findings.key_error(words.rule, at, words.all, words.list_only);
    }
}

/// Checks each listed value, and counts the distinct ones that the enum has.
fn known_values(
    index: &Index<'_>,
    name: &str,
    values: &[&str],
    at: &At<'_>,
    words: &Words,
    findings: &mut Findings,
) -> usize {
    let mut seen = BTreeSet::new();
    for item in at.items() {
        let Some(value) = item.as_str() else { continue };
        if !values.contains(&value) {
            findings.error(
                words.rule,
                &item,
                format!("the enum {} has no value {}", show(name), show(value)),
                suggestion(
                    index,
                    value,
                    values.iter().copied(),
                    "write a value from `enum`",
                ),
            );
            findings
                .fix(declared(index, value, values.iter().copied()).map(|it| rewrite(&item, it)));
        } else if !seen.insert(value) {
            findings.error(
                words.rule,
                &item,
                format!("{} is listed twice", show(value)),
                "remove one of them",
            );
            findings.fix(remove(&item));
        }
    }
    seen.len()
}
