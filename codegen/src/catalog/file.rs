//! Rules about the file: its encoding and its notation.

use super::{RuleGroup, RuleText};

const ENCODING: &str = "Such a file could not be shown or compared as text.";

/// Rules about the notation.
pub(super) const FILE: RuleGroup = RuleGroup {
    title: "The file and its syntax",
    rules: &[
        RuleText::new(
            "alias",
            "Values are written out, without aliases",
            "Every value has one place that a finding can point at. Make a component of what is used twice.",
        ),
        RuleText::new(
            "anchor",
            "No value has an anchor",
            "Every value has one place that a finding can point at. Make a component of what is used twice.",
        ),
        RuleText::new(
            "byte-order-mark",
            "The file does not start with a byte order mark",
            "The mark is invisible, and tools disagree about whether it belongs to the first key.",
        )
        .without_example(ENCODING),
        RuleText::new(
            "comment-after-text",
            "No comment follows an unquoted string on the same line",
            "` #` begins a comment, so the rest of the sentence would be silently lost.",
        ),
        RuleText::new(
            "control-character",
            "The file contains no control characters but line ends and tabs",
            "YAML does not allow them, and they cannot be seen in an editor or a review.",
        ),
        RuleText::new(
            "deep-nesting",
            "Objects and arrays nest at most 48 levels deep",
            "Deeper documents exhaust the stack of programs that read them; make components of inner parts.",
        ),
        RuleText::new(
            "document",
            "The document is valid OpenAPI 3.0",
            "progenitor, which emits the structs and the wire layer, only accepts OpenAPI.",
        )
        .without_example(
            "The other rules reject such a document first; this one is for documents in Twilio's style.",
        ),
        RuleText::new(
            "duplicate-key",
            "An object has no repeated keys",
            "Programs disagree about which of the two values counts.",
        ),
        RuleText::new(
            "empty-document",
            "The document is not empty",
            "An empty file was probably not saved.",
        ),
        RuleText::new(
            "json-syntax",
            "A JSON file is valid JSON",
            "The document cannot be checked before it can be read.",
        )
        .without_example("The documents in `tests/bad` are YAML; unit tests of the JSON reader cover it."),
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
            "JSON has no other keys; quotes make any value a string.",
        ),
        RuleText::new(
            "not-utf8",
            "The file is encoded as UTF-8",
            "OpenAPI documents are UTF-8, and any other encoding would change the descriptions.",
        )
        .without_example(ENCODING),
        RuleText::new(
            "number",
            "Numbers are plain decimal numbers",
            "Programs disagree about octal and hexadecimal numbers, and about those that do not fit in 64 bits.",
        ),
        RuleText::new(
            "odd-space",
            "No unquoted string begins or ends with a space-like character",
            "It would be an invisible part of the string.",
        ),
        RuleText::new(
            "several-documents",
            "The file contains one YAML document",
            "Whatever follows the second `---` would be ignored.",
        ),
        RuleText::new(
            "tag",
            "No tag such as `!!str` sets the type of a value",
            "Quotes have the same effect and are widely known.",
        ),
        RuleText::new(
            "too-large",
            "The document does not exceed the maximum size",
            "A document of that size is probably the wrong file.",
        )
        .without_example("Such a file is too large for the repository."),
        RuleText::new(
            "typographic-quotes",
            "Quotes around a value are straight",
            "In YAML, typographic quotes, which word processors insert, are part of the string.",
        ),
        RuleText::new(
            "yaml-syntax",
            "The file is valid YAML",
            "The document cannot be checked before it can be read.",
        ),
    ],
};
