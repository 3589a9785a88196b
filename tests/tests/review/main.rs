//! What reviewers are told about a change of the spec.

#[cfg(test)]
mod approvals;
#[cfg(test)]
mod check;
#[cfg(test)]
mod dialect;
#[cfg(test)]
mod drift;
#[cfg(test)]
mod drift_edits;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod json_bodies;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod library;
#[cfg(test)]
mod matching;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod numbered;
#[cfg(test)]
mod oasdiff;
#[cfg(test)]
mod oasdiff_edits;
#[cfg(test)]
mod official;
#[cfg(test)]
mod pictures;
mod places;
#[cfg(test)]
mod project;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod regen;
#[cfg(test)]
mod release;
#[cfg(test)]
mod releases;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod semver_checks;
#[cfg(test)]
mod single_edits;
#[cfg(test)]
mod support;
#[cfg(test)]
mod verdicts;
#[cfg(test)]
mod workflow;
