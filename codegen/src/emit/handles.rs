//! Handles: a resource by its identifier, with the requests about it and its subresources.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

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

/// The examples in the documentation of handles.
pub(crate) fn tests(model: &Model) -> Vec<String> {
    let handles = model.handles.iter();
    handles.filter_map(|handle| test(model, handle)).collect()
}

fn handle(model: &Model, handle: &Handle) -> TokenStream {
    let noun = noun(handle);
    let doc = docs::tokens(&format!(
        "Handle returned by [`Client::{}`]: a {noun} by its identifier, with the requests about it and about what \
         belongs to it.",
        handle.method
    ));
    let (name, method) = (
        format_ident!("{}", handle.rust),
        format_ident!("{}", handle.method),
    );
    let identifier = format_ident!("{}", model.component_name(&handle.identifier));
    let argument = format_ident!("{}", argument(model, handle));
    let method_doc = docs::tokens(&method_doc(model, handle));
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

fn method_doc(model: &Model, handle: &Handle) -> String {
    let noun = noun(handle);
    let mut doc = format!(
        "Returns a handle of a {noun}, for requests about it and about what belongs to it.\n\n\
         Nothing is sent. An identifier that is invalid is reported by the requests."
    );
    if let Some(test) = test(model, handle) {
        doc.push_str(&format!("\n\n```no_run\n{test}```"));
    }
    doc
}

/// An example that reads a resource without further arguments.
fn test(model: &Model, handle: &Handle) -> Option<String> {
    let example = model.scalar(&handle.identifier)?.example.as_deref()?;
    let method = handle.methods.iter().find(|method| {
        model.operation(&method.operation).is_some_and(|it| {
            it.effect == Effect::Read && !it.deprecated && further_arguments(it).is_empty()
        })
    })?;
    let (variable, read) = (&handle.method, &method.rust);
    Some(format!(
        "# async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {{\n\
         let {variable} = client.{variable}({example:?});\n\
         let response = {variable}.{read}().await?;\n\
         # Ok(())\n# }}\n"
    ))
}
