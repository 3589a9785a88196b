//! Handles: a resource by its identifier, with the requests about it and its subresources.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::{Example, documented};
use super::requests::{deprecated_with, inputs};
use crate::docs;
use crate::markdown;
use crate::model::{Effect, Field, Handle, HandleMethod, Model, Operation};

/// One type per handle, and the client's methods that return them.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let handles = model
        .handles
        .iter()
        .map(|handle| self::handle(model, handle));
    quote!(#(#handles)*)
}

fn handle(model: &Model, handle: &Handle) -> TokenStream {
    let noun = noun(handle);
    let example = example(model, handle);
    let documented = |doc: &str| docs::tokens(&documented(doc, example.as_ref()));
    let doc = documented(&format!(
        "Handle to one {noun}, returned by [`Client::{}`]: methods for the requests about it and its subresources.",
        handle.method
    ));
    let (name, method) = (
        format_ident!("{}", handle.rust),
        format_ident!("{}", handle.method),
    );
    let identifier = format_ident!("{}", model.component_name(&handle.identifier));
    let argument = format_ident!("{}", argument(model, handle));
    let method_doc = documented(&method_doc(handle));
    let methods = handle
        .methods
        .iter()
        .filter_map(|method| self::method(model, method));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[must_use = "a handle sends nothing until one of its requests is awaited"]
        pub struct #name {
            client: Client,
            identifier: crate::handle::Given<#identifier>,
        }

        impl Client {
            #method_doc
            pub fn #method(&self, #argument: impl Argument<#identifier>) -> #name {
                #name {
                    client: self.clone(),
                    identifier: crate::handle::Given::new(#argument),
                }
            }
        }

        impl #name {
            #(#methods)*
        }

        impl TryFrom<crate::handle::Given<#identifier>> for #identifier {
            type Error = crate::InvalidValue;

            fn try_from(given: crate::handle::Given<Self>) -> Result<Self, Self::Error> {
                given.0
            }
        }
    }
}

/// A request method whose first argument is the identifier of the handle.
fn method(model: &Model, method: &HandleMethod) -> Option<TokenStream> {
    let operation = model.operation(&method.operation)?;
    let given = further_arguments(operation);
    let doc = docs::tokens(&doc(method, operation));
    let deprecated = deprecated_with(operation);
    let (name, start, returns) = (
        format_ident!("{}", method.rust),
        format_ident!("{}", method.method),
        format_ident!("{}", method.returns),
    );
    let inputs = inputs(model, &given);
    let names = given.iter().map(|field| format_ident!("{}", field.rust));
    Some(quote! {
        #doc
        #deprecated
        pub fn #name(&self, #(#inputs),*) -> #returns {
            self.client.#start(self.identifier.clone(), #(#names),*)
        }
    })
}

/// A summary of the operation in one sentence, with a link to the full documentation.
fn doc(method: &HandleMethod, operation: &Operation) -> String {
    let link = format!("[`Client::{}`]", method.method);
    if method.method != operation.method {
        return format!("See {link}.");
    }
    let about = markdown::trimmed(&operation.doc);
    format!("{}\n\nSee {link}.", markdown::first_paragraph(&about))
}

/// The arguments that the handle does not supply.
fn further_arguments(operation: &Operation) -> Vec<&Field> {
    operation.arguments().skip(1).collect()
}

fn noun(handle: &Handle) -> String {
    handle.method.replace('_', " ")
}

/// The name of the identifier: the end of its type's name.
fn argument(model: &Model, handle: &Handle) -> String {
    let name = model.component_name(&handle.identifier).to_snake_case();
    let last = name.rsplit('_').next().unwrap_or(&name);
    last.to_owned()
}

fn method_doc(handle: &Handle) -> String {
    let noun = noun(handle);
    format!(
        "Returns a handle to a {noun}, with methods for the requests about it and its subresources.\n\n\
         This sends nothing. An invalid identifier is reported by the requests."
    )
}

/// An example that reads without further arguments: preferably the resource itself, not a list.
pub(super) fn example(model: &Model, handle: &Handle) -> Option<Example> {
    let sample = model.scalar(&handle.identifier)?.example.as_deref()?;
    let reads = handle.methods.iter().filter(|method| {
        model.operation(&method.operation).is_some_and(|it| {
            it.effect == Effect::Read && !it.deprecated && further_arguments(it).is_empty()
        })
    });
    let is_list = |method: &&HandleMethod| {
        let operation = model.operation(&method.operation);
        operation.is_some_and(|it| it.pagination.is_some())
    };
    let method = reads.min_by_key(|method| (is_list(method), &method.rust))?;
    let (variable, read) = (&handle.method, &method.rust);
    let body = format!(
        "let {variable} = client.{variable}({sample:?}); // sends nothing\n\
         let response = {variable}.{read}().await?;\n"
    );
    Some(Example::of_client(&BTreeSet::new(), &body))
}
