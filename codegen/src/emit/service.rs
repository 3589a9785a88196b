//! What the runtime takes from the emitted files: everything it knows about the API.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Reach, sids};
use crate::docs;
use crate::model::Model;
use crate::names::ACCOUNT_PARAMETER;
use crate::pattern::Pattern;

/// The pattern of account SIDs for documents that have none: credentials need one regardless.
const ACCOUNT_PATTERN: &str = "^AC[0-9a-fA-F]{32}$";
const ACCOUNT_EXPECTED: &str = "`AC` and 32 hexadecimal digits";

/// The default base URL, what error codes mean, and the type of account SIDs.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let server = &model.server;
    let account = format_ident!("{ACCOUNT_PARAMETER}");
    let account = if has_account(model) {
        quote!(pub(crate) use super::#account;)
    } else {
        let pattern = Pattern::parse(ACCOUNT_PATTERN).ok();
        let sequences = pattern
            .as_ref()
            .and_then(Pattern::sequences)
            .unwrap_or_default();
        let doc = docs::tokens("The identifier of an account or subaccount.");
        sids::newtype(
            (ACCOUNT_PARAMETER, doc),
            (ACCOUNT_PATTERN, ACCOUNT_EXPECTED),
            sequences,
        )
    };
    let error_codes = if model.error_codes.is_empty() {
        quote! {
            /// Nothing is known about error codes.
            pub(crate) static ERROR_CODES: &[KnownCode] = &[];
        }
    } else {
        quote!(
            pub(crate) use super::error_codes::ERROR_CODES;
        )
    };
    quote! {
        /// The default base URL.
        pub(crate) const BASE_URL: &str = #server;

        #error_codes

        #account
    }
}

/// Whether any of it is public: the account SID is, unless another file defines it.
pub(crate) fn reach(model: &Model) -> Reach {
    if has_account(model) {
        Reach::Crate
    } else {
        Reach::Public
    }
}

fn has_account(model: &Model) -> bool {
    model
        .scalars
        .iter()
        .any(|scalar| scalar.rust == ACCOUNT_PARAMETER && scalar.kind.is_emitted())
}
