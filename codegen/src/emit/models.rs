//! Response types: typify's structs, and objects kept as raw JSON.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ItemStruct;

use super::examples::{self, documented, scalar_docs};
use crate::docs;
use crate::model::{Field, Model, Scalar, ScalarKind, Struct, Ty, Usage};
use crate::progenitor::run::Wire;

/// The public structs, and how each is deserialized.
pub(crate) fn emit(model: &Model, wire: &Wire) -> TokenStream {
    let structs = model
        .structs
        .iter()
        .filter(|structure| structure.usage == Usage::Response)
        .map(|structure| response(model, wire, structure));
    let lazy = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Lazy { members } => Some(lazy(model, scalar, members)),
            _ => None,
        });
    quote!(#(#structs)* #(#lazy)*)
}

fn response(model: &Model, wire: &Wire, structure: &Struct) -> TokenStream {
    let item = wire
        .structs
        .iter()
        .find(|item| item.ident == structure.rust)
        .map(|item| with_example(model, structure, item.clone()));
    let name = format_ident!("{}", structure.rust);
    let properties = structure.fields.iter().map(|field| {
        let (name, wire) = (format_ident!("{}", field.rust), &field.wire);
        let read = format_ident!("{}", reading(model, field));
        quote!(#name = #read #wire,)
    });
    let deprecated =
        structure.fields.iter().any(|field| field.deprecated).then(
            || quote!(#[expect(deprecated, reason = "what is deprecated is read all the same")]),
        );
    quote! {
        #item
        properties! { #deprecated #name { #(#properties)* } }
    }
}

/// The struct with an example at the end of its documentation.
fn with_example(model: &Model, structure: &Struct, mut item: ItemStruct) -> ItemStruct {
    let example = examples::response(model, structure);
    let mut attrs = docs::attributes(&documented(&structure.doc, example.as_ref()));
    item.attrs.retain(|attr| !attr.path().is_ident("doc"));
    attrs.append(&mut item.attrs);
    item.attrs = attrs;
    item
}

/// How a field is read: for an optional value Twilio sends a value, `null`, `""`, or nothing at all.
fn reading(model: &Model, field: &Field) -> &'static str {
    if field.is_optional() {
        if can_be_empty(model, field) {
            "optional"
        } else {
            "nullable"
        }
    } else if field.list && !field.required {
        "list"
    } else {
        "required"
    }
}

/// Whether `""` can represent the absence of this field.
///
/// An object cannot be an empty string, and an object kept as raw JSON must not be inspected.
fn can_be_empty(model: &Model, field: &Field) -> bool {
    match &field.ty {
        Ty::Bool => true,
        Ty::Struct(_) => false,
        Ty::Scalar(name) => model.scalar(name).is_some_and(|scalar| {
            !matches!(
                scalar.kind,
                ScalarKind::Lazy { .. } | ScalarKind::Map { .. }
            )
        }),
    }
}

fn lazy(model: &Model, scalar: &Scalar, members: &[Field]) -> TokenStream {
    let doc = scalar_docs(model, scalar);
    let name = format_ident!("{}", scalar.rust);
    let members = members.iter().map(|member| {
        let doc = docs::tokens(&member.doc);
        let (method, wire) = (format_ident!("{}", member.rust), &member.wire);
        let deprecated = member.deprecated.then(|| quote!(#[deprecated]));
        quote!(#doc #deprecated pub #method = #wire;)
    });
    quote!(lazy_object! { #doc pub struct #name { #(#members)* } })
}
