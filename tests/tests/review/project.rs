//! A small repository with the spec, in which tasks run.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use twilio_calls_tests::{frozen, root, spec};
use xtask::Format;
use xtask::color::Color;
use xtask::diff::{Diff, Documents, Outcome, Task};
use xtask::regen::Style;

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
        Self::with(frozen().text)
    }

    fn with(text: String) -> Self {
        let folder = TempDir::new().unwrap();
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

    /// A repository with the current spec, in which `cargo xtask regen` finds the emitted files and the format
    /// configuration.
    pub(crate) fn with_the_emitted_files() -> Self {
        let project = Self::with(spec().text);
        let files = [
            "rust-toolchain.toml",
            "rustfmt.toml",
            "spec/dialect.schema.json",
            "spec/error-codes.csv",
        ];
        for file in files {
            fs::copy(root().join(file), project.path().join(file)).unwrap();
        }
        let api = project.path().join("generated/src/api");
        fs::create_dir_all(&api).unwrap();
        for entry in fs::read_dir(root().join("generated/src/api")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), api.join(entry.file_name())).unwrap();
        }
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
