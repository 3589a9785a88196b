//! What callbacks report: events, progress, and enums that extend others.

use serde_json::{Value, json};

use super::operations::response;
use super::properties::Properties;
use super::{KNOWN_OPERATIONS, at_component, at_components, key, known};
use crate::check::table::Declared;
use crate::dialect::declared::names_of;
use crate::dialect::parts::{all, definition, has, is, keys_of, lacks, not, one_of, when};
use crate::document::{At, Index, Operation, SchemaKind, items};

/// The events of a callback: values of a property, and of the enum of events.
pub(super) fn event<'d>(index: &Index<'d>, name: &'d str, schema: &At<'d>) -> Option<Value> {
    let at = schema.get("x-event")?;
    let object = Properties {
        name,
        schema: schema.clone(),
    };
    let properties = object.names(index, |_, _, kind, _| kind == SchemaKind::Enum);
    let mut conditions = vec![known(index, name, Declared::Property)];
    let mut parts = vec![key("property", one_of(properties))];
    let property = at.get_str("property");
    let target = property.and_then(|it| index.target(&object.get(it)?));
    if let Some((property, target)) = property.zip(target)
        && let Some(values) = names_of(index, target, Declared::Value)
    {
        conditions.push(known(index, target, Declared::Value));
        parts.push(when(
            is("property", property),
            all([
                key("values", keys_of(values.clone())),
                key("others", json!({"propertyNames": {"not": values}})),
            ]),
        ));
    }
    if let Some(events) = at.get_str("enum")
        && let Some(values) = names_of(index, events, Declared::Value)
    {
        conditions.push(known(index, events, Declared::Value));
        let mapped = json!({"additionalProperties": values});
        parts.push(when(
            is("enum", events),
            all([key("values", mapped.clone()), key("others", mapped)]),
        ));
    }
    Some(when(
        json!({"allOf": conditions}),
        at_component(name, key("x-event", json!({"allOf": parts}))),
    ))
}

/// The properties that report progress, and the operations that fetch the same status.
pub(super) fn progress<'d>(index: &Index<'d>, name: &'d str, schema: &At<'d>) -> Option<Value> {
    schema.get("x-progress")?;
    let object = Properties {
        name,
        schema: schema.clone(),
    };
    let required = items(schema.get("required"));
    let required: Vec<&str> = required.filter_map(|name| name.as_str()).collect();
    let statuses = object.names(index, |name, _, kind, target| {
        required.contains(&name) && kind == SchemaKind::Enum && target.has("x-final")
    });
    let numbers = object.names(index, |_, _, _, target| {
        target.get_str("format") == Some("uint64")
    });
    let mut parts = vec![
        key("status", one_of(statuses.iter().copied())),
        key("number", one_of(numbers)),
    ];
    for status in statuses {
        let component = object.get(status).and_then(|it| index.target(&it))?;
        let extended = index.schemas.get(component)?.get_str("x-extends");
        let fetching = index.operations.iter().filter(|operation| {
            let fetched = fetched(index, operation);
            fetched.is_some_and(|it| it == component || Some(it) == extended)
        });
        let ids = one_of(fetching.filter_map(Operation::id));
        parts.push(when(is("status", status), key("waiter", ids)));
    }
    Some(when(
        all([
            known(index, name, Declared::Property),
            definition(KNOWN_OPERATIONS),
        ]),
        at_component(name, key("x-progress", json!({"allOf": parts}))),
    ))
}

/// The component of the status that an operation waits for.
fn fetched<'d>(index: &Index<'d>, operation: &Operation<'d>) -> Option<&'d str> {
    let status = operation.at.get_str("x-waiter")?;
    index.target(&response(index, operation)?.get(status)?)
}

/// An enum that extends this one has all of its values, and more.
pub(super) fn extended(index: &Index<'_>, name: &str) -> Option<Value> {
    let values = names_of(index, name, Declared::Value)?;
    let each = items(index.schemas.get(name)?.get("enum"))
        .filter_map(|value| value.as_str())
        .map(|value| json!({"contains": {"const": value}}));
    let list = json!({"allOf": each.collect::<Vec<_>>(), "not": {"items": values}});
    Some(when(
        known(index, name, Declared::Value),
        at_components(when(
            all([is("x-extends", name), has("enum")]),
            key("enum", list),
        )),
    ))
}

/// An enum that extends this one has the same of its values final, unless this one has others by now.
pub(super) fn finals(index: &Index<'_>, name: &str) -> Option<Value> {
    let schema = index.schemas.get(name)?;
    let listed = |keyword| items(schema.get(keyword)).filter_map(|value| value.as_str());
    let finals: Vec<&str> = listed("x-final").collect();
    let others = one_of(listed("enum").filter(|value| !finals.contains(value)));
    let mut parts = vec![json!({"items": not(others)})];
    parts.extend(
        finals
            .iter()
            .map(|value| json!({"contains": {"const": value}})),
    );
    let same = key("x-final", json!({"allOf": parts}));
    let (kept, same) = match schema.get("x-final") {
        Some(at) => {
            let kept = key("x-final", json!({"const": at.node.to_json()}));
            (all([has("x-final"), kept]), all([has("x-final"), same]))
        }
        None => (lacks(&["x-final"]), same),
    };
    Some(when(
        all([
            known(index, name, Declared::Value),
            at_component(name, kept),
        ]),
        at_components(when(all([is("x-extends", name), has("enum")]), same)),
    ))
}
