//! The events that callbacks report.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::docs;
use crate::model::{Event, Model, ScalarKind, Ty};
use crate::names;

/// One method per callback that reports an event.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let events = model
        .events
        .iter()
        .filter_map(|event| self::event(model, event));
    quote!(#(#events)*)
}

fn event(model: &Model, event: &Event) -> Option<TokenStream> {
    let doc = docs::tokens(&event.doc);
    let callback = format_ident!("{}", model.structure(&event.callback)?.rust);
    let property = format_ident!("{}", event.property.rust);
    let Ty::Scalar(statuses) = &event.property.ty else {
        return None;
    };
    let arms = arms(model, event, statuses)?;
    let status = if event.property.required {
        quote!(&self.#property)
    } else {
        quote!(self.#property.as_ref()?)
    };
    let enumeration = format_ident!("{}", model.component_name(&event.enumeration));
    Some(quote! {
        impl #callback {
            #doc
            #[must_use]
            pub fn event(&self) -> Option<#enumeration> {
                match #status {
                    #(#arms)*
                    _ => None,
                }
            }
        }
    })
}

/// One arm per event, in the order of the values that report them.
fn arms(model: &Model, event: &Event, statuses: &str) -> Option<Vec<TokenStream>> {
    let mut arms = Vec::new();
    for (index, (_, name)) in event.values.iter().enumerate() {
        // One arm for all values of an event.
        if event.values.iter().take(index).any(|(_, it)| it == name) {
            continue;
        }
        let values = event
            .values
            .iter()
            .filter(|(_, it)| it == name)
            .map(|(value, _)| variant(model, statuses, value))
            .collect::<Option<Vec<_>>>()?;
        let name = variant(model, &event.enumeration, name)?;
        arms.push(quote!(#(#values)|* => Some(#name),));
    }
    let catch_all = format_ident!("{}", names::CATCH_ALL);
    let status_type = format_ident!("{}", model.component_name(statuses));
    for (value, name) in &event.others {
        let name = variant(model, &event.enumeration, name)?;
        arms.push(quote! {
            #status_type::#catch_all(value) if value.as_str() == #value => Some(#name),
        });
    }
    Some(arms)
}

/// The path of the variant for a value.
fn variant(model: &Model, component: &str, wire: &str) -> Option<TokenStream> {
    match &model.scalar(component)?.kind {
        ScalarKind::Enum { values, .. } => {
            let value = values.iter().find(|value| value.wire == wire)?;
            let name = format_ident!("{}", model.component_name(component));
            let value = format_ident!("{}", value.rust);
            Some(quote!(#name::#value))
        }
        _ => None,
    }
}
