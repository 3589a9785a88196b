//! Descriptions that others have written, made safe to be documentation.

/// A description, or another where it is missing or empty.
pub(super) fn text_or(text: Option<&str>, otherwise: &str) -> String {
    text.map(sanitize)
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| otherwise.to_owned())
}

use crate::markdown;

/// One paragraph without markup that rustdoc would stumble over.
pub(super) fn sanitize(text: &str) -> String {
    markdown::plain(text)
}
