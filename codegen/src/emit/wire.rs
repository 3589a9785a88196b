//! The wire layer: progenitor's methods and the forms they send.

use proc_macro2::TokenStream;
use quote::quote;

use super::objects;
use crate::model::{Model, Usage};
use crate::progenitor::run::Wire;

/// The crate-private forms and methods.
pub(crate) fn emit(model: &Model, wire: &Wire) -> TokenStream {
    let mut names = model.struct_names(Usage::Form);
    names.extend(model.struct_names(Usage::Numbered));
    let forms = wire
        .structs
        .iter()
        .filter(|item| names.contains(item.ident.to_string().as_str()));
    let bodies = objects::bodies(model);
    let methods = &wire.methods;
    quote! {
        #(#forms)*

        #bodies

        impl Wire<'_> {
            #(#methods)*
        }
    }
}
