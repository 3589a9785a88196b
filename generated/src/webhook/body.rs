//! The body of a request: whether it is a form, and its bytes.

use std::error::Error as StdError;
use std::pin::pin;

use bytes::{Buf as _, BytesMut};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use http_body::Body;

use super::rejection::Rejection;

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// Whether the request says that its body is not a form. One content type of a form makes it one.
pub(super) fn is_not_a_form(headers: &HeaderMap) -> bool {
    let is_form = |value: &HeaderValue| {
        let essence = value.as_bytes().split(|byte| *byte == b';').next();
        let essence = essence.unwrap_or_default().trim_ascii();
        essence.eq_ignore_ascii_case(FORM.as_bytes())
    };
    let mut types = headers.get_all(CONTENT_TYPE).iter().peekable();
    types.peek().is_some() && !types.any(is_form)
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<BytesMut, Rejection>
where
    B: Body,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    let hint = body.size_hint().lower();
    if usize::try_from(hint).is_ok_and(|hint| hint > limit) {
        return Err(Rejection::TooLarge { limit });
    }
    let mut collected = BytesMut::with_capacity(usize::try_from(hint).unwrap_or_default());
    let mut body = pin!(body);
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
        let frame = frame.map_err(|error| Rejection::Interrupted(error.into()))?;
        let Ok(mut data) = frame.into_data() else {
            continue;
        };
        if data.remaining() > limit - collected.len() {
            return Err(Rejection::TooLarge { limit });
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            let length = chunk.len();
            collected.extend_from_slice(chunk);
            data.advance(length);
        }
    }
    Ok(collected)
}
