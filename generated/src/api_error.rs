//! The errors that Twilio reports.

use std::fmt;

use serde_json::Value;

use crate::error_code::ErrorCode;

/// The error that Twilio reported in a response.
///
/// Read from its usual form (`code`, `message`, `more_info`, `status`) and from RFC 9457 problem
/// details (`type`, `title`, `status`, `detail`). `Debug` shows the code only, because messages can
/// contain phone numbers.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) {
/// let create = client.create_call("+15558675310", "+15552223214").twiml("<Response/>");
/// if let Err(error) = create.await
///     && let Some(api) = error.api_error()
/// {
///     println!("error {:?}, see {:?}", api.code(), api.more_info());
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct ApiError {
    code: Option<ErrorCode>,
    message: Option<String>,
    more_info: Option<String>,
    details: Option<String>,
}

impl ApiError {
    /// The error code. [`ErrorCode::get`] returns its number, such as 21211.
    ///
    /// ```
    /// fn number(error: &twilio_calls::ApiError) -> Option<u32> {
    ///     error.code().map(|code| code.get())
    /// }
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.code
    }

    /// The error message. It may contain personal data.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The URL of a page about this error code.
    #[must_use]
    pub fn more_info(&self) -> Option<&str> {
        self.more_info.as_deref()
    }

    /// Further details, as JSON. They may contain personal data.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.details.as_deref()
    }

    /// Reads the body of a response, if it has a known form.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let Value::Object(object) = serde_json::from_slice(body).ok()? else {
            return None;
        };
        let code = object.get("code").and_then(|code| match code {
            Value::Number(number) => u32::try_from(number.as_u64()?).ok(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        });
        let code = code.map(ErrorCode::new);
        let string = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| object.get(*name)?.as_str())
                .map(str::to_owned)
        };
        // The last is that of OAuth endpoints (RFC 6749).
        let message = string(&["message", "detail", "title", "error_description"]);
        let more_info = string(&["more_info", "type"]);
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
