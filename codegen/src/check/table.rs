//! Every keyword that something reads, and a word about each of those that nothing does.
//!
//! A key that is in none of these tables is an error, so nothing a maintainer writes is silently ignored.

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Anything at all: examples and defaults, which are held against their schema later.
    Any,
    Text,
    Flag,
    Number,
    /// A whole number from 0.
    Count,
    /// A map with the keywords of a table.
    Object(&'static Table),
    /// The same, or `$ref` alone.
    ObjectOrRef(&'static Table),
    /// A map whose keys are names.
    MapOf(&'static Self),
    ListOf(&'static Self),
    /// `true`, `false` or a schema.
    FlagOrSchema,
}

/// The keywords of one kind of map.
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

use Shape::{Any, Count, Flag, FlagOrSchema, ListOf, MapOf, Number, Object, ObjectOrRef, Text};

const NEWER: &str = "this belongs to OpenAPI 3.1; the document is 3.0";
const IN_DESCRIPTION: &str = "say it in the `description`, which becomes the documentation";

pub(crate) static DOCUMENT: Table = Table {
    name: "the document",
    keys: &[
        must("openapi", Text),
        must("info", Object(&INFO)),
        must("servers", ListOf(&Object(&SERVER))),
        must("security", ListOf(&MapOf(&ListOf(&Text)))),
        must("paths", MapOf(&Object(&PATH_ITEM))),
        must("components", Object(&COMPONENTS)),
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
            "describe what the service sends under `callbacks` of the operation that asks for it",
        ),
        ("jsonSchemaDialect", NEWER),
        (
            "swagger",
            "write `openapi: 3.0.3`; version 2 has another structure",
        ),
    ],
};

static INFO: Table = Table {
    name: "the info object",
    keys: &[
        must("title", Text),
        must("version", Text),
        must("description", Text),
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
    keys: &[must("url", Text), may("description", Text)],
    unread: &[(
        "variables",
        "write the whole URL; users set another one with the client's base URL",
    )],
};

static PATH_ITEM: Table = Table {
    name: "a path item",
    keys: &[
        may("parameters", ListOf(&ObjectOrRef(&PARAMETER))),
        may("get", Object(&OPERATION)),
        may("post", Object(&OPERATION)),
        may("delete", Object(&OPERATION)),
    ],
    unread: &[
        ("$ref", "write the path item here"),
        ("summary", "write it in each operation"),
        ("description", "write it in each operation"),
        ("servers", "there is one server, at the top of the document"),
        ("put", "the client sends GET, POST and DELETE only"),
        ("patch", "the client sends GET, POST and DELETE only"),
        ("head", "the client sends GET, POST and DELETE only"),
        ("options", "the client sends GET, POST and DELETE only"),
        ("trace", "the client sends GET, POST and DELETE only"),
    ],
};

pub(crate) static OPERATION: Table = Table {
    name: "an operation",
    keys: &[
        may("operationId", Text),
        may("summary", Text),
        may("description", Text),
        may("deprecated", Flag),
        may("parameters", ListOf(&ObjectOrRef(&PARAMETER))),
        may("requestBody", Object(&REQUEST_BODY)),
        must("responses", MapOf(&ObjectOrRef(&RESPONSE))),
        may("callbacks", MapOf(&MapOf(&Object(&PATH_ITEM)))),
        may("x-pagination", Object(&PAGINATION)),
        may("x-representation-of", Text),
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
    keys: &[must("items", Text), must("next", Text), must("size", Text)],
    unread: &[],
};

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        must("name", Text),
        must("in", Text),
        may("required", Flag),
        may("description", Text),
        may("deprecated", Flag),
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
        may("required", Flag),
        may("description", Text),
        must("content", MapOf(&Object(&MEDIA_TYPE))),
    ],
    unread: &[("$ref", "write the request body here")],
};

static MEDIA_TYPE: Table = Table {
    name: "a media type",
    keys: &[
        may("schema", ObjectOrRef(&SCHEMA)),
        may("example", Any),
        may("examples", MapOf(&Object(&EXAMPLE))),
    ],
    unread: &[(
        "encoding",
        "remove it: a list is sent as its key repeated, anything else as plain text",
    )],
};

static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[may("summary", Text), must("value", Any)],
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
        must("description", Text),
        may("content", MapOf(&Object(&MEDIA_TYPE))),
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
        may("type", Text),
        may("format", Text),
        may("pattern", Text),
        may("enum", ListOf(&Any)),
        may("minLength", Count),
        may("maxLength", Count),
        may("minimum", Number),
        may("maximum", Number),
        may("default", Any),
        may("nullable", Flag),
        may("description", Text),
        may("deprecated", Flag),
        may("example", Any),
        may("properties", MapOf(&ObjectOrRef(&SCHEMA))),
        may("required", ListOf(&Text)),
        may("items", ObjectOrRef(&SCHEMA)),
        may("allOf", ListOf(&ObjectOrRef(&SCHEMA))),
        may("oneOf", ListOf(&ObjectOrRef(&SCHEMA))),
        may("additionalProperties", FlagOrSchema),
        may("x-pii", Flag),
        may("x-secret", Flag),
        may("x-unit", Text),
        may("x-lazy", Flag),
        may("x-rules", ListOf(&Object(&RULE))),
        may("x-enum-descriptions", MapOf(&Text)),
    ],
    unread: &[
        (
            "title",
            "remove it: the name of a type is the name of its component",
        ),
        ("multipleOf", IN_DESCRIPTION),
        (
            "exclusiveMinimum",
            "write the smallest allowed number: `minimum: 1` instead of more than 0",
        ),
        (
            "exclusiveMaximum",
            "write the greatest allowed number as `maximum`",
        ),
        ("minItems", IN_DESCRIPTION),
        ("maxItems", IN_DESCRIPTION),
        ("uniqueItems", IN_DESCRIPTION),
        ("minProperties", "list what must be there under `required`"),
        ("maxProperties", "list what may be there under `properties`"),
        (
            "anyOf",
            "for text, write `oneOf` with references; for an optional value, `nullable: true` at the property",
        ),
        ("not", "say what the value is, not what it is not"),
        (
            "discriminator",
            "only text can be one of several kinds, and its form tells which",
        ),
        (
            "readOnly",
            "use one component for what is sent and another for what is received",
        ),
        (
            "writeOnly",
            "use one component for what is sent and another for what is received",
        ),
        ("xml", "remove it: the service is asked for JSON"),
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
        must("parameter", Text),
        may("requires", Text),
        may("excludes", Text),
        must("reason", Text),
    ],
    unread: &[],
};

static COMPONENTS: Table = Table {
    name: "the components",
    keys: &[
        may("schemas", MapOf(&ObjectOrRef(&SCHEMA))),
        may("responses", MapOf(&ObjectOrRef(&RESPONSE))),
        may("parameters", MapOf(&ObjectOrRef(&PARAMETER))),
        must("securitySchemes", MapOf(&Object(&SECURITY_SCHEME))),
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
        must("type", Text),
        may("scheme", Text),
        may("description", Text),
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
