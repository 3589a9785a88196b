//! Turns the OpenAPI document of Twilio's Call resource into the sources of the crate `twilio-calls`.
//!
//! Text in, files out: no I/O, no clock, no environment, and no panics, whatever the document.
//!
//! ```text
//! YAML ── load ──> a tree with the position of every node       (document, source)
//!      ── index ─> references resolved, patterns compiled,
//!                  who sends and receives each component        (document/index, pattern)
//!      ── check ─> findings; an error ends the run              (check, finding)
//!      ── model ─> scalars, structs, operations, callbacks;
//!                  names, effects and order are decided here    (model, names)
//!      ── feed ──> a document that progenitor accepts, and a
//!                  ledger of every edit                         (progenitor/feed)
//!      ── run ───> progenitor's structs and methods             (progenitor/run)
//!      ── fit ───> their docs, attributes and names             (progenitor/fit)
//!      ── emit ──> scalars, requests, pages                     (emit, markdown)
//!      ── format > files                                        (format)
//! files ─ plan ──> what has to change on disk                   (plan)
//! files ─ outline > the public API, short enough to read        (outline)
//! two models ────> what the change means for users              (diff)
//! official style > our style, then as above                     (official)
//! two documents ─> how they differ                              (drift)
//! a document, an official library ─> what only the library has  (drift/library)
//! findings, changes, differences ─> annotations, SARIF, JSON    (formats, catalog)
//! findings ── fix > the document with unambiguous ones fixed    (fix, edit)
//! tables, an index > a JSON Schema of a document, for editors   (dialect)
//! ```
//!
//! The order of these steps is only defined in `generate`. Every module uses only those above it:
//!
//! | module | reads | knows nothing about |
//! |---|---|---|
//! | `source`, `finding` | text | nodes |
//! | `error_codes` | the table next to a document | nodes |
//! | `pattern` | patterns | documents |
//! | `document` | text | rules, Rust |
//! | `check` | the index | Rust |
//! | `model` | the index of a checked document | tokens |
//! | `emit`, `diff` | the model | references |
//!
//! [`generate`] runs all of them:
//!
//! ```
//! let source = codegen::Source::new("empty.yaml", "openapi: 3.0.3\n");
//! let report = codegen::generate(&source).unwrap_err();
//! assert!(report.render(false).contains("missing-keyword"));
//! ```

mod catalog;
mod check;
mod dialect;
mod diff;
mod docs;
mod document;
mod drift;
mod edit;
mod emit;
mod error_codes;
mod finding;
mod fix;
mod format;
mod formats;
mod generate;
mod guess;
mod markdown;
mod model;
mod names;
mod official;
mod outline;
mod pattern;
mod plan;
mod progenitor;
mod source;

pub use catalog::{FINDING_RULES, RuleGroup, RuleText, rule, similar_rule};
pub use dialect::dialect_schema;
pub use diff::{
    Action, Approval, Approvals, Baseline, Bump, Change as SpecChange, ChangeReport, Class,
    Compared, Line, Rule, Spec, Version, Waiver, release,
};
pub use document::{Document, Entry, Node, Value, load};
pub use drift::{
    Date, Difference, DifferenceKind, Drift, Outdated, Place, drift, drift_from_each,
    library_drift, library_folder,
};
pub use edit::{Fix, TextEdit};
pub use finding::{Finding, Located, Report, Severity};
pub use fix::{Applied, Fixed, fix};
pub use formats::{Annotation, Described, Level, annotations, findings_json, github, sarif};
pub use generate::{Output, findings, generate};
pub use official::{Release, generate_official};
pub use outline::{ApiChange, Outline};
pub use plan::{Change, Files, plan};
pub use source::{Position, Source, Span};
