//! What the document describes, in terms of the crate to be emitted: every name, effect and order is decided here.
//!
//! The model is built from a checked document, so what `check` rejects does not occur here. A schema that the model
//! cannot express is a finding of its own (`unsupported-shape`), so that a gap in the checks never results in wrong
//! code.

mod build;
mod collections;
mod events;
mod fields;
mod groups;
mod handles;
mod operations;
mod progress;
mod reconcile;
mod rows;
mod samples;
mod scalars;
mod waiter;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use crate::document::Relation;
use crate::document::join;
use crate::error_codes::ErrorCodes;
use crate::pattern::Pattern;

pub(crate) use build::build;

/// The model of everything that is emitted.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) server: String,
    /// The known error codes, in ascending order.
    pub(crate) error_codes: ErrorCodes,
    pub(crate) scalars: Vec<Scalar>,
    pub(crate) structs: Vec<Struct>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) callbacks: Vec<Webhook>,
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) handles: Vec<Handle>,
    pub(crate) reconcilers: Vec<Reconciler>,
    pub(crate) rows: Vec<Row>,
    pub(crate) events: Vec<Event>,
    pub(crate) progress: Vec<Progress>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) places: Places,
}

/// The indexes of components in a model.
#[derive(Debug)]
pub(crate) struct Places {
    scalars: BTreeMap<String, usize>,
    structs: BTreeMap<String, usize>,
}

impl Places {
    fn of(scalars: &[Scalar], structs: &[Struct]) -> Self {
        let scalars = scalars.iter().enumerate();
        let structs = structs.iter().enumerate();
        Self {
            scalars: scalars.map(|(at, it)| (it.component.clone(), at)).collect(),
            structs: structs.map(|(at, it)| (it.component.clone(), at)).collect(),
        }
    }
}

/// A component that is a single value on the wire.
#[derive(Debug)]
pub(crate) struct Scalar {
    /// The component's name.
    pub(crate) component: String,
    /// The type's name.
    pub(crate) rust: String,
    /// The name of the constant of its pattern's automaton.
    pub(crate) constant: String,
    pub(crate) doc: String,
    pub(crate) example: Option<String>,
    /// The document's description of valid strings, for messages.
    pub(crate) expected: Option<String>,
    pub(crate) kind: ScalarKind,
    pub(crate) carried: Carried,
}

/// A longer example would hide the rest of a message.
const LONGEST_EXAMPLE: usize = 60;

impl Scalar {
    /// What messages show after "expected": the document's description, or else a short example.
    pub(crate) fn expectation(&self) -> String {
        if let Some(description) = &self.expected {
            return description.clone();
        }
        let example = self.example.as_deref().unwrap_or_default();
        if (1..=LONGEST_EXAMPLE).contains(&example.chars().count()) {
            format!("a value such as {example}")
        } else {
            String::new()
        }
    }
}

/// Where the values of a component occur.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Carried {
    /// In requests.
    pub(crate) sent: bool,
    /// In responses or callbacks.
    pub(crate) received: bool,
}

