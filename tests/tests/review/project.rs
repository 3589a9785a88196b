//! A small repository with the spec, in which tasks run.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use twilio_calls_tests::{format_configuration, frozen};
use xtask::Format;
use xtask::color::Color;
use xtask::diff::{Diff, Documents, Outcome, Task};
use xtask::regen::{self, Regen, Style};

use crate::edits::{EDITS, Edit};
use crate::support::edited;

/// A repository with the spec on `main`.
pub(crate) struct Project {
    folder: TempDir,
    /// The spec before any edit.
    text: String,
}

impl Project {
    /// A repository with the document that is to be edited.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let text = frozen().text;
        let project = Self { folder, text };
        for below in ["spec", "generated"] {
            fs::create_dir(project.path().join(below)).unwrap();
        }
        project.write("spec/twilio-calls.yaml", &project.text);
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

    /// A repository in which `cargo xtask regen` has written the emitted files.
    pub(crate) fn with_emitted_files() -> Self {
        let project = Self::new();
        for (name, text) in format_configuration() {
            project.write(name, &text);
        }
        project.regen();
        project
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(arguments)
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }

    /// The output of git.
    pub(crate) fn git_says(&self, arguments: &[&str]) -> String {
        let git = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(git.stdout).unwrap()
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", "change"]);
    }

    pub(crate) fn edit(&self, name: &str) {
        self.write("spec/twilio-calls.yaml", &edited(&self.text, edit(name)));
    }

    /// The drafted item for `add an optional form parameter`.
    pub(crate) fn added(&self) -> String {
        let (_, _, _, rust) = edit("add an optional form parameter").changes[0];
        format!("- {rust}.")
    }

    /// The spec with another maximum of `Timeout`.
    pub(crate) fn ring_at_most(&self, seconds: u16) {
        let (before, after) = self.text.split_once("\n    Timeout:\n").unwrap();
        let after = after.replacen("maximum: 600", &format!("maximum: {seconds}"), 1);
        self.write(
            "spec/twilio-calls.yaml",
            &format!("{before}\n    Timeout:\n{after}"),
        );
    }

    /// Writes the emitted files, and returns the outcome and output.
    pub(crate) fn regen(&self) -> (regen::Outcome, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let regen = Regen::of(self.path().to_owned());
        let outcome = regen.run(&mut out, &mut err).unwrap();
        assert_eq!(String::from_utf8(err).unwrap(), "");
        (outcome, String::from_utf8(out).unwrap())
    }

    pub(crate) fn diff(&self, task: Task, base: Option<&str>) -> Diff {
        Diff {
            root: self.path().to_owned(),
            documents: Documents::Since(base.map(str::to_owned)),
            style: Style::Own,
            format: Format::Text,
            task,
            color: Color::default(),
        }
    }

    /// Runs a task on the spec, and returns its output.
    pub(crate) fn run(&self, task: Task, base: Option<&str>) -> (Outcome, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = self.diff(task, base).run(&mut out, &mut err).unwrap();
        let [out, err] = [out, err].map(|text| String::from_utf8(text).unwrap());
        (outcome, out, err)
    }
}

fn edit(name: &str) -> &'static Edit {
    EDITS.iter().find(|edit| edit.name == name).unwrap()
}
