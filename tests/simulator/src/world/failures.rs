//! The results of delivered requests, and calls whose instructions cannot be carried out.

use std::sync::Arc;
use std::time::Duration;

use super::World;
use crate::call::CallStatus;
use crate::callback::{self, CallbackKind, Delivery, Target};
use crate::exchange::{Exchange, Received};
use crate::moment::Moment;
use crate::notification::{Cause, Level, Notification, Text, code};
use crate::sid::Sid;
use crate::store::Seq;
use crate::twiml::Defect;

/// The result of a request that was sent.
pub(crate) enum DeliveryResult {
    Received(Received),
    /// There was no connection.
    NotReached(String),
    /// There was a connection, but no response.
    Silent(String),
}

/// Why instructions cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    code: u32,
    message: String,
}

impl Failure {
    fn new(code: u32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<Defect> for Failure {
    fn from(defect: Defect) -> Self {
        match defect {
            Defect::NotXml => Self::new(code::NOT_XML, "Document parse failure"),
            Defect::NotTwiml(problem) => Self::new(code::NOT_TWIML, problem),
        }
    }
}

/// What a response contains, by its content type.
enum Content {
    Twiml,
    /// Speech or audio, which takes no time here.
    Speech,
    Other,
}

impl Content {
    fn of(received: &Received) -> Self {
        let Some(content_type) = &received.content_type else {
            return Self::Twiml;
        };
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        match media_type.to_ascii_lowercase().as_str() {
            "text/xml" | "application/xml" | "text/html" => Self::Twiml,
            "text/plain" => Self::Speech,
            other if other.starts_with("audio/") => Self::Speech,
            _ => Self::Other,
        }
    }
}

impl World {
    /// Records the result of a request, and follows the instructions it returned.
    pub(crate) fn delivered(
        &mut self,
        delivery: &Delivery,
        result: &DeliveryResult,
        took: Duration,
        now: Moment,
    ) {
        let Some(call) = self.store.get(delivery.seq).map(|call| call.sid) else {
            return;
        };
        let response = match result {
            DeliveryResult::Received(received) => Some(received.clone()),
            DeliveryResult::NotReached(_) | DeliveryResult::Silent(_) => None,
        };
        self.exchanges.add(Exchange::new(
            call,
            (delivery.target.method(), delivery.target.url.clone()),
            delivery.parameters.clone(),
            response.clone(),
            (now, took),
            self.exchanges.added(),
        ));
        match delivery.kind {
            kind if kind.is_instructions() => {
                let cause = Cause {
                    target: delivery.target.clone(),
                    parameters: delivery.parameters.clone(),
                    response,
                };
                self.instructed(delivery, result, cause, now);
            }
            CallbackKind::Status => self.unwelcome(delivery, response.as_ref(), now),
            _ => {}
        }
    }

    /// Follows the returned instructions, unless others have replaced them meanwhile.
    fn instructed(
        &mut self,
        delivery: &Delivery,
        result: &DeliveryResult,
        cause: Cause,
        now: Moment,
    ) {
        let seq = delivery.seq;
        if !self.is_live(seq) || self.program(seq) != delivery.program {
            return;
        }
        let Err(failure) = self.carry_out(seq, result, now) else {
            return;
        };
        let is_first = delivery.kind != CallbackKind::Fallback;
        self.failed_at(seq, &failure, Some(cause), is_first, now);
    }

    fn carry_out(&mut self, seq: Seq, result: &DeliveryResult, now: Moment) -> Result<(), Failure> {
        let received = match result {
            DeliveryResult::Received(received) => received,
            DeliveryResult::NotReached(reason) => {
                return Err(Failure::new(code::NOT_REACHED, reason));
            }
            DeliveryResult::Silent(reason) => return Err(Failure::new(code::NOT_FETCHED, reason)),
        };
        if !received.is_success() {
            let message = format!("Got HTTP {} response", received.status);
            return Err(Failure::new(code::NOT_FETCHED, message));
        }
        match Content::of(received) {
            // There is nothing to carry out.
            _ if received.body.trim().is_empty() => Ok(()),
            Content::Twiml => self.load(seq, &received.body, now),
            Content::Speech => Ok(()),
            Content::Other => Err(Failure::new(code::CONTENT_TYPE, "Invalid Content-Type")),
        }
    }

    /// Handles instructions in the request itself that cannot be carried out.
    pub(super) fn failed(
        &mut self,
        seq: Seq,
        failure: &Failure,
        cause: Option<Cause>,
        now: Moment,
    ) {
        self.failed_at(seq, failure, cause, true, now);
    }

    /// Requests fallback instructions, or ends the call if there are none or they failed, too.
    fn failed_at(
        &mut self,
        seq: Seq,
        failure: &Failure,
        cause: Option<Cause>,
        is_first: bool,
        now: Moment,
    ) {
        let Some(call) = self.store.get(seq).cloned() else {
            return;
        };
        let url = cause.as_ref().map(|cause| cause.target.url.clone());
        let about = url.as_deref().map(|url| ("url", url));
        let text = Text::new(about, failure.code, Level::Error, &failure.message);
        let (code, level) = (failure.code, Level::Error);
        self.notify((call.account, call.sid), (code, level), text, cause, now);
        match call.options.fallback.clone().filter(|_| is_first) {
            Some(target) => {
                let parameters = callback::fallback(&call, code, url.as_deref());
                self.fire(CallbackKind::Fallback, seq, &call, target, parameters, now);
            }
            None => self.end(seq, CallStatus::Completed, 200, now),
        }
    }

    /// Warns about a status callback whose response is not a success.
    fn unwelcome(&mut self, delivery: &Delivery, response: Option<&Received>, now: Moment) {
        let Some(received) = response.filter(|received| !received.is_success()) else {
            return;
        };
        let Some(call) = self.store.get(delivery.seq).cloned() else {
            return;
        };
        let Target { url, .. } = &delivery.target;
        let message = format!("Got HTTP {} response to {url}", received.status);
        let (code, level) = (code::CALLBACK, Level::Warning);
        let text = Text::new(Some(("statusCallback", url)), code, level, &message);
        self.notify((call.account, call.sid), (code, level), text, None, now);
    }

    fn notify(
        &mut self,
        (account, call): (Sid, Sid),
        (code, level): (u32, Level),
        text: Text,
        cause: Option<Cause>,
        now: Moment,
    ) {
        self.notifications.add(Notification {
            sid: Sid::random(*b"NO", &mut self.random),
            account,
            call,
            level,
            code,
            text,
            at: now,
            cause,
        });
    }

    /// Records a request to the API that created or changed a call.
    pub(crate) fn note_request(&mut self, exchange: impl FnOnce(u64, &Arc<str>) -> Exchange) {
        let number = self.exchanges.added();
        let exchange = exchange(number, &self.base.clone());
        self.exchanges.add(exchange);
    }
}
