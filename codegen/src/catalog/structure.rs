//! Rules about the document as a whole, its keywords and its components.

use super::{RuleGroup, RuleText};

/// Rules about the document and its keywords.
pub(super) const DOCUMENT: RuleGroup = RuleGroup {
    title: "The document and its keywords",
    rules: &[
        RuleText::new(
            "info-version",
            "The version of the API has only characters that are allowed in a header",
            "progenitor derives a header from it, and panics on other characters.",
        ),
        RuleText::new(
            "misplaced-keyword",
            "A keyword is only used where it has an effect",
            "A keyword without effect would be misleading.",
        ),
        RuleText::new(
            "missing-keyword",
            "No required keyword is missing",
            "Without it, the generator would have to guess.",
        ),
        RuleText::new(
            "openapi-version",
            "The document is written in OpenAPI 3.0",
            "OpenAPI 3.1 has different rules for schemas and Swagger 2.0 has a different structure, so they would be misread.",
        ),
        RuleText::new(
            "security",
            "Every operation uses the only security scheme",
            "The client authenticates every request in the same way.",
        ),
        RuleText::new(
            "security-scheme",
            "The security scheme is HTTP authentication, `basic` or `bearer`",
            "The client implements no other scheme.",
        ),
        RuleText::new(
            "server",
            "There is one server, with a complete `https://` URL",
            "Credentials are sent with every request; users select another server with the client's base URL.",
        ),
        RuleText::new(
            "unknown-extension",
            "Only known extensions are used",
            "A misspelt `x-pii` would silently let personal data into logs.",
        ),
        RuleText::new(
            "unknown-keyword",
            "Only known keywords are used",
            "A misspelt keyword would be silently ignored.",
        ),
        RuleText::new(
            "unsupported-keyword",
            "Only supported keywords of OpenAPI are used",
            "Other keywords would have no effect.",
        ),
        RuleText::new(
            "wrong-type",
            "The value of each keyword has the right type",
            "A value of another type would be misread or ignored.",
        ),
    ],
};

/// Rules about components and references.
pub(super) const COMPONENTS: RuleGroup = RuleGroup {
    title: "Components and references",
    rules: &[
        RuleText::new(
            "array-component",
            "An array is written where it is used, not as a component",
            "An array becomes a `Vec` of its items and has no type of its own.",
        ),
        RuleText::new(
            "boolean-component",
            "A boolean is written where it is used, not as a component",
            "A boolean becomes `bool` and has no type of its own.",
        ),
        RuleText::new(
            "component-name",
            "The name of a component is the name of its Rust type",
            "If it had to be converted, it would differ between the document and the crate.",
        ),
        RuleText::new(
            "inline-schema",
            "Strings, integers, objects and enums are components",
            "The name becomes that of a type, with one type per meaning rather than per use.",
        ),
        RuleText::new(
            "recursive-schema",
            "No schema contains itself",
            "Its struct would have no size, and no example could be complete.",
        ),
        RuleText::new(
            "ref-alias",
            "A component is not just a reference to another one",
            "It would be a second name for the same type.",
        ),
        RuleText::new(
            "ref-form",
            "References point to a component of this document",
            "References to other files and places are not supported.",
        ),
        RuleText::new(
            "ref-section",
            "References point to a component of the right section",
            "A parameter cannot be used as a schema, nor a schema as a response.",
        ),
        RuleText::new(
            "ref-siblings",
            "A `$ref` has no siblings",
            "OpenAPI 3.0 ignores siblings of `$ref`; wrap the reference in `allOf` to keep them.",
        ),
        RuleText::new(
            "ref-unknown",
            "References point to a component that exists",
            "Otherwise there is nothing to generate from.",
        ),
        RuleText::new(
            "unused-component",
            "Every component is used",
            "Nothing is generated for an unused one, and it is not tested.",
        ),
    ],
};
