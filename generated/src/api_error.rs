//! What the service says in an error answer.

use std::fmt;

use serde_json::Value;

/// What the service says is wrong with a request.
///
/// Read from its usual form (`code`, `message`, `more_info`, `status`) and from RFC 9457 problem
/// details (`type`, `title`, `status`, `detail`). `Debug` shows the code only, because the words can
/// repeat phone numbers.
#[derive(Clone)]
pub struct ApiError {
    code: Option<u32>,
    message: Option<String>,
    more_info: Option<String>,
    details: Option<String>,
}

impl ApiError {
    /// The service's number for what is wrong, such as 21211; all are listed at
    /// <https://www.twilio.com/docs/api/errors>.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        self.code
    }

    /// What is wrong, in the service's words; it can hold personal data.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The address of a page about this kind of error.
    #[must_use]
    pub fn more_info(&self) -> Option<&str> {
        self.more_info.as_deref()
    }

    /// Further details, as JSON text; they can hold personal data.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.details.as_deref()
    }

    /// Reads an answer, if it has a form that is known.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let Value::Object(object) = serde_json::from_slice(body).ok()? else {
            return None;
        };
        let code = object.get("code").and_then(|code| match code {
            Value::Number(number) => u32::try_from(number.as_u64()?).ok(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        });
        let text = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| object.get(*name)?.as_str())
                .map(str::to_owned)
        };
        // The last is how OAuth endpoints answer (RFC 6749).
        let message = text(&["message", "detail", "title", "error_description"]);
        let more_info = text(&["more_info", "type"]);
        let details = ["details", "errors"]
            .iter()
            .find_map(|name| object.get(*name));
        let details = details.map(Value::to_string);
        if code.is_none() && message.is_none() {
            return None;
        }
        Some(Self {
            code,
            message,
            more_info,
            details,
        })
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// The codes that an application meets most, in words that hold nobody's data.
pub(crate) fn meaning(code: u32) -> Option<&'static str> {
    Some(match code {
        20003 => "the credentials were not accepted",
        20004 => "method not allowed",
        20005 => "the account is not active",
        20006 => "access denied",
        20007 => "the page size is too large",
        20008 => "not available with test credentials",
        20009 => "the call is not over yet",
        20404 => "not found",
        20429 => "too many requests",
        20500 => "internal error of the service",
        20503 => "the service is not available",
        21201 => "no `To`",
        21202 => "premium numbers cannot be called",
        21203 => "international calls are not enabled",
        21205 => "no `Url`, `Twiml` or `ApplicationSid`",
        21206 => "invalid `SendDigits`",
        21210 => "`From` is not verified for the account",
        21211 => "invalid `To`",
        21212 => "invalid `From`",
        21213 => "no `From`",
        21214 => "`To` cannot be reached",
        21215 => "the account may not call this country",
        21216 => "the account may not call this number",
        21217 => "`To` is not a valid phone number",
        21218 => "invalid `ApplicationSid`",
        21219 => "a trial account can only call verified numbers",
        21220 => "the call is not in a state that allows this",
        _ => return None,
    })
}
