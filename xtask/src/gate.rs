//! Whether the version and the changelog match the changes of the spec, the generator and the runtime.
//!
//! The version must match all changes since the last release, and the changelog those of the branch that are still
//! in effect: if one branch raises a limit and the next one lowers it again, that is one change of the release.

use std::io::{self, Write};

use codegen::{
    Annotation, Approvals, Baseline, ChangeReport, Class, Described, Report, Source, Spec, Version,
};

use crate::api;
use crate::changelog::{self, CHANGELOG, UNRELEASED};
use crate::git::{Release, Repository};
use crate::paths::{APPROVALS, SPEC};
use crate::{approvals, error_codes, manifest};

/// The rules of the gate, with summaries and reasons.
const RULES: [(&str, &str, &str); 5] = [
    (
        "gate-version",
        "The version matches the changes",
        "Users rely on Cargo's rules for semantic versioning.",
    ),
    (
        "gate-entry",
        "The changelog mentions every change",
        "It tells users what they have to do.",
    ),
    (
        "gate-stale-entry",
        "The changelog has no outdated entries",
        "A change that was superseded before the release never reached users.",
    ),
    (
        "gate-deprecation",
        "Everything removed was deprecated in the last release",
        "Users need a release in which both the old and the new way work.",
    ),
    (
        "gate-unused-approval",
        "Every approval is used by a change",
        "An unused approval would approve a later change that nobody reviewed.",
    ),
];

/// The description of a rule of the gate.
pub(crate) fn describe(id: &str) -> Option<Described> {
    let (_, summary, why) = RULES.into_iter().find(|(known, ..)| *known == id)?;
    Some((summary.to_owned(), why.to_owned()))
}

/// A problem that keeps the gate from passing.
#[derive(Debug)]
struct Problem {
    /// The rule, whose name never changes.
    rule: &'static str,
    /// The file to edit.
    file: String,
    /// The problem, and what to do.
    text: String,
}

impl Problem {
    fn new(id: &'static str, file: impl Into<String>, text: String) -> Self {
        Self {
            rule: id,
            file: file.into(),
            text,
        }
    }

    fn annotation(&self) -> Annotation {
        let (message, help) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        Annotation::of_file(
            self.rule,
            &self.file,
            message.trim_end_matches(':'),
            help.trim(),
        )
    }
}

/// The changes of a branch, as part of the next release.
#[derive(Debug)]
pub(crate) struct Standing {
    release: Option<Release>,
    /// The version of the last release, or before there is any, that of the merge base.
    baseline: Baseline,
    /// All changes of the next release.
    pub(crate) since_release: ChangeReport,
    /// Those of them that were made before the branch.
    before: ChangeReport,
    /// Those of them that were made by the branch.
    news: ChangeReport,
    /// The changelog where the branch started.
    old_changelog: String,
    /// The changelog of the working tree.
    changelog: String,
    /// Approvals that no change needs.
    unused: Option<Report>,
    /// What could not be judged properly, and how it was judged instead.
    pub(crate) note: Option<String>,
}

impl Standing {
    /// Compares the spec with those of the merge base and the last release.
    ///
    /// # Errors
    ///
    /// Fails if the clone is shallow, a file cannot be read, or a manifest has no version.
    pub(crate) fn of(
        repository: &Repository,
        base: &str,
        old: &Spec,
        new: &Spec,
    ) -> io::Result<Self> {
        repository.require_history()?;
        let release = repository.last_release()?;
        let spec = match &release {
            Some(release) => spec_of(repository, release)?,
            None => Err(
                "the changes are those since the merge base, because there is no release yet (no tag such as `v1.2.3`)"
                    .to_owned(),
            ),
        };
        let (since_release, before) = match &spec {
            Ok(spec) => (spec.compare(new), spec.compare(old)),
            Err(_) => (old.compare(new), ChangeReport::default()),
        };
        let news = since_release.news_since(&before);
        let of_api = api::changes_since(repository, base)?;
        let news = news.and(&of_api.news_since(&ChangeReport::default()));
        let since_release = match &release {
            // After a release, the branch often begins at its commit.
            Some(release) if repository.commit(&release.tag)? == repository.commit(base)? => {
                since_release.and(&of_api)
            }
            Some(release) => since_release.and(&api::changes_since(repository, &release.tag)?),
            None => since_release.and(&of_api),
        };
        let note = spec.err();
        let baseline = match &release {
            Some(release) => Baseline::released(release.version.clone()),
            None => Baseline {
                version: manifest::version(repository, Some(base))?,
                release: None,
            },
        };
        Ok(Self {
            news,
            release,
            baseline,
            since_release,
            before,
            old_changelog: repository.show(base, CHANGELOG)?.unwrap_or_default(),
            // A repository without a changelog has no entries.
            changelog: repository.read(CHANGELOG).unwrap_or_default(),
            unused: None,
            note,
        })
    }

