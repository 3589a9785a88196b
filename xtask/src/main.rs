//! `cargo xtask`: parses arguments, runs a task and turns its outcome into an exit code.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use codegen::Date;
use xtask::Format;
use xtask::diff::{self, Diff, Documents};
use xtask::drift::Drift;
use xtask::program::Program;
use xtask::regen::{Regen, Style};
use xtask::watch::{self, Changes};

/// The project's tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the client's sources from the spec, or check that they are fresh
    #[command(
        after_help = "Exit codes: 0 the files are fresh or were written, 1 reading or writing failed, 2 wrong arguments,\n\
                            3 --check found files to regenerate, 4 the spec has errors (nothing was written)"
    )]
    Regen(RegenArgs),
    /// Report what a change of the spec means for users, on the wire and in Rust
    #[command(
        after_help = "Exit codes: 0 the API is unchanged, or the gate passed, 1 a document cannot be read, 2 wrong arguments,\n\
                            4 a document has errors, 5 the gate failed, 10 only documentation changes,\n\
                            11 the change is compatible, 12 the change is breaking"
    )]
    Diff(DiffArgs),
    /// Compare the spec with Twilio's own OpenAPI document of the 2010-04-01 API
    #[command(
        after_help = "Exit codes: 0 every difference is explained in spec/drift.yaml, 1 a file cannot be read,\n\
                            2 wrong arguments, 4 a document or spec/drift.yaml has errors, 6 a difference is not explained,\n\
                            7 an explanation is out of date"
    )]
    Drift(DriftArgs),
    /// Run the simulator of the Calls API on this machine; `cargo xtask simulator --help` lists its options
    #[command(disable_help_flag = true)]
    Simulator(ProgramArgs),
    /// Place a few calls with the simulator and follow them; needs neither an account nor a network
    #[command(disable_help_flag = true)]
    Demo(ProgramArgs),
}

/// Arguments for the program, passed on as they are.
#[derive(Args)]
struct ProgramArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

#[derive(Args)]
struct DriftArgs {
    /// Twilio's document of any release: `twilio_api_v2010.json`, or the same in YAML
    #[arg(value_name = "FILE")]
    official: PathBuf,
    /// The day on which it was published: explanations of newer releases do not count as out of date then [default: the
    /// newest]
    #[arg(long, value_name = "YYYY-MM-DD")]
    released: Option<Date>,
    /// text, markdown or json
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Args)]
struct RegenArgs {
    /// Write nothing; list stale, missing and orphaned files, with a diff
    #[arg(long)]
    check: bool,
    /// First correct in the document what has only one fix, and list it; comments, order and layout stay
    #[arg(long, conflicts_with_all = ["check", "watch"])]
    fix: bool,
    /// Run again whenever the document is saved, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// The OpenAPI document [default: spec/twilio-calls.yaml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The style of the document: `own`, the rules of spec/README.md, or `official`, that of Twilio's documents
    #[arg(long, default_value = "own", requires_if("official", "out"))]
    style: Style,
    /// The folder for the emitted files; only this command may write to it [default: generated/src/api]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Args)]
struct DiffArgs {
    /// Compare with the spec of this revision [default: the merge base with main]
    #[arg(long, value_name = "REV", conflicts_with_all = ["old", "new"])]
    base: Option<String>,
    /// Compare this document ...
    #[arg(long, value_name = "FILE", requires = "new")]
    old: Option<PathBuf>,
    /// ... with this one
    #[arg(long, value_name = "FILE", requires = "old")]
    new: Option<PathBuf>,
    /// text, markdown or json
    #[arg(long, default_value = "text")]
    format: Format,
    /// Fail if a breaking change has no new version, or a change of the API no entry in CHANGELOG.md
    #[arg(long, conflicts_with_all = ["old", "new"])]
    gate: bool,
    /// Draft an entry in CHANGELOG.md
    #[arg(long, conflicts_with = "gate")]
    write_changelog: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // A closed pipe is not a failure worth a message.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _ = writeln!(io::stderr(), "error: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Runs a task on the repository that contains the current directory.
fn run(task: Task) -> io::Result<u8> {
    let root = xtask::repository_root(&std::env::current_dir()?)?;
    match task {
        Task::Regen(args) => regen(root, args),
        Task::Diff(args) => diff(root, args),
        Task::Drift(args) => drift(root, args),
        Task::Simulator(args) => Program::Simulator.run(&root, &args.arguments),
        Task::Demo(args) => Program::Demo.run(&root, &args.arguments),
    }
}

fn color() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn diff(root: PathBuf, args: DiffArgs) -> io::Result<u8> {
    let documents = match (args.old, args.new) {
        (Some(old), Some(new)) => Documents::Files(old, new),
        _ => Documents::Since(args.base),
    };
    let task = match (args.gate, args.write_changelog) {
        (true, _) => diff::Task::Gate,
        (_, true) => diff::Task::WriteChangelog,
        _ => diff::Task::Print,
    };
    let diff = Diff {
        root,
        documents,
        format: args.format,
        task,
        color: color(),
    };
    Ok(diff.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn drift(root: PathBuf, args: DriftArgs) -> io::Result<u8> {
    let drift = Drift {
        format: args.format,
        color: color(),
        released: args.released,
        ..Drift::of(root, args.official)
    };
    Ok(drift.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn regen(root: PathBuf, args: RegenArgs) -> io::Result<u8> {
    let own = Regen::of(root);
    let regen = Regen {
        spec: args.spec.unwrap_or(own.spec),
        out: args.out.unwrap_or(own.out),
        style: args.style,
        check: args.check,
        fix: args.fix,
        color: color(),
        ..own
    };
    if args.fix && args.style == Style::Official {
        return Err(io::Error::other(
            "`--fix` is for documents in our own style",
        ));
    }
    if args.watch {
        let pause = || {
            std::thread::sleep(watch::INTERVAL);
            true
        };
        let changes = Changes::of(regen.spec.clone(), pause);
        watch::watch(&regen, changes, &mut io::stdout(), &mut io::stderr())?;
        return Ok(0);
    }
    Ok(regen.run(&mut io::stdout(), &mut io::stderr())?.code())
}
