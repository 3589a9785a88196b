//! The environment variables that configure a client.

use std::env::VarError;

use crate::error::Error;

pub(crate) const ACCOUNT_SID: &str = "TWILIO_ACCOUNT_SID";
pub(crate) const AUTH_TOKEN: &str = "TWILIO_AUTH_TOKEN";
pub(crate) const API_KEY: &str = "TWILIO_API_KEY";
pub(crate) const API_SECRET: &str = "TWILIO_API_SECRET";
pub(crate) const REGION: &str = "TWILIO_REGION";
pub(crate) const EDGE: &str = "TWILIO_EDGE";
pub(crate) const BASE_URL: &str = "TWILIO_BASE_URL";

/// Looks a variable up. Tests pass their own: the environment of a process cannot be changed safely.
pub(crate) type Lookup<'a> = dyn Fn(&'static str) -> Result<Option<String>, Error> + 'a;

/// Looks a variable up in the environment of the process; an empty one counts as not set.
pub(crate) fn variable(name: &'static str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        // Twilio rejects a secret with a line break left by a file or a shell, and does not say why.
        Ok(value) if value.trim() != value => Err(Error::configuration(format!(
            "the environment variable {name} begins or ends with white space"
        ))),
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "the environment variable {name} is not valid Unicode"
        ))),
    }
}

/// Looks a required variable up; the hint follows in the error.
pub(crate) fn required(
    lookup: &Lookup<'_>,
    name: &'static str,
    hint: &str,
) -> Result<String, Error> {
    lookup(name)?.ok_or_else(|| {
        Error::configuration(format!("the environment variable {name} is not set{hint}"))
    })
}

#[cfg(test)]
pub(crate) fn lookup<'a>(
    variables: &'a [(&'a str, &'a str)],
) -> impl Fn(&'static str) -> Result<Option<String>, Error> + 'a {
    |name| {
        Ok(variables
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned()))
    }
}
