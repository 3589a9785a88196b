//! The keywords we read and, for each keyword we reject, what to write instead.
//!
//! A key in none of these tables is an error, so that nothing a maintainer writes is silently ignored.

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Any value: examples and defaults, which are compared with their schema later.
    Any,
    String,
    Boolean,
    Number,
    /// An integer of at least 0.
    Count,
    /// An object with the keywords of a table.
    Object(&'static Table),
    /// The same, or a `$ref` alone.
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
    /// The noun in messages, with an article.
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
    /// Keywords of OpenAPI that are not supported, each with what to do instead.
    pub(crate) unread: &'static [(&'static str, &'static str)],
}

/// A supported keyword.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    /// Its description, shown in editors.
    pub(crate) description: &'static str,
}

const fn must(name: &'static str, shape: Shape, description: &'static str) -> Key {
    Key {
        name,
        shape,
        required: true,
        description,
    }
}

const fn may(name: &'static str, shape: Shape, description: &'static str) -> Key {
    Key {
        name,
        shape,
        required: false,
        description,
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
        must("openapi", String, "The version of OpenAPI: 3.0.3."),
        must("info", Object(&INFO), "What the document is about."),
        must("servers", ArrayOf(&Object(&SERVER)), "The one server."),
        must(
            "security",
            ArrayOf(&ObjectOf(&ArrayOf(&String))),
            "The security scheme that every operation uses.",
        ),
        must(
            "paths",
            ObjectOf(&Object(&PATH_ITEM)),
            "The paths, and the operations on each.",
        ),
        must(
            "components",
            Object(&COMPONENTS),
            "What is referred to by name: schemas, responses, parameters.",
        ),
        may(
            "x-error-codes",
            ObjectOf(&String),
            "What error codes mean, for the messages of errors: a phrase without a full stop for each code.",
        ),
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

pub(crate) static INFO: Table = Table {
    name: "the info object",
    keys: &[
        must("title", String, "The title, one line."),
        must(
            "version",
            String,
            "The version of the API, such as 2010-04-01.",
        ),
        must("description", String, "The documentation of the crate."),
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
            "remove it: the license of the crate is in Cargo.toml",
        ),
    ],
};

pub(crate) static SERVER: Table = Table {
    name: "a server",
    keys: &[
        must(
            "url",
            String,
            "An absolute https URL without a slash at its end.",
        ),
        may("description", String, "A sentence about the server."),
    ],
    unread: &[(
        "variables",
        "write the complete URL; users override it with the base URL of the client",
    )],
};

pub(crate) static PATH_ITEM: Table = Table {
    name: "a path item",
    keys: &[
        may(
            "parameters",
            ArrayOf(&ObjectOrRef(&PARAMETER)),
            "Parameters of all operations of this path.",
        ),
        may("get", Object(&OPERATION), "Reads."),
        may("post", Object(&OPERATION), "Creates or updates."),
        may("put", Object(&OPERATION), "Replaces; may be repeated."),
        may("patch", Object(&OPERATION), "Updates."),
        may("delete", Object(&OPERATION), "Deletes; may be repeated."),
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
        may(
            "operationId",
            String,
            "The name of the method, a verb and a noun in camelCase: fetchCall.",
        ),
        may(
            "summary",
            String,
            "The first line of the documentation of the method.",
        ),
        may("description", String, "The documentation of the method."),
        may("deprecated", Boolean, "Marks the method as deprecated."),
        may(
            "parameters",
            ArrayOf(&ObjectOrRef(&PARAMETER)),
            "Parameters in the path and the query.",
        ),
        may(
            "requestBody",
            Object(&REQUEST_BODY),
            "The form or the JSON that is sent.",
        ),
        must(
            "responses",
            ObjectOf(&ObjectOrRef(&RESPONSE)),
            "The successful responses by status, and `default` for errors.",
        ),
        may(
            "callbacks",
            ObjectOf(&ObjectOf(&Object(&PATH_ITEM))),
            "Requests that Twilio sends to the application.",
        ),
        may(
            "x-pagination",
            Object(&PAGINATION),
            "Makes the list a stream of its items.",
        ),
        may(
            "x-rate-limit",
            String,
            "The limit of the client under which requests wait for their turn: calls-per-second.",
        ),
        may(
            "x-reconcile",
            Object(&RECONCILE),
            "Gives the client a method that finds out whether a create was carried out.",
        ),
        may(
            "x-representation-of",
            String,
            "The operationId of the same operation in JSON, for one whose response is CSV.",
        ),
        may(
            "x-row-key",
            String,
            "The property that every row has; makes the rows of CSV a type.",
        ),
        may(
            "x-waiter",
            String,
            "The property with the status; gives the client a method that waits until it is final.",
        ),
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

pub(crate) static PAGINATION: Table = Table {
    name: "x-pagination",
    keys: &[
        must("items", String, "The property with the entries of a page."),
        must(
            "next",
            String,
            "The property with the URI of the next page.",
        ),
        may(
            "previous",
            String,
            "The property with the URI of the page before.",
        ),
        may(
            "self",
            String,
            "The property with the URI of the page itself.",
        ),
        must(
            "size",
            String,
            "The query parameter with the size of a page.",
        ),
    ],
    unread: &[],
};

pub(crate) static RECONCILE: Table = Table {
    name: "x-reconcile",
    keys: &[
        must(
            "list",
            String,
            "The operationId of the list that holds what is created.",
        ),
        must(
            "same",
            ArrayOf(&String),
            "The fields of the request that are filters of the list too.",
        ),
        must(
            "created",
            String,
            "The property that says when something was created.",
        ),
        must(
            "exact",
            String,
            "The component whose values are listed exactly as they were sent.",
        ),
        must(
            "lag",
            Count,
            "How many seconds the list lags behind at most.",
        ),
        must("days", Count, "How many days the list goes back."),
        may(
            "only",
            ObjectOf(&String),
            "Properties with the values that everything has which the operation creates.",
        ),
    ],
    unread: &[],
};

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        must("name", String, "The name, as it is sent."),
        must("in", String, "Where it is sent: path, query or header."),
        may(
            "required",
            Boolean,
            "Whether it is an argument of the method; always true in a path.",
        ),
        may(
            "description",
            String,
            "The documentation of the setter or argument.",
        ),
        may("deprecated", Boolean, "Marks the setter as deprecated."),
        must(
            "schema",
            ObjectOrRef(&SCHEMA),
            "A reference to the type, a boolean, or an array of references.",
        ),
        may("example", Any, "A value that fits the schema."),
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

pub(crate) static REQUEST_BODY: Table = Table {
    name: "a request body",
    keys: &[
        may(
            "required",
            Boolean,
            "Always true: a body is always sent, its properties may be optional.",
        ),
        may("description", String, "A sentence about the body."),
        must(
            "content",
            ObjectOf(&Object(&MEDIA_TYPE)),
            "One media type: application/x-www-form-urlencoded or application/json.",
        ),
    ],
    unread: &[("$ref", "write the request body here")],
};

pub(crate) static MEDIA_TYPE: Table = Table {
    name: "a media type",
    keys: &[
        may(
            "schema",
            ObjectOrRef(&SCHEMA),
            "A reference to the component that is the body, or `type: string` and `format: binary` for bytes.",
        ),
        may("example", Any, "One body that fits the schema."),
        may(
            "examples",
            ObjectOf(&Object(&EXAMPLE)),
            "Bodies that fit the schema, by name.",
        ),
    ],
    unread: &[(
        "encoding",
        "remove it: an array is sent as its key repeated, anything else as a plain string",
    )],
};

pub(crate) static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[
        may("summary", String, "What the example shows."),
        must("value", Any, "The body."),
    ],
    unread: &[
        ("$ref", "write the example here"),
        ("description", "write a `summary`"),
        (
            "externalValue",
            "write the `value` here, so that tests can read it",
        ),
    ],
};

pub(crate) static RESPONSE: Table = Table {
    name: "a response",
    keys: &[
        must("description", String, "What the response means."),
        may(
            "content",
            ObjectOf(&Object(&MEDIA_TYPE)),
            "One media type: application/json, text/csv, or another with the schema of bytes.",
        ),
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
        may(
            "type",
            String,
            "string, integer or object, in responses number; in place also boolean or array.",
        ),
        may(
            "format",
            String,
            "The width of an integer, or the form of a string.",
        ),
        may(
            "pattern",
            String,
            "An anchored regular expression with explicit classes: '^CA[0-9a-fA-F]{32}$'.",
        ),
        may(
            "x-expected",
            String,
            "What messages say was expected, after that word: a phone number such as +15551234567.",
        ),
        may("enum", ArrayOf(&Any), "The values of the string."),
        may("minLength", Count, "The least number of characters."),
        may("maxLength", Count, "The greatest number of characters."),
        may("minimum", Number, "The least allowed number."),
        may("maximum", Number, "The greatest allowed number."),
        may(
            "default",
            Any,
            "What Twilio takes when nothing is sent; documented, never sent.",
        ),
        may("nullable", Boolean, "Whether a received value can be null."),
        may(
            "description",
            String,
            "The documentation; its first line is a short sentence.",
        ),
        may("deprecated", Boolean, "Marks the property as deprecated."),
        may("example", Any, "A made-up value that fits the schema."),
        may(
            "properties",
            ObjectOf(&ObjectOrRef(&SCHEMA)),
            "The properties of the object, each a reference, a boolean or an array.",
        ),
        may(
            "required",
            ArrayOf(&String),
            "The names of the properties that are always there; in forms they become arguments in this order.",
        ),
        may(
            "items",
            ObjectOrRef(&SCHEMA),
            "A reference to the type of the items.",
        ),
        may(
            "allOf",
            ArrayOf(&ObjectOrRef(&SCHEMA)),
            "One reference, so that keywords can stand beside it.",
        ),
        may(
            "oneOf",
            ArrayOf(&ObjectOrRef(&SCHEMA)),
            "References to strings of different form, or to objects that are sent.",
        ),
        may(
            "additionalProperties",
            BooleanOrSchema,
            "true: an object with any keys.",
        ),
        may(
            "minProperties",
            Count,
            "1: a request without any of the parameters is rejected.",
        ),
        may(
            "x-pii",
            Boolean,
            "Personal data: never in `Debug`, `Display`, errors or traces.",
        ),
        may(
            "x-secret",
            Boolean,
            "A secret: as x-pii, erased from memory after use and readable through `expose()` only.",
        ),
        may(
            "x-unit",
            String,
            "The unit of a number: seconds, milliseconds or minutes; the type converts to and from `Duration`.",
        ),
        may(
            "x-lazy",
            Boolean,
            "Keeps the object as raw JSON until somebody asks for a member.",
        ),
        may(
            "x-rules",
            ArrayOf(&Object(&RULE)),
            "Rules between the fields of a body, checked before it is sent.",
        ),
        may(
            "x-numbered",
            Count,
            "How many items an array of objects in a form can have; they are sent as Parameter1.Name and so on.",
        ),
        may(
            "x-enum-descriptions",
            ObjectOf(&String),
            "A sentence for every value of `enum`.",
        ),
        may(
            "x-enum-names",
            ObjectOf(&String),
            "What variants are called whose values are no names: '0': error makes Error.",
        ),
        may("x-event", Object(&EVENT), "Which event a callback reports."),
        may(
            "x-progress",
            Object(&PROGRESS),
            "Makes a type that follows the progress of a resource.",
        ),
        may(
            "x-final",
            ArrayOf(&String),
            "The values that nothing follows.",
        ),
        may(
            "x-groups",
            ObjectOf(&ArrayOf(&String)),
            "Values that programs ask for together; `machine` makes the method `is_machine`.",
        ),
        may(
            "x-extends",
            String,
            "The component with another enum, all of whose values this one has.",
        ),
        may(
            "x-xml",
            Object(&XML),
            "The elements of the XML documents that the string holds.",
        ),
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

pub(crate) static RULE: Table = Table {
    name: "a rule of x-rules",
    keys: &[
        must("parameter", String, "The field that the rule is about."),
        may("requires", String, "The field that has to be there, too."),
        may("excludes", String, "The field that must not be there."),
        may(
            "expects",
            String,
            "The field without which it has no effect.",
        ),
        must(
            "reason",
            String,
            "Why; completes the sentence `refused because`.",
        ),
    ],
    unread: &[],
};

pub(crate) static EVENT: Table = Table {
    name: "x-event",
    keys: &[
        must(
            "description",
            String,
            "The documentation of the method `event`.",
        ),
        must("enum", String, "The component with the events."),
        must(
            "property",
            String,
            "The property whose value tells the event.",
        ),
        must(
            "values",
            ObjectOf(&String),
            "Events by values of the property.",
        ),
        may(
            "others",
            ObjectOf(&String),
            "The same for values that the enum of the property lacks.",
        ),
    ],
    unread: &[],
};

pub(crate) static XML: Table = Table {
    name: "x-xml",
    keys: &[
        must("root", String, "The root element."),
        must(
            "elements",
            ObjectOf(&ArrayOf(&String)),
            "What each element may contain: elements, and `#text`.",
        ),
    ],
    unread: &[],
};

pub(crate) static PROGRESS: Table = Table {
    name: "x-progress",
    keys: &[
        must("status", String, "The property with the status."),
        must("number", String, "The property that counts the reports."),
        must(
            "waiter",
            String,
            "The operationId of the operation with x-waiter.",
        ),
    ],
    unread: &[],
};

pub(crate) static COMPONENTS: Table = Table {
    name: "the components",
    keys: &[
        may("schemas", ObjectOf(&ObjectOrRef(&SCHEMA)), "Types by name."),
        may(
            "responses",
            ObjectOf(&ObjectOrRef(&RESPONSE)),
            "Responses by name.",
        ),
        may(
            "parameters",
            ObjectOf(&ObjectOrRef(&PARAMETER)),
            "Parameters by name.",
        ),
        must(
            "securitySchemes",
            ObjectOf(&Object(&SECURITY_SCHEME)),
            "HTTP basic authentication, under a name.",
        ),
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

pub(crate) static SECURITY_SCHEME: Table = Table {
    name: "a security scheme",
    keys: &[
        must("type", String, "http"),
        may("scheme", String, "basic or bearer"),
        may("description", String, "A sentence about the credentials."),
    ],
    unread: &[
        ("$ref", "write the scheme here"),
        (
            "name",
            "only HTTP authentication by a password or a token is supported: `type: http`",
        ),
        (
            "in",
            "only HTTP authentication by a password or a token is supported: `type: http`",
        ),
        (
            "bearerFormat",
            "only HTTP authentication by a password or a token is supported: `type: http`",
        ),
        (
            "flows",
            "only HTTP authentication by a password or a token is supported: `type: http`",
        ),
        (
            "openIdConnectUrl",
            "only HTTP authentication by a password or a token is supported: `type: http`",
        ),
    ],
};
