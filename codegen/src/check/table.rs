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
    /// A string that is one of the names that the same schema declares.
    Name(Declared),
    /// An object whose keys are names.
    ObjectOf(&'static Self),
    /// An object whose keys are names that the same schema declares.
    ObjectBy(Declared, &'static Self),
    ArrayOf(&'static Self),
    /// `true`, `false` or a schema.
    BooleanOrSchema,
}

/// Names that a schema declares, to which its other keywords refer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    /// Properties of the object.
    Property,
    /// Values of the enum.
    Value,
    /// Elements of the XML documents, and [`XML_TEXT`](crate::document::XML_TEXT).
    Element,
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
    Any, ArrayOf, Boolean, BooleanOrSchema, Count, Name, Number, Object, ObjectBy, ObjectOf,
    ObjectOrRef, String,
};

const PROPERTY: Shape = Name(Declared::Property);
const VALUE: Shape = Name(Declared::Value);
const ELEMENT: Shape = Name(Declared::Element);

const NEWER: &str = "remove it: it is part of OpenAPI 3.1, but the document is 3.0";
const OTHER_METHODS: &str = "remove it: the client only sends GET, POST, PUT, PATCH and DELETE";
const IN_DESCRIPTION: &str = "move it to `description`, which becomes the documentation";

pub(crate) static DOCUMENT: Table = Table {
    name: "the document",
    keys: &[
        must("openapi", String, "The version of OpenAPI: 3.0.3."),
        must("info", Object(&INFO), "What the document is about."),
        must(
            "servers",
            ArrayOf(&Object(&SERVER)),
            "The server; there is exactly one.",
        ),
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
            "Schemas, responses and parameters that are referred to by name.",
        ),
        may(
            "x-error-codes",
            ObjectOf(&String),
            "The meanings of error codes, for error messages: a phrase without a full stop for each code.",
        ),
    ],
    unread: &[
        (
            "tags",
            "remove it: all operations are methods of one client",
        ),
        (
            "externalDocs",
            "move the link to the description: `<https://...>`",
        ),
        (
            "webhooks",
            "describe requests from Twilio under `callbacks` of the operation that requests them",
        ),
        ("jsonSchemaDialect", NEWER),
    ],
};

pub(crate) static INFO: Table = Table {
    name: "the info object",
    keys: &[
        must("title", String, "The title, on one line."),
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
            "remove it: it has no effect on the generated crate",
        ),
        (
            "contact",
            "remove it: it has no effect on the generated crate",
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
            "An absolute https URL without a trailing slash.",
        ),
        may("description", String, "A sentence about the server."),
    ],
    unread: &[(
        "variables",
        "write the complete URL; users override it with the client's base URL",
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
        ("$ref", "write the path item inline"),
        ("summary", "move it to each operation"),
        ("description", "move it to each operation"),
        (
            "servers",
            "remove it: the only server is at the top of the document",
        ),
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
            "The name of the method: a verb and a noun in camelCase, such as fetchCall.",
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
            "Parameters in the path, query and headers.",
        ),
        may(
            "requestBody",
            Object(&REQUEST_BODY),
            "The form or JSON of the request.",
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
            "Paginates the list, so that it becomes a stream of items.",
        ),
        may(
            "x-rate-limit",
            String,
            "The rate limit of the client that paces the requests: calls-per-second.",
        ),
        may(
            "x-reconcile",
            Object(&RECONCILE),
            "Adds a method that determines whether a request created a resource.",
        ),
        may(
            "x-representation-of",
            String,
            "The operationId of the same operation in JSON, for an operation that returns CSV.",
        ),
        may(
            "x-row-key",
            String,
            "The property that every row has; generates a type for rows of CSV.",
        ),
        may(
            "x-waiter",
            String,
            "The property with the status; adds a method that waits until it is final.",
        ),
    ],
    unread: &[
        (
            "tags",
            "remove it: all operations are methods of one client",
        ),
        (
            "externalDocs",
            "move the link to the description: `<https://...>`",
        ),
        (
            "security",
            "remove it: all operations use the `security` at the top of the document",
        ),
        (
            "servers",
            "remove it: the only server is at the top of the document",
        ),
    ],
};

