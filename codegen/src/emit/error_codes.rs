//! Error codes: their names, meanings and conversions.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::error_codes::Named;
use crate::model::{Model, Scalar, ScalarKind};

/// The table of known error codes, with a constant for each that has a name.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let rows = model.error_codes.iter().map(|(code, known)| {
        let (code, meaning) = (Literal::u32_unsuffixed(*code), &known.meaning);
        let named = known.named.as_ref().map(|Named { name, retry }| {
            let name = format_ident!("{name}");
            quote!(#name #retry)
        });
        quote!(#code #named #meaning;)
    });
    let table = (!model.error_codes.is_empty()).then(|| quote!(error_codes! { #(#rows)* }));
    let conversions = model.scalars.iter().filter_map(conversion);
    quote!(#table #(#conversions)*)
}

/// The conversion of a value that is an error code, by its name.
fn conversion(scalar: &Scalar) -> Option<TokenStream> {
    let is_code = scalar.component.ends_with("ErrorCode");
    let ScalarKind::IntegerText {
        repr: "u64",
        unit: None,
    } = scalar.kind
    else {
        return None;
    };
    let name = format_ident!("{}", scalar.rust);
    is_code.then(|| {
        quote! {
            impl From<#name> for ErrorCode {
                fn from(code: #name) -> Self {
                    // No code is that large.
                    Self::new(u32::try_from(code.get()).unwrap_or(u32::MAX))
                }
            }
        }
    })
}
