//! Bounds, defaults and values that a document only mentions in descriptions.

/// What a description says about a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mentioned {
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) shortest: Option<i64>,
    pub(super) longest: Option<i64>,
    pub(super) default: Option<String>,
    /// The values after "can be" and the like.
    pub(super) values: Vec<String>,
}

/// Phrases before a list of values.
const LISTS: &[&str] = &[
    "can be",
    "one of",
    "possible values",
    "valid values",
    "either",
];
/// Phrases before a maximum.
const MOST: &[&str] = &[
    "at most ",
    "up to ",
    "maximum of ",
    "maximum is ",
    "maximum: ",
    "maximum value of ",
    "maximum value is ",
    "maximum length of ",
    "maximum length is ",
    "maximum length: ",
    "max ",
    "max length of ",
    "max length is ",
    "no more than ",
    "not more than ",
    "no longer than ",
    "not be longer than ",
    "cannot exceed ",
    "must not exceed ",
    "less than or equal to ",
    "limited to ",
    "limit of ",
    "limit is ",
];
/// Phrases before a minimum.
const LEAST: &[&str] = &[
    "at least ",
    "minimum of ",
    "minimum is ",
    "minimum: ",
    "minimum value of ",
    "minimum value is ",
    "minimum length of ",
    "minimum length is ",
    "minimum length: ",
    "no less than ",
    "not less than ",
    "no fewer than ",
    "no shorter than ",
    "greater than or equal to ",
];
/// Phrases after a maximum or a minimum.
const OR_LESS: &[&str] = &["or less", "or fewer", "or shorter"];
const OR_MORE: &[&str] = &["or more", "or greater", "or longer"];
/// Phrases before two numbers.
const RANGES: &[&str] = &["between ", "range is ", "range of ", "values: ", "from "];
/// Phrases before a default.
const DEFAULTS: &[&str] = &[
    "default is ",
    "default: ",
    "default value is ",
    "default value: ",
    "default timeout is ",
    "default limit is ",
    "default page size is ",
    "default to ",
    "defaults to ",
];
/// Units of a length limit.
const UNITS: &[&str] = &["character", "digit", "byte", "letter"];
/// How many characters after a number its unit may follow.
const NEAR: usize = 24;

/// Reads a description.
pub(super) fn read(text: &str) -> Mentioned {
    let mut mentioned = Mentioned::default();
    for sentence in text.split_inclusive(". ") {
        let lower = sentence.to_ascii_lowercase();
        // A list may continue in the next sentence.
        if let Some(at) = LISTS.iter().find_map(|list| lower.find(list)) {
            for word in quoted(sentence.get(at..).unwrap_or_default()) {
                if !mentioned.values.contains(&word) {
                    mentioned.values.push(word);
                }
            }
        }
        let default = DEFAULTS.iter().find_map(|words| {
            let at = lower.find(words)? + words.len();
            default(sentence.get(at..)?)
        });
        mentioned.default = mentioned.default.or(default);
        bounds(&lower, &mut mentioned);
    }
    mentioned
}

/// The words in backticks; anything else, such as `<Dial>`, is not a value.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| is_word(word))
        .map(str::to_owned)
        .collect()
}

fn is_word(word: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !word.is_empty() && word.chars().all(fits)
}

/// The value at the start of a text: a word in backticks or quotes, or a number.
fn default(text: &str) -> Option<String> {
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '`' | '"' | '\''));
    match quote {
        Some(quote) => {
            let (word, _) = text.get(1..)?.split_once(quote)?;
            is_word(word).then(|| word.to_owned())
        }
        None => {
            let plain = text.replace(',', "");
            number(&plain).map(|(number, _)| number.to_string())
        }
    }
}

