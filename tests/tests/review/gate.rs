//! `cargo xtask diff` in a repository of its own: bases, exit codes, the gate and the change log.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use twilio_calls_tests::{root, spec};
use xtask::Format;
use xtask::diff::{Diff, Documents, Outcome, Task};
use xtask::regen::Style;

use crate::edits::EDITS;
use crate::support::edited;

/// A repository with the spec on `main`.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let project = Self(folder);
        for below in ["spec", "generated"] {
            fs::create_dir(project.path().join(below)).unwrap();
        }
        project.write("spec/twilio-calls.yaml", &spec().text);
        project.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
        project.write(
            "generated/Cargo.toml",
            "[package]\nname = \"twilio-calls\"\nversion.workspace = true\n",
        );
        project.write(
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n### Added\n\n- The client.\n",
        );
        project.git(&["init", "--quiet", "--initial-branch", "main"]);
        project
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(arguments)
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }

    fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", "change"]);
    }

    fn edit(&self, name: &str) {
        let edit = EDITS.iter().find(|edit| edit.name == name).unwrap();
        self.write("spec/twilio-calls.yaml", &edited(&spec().text, edit));
    }

    fn run(&self, task: Task, base: Option<&str>) -> (Outcome, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = Diff {
            root: self.path().to_owned(),
            documents: Documents::Since(base.map(str::to_owned)),
            style: Style::Own,
            format: Format::Text,
            task,
            color: false,
        }
        .run(&mut out, &mut err)
        .unwrap();
        (
            outcome,
            String::from_utf8(out).unwrap(),
            String::from_utf8(err).unwrap(),
        )
    }
}

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
    project.write("spec/twilio-calls.yaml", &spec().text);
    assert_eq!(project.run(Task::Print, None).0.code(), 0);
    project.write("spec/twilio-calls.yaml", "openapi: 3.0.3\n");
    let (outcome, _, reported) = project.run(Task::Print, None);
    assert_eq!(outcome.code(), 4);
    assert!(
        reported.contains("--> spec/twilio-calls.yaml:"),
        "{reported}"
    );
}

/// The default base is where the branch left `main`, not what `main` is now.
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

#[test]
fn a_revision_that_is_none_is_named() {
    let project = Project::new();
    project.commit();
    let error = Diff {
        root: project.path().to_owned(),
        documents: Documents::Since(Some("nowhere".to_owned())),
        style: Style::Own,
        format: Format::Text,
        task: Task::Gate,
        color: false,
    }
    .run(&mut Vec::new(), &mut Vec::new())
    .unwrap_err();
    assert!(error.to_string().contains("`nowhere`"), "{error}");
}

#[test]
fn without_a_base_the_gate_is_open_and_says_so() {
    let project = Project::new();
    let (outcome, reported, _) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed);
    assert!(reported.contains("no earlier spec"), "{reported}");
}

#[test]
fn a_breaking_change_needs_a_version_and_an_entry() {
    let project = Project::new();
    project.commit();
    project.edit("rename an operation");
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert_eq!(outcome.code(), 5);
    assert!(reported.contains("version = \"0.2.0\""), "{reported}");
    assert!(
        reported.contains(
            "- **Breaking**: a method and its request renamed from `Client::delete_call`, `DeleteCall` to `Client::remove_call`, `RemoveCall`."
        ),
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

#[test]
fn a_compatible_change_needs_an_entry_and_a_reworded_description_needs_none() {
    let project = Project::new();
    project.commit();
    project.edit("add an optional form parameter");
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(
        reported.contains("- `CreateCall::hold_music` added."),
        "{reported}"
    );
    assert!(!reported.contains("version ="), "{reported}");

    project.edit("describe an enum in other words");
    assert_eq!(project.run(Task::Gate, None).0, Outcome::Passed);
}

#[test]
fn the_entry_is_drafted_once() {
    let project = Project::new();
    project.commit();
    project.edit("add an optional form parameter");
    project.run(Task::WriteChangelog, None);
    let read = || fs::read_to_string(project.path().join("CHANGELOG.md")).unwrap();
    let first = read();
    assert_eq!(
        first,
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- The client.\n- `CreateCall::hold_music` added.\n"
    );
    let (_, reported, _) = project.run(Task::WriteChangelog, None);
    assert!(reported.contains("needs no entry"), "{reported}");
    assert_eq!(read(), first);
}

#[test]
fn two_files_are_compared_without_a_repository() {
    let folder = TempDir::new().unwrap();
    let edit = EDITS
        .iter()
        .find(|edit| edit.name == "add a query parameter")
        .unwrap();
    let new = folder.path().join("new.yaml");
    fs::write(&new, edited(&spec().text, edit)).unwrap();
    let mut out = Vec::new();
    let outcome = Diff {
        root: root(),
        documents: Documents::Files(root().join("spec/twilio-calls.yaml"), new),
        style: Style::Own,
        format: Format::Markdown,
        task: Task::Print,
        color: false,
    }
    .run(&mut out, &mut Vec::new())
    .unwrap();
    assert_eq!(outcome.code(), 11);
    let reported = String::from_utf8(out).unwrap();
    assert!(
        reported.starts_with("**Compatible: 1 compatible;"),
        "{reported}"
    );
}
