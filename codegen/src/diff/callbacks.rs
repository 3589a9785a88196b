//! Callbacks: what Twilio sends to applications, and which operations request it.

use super::change::{Action, Change, Line};
use super::context::{Context, Side};
use super::fields::reworded;
use super::rule::Rule;
use crate::document::{Node, join};
use crate::model::Operation;

/// A callback declared by an operation.
pub(super) struct Callback<'d> {
    pub(super) name: &'d str,
    /// The expression that names the parameter with its URL.
    pub(super) expression: &'d str,
    /// The component of its parameters.
    component: &'d str,
    summary: Option<&'d str>,
    description: Option<&'d str>,
    status: &'d str,
    /// The pointer to its name.
    here: String,
    /// The pointer to its expression.
    address: String,
    /// The pointer to its request.
    pointer: String,
}

/// Compares the callbacks of all operations that both documents have.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    for (old, new) in context.operations() {
        let (before, after) = (declared(&context.old, old), declared(&context.new, new));
        for callback in &before {
            match now(context, callback, &before, &after) {
                Some(now) => pair(context, new, (callback, now), changes),
                None => changes.extend(removed(context, new, callback)),
            }
        }
        for callback in &after {
            let known = |it: &Callback<'_>| {
                now(context, it, &before, &after).is_some_and(|it| it.name == callback.name)
            };
            if !before.iter().any(known) {
                changes.extend(added(context, new, callback));
            }
        }
    }
}

/// The ids of the operations that request a callback with these parameters.
pub(super) fn of(side: &Side<'_>, component: &str) -> String {
    let operations = side.model.operations.iter().filter(|it| {
        let callbacks = declared(side, it);
        callbacks.iter().any(|it| it.component == component)
    });
    let ids: Vec<&str> = operations.map(|it| it.id.as_str()).collect();
    ids.join(", ")
}

/// The callbacks of an operation.
pub(super) fn declared<'d>(side: &Side<'d>, operation: &Operation) -> Vec<Callback<'d>> {
    let here = format!("{}/callbacks", operation.pointer());
    let callbacks = side.document.node(&here).map_or(&[][..], Node::entries);
    let callback = |(name, node): (&'d str, &'d Node)| {
        let [expression] = node.entries() else {
            return None;
        };
        let [method] = expression.node.entries() else {
            return None;
        };
        let request = &method.node;
        let content = request.find("/requestBody/content")?.entries().first()?;
        let reference = content.node.find("/schema/$ref")?.as_str()?;
        let here = join(&here, name);
        let address = join(&here, &expression.key);
        Some(Callback {
            name,
            expression: &expression.key,
            component: reference.rsplit('/').next()?,
            summary: request.get("summary").and_then(Node::as_str),
            description: request.get("description").and_then(Node::as_str),
            status: request.get("responses")?.entries().first()?.key.as_str(),
            pointer: join(&address, &method.key),
            here,
            address,
        })
    };
    let entries = callbacks.iter().map(|it| (it.key.as_str(), &it.node));
    entries.filter_map(callback).collect()
}

/// The same callback in the new document: the one of the same name, or else the one that differs in name only.
fn now<'c, 'd>(
    context: &Context<'_>,
    callback: &Callback<'_>,
    before: &[Callback<'_>],
    after: &'c [Callback<'d>],
) -> Option<&'c Callback<'d>> {
    let same_name = after.iter().find(|it| it.name == callback.name);
    same_name.or_else(|| {
        after.iter().find(|it| {
            it.expression == callback.expression
                && it.component == context.now(callback.component)
                && !before.iter().any(|old| old.name == it.name)
        })
    })
}

fn line(operation: &Operation, callback: &Callback<'_>, action: Action) -> Line {
    Line::new(
        format!("callback `{}`", callback.name),
        &operation.id,
        action,
    )
}

/// Reports a removed callback; if its type was removed too, that is reported instead.
fn removed(
    context: &Context<'_>,
    operation: &Operation,
    callback: &Callback<'_>,
) -> Option<Change> {
    let wire = line(operation, callback, Action::Removed);
    let here = callback.here.clone();
    let now = context.now(callback.component);
    context.new.model.structure(now)?;
    Some(Change::new(
        Rule::CallbackRemoved,
        wire,
        Line::nothing(),
        here,
    ))
}

/// Reports an added callback; if its type is new too, that is reported instead.
fn added(context: &Context<'_>, operation: &Operation, callback: &Callback<'_>) -> Option<Change> {
    let wire = line(operation, callback, Action::Added);
    let here = callback.here.clone();
    let known = context.old.model.structure(callback.component).is_some()
        || context.is_new_name(callback.component);
    known.then(|| Change::new(Rule::CallbackAdded, wire, Line::nothing(), here))
}

/// Compares a callback that both operations have.
fn pair(
    context: &Context<'_>,
    operation: &Operation,
    (old, new): (&Callback<'_>, &Callback<'_>),
    changes: &mut Vec<Change>,
) {
    let name = format!("callback `{}` of {}", new.name, operation.id);
    let quoted = |text: &str| format!("`{text}`");
    let mut change = |rule, wire, rust, here: &str| {
        changes.push(Change::new(rule, wire, rust, here));
    };
    if old.name != new.name {
        let what = format!("a callback of {}", operation.id);
        let wire = Line::turned(what, "renamed", quoted(old.name), quoted(new.name));
        change(Rule::CallbackRenamed, wire, Line::nothing(), &new.here);
    }
    if old.expression != new.expression {
        let what = format!("URL of {name}");
        let wire = Line::changed(what, quoted(old.expression), quoted(new.expression));
        change(
            Rule::CallbackUrlChanged,
            wire,
            Line::nothing(),
            &new.address,
        );
    }
    if context.now(old.component) != new.component {
        let what = format!("content of {name}");
        let wire = Line::changed(what, quoted(old.component), quoted(new.component));
        let types = (
            context.old.model.struct_name(old.component),
            context.new.model.struct_name(new.component),
        );
        let what = format!("type of the requests of {name}");
        let rust = Line::changed(what, quoted(types.0), quoted(types.1));
        let here = format!("{}/requestBody", new.pointer);
        change(Rule::CallbackTypeChanged, wire, rust, &here);
    }
    if old.status != new.status {
        let what = format!("response to {name}");
        let wire = Line::changed(what, old.status, new.status);
        let here = format!("{}/responses", new.pointer);
        change(Rule::CallbackResponseChanged, wire, Line::nothing(), &here);
    }
    if (old.summary, old.description) != (new.summary, new.description) {
        changes.push(reworded(
            Rule::CallbackDescriptionChanged,
            "description of the request",
            &name,
            &quoted(context.new.model.struct_name(new.component)),
            new.pointer.clone(),
        ));
    }
}
