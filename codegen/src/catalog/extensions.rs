//! Rules about extensions, names, descriptions and examples.

use super::{RuleGroup, RuleText};

const TABLE: &str = "The rule is about the table next to the document, `error-codes.csv`.";

/// Rules about extensions.
pub(super) const EXTENSIONS: RuleGroup = RuleGroup {
    title: "Extensions",
    rules: &[
        RuleText::new(
            "enum-descriptions",
            "`x-enum-descriptions` has a sentence for each value of the enum, and no others",
            "The sentences become the documentation of the variants.",
        ),
        RuleText::new(
            "enum-names",
            "`x-enum-names` maps values of the enum to words",
            "A value such as `0` cannot be turned into the name of a variant.",
        ),
        RuleText::new(
            "error-code",
            "`x-error-codes` and `error-codes.csv` map codes to phrases that fit into a message",
            "Error messages show the phrase in parentheses after the code.",
        ),
        RuleText::new(
            "error-code-name",
            "Each code in `error-codes.csv` has a unique name that is valid for a constant",
            "The names become constants of `ErrorCode`.",
        )
        .without_example(TABLE),
        RuleText::new(
            "error-code-order",
            "The codes in `error-codes.csv` are in ascending order, and none of them is in `x-error-codes`",
            "A code has one meaning, and is easy to find.",
        )
        .without_example(TABLE),
        RuleText::new(
            "error-code-retry",
            "The `retry` column of `error-codes.csv` is `yes` or `no`",
            "Programs rely on it.",
        )
        .without_example(TABLE),
        RuleText::new(
            "error-code-row",
            "Every line of `error-codes.csv` has the form `code,name,retry,meaning`, like the first one",
            "Anything else would be misread.",
        )
        .without_example(TABLE),
        RuleText::new(
            "event",
            "`x-event` maps existing values to existing events",
            "It defines the method `event` of a callback; an event with a misspelt value would never be reported.",
        ),
        RuleText::new(
            "expected",
            "`x-expected` is a phrase that describes the strings of a pattern",
            "Error messages show it after the word \"expected\".",
        ),
        RuleText::new(
            "extends",
            "`x-extends` names an enum that Twilio sends; the extending enum has its values and final values",
            "The conversion from the smaller to the larger enum must neither fail nor end a wait.",
        ),
        RuleText::new(
            "final-values",
            "`x-final` lists some values of an enum in responses or callbacks, but not all",
            "Waiting for a status without a final value would never end.",
        ),
        RuleText::new(
            "groups",
            "`x-groups` maps words to some values of an enum in responses or callbacks, but not all",
            "Each word becomes a method that returns whether a value belongs to the group.",
        ),
        RuleText::new(
            "numbered",
            "`x-numbered` is used with an array of objects in the form of a request",
            "Each call of the setter adds one item, whose properties are sent as `Parameter1.Name` and so on.",
        ),
        RuleText::new(
            "pagination",
            "`x-pagination` names existing properties and a parameter of a list operation",
            "Streams follow these names from one page to the next.",
        ),
        RuleText::new(
            "private-mark",
            "`x-pii` and `x-secret` are used with strings without `format` and `enum`",
            "Only such strings have a type that hides its value.",
        ),
        RuleText::new(
            "progress",
            "`x-progress` names a status with final values and a number in callbacks",
            "They tell which report is the latest, and when progress ends.",
        ),
        RuleText::new(
            "rate-limit",
            "`x-rate-limit` is used with a POST operation and names a limit of the client",
            "It delays requests that start calls.",
        ),
        RuleText::new(
            "reconcile",
            "`x-reconcile` names a list of the resources that a POST operation creates",
            "The list shows whether a request was carried out; a wrong conclusion would place a call twice.",
        ),
        RuleText::new(
            "representation",
            "`x-representation-of` names an operation with the same parameters",
            "Users can switch between JSON and CSV without changing the request.",
        ),
        RuleText::new(
            "row-key",
            "`x-row-key` names a required property with a single value",
            "All other fields of a row are optional.",
        ),
        RuleText::new(
            "rules",
            "`x-rules` are consistent rules between properties of a body",
            "With contradictory rules, a field could never be set, or would never have an effect.",
        ),
        RuleText::new(
            "secret-in-response",
            "No response contains a secret",
            "Responses are kept, shown and passed on; `x-pii` is enough to keep a value out of logs.",
        ),
        RuleText::new(
            "secret-in-url",
            "No secret is part of a URL",
            "URLs are logged by proxies and servers.",
        ),
        RuleText::new(
            "unit",
            "`x-unit` is a known unit of an integer",
            "It determines how the type converts to and from `Duration`.",
        ),
        RuleText::new(
            "waiter",
            "`x-waiter` names a required status with final values",
            "Otherwise waiting would never end.",
        ),
        RuleText::new(
            "xml",
            "`x-xml` describes the elements of an XML document in requests",
            "A document that Twilio would reject is not sent.",
        ),
    ],
};

/// Rules about names.
pub(super) const NAMES: RuleGroup = RuleGroup {
    title: "Names",
    rules: &[
        RuleText::new(
            "name-collision",
            "No two names of the document become the same name in Rust",
            "Items are never merged or renamed by accident.",
        ),
        RuleText::new(
            "name-reserved",
            "No name of the document becomes one that Rust or the crate itself uses",
            "The emitted code would not compile, or would shadow items of the crate.",
        ),
        RuleText::new(
            "name-unusable",
            "Every name can be turned into a name in Rust",
            "A name without letters cannot be turned into one.",
        )
        .without_example("The rules about the names of the document reject such a name first."),
        RuleText::new(
            "wire-name",
            "Names of parameters and properties can be turned into names in Rust",
            "Setters and fields are named after them.",
        ),
    ],
};

/// Rules about descriptions and examples.
pub(super) const TEXTS: RuleGroup = RuleGroup {
    title: "Descriptions and examples",
    rules: &[
        RuleText::new(
            "description-markup",
            "Descriptions use the Markdown that rustdoc renders as intended",
            "rustdoc compiles and runs what it considers Rust, and copies HTML into its pages.",
        ),
        RuleText::new(
            "example-and-examples",
            "A body has `example` or `examples`, not both",
            "OpenAPI lets programs choose one and ignore the other.",
        ),
        RuleText::new(
            "incomplete-example",
            "An example of a response has every property",
            "Tests decode and encode examples, which shows that no property is lost.",
        ),
        RuleText::new(
            "invalid-example",
            "An example matches its schema",
            "Examples are shown to users and used in tests.",
        ),
        RuleText::new(
            "missing-description",
            "Everything public has a description",
            "Descriptions become the documentation of the crate.",
        ),
        RuleText::new(
            "missing-example",
            "Every scalar component has an example",
            "It is shown in the documentation and used in tests.",
        ),
    ],
};
