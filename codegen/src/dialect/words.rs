//! Strings: names, references, paths, patterns and prose.

use serde_json::{Value, json};

use crate::check::scalar::LONGEST_EXPECTED;
use crate::names::{reserved_methods, reserved_types};

/// A string that is not empty.
pub(super) fn text() -> Value {
    json!({"type": "string", "pattern": "\\S"})
}

/// Prose, which becomes documentation: not empty, and without markup that rustdoc renders differently.
pub(super) fn prose() -> Value {
    // Code is in backticks and links are in angle brackets, without HTML, images, footnotes or bare links elsewhere.
    // Inline code ends before the next item, heading or paragraph; a code block may continue.
    let markdown = "^(?:[^`<!\\[h]|```[^`]*```\
                    |`(?:[^`\\n]|\\n(?![ \\t]*(?:\\n|(?:#{1,6}|[-*+>]|1[.)])[ \\t])))*`\
                    |<(?:https?://|mailto:)[^>\\s]*>|<(?![A-Za-z/!?])|!(?!\\[)|\\[(?!\\^)\
                    |h(?!ttps?://)|(?<=\\()https?://)*$";
    json!({"type": "string", "allOf": [
        {"pattern": "\\S"},
        {"pattern": "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\u202A-\\u202E\\u2066-\\u2069]*$"},
        {"pattern": markdown},
        {"pattern": "^(?![\\s\\S]*(?:^|\\n)\\s*(?:>|~~~))"},
        {"not": {"pattern": "\\]\\((?!https?://|mailto:)"}},
        {"not": {"pattern": "(?:^|\\n)[ \\t]*(?:[-*+]|[0-9]+[.)])?[ \\t]*```[a-z,]*rust"}},
        // Code blocks without a language in a list item, reference links, and indented code.
        {"not": {"pattern": "(?:^|\\n)[ \\t]*(?:[-*+]|[0-9]+[.)])[ \\t]+```[ \\t]*(?:\\n|$)"}},
        {"not": {"pattern": "(?:^|\\n)\\[[^\\]\\n]+\\]:"}},
        // Indented code after a list marker, outside code blocks.
        {"not": {"pattern": "^(?:[^`]|`[^`]*`)*?(?:^|\\n)[ \\t]*(?:[-*+]|[0-9]+[.)]) {5,}\\S"}},
        {"not": {"pattern": "(?:^|\\n)(?:#{1,6} [^\\n]*|[ \\t]*```[ \\t]*|(?:[-*_][ \\t]*){3,}|[ \\t]*)\\n {4,}[^ \\n]"}},
    ]})
}

/// The name of a component.
pub(super) fn component_name() -> Value {
    json!({"pattern": "^(?!.*[A-Z]{2})[A-Z][A-Za-z0-9]*$"})
}

/// The name of a schema, which becomes a type name.
pub(super) fn type_name() -> Value {
    // Components with a format may be named after the type that they become.
    let of_formats = ["Date", "DateOrTime", "DateTime", "Decimal", "Timestamp"];
    let reserved = reserved_types().iter();
    let reserved: Vec<&&str> = reserved.filter(|it| !of_formats.contains(it)).collect();
    json!({"not": {"enum": reserved}})
}

/// An operationId, which becomes a method name.
pub(super) fn operation_id() -> Value {
    json!({"type": "string", "pattern": "^(?!.*[A-Z]{2})[a-z][A-Za-z0-9]*$", "not": {"enum": reserved_methods()}})
}

/// The name of a property, as it is sent.
pub(super) fn wire_name() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.-]*$"})
}

/// The name of a parameter.
pub(super) fn parameter_name() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.-]*[<>]?$"})
}

/// What a message shows after "expected": part of a sentence.
pub(super) fn expected() -> Value {
    json!({"type": "string", "maxLength": LONGEST_EXPECTED, "pattern": "^(?!\\s)[^\\u0000-\\u001F\\u007F-\\u009F]*[^\\s.]$"})
}

/// The name of an XML element.
pub(super) fn xml_name() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.:-]*$"})
}

/// A path with parameters in braces.
pub(super) fn path() -> &'static str {
    "^(?!.*//)(?!.+/$)(?!.*/\\.{1,2}(?:/|$))(?!.*\\}\\{)/(?:[A-Za-z0-9._~/-]|\\{[A-Za-z][A-Za-z0-9_]*\\})*$"
}

/// A reference to a component.
pub(super) fn reference(section: &str) -> Value {
    json!({"type": "string", "pattern": format!("^#/components/{section}/[^/]+$")})
}

/// An object that is a reference to a component.
pub(super) fn reference_to(section: &str) -> Value {
    json!({"type": "object", "properties": {"$ref": reference(section)}, "required": ["$ref"],
        "additionalProperties": false})
}

/// An anchored regular expression with explicit classes.
pub(super) fn pattern() -> Value {
    json!({"type": "string", "allOf": [
        {"pattern": "^\\^[\\s\\S]*\\$$"},
        {"not": {"pattern": "\\\\[dDwWsSbB0-9]"}},
        {"not": {"pattern": "\\(\\?(?!:)"}},
        {"not": {"pattern": "\\{[0-9]*,?[0-9]{4,}\\}"}},
        // Every character class is closed and not empty.
        {"pattern": "^(?:[^\\[\\]\\\\]|\\\\[\\s\\S]|\\[\\^?(?:[^\\[\\]\\\\]|\\\\[\\s\\S])(?:[^\\]\\\\]|\\\\[\\s\\S])*\\])*$"},
    ]})
}