pub(crate) static PAGINATION: Table = Table {
    name: "x-pagination",
    keys: &[
        must("items", String, "The property with the items of a page."),
        must(
            "next",
            String,
            "The property with the URI of the next page.",
        ),
        may(
            "previous",
            String,
            "The property with the URI of the previous page.",
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
            "The operationId of the list of the created resources.",
        ),
        must(
            "same",
            ArrayOf(&String),
            "The fields of the request that are also filters of the list.",
        ),
        must("created", String, "The property with the time of creation."),
        must(
            "exact",
            String,
            "The component whose values are listed exactly as they were sent.",
        ),
        must("lag", Count, "The maximum delay of the list, in seconds."),
        must("days", Count, "The number of days that the list goes back."),
        may(
            "only",
            ObjectOf(&String),
            "Properties with fixed values in all resources that the operation creates.",
        ),
    ],
    unread: &[],
};

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        must("name", String, "The name on the wire."),
        must("in", String, "The location: path, query or header."),
        may(
            "required",
            Boolean,
            "Whether it is an argument of the method; always true for a path parameter.",
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
        may("example", Any, "A value that matches the schema."),
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
            "Always true: a body is always sent, even if all its properties are optional.",
        ),
        may("description", String, "A sentence about the body."),
        must(
            "content",
            ObjectOf(&Object(&MEDIA_TYPE)),
            "One media type: application/x-www-form-urlencoded or application/json.",
        ),
    ],
    unread: &[("$ref", "write the request body inline")],
};

pub(crate) static MEDIA_TYPE: Table = Table {
    name: "a media type",
    keys: &[
        may(
            "schema",
            ObjectOrRef(&SCHEMA),
            "A reference to the component that is the body, or `type: string` and `format: binary` for bytes.",
        ),
        may("example", Any, "A body that matches the schema."),
        may(
            "examples",
            ObjectOf(&Object(&EXAMPLE)),
            "Bodies that match the schema, by name.",
        ),
    ],
    unread: &[(
        "encoding",
        "remove it: the key of an array is repeated, and anything else is sent as a plain string",
    )],
};

pub(crate) static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[
        may("summary", String, "What the example shows."),
        must("value", Any, "The body."),
    ],
    unread: &[
        ("$ref", "write the example inline"),
        ("description", "write a `summary`"),
        (
            "externalValue",
            "write the `value` inline, so that tests can read it",
        ),
    ],
};

