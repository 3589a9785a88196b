//! The keywords we read and, for each keyword we reject, what to write instead.
//!
//! A key in none of these tables is an error, so nothing a maintainer writes is silently ignored.

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Anything at all: examples and defaults, which are compared with their schema later.
    Any,
    String,
    Boolean,
    Number,
    /// An integer of at least 0.
    Count,
    /// An object with the keywords of a table.
    Object(&'static Table),
    /// The same, or `$ref` alone.
    ObjectOrRef(&'static Table),
    /// An object whose keys are names.
    ObjectOf(&'static Self),
    ArrayOf(&'static Self),
    /// `true`, `false` or a schema.
    BooleanOrSchema,
}

/// The keywords of one kind of object.
#[derive(Debug)]
pub(crate) struct Table {
    /// As messages say it, with an article.
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
    /// Keywords that OpenAPI has and nothing here reads, each with what to do instead.
    pub(crate) unread: &'static [(&'static str, &'static str)],
}

/// A keyword that something reads.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: true,
    }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: false,
    }
}

use Shape::{
    Any, ArrayOf, Boolean, BooleanOrSchema, Count, Number, Object, ObjectOf, ObjectOrRef, String,
};

const NEWER: &str = "this belongs to OpenAPI 3.1; the document is 3.0";
const OTHER_METHODS: &str = "the client sends GET, POST, PUT, PATCH and DELETE only";
const IN_DESCRIPTION: &str = "write it in the `description`, which becomes the documentation";

pub(crate) static DOCUMENT: Table = Table {
    name: "the document",
    keys: &[
        must("openapi", String),
        must("info", Object(&INFO)),
        must("servers", ArrayOf(&Object(&SERVER))),
        must("security", ArrayOf(&ObjectOf(&ArrayOf(&String)))),
        must("paths", ObjectOf(&Object(&PATH_ITEM))),
        must("components", Object(&COMPONENTS)),
        may("x-error-codes", ObjectOf(&String)),
    ],
    unread: &[
        (
            "tags",
            "remove it: all operations are methods of one client",
        ),
        (
            "externalDocs",
            "put the link into the description: `<https://...>`",
        ),
        (
            "webhooks",
            "describe the requests of Twilio under `callbacks` of the operation that asks for them",
        ),
        ("jsonSchemaDialect", NEWER),
    ],
};

static INFO: Table = Table {
    name: "the info object",
    keys: &[
        must("title", String),
        must("version", String),
        must("description", String),
    ],
    unread: &[
        ("summary", NEWER),
        (
            "termsOfService",
            "remove it: it does not reach the generated crate",
        ),
        (
            "contact",
            "remove it: it does not reach the generated crate",
        ),
        (
            "license",
            "remove it: the licence of the crate stands in Cargo.toml",
        ),
    ],
};

static SERVER: Table = Table {
    name: "a server",
    keys: &[must("url", String), may("description", String)],
    unread: &[(
        "variables",
        "write the complete URL; users override it with the base URL of the client",
    )],
};

static PATH_ITEM: Table = Table {
    name: "a path item",
    keys: &[
        may("parameters", ArrayOf(&ObjectOrRef(&PARAMETER))),
        may("get", Object(&OPERATION)),
        may("post", Object(&OPERATION)),
        may("put", Object(&OPERATION)),
        may("patch", Object(&OPERATION)),
        may("delete", Object(&OPERATION)),
    ],
    unread: &[
        ("$ref", "write the path item here"),
        ("summary", "write it in each operation"),
        ("description", "write it in each operation"),
        ("servers", "there is one server, at the top of the document"),
        ("head", OTHER_METHODS),
        ("options", OTHER_METHODS),
        ("trace", OTHER_METHODS),
    ],
};

pub(crate) static OPERATION: Table = Table {
    name: "an operation",
    keys: &[
        may("operationId", String),
        may("summary", String),
        may("description", String),
        may("deprecated", Boolean),
        may("parameters", ArrayOf(&ObjectOrRef(&PARAMETER))),
        may("requestBody", Object(&REQUEST_BODY)),
        must("responses", ObjectOf(&ObjectOrRef(&RESPONSE))),
        may("callbacks", ObjectOf(&ObjectOf(&Object(&PATH_ITEM)))),
        may("x-pagination", Object(&PAGINATION)),
        may("x-rate-limit", String),
        may("x-reconcile", Object(&RECONCILE)),
        may("x-representation-of", String),
        may("x-row-key", String),
        may("x-waiter", String),
    ],
    unread: &[
        (
            "tags",
            "remove it: all operations are methods of one client",
        ),
        (
            "externalDocs",
            "put the link into the description: `<https://...>`",
        ),
        (
            "security",
            "every operation uses the `security` at the top of the document",
        ),
        ("servers", "there is one server, at the top of the document"),
    ],
};

