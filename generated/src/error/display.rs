//! What an error shows: neither secrets nor personal data.

use std::error::Error as StdError;
use std::fmt;

use reqwest::header::LOCATION;

use super::{Error, ErrorKind, Progress};
use crate::api_error::{ApiError, meaning};
use crate::argument::InvalidArgument;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        match &self.0.kind {
            ErrorKind::Arguments(arguments) => {
                f.write_str("nothing was sent: ")?;
                for (at, argument) in arguments.iter().enumerate() {
                    if at > 0 {
                        f.write_str("; ")?;
                    }
                    write!(f, "{argument}")?;
                }
            }
            ErrorKind::Value(error) => write!(f, "{error}")?,
            ErrorKind::Configuration(message, _) => f.write_str(message)?,
            ErrorKind::Encode(_) => f.write_str("could not encode the parameters")?,
            ErrorKind::Send(error, Progress::Unsent) if error.is_connect() => {
                f.write_str("could not connect to Twilio")?;
            }
            ErrorKind::Send(error, _) if error.is_timeout() => {
                f.write_str("the HTTP client timed out before a response arrived")?;
            }
            ErrorKind::Send(error, Progress::Unsent) if error.is_builder() => {
                f.write_str("the HTTP client cannot send the request")?;
            }
            // Only an HTTP client of the application makes more than one request, and fails at the second.
            ErrorKind::Send(error, _) if error.is_builder() || error.is_connect() => {
                f.write_str(
                    "the HTTP client failed, perhaps after a redirect or a retry of its own",
                )?;
            }
            ErrorKind::Send(_, Progress::Unsent) => {
                f.write_str("the connection closed before the request was sent")?;
            }
            ErrorKind::Send(..) => {
                f.write_str("the connection closed before a response arrived")?
            }
            ErrorKind::Timeout(limit, Progress::Answered(response)) => write!(
                f,
                "no complete response body ({}) within {limit:?}",
                response.status.as_u16()
            )?,
            ErrorKind::Timeout(limit, _) => write!(f, "no complete response within {limit:?}")?,
            ErrorKind::Redirected => f.write_str(
                "the HTTP client followed a redirect; configure it with `redirect::Policy::none()`",
            )?,
            ErrorKind::Status(response, api) => {
                write!(f, "Twilio responded with {}", response.status.as_u16())?;
                if let Some(code) = api.as_ref().and_then(ApiError::code) {
                    write!(f, ", error {code}")?;
                    if let Some(meaning) = meaning(code) {
                        write!(f, " ({meaning})")?;
                    }
                } else if response.status.is_redirection()
                    && response.headers.contains_key(LOCATION)
                {
                    f.write_str(", a redirect, which is not followed")?;
                } else if response.status.is_success() {
                    f.write_str(", which this operation does not document")?;
                }
            }
            ErrorKind::Read(response, _) => {
                write!(
                    f,
                    "the response body ended early ({})",
                    response.status.as_u16()
                )?;
            }
            ErrorKind::TooLarge(response, limit) => write!(
                f,
                "the response body ({}) is larger than {limit} bytes",
                response.status.as_u16()
            )?,
            ErrorKind::Decode(response, error) => write!(
                f,
                "could not decode the response ({}): {error}",
                response.status.as_u16()
            )?,
            #[cfg(feature = "csv")]
            ErrorKind::Row(error) => write!(f, "could not decode the CSV: {error}")?,
            ErrorKind::Paging(message) => f.write_str(message)?,
            ErrorKind::Wait(deadline, last) => {
                write!(
                    f,
                    "the requested status was not reached within {deadline:?}"
                )?;
                if let Some(status) = &last.status {
                    write!(f, "; the last one was `{status}`")?;
                }
            }
            ErrorKind::Token(_) => f.write_str("could not obtain an access token")?,
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request {}", id.escape_debug())?;
        }
        if self.0.attempts > 1 {
            write!(f, ", after {} attempts", self.0.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0.kind {
            ErrorKind::Arguments(_) => "Arguments",
            ErrorKind::Value(_) => "Value",
            ErrorKind::Configuration(..) => "Configuration",
            ErrorKind::Encode(_) => "Encode",
            ErrorKind::Send(..) => "Send",
            ErrorKind::Timeout(..) => "Timeout",
            ErrorKind::Redirected => "Redirected",
            ErrorKind::Status(..) => "Status",
            ErrorKind::Read(..) => "Read",
            ErrorKind::TooLarge(..) => "TooLarge",
            ErrorKind::Decode(..) => "Decode",
            #[cfg(feature = "csv")]
            ErrorKind::Row(_) => "Row",
            ErrorKind::Paging(_) => "Paging",
            ErrorKind::Wait(..) => "Wait",
            ErrorKind::Token(_) => "Token",
        };
        let mut out = f.debug_struct("Error");
        out.field("kind", &format_args!("{kind}"))
            .field("message", &format_args!("{self}"));
        if let Some(source) = self.source() {
            out.field("source", &source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            ErrorKind::Arguments(arguments) => arguments
                .iter()
                .find_map(InvalidArgument::value_error)
                .map(|error| error as _),
            ErrorKind::Value(error) => Some(error),
            ErrorKind::Configuration(_, cause) => cause.as_ref().map(|cause| &**cause as _),
            ErrorKind::Encode(error) => Some(error),
            ErrorKind::Send(error, _) | ErrorKind::Read(_, error) => Some(error),
            ErrorKind::Decode(_, error) => Some(error),
            #[cfg(feature = "csv")]
            ErrorKind::Row(error) => Some(error),
            ErrorKind::Token(error) => Some(error),
            ErrorKind::Wait(_, last) => last.error.as_ref().map(|error| error as _),
            ErrorKind::Timeout(..)
            | ErrorKind::Redirected
            | ErrorKind::Status(..)
            | ErrorKind::TooLarge(..)
            | ErrorKind::Paging(_) => None,
        }
    }
}
