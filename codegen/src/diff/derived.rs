//! What is made of extensions beside operations and components: waiters, rows and events.

use std::collections::BTreeSet;

use super::change::{Action, Change, Class, Line};
use super::context::{Context, Side};
use super::fields::reworded;
use crate::document::join;
use crate::model::{Event, Field, Model, Operation, Row, ScalarKind, Waiter};

/// Compares all of them.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    waiters(context, changes);
    rows(context, changes);
    events(context, changes);
    limits(context, changes);
    final_values(context, changes);
}

/// One of the two documents has an item that the other lacks.
fn one_sided(added: bool, wire: Line, rust: String, why: &'static str, pointer: String) -> Change {
    let (class, action, why) = if added {
        (Class::Compatible, Action::Added, "")
    } else {
        (Class::Breaking, Action::Removed, why)
    };
    Change::new(class, wire, Line::new(rust, "", action), why, pointer)
}

fn waiters(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.waiters, &context.new.model.waiters);
    let pointer = |model: &Model, waiter: &Waiter| {
        let operation = model.operations.iter().find(|it| it.id == waiter.operation);
        let operation = operation.map(Operation::pointer).unwrap_or_default();
        format!("{operation}/x-waiter")
    };
    let now = |waiter: &Waiter| {
        new.iter()
            .find(|it| it.resource == context.now(&waiter.resource))
    };
    for waiter in old {
        let method = format!("`Client::{}`", waiter.method);
        let Some(now) = now(waiter) else {
            changes.push(one_sided(
                false,
                Line::nothing(),
                method,
                "programs that wait no longer compile",
                pointer(context.old.model, waiter),
            ));
            continue;
        };
        let here = || pointer(context.new.model, now);
        if waiter.method != now.method {
            changes.push(Change::new(
                Class::Breaking,
                Line::nothing(),
                Line::turned(
                    "a method",
                    "renamed",
                    method,
                    format!("`Client::{}`", now.method),
                ),
                "programs that wait no longer compile",
                here(),
            ));
        }
        if waiter.status.wire != now.status.wire {
            changes.push(Change::new(
                Class::Breaking,
                Line::changed(
                    format!("status of `{}`", now.resource),
                    format!("`{}`", waiter.status.wire),
                    format!("`{}`", now.status.wire),
                ),
                Line::changed(
                    format!("status that `{}` waits for", now.rust),
                    format!("`{}`", waiter.status.rust),
                    format!("`{}`", now.status.rust),
                ),
                "waiting ends at another moment",
                here(),
            ));
        }
    }
    for waiter in new {
        if !old
            .iter()
            .any(|it| context.now(&it.resource) == waiter.resource)
        {
            changes.push(one_sided(
                true,
                Line::nothing(),
                format!("`Client::{}`", waiter.method),
                "",
                pointer(context.new.model, waiter),
            ));
        }
    }
}

fn rows(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.rows, &context.new.model.rows);
    for row in old {
        match new.iter().find(|it| it.item == context.now(&row.item)) {
            Some(now) => columns(context, row, now, changes),
            None => changes.push(one_sided(
                false,
                Line::nothing(),
                format!("`{}`", row.rust),
                "programs that name the type no longer compile",
                row.pointer.clone(),
            )),
        }
    }
    for row in new {
        if !old.iter().any(|it| context.now(&it.item) == row.item) {
            changes.push(one_sided(
                true,
                Line::nothing(),
                format!("`{}`", row.rust),
                "",
                row.pointer.clone(),
            ));
        }
    }
}

/// The fields of a row; what their columns hold is told of the item.
fn columns(context: &Context<'_>, old: &Row, new: &Row, changes: &mut Vec<Change>) {
    if old.rust != new.rust {
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::turned(
                "a type",
                "renamed",
                format!("`{}`", old.rust),
                format!("`{}`", new.rust),
            ),
            "programs that name the type no longer compile",
            new.pointer.clone(),
        ));
    }
    let item = |row: &Row, field: &Field| format!("`{}::{}`", row.rust, field.rust);
    let ty = |side: &Side<'_>, row: &Row, field: &Field| {
        let value = side.value_type(&field.ty);
        if field.wire == row.key {
            value.to_owned()
        } else {
            format!("Option<{value}>")
        }
    };
    for column in &old.columns {
        let Some(now) = new.columns.iter().find(|it| it.wire == column.wire) else {
            changes.push(one_sided(
                false,
                Line::nothing(),
                item(old, column),
                "programs that read it no longer compile",
                column.pointer.clone(),
            ));
            continue;
        };
        let types = (ty(&context.old, old, column), ty(&context.new, new, now));
        // A component that becomes another kind of type is told by itself.
        let same = context.same_type(&column.ty, &now.ty)
            && (column.wire == old.key) == (now.wire == new.key);
        if !same && types.0 != types.1 {
            changes.push(Change::new(
                Class::Breaking,
                Line::nothing(),
                Line::changed(
                    format!("type of {}", item(new, now)),
                    format!("`{}`", types.0),
                    format!("`{}`", types.1),
                ),
                "the field has another type",
                new.pointer.clone(),
            ));
        }
    }
    for column in &new.columns {
        if !old.columns.iter().any(|it| it.wire == column.wire) {
            changes.push(one_sided(
                true,
                Line::nothing(),
                item(new, column),
                "",
                column.pointer.clone(),
            ));
        }
    }
}

