//! `cargo xtask diff` in a separate repository: bases, exit codes, the gate and the changelog.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use twilio_calls_tests::{frozen, root};
use xtask::Format;
use xtask::color::Color;
use xtask::diff::{Diff, Documents, Outcome, Task};
use xtask::regen::Style;

use crate::edits::EDITS;
use crate::project::Project;
use crate::support::{all, edited, real};

#[test]
fn exit_codes_tell_the_classes_apart() {
    let project = Project::new();
    project.commit();
    for (name, code) in [
        ("describe an enum in other words", 10),
        ("add an optional form parameter", 11),
        ("rename an operation", 12),
    ] {
        project.edit(name);
        let (outcome, reported, _) = project.run(Task::Print, None);
        assert_eq!(outcome.code(), code, "{reported}");
    }
    project.write("spec/twilio-calls.yaml", &frozen().text);
    assert_eq!(project.run(Task::Print, None).0.code(), 0);
    project.write("spec/twilio-calls.yaml", "openapi: 3.0.3\n");
    let (outcome, _, reported) = project.run(Task::Print, None);
    assert_eq!(outcome.code(), 4);
    assert!(
        reported.contains("--> spec/twilio-calls.yaml:"),
        "{reported}"
    );
}

/// The default base is where the branch left `main`, not the current `main`.
#[test]
fn a_branch_is_compared_with_where_it_left_main() {
    let project = Project::new();
    project.commit();
    project.git(&["checkout", "--quiet", "-b", "branch"]);
    project.edit("add an optional form parameter");
    project.commit();
    project.git(&["checkout", "--quiet", "main"]);
    project.edit("rename an operation");
    project.commit();
    project.git(&["checkout", "--quiet", "branch"]);
    let (outcome, reported, _) = project.run(Task::Print, None);
    assert_eq!(outcome.code(), 11, "{reported}");
    let (outcome, reported, _) = project.run(Task::Print, Some("main"));
    assert_eq!(outcome.code(), 12, "{reported}");
    let (outcome, ..) = project.run(Task::Print, Some("HEAD"));
    assert_eq!(outcome.code(), 0);
}

/// A report names the file that its line numbers refer to, and the revision that the file is compared with.
#[test]
fn a_report_names_both_documents() {
    let project = Project::new();
    project.commit();
    project.edit("add an optional form parameter");
    let commit = project.git_says(&["rev-parse", "HEAD"]);
    let (commit, short) = (commit.trim(), &commit[..12]);
    for (base, name) in [
        (None, format!("{short}, where the branch left `main`")),
        (Some("main"), format!("{short} (`main`)")),
        (Some(commit), short.to_owned()),
    ] {
        let names = format!("spec/twilio-calls.yaml compared with {name}");
        for (format, shown) in [
            (Format::Text, format!("{names}:\nCompatible: ")),
            (Format::Markdown, format!(".**\n\n{names}.\n")),
            (Format::Json, format!("\"base\": \"{name}\"")),
            (
                Format::Json,
                "\"file\": \"spec/twilio-calls.yaml\"".to_owned(),
            ),
        ] {
            let mut out = Vec::new();
            let diff = Diff {
                format,
                ..project.diff(Task::Print, base)
            };
            diff.run(&mut out, &mut Vec::new()).unwrap();
            let printed = String::from_utf8(out).unwrap();
            assert!(printed.contains(&shown), "{shown}\n{printed}");
        }
    }
}

/// A workflow checks out a commit, not a branch.
#[test]
fn a_commit_without_a_branch_is_compared_with_where_it_left_main() {
    let project = Project::new();
    project.commit();
    project.git(&["tag", "v0.1.0"]);
    project.git(&["checkout", "--quiet", "--detach"]);
    project.edit("rename an operation");
    project.commit();
    let (outcome, report, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed, "{report}{reported}");
    assert!(reported.contains("version = \"0.2.0\""), "{reported}");
}

#[test]
fn a_revision_that_is_none_is_named() {
    let project = Project::new();
    project.commit();
    let diff = project.diff(Task::Gate, Some("nowhere"));
    let error = diff.run(&mut Vec::new(), &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("`nowhere`"), "{error}");
}

