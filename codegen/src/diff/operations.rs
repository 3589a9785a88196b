//! Operations: the client's methods, their arguments and their results.

use std::collections::BTreeSet;

use super::change::{Action, Change, Line};
use super::context::{Context, Side, template};
use super::fields::reworded;
use super::rule::Rule;
use super::{pages, parameters, resources, xrules};
use crate::document::{FORM, JSON, join};
use crate::model::{BodyKind, Effect, Operation, ResponseBody};

/// Compares all operations.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let pairs = context.operations();
    for (old, new) in pairs {
        pair(context, old, new, changes);
    }
    let removed = |it: &&Operation| !pairs.iter().any(|(old, _)| old.id == it.id);
    for operation in context.old.model.operations.iter().filter(removed) {
        changes.push(Change::new(
            Rule::OperationRemoved,
            Line::new(wire_name(operation), "", Action::Removed),
            Line::new(rust_name(&context.old, operation), "", Action::Removed),
            operation.pointer(),
        ));
    }
    let added = |it: &&Operation| !pairs.iter().any(|(_, new)| new.id == it.id);
    for operation in context.new.model.operations.iter().filter(added) {
        changes.push(Change::new(
            Rule::OperationAdded,
            Line::new(wire_name(operation), "", Action::Added),
            Line::new(rust_name(&context.new, operation), "", Action::Added),
            operation.pointer(),
        ));
    }
    added_resources(context, changes);
}

/// The resources that no operation had before, in the order of the document.
fn added_resources(context: &Context<'_>, changes: &mut Vec<Change>) {
    // A renamed resource does not count as added.
    let old = context.old.model.operations.iter();
    let moved = context.operations().iter().map(|(_, new)| *new);
    let known: BTreeSet<&str> = old
        .chain(moved)
        .filter_map(|it| it.collections().first().copied())
        .collect();
    let mut added: Vec<(&str, Vec<&Operation>)> = Vec::new();
    for operation in &context.new.model.operations {
        let name = operation.collections().first().copied();
        let Some(name) = name.filter(|it| !known.contains(it)) else {
            continue;
        };
        match added.iter_mut().find(|(it, _)| *it == name) {
            Some((_, operations)) => operations.push(operation),
            None => added.push((name, vec![operation])),
        }
    }
    for (name, operations) in added {
        let Some(first) = operations.first() else {
            continue;
        };
        let wire = Line::new(format!("resource `{name}`"), "", Action::Added);
        changes.push(Change::new(
            Rule::ResourceAdded,
            wire,
            Line::nothing(),
            first.pointer(),
        ));
    }
}

fn wire_name(operation: &Operation) -> String {
    format!(
        "operation {} ({} {})",
        operation.id,
        operation.verb.to_uppercase(),
        operation.path
    )
}

/// The method that users call: of the client or, for another representation, of its request.
fn rust_name(side: &Side<'_>, operation: &Operation) -> String {
    match &operation.representation_of {
        None => format!("`Client::{}`", operation.method),
        Some(base) => {
            let request = side.model.operation(base);
            request.map_or_else(
                || format!("`{base}::csv`"),
                |it| format!("`{}::{}`", it.rust, it.csv_method()),
            )
        }
    }
}

fn pair(context: &Context<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let id = new.id.as_str();
    let rust = rust_name(&context.new, new);
    method(context, old, new, changes);
    status(old, new, &rust, changes);
    media_type(old, new, changes);
    // The arguments and parameters of another representation are those of its request.
    if new.representation_of.is_none() {
        parameters::compare(context, old, new, changes);
        xrules::compare(context, old, new, changes);
    }
    response(context, old, new, changes);
    pages::compare(old, new, changes);
    deprecation(old, new, &rust, changes);
    if old.doc != new.doc {
        changes.push(reworded(
            Rule::OperationDescriptionChanged,
            "description",
            id,
            &rust,
            new.pointer(),
        ));
    }
}

fn deprecation(old: &Operation, new: &Operation, rust: &str, changes: &mut Vec<Change>) {
    if old.deprecated != new.deprecated {
        let rule = match new.deprecated {
            true => Rule::OperationDeprecated,
            false => Rule::OperationUndeprecated,
        };
        let action = Action::deprecation(new.deprecated);
        changes.push(Change::new(
            rule,
            Line::new(&new.id, "", action.clone()),
            Line::new(rust, "", action),
            new.pointer(),
        ));
    }
}

/// Compares the method's name, and where its requests go.
fn method(context: &Context<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    // If its request is renamed, that is reported instead.
    let follows = old.representation_of.is_some()
        && context.operations().iter().any(|(before, after)| {
            old.representation_of.as_ref() == Some(&before.id)
                && new.representation_of.as_ref() == Some(&after.id)
        });
    if resources::is_renamed(context, new) {
        return;
    }
    let names = (rust_name(&context.old, old), rust_name(&context.new, new));
    if names.0 != names.1 && !follows {
        changes.push(renamed((old, &names.0), (new, &names.1)));
    } else if old.representation_of.is_some() && old.id != new.id {
        changes.push(identified(old, new, &names.1));
    }
    if (old.verb, template(&old.path)) != (new.verb, template(&new.path)) {
        changes.push(moved(context, old, new));
    }
}

