//! Response bodies as streams of bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Instant;

use crate::error::Error;
use crate::operation::Operation;
use crate::outgoing_request::Request;
use crate::response::RawResponse;

/// The body of a response as it arrives, chunk by chunk, whatever its size.
///
/// Implements [`Stream`] with items of `Result<Bytes, Error>`; [`try_next`](Self::try_next) reads it without a stream
/// library. A chunk can end anywhere, even within a line or a character. The whole body has no time limit, but it must
/// make progress: at least 1 KiB, or its end, must arrive within the timeout of the request. Time during which nobody
/// waits for a chunk does not count. But if a wait is canceled, for example by `select!`, the time continues to count
/// until the next wait receives its chunk.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut file = std::fs::File::create("calls.csv")?;
/// let mut csv = client.list_calls().csv_page().await?;
/// while let Some(bytes) = csv.try_next().await? {
///     file.write_all(&bytes)?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct ByteStream {
    state: State,
    /// The request, if more of the response may be requested later.
    request: Option<Box<Request>>,
}

/// How many bytes count as progress, unless the reader reports progress itself.
const PROGRESS: usize = 1024;

/// A response whose body is still arriving.
struct Open {
    response: reqwest::Response,
    /// The time limit for making progress.
    timeout: Duration,
    /// What is left of it since the last progress.
    left: Duration,
    /// The bytes that have arrived since the last progress.
    arrived: usize,
    /// Whether progress is what the reader reports, rather than a number of bytes.
    reported: bool,
    operation: &'static Operation,
    attempts: u32,
}

type NextChunk = (Result<Option<Bytes>, Error>, Box<Open>);

enum State {
    Whole(Bytes),
    #[cfg(all(test, feature = "csv"))]
    Given(Box<dyn Iterator<Item = Bytes> + Send>),
    Idle(Box<Open>),
    Waiting(Pin<Box<dyn Future<Output = NextChunk> + Send>>),
    Done,
}

impl ByteStream {
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self {
            state: State::Whole(bytes),
            request: None,
        }
    }

    pub(crate) fn open(
        response: reqwest::Response,
        timeout: Duration,
        operation: &'static Operation,
        attempts: u32,
    ) -> Self {
        Self {
            state: State::Idle(Box::new(Open {
                response,
                timeout,
                left: timeout,
                arrived: 0,
                reported: false,
                operation,
                attempts,
            })),
            request: None,
        }
    }

    /// Keeps the request.
    pub(crate) fn to(self, request: Option<Box<Request>>) -> Self {
        Self { request, ..self }
    }

    /// The request, if it was kept.
    pub(crate) fn take_request(&mut self) -> Option<Box<Request>> {
        self.request.take()
    }

    /// Reports progress. From now on only such reports count, however many bytes arrive.
    #[cfg(feature = "csv")]
    pub(crate) fn report_progress(&mut self) {
        // In the other states there is nothing to wait for, or nothing can have been read yet.
        if let State::Idle(open) = &mut self.state {
            open.reported = true;
            open.restart();
        }
    }

    #[cfg(all(test, feature = "csv"))]
    pub(crate) fn pieces(chunks: impl Iterator<Item = Bytes> + Send + 'static) -> Self {
        Self {
            state: State::Given(Box::new(chunks)),
            request: None,
        }
    }

    /// Returns the next chunk, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the body ends early or makes no progress in time; the stream has then ended.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// Like [`try_next`](Self::try_next), but returns `Option<Result<…>>`.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
                State::Whole(bytes) => return Poll::Ready(Some(Ok(bytes))),
                #[cfg(all(test, feature = "csv"))]
                State::Given(mut chunks) => {
                    let chunk = chunks.next();
                    self.state = State::Given(chunks);
                    return Poll::Ready(chunk.map(Ok));
                }
                State::Idle(open) => self.state = State::Waiting(Box::pin(next_chunk(open))),
                State::Waiting(mut waiting) => match waiting.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.state = State::Waiting(waiting);
                        return Poll::Pending;
                    }
                    Poll::Ready((Ok(Some(bytes)), open)) => {
                        self.state = State::Idle(open);
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                    Poll::Ready((outcome, _)) => return Poll::Ready(outcome.transpose()),
                },
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

impl Open {
    fn restart(&mut self) {
        self.left = self.timeout;
        self.arrived = 0;
    }

    /// Subtracts the time spent waiting for a chunk from the time that is left, unless the chunk is progress.
    fn account(&mut self, waited: Duration, bytes: usize) {
        self.arrived += bytes;
        match self.left.checked_sub(waited) {
            Some(left) if self.reported || self.arrived < PROGRESS => self.left = left,
            // `None` if nobody polled in time: otherwise the time limit would have ended the stream.
            None | Some(_) => self.restart(),
        }
    }
}

async fn next_chunk(mut open: Box<Open>) -> NextChunk {
    let begun = Instant::now();
    let response = &mut open.response;
    let outcome = match tokio::time::timeout(open.left, response.chunk()).await {
        Ok(Ok(chunk)) => {
            open.account(begun.elapsed(), chunk.as_ref().map_or(0, Bytes::len));
            Ok(chunk)
        }
        Ok(Err(error)) => {
            let response = RawResponse {
                status: response.status(),
                headers: std::mem::take(response.headers_mut()),
                body: Bytes::new(),
            };
            Err(Error::read(response, error))
        }
        Err(_) => Err(Error::no_response(open.timeout, false)),
    };
    let outcome = outcome.map_err(|error| error.during(open.operation).after(open.attempts));
    (outcome, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_whole_body_is_one_chunk_unless_it_is_empty() {
        let mut stream = ByteStream::whole(Bytes::from_static(b"RIFF"));
        assert_eq!(stream.try_next().await.unwrap().unwrap(), "RIFF");
        assert!(stream.try_next().await.unwrap().is_none());

        let mut stream = ByteStream::whole(Bytes::new());
        assert!(stream.try_next().await.unwrap().is_none());
    }
}
