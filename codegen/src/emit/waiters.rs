//! Builders that wait until a resource reaches a final status.

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::requests::{deprecated_with, value_type};
use crate::docs;
use crate::model::{Field, Model, Operation, ScalarKind, Ty, Waiter};

/// One builder per waiter, and the client's methods that return them.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let waiters = model
        .waiters
        .iter()
        .filter_map(|waiter| self::waiter(model, waiter));
    quote!(#(#waiters)*)
}

/// The examples in the documentation of waiters.
pub(crate) fn tests(model: &Model) -> Vec<String> {
    let waiters = model.waiters.iter().filter_map(|waiter| {
        let operation = model.operation(&waiter.operation)?;
        method_test(model, waiter, operation)
    });
    waiters.collect()
}

fn waiter(model: &Model, waiter: &Waiter) -> Option<TokenStream> {
    let operation = model.operation(&waiter.operation)?;
    let (id, constant) = (&waiter.id, constant(waiter));
    let request = format_ident!("{}", operation.rust);
    let method = method(model, waiter, operation)?;
    let builder = builder(model, waiter, &request);
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
fn method(model: &Model, waiter: &Waiter, operation: &Operation) -> Option<TokenStream> {
    let doc = docs::tokens(&method_doc(model, waiter, operation));
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
fn builder(model: &Model, waiter: &Waiter, request: &Ident) -> TokenStream {
    let noun = noun(waiter);
    let doc = docs::tokens(&format!(
        "Builder returned by [`Client::{}`]. Await it to wait for the {noun}.\n\n\
         The {noun} is fetched again and again. The pauses grow from one second to the\n\
         [`poll_interval`](Self::poll_interval) and are varied a little. Failures that may pass are tolerated. At first\n\
         the {noun} may also not be found: Twilio may not know a new resource at once.",
        waiter.method
    ));
    let until_doc = docs::tokens(&format!(
        "Waits only until the {noun} has this status, or one that comes after it.\n\n\
         A final status ends the waiting too, whichever it is: look at the status of the {noun} that is returned."
    ));
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

/// The documentation of the method.
fn noun(waiter: &Waiter) -> String {
    waiter.resource.to_snake_case().replace('_', " ")
}

fn method_doc(model: &Model, waiter: &Waiter, operation: &Operation) -> String {
    let (noun, rust) = (noun(waiter), &waiter.rust);
    let mut doc = format!(
        "Waits until the {noun} has a final status, or has reached the status given to [`until`]({rust}::until)."
    );
    if !model.callbacks.is_empty() {
        doc.push_str(
            "\n\nCallbacks report the same sooner and cost no requests; this is for programs that cannot be called back.",
        );
    }
    if let Some(test) = method_test(model, waiter, operation) {
        doc.push_str(&format!("\n\n```no_run\n{test}```"));
    }
    doc
}

/// `None` if the document has no example for an argument.
fn method_test(model: &Model, waiter: &Waiter, operation: &Operation) -> Option<String> {
    let values = operation
        .arguments()
        .map(|field| example(model, field))
        .collect::<Option<Vec<_>>>()?
        .join(", ");
    let resource = &waiter.variable;
    let (method, status) = (&waiter.method, &waiter.status.rust);
    Some(format!(
        "# async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {{\n\
         use std::time::Duration;\n\n\
         let wait = client.{method}({values});\n\
         let {resource} = wait.deadline(Duration::from_secs(300)).await?;\n\
         println!(\"{{}}\", {resource}.{status});\n\
         # Ok(())\n# }}\n"
    ))
}

/// An example value of an argument, from the document.
fn example(model: &Model, field: &Field) -> Option<String> {
    let Ty::Scalar(component) = &field.ty else {
        return None;
    };
    let scalar = model.scalar(component)?;
    matches!(scalar.kind, ScalarKind::Fixed { .. })
        .then(|| scalar.example.as_ref().map(|text| format!("{text:?}")))?
}
