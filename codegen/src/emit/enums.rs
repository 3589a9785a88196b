//! Enums: open where the service speaks, closed where we do.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use crate::model::{Model, Scalar, ScalarKind, Variant};
use crate::names;

/// One enum a set of words.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Enum { open: true, values } => Some(open(scalar, values)),
            ScalarKind::Enum {
                open: false,
                values,
            } => Some(closed(scalar, values)),
            _ => None,
        });
    quote!(#(#types)*)
}

struct Parts {
    doc: TokenStream,
    name: proc_macro2::Ident,
    variants: Vec<proc_macro2::Ident>,
    docs: Vec<TokenStream>,
    words: Vec<String>,
}

fn parts(scalar: &Scalar, values: &[Variant]) -> Parts {
    Parts {
        doc: docs::tokens(&scalar.doc),
        name: format_ident!("{}", scalar.rust),
        variants: values
            .iter()
            .map(|value| format_ident!("{}", value.rust))
            .collect(),
        docs: values
            .iter()
            .map(|value| docs::tokens(&value.doc))
            .collect(),
        words: values.iter().map(|value| value.wire.clone()).collect(),
    }
}

fn open(scalar: &Scalar, values: &[Variant]) -> TokenStream {
    let Parts {
        doc,
        name,
        variants,
        docs,
        words,
    } = parts(scalar, values);
    let catch_all = format_ident!("{}", names::CATCH_ALL);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            /// A value this version of the crate does not know; its text is kept.
            #catch_all(UnknownValue),
        }

        impl #name {
            /// Every value this version of the crate knows.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            const NAMES: &'static [&'static str] = &[#(#words),*];

            /// The value as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #words,)*
                    Self::#catch_all(value) => value.as_str(),
                }
            }
        }

        crate::scalar::open_enum!(#name);
    }
}

fn closed(scalar: &Scalar, values: &[Variant]) -> TokenStream {
    let Parts {
        doc,
        name,
        variants,
        docs,
        words,
    } = parts(scalar, values);
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
        }

        impl #name {
            /// Every value.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            const NAMES: &'static [&'static str] = &[#(#words),*];

            /// The value as it is on the wire.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    #(Self::#variants => #words,)*
                }
            }
        }

        crate::scalar::closed_enum!(#name);
    }
}
