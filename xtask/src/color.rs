//! Whether what is printed carries colors.

use std::io::{self, IsTerminal};

/// Which of the two streams carry colors; none unless asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Color {
    /// Reports, on standard output.
    pub out: bool,
    /// Findings, on standard error.
    pub err: bool,
}

impl Color {
    /// Colors for the streams that are terminals, unless the environment variable `NO_COLOR` is set.
    #[must_use]
    pub fn of_the_terminal() -> Self {
        let allowed = std::env::var_os("NO_COLOR").is_none();
        Self {
            out: allowed && io::stdout().is_terminal(),
            err: allowed && io::stderr().is_terminal(),
        }
    }
}