static PAGINATION: Table = Table {
    name: "x-pagination",
    keys: &[
        must("items", String),
        must("next", String),
        may("previous", String),
        may("self", String),
        must("size", String),
    ],
    unread: &[],
};

static RECONCILE: Table = Table {
    name: "x-reconcile",
    keys: &[
        must("list", String),
        must("same", ArrayOf(&String)),
        must("created", String),
        must("exact", String),
        must("lag", Count),
        must("days", Count),
        may("only", ObjectOf(&String)),
    ],
    unread: &[],
};

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        must("name", String),
        must("in", String),
        may("required", Boolean),
        may("description", String),
        may("deprecated", Boolean),
        must("schema", ObjectOrRef(&SCHEMA)),
        may("example", Any),
    ],
    unread: &[
        (
            "style",
            "remove it: path parameters are `simple`, query parameters `form`",
        ),
        (
            "explode",
            "remove it: a query parameter is sent once for each value",
        ),
        (
            "allowReserved",
            "remove it: reserved characters are always percent-encoded",
        ),
        (
            "allowEmptyValue",
            "remove it: a parameter that is not set is not sent",
        ),
        (
            "content",
            "describe the parameter with `schema`:\n  schema:\n    $ref: '#/components/schemas/Name'",
        ),
        ("examples", "write one `example`"),
    ],
};

static REQUEST_BODY: Table = Table {
    name: "a request body",
    keys: &[
        may("required", Boolean),
        may("description", String),
        must("content", ObjectOf(&Object(&MEDIA_TYPE))),
    ],
    unread: &[("$ref", "write the request body here")],
};

static MEDIA_TYPE: Table = Table {
    name: "a media type",
    keys: &[
        may("schema", ObjectOrRef(&SCHEMA)),
        may("example", Any),
        may("examples", ObjectOf(&Object(&EXAMPLE))),
    ],
    unread: &[(
        "encoding",
        "remove it: an array is sent as its key repeated, anything else as a plain string",
    )],
};

static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[may("summary", String), must("value", Any)],
    unread: &[
        ("$ref", "write the example here"),
        ("description", "write a `summary`"),
        (
            "externalValue",
            "write the `value` here, so that tests can read it",
        ),
    ],
};

static RESPONSE: Table = Table {
    name: "a response",
    keys: &[
        must("description", String),
        may("content", ObjectOf(&Object(&MEDIA_TYPE))),
    ],
    unread: &[
        (
            "headers",
            "remove it: every response gives access to all its headers",
        ),
        ("links", IN_DESCRIPTION),
    ],
};

