//! The verdict on all changes: how many there are of each class, and which version may contain them.

use semver::Version;

use super::change::Class;
use super::report::{Bump, ChangeReport};
use crate::finding::counted;

/// The version before a set of changes, and the last release up to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The version before the changes.
    pub version: Version,
    /// The last release up to that version; `None` if there is none.
    pub release: Option<Version>,
}

impl Baseline {
    /// A version that has been released.
    #[must_use]
    pub fn released(version: Version) -> Self {
        let release = Some(version.clone());
        Self { version, release }
    }

    /// Whether the version itself has been released, so that no change can become part of it.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.release.as_ref() == Some(&self.version)
    }
}

impl ChangeReport {
    /// The verdict in one line.
    #[must_use]
    pub fn verdict(&self, baseline: &Baseline) -> String {
        let Some(class) = self.class() else {
            return "The API is unchanged.".to_owned();
        };
        let counts: Vec<(usize, Class)> =
            [Class::Breaking, Class::Compatible, Class::Documentation]
                .into_iter()
                .map(|class| (self.of(class).count(), class))
                .filter(|(count, _)| *count > 0)
                .collect();
        let changes = match counts.as_slice() {
            [(count, class)] => counted(*count, "change") + &self.approved(*class),
            counts => counts
                .iter()
                .map(|(count, class)| format!("{count} {class}{}", self.approved(*class)))
                .collect::<Vec<_>>()
                .join(", "),
        };
        let verdict = match class {
            Class::Breaking => "Breaking",
            Class::Compatible => "Compatible",
            Class::Documentation => "Documentation only",
        };
        format!("{verdict}: {changes}; {}.", self.version_verdict(baseline))
    }

    /// The number of approved changes of a class, for the verdict.
    fn approved(&self, class: Class) -> String {
        match self.of(class).filter(|it| !it.approvals.is_empty()).count() {
            0 => String::new(),
            count => format!(" ({count} approved)"),
        }
    }

    /// The first version that may contain these changes: that of the baseline, or a later one if that does not differ
    /// enough from the last release.
    #[must_use]
    pub fn target(&self, baseline: &Baseline) -> Version {
        let Baseline { version, release } = baseline;
        let next = release.as_ref().map(|release| self.next(release));
        next.map_or_else(|| version.clone(), |next| next.max(version.clone()))
    }

    /// The part of the version to increment to reach the target.
    pub(super) fn step(&self, baseline: &Baseline) -> Bump {
        match &baseline.release {
            Some(release) if self.target(baseline) != baseline.version => self.bump(release),
            _ => Bump::None,
        }
    }

    /// What the changes mean for the version, as the end of a sentence.
    fn version_verdict(&self, baseline: &Baseline) -> String {
        let (version, target) = (&baseline.version, self.target(baseline));
        if target == *version && !baseline.is_released() {
            return format!("the version stays {version}, which has not been released");
        }
        format!(
            "{version} becomes {target} ({})",
            self.step(baseline).name()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::approval::{Approval, Waiver};
    use crate::diff::change::{Action, Change, Line};
    use crate::diff::report::release;
    use crate::diff::rule::Rule;

    fn report(rules: &[Rule]) -> ChangeReport {
        let change = |rule: &Rule| {
            let line = Line::new("`A`", "", Action::Added);
            Change::new(*rule, line, Line::nothing(), "")
        };
        ChangeReport::new(rules.iter().map(change).collect())
    }

    #[test]
    fn a_verdict_counts_the_changes_of_each_class() {
        let version = Baseline::released(release("1.2.3").unwrap());
        let (breaking, compatible) = (Rule::ParameterRemoved, Rule::ParameterAdded);
        let documentation = Rule::DocumentationChanged;
        let all = [breaking, breaking, compatible, documentation];
        for (rules, verdict) in [
            (
                &all[..],
                "Breaking: 2 breaking, 1 compatible, 1 documentation only; 1.2.3 becomes 2.0.0 (major).",
            ),
            (
                &[compatible, compatible],
                "Compatible: 2 changes; 1.2.3 becomes 1.3.0 (minor).",
            ),
            (
                &[documentation],
                "Documentation only: 1 change; 1.2.3 becomes 1.2.4 (patch).",
            ),
            (&[], "The API is unchanged."),
        ] {
            assert_eq!(report(rules).verdict(&version), verdict);
        }
        let mut approved = report(&all);
        approved.changes_mut()[0].approvals.push(Approval {
            reason: "nobody uses it".to_owned(),
            waives: vec![Waiver::Version],
            line: 1,
        });
        let verdict = approved.verdict(&version);
        let start = "Breaking: 2 breaking (1 approved), 1 compatible,";
        assert!(verdict.starts_with(start), "{verdict}");
    }

    /// What a version contains can change until its release.
    #[test]
    fn a_version_changes_after_its_release_alone() {
        let (breaking, compatible) = (Rule::ParameterRemoved, Rule::ParameterAdded);
        let stays =
            |version: &str| format!("the version stays {version}, which has not been released");
        let becomes = |text: &str| text.to_owned();
        for (last, version, rule, verdict) in [
            (None, "0.1.0", breaking, stays("0.1.0")),
            (None, "0.1.0", compatible, stays("0.1.0")),
            (
                Some("0.1.0"),
                "0.1.0",
                breaking,
                becomes("0.1.0 becomes 0.2.0 (minor)"),
            ),
            (
                Some("0.1.0"),
                "0.1.0",
                compatible,
                becomes("0.1.0 becomes 0.1.1 (patch)"),
            ),
            (Some("0.1.0"), "0.2.0", breaking, stays("0.2.0")),
            (Some("0.1.0"), "0.1.1", compatible, stays("0.1.1")),
            (
                Some("0.1.0"),
                "0.1.1",
                breaking,
                becomes("0.1.1 becomes 0.2.0 (minor)"),
            ),
        ] {
            let of = |text: &str| release(text).unwrap();
            let baseline = Baseline {
                version: of(version),
                release: last.map(of),
            };
            let report = report(&[rule]);
            assert_eq!(
                report.version_verdict(&baseline),
                verdict,
                "{last:?} {version}"
            );
            let stays = report.step(&baseline) == Bump::None;
            assert_eq!(stays, report.target(&baseline) == baseline.version);
        }
    }
}
