//! Events that callbacks report.

use std::collections::BTreeSet;

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::fields::reworded;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::Event;

/// Compares the events.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.events, &context.new.model.events);
    let method = |event: &Event| format!("`{}::event`", event.rust);
    for event in old {
        match new
            .iter()
            .find(|it| it.callback == context.now(&event.callback))
        {
            Some(now) => pair(context, event, now, &method(now), changes),
            None => changes.push(Change::item_removed(
                Rule::EventRemoved,
                method(event),
                pointer(event),
            )),
        }
    }
    for event in new {
        if !old
            .iter()
            .any(|it| context.now(&it.callback) == event.callback)
        {
            changes.push(Change::item_added(
                Rule::EventAdded,
                method(event),
                pointer(event),
            ));
        }
    }
}

fn pointer(event: &Event) -> String {
    format!("{}/x-event", join("/components/schemas", &event.callback))
}

fn pair(context: &Context<'_>, old: &Event, new: &Event, method: &str, changes: &mut Vec<Change>) {
    let here = || pointer(new);
    if context.now(&old.enumeration) != new.enumeration {
        let ty = |event: &Event| format!("`Option<{}>`", event.returns);
        changes.push(Change::in_rust(
            Rule::EventTypeChanged,
            Line::changed(format!("result of {method}"), ty(old), ty(new)),
            here(),
        ));
    }
    if old.property.wire != new.property.wire {
        let quoted = |event: &Event| format!("`{}`", event.property.wire);
        changes.push(Change::in_rust(
            Rule::EventParameterChanged,
            Line::changed(
                format!("parameter that {method} reads"),
                quoted(old),
                quoted(new),
            ),
            here(),
        ));
    }
    values(old, new, method, changes);
    if old.doc != new.doc {
        changes.push(reworded(
            Rule::EventDescriptionChanged,
            "description of the event",
            &format!("`{}`", new.callback),
            method,
            format!("{}/description", here()),
        ));
    }
}

/// Compares which values of the parameter report which events.
fn values(old: &Event, new: &Event, method: &str, changes: &mut Vec<Change>) {
    let all = |event: &Event| -> Vec<(String, String)> {
        event.values.iter().chain(&event.others).cloned().collect()
    };
    let (before, after) = (all(old), all(new));
    let values: BTreeSet<&String> = before
        .iter()
        .chain(&after)
        .map(|(value, _)| value)
        .collect();
    for value in values {
        let event = |list: &[(String, String)]| {
            list.iter()
                .find(|(it, _)| it == value)
                .map_or_else(|| "none".to_owned(), |(_, event)| format!("`{event}`"))
        };
        let known = before.iter().any(|(it, _)| it == value);
        if event(&before) != event(&after) {
            let rule = match known {
                true => Rule::EventValueChanged,
                false => Rule::EventValueAdded,
            };
            let change = Change::in_rust(
                rule,
                Line::changed(
                    format!("event that {method} returns for `{value}`"),
                    event(&before),
                    event(&after),
                ),
                pointer(new),
            );
            changes.push(change.about(value));
        }
    }
}
