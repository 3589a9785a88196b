//! Creates a call, after the checks in Twilio's order.

use std::time::Duration;

use super::{ApiResponse, Handler, shown, violated};
use crate::call::{Detection, Events, Instructions, Options};
use crate::contract::Violation;
use crate::error::ApiError;
use crate::world::NewCall;

/// Twilio's default for `Timeout`, in seconds.
const TIMEOUT: u64 = 60;
/// Twilio's default for `TimeLimit`, in seconds.
const TIME_LIMIT: u64 = 14_400;
/// Twilio's default for `MachineDetectionTimeout`, in seconds.
const DETECTION_TIMEOUT: u64 = 30;

impl Handler<'_> {
    pub(super) fn create(self) -> Result<ApiResponse, ApiError> {
        let violations = self.violations();
        self.check_to(&violations)?;
        self.check_instructions(&violations)?;
        self.check_from(&violations)?;
        self.check_reachable()?;
        if let Some(violation) = violations.first() {
            return Err(ApiError::invalid(&violation.parameter, &violation.reason));
        }
        let new_call = self.new_call();
        let now = self.shared.clock.now();
        let response = {
            let mut world = self.shared.world();
            if self.test {
                return Ok(ApiResponse::json(
                    201,
                    &world.create_for_test(&new_call, now),
                ));
            }
            let call = world.create(&new_call, now).ok_or_else(|| {
                ApiError::new(500, 20500, "The simulator cannot store another call")
            })?;
            let response = ApiResponse::json(201, &*call).about(call.sid);
            self.log(&mut world, &call, &response);
            response
        };
        self.shared.planned.notify_one();
        Ok(response)
    }

    fn check_to(&self, violations: &[Violation]) -> Result<(), ApiError> {
        let Some(to) = self.text("To") else {
            return Err(ApiError::bad(21201, "No 'To' number is specified"));
        };
        match violated(violations, &["To"]) {
            Some(_) => Err(ApiError::bad(
                21211,
                format!("Invalid 'To' Phone Number: {}", shown(to)),
            )),
            None => Ok(()),
        }
    }

    fn check_instructions(&self, violations: &[Violation]) -> Result<(), ApiError> {
        if ["Url", "Twiml", "ApplicationSid"]
            .iter()
            .all(|name| self.text(name).is_none())
        {
            return Err(ApiError::bad(21205, "Url parameter is required."));
        }
        match violated(violations, &["Url", "Twiml", "ApplicationSid"]) {
            Some(violation) if violation.parameter == "Url" => {
                Err(ApiError::bad(21205, "Url is not a valid URL"))
            }
            Some(violation) => Err(ApiError::invalid(&violation.parameter, &violation.reason)),
            None => Ok(()),
        }
    }

    fn check_from(&self, violations: &[Violation]) -> Result<(), ApiError> {
        let Some(from) = self.text("From") else {
            return Err(ApiError::bad(21213, "From phone number is required."));
        };
        let is_phone = |party: &str| {
            party.starts_with('+') && party.bytes().skip(1).all(|byte| byte.is_ascii_digit())
        };
        let invalid = violated(violations, &["From"]).is_some()
            || (self.text("To").is_some_and(is_phone) && !is_phone(from))
            || from == "+15005550001";
        if invalid {
            return Err(ApiError::bad(
                21212,
                format!("From is not a valid phone number: {}", shown(from)),
            ));
        }
        let numbers = self.shared.settings.numbers.as_ref();
        let owned = numbers
            .is_none_or(|numbers| !is_phone(from) || numbers.iter().any(|number| number == from));
        // A forwarded call shows the caller's number, which is not one of the account's.
        let owned = if self.test {
            from == "+15005550006"
        } else {
            owned || self.text("CallToken").is_some()
        };
        if !owned {
            let message = format!(
                "The source phone number provided, {from}, is not yet verified for your account. You may only make \
                 calls from phone numbers that you've verified or purchased from Twilio."
            );
            return Err(ApiError::bad(21210, message));
        }
        Ok(())
    }

    /// The magic numbers that provoke these errors with Twilio's test credentials.
    fn check_reachable(&self) -> Result<(), ApiError> {
        let to = self.text("To").unwrap_or_default();
        let (code, message) = match to.strip_prefix("+1500555000") {
            Some("1") => (
                21217,
                format!("Phone number does not appear to be valid: {to}"),
            ),
            Some("2") => (21214, format!("'To' phone number cannot be reached: {to}")),
            Some("3") => (21215, format!("Account not authorized to call {to}")),
            Some("4") => (21216, format!("Account not allowed to call {to}")),
            _ => return Ok(()),
        };
        Err(ApiError::bad(code, message))
    }

    fn new_call(&self) -> NewCall {
        let is_true = |name| self.text(name) == Some("true");
        let seconds = |name, default| Duration::from_secs(self.number(name).unwrap_or(default));
        let application = self.text("ApplicationSid").is_some();
        let instructions = if application {
            Instructions::None
        } else {
            match (self.target("Url", "Method"), self.text("Twiml")) {
                (Some(target), _) => Instructions::Url(target),
                (None, Some(twiml)) => Instructions::Twiml(twiml.into()),
                (None, None) => Instructions::None,
            }
        };
        let events = self.values("StatusCallbackEvent");
        let detects = self
            .text("MachineDetection")
            .filter(|_| self.text("SendDigits").is_none());
        let detection = detects.map(|mode| Detection {
            waits_for_end: mode == "DetectMessageEnd",
            timeout: seconds("MachineDetectionTimeout", DETECTION_TIMEOUT),
            background: is_true("AsyncAmd")
                .then(|| self.target("AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod")),
        });
        let recording = is_true("Record").then(|| self.recording_options());
        let from = self
            .text("CallerId")
            .or(self.text("From"))
            .unwrap_or_default();
        NewCall {
            account: self.account,
            to: self.text("To").unwrap_or_default().into(),
            from: from.into(),
            options: Options {
                status_callback: self
                    .target("StatusCallback", "StatusCallbackMethod")
                    .filter(|_| !application),
                events: if events.is_empty() {
                    Events::default()
                } else {
                    Events::of(events)
                },
                instructions,
                fallback: self
                    .target("FallbackUrl", "FallbackMethod")
                    .filter(|_| !application),
                timeout: seconds("Timeout", TIMEOUT),
                time_limit: seconds("TimeLimit", TIME_LIMIT),
                detection,
                recording,
            },
        }
    }
}
