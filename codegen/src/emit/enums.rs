//! Enums: open if Twilio sends them, closed if only requests do.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::scalar_docs;
use crate::docs;
use crate::model::{Model, Scalar, ScalarKind, Variant};

/// One declaration per enum.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Enum {
                open,
                values,
                extends,
            } => {
                let enumeration = declaration(model, scalar, *open, values);
                let conversions = conversions(model, scalar, extends.as_deref());
                Some(quote!(#enumeration #conversions))
            }
            _ => None,
        });
    quote!(#(#types)*)
}

/// The conversions between an enum and the one that it extends.
fn conversions(model: &Model, scalar: &Scalar, extends: Option<&str>) -> Option<TokenStream> {
    let other = format_ident!("{}", model.scalar(extends?)?.rust);
    let name = format_ident!("{}", scalar.rust);
    Some(quote!(extends!(#name, #other);))
}

fn declaration(model: &Model, scalar: &Scalar, open: bool, values: &[Variant]) -> TokenStream {
    let makro = format_ident!("{}", if open { "open_enum" } else { "closed_enum" });
    let doc = scalar_docs(model, scalar);
    let name = format_ident!("{}", scalar.rust);
    let variants = values.iter().map(|value| {
        let doc = docs::tokens(&value.doc);
        let (variant, wire) = (format_ident!("{}", value.rust), &value.wire);
        quote!(#doc #variant = #wire,)
    });
    quote!(#makro! { #doc pub enum #name { #(#variants)* } })
}
