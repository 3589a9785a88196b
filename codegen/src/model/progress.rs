//! Progress reported by callbacks and fetched objects.

use super::build::Builder;
use super::{Progress, Scalar, ScalarKind, Struct, Ty, Waiter};
use crate::document::At;
use crate::names::{self, Scope};

impl Builder<'_, '_> {
    /// The types that track progress: schemas with `x-progress`.
    pub(super) fn progress(
        &mut self,
        structs: &[Struct],
        scalars: &[Scalar],
        waiters: &[Waiter],
    ) -> Vec<Progress> {
        let mut all: Vec<Progress> = Vec::new();
        for structure in structs {
            let schema = self.index.schemas.get(&structure.component);
            let Some(at) = schema.and_then(|schema| schema.get("x-progress")) else {
                continue;
            };
            let progress = progress(&at, structure, scalars, waiters);
            let is_first = |it: &Progress| all.iter().all(|other| other.statuses != it.statuses);
            let Some(progress) = progress.filter(is_first) else {
                self.unsupported(
                    &at,
                    "the progress that this callback reports cannot be followed",
                );
                continue;
            };
            self.claim(Scope::Types, &progress.rust, &structure.component, &at);
            all.push(progress);
        }
        all
    }
}

fn progress(
    at: &At<'_>,
    structure: &Struct,
    scalars: &[Scalar],
    waiters: &[Waiter],
) -> Option<Progress> {
    let field = |key: &str| {
        let name = at.get_str(key)?;
        structure.fields.iter().find(|it| it.wire == name)
    };
    let status = field("status")?;
    let number = field("number")?;
    let waiter = at.get_str("waiter")?;
    let waiter = waiters.iter().find(|it| it.operation == waiter)?;
    let Ty::Scalar(statuses) = &status.ty else {
        return None;
    };
    let scalar = |component: &str| scalars.iter().find(|it| it.component == component);
    let ScalarKind::Enum {
        values, extends, ..
    } = &scalar(statuses)?.kind
    else {
        return None;
    };
    let is_related = *statuses == waiter.statuses || extends.as_ref() == Some(&waiter.statuses);
    let is_number = match &number.ty {
        Ty::Scalar(component) => {
            matches!(
                &scalar(component)?.kind,
                ScalarKind::IntegerText { repr: "u64", .. }
            )
        }
        _ => false,
    };
    let is_usable = status.required
        && !status.list
        && !number.list
        && is_related
        && is_number
        && values.iter().any(|value| value.is_final());
    is_usable.then(|| Progress {
        rust: names::type_name(&format!("{}Progress", waiter.resource)),
        callback: structure.component.clone(),
        statuses: statuses.clone(),
        status: status.clone(),
        number: number.clone(),
        fetched: waiter.clone(),
    })
}
