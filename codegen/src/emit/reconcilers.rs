//! Builders that determine the outcome of a request.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::{Example, Values, documented};
use super::requests::value_type;
use crate::docs;
use crate::model::{Field, Model, Operation, Reconciler};

/// One builder per operation that can be reconciled, and the client's methods that return them.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let reconcilers = model
        .reconcilers
        .iter()
        .filter_map(|reconciler| self::reconciler(model, reconciler));
    quote!(#(#reconcilers)*)
}

fn reconciler(model: &Model, reconciler: &Reconciler) -> Option<TokenStream> {
    let list = model.operation(&reconciler.list)?;
    let id = &reconciler.id;
    let constant = format_ident!("{}", reconciler.constant);
    let example = example(model, reconciler);
    let method = method(model, reconciler, list, example.as_ref())?;
    let builder = builder(model, reconciler, list, example.as_ref())?;
    Some(quote! {
        const #constant: Operation = Operation::new(#id, Effect::Read);

        #method
        #builder
    })
}

/// The client's method that starts the reconciliation.
fn method(
    model: &Model,
    reconciler: &Reconciler,
    list: &Operation,
    example: Option<&Example>,
) -> Option<TokenStream> {
    let doc = docs::tokens(&documented(&method_doc(reconciler), example));
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
fn builder(
    model: &Model,
    reconciler: &Reconciler,
    list: &Operation,
    example: Option<&Example>,
) -> Option<TokenStream> {
    let next = &list.pagination.as_ref()?.next.wire;
    let noun = noun(reconciler);
    let (method, lag, days) = (&reconciler.method, reconciler.lag, reconciler.days);
    let names = names(&reconciler.same);
    let exact = model.component_name(&reconciler.exact);
    let doc = format!(
        "Builder returned by [`Client::{method}`]. Await it to find out what became of the request.\n\n\
         This reads the whole list with the {names} of the request, and creates or changes nothing. The verdict:\n\n\
         - A {noun} whose callbacks carried the [`token`](Self::token) of the request was created by it.\n\
         - Any other {noun} that was created between the request and the end of the [`lag`](Self::lag), {lag} seconds by\n\
         \u{20} default, is a look-alike: the request may have created it. Look-alikes leave the outcome unknown, unless they\n\
         \u{20} carried another token, or you know that no other request creates a {noun} with the same values\n\
         \u{20} ([`exclusive`](Self::exclusive)).\n\
         \u{20} Times are compared by Twilio's clock; its difference from the local clock is read from the header `Date`.\n\
         - If there is no such {noun} after the lag, the request created nothing. This is concluded only for values that\n\
         \u{20} Twilio lists as they were sent (`{exact}`), and within the {days} days that the list covers. A {noun} that was\n\
         \u{20} deleted in the meantime looks like one that was never created.\n\n\
         Awaiting this can take as long as the lag, because the list has to settle: see [`deadline`](Self::deadline)."
    );
    let doc = docs::tokens(&documented(&doc, example));
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

fn method_doc(reconciler: &Reconciler) -> String {
    let noun = noun(reconciler);
    format!(
        "Finds out whether a request created a {noun}, after a failure with the outcome\n\
         [`Unknown`](crate::Outcome::Unknown).\n\n\
         `sent` is the time just before the request was sent; store it with the request. The result is never a guess: see\n\
         [`{0}`] for how it is determined. If the error has a [`created_sid`](crate::Error::created_sid), there is nothing to\n\
         find out.",
        reconciler.rust
    )
}

/// `None` if the document has no example for an argument.
pub(super) fn example(model: &Model, reconciler: &Reconciler) -> Option<Example> {
    let mut values = Values::new(model);
    // Uses the values of a create request, which are more typical than those of a filter.
    let create = model.operation(&reconciler.operation)?;
    let request = create.examples.first();
    let arguments = reconciler.same.iter().map(|field| {
        let sent = request.and_then(|request| request.get(&field.wire));
        values.argument(field, sent)
    });
    let arguments = arguments.collect::<Option<Vec<_>>>()?.join(", ");
    let (method, variable) = (&reconciler.method, &reconciler.variable);
    values.types.insert("Reconciled".to_owned());
    values.types.insert("std::time::SystemTime".to_owned());
    let body = format!(
        "let sent = SystemTime::now();\n\
         // ... the request that failed ...\n\
         match client.{method}({arguments}, sent).await? {{\n\
         \u{20}   Reconciled::Created({variable}) => println!(\"created: {{{variable}:?}}\"),\n\
         \u{20}   Reconciled::NotCreated => println!(\"send it again\"),\n\
         \u{20}   Reconciled::Unknown(doubt) => println!(\"somebody has to look: {{doubt:?}}\"),\n\
         }}\n"
    );
    Some(Example::of_client(&values.types, &body))
}
