//! Properties of responses and callbacks, and what they have in common with parameters.

use super::change::{Action, Change, Line};
use super::context::{Context, Side};
use super::rule::Rule;
use super::{privacy, renames};
use crate::document::join;
use crate::model::{Field, ScalarKind, Struct, Ty};

/// The names of a field in messages.
#[derive(Debug)]
pub(super) struct Place<'p> {
    /// Its name on the wire: ``property `duration` ``.
    pub(super) wire: String,
    /// What it belongs to on the wire.
    pub(super) of: &'p str,
    /// The Rust item.
    pub(super) rust: String,
    pub(super) pointer: String,
    pub(super) role: Role,
}

/// How programs use a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Programs pass it.
    Passed,
    /// Programs read it.
    Read,
}

/// Compares the public fields of a struct.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Struct,
    new: &Struct,
    noun: &str,
    changes: &mut Vec<Change>,
) {
    let place = |structure: &'_ Struct, field: &Field| {
        (
            format!("{noun} `{}`", field.wire),
            format!("`{}::{}`", structure.rust, field.rust),
            field.pointer.clone(),
        )
    };
    let matched = renames::fields(context, &old.fields, &new.fields);
    for (before, after) in &matched.both {
        let (wire, rust, pointer) = place(new, after);
        let place = Place {
            wire,
            of: &new.component,
            rust,
            pointer,
            role: Role::Read,
        };
        presence(context, before, after, &place, changes);
        kind(context, before, after, &place, changes);
        documentation(context, before, after, &place, changes);
    }
    for (before, after) in &matched.renamed {
        let item = |structure: &Struct, field: &Field| place(structure, field).1;
        let wire = Line::turned(
            format!("{noun} of {}", new.component),
            "renamed",
            format!("`{}`", before.wire),
            format!("`{}`", after.wire),
        );
        let rust = Line::turned("a field", "renamed", item(old, before), item(new, after));
        let here = after.pointer.clone();
        let change = Change::new(Rule::PropertyRenamed, wire, rust, here);
        changes.push(change.formerly_at(&before.pointer));
    }
    let single = |rule, action: Action, structure: &Struct, field: &Field| {
        let (wire, rust, pointer) = place(structure, field);
        let wire = Line::new(wire, &structure.component, action.clone());
        Change::new(rule, wire, Line::new(rust, "", action), pointer)
    };
    let removed = matched.removed.iter();
    changes.extend(removed.map(|it| single(Rule::PropertyRemoved, Action::Removed, old, it)));
    let added = matched.added.iter();
    changes.extend(added.map(|it| single(Rule::PropertyAdded, Action::Added, new, it)));
}

/// Compares whether the field is required, and whether it can be null.
fn presence(
    context: &Context<'_>,
    old: &Field,
    new: &Field,
    place: &Place<'_>,
    changes: &mut Vec<Change>,
) {
    let presence = |field: &Field| match (field.required, field.nullable) {
        (true, false) => "always present",
        (true, true) => "present or null",
        (false, false) => "present or missing",
        (false, true) => "present, null or missing",
    };
    if presence(old) == presence(new) {
        return;
    }
    let types = (context.old.field_type(old), context.new.field_type(new));
    let optional = |field: &Field| !field.list && (!field.required || field.nullable);
    let (rule, rust) = match (optional(old), optional(new)) {
        (false, true) => (Rule::PropertyBecameOptional, retyped(place, &types)),
        (true, false) => (Rule::PropertyBecameRequired, retyped(place, &types)),
        _ => (Rule::PropertyAbsenceChanged, Line::nothing()),
    };
    changes.push(Change::new(
        rule,
        Line::new(
            &place.wire,
            place.of,
            Action::changed(
                format!("\"{}\"", presence(old)),
                format!("\"{}\"", presence(new)),
            ),
        ),
        rust,
        place.pointer.clone(),
    ));
}

/// Compares the type of the field.
fn kind(
    context: &Context<'_>,
    old: &Field,
    new: &Field,
    place: &Place<'_>,
    changes: &mut Vec<Change>,
) {
    if old.list == new.list && context.same_type(&old.ty, &new.ty) {
        return;
    }
    let types = (context.old.field_type(old), context.new.field_type(new));
    let (rule, rust) = if types.0 == types.1 {
        (Rule::PropertyComponentChanged, Line::nothing())
    } else {
        let rule = privacy::field(context, old, new).unwrap_or(Rule::PropertyTypeChanged);
        (rule, retyped(place, &types))
    };
    let wire = content_changed(place, old, new);
    changes.push(Change::new(rule, wire, rust, place.pointer.clone()));
}

/// The change on the wire of a value whose type changed.
pub(super) fn content_changed(place: &Place<'_>, old: &Field, new: &Field) -> Line {
    let action = Action::changed(content(old), content(new));
    Line::new(format!("content of {}", place.wire), place.of, action)
}

/// The change in Rust of a field whose type changed.
fn retyped(place: &Place<'_>, (old, new): &(String, String)) -> Line {
    Line::changed(
        format!("type of {}", place.rust),
        format!("`{old}`"),
        format!("`{new}`"),
    )
}

