//! Runs programs and measures them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Outcome;

/// The two programs, built.
pub struct Programs {
    folder: PathBuf,
    pub plain: PathBuf,
    pub ours: PathBuf,
}

impl Programs {
    pub fn build() -> Outcome<Self> {
        // The runner itself is in the target folder.
        let runner = std::env::current_exe()?;
        let release = runner.parent().ok_or("the runner is nowhere")?;
        let folder = release.parent().ok_or("the runner is nowhere")?.to_owned();
        for package in ["plain", "ours"] {
            cargo(&["build", "--release", "--package", package], &folder)?;
        }
        Ok(Self {
            plain: release.join("plain"),
            ours: release.join("ours"),
            folder,
        })
    }

    /// A file that may be overwritten.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The CPU seconds of a release build from scratch; `arguments` select the package and its features.
    pub fn build_from_scratch(&self, arguments: &[&str]) -> Outcome<f64> {
        let folder = self.folder.join("from-scratch");
        let remove = || match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        remove()?;
        let before = cpu_of_children()?;
        cargo(&[&["build", "--release"], arguments].concat(), &folder)?;
        let took = cpu_of_children()? - before;
        remove()?;
        Ok(took)
    }

    /// The number of crates that a package depends on here, including build dependencies but not itself.
    pub fn crates(&self, arguments: &[&str]) -> Outcome<f64> {
        let tree = Command::new("cargo")
            .args(["tree", "--locked"])
            .args(arguments)
            .args(["--edges", "normal,build", "--prefix", "none", "--no-dedupe"])
            .output()?;
        let text = String::from_utf8(tree.stdout)?;
        let names: BTreeSet<_> = text
            .lines()
            .map(|line| line.split(" (").next().unwrap_or(line))
            .collect();
        Ok(names.len().saturating_sub(1) as f64)
    }
}

fn cargo(arguments: &[&str], target: &Path) -> Outcome<()> {
    let status = Command::new("cargo")
        .args(arguments)
        .args(["--quiet", "--locked", "--target-dir"])
        .arg(target)
        .status()?;
    if !status.success() {
        return Err(format!("cargo {} failed", arguments.join(" ")).into());
    }
    Ok(())
}

/// The measurements of one run.
pub struct Run {
    /// Seconds, user and system.
    pub cpu: f64,
    /// Seconds.
    pub wall: f64,
    /// The output of the program, line by line.
    pub lines: Vec<String>,
}

pub fn run(program: &Path, arguments: &[&str]) -> Outcome<Run> {
    let before = cpu_of_children()?;
    let started = Instant::now();
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    let wall = started.elapsed().as_secs_f64();
    if !output.status.success() {
        return Err(format!("{} {} failed", program.display(), arguments.join(" ")).into());
    }
    Ok(Run {
        cpu: cpu_of_children()? - before,
        wall,
        lines: String::from_utf8(output.stdout)?
            .lines()
            .map(str::to_owned)
            .collect(),
    })
}

/// The CPU seconds of all finished children and theirs, in hundredths.
fn cpu_of_children() -> Outcome<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    // The name in parentheses may contain anything; the fields after it are plain. These are the 16th and 17th.
    let (_, fields) = text.rsplit_once(')').ok_or("no process state")?;
    let ticks: Vec<f64> = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

/// What valgrind counts.
#[derive(Clone, Copy, PartialEq)]
pub enum Tool {
    Instructions,
    Allocations,
    /// Bytes allocated.
    Bytes,
}

impl Tool {
    /// The cost of one repetition, as the difference of two runs; `None` if valgrind is missing.
    pub fn count(
        self,
        program: &Path,
        arguments: impl Fn(u32) -> Vec<String>,
        few: u32,
        many: u32,
    ) -> Outcome<Option<f64>> {
        let (Some(less), Some(more)) = (
            self.total(program, &arguments(few))?,
            self.total(program, &arguments(many))?,
        ) else {
            return Ok(None);
        };
        Ok(Some((more - less) / f64::from(many - few)))
    }

    fn total(self, program: &Path, arguments: &[String]) -> Outcome<Option<f64>> {
        let mut valgrind = Command::new("valgrind");
        match self {
            Self::Instructions => {
                valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            }
            Self::Allocations | Self::Bytes => valgrind.args([
                "--tool=memcheck",
                "--leak-check=no",
                "--undef-value-errors=no",
            ]),
        };
        let output = match valgrind.arg(program).args(arguments).output() {
            Ok(output) => output,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                eprintln!("valgrind is missing: nothing is counted");
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let message = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("under valgrind: {message}").into());
        }
        let key = match self {
            Self::Instructions => "Collected : ",
            Self::Allocations => "total heap usage: ",
            Self::Bytes => " frees, ",
        };
        let (_, rest) = message
            .split_once(key)
            .ok_or_else(|| format!("not understood: {message}"))?;
        let digits: String = rest
            .chars()
            .take_while(|character| matches!(character, '0'..='9' | ','))
            .filter(char::is_ascii_digit)
            .collect();
        Ok(Some(digits.parse()?))
    }
}
