//! Vocabularies of XML documents.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::docs;
use crate::model::{Model, Scalar, ScalarKind, Xml};

/// One table per string that is an XML document.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let tables = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::Text { xml: Some(xml), .. } => Some(table(scalar, xml)),
            _ => None,
        });
    quote!(#(#tables)*)
}

fn table(scalar: &Scalar, xml: &Xml) -> TokenStream {
    let doc = docs::tokens(&format!(
        "The elements of [`{0}`](super::{0}) documents.",
        scalar.rust
    ));
    let (name, root) = (format_ident!("{}", scalar.constant), &xml.root);
    let elements = xml.elements.iter().map(|(name, element)| {
        let text = element.text;
        let children = element.children.iter();
        quote!(element(#name, #text, &[#(#children),*]))
    });
    quote! {
        #doc
        pub(super) static #name: crate::xml::Vocabulary = crate::xml::Vocabulary {
            root: #root,
            elements: &[#(#elements),*],
        };
    }
}
