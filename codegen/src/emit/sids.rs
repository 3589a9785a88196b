//! Strings of fixed length, such as SIDs, stored inline.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::examples::scalar_docs;
use crate::model::{Model, ScalarKind};
use crate::pattern::Sequence;

/// One declaration per fixed pattern.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let types = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Fixed { pattern } => Some(newtype(
                (&scalar.rust, scalar_docs(model, scalar)),
                (pattern.text(), &scalar.expectation()),
                pattern.sequences()?,
            )),
            _ => None,
        });
    quote!(#(#types)*)
}

/// One declaration, from a name and its documentation, a pattern with the description of its strings, and the
/// sequences of the pattern.
pub(super) fn newtype(
    (rust, doc): (&str, TokenStream),
    (pattern, expected): (&str, &str),
    sequences: &[Sequence],
) -> TokenStream {
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
