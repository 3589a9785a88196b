//! Which enums Twilio sends, as far as the errors of the document leave that certain.

use super::component::pascal;
use super::follow::{Faults, is_use_uncertain, strays};
use crate::document::{At, Index, SchemaKind};
use crate::finding::Finding;

/// The enums that Twilio sends. While other errors make that uncertain, these are all that it may send, so that what
/// is wrong with their values is found nevertheless.
pub(super) struct Received<'i, 'd> {
    index: &'i Index<'d>,
    is_certain: bool,
    /// Errors in the keywords of the document.
    faults: Faults,
    /// The names of unknown keywords, which may be components that are indented too far.
    strays: Vec<String>,
}

impl<'i, 'd> Received<'i, 'd> {
    pub(super) fn new(index: &'i Index<'d>, findings: &[Finding], earlier: &[Finding]) -> Self {
        Self {
            index,
            is_certain: !is_use_uncertain(findings, earlier),
            faults: Faults::of(earlier),
            strays: strays(earlier).into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether the component is an enum that Twilio sends or, if that is uncertain, may send.
    pub(super) fn has(&self, name: &str, schema: &At<'_>) -> bool {
        let is_enum = SchemaKind::of(schema.node) == SchemaKind::Enum;
        is_enum && (!self.is_certain || self.index.usage.is_received(name))
    }

    /// The enums that Twilio sends or, if that is uncertain, may send.
    pub(super) fn enums(&self) -> impl Iterator<Item = (&'d str, &'i At<'d>)> {
        let schemas = self.index.schemas.iter();
        schemas.filter(|(name, schema)| self.has(name, schema))
    }

    /// Whether the keywords of a component are as they should be, so that its values are certain.
    pub(super) fn is_readable(&self, schema: &At<'_>) -> bool {
        !self.faults.within(&schema.pointer)
    }

    /// Whether a component that is not an enum, or missing, is itself the subject of another finding.
    pub(super) fn is_doubtful(&self, name: &str) -> bool {
        let is_misnamed = |other: &str| other != name && pascal(other) == name;
        let mut schemas = self.index.schemas.iter();
        match self.index.schemas.get(name) {
            Some(schema) => !self.is_readable(schema),
            None => {
                let references = self.index.references.iter();
                let mut names = references.filter_map(|it| it.at.as_str()?.rsplit('/').next());
                names.any(|it| it == name)
                    || self.strays.iter().any(|it| it == name)
                    || schemas.any(|(other, _)| is_misnamed(other))
            }
        }
    }
}
