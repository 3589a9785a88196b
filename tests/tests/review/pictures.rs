//! The pictures of README.md: what `cargo xtask` prints in a terminal.

use anstyle_svg::Term;
use twilio_calls_tests::{frozen, snapshots};
use xtask::color::Color;
use xtask::diff::Task;
use xtask::regen::{Outcome, Regen};

use crate::edits::EDITS;
use crate::project::Project;
use crate::support::edited;

const COLOR: Color = Color {
    out: true,
    err: true,
};

/// A terminal in which a command was run.
fn picture(name: &str, command: &str, printed: &str) {
    let svg = Term::new().render_svg(&format!("$ {command}\n{}", printed.trim_end()));
    snapshots("pictures", "A picture of README.md.")
        .bind(|| insta::assert_binary_snapshot!(&format!("{name}.svg"), svg.into_bytes()));
}

fn text(printed: Vec<u8>) -> String {
    String::from_utf8(printed).unwrap()
}

#[test]
fn a_finding_looks_as_the_readme_shows() {
    let project = Project::new();
    let misspelled = frozen()
        .text
        .replacen("      description: ", "      descripton: ", 1);
    project.write("spec/twilio-calls.yaml", &misspelled);
    let regen = Regen {
        color: COLOR,
        ..Regen::of(project.path().to_owned())
    };
    let mut err = Vec::new();
    let outcome = regen.run(&mut Vec::new(), &mut err).unwrap();
    assert_eq!(outcome, Outcome::Invalid);
    let folder = format!("{}/", project.path().display());
    picture(
        "finding",
        "cargo xtask regen",
        &text(err).replace(&folder, ""),
    );
}

#[test]
fn the_report_of_a_change_looks_as_the_readme_shows() {
    let project = Project::new();
    project.commit();
    let changed = [
        "lower the maximum of a request",
        "rename a form parameter",
        "add an optional form parameter",
        "describe a callback in other words",
    ]
    .into_iter()
    .map(|name| EDITS.iter().find(|edit| edit.name == name).unwrap())
    .fold(frozen().text, |text, edit| edited(&text, edit));
    project.write("spec/twilio-calls.yaml", &changed);
    let mut diff = project.diff(Task::Print, None);
    diff.color = COLOR;
    let mut out = Vec::new();
    diff.run(&mut out, &mut Vec::new()).unwrap();
    let head = project.git_says(&["rev-parse", "HEAD"]);
    let printed = text(out).replace(&head[..12], "5d41402abc4b");
    picture("report", "cargo xtask diff", &printed);
}