/// The kind of Rust type that a scalar becomes.
#[derive(Debug)]
pub(crate) enum ScalarKind {
    /// Any string: a `String`.
    Plain,
    /// A string of one length whose every position is one class of ASCII characters, or one of several such strings.
    Fixed { pattern: Arc<Pattern> },
    /// A string with constraints.
    Text {
        pattern: Option<Arc<Pattern>>,
        min: Option<usize>,
        max: Option<usize>,
        privacy: Privacy,
        xml: Option<Xml>,
    },
    /// One of several types of strings.
    Union { members: Vec<String> },
    /// One of several types of objects.
    ObjectUnion { members: Vec<String> },
    /// An enum.
    Enum {
        open: bool,
        values: Vec<Variant>,
        /// The component of the enum that it extends: it has all of its values, and more.
        extends: Option<String>,
    },
    /// An unsigned integer without bounds.
    PlainInteger { repr: &'static str },
    /// An integer with bounds.
    Integer {
        repr: &'static str,
        min: i64,
        max: i64,
        unit: Option<Unit>,
    },
    /// An integer that is sent as a string.
    IntegerText {
        repr: &'static str,
        unit: Option<Unit>,
    },
    /// A type of the hand-written runtime, selected by `format`.
    Runtime { path: &'static str },
    /// An object of strings that is kept as raw JSON until a member is read.
    Lazy { members: Vec<Field> },
    /// An object with arbitrary keys, whose values have one type.
    Map {
        value: Ty,
        /// The Rust type, including that of the values.
        rust: String,
    },
}

impl ScalarKind {
    /// Whether it is an object with arbitrary members.
    pub(crate) fn is_free_object(&self) -> bool {
        matches!(self, Self::Runtime { path } if path.contains("Map<"))
    }

    /// The values of an enum.
    pub(crate) fn values(&self) -> Option<&[Variant]> {
        match self {
            Self::Enum { values, .. } => Some(values),
            _ => None,
        }
    }

    /// Whether a type is emitted for it; all others use existing types.
    pub(crate) fn is_emitted(&self) -> bool {
        !matches!(
            self,
            Self::Plain | Self::PlainInteger { .. } | Self::Runtime { .. } | Self::Map { .. }
        )
    }
}

/// How private a string is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    Open,
    Personal,
    Secret,
}

/// The vocabulary of the XML documents in a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Xml {
    /// The name of the root element.
    pub(crate) root: String,
    pub(crate) elements: BTreeMap<String, XmlElement>,
}

/// The vocabulary of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct XmlElement {
    pub(crate) text: bool,
    pub(crate) children: BTreeSet<String>,
}

/// The unit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Seconds,
    Minutes,
}

impl Unit {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "milliseconds" => Some(Self::Milliseconds),
            "seconds" => Some(Self::Seconds),
            "minutes" => Some(Self::Minutes),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
        }
    }
}

/// A value of an enum.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) doc: String,
    /// Its groups, which may include [`FINAL`].
    pub(crate) groups: Vec<String>,
}

/// The group of final values, after which nothing follows.
pub(crate) const FINAL: &str = "final";

impl Variant {
    pub(crate) fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|it| it == group)
    }

    /// Whether the value is final.
    pub(crate) fn is_final(&self) -> bool {
        self.is_in(FINAL)
    }
}

/// A component that is an object.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) component: String,
    pub(crate) rust: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
    /// The wire names of the required fields, in the order of the document.
    pub(crate) required: Vec<String>,
    pub(crate) usage: Usage,
}

impl Struct {
    /// The required fields, in the order of the document.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Field> {
        let find = |wire: &String| self.fields.iter().find(|field| field.wire == *wire);
        self.required.iter().filter_map(find)
    }
}

/// Who sends a struct, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Twilio, in a response.
    Response,
    /// The client, as a form.
    Form,
    /// The client, as a numbered item in a form.
    Numbered,
    /// The client, as a JSON body and nothing else.
    Body,
    /// The client, inside a JSON body.
    Object,
    /// Twilio, in a callback.
    Callback,
}

impl Usage {
    /// Whether typify emits it; the others are emitted by us, as declarations.
    pub(crate) fn is_emitted_by_typify(self) -> bool {
        self.is_form() || self == Self::Response
    }

    /// Whether it is a form, or a part of one.
    pub(crate) fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Numbered)
    }

    /// Whether the type is public; changes of private ones are reported as changes of request parameters.
    pub(crate) fn is_public(self) -> bool {
        !self.is_form() && self != Self::Body
    }
}

/// A property or a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) doc: String,
    pub(crate) ty: Ty,
    pub(crate) list: bool,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<String>,
    /// The maximum number of items, if the form numbers them.
    pub(crate) numbered: Option<u32>,
    /// Whether the client fills it in from its credentials: the account in a path.
    pub(crate) account: bool,
    /// The JSON pointer to its definition.
    pub(crate) pointer: String,
}