#[test]
fn before_the_first_commit_the_gate_is_open_and_says_so() {
    let project = Project::new();
    let (outcome, reported, _) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed);
    assert!(reported.contains("no earlier spec"), "{reported}");
}

/// If an earlier spec may exist but is not available, the gate fails, and the message says how to get it.
#[test]
fn what_cannot_be_seen_does_not_pass() {
    let origin = Project::new();
    origin.commit();
    origin.edit("rename an operation");
    origin.commit();

    let clones = TempDir::new().unwrap();
    let clone = |name: &str, arguments: &[&str]| {
        let url = format!("file://{}", origin.path().display());
        let folder = clones.path().join(name);
        let path = folder.to_str().unwrap().to_owned();
        origin.git(&[&["clone", "--quiet"], arguments, &[&url, &path]].concat());
        folder
    };
    let rejection = |folder: &Path| {
        let error = Diff {
            root: folder.to_owned(),
            ..origin.diff(Task::Gate, None)
        }
        .run(&mut Vec::new(), &mut Vec::new())
        .unwrap_err();
        error.to_string()
    };
    let shallow = rejection(&clone("shallow", &["--depth", "1"]));
    assert!(
        shallow.contains("shallow") && shallow.contains("fetch-depth: 0"),
        "{shallow}"
    );

    origin.git(&["branch", "--move", "main", "trunk"]);
    let without_main = rejection(&clone("without_main", &[]));
    assert!(
        without_main.contains("where this branch left `main`") && without_main.contains("--base"),
        "{without_main}"
    );

    let exported = clones.path().join("exported");
    fs::create_dir_all(exported.join("spec")).unwrap();
    fs::write(exported.join("spec/twilio-calls.yaml"), frozen().text).unwrap();
    let exported = rejection(&exported);
    assert!(exported.contains("not in a git repository"), "{exported}");
}

#[test]
fn a_breaking_change_needs_a_version_and_an_entry() {
    let project = Project::new();
    project.commit();
    project.git(&["tag", "v0.1.0"]);
    project.ring_at_most(500);
    let (outcome, judged, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert_eq!(outcome.code(), 5);
    assert!(
        judged.contains("Breaking: 1 change; 0.1.0 becomes 0.2.0 (minor)."),
        "{judged}"
    );
    assert!(reported.contains("version = \"0.2.0\""), "{reported}");
    assert!(
        reported.contains("- **Breaking**: `Timeout::MAX` lowered from `600` to `500`."),
        "{reported}"
    );

    let (outcome, ..) = project.run(Task::WriteChangelog, None);
    assert_eq!(outcome, Outcome::Passed);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(
        !reported.contains("CHANGELOG.md does not mention"),
        "{reported}"
    );

    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.2.0\"\n");
    let (outcome, reported, _) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
}

