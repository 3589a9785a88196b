//! Text as part of a document.

use std::borrow::Cow;

/// Escapes text so that it can stand between two tags of an XML document, or in an attribute's quotes.
///
/// `&`, `<`, `>` and both quotes become references. Control characters, which no document can contain, become spaces;
/// tabs and line ends stay.
///
/// ```
/// use twilio_calls::escape_xml;
///
/// let name = "Smith & Sons <Ltd>"; // as a user typed it
/// let twiml = format!(
///     "<Response><Say>A call for {}.</Say></Response>",
///     escape_xml(name)
/// );
/// assert_eq!(
///     twiml,
///     "<Response><Say>A call for Smith &amp; Sons &lt;Ltd&gt;.</Say></Response>"
/// );
/// ```
#[must_use]
pub fn escape_xml(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(|it| replacement(it).is_some()) else {
        return Cow::Borrowed(text);
    };
    let (clean, rest) = text.split_at(first);
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(clean);
    for it in rest.chars() {
        match replacement(it) {
            Some(replacement) => escaped.push_str(replacement),
            None => escaped.push(it),
        }
    }
    Cow::Owned(escaped)
}

/// What stands for a character that cannot stand for itself.
fn replacement(it: char) -> Option<&'static str> {
    match it {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&apos;"),
        '\t' | '\n' | '\r' => None,
        '\0'..='\x1F' | '\x7F' | '\u{FFFE}' | '\u{FFFF}' => Some(" "),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::escape_xml;

    #[test]
    fn text_and_attributes_in_either_quotes_can_take_it() {
        assert_eq!(
            escape_xml("a<b>&\"c\"'d'"),
            "a&lt;b&gt;&amp;&quot;c&quot;&apos;d&apos;"
        );
    }
}
