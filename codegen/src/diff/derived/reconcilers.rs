//! Methods that determine the outcome of a request.

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::model::{Model, Operation, Reconciler};

/// Compares the reconcilers.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let old = &context.old.model.reconcilers;
    let new = &context.new.model.reconcilers;
    for reconciler in old {
        let resource = context.now(&reconciler.resource);
        match new.iter().find(|it| it.resource == resource) {
            Some(now) => pair(context, reconciler, now, changes),
            None => changes.push(Change::item_removed(
                Rule::ReconcilerRemoved,
                method(reconciler),
                pointer(context.old.model, reconciler),
            )),
        }
    }
    for reconciler in new {
        let is_known = (old.iter()).any(|it| context.now(&it.resource) == reconciler.resource);
        if !is_known {
            changes.push(Change::item_added(
                Rule::ReconcilerAdded,
                method(reconciler),
                pointer(context.new.model, reconciler),
            ));
        }
    }
}

fn method(reconciler: &Reconciler) -> String {
    format!("`Client::{}`", reconciler.method)
}

fn pointer(model: &Model, reconciler: &Reconciler) -> String {
    let operation = model.operation(&reconciler.operation);
    let operation = operation.map(Operation::pointer).unwrap_or_default();
    format!("{operation}/x-reconcile")
}

fn pair(context: &Context<'_>, old: &Reconciler, new: &Reconciler, changes: &mut Vec<Change>) {
    let here = || pointer(context.new.model, new);
    if old.method != new.method {
        let renamed = Line::turned("a method", "renamed", method(old), method(new));
        let change = Change::in_rust(Rule::ReconcilerRenamed, renamed, here());
        changes.push(change.about(&new.resource));
    }
    let list = context.operation_now(&old.list);
    for (rule, what, old, now) in [
        (
            Rule::ReconcilerArgumentsChanged,
            "arguments",
            arguments(old),
            arguments(new),
        ),
        (
            Rule::ReconcilerEvidenceChanged,
            "evidence",
            evidence(old, list),
            evidence(new, &new.list),
        ),
    ] {
        if old != now {
            let what = format!("{what} of {}", method(new));
            changes.push(Change::in_rust(rule, Line::changed(what, old, now), here()));
        }
    }
}

fn arguments(reconciler: &Reconciler) -> String {
    let names: Vec<_> = (reconciler.same.iter())
        .map(|field| format!("`{}`", field.rust))
        .collect();
    names.join(", ")
}

/// What the verdict is based on.
fn evidence(reconciler: &Reconciler, list: &str) -> String {
    let mut parts = vec![
        format!("`{}` of {}", reconciler.created.wire, list),
        format!("`{}`", reconciler.exact),
        format!("{} seconds", reconciler.lag),
        format!("{} days", reconciler.days),
    ];
    let only = reconciler.only.iter();
    parts.extend(only.map(|(field, value)| format!("{} `{value}`", field.wire)));
    parts.join(", ")
}
