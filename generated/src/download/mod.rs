//! Content that is received as it arrives, resumed where it broke off, and saved to a file.

#![allow(
    dead_code,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

mod file;
mod range;

use std::fmt;
use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http::header::{CONTENT_TYPE, HeaderMap, IF_RANGE, RANGE};
use tokio::time::sleep;

pub use self::file::SaveTo;
use self::range::{ContentRange, Validator, content_length};
use crate::byte_stream::ByteStream;
use crate::client::Client;
use crate::error::Error;
use crate::incoming_response::IncomingResponse;
use crate::operation::Operation;
use crate::outgoing_request::Request;
use crate::retry::{Retry, RetryPolicy, classify};
use crate::transport::SendOptions;

/// The content of a file that Twilio stores, such as the audio of a recording, as it arrives.
///
/// [`save_to`](Self::save_to) writes it to a file. Implements [`Stream`] with items of `Result<Bytes, Error>`;
/// [`try_next`](Self::try_next) reads it without a stream library. As with a [`ByteStream`], the whole of it has no time
/// limit, but it must make progress: at least 1 KiB, or its end, must arrive within the timeout of the request.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// let audio = client.fetch_recording_wav("REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4").await?;
/// println!("{:?}, {:?} bytes", audio.content_type(), audio.content_length());
/// audio.save_to("recording.wav").await?;
/// # Ok(())
/// # }
/// ```
///
/// # Interrupted downloads
///
/// If the connection is lost, or no progress is made in time, the rest is requested (`Range`). Without progress in
/// between, this is repeated as often as the [`RetryPolicy`] allows. The rest is used only if it certainly belongs to
/// the same content: the first response must have an `ETag`, or a `Last-Modified` date that identifies the content as
/// reliably, and the rest must have the same. Otherwise the download fails, and [`resume`](Self::resume) can try again.
///
/// # Redirects
///
/// Twilio may keep the content on another server and redirect to it. Such a redirect is followed only to `https` URLs
/// (and to `http` URLs while both the base URL and the other server are on this machine), and neither the credentials
/// nor headers that you added to the request are sent to another server.
#[must_use = "a download does nothing until it is read or saved"]
pub struct Download {
    operation: &'static Operation,
    head: Head,
    /// How many bytes were returned.
    position: u64,
    state: State,
}

/// What is known of the content before its first byte.
#[derive(Clone)]
struct Head {
    content_type: Option<String>,
    length: Option<u64>,
    validator: Option<Validator>,
}

enum State {
    Idle(Box<Reader>),
    Waiting(Pin<Box<dyn Future<Output = NextChunk> + Send>>),
    Broken(Box<Reader>),
    /// At the end, and while the state changes.
    Done,
}

type NextChunk = (Result<Option<Bytes>, Error>, Box<Reader>);

/// Reads the content, and requests what is left of it.
struct Reader {
    source: Source,
    head: Head,
    body: ByteStream,
    /// How many bytes were read.
    position: u64,
    /// How many bytes of the body to drop, because they were read before.
    skip: u64,
    /// How often the rest was requested since there was progress.
    resumed: u32,
    /// Where that progress ended.
    progress: u64,
}

/// How the content is requested.
pub(crate) struct Source {
    pub(crate) client: Client,
    /// What is sent again. Without it nothing is resumed.
    pub(crate) request: Option<Box<Request>>,
    pub(crate) operation: &'static Operation,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

/// How many bytes are progress, after which the count of attempts to resume begins anew.
const PROGRESS: u64 = 1024;

impl Download {
    pub(crate) fn new(source: Source, headers: &HeaderMap, body: ByteStream) -> Self {
        let (operation, head) = (source.operation, Head::read(headers));
        let reader = Reader {
            source,
            head: head.clone(),
            body,
            position: 0,
            skip: 0,
            resumed: 0,
            progress: 0,
        };
        Self {
            operation,
            head,
            position: 0,
            state: State::Idle(Box::new(reader)),
        }
    }

    /// The media type that Twilio named, such as `audio/x-wav`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type.as_deref()
    }

    /// The length of the whole content in bytes, if Twilio announced it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.head.length
    }

    /// The number of bytes returned so far.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Returns the next chunk, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the download was interrupted and could not be resumed. The stream has then ended, unless
    /// [`resume`](Self::resume) succeeds.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// Like [`try_next`](Self::try_next), but returns `Option<Result<…>>`.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Requests the rest, from [`position`](Self::position), after the download was interrupted.
    ///
    /// # Errors
    ///
    /// Fails if no response is certain to contain the rest of the same content. Nothing is lost: call this again later.
    pub async fn resume(&mut self) -> Result<(), Error> {
        if let State::Broken(reader) = &mut self.state {
            reader.reopen().await?;
            self.head = reader.head.clone();
            if let State::Broken(reader) = std::mem::replace(&mut self.state, State::Done) {
                self.state = State::Idle(reader);
            }
        }
        Ok(())
    }

    /// Writes the rest of the content to a file when awaited, and returns the size of the file in bytes.
    ///
    /// The bytes are written to a temporary file in the same folder, which is renamed when it is complete. So the
    /// file is either complete or absent, and an existing file stays until it is replaced. If the future is dropped
    /// or fails, the temporary file is removed.
    pub fn save_to(self, path: impl Into<PathBuf>) -> SaveTo {
        SaveTo::new(self, path.into())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Idle(reader) => self.state = State::Waiting(Box::pin(reader.next())),
                State::Waiting(mut waiting) => {
                    let Poll::Ready((outcome, reader)) = waiting.as_mut().poll(cx) else {
                        self.state = State::Waiting(waiting);
                        return Poll::Pending;
                    };
                    self.head = reader.head.clone();
                    self.position = reader.position;
                    self.state = match outcome {
                        Ok(Some(_)) => State::Idle(reader),
                        Ok(None) => State::Done,
                        Err(_) => State::Broken(reader),
                    };
                    return Poll::Ready(outcome.transpose());
                }
                ended => {
                    self.state = ended;
                    return Poll::Ready(None);
                }
            }
        }
    }
}

