//! Running programs, and what that took.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
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
        // The runner itself is in the folder that cargo builds into.
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

    /// The CPU seconds of a release build with nothing built before.
    pub fn build_from_scratch(&self, package: &str) -> Outcome<f64> {
        let folder = self.folder.join("from-scratch");
        let remove = || match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        remove()?;
        let before = cpu_of_children()?;
        cargo(&["build", "--release", "--package", package], &folder)?;
        let took = cpu_of_children()? - before;
        remove()?;
        Ok(took)
    }

    /// How many crates a package needs to be built and run here, itself not counted.
    pub fn crates(&self, package: &str) -> Outcome<f64> {
        let tree = Command::new("cargo")
            .args(["tree", "--locked", "--package", package])
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

/// What one run of a program took.
pub struct Run {
    /// Seconds, user and system.
    pub cpu: f64,
    /// Seconds.
    pub wall: f64,
    /// The most memory it had, in MB.
    pub peak: f64,
    pub output: String,
}

pub fn run(program: &Path, arguments: &[&str]) -> Outcome<Run> {
    let before = cpu_of_children()?;
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut output)?;
    }
    // Its end of the pipe is closed, but what the kernel knows of it is there until it is waited for: hence the
    // output is read first, and a process that has just ended shows no memory any more.
    let status = child.wait()?;
    let wall = begun.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("{} {} failed", program.display(), arguments.join(" ")).into());
    }
    Ok(Run {
        cpu: cpu_of_children()? - before,
        wall,
        peak: 0.0,
        output,
    })
}
