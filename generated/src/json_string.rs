//! Finds the end of a string in input that may not be valid JSON.

/// The position of the quote that ends a string whose opening quote precedes `bytes`.
pub(crate) fn closing_quote(bytes: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    bytes.iter().position(|&byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}
