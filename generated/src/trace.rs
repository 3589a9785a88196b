//! What the feature `tracing` reports: one span a request.

#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Instant;

    use tracing::Instrument as _;
    use tracing::field::Empty;

    use crate::error::Error;
    use crate::retry::Retry;

    /// The span of a request with all its attempts. It holds names and numbers, never values.
    pub(crate) struct Span {
        span: tracing::Span,
        begun: Instant,
    }

    impl Span {
        pub(crate) fn new(operation: &'static str) -> Self {
            let span = tracing::info_span!(
                target: "twilio_calls",
                "request",
                operation,
                attempt = Empty,
                status = Empty,
                code = Empty,
                request_id = Empty,
                elapsed_ms = Empty,
            );
            Self {
                span,
                begun: Instant::now(),
            }
        }

        pub(crate) async fn around<T>(&self, work: impl Future<Output = T>) -> T {
            work.instrument(self.span.clone()).await
        }

        pub(crate) fn retry(&self, retry: &Retry<'_>) {
            tracing::warn!(
                target: "twilio_calls",
                parent: &self.span,
                attempt = retry.attempt,
                delay_ms = millis(retry.delay),
                error = %retry.error,
                "will be sent again",
            );
        }

        pub(crate) fn end(
            &self,
            attempt: u32,
            status: Option<u16>,
            request_id: Option<&str>,
            error: Option<&Error>,
        ) {
            self.span.record("attempt", attempt);
            self.span.record("elapsed_ms", millis(self.begun.elapsed()));
            if let Some(status) = status {
                self.span.record("status", status);
            }
            if let Some(id) = request_id {
                self.span.record("request_id", id);
            }
            if let Some(error) = error {
                if let Some(code) = error.api_error().and_then(crate::ApiError::code) {
                    self.span.record("code", code);
                }
                tracing::warn!(target: "twilio_calls", parent: &self.span, error = %error, "failed");
            }
        }
    }

    fn millis(duration: std::time::Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::error::Error;
    use crate::retry::Retry;

    /// Nothing: the feature is off.
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn new(_operation: &'static str) -> Self {
            Self
        }

        pub(crate) fn around<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = T> {
            work
        }

        pub(crate) fn retry(&self, _retry: &Retry<'_>) {}

        pub(crate) fn end(
            &self,
            _attempt: u32,
            _status: Option<u16>,
            _request_id: Option<&str>,
            _error: Option<&Error>,
        ) {
        }
    }
}
