//! The project's tasks as functions: reading, writing and printing around [`codegen`], which does neither.

mod approvals;
mod changelog;
pub mod check;
pub mod diff;
mod disk;
pub mod drift;
pub mod explain;
mod format;
mod gate;
mod git;
mod manifest;
mod paths;
pub mod program;
pub mod regen;
mod rustfmt;

pub use format::Format;
pub use paths::repository_root;
