//! The call log as comma-separated values.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::error::{Error, RawResponse};
use crate::request::Operation;

/// The body of an answer as it arrives, piece by piece, whatever its size.
///
/// A [`Stream`] of `Result<Bytes, Error>`; without any stream library, [`try_next`](Self::try_next)
/// does. A piece ends anywhere, also within a line or a character. Each piece has to arrive within the
/// time limit of a request; the whole may take as long as it takes.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut file = std::fs::File::create("calls.csv")?;
/// let mut csv = client.list_calls().csv().await?;
/// while let Some(bytes) = csv.try_next().await? {
///     file.write_all(&bytes)?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct ByteStream {
    pieces: Pieces,
}

/// An answer whose body is still on its way.
struct Open {
    response: reqwest::Response,
    /// The time for each piece.
    timeout: Duration,
    operation: &'static Operation,
    attempts: u32,
}

type Piece = (Result<Option<Bytes>, Error>, Box<Open>);

enum Pieces {
    Whole(Bytes),
    #[cfg(all(test, feature = "csv"))]
    Given(Box<dyn Iterator<Item = Bytes> + Send>),
    Idle(Box<Open>),
    Waiting(Pin<Box<dyn Future<Output = Piece> + Send>>),
    Done,
}

impl ByteStream {
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self {
            pieces: Pieces::Whole(bytes),
        }
    }

    pub(crate) fn open(
        response: reqwest::Response,
        timeout: Duration,
        operation: &'static Operation,
        attempts: u32,
    ) -> Self {
        Self {
            pieces: Pieces::Idle(Box::new(Open {
                response,
                timeout,
                operation,
                attempts,
            })),
        }
    }

    #[cfg(all(test, feature = "csv"))]
    pub(crate) fn pieces(pieces: impl Iterator<Item = Bytes> + Send + 'static) -> Self {
        Self {
            pieces: Pieces::Given(Box::new(pieces)),
        }
    }

    /// The next piece, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// The connection broke, or the next piece did not arrive in time. The stream is over then.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// As [`try_next`](Self::try_next), in the form of an iterator.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.pieces, Pieces::Done) {
                Pieces::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
                Pieces::Whole(bytes) => return Poll::Ready(Some(Ok(bytes))),
                #[cfg(all(test, feature = "csv"))]
                Pieces::Given(mut pieces) => {
                    let piece = pieces.next();
                    self.pieces = Pieces::Given(pieces);
                    return Poll::Ready(piece.map(Ok));
                }
                Pieces::Idle(open) => self.pieces = Pieces::Waiting(Box::pin(piece(open))),
                Pieces::Waiting(mut waiting) => match waiting.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.pieces = Pieces::Waiting(waiting);
                        return Poll::Pending;
                    }
                    Poll::Ready((Ok(Some(bytes)), open)) => {
                        self.pieces = Pieces::Idle(open);
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                    Poll::Ready((outcome, _)) => return Poll::Ready(outcome.transpose()),
                },
                Pieces::Done => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

async fn piece(mut open: Box<Open>) -> Piece {
    let response = &mut open.response;
    let outcome = match tokio::time::timeout(open.timeout, response.chunk()).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) => {
            let answer = RawResponse {
                status: response.status(),
                headers: std::mem::take(response.headers_mut()),
                body: Bytes::new(),
            };
            Err(Error::read(answer, error))
        }
        Err(_) => Err(Error::timeout(open.timeout)),
    };
    let outcome = outcome.map_err(|error| error.during(open.operation).after(open.attempts));
    (outcome, open)
}
