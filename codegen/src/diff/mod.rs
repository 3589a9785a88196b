//! What a change of the document means, on the wire and in Rust.
//!
//! The two documents are compared as models, not as text: what counts is which values are sent in which direction and
//! what the emitted types promise. Moved lines and renamed components of parameters are not changes; a new value in
//! responses is one, even though nothing was removed.
//!
//! ```text
//! two models ── names ──────> which components correspond, even if renamed      (context)
//!            ── operations ─> methods, arguments, setters, responses, pages     (operations, parameters, xrules, pages, fields)
//!            ── callbacks ──> what Twilio sends, and which operation requests it (callbacks)
//!            ── components ─> types and their contents                          (scalars, structs)
//!            ── extensions ─> waiters, rows, events and rate limits             (derived)
//!            ── the rest ───> everything else in both trees; nothing is ignored (rest)
//!            ── resources ──> those with a new name in their paths             (resources)
//! changes ───── merge ─────> one change per edit, wherever it has effects       (merge)
//! ```

mod annotate;
mod api;
mod approval;
mod approvals;
mod callbacks;
mod change;
mod compared;
mod context;
mod derived;
mod entry;
mod fields;
mod json;
mod locate;
mod markdown;
mod merge;
mod numbered;
mod objects;
mod operations;
mod pages;
mod parameters;
mod place;
mod privacy;
mod renames;
mod report;
mod resources;
mod rest;
mod rule;
mod scalars;
mod structs;
mod text;
mod verdict;
mod xrules;

pub use approval::{Approval, Waiver};
pub use approvals::Approvals;
pub use change::{Action, Change, Class, Line};
pub use compared::Compared;
pub use report::{Bump, ChangeReport, release};
pub use rule::Rule;
pub use semver::Version;
pub use verdict::Baseline;

use crate::document::Document;
use crate::finding::Report;
use crate::generate;
use crate::model::Model;
use crate::source::Source;
use context::Context;

/// A document without errors, ready to be compared.
#[derive(Debug)]
pub struct Spec {
    document: Document,
    model: Model,
}

impl Spec {
    /// Reads and checks a document.
    ///
    /// # Errors
    ///
    /// Returns everything that is wrong with the document.
    pub fn read(source: &Source) -> Result<Self, Report> {
        Ok(Self::of(generate::read(source)?))
    }

    /// A document that has been read.
    pub(crate) fn of(read: generate::Read) -> Self {
        Self {
            document: read.document,
            model: read.model,
        }
    }

    /// The document itself.
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// Compares this document with a new one.
    #[must_use]
    pub fn compare(&self, new: &Self) -> ChangeReport {
        let context = Context::new(&self.document, &new.document, &self.model, &new.model);
        let mut changes = Vec::new();
        operations::compare(&context, &mut changes);
        resources::compare(&context, &mut changes);
        callbacks::compare(&context, &mut changes);
        scalars::compare(&context, &mut changes);
        structs::compare(&context, &mut changes);
        derived::compare(&context, &mut changes);
        rest::compare(&context, &mut changes);
        let mut changes = merge::merge(&context, changes);
        place::complete(&self.document, &new.document, &mut changes);
        ChangeReport::new(changes)
    }
}
