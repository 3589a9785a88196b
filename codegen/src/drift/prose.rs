//! Bounds and values that a document only mentions in its descriptions.

/// What a description says about a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) longest: Option<i64>,
    /// The values after "can be" and the like.
    pub(super) values: Vec<String>,
}

/// Words before which a list of values stands.
const LISTS: &[&str] = &[
    "can be",
    "one of",
    "possible values",
    "valid values",
    "either",
];
/// Words before a greatest number.
const MOST: &[&str] = &[
    "at most ",
    "up to ",
    "maximum of ",
    "maximum is ",
    "max ",
    "no more than ",
];
/// Words before a smallest number.
const LEAST: &[&str] = &[
    "at least ",
    "minimum of ",
    "minimum is ",
    "minimum value is ",
];
/// Words before two numbers.
const RANGES: &[&str] = &["between ", "range is ", "range of ", "values: ", "from "];

/// Reads a description.
pub(super) fn read(text: &str) -> Said {
    let mut said = Said::default();
    for sentence in text.split_inclusive(". ") {
        let lower = sentence.to_ascii_lowercase();
        // A list may go on in the next sentence.
        if let Some(at) = LISTS.iter().find_map(|list| lower.find(list)) {
            for word in quoted(sentence.get(at..).unwrap_or_default()) {
                if !said.values.contains(&word) {
                    said.values.push(word);
                }
            }
        }
        bounds(&lower, &mut said);
    }
    said
}

/// The words in backticks; what is no word, such as `<Dial>`, is mentioned and no value.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !word.is_empty() && word.chars().all(fits)
        })
        .map(str::to_owned)
        .collect()
}

fn bounds(sentence: &str, said: &mut Said) {
    let plain: String = sentence
        .chars()
        .filter(|c| !matches!(c, '`' | ','))
        .collect();
    let is_length = plain.contains("character") || plain.contains("digits");
    for words in RANGES {
        for rest in after(&plain, words) {
            if let Some((low, rest)) = number(rest)
                && let Some((high, _)) = ["-", "–", "and", "to"]
                    .iter()
                    .find_map(|word| number(rest.trim_start().strip_prefix(word)?.trim_start()))
                && !is_length
            {
                said.minimum = said.minimum.or(Some(low));
                said.maximum = said.maximum.or(Some(high));
            }
        }
    }
    for words in MOST {
        for rest in after(&plain, words) {
            if let Some((most, _)) = number(rest) {
                let bound = if is_length {
                    &mut said.longest
                } else {
                    &mut said.maximum
                };
                *bound = bound.or(Some(most));
            }
        }
    }
    for words in LEAST {
        for rest in after(&plain, words) {
            if let Some((least, _)) = number(rest)
                && !is_length
            {
                said.minimum = said.minimum.or(Some(least));
            }
        }
    }
}

fn after<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(words)
        .filter_map(move |(at, _)| text.get(at + words.len()..))
}

/// The number a text begins with, and the rest.
fn number(text: &str) -> Option<(i64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{Said, read};

    #[test]
    fn bounds_are_found_in_sentences() {
        let said = read(
            "The wait in milliseconds. Its range is 1000 - 6000. Values can be `mono` or `dual`.",
        );
        assert_eq!((said.minimum, said.maximum), (Some(1000), Some(6000)));
        assert_eq!(said.values, ["mono", "dual"]);
        assert_eq!(read("At most 4,000 characters.").longest, Some(4000));
        assert_eq!(read("It rings up to `600` seconds.").maximum, Some(600));
        assert_eq!(
            read("Between 5 and 10."),
            Said {
                minimum: Some(5),
                maximum: Some(10),
                ..Said::default()
            }
        );
        assert_eq!(read("Nothing of the kind."), Said::default());
    }
}
