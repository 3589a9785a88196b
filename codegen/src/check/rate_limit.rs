//! Requests that are paced by a rate limit of the client.

use super::findings::Findings;
use super::fixes::{remove, rewrite};
use super::similar::{certain, did_you_mean};
use crate::document::Index;
use crate::finding::show;

/// The rate limits that a client has.
pub(crate) const LIMITS: [&str; 1] = ["calls-per-second"];

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for operation in index
        .operations
        .iter()
        .filter(|operation| !operation.is_callback())
    {
        let Some(at) = operation.at.get("x-rate-limit") else {
            continue;
        };
        let Some(name) = at.as_str() else { continue };
        if !LIMITS.contains(&name) {
            findings.error(
                "rate-limit",
                &at,
                format!("the client has no rate limit {}", show(name)),
                did_you_mean(name, LIMITS, "write `calls-per-second`"),
            );
            findings.fix(certain(name, LIMITS).map(|it| rewrite(&at, it)));
        } else if operation.method != "post" {
            findings.key_error(
                "rate-limit",
                &at,
                format!(
                    "a {} request cannot have a rate limit",
                    operation.method.to_uppercase()
                ),
                "remove `x-rate-limit`: it only applies to POST operations",
            );
            findings.fix(remove(&at));
        }
    }
}
