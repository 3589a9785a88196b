//! Integers within bounds, and integers that travel as text.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use crate::model::{Model, Scalar, ScalarKind, Unit};

/// One newtype an integer.
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
            } => Some(bounded(scalar, repr, *min, *max, *unit)),
            ScalarKind::IntegerText { repr, unit } => Some(text(scalar, repr, *unit)),
            _ => None,
        });
    quote!(#(#types)*)
}

fn bounded(scalar: &Scalar, repr: &str, min: i64, max: i64, unit: Option<Unit>) -> TokenStream {
    let doc = docs::tokens(&scalar.doc);
    let (name, repr) = (format_ident!("{}", scalar.rust), format_ident!("{repr}"));
    let (min, max) = (Literal::i64_unsuffixed(min), Literal::i64_unsuffixed(max));
    let unit = unit.map(|unit| conversions(&name, &repr, unit));
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(#repr);

        impl #name {
            /// The smallest value.
            pub const MIN: #repr = #min;
            /// The largest value.
            pub const MAX: #repr = #max;
        }

        crate::scalar::integer!(#name, #repr);
        #unit
    }
}

fn text(scalar: &Scalar, repr: &str, unit: Option<Unit>) -> TokenStream {
    let doc = docs::tokens(&scalar.doc);
    let (name, repr) = (format_ident!("{}", scalar.rust), format_ident!("{repr}"));
    let unit = unit.map(|unit| conversions(&name, &repr, unit));
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(#repr);

        crate::scalar::integer_text!(#name, #repr);
        #unit
    }
}

fn conversions(name: &proc_macro2::Ident, repr: &proc_macro2::Ident, unit: Unit) -> TokenStream {
    let unit = format_ident!("{}", unit.name());
    quote!(crate::scalar::unit!(#name, #repr, #unit);)
}
