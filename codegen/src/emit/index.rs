//! The public modules that sort the types of the crate in its documentation; the root has all of them too.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Module, Reach};

/// A public module, and the files whose items it has.
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    files: &'static [&'static str],
}

pub(super) const SECTIONS: &[Section] = &[
    Section {
        name: "builders",
        doc: "Requests: one builder per operation, and the other types that methods of the client return.\n\n\
              A builder is returned by a method of [`Client`](crate::Client), has a setter for each optional parameter,\n\
              and is sent when it is awaited.",
        files: &["handles", "reconcilers", "requests", "waiters"],
    },
    Section {
        name: "callbacks",
        doc: "Callbacks: requests that Twilio sends to the application.\n\n\
              The module [`webhook`](crate::webhook) verifies and reads them.",
        files: &["webhooks"],
    },
    Section {
        name: "responses",
        doc: "Responses: what requests return.\n\n\
              Properties that this version does not know are kept in `extra`.",
        files: &["models", "rows"],
    },
    Section {
        name: "values",
        doc: "Values: SIDs and other strings with rules, enums, and integers with bounds.\n\n\
              A value of these types is always valid: strings and integers are checked when they are converted. Read strings\n\
              with `as_str`, secrets with `expose` and integers with `get`. All types parse, serialize and deserialize.\n\
              `Debug` hides what can be personal data.",
        files: &["enums", "numbers", "objects", "service", "sids", "text"],
    },
];

impl Section {
    /// The files with items that users see, of those that are emitted.
    fn members<'m>(&self, modules: &'m [Module]) -> Vec<&'m Module> {
        let is_member =
            |module: &&Module| module.reach.is_public() && self.files.contains(&module.name);
        modules.iter().filter(is_member).collect()
    }

    /// The text of the module; `None` without items.
    pub(super) fn body(&self, modules: &[Module]) -> Option<TokenStream> {
        let members = self.members(modules);
        let is_gated = self.gate(modules).is_some();
        let uses = members.iter().map(|Module { name, reach, .. }| {
            let gate = (!is_gated).then(|| reach.gate()).flatten();
            let name = format_ident!("{name}");
            quote!(#gate pub use super::#name::*;)
        });
        (!members.is_empty()).then(|| quote!(#(#uses)*))
    }

    /// The feature without which it would be empty.
    pub(super) fn gate(&self, modules: &[Module]) -> Option<TokenStream> {
        match self.members(modules).as_slice() {
            [
                Module {
                    reach: reach @ Reach::Feature(_),
                    ..
                },
            ] => reach.gate(),
            _ => None,
        }
    }
}
