//! Examples of responses: where one comes from, and what is read from it.

use std::collections::BTreeSet;

use serde_json::Map;

use super::example::{Example, variable};
use super::requests::{begin, items};
use super::shown::{items_shown, part_shown, shown, worth_a_look};
use super::values::Values;
use crate::model::{Effect, Model, Operation, ResponseBody, Struct, Ty};

/// Where a response of this type comes from, and what is read from it.
pub(in super::super) fn response(model: &Model, structure: &Struct) -> Option<Example> {
    page(model, structure)
        .or_else(|| returned(model, structure))
        .or_else(|| listed(model, structure))
        .or_else(|| part(model, structure))
}

/// A page: a loop over its items.
fn page(model: &Model, structure: &Struct) -> Option<Example> {
    let list = source(model, structure, |it| it.pagination.is_some())?;
    let (item, _) = items(model, list)?;
    let mut values = Values::new(model);
    let begin = begin(list, &Map::new(), &mut values)?;
    let shown = items_shown(model, list, &item)?;
    let body = format!(
        "let page = client.{begin}.await?;\n\
         for {item} in page {{\n\
         \u{20}   {shown}\n}}\n"
    );
    Some(Example::of_client(&values.types, &body))
}

/// The response of an operation, preferably of one that only reads.
fn returned(model: &Model, structure: &Struct) -> Option<Example> {
    let operation = source(model, structure, |it| it.effect == Effect::Read)
        .or_else(|| source(model, structure, |_| true))?;
    let mut values = Values::new(model);
    let none = Map::new();
    let example = operation.examples.first().unwrap_or(&none);
    let begin = begin(operation, example, &mut values)?;
    let name = variable(&structure.rust);
    let mut body = format!(
        "let {name} = client.{begin}.await?;\n{}\n",
        shown(model, structure, &name)
    );
    if let Some(field) = worth_a_look(model, structure) {
        let field = &field.rust;
        body.push_str(&format!(
            "if let Some({field}) = {name}.{field} {{\n\
             \u{20}   println!(\"{field}: {{{field}}}\");\n}}\n"
        ));
    }
    Some(Example::of_client(&values.types, &body))
}

/// An item of a list.
fn listed(model: &Model, structure: &Struct) -> Option<Example> {
    let list = model.operations.iter().find(|operation| {
        operation
            .pagination
            .as_ref()
            .is_some_and(|pages| pages.items.ty == Ty::Struct(structure.component.clone()))
    })?;
    let (item, _) = items(model, list)?;
    let mut values = Values::new(model);
    let begin = begin(list, &Map::new(), &mut values)?;
    let shown = shown(model, structure, &item);
    let body = format!(
        "for {item} in client.{begin}.collect().await? {{\n\
         \u{20}   {shown}\n}}\n"
    );
    Some(Example::of_client(&values.types, &body))
}

/// An object in another response: what is read from it.
fn part(model: &Model, structure: &Struct) -> Option<Example> {
    let (rust, name) = (&structure.rust, variable(&structure.rust));
    structure.fields.first()?;
    let shown = part_shown(model, structure, &name);
    let function = format!("fn show({name}: &{rust}) {{\n    {shown}\n}}\n");
    Some(Example::of_function(
        &BTreeSet::from([rust.clone()]),
        &function,
    ))
}

/// The first operation that returns the struct, of those that are wanted.
fn source<'m>(
    model: &'m Model,
    structure: &Struct,
    wanted: impl Fn(&Operation) -> bool,
) -> Option<&'m Operation> {
    model.operations.iter().find(|operation| {
        let is_returned = matches!(&operation.response, ResponseBody::Json(component) if *component == structure.component);
        is_returned && operation.representation_of.is_none() && !operation.deprecated && wanted(operation)
    })
}
