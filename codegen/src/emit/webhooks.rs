//! Callbacks: the requests that Twilio sends to the application.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::{self, documented};
use super::requests::value_type;
use crate::docs;
use crate::markdown;
use crate::model::{Field, Model, Privacy, ScalarKind, Struct, Ty, Usage};

/// One declaration per callback.
pub(crate) fn emit(model: &Model) -> Result<TokenStream, String> {
    let components: BTreeSet<&str> = model
        .callbacks
        .iter()
        .map(|callback| callback.component.as_str())
        .collect();
    let callbacks = components
        .into_iter()
        .map(|component| match model.structure(component) {
            Some(structure) if structure.usage == Usage::Callback => Ok(callback(model, structure)),
            _ => Err(format!(
                "the parameters of the callback `{component}` are used as something else too"
            )),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(quote!(#(#callbacks)*))
}

fn callback(model: &Model, structure: &Struct) -> TokenStream {
    let example = examples::callback(model, structure);
    let doc = docs::tokens(&documented(&doc(model, structure), example.as_ref()));
    let name = format_ident!("{}", structure.rust);
    let fields = structure
        .fields
        .iter()
        .map(|field| self::field(model, field));
    let derives = if holds_secret(model, structure) {
        quote!(Clone, Debug)
    } else {
        quote!(Clone, Debug, PartialEq, Eq)
    };
    quote! {
        callback! {
            #doc
            #[derive(#derives)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
            }
        }
    }
}

/// The description of the struct, then that of its requests. The summary of a single request would repeat the first
/// sentence of the struct.
fn doc(model: &Model, structure: &Struct) -> String {
    let requests: Vec<&str> = model
        .callbacks
        .iter()
        .filter(|callback| callback.component == structure.component)
        .map(|callback| callback.doc.as_str())
        .collect();
    let details = match requests.as_slice() {
        [request] => {
            let summary = markdown::first_paragraph(request);
            vec![request.strip_prefix(summary).unwrap_or(request)]
        }
        several => several.to_vec(),
    };
    std::iter::once(structure.doc.as_str())
        .chain(details)
        .map(str::trim)
        .filter(|paragraphs| !paragraphs.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn field(model: &Model, field: &Field) -> TokenStream {
    let mut text = field.doc.trim().to_owned();
    if field.deprecated {
        // `#[deprecated]` would also cause a warning in the code that reads the field.
        text.push_str("\n\nDeprecated.");
    }
    let doc = docs::tokens(&text);
    let (name, wire) = (format_ident!("{}", field.rust), &field.wire);
    let ty = value_type(model, &field.ty);
    let (ty, read) = match (field.list, field.required) {
        (true, _) => (quote!(Vec<#ty>), quote!(list)),
        (false, true) => (ty, quote!(required)),
        (false, false) => (quote!(Option<#ty>), quote!(optional)),
    };
    quote!(#doc pub #name: #ty = #read(#wire);)
}

/// Secrets do not implement `PartialEq`.
fn holds_secret(model: &Model, structure: &Struct) -> bool {
    structure.fields.iter().any(|field| {
        matches!(&field.ty, Ty::Scalar(component)
            if matches!(model.scalar(component).map(|scalar| &scalar.kind),
                Some(ScalarKind::Text { privacy: Privacy::Secret, .. })))
    })
}
