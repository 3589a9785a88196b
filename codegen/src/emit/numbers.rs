//! Bounded integers, and integers that are sent as strings.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::examples::scalar_docs;
use crate::model::{Model, Scalar, ScalarKind, Unit};

/// One declaration per integer.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Integer {
                repr,
                min,
                max,
                unit,
            } => Some(bounded(model, scalar, repr, (*min, *max), *unit)),
            ScalarKind::IntegerText { repr, unit } => Some(text(model, scalar, repr, *unit)),
            _ => None,
        });
    quote!(#(#types)*)
}

fn bounded(
    model: &Model,
    scalar: &Scalar,
    repr: &str,
    (min, max): (i64, i64),
    unit: Option<Unit>,
) -> TokenStream {
    let doc = scalar_docs(model, scalar);
    let (name, repr) = (format_ident!("{}", scalar.rust), format_ident!("{repr}"));
    let (min, max) = (Literal::i64_unsuffixed(min), Literal::i64_unsuffixed(max));
    let unit = self::unit(unit);
    quote!(integer! { #doc pub struct #name(#repr) = #min..=#max #unit; })
}

fn text(model: &Model, scalar: &Scalar, repr: &str, unit: Option<Unit>) -> TokenStream {
    let doc = scalar_docs(model, scalar);
    let (name, repr) = (format_ident!("{}", scalar.rust), format_ident!("{repr}"));
    let unit = self::unit(unit);
    quote!(integer_text! { #doc pub struct #name(#repr) #unit; })
}

fn unit(unit: Option<Unit>) -> Option<TokenStream> {
    let unit = format_ident!("{}", unit?.name());
    Some(quote!(, #unit))
}