pub(crate) static SCHEMA: Table = Table {
    name: "a schema",
    keys: &[
        may("type", String),
        may("format", String),
        may("pattern", String),
        may("x-expected", String),
        may("enum", ArrayOf(&Any)),
        may("minLength", Count),
        may("maxLength", Count),
        may("minimum", Number),
        may("maximum", Number),
        may("default", Any),
        may("nullable", Boolean),
        may("description", String),
        may("deprecated", Boolean),
        may("example", Any),
        may("properties", ObjectOf(&ObjectOrRef(&SCHEMA))),
        may("required", ArrayOf(&String)),
        may("items", ObjectOrRef(&SCHEMA)),
        may("allOf", ArrayOf(&ObjectOrRef(&SCHEMA))),
        may("oneOf", ArrayOf(&ObjectOrRef(&SCHEMA))),
        may("additionalProperties", BooleanOrSchema),
        may("minProperties", Count),
        may("x-pii", Boolean),
        may("x-secret", Boolean),
        may("x-unit", String),
        may("x-lazy", Boolean),
        may("x-rules", ArrayOf(&Object(&RULE))),
        may("x-enum-descriptions", ObjectOf(&String)),
        may("x-event", Object(&EVENT)),
        may("x-progress", Object(&PROGRESS)),
        may("x-final", ArrayOf(&String)),
        may("x-groups", ObjectOf(&ArrayOf(&String))),
        may("x-extends", String),
        may("x-xml", Object(&XML)),
    ],
    unread: &[
        (
            "title",
            "remove it: the name of a type is the name of its component",
        ),
        ("multipleOf", IN_DESCRIPTION),
        (
            "exclusiveMinimum",
            "write the least allowed number: `minimum: 1` instead of more than 0",
        ),
        (
            "exclusiveMaximum",
            "write the greatest allowed number as `maximum`",
        ),
        ("minItems", IN_DESCRIPTION),
        ("maxItems", IN_DESCRIPTION),
        ("uniqueItems", IN_DESCRIPTION),
        (
            "maxProperties",
            "list allowed properties under `properties`",
        ),
        (
            "anyOf",
            "for a string, write `oneOf` with references; for an optional value, `nullable: true` at the property",
        ),
        ("not", "describe what the value is, not what it is not"),
        (
            "discriminator",
            "only strings can be a choice, and their form tells which",
        ),
        (
            "readOnly",
            "use one component for requests and another for responses",
        ),
        (
            "writeOnly",
            "use one component for requests and another for responses",
        ),
        ("xml", "remove it: Twilio is asked for JSON"),
        (
            "externalDocs",
            "put the link into the description: `<https://...>`",
        ),
        ("examples", "write one `example`"),
        ("const", NEWER),
        ("if", NEWER),
        ("then", NEWER),
        ("else", NEWER),
        ("prefixItems", NEWER),
        ("contains", NEWER),
        ("patternProperties", NEWER),
        ("propertyNames", NEWER),
        ("unevaluatedProperties", NEWER),
        (
            "dependentRequired",
            "write a rule in `x-rules` of the form's schema",
        ),
        ("contentEncoding", NEWER),
        ("contentMediaType", NEWER),
        ("$defs", NEWER),
        ("$schema", NEWER),
        ("$id", NEWER),
        ("$comment", "write a YAML comment: `# ...`"),
    ],
};

static RULE: Table = Table {
    name: "a rule of x-rules",
    keys: &[
        must("parameter", String),
        may("requires", String),
        may("excludes", String),
        may("expects", String),
        must("reason", String),
    ],
    unread: &[],
};

static EVENT: Table = Table {
    name: "x-event",
    keys: &[
        must("description", String),
        must("enum", String),
        must("property", String),
        must("values", ObjectOf(&String)),
        may("others", ObjectOf(&String)),
    ],
    unread: &[],
};

static XML: Table = Table {
    name: "x-xml",
    keys: &[
        must("root", String),
        must("elements", ObjectOf(&ArrayOf(&String))),
    ],
    unread: &[],
};

static PROGRESS: Table = Table {
    name: "x-progress",
    keys: &[
        must("status", String),
        must("number", String),
        must("waiter", String),
    ],
    unread: &[],
};

static COMPONENTS: Table = Table {
    name: "the components",
    keys: &[
        may("schemas", ObjectOf(&ObjectOrRef(&SCHEMA))),
        may("responses", ObjectOf(&ObjectOrRef(&RESPONSE))),
        may("parameters", ObjectOf(&ObjectOrRef(&PARAMETER))),
        must("securitySchemes", ObjectOf(&Object(&SECURITY_SCHEME))),
    ],
    unread: &[
        ("examples", "write each example where it belongs"),
        ("requestBodies", "write each request body in its operation"),
        (
            "headers",
            "remove it: every response gives access to all its headers",
        ),
        ("links", IN_DESCRIPTION),
        ("callbacks", "write each callback in its operation"),
        ("pathItems", NEWER),
    ],
};

static SECURITY_SCHEME: Table = Table {
    name: "a security scheme",
    keys: &[
        must("type", String),
        may("scheme", String),
        may("description", String),
    ],
    unread: &[
        ("$ref", "write the scheme here"),
        (
            "name",
            "only HTTP basic authentication is supported: `type: http`, `scheme: basic`",
        ),
        (
            "in",
            "only HTTP basic authentication is supported: `type: http`, `scheme: basic`",
        ),
        (
            "bearerFormat",
            "only HTTP basic authentication is supported: `type: http`, `scheme: basic`",
        ),
        (
            "flows",
            "only HTTP basic authentication is supported: `type: http`, `scheme: basic`",
        ),
        (
            "openIdConnectUrl",
            "only HTTP basic authentication is supported: `type: http`, `scheme: basic`",
        ),
    ],
};
