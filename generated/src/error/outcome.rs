//! What a failed request may have done.

use super::{Error, ErrorKind, Progress};
use crate::operation::Effect;

/// What Twilio did about a request that failed, as far as it is known: see [`Error::outcome`].
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// use twilio_calls::Outcome;
///
/// match client.create_call("+15558675310", "+15552223214").twiml("<Response/>").await {
///     Ok(call) => println!("{}", call.sid),
///     Err(error) => match error.outcome() {
///         Outcome::NoEffect => println!("no call was placed: {error}"),
///         Outcome::Rejected => println!("Twilio rejected the call: {error}"),
///         Outcome::Unknown => match error.created_sid() {
///             Some(sid) => println!("call {sid} was placed: {error}"),
///             None => println!("look for the call before placing it again: {error}"),
///         },
///     },
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing was created, changed or deleted: the request was not sent, or it only reads.
    NoEffect,
    /// Twilio responded with an error and did nothing else.
    Rejected,
    /// Twilio may have carried the request out.
    Unknown,
}

impl Error {
    /// What Twilio did about the request, as far as it is known.
    ///
    /// | failure | create, update, delete | read |
    /// |---|---|---|
    /// | invalid argument, invalid configuration, no credentials | `NoEffect` | `NoEffect` |
    /// | no connection; a connection or an attempt that ended before the request was sent | `NoEffect` | `NoEffect` |
    /// | 400 to 499, except 408 | `Rejected` | `Rejected` |
    /// | 408, 500 to 599 | `Unknown` | `Rejected` |
    /// | any other status that the operation does not document: 1xx, 2xx, 3xx | `Unknown` | `NoEffect` |
    /// | timeout or lost connection after sending | `Unknown` | `NoEffect` |
    /// | response that ended early, is too large or cannot be decoded | `Unknown` | `NoEffect` |
    /// | redirect that an [`http_client`](crate::ClientBuilder::http_client) followed | `Unknown` | `NoEffect` |
    /// | any failure of the last attempt, after an earlier one with `Unknown` | `Unknown` | - |
    ///
    /// The last row is about deletes, which are retried even if the outcome of an attempt is unknown: a call that is
    /// not found by the second attempt may have been deleted by the first.
    ///
    /// A create or an update counts as not sent if it is certain that none of its body was sent. A request without a
    /// body, such as a delete, counts as not sent only if no connection was established, and never with an
    /// [`http_client`](crate::ClientBuilder::http_client), which may have repeated it or followed a redirect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let operation = self.0.operation;
        let is_read = operation.is_none_or(|operation| operation.effect == Effect::Read);
        match self.last_outcome() {
            (Outcome::Unknown, Some(408 | 500..=599)) if is_read => Outcome::Rejected,
            (Outcome::Unknown, _) if is_read => Outcome::NoEffect,
            _ if self.0.uncertain => Outcome::Unknown,
            (outcome, _) => outcome,
        }
    }

    /// What is known from the last attempt, as if it were not a read, and the status if that is what failed.
    fn last_outcome(&self) -> (Outcome, Option<u16>) {
        match &self.0.kind {
            ErrorKind::Arguments(_)
            | ErrorKind::Value(_)
            | ErrorKind::Configuration(..)
            | ErrorKind::Encode(_)
            | ErrorKind::Send(_, Progress::Unsent)
            | ErrorKind::Transport(_, Progress::Unsent)
            | ErrorKind::Timeout(_, Progress::Unsent)
            | ErrorKind::Token(_)
            | ErrorKind::Provider(_) => (Outcome::NoEffect, None),
            ErrorKind::Status(response, _) => match response.status.as_u16() {
                status @ (400..=407 | 409..=499) => (Outcome::Rejected, Some(status)),
                status => (Outcome::Unknown, Some(status)),
            },
            _ => (Outcome::Unknown, None),
        }
    }

    /// The SID of what the request created, if the response contains it although the request failed: a response that
    /// reports success but ended early, is too large, came too late or cannot be decoded.
    ///
    /// It always matches the pattern of such SIDs, and is never that of something nested in the response. `None` does not
    /// mean that nothing was created: see [`outcome`](Self::outcome).
    #[must_use]
    pub fn created_sid(&self) -> Option<&str> {
        let identifier = self.0.operation?.created.as_ref()?;
        let response = self.raw_response()?;
        if !response.status.is_success() {
            return None;
        }
        identifier.find(&response.body)
    }
}
