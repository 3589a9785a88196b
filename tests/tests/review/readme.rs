//! The API change in README.md, made as described there.

use std::fs;

use codegen::{Outline, Output, Source};
use twilio_calls_tests::{root, spec, spec_output};
use xtask::diff::{Outcome, Task};
use xtask::regen::{self, Regen};

use crate::project::Project;

/// The first code block of this language below the heading, without its indentation.
fn block(language: &str) -> String {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, section) = readme
        .split_once("\n### Changing the API, step by step\n")
        .unwrap();
    let (_, block) = section.split_once(&format!("   ```{language}\n")).unwrap();
    let (block, _) = block.split_once("   ```\n").unwrap();
    block
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("   ").unwrap_or(line)))
        .collect()
}

/// The spec with the example as the first parameter of the form.
fn followed() -> String {
    let text = spec().text;
    let (before, after) = text.split_once("\n    CreateCallForm:\n").unwrap();
    let (head, rest) = after.split_once("      properties:\n").unwrap();
    let example: String = block("yaml")
        .lines()
        .map(|line| format!("        {line}\n"))
        .collect();
    format!("{before}\n    CreateCallForm:\n{head}      properties:\n{example}{rest}")
}

/// A report without anything that depends on the commit or the position of the parameter.
fn portable(report: &str) -> String {
    let lines = report.lines().map(|line| {
        let line = line.split(" (line ").next().unwrap_or_default();
        match line
            .strip_prefix("Since ")
            .and_then(|line| line.split_once(','))
        {
            Some((_, rest)) => format!("Since _,{rest}\n"),
            None => format!("{line}\n"),
        }
    });
    lines.collect()
}

/// The YAML, `cargo xtask regen` and the entry: nothing else is manual, and the output is the one in README.md.
#[test]
fn the_example_of_the_readme_does_what_it_says() {
    let project = Project::with_the_emitted_files();
    project.commit();
    project.git(&["checkout", "--quiet", "-b", "branch"]);
    project.write("spec/twilio-calls.yaml", &followed());

    let (mut out, mut err) = (Vec::new(), Vec::new());
    let regen = Regen::of(project.path().to_owned());
    let outcome = regen.run(&mut out, &mut err).unwrap();
    assert_eq!(outcome, regen::Outcome::Written);
    assert_eq!(String::from_utf8(err).unwrap(), "");
    let reported = String::from_utf8(out).unwrap();
    assert_eq!(portable(&reported), portable(&block("text")), "{reported}");

    assert_eq!(project.run(Task::Gate, None).0, Outcome::GateFailed);
    project.run(Task::WriteChangelog, None);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
}

/// The only other change is one line of the outline.
#[test]
fn the_example_of_the_readme_changes_one_line_of_the_outline() {
    let text = followed();
    let outline =
        |output: &Output| Outline::of(output.files.values().map(String::as_str)).to_string();
    let followed = codegen::generate(&Source::new("spec", text)).unwrap();
    let (before, after) = (outline(spec_output()), outline(&followed));
    let new: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(
        new,
        ["    fn hold_music(self, value: impl Argument<HttpUrl>) -> Self"]
    );
}