impl Field {
    /// Whether it may be missing in an object from Twilio.
    pub(crate) fn is_optional(&self) -> bool {
        !self.list && (self.nullable || !self.required)
    }
}

/// The type of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ty {
    Bool,
    /// A scalar, by its component's name.
    Scalar(String),
    /// A struct, by its component's name.
    Struct(String),
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    /// The client's method, and progenitor's.
    pub(crate) method: String,
    /// The request's type.
    pub(crate) rust: String,
    /// The name of the constant with its facts for the runtime.
    pub(crate) constant: String,
    pub(crate) verb: &'static str,
    pub(crate) effect: Effect,
    pub(crate) path: String,
    pub(crate) doc: String,
    pub(crate) deprecated: bool,
    pub(crate) path_parameters: Vec<Field>,
    pub(crate) query: Vec<Field>,
    pub(crate) headers: Vec<Field>,
    pub(crate) body: Option<Body>,
    /// The examples of the body, each by the wire names of its fields; the shortest comes first.
    pub(crate) examples: Vec<serde_json::Map<String, serde_json::Value>>,
    /// The statuses of successful responses.
    pub(crate) statuses: Vec<u16>,
    pub(crate) response: ResponseBody,
    pub(crate) pagination: Option<Pagination>,
    /// The property of its response that identifies the resource.
    pub(crate) identifier: Option<Field>,
    /// Whether its requests are paced by the client's limit of calls per second.
    pub(crate) rate_limited: bool,
    /// The operation that this one is another representation of.
    pub(crate) representation_of: Option<String>,
}

/// What a request does to the resources of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Read,
    /// Every request creates something, so it must not be sent twice.
    Create,
    /// A repeated request changes the resource again.
    Update,
    /// A repeated request has no further effect.
    Replace,
    Delete,
}

/// The body of an operation's requests.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) kind: BodyKind,
    /// The schema's component.
    pub(crate) component: String,
    /// The type's name.
    pub(crate) rust: String,
    /// The parameters of a form or the properties of an object; for a union of objects, the single field with the
    /// object.
    pub(crate) fields: Vec<Field>,
    /// The wire names of the required parameters, in the order of the document; they become arguments.
    pub(crate) required: Vec<String>,
    /// Whether a body without any properties is rejected.
    pub(crate) not_empty: bool,
    pub(crate) rules: Vec<Rule>,
}

/// How a body is sent, and how callers pass it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Form,
    /// A JSON object with one setter per property.
    Json,
    /// One of several JSON objects, passed as a whole.
    JsonUnion,
}

impl BodyKind {
    /// The noun for one of its fields in messages.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Form => "form parameter",
            Self::Json => "body property",
            Self::JsonUnion => "request body",
        }
    }
}

/// A rule between two fields of a body.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) parameter: String,
    pub(crate) relation: Relation,
    /// The other field, or all fields of which [`Relation::Unless`] names one.
    pub(crate) others: Vec<String>,
    pub(crate) reason: String,
}

/// The body of a successful response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResponseBody {
    /// JSON, as a struct, by its component's name.
    Json(String),
    Csv,
    /// Bytes of this media type.
    Bytes(String),
    Empty,
}

/// The pagination of a list operation.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The property of the envelope with the items.
    pub(crate) items: Field,
    /// The property of the envelope with the link to the next page.
    pub(crate) next: Field,
    /// The property of the envelope with the link to the previous page.
    pub(crate) previous: Option<Field>,
    /// The property of the envelope with the URI of the page itself.
    pub(crate) own: Option<Field>,
    /// The query parameter for the size of a page.
    pub(crate) size: Field,
}

/// A callback of Twilio.
#[derive(Debug)]
pub(crate) struct Webhook {
    /// The component with the parameters.
    pub(crate) component: String,
    pub(crate) doc: String,
}

