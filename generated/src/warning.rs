//! Parameters that have no effect.

#![allow(
    dead_code,
    reason = "the document decides whether any parameter can be without effect"
)]

use std::fmt;

/// A parameter that Twilio ignores because another one is missing.
///
/// Returned by `warnings` of a request. Such a request is sent all the same, since Twilio accepts it.
///
/// ```
/// # use twilio_calls::{Client, Credentials};
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// let create = client
///     .create_call("+15558675310", "+15552223214")
///     .machine_detection_timeout(10);
/// assert_eq!(
///     create.warnings()[0].to_string(),
///     "`MachineDetectionTimeout` has no effect without `MachineDetection`"
/// );
/// # Ok::<(), twilio_calls::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    parameter: &'static str,
    other: &'static str,
}

impl Warning {
    /// The name of the parameter on the wire, such as `MachineDetectionTimeout`.
    #[must_use]
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }

    /// The name of the parameter that is missing.
    #[must_use]
    pub fn missing(&self) -> &'static str {
        self.other
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, other } = self;
        write!(f, "`{parameter}` has no effect without `{other}`")
    }
}

/// Collects warnings.
pub(crate) struct Warnings(Vec<Warning>);

impl Warnings {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a warning if the first parameter was given and the other was not.
    pub(crate) fn expects(
        &mut self,
        parameter: &'static str,
        given: bool,
        other: &'static str,
        other_given: bool,
    ) {
        if given && !other_given {
            self.0.push(Warning { parameter, other });
        }
    }

    pub(crate) fn finish(self) -> Vec<Warning> {
        self.0
    }
}
