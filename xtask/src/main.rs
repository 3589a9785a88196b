//! `cargo xtask`: parses arguments, runs a task, prints, and turns its outcome into an exit code.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use xtask::Format;
use xtask::diff::{self, Diff, Documents};
use xtask::drift::Drift;
use xtask::program::Program;
use xtask::regen::{Regen, Style};

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
        after_help = "Exit codes: 0 all is fresh or was written, 1 reading or writing failed, 2 wrong arguments,\n\
                            3 --check found files that need regenerating, 4 the spec has errors (nothing was written)"
    )]
    Regen(RegenArgs),
    /// Say what a change of the spec means for users, on the wire and in Rust
    #[command(
        after_help = "Exit codes: 0 the API is unchanged, or the gate let the change through, 1 a document cannot be read,\n\
                            2 wrong arguments, 4 a document has errors, 5 the gate holds the change, 10 only words change,\n\
                            11 the change is compatible, 12 the change is breaking"
    )]
    Diff(DiffArgs),
    /// Hold the spec against Twilio's own OpenAPI document of the 2010-04-01 API
    #[command(
        after_help = "Exit codes: 0 all that differs is explained in spec/drift.yaml, 1 a file cannot be read,\n\
                            2 wrong arguments, 4 a document or the list of explanations has errors, 6 something differs\n\
                            that nobody has explained, 7 an explanation explains nothing any more"
    )]
    Drift(DriftArgs),
    /// Start a stand-in for the service on this machine; `cargo xtask simulator --help` lists its options
    #[command(disable_help_flag = true)]
    Simulator(ProgramArgs),
    /// Place a few calls against the stand-in and follow them, without an account and without a network
    #[command(disable_help_flag = true)]
    Demo(ProgramArgs),
}

/// What is handed on as it is.
#[derive(Args)]
struct ProgramArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

#[derive(Args)]
struct DriftArgs {
    /// Twilio's document of any release: `twilio_api_v2010.json`, or the same in YAML
    #[arg(value_name = "FILE")]
    theirs: PathBuf,
    /// text, markdown or json
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Args)]
struct RegenArgs {
    /// Write nothing; list what is stale, missing or orphaned, with a diff
    #[arg(long)]
    check: bool,
    /// The OpenAPI document [default: spec/twilio-calls.yaml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// How the document is written: `own`, by the rules of spec/README.md, or `official`, as Twilio writes its own
    #[arg(long, default_value = "own", requires_if("official", "out"))]
    style: Style,
    /// The folder for the emitted files, which belongs to this command alone [default: generated/src/api]
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
    /// Fail where a breaking change comes without a new version, or any change without an entry in CHANGELOG.md
    #[arg(long, conflicts_with_all = ["old", "new"])]
    gate: bool,
    /// Draft the entry in CHANGELOG.md
    #[arg(long, conflicts_with = "gate")]
    write_changelog: bool,
}

fn main() -> ExitCode {
    match Cli::parse().task {
        Task::Regen(args) => ended(regen(args)),
        Task::Diff(args) => ended(diff(args)),
        Task::Drift(args) => ended(drift(args)),
        Task::Simulator(args) => ended(Program::Simulator.run(&args.arguments)),
        Task::Demo(args) => ended(Program::Demo.run(&args.arguments)),
    }
}

fn ended(result: io::Result<u8>) -> ExitCode {
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // Whoever reads may have stopped reading, which is no reason to panic.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _ = writeln!(io::stderr(), "error: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn color() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn diff(args: DiffArgs) -> io::Result<u8> {
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
        root: xtask::workspace(),
        documents,
        format: args.format,
        task,
        color: color(),
    };
    Ok(diff.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn drift(args: DriftArgs) -> io::Result<u8> {
    let drift = Drift {
        format: args.format,
        color: color(),
        ..Drift::of_workspace(args.theirs)
    };
    Ok(drift.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn regen(args: RegenArgs) -> io::Result<u8> {
    let own = Regen::of_workspace();
    let regen = Regen {
        spec: args.spec.unwrap_or(own.spec),
        out: args.out.unwrap_or(own.out),
        style: args.style,
        check: args.check,
        color: color(),
    };
    Ok(regen.run(&mut io::stdout(), &mut io::stderr())?.code())
}
