//! Scalars: strings, integers, enums and unions, and the guarantees of their types.

mod accepted;
mod enumeration;
mod form;
mod integer;
mod pair;
mod string;
mod union;
mod xml;

use super::change::{Action, Change, Line};
use super::context::Context;
use super::fields::{self, reworded};
use super::rule::Rule;
use crate::model::{Field, Scalar, ScalarKind, Struct, Usage};
use form::{rust_form, wire_form};
use pair::{Pair, pointer};

/// Compares all scalars.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (context.old.model, context.new.model);
    for scalar in &old.scalars {
        let name = context.now(&scalar.component);
        match new.scalar(name) {
            Some(now) => pair(&Pair::new(context, scalar, now), changes),
            None if new.structure(name).is_some() => {
                let forms = (forms(scalar), object());
                changes.push(replaced(name, scalar, &forms.0, &forms.1));
                if let (ScalarKind::Lazy { members: fields }, Some(now)) =
                    (&scalar.kind, new.structure(name))
                {
                    fields::compare(context, &members(scalar, fields), now, "property", changes);
                }
            }
            None if scalar.kind.is_emitted() => changes.push(Change::item_removed(
                Rule::TypeRemoved,
                format!("type `{}`", scalar.rust),
                pointer(&scalar.component),
            )),
            None => {}
        }
    }
    for scalar in &new.scalars {
        let name = scalar.component.as_str();
        if old.scalar(name).is_some() || context.is_new_name(name) {
            continue;
        }
        if old.structure(name).is_some() {
            changes.push(replaced(name, scalar, &object(), &forms(scalar)));
            if let (ScalarKind::Lazy { members: fields }, Some(before)) =
                (&scalar.kind, old.structure(name))
            {
                fields::compare(
                    context,
                    before,
                    &members(scalar, fields),
                    "property",
                    changes,
                );
            }
        } else if scalar.kind.is_emitted() {
            let item = format!("type `{}`", scalar.rust);
            let added = Change::item_added(Rule::TypeAdded, item, pointer(name));
            changes.push(Change {
                types: accepted::accepted(scalar).into_iter().collect(),
                ..added
            });
        }
    }
}

/// The form of an object, and its Rust type.
fn object() -> (String, String) {
    let rust = "a struct (its properties are fields)";
    ("an object".to_owned(), rust.to_owned())
}

/// The form on the wire, and the Rust type.
fn forms(scalar: &Scalar) -> (String, String) {
    (wire_form(&scalar.kind), rust_form(scalar))
}

/// Reports a scalar that replaced an object, or vice versa.
fn replaced(name: &str, scalar: &Scalar, old: &(String, String), new: &(String, String)) -> Change {
    let wire = match &scalar.kind {
        ScalarKind::Lazy { .. } => Line::nothing(),
        _ => Line::changed(format!("content of `{name}`"), &old.0, &new.0),
    };
    Change::new(
        Rule::TypeKindChanged,
        wire,
        Line::changed(format!("kind of `{}`", scalar.rust), &old.1, &new.1),
        pointer(name),
    )
}

fn pair(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    if old.rust != new.rust && new.kind.is_emitted() && old.kind.is_emitted() {
        changes.push(Change::renamed(
            Rule::TypeRenamed,
            "a type",
            &old.rust,
            &new.rust,
            pair.pointer(),
        ));
    }
    form::compare(pair, changes);
    admitted(pair, changes);
    if old.doc != new.doc {
        changes.push(reworded(
            Rule::TypeDescriptionChanged,
            "description",
            &pair.name(),
            &format!("`{}`", new.rust),
            format!("{}/description", pair.pointer()),
        ));
    }
    if old.example != new.example {
        let action = match (&old.example, &new.example) {
            (None, _) => Action::Added,
            (_, None) => Action::Removed,
            _ => Action::Edited,
        };
        changes.push(Change::new(
            Rule::TypeExampleChanged,
            Line::new("example", pair.name(), action),
            Line::nothing(),
            format!("{}/example", pair.pointer()),
        ));
    }
}

/// Compares the values of the two.
fn admitted(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    match (&pair.old.kind, &pair.new.kind) {
        (ScalarKind::Enum { values: old, .. }, ScalarKind::Enum { values: new, .. }) => {
            enumeration::compare(pair, old, new, changes);
        }
        (ScalarKind::Union { members: old }, ScalarKind::Union { members: new })
        | (ScalarKind::ObjectUnion { members: old }, ScalarKind::ObjectUnion { members: new }) => {
            union::compare(pair, old, new, changes);
        }
        (ScalarKind::Lazy { members: old }, ScalarKind::Lazy { members: new }) => {
            let (old, new) = (members(pair.old, old), members(pair.new, new));
            fields::compare(pair.context, &old, &new, "property", changes);
        }
        _ => {
            string::compare(pair, changes);
            xml::compare(pair, changes);
            integer::compare(pair, changes);
        }
    }
}

/// The members of an object that is kept as JSON, as fields of a struct.
fn members(scalar: &Scalar, fields: &[Field]) -> Struct {
    Struct {
        component: scalar.component.clone(),
        rust: scalar.rust.clone(),
        doc: String::new(),
        fields: fields.to_vec(),
        required: Vec::new(),
        usage: Usage::Response,
    }
}