/// The change of an operation's method and path. If only the path changes, and to a new one, the change points to the
/// path item, so that all operations that move with it are reported together.
fn moved(context: &Context<'_>, old: &Operation, new: &Operation) -> Change {
    let item = join("/paths", &new.path);
    let is_whole = old.verb == new.verb && context.old.document.node(&item).is_none();
    let (what, pointer) = match old.verb == new.verb {
        true if is_whole => ("path", item),
        true => ("path", new.pointer()),
        false => ("method and path", new.pointer()),
    };
    let address = |it: &Operation| match old.verb == new.verb {
        true => format!("`{}`", it.path),
        false => format!("`{} {}`", it.verb.to_uppercase(), it.path),
    };
    let action = Action::changed(address(old), address(new));
    let wire = Line::new(what, &new.id, action);
    Change::new(Rule::OperationMoved, wire, Line::nothing(), pointer)
}

/// The change of the method, and with it the type of its request.
fn renamed((old, before): (&Operation, &str), (new, after): (&Operation, &str)) -> Change {
    let has_request = old.representation_of.is_none() && new.representation_of.is_none();
    let rust = match has_request {
        true => Line::turned(
            "a method and its request",
            "renamed",
            format!("{before}, `{}`", old.rust),
            format!("{after}, `{}`", new.rust),
        ),
        false => Line::turned("a method", "renamed", before, after),
    };
    let here = format!("{}/operationId", new.pointer());
    Change::in_rust(Rule::OperationRenamed, rust, here)
}

/// The change of an `operationId` that is not part of the method's name.
fn identified(old: &Operation, new: &Operation, rust: &str) -> Change {
    let what = format!("operation in the errors of {rust}");
    let rust = Line::changed(what, format!("`{}`", old.id), format!("`{}`", new.id));
    let here = format!("{}/operationId", new.pointer());
    Change::in_rust(Rule::OperationIdChanged, rust, here)
}

/// Compares the success statuses, and the effect of requests.
fn status(old: &Operation, new: &Operation, rust: &str, changes: &mut Vec<Change>) {
    if old.statuses == new.statuses && old.effect == new.effect {
        return;
    }
    let wire = match old.statuses == new.statuses {
        true => Line::nothing(),
        false => Line::new(
            "success status",
            &new.id,
            Action::changed(statuses(old), statuses(new)),
        ),
    };
    let (rule, rust) = match old.effect == new.effect {
        true => (Rule::SuccessStatusChanged, Line::nothing()),
        false => (
            Rule::EffectChanged,
            Line::changed(
                format!("effect of {rust}"),
                effect(old.effect),
                effect(new.effect),
            ),
        ),
    };
    let here = format!("{}/responses", new.pointer());
    changes.push(Change::new(rule, wire, rust, here));
}

fn statuses(operation: &Operation) -> String {
    let statuses: Vec<String> = operation.statuses.iter().map(u16::to_string).collect();
    statuses.join(" or ")
}

/// Compares the media type of the request body.
fn media_type(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let name = |operation: &Operation| {
        let body = operation.body.as_ref()?;
        Some(match body.kind {
            BodyKind::Form => FORM,
            BodyKind::Json | BodyKind::JsonUnion => JSON,
        })
    };
    if let (Some(before), Some(after)) = (name(old), name(new))
        && before != after
    {
        changes.push(Change::new(
            Rule::RequestMediaTypeChanged,
            Line::new(
                "media type of the request",
                &new.id,
                Action::changed(format!("`{before}`"), format!("`{after}`")),
            ),
            Line::nothing(),
            format!("{}/requestBody", new.pointer()),
        ));
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "reading",
        Effect::Create => "creating",
        Effect::Update => "changing",
        Effect::Replace => "replacing",
        Effect::Delete => "deleting",
    }
}

fn response(context: &Context<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let same = match (&old.response, &new.response) {
        (ResponseBody::Json(old), ResponseBody::Json(new)) => context.now(old) == new,
        (ResponseBody::Bytes(before), ResponseBody::Bytes(after)) => {
            bytes(new, before, after, changes);
            true
        }
        (old, new) => old == new,
    };
    if same {
        return;
    }
    let wire = |response: &ResponseBody| match response {
        ResponseBody::Json(component) => format!("`{component}`"),
        ResponseBody::Csv => "CSV".to_owned(),
        ResponseBody::Bytes(media_type) => format!("bytes of `{media_type}`"),
        ResponseBody::Empty => "no body".to_owned(),
    };
    let rust = |side: &Side<'_>, response: &ResponseBody| match response {
        ResponseBody::Json(component) => format!("`{}`", side.model.struct_name(component)),
        ResponseBody::Csv => "`ByteStream`".to_owned(),
        ResponseBody::Bytes(_) => "`Download`".to_owned(),
        ResponseBody::Empty => "`()`".to_owned(),
    };
    changes.push(Change::new(
        Rule::ResponseTypeChanged,
        Line::changed(
            format!("response of {}", new.id),
            wire(&old.response),
            wire(&new.response),
        ),
        Line::changed(
            format!("response of {}", rust_name(&context.new, new)),
            rust(&context.old, &old.response),
            rust(&context.new, &new.response),
        ),
        format!("{}/responses", new.pointer()),
    ));
}

/// Compares the media type of bytes, which their Rust type does not show.
fn bytes(operation: &Operation, before: &str, after: &str, changes: &mut Vec<Change>) {
    if before != after {
        changes.push(Change::new(
            Rule::ResponseMediaTypeChanged,
            Line::new(
                "media type of the response",
                &operation.id,
                Action::changed(format!("`{before}`"), format!("`{after}`")),
            ),
            Line::nothing(),
            format!("{}/responses", operation.pointer()),
        ));
    }
}
