//! Methods that wait for a final status.

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::model::{Model, Operation, Waiter};

/// Compares the waiters.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.waiters, &context.new.model.waiters);
    for waiter in old {
        let now = new
            .iter()
            .find(|it| it.resource == context.now(&waiter.resource));
        match now {
            Some(now) => pair(context, waiter, now, changes),
            None => changes.push(Change::item_removed(
                Rule::WaiterRemoved,
                method(waiter),
                pointer(context.old.model, waiter),
            )),
        }
    }
    for waiter in new {
        let known = old
            .iter()
            .any(|it| context.now(&it.resource) == waiter.resource);
        if !known {
            changes.push(Change::item_added(
                Rule::WaiterAdded,
                method(waiter),
                pointer(context.new.model, waiter),
            ));
        }
    }
}

fn method(waiter: &Waiter) -> String {
    format!("`Client::{}`", waiter.method)
}

fn pointer(model: &Model, waiter: &Waiter) -> String {
    let operation = model.operation(&waiter.operation);
    let operation = operation.map(Operation::pointer).unwrap_or_default();
    format!("{operation}/x-waiter")
}

fn pair(context: &Context<'_>, old: &Waiter, new: &Waiter, changes: &mut Vec<Change>) {
    let here = || pointer(context.new.model, new);
    if old.method != new.method {
        let renamed = Line::turned("a method", "renamed", method(old), method(new));
        let change = Change::in_rust(Rule::WaiterRenamed, renamed, here());
        changes.push(change.about(&new.resource));
    }
    if old.status.wire != new.status.wire {
        changes.push(Change::new(
            Rule::WaiterStatusChanged,
            Line::changed(
                format!("status of `{}`", new.resource),
                format!("`{}`", old.status.wire),
                format!("`{}`", new.status.wire),
            ),
            Line::changed(
                format!("status that `{}` waits for", new.rust),
                format!("`{}`", old.status.rust),
                format!("`{}`", new.status.rust),
            ),
            here(),
        ));
    }
}
