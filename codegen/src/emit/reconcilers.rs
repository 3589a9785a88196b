//! Builders that determine the outcome of a request.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::requests::value_type;
use crate::docs;
use crate::model::{Field, Model, Operation, Reconciler, Scalar, Ty};

/// One builder per operation that can be reconciled, and the client's methods that return them.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let reconcilers = model
        .reconcilers
        .iter()
        .filter_map(|reconciler| self::reconciler(model, reconciler));
    quote!(#(#reconcilers)*)
}

/// The examples in the documentation.
pub(crate) fn tests(model: &Model) -> Vec<String> {
    let reconcilers = model.reconcilers.iter();
    reconcilers
        .filter_map(|reconciler| method_test(model, reconciler))
        .collect()
}

fn reconciler(model: &Model, reconciler: &Reconciler) -> Option<TokenStream> {
    let list = model.operation(&reconciler.list)?;
    let id = &reconciler.id;
    let constant = format_ident!("{}", reconciler.constant);
    let method = method(model, reconciler, list)?;
    let builder = builder(model, reconciler, list)?;
    Some(quote! {
        const #constant: Operation = Operation::new(#id, Effect::Read);

        #method
        #builder
    })
}

/// The client's method that starts the reconciliation.
fn method(model: &Model, reconciler: &Reconciler, list: &Operation) -> Option<TokenStream> {
    let doc = docs::tokens(&method_doc(model, reconciler));
    let [method, name, constant, fetch, resource, exact] = [
        &reconciler.method,
        &reconciler.rust,
        &reconciler.constant,
        &list.method,
        model.component_name(&reconciler.resource),
        model.component_name(&reconciler.exact),
    ]
    .map(|name| format_ident!("{name}"));
    let given: Vec<_> = (reconciler.same.iter())
        .map(|field| format_ident!("{}", field.rust))
        .collect();
    let types = reconciler.same.iter();
    let types = types.map(|field| value_type(model, &field.ty));
    let facts = facts(reconciler);
    Some(quote! {
        impl Client {
            #doc
            pub fn #method(
                &self,
                #(#given: impl Argument<#types>,)*
                sent: std::time::SystemTime,
            ) -> #name {
                const FACTS: &crate::reconcile::Facts<#resource> = #facts;
                let request = self.#fetch()#(.#given(#given))*;
                let is_exact = crate::reconcile::are_exact::<#exact>([
                    #(request.#given.as_ref().map(|value| value.as_str()),)*
                ]);
                #name {
                    request,
                    reconcile: crate::reconcile::Reconcile::new(&#constant, FACTS, sent, is_exact),
                }
            }
        }
    })
}

