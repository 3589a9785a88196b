//! Strings that are stored inline as long as they are short.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::Small;

/// How many bytes are stored inline: as many as fit into the place of a `Box<str>`. Most phone numbers do, such as
/// +15551234567 and (555) 123-4567.
const INLINE: usize = 14;

/// A string that needs no allocation if it is short. It compares and hashes as a `str` does.
#[derive(Clone)]
pub(crate) enum ShortText {
    Inline(Small<INLINE>),
    /// Boxed twice, because a pointer with a length leaves no niche for the discriminant.
    Allocated(Box<Box<str>>),
}

impl ShortText {
    /// Keeps a string, and its allocation if one is needed.
    #[inline]
    pub(crate) fn new(text: impl AsRef<str> + Into<Box<str>>) -> Self {
        match Small::of(text.as_ref()) {
            Some(short) => Self::Inline(short),
            None => Self::Allocated(Box::new(text.into())),
        }
    }

    /// The string.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Inline(short) => short.as_str(),
            Self::Allocated(text) => text,
        }
    }
}

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq for ShortText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for ShortText {}

impl PartialOrd for ShortText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ShortText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for ShortText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, RandomState};

    use super::{INLINE, ShortText};

    #[test]
    fn strings_of_every_length_are_kept() {
        for length in [0, 1, INLINE - 1, INLINE, INLINE + 1, 1000] {
            let text = "a".repeat(length);
            let short = ShortText::new(text.as_str());
            assert_eq!(short.as_str(), text);
            assert_eq!(
                matches!(short, ShortText::Inline(_)),
                length <= INLINE,
                "{length}"
            );
        }
        // Longer than the limit in bytes, not in characters.
        assert_eq!(ShortText::new("ä".repeat(8)).as_str(), "ä".repeat(8));
        assert_eq!(ShortText::new("ä".repeat(7)).as_str(), "ä".repeat(7));
        assert_eq!(size_of::<Option<ShortText>>(), size_of::<Box<str>>());
    }

    #[test]
    fn they_compare_and_hash_as_their_strings_do() {
        let hasher = RandomState::new();
        let texts = [
            "",
            "a",
            "b",
            "ab",
            &"a".repeat(INLINE),
            &"a".repeat(INLINE + 1),
        ];
        for left in texts {
            for right in texts {
                let (short, other) = (ShortText::new(left), ShortText::new(right));
                assert_eq!(short.cmp(&other), left.cmp(right));
                assert_eq!(short == other, left == right);
            }
            assert_eq!(hasher.hash_one(ShortText::new(left)), hasher.hash_one(left));
        }
    }
}
