//! What approves one change.

/// What an approved change does without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiver {
    /// The new version that a breaking change needs.
    Version,
    /// The deprecation in an earlier release of what is taken away.
    Deprecation,
}

impl Waiver {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Version, Self::Deprecation];

    /// The name that the list of approvals has for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Deprecation => "deprecation",
        }
    }
}

/// Why a change is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The reason that was given.
    pub reason: String,
    /// What the change does without.
    pub waives: Vec<Waiver>,
    /// The line of the list.
    pub line: usize,
}
