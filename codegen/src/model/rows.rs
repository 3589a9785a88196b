//! Rows of CSV: one column for each property of the item that is a single value.

use super::build::Builder;
use super::{Field, Operation, ResponseBody, Row, Scalar, ScalarKind, Struct, Ty};
use crate::names::Scope;

impl Builder<'_, '_> {
    /// The types of rows: one per item of an operation with `x-row-key`.
    pub(super) fn rows(
        &mut self,
        operations: &[Operation],
        structs: &[Struct],
        scalars: &[Scalar],
    ) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for operation in operations {
            let Some(at) = self.extension(operation, "x-row-key") else {
                continue;
            };
            let Some(key) = at.as_str() else { continue };
            let represented = operations
                .iter()
                .find(|it| operation.representation_of.as_ref() == Some(&it.id));
            let item = represented.and_then(|it| item(it, structs));
            let Some(item) = item else {
                self.unsupported(&at, "the rows of this operation have no type");
                continue;
            };
            // The list and the single resource have the same rows.
            if rows.iter().any(|row| row.item == item.component) {
                continue;
            }
            let rust = format!("{}Row", item.rust);
            self.claim(Scope::Types, &rust, &operation.id, &at);
            rows.push(Row {
                rust,
                item: item.component.clone(),
                key: key.to_owned(),
                columns: columns(item, scalars),
                pointer: at.pointer,
            });
        }
        rows
    }
}

/// The component that a row represents: an item of the list, or the whole response.
fn item<'s>(operation: &Operation, structs: &'s [Struct]) -> Option<&'s Struct> {
    let component = match (&operation.pagination, &operation.response) {
        (Some(pagination), _) => match &pagination.items.ty {
            Ty::Struct(component) => component,
            Ty::Bool | Ty::Scalar(_) => return None,
        },
        (None, ResponseBody::Json(component)) => component,
        (None, ResponseBody::Csv | ResponseBody::Bytes(_) | ResponseBody::Empty) => return None,
    };
    structs.iter().find(|it| it.component == *component)
}

fn columns(item: &Struct, scalars: &[Scalar]) -> Vec<Field> {
    let is_value = |ty: &Ty| match ty {
        Ty::Bool => true,
        Ty::Struct(_) => false,
        Ty::Scalar(component) => scalars
            .iter()
            .find(|scalar| scalar.component == *component)
            .is_some_and(|scalar| !scalar.kind.is_object()),
    };
    item.fields
        .iter()
        .filter(|field| !field.list && is_value(&field.ty))
        .cloned()
        .collect()
}

impl ScalarKind {
    /// Whether it is an object on the wire, which does not fit a column.
    fn is_object(&self) -> bool {
        match self {
            Self::Lazy { .. } | Self::Map { .. } => true,
            Self::Runtime { path } => path.contains("Map<"),
            _ => false,
        }
    }
}
