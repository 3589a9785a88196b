//! Operations whose outcome can be determined afterwards.

use super::build::Builder;
use super::{Effect, Field, Operation, Reconciler, ResponseBody, Scalar, ScalarKind, Struct, Ty};
use crate::document::{At, entries, items};
use crate::names::{self, Scope};

impl Builder<'_, '_> {
    /// The reconcilers: operations with `x-reconcile`.
    pub(super) fn reconcilers(
        &mut self,
        operations: &[Operation],
        structs: &[Struct],
        scalars: &[Scalar],
    ) -> Vec<Reconciler> {
        let mut reconcilers = Vec::new();
        for operation in operations {
            let Some(at) = self.extension(operation, "x-reconcile") else {
                continue;
            };
            let Some(it) = reconciler(&at, operation, operations, structs, scalars) else {
                self.unsupported(&at, "this operation cannot be reconciled");
                continue;
            };
            self.claim(Scope::Operations, &it.method, &operation.id, &at);
            self.claim(Scope::Types, &it.rust, &operation.id, &at);
            reconcilers.push(it);
        }
        reconcilers
    }
}

fn reconciler(
    at: &At<'_>,
    operation: &Operation,
    operations: &[Operation],
    structs: &[Struct],
    scalars: &[Scalar],
) -> Option<Reconciler> {
    let ResponseBody::Json(component) = &operation.response else {
        return None;
    };
    let list = at.get_str("list")?;
    let list = operations.iter().find(|it| it.id == list)?;
    let pagination = list.pagination.as_ref()?;
    let resource = structs.iter().find(|it| it.component == *component)?;
    let created = at.get_str("created")?;
    let created = resource.fields.iter().find(|it| it.wire == created)?;
    let exact = at.get_str("exact")?;
    let is_string = |scalar: &Scalar| {
        use ScalarKind::{Fixed, Text};
        scalar.component == exact && matches!(scalar.kind, Fixed { .. } | Text { .. })
    };
    let same = same(at, operation, list, scalars)?;
    let only = only(at, resource)?;
    let is_old = |field: &Field| field.deprecated;
    let uses_old = [created, &pagination.size].into_iter().any(is_old)
        || same.iter().any(is_old)
        || only.iter().any(|(field, _)| field.deprecated);
    let is_usable = operation.effect == Effect::Create
        && pagination.items.ty == Ty::Struct(component.clone())
        && scalars.iter().any(is_string)
        && !list.deprecated
        && !uses_old;
    if !is_usable {
        return None;
    }
    let id = format!("reconcile{}", resource.rust);
    Some(Reconciler {
        operation: operation.id.clone(),
        list: list.id.clone(),
        method: names::method_name(&id),
        rust: names::type_name(&id),
        constant: names::constant_name(&id),
        variable: names::field_name(component),
        id,
        resource: component.clone(),
        same,
        created: created.clone(),
        only,
        exact: exact.to_owned(),
        lag: count(at, "lag")?,
        days: count(at, "days")?,
    })
}

fn count(at: &At<'_>, key: &str) -> Option<u64> {
    u64::try_from(at.get(key)?.node.as_integer()?).ok()
}

/// The filters of the list, in the order of the operation's arguments.
fn same(
    at: &At<'_>,
    operation: &Operation,
    list: &Operation,
    scalars: &[Scalar],
) -> Option<Vec<Field>> {
    let names: Vec<_> = items(at.get("same")).collect();
    let same: Vec<Field> = operation
        .arguments()
        .filter(|field| names.iter().any(|name| name.as_str() == Some(&field.wire)))
        .filter_map(|field| list.query.iter().find(|it| it.wire == field.wire))
        .filter(|filter| !filter.list && is_string(&filter.ty, scalars))
        .cloned()
        .collect();
    (!same.is_empty() && same.len() == names.len()).then_some(same)
}

fn is_string(ty: &Ty, scalars: &[Scalar]) -> bool {
    let Ty::Scalar(component) = ty else {
        return false;
    };
    let scalar = scalars.iter().find(|it| it.component == *component);
    scalar.is_some_and(|scalar| {
        use ScalarKind::{Fixed, Text, Union};
        matches!(scalar.kind, Fixed { .. } | Text { .. } | Union { .. })
    })
}

/// Ordered by name, since the order of the keys has no meaning.
fn only(at: &At<'_>, resource: &Struct) -> Option<Vec<(Field, String)>> {
    let mut only = entries(at.get("only"))
        .map(|(name, value)| {
            let field = resource.fields.iter().find(|it| it.wire == name)?;
            Some((field.clone(), value.as_str()?.to_owned()))
        })
        .collect::<Option<Vec<_>>>()?;
    only.sort_by(|(a, _), (b, _)| a.wire.cmp(&b.wire));
    Some(only)
}
