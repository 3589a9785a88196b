//! `cargo xtask regen` reports the effect of what it wrote, like `cargo xtask diff`.

use xtask::regen::{Outcome, Regen};

use crate::project::Project;

/// The output and outcome of a run.
fn run(project: &Project, check: bool) -> (Outcome, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = Regen {
        check,
        ..Regen::of(project.path().to_owned())
    }
    .run(&mut out, &mut err)
    .unwrap();
    assert_ne!(
        outcome,
        Outcome::Invalid,
        "{}",
        String::from_utf8_lossy(&err)
    );
    (outcome, String::from_utf8(out).unwrap())
}

/// Regardless of what was written, committed or checked in between.
#[test]
fn every_run_reports_all_changes_since_the_merge_base() {
    let project = Project::with_emitted_files();
    project.edit("describe an enum in other words");
    let (_, reported) = run(&project, false);
    assert!(
        reported.contains("there is no commit yet")
            && reported.contains("the public API is unchanged"),
        "{reported}"
    );

    project.commit();
    project.git(&["checkout", "--quiet", "-b", "branch"]);
    let all = |seconds: u16| {
        [
            format!("wire: maximum of `Timeout` lowered from `600` to `{seconds}`"),
            format!("Rust: `Timeout::MAX` lowered from `600` to `{seconds}`"),
            "Breaking: 1 breaking, ".to_owned(),
        ]
    };
    let assert_all = |seconds: u16, check: bool, wanted: Outcome| {
        let (outcome, reported) = run(&project, check);
        assert_eq!(outcome, wanted);
        for line in all(seconds) {
            assert!(reported.contains(&line), "{line}\n{reported}");
        }
    };
    project.ring_at_most(500);
    assert_all(500, true, Outcome::Stale);
    assert_all(500, false, Outcome::Written);
    assert_all(500, false, Outcome::Fresh);
    assert_all(500, true, Outcome::Fresh);
    project.commit();
    project.ring_at_most(400);
    assert_all(400, false, Outcome::Written);
    project.git(&["tag", "v0.1.0", "main"]);
    // The version that the branch sets is not the one that it follows.
    project.write("Cargo.toml", "[workspace.package]\nversion = \"0.2.0\"\n");
    let (_, reported) = run(&project, false);
    assert!(reported.contains("0.1.0 becomes 0.2.0"), "{reported}");
}
