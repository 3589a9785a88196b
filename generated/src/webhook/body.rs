//! The body of a request: whether it is a form, and its bytes.

use std::error::Error as StdError;
use std::pin::pin;

use bytes::{Buf as _, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http_body::Body;

use super::rejection::Rejection;

/// The media type of a form.
const FORM: &[u8] = b"application/x-www-form-urlencoded";
/// How much memory an announced length reserves at most: anybody can announce anything.
const MAX_RESERVED: usize = 64 * 1024;

/// Whether the request declares that its body is not a form. If it has several content types, in one header or in
/// several, it is a form if any of them is that of a form; an empty content type counts as missing.
pub(super) fn is_not_a_form(headers: &HeaderMap) -> bool {
    let mut types = headers
        .get_all(CONTENT_TYPE)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(essence)
        .filter(|essence| !essence.is_empty())
        .peekable();
    types.peek().is_some() && !types.any(|essence| essence.eq_ignore_ascii_case(FORM))
}

/// A content type without its parameters.
fn essence(content_type: &[u8]) -> &[u8] {
    let essence = content_type.split(|byte| *byte == b';').next();
    essence.unwrap_or_default().trim_ascii()
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<BytesMut, Rejection>
where
    B: Body,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Rejection::TooLarge { limit });
    }
    let mut collected = BytesMut::with_capacity(announced.min(MAX_RESERVED));
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
