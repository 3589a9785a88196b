//! Names for error codes, and what converts to them.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::error_codes::Named;
use crate::markdown;
use crate::model::{Model, Scalar, ScalarKind};

/// A constant for each code that has a name.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let constants: TokenStream = model
        .error_codes
        .iter()
        .filter_map(|(code, known)| {
            let Named { name, .. } = known.named.as_ref()?;
            let doc = docs::tokens(&format!("{code}: {}.", markdown::plain(&known.meaning)));
            let (name, code) = (format_ident!("{name}"), Literal::u32_unsuffixed(*code));
            Some(quote!(#doc #name = #code;))
        })
        .collect();
    let constants = (!constants.is_empty()).then(|| quote!(error_codes! { #constants }));
    let conversions = model.scalars.iter().filter_map(conversion);
    quote!(#constants #(#conversions)*)
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
