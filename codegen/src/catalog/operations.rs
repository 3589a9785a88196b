//! Rules about operations: paths, parameters, bodies, responses and callbacks.

use super::{RuleGroup, RuleText};

/// Rules about operations.
pub(super) const OPERATIONS: RuleGroup = RuleGroup {
    title: "Operations",
    rules: &[
        RuleText::new(
            "body-media-type",
            "A body is a form or JSON, in one media type",
            "The client sends each request in one way.",
        ),
        RuleText::new(
            "body-schema",
            "A body is a component that is an object, for a form or for JSON",
            "It becomes a builder with a setter for each property, and its notation decides what an empty array means.",
        ),
        RuleText::new(
            "callback",
            "A callback is one POST request with a form",
            "That is how Twilio calls back, and what the types of webhooks read.",
        ),
        RuleText::new(
            "callback-expression",
            "The expression of a callback names a parameter of its operation",
            "The parameter that sets the URL leads readers to the callback.",
        ),
        RuleText::new(
            "default-response",
            "Every operation refers to the common error response as `default`",
            "Errors have one type for all operations.",
        ),
        RuleText::new(
            "duplicate-operation-id",
            "Each operation and callback has an operationId of its own",
            "The name becomes a method and a type.",
        ),
        RuleText::new(
            "duplicate-parameter",
            "An operation declares each parameter once",
            "Two parameters of one name would be sent twice.",
        ),
        RuleText::new(
            "duplicate-path",
            "Two paths differ in more than the names of their parameters",
            "Both would be the same address.",
        ),
        RuleText::new(
            "no-operations",
            "A path has at least one operation",
            "Nothing is generated for a path without one.",
        ),
        RuleText::new(
            "operation-id",
            "An operation has an operationId in camelCase",
            "It becomes the name of the method.",
        ),
        RuleText::new(
            "parameter-location",
            "Parameters are in the path, in the query or in headers that the client does not set itself",
            "Nothing sends others, and the pages of a list after the first are fetched by their address alone.",
        ),
        RuleText::new(
            "parameter-schema",
            "A parameter is a single value, or an array of them in a query",
            "A URL has no notation for objects.",
        ),
        RuleText::new(
            "path-parameter",
            "A path and its declared parameters agree, and none is optional or empty",
            "A missing or empty part would make another address.",
        ),
        RuleText::new(
            "path-template",
            "A path consists of plain segments and parameters in braces",
            "Anything else would have to be escaped, or would change the address.",
        ),
        RuleText::new(
            "request-body",
            "A request body is required",
            "It is always sent; its properties may be optional.",
        ),
        RuleText::new(
            "response-body",
            "A response is a component in JSON, CSV, or bytes",
            "JSON and CSV are what the client decodes. Bytes of another media type are passed on as they come; only a GET \
             request can ask for the rest of them again.",
        ),
        RuleText::new(
            "response-code",
            "Responses are one success and `default`",
            "All errors have the same body; what a status means belongs in the description.",
        ),
        RuleText::new(
            "success-code",
            "The success status fits the method",
            "The status tells what a request does, and so whether it may be repeated.",
        ),
        RuleText::new(
            "success-response",
            "All success responses of an operation have the same body",
            "An operation has one result type.",
        ),
        RuleText::new(
            "too-many-parameters",
            "An operation has at most 256 parameters",
            "Each is an argument in an expression that nests as deeply, which compilers do not bear.",
        )
        .without_example("Such a document is thousands of lines long; a test of large documents makes one."),
        RuleText::new(
            "two-representations",
            "A response has one media type",
            "An operation has one result type; CSV is an operation of its own.",
        ),
    ],
};