/// Shows neither the content nor where it comes from.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.head.content_type)
            .field("content_length", &self.head.length)
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

impl Head {
    fn read(headers: &HeaderMap) -> Self {
        let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        Self {
            content_type: content_type.map(str::to_owned),
            length: content_length(headers),
            validator: Validator::of(headers),
        }
    }
}

impl Reader {
    /// The next bytes, from another response if necessary.
    async fn next(mut self: Box<Self>) -> NextChunk {
        let outcome = loop {
            match self.body.try_next().await {
                Ok(Some(bytes)) => {
                    let bytes = self.unread(bytes);
                    if !bytes.is_empty() {
                        break Ok(Some(bytes));
                    }
                }
                // What has to be dropped is not there: the content is not the same.
                Ok(None) if self.skip > 0 => break Err(self.changed()),
                Ok(None) => break Ok(None),
                Err(error) => {
                    if let Err(error) = self.resume_after(error).await {
                        break Err(error);
                    }
                }
            }
        };
        (outcome, self)
    }

    /// The bytes without those that were read before.
    fn unread(&mut self, mut bytes: Bytes) -> Bytes {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let dropped = self.skip.min(length);
        bytes.advance(usize::try_from(dropped).unwrap_or(bytes.len()));
        self.skip -= dropped;
        self.position += length - dropped;
        if self.position - self.progress >= PROGRESS {
            self.progress = self.position;
            self.resumed = 0;
        }
        bytes
    }

    /// Requests the rest after the content broke off, as often as the policy allows.
    async fn resume_after(&mut self, error: Error) -> Result<(), Error> {
        self.resumed += 1;
        let policy = self.source.policy();
        let Some(delay) = policy.delay_of_rest(self.resumed, classify(&error)) else {
            return Err(error);
        };
        if self.source.request.is_none() || (self.position > 0 && self.head.validator.is_none()) {
            return Err(error);
        }
        policy.observe(&Retry::new(
            self.source.operation.id,
            self.resumed,
            delay,
            &error,
        ));
        sleep(delay).await;
        self.reopen().await
    }

    /// Requests what is left.
    async fn reopen(&mut self) -> Result<(), Error> {
        let Some(mut request) = self.source.request.clone() else {
            return Err(self.changed());
        };
        if self.position > 0 {
            let Some(validator) = &self.head.validator else {
                return Err(self.changed());
            };
            request.headers.insert(RANGE, range::from(self.position));
            request.headers.insert(IF_RANGE, validator.value());
        }
        let response = self.source.execute(&request).await?;
        self.take(response).await
    }

    /// Continues with a response, if it has the rest of the same content.
    async fn take(&mut self, response: IncomingResponse) -> Result<(), Error> {
        let headers = response.headers();
        let head = Head::read(headers);
        let same = head.validator.is_some() && head.validator == self.head.validator;
        let skip = match response.status().as_u16() {
            200 if self.position == 0 => {
                self.head = head;
                0
            }
            // The server ignores `Range`.
            200 if same => self.position,
            206 if self.is_rest(headers, &head) => 0,
            200 | 206 => return Err(self.changed()),
            _ => return Err(response.unexpected().await),
        };
        self.skip = skip;
        self.body = response.stream().into_value();
        Ok(())
    }

    /// Whether a partial response begins where the content was interrupted, and reaches its end.
    fn is_rest(&self, headers: &HeaderMap, head: &Head) -> bool {
        let Some(range) = ContentRange::of(headers) else {
            return false;
        };
        let validator = match (&self.head.validator, &head.validator) {
            (Some(Validator::Changed(_)), None) => true,
            (before, now) => now.is_some() && before == now,
        };
        validator
            && range.start == self.position
            && range.is_rest()
            && self.head.length.is_none_or(|length| length == range.total)
    }

    fn changed(&self) -> Error {
        Error::changed().during(self.source.operation).after(1)
    }
}

impl Source {
    fn policy(&self) -> &RetryPolicy {
        let client = &self.client.transport().retry;
        self.retry.as_ref().unwrap_or(client)
    }

    async fn execute(&self, request: &Request) -> Result<IncomingResponse, Error> {
        let options = SendOptions {
            operation: self.operation,
            timeout: self.timeout,
            retry: self.retry.as_ref(),
            headers: None,
            may_be_missing: false,
        };
        self.client.transport().execute(request, &options).await
    }
}
