//! Changes between two releases in parts that the crate does not express.
//!
//! The reports compare two models, which do not contain the parts that are left out of the documents. So a part that
//! is left out of only one of them would appear to be added or removed, and changes in a part that is left out of
//! both would go unnoticed.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Edit;
use super::{Normal, place};
use crate::diff::{Action, Change, Class, Line, Rule, Spec};
use crate::document::{At, Lines, Node, segments};
use crate::finding::plain;

/// Keywords of a schema whose value the crate may be unable to check.
const KEYWORDS: &[&str] = &["format", "pattern", "enum"];
/// The maximum length of a keyword's value in reports.
const LONGEST: usize = 80;

/// One of the two releases.
pub(super) struct Side<'r> {
    normal: &'r Normal,
    /// Why parts are left out, by pointer.
    left_out: BTreeMap<&'r str, &'r str>,
    /// Parts that the crate ignores: keywords that it cannot check, and all but one body of a response.
    unread: BTreeSet<&'r str>,
}

impl<'r> Side<'r> {
    pub(super) fn of(normal: &'r Normal) -> Self {
        let edits = || normal.ledger.edits();
        let left_out = edits().filter(|(_, edit, _)| *edit == Edit::LeftOut);
        let unread = edits().filter(|(pointer, edit, _)| match edit {
            Edit::Loosened => KEYWORDS.contains(&last(pointer)),
            Edit::Response => is_response(pointer),
            _ => false,
        });
        Self {
            normal,
            left_out: left_out.map(|(at, _, why)| (at, why)).collect(),
            unread: unread.map(|(at, ..)| at).collect(),
        }
    }

    /// The same part in the other release; parameters are matched by name.
    fn counterpart(&self, pointer: &str, other: &Self) -> Option<String> {
        let (mut here, mut there) = (At::root(&self.normal.given), At::root(&other.normal.given));
        let mut in_parameters = false;
        for segment in segments(pointer) {
            let index = segment.parse::<usize>().ok();
            let (mine, its) = match index.filter(|_| here.get(&segment).is_none()) {
                Some(index) => {
                    let mine = here.items().nth(index)?;
                    let same = |it: &At<'_>| same_parameter(it.node, mine.node);
                    let its = if in_parameters {
                        there.items().find(same)
                    } else {
                        there.items().nth(index)
                    };
                    (mine, its?)
                }
                None => (here.get(&segment)?, there.get(&segment)?),
            };
            in_parameters = segment == "parameters";
            (here, there) = (mine, its);
        }
        Some(there.pointer)
    }

    /// Why a part, or the items of an array, are left out.
    fn why_left_out(&self, pointer: &str) -> Option<(String, &'r str)> {
        let parts = [pointer.to_owned(), format!("{pointer}/items")];
        parts.into_iter().find_map(|part| {
            let why = self.left_out.get(part.as_str()).copied()?;
            Some((part, why))
        })
    }

    fn value(&self, pointer: &str) -> Option<&'r Node> {
        self.normal.given.find(pointer)
    }

    /// The deepest existing part on the path of a pointer.
    fn nearest(&self, pointer: &str) -> At<'r> {
        let root = At::root(&self.normal.given);
        let ends = pointer.rmatch_indices('/').map(|(end, _)| end);
        let ways = std::iter::once(pointer.len()).chain(ends);
        ways.filter_map(|end| root.find(pointer.get(..end)?))
            .next()
            .unwrap_or(root)
    }

    /// The pointer into the given document for the subject of a change.
    fn place(&self, spec: &Spec, change: &Change) -> String {
        let span = spec.document().key_span(&change.pointer);
        place::pointer(&self.normal.given, span)
    }
}

/// Rewords changes that only one release expresses, and adds those that neither does.
pub(super) fn amend(
    specs: (&Spec, &Spec),
    sides: (&Side<'_>, &Side<'_>),
    changes: &mut Vec<Change>,
) {
    let (old, new) = sides;
    let mut used = BTreeSet::new();
    let mut reported = Vec::new();
    for change in changes.iter_mut() {
        let (side, other, spec) = match change.is_removal() {
            true => (old, new, specs.0),
            false => (new, old, specs.1),
        };
        let at = side.place(spec, change);
        let is_whole = matches!(change.wire.action, Action::Added | Action::Removed);
        let counterpart = side.counterpart(&at, other).filter(|_| is_whole);
        if let Some((part, why)) = counterpart.and_then(|it| other.why_left_out(&it)) {
            change.wire.action = expressed(change.is_removal(), why);
            used.insert(part);
        }
        reported.push((at, is_whole, change.class));
    }
    let mut more = Vec::new();
    left_out(old, new, &used, &mut more);
    unread(old, new, &mut more);
    // A part is reported with the whole, and a keyword with its effect on the type.
    more.retain(|change| {
        !reported.iter().any(|(at, is_whole, class)| {
            let below = change.pointer.strip_prefix(at.as_str());
            let is_below = below.is_some_and(|it| it.starts_with('/'));
            let is_keyword = below.is_some_and(|it| KEYWORDS.contains(&it.trim_start_matches('/')));
            (is_below && *is_whole && !at.is_empty())
                || (is_keyword && *class != Class::Documentation)
        })
    });
    for mut change in more {
        let (side, spec) = match change.is_removal() {
            true => (old, specs.0),
            false => (new, specs.1),
        };
        let lines = Lines::new(&spec.document().source().text);
        let span = side.nearest(&change.pointer).key_span();
        change.line = lines.position(span.start).line;
        changes.push(change);
    }
}

