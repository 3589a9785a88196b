//! Request bodies that cannot be sent twice.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A request body that is sent at most once, whatever the HTTP client is configured to do.
///
/// It cannot be cloned, so that no HTTP client can retry the request or repeat it at the target of a redirect. Whether
/// it was handed over determines whether Twilio can have received the request, since no request is complete without its
/// body.
pub(crate) struct SingleUseBody {
    bytes: Bytes,
    fate: Arc<OnceLock<Fate>>,
}

/// What happened to a body, decided once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// A connection took it. Some of it, or all, may have been sent.
    Taken,
    /// No connection took it, and none can any more.
    Withdrawn,
}

/// Reports what happened to a [`SingleUseBody`].
pub(crate) struct Handover(Arc<OnceLock<Fate>>);

impl SingleUseBody {
    pub(crate) fn new(bytes: Bytes) -> (Self, Handover) {
        let fate = Arc::new(OnceLock::new());
        // Nobody asks for an empty body, so whether it was read says nothing.
        if bytes.is_empty() {
            fate.get_or_init(|| Fate::Taken);
        }
        let handover = Handover(Arc::clone(&fate));
        (Self { bytes, fate }, handover)
    }
}

impl Handover {
    /// Withdraws the body, unless a connection has taken it; returns whether it is certain that none of it was sent.
    pub(crate) fn withdraw(&self) -> bool {
        *self.0.get_or_init(|| Fate::Withdrawn) == Fate::Withdrawn
    }
}

impl Body for SingleUseBody {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(match self.fate.get_or_init(|| Fate::Taken) {
            // The error ends the connection that asks for the body; nobody else sees it.
            Fate::Withdrawn => Some(Err("the request was withdrawn")),
            Fate::Taken if self.bytes.is_empty() => None,
            Fate::Taken => Some(Ok(Frame::data(std::mem::take(&mut self.bytes)))),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.bytes.len()).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    use bytes::Bytes;
    use http_body::Body;

    use super::SingleUseBody;

    /// The bytes of the next frame; `Some(None)` for an error, `None` at the end.
    fn next(body: &mut SingleUseBody) -> Option<Option<Bytes>> {
        let mut context = Context::from_waker(Waker::noop());
        match Pin::new(body).poll_frame(&mut context) {
            Poll::Ready(Some(frame)) => Some(frame.ok().and_then(|frame| frame.into_data().ok())),
            Poll::Ready(None) | Poll::Pending => None,
        }
    }

    #[test]
    fn a_body_is_taken_or_withdrawn() {
        let (mut body, handover) = SingleUseBody::new(Bytes::from_static(b"To=1"));
        assert_eq!(body.size_hint().exact(), Some(4));
        assert!(!body.is_end_stream());
        assert_eq!(next(&mut body), Some(Some(Bytes::from_static(b"To=1"))));
        assert!(body.is_end_stream());
        assert_eq!(next(&mut body), None);
        assert!(!handover.withdraw());

        let (mut body, handover) = SingleUseBody::new(Bytes::from_static(b"To=1"));
        assert!(handover.withdraw());
        assert_eq!(next(&mut body), Some(None), "an error");
        assert!(handover.withdraw());
    }

    #[test]
    fn nothing_can_be_told_from_an_empty_body() {
        let (body, handover) = SingleUseBody::new(Bytes::new());
        assert!(body.is_end_stream());
        assert!(!handover.withdraw());
    }
}
