//! Strings of fixed length, such as SIDs, stored inline.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::model::{Model, ScalarKind};
use crate::pattern::Sequence;

/// One declaration per fixed pattern.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Fixed { pattern } => Some(newtype(
                (&scalar.rust, &scalar.doc),
                (pattern.text(), &scalar.expectation()),
                pattern.sequences()?,
            )),
            _ => None,
        });
    quote!(#(#types)*)
}

/// The example of the module, which rustdoc compiles and runs, with the first example value in the document.
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

/// One declaration, from a name and its documentation, a pattern with the description of its strings, and the
/// sequences of the pattern.
pub(super) fn newtype(
    (rust, doc): (&str, &str),
    (pattern, expected): (&str, &str),
    sequences: &[Sequence],
) -> TokenStream {
    let doc = docs::tokens(doc);
    let name = format_ident!("{rust}");
    let length = Literal::usize_unsuffixed(sequences.first().map_or(0, Vec::len));
    let sequences = sequences.iter().map(|sequence| runs(sequence));
    quote! {
        fixed_text! { #doc pub struct #name([u8; #length]) = #pattern, #expected, #(#sequences)|*; }
    }
}

/// The byte classes of a sequence, each with its number of positions.
fn runs(sequence: &[Vec<(u8, u8)>]) -> TokenStream {
    let runs = sequence
        .chunk_by(|class, next| class == next)
        .filter_map(|run| Some((run.len(), run.first()?)))
        .map(|(count, class)| {
            let count = Literal::usize_unsuffixed(count);
            let ranges = class.iter().map(|(low, high)| range(*low, *high));
            quote!(#count * #(#ranges)|*)
        });
    quote!([#(#runs),*])
}

fn range(low: u8, high: u8) -> TokenStream {
    let (first, last) = (Literal::byte_character(low), Literal::byte_character(high));
    if low == high {
        quote!(#first)
    } else {
        quote!(#first..=#last)
    }
}
