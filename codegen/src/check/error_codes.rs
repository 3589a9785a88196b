//! Descriptions of the codes in error responses.

use super::findings::Findings;
use super::fixes::rewrite;
use crate::document::Index;
use crate::error_codes::{is_phrase, not_a_phrase, parse_code};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let Some(codes) = index.root.get("x-error-codes") else {
        return;
    };
    for (code, at) in codes.entries() {
        if parse_code(code).is_none() {
            findings.key_error(
                "error-code",
                &at,
                format!("{} is not an error code", show(code)),
                "write the `code` of an error response, in quotes: '21211'",
            );
        } else if let Some(meaning) = at.as_str()
            && !is_phrase(meaning)
        {
            findings.error(
                "error-code",
                &at,
                not_a_phrase(meaning),
                format!("write a phrase that reads well in `error {code} (...)`: not found"),
            );
            let phrase = meaning.trim().trim_end_matches('.');
            findings.fix(is_phrase(phrase).then(|| rewrite(&at, phrase)));
        }
    }
}
