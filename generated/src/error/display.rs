//! What an error shows: neither secrets nor personal data.

use std::error::Error as StdError;
use std::fmt;

use reqwest::header::{CONTENT_TYPE, LOCATION};

use super::{Error, ErrorKind, Progress};
use crate::api_error::ApiError;
use crate::mask::masked;
use crate::response::{RawResponse, is_declared_as_html};

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
                f.write_str("could not connect to the server")?;
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
            ErrorKind::Transport(_, Progress::Unsent) => {
                f.write_str("the transport failed before the request was sent")?;
            }
            ErrorKind::Transport(..) => f.write_str("the transport failed")?,
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
                if let Some(api) = api {
                    let parameters = self.0.operation.map_or(&[][..], |it| it.parameters);
                    reported(f, api, parameters)?;
                } else if is_html(response) {
                    f.write_str(", with an HTML page, which is not from its API")?;
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
            ErrorKind::Decode(response, _) if is_html(response) => write!(
                f,
                "the response ({}) is an HTML page, which is not from Twilio's API",
                response.status.as_u16()
            )?,
            ErrorKind::Decode(response, _) if response.body.trim_ascii().is_empty() => {
                write!(f, "the response ({}) has no body", response.status.as_u16())?
            }
            ErrorKind::Decode(response, error) => {
                let status = response.status.as_u16();
                write!(f, "could not decode the response ({status})")?;
                if !is_declared_as_json(response) {
                    f.write_str(", which is not declared as JSON")?;
                }
                write!(f, ": {error}")?;
            }
            #[cfg(feature = "csv")]
            ErrorKind::Row(error) => write!(f, "could not decode the CSV: {error}")?,
            ErrorKind::Paging(message) => f.write_str(message)?,
            ErrorKind::Changed => f.write_str(
                "the download was interrupted, and the rest may not belong to the same content",
            )?,
            ErrorKind::File(_) => f.write_str("could not write the file")?,
            ErrorKind::Wait(deadline, last) => {
                write!(
                    f,
                    "the requested status was not reached within {deadline:?}"
                )?;
                if let Some(status) = &last.status {
                    write!(f, "; the last one was `{status}`")?;
                }
            }
            ErrorKind::Token(error) => match error.operation() {
                Some("token") => f.write_str("could not obtain an access token")?,
                _ => f.write_str("could not obtain credentials")?,
            },
            ErrorKind::Provider(_) => f.write_str("the credentials provider failed")?,
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

/// What Twilio reported: the code, its meaning, and the message without what can be personal data.
fn reported(f: &mut fmt::Formatter<'_>, api: &ApiError, parameters: &[&str]) -> fmt::Result {
    if let Some(code) = api.code() {
        write!(f, ", error {code}")?;
        if let Some(meaning) = code.meaning() {
            write!(f, " ({meaning})")?;
        }
    }
    match api.message().filter(|it| !it.trim().is_empty()) {
        Some(message) => write!(f, ": {}", masked(message, parameters).trim_end_matches('.')),
        None => Ok(()),
    }
}

/// Whether the response is a page for people, such as proxies and load balancers send.
fn is_html(response: &RawResponse) -> bool {
    let body = response.body.trim_ascii_start();
    let begins = |start: &str| {
        let body = body.get(..start.len()).unwrap_or_default();
        body.eq_ignore_ascii_case(start.as_bytes())
    };
    is_declared_as_html(&response.headers) || begins("<!doctype html") || begins("<html")
}

/// Whether the response has a content type such as `application/json` or `application/problem+json`.
fn is_declared_as_json(response: &RawResponse) -> bool {
    let declared = response.headers.get(CONTENT_TYPE);
    let declared = declared.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let media_type = declared.split(';').next().unwrap_or_default().trim();
    media_type.to_ascii_lowercase().ends_with("json")
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0.kind {
            ErrorKind::Arguments(_) => "Arguments",
            ErrorKind::Value(_) => "Value",
            ErrorKind::Configuration(..) => "Configuration",
            ErrorKind::Encode(_) => "Encode",
            ErrorKind::Send(..) => "Send",
            ErrorKind::Transport(..) => "Transport",
            ErrorKind::Timeout(..) => "Timeout",
            ErrorKind::Redirected => "Redirected",
            ErrorKind::Status(..) => "Status",
            ErrorKind::Read(..) => "Read",
            ErrorKind::TooLarge(..) => "TooLarge",
            ErrorKind::Decode(..) => "Decode",
            #[cfg(feature = "csv")]
            ErrorKind::Row(_) => "Row",
            ErrorKind::Paging(_) => "Paging",
            ErrorKind::Changed => "Changed",
            ErrorKind::File(_) => "File",
            ErrorKind::Wait(..) => "Wait",
            ErrorKind::Token(_) => "Token",
            ErrorKind::Provider(_) => "Provider",
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
            ErrorKind::Configuration(_, cause) => cause.as_ref().map(|cause| &**cause as _),
            ErrorKind::Encode(error) => Some(error),
            ErrorKind::File(error) => Some(error),
            ErrorKind::Transport(error, _) | ErrorKind::Provider(error) => Some(&**error),
            ErrorKind::Send(error, _) | ErrorKind::Read(_, error) => Some(error),
            ErrorKind::Token(error) => Some(error),
            ErrorKind::Wait(_, last) => last.error.as_ref().map(|error| error as _),
            // Their messages contain that of the cause.
            ErrorKind::Arguments(_) | ErrorKind::Value(_) | ErrorKind::Decode(..) => None,
            #[cfg(feature = "csv")]
            ErrorKind::Row(_) => None,
            ErrorKind::Timeout(..)
            | ErrorKind::Redirected
            | ErrorKind::Status(..)
            | ErrorKind::TooLarge(..)
            | ErrorKind::Paging(_)
            | ErrorKind::Changed => None,
        }
    }
}
