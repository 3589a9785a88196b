//! `cargo xtask release` in a separate repository.

use std::fs;

use xtask::diff::Task;
use xtask::release::Release;

use crate::project::Project;

/// A repository with a crate that cargo can package.
fn crate_to_release() -> Project {
    let project = Project::with_emitted_files();
    project.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"generated\"]\n\n[workspace.package]\nversion = \"0.1.0\"\n",
    );
    project.write(
        "generated/Cargo.toml",
        "[package]\nname = \"twilio-calls\"\nversion.workspace = true\nedition = \"2024\"\n",
    );
    project.write(
        "generated/src/lib.rs",
        "//! A crate without dependencies.\n",
    );
    project.write(
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"twilio-calls\"\nversion = \"0.1.0\"\n",
    );
    project.write(".gitignore", "target/\n");
    project.git(&["config", "user.name", "a"]);
    project.git(&["config", "user.email", "a@example.com"]);
    project.commit();
    project
}

fn release(project: &Project, dry_run: bool) -> (Result<bool, String>, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let release = Release {
        root: project.path().to_owned(),
        version: None,
        dry_run,
    };
    let outcome = release.run(&mut out, &mut err);
    let printed = String::from_utf8([out, err].concat()).unwrap();
    (outcome.map_err(|error| error.to_string()), printed)
}

/// Everything that a release may change.
fn state(project: &Project) -> [String; 5] {
    [
        &["rev-parse", "HEAD"][..],
        &["tag", "--list"],
        &["status", "--porcelain"],
        &["branch", "--list"],
        &["worktree", "list"],
    ]
    .map(|arguments| project.git_says(arguments))
}

#[test]
fn a_release_is_made_whole_or_not_at_all() {
    let project = crate_to_release();
    let before = state(&project);
    let (outcome, printed) = release(&project, true);
    assert_eq!(outcome, Ok(true), "{printed}");
    assert!(
        printed.contains("+## 0.1.0 - 20")
            && printed.contains("SKIPPED: cargo-semver-checks, because there is no release")
            && printed.contains("v0.1.0 would be committed and tagged"),
        "{printed}"
    );
    assert_eq!(state(&project), before);

    let (outcome, printed) = release(&project, false);
    assert_eq!(outcome, Ok(true), "{printed}");
    let [head, tags, status, branches, trees] = state(&project);
    assert_eq!((tags.as_str(), status.as_str()), ("v0.1.0\n", ""));
    assert_eq!((&branches, trees.lines().count()), (&before[3], 1));
    assert_eq!(project.git_says(&["rev-parse", "v0.1.0^{commit}"]), head);
    assert!(
        project
            .read("CHANGELOG.md")
            .contains("## Unreleased\n\n## 0.1.0 - 20")
    );

    // Nothing is released twice, or from a working tree with changes.
    let (outcome, _) = release(&project, false);
    assert!(outcome.unwrap_err().contains("no unreleased entries"));
    project.edit("add an optional form parameter");
    let (outcome, _) = release(&project, true);
    assert!(
        outcome
            .unwrap_err()
            .contains("the working tree has changes")
    );

    // The sources are stale: the gate of the release fails.
    project.run(Task::WriteChangelog, None);
    project.commit();
    let before = state(&project);
    let (outcome, printed) = release(&project, false);
    assert_eq!(outcome, Ok(false), "{printed}");
    assert!(printed.contains("run `cargo xtask regen`"), "{printed}");
    assert_eq!(state(&project), before);

    project.regen();
    project.commit();
    let (outcome, printed) = release(&project, false);
    assert_eq!(outcome, Ok(true), "{printed}");
    assert_eq!(project.git_says(&["tag", "--list"]), "v0.1.0\nv0.1.1\n");
    for file in ["Cargo.toml", "Cargo.lock"] {
        assert!(project.read(file).contains("version = \"0.1.1\""), "{file}");
    }
    let package = "target/package/twilio-calls-0.1.1.crate";
    assert!(fs::exists(project.path().join(package)).unwrap());
}
