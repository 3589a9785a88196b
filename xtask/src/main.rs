//! `cargo xtask`: parses arguments, runs a task and turns its outcome into an exit code.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, CommandFactory as _, Parser, Subcommand};
use codegen::{Date, Version};
use xtask::Format;
use xtask::client::NewClient;
use xtask::color::Color;
use xtask::diff::{self, Diff, Documents};
use xtask::drift::{Drift, Official};
use xtask::explain;
use xtask::program::Program;
use xtask::regen::{Regen, Style};
use xtask::release::Release;
use xtask::watch::{self, Changes};
use xtask::{check, semver_checks};

/// The project's tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the client's sources from the spec, or check that they are up to date
    #[command(
        after_help = "Exit codes: 0 the files are up to date or were written, 1 reading or writing failed, 2 wrong arguments,\n\
                            3 --check found files to regenerate, 4 the spec has errors (no sources were written)"
    )]
    Regen(RegenArgs),
    /// Write a whole crate for another document: the runtime, a manifest, and the API generated from the document
    #[command(
        after_help = "Exit codes: 0 the crate was written, 1 reading or writing failed, 2 wrong arguments,\n\
                            4 the document has errors (nothing was written)"
    )]
    Client(ClientArgs),
    /// Report what a change of the spec means for users, on the wire and in Rust
    #[command(
        after_help = "Exit codes: 0 the API is unchanged, the gate passed or the drafts were updated, 1 a document cannot be read,\n\
                            2 wrong arguments, 4 a document has errors, 5 the gate failed, 10 only documentation changes,\n\
                            11 the change is compatible, 12 the change is breaking"
    )]
    Diff(DiffArgs),
    /// Run the tests that an edit of the spec can break
    #[command(
        after_help = "Exit codes: 0 all tests passed, 1 a test failed or does not compile, or a file cannot be read,\n\
                            2 wrong arguments, 3 the sources are out of date, 4 the spec has errors"
    )]
    Check,
    /// Release a version: set it in the manifest and the changelog, run the gate, build the package, commit and tag
    #[command(
        after_help = "Exit codes: 0 the version was tagged, or could be (--dry-run), 1 it cannot be released (nothing was changed),\n\
                            2 wrong arguments, 5 the gate, cargo-semver-checks, or a check of the sources or the package failed (nothing was changed)"
    )]
    Release(ReleaseArgs),
    /// Compare the crate with the last release using cargo-semver-checks; passes with a notice if that is not
    /// installed
    SemverChecks,
    /// Compare the spec with Twilio's own OpenAPI document of the 2010-04-01 API, or with one of Twilio's libraries
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
    Demo,
}

/// Arguments for the program, passed on unchanged.
#[derive(Args)]
struct ProgramArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

#[derive(Args)]
#[command(group = ArgGroup::new("official").args(["document", "sdk"]).required(true))]
struct DriftArgs {
    /// Twilio's document of any release: `twilio_api_v2010.json`, or the same in YAML
    #[arg(value_name = "FILE")]
    document: Option<PathBuf>,
    /// A Twilio library for Python (`twilio-*.whl`) or Node (`twilio-*.tgz`), which is read but not run: report what
    /// it has and the spec lacks
    #[arg(long, value_name = "FILE", conflicts_with = "released")]
    sdk: Option<PathBuf>,
    /// The day on which Twilio published FILE, if it is not the newest release; no explanation then counts as outdated
    #[arg(long, value_name = "YYYY-MM-DD")]
    released: Option<Date>,
    /// How to print the differences
    #[arg(long, default_value = "text", value_parser = format_parser(ALL_FORMATS))]
    format: Format,
}

#[derive(Args)]
struct ReleaseArgs {
    /// The version [default: the one in the manifest, or the lowest that may contain the changes since the last
    /// release, whichever is higher]
    #[arg(value_name = "X.Y.Z")]
    version: Option<Version>,
    /// Show what would be done, without changing anything
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
struct RegenArgs {
    /// Write nothing; list stale, missing and orphaned files, with a diff
    #[arg(long)]
    check: bool,
    /// First fix the mistakes that have only one possible fix, and list the fixes; comments, order and layout are kept
    #[arg(long, conflicts_with_all = ["check", "watch"])]
    fix: bool,
    /// Run again whenever the document, the table of error codes beside it or rustfmt.toml is saved, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// The OpenAPI document [default: spec/twilio-calls.yaml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The style of the document: `own`, following the rules of spec/README.md, or `official`, that of Twilio's
    /// documents
    #[arg(long, default_value = "own", requires_if("official", "out"))]
    style: Style,
    /// The folder for the emitted files; only this command may write to it [default: generated/src/api]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to print the findings: for people, as JSON (codegen/schemas/findings.schema.json), as annotations of a
    /// pull request on GitHub, or as SARIF 2.1.0. With any format but `text`, everything else is printed to standard
    /// error
    #[arg(long, default_value = "text", value_parser = format_parser(&["text", "json", "github", "sarif"]))]
    format: Format,
    /// Explain a rule (the word in brackets in a finding), with a document that breaks it; without a name, list all
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "", exclusive = true)]
    explain: Option<String>,
}

