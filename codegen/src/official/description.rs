//! Makes third-party descriptions safe as documentation.

/// The description, or `otherwise` if it is missing or empty.
pub(super) fn text_or(text: Option<&str>, otherwise: &str) -> String {
    text.map(sanitize)
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| otherwise.to_owned())
}

use crate::markdown;

/// One paragraph without markup that rustdoc might misread.
pub(super) fn sanitize(text: &str) -> String {
    markdown::plain(text)
}
