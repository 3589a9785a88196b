//! The `use` lines of an emitted file, found by looking at what it mentions.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::Item;

use crate::model::{Model, Usage};

/// Where the names live that emitted files use beside their own.
const ELSEWHERE: &[(&str, &str)] = &[
    ("ACCEPT", "reqwest::header::ACCEPT"),
    ("Argument", "crate::argument::Argument"),
    ("BTreeMap", "std::collections::BTreeMap"),
    ("ByteStream", "crate::byte_stream::ByteStream"),
    ("Client", "crate::Client"),
    ("RequestState", "crate::request::RequestState"),
    ("DateOrTime", "crate::time::DateOrTime"),
    ("Decimal", "crate::decimal::Decimal"),
    ("Dfa", "crate::scalar::Dfa"),
    ("Deserialize", "serde::Deserialize"),
    ("Error", "crate::Error"),
    ("HeaderValue", "reqwest::header::HeaderValue"),
    ("Items", "crate::page::Items"),
    ("Effect", "crate::operation::Effect"),
    ("Operation", "crate::operation::Operation"),
    ("Page", "crate::page::Page"),
    ("Pages", "crate::page::Pages"),
    ("Map", "serde_json::Map"),
    ("QueryParam", "crate::wire::QueryParam"),
    ("Response", "crate::response::Response"),
    ("Serialize", "serde::Serialize"),
    ("TextRules", "crate::scalar::TextRules"),
    ("Timestamp", "crate::time::Timestamp"),
    ("UnknownValue", "crate::scalar::UnknownValue"),
    ("Value", "serde_json::Value"),
    ("Wire", "crate::wire::Wire"),
    ("byte_classes", "crate::scalar::byte_classes"),
    ("encode_path", "crate::wire::encode_path"),
    ("patterns", "super::patterns"),
];

/// `use` lines for all that `body` mentions and does not define.
pub(crate) fn imports(model: &Model, body: &TokenStream) -> TokenStream {
    let mut mentioned = BTreeSet::new();
    let mut defined = BTreeSet::new();
    if let Ok(file) = syn::parse2::<syn::File>(body.clone()) {
        for item in file.items {
            match &item {
                Item::Struct(item) => {
                    defined.insert(item.ident.to_string());
                }
                Item::Enum(item) => {
                    defined.insert(item.ident.to_string());
                    // A variant may be called like a type: only what it holds is a mention.
                    for variant in &item.variants {
                        collect(variant.fields.to_token_stream(), &mut mentioned);
                    }
                    continue;
                }
                _ => {}
            }
            collect(item.to_token_stream(), &mut mentioned);
        }
    }
    let elsewhere = ELSEWHERE
        .iter()
        .filter(|(name, _)| mentioned.contains(*name))
        .filter_map(|(_, path)| syn::parse_str::<syn::Path>(path).ok());
    let forms = model
        .structs
        .iter()
        .filter(|it| {
            it.usage == Usage::Form && mentioned.contains(&it.rust) && !defined.contains(&it.rust)
        })
        .map(|it| format_ident!("{}", it.rust))
        .collect::<Vec<_>>();
    let forms = (!forms.is_empty()).then(|| quote!(use super::wire::{#(#forms),*};));
    let siblings = model
        .scalars
        .iter()
        .filter(|it| it.kind.is_emitted())
        .map(|it| it.rust.as_str())
        .chain(
            model
                .structs
                .iter()
                .filter(|it| it.usage != Usage::Form)
                .map(|it| it.rust.as_str()),
        )
        .filter(|name| mentioned.contains(*name) && !defined.contains(*name))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|name| format_ident!("{name}"))
        .collect::<Vec<_>>();
    let siblings = if siblings.is_empty() {
        quote!()
    } else {
        quote!(use super::{#(#siblings),*};)
    };
    quote!(#(use #elsewhere;)* #forms #siblings)
}

/// The names that stand for themselves: not those reached through a path, as in `Self::Call`.
fn collect(tokens: TokenStream, into: &mut BTreeSet<String>) {
    let mut colons = 0;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if colons < 2 => {
                into.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), into),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::ELSEWHERE;
    use crate::names::{Names, Scope};

    #[test]
    fn no_component_can_take_the_name_of_an_import() {
        for (name, _) in ELSEWHERE
            .iter()
            .filter(|(name, _)| name.starts_with(char::is_uppercase))
        {
            let constant = name.chars().all(|c| c.is_uppercase());
            let claimed = Names::default().claim(Scope::Types, name, name);
            assert!(constant || claimed.is_err(), "{name} is not reserved");
        }
    }
}
