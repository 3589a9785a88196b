//! All changes between two documents, and the version that they require.

use semver::Version;

use super::approval::Waiver;
use super::change::{Change, Class};
use super::rule::Rule;

/// All changes between two documents, most severe first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeReport {
    changes: Vec<Change>,
}

/// The part of a version to increment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// None: there is nothing to release.
    None,
    /// The patch version.
    Patch,
    /// The minor version.
    Minor,
    /// The major version.
    Major,
}

impl Bump {
    /// The bump that a change of this class requires after `version`, by Cargo's rules.
    ///
    /// Before 1.0, the first number that is not zero takes the place of the major version.
    #[must_use]
    pub fn required(class: Option<Class>, version: &Version) -> Self {
        match (class, version.major, version.minor) {
            (None, ..) => Self::None,
            (Some(Class::Breaking), 0, 0) => Self::Patch,
            (Some(Class::Breaking), 0, _) => Self::Minor,
            (Some(Class::Breaking), ..) => Self::Major,
            (Some(Class::Compatible), 1.., _) => Self::Minor,
            (Some(Class::Compatible | Class::Documentation), ..) => Self::Patch,
        }
    }

    /// The version after this one.
    #[must_use]
    pub fn next(self, version: &Version) -> Version {
        let (major, minor, patch) = (version.major, version.minor, version.patch);
        match self {
            Self::None => Version::new(major, minor, patch),
            Self::Patch => Version::new(major, minor, patch.saturating_add(1)),
            Self::Minor => Version::new(major, minor.saturating_add(1), 0),
            Self::Major => Version::new(major.saturating_add(1), 0, 0),
        }
    }

    /// The name of the part, as in Cargo.
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

/// Parses a version without its pre-release and build metadata, which are never compared.
///
/// # Errors
///
/// Fails if the string is not a valid version according to SemVer 2.0.
pub fn release(text: &str) -> Result<Version, semver::Error> {
    let version = Version::parse(text)?;
    Ok(Version::new(version.major, version.minor, version.patch))
}

impl ChangeReport {
    pub(crate) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by(|a, b| {
            let leaks = |it: &Change| it.rule == Rule::PrivacyWeakened;
            (b.class.cmp(&a.class))
                .then_with(|| leaks(b).cmp(&leaks(a)))
                .then_with(|| a.line.cmp(&b.line))
                .then_with(|| a.wire.to_string().cmp(&b.wire.to_string()))
                .then_with(|| a.rust.to_string().cmp(&b.rust.to_string()))
        });
        Self { changes }
    }

