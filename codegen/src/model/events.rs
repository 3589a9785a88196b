//! Events of callbacks.

use super::build::Builder;
use super::{Event, Scalar, Struct, Ty, Variant};
use crate::document::At;

impl Builder<'_, '_> {
    /// The events of callbacks: schemas with `x-event`.
    pub(super) fn events(&mut self, structs: &[Struct], scalars: &[Scalar]) -> Vec<Event> {
        let mut events = Vec::new();
        for structure in structs {
            let schema = self.index.schemas.get(&structure.component);
            let Some(at) = schema.and_then(|schema| schema.get("x-event")) else {
                continue;
            };
            match event(&at, structure, scalars) {
                Some(event) => events.push(event),
                None => self.unsupported(&at, "the events of this callback cannot be derived"),
            }
        }
        events
    }
}

fn event(at: &At<'_>, structure: &Struct, scalars: &[Scalar]) -> Option<Event> {
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
    let (statuses, names) = (
        variants(scalars, statuses)?,
        variants(scalars, enumeration)?,
    );
    let values = mapping(at, "values", statuses, names)?;
    let others = mapping(at, "others", statuses, names)?;
    let is_known = |(value, _): &(String, String)| position(statuses, value).is_some();
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

fn variants<'s>(scalars: &'s [Scalar], component: &str) -> Option<&'s [Variant]> {
    let mut scalars = scalars.iter();
    let scalar = scalars.find(|scalar| scalar.component == component)?;
    scalar.kind.values()
}

fn position(variants: &[Variant], wire: &str) -> Option<usize> {
    variants.iter().position(|it| it.wire == wire)
}

/// Which values report which events, in the order of the enum, since that of the keys has no meaning.
fn mapping(
    at: &At<'_>,
    key: &str,
    statuses: &[Variant],
    names: &[Variant],
) -> Option<Vec<(String, String)>> {
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
    mapped.sort_by_key(|(value, _)| (position(statuses, value), value.clone()));
    Some(mapped)
}
