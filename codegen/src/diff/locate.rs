//! Finds the keyword, the item or the value of a part that a change is about.
//!
//! A change names a part of the document: a parameter, a component, an operation. What was edited is often a line
//! further down, or in a component that the part refers to.

use std::collections::BTreeSet;

use super::change::Change;
use super::rule::Rule;
use crate::document::{At, Document, Value, follow, segments};

/// The deepest place below a part; references are only a few levels deep.
const DEEPEST: usize = 32;

/// Where a change is.
#[derive(Debug)]
pub(super) enum Found<'d> {
    /// In the new document, at something that the old one does not have.
    New(At<'d>),
    /// In both documents, at something with another value.
    Changed(At<'d>, At<'d>),
    /// In the old document, at something that was removed.
    Old(At<'d>),
}

/// Finds the place of a change.
pub(super) fn locate<'d>(old: &'d Document, new: &'d Document, change: &Change) -> Found<'d> {
    let was = change.old_pointer.as_deref().unwrap_or(&change.pointer);
    let search = Search {
        old: At::root(old.root()),
        new: At::root(new.root()),
        keywords: keywords(change.rule),
        about: change.about.as_deref(),
    };
    let is_whole = search.keywords.is_empty() && search.about.is_none();
    match (search.old.find(was), search.new.find(&change.pointer)) {
        (Some(before), None) => Found::Old(before),
        (Some(before), Some(_)) if change.is_removal() && is_whole => Found::Old(before),
        (Some(_), Some(after)) if change.old_pointer.is_some() => Found::New(after),
        (Some(before), Some(after)) => {
            let found = search.below(&before, &after);
            let found = found.or_else(|| search.required(&after.pointer));
            found.unwrap_or(Found::New(after))
        }
        (None, Some(after)) if change.rule == Rule::OperationMoved => {
            Found::New(search.topmost(after))
        }
        (None, Some(after)) => Found::New(after),
        (None, None) => {
            let (before, after) = (old.nearest(was), new.nearest(&change.pointer));
            let is_same = before.pointer == after.pointer && !after.pointer.is_empty();
            let found = is_same.then(|| search.below(&before, &after)).flatten();
            found.unwrap_or(Found::New(after))
        }
    }
}

/// The keywords that a rule is about, if its changes name the part that has them.
fn keywords(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::PrivacyWeakened | Rule::PrivacyStrengthened => &["x-pii", "x-secret"],
        Rule::OperationDeprecated
        | Rule::OperationUndeprecated
        | Rule::ParameterDeprecated
        | Rule::ParameterUndeprecated
        | Rule::PropertyDeprecated
        | Rule::PropertyUndeprecated => &["deprecated"],
        Rule::OperationDescriptionChanged
        | Rule::ParameterDescriptionChanged
        | Rule::PropertyDescriptionChanged
        | Rule::CallbackDescriptionChanged => &["summary", "description"],
        Rule::ParameterDefaultChanged | Rule::PropertyDefaultChanged => &["default"],
        Rule::ParameterBecameRequired
        | Rule::ParameterBecameOptional
        | Rule::PropertyBecameRequired
        | Rule::PropertyBecameOptional
        | Rule::PropertyAbsenceChanged => &["required", "nullable"],
        Rule::ParameterTypeChanged
        | Rule::ParameterTypeWidened
        | Rule::ParameterComponentChanged
        | Rule::PropertyTypeChanged
        | Rule::ColumnTypeChanged
        | Rule::PropertyComponentChanged => &["$ref", "type", "format"],
        Rule::NumberedRaised | Rule::NumberedLowered => &["x-numbered"],
        Rule::NumberedPartsChanged => &["required", "properties"],
        _ => &[],
    }
}

/// What is looked for, and in which documents.
struct Search<'s, 'd> {
    old: At<'d>,
    new: At<'d>,
    /// The keywords to prefer.
    keywords: &'static [&'static str],
    /// The name to prefer: of a value, a parameter or a component.
    about: Option<&'s str>,
}

/// A member of an object or an item of an array on both sides; one that both have differs.
type Member<'d> = (Option<At<'d>>, Option<At<'d>>);

