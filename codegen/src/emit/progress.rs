//! Types that track the progress reported by callbacks and fetched objects.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::{self, documented};
use crate::docs;
use crate::model::{Model, Progress};

/// One type per progress, and the conversions from what it observes.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let all = model.progress.iter();
    let all = all.filter_map(|progress| self::progress(model, progress));
    quote!(#(#all)*)
}

fn progress(model: &Model, progress: &Progress) -> Option<TokenStream> {
    let example = examples::progress(model, progress);
    let doc = docs::tokens(&documented(&doc(model, progress), Some(&example)));
    let fetched = &progress.fetched;
    let [
        name,
        statuses,
        callback,
        resource,
        status,
        number,
        fetched_status,
    ] = [
        &progress.rust,
        model.component_name(&progress.statuses),
        model.component_name(&progress.callback),
        model.component_name(&fetched.resource),
        &progress.status.rust,
        &progress.number.rust,
        &fetched.status.rust,
    ]
    .map(|name| format_ident!("{name}"));
    let values = model.scalar(&progress.statuses)?.kind.values()?;
    let steps = (values.iter())
        .filter(|value| !value.is_final())
        .map(|value| format_ident!("{}", value.rust));
    let number = if progress.number.required {
        quote!(Some(self.#number.get()))
    } else {
        quote!(self.#number.map(u64::from))
    };
    let convert = (progress.statuses != fetched.statuses).then(|| quote!(.into()));
    Some(quote! {
        #doc
        pub type #name = StatusHistory<#statuses>;

        impl OrderedStatus for #statuses {
            const STEPS: &'static [Self] = &[#(Self::#steps),*];

            fn is_last(&self) -> bool {
                self.is_final()
            }
        }

        impl Observation<#statuses> for #callback {
            fn status(&self) -> #statuses {
                self.#status.clone()
            }

            fn number(&self) -> Option<u64> {
                #number
            }
        }

        impl Observation<#statuses> for #resource {
            fn status(&self) -> #statuses {
                self.#fetched_status.clone()#convert
            }

            fn number(&self) -> Option<u64> {
                None
            }
        }
    })
}

fn doc(model: &Model, progress: &Progress) -> String {
    let fetched = &progress.fetched;
    let resource = model.component_name(&fetched.resource);
    let noun = resource.to_snake_case().replace('_', " ");
    let callback = model.component_name(&progress.callback);
    format!(
        "The progress of a {noun}, as each [`{callback}`] and each fetched [`{resource}`] reports it.\n\n\
         Reports may arrive in any order, more than once, or not at all; the progress never goes back. Keep one value for\n\
         each {noun}, and store it with serde if several processes receive callbacks."
    )
}
