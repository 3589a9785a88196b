//! Rules about the document as a whole, its keywords and its components.

use super::{RuleGroup, RuleText};

/// Rules about the document and its keywords.
pub(super) const DOCUMENT: RuleGroup = RuleGroup {
    title: "The document and its keywords",
    rules: &[
        RuleText::new(
            "info-version",
            "The version of the API fits into a header",
            "The client names it in the `User-Agent` of every request.",
        ),
        RuleText::new(
            "misplaced-keyword",
            "A keyword stands where it has an effect",
            "A key that nothing reads is a promise that nobody keeps.",
        ),
        RuleText::new(
            "missing-keyword",
            "Everything that a part of the document needs is there",
            "Without the keyword nothing can be generated, or only a guess.",
        ),
        RuleText::new(
            "openapi-version",
            "The document is written in OpenAPI 3.0",
            "3.1 has other rules for schemas, and Swagger 2.0 another structure; reading them as 3.0 would be a guess.",
        ),
        RuleText::new(
            "security",
            "Every operation uses the one security scheme",
            "The client authenticates every request in the same way.",
        ),
        RuleText::new(
            "security-scheme",
            "The security scheme is HTTP basic authentication",
            "It is what the client implements, and what Twilio asks for.",
        ),
        RuleText::new(
            "server",
            "There is one server, with a complete `https://` URL",
            "Credentials travel with every request; users set another server with the client's base URL.",
        ),
        RuleText::new(
            "unknown-extension",
            "Only extensions that something reads are used",
            "A misspelt `x-pii` would let personal data into logs without a word.",
        ),
        RuleText::new(
            "unknown-keyword",
            "Only keywords that something reads are used",
            "A misspelt keyword would be ignored without a word. A key that nothing reads is a promise that nobody keeps.",
        ),
        RuleText::new(
            "unsupported-keyword",
            "Keywords of OpenAPI that nothing enforces are not used",
            "The client would promise more than it does.",
        ),
        RuleText::new(
            "wrong-type",
            "Each keyword has a value of its type",
            "A value of another type would be misread, or ignored.",
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
            "The name of a component is the name of its type in Rust",
            "A name that had to be converted would differ between the document and the crate.",
        ),
        RuleText::new(
            "inline-schema",
            "Strings, integers, objects and enums are components",
            "Names become types: one for each meaning instead of one for each use.",
        ),
        RuleText::new(
            "recursive-schema",
            "No schema contains itself",
            "Its struct would have no size, and no example of it could be complete.",
        ),
        RuleText::new(
            "ref-alias",
            "A component is not just a reference to another one",
            "It would be a second name for one type.",
        ),
        RuleText::new(
            "ref-form",
            "References point to a component of this document",
            "Other files and places are not read.",
        ),
        RuleText::new(
            "ref-section",
            "References point to a component of the right section",
            "A parameter cannot be used as a schema, nor a schema as a response.",
        ),
        RuleText::new(
            "ref-siblings",
            "A `$ref` stands alone",
            "OpenAPI 3.0 ignores what stands beside a `$ref`; `allOf` with that one reference keeps it.",
        ),
        RuleText::new(
            "ref-unknown",
            "References point to a component that exists",
            "There is nothing to generate from.",
        ),
        RuleText::new(
            "unused-component",
            "Every component is used",
            "Nothing is generated for it, and no test shows whether it is right.",
        ),
    ],
};
