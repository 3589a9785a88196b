//! The tests: their programs, how long each takes, and which mutants it reaches.

use std::collections::BTreeSet;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Result, Subject, cargo};

/// Tests that take more seconds of CPU time are not run unless `--longest` is given: they compile other crates, or try
/// a million times what no mutant changes.
pub const LONGEST: u64 = 20;
/// A program may run for this many times the CPU time that it may use: on a busy machine, most of that is waiting.
const BUSY: u32 = 10;

/// A program with tests.
pub struct Program {
    path: PathBuf,
    folder: PathBuf,
}

/// A test that passes without a mutant.
pub struct Test {
    pub program: usize,
    pub name: String,
    pub took: Duration,
    pub reaches: BTreeSet<usize>,
}

pub struct Suite {
    pub programs: Vec<Program>,
    pub tests: Vec<Test>,
}

/// How a run of tests ended.
#[derive(PartialEq, Eq)]
pub enum Ending {
    Passed,
    Failed,
    TimedOut,
}

impl Suite {
    /// Compiles the tests, and runs each by itself, unless that was done before.
    pub fn build(tree: &Path, subject: &Subject, longest: Duration) -> Result<Self> {
        let known = tree.with_file_name("programs.tsv");
        let programs = match std::fs::read_to_string(&known) {
            Ok(text) => text.lines().filter_map(Program::read).collect(),
            Err(_) => {
                let programs = compiled(tree, subject)?;
                std::fs::write(
                    &known,
                    programs.iter().map(Program::line).collect::<String>(),
                )?;
                programs
            }
        };
        let known = tree.with_file_name("tests.tsv");
        let mut tests: Vec<Test> = match std::fs::read_to_string(&known) {
            Ok(text) => text.lines().filter_map(Test::read).collect(),
            Err(_) => {
                let tests = tried(&programs, &tree.with_file_name("reached"), longest)?;
                std::fs::write(&known, tests.iter().map(Test::line).collect::<String>())?;
                tests
            }
        };
        tests.retain(|test| test.took <= longest);
        let took: Duration = tests.iter().map(|test| test.took).sum();
        println!("{} tests, which take {took:?} one by one", tests.len());
        Ok(Self { programs, tests })
    }
}

/// The tests that pass, each run in a process of its own.
fn tried(programs: &[Program], reached: &Path, longest: Duration) -> Result<Vec<Test>> {
    let mut tests = Vec::new();
    for (number, program) in programs.iter().enumerate() {
        let listed = program
            .command()
            .args(["--list", "--format", "terse"])
            .output()?;
        for line in String::from_utf8(listed.stdout)?.lines() {
            let Some(name) = line.strip_suffix(": test") else {
                continue;
            };
            let _ = std::fs::remove_file(reached);
            let mut command = program.command();
            command.env("MUTANTS_REACHED", reached);
            let (ending, took) = ran(command.args(["--exact", name]), longest)?;
            if ending != Ending::Passed {
                println!("not run, since it does not pass in time without a mutant: {name}");
                continue;
            }
            let ids = std::fs::read_to_string(reached).unwrap_or_default();
            tests.push(Test {
                program: number,
                name: name.to_owned(),
                took,
                reaches: ids.lines().filter_map(|id| id.parse().ok()).collect(),
            });
        }
    }
    Ok(tests)
}

impl Test {
    fn line(&self) -> String {
        let ids: Vec<String> = self.reaches.iter().map(ToString::to_string).collect();
        let (program, took) = (self.program, self.took.as_millis());
        format!("{program}\t{took}\t{}\t{}\n", self.name, ids.join(","))
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        Some(Self {
            program: parts.next()?.parse().ok()?,
            took: Duration::from_millis(parts.next()?.parse().ok()?),
            name: parts.next()?.to_owned(),
            reaches: parts
                .next()?
                .split(',')
                .filter_map(|id| id.parse().ok())
                .collect(),
        })
    }
}

impl Program {
    fn line(&self) -> String {
        format!("{}\t{}\n", self.path.display(), self.folder.display())
    }

    fn read(line: &str) -> Option<Self> {
        let (path, folder) = line.split_once('\t')?;
        let (path, folder) = (path.into(), folder.into());
        Some(Self { path, folder })
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command
            .current_dir(&self.folder)
            .env("INSTA_UPDATE", "no")
            .env("INSTA_FORCE_PASS", "0")
            .env("PROPTEST_RNG_SEED", "1");
        command
    }
}

/// Runs a program, and kills it and everything that it has started if it uses too much CPU time or runs for much longer
/// than that. Also returns the CPU time, which hardly depends on what else the machine does.
pub fn ran(command: &mut Command, longest: Duration) -> Result<(Ending, Duration)> {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = quiet.stderr(Stdio::null()).process_group(0).spawn()?;
    let begun = Instant::now();
    let mut used = Duration::ZERO;
    loop {
        used = used_by(child.id()).unwrap_or(used);
        if let Some(status) = child.try_wait()? {
            let ending = match status.success() {
                true => Ending::Passed,
                false => Ending::Failed,
            };
            return Ok((ending, used));
        }
        if used > longest || begun.elapsed() > longest * BUSY {
            let group = format!("-{}", child.id());
            Command::new("kill")
                .args(["-KILL", "--", &group])
                .status()?;
            child.wait()?;
            return Ok((Ending::TimedOut, used));
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

/// The CPU time of a process and of those that it has waited for, as Linux counts it: in hundredths of a second.
fn used_by(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in parentheses, may have anything in it; what follows it is the third field.
    let (_, fields) = stat.rsplit_once(')')?;
    let times = fields.split_whitespace().skip(14 - 3).take(4);
    let hundredths: u64 = times.filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(hundredths * 10))
}

/// Compiles the tests of a crate and those that are about it.
fn compiled(tree: &Path, subject: &Subject) -> Result<Vec<Program>> {
    let mut command = cargo(tree);
    command.args([
        "test",
        "--no-run",
        "--message-format=json",
        "--locked",
        "--lib",
    ]);
    command.args([
        "--package",
        subject.package,
        "--package",
        "twilio-calls-tests",
    ]);
    for test in subject.tests {
        command.args(["--test", test]);
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the tests do not compile".into());
    }
    let mut programs = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let message: Value = serde_json::from_str(line)?;
        if let Some(path) = message["executable"].as_str()
            && message["profile"]["test"] == true
        {
            let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
            programs.push(Program {
                path: path.into(),
                folder: manifest.parent().unwrap_or(tree).to_owned(),
            });
        }
    }
    Ok(programs)
}
