//! Approvals of single changes.

/// A requirement that an approved change need not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiver {
    /// The new version that a breaking change requires.
    Version,
    /// The deprecation in an earlier release that a removal requires.
    Deprecation,
}

impl Waiver {
    /// All waivers.
    pub const ALL: &'static [Self] = &[Self::Version, Self::Deprecation];

    /// Its name in the list of approvals.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Deprecation => "deprecation",
        }
    }
}

/// An approval of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The stated reason.
    pub reason: String,
    /// The waived requirements.
    pub waives: Vec<Waiver>,
    /// The line in the list.
    pub line: usize,
}