    /// The changes, most severe first, each class in the order of the document.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub(super) fn changes_mut(&mut self) -> &mut [Change] {
        &mut self.changes
    }

    /// The changes of one class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.class == class)
    }

    /// Whether the two documents have the same meaning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The most severe class; `None` if nothing changed.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).max()
    }

    /// The class that the next version has to match: breaking changes that are approved without a new version count
    /// as compatible.
    #[must_use]
    pub fn required_class(&self) -> Option<Class> {
        let required = |change: &Change| match change.class {
            Class::Breaking if change.is_waived(Waiver::Version) => Class::Compatible,
            class => class,
        };
        self.changes.iter().map(required).max()
    }

    /// The part of `version` to increment: at least the minor version for a new resource, even before 1.0.
    #[must_use]
    pub fn bump(&self, version: &Version) -> Bump {
        let required = Bump::required(self.required_class(), version);
        let has_new_resource = self
            .changes
            .iter()
            .any(|change| change.rule == Rule::ResourceAdded);
        match has_new_resource {
            true => required.max(Bump::Minor),
            false => required,
        }
    }

    /// The first version after `version` that may contain these changes.
    #[must_use]
    pub fn next(&self, version: &Version) -> Version {
        self.bump(version).next(version)
    }

    /// The entry for the changelog: what users have to know, under the headings of <https://keepachangelog.com>.
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
    use super::super::change::{Action, Line};
    use super::{Bump, Change, ChangeReport, Class, Rule, release};

    fn change(class: Class, rule: Rule, line: usize, wire: Line, rust: Line) -> Change {
        Change {
            class,
            line,
            ..Change::new(rule, wire, rust, "")
        }
    }

    #[test]
    fn a_report_is_sorted_counted_and_drafted() {
        use Class::{Breaking, Compatible, Documentation};
        let line = |what: &str, action: Action| Line::new(what, "", action);
        let removed = |what: &str| line(what, Action::Removed);
        let added = |what: &str| line(what, Action::Added);
        let rule = Rule::ParameterAdded;
        let report = ChangeReport::new(vec![
            change(
                Documentation,
                rule,
                1,
                line("`h`", Action::Reworded),
                Line::nothing(),
            ),
            change(Compatible, rule, 2, added("`g`"), added("`A::g`")),
            change(Breaking, rule, 9, removed("`d`"), removed("`A::d`")),
            change(Breaking, rule, 8, removed("`c`"), Line::nothing()),
            change(
                Breaking,
                rule,
                8,
                removed("`b`"),
                Line::changed("`B`", "1", "2"),
            ),
            change(Compatible, rule, 3, added("`i`"), added("`A::g`")),
            change(
                Breaking,
                Rule::PrivacyWeakened,
                10,
                removed("`a`"),
                removed("`A::a`"),
            ),
        ]);
        let order: Vec<&str> = report
            .changes()
            .iter()
            .map(|it| it.wire.what.as_str())
            .collect();
        assert_eq!(order, ["`a`", "`b`", "`c`", "`d`", "`g`", "`i`", "`h`"]);
        assert_eq!(
            report.changelog(),
            "### Added\n\n- `A::g` added.\n\n\
             ### Changed\n\n- **Breaking**: `B` changed from 1 to 2.\n\n\
             ### Removed\n\n- **Breaking**: `A::a` removed.\n- **Breaking**: `c` removed.\n\
             - **Breaking**: `A::d` removed.\n"
        );
        let compatible = report.only(|it| it.class == Compatible);
        assert_eq!(compatible.class(), Some(Compatible));
        let documentation = report.only(|it| it.class == Documentation);
        assert_eq!(documentation.changelog(), "");
        let nothing = report.only(|_| false);
        assert!(nothing.is_empty() && !report.is_empty());
    }

    #[test]
    fn a_new_resource_is_at_least_a_minor_version() {
        let of = |rule| {
            let added = Line::new("`A`", "", Action::Added);
            ChangeReport::new(vec![change(
                Class::Compatible,
                rule,
                1,
                added,
                Line::nothing(),
            )])
        };
        for (version, rule, bump) in [
            ("0.1.0", Rule::ResourceAdded, Bump::Minor),
            ("1.1.0", Rule::ResourceAdded, Bump::Minor),
            ("0.1.0", Rule::ParameterAdded, Bump::Patch),
        ] {
            assert_eq!(of(rule).bump(&release(version).unwrap()), bump, "{version}");
        }
    }

    #[test]
    fn versions_are_incremented_by_cargo_s_rules() {
        for (version, class, bump, next) in [
            ("1.2.3", Class::Breaking, Bump::Major, "2.0.0"),
            ("1.2.3", Class::Compatible, Bump::Minor, "1.3.0"),
            ("1.2.3", Class::Documentation, Bump::Patch, "1.2.4"),
            ("0.2.3", Class::Breaking, Bump::Minor, "0.3.0"),
            ("0.2.3", Class::Compatible, Bump::Patch, "0.2.4"),
            ("0.0.3", Class::Breaking, Bump::Patch, "0.0.4"),
        ] {
            let version = release(version).unwrap();
            assert_eq!(Bump::required(Some(class), &version), bump);
            assert_eq!(bump.next(&version).to_string(), next);
        }
        assert_eq!(Bump::required(None, &release("1.2.3").unwrap()), Bump::None);
    }

    #[test]
    fn a_release_is_three_numbers() {
        assert_eq!(release("1.2.3-rc.1+build.5").unwrap().to_string(), "1.2.3");
        for text in ["1.2", "x", "", "1.2.3.4", "v1.2.3", "1.2.-3"] {
            assert!(release(text).is_err(), "{text}");
        }
    }
}
