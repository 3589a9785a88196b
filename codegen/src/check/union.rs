//! Unions: strings of one of several kinds, and objects of one of several types.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::fixes::remove;
use super::inline::{self, Place};
use super::text::accepts_all;
use crate::document::{At, Index, SchemaKind, items};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        if SchemaKind::of(schema.node) == SchemaKind::Union {
            union(index, name, schema, findings);
        }
    }
}

fn union<'d>(index: &Index<'d>, name: &str, schema: &At<'d>, findings: &mut Findings) {
    // Values that are only sent need not be distinguishable.
    let of_objects = index.is_object(schema)
        && index.usage.is_sent_as_json(name)
        && !index.usage.is_received(name);
    let Some(list) = schema.get("oneOf") else {
        return;
    };
    let members: Vec<At<'_>> = items(Some(list.clone())).collect();
    if members.len() < 2 {
        findings.error(
            "one-of",
            &list,
            "`oneOf` needs at least two members",
            "refer to the component directly, without `oneOf`",
        );
    }
    let mut seen = BTreeSet::new();
    for (number, member) in members.iter().enumerate() {
        if !member.has("$ref") {
            inline::check(index, member, Place::Choice { of_objects }, findings);
            continue;
        }
        let Some((name, target)) = index.target(member).zip(index.resolve(member)) else {
            continue;
        };
        if !seen.insert(name) {
            findings.error(
                "one-of",
                member,
                format!("the member {} is listed twice", show(name)),
                "remove one of them",
            );
            findings.fix(remove(member));
        }
        if of_objects {
            object_member(name, member, &target, findings);
        } else {
            let is_last = number + 1 == members.len();
            member_schema(name, member, &target, is_last, findings);
        }
    }
}

fn object_member(name: &str, member: &At<'_>, target: &At<'_>, findings: &mut Findings) {
    let kind = SchemaKind::of(target.node);
    if kind != SchemaKind::Object {
        findings.error(
            "one-of",
            member,
            format!(
                "{} is {}, but other members are objects",
                show(name),
                kind.name()
            ),
            "refer to components with `type: object` and `properties` only",
        );
    }
}

/// Members are tried in the order of the document, and distinguished by their form.
fn member_schema(
    name: &str,
    member: &At<'_>,
    target: &At<'_>,
    is_last: bool,
    findings: &mut Findings,
) {
    let kind = SchemaKind::of(target.node);
    if !matches!(kind, SchemaKind::Plain | SchemaKind::Text) {
        findings.error(
            "one-of",
            member,
            format!(
                "{} is {}; only strings can be distinguished by their form",
                show(name),
                kind.name()
            ),
            "refer to components with `type: string`, without `enum` and `format`",
        );
    } else if target.has("x-secret") {
        findings.error(
            "one-of",
            member,
            format!(
                "{} is a secret, and must not be inspected to find its type",
                show(name)
            ),
            "use the secret component itself",
        );
    } else if accepts_all(target) && !is_last {
        findings.error(
            "one-of",
            member,
            format!(
                "{} accepts every string, so the members after it are never chosen",
                show(name)
            ),
            "add a pattern to it, or put it last",
        );
    }
}
