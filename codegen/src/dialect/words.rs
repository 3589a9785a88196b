//! Strings: names, references, paths and text for people.

use serde_json::{Value, json};

use crate::check::scalar::LONGEST_EXPECTED;
use crate::names::{reserved_methods, reserved_types};

/// Text that is not empty.
pub(super) fn text() -> Value {
    json!({"type": "string", "pattern": "\\S"})
}

/// Text for people, which becomes documentation: not empty, and without what rustdoc renders as something else.
pub(super) fn prose() -> Value {
    // Code in backticks, links in angle brackets, and no HTML, images, footnotes and bare links beside them. Code in a text
    // ends before the next item, heading or paragraph, code in a block does not.
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
        // A block in an item without a language, a link defined elsewhere, and indented code.
        {"not": {"pattern": "(?:^|\\n)[ \\t]*(?:[-*+]|[0-9]+[.)])[ \\t]+```[ \\t]*(?:\\n|$)"}},
        {"not": {"pattern": "(?:^|\\n)\\[[^\\]\\n]+\\]:"}},
        // Code that is indented behind the mark of an item, outside of blocks.
        {"not": {"pattern": "^(?:[^`]|`[^`]*`)*?(?:^|\\n)[ \\t]*(?:[-*+]|[0-9]+[.)]) {5,}\\S"}},
        {"not": {"pattern": "(?:^|\\n)(?:#{1,6} [^\\n]*|[ \\t]*```[ \\t]*|(?:[-*_][ \\t]*){3,}|[ \\t]*)\\n {4,}[^ \\n]"}},
    ]})
}

/// The name of a component.
pub(super) fn component_name() -> Value {
    json!({"pattern": "^(?!.*[A-Z]{2})[A-Z][A-Za-z0-9]*$"})
}

/// The name of a schema, which becomes that of a type.
pub(super) fn type_name() -> Value {
    // Components with a format may have the names of the types that they become.
    let of_formats = ["Date", "DateOrTime", "DateTime", "Decimal", "Timestamp"];
    let reserved = reserved_types().iter();
    let reserved: Vec<&&str> = reserved.filter(|it| !of_formats.contains(it)).collect();
    json!({"not": {"enum": reserved}})
}

/// An operationId, which becomes the name of a method.
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

/// What a message says was expected: a part of a sentence.
pub(super) fn expected() -> Value {
    json!({"type": "string", "maxLength": LONGEST_EXPECTED, "pattern": "^(?!\\s)[^\\u0000-\\u001F\\u007F-\\u009F]*[^\\s.]$"})
}

/// The name of an element of XML.
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
        // A class that is closed, and not empty.
        {"pattern": "^(?:[^\\[\\]\\\\]|\\\\[\\s\\S]|\\[\\^?(?:[^\\[\\]\\\\]|\\\\[\\s\\S])(?:[^\\]\\\\]|\\\\[\\s\\S])*\\])*$"},
    ]})
}
