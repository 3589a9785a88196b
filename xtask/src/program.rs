//! Tasks that are programs of other packages. Cargo builds and runs them, so that this package stays quick to build
//! and `regen` works while the generated crate does not compile.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::Command;

/// A program and how it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The simulator of the Calls API.
    Simulator,
    /// A few calls with the simulator, from the first status to the last.
    Demo,
}

/// The cargo that runs this program, in the repository at `root`.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root);
    cargo
}

/// Says that it was cargo that could not be run.
pub(crate) fn not_run(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot run cargo: {error}"))
}

impl Program {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Simulator => &["run", "--package", "twilio-calls-simulator", "--"],
            Self::Demo => &[
                "run",
                "--package",
                "twilio-calls-simulator",
                "--example",
                "demo",
                "--",
            ],
        }
    }

    /// Runs the program in the repository at `root` and returns its exit code.
    ///
    /// # Errors
    ///
    /// Fails if cargo cannot be run.
    pub fn run(self, root: &Path, arguments: &[OsString]) -> io::Result<u8> {
        let status = cargo(root)
            .args(self.arguments())
            .args(arguments)
            .status()
            .map_err(not_run)?;
        // A program that was ended by a signal has no exit code.
        Ok(status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1))
    }
}
