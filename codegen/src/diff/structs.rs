//! Objects in responses and callbacks, and objects that callers construct.

use super::change::{Action, Change, Line};
use super::context::Context;
use super::fields::{self, reworded};
use super::rule::Rule;
use super::{callbacks, objects};
use crate::document::join;
use crate::model::{Struct, Usage};

/// Compares all structs, except those of forms: they are not public, and are reported as parameters.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (context.old.model, context.new.model);
    for structure in old.structs.iter().filter(|it| it.usage.is_public()) {
        let now = new.structure(context.now(&structure.component));
        let is_scalar = new.scalar(context.now(&structure.component)).is_some();
        if !is_scalar && !now.is_some_and(|it| it.usage.is_public()) {
            changes.push(Change::new(
                Rule::TypeRemoved,
                Line::new(
                    name(structure),
                    callbacks::of(&context.old, &structure.component),
                    Action::Removed,
                ),
                Line::new(rust(structure), "", Action::Removed),
                pointer(structure),
            ));
        }
    }
    for structure in new.structs.iter().filter(|it| it.usage.is_public()) {
        let before = old.structure(&structure.component);
        let known = before.is_some_and(|it| it.usage.is_public())
            || context.is_new_name(&structure.component)
            || old.scalar(&structure.component).is_some();
        if !known {
            changes.push(Change::new(
                Rule::TypeAdded,
                Line::new(
                    name(structure),
                    callbacks::of(&context.new, &structure.component),
                    Action::Added,
                ),
                Line::new(rust(structure), "", Action::Added),
                pointer(structure),
            ));
        }
    }
    for (before, after) in context.structs() {
        if before.usage.is_public() && after.usage.is_public() {
            pair(context, before, after, changes);
        }
    }
}

fn pair(context: &Context<'_>, old: &Struct, new: &Struct, changes: &mut Vec<Change>) {
    if old.rust != new.rust {
        changes.push(Change::renamed(
            Rule::TypeRenamed,
            "a type",
            &old.rust,
            &new.rust,
            pointer(new),
        ));
    }
    if old.usage != new.usage {
        changes.push(Change::new(
            Rule::TypeUseChanged,
            Line::changed(format!("use of `{}`", new.component), noun(old), noun(new)),
            Line::changed(format!("traits of {}", rust(new)), noun(old), noun(new)),
            pointer(new),
        ));
    }
    match new.usage {
        Usage::Object if old.usage == Usage::Object => objects::compare(context, old, new, changes),
        Usage::Callback => fields::compare(context, old, new, "callback parameter", changes),
        _ => fields::compare(context, old, new, "property", changes),
    }
    if old.doc != new.doc {
        changes.push(reworded(
            Rule::TypeDescriptionChanged,
            "description",
            &format!("`{}`", new.component),
            &rust(new),
            format!("{}/description", pointer(new)),
        ));
    }
}

fn noun(structure: &Struct) -> &'static str {
    match structure.usage {
        Usage::Callback => "callback",
        Usage::Response => "object",
        Usage::Form => "form",
        Usage::Numbered => "numbered item",
        Usage::Body => "body",
        Usage::Object => "object of requests",
    }
}

fn name(structure: &Struct) -> String {
    format!("{} `{}`", noun(structure), structure.component)
}

fn rust(structure: &Struct) -> String {
    format!("`{}`", structure.rust)
}

fn pointer(structure: &Struct) -> String {
    join("/components/schemas", &structure.component)
}
