//! What reviewers are told about a change of the spec.

mod drift;
mod edits;
mod gate;
mod official;
mod regen;
mod single_edits;
mod support;