impl<'d> Search<'_, 'd> {
    /// What differs below a part, or else in what it refers to.
    fn below(&self, before: &At<'d>, after: &At<'d>) -> Option<Found<'d>> {
        let keyword = (!self.keywords.is_empty())
            .then(|| self.keyword(before, after, 0))
            .flatten();
        keyword.or_else(|| self.difference(before, after, 0))
    }

    /// The first of the keywords that differs, in a part or in what it refers to.
    fn keyword(&self, before: &At<'d>, after: &At<'d>, depth: usize) -> Option<Found<'d>> {
        if depth > DEEPEST {
            return None;
        }
        let members = members(before, after).into_iter();
        let mut wanted = members.filter(|it| self.keywords.contains(&name(it).as_str()));
        if let Some(member) = wanted.next() {
            return self.found(member, depth);
        }
        let inner = self.inner(before, after).into_iter();
        let mut found =
            inner.filter_map(|(before, after)| self.keyword(&before, &after, depth + 1));
        found.next()
    }

    /// The first difference, or the first one about the name.
    fn difference(&self, before: &At<'d>, after: &At<'d>, depth: usize) -> Option<Found<'d>> {
        if depth > DEEPEST {
            return None;
        }
        let members = members(before, after);
        let named = members.iter().find(|it| self.is_about(it)).cloned();
        if let Some(member) = named.or_else(|| members.into_iter().next()) {
            return self.found(member, depth);
        }
        if before.node.to_json() != after.node.to_json() {
            return Some(Found::Changed(before.clone(), after.clone()));
        }
        let inner = self.inner(before, after).into_iter();
        let mut found =
            inner.filter_map(|(before, after)| self.difference(&before, &after, depth + 1));
        found.next()
    }

    fn found(&self, member: Member<'d>, depth: usize) -> Option<Found<'d>> {
        match member {
            (Some(before), Some(after)) => self
                .difference(&before, &after, depth + 1)
                .or(Some(Found::Changed(before, after))),
            (None, Some(after)) => Some(Found::New(after)),
            (Some(before), None) => Some(Found::Old(before)),
            (None, None) => None,
        }
    }

    /// Whether a member has the name, or contains it.
    fn is_about(&self, member: &Member<'d>) -> bool {
        let Some(about) = self.about else {
            return false;
        };
        let (before, after) = member;
        let mut sides = before.iter().chain(after);
        sides.any(|at| mentions(at, about) || name(member) == about)
    }

    /// The schemas that a part consists of on both sides, and what they refer to; another reference is a difference.
    fn inner(&self, before: &At<'d>, after: &At<'d>) -> Vec<(At<'d>, At<'d>)> {
        if let (Some(old), Some(new)) = (before.get_str("$ref"), after.get_str("$ref")) {
            let targets = (
                follow(&self.old, before.clone()),
                follow(&self.new, after.clone()),
            );
            let is_other = targets.0.pointer != before.pointer;
            return Vec::from_iter((old == new && is_other).then_some(targets));
        }
        let schemas = |part: &At<'d>| -> Vec<At<'d>> {
            let single = ["schema", "items"].into_iter();
            let single = single.filter_map(|key| part.get(key));
            let bases = part.get("allOf");
            let bases = bases.iter().flat_map(At::items);
            single.chain(bases).collect()
        };
        schemas(before).into_iter().zip(schemas(after)).collect()
    }

    /// The place of a property in the list of required ones, if only one document has it there.
    fn required(&self, pointer: &str) -> Option<Found<'d>> {
        if !self.keywords.contains(&"required") {
            return None;
        }
        let (schema, property) = pointer.rsplit_once("/properties/")?;
        let property = segments(&format!("/{property}")).next()?;
        let listed = |root: &At<'d>| {
            let list = root.find(&format!("{schema}/required"))?;
            list.items().find(|it| it.as_str() == Some(&property))
        };
        match (listed(&self.old), listed(&self.new)) {
            (None, Some(after)) => Some(Found::New(after)),
            (Some(before), None) => Some(Found::Old(before)),
            _ => None,
        }
    }

    /// The largest part around a part that the old document does not have.
    fn topmost(&self, part: At<'d>) -> At<'d> {
        let ends = part.pointer.match_indices('/').map(|(end, _)| end);
        let around = ends.filter_map(|end| part.pointer.get(..end));
        let mut absent = around.filter(|it| self.old.find(it).is_none());
        let topmost = absent.next().and_then(|it| self.new.find(it));
        topmost.unwrap_or(part)
    }
}

/// The members of two objects or the items of two arrays that differ, in the order of the new document.
fn members<'d>(before: &At<'d>, after: &At<'d>) -> Vec<Member<'d>> {
    match (&before.node.value, &after.node.value) {
        (Value::Object(_), Value::Object(_)) => entries(before, after),
        (Value::Array(_), Value::Array(_)) => items(before, after),
        _ => Vec::new(),
    }
}

