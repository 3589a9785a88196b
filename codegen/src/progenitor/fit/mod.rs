//! Passes over progenitor's tokens, one concern a pass.
//!
//! The version of progenitor is pinned, so each pass knows exactly how often it must find its target. A pass that
//! counts anything else means that progenitor's output has changed its shape: generation fails rather than emitting
//! code that was only half polished.

mod answers;
mod docs;
mod paths;
mod queries;
mod reading;
mod segments;
mod signatures;
mod transport;
mod visibility;

use crate::model::{Answer, Field, Model, Operation, Struct, Usage};
use crate::progenitor::run::Wire;

/// Runs all passes; the error names the pass, what it expected and what it found.
pub(crate) fn polish(wire: &mut Wire, model: &Model) -> Result<(), String> {
    let operations = model.operations.len();
    let structs: Vec<&Struct> = emitted_structs(model).collect();
    let fields: usize = structs.iter().map(|it| it.fields.len()).sum();
    let read_optional = structs
        .iter()
        .filter(|it| it.usage == Usage::Response)
        .flat_map(|it| &it.fields)
        .filter(|field| reading::is_optional(field))
        .count();
    let queries: usize = model.operations.iter().map(|it| it.query.len()).sum();
    let segments: usize = model
        .operations
        .iter()
        .map(|it| it.path_parameters.len())
        .sum();
    let json = model
        .operations
        .iter()
        .filter(|it| matches!(it.answer, Answer::Json(_)))
        .count();

    expect(
        "docs",
        docs::run(wire, model),
        structs.len() + fields + operations,
    )?;
    expect("reading", reading::run(wire, model), read_optional)?;
    expect("visibility", visibility::run(wire, model), structs.len())?;
    expect("transport", transport::run(wire), operations)?;
    expect("answers", answers::run(wire), 2 * operations)?;
    expect("accept", answers::count_accept(wire), json)?;
    expect("queries", queries::run(wire, model), queries)?;
    expect("segments", segments::run(wire), segments)?;
    expect("signatures", signatures::run(wire), operations)?;
    paths::run(wire);
    Ok(())
}

/// The structs typify emits: all but those that only callbacks carry.
pub(crate) fn emitted_structs(model: &Model) -> impl Iterator<Item = &Struct> {
    model
        .structs
        .iter()
        .filter(|it| it.usage != Usage::Callback)
}

fn expect(pass: &str, found: usize, expected: usize) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!(
            "the polish pass `{pass}` expected {expected} places and found {found}"
        ))
    }
}

/// The struct of the model that typify's item is.
fn structure<'m>(model: &'m Model, item: &syn::ItemStruct) -> Option<&'m Struct> {
    model.structs.iter().find(|it| item.ident == it.rust)
}

/// The field of the model that typify's field is.
fn field<'m>(structure: &'m Struct, field: &syn::Field) -> Option<&'m Field> {
    let ident = field.ident.as_ref()?;
    structure.fields.iter().find(|it| *ident == it.rust)
}

/// The operation of the model that progenitor's method is.
fn operation<'m>(model: &'m Model, method: &syn::ImplItemFn) -> Option<&'m Operation> {
    model
        .operations
        .iter()
        .find(|it| method.sig.ident == it.method)
}

#[cfg(test)]
mod tests {
    use super::polish;
    use crate::document::{Index, Source, load};
    use crate::model::{self, Model};
    use crate::progenitor::feed;
    use crate::progenitor::run::{self, Wire};

    fn minimal() -> (Model, Wire) {
        let text = include_str!("../../../../tests/fixtures/minimal.yaml");
        let document = load(&Source::new("minimal.yaml", text)).unwrap();
        let model = model::build(&Index::new(&document)).unwrap();
        let (lowered, _) = feed::for_progenitor(&feed::open_api(&document).unwrap(), &model);
        let wire = run::generate(&lowered, &model).unwrap();
        (model, wire)
    }

    #[test]
    fn progenitors_output_has_the_shape_the_passes_expect() {
        let (model, mut wire) = minimal();
        assert_eq!(polish(&mut wire, &model), Ok(()));
    }

    #[test]
    fn a_pass_that_misses_its_target_ends_the_generation() {
        let refused = |change: fn(&mut Wire)| {
            let (model, mut wire) = minimal();
            change(&mut wire);
            polish(&mut wire, &model).unwrap_err()
        };
        let statement = refused(|wire| {
            wire.methods[0].block.stmts.remove(4);
        });
        assert_eq!(
            statement,
            "the polish pass `transport` expected 1 places and found 0"
        );
        let field = refused(|wire| {
            let call = wire
                .structs
                .iter_mut()
                .find(|item| item.ident == "Call")
                .unwrap();
            if let syn::Fields::Named(fields) = &mut call.fields {
                fields.named.pop();
            }
        });
        assert!(
            field.starts_with("the polish pass `docs` expected"),
            "{field}"
        );
        let method = refused(|wire| wire.methods.clear());
        assert!(
            method.starts_with("the polish pass `docs` expected"),
            "{method}"
        );
    }
}
