//! Enums: open if Twilio sends them, closed if only requests do.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::docs;
use crate::model::{Model, Scalar, ScalarKind, Variant};

/// One declaration per enum.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Enum { open, values } => Some(declaration(scalar, *open, values)),
            _ => None,
        });
    quote!(#(#types)*)
}

fn declaration(scalar: &Scalar, open: bool, values: &[Variant]) -> TokenStream {
    let makro = format_ident!("{}", if open { "open_enum" } else { "closed_enum" });
    let doc = docs::tokens(&scalar.doc);
    let name = format_ident!("{}", scalar.rust);
    let variants = values.iter().map(|value| {
        let doc = docs::tokens(&value.doc);
        let (variant, wire) = (format_ident!("{}", value.rust), &value.wire);
        quote!(#doc #variant = #wire,)
    });
    quote!(#makro! { #doc pub enum #name { #(#variants)* } })
}
