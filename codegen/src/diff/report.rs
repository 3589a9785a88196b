//! All changes between two documents, and the version that follows.

use std::fmt;
use std::str::FromStr;

use super::change::{Change, Class};

/// All changes between two documents, the gravest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeReport {
    changes: Vec<Change>,
}

/// Which part of a version is counted up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// None: there is nothing to release.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl Bump {
    /// The part as Cargo calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// A version of the generated crate, without pre-release and build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second number.
    pub minor: u64,
    /// The third number.
    pub patch: u64,
}

impl Version {
    /// What has to be counted up for a change of this class, under Cargo's rules.
    ///
    /// Before 1.0 the first number that is not zero takes the place of the major one.
    #[must_use]
    pub fn bump(self, class: Option<Class>) -> Bump {
        match (class, self.major, self.minor) {
            (None, ..) => Bump::None,
            (Some(Class::Breaking), 0, 0) => Bump::Patch,
            (Some(Class::Breaking), 0, _) => Bump::Minor,
            (Some(Class::Breaking), ..) => Bump::Major,
            (Some(Class::Compatible), 1.., _) => Bump::Minor,
            (Some(Class::Compatible | Class::Documentation), ..) => Bump::Patch,
        }
    }

    /// The next version.
    #[must_use]
    pub fn next(self, bump: Bump) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        let (major, minor, patch) = match bump {
            Bump::None => (major, minor, patch),
            Bump::Patch => (major, minor, patch.saturating_add(1)),
            Bump::Minor => (major, minor.saturating_add(1), 0),
            Bump::Major => (major.saturating_add(1), 0, 0),
        };
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let release = text.split(['-', '+']).next().unwrap_or_default();
        let numbers: Vec<u64> = release
            .split('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| format!("`{text}` is not a version"))?;
        match numbers.as_slice() {
            [major, minor, patch] => Ok(Self {
                major: *major,
                minor: *minor,
                patch: *patch,
            }),
            _ => Err(format!("`{text}` is not a version of three numbers")),
        }
    }
}

impl ChangeReport {
    pub(crate) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by(|a, b| {
            (b.class.cmp(&a.class))
                .then_with(|| a.line.cmp(&b.line))
                .then_with(|| a.wire.to_string().cmp(&b.wire.to_string()))
        });
        Self { changes }
    }

    /// The changes, the gravest first, each class in the order of the document.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The changes of one class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.class == class)
    }

    /// Whether the two documents mean the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The gravest class; none where nothing changed.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).max()
    }

    /// What to count up after that version.
    #[must_use]
    pub fn bump(&self, version: Version) -> Bump {
        version.bump(self.class())
    }

    /// The first version after `version` that may have these changes.
    #[must_use]
    pub fn next(&self, version: Version) -> Version {
        version.next(self.bump(version))
    }

    /// The verdict in one line.
    #[must_use]
    pub fn verdict(&self, version: Version) -> String {
        let Some(class) = self.class() else {
            return "The API is unchanged.".to_owned();
        };
        let counts: Vec<String> = [Class::Breaking, Class::Compatible, Class::Documentation]
            .into_iter()
            .map(|class| (self.of(class).count(), class))
            .filter(|(count, _)| *count > 0)
            .map(|(count, class)| format!("{count} {class}"))
            .collect();
        let verdict = match class {
            Class::Breaking => "Breaking",
            Class::Compatible => "Compatible",
            Class::Documentation => "Documentation only",
        };
        format!(
            "{verdict}: {}; {version} becomes {} ({}).",
            counts.join(", "),
            self.next(version),
            self.bump(version).name(),
        )
    }

    /// The entry for the change log: what users have to know, under the headings of <https://keepachangelog.com>.
    #[must_use]
    pub fn changelog(&self) -> String {
        use super::change::Action;

        let mut sections = [
            ("Added", Vec::new()),
            ("Changed", Vec::new()),
            ("Removed", Vec::new()),
        ];
        for change in &self.changes {
            if change.class == Class::Documentation {
                continue;
            }
            let line = if change.rust.action == Action::Nothing {
                &change.wire
            } else {
                &change.rust
            };
            let breaking = if change.class == Class::Breaking {
                "**Breaking**: "
            } else {
                ""
            };
            let at = match line.action {
                Action::Added => 0,
                Action::Removed => 2,
                _ => 1,
            };
            if let Some((_, lines)) = sections.get_mut(at) {
                lines.push(format!("- {breaking}{line}."));
            }
        }
        sections
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(heading, mut lines)| {
                let mut seen = std::collections::BTreeSet::new();
                lines.retain(|line| seen.insert(line.clone()));
                format!("### {heading}\n\n{}\n", lines.join("\n"))
            })
            .collect::<Vec<_>>()
            .join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{Bump, Class, Version};

    #[test]
    fn versions_are_counted_up_as_cargo_does() {
        for (version, class, bump, next) in [
            ("1.2.3", Class::Breaking, Bump::Major, "2.0.0"),
            ("1.2.3", Class::Compatible, Bump::Minor, "1.3.0"),
            ("1.2.3", Class::Documentation, Bump::Patch, "1.2.4"),
            ("0.2.3", Class::Breaking, Bump::Minor, "0.3.0"),
            ("0.2.3", Class::Compatible, Bump::Patch, "0.2.4"),
            ("0.0.3", Class::Breaking, Bump::Patch, "0.0.4"),
        ] {
            let version: Version = version.parse().unwrap();
            assert_eq!(version.bump(Some(class)), bump);
            assert_eq!(version.next(bump).to_string(), next);
        }
        assert_eq!(
            "1.2.3".parse::<Version>().map(|it| it.bump(None)),
            Ok(Bump::None)
        );
        assert!("1.2".parse::<Version>().is_err() && "x".parse::<Version>().is_err());
    }
}
