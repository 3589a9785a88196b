//! A tokenizer for generated source files: names, strings and punctuation.

use std::ops::Range;

/// The supported languages of the official libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    JavaScript,
}

impl Language {
    /// The language of a file, by its extension.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1 {
            "py" => Some(Self::Python),
            "js" => Some(Self::JavaScript),
            _ => None,
        }
    }
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind<'t> {
    /// A name or a number.
    Name(&'t str),
    /// The contents of a string, with escapes as written.
    Text(&'t str),
    /// Anything else.
    Mark(char),
}

/// A token and where it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind<'t>,
    pub(super) start: usize,
}

/// Splits a file into tokens, without comments and white space.
///
/// # Errors
///
/// Returns where an unterminated string or comment begins.
pub(super) fn tokens(text: &str, language: Language) -> Result<Vec<Token<'_>>, usize> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = next(rest, language).ok_or(at)?;
        if let Some(kind) = kind {
            tokens.push(Token { kind, start: at });
        }
        at += length;
    }
    Ok(tokens)
}

/// The first token of a non-empty text and its length; the token is `None` for white space and comments.
fn next(rest: &str, language: Language) -> Option<(Option<TokenKind<'_>>, usize)> {
    let first = rest.chars().next()?;
    if first.is_whitespace() {
        return Some((None, first.len_utf8()));
    }
    if let Some(length) = comment(rest, language) {
        return Some((None, length?));
    }
    if matches!(first, '"' | '\'') || first == '`' && language == Language::JavaScript {
        let (inner, length) = quoted(rest, first, language)?;
        return Some((Some(TokenKind::Text(rest.get(inner)?)), length));
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    Some(match rest.get(..length).filter(|name| !name.is_empty()) {
        Some(name) => (Some(TokenKind::Name(name)), length),
        None => (Some(TokenKind::Mark(first)), first.len_utf8()),
    })
}

/// The length of a comment, if there is one; the inner `None` means that it is not terminated.
fn comment(rest: &str, language: Language) -> Option<Option<usize>> {
    let line = match language {
        Language::Python => "#",
        Language::JavaScript => "//",
    };
    if rest.starts_with(line) {
        return Some(Some(rest.find('\n').unwrap_or(rest.len())));
    }
    let is_block = language == Language::JavaScript && rest.starts_with("/*");
    is_block.then(|| rest.find("*/").map(|end| end + 2))
}

/// The range of a string's contents, and the length of the string with its quotes.
fn quoted(rest: &str, quote: char, language: Language) -> Option<(Range<usize>, usize)> {
    let triple = String::from(quote).repeat(3);
    let marks = match language == Language::Python && rest.starts_with(&triple) {
        true => 3,
        false => 1,
    };
    let ends_with_line = marks == 1 && quote != '`';
    let mut at = marks;
    loop {
        let inner = rest.get(at..)?;
        let next = inner.chars().next()?;
        if inner.starts_with(triple.get(..marks)?) {
            return Some((marks..at, at + marks));
        }
        if next == '\n' && ends_with_line {
            return None;
        }
        at += next.len_utf8();
        if next == '\\' {
            at += rest.get(at..)?.chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str, language: Language) -> Result<Vec<TokenKind<'_>>, usize> {
        let tokens = tokens(text, language)?;
        Ok(tokens.into_iter().map(|token| token.kind).collect())
    }

    #[test]
    fn strings_names_and_marks_are_told_apart() {
        let python = "data[\"a\\\"b\"] = 'c' # \"no\"\nr\"\"\"x \" y\"\"\"";
        let expected = [
            TokenKind::Name("data"),
            TokenKind::Mark('['),
            TokenKind::Text("a\\\"b"),
            TokenKind::Mark(']'),
            TokenKind::Mark('='),
            TokenKind::Text("c"),
            TokenKind::Name("r"),
            TokenKind::Text("x \" y"),
        ];
        assert_eq!(
            kinds(python, Language::Python).as_deref(),
            Ok(&expected[..])
        );
        let script = "/* \" */ `/a/${b}` // '\n x";
        let expected = [TokenKind::Text("/a/${b}"), TokenKind::Name("x")];
        assert_eq!(
            kinds(script, Language::JavaScript).as_deref(),
            Ok(&expected[..])
        );
    }

    #[test]
    fn what_never_ends_is_reported_where_it_begins() {
        for (text, language, at) in [
            ("x = \"a\ny\"", Language::Python, 4),
            ("x \"\"\"a", Language::Python, 2),
            ("/* x", Language::JavaScript, 0),
            ("`x", Language::JavaScript, 0),
            ("'\\", Language::Python, 0),
        ] {
            assert_eq!(kinds(text, language), Err(at), "{text}");
        }
    }
}