/// A method that repeats an operation until the status in its response is final.
#[derive(Debug, Clone)]
pub(crate) struct Waiter {
    /// The id of the repeated operation.
    pub(crate) operation: String,
    /// The name in errors.
    pub(crate) id: String,
    /// The name of the constant with its facts for the runtime.
    pub(crate) constant: String,
    /// The client's method.
    pub(crate) method: String,
    /// The type that the method returns.
    pub(crate) rust: String,
    /// The component that is polled.
    pub(crate) resource: String,
    /// The variable for it in examples.
    pub(crate) variable: String,
    /// The property with the status.
    pub(crate) status: Field,
    /// The enum of the statuses, by its component's name.
    pub(crate) statuses: String,
}

/// A resource by its identifier, with the requests about it and its subresources.
#[derive(Debug)]
pub(crate) struct Handle {
    /// The client's method.
    pub(crate) method: String,
    /// The type that the method returns.
    pub(crate) rust: String,
    /// The component of the identifier.
    pub(crate) identifier: String,
    pub(crate) methods: Vec<HandleMethod>,
}

/// A method of a handle, which calls a method of the client with its first argument supplied.
#[derive(Debug)]
pub(crate) struct HandleMethod {
    pub(crate) rust: String,
    /// The client's method.
    pub(crate) method: String,
    /// The type that both return.
    pub(crate) returns: String,
    /// The id of the operation with the arguments.
    pub(crate) operation: String,
}

/// A method that determines the outcome of a request by looking for the created resource in a list.
#[derive(Debug)]
pub(crate) struct Reconciler {
    /// The id of the operation that creates the resource.
    pub(crate) operation: String,
    /// The id of the list operation.
    pub(crate) list: String,
    /// The name in errors.
    pub(crate) id: String,
    /// The name of the constant with its facts for the runtime.
    pub(crate) constant: String,
    /// The client's method.
    pub(crate) method: String,
    /// The type that the method returns.
    pub(crate) rust: String,
    /// The component of the resource.
    pub(crate) resource: String,
    /// The variable for it in examples.
    pub(crate) variable: String,
    /// The filters of the list that are also arguments of the operation.
    pub(crate) same: Vec<Field>,
    /// The property with the time of creation.
    pub(crate) created: Field,
    /// Properties with fixed values in everything that the operation creates.
    pub(crate) only: Vec<(Field, String)>,
    /// The component whose values are listed exactly as they were sent.
    pub(crate) exact: String,
    /// The maximum delay of the list, in seconds.
    pub(crate) lag: u64,
    /// The number of days that the list goes back.
    pub(crate) days: u64,
}

/// An example of a response.
#[derive(Debug)]
pub(crate) struct Sample {
    /// The struct.
    pub(crate) rust: String,
    pub(crate) json: String,
}

/// A row of CSV.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) rust: String,
    /// The component whose properties are the columns.
    pub(crate) item: String,
    /// The wire name of the column that every row has.
    pub(crate) key: String,
    pub(crate) columns: Vec<Field>,
    /// The JSON pointer to the definition of its type.
    pub(crate) pointer: String,
}

/// Which value of a callback's property reports which event.
#[derive(Debug)]
pub(crate) struct Event {
    /// The component with the parameters of the callback.
    pub(crate) callback: String,
    /// The callback's struct.
    pub(crate) rust: String,
    /// The enum that the method returns.
    pub(crate) returns: String,
    pub(crate) doc: String,
    pub(crate) property: Field,
    /// The enum of the events, by its component's name.
    pub(crate) enumeration: String,
    /// Values of the property, and the events that they report.
    pub(crate) values: Vec<(String, String)>,
    /// The same for values that are not in the enum of the property.
    pub(crate) others: Vec<(String, String)>,
}

/// The progress that callbacks and fetched objects report.
#[derive(Debug)]
pub(crate) struct Progress {
    /// The type that tracks it.
    pub(crate) rust: String,
    /// The component with the parameters of the callback.
    pub(crate) callback: String,
    /// The enum of the statuses, by its component's name.
    pub(crate) statuses: String,
    /// The callback's property with the status.
    pub(crate) status: Field,
    /// The callback's property with the number of the event.
    pub(crate) number: Field,
    /// The waiter that fetches the status.
    pub(crate) fetched: Waiter,
}

