//! What the document describes, in the words of the crate to be emitted.
//!
//! The model is built from a checked document: what `check` refuses does not occur here. Whatever shape is met that
//! the model has no word for is a finding of its own (`unsupported-shape`), so that a gap in the checks can never end
//! in wrong code.

mod build;
mod operations;
mod shapes;
mod survey;

use crate::pattern::Dfa;

pub(crate) use build::build;

/// The path parameter the client fills in from its credentials.
pub(crate) const ACCOUNT_PARAMETER: &str = "AccountSid";

/// Everything that is emitted.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) server: String,
    pub(crate) scalars: Vec<Scalar>,
    pub(crate) structs: Vec<Struct>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) callbacks: Vec<Webhook>,
}

/// A named component that is one value on the wire.
#[derive(Debug)]
pub(crate) struct Scalar {
    /// The component's name.
    pub(crate) component: String,
    /// The type's name.
    pub(crate) rust: String,
    pub(crate) doc: String,
    pub(crate) example: Option<String>,
    pub(crate) kind: ScalarKind,
}

/// How the generated crate holds a scalar.
#[derive(Debug)]
pub(crate) enum ScalarKind {
    /// Any text: a `String`.
    Plain,
    /// Text of one length whose every position is one class of ASCII characters.
    Fixed {
        pattern: String,
        classes: Vec<Vec<(u8, u8)>>,
    },
    /// Text with rules of its own.
    Text {
        pattern: Option<(String, Box<Dfa>)>,
        min: Option<usize>,
        max: Option<usize>,
        privacy: Privacy,
    },
    /// One of several texts.
    Union { members: Vec<String> },
    /// One of a set of words.
    Enum { open: bool, values: Vec<Variant> },
    /// An unsigned integer without bounds of its own.
    PlainInteger { repr: &'static str },
    /// An integer within bounds.
    Integer {
        repr: &'static str,
        min: i64,
        max: i64,
        unit: Option<Unit>,
    },
    /// An integer that travels as text.
    IntegerText {
        repr: &'static str,
        unit: Option<Unit>,
    },
    /// A type of the hand-written runtime, chosen by `format`.
    Runtime { path: &'static str },
    /// An object of texts that is kept as raw JSON until a member is asked for.
    Lazy { members: Vec<Field> },
}

impl ScalarKind {
    /// Whether a type of its own is emitted; the others become types that are there already.
    pub(crate) fn is_emitted(&self) -> bool {
        !matches!(
            self,
            Self::Plain | Self::PlainInteger { .. } | Self::Runtime { .. }
        )
    }
}

/// How private a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    Open,
    Personal,
    Secret,
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
}

/// A component that is an object.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) component: String,
    pub(crate) rust: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) usage: Usage,
}

/// Who sends a struct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usage {
    /// The service, in an answer.
    Response,
    /// We, as a form.
    Form,
    /// The service, in a callback.
    Callback,
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
    pub(crate) verb: &'static str,
    pub(crate) path: String,
    pub(crate) doc: String,
    pub(crate) deprecated: bool,
    pub(crate) path_parameters: Vec<Field>,
    pub(crate) query: Vec<Field>,
    pub(crate) form: Option<Form>,
    pub(crate) status: u16,
    pub(crate) answer: Answer,
    pub(crate) pagination: Option<Pagination>,
    /// The operation this one is another representation of.
    pub(crate) representation_of: Option<String>,
}

/// The form an operation sends.
#[derive(Debug)]
pub(crate) struct Form {
    /// The schema's component.
    pub(crate) component: String,
    pub(crate) fields: Vec<Field>,
    /// The wire names of the parameters that must be given, in the order of the document: they become arguments.
    pub(crate) required: Vec<String>,
    pub(crate) rules: Vec<Rule>,
}

/// A rule between two parameters of a form.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) parameter: String,
    pub(crate) relation: Relation,
    pub(crate) other: String,
    pub(crate) reason: String,
}

/// What a parameter asks of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Requires,
    Excludes,
}

/// What a successful answer carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// JSON of a struct, by its component's name.
    Json(String),
    Csv,
    Empty,
}

/// How a list goes on.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The envelope's property with the items.
    pub(crate) items: Field,
    /// The envelope's property with the link to the next page.
    pub(crate) next: Field,
    /// The query parameter with the size of a page.
    pub(crate) size: Field,
}

/// A callback of the service.
#[derive(Debug)]
pub(crate) struct Webhook {
    /// The component with the parameters.
    pub(crate) component: String,
    pub(crate) doc: String,
}

impl Model {
    /// The scalar of that component.
    pub(crate) fn scalar(&self, component: &str) -> Option<&Scalar> {
        self.scalars
            .iter()
            .find(|scalar| scalar.component == component)
    }

    /// The struct of that component.
    pub(crate) fn structure(&self, component: &str) -> Option<&Struct> {
        self.structs.iter().find(|it| it.component == component)
    }

    /// The operation that is another representation of this one.
    pub(crate) fn representation(&self, operation: &Operation) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|it| it.representation_of.as_deref() == Some(operation.id.as_str()))
    }
}
