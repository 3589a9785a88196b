//! Operations that are repeated until a status is final.

use super::build::Builder;
use super::{Operation, ResponseBody, Scalar, ScalarKind, Struct, Ty, Variant, Waiter};
use crate::document::At;
use crate::names::{self, Scope};

impl<'d> Builder<'_, 'd> {
    /// The value of an extension of an operation.
    pub(super) fn extension(&self, operation: &Operation, key: &str) -> Option<At<'d>> {
        let mut operations = self.index.operations.iter();
        let found = operations.find(|it| !it.is_callback() && it.id() == Some(&operation.id));
        found?.at.get(key)
    }

    /// The waiters: operations with `x-waiter`.
    pub(super) fn waiters(
        &mut self,
        operations: &[Operation],
        structs: &[Struct],
        scalars: &[Scalar],
    ) -> Vec<Waiter> {
        let mut waiters = Vec::new();
        for operation in operations {
            let Some(at) = self.extension(operation, "x-waiter") else {
                continue;
            };
            let Some(property) = at.as_str() else {
                continue;
            };
            let Some(waiter) = waiter(operation, property, structs, scalars) else {
                self.unsupported(&at, "this operation cannot be waited for");
                continue;
            };
            self.claim(Scope::Operations, &waiter.method, &operation.id, &at);
            self.claim(Scope::Types, &waiter.rust, &operation.id, &at);
            waiters.push(waiter);
        }
        waiters
    }
}

fn waiter(
    operation: &Operation,
    property: &str,
    structs: &[Struct],
    scalars: &[Scalar],
) -> Option<Waiter> {
    let ResponseBody::Json(component) = &operation.response else {
        return None;
    };
    let resource = structs.iter().find(|it| it.component == *component)?;
    let status = resource.fields.iter().find(|it| it.wire == property)?;
    let Ty::Scalar(statuses) = &status.ty else {
        return None;
    };
    let certain = status.required && !status.nullable && !status.list;
    let ends = scalars.iter().any(|scalar| {
        scalar.component == *statuses
            && matches!(&scalar.kind, ScalarKind::Enum { values, .. } if values.iter().any(Variant::is_final))
    });
    if !certain || !ends {
        return None;
    }
    let id = format!("waitFor{}", resource.rust);
    Some(Waiter {
        operation: operation.id.clone(),
        method: names::method_name(&id),
        rust: names::type_name(&id),
        constant: names::constant_name(&id),
        variable: names::field_name(component),
        id,
        resource: component.clone(),
        status: status.clone(),
        statuses: statuses.clone(),
    })
}