impl Operation {
    /// What the path leads through: `Calls` and `Events`.
    pub(crate) fn collections(&self) -> Vec<&str> {
        collections::collections(&self.path)
    }

    /// The JSON pointer to the operation.
    pub(crate) fn pointer(&self) -> String {
        join(&join("/paths", &self.path), self.verb)
    }

    /// The method of its requests that returns CSV. Its name says whether it returns only one page.
    pub(crate) fn csv_method(&self) -> &'static str {
        if self.pagination.is_some() {
            "csv_page"
        } else {
            "csv"
        }
    }

    /// The path parameters that are arguments.
    pub(crate) fn path_arguments(&self) -> impl Iterator<Item = &Field> {
        self.path_parameters.iter().filter(|field| !field.account)
    }

    /// The query parameters, then the header parameters.
    pub(crate) fn query_and_headers(&self) -> impl Iterator<Item = &Field> {
        self.query.iter().chain(&self.headers)
    }

    /// The required parameters, in the order of the method's arguments: those of the path, query and headers in the
    /// order of the document, then those of the body in the order of its `required`.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> {
        let body = self.body.iter().flat_map(|body| {
            let find = |wire: &String| body.fields.iter().find(|field| field.wire == *wire);
            body.required.iter().filter_map(find)
        });
        self.path_arguments()
            .chain(self.query_and_headers().filter(|field| field.required))
            .chain(body)
    }
}

impl ScalarKind {
    /// The name of the Rust type of a scalar; `rust` is its own name, if it has one.
    pub(crate) fn type_name<'s>(&'s self, rust: &'s str) -> &'s str {
        match self {
            Self::Plain => "String",
            Self::PlainInteger { repr } => repr,
            Self::Runtime { .. } if self.is_free_object() => "Map<String, Value>",
            Self::Runtime { path } => path.rsplit("::").next().unwrap_or(path),
            Self::Map { rust, .. } => rust,
            _ => rust,
        }
    }
}

impl Model {
    /// The name of the Rust type of a single value.
    pub(crate) fn type_name<'m>(&'m self, ty: &'m Ty) -> &'m str {
        match ty {
            Ty::Bool => "bool",
            Ty::Scalar(component) | Ty::Struct(component) => match self.scalar(component) {
                Some(scalar) => scalar.kind.type_name(&scalar.rust),
                None => self.struct_name(component),
            },
        }
    }

    /// The name of the emitted type for this component.
    pub(crate) fn component_name<'m>(&'m self, component: &'m str) -> &'m str {
        self.scalar(component).map_or_else(
            || self.struct_name(component),
            |scalar| scalar.rust.as_str(),
        )
    }

    /// The names of the structs with this usage.
    pub(crate) fn struct_names(&self, usage: Usage) -> BTreeSet<&str> {
        let structs = self.structs.iter().filter(|it| it.usage == usage);
        structs.map(|it| it.rust.as_str()).collect()
    }

    /// The name of the struct for this component.
    pub(crate) fn struct_name<'m>(&'m self, component: &'m str) -> &'m str {
        self.structure(component)
            .map_or(component, |structure| structure.rust.as_str())
    }

    /// The scalar for this component.
    pub(crate) fn scalar(&self, component: &str) -> Option<&Scalar> {
        self.scalars.get(*self.places.scalars.get(component)?)
    }

    /// The struct for this component.
    pub(crate) fn structure(&self, component: &str) -> Option<&Struct> {
        self.structs.get(*self.places.structs.get(component)?)
    }

    /// The operation with this id.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|it| it.id == id)
    }

    /// The operation that is another representation of this one.
    pub(crate) fn representation(&self, operation: &Operation) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|it| it.representation_of.as_deref() == Some(operation.id.as_str()))
    }
}