fn bounds(sentence: &str, mentioned: &mut Mentioned) {
    let plain: String = sentence
        .chars()
        .filter(|c| !matches!(c, '`' | ','))
        .collect();
    for words in RANGES {
        for rest in after(&plain, words) {
            if let Some((low, rest)) = number(rest)
                && let Some((high, rest)) = ["-", "–", "and", "to"]
                    .iter()
                    .find_map(|word| number(rest.trim_start().strip_prefix(word)?.trim_start()))
            {
                mentioned.at_least(low, is_length(words, rest));
                mentioned.at_most(high, is_length(words, rest));
            }
        }
    }
    for words in MOST {
        for rest in after(&plain, words) {
            if let Some((most, rest)) = number(rest) {
                mentioned.at_most(most, is_length(words, rest));
            }
        }
    }
    for words in LEAST {
        for rest in after(&plain, words) {
            if let Some((least, rest)) = number(rest) {
                mentioned.at_least(least, is_length(words, rest));
            }
        }
    }
    let starts = plain.match_indices(|c: char| c.is_ascii_digit());
    for (at, _) in starts {
        let before = plain.get(..at).unwrap_or_default();
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '.') {
            continue;
        }
        if let Some((number, rest)) = plain.get(at..).and_then(number) {
            let near = near(rest);
            let has = |words: &[&str]| words.iter().any(|words| near.contains(words));
            if has(OR_LESS) {
                mentioned.at_most(number, is_length("", rest));
            } else if has(OR_MORE) {
                mentioned.at_least(number, is_length("", rest));
            }
        }
    }
}

/// Whether a bound limits the length, judging by the phrase before its number or the unit after it.
fn is_length(before: &str, after: &str) -> bool {
    let near = near(after);
    let is_counted = UNITS.iter().any(|unit| near.contains(unit));
    is_counted
        || before.contains("length")
        || before.contains("longer")
        || before.contains("shorter")
}

/// The start of a text, up to the end of a clause.
fn near(text: &str) -> String {
    let clause = text.split(['.', ';', '(']).next().unwrap_or_default();
    clause.chars().take(NEAR).collect()
}

impl Mentioned {
    /// The first mention wins.
    fn at_most(&mut self, most: i64, is_length: bool) {
        let bound = if is_length {
            &mut self.longest
        } else {
            &mut self.maximum
        };
        *bound = bound.or(Some(most));
    }

    fn at_least(&mut self, least: i64, is_length: bool) {
        let bound = if is_length {
            &mut self.shortest
        } else {
            &mut self.minimum
        };
        *bound = bound.or(Some(least));
    }
}

fn after<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(words)
        .filter_map(move |(at, _)| text.get(at + words.len()..))
}

/// The number at the start of a text, and the rest.
fn number(text: &str) -> Option<(i64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{Mentioned, read};

    #[test]
    fn bounds_are_found_in_sentences() {
        for (text, minimum, maximum) in [
            ("Its range is 1000 - 6000.", Some(1000), Some(6000)),
            ("Between 5 and 10.", Some(5), Some(10)),
            ("It rings up to `600` seconds.", None, Some(600)),
            ("Must not exceed 1,000.", None, Some(1000)),
            ("No less than 3.", Some(3), None),
            ("30 seconds or less.", None, Some(30)),
            ("Nothing of the kind.", None, None),
        ] {
            let expected = Mentioned {
                minimum,
                maximum,
                ..Mentioned::default()
            };
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_bound_of_what_is_counted_is_one_of_length() {
        for (text, shortest, longest) in [
            ("At most 4,000 characters.", None, Some(4000)),
            (
                "Keys, with a maximum length of 32 digits. Any digit counts.",
                None,
                Some(32),
            ),
            ("The maximum length is 64.", None, Some(64)),
            ("Limited to 255 UTF-8 characters.", None, Some(255)),
            ("160 characters or less.", None, Some(160)),
            ("Between 2 and 15 letters.", Some(2), Some(15)),
            ("No longer than 20.", None, Some(20)),
        ] {
            let expected = Mentioned {
                shortest,
                longest,
                ..Mentioned::default()
            };
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn defaults_and_values_are_found_in_sentences() {
        for (text, default) in [
            ("The default is `60` seconds.", Some("60")),
            (
                "Can be GET or POST and the default is `POST`.",
                Some("POST"),
            ),
            ("Possible: Default: 2400.", Some("2400")),
            ("Defaults to `completed`.", Some("completed")),
            ("The default timeout is 30 seconds.", Some("30")),
            ("Default, blocks the execution.", None),
        ] {
            assert_eq!(read(text).default.as_deref(), default, "{text}");
        }
        let values = read("Values can be `mono` or `dual`, as in `<Dial>`.").values;
        assert_eq!(values, ["mono", "dual"]);
    }
}
