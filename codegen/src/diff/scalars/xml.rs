//! What XML documents may contain.

use super::pair::{Pair, Rules};
use crate::diff::change::{Action, Change, Line};
use crate::diff::rule::Rule;
use crate::model::{ScalarKind, Xml, XmlElement};
use crate::pattern::relation::Relation;

/// Only requests contain XML documents.
const VOCABULARY: Rules = Rules {
    same: Rule::XmlWidened,
    narrower: Rule::XmlNarrowed,
    wider: Rule::XmlWidened,
    wider_in_responses: Rule::XmlWidened,
};

/// Compares what two documents may contain.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let constructor = pair.item("well_formed");
    match (vocabulary(&pair.old.kind), vocabulary(&pair.new.kind)) {
        (None, None) => {}
        (None, Some(_)) => changes.push(whole(
            pair,
            Rule::XmlAdded,
            Action::Added,
            Line::new(constructor, "", Action::Added),
        )),
        (Some(_), None) => changes.push(whole(
            pair,
            Rule::XmlRemoved,
            Action::Removed,
            Line::new(constructor, "", Action::Removed),
        )),
        (Some(old), Some(new)) => {
            if old.root != new.root {
                let quoted = |name: &str| format!("`{name}`");
                changes.push(Change::new(
                    Rule::XmlRootChanged,
                    Line::changed(
                        format!("root element of {}", pair.name()),
                        quoted(&old.root),
                        quoted(&new.root),
                    ),
                    Line::nothing(),
                    pointer(pair),
                ));
            }
            elements(pair, old, new, changes);
        }
    }
}

fn whole(pair: &Pair<'_>, rule: Rule, action: Action, rust: Line) -> Change {
    let wire = Line::new("XML vocabulary", pair.name(), action);
    Change::new(rule, wire, rust, pointer(pair))
}

fn elements(pair: &Pair<'_>, old: &Xml, new: &Xml, changes: &mut Vec<Change>) {
    for (name, element) in &old.elements {
        match new.elements.get(name) {
            None => changes.push(one(pair, name, Relation::Narrower, Action::Removed)),
            Some(now) => content(pair, name, element, now, changes),
        }
    }
    for name in new.elements.keys() {
        if !old.elements.contains_key(name) {
            changes.push(one(pair, name, Relation::Wider, Action::Added));
        }
    }
}

fn one(pair: &Pair<'_>, name: &str, relation: Relation, action: Action) -> Change {
    let wire = Line::new(format!("element `{name}`"), pair.name(), action);
    vocabulary_change(pair, relation, wire).about(name)
}

fn content(
    pair: &Pair<'_>,
    name: &str,
    old: &XmlElement,
    new: &XmlElement,
    changes: &mut Vec<Change>,
) {
    if old == new {
        return;
    }
    let narrower = (old.text && !new.text) || !old.children.is_subset(&new.children);
    let wider = (new.text && !old.text) || !new.children.is_subset(&old.children);
    let relation = Relation::of(narrower, wider);
    let wire = Line::turned(
        format!("content of the element `{name}` of {}", pair.name()),
        relation.verb(),
        shown(old),
        shown(new),
    );
    changes.push(vocabulary_change(pair, relation, wire).about(name));
}

fn vocabulary_change(pair: &Pair<'_>, relation: Relation, wire: Line) -> Change {
    let change = pair.admitted(&VOCABULARY, relation, wire, Line::nothing());
    change.at(pointer(pair))
}

fn shown(element: &XmlElement) -> String {
    let text = element.text.then(|| "text".to_owned());
    let children = element.children.iter().map(|name| format!("`{name}`"));
    let all: Vec<String> = text.into_iter().chain(children).collect();
    if all.is_empty() {
        return "nothing".to_owned();
    }
    all.join(", ")
}

fn pointer(pair: &Pair<'_>) -> String {
    format!("{}/x-xml", pair.pointer())
}

fn vocabulary(kind: &ScalarKind) -> Option<&Xml> {
    match kind {
        ScalarKind::Text { xml, .. } => xml.as_ref(),
        _ => None,
    }
}
