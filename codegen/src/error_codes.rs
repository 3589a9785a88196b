//! The table of error codes next to a document: the name and meaning of each, and whether a retry can help.
//!
//! A line is `code,name,retry,meaning`; the meaning is the rest of the line. Lines that begin with `#` are comments.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Report, show};
use crate::markdown;
use crate::source::{Source, Span};

/// The line with the names of the columns.
const HEADER: &str = "code,name,retry,meaning";

/// A known error code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorCode {
    /// A phrase for messages.
    pub(crate) meaning: String,
    /// What only the table contains.
    pub(crate) named: Option<Named>,
}

/// What the table contains besides the meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The name of the constant.
    pub(crate) name: String,
    /// Whether the same request may succeed later.
    pub(crate) retry: bool,
}

pub(crate) type ErrorCodes = BTreeMap<u32, ErrorCode>;

/// Reads the table of a document; `described` are the codes in the document itself.
pub(crate) fn read(table: &Source, described: &ErrorCodes) -> Result<ErrorCodes, Report> {
    let mut reader = Reader {
        report: Report::new(table),
        codes: ErrorCodes::new(),
        names: BTreeSet::new(),
        described,
    };
    let mut start = 0;
    let mut has_header = false;
    for line in table.text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if has_header {
            reader.row(line, span);
        } else {
            has_header = true;
            if line != HEADER {
                reader.error("error-code-row", span, "the header is missing", HEADER_HELP);
            }
        }
    }
    if reader.report.has_errors() {
        return Err(reader.report);
    }
    Ok(reader.codes)
}

const HEADER_HELP: &str = "write `code,name,retry,meaning` on the first line";

struct Reader<'d> {
    report: Report,
    codes: ErrorCodes,
    names: BTreeSet<String>,
    described: &'d ErrorCodes,
}

impl Reader<'_> {
    fn error(
        &mut self,
        rule: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::error(rule, "", span, message, help);
        self.report.push(finding);
    }

    fn row(&mut self, line: &str, span: Span) {
        let mut cells = line.splitn(4, ',');
        let mut cell = || cells.next();
        let (Some(code), Some(name), Some(retry), Some(meaning)) = (cell(), cell(), cell(), cell())
        else {
            let message = "the line does not have four columns";
            let help = "write the code, its name, whether a retry can help, and the meaning: \
                        21211,INVALID_TO,no,invalid `To`";
            return self.error("error-code-row", span, message, help);
        };
        let code = self.code(code, span);
        self.name(name, span);
        let retry = self.retry(retry, span);
        if !is_phrase(meaning) {
            let help = "write a phrase that reads well in `error 21211 (...)`: not found";
            self.error("error-code", span, not_a_phrase(meaning), help);
        } else if markdown::plain(meaning) != meaning {
            let message = format!(
                "{} would be rendered differently in the documentation",
                show(meaning)
            );
            let help = "put names and punctuation in backticks, or leave them out: invalid `To`";
            self.error("error-code", span, message, help);
        }
        if let (Some(code), Some(retry)) = (code, retry) {
            let named = Some(Named {
                name: name.to_owned(),
                retry,
            });
            let meaning = meaning.to_owned();
            self.codes.insert(code, ErrorCode { meaning, named });
        }
    }

    fn code(&mut self, text: &str, span: Span) -> Option<u32> {
        let Some(code) = parse_code(text) else {
            let message = format!("{} is not an error code", show(text));
            let help = "write the `code` of an error response: 21211";
            self.error("error-code", span, message, help);
            return None;
        };
        let last = self.codes.last_key_value().map(|(last, _)| *last);
        if last.is_some_and(|last| last >= code) {
            let message = format!("the code {code} is not greater than the one before");
            self.error(
                "error-code-order",
                span,
                message,
                "sort the lines by code, and list each code once",
            );
        }
        if self.described.contains_key(&code) {
            let message = format!("`x-error-codes` of the document also has {code}");
            self.error(
                "error-code-order",
                span,
                message,
                "remove it from the document, and describe the code only here",
            );
        }
        Some(code)
    }

    fn name(&mut self, name: &str, span: Span) {
        if !is_name(name) {
            let message = format!("{} is not a valid name for a constant", show(name));
            let help = "use capital letters, digits and single underscores: INVALID_TO";
            self.error("error-code-name", span, message, help);
        } else if !self.names.insert(name.to_owned()) {
            let message = format!("two codes have the name {}", show(name));
            self.error("error-code-name", span, message, "choose distinct names");
        }
    }

    fn retry(&mut self, text: &str, span: Span) -> Option<bool> {
        match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                let message = format!("{} is neither `yes` nor `no`", show(text));
                let help = "write `yes` if the same request may succeed later, otherwise `no`";
                self.error("error-code-retry", span, message, help);
                None
            }
        }
    }
}

/// Parses a code in its canonical form, in which it can be looked up.
pub(crate) fn parse_code(text: &str) -> Option<u32> {
    let code: u32 = text.parse().ok()?;
    (code.to_string() == text).then_some(code)
}

/// What is wrong with a meaning that is not a phrase.
pub(crate) fn not_a_phrase(meaning: &str) -> String {
    match meaning {
        "" => "the phrase is empty".to_owned(),
        _ => format!("{} is not a phrase", show(meaning)),
    }
}

/// Whether this is a phrase on a single line.
pub(crate) fn is_phrase(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.ends_with('.')
        && !text.chars().any(char::is_control)
}

/// Whether this is the name of a constant.
fn is_name(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    text.starts_with(|first: char| first.is_ascii_uppercase()) && text.split('_').all(is_word)
}
