//! Suggestions for misspelt names.

use std::collections::BTreeSet;

use crate::document::Index;
use crate::finding::show;

/// The candidate most similar to the word, if it is similar enough to be intended.
pub(crate) fn similar<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // Nobody misspells so long a word, and the cost grows with the product of the lengths.
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST && *candidate != word)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The candidate that is intended beyond doubt: it differs in letter case and separators only, or in one letter, and
/// no other candidate is as similar.
pub(crate) fn certain<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let letters = |text: &str| text.replace(['_', '-', ' '], "").to_lowercase();
    let near: BTreeSet<&str> = candidates
        .into_iter()
        .filter(|it| it.len().abs_diff(word.len()) <= 3 && *it != word)
        .filter(|it| letters(it) == letters(word) || word.len() > 3 && distance(word, it) == 1)
        // `Party` and `Party2` are different names.
        .filter(|it| digits(it) == digits(word))
        .collect();
    match near.into_iter().collect::<Vec<_>>().as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Like [`certain`], for candidates that the document itself declares: the declaration may be what is misspelt, so the
/// intended one must also be used, and more often than the word.
pub(crate) fn declared<'c>(
    index: &Index<'_>,
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    certain(word, candidates).filter(|it| index.spellings().confirm(it, word))
}

/// A help line: the similar candidate, or else `otherwise`.
pub(crate) fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    otherwise: impl Into<String>,
) -> String {
    match similar(word, candidates) {
        Some(candidate) => format!("did you mean {}?", show(candidate)),
        None => otherwise.into(),
    }
}

/// Like [`did_you_mean`], for candidates that the document itself declares: a declaration that nothing uses may be what
/// is misspelt.
pub(crate) fn suggestion<'c>(
    index: &Index<'_>,
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    otherwise: impl Into<String>,
) -> String {
    match similar(word, candidates) {
        Some(candidate) if index.spellings().confirm(candidate, word) => {
            format!("did you mean {}?", show(candidate))
        }
        Some(candidate) => format!(
            "did you mean {0}? If not, {0} itself may be misspelt: correct the wrong one of the two",
            show(candidate)
        ),
        None => otherwise.into(),
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The number of letters to insert, remove, replace or swap with their neighbor, ignoring case.
fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_are_recognised() {
        let words = ["minimum", "maximum", "minLength", "maxLength", "x-pii"];
        assert_eq!(similar("mininum", words), Some("minimum"));
        assert_eq!(similar("minlength", words), Some("minLength"));
        assert_eq!(similar("x-pi", words), Some("x-pii"));
        assert_eq!(similar("widht", ["width"]), Some("width"));
        assert_eq!(similar("colour", words), None);
        assert_eq!(certain("mininum", words), Some("minimum"));
        assert_eq!(certain("max_length", words), Some("maxLength"));
        assert_eq!(certain("min", words), None);
        assert_eq!(certain("Party2", ["Party"]), None);
        assert_eq!(certain("calls", ["call", "callsy"]), None);
        assert_eq!(distance("abcd", "acbd"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
