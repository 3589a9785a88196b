//! Programs that must not compile do not, for the right reason.
//!
//! The programs in `compile_fail` are compiled by rustc with the library that this test is linked with, so that
//! nothing is built twice. The expected messages are in the files of the same name; `INSTA_UPDATE=always` updates
//! them.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use std::fs;
use std::path::Path;

use twilio_calls_tests::built::Libraries;
use twilio_calls_tests::{folder, root};

#[test]
fn what_must_not_compile() {
    let mut programs: Vec<_> = fs::read_dir(folder("compile_fail"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    programs.sort();
    assert!(programs.len() >= 7, "{programs:?}");
    let out = tempfile::tempdir().unwrap();
    let wrong: Vec<String> = programs
        .iter()
        .filter_map(|program| difference(program, out.path()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How rustc's message differs from the expected one.
fn difference(program: &Path, out: &Path) -> Option<String> {
    let name = program.file_name().unwrap().to_str().unwrap();
    let Some(message) = rejected(name, out) else {
        return Some(format!("{name} compiles"));
    };
    let file = program.with_extension("stderr");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&file, &message).unwrap();
    }
    let wanted = fs::read_to_string(&file).unwrap_or_default();
    (lines(&wanted) != lines(&message)).then(|| {
        format!(
            "{name} is rejected, but not as in {}:\n{message}",
            file.display()
        )
    })
}

/// The message of rustc about a program; `None` if it compiles.
fn rejected(name: &str, out: &Path) -> Option<String> {
    let output = Libraries::of_this_test()
        .for_a_user()
        .args(["--emit", "metadata", "--allow", "unused"])
        .arg("--out-dir")
        .arg(out)
        .arg(format!("tests/compile_fail/{name}"))
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    (!output.status.success()).then(|| portable(&message))
}

/// The message without anything that depends on the machine or on unrelated edits of the client: the paths of the
/// workspace and the standard library, their line numbers, and the number of errors.
fn portable(message: &str) -> String {
    let root = format!("{}/", root().display());
    let mut is_elsewhere = false;
    let mut portable = String::new();
    for line in message
        .replace("tests/compile_fail/", "compile_fail/")
        .lines()
    {
        if line.starts_with("error: aborting due to") {
            break;
        }
        // A suggestion is about the program again.
        is_elsewhere &= !line.starts_with("help: ");
        let line = match place(line) {
            Some((arrow, path)) => {
                is_elsewhere = !path.starts_with("compile_fail/");
                let path = path.strip_prefix(&root).unwrap_or(path);
                match path.split_once("/library/") {
                    _ if !is_elsewhere => line.to_owned(),
                    Some((_, path)) => format!("{arrow}$RUST/{}", without_position(path)),
                    None => format!("{arrow}$WORKSPACE/{}", without_position(path)),
                }
            }
            None if is_elsewhere => without_number(line),
            None => line.to_owned(),
        };
        portable.push_str(line.trim_end());
        portable.push('\n');
    }
    format!("{}\n", portable.trim_end())
}

/// Splits off the arrow before a path and a position.
fn place(line: &str) -> Option<(&str, &str)> {
    let arrows = ["--> ", "::: "];
    arrows.iter().find_map(|arrow| {
        let at = line.find(arrow)? + arrow.len();
        let is_arrow = line.trim_start().starts_with(arrow);
        is_arrow.then(|| line.split_at(at))
    })
}

fn without_position(path: &str) -> &str {
    path.split_once(".rs:")
        .map_or(path, |(file, _)| path.get(..file.len() + 3).unwrap_or(path))
}

/// The line with spaces in place of its number.
fn without_number(line: &str) -> String {
    let is_margin = |c: char| c == ' ' || c.is_ascii_digit();
    let rest = line.trim_start_matches(is_margin);
    match rest.starts_with('|') {
        true => format!("{}{rest}", " ".repeat(line.len() - rest.len())),
        false => line.to_owned(),
    }
}

/// The lines of a message without the margin, whose width depends on the largest line number.
fn lines(message: &str) -> Vec<String> {
    let lines = message.lines().map(|line| {
        let text = line.trim_start();
        let number: String = text.chars().take_while(char::is_ascii_digit).collect();
        let rest = text[number.len()..].trim_start();
        let is_source = rest.starts_with(['|', '~', '+', '-', '=']) || place(rest).is_some();
        match rest.strip_prefix("...") {
            Some(rest) => format!("...{}", rest.trim_start()),
            None if is_source => format!("{number}{rest}"),
            None => line.to_owned(),
        }
    });
    lines.collect()
}
