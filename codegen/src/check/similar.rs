//! Did you mean ...?

use crate::finding::show;

/// The candidate nearest to the word, when one is near enough to be intended.
pub(crate) fn similar<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // Nobody misspells so long a word, and the cost is a product of lengths.
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

/// The number of letters to insert, remove, replace or swap with the next, ignoring case.
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
        assert_eq!(distance("abcd", "acbd"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
