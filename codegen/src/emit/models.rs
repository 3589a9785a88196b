//! Types of responses: typify's structs, and objects kept as raw JSON.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::docs;
use crate::model::{Field, Model, Scalar, ScalarKind, Usage};
use crate::progenitor::run::Wire;

/// The public structs.
pub(crate) fn emit(model: &Model, wire: &Wire) -> TokenStream {
    let names = model.struct_names(Usage::Response);
    let structs = wire
        .structs
        .iter()
        .filter(|item| names.contains(item.ident.to_string().as_str()));
    let lazy = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Lazy { members } => Some(lazy(scalar, members)),
            _ => None,
        });
    quote!(#(#structs)* #(#lazy)*)
}

fn lazy(scalar: &Scalar, members: &[Field]) -> TokenStream {
    let doc = docs::tokens(&scalar.doc);
    let name = format_ident!("{}", scalar.rust);
    let members = members.iter().map(|member| {
        let doc = docs::tokens(&member.doc);
        let (method, wire) = (format_ident!("{}", member.rust), &member.wire);
        let deprecated = member.deprecated.then(|| quote!(#[deprecated]));
        quote!(#doc #deprecated pub #method = #wire;)
    });
    quote!(lazy_object! { #doc pub struct #name { #(#members)* } })
}