/// Nobody uses a version before it is released, so it may still contain every change, as all reports say.
#[test]
fn before_the_first_release_no_change_needs_a_version() {
    const STAYS: &str = "the version stays 0.1.0, which has not been released.";
    let project = Project::new();
    project.commit();
    for name in ["rename an operation", "add an optional form parameter"] {
        project.edit(name);
        let (outcome, judged, reported) = project.run(Task::Gate, None);
        assert_eq!(outcome, Outcome::GateFailed);
        assert!(
            judged.contains("there is no release yet") && judged.contains(STAYS),
            "{judged}"
        );
        assert!(
            reported.contains("The gate failed: 1 problem.") && !reported.contains("version ="),
            "{reported}"
        );
        for format in [Format::Text, Format::Markdown, Format::Json] {
            let mut out = Vec::new();
            let diff = Diff {
                format,
                ..project.diff(Task::Print, None)
            };
            diff.run(&mut out, &mut Vec::new()).unwrap();
            let printed = String::from_utf8(out).unwrap();
            let stays = match format {
                Format::Json => {
                    printed.contains("\"bump\": \"none\"")
                        && printed.contains("\"to\": \"0.1.0\"")
                        && printed.contains("\"released\": false")
                }
                _ => printed.contains(STAYS),
            };
            assert!(stays, "{printed}");
        }
    }
    let (outcome, _, reported) = project.run(Task::WriteChangelog, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
    assert_eq!(project.run(Task::Gate, None).0, Outcome::Passed);
}

/// Changes follow the version of the revision that they are compared with, and the last release up to it.
#[test]
fn a_version_that_was_raised_since_the_last_release_stays_too() {
    let project = released_600_then_900();
    let printed = |base: Option<&str>| {
        let (_, printed, _) = project.run(Task::Print, base);
        printed
    };
    project.ring_at_most(300);
    let stays = "the version stays 0.2.0, which has not been released.";
    assert!(printed(None).contains(stays), "{}", printed(None));
    let becomes = "0.1.0 becomes 0.2.0 (minor).";
    let since_release = printed(Some("v0.1.0"));
    assert!(since_release.contains(becomes), "{since_release}");
    project.git(&["tag", "v0.2.0", "main"]);
    let becomes = "0.2.0 becomes 0.3.0 (minor).";
    assert!(printed(None).contains(becomes), "{}", printed(None));
}

#[test]
fn a_compatible_change_needs_an_entry_and_a_reworded_description_needs_none() {
    let project = Project::new();
    project.commit();
    project.edit("add an optional form parameter");
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(reported.contains(&project.added()), "{reported}");
    assert!(!reported.contains("version ="), "{reported}");

    project.edit("describe an enum in other words");
    assert_eq!(project.run(Task::Gate, None).0, Outcome::Passed);
}

/// Whoever commits a draft as it is has described the change.
#[test]
fn every_draft_mentions_its_change() {
    let mut missing = Vec::new();
    for (edit, new) in all() {
        let report = real().compare(new);
        for change in report.changes() {
            let draft = report.only(|it| it == change).changelog();
            let is_named = draft.is_empty() || change.is_named_in(&draft);
            if !is_named {
                missing.push(format!("{}: {draft}", edit.name));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_entry_is_drafted_once() {
    let project = Project::new();
    project.commit();
    project.edit("add an optional form parameter");
    project.run(Task::WriteChangelog, None);
    let first = project.read("CHANGELOG.md");
    assert_eq!(
        first,
        format!(
            "# Changelog\n\n## Unreleased\n\n### Added\n\n- The client.\n{}\n",
            project.added()
        )
    );
    let (_, reported, _) = project.run(Task::WriteChangelog, None);
    assert!(reported.contains("needs no new entry"), "{reported}");
    assert_eq!(project.read("CHANGELOG.md"), first);
}

#[test]
fn two_files_are_compared_without_a_repository() {
    let folder = TempDir::new().unwrap();
    let edit = EDITS
        .iter()
        .find(|edit| edit.name == "add a query parameter")
        .unwrap();
    let (old, new) = (
        folder.path().join("old.yaml"),
        folder.path().join("new.yaml"),
    );
    fs::write(&old, frozen().text).unwrap();
    fs::write(&new, edited(&frozen().text, edit)).unwrap();
    let table = folder.path().join("error-codes.csv");
    fs::copy(root().join("spec/error-codes.csv"), table).unwrap();
    let names = [&old, &new].map(|path| path.display().to_string());
    let [old_name, new_name] = names;
    let mut out = Vec::new();
    let outcome = Diff {
        root: root(),
        documents: Documents::Files(old, new),
        style: Style::Own,
        format: Format::Markdown,
        task: Task::Print,
        color: Color::default(),
    }
    .run(&mut out, &mut Vec::new())
    .unwrap();
    assert_eq!(outcome.code(), 11);
    let reported = String::from_utf8(out).unwrap();
    assert!(
        reported.starts_with("**Compatible: 1 change;"),
        "{reported}"
    );
    let names = format!("\n\n{new_name} compared with {old_name}.\n");
    assert!(reported.contains(&names), "{names}\n{reported}");
}

/// If only one of the two documents has a table of error codes, a notice says that they are not compared.
#[test]
fn error_codes_are_compared_if_both_files_have_them() {
    let folder = TempDir::new().unwrap();
    let (without, with) = (folder.path().join("without"), folder.path().join("with"));
    for folder in [&without, &with] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("calls.yaml"), frozen().text).unwrap();
    }
    let table = fs::read_to_string(root().join("spec/error-codes.csv")).unwrap();
    fs::write(with.join("error-codes.csv"), &table).unwrap();
    let compare = |old: &Path, new: &Path| {
        let documents = Documents::Files(old.join("calls.yaml"), new.join("calls.yaml"));
        let diff = Diff {
            root: root(),
            documents,
            ..Project::new().diff(Task::Print, None)
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = diff.run(&mut out, &mut err).unwrap();
        (outcome.code(), String::from_utf8(err).unwrap())
    };
    let missing = without.join("error-codes.csv");
    let notice = format!(
        "error codes are not compared: there is no {}\n",
        missing.display()
    );
    assert_eq!(compare(&without, &with), (0, notice.clone()));
    assert_eq!(compare(&with, &without), (0, notice));
    assert_eq!(compare(&without, &without), (0, String::new()));
    // The last code of the table.
    let (shorter, _) = table.trim_end().rsplit_once('\n').unwrap();
    fs::write(&missing, format!("{shorter}\n")).unwrap();
    let (code, notice) = compare(&without, &with);
    assert_eq!((code, notice.as_str()), (11, ""));
}

/// A release with a maximum `Timeout` of 600 seconds, and a later `main` with 900.
fn released_600_then_900() -> Project {
    let project = Project::new();
    project.commit();
    project.git(&["tag", "v0.1.0"]);
    project.ring_at_most(900);
    assert_eq!(project.run(Task::WriteChangelog, None).0, Outcome::Passed);
    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.2.0\"\n");
    project.commit();
    let changelog = project.read("CHANGELOG.md");
    assert!(
        changelog.contains("`Timeout::MAX` raised from `600` to `900`."),
        "{changelog}"
    );
    project.git(&["checkout", "--quiet", "-b", "branch"]);
    project
}

/// 600 to 900 and then 900 to 300 is 600 to 300.
#[test]
fn a_release_has_one_entry_for_what_changed_twice() {
    let project = released_600_then_900();
    project.ring_at_most(300);
    let (outcome, judged, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(judged.contains("Since the release v0.1.0: "), "{judged}");
    assert!(
        reported.contains("`Timeout::MAX` lowered from `600` to `300`")
            && reported.contains("outdated entries")
            && !reported.contains("version ="),
        "{reported}"
    );

    project.run(Task::WriteChangelog, None);
    let changelog = project.read("CHANGELOG.md");
    assert_eq!(changelog.matches("Timeout::MAX").count(), 1, "{changelog}");
    assert!(
        changelog.contains("- **Breaking**: `Timeout::MAX` lowered from `600` to `300`."),
        "{changelog}"
    );
    assert_eq!(project.run(Task::Gate, None).0, Outcome::Passed);
    // A second draft of the same branch replaces the first.
    project.ring_at_most(200);
    project.run(Task::WriteChangelog, None);
    let changelog = project.read("CHANGELOG.md");
    assert_eq!(changelog.matches("Timeout::MAX").count(), 1, "{changelog}");
    assert!(changelog.contains("from `600` to `200`"), "{changelog}");
}

/// A change that is undone before its release needs neither an entry nor a version.
#[test]
fn a_change_that_is_taken_back_was_never_one() {
    let project = released_600_then_900();
    project.ring_at_most(600);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(
        reported.contains("outdated entries") && !reported.contains("does not mention"),
        "{reported}"
    );
    project.run(Task::WriteChangelog, None);
    assert!(!project.read("CHANGELOG.md").contains("Timeout::MAX"));
    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
    let (outcome, judged, _) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{judged}");

    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.0.9\"\n");
    let (_, _, reported) = project.run(Task::Gate, None);
    assert!(
        reported.contains("older than the release 0.1.0"),
        "{reported}"
    );
}

/// The version follows the last release: two breaking changes in one release need one new version.
#[test]
fn a_second_breaking_change_of_a_release_needs_no_other_version() {
    let project = released_600_then_900();
    project.edit("add a rule between parameters");
    project.run(Task::WriteChangelog, None);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
    // The highest version counts, not the newest tag, and no pre-release.
    for tag in ["v0.0.9", "v0.9.0-rc.1", "vendor"] {
        project.git(&["tag", tag]);
    }
    let (_, judged, _) = project.run(Task::Gate, None);
    assert!(judged.contains("Since the release v0.1.0: "), "{judged}");
}

#[test]
fn an_entry_that_says_nothing_of_the_change_does_not_pass() {
    let project = Project::new();
    project.commit();
    project.edit("add an optional form parameter");
    let name = project.added();
    for (item, outcome) in [
        ("- Improve things.", Outcome::GateFailed),
        (name.as_str(), Outcome::Passed),
    ] {
        let text = format!("# Changelog\n\n## Unreleased\n\n### Added\n\n- The client.\n{item}\n");
        project.write("CHANGELOG.md", &text);
        assert_eq!(project.run(Task::Gate, None).0, outcome, "{item}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if !entry.file_type().unwrap().is_dir() {
            fs::copy(entry.path(), target).unwrap();
        } else if entry.file_name() != "target" {
            copy(&entry.path(), &target);
        }
    }
}

/// Applies the advice of the gate to the manifests of this workspace: cargo resolves them, and the lock file follows.
#[test]
fn the_advised_version_leaves_the_workspace_resolvable() {
    let folder = TempDir::new().unwrap();
    for member in ["codegen", "generated", "xtask", "tests"] {
        copy(&root().join(member), &folder.path().join(member));
    }
    for file in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"] {
        fs::copy(root().join(file), folder.path().join(file)).unwrap();
    }
    let manifest = folder.path().join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let (before, after) = text
        .split_once("[workspace.package]\nversion = \"")
        .unwrap();
    let (_, after) = after.split_once('"').unwrap();
    let next = format!("{before}[workspace.package]\nversion = \"77.0.0\"{after}");
    fs::write(&manifest, next).unwrap();
    let output = Command::new(env!("CARGO"))
        .current_dir(folder.path())
        .args(["update", "--workspace", "--offline"])
        .output()
        .unwrap();
    let reported = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{reported}");
    let lock = fs::read_to_string(folder.path().join("Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"twilio-calls\"\nversion = \"77.0.0\""));
}

/// A release of a crate with a small runtime in addition to the emitted files.
fn released_crate() -> Project {
    let project = crate_with_a_runtime();
    project.commit();
    project.git(&["tag", "v0.1.0"]);
    project
}

fn crate_with_a_runtime() -> Project {
    let project = Project::with_emitted_files();
    project.write(
        "generated/src/lib.rs",
        "mod api;\nmod retry;\n\npub use api::*;\npub use retry::RetryPolicy;\n",
    );
    project.write("generated/src/retry.rs", RUNTIME);
    project
}

const RUNTIME: &str = "\
pub struct RetryPolicy {
    max_attempts: u32,
}

impl RetryPolicy {
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }
}
";

