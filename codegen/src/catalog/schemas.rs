//! Rules about values and objects.

use super::{RuleGroup, RuleText};

const IGNORED: &str = "It would be ignored.";
const PATTERNS: &str =
    "Patterns become small byte automata, which must mean the same as in every other engine.";

/// Rules about strings, integers, enums and unions.
pub(super) const SCALARS: RuleGroup = RuleGroup {
    title: "Strings, integers, enums and unions",
    rules: &[
        RuleText::new(
            "control-characters",
            "A string in a request admits no control characters",
            "Nonsense is rejected before it is sent; line ends in a parameter are most often a mistake.",
        ),
        RuleText::new(
            "enum-and-constraint",
            "An enum has no other constraints",
            IGNORED,
        ),
        RuleText::new(
            "enum-value",
            "The values of an enum are different strings that become variants",
            "Each value becomes a variant; two equal ones cannot.",
        ),
        RuleText::new(
            "format-and-constraint",
            "A string with a `format` has no other constraints",
            IGNORED,
        ),
        RuleText::new(
            "integer-bounds",
            "An integer in a request has `minimum` and `maximum`, within its format",
            "A limit in prose is a limit that nobody checks.",
        ),
        RuleText::new(
            "integer-format",
            "An integer has the format `int32` or `int64`",
            "The format decides the type in Rust.",
        ),
        RuleText::new(
            "invalid-default",
            "A default matches its schema",
            "It is documented as what Twilio assumes, so it must be possible.",
        ),
        RuleText::new(
            "length-bounds",
            "Lengths are consistent with each other and with the pattern",
            "No value could satisfy both, or one of them has no effect.",
        ),
        RuleText::new(
            "one-of",
            "`oneOf` lists strings that differ in form, or objects of JSON bodies",
            "Which member a value belongs to must be decidable from the value alone.",
        ),
        RuleText::new(
            "pattern-empty",
            "At least one string matches a pattern",
            "Nobody could make a value of the type.",
        ),
        RuleText::new(
            "pattern-syntax",
            "A pattern is a valid regular expression by ECMA-262",
            PATTERNS,
        ),
        RuleText::new(
            "pattern-too-big",
            "A pattern has no long counted repetitions",
            "`{0,4000}` would be thousands of states; lengths belong in `minLength` and `maxLength`.",
        ),
        RuleText::new(
            "pattern-unanchored",
            "A pattern starts with `^` and ends with `$`",
            "Without anchors it would match inside a longer string, and so admit anything around it.",
        ),
        RuleText::new(
            "pattern-unsupported",
            "Patterns use explicit classes, no look-around and no back references",
            PATTERNS,
        ),
        RuleText::new(
            "schema-type",
            "A schema has a type that can be expressed in Rust without loss",
            "The type decides what is generated.",
        ),
        RuleText::new(
            "unbounded-text",
            "A string in a request has `maxLength`",
            "Without it, a whole file given by mistake would be sent.",
        ),
        RuleText::new(
            "unknown-format",
            "Only formats that something enforces are used",
            "A format that nothing checks promises more than the type keeps.",
        ),
    ],
};

/// Rules about objects and their properties.
pub(super) const OBJECTS: RuleGroup = RuleGroup {
    title: "Objects and their properties",
    rules: &[
        RuleText::new(
            "additional-properties",
            "`additionalProperties` stands alone, and is `true` or the type of the values",
            "An object is either a struct, which keeps what is not listed, or has any keys: with values of any kind, or \
             of one type, which only what is received can be.",
        ),
        RuleText::new(
            "all-of",
            "`allOf` wraps one reference",
            "It exists to add keywords beside a reference; objects are not merged.",
        ),
        RuleText::new(
            "array-items",
            "The items of an array are single values or objects",
            "An array of arrays cannot be sent in a form, and Twilio sends none.",
        ),
        RuleText::new(
            "deprecated-misplaced",
            "`deprecated` stands at an operation, a parameter or a property",
            "A type is not deprecated by itself; its use is.",
        ),
        RuleText::new(
            "empty-object",
            "An object has properties, or admits any keys",
            "An object without either says nothing about what is sent.",
        ),
        RuleText::new(
            "form-field",
            "A form holds strings, integers, booleans and arrays of them",
            "Forms have no notation for objects.",
        ),
        RuleText::new(
            "lazy",
            "A lazy object holds plain strings only",
            "It is kept as raw JSON until a member is asked for, so nothing checks its values.",
        ),
        RuleText::new(
            "min-properties",
            "`minProperties` is 1, at the body of a request without required properties",
            "A request that sets nothing is rejected before it is sent.",
        ),
        RuleText::new(
            "nullable-misplaced",
            "Only properties of responses are nullable",
            "In a request, a parameter that is not set is not sent.",
        ),
        RuleText::new(
            "required",
            "`required` lists properties that exist and are never null",
            "A required property becomes an argument, or a field without `Option`.",
        ),
        RuleText::new(
            "sent-and-received",
            "An object is sent or received, not both",
            "What is sent is checked strictly, what is received is read liberally; one type cannot do both.",
        ),
    ],
};
