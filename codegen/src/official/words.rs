//! Descriptions of somebody else's, made safe to be documentation.

use crate::markdown;

/// One paragraph without markup that rustdoc would stumble over.
pub(super) fn sanitize(text: &str) -> String {
    markdown::plain(text)
}
