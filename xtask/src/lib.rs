//! The project's tasks as functions: the reading, writing and printing around [`codegen`], which does no I/O.

mod api;
mod approvals;
mod archive;
mod baseline;
mod changelog;
pub mod check;
pub mod client;
pub mod color;
mod dialect;
pub mod diff;
mod disk;
pub mod drift;
pub mod error_codes;
pub mod explain;
mod fix;
mod format;
mod gate;
mod git;
mod independent;
mod manifest;
mod paths;
pub mod program;
pub mod regen;
pub mod release;
mod rustfmt;
pub mod semver_checks;
mod test_programs;
pub mod watch;

pub use disk::read as sources;
pub use format::Format;
pub use paths::repository_root;
