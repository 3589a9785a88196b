//! Writes the woven sources, and takes out what does not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::list::Mutant;
use crate::{Result, Subject, cargo, weave};

/// How often mutants are taken out: an error may hide others.
const ROUNDS: usize = 40;

/// The mutants that compile, by their number. Their sources are in the tree then.
pub fn weave_and_check(
    tree: &Path,
    subject: &Subject,
    mutants: &[Mutant],
) -> Result<BTreeSet<usize>> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for mutant in mutants {
        let text = std::fs::read_to_string(tree.join(&mutant.file))?;
        texts.entry(mutant.file.as_str()).or_insert(text);
    }
    let sources = tree.join(subject.folder).join("src");
    std::fs::write(sources.join("switched_mutants.rs"), weave::SWITCH)?;
    let library = format!("{}/src/lib.rs", subject.folder);
    let mut crate_root = std::fs::read_to_string(tree.join(&library))?;
    if let Some(text) = texts.get_mut(library.as_str()) {
        text.push_str("\nmod switched_mutants;\n");
    } else {
        crate_root.push_str("\nmod switched_mutants;\n");
        std::fs::write(tree.join(&library), crate_root)?;
    }
    let mut out: BTreeSet<usize> = BTreeSet::new();
    for round in 0..ROUNDS {
        let mut written: BTreeMap<&str, String> = BTreeMap::new();
        for (file, text) in &texts {
            let here: Vec<(usize, &Mutant)> = mutants
                .iter()
                .enumerate()
                .filter(|(id, mutant)| mutant.file == *file && !out.contains(id))
                .collect();
            let woven = weave::weave(text, &here).map_err(|error| format!("{file}: {error}"))?;
            std::fs::write(tree.join(file), &woven)?;
            written.insert(file, woven);
        }
        let faulty = faulty(tree, subject, &written)?;
        if faulty.is_empty() {
            let is_woven = |id: &usize| {
                let call = format!("switched_mutants::on({id})");
                written.values().any(|text| text.contains(&call))
            };
            return Ok((0..mutants.len()).filter(is_woven).collect());
        }
        println!("round {round}: {} mutants do not compile", faulty.len());
        out.extend(faulty);
    }
    Err("there is no end of mutants that do not compile".into())
}

/// The mutants that the compiler's errors are about.
fn faulty(
    tree: &Path,
    subject: &Subject,
    written: &BTreeMap<&str, String>,
) -> Result<BTreeSet<usize>> {
    let mut command = cargo(tree);
    // Compiled as for tests, because code that only tests need may have mutants, too.
    command.args([
        "check",
        "--lib",
        "--profile",
        "test",
        "--message-format=json",
        "--locked",
    ]);
    command.args(["--package", subject.package, "--features", subject.features]);
    let checked = command.output()?;
    let mut faulty = BTreeSet::new();
    let mut unexplained = Vec::new();
    for line in String::from_utf8(checked.stdout)?.lines() {
        let message: Value = serde_json::from_str(line)?;
        let error = &message["message"];
        if message["reason"] != "compiler-message" || error["level"] != "error" {
            continue;
        }
        match about(error, written) {
            Some(ids) => faulty.extend(ids),
            None => unexplained.push(error["rendered"].to_string()),
        }
    }
    if faulty.is_empty() && !checked.status.success() {
        return Err(match unexplained.pop() {
            Some(error) => error.replace("\\n", "\n").into(),
            None => String::from_utf8_lossy(&checked.stderr).into(),
        });
    }
    Ok(faulty)
}

/// The mutants that an error is about, if it is about any.
fn about(error: &Value, written: &BTreeMap<&str, String>) -> Option<Vec<usize>> {
    let spans = error["spans"].as_array().map_or(&[][..], Vec::as_slice);
    let places = spans.iter().filter_map(|span| {
        let woven = written.get(span["file_name"].as_str()?)?;
        let line = span["line_start"].as_u64()?;
        Some((woven, usize::try_from(line).ok()?))
    });
    let places: Vec<(&String, usize)> = places.collect();
    let here = places
        .iter()
        .map(|(woven, line)| weave::on_line(woven, *line));
    // What is written for one mutant alone is most likely at fault; else all that change the place are.
    let here = here.filter(|ids| !ids.is_empty()).min_by_key(Vec::len);
    // A `match` is incomplete without an arm further down.
    let below = || {
        let below = places
            .iter()
            .map(|(woven, line)| weave::after_line(woven, *line));
        below.into_iter().find(|ids| !ids.is_empty())
    };
    here.or_else(below)
}
