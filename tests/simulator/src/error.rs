//! Errors of the API, as Twilio writes them: a code, a message and a link.

use std::time::Duration;

use serde_json::{Value, json};

/// An error response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) retry_after: Option<Duration>,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            retry_after: None,
        }
    }

    pub(crate) fn bad(code: u32, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    pub(crate) fn not_found(path: &str) -> Self {
        Self::new(
            404,
            20404,
            format!("The requested resource {path} was not found"),
        )
    }

    pub(crate) fn too_many(retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..Self::new(429, 20429, "Too Many Requests")
        }
    }

    /// An invalid parameter.
    pub(crate) fn invalid(parameter: &str, reason: &str) -> Self {
        Self::bad(
            code_of(parameter),
            format!("Invalid parameter {parameter}: {reason}"),
        )
    }

    pub(crate) fn body(&self) -> Value {
        json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        })
    }
}

/// Twilio's error code for an invalid value of a parameter; 20422 if there is no specific one.
fn code_of(parameter: &str) -> u32 {
    match parameter {
        "To" => 21211,
        "From" | "CallerId" => 21212,
        "Url" | "FallbackUrl" => 21205,
        "SendDigits" => 21206,
        "Timeout" => 21208,
        "Method" | "FallbackMethod" => 21209,
        "ApplicationSid" => 21218,
        "StatusCallback" => 21609,
        "StatusCallbackEvent" => 21626,
        "MachineDetectionTimeout" => 21234,
        _ => 20422,
    }
}
