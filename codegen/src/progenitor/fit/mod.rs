//! Adapts what progenitor and typify emitted, where their settings and the names of the runtime do not suffice.
//!
//! The version of progenitor is pinned, so each pass knows exactly how many replacements it must make. Any other
//! number means that progenitor's output has changed: generation fails rather than emitting code that was only partly
//! adapted.

mod methods;
mod paths;
mod structs;

use crate::model::{Field, Model, Operation};
use crate::progenitor::run::Wire;

pub(crate) use paths::shorten;

/// Runs all passes; the error names the pass, what it expected and what it found.
pub(crate) fn fit(wire: &mut Wire, model: &Model) -> Result<(), String> {
    let structs = || {
        let structs = model.structs.iter();
        structs.filter(|it| it.usage.is_emitted_by_typify())
    };
    let fields = structs().map(|it| it.fields.len()).sum();
    let found = structs::run(wire, model);
    expect("structs", found.structs, structs().count())?;
    expect("fields", found.fields, fields)?;

    let operations = model.operations.len();
    let sum = |count: fn(&Operation) -> usize| model.operations.iter().map(count).sum();
    let segments = sum(|it| it.path_parameters.len());
    let names = sum(|it| it.query.iter().filter(|field| is_renamed(field)).count());
    let header_parameters = sum(|it| it.headers.len());
    let found = methods::run(wire, model)?;
    expect("methods", found.methods, operations)?;
    expect("headers", found.headers, 3 * operations)?;
    expect("segments", found.segments, segments)?;
    expect("names", found.names, names)?;
    expect(
        "header parameters",
        found.header_parameters,
        header_parameters,
    )
}

fn expect(pass: &str, found: usize, expected: usize) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!(
            "the pass `{pass}` expected {expected} places in progenitor's code, but found {found}"
        ))
    }
}

/// Whether progenitor sees a name other than the one on the wire.
fn is_renamed(field: &Field) -> bool {
    super::is_inequality(&field.wire)
}

/// What serde's `rename_all = "PascalCase"` makes of a field's name.
fn pascal_case(field: &str) -> String {
    let mut pascal = String::with_capacity(field.len());
    for word in field.split('_') {
        let (first, rest) = word.split_at(word.len().min(1));
        pascal.push_str(&first.to_ascii_uppercase());
        pascal.push_str(rest);
    }
    pascal
}

#[cfg(test)]
mod tests {
    use super::{fit, pascal_case};
    use crate::document::{Index, Source, load};
    use crate::model::{self, Model};
    use crate::progenitor::feed;
    use crate::progenitor::run::{self, Wire};

    /// A document with a form, a query with inequalities, and responses.
    fn document(name: &str) -> (Model, Wire) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");
        let text = std::fs::read_to_string(format!("{folder}/{name}.yaml")).unwrap();
        let document = load(&Source::new(format!("{name}.yaml"), text)).unwrap();
        let model = model::build(&Index::new(&document)).unwrap();
        let (lowered, _) = feed::for_progenitor(&feed::open_api(&document).unwrap(), &model);
        let wire = run::generate(&lowered, &model).unwrap();
        (model, wire)
    }

    fn rejection(name: &str, change: fn(&mut Wire)) -> String {
        let (model, mut wire) = document(name);
        change(&mut wire);
        fit(&mut wire, &model).unwrap_err()
    }

    #[test]
    fn progenitors_output_has_the_shape_the_passes_expect() {
        for name in ["minimal", "form-required", "query-inequality"] {
            let (model, mut wire) = document(name);
            assert_eq!(fit(&mut wire, &model), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_pass_that_misses_its_target_ends_the_generation() {
        let field = rejection("minimal", |wire| {
            if let syn::Fields::Named(fields) = &mut wire.structs[0].fields {
                fields.named.pop();
            }
        });
        assert!(field.starts_with("the pass `fields` expected"), "{field}");
        let mark = rejection("minimal", |wire| {
            wire.structs[0]
                .attrs
                .retain(|attr| !attr.path().is_ident("non_exhaustive"));
        });
        assert!(mark.starts_with("the pass `structs` expected"), "{mark}");
        let form = rejection("form-required", |wire| {
            for item in &mut wire.structs {
                item.attrs.retain(|attr| !attr.path().is_ident("serde"));
            }
        });
        assert!(form.starts_with("the pass `structs` expected"), "{form}");
        let method = rejection("minimal", |wire| wire.methods.clear());
        assert_eq!(
            method,
            "the pass `methods` expected 1 places in progenitor's code, but found 0"
        );
        let header = rejection("minimal", |wire| {
            wire.methods[0].block.stmts.remove(1);
        });
        assert_eq!(
            header,
            "the pass `headers` expected 3 places in progenitor's code, but found 2"
        );
        let segment = rejection("minimal", |wire| {
            wire.methods[0].block.stmts.remove(0);
        });
        assert!(
            segment.starts_with("the pass `segments` expected"),
            "{segment}"
        );
        let name = rejection("query-inequality", |wire| {
            let last = wire.methods[0].block.stmts.len() - 1;
            wire.methods[0].block.stmts.drain(3..last);
        });
        assert!(
            name.starts_with("the pass `headers` expected")
                || name.starts_with("the pass `names` expected"),
            "{name}"
        );
    }

    #[test]
    fn names_become_pascal_case_as_serde_does_it() {
        for (field, pascal) in [
            ("async_amd", "AsyncAmd"),
            ("type_", "Type"),
            ("x2_y", "X2Y"),
        ] {
            assert_eq!(pascal_case(field), pascal);
        }
    }
}
