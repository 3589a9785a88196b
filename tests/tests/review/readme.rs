//! The API change in README.md, made as described there.

use std::fs;

use codegen::{Outline, Source};
use twilio_calls_tests::{root, spec};
use xtask::diff::{self, Task};
use xtask::regen::Outcome;

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

/// The form of the example, up to its properties.
const FORM: &str = "\n    CreateCallForm:\n";
const PROPERTIES: &str = "      properties:\n";

/// A spec in which nobody has followed the example: without its parameter if the form has it.
fn unfollowed() -> String {
    let text = spec().text;
    let (before, after) = text.split_once(FORM).unwrap();
    let (head, rest) = after.split_once(PROPERTIES).unwrap();
    let key = format!("        {}\n", block("yaml").lines().next().unwrap());
    let indentation = |line: &str| line.len() - line.trim_start().len();
    // The properties of the form end where a line is indented like the form itself.
    let end = rest
        .split_inclusive('\n')
        .take_while(|line| indentation(line) > 4);
    let (properties, others) = rest.split_at(end.map(str::len).sum());
    let mut is_example = false;
    let kept: String = properties
        .split_inclusive('\n')
        .filter(|line| {
            is_example = *line == key || (is_example && indentation(line) > 8);
            !is_example
        })
        .collect();
    format!("{before}{FORM}{head}{PROPERTIES}{kept}{others}")
}

/// That spec with the example as the first parameter of the form.
fn followed() -> String {
    let text = unfollowed();
    let (before, after) = text.split_once(FORM).unwrap();
    let (head, rest) = after.split_once(PROPERTIES).unwrap();
    let example: String = block("yaml")
        .lines()
        .map(|line| format!("        {line}\n"))
        .collect();
    format!("{before}{FORM}{head}{PROPERTIES}{example}{rest}")
}

/// A report without anything that depends on the commit or the position of the parameter.
fn portable(report: &str) -> String {
    let lines = report.lines().map(|line| {
        let line = line.split(" (line ").next().unwrap_or_default();
        let parts = line.split_once(" compared with ");
        match parts.and_then(|(file, base)| Some((file, base.split_once(',')?.1))) {
            Some((file, rest)) => format!("{file} compared with _,{rest}\n"),
            None => format!("{line}\n"),
        }
    });
    lines.collect()
}

/// The YAML, `cargo xtask regen` and the entry: nothing else is manual, and the output is the one in README.md.
#[test]
fn the_example_of_the_readme_does_what_it_says() {
    let project = Project::with_emitted_files();
    project.write("spec/twilio-calls.yaml", &unfollowed());
    project.regen();
    project.commit();
    project.git(&["checkout", "--quiet", "-b", "branch"]);
    project.write("spec/twilio-calls.yaml", &followed());

    let (outcome, reported) = project.regen();
    assert_eq!(outcome, Outcome::Written);
    assert_eq!(portable(&reported), portable(&block("text")), "{reported}");

    assert_eq!(project.run(Task::Gate, None).0, diff::Outcome::GateFailed);
    project.run(Task::WriteChangelog, None);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, diff::Outcome::Passed, "{reported}");
}

/// The only other change is one line of the outline.
#[test]
fn the_example_of_the_readme_changes_one_line_of_the_outline() {
    let outline = |text: String| {
        let output = codegen::generate(&Source::new("spec", text)).unwrap();
        Outline::of(output.files.values().map(String::as_str)).to_string()
    };
    let (before, after) = (outline(unfollowed()), outline(followed()));
    let new: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(
        new,
        ["    fn hold_music(self, value: impl Argument<HttpUrl>) -> Self"]
    );
}
