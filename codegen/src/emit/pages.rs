//! Which responses are pages, and the type of their items.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::requests::value_type;
use crate::model::{Field, Model, Pagination, ResponseBody};

/// One implementation of the runtime's `Page` per envelope.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let mut seen = Vec::new();
    let pages = model.operations.iter().filter_map(|operation| {
        let (ResponseBody::Json(component), Some(pagination)) =
            (&operation.response, &operation.pagination)
        else {
            return None;
        };
        if seen.contains(component) {
            return None;
        }
        seen.push(component.clone());
        page(model, component, pagination)
    });
    quote!(#(#pages)*)
}

fn page(model: &Model, component: &str, pagination: &Pagination) -> Option<TokenStream> {
    let envelope = format_ident!("{}", model.structure(component)?.rust);
    let item = value_type(model, &pagination.items.ty);
    let items = format_ident!("{}", pagination.items.rust);
    let link = |field: &Field| {
        let name = format_ident!("{}", field.rust);
        if field.required && !field.nullable {
            quote!(Some(AsRef::<str>::as_ref(&self.#name)))
        } else {
            quote!(self.#name.as_ref().map(AsRef::as_ref))
        }
    };
    let or_none = |field: &Option<Field>| field.as_ref().map_or_else(|| quote!(None), link);
    let own = or_none(&pagination.own);
    let next = link(&pagination.next);
    let previous = or_none(&pagination.previous);
    let for_loops = for_loops(&envelope, &items, &item);
    Some(quote! {
        #for_loops

        impl Page for #envelope {
            type Item = #item;

            fn items(&self) -> &[#item] {
                &self.#items
            }

            fn into_items(self) -> Vec<#item> {
                self.#items
            }

            fn truncate(&mut self, items: usize) {
                self.#items.truncate(items);
            }

            fn uri(&self) -> Option<&str> {
                #own
            }

            fn next_page_uri(&self) -> Option<&str> {
                #next
            }

            fn previous_page_uri(&self) -> Option<&str> {
                #previous
            }
        }
    })
}

/// A page as an iterator over its items.
fn for_loops(envelope: &Ident, items: &Ident, item: &TokenStream) -> TokenStream {
    quote! {
        impl IntoIterator for #envelope {
            type Item = #item;
            type IntoIter = std::vec::IntoIter<#item>;

            fn into_iter(self) -> Self::IntoIter {
                self.#items.into_iter()
            }
        }

        impl<'p> IntoIterator for &'p #envelope {
            type Item = &'p #item;
            type IntoIter = std::slice::Iter<'p, #item>;

            fn into_iter(self) -> Self::IntoIter {
                self.#items.iter()
            }
        }
    }
}
