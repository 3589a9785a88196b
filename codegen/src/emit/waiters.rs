//! Builders that wait until a resource reaches a final status.

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::examples::{Example, Values, documented};
use super::requests::{deprecated_with, value_type};
use crate::docs;
use crate::model::{Model, Operation, Waiter};

/// One builder per waiter, and the client's methods that return them.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let waiters = model
        .waiters
        .iter()
        .filter_map(|waiter| self::waiter(model, waiter));
    quote!(#(#waiters)*)
}

fn waiter(model: &Model, waiter: &Waiter) -> Option<TokenStream> {
    let operation = model.operation(&waiter.operation)?;
    let (id, constant) = (&waiter.id, constant(waiter));
    let example = example(model, waiter);
    let method = method(model, waiter, operation, example.as_ref())?;
    let builder = builder(model, waiter, operation, example.as_ref());
    Some(quote! {
        const #constant: Operation = Operation::new(#id, Effect::Read);

        #method
        #builder
    })
}

fn constant(waiter: &Waiter) -> Ident {
    format_ident!("{}", waiter.constant)
}

/// The client's method that starts waiting.
fn method(
    model: &Model,
    waiter: &Waiter,
    operation: &Operation,
    example: Option<&Example>,
) -> Option<TokenStream> {
    let doc = docs::tokens(&documented(&method_doc(model, waiter), example));
    let deprecated = deprecated_with(operation);
    let (method, name) = (
        format_ident!("{}", waiter.method),
        format_ident!("{}", waiter.rust),
    );
    let given: Vec<_> = operation
        .arguments()
        .map(|field| format_ident!("{}", field.rust))
        .collect();
    let types = operation
        .arguments()
        .map(|field| value_type(model, &field.ty));
    let statuses = format_ident!("{}", model.component_name(&waiter.statuses));
    // In the order of the document, in which the statuses are passed.
    let steps = model
        .scalar(&waiter.statuses)?
        .kind
        .values()?
        .iter()
        .filter(|value| !value.is_final())
        .map(|value| format_ident!("{}", value.rust));
    let (fetch, constant) = (format_ident!("{}", operation.method), constant(waiter));
    Some(quote! {
        impl Client {
            #doc
            #deprecated
            pub fn #method(&self, #(#given: impl Argument<#types>),*) -> #name {
                const STEPS: &[#statuses] = &[#(#statuses::#steps),*];
                #name {
                    request: self.#fetch(#(#given),*),
                    wait: crate::wait::Wait::new(&#constant, STEPS, #statuses::is_final),
                }
            }
        }
    })
}

/// The builder, which is awaited.
fn builder(
    model: &Model,
    waiter: &Waiter,
    operation: &Operation,
    example: Option<&Example>,
) -> TokenStream {
    let noun = noun(waiter);
    let doc = format!(
        "Builder returned by [`Client::{}`]. Await it to wait for the {noun}.\n\n\
         The {noun} is fetched repeatedly. The delay between two fetches grows from one second to the\n\
         [`poll_interval`](Self::poll_interval), with jitter. Failures that a retry can overcome are tolerated, and so is a\n\
         {noun} that is not found at first: Twilio may not know a new one at once.",
        waiter.method
    );
    let doc = docs::tokens(&documented(&doc, example));
    let until_doc = docs::tokens(&format!(
        "Waits only until the {noun} has this status, or one that comes after it.\n\n\
         Any final status also ends the wait, so check the status of the {noun} that is returned."
    ));
    let request = format_ident!("{}", operation.rust);
    let name = format_ident!("{}", waiter.rust);
    let resource = format_ident!("{}", model.component_name(&waiter.resource));
    let statuses = format_ident!("{}", model.component_name(&waiter.statuses));
    let status = format_ident!("{}", waiter.status.rust);
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[must_use = "waiting does nothing until it is awaited"]
        pub struct #name {
            request: #request,
            wait: crate::wait::Wait<#statuses>,
        }

        impl #name {
            #until_doc
            pub fn until(mut self, status: #statuses) -> Self {
                self.wait.until = Some(status);
                self
            }
        }

        waiter!(#name -> #resource, #status);
    }
}

/// What the resource is called in prose.
fn noun(waiter: &Waiter) -> String {
    waiter.resource.to_snake_case().replace('_', " ")
}

/// The documentation of the method.
fn method_doc(model: &Model, waiter: &Waiter) -> String {
    let (noun, rust) = (noun(waiter), &waiter.rust);
    let mut doc = format!(
        "Waits until the {noun} has a final status, or has reached the status given to [`until`]({rust}::until)."
    );
    if !model.callbacks.is_empty() {
        doc.push_str(
            "\n\nCallbacks report this sooner and cost no requests; wait in programs that cannot receive callbacks.",
        );
    }
    doc
}

/// `None` if the document has no example for an argument.
pub(super) fn example(model: &Model, waiter: &Waiter) -> Option<Example> {
    let operation = model.operation(&waiter.operation)?;
    let mut values = Values::new(model);
    let arguments = operation.arguments();
    let arguments = arguments.map(|field| values.argument(field, None));
    let arguments = arguments.collect::<Option<Vec<_>>>()?.join(", ");
    values.types.insert("std::time::Duration".to_owned());
    let resource = &waiter.variable;
    let (method, status) = (&waiter.method, &waiter.status.rust);
    let body = format!(
        "let wait = client.{method}({arguments});\n\
         let {resource} = wait.deadline(Duration::from_secs(300)).await?;\n\
         println!(\"{{}}\", {resource}.{status});\n"
    );
    Some(Example::of_client(&values.types, &body))
}
