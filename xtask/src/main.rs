//! `cargo xtask`: parses arguments, runs a task, prints, and turns its outcome into an exit code.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use xtask::regen::Regen;

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
}

#[derive(Args)]
struct RegenArgs {
    /// Write nothing; list what is stale, missing or orphaned, with a diff
    #[arg(long)]
    check: bool,
    /// The OpenAPI document [default: spec/twilio-calls.yaml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder for the emitted files, which belongs to this command alone [default: generated/src/api]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Task::Regen(args) = Cli::parse().task;
    let own = Regen::of_workspace();
    let regen = Regen {
        spec: args.spec.unwrap_or(own.spec),
        out: args.out.unwrap_or(own.out),
        check: args.check,
        color: io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    match regen.run(&mut io::stdout(), &mut io::stderr()) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
