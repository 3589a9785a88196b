//! Typed rows of CSV.

use crate::diff::change::{Change, Line};
use crate::diff::context::{Context, Side};
use crate::diff::renames;
use crate::diff::rule::Rule;
use crate::model::{Field, Row};

/// Compares the rows of CSV.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.rows, &context.new.model.rows);
    for row in old {
        match new.iter().find(|it| it.item == context.now(&row.item)) {
            Some(now) => columns(context, row, now, changes),
            None => changes.push(Change::item_removed(
                Rule::RowRemoved,
                format!("`{}`", row.rust),
                row.pointer.clone(),
            )),
        }
    }
    for row in new {
        if !old.iter().any(|it| context.now(&it.item) == row.item) {
            changes.push(Change::item_added(
                Rule::RowAdded,
                format!("`{}`", row.rust),
                row.pointer.clone(),
            ));
        }
    }
}

/// Compares the fields of a row; the types of its columns are reported for the item.
fn columns(context: &Context<'_>, old: &Row, new: &Row, changes: &mut Vec<Change>) {
    if old.rust != new.rust {
        changes.push(
            Change::renamed(
                Rule::RowRenamed,
                "a type",
                &old.rust,
                &new.rust,
                new.pointer.clone(),
            )
            .about(&new.item),
        );
    }
    let matched = renames::fields(context, &old.columns, &new.columns);
    for (before, after) in &matched.both {
        changes.extend(retyped(context, (old, before), (new, after)));
    }
    for (before, after) in &matched.renamed {
        let rust = Line::turned("a field", "renamed", item(old, before), item(new, after));
        let here = after.pointer.clone();
        changes.push(Change::in_rust(Rule::ColumnRenamed, rust, here));
    }
    for column in &matched.removed {
        let here = column.pointer.clone();
        changes.push(Change::item_removed(
            Rule::ColumnRemoved,
            item(old, column),
            here,
        ));
    }
    for column in &matched.added {
        let here = column.pointer.clone();
        changes.push(Change::item_added(
            Rule::ColumnAdded,
            item(new, column),
            here,
        ));
    }
}

fn item(row: &Row, field: &Field) -> String {
    format!("`{}::{}`", row.rust, field.rust)
}

fn field_type(side: &Side<'_>, row: &Row, field: &Field) -> String {
    let value = side.value_type(&field.ty);
    if field.wire == row.key {
        value.to_owned()
    } else {
        format!("Option<{value}>")
    }
}

/// A column whose field has another type.
fn retyped(context: &Context<'_>, old: (&Row, &Field), new: (&Row, &Field)) -> Option<Change> {
    let types = (
        field_type(&context.old, old.0, old.1),
        field_type(&context.new, new.0, new.1),
    );
    // A component that became another kind of type is reported separately.
    let has_same_content = context.same_type(&old.1.ty, &new.1.ty);
    let is_still_key = (old.1.wire == old.0.key) == (new.1.wire == new.0.key);
    if (has_same_content && is_still_key) || types.0 == types.1 {
        return None;
    }
    Some(Change::in_rust(
        Rule::ColumnTypeChanged,
        Line::changed(
            format!("type of {}", item(new.0, new.1)),
            format!("`{}`", types.0),
            format!("`{}`", types.1),
        ),
        match has_same_content {
            true => new.0.pointer.clone(),
            false => new.1.pointer.clone(),
        },
    ))
}
