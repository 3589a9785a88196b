//! What examples print.

use crate::model::{Field, Model, Operation, ScalarKind, Struct, Ty};
use crate::names::ACCOUNT_PARAMETER;

/// A line that prints an item of a list.
pub(super) fn items_shown(model: &Model, list: &Operation, item: &str) -> Option<String> {
    match &list.pagination.as_ref()?.items.ty {
        Ty::Struct(component) => Some(shown(model, model.structure(component)?, item)),
        Ty::Bool | Ty::Scalar(_) => Some(format!("println!(\"{{{item}:?}}\");")),
    }
}

/// A line that prints what tells a value from others: its identifier, and its status if it has one. Without either, it
/// prints the whole value with `Debug`, which shows no personal data.
pub(super) fn shown(model: &Model, structure: &Struct, variable: &str) -> String {
    let is_always_there = |field: &&Field| !field.is_optional() && !field.list && !field.deprecated;
    let of_kind = |wanted: fn(&ScalarKind) -> bool| {
        let fields = structure.fields.iter().filter(is_always_there);
        fields.filter(move |field| kind(model, field).is_some_and(wanted))
    };
    let status = of_kind(|kind| matches!(kind, ScalarKind::Enum { .. })).next();
    // The account has all of them, so its SID does not tell one from another.
    let is_account = |field: &Field| matches!(&field.ty, Ty::Scalar(it) if it == ACCOUNT_PARAMETER);
    let identifiers = || {
        let fixed = of_kind(|kind| matches!(kind, ScalarKind::Fixed { .. }));
        fixed.filter(move |field| !is_account(field))
    };
    // `recording_status` is the status of `recording_sid`.
    let first_word = |field: &Field| field.rust.split('_').next().map(str::to_owned);
    let identifier = identifiers()
        .find(|it| status.is_some_and(|status| first_word(it) == first_word(status)))
        .or_else(|| identifiers().next());
    match (identifier, status) {
        (Some(Field { rust: sid, .. }), Some(Field { rust: status, .. })) => {
            format!("println!(\"{{}}: {{}}\", {variable}.{sid}, {variable}.{status});")
        }
        (Some(Field { rust, .. }), None) | (None, Some(Field { rust, .. })) => {
            format!("println!(\"{{}}\", {variable}.{rust});")
        }
        (None, None) => format!("println!(\"{{{variable}:?}}\");"),
    }
}

/// A line that prints an object: its identifier, or its first properties if it has no identifier.
pub(super) fn part_shown(model: &Model, structure: &Struct, variable: &str) -> String {
    const MOST: usize = 2;
    if structure
        .fields
        .iter()
        .any(|field| is_identifier(model, field))
    {
        return shown(model, structure, variable);
    }
    let fields = structure.fields.iter().filter(|field| !field.deprecated);
    let fields: Vec<&str> = fields.take(MOST).map(|field| field.rust.as_str()).collect();
    let places = vec!["{:?}"; fields.len()].join(", ");
    let values: String = fields
        .iter()
        .map(|field| format!(", {variable}.{field}"))
        .collect();
    format!("println!(\"{places}\"{values});")
}

fn is_identifier(model: &Model, field: &Field) -> bool {
    let is_fixed = |kind: &ScalarKind| matches!(kind, ScalarKind::Fixed { .. });
    !field.is_optional() && !field.list && kind(model, field).is_some_and(is_fixed)
}

/// A property that is worth showing beside the identifier and the status: a duration.
pub(super) fn worth_a_look<'m>(model: &Model, structure: &'m Struct) -> Option<&'m Field> {
    structure.fields.iter().find(|field| {
        let is_duration = |kind: &ScalarKind| {
            matches!(
                kind,
                ScalarKind::IntegerText { unit: Some(_), .. }
                    | ScalarKind::Integer { unit: Some(_), .. }
            )
        };
        field.is_optional() && !field.deprecated && kind(model, field).is_some_and(is_duration)
    })
}

fn kind<'m>(model: &'m Model, field: &Field) -> Option<&'m ScalarKind> {
    match &field.ty {
        Ty::Scalar(component) => model.scalar(component).map(|scalar| &scalar.kind),
        Ty::Bool | Ty::Struct(_) => None,
    }
}
