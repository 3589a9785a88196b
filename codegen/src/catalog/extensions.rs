//! Rules about extensions, names, descriptions and examples.

use super::{RuleGroup, RuleText};

const TABLE: &str = "The rule is about the table beside the document, `error-codes.csv`.";

/// Rules about extensions.
pub(super) const EXTENSIONS: RuleGroup = RuleGroup {
    title: "Extensions",
    rules: &[
        RuleText::new(
            "enum-descriptions",
            "`x-enum-descriptions` has a sentence for each value, and no others",
            "The sentences become the documentation of the variants.",
        ),
        RuleText::new(
            "enum-names",
            "`x-enum-names` maps values of the enum to words",
            "A value such as `0` cannot be the name of a variant.",
        ),
        RuleText::new(
            "error-code",
            "`x-error-codes` and `error-codes.csv` map codes to phrases that fit into a message",
            "Error messages show the phrase in parentheses behind the code.",
        ),
        RuleText::new(
            "error-code-name",
            "Each code in `error-codes.csv` has a name of its own, which can be that of a constant",
            "The names become constants of `ErrorCode`.",
        )
        .without_example(TABLE),
        RuleText::new(
            "error-code-order",
            "The codes in `error-codes.csv` ascend, and `x-error-codes` has none of them",
            "A code has one meaning, and is found at a glance.",
        )
        .without_example(TABLE),
        RuleText::new(
            "error-code-retry",
            "`error-codes.csv` says `yes` or `no` about whether a retry can help",
            "Programs decide by it.",
        )
        .without_example(TABLE),
        RuleText::new(
            "error-code-row",
            "A line of `error-codes.csv` is `code,name,retry,meaning`, as its first line says",
            "Anything else would be read as something that nobody meant.",
        )
        .without_example(TABLE),
        RuleText::new(
            "event",
            "`x-event` maps values that exist to events that exist",
            "The method `event` of a callback is made of it; a misspelt value would never be reported.",
        ),
        RuleText::new(
            "expected",
            "`x-expected` completes a sentence about the strings of a pattern",
            "Error messages show it after the word \"expected\".",
        ),
        RuleText::new(
            "extends",
            "`x-extends` names an enum of responses whose values this one has too",
            "The conversion from the smaller to the larger enum must not fail.",
        ),
        RuleText::new(
            "final-values",
            "`x-final` lists some values of an enum of responses, but not all",
            "A status without a final value can be waited for endlessly.",
        ),
        RuleText::new(
            "groups",
            "`x-groups` maps words to some values of an enum of responses, but not all",
            "Each word becomes a method that tells its values from the others.",
        ),
        RuleText::new(
            "numbered",
            "`x-numbered` stands at an array of objects in the form of a request",
            "Each call of the setter sends one item, its parts behind the name and a number.",
        ),
        RuleText::new(
            "pagination",
            "`x-pagination` names properties and a parameter that page through a list",
            "Streams follow these names from one page to the next.",
        ),
        RuleText::new(
            "private-mark",
            "`x-pii` and `x-secret` stand at strings without `format` and `enum`",
            "Only such strings have a type that hides its value.",
        ),
        RuleText::new(
            "progress",
            "`x-progress` names a status that becomes final and a number of callbacks",
            "Progress is followed by them until it ends.",
        ),
        RuleText::new(
            "rate-limit",
            "`x-rate-limit` stands at a POST operation and names a limit of the client",
            "It delays requests that start calls.",
        ),
        RuleText::new(
            "reconcile",
            "`x-reconcile` names a list that shows what a POST operation created",
            "Whether a request was carried out is told from the list; weak evidence would place a call twice.",
        ),
        RuleText::new(
            "representation",
            "`x-representation-of` names an operation with the same parameters",
            "Users switch between JSON and CSV without changing the request.",
        ),
        RuleText::new(
            "row-key",
            "`x-row-key` names a required property with one value",
            "The fields of a row are optional; the key is what every row has.",
        ),
        RuleText::new(
            "rules",
            "`x-rules` are consistent rules between properties of a body",
            "Rules that contradict each other would reject every request.",
        ),
        RuleText::new(
            "secret-in-response",
            "No response carries a secret",
            "Responses are kept, shown and passed on; `x-pii` keeps a value out of logs too.",
        ),
        RuleText::new(
            "secret-in-url",
            "No secret is part of a URL",
            "URLs are logged on the way.",
        ),
        RuleText::new(
            "unit",
            "`x-unit` is a known unit of an integer",
            "The type converts to and from `Duration` by it.",
        ),
        RuleText::new(
            "waiter",
            "`x-waiter` names a required status that can become final",
            "Waiting must be able to end.",
        ),
        RuleText::new(
            "xml",
            "`x-xml` describes the elements of an XML document that is sent",
            "A document that Twilio would reject is rejected before it is sent.",
        ),
    ],
};

/// Rules about names.
pub(super) const NAMES: RuleGroup = RuleGroup {
    title: "Names",
    rules: &[
        RuleText::new(
            "name-collision",
            "Two names of the document never become one name in Rust",
            "Nothing is merged or renumbered by accident.",
        ),
        RuleText::new(
            "name-reserved",
            "No name becomes one that Rust or the crate uses itself",
            "The emitted code would not compile, or would hide what the crate offers.",
        ),
        RuleText::new(
            "name-unusable",
            "Every name becomes a name in Rust",
            "A name without letters leaves nothing to call it by.",
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
            "rustdoc compiles and runs what it takes for Rust, and copies HTML into its pages.",
        ),
        RuleText::new(
            "example-and-examples",
            "A body has `example` or `examples`, not both",
            "OpenAPI lets programs choose one and ignore the other.",
        ),
        RuleText::new(
            "incomplete-example",
            "An example of a response holds every property",
            "Examples are decoded and encoded again in tests, which shows that no property is lost.",
        ),
        RuleText::new(
            "invalid-example",
            "An example matches its schema",
            "Examples are shown to users and used in tests.",
        ),
        RuleText::new(
            "missing-description",
            "Everything that users see is described",
            "Descriptions are the documentation of the crate.",
        ),
        RuleText::new(
            "missing-example",
            "Every scalar component has an example",
            "It is shown in the documentation and used in tests.",
        ),
    ],
};
