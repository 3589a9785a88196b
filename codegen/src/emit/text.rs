//! Text with rules of its own, and unions of such texts.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::patterns::Patterns;
use crate::model::{Model, Privacy, Scalar, ScalarKind};

/// One newtype a text, one enum a union.
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
            } => {
                let pattern = pattern.as_ref().map(|pattern| pattern.text());
                Some(newtype(scalar, pattern, patterns, *min, *max, *privacy))
            }
            ScalarKind::Union { members } => Some(union(scalar, members)),
            _ => None,
        });
    quote!(#(#types)*)
}

fn newtype(
    scalar: &Scalar,
    pattern: Option<&str>,
    patterns: &Patterns<'_>,
    min: Option<usize>,
    max: Option<usize>,
    privacy: Privacy,
) -> TokenStream {
    let doc = docs::tokens(&scalar.doc);
    let name = format_ident!("{}", scalar.rust);
    let constant = |name: &str, doc: &str, value: Option<usize>| {
        let name = format_ident!("{name}");
        value.map(Literal::usize_unsuffixed).map(|value| {
            quote! {
                #[doc = #doc]
                pub const #name: usize = #value;
            }
        })
    };
    let min_length = constant("MIN_LENGTH", " The fewest characters a value has.", min);
    let max_length = constant("MAX_LENGTH", " The most characters a value has.", max);
    let pattern_text = pattern.map(|pattern| {
        quote! {
            /// The pattern every value matches.
            pub const PATTERN: &'static str = #pattern;
        }
    });
    let table = pattern.and_then(|pattern| patterns.name(pattern));
    let rules = rules(&scalar.rust, table, min, max, privacy);
    let (derive, makro) = match privacy {
        Privacy::Open => (
            quote!(#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]),
            "text",
        ),
        Privacy::Personal => (
            quote!(#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]),
            "private_text",
        ),
        Privacy::Secret => (quote!(#[derive(Clone)]), "secret_text"),
    };
    let makro = format_ident!("{makro}");
    quote! {
        #doc
        #derive
        pub struct #name(Box<str>);

        impl #name {
            #pattern_text
            #min_length
            #max_length
            const RULES: TextRules = #rules;
        }

        crate::scalar::#makro!(#name);
    }
}

/// What a text must satisfy; constants that users see are named, so that the two cannot differ.
fn rules(
    rust: &str,
    table: Option<&Ident>,
    min: Option<usize>,
    max: Option<usize>,
    privacy: Privacy,
) -> TokenStream {
    let hidden = (privacy != Privacy::Open).then(|| quote!(.hidden()));
    let length = match (min, max) {
        (None, None) => quote!(),
        (None, Some(_)) => quote!(.max(Self::MAX_LENGTH)),
        (Some(_), None) => quote!(.length(Self::MIN_LENGTH, None)),
        (Some(_), Some(_)) => quote!(.length(Self::MIN_LENGTH, Some(Self::MAX_LENGTH))),
    };
    let table = table.map(|table| quote!(.pattern(&patterns::#table)));
    quote!(TextRules::new(#rust) #hidden #length #table)
}

fn union(scalar: &Scalar, members: &[String]) -> TokenStream {
    let doc = docs::tokens(&scalar.doc);
    let name = format_ident!("{}", scalar.rust);
    let members: Vec<_> = members
        .iter()
        .map(|member| format_ident!("{member}"))
        .collect();
    let member_docs = members.iter().map(|member| format!(" A [`{member}`]."));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #member_docs] #members(#members),)*
        }

        crate::scalar::text_union!(#name { #(#members),* });
    }
}