#[derive(Args)]
struct ClientArgs {
    /// The OpenAPI document
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// The style of the document: `own`, following the rules of spec/README.md, or `official`, that of Twilio's
    /// documents
    #[arg(long, default_value = "own")]
    style: Style,
    /// The name of the crate
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The folder of the crate: new, empty, or written by this command
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Args)]
#[command(group = ArgGroup::new("files").args(["documents", "old"]))]
struct DiffArgs {
    /// Compare these two documents instead of two versions of the spec
    #[arg(value_names = ["OLD", "NEW"], num_args = 2, conflicts_with_all = ["base", "gate", "write_changelog"])]
    documents: Vec<PathBuf>,
    /// The style of the two documents: `own`, following the rules of spec/README.md, or `official`, that of Twilio's
    /// documents
    #[arg(long, default_value = "own", requires_if("official", "files"))]
    style: Style,
    /// Compare with the spec of this revision [default: the merge base with main]
    #[arg(long, value_name = "REV", conflicts_with_all = ["old", "new"])]
    base: Option<String>,
    /// The older document; another way to write OLD
    #[arg(long, value_name = "FILE", requires = "new")]
    old: Option<PathBuf>,
    /// The newer document; another way to write NEW
    #[arg(
        long,
        value_name = "FILE",
        requires = "old",
        conflicts_with = "documents"
    )]
    new: Option<PathBuf>,
    /// How to print the changes: for people, for a pull request, as JSON (codegen/schemas/changes.schema.json), as
    /// annotations of a pull request on GitHub, or as SARIF 2.1.0. With `--gate`, the problems are printed
    /// instead; as JSON, they follow codegen/schemas/findings.schema.json
    #[arg(long, default_value = "text", value_parser = format_parser(ALL_FORMATS))]
    format: Format,
    /// Fail if a breaking change lacks a new version, a change of the API lacks an entry in CHANGELOG.md,
    /// something was removed that was not deprecated in the last release, or an entry or an approval is outdated;
    /// spec/approvals.yaml lists the approved exceptions
    #[arg(long, conflicts_with_all = ["old", "new"])]
    gate: bool,
    /// Draft the missing entries in CHANGELOG.md, and remove outdated drafts
    #[arg(long, conflicts_with = "gate")]
    write_changelog: bool,
    /// Explain a rule (every reported change names one), with an example; without a name, list all
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "", exclusive = true)]
    explain: Option<String>,
}

const ALL_FORMATS: &[&str] = &["text", "markdown", "json", "github", "sarif"];