/// The change of a part that is left out of one release only.
fn expressed(now_left_out: bool, why: &str) -> Action {
    let (expressed, left_out) = ("expressed", format!("left out ({why})"));
    match now_left_out {
        true => Action::changed(expressed, left_out),
        false => Action::changed(left_out, expressed),
    }
}

/// Reports parts that are left out of one release and not of the other, or for another reason. What only one of them
/// expresses was already reported from the models, unless nothing uses it any more.
fn left_out(old: &Side<'_>, new: &Side<'_>, used: &BTreeSet<String>, more: &mut Vec<Change>) {
    for (at, why) in &old.left_out {
        let Some(now) = old.counterpart(at, new) else {
            more.push(documentation(reasoned(old, at, why, Action::Removed), at));
            continue;
        };
        let other = new.left_out.get(now.as_str());
        if let Some(other) = other.filter(|other| *other != why && !used.contains(*at)) {
            let line = both(name(new, &now), (why, other));
            more.push(documentation(line, &now));
        }
    }
    for (at, why) in &new.left_out {
        if new.counterpart(at, old).is_none() {
            more.push(documentation(reasoned(new, at, why, Action::Added), at));
        }
    }
}

/// A part that is left out of both, for different reasons.
fn both(what: String, (old, new): (&str, &str)) -> Line {
    let left_out = |why: &str| format!("left out ({why})");
    Line::changed(what, left_out(old), left_out(new))
}

fn reasoned(side: &Side<'_>, at: &str, why: &str, action: Action) -> Line {
    let what = format!("{} (left out: {why})", name(side, at));
    Line::new(what, "", action)
}

/// Reports changes of keywords that the crate does not check, and of responses that it does not distinguish.
fn unread(old: &Side<'_>, new: &Side<'_>, more: &mut Vec<Change>) {
    let mut met = BTreeSet::new();
    let old_parts = old.unread.iter().map(|at| (old, *at));
    for (side, at) in old_parts.chain(new.unread.iter().map(|at| (new, *at))) {
        let is_old = std::ptr::eq(side, old);
        let other = if is_old { new } else { old };
        let name = name(side, at);
        let counterpart = counterpart_or_parent(side, at, other);
        let Some(counterpart) = counterpart.filter(|_| met.insert(name.clone())) else {
            continue;
        };
        let (before, after) = match is_old {
            true => (old.value(at), new.value(&counterpart)),
            false => (old.value(&counterpart), new.value(at)),
        };
        let action = match (before, after, is_response(at)) {
            (Some(_), None, true) => Action::Removed,
            (None, Some(_), true) => Action::Added,
            (Some(_), Some(_), true) | (None, None, _) => continue,
            (before, after, false) => Action::changed(shown(before), shown(after)),
        };
        if before.map(Node::to_json) != after.map(Node::to_json) {
            more.push(documentation(Line::new(name, "", action), at));
        }
    }
}

/// Where a keyword is or would be in the other release, if that has the schema.
fn counterpart_or_parent(side: &Side<'_>, at: &str, other: &Side<'_>) -> Option<String> {
    let (parent, key) = at.rsplit_once('/')?;
    Some(format!("{}/{key}", side.counterpart(parent, other)?))
}

fn documentation(wire: Line, at: &str) -> Change {
    let rule = Rule::UnexpressedChanged;
    Change::new(rule, wire, Line::nothing(), at).because(rule.why())
}

/// The name of a part of the given document.
fn name(side: &Side<'_>, pointer: &str) -> String {
    let steps: Vec<String> = segments(pointer).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let (of, rest) = match steps.as_slice() {
        ["paths", path, method] => return format!("operation {} {path}", method.to_uppercase()),
        ["paths", path, method, rest @ ..] => (format!("{} {path}", method.to_uppercase()), rest),
        ["components", _, name, rest @ ..] => (format!("`{name}`"), rest),
        _ => return format!("`{}`", plain(pointer)),
    };
    let mut parts = vec![of];
    let mut rest = rest.iter();
    while let Some(step) = rest.next() {
        let key = match *step {
            "parameters" | "properties" | "responses" => rest.next(),
            "format" | "pattern" | "enum" | "items" => None,
            _ => continue,
        };
        parts.push(match (*step, key) {
            ("parameters", Some(key)) => format!("parameter `{}`", parameter(side, pointer, key)),
            ("properties", Some(key)) => format!("property `{key}`"),
            ("responses", Some(key)) => format!("response {key}"),
            (step, _) => format!("`{step}`"),
        });
    }
    parts.reverse();
    parts.join(" of ")
}

/// The name of the parameter on the path of a pointer.
fn parameter(side: &Side<'_>, pointer: &str, index: &str) -> String {
    let end = pointer.find(&format!("/parameters/{index}"));
    let parent = end.and_then(|end| pointer.get(..end));
    let parameters = parent.and_then(|it| side.value(&format!("{it}/parameters")));
    let parameter = parameters.zip(index.parse::<usize>().ok());
    let parameter = parameter.and_then(|(all, index)| all.items().get(index));
    let name = parameter.and_then(|it| it.get("name")?.as_str());
    name.unwrap_or(index).to_owned()
}

fn same_parameter(one: &Node, other: &Node) -> bool {
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    ["name", "in", "$ref"]
        .iter()
        .all(|key| text(one, key) == text(other, key))
}

fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or(pointer)
}

/// Whether a pointer leads to one of the responses of an operation.
fn is_response(pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').map(|(parent, _)| parent);
    parent.is_some_and(|parent| pointer.starts_with("/paths/") && last(parent) == "responses")
}

fn shown(value: Option<&Node>) -> String {
    let text = match value {
        None => return "none".to_owned(),
        Some(value) => value
            .as_str()
            .map_or_else(|| value.to_json().to_string(), str::to_owned),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
