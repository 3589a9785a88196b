//! Events of callbacks.

use super::build::Builder;
use super::{Event, Scalar, ScalarKind, Struct, Ty};
use crate::document::At;

impl Builder<'_, '_> {
    /// What tells the event of a callback: the schemas with `x-event`.
    pub(super) fn events(&mut self, structs: &[Struct], scalars: &[Scalar]) -> Vec<Event> {
        let mut events = Vec::new();
        for structure in structs {
            let schema = self.index.schemas.get(&structure.component);
            let Some(at) = schema.and_then(|schema| schema.get("x-event")) else {
                continue;
            };
            match event(&at, structure, scalars) {
                Some(event) => events.push(event),
                None => self.unsupported(&at, "the events of this callback cannot be told"),
            }
        }
        events
    }
}

fn event(at: &At<'_>, structure: &Struct, scalars: &[Scalar]) -> Option<Event> {
    let variants = |component: &str| match &scalars
        .iter()
        .find(|scalar| scalar.component == component)?
        .kind
    {
        ScalarKind::Enum { values, .. } => Some(values),
        _ => None,
    };
    let property = at.get_str("property")?;
    let property = structure.fields.iter().find(|it| it.wire == property)?;
    let Ty::Scalar(statuses) = &property.ty else {
        return None;
    };
    let enumeration = at.get_str("enum")?;
    let enumeration_type = scalars
        .iter()
        .find(|scalar| scalar.component == enumeration)?
        .rust
        .clone();
    let (statuses, names) = (variants(statuses)?, variants(enumeration)?);
    let place = |value: &str| statuses.iter().position(|it| it.wire == value);
    let map = |key: &str| {
        let entries = at.get(key);
        let mut mapped = entries
            .iter()
            .flat_map(At::entries)
            .map(|(value, event)| {
                let event = names
                    .iter()
                    .find(|it| Some(it.wire.as_str()) == event.as_str())?;
                Some((value.to_owned(), event.wire.clone()))
            })
            .collect::<Option<Vec<_>>>()?;
        // The order of the keys means nothing, that of an enum's values does.
        mapped.sort_by_key(|(value, _)| (place(value), value.clone()));
        Some(mapped)
    };
    let (values, others) = (map("values")?, map("others")?);
    let is_known = |(value, _): &(String, String)| place(value).is_some();
    if !values.iter().all(is_known) || others.iter().any(is_known) {
        return None;
    }
    Some(Event {
        callback: structure.component.clone(),
        rust: structure.rust.clone(),
        returns: enumeration_type,
        doc: at.get_str("description")?.to_owned(),
        property: property.clone(),
        enumeration: enumeration.to_owned(),
        values,
        others,
    })
}
