//! Text of one length: the SIDs and their like, held inline and checked without branches.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use crate::model::{Model, ScalarKind};

/// One newtype a fixed pattern.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Fixed { pattern } => Some(newtype(
                &scalar.rust,
                &scalar.doc,
                pattern.text(),
                pattern.sequence()?,
            )),
            _ => None,
        });
    quote!(#(#types)*)
}

/// The example of the module, which rustdoc compiles and runs: the first value the document shows.
pub(crate) fn test(model: &Model) -> Option<String> {
    let (rust, example) =
        model
            .scalars
            .iter()
            .find_map(|scalar| match (&scalar.kind, &scalar.example) {
                (ScalarKind::Fixed { .. }, Some(example)) => Some((&scalar.rust, example)),
                _ => None,
            })?;
    Some(format!(
        "use twilio_calls::{rust};\n\n\
         const SID: {rust} = {rust}::from_static({example:?});\n\
         assert_eq!(SID.as_str().parse::<{rust}>()?, SID);\n\
         # Ok::<(), twilio_calls::InvalidValue>(())\n"
    ))
}

fn newtype(rust: &str, doc: &str, pattern: &str, classes: &[Vec<(u8, u8)>]) -> TokenStream {
    let doc = docs::tokens(doc);
    let name = format_ident!("{rust}");
    let length = Literal::usize_unsuffixed(classes.len());
    let sample: Vec<u8> = classes
        .iter()
        .filter_map(|class| class.first())
        .map(|range| range.0)
        .collect();
    let sample = Literal::byte_string(&sample);
    let (literals, runs) = checks(classes);
    let run_checks = (!runs.is_empty()).then(|| quote!(#(#runs)*));
    let (binding, answer) = if runs.is_empty() {
        (quote!(let ok = #literals;), quote!(ok))
    } else {
        (quote!(let mut ok = #literals;), quote!(ok))
    };
    quote! {
        #doc
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct #name([u8; #length]);

        impl #name {
            /// The pattern every value matches.
            pub const PATTERN: &'static str = #pattern;
            const SAMPLE: &'static [u8; #length] = #sample;

            const fn matches(text: &[u8; #length]) -> bool {
                #binding
                #run_checks
                #answer
            }
        }

        crate::scalar::fixed_text!(#name, #length);
    }
}

/// The check of the single positions as one expression, and a loop for each run of one class.
///
/// Every position is looked at whatever the others say: without branches the loops vectorise.
fn checks(classes: &[Vec<(u8, u8)>]) -> (TokenStream, Vec<TokenStream>) {
    let mut singles = Vec::new();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(class) = classes.get(at) {
        let length = classes
            .iter()
            .skip(at)
            .take_while(|it| *it == class)
            .count();
        let start = Literal::usize_unsuffixed(at);
        let end = Literal::usize_unsuffixed(at + length);
        let byte = if length == 1 {
            quote!(text[#start])
        } else {
            quote!(text[at])
        };
        let check = class_check(&byte, class);
        if length == 1 {
            singles.push(check);
        } else {
            let start = if runs.is_empty() {
                quote!(let mut at = #start;)
            } else {
                quote!(at = #start;)
            };
            runs.push(quote! {
                #start
                while at < #end {
                    ok &= #check;
                    at += 1;
                }
            });
        }
        at += length;
    }
    let singles = match singles.as_slice() {
        [] => quote!(true),
        [only] => only.clone(),
        several => quote!(#((#several))&*),
    };
    (singles, runs)
}

fn class_check(byte: &TokenStream, class: &[(u8, u8)]) -> TokenStream {
    if let [(low, high)] = class
        && low == high
    {
        let literal = Literal::byte_character(*low);
        return quote!(#byte == #literal);
    }
    if let Some(test) = ascii_test(class) {
        let test = format_ident!("{test}");
        return quote!(#byte.#test());
    }
    let ranges = class.iter().map(|(low, high)| {
        let (low, high) = (
            Literal::byte_character(*low),
            Literal::byte_character(*high),
        );
        quote!(#low..=#high)
    });
    quote!(matches!(#byte, #(#ranges)|*))
}

/// The standard library's own test for a class, which clippy wants to see where there is one.
fn ascii_test(class: &[(u8, u8)]) -> Option<&'static str> {
    match class {
        [(b'0', b'9')] => Some("is_ascii_digit"),
        [(b'A', b'Z')] => Some("is_ascii_uppercase"),
        [(b'a', b'z')] => Some("is_ascii_lowercase"),
        [(b'A', b'Z'), (b'a', b'z')] => Some("is_ascii_alphabetic"),
        [(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')] => Some("is_ascii_alphanumeric"),
        [(b'0', b'9'), (b'A', b'F'), (b'a', b'f')] => Some("is_ascii_hexdigit"),
        _ => None,
    }
}
