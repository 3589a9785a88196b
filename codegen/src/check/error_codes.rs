//! What the codes of error responses mean.

use super::findings::Findings;
use super::fixes::rewrite;
use crate::document::Index;
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let Some(codes) = index.root.get("x-error-codes") else {
        return;
    };
    for (code, at) in codes.entries() {
        if !is_code(code) {
            findings.key_error(
                "error-code",
                &at,
                format!("{} is not an error code", show(code)),
                "write the integer that error responses carry as `code`, in quotes: '21211'",
            );
        } else if let Some(meaning) = at.as_str()
            && !is_phrase(meaning)
        {
            findings.error(
                "error-code",
                &at,
                format!("{} does not fit into a message", show(meaning)),
                format!("write a phrase that reads well in `error {code} (...)`: not found"),
            );
            let phrase = meaning.trim().trim_end_matches('.');
            findings.fix(is_phrase(phrase).then(|| rewrite(&at, phrase)));
        }
    }
}

/// Whether the code has the one form in which it can be looked up.
fn is_code(code: &str) -> bool {
    code.parse::<u32>().is_ok_and(|it| it.to_string() == code)
}

/// Whether this is part of a sentence, on one line.
fn is_phrase(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.ends_with('.')
        && !text.chars().any(char::is_control)
}
