//! The classes of the edits, compared with what cargo-semver-checks reports for the two clients.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use codegen::{Bump, ChangeReport, Files, Release, Source, Version, generate_official};
use twilio_calls_tests::beside_the_client::copy_the_client;
use twilio_calls_tests::{frozen, root, source};

use crate::edits::{EDITS, Edit};
use crate::releases;
use crate::support::edited;
use crate::verdicts::{RELEASES, VERDICTS};

/// How a verdict relates to the class of its edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Both consider it breaking, or neither does and the tool requires no more than the report.
    Agrees,
    /// The report considers it breaking, and the tool cannot see why.
    Unseen(&'static str),
    Disagrees(&'static str),
}

/// What an edit of the spec requires after 1.2.3.
fn required(edit: &Edit) -> Bump {
    match edit.after_one {
        "none" => Bump::None,
        "patch" => Bump::Patch,
        "minor" => Bump::Minor,
        "major" => Bump::Major,
        other => panic!("{}: `{other}` is not a part of a version", edit.name),
    }
}

/// What a report requires after 1.2.3.
fn required_by(report: &ChangeReport) -> Bump {
    report.bump(&Version::new(1, 2, 3))
}

fn standing(ours: Bump, bump: Bump, unseen: Option<&'static str>) -> Standing {
    match (ours == Bump::Major, bump == Bump::Major, unseen) {
        (true, true, None) => Standing::Agrees,
        (true, false, Some(why)) => Standing::Unseen(why),
        (true, false, None) => Standing::Disagrees("only the report calls it breaking"),
        (false, true, None) => Standing::Disagrees("only the tool calls it breaking"),
        (false, false, None) if bump <= ours => Standing::Agrees,
        (false, false, None) => Standing::Disagrees("the tool asks for more than the report"),
        (_, _, Some(_)) => Standing::Disagrees("no break is unseen"),
    }
}

/// The table matches the edits; the test below checks whether it is true.
#[test]
fn recorded_verdicts_agree_with_the_classes() {
    let mut breaking = 0;
    for verdict in VERDICTS {
        let edit = EDITS
            .iter()
            .find(|edit| edit.name == verdict.edit)
            .unwrap_or_else(|| panic!("there is no edit `{}`", verdict.edit));
        let standing = standing(required(edit), verdict.bump, verdict.unseen);
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
    // Parts of the names of the edits to test; set by `run`.
    let wanted = std::env::var("SEMVER_CHECKS_EDITS").unwrap_or_default();
    println!("documenting the unchanged client, and building what it needs");
    let unchanged = codegen::generate(&frozen());
    let unchanged = unchanged.unwrap_or_else(|report| panic!("{}", report.render(false)));
    let client = Client::unchanged(&unchanged.files);
    let started = Instant::now();
    let (mut agreed, mut breaking, mut unseen, mut wrong) = (0, 0, 0, Vec::new());
    let is_wanted = |edit: &&Edit| wanted.split('|').any(|part| edit.name.contains(part));
    for edit in EDITS.iter().filter(is_wanted) {
        let source = Source::new(edit.name, edited(&frozen().text, edit));
        // Documents are checked more leniently for comparison than for generation.
        let Ok(output) = codegen::generate(&source) else {
            println!("skipped   {}: it cannot be generated", edit.name);
            continue;
        };
        let (bump, lints) = client.judged(&output.files);
        let recorded = VERDICTS.iter().find(|verdict| verdict.edit == edit.name);
        let verdict = format!(
            "{}: report {}, tool {} {lints:?}",
            edit.name,
            edit.after_one,
            bump.name()
        );
        match standing(required(edit), bump, recorded.and_then(|it| it.unseen)) {
            Standing::Disagrees(why) => wrong.push(format!("{verdict}: {why}")),
            _ if !recorded.is_some_and(|it| it.bump == bump && it.lints == lints) => {
                wrong.push(format!(
                    "{verdict}: verdicts.rs says something else, or nothing"
                ));
            }
            Standing::Agrees => {
                agreed += 1;
                breaking += usize::from(bump == Bump::Major);
                println!("agrees    {verdict}");
                continue;
            }
            Standing::Unseen(why) => {
                unseen += 1;
                println!("unseen    {verdict}: {why}");
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

/// The same for releases of a document in the official style.
#[test]
fn recorded_verdicts_of_releases_agree_with_the_classes() {
    let edits = releases::edits();
    let names: Vec<&str> = edits.iter().map(|edit| edit.name).collect();
    let recorded: Vec<&str> = RELEASES.iter().map(|verdict| verdict.edit).collect();
    assert_eq!(recorded, names);
    for (edit, verdict) in edits.iter().zip(RELEASES) {
        let class = edit.changes.iter().map(|(class, ..)| *class).max();
        let required = Bump::required(class, &Version::new(1, 2, 3));
        let standing = standing(required, verdict.bump, verdict.unseen);
        assert!(
            !matches!(standing, Standing::Disagrees(_)),
            "{}: {standing:?}",
            edit.name
        );
    }
}

#[test]
#[ignore = "takes minutes and needs cargo-semver-checks: tests/semver-checks/run"]
fn cargo_semver_checks_says_what_is_recorded_of_releases() {
    let client = Client::new();
    let base = releases::document();
    let mut wrong = Vec::new();
    for edit in releases::edits() {
        let documents =
            [&base, &releases::edited(&edit)].map(|it| Source::new("it", it.to_string()));
        let (ours, bump, lints) = client.between(&documents);
        let recorded = RELEASES.iter().find(|verdict| verdict.edit == edit.name);
        let standing = standing(ours, bump, recorded.and_then(|it| it.unseen));
        println!(
            "{standing:?} {}: {} {} {lints:?}",
            edit.name,
            ours.name(),
            bump.name()
        );
        if !recorded.is_some_and(|it| it.bump == bump && it.lints == lints) {
            wrong.push(edit.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Compares the documents of a folder, each with the previous one; `SEMVER_CHECKS_RELEASES` names the folder.
#[test]
#[ignore = "takes minutes, and needs cargo-semver-checks and documents of Twilio"]
fn cargo_semver_checks_agrees_on_a_folder_of_releases() {
    let Some(folder) = std::env::var_os("SEMVER_CHECKS_RELEASES") else {
        return;
    };
    let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    let client = Client::new();
    for pair in paths.windows(2) {
        let documents = [&pair[0], &pair[1]].map(|path| source(path));
        let (ours, bump, lints) = client.between(&documents);
        let standing = standing(ours, bump, None);
        let [old, new] = documents.map(|it| it.name);
        println!(
            "{standing:?} {old} -> {new}: {} {} {lints:?}",
            ours.name(),
            bump.name()
        );
    }
}

/// A copy of the client whose emitted files are replaced, and the description of the unchanged client.
struct Client {
    folder: PathBuf,
    api: PathBuf,
    baseline: PathBuf,
}

impl Client {
    fn new() -> Self {
        let folder = root().join("target/semver-checks");
        Self {
            api: copy_the_client(&folder).unwrap().join("src/api"),
            baseline: folder.join("baseline.json"),
            folder,
        }
    }

    /// The same, with a description of the client with these files instead of its own.
    fn unchanged(files: &Files) -> Self {
        let client = Self::new();
        client.exchange(files);
        fs::copy(client.described(), &client.baseline).unwrap();
        client
    }

    /// The description of the copy by rustdoc, requested like the tool itself does.
    fn described(&self) -> PathBuf {
        let target = self.folder.join("target");
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(&self.folder)
            .args(["rustdoc", "--quiet", "--package", "twilio-calls", "--lib"])
            .args(["--features", "axum,csv,schemars,tracing", "--"])
            .args(["-Zunstable-options", "--output-format=json"])
            .args(["--document-private-items", "--document-hidden-items"])
            .arg("--cap-lints=allow")
            // The JSON format is not stable yet.
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

    /// What the report and the tool require between two releases in the official style, and the lints that require
    /// it.
    fn between(&self, documents: &[Source; 2]) -> (Bump, Bump, Vec<String>) {
        let [old, new] = documents.each_ref().map(|document| {
            let release = Release::read(document);
            release.unwrap_or_else(|report| panic!("{}", report.render(false)))
        });
        let [before, after] = documents.each_ref().map(|document| {
            let output = generate_official(document);
            let output = output.unwrap_or_else(|report| panic!("{}", report.render(false)));
            output.files
        });
        self.exchange(&before);
        let baseline = self.folder.join("baseline-of-release.json");
        fs::copy(self.described(), &baseline).unwrap();
        self.exchange(&after);
        let (bump, lints) = compare(&baseline, &self.described());
        (required_by(&old.compare(&new)), bump, lints)
    }

    fn exchange(&self, files: &Files) {
        fs::remove_dir_all(&self.api).unwrap();
        fs::create_dir(&self.api).unwrap();
        for (file, text) in files {
            fs::write(self.api.join(file), text).unwrap();
        }
    }

    /// The verdict of the tool about the client with these files instead of its own: the bump, and the lints that
    /// require it.
    fn judged(&self, files: &Files) -> (Bump, Vec<String>) {
        self.exchange(files);
        compare(&self.baseline, &self.described())
    }
}

fn compare(baseline: &Path, current: &Path) -> (Bump, Vec<String>) {
    let output = Command::new("cargo-semver-checks")
        .args(["semver-checks", "check-release", "--color", "never"])
        // As if the smallest possible version followed, so that no lint is skipped.
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
