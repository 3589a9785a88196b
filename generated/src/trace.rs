//! The spans and events of the feature `tracing`: one span per request.

#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;

#[cfg(feature = "tracing")]
mod on {
    use std::fmt::Display;
    use std::time::{Duration, Instant};

    use http::HeaderMap;
    use tracing::Instrument as _;
    use tracing::field::Empty;

    use crate::headers::request_id;

    /// The span of a request with all its attempts. It contains names and numbers, never values.
    pub(crate) struct Span {
        span: tracing::Span,
        start: Instant,
    }

    impl Span {
        pub(crate) fn new(operation: &'static str) -> Self {
            let span = tracing::info_span!(
                target: env!("CARGO_CRATE_NAME"),
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
                start: Instant::now(),
            }
        }

        pub(crate) async fn around<T>(&self, work: impl Future<Output = T>) -> T {
            work.instrument(self.span.clone()).await
        }

        pub(crate) fn retry(&self, attempt: u32, delay: Duration, error: &dyn Display) {
            tracing::warn!(
                target: env!("CARGO_CRATE_NAME"),
                parent: &self.span,
                attempt,
                delay_ms = millis(delay),
                error = %error,
                "request will be retried",
            );
        }

        /// The request did what was expected of it.
        pub(crate) fn succeeded(&self, attempts: u32, status: u16, headers: Option<&HeaderMap>) {
            self.end(attempts, Some(status), headers);
        }

        pub(crate) fn failed(
            &self,
            attempts: u32,
            status: Option<u16>,
            headers: Option<&HeaderMap>,
            code: Option<u32>,
            error: &dyn Display,
        ) {
            self.end(attempts, status, headers);
            if let Some(code) = code {
                self.span.record("code", code);
            }
            tracing::warn!(target: env!("CARGO_CRATE_NAME"), parent: &self.span, error = %error, "request failed");
        }

        fn end(&self, attempts: u32, status: Option<u16>, headers: Option<&HeaderMap>) {
            self.span.record("attempt", attempts);
            self.span.record("elapsed_ms", millis(self.start.elapsed()));
            if let Some(status) = status {
                self.span.record("status", status);
            }
            if let Some(id) = headers.and_then(request_id) {
                self.span.record("request_id", id);
            }
        }
    }

    fn millis(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::fmt::Display;
    use std::time::Duration;

    use http::HeaderMap;

    /// Does nothing: the feature is off.
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn new(_operation: &'static str) -> Self {
            Self
        }

        pub(crate) fn around<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = T> {
            work
        }

        pub(crate) fn retry(&self, _attempt: u32, _delay: Duration, _error: &dyn Display) {}

        pub(crate) fn succeeded(&self, _attempts: u32, _status: u16, _headers: Option<&HeaderMap>) {
        }

        pub(crate) fn failed(
            &self,
            _attempts: u32,
            _status: Option<u16>,
            _headers: Option<&HeaderMap>,
            _code: Option<u32>,
            _error: &dyn Display,
        ) {
        }
    }
}