/// What the document says about the items of the list.
fn facts(reconciler: &Reconciler) -> TokenStream {
    let created = &reconciler.created;
    let name = format_ident!("{}", created.rust);
    let created = if created.required && !created.nullable {
        quote!(Some(item.#name.into()))
    } else {
        quote!(item.#name.map(Into::into))
    };
    let possible = reconciler.only.iter().map(|(field, value)| {
        let name = format_ident!("{}", field.rust);
        if field.required && !field.nullable {
            quote!(item.#name.as_str() == #value)
        } else {
            quote!(item.#name.as_ref().is_none_or(|value| value.as_str() == #value))
        }
    });
    let possible = if reconciler.only.is_empty() {
        quote!(|_| true)
    } else {
        quote!(|item| #(#possible)&&*)
    };
    let lag = reconciler.lag;
    let kept = reconciler.days.saturating_mul(24 * 60 * 60);
    quote! {
        &crate::reconcile::Facts {
            created: |item| #created,
            is_possible: #possible,
            lag: std::time::Duration::from_secs(#lag),
            kept: std::time::Duration::from_secs(#kept),
        }
    }
}

/// The builder, which is awaited.
fn builder(model: &Model, reconciler: &Reconciler, list: &Operation) -> Option<TokenStream> {
    let next = &list.pagination.as_ref()?.next.wire;
    let noun = noun(reconciler);
    let (method, lag, days) = (&reconciler.method, reconciler.lag, reconciler.days);
    let names = names(&reconciler.same);
    let exact = model.component_name(&reconciler.exact);
    let doc = docs::tokens(&format!(
        "Builder returned by [`Client::{method}`]. Await it to find out what became of the request.\n\n\
         The list with the {names} of the request is read to its end; nothing is created or changed. What counts:\n\n\
         - A {noun} whose callbacks carried the [`token`](Self::token) of the request is what it created.\n\
         - Any other {noun} may be it if it was created between the request and the end of the [`lag`](Self::lag),\n\
         \u{20} {lag} seconds unless set. Twilio's clock may differ from the local one; the difference is taken from the\n\
         \u{20} header `Date`. Such look-alikes leave the outcome unknown, unless they carried another token, or unless the\n\
         \u{20} caller knows that the request is the only one ([`exclusive`](Self::exclusive)).\n\
         - With no such {noun} after the lag, the request has created nothing. That is only concluded for values that\n\
         \u{20} Twilio lists as they were sent (`{exact}`), and within the {days} days that the list goes back. A {noun} that\n\
         \u{20} was deleted meanwhile cannot be told from one that never was.\n\n\
         Awaiting this takes as long as the lag where the list has to settle: see [`deadline`](Self::deadline)."
    ));
    let [name, resource, request] = [
        &reconciler.rust,
        model.component_name(&reconciler.resource),
        &list.rust,
    ]
    .map(|name| format_ident!("{name}"));
    Some(quote! {
        #doc
        #[derive(Clone, Debug)]
        #[must_use = "nothing is found out until it is awaited"]
        pub struct #name {
            request: #request,
            reconcile: crate::reconcile::Reconcile<#resource>,
        }

        reconciler!(#name -> #resource, next: #next);
    })
}

/// `` `to` and `from` ``
fn names(fields: &[Field]) -> String {
    let names: Vec<_> = (fields.iter())
        .map(|field| format!("`{}`", field.rust))
        .collect();
    names.join(" and ")
}

fn noun(reconciler: &Reconciler) -> String {
    reconciler.resource.to_snake_case().replace('_', " ")
}

fn method_doc(model: &Model, reconciler: &Reconciler) -> String {
    let noun = noun(reconciler);
    let mut doc = format!(
        "Finds out whether a request created a {noun}, after a failure with the outcome\n\
         [`Unknown`](crate::Outcome::Unknown).\n\n\
         `sent` is the time just before the request was sent: keep it with the request. The result is never guessed:\n\
         see [`{0}`] for what is known when. An error that has the\n\
         [`created_sid`](crate::Error::created_sid) needs no looking.",
        reconciler.rust
    );
    if let Some(test) = method_test(model, reconciler) {
        doc.push_str(&format!("\n\n```no_run\n{test}```"));
    }
    doc
}

/// `None` if the document has no example for an argument.
fn method_test(model: &Model, reconciler: &Reconciler) -> Option<String> {
    let values = (reconciler.same.iter())
        .map(|field| example(model, field))
        .collect::<Option<Vec<_>>>()?
        .join(", ");
    let (method, variable) = (&reconciler.method, &reconciler.variable);
    Some(format!(
        "# async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {{\n\
         use std::time::SystemTime;\nuse twilio_calls::Reconciled;\n\n\
         let sent = SystemTime::now();\n\
         // ... the request that failed ...\n\
         match client.{method}({values}, sent).await? {{\n\
         \u{20}   Reconciled::Created({variable}) => println!(\"created: {{{variable}:?}}\"),\n\
         \u{20}   Reconciled::NotCreated => println!(\"send it again\"),\n\
         \u{20}   Reconciled::Unknown(doubt) => println!(\"somebody has to look: {{doubt:?}}\"),\n\
         }}\n\
         # Ok(())\n# }}\n"
    ))
}

/// An example value of an argument, from the document.
fn example(model: &Model, field: &Field) -> Option<String> {
    let Ty::Scalar(component) = &field.ty else {
        return None;
    };
    let scalar: &Scalar = model.scalar(component)?;
    scalar.example.as_ref().map(|text| format!("{text:?}"))
}
