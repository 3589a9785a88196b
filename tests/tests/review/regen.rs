//! `cargo xtask regen` tells what it wrote as `cargo xtask diff` does.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use twilio_calls_tests::{folder, root};
use xtask::regen::{Outcome, Regen};

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success(), "{arguments:?}");
}

fn run(folder: &Path) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = Regen {
        spec: folder.join("spec.yaml"),
        out: folder.join("api"),
        ..Regen::of(root())
    }
    .run(&mut out, &mut err)
    .unwrap();
    assert_eq!(
        outcome,
        Outcome::Written,
        "{}",
        String::from_utf8_lossy(&err)
    );
    String::from_utf8(out).unwrap()
}

#[test]
fn what_was_written_is_reported_on_the_wire_and_in_rust() {
    let project = TempDir::new().unwrap();
    let path = project.path();
    let spec = path.join("spec.yaml");
    let text = fs::read_to_string(folder("fixtures").join("minimal.yaml")).unwrap();
    fs::write(&spec, &text).unwrap();
    git(path, &["init", "--quiet"]);
    let reported = run(path);
    assert!(
        reported.contains("Nothing was emitted here before"),
        "{reported}"
    );

    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "--message", "first"]);
    fs::write(&spec, text.replace("maximum: 600", "maximum: 500")).unwrap();
    let reported = run(path);
    assert!(
        reported.contains("wire: maximum of `Timeout` lowered from `600` to `500`")
            && reported.contains("Rust: `Timeout::MAX` lowered from `600` to `500`")
            && reported.contains("Breaking: 1 breaking"),
        "{reported}"
    );

    // The files on disk are no longer those of the last commit.
    fs::write(&spec, text.replace("maximum: 600", "maximum: 400")).unwrap();
    let reported = run(path);
    assert!(
        reported.contains("The files were not emitted from the document of the last commit")
            && reported.contains("the public API changes"),
        "{reported}"
    );
}
