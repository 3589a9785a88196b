//! Objects in JSON bodies, which callers construct: changes are reported like those of request parameters.

use super::change::{Action, Change, Line};
use super::context::{Context, Side};
use super::fields::{self, Place, Role};
use super::parameters::{presence, taken};
use super::renames;
use super::rule::Rule;
use crate::document::join;
use crate::model::{Field, Struct};

/// Compares the properties of an object.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Struct,
    new: &Struct,
    changes: &mut Vec<Change>,
) {
    let arguments = || {
        Line::changed(
            format!("arguments of `{}::new`", new.rust),
            signature(&context.old, old),
            signature(&context.new, new),
        )
    };
    let matched = renames::fields(context, &old.fields, &new.fields);
    for (before, after) in &matched.both {
        pair(context, new, before, after, &arguments, changes);
    }
    for (before, after) in &matched.renamed {
        changes.push(renamed((old, before), (new, after), &arguments));
    }
    let removed = matched.removed.iter();
    changes.extend(removed.map(|field| self::removed(old, field, &arguments)));
    let added = matched.added.iter();
    changes.extend(added.map(|field| self::added(new, field, &arguments)));
    let (before, after): (Vec<&Field>, Vec<&Field>) =
        (old.required().collect(), new.required().collect());
    let both = matched.both.into_iter().chain(matched.renamed);
    if renames::reordered(both, &before, &after) {
        let pointer = join("/components/schemas", &new.component);
        let order = format!("{pointer}/required");
        changes.push(Change::arguments_reordered(arguments(), order));
    }
}

/// Reports a renamed property.
fn renamed(
    (before, old): (&Struct, &Field),
    (after, new): (&Struct, &Field),
    arguments: &impl Fn() -> Line,
) -> Change {
    let rust = match new.required {
        true => arguments(),
        false => Line::turned(
            "a setter",
            "renamed",
            setter(before, old),
            setter(after, new),
        ),
    };
    let wire = Line::turned(
        format!("property of {}", after.component),
        "renamed",
        format!("`{}`", old.wire),
        format!("`{}`", new.wire),
    );
    Change::new(Rule::ParameterRenamed, wire, rust, new.pointer.clone()).formerly_at(&old.pointer)
}

/// Reports a removed property.
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

/// Reports an added property.
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

/// Compares a property that both have.
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
