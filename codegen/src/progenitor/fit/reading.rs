//! Makes answers readable as the service sends them: an optional value may be absent, `null` or `""`.

use syn::{Attribute, parse_quote};

use crate::model::{Field, Model, ScalarKind, Ty, Usage};
use crate::progenitor::run::Wire;

/// Whether this field may be absent.
pub(super) fn is_optional(field: &Field) -> bool {
    !field.list && (field.nullable || !field.required)
}

/// Whether `""` can stand for the absence of this field.
///
/// Objects cannot be empty text, and an object kept as raw JSON must be read without looking into it.
fn reads_empty(model: &Model, field: &Field) -> bool {
    match &field.ty {
        Ty::Bool => true,
        Ty::Struct(_) => false,
        Ty::Scalar(name) => model
            .scalar(name)
            .is_some_and(|scalar| !matches!(scalar.kind, ScalarKind::Lazy { .. })),
    }
}

/// Counts the fields that may be absent.
pub(super) fn run(wire: &mut Wire, model: &Model) -> usize {
    let mut hits = 0;
    for item in &mut wire.structs {
        let Some(structure) = super::structure(model, item) else {
            continue;
        };
        if structure.usage != Usage::Response {
            continue;
        }
        for field in &mut item.fields {
            let described = super::field(structure, field);
            let Some(described) = described.filter(|it| is_optional(it)) else {
                continue;
            };
            rewrite(&mut field.attrs, described, reads_empty(model, described));
            hits += 1;
        }
    }
    hits
}

/// A nullable property is written as `null` again, so that what was read is what is written.
fn rewrite(attrs: &mut Vec<Attribute>, field: &Field, reads_empty: bool) {
    attrs.retain(|attr| !attr.path().is_ident("serde"));
    if field.rust != field.wire {
        let wire = &field.wire;
        attrs.push(parse_quote!(#[serde(rename = #wire)]));
    }
    if reads_empty {
        attrs.push(parse_quote!(
            #[serde(default, deserialize_with = "crate::scalar::empty_as_none")]
        ));
    }
    if !field.nullable {
        attrs.push(parse_quote!(#[serde(skip_serializing_if = "Option::is_none")]));
    }
}