/// The content of a field: the name of its component.
pub(super) fn content(field: &Field) -> String {
    let value = match &field.ty {
        Ty::Bool => "a boolean".to_owned(),
        Ty::Scalar(component) | Ty::Struct(component) => format!("`{component}`"),
    };
    if field.list {
        format!("an array of {value}")
    } else {
        value
    }
}

/// Compares deprecation, default and description.
pub(super) fn documentation(
    context: &Context<'_>,
    old: &Field,
    new: &Field,
    place: &Place<'_>,
    changes: &mut Vec<Change>,
) {
    if old.deprecated != new.deprecated {
        changes.push(deprecation(new.deprecated, place));
    }
    if old.default != new.default {
        changes.push(default_changed(context, old, new, place));
    }
    // An inherited description is reported at its component.
    let inherited = context.old.inherited_doc(old) == Some(old.doc.as_str())
        && context.new.inherited_doc(new) == Some(new.doc.as_str());
    if old.doc != new.doc && !inherited {
        let rule = match place.role {
            Role::Passed => Rule::ParameterDescriptionChanged,
            Role::Read => Rule::PropertyDescriptionChanged,
        };
        changes.push(reworded(
            rule,
            format!("description of {}", place.wire),
            place.of,
            &place.rust,
            place.pointer.clone(),
        ));
    }
}

/// Reports another default; one that all fields of a component inherit is reported as that of the component.
fn default_changed(context: &Context<'_>, old: &Field, new: &Field, place: &Place<'_>) -> Change {
    let text = |default: &Option<String>| {
        default
            .as_ref()
            .map_or_else(|| "none".to_owned(), |text| format!("`{text}`"))
    };
    let rule = match place.role {
        Role::Passed => Rule::ParameterDefaultChanged,
        Role::Read => Rule::PropertyDefaultChanged,
    };
    let action = Action::changed(text(&old.default), text(&new.default));
    let inherited = inherited_default(context, old, new);
    let (wire, pointer) = match inherited {
        Some(component) => (
            Line::new(format!("default of `{component}`"), "", action),
            format!("{}/default", join("/components/schemas", component)),
        ),
        None => (
            Line::new(format!("default of {}", place.wire), place.of, action),
            place.pointer.clone(),
        ),
    };
    Change::new(rule, wire, rust_documentation(&place.rust), pointer).because(rule.why())
}

/// The component from which a field has its default on both sides.
fn inherited_default<'f>(context: &Context<'_>, old: &Field, new: &'f Field) -> Option<&'f str> {
    let has_own = |side: &Side<'_>, field: &Field| {
        let node = side.document.node(&field.pointer);
        let places = [node, node.and_then(|it| it.get("schema"))];
        let mut places = places.into_iter().flatten();
        places.any(|it| it.get("default").is_some())
    };
    let is_own = has_own(&context.old, old) || has_own(&context.new, new);
    match &new.ty {
        Ty::Scalar(component) if !is_own && context.same_type(&old.ty, &new.ty) => Some(component),
        _ => None,
    }
}

fn deprecation(is_deprecated: bool, place: &Place<'_>) -> Change {
    let rule = match (is_deprecated, place.role) {
        (true, Role::Passed) => Rule::ParameterDeprecated,
        (true, Role::Read) => Rule::PropertyDeprecated,
        (false, Role::Passed) => Rule::ParameterUndeprecated,
        (false, Role::Read) => Rule::PropertyUndeprecated,
    };
    let action = Action::deprecation(is_deprecated);
    let rust = if place.rust.is_empty() {
        Line::nothing()
    } else {
        Line::new(&place.rust, "", action.clone())
    };
    let wire = Line::new(&place.wire, place.of, action);
    Change::new(rule, wire, rust, place.pointer.clone())
}

/// A changed description.
pub(super) fn reworded(
    rule: Rule,
    wire: impl Into<String>,
    of: &str,
    rust: &str,
    pointer: impl Into<String>,
) -> Change {
    Change::new(
        rule,
        Line::new(wire, of, Action::Reworded),
        rust_documentation(rust),
        pointer,
    )
}

/// Changed documentation of an item, if there is one.
fn rust_documentation(rust: &str) -> Line {
    if rust.is_empty() {
        Line::nothing()
    } else {
        Line::new(format!("documentation of {rust}"), "", Action::Reworded)
    }
}

/// Whether a setter of the new type accepts every value of the old one.
pub(super) fn accepts(context: &Context<'_>, old: &Field, new: &Field) -> bool {
    let (Ty::Scalar(old_name), Ty::Scalar(new_name)) = (&old.ty, &new.ty) else {
        return false;
    };
    if old.list != new.list {
        return false;
    }
    match context.new.model.scalar(new_name).map(|it| &it.kind) {
        Some(ScalarKind::Union { members }) => {
            let old = context.new.model.scalar(context.now(old_name));
            old.is_some_and(|old| members.contains(&old.rust))
        }
        _ => false,
    }
}