/// Parses the name of a format, if the task supports it.
fn format_parser(names: &'static [&'static str]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>())
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // A closed pipe is not a failure worth a message.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _ = writeln!(io::stderr(), "error: {error}");
            }
            match error.kind() {
                // The exit code for invalid arguments, as in clap.
                io::ErrorKind::InvalidInput => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

/// Runs a task on the repository that contains the current directory.
fn run(task: Task) -> io::Result<u8> {
    let root = match xtask::repository_root(&std::env::current_dir()?) {
        Ok(root) => root,
        Err(error) => return help_of_program(&task).ok_or(error),
    };
    match task {
        Task::Regen(args) => regen(root, args),
        Task::Client(args) => client(root, args),
        Task::Diff(args) => diff(root, args),
        Task::Release(args) => release(root, args),
        Task::SemverChecks => {
            let holds = semver_checks::of_the_working_tree(&root, &mut io::stdout())?;
            Ok(if holds { 0 } else { 5 })
        }
        Task::Check => check::run(&root, &mut io::stdout(), &mut io::stderr()),
        Task::Drift(args) => drift(root, args),
        Task::Simulator(args) => Program::Simulator.run(&root, &args.arguments),
        Task::Demo => Program::Demo.run(&root, &[]),
    }
}

/// Prints the description of the simulator where it cannot be asked for its own help, if only help was requested.
fn help_of_program(task: &Task) -> Option<u8> {
    let Task::Simulator(ProgramArgs { arguments }) = task else {
        return None;
    };
    arguments.iter().find(|it| *it == "--help" || *it == "-h")?;
    let mut cli = Cli::command();
    let help = cli.find_subcommand_mut("simulator")?.render_help();
    let _ = writeln!(
        io::stdout(),
        "{help}\nRun this inside the repository to list the options."
    );
    Some(0)
}

fn diff(root: PathBuf, args: DiffArgs) -> io::Result<u8> {
    if let Some(rule) = args.explain {
        let text = match rule.as_str() {
            "" => explain::changes(),
            rule => explain::change(rule)?,
        };
        io::stdout().write_all(text.as_bytes())?;
        return Ok(0);
    }
    let files = args.documents.into_iter().chain(args.old).chain(args.new);
    let documents = match <[PathBuf; 2]>::try_from(files.collect::<Vec<_>>()) {
        Ok([old, new]) => Documents::Files(old, new),
        Err(_) => Documents::Since(args.base),
    };
    let task = match (args.gate, args.write_changelog) {
        (true, _) => diff::Task::Gate,
        (_, true) => diff::Task::WriteChangelog,
        _ => diff::Task::Print,
    };
    let diff = Diff {
        root,
        documents,
        style: args.style,
        format: args.format,
        task,
        color: Color::of_the_terminal(),
    };
    Ok(diff.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn client(root: PathBuf, args: ClientArgs) -> io::Result<u8> {
    let ClientArgs {
        spec,
        style,
        name,
        out,
    } = args;
    let client = NewClient {
        root,
        spec,
        style,
        name,
        out,
        color: Color::of_the_terminal(),
    };
    Ok(client.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn release(root: PathBuf, args: ReleaseArgs) -> io::Result<u8> {
    let ReleaseArgs { version, dry_run } = args;
    let release = Release {
        root,
        version,
        dry_run,
    };
    let holds = release.run(&mut io::stdout(), &mut io::stderr())?;
    Ok(if holds { 0 } else { 5 })
}

fn drift(root: PathBuf, args: DriftArgs) -> io::Result<u8> {
    let document = args.document.map(Official::Document);
    let Some(official) = document.or(args.sdk.map(Official::Library)) else {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "name a document, or a library with `--sdk`",
        ));
    };
    let drift = Drift {
        format: args.format,
        color: Color::of_the_terminal(),
        released: args.released,
        ..Drift::of(root, official)
    };
    Ok(drift.run(&mut io::stdout(), &mut io::stderr())?.code())
}

fn regen(root: PathBuf, args: RegenArgs) -> io::Result<u8> {
    if let Some(rule) = args.explain {
        let text = match rule.as_str() {
            "" => explain::findings(),
            rule => explain::finding(&root, rule, Color::of_the_terminal().out)?,
        };
        io::stdout().write_all(text.as_bytes())?;
        return Ok(0);
    }
    let own = Regen::of(root);
    let regen = Regen {
        spec: args.spec.unwrap_or(own.spec),
        out: args.out.unwrap_or(own.out),
        style: args.style,
        check: args.check,
        format: args.format,
        fix: args.fix,
        color: Color::of_the_terminal(),
        ..own
    };
    if args.fix && args.style == Style::Official {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "`--fix` only supports documents in our own style",
        ));
    }
    if args.watch {
        let pause = || {
            std::thread::sleep(watch::INTERVAL);
            true
        };
        let changes = Changes::of(regen.inputs(), pause);
        watch::watch(&regen, changes, &mut io::stdout(), &mut io::stderr())?;
        return Ok(0);
    }
    Ok(regen.run(&mut io::stdout(), &mut io::stderr())?.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(arguments: &str) -> bool {
        let words = "xtask diff".split(' ').chain(arguments.split_whitespace());
        Cli::try_parse_from(words).is_ok()
    }

    #[test]
    fn diff_takes_two_documents_in_either_style() {
        for arguments in [
            "",
            "old new",
            "--old old --new new",
            "--style official old new",
            "old new --style official --format json",
            "--style official --old old --new new",
        ] {
            assert!(accepts(arguments), "{arguments}");
        }
        for arguments in [
            "old",
            "old new third",
            "old --new new",
            "old new --old old --new new",
            "old new --gate",
            "old new --base HEAD",
            "--style official",
            "--style official --base HEAD",
            "--style other old new",
        ] {
            assert!(!accepts(arguments), "{arguments}");
        }
    }
}
