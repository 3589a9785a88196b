//! Tasks that are programs of other packages: they are built and run by cargo, so that this one stays quick to build
//! and `regen` works while the generated crate does not compile.

use std::ffi::OsString;
use std::io;
use std::process::Command;

/// A program and how it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The stand-in for the service.
    Simulator,
    /// A few calls from the first to the last status, against the stand-in.
    Demo,
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

    /// Runs the program and gives its exit code.
    ///
    /// # Errors
    ///
    /// cargo cannot be run.
    pub fn run(self, arguments: &[OsString]) -> io::Result<u8> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .current_dir(crate::workspace())
            .args(self.arguments())
            .args(arguments)
            .status()?;
        // A program that was ended by a signal has no code of its own.
        Ok(status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1))
    }
}