fn entries<'d>(before: &At<'d>, after: &At<'d>) -> Vec<Member<'d>> {
    let differs = |member: &Member<'d>| match member {
        (Some(before), Some(after)) => before.node.to_json() != after.node.to_json(),
        _ => true,
    };
    let new = after.entries().map(|(key, it)| (before.get(key), Some(it)));
    let gone = before.entries().filter(|(key, _)| !after.has(key));
    let gone = gone.map(|(_, it)| (Some(it), None));
    new.chain(gone).filter(differs).collect()
}

/// Items have no names: those that only one array has differ, or else those that moved.
fn items<'d>(before: &At<'d>, after: &At<'d>) -> Vec<Member<'d>> {
    let texts = |at: &At<'d>| -> BTreeSet<String> {
        at.items().map(|it| it.node.to_json().to_string()).collect()
    };
    let only = |one: &At<'d>, others: &BTreeSet<String>| -> Vec<At<'d>> {
        let items = one.items();
        let items = items.filter(|it| !others.contains(&it.node.to_json().to_string()));
        items.collect()
    };
    let came = only(after, &texts(before));
    let gone = only(before, &texts(after));
    match (gone.as_slice(), came.as_slice()) {
        ([before], [after]) => vec![(Some(before.clone()), Some(after.clone()))],
        ([], []) => {
            let moved = before.items().zip(after.items());
            let moved = moved.filter(|(old, new)| old.node.to_json() != new.node.to_json());
            moved.map(|(_, new)| (None, Some(new))).collect()
        }
        _ => {
            let came = came.into_iter().map(|it| (None, Some(it)));
            came.chain(gone.into_iter().map(|it| (Some(it), None)))
                .collect()
        }
    }
}

/// The key of a member, or the index of an item.
fn name(member: &Member<'_>) -> String {
    let (before, after) = member;
    let at = after.as_ref().or(before.as_ref());
    let last = at.and_then(|it| segments(&it.pointer).last());
    last.unwrap_or_default()
}

/// Whether a string or a reference below names something.
fn mentions(at: &At<'_>, name: &str) -> bool {
    let of_reference = |text: &str| text.rsplit('/').next() == Some(name);
    match &at.node.value {
        Value::String(text) => text == name || of_reference(text),
        Value::Array(_) => at.items().any(|it| mentions(&it, name)),
        Value::Object(_) => at
            .entries()
            .any(|(key, it)| key == name || mentions(&it, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::Line;
    use crate::document::{Entry, Node, Span};

    fn node(value: Value) -> Node {
        let span = Span::default();
        Node { span, value }
    }

    #[test]
    fn a_name_is_mentioned_by_a_string_a_key_or_the_end_of_a_reference() {
        for (text, expected) in [
            ("Sid", true),
            ("#/components/schemas/Sid", true),
            ("#/components/schemas/CallSid", false),
            ("#/components/Sid/schemas", false),
        ] {
            let text = node(Value::String(text.to_owned()));
            assert_eq!(mentions(&At::root(&text), "Sid"), expected, "{text:?}");
            let list = node(Value::Array(vec![text]));
            assert_eq!(mentions(&At::root(&list), "Sid"), expected, "{list:?}");
        }
        let object = node(Value::Object(vec![Entry {
            key: "Sid".to_owned(),
            key_span: Span::default(),
            node: node(Value::Null),
        }]));
        assert!(mentions(&At::root(&object), "Sid"));
        assert!(!mentions(&At::root(&object), "Sids"));
    }

    /// Only a part that both documents have at the same place is searched for what changed in it.
    #[test]
    fn a_change_of_which_neither_document_has_the_place_is_at_what_is_around_it() {
        let document = |text: &str| {
            let source = crate::Source::new("a.yaml", text.to_owned());
            crate::load(&source).unwrap()
        };
        let old = document("a: {description: Old.}\nb: {description: Old.}\n");
        let new = document("a: {description: New.}\nb: {description: New.}\n");
        let found = |was: &str, is: &str| {
            let rust = Line::nothing();
            let mut change = Change::new(
                Rule::PropertyDescriptionChanged,
                Line::nothing(),
                rust,
                is.to_owned(),
            );
            change.old_pointer = Some(was.to_owned());
            match locate(&old, &new, &change) {
                Found::Changed(_, at) | Found::New(at) | Found::Old(at) => at.pointer,
            }
        };
        assert_eq!(found("/b/x", "/b/x"), "/b/description");
        assert_eq!(found("/a/x", "/b/x"), "/b");
        assert_eq!(found("/x", "/x"), "");
    }
}
