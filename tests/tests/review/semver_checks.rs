//! The classes of the edits, compared with what cargo-semver-checks reports for the two clients.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use codegen::{Bump, Files, Source};
use twilio_calls_tests::beside_the_client::copy_the_client;
use twilio_calls_tests::{root, spec};

use crate::edits::{EDITS, Edit};
use crate::support::edited;
use crate::verdicts::VERDICTS;

/// How a verdict stands to the class of its edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Both call it breaking, or neither does and the tool asks for no more than the account.
    Agrees,
    /// The account calls it breaking, and the tool cannot see why.
    Unseen(&'static str),
    Disagrees(&'static str),
}

fn standing(edit: &Edit, bump: Bump, unseen: Option<&'static str>) -> Standing {
    let ours = match edit.after_one {
        "none" => Bump::None,
        "patch" => Bump::Patch,
        "minor" => Bump::Minor,
        "major" => Bump::Major,
        other => panic!("{}: `{other}` is no part of a version", edit.name),
    };
    match (ours == Bump::Major, bump == Bump::Major, unseen) {
        (true, true, None) => Standing::Agrees,
        (true, false, Some(why)) => Standing::Unseen(why),
        (true, false, None) => Standing::Disagrees("only the account calls it breaking"),
        (false, true, None) => Standing::Disagrees("only the tool calls it breaking"),
        (false, false, None) if bump <= ours => Standing::Agrees,
        (false, false, None) => Standing::Disagrees("the tool asks for more than the account"),
        (_, _, Some(_)) => Standing::Disagrees("there is no break that is unseen"),
    }
}

/// The table fits the edits; whether it is true is asked by the test below.
#[test]
fn recorded_verdicts_agree_with_the_classes() {
    let mut breaking = 0;
    for verdict in VERDICTS {
        let edit = EDITS
            .iter()
            .find(|edit| edit.name == verdict.edit)
            .unwrap_or_else(|| panic!("there is no edit `{}`", verdict.edit));
        let standing = standing(edit, verdict.bump, verdict.unseen);
        assert!(
            !matches!(standing, Standing::Disagrees(_)),
            "{}: {standing:?}",
            edit.name
        );
        breaking += usize::from(standing == Standing::Agrees && verdict.bump == Bump::Major);
    }
    assert!(breaking >= 20, "only {breaking} breaks are seen by both");
}

#[test]
#[ignore = "takes minutes and needs cargo-semver-checks: tests/semver-checks/run"]
fn cargo_semver_checks_says_what_is_recorded() {
    // A part of the name of the edits that are wanted; `run` sets it.
    let wanted = std::env::var("SEMVER_CHECKS_EDITS").unwrap_or_default();
    let text = spec().text;
    println!("documenting the client as it is, and building what it needs");
    let client = Client::new();
    let started = Instant::now();
    let (mut agreed, mut breaking, mut unseen, mut wrong) = (0, 0, 0, Vec::new());
    for edit in EDITS.iter().filter(|edit| edit.name.contains(&wanted)) {
        let output = codegen::generate(&Source::new(edit.name, edited(&text, edit)));
        let output = output.unwrap_or_else(|report| panic!("{}", report.render(false)));
        let (bump, lints) = client.judged(&output.files);
        let recorded = VERDICTS.iter().find(|verdict| verdict.edit == edit.name);
        let said = format!(
            "{}: account {}, tool {} {lints:?}",
            edit.name,
            edit.after_one,
            bump.name()
        );
        match standing(edit, bump, recorded.and_then(|it| it.unseen)) {
            Standing::Disagrees(why) => wrong.push(format!("{said}: {why}")),
            _ if !recorded.is_some_and(|it| it.bump == bump && it.lints == lints) => {
                wrong.push(format!(
                    "{said}: verdicts.rs says something else, or nothing"
                ));
            }
            Standing::Agrees => {
                agreed += 1;
                breaking += usize::from(bump == Bump::Major);
                println!("agrees    {said}");
                continue;
            }
            Standing::Unseen(why) => {
                unseen += 1;
                println!("unseen    {said}: {why}");
                continue;
            }
        }
        println!("DISAGREES {}", wrong.last().unwrap());
    }
    println!(
        "{} edits in {} s: {agreed} agree ({breaking} of them breaking), {unseen} breaks unseen, {} disagree",
        agreed + unseen + wrong.len(),
        started.elapsed().as_secs(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A copy of the client in which the emitted files are exchanged, and the description of the client as it is.
struct Client {
    folder: PathBuf,
    api: PathBuf,
    baseline: PathBuf,
}

impl Client {
    fn new() -> Self {
        let folder = root().join("target/semver-checks");
        let client = Self {
            api: copy_the_client(&folder).unwrap().join("src/api"),
            baseline: folder.join("baseline.json"),
            folder,
        };
        fs::copy(client.described(), &client.baseline).unwrap();
        client
    }

    /// The copy as rustdoc describes it, asked in the way of the tool itself.
    fn described(&self) -> PathBuf {
        let target = self.folder.join("target");
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(&self.folder)
            .args(["rustdoc", "--quiet", "--package", "twilio-calls", "--lib"])
            .args(["--features", "axum,csv,schemars,tracing", "--"])
            .args(["-Zunstable-options", "--output-format=json"])
            .args(["--document-private-items", "--document-hidden-items"])
            .arg("--cap-lints=allow")
            // JSON is not stable yet.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &target)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        target.join("doc/twilio_calls.json")
    }

    /// What the tool says of the client with these files instead of its own: the bump, and the lints that want it.
    fn judged(&self, files: &Files) -> (Bump, Vec<String>) {
        fs::remove_dir_all(&self.api).unwrap();
        fs::create_dir(&self.api).unwrap();
        for (file, text) in files {
            fs::write(self.api.join(file), text).unwrap();
        }
        compare(&self.baseline, &self.described())
    }
}

fn compare(baseline: &Path, current: &Path) -> (Bump, Vec<String>) {
    let output = Command::new("cargo-semver-checks")
        .args(["semver-checks", "check-release", "--color", "never"])
        // As if the smallest version followed, so that no lint is skipped.
        .args(["--release-type", "patch", "--baseline-rustdoc"])
        .arg(baseline)
        .arg("--current-rustdoc")
        .arg(current)
        .output()
        .unwrap_or_else(|error| panic!("cargo-semver-checks cannot be run: {error}"));
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    let summary = err
        .lines()
        .find_map(|line| line.trim().strip_prefix("Summary "))
        .unwrap_or_default();
    let bump = if summary.starts_with("semver requires new major version") {
        Bump::Major
    } else if summary.starts_with("semver requires new minor version") {
        Bump::Minor
    } else if summary.starts_with("no semver update required") {
        Bump::None
    } else {
        panic!("cargo-semver-checks came to no verdict:\n{out}{err}")
    };
    let mut lints: Vec<String> = out
        .lines()
        .filter_map(|line| line.strip_prefix("--- failure ")?.split_once(':'))
        .map(|(lint, _)| lint.to_owned())
        .collect();
    lints.sort();
    (bump, lints)
}
