//! Parameters that have no effect.

#![allow(
    dead_code,
    reason = "the document decides whether any parameter can be without effect"
)]

use std::fmt;

/// A parameter that Twilio ignores because another one is missing, or takes precedence.
///
/// Returned by `warnings` of a request. Such a request is sent all the same, since Twilio accepts it.
///
/// ```
/// # use twilio_calls::{Client, Credentials};
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// let create = client
///     .create_call("+15558675310", "+15552223214")
///     .url("https://example.com/voice.xml")
///     .twiml("<Response><Hangup/></Response>")
///     .machine_detection_timeout(10);
/// let warnings: Vec<String> = create.warnings().iter().map(ToString::to_string).collect();
/// assert_eq!(
///     warnings,
///     [
///         "`MachineDetectionTimeout` has no effect without `MachineDetection`",
///         "`Twiml` has no effect with `Url`",
///     ]
/// );
/// # Ok::<(), twilio_calls::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    parameter: &'static str,
    other: Other,
}

/// The parameter whose absence or presence leaves another one without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Other {
    Missing(&'static str),
    Given(&'static str),
}

impl Warning {
    /// The name of the parameter on the wire, such as `MachineDetectionTimeout`.
    #[must_use]
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }

    /// The name of the parameter that is missing, such as `MachineDetection`.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        match self.other {
            Other::Missing(name) => Some(name),
            Other::Given(_) => None,
        }
    }

    /// The name of the parameter that takes precedence, such as `Url` over `Twiml`.
    #[must_use]
    pub fn overridden_by(&self) -> Option<&'static str> {
        match self.other {
            Other::Given(name) => Some(name),
            Other::Missing(_) => None,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (preposition, other) = match self.other {
            Other::Missing(name) => ("without", name),
            Other::Given(name) => ("with", name),
        };
        write!(
            f,
            "`{}` has no effect {preposition} `{other}`",
            self.parameter
        )
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
            let other = Other::Missing(other);
            self.0.push(Warning { parameter, other });
        }
    }

    /// Adds a warning if both parameters were given, of which the other takes precedence.
    pub(crate) fn yields(
        &mut self,
        parameter: &'static str,
        given: bool,
        other: &'static str,
        other_given: bool,
    ) {
        if given && other_given {
            let other = Other::Given(other);
            self.0.push(Warning { parameter, other });
        }
    }

    pub(crate) fn finish(self) -> Vec<Warning> {
        self.0
    }
}
