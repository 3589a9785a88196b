//! Objects in JSON bodies: their declarations and constructors.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::requests::{inputs, list_of_arguments, parameter, value_in_macro};
use crate::docs;
use crate::model::{Field, Model, Scalar, ScalarKind, Struct, Usage};

/// The objects that users construct.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let objects = of(model, Usage::Object).map(|structure| object(model, structure));
    let unions = model
        .scalars
        .iter()
        .filter_map(|scalar| match &scalar.kind {
            ScalarKind::ObjectUnion { members } => Some(union(scalar, members)),
            _ => None,
        });
    quote!(#(#objects)* #(#unions)*)
}

/// The objects that are only used as bodies: the setters are on their requests.
pub(super) fn bodies(model: &Model) -> TokenStream {
    let bodies = of(model, Usage::Body).map(|structure| {
        let name = format_ident!("{}", structure.rust);
        let fields = structure.fields.iter().map(|field| {
            let (name, wire) = (format_ident!("{}", field.rust), &field.wire);
            let ty = value_in_macro(model, field);
            quote!(#name: #ty = #wire;)
        });
        quote!(object! { pub(crate) struct #name { #(#fields)* } })
    });
    quote!(#(#bodies)*)
}

fn of(model: &Model, usage: Usage) -> impl Iterator<Item = &Struct> {
    model.structs.iter().filter(move |it| it.usage == usage)
}

fn object(model: &Model, structure: &Struct) -> TokenStream {
    let doc = docs::tokens(&structure.doc);
    let name = format_ident!("{}", structure.rust);
    let properties = structure
        .fields
        .iter()
        .map(|field| parameter(model, field, &[], field.required));
    let required: Vec<&Field> = structure.required().collect();
    let make = docs::tokens(&list_of_arguments(
        "Creates the object. Invalid properties are reported when the request is sent.",
        required.iter().copied(),
    ));
    let inputs = inputs(model, &required);
    let sets = required.iter().map(|field| {
        let name = format_ident!("{}", field.rust);
        quote!(.#name(#name))
    });
    let default = required.is_empty().then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        object! { #doc pub struct #name { #(#properties)* } }

        impl #name {
            #make
            pub fn new(#(#inputs),*) -> Self {
                Self::empty() #(#sets)*
            }
        }

        #default
    }
}

fn union(scalar: &Scalar, members: &[String]) -> TokenStream {
    let doc = docs::tokens(&scalar.doc);
    let name = format_ident!("{}", scalar.rust);
    let members = members.iter().map(|member| format_ident!("{member}"));
    quote!(object_union! { #doc pub enum #name { #(#members,)* } })
}
