//! Rules about the file: its encoding and its notation.

use super::{RuleGroup, RuleText};

const ENCODING: &str = "Such a file cannot be shown or compared as text.";

/// Rules about the notation.
pub(super) const FILE: RuleGroup = RuleGroup {
    title: "The file and its notation",
    rules: &[
        RuleText::new(
            "alias",
            "Values are written out, not referred to by an alias",
            "Every value has one place that a finding can point at. What is used twice is a component.",
        ),
        RuleText::new(
            "anchor",
            "No value is marked for reuse by an anchor",
            "Every value has one place that a finding can point at. What is used twice is a component.",
        ),
        RuleText::new(
            "byte-order-mark",
            "The file does not start with a byte order mark",
            "The mark is invisible, and tools disagree about whether it belongs to the first key.",
        )
        .without_example(ENCODING),
        RuleText::new(
            "comment-after-text",
            "No comment follows a string without quotes on the same line",
            "` #` begins a comment, so the rest of the sentence would be lost without a word.",
        ),
        RuleText::new(
            "control-character",
            "The file contains no control characters but line ends and tabs",
            "YAML does not allow them, and they cannot be seen in an editor or a review.",
        ),
        RuleText::new(
            "deep-nesting",
            "Objects and arrays nest at most 48 levels deep",
            "Deeper documents exhaust the stack of programs that read them; inner parts become components.",
        ),
        RuleText::new(
            "document",
            "The document is OpenAPI 3.0",
            "What cannot be read as OpenAPI cannot be given to progenitor, which emits the structs and the wire layer.",
        )
        .without_example(
            "The other rules reject such a document first; this one is left for documents in Twilio's style.",
        ),
        RuleText::new(
            "duplicate-key",
            "An object has each key once",
            "Programs disagree about which of the two values counts.",
        ),
        RuleText::new(
            "empty-document",
            "The document is not empty",
            "An empty file is most likely one that was not saved.",
        ),
        RuleText::new(
            "json-syntax",
            "A JSON file is valid JSON",
            "Nothing in the document can be judged before it can be read.",
        )
        .without_example("The documents in `tests/bad` are YAML; unit tests of the JSON reader show it."),
        RuleText::new(
            "long-line",
            "Lines have at most 120 characters",
            "Differences stay readable side by side.",
        ),
        RuleText::new(
            "merge-key",
            "No object is merged into another by `<<`",
            "Merge keys are not part of YAML 1.2, and a merged value has no place of its own.",
        ),
        RuleText::new(
            "non-text-key",
            "Keys are strings",
            "JSON has no other keys; quotes make the value a string.",
        ),
        RuleText::new(
            "not-utf8",
            "The file is encoded as UTF-8",
            "OpenAPI documents are UTF-8, and any other encoding would change what descriptions say.",
        )
        .without_example(ENCODING),
        RuleText::new(
            "number",
            "Numbers are plain decimal numbers",
            "Programs disagree about octal and hexadecimal numbers, and about those that do not fit into 64 bits.",
        ),
        RuleText::new(
            "odd-space",
            "No string begins or ends with a character that only looks like a space",
            "It would be a part of the string, and nobody can see it.",
        ),
        RuleText::new(
            "several-documents",
            "The file contains one YAML document",
            "Whatever follows the second `---` would be ignored.",
        ),
        RuleText::new(
            "tag",
            "No tag such as `!!str` sets the type of a value",
            "Quotes say the same in a way that everybody knows.",
        ),
        RuleText::new(
            "too-large",
            "The document is not larger than what is read",
            "A document of that size is most likely another file.",
        )
        .without_example("Such a file is too large for the repository."),
        RuleText::new(
            "typographic-quotes",
            "Quotes around a value are straight",
            "YAML takes typographic quotes as part of the string. They come from text processors.",
        ),
        RuleText::new(
            "yaml-syntax",
            "The file is valid YAML",
            "Nothing in the document can be judged before it can be read.",
        ),
    ],
};
