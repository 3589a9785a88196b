//! Rules about values and objects.

use super::{RuleGroup, RuleText};

const IGNORED: &str = "It would have no effect.";
const PATTERNS: &str =
    "Patterns become small byte automata, which must match the same strings as every other engine.";

/// Rules about strings, integers, enums and unions.
pub(super) const SCALARS: RuleGroup = RuleGroup {
    title: "Strings, integers, enums and unions",
    rules: &[
        RuleText::new(
            "control-characters",
            "A string in a request has no control characters, except tabs and line ends its pattern allows",
            "Control characters in a parameter are usually a mistake.",
        ),
        RuleText::new(
            "enum-and-constraint",
            "An enum has no other constraints",
            IGNORED,
        ),
        RuleText::new(
            "enum-value",
            "The values of an enum are distinct strings that can be turned into names",
            "Each value becomes a variant.",
        ),
        RuleText::new(
            "format-and-constraint",
            "A string with a `format` has no other constraints",
            IGNORED,
        ),
        RuleText::new(
            "integer-bounds",
            "An integer in a request has `minimum` and `maximum`, within its format",
            "A limit in prose is not checked.",
        ),
        RuleText::new(
            "integer-format",
            "An integer has the format `int32` or `int64`",
            "The format determines the Rust type.",
        ),
        RuleText::new(
            "invalid-default",
            "A default matches its schema",
            "It is documented as the value that Twilio assumes, so it must be valid.",
        ),
        RuleText::new(
            "length-bounds",
            "Lengths are consistent with each other and with the pattern",
            "Otherwise no value would be valid, or one of the limits would have no effect.",
        ),
        RuleText::new(
            "one-of",
            "`oneOf` lists strings that differ in form, or objects of JSON bodies",
            "The member that a value belongs to must be clear from the value alone.",
        ),
        RuleText::new(
            "pattern-empty",
            "At least one string matches a pattern",
            "Otherwise the type would have no values.",
        ),
        RuleText::new(
            "pattern-syntax",
            "A pattern is a valid ECMA-262 regular expression",
            PATTERNS,
        ),
        RuleText::new(
            "pattern-too-big",
            "A pattern has no long counted repetitions",
            "`{0,4000}` would require thousands of states; use `minLength` and `maxLength` for lengths.",
        ),
        RuleText::new(
            "pattern-unanchored",
            "A pattern starts with `^` and ends with `$`",
            "Without anchors it would match part of a longer string, with anything around it.",
        ),
        RuleText::new(
            "pattern-unsupported",
            "Patterns use explicit classes, no look-around and no back references",
            PATTERNS,
        ),
        RuleText::new(
            "schema-type",
            "A schema has a type that can be expressed in Rust without loss",
            "The type determines what is generated.",
        ),
        RuleText::new(
            "unbounded-text",
            "A string in a request has `maxLength`",
            "Without it, a whole file that was passed by mistake would be sent.",
        ),
        RuleText::new(
            "unknown-format",
            "Only supported formats are used",
            "Other formats would not be checked.",
        ),
    ],
};

/// Rules about objects and their properties.
pub(super) const OBJECTS: RuleGroup = RuleGroup {
    title: "Objects and their properties",
    rules: &[
        RuleText::new(
            "additional-properties",
            "`additionalProperties` is used without `properties`, and is `true` or the type of the values",
            "An object is either a struct, which also keeps unknown properties, or has arbitrary keys. The values of such \
             an object can only have a type if it is received.",
        ),
        RuleText::new(
            "all-of",
            "`allOf` wraps one reference",
            "It only serves to add keywords to a reference; objects are not merged.",
        ),
        RuleText::new(
            "array-items",
            "The items of an array are single values or objects",
            "An array of arrays cannot be sent in a form, and Twilio sends none.",
        ),
        RuleText::new(
            "deprecated-misplaced",
            "`deprecated` is used with an operation, a parameter or a property",
            "Types cannot be deprecated, only their uses.",
        ),
        RuleText::new(
            "empty-object",
            "An object has properties, or allows arbitrary keys",
            "An object with neither would not describe anything.",
        ),
        RuleText::new(
            "form-field",
            "Form fields are strings, integers, booleans, arrays of strings or integers, or numbered objects",
            "Forms cannot represent other objects; `x-numbered` sends an array of objects as numbered parameters.",
        ),
        RuleText::new(
            "lazy",
            "The properties of a lazy object are plain strings",
            "It is kept as raw JSON until a property is read, so its values are not checked.",
        ),
        RuleText::new(
            "min-properties",
            "`minProperties` is 1, and only used with a request body without required properties",
            "It rejects empty requests before they are sent.",
        ),
        RuleText::new(
            "nullable-misplaced",
            "Only properties of responses are nullable",
            "Parameters of a request that are not set are not sent.",
        ),
        RuleText::new(
            "required",
            "`required` lists properties that exist and are never null",
            "A required property becomes an argument, or a field without `Option`.",
        ),
        RuleText::new(
            "sent-and-received",
            "An object is sent or received, not both",
            "Values that are sent are checked strictly, and values that are received are read leniently; one type cannot do both.",
        ),
    ],
};
