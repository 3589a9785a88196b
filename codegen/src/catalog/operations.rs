//! Rules about operations: paths, parameters, bodies, responses and callbacks.

use super::{RuleGroup, RuleText};

/// Rules about operations.
pub(super) const OPERATIONS: RuleGroup = RuleGroup {
    title: "Operations",
    rules: &[
        RuleText::new(
            "body-media-type",
            "A request body has one media type, that of forms or JSON",
            "The client sends each request in a single format.",
        ),
        RuleText::new(
            "body-schema",
            "A request body refers to an object, used as a form or as JSON, but not both",
            "It becomes a builder with a setter for each property, and its format decides what an empty array means.",
        ),
        RuleText::new(
            "callback",
            "A callback is one POST request with a form",
            "This is what Twilio sends, and what the webhook types parse.",
        ),
        RuleText::new(
            "callback-expression",
            "The expression of a callback names a parameter of its operation",
            "The documentation of the parameter that contains the URL has a link to the callback.",
        ),
        RuleText::new(
            "default-response",
            "Every operation refers to the common error response as `default`",
            "All operations share one error type.",
        ),
        RuleText::new(
            "duplicate-operation-id",
            "Each operation and callback has a unique operationId",
            "The name becomes a method and a type.",
        ),
        RuleText::new(
            "duplicate-parameter",
            "An operation declares each parameter once",
            "Otherwise it would be sent twice.",
        ),
        RuleText::new(
            "duplicate-path",
            "No two paths differ only in the names of their parameters",
            "They would be the same URL.",
        ),
        RuleText::new(
            "no-operations",
            "A path has at least one operation",
            "Nothing would be generated for the path.",
        ),
        RuleText::new(
            "operation-id",
            "An operation has an operationId in camelCase",
            "It becomes the name of the method.",
        ),
        RuleText::new(
            "parameter-location",
            "Parameters are in the path, in the query or in headers that the client does not set itself",
            "The client sends no others. A paginated list has no header parameters, because its pages after the first are \
             fetched by URL alone.",
        ),
        RuleText::new(
            "parameter-schema",
            "A parameter is a single value, or an array of them in a query",
            "URLs cannot represent objects.",
        ),
        RuleText::new(
            "path-parameter",
            "The parameters in a path are exactly the declared ones, and none is optional or empty",
            "A missing or empty segment would result in a different URL.",
        ),
        RuleText::new(
            "path-template",
            "A path consists of plain segments and parameters in braces",
            "Anything else would have to be escaped, or would change the URL.",
        ),
        RuleText::new(
            "request-body",
            "A request body is marked as required",
            "A body is always sent, even if all its properties are optional.",
        ),
        RuleText::new(
            "response-body",
            "The schema of a JSON or CSV response refers to a component; any other response is bytes",
            "JSON and CSV are decoded by the client. Bytes of other media types are passed on as they arrive, and only a \
             GET request can resume a broken download.",
        ),
        RuleText::new(
            "response-code",
            "The responses of an operation are its success statuses and `default`",
            "All errors have the same body; the meaning of a status belongs in the description.",
        ),
        RuleText::new(
            "success-code",
            "The success status is valid for the method",
            "The status shows what a request does, and thus whether it may be repeated.",
        ),
        RuleText::new(
            "success-response",
            "All success responses of an operation have the same body",
            "An operation has one result type.",
        ),
        RuleText::new(
            "too-many-parameters",
            "An operation has at most 256 parameters",
            "The generated code nests one expression per parameter, and compilers cannot handle deeper nesting.",
        )
        .without_example("Such a document is thousands of lines long; a test of large documents generates one."),
        RuleText::new(
            "two-representations",
            "A response has one media type",
            "An operation has one result type; CSV is a separate operation.",
        ),
    ],
};