#[test]
fn changes_of_the_runtime_need_a_version_and_an_entry_too() {
    let project = released_crate();
    let (outcome, judged, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{judged}{reported}");
    // A change of the spec is reported once, from the documents.
    project.edit("add an optional form parameter");
    project.run(Task::WriteChangelog, None);
    let (outcome, judged, _) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed);
    assert!(judged.contains("Compatible: 1 change;"), "{judged}");

    let client = "generated/src/retry.rs";
    project.write(
        client,
        &RUNTIME.replace("pub fn max_attempts(", "pub fn most_attempts("),
    );
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(
        reported.contains("version = \"0.2.0\"")
            && reported.contains("- `RetryPolicy::most_attempts` added.")
            && reported.contains("- **Breaking**: `RetryPolicy::max_attempts` removed."),
        "{reported}"
    );

    // A refactoring is not a change.
    let refactored = RUNTIME.replace("attempts: u32", "number: u32");
    project.write(client, &refactored.replace("= attempts", "= number"));
    let (outcome, ..) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed);
}

/// The generator of a release emitted different code for the same document.
#[test]
fn changes_of_the_generator_are_judged_too() {
    let project = crate_with_a_runtime();
    let text = project.read("generated/src/api/numbers.rs");
    let other = "generated/src/api/numbers.rs";
    project.write(other, &format!("{text}\npub struct Superfluous(u8);\n"));
    project.commit();
    project.git(&["tag", "v0.1.0"]);
    project.write(other, &text);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(
        reported.contains("- **Breaking**: `Superfluous` removed."),
        "{reported}"
    );
}
