//! The mutants of a crate, as cargo-mutants lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Result, Subject, cargo};

/// A change of the sources.
pub struct Mutant {
    /// Its place and what it changes, in a line.
    pub name: String,
    pub file: String,
    pub genre: String,
    /// The bytes that are replaced.
    pub range: Range<usize>,
    pub replacement: String,
}

/// What follows `--sample`: `N/M` is every M-th mutant, beginning with the N-th (from 0).
pub fn sample(text: &str) -> Result<(usize, usize)> {
    let (number, of) = text.split_once('/').ok_or("a sample is N/M")?;
    let (number, of) = (number.parse()?, of.parse()?);
    if number >= of {
        return Err("in a sample N/M, N is less than M".into());
    }
    Ok((number, of))
}

pub fn mutants(tree: &Path, subject: &Subject) -> Result<Vec<Mutant>> {
    let mut command = cargo(tree);
    command.args(["mutants", "--list", "--json", "--package", subject.package]);
    for file in subject.files {
        command.args(["--file", file]);
    }
    let listed = command.output()?;
    if !listed.status.success() {
        return Err(String::from_utf8_lossy(&listed.stderr).into());
    }
    let listed: Value = serde_json::from_slice(&listed.stdout)?;
    let listed = listed.as_array().ok_or("the list of mutants is not an array")?;
    listed.iter().map(|mutant| read(tree, mutant)).collect()
}

/// Keeps the names of the mutants that are compiled, for another run with them.
pub fn keep(tree: &Path, mutants: &[Mutant], woven: &BTreeSet<usize>) -> Result<()> {
    let lines = woven
        .iter()
        .map(|id| format!("{id}\t{}\n", mutants[*id].name));
    Ok(std::fs::write(kept_in(tree), lines.collect::<String>())?)
}

/// The names of the mutants that are compiled, by their number.
pub fn kept(tree: &Path) -> Result<BTreeMap<usize, String>> {
    let text = std::fs::read_to_string(kept_in(tree))?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines
        .map(|(id, name)| Ok((id.parse()?, name.to_owned())))
        .collect()
}

fn kept_in(tree: &Path) -> PathBuf {
    tree.with_file_name("woven.tsv")
}

fn read(tree: &Path, mutant: &Value) -> Result<Mutant> {
    let string = |key: &str| {
        let value = mutant[key].as_str();
        value
            .map(str::to_owned)
            .ok_or_else(|| format!("a mutant without {key}"))
    };
    let file = string("file")?;
    let text = std::fs::read_to_string(tree.join(&file))?;
    let offset = |end: &str| {
        let place = &mutant["span"][end];
        let number = |key: &str| place[key].as_u64().and_then(|it| usize::try_from(it).ok());
        let place = number("line").zip(number("column"));
        place.and_then(|(line, column)| byte(&text, line, column))
    };
    let range = offset("start")
        .zip(offset("end"))
        .ok_or("a mutant without a place")?;
    Ok(Mutant {
        name: string("name")?,
        genre: string("genre")?,
        range: range.0..range.1,
        replacement: string("replacement")?,
        file,
    })
}

/// The byte at a line and a column, both from 1; columns are characters.
fn byte(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(start..)?;
    let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.nth(column - 1).map(|at| start + at)
}
