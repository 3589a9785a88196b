//! Strings with constraints, and unions of such strings.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::examples::scalar_docs;
use super::patterns::Patterns;
use crate::model::{Model, Privacy, Scalar, ScalarKind};

/// One declaration per string and per union.
pub(crate) fn emit(model: &Model, patterns: &Patterns<'_>) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Text {
                pattern,
                min,
                max,
                privacy,
                xml,
            } => {
                let pattern = pattern.as_ref().and_then(|pattern| {
                    let text = pattern.text();
                    let table = patterns.name(text)?;
                    Some(quote!(PATTERN = #text in patterns::#table;))
                });
                let expected = pattern.is_some().then(|| scalar.expectation());
                let expected = expected.filter(|text| !text.is_empty());
                let expected = expected.map(|text| quote!(EXPECTED = #text;));
                let xml = xml.as_ref().map(|_| {
                    let table = format_ident!("{}", scalar.constant);
                    quote!(XML = xml::#table;)
                });
                let length = length(*min, *max);
                Some(newtype(
                    model,
                    scalar,
                    &quote!(#pattern #expected #length #xml),
                    *privacy,
                ))
            }
            ScalarKind::Union { members } => Some(union(model, scalar, members)),
            _ => None,
        });
    quote!(#(#types)*)
}

fn newtype(model: &Model, scalar: &Scalar, rules: &TokenStream, privacy: Privacy) -> TokenStream {
    let makro = format_ident!(
        "{}",
        match privacy {
            Privacy::Open => "text",
            Privacy::Personal => "private_text",
            Privacy::Secret => "secret_text",
        }
    );
    let doc = scalar_docs(model, scalar);
    let name = format_ident!("{}", scalar.rust);
    quote!(#makro! { #doc pub struct #name { #rules } })
}

fn length(min: Option<usize>, max: Option<usize>) -> TokenStream {
    let length = |name: &str, value: Option<usize>| {
        let (name, value) = (format_ident!("{name}"), Literal::usize_unsuffixed(value?));
        Some(quote!(#name = #value;))
    };
    let (min, max) = (length("MIN_LENGTH", min), length("MAX_LENGTH", max));
    quote!(#min #max)
}

fn union(model: &Model, scalar: &Scalar, members: &[String]) -> TokenStream {
    let makro = format_ident!(
        "{}",
        match members.iter().all(|member| is_open(model, member)) {
            true => "open_text_union",
            false => "text_union",
        }
    );
    let doc = scalar_docs(model, scalar);
    let name = format_ident!("{}", scalar.rust);
    let members = members.iter().map(|member| format_ident!("{member}"));
    quote!(#makro! { #doc pub enum #name { #(#members,)* } })
}

/// Whether the values of a type are public.
fn is_open(model: &Model, rust: &str) -> bool {
    let scalar = model.scalars.iter().find(|scalar| scalar.rust == rust);
    scalar.is_some_and(|scalar| {
        matches!(
            scalar.kind,
            ScalarKind::Fixed { .. }
                | ScalarKind::Text {
                    privacy: Privacy::Open,
                    ..
                }
        )
    })
}
