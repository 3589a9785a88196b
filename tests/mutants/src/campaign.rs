//! Switches one mutant on after the other, and runs the tests that reach it.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::Result;
use crate::suite::{Ending, Suite, Test, ran};

/// How many tests run first; then four times as many, and so on.
const FIRST: usize = 1;

/// Returns `true` if every mutant was reached and none was missed. Every outcome becomes a line of `outcomes.tsv` as
/// soon as it is known.
pub fn run(tree: &Path, suite: &Suite, chosen: &BTreeMap<usize, String>) -> Result<bool> {
    let mut reached: HashMap<usize, Vec<&Test>> = HashMap::new();
    for test in &suite.tests {
        for id in &test.reaches {
            reached.entry(*id).or_default().push(test);
        }
    }
    let mut outcomes = File::options()
        .create(true)
        .append(true)
        .open(tree.with_file_name("outcomes.tsv"))?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, name) in chosen {
        let mut tests = reached.remove(id).unwrap_or_default();
        tests.sort_by_key(|test| test.took);
        let outcome = match tests.is_empty() {
            true => "not reached",
            false => outcome(suite, *id, &tests)?,
        };
        *counts.entry(outcome).or_default() += 1;
        writeln!(outcomes, "{outcome}\t{name}")?;
        if outcome != "caught" {
            println!("{outcome}: {name}");
        }
    }
    for (outcome, count) in &counts {
        println!("{count} {outcome}");
    }
    Ok(!counts.contains_key("missed") && !counts.contains_key("not reached"))
}

/// Runs the quickest tests first, until one fails.
fn outcome(suite: &Suite, id: usize, tests: &[&Test]) -> Result<&'static str> {
    let mut rest = tests;
    let mut some = FIRST;
    while !rest.is_empty() {
        let (now, later) = rest.split_at(some.min(rest.len()));
        for (number, program) in suite.programs.iter().enumerate() {
            let here = || now.iter().filter(|test| test.program == number);
            if here().next().is_none() {
                continue;
            }
            let usual: Duration = here().map(|test| test.took).sum();
            let mut command = program.command();
            command.env("MUTANT", id.to_string()).arg("--exact");
            command.args(here().map(|test| &test.name));
            match ran(&mut command, usual * 10 + Duration::from_secs(5))?.0 {
                Ending::Passed => {}
                Ending::Failed => return Ok("caught"),
                Ending::TimedOut => return Ok("timed out"),
            }
        }
        rest = later;
        some *= 4;
    }
    Ok("missed")
}
