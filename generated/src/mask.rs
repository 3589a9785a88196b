//! Masks everything in a message from Twilio that may be personal data.
//!
//! A message repeats what was sent: phone numbers, addresses, names. Nothing marks them, so this keeps only what is plainly
//! prose or a name of the API.

/// Stands for what is not shown.
const MASK: &str = "***";
/// How much of a message is read, in characters. Twilio's are one or two sentences.
const LONGEST: usize = 300;
/// Capitalized words that are not names of people: terms, and words that begin sentences.
const CAPITALIZED: &[&str] = &[
    "A",
    "API",
    "Account",
    "An",
    "Authenticate",
    "Authentication",
    "Call",
    "Cannot",
    "E.164",
    "Error",
    "GET",
    "HTTP",
    "HTTPS",
    "I",
    "ID",
    "Internal",
    "Invalid",
    "JSON",
    "Malformed",
    "Many",
    "Missing",
    "No",
    "Not",
    "OAuth",
    "POST",
    "Page",
    "Parameter",
    "Permission",
    "Phone",
    "Request",
    "Requests",
    "Required",
    "Resource",
    "SID",
    "SIP",
    "Service",
    "TLS",
    "The",
    "There",
    "This",
    "Too",
    "Trial",
    "Twilio",
    "TwiML",
    "URI",
    "URL",
    "Unable",
    "Unauthorized",
    "Unknown",
    "Unsupported",
    "XML",
    "You",
    "Your",
];

/// The message on one line, in which quoted strings, addresses, numbers of three digits or more and unusual capitalized words
/// are masked, unless they are among `names` or are SIDs.
pub(crate) fn masked(message: &str, names: &[&str]) -> String {
    let mut out = String::new();
    let end = message.char_indices().nth(LONGEST);
    let mut rest = message.get(..end.map_or(message.len(), |(at, _)| at));
    while let Some(text) = rest.map(str::trim_start).filter(|text| !text.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let (word, after) = quoted(text).unwrap_or_else(|| split_word(text));
        rest = Some(after);
        let (before, core, behind) = without_punctuation(word);
        let is_shown =
            names.contains(&core) || CAPITALIZED.contains(&core) || is_sid(core) || is_prose(core);
        out.push_str(before);
        out.push_str(if is_shown { core } else { MASK });
        out.push_str(behind);
    }
    if end.is_some() {
        out.push_str(" ...");
    }
    out
}

/// A quoted string and what follows it, or all of the text if the quote is not closed.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next()?;
    let closing = match quote {
        '"' | '\'' | '`' => quote,
        '“' => '”',
        '‘' => '’',
        _ => return None,
    };
    let inside = &text[quote.len_utf8()..];
    let end = inside
        .find(closing)
        .map_or(text.len(), |at| quote.len_utf8() + at + closing.len_utf8());
    // Punctuation belongs to the word before it.
    let behind = text[end..].find(char::is_whitespace);
    Some(text.split_at(behind.map_or(text.len(), |at| end + at)))
}

fn split_word(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// A word, with the punctuation before and after it.
fn without_punctuation(word: &str) -> (&str, &str, &str) {
    let is_punctuation = |c: char| {
        matches!(
            c,
            '"' | '\''
                | '`'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '('
                | ')'
                | ','
                | '.'
                | ';'
                | ':'
                | '!'
                | '?'
        )
    };
    let start = word.len() - word.trim_start_matches(is_punctuation).len();
    let core = word[start..].trim_end_matches(is_punctuation);
    let (before, rest) = word.split_at(start);
    let (core, behind) = rest.split_at(core.len());
    (before, core, behind)
}

/// Two capital letters and 32 hexadecimal digits.
fn is_sid(word: &str) -> bool {
    word.len() == 34
        && word.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && word.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit())
}

/// A word of lower-case letters, with hyphens and apostrophes, or a number of one or two digits.
fn is_prose(word: &str) -> bool {
    let is_text = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'\''));
    let is_number = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_text || is_number
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn prose_and_names_of_the_api_stay_and_the_rest_is_masked() {
        for (message, shown) in [
            ("", ""),
            (
                "The 'To' number +15550001111 is not a valid phone number.",
                "The 'To' number *** is not a valid phone number.",
            ),
            ("Authenticate", "Authenticate"),
            (
                "The requested resource /2010-04-01/Calls/CA0.json was not found",
                "The requested resource *** was not found",
            ),
            (
                "Call CA0123456789abcdefABCDEF0123456789 is not in-progress. Cannot redirect.",
                "Call CA0123456789abcdefABCDEF0123456789 is not in-progress. Cannot redirect.",
            ),
            (
                "Call Ca0123456789abcdefABCDEF0123456789 CA0123456789abcdefABCDEF012345678g",
                "Call *** ***",
            ),
            ("Jane Doe is not verified", "*** *** is not verified"),
            ("Jane", "***"),
            (
                "The caller Jane is not verified",
                "The caller *** is not verified",
            ),
            (
                "The friendly name 'front desk' is taken",
                "The friendly name '***' is taken",
            ),
            (
                "The friendly name 'front desk ' is taken",
                "The friendly name '***' is taken",
            ),
            ("An unclosed \"front desk", "An unclosed \"***"),
            ("“front desk”, (555) 555-0100: no", "“***”, (***) ***: no"),
            ("‘front desk’, no", "‘***’, no"),
            (
                "user jane@example.com, sip:jane, café",
                "user ***, ***, ***",
            ),
            (
                "A Twilio API URL doesn't exist; at most 25 of 4000",
                "A Twilio API URL doesn't exist; at most 25 of ***",
            ),
            ("one\r\nERROR two\u{1b}[31m", "one *** ***"),
        ] {
            assert_eq!(masked(message, &["To", "From"]), shown);
        }
    }

    #[test]
    fn a_message_is_cut() {
        assert_eq!(masked(&"ab ".repeat(5000), &[]).len(), 303);
        assert_eq!(masked(&"é".repeat(5000), &[]), "*** ...");
    }
}