    /// Applies the approvals.
    pub(crate) fn approve(&mut self, approvals: &Approvals) {
        self.unused = Some(self.since_release.approve(approvals));
    }

    /// Removals without a prior deprecation; the policy applies from the first release on.
    fn deprecation_problem(&self) -> Option<String> {
        let has_release = self.release.is_some() && self.note.is_none();
        has_release.then(|| approvals::missing(&self.since_release))?
    }

    /// The version of the last release.
    pub(crate) fn last_release(&self) -> Option<&Version> {
        self.release.as_ref().map(|release| &release.version)
    }

    /// The base of the comparison for the version.
    pub(crate) fn since(&self) -> String {
        match (&self.release, &self.note) {
            (Some(release), None) => format!("the release {}", release.tag),
            _ => "the merge base".to_owned(),
        }
    }

    /// The first version that may contain the changes.
    pub(crate) fn next(&self) -> Version {
        self.since_release.target(&self.baseline)
    }

    /// Prints the verdict to `out` and problems to `err`; returns whether there are none.
    ///
    /// # Errors
    ///
    /// Fails if a manifest cannot be read or the output cannot be written.
    pub(crate) fn report(
        &self,
        repository: &Repository,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<bool> {
        self.print_verdict(out)?;
        let problems = self.problems(repository)?;
        for problem in &problems {
            writeln!(err, "error: {}", problem.text)?;
        }
        match problems.len() {
            0 => writeln!(out, "The gate passed.")?,
            1 => writeln!(err, "The gate failed: 1 problem.")?,
            count => writeln!(err, "The gate failed: {count} problems.")?,
        }
        Ok(problems.is_empty())
    }

    /// Prints what the changes since the last release amount to.
    pub(crate) fn print_verdict(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(note) = &self.note {
            writeln!(out, "note: {note}")?;
        }
        let verdict = self.since_release.verdict(&self.baseline);
        writeln!(out, "Since {}: {verdict}", self.since())
    }

    /// Returns the problems as annotations.
    ///
    /// # Errors
    ///
    /// Fails if a manifest cannot be read or has no version.
    pub(crate) fn annotations(&self, repository: &Repository) -> io::Result<Vec<Annotation>> {
        let problems = self.problems(repository)?;
        Ok(problems.iter().map(Problem::annotation).collect())
    }

    /// The problems, each with what to do; empty if the gate passes.
    fn problems(&self, repository: &Repository) -> io::Result<Vec<Problem>> {
        let in_changelog = |id| move |text| Problem::new(id, CHANGELOG, text);
        let in_approvals = |id| move |text| Problem::new(id, APPROVALS, text);
        let problems = [
            self.version_problem(repository)?,
            self.entry_problem().map(in_changelog("gate-entry")),
            self.stale_problem().map(in_changelog("gate-stale-entry")),
            self.deprecation_problem()
                .map(in_approvals("gate-deprecation")),
            (self.unused.as_ref().and_then(approvals::unused))
                .map(in_approvals("gate-unused-approval")),
        ];
        Ok(problems.into_iter().flatten().collect())
    }

    /// A version that does not match the changes; before the first release, every version does.
    fn version_problem(&self, repository: &Repository) -> io::Result<Option<Problem>> {
        if self.release.is_none() {
            return Ok(None);
        }
        let current = manifest::version(repository, None)?;
        let next = self.next();
        let is_breaking = self.since_release.required_class() == Some(Class::Breaking);
        let (why, changes) = if is_breaking && current < next {
            let breaking = self.since_release.of(Class::Breaking);
            let changes = breaking.map(|change| format!("    {}: {}\n", change.wire, change.rust));
            let why = format!("the change is breaking, but the version is still {current}");
            (why, changes.collect())
        } else if current < self.baseline.version {
            let why = format!(
                "the version {current} is older than the release {}",
                self.baseline.version
            );
            (why, String::new())
        } else {
            return Ok(None);
        };
        let (manifest, table) = manifest::place(repository)?;
        let text = format!(
            "{why}; in {manifest}, write below `{table}`\n\n    version = \"{next}\"\n\nand run `cargo update --workspace` \
             to update Cargo.lock\n\n{changes}"
        );
        Ok(Some(Problem::new("gate-version", manifest, text)))
    }

    /// The changes of the branch that no new item of the changelog mentions.
    fn unmentioned_in(&self, changelog: &str) -> ChangeReport {
        let new = changelog::new_items(&self.old_changelog, changelog, &self.baseline.version);
        self.news
            .only(|change| !new.iter().any(|item| change.is_named_in(item)))
    }

    fn entry_problem(&self) -> Option<String> {
        let missing = self.unmentioned_in(&self.changelog);
        (!missing.is_empty()).then(|| {
            format!(
                "{CHANGELOG} does not mention every change; run `cargo xtask diff --write-changelog`, or describe them \
                 under `{UNRELEASED}` in your own words, keeping the names in backticks:\n\n{}",
                missing.changelog()
            )
        })
    }

    /// The drafted items that no longer describe a change of the release: those about changes made before the branch,
    /// and those added by the branch about something that has changed again since.
    fn stale(&self) -> Vec<String> {
        let entry = self.since_release.changelog();
        let before = self.before.changelog();
        let old_items = changelog::items(&self.old_changelog);
        let mut items = changelog::unreleased_items(&self.changelog, &self.baseline.version);
        items.retain(|item| {
            let is_drafted_before = before.lines().any(|line| line == item);
            let is_drafted_here = !old_items.contains(item)
                && changelog::subject(item).is_some_and(|it| {
                    entry
                        .lines()
                        .any(|line| changelog::subject(line) == Some(it))
                });
            (is_drafted_before || is_drafted_here) && !entry.lines().any(|line| line == item)
        });
        items
    }

    fn stale_problem(&self) -> Option<String> {
        let stale = self.stale();
        (!stale.is_empty()).then(|| {
            format!(
                "{CHANGELOG} has outdated entries about the changes since {}; run `cargo xtask diff --write-changelog` \
                 to remove them:\n\n{}\n",
                self.since(),
                stale.join("\n")
            )
        })
    }

    /// The changelog with drafts for missing entries, and without outdated drafts.
    pub(crate) fn with_entry(&self) -> String {
        let kept = changelog::without_items(&self.changelog, &self.stale());
        let entry = self.unmentioned_in(&kept).changelog();
        changelog::with_entry(&kept, &entry)
    }
}

/// The spec of a release; the inner `Err` says what is compared instead, and why.
fn spec_of(repository: &Repository, release: &Release) -> io::Result<Result<Spec, String>> {
    let instead = |reason: String| {
        format!("the version is judged by the changes since the merge base, because {reason}")
    };
    let Some(text) = repository.show(&release.tag, SPEC)? else {
        let reason = format!("the release {} has no {SPEC}", release.tag);
        return Ok(Err(instead(reason)));
    };
    let source = Source::new(format!("{}:{SPEC}", release.tag), text);
    let source = error_codes::with_table_of(source, repository, &release.tag, SPEC)?;
    Ok(Spec::read(&source).map_err(|report| {
        instead(format!(
            "the spec of the release {} breaks current rules, such as\n{}",
            release.tag,
            report
                .render(false)
                .lines()
                .take(2)
                .collect::<Vec<_>>()
                .join("\n")
        ))
    }))
}
