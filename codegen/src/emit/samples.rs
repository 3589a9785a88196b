//! Sample responses, for tests of applications.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::Model;

/// One per struct that has an example.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let samples = model.samples.iter().map(|sample| {
        let (name, json) = (format_ident!("{}", sample.rust), literal(&sample.json));
        quote! {
            impl crate::testing::Sample for #name {
                const JSON: &'static str = #json;
            }
        }
    });
    quote!(#(#samples)*)
}

/// A raw string, where that is readable.
fn literal(text: &str) -> TokenStream {
    let raw = (!text.contains("\"#")).then(|| format!("r#\"{text}\"#").parse().ok());
    raw.flatten().unwrap_or_else(|| {
        let literal = Literal::string(text);
        quote!(#literal)
    })
}
