//! Objects in JSON bodies, which callers construct: changes are reported like those of request parameters.

use super::change::{Action, Change, Line};
use super::context::{Context, Side};
use super::fields::{self, Place, Role};
use super::parameters::{presence, taken};
use super::rule::Rule;
use crate::document::join;
use crate::model::{Field, Struct};

/// The properties of an object before and after.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Struct,
    new: &Struct,
    changes: &mut Vec<Change>,
) {
    let reported = changes.len();
    let arguments = || {
        Line::changed(
            format!("arguments of `{}::new`", new.rust),
            signature(&context.old, old),
            signature(&context.new, new),
        )
    };
    for field in &old.fields {
        match new.fields.iter().find(|it| it.wire == field.wire) {
            Some(now) => pair(context, new, field, now, &arguments, changes),
            None => changes.push(removed(old, field, &arguments)),
        }
    }
    for field in &new.fields {
        if !old.fields.iter().any(|it| it.wire == field.wire) {
            changes.push(added(new, field, &arguments));
        }
    }
    let order = |it: &Struct| {
        it.required()
            .map(|field| field.rust.clone())
            .collect::<Vec<_>>()
    };
    if order(old) != order(new) && changes.len() == reported {
        let pointer = join("/components/schemas", &new.component);
        changes.push(Change::arguments_reordered(arguments(), pointer));
    }
}

/// A property that only the old object has.
fn removed(old: &Struct, field: &Field, arguments: &impl Fn() -> Line) -> Change {
    let rust = if field.required {
        arguments()
    } else {
        Line::new(setter(old, field), "", Action::Removed)
    };
    Change::new(
        Rule::ParameterRemoved,
        Line::new(name(field), &old.component, Action::Removed),
        rust,
        field.pointer.clone(),
    )
}

/// A property that only the new object has.
fn added(new: &Struct, field: &Field, arguments: &impl Fn() -> Line) -> Change {
    let (rule, rust) = if field.required {
        (Rule::RequiredParameterAdded, arguments())
    } else {
        let setter = Line::new(setter(new, field), "", Action::Added);
        (Rule::ParameterAdded, setter)
    };
    Change::new(
        rule,
        Line::new(name(field), &new.component, Action::Added),
        rust,
        field.pointer.clone(),
    )
}

/// A property that both have.
fn pair(
    context: &Context<'_>,
    structure: &Struct,
    old: &Field,
    new: &Field,
    arguments: &impl Fn() -> Line,
    changes: &mut Vec<Change>,
) {
    let place = Place {
        wire: format!("property `{}`", new.wire),
        of: &structure.component,
        rust: if new.required {
            format!("`{}::new`", structure.rust)
        } else {
            setter(structure, new)
        },
        pointer: new.pointer.clone(),
        role: Role::Passed,
    };
    if old.required != new.required {
        changes.push(presence(&place, new.required, arguments()));
    }
    let arguments = (old.required && new.required).then(arguments);
    changes.extend(taken(context, old, new, &place, arguments));
    fields::documentation(context, old, new, &place, changes);
}

fn name(field: &Field) -> String {
    let required = if field.required { "required " } else { "" };
    format!("{required}property `{}`", field.wire)
}

fn setter(structure: &Struct, field: &Field) -> String {
    format!("`{}::{}`", structure.rust, field.rust)
}

fn signature(side: &Side<'_>, structure: &Struct) -> String {
    let arguments: Vec<String> = structure
        .required()
        .map(|field| format!("{}: {}", field.rust, side.argument_type(field)))
        .collect();
    format!("`({})`", arguments.join(", "))
}
