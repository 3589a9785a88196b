//! Replaces progenitor's doc comments (block comments, which rustfmt indents into code) by the document's own words.

use syn::Attribute;

use crate::emit::docs;
use crate::model::{Model, Usage};
use crate::progenitor::run::Wire;

/// Counts the structs, fields and methods documented.
pub(super) fn run(wire: &mut Wire, model: &Model) -> usize {
    let mut hits = 0;
    for item in &mut wire.structs {
        let Some(structure) = super::structure(model, item) else {
            continue;
        };
        // A form is not public; its parameters are described at their setters.
        let public = structure.usage != Usage::Form;
        let text = |doc: &str| {
            if public {
                docs::attributes(doc)
            } else {
                Vec::new()
            }
        };
        set(&mut item.attrs, text(&structure.doc));
        hits += 1;
        for field in &mut item.fields {
            if let Some(described) = super::field(structure, field) {
                set(&mut field.attrs, text(&described.doc));
                hits += 1;
            }
        }
    }
    for method in &mut wire.methods {
        let Some(operation) = super::operation(model, method) else {
            continue;
        };
        let line = format!("`{} {}`", operation.verb.to_uppercase(), operation.path);
        set(&mut method.attrs, docs::attributes(&line));
        hits += 1;
    }
    hits
}

fn set(attrs: &mut Vec<Attribute>, docs: Vec<Attribute>) {
    attrs.retain(|attr| !attr.path().is_ident("doc"));
    attrs.splice(0..0, docs);
}
