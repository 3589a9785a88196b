//! What is known about an operation before any request is made.

#![allow(
    dead_code,
    reason = "the document decides which effects its operations have"
)]

use std::str::FromStr;

use crate::identifier::Identifier;

/// What an operation does to the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Changes nothing.
    Read,
    /// Creates a resource: sending the request twice creates two.
    Create,
    /// Changes a resource. Only Twilio knows whether doing so twice equals doing so once.
    Update,
    /// Sets a resource to what is sent (PUT): doing so twice equals doing so once.
    Replace,
    /// Removes a resource: removing it twice equals removing it once.
    Delete,
}

impl Effect {
    /// Whether sending the same request twice has the effect of sending it once.
    pub(crate) fn is_idempotent(self) -> bool {
        matches!(self, Self::Read | Self::Replace | Self::Delete)
    }
}

/// The static facts of an operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The name in errors and traces.
    pub(crate) id: &'static str,
    pub(crate) effect: Effect,
    /// The property of the response that identifies the created resource.
    pub(crate) created: Option<Identifier>,
    /// Whether the client's limit of calls per second applies to its requests.
    pub(crate) rate_limited: bool,
    /// Whether the response body is passed on as it arrives, rather than read as a whole.
    pub(crate) streamed: bool,
    /// Whether the body is bytes that may be stored on another server: redirects are followed, and an interrupted body
    /// is resumed.
    pub(crate) download: bool,
    /// Whether a body without any property is rejected.
    pub(crate) not_empty: bool,
    /// The wire names of all parameters that have a setter.
    pub(crate) parameters: &'static [&'static str],
}

impl Operation {
    /// An operation without any special properties.
    pub(crate) const fn new(id: &'static str, effect: Effect) -> Self {
        Self {
            id,
            effect,
            created: None,
            rate_limited: false,
            streamed: false,
            download: false,
            not_empty: false,
            parameters: &[],
        }
    }

    /// The identifier of the created resource: the property with this name, whose value parses as `T`.
    pub(crate) const fn identified_by<T: FromStr>(property: &'static str) -> Option<Identifier> {
        Some(Identifier::new::<T>(property))
    }
}
