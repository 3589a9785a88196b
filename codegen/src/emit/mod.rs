//! The emitted files, with one emitter each.

mod enums;
mod error_codes;
mod events;
mod examples;
mod groups;
mod handles;
mod imports;
mod index;
mod models;
mod numbers;
mod objects;
mod operations;
mod pages;
mod patterns;
mod progress;
mod reconcilers;
mod requests;
mod rows;
mod rustdoc;
mod samples;
mod service;
mod sids;
mod text;
mod waiters;
mod webhooks;
mod wire;
mod xml;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::format;
use crate::markdown;
use crate::model::Model;
use crate::plan::Files;
use crate::progenitor::run::Wire;
use imports::Imports;
use index::SECTIONS;
use patterns::Patterns;

/// Who can access a file's items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Public,
    /// Everyone who enables a feature.
    Feature(&'static str),
    Crate,
    /// The crate itself, with a feature enabled.
    CrateFeature(&'static str),
    /// Readers of the documentation: it has no items.
    Page,
}

impl Reach {
    fn gate(self) -> Option<TokenStream> {
        match self {
            Self::Feature(feature) | Self::CrateFeature(feature) => {
                Some(quote!(#[cfg(feature = #feature)]))
            }
            Self::Public | Self::Crate | Self::Page => None,
        }
    }

    /// Whether it is public, with or without a feature.
    fn is_public(self) -> bool {
        matches!(self, Self::Public | Self::Feature(_))
    }
}

/// One emitted file.
struct Module {
    name: &'static str,
    reach: Reach,
    doc: String,
    body: TokenStream,
}

impl Module {
    fn new(name: &'static str, reach: Reach, doc: impl Into<String>, body: TokenStream) -> Self {
        Self {
            name,
            reach,
            doc: doc.into(),
            body,
        }
    }
}

/// All files of the crate's `api` module.
pub(crate) fn files(model: &Model, wire: &Wire) -> Result<Files, String> {
    let mut modules = modules(model, wire)?;
    modules.retain(|module| module.reach == Reach::Page || !module.body.is_empty());
    let imports = Imports::of(model);
    let mut files = Files::new();
    for Module {
        name, doc, body, ..
    } in &modules
    {
        let doc = docs::inner(doc);
        let imports = imports.lines(name, body);
        let text = format::file(quote!(#doc #imports #body))?;
        files.insert(format!("{name}.rs"), text);
    }
    for section in SECTIONS {
        if let Some(body) = section.body(&modules) {
            let doc = docs::inner(section.doc);
            let text = format::file(quote!(#doc #body))?;
            files.insert(format!("{}.rs", section.name), text);
        }
    }
    files.insert("mod.rs".to_owned(), format::file(root(model, &modules))?);
    rustdoc::verify(&files, &tests(model))?;
    Ok(files)
}

/// The code of all examples in the documentation.
fn tests(model: &Model) -> Vec<String> {
    let waiters = model.waiters.iter();
    let handles = model.handles.iter();
    let reconcilers = model.reconcilers.iter();
    let all = examples::all(model)
        .into_iter()
        .chain(waiters.filter_map(|it| waiters::example(model, it)))
        .chain(handles.filter_map(|it| handles::example(model, it)))
        .chain(reconcilers.filter_map(|it| reconcilers::example(model, it)))
        .chain(groups::examples(model));
    all.map(|example| example.code).collect()
}

/// The modules, ordered by name; modules without items are not written.
fn modules(model: &Model, wire: &Wire) -> Result<Vec<Module>, String> {
    let patterns = Patterns::of(model);
    let mut modules = scalars(model, &patterns);
    modules.extend([
        Module::new(
            "handles",
            Reach::Public,
            "Handles: a resource by its identifier, with the requests about it and its subresources.",
            handles::emit(model),
        ),
        Module::new(
            "error_codes",
            Reach::Crate,
            "Error codes: their names and meanings, and what converts to them.",
            error_codes::emit(model),
        ),
        Module::new(
            "models",
            Reach::Public,
            "Types of responses.",
            models::emit(model, wire),
        ),
        Module::new(
            "objects",
            Reach::Public,
            "Objects of requests.",
            objects::emit(model),
        ),
        Module::new(
            "operations",
            Reach::Page,
            operations::doc(model),
            TokenStream::new(),
        ),
        Module::new(
            "pages",
            Reach::Crate,
            "Which responses are pages, and of which items.",
            pages::emit(model),
        ),
        Module::new(
            "reconcilers",
            Reach::Public,
            "Finding out what became of a request.",
            reconcilers::emit(model),
        ),
        Module::new(
            "requests",
            Reach::Public,
            "Requests: one builder per operation, and the methods of the client that return them.",
            requests::emit(model, wire)?,
        ),
        Module::new(
            "rows",
            Reach::Feature("csv"),
            "Typed rows of CSV.",
            rows::emit(model),
        ),
        Module::new(
            "samples",
            Reach::CrateFeature("testing"),
            "Examples of responses, for tests of applications.",
            samples::emit(model),
        ),
        Module::new(
            "service",
            service::reach(model),
            "What the runtime knows about the API.",
            service::emit(model),
        ),
        Module::new(
            "waiters",
            Reach::Public,
            "Waiting for a resource to reach a final status.",
            waiters::emit(model),
        ),
        Module::new(
            "webhooks",
            Reach::Feature("webhooks"),
            "Callbacks: requests that Twilio sends to the application.",
            [
                webhooks::emit(model)?,
                events::emit(model),
                progress::emit(model),
            ]
            .into_iter()
            .collect(),
        ),
        Module::new(
            "wire",
            Reach::Crate,
            "The wire layer: one method per operation.",
            wire::emit(model, wire),
        ),
        Module::new(
            "xml",
            Reach::Crate,
            "What XML documents may contain.",
            xml::emit(model),
        ),
    ]);
    modules.sort_by_key(|module| module.name);
    Ok(modules)
}

/// The modules of single values.
fn scalars(model: &Model, patterns: &Patterns) -> Vec<Module> {
    vec![
        Module::new(
            "enums",
            Reach::Public,
            "Enums: open if Twilio sends them, closed if only requests contain them.",
            [enums::emit(model), groups::emit(model)]
                .into_iter()
                .collect(),
        ),
        Module::new(
            "numbers",
            Reach::Public,
            "Bounded integers, and integers that are sent as strings.",
            numbers::emit(model),
        ),
        Module::new(
            "patterns",
            Reach::Crate,
            "Patterns, compiled to automata.",
            patterns::emit(patterns),
        ),
        Module::new(
            "sids",
            Reach::Public,
            "SIDs and other strings of fixed length, stored inline.",
            sids::emit(model),
        ),
        Module::new(
            "text",
            Reach::Public,
            "Strings with rules.",
            text::emit(model, patterns),
        ),
    ]
}

fn root(model: &Model, modules: &[Module]) -> TokenStream {
    let doc = docs::inner(&format!(
        "{}, version {} of its OpenAPI document.",
        model.title,
        markdown::plain(&model.version)
    ));
    let all = modules.iter().map(|Module { name, reach, .. }| {
        let (gate, ident) = (reach.gate(), format_ident!("{name}"));
        // The runtime imports from this file only.
        let visibility = match reach {
            Reach::Page => Some(quote!(pub)),
            _ => (*name == "service").then(|| quote!(pub(crate))),
        };
        quote!(#gate #visibility mod #ident;)
    });
    let sections: Vec<(Option<TokenStream>, Ident)> = SECTIONS
        .iter()
        .filter(|section| section.body(modules).is_some())
        .map(|section| (section.gate(modules), format_ident!("{}", section.name)))
        .collect();
    let declared = sections
        .iter()
        .map(|(gate, name)| quote!(#gate pub mod #name;));
    // Without `no_inline`, the documentation of the root would list every type again.
    let public = sections
        .iter()
        .map(|(gate, name)| quote!(#gate #[doc(no_inline)] pub use #name::*;));
    quote! {
        #doc
        #(#all)*

        #(#declared)*

        #(#public)*
    }
}