fn events(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.events, &context.new.model.events);
    let method = |event: &Event| format!("`{}::event`", event.rust);
    for event in old {
        match new
            .iter()
            .find(|it| it.callback == context.now(&event.callback))
        {
            Some(now) => event_pair(context, event, now, &method(now), changes),
            None => changes.push(one_sided(
                false,
                Line::nothing(),
                method(event),
                "programs that call it no longer compile",
                event_pointer(event),
            )),
        }
    }
    for event in new {
        if !old
            .iter()
            .any(|it| context.now(&it.callback) == event.callback)
        {
            changes.push(one_sided(
                true,
                Line::nothing(),
                method(event),
                "",
                event_pointer(event),
            ));
        }
    }
}

fn event_pointer(event: &Event) -> String {
    format!("{}/x-event", join("/components/schemas", &event.callback))
}

fn event_pair(
    context: &Context<'_>,
    old: &Event,
    new: &Event,
    method: &str,
    changes: &mut Vec<Change>,
) {
    let here = || event_pointer(new);
    if context.now(&old.enumeration) != new.enumeration {
        let ty = |event: &Event| format!("`Option<{}>`", event.returns);
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::changed(format!("result of {method}"), ty(old), ty(new)),
            "the method returns another type",
            here(),
        ));
    }
    if old.property.wire != new.property.wire {
        let quoted = |event: &Event| format!("`{}`", event.property.wire);
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::changed(
                format!("parameter that {method} reads"),
                quoted(old),
                quoted(new),
            ),
            "other events are told",
            here(),
        ));
    }
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
        let told = |list: &[(String, String)]| {
            list.iter()
                .find(|(it, _)| it == value)
                .map_or_else(|| "none".to_owned(), |(_, event)| format!("`{event}`"))
        };
        let known = before.iter().any(|(it, _)| it == value);
        if told(&before) != told(&after) {
            let (class, why) = if known {
                (Class::Breaking, "other events are told")
            } else {
                (Class::Compatible, "")
            };
            changes.push(Change::new(
                class,
                Line::nothing(),
                Line::changed(
                    format!("event of `{value}` by {method}"),
                    told(&before),
                    told(&after),
                ),
                why,
                here(),
            ));
        }
    }
    if old.doc != new.doc {
        changes.push(reworded(
            "description of the event",
            &format!("`{}`", new.callback),
            method,
            format!("{}/description", here()),
        ));
    }
}

/// Which requests wait for their turn.
fn limits(context: &Context<'_>, changes: &mut Vec<Change>) {
    for old in &context.old.model.operations {
        let all = &context.new.model.operations;
        let moved = |it: &&Operation| (it.verb, &it.path) == (old.verb, &old.path);
        let Some(new) = all
            .iter()
            .find(|it| it.id == old.id)
            .or_else(|| all.iter().find(moved))
        else {
            continue;
        };
        if old.rate_limited != new.rate_limited {
            let word = |it: &Operation| if it.rate_limited { "limited" } else { "free" };
            let (class, why) = if new.rate_limited {
                (Class::Compatible, "")
            } else {
                (
                    Class::Breaking,
                    "a limit of calls per second no longer holds for it",
                )
            };
            changes.push(Change::new(
                class,
                Line::changed(format!("pace of {}", new.id), word(old), word(new)),
                Line::changed(
                    format!("pace of `Client::{}` under `calls_per_second`", new.method),
                    word(old),
                    word(new),
                ),
                why,
                format!("{}/x-rate-limit", new.pointer()),
            ));
        }
    }
}

/// Which values nothing follows.
fn final_values(context: &Context<'_>, changes: &mut Vec<Change>) {
    for old in &context.old.model.scalars {
        let name = context.now(&old.component);
        let (Some(before), Some((rust, after))) = (
            finals(&old.kind),
            context
                .new
                .model
                .scalar(name)
                .and_then(|it| Some((&it.rust, finals(&it.kind)?))),
        ) else {
            continue;
        };
        let here = format!("{}/x-final", join("/components/schemas", name));
        let method = format!("`{rust}::is_final`");
        match (before.is_empty(), after.is_empty()) {
            (true, true) => {}
            (true, false) => {
                changes.push(one_sided(true, Line::nothing(), method, "", here));
            }
            (false, true) => changes.push(one_sided(
                false,
                Line::nothing(),
                method,
                "programs that call it no longer compile",
                here,
            )),
            (false, false) => {
                for value in before.symmetric_difference(&after) {
                    let values = |it: &BTreeSet<&str>| it.contains(value).to_string();
                    // A value that is gone or new is told as such.
                    let in_both = [&context.old, &context.new]
                        .into_iter()
                        .zip([old.component.as_str(), name])
                        .all(|(side, component)| has_value(side.model, component, value));
                    if in_both {
                        changes.push(Change::new(
                            Class::Breaking,
                            Line::nothing(),
                            Line::changed(
                                format!("{method} of `{value}`"),
                                values(&before),
                                values(&after),
                            ),
                            "waiting ends at another moment",
                            here.clone(),
                        ));
                    }
                }
            }
        }
    }
}

fn finals(kind: &ScalarKind) -> Option<BTreeSet<&str>> {
    match kind {
        ScalarKind::Enum { values, .. } => Some(
            values
                .iter()
                .filter(|value| value.is_final)
                .map(|value| value.wire.as_str())
                .collect(),
        ),
        _ => None,
    }
}

fn has_value(model: &Model, component: &str, wire: &str) -> bool {
    model.scalar(component).is_some_and(|scalar| {
        matches!(&scalar.kind, ScalarKind::Enum { values, .. } if values.iter().any(|it| it.wire == wire))
    })
}