pub(crate) static RESPONSE: Table = Table {
    name: "a response",
    keys: &[
        must("description", String, "The meaning of the response."),
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
            "string, integer or object; in responses also number; written inline also boolean or array.",
        ),
        may(
            "format",
            String,
            "The width of an integer, or the format of a string.",
        ),
        may(
            "pattern",
            String,
            "An anchored regular expression with explicit classes: '^CA[0-9a-fA-F]{32}$'.",
        ),
        may(
            "x-expected",
            String,
            "The phrase that follows `expected` in messages: a phone number such as +15551234567.",
        ),
        may("enum", ArrayOf(&Any), "The values of the string."),
        may("minLength", Count, "The minimum number of characters."),
        may("maxLength", Count, "The maximum number of characters."),
        may("minimum", Number, "The minimum."),
        may("maximum", Number, "The maximum."),
        may(
            "default",
            Any,
            "The value that Twilio assumes by default; documented, never sent.",
        ),
        may("nullable", Boolean, "Whether a received value can be null."),
        may(
            "description",
            String,
            "The documentation; its first line is a short sentence.",
        ),
        may("deprecated", Boolean, "Marks the property as deprecated."),
        may("example", Any, "A made-up value that matches the schema."),
        may(
            "properties",
            ObjectOf(&ObjectOrRef(&SCHEMA)),
            "The properties of the object, each a reference, a boolean or an array.",
        ),
        may(
            "required",
            ArrayOf(&PROPERTY),
            "The names of the properties that are always present; those of request bodies become arguments in this \
             order.",
        ),
        may(
            "items",
            ObjectOrRef(&SCHEMA),
            "A reference to the type of the items.",
        ),
        may(
            "allOf",
            ArrayOf(&ObjectOrRef(&SCHEMA)),
            "A single reference, to which other keywords can be added.",
        ),
        may(
            "oneOf",
            ArrayOf(&ObjectOrRef(&SCHEMA)),
            "References to strings that differ in form, or to objects in requests.",
        ),
        may(
            "additionalProperties",
            BooleanOrSchema,
            "true, or a reference to the type of the values: an object with arbitrary keys.",
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
            "A secret: like x-pii, but also erased from memory after use, and only readable through `expose()`.",
        ),
        may(
            "x-unit",
            String,
            "The unit of an integer: seconds, milliseconds or minutes; the type converts to and from `Duration`.",
        ),
        may(
            "x-lazy",
            Boolean,
            "Keeps the object as raw JSON until a property is read.",
        ),
        may(
            "x-rules",
            ArrayOf(&Object(&RULE)),
            "Rules between the fields of a body: checked before it is sent, or, for `expects` and `yields`, reported by `warnings`.",
        ),
        may(
            "x-numbered",
            Count,
            "The maximum number of items of an array of objects in a form; they are sent as Parameter1.Name and so on.",
        ),
        may(
            "x-enum-descriptions",
            ObjectBy(Declared::Value, &String),
            "A sentence for every value of `enum`.",
        ),
        may(
            "x-enum-names",
            ObjectBy(Declared::Value, &String),
            "The names of variants whose values are not valid names: '0': error becomes Error.",
        ),
        may(
            "x-event",
            Object(&EVENT),
            "The event that a callback reports.",
        ),
        may(
            "x-progress",
            Object(&PROGRESS),
            "Generates a type that tracks the progress of a resource.",
        ),
        may(
            "x-final",
            ArrayOf(&VALUE),
            "The values after which nothing follows.",
        ),
        may(
            "x-groups",
            ObjectOf(&ArrayOf(&VALUE)),
            "Groups of values; `machine` becomes the method `is_machine`.",
        ),
        may(
            "x-extends",
            String,
            "The component of another enum, all of whose values this one has.",
        ),
        may(
            "x-xml",
            Object(&XML),
            "The elements of the XML document that the string is.",
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
            "write an inclusive bound: `minimum: 1` instead of more than 0",
        ),
        ("exclusiveMaximum", "write an inclusive bound as `maximum`"),
        ("minItems", IN_DESCRIPTION),
        ("maxItems", IN_DESCRIPTION),
        ("uniqueItems", IN_DESCRIPTION),
        (
            "maxProperties",
            "list the allowed properties under `properties`",
        ),
        (
            "anyOf",
            "use `oneOf` for a choice of strings, or `nullable: true` for a property that may be null",
        ),
        ("not", "describe the valid values instead"),
        (
            "discriminator",
            "remove it: the members are distinguished by their form",
        ),
        (
            "readOnly",
            "use one component for requests and another for responses",
        ),
        (
            "writeOnly",
            "use one component for requests and another for responses",
        ),
        ("xml", "remove it: the client requests JSON"),
        (
            "externalDocs",
            "move the link to the description: `<https://...>`",
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
            "write a rule in `x-rules` of the body's schema",
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
        must("parameter", PROPERTY, "The field that the rule applies to."),
        may("requires", PROPERTY, "The field that has to be set, too."),
        may("excludes", PROPERTY, "The field that must not be set."),
        may(
            "expects",
            PROPERTY,
            "The field without which the parameter has no effect.",
        ),
        may(
            "yields",
            PROPERTY,
            "The field that makes the parameter have no effect.",
        ),
        may(
            "unless",
            ArrayOf(&PROPERTY),
            "The field has to be set unless at least one of these is.",
        ),
        must(
            "reason",
            String,
            "The reason, as a clause that follows `rejected because` or `ignored because`.",
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
            PROPERTY,
            "The property that determines the event.",
        ),
        must(
            "values",
            ObjectOf(&String),
            "Events by values of the property.",
        ),
        may(
            "others",
            ObjectOf(&String),
            "Events by values that are not in the enum of the property, such as misspelt ones.",
        ),
    ],
    unread: &[],
};

pub(crate) static XML: Table = Table {
    name: "x-xml",
    keys: &[
        must("root", ELEMENT, "The root element."),
        must(
            "elements",
            ObjectOf(&ArrayOf(&ELEMENT)),
            "The contents of each element: elements, and `#text`.",
        ),
    ],
    unread: &[],
};

pub(crate) static PROGRESS: Table = Table {
    name: "x-progress",
    keys: &[
        must("status", PROPERTY, "The property with the status."),
        must("number", PROPERTY, "The property that numbers the events."),
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
            "The security scheme, HTTP authentication, under a name.",
        ),
    ],
    unread: &[
        ("examples", "move each example to where it is used"),
        ("requestBodies", "move each request body to its operation"),
        (
            "headers",
            "remove it: every response gives access to all its headers",
        ),
        ("links", IN_DESCRIPTION),
        ("callbacks", "move each callback to its operation"),
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
        ("$ref", "write the scheme inline"),
        ("name", "use HTTP authentication: `type: http`"),
        ("in", "use HTTP authentication: `type: http`"),
        ("bearerFormat", "use HTTP authentication: `type: http`"),
        ("flows", "use HTTP authentication: `type: http`"),
        ("openIdConnectUrl", "use HTTP authentication: `type: http`"),
    ],
};
