//! What the document describes, in the words of the crate to be emitted.
//!
//! The model is built from a checked document: what `check` refuses does not occur here. Whatever shape is met that
//! the model has no word for is a finding of its own (`unsupported-shape`), so that a gap in the checks can never end
//! in wrong code.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    AdditionalProperties, Callback, IntegerFormat, MediaType, ObjectType, OpenAPI,
    Operation as ApiOperation, Parameter, PathItem, ReferenceOr, RequestBody,
    Response as ApiResponse, Schema, SchemaData, SchemaKind, StatusCode, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::finding::{Finding, Report};
use crate::load::Document;
use crate::names::{self, NameProblem, Names, Scope};
use crate::pattern::{self, Dfa};

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

/// Builds the model of a checked document.
pub(crate) fn build(document: &Document) -> Result<Model, Report> {
    let mut builder = Builder {
        document,
        api: &document.openapi,
        names: Names::default(),
        report: Report::new(document.source()),
        sent_by_service: BTreeSet::new(),
        usage: BTreeMap::new(),
    };
    let model = builder.model();
    if builder.report.has_errors() {
        Err(builder.report)
    } else {
        Ok(model)
    }
}

struct Builder<'d> {
    document: &'d Document,
    api: &'d OpenAPI,
    names: Names,
    report: Report,
    /// Components that answers and callbacks reach.
    sent_by_service: BTreeSet<String>,
    usage: BTreeMap<String, Usage>,
}

impl<'d> Builder<'d> {
    fn model(&mut self) -> Model {
        let callbacks = self.survey();
        let (scalars, structs) = self.components();
        let operations = self.operations(&structs);
        Model {
            title: self.api.info.title.clone(),
            version: self.api.info.version.clone(),
            server: self
                .api
                .servers
                .first()
                .map(|server| server.url.clone())
                .unwrap_or_default(),
            scalars,
            structs,
            operations,
            callbacks,
        }
    }

    fn unsupported(&mut self, pointer: &str, message: impl Into<String>) {
        self.report.push(Finding::error(
            "unsupported-shape",
            pointer,
            self.document.span(pointer),
            message,
            "write it in one of the shapes that `spec/README.md` lists",
        ));
    }

    fn claim(&mut self, scope: Scope, rust: &str, wire: &str, pointer: &str) {
        if let Err(NameProblem {
            rule,
            message,
            help,
        }) = self.names.claim(scope, rust, wire)
        {
            let span = self.document.key_span(pointer);
            self.report
                .push(Finding::error(rule, pointer, span, message, help));
        }
    }

    // Who sends what.

    /// Marks what answers, callbacks and forms reach, and lists the callbacks.
    fn survey(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (_, item) in &self.api.paths.paths {
            let Some(item) = item.as_item() else { continue };
            for (_, operation) in item.iter() {
                for response in answers(operation) {
                    if let Some(response) = self.response(response) {
                        for media in response.content.values() {
                            if let Some(name) = media_component(media) {
                                self.mark(name, Usage::Response);
                            }
                        }
                    }
                }
                if let Some(name) = operation.request_body.as_ref().and_then(form_component) {
                    self.mark(name, Usage::Form);
                }
                for callback in operation.callbacks.values() {
                    self.survey_callback(callback, &mut webhooks);
                }
            }
        }
        webhooks
    }

    fn survey_callback(&mut self, callback: &Callback, webhooks: &mut Vec<Webhook>) {
        for item in callback.values() {
            for (_, operation) in item.iter() {
                let Some(component) = operation.request_body.as_ref().and_then(form_component)
                else {
                    continue;
                };
                self.mark(component, Usage::Callback);
                webhooks.push(Webhook {
                    component: component.to_owned(),
                    doc: operation_doc(operation),
                });
            }
        }
    }

    fn response(&self, response: &'d ReferenceOr<ApiResponse>) -> Option<&'d ApiResponse> {
        match response {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/responses/")?;
                self.api.components.as_ref()?.responses.get(name)?.as_item()
            }
        }
    }

    fn mark(&mut self, component: &str, usage: Usage) {
        if usage != Usage::Form && !self.sent_by_service.insert(component.to_owned()) {
            return;
        }
        // What the service sends wins: a struct that is read has to be public.
        match self.usage.get(component) {
            Some(Usage::Response) => {}
            _ => {
                self.usage.insert(component.to_owned(), usage);
            }
        }
        if usage != Usage::Form {
            let parts = self
                .schema(component)
                .map(schema_references)
                .unwrap_or_default();
            for part in parts {
                self.mark(&part, usage);
            }
        }
    }

    fn schema(&self, component: &str) -> Option<&'d Schema> {
        self.api
            .components
            .as_ref()?
            .schemas
            .get(component)?
            .as_item()
    }

    // Components.

    fn components(&mut self) -> (Vec<Scalar>, Vec<Struct>) {
        let (mut scalars, mut structs) = (Vec::new(), Vec::new());
        let Some(components) = &self.api.components else {
            return (scalars, structs);
        };
        for (name, schema) in &components.schemas {
            let pointer = format!("/components/schemas/{}", escape_pointer(name));
            let Some(schema) = schema.as_item() else {
                self.unsupported(
                    &pointer,
                    format!("`{name}` only refers to another component"),
                );
                continue;
            };
            let rust = names::type_name(name);
            let data = &schema.schema_data;
            if is_struct(schema) {
                self.claim(Scope::Types, &rust, name, &pointer);
                let usage = self.usage.get(name).copied().unwrap_or(Usage::Response);
                let scope = match usage {
                    Usage::Callback => Scope::Callback(rust.clone()),
                    Usage::Response | Usage::Form => Scope::Struct(rust.clone()),
                };
                let fields = self.properties(schema, scope, &pointer);
                structs.push(Struct {
                    component: name.clone(),
                    rust,
                    doc: data.description.clone().unwrap_or_default(),
                    fields,
                    usage,
                });
            } else if let Some(kind) = self.scalar_kind(name, &rust, schema, &pointer) {
                if kind.is_emitted() {
                    self.claim(Scope::Types, &rust, name, &pointer);
                }
                scalars.push(Scalar {
                    component: name.clone(),
                    rust,
                    doc: data.description.clone().unwrap_or_default(),
                    example: data.example.as_ref().map(plain_text),
                    kind,
                });
            }
        }
        scalars.sort_by(|a, b| a.rust.cmp(&b.rust));
        structs.sort_by(|a, b| a.rust.cmp(&b.rust));
        (scalars, structs)
    }

    fn properties(&mut self, schema: &Schema, scope: Scope, pointer: &str) -> Vec<Field> {
        let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind else {
            return Vec::new();
        };
        let mut fields = Vec::new();
        let mut properties: Vec<_> = object.properties.iter().collect();
        properties.sort_by_key(|(wire, _)| *wire);
        for (wire, property) in properties {
            let pointer = format!("{pointer}/properties/{}", escape_pointer(wire));
            let rust = names::field_name(wire);
            self.claim(scope.clone(), &rust, wire, &pointer);
            let required = object.required.contains(wire);
            if let Some(field) =
                self.field(wire, rust, property.clone().unbox(), required, &pointer)
            {
                fields.push(field);
            }
        }
        fields
    }

    fn field(
        &mut self,
        wire: &str,
        rust: String,
        schema: ReferenceOr<Schema>,
        required: bool,
        pointer: &str,
    ) -> Option<Field> {
        let Some((ty, list)) = value_type(&schema).map(|(ty, list)| (self.resolve(ty), list))
        else {
            self.unsupported(
                pointer,
                format!("the schema of `{wire}` has no counterpart in Rust"),
            );
            return None;
        };
        let referenced = match &ty {
            Ty::Scalar(name) | Ty::Struct(name) => {
                self.schema(name).map(|schema| &schema.schema_data)
            }
            Ty::Bool => None,
        };
        let own = schema.as_item().map(|schema| &schema.schema_data);
        let pick = |of: fn(&SchemaData) -> Option<&Value>| {
            own.and_then(of).or_else(|| referenced.and_then(of))
        };
        let doc = own
            .and_then(|data| data.description.clone())
            .or_else(|| referenced.and_then(|data| data.description.clone()))
            .unwrap_or_default();
        Some(Field {
            wire: wire.to_owned(),
            rust,
            doc,
            ty,
            list,
            required,
            nullable: own.is_some_and(|data| data.nullable),
            deprecated: own.is_some_and(|data| data.deprecated),
            default: pick(|data| data.default.as_ref()).map(default_text),
        })
    }

    /// Tells a struct from a scalar among named components.
    fn resolve(&self, ty: Ty) -> Ty {
        match ty {
            Ty::Scalar(name) if self.schema(&name).is_some_and(is_struct) => Ty::Struct(name),
            other => other,
        }
    }

    fn scalar_kind(
        &mut self,
        name: &str,
        rust: &str,
        schema: &Schema,
        pointer: &str,
    ) -> Option<ScalarKind> {
        let data = &schema.schema_data;
        let mark = |key: &str| data.extensions.get(key) == Some(&Value::Bool(true));
        let privacy = match (mark("x-secret"), mark("x-pii")) {
            (true, _) => Privacy::Secret,
            (false, true) => Privacy::Personal,
            (false, false) => Privacy::Open,
        };
        let unit = data
            .extensions
            .get("x-unit")
            .and_then(Value::as_str)
            .and_then(Unit::parse);
        let kind = match &schema.schema_kind {
            SchemaKind::OneOf { one_of } => {
                let members = one_of
                    .iter()
                    .map(|member| component_of(member).map(names::type_name))
                    .collect::<Option<Vec<_>>>();
                members.map(|members| ScalarKind::Union { members })
            }
            SchemaKind::Type(Type::Object(object)) if is_free(object) => {
                Some(ScalarKind::Runtime {
                    path: "::serde_json::Map<::std::string::String, ::serde_json::Value>",
                })
            }
            SchemaKind::Type(Type::Object(_)) => Some(ScalarKind::Lazy {
                members: self.properties(schema, Scope::Struct(rust.to_owned()), pointer),
            }),
            SchemaKind::Type(Type::String(text)) if !text.enumeration.is_empty() => {
                let values: Vec<String> = text.enumeration.iter().flatten().cloned().collect();
                Some(ScalarKind::Enum {
                    open: self.sent_by_service.contains(name),
                    values: self.variants(rust, &values, data, pointer),
                })
            }
            SchemaKind::Type(Type::String(text)) => match &text.format {
                VariantOrUnknownOrEmpty::Empty => text_kind(
                    text.pattern.as_deref(),
                    text.min_length,
                    text.max_length,
                    privacy,
                ),
                VariantOrUnknownOrEmpty::Unknown(format) if format == "uint64" => {
                    Some(ScalarKind::IntegerText { repr: "u64", unit })
                }
                VariantOrUnknownOrEmpty::Unknown(format) if format == "int64" && unit.is_none() => {
                    Some(ScalarKind::IntegerText { repr: "i64", unit })
                }
                VariantOrUnknownOrEmpty::Unknown(format) => {
                    runtime_type(format).map(|path| ScalarKind::Runtime { path })
                }
                VariantOrUnknownOrEmpty::Item(_) => None,
            },
            SchemaKind::Type(Type::Integer(integer)) => {
                let wide = integer.format == VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64);
                integer_kind(integer.minimum, integer.maximum, wide, unit)
            }
            _ => None,
        };
        if kind.is_none() {
            self.unsupported(
                pointer,
                format!("`{name}` is of a kind that has no counterpart in Rust"),
            );
        }
        kind
    }

    fn variants(
        &mut self,
        rust: &str,
        values: &[String],
        data: &SchemaData,
        pointer: &str,
    ) -> Vec<Variant> {
        let docs = data.extensions.get("x-enum-descriptions");
        let mut variants = Vec::new();
        for (index, wire) in values.iter().enumerate() {
            let variant = names::variant_name(wire);
            let pointer = format!("{pointer}/enum/{index}");
            self.claim(Scope::Enum(rust.to_owned()), &variant, wire, &pointer);
            let doc = docs
                .and_then(|docs| docs.get(wire))
                .and_then(Value::as_str)
                .map_or_else(|| format!("`{wire}`."), str::to_owned);
            variants.push(Variant {
                wire: wire.clone(),
                rust: variant,
                doc,
            });
        }
        variants
    }

    // Operations.

    fn operations(&mut self, structs: &[Struct]) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in &self.api.paths.paths {
            let Some(item) = item.as_item() else { continue };
            for (verb, operation) in verbs(item) {
                let pointer = format!("/paths/{}/{}", escape_pointer(path), verb);
                if let Some(operation) =
                    self.operation(path, item, verb, operation, structs, &pointer)
                {
                    operations.push(operation);
                }
            }
        }
        operations.sort_by(|a, b| a.id.cmp(&b.id));
        operations
    }

    fn operation(
        &mut self,
        path: &str,
        item: &'d PathItem,
        verb: &'static str,
        operation: &'d ApiOperation,
        structs: &[Struct],
        pointer: &str,
    ) -> Option<Operation> {
        let Some(id) = operation.operation_id.clone() else {
            self.unsupported(
                pointer,
                "an operation without `operationId` has no name in Rust",
            );
            return None;
        };
        let method = names::method_name(&id);
        let rust = names::type_name(&id);
        let id_pointer = format!("{pointer}/operationId");
        self.claim(Scope::Operations, &method, &id, &id_pointer);
        let representation_of = operation
            .extensions
            .get("x-representation-of")
            .and_then(Value::as_str)
            .map(str::to_owned);
        if representation_of.is_none() {
            self.claim(Scope::Types, &rust, &id, &id_pointer);
        }
        let (path_parameters, query) = self.parameters(item, operation, &rust, pointer);
        let form = operation
            .request_body
            .as_ref()
            .and_then(form_component)
            .and_then(|component| {
                let structure = structs.iter().find(|it| it.component == component)?;
                Some(Form {
                    component: component.to_owned(),
                    fields: structure.fields.clone(),
                    required: self.schema(component).map(required).unwrap_or_default(),
                    rules: self.schema(component).map(rules).unwrap_or_default(),
                })
            });
        if let Some(form) = &form {
            let mut seen = BTreeSet::new();
            // Two properties of one name are a finding of their schema already.
            for field in form.fields.iter().filter(|field| seen.insert(&field.rust)) {
                let pointer = format!(
                    "/components/schemas/{}/properties/{}",
                    escape_pointer(&form.component),
                    escape_pointer(&field.wire)
                );
                self.claim(
                    Scope::Request(rust.clone()),
                    &field.rust,
                    &field.wire,
                    &pointer,
                );
            }
        }
        let Some((status, answer)) = self.success(operation) else {
            self.unsupported(
                &format!("{pointer}/responses"),
                "no answer of this operation can be read",
            );
            return None;
        };
        let pagination = pagination(operation, &answer, &query, structs);
        if pagination.is_none() && operation.extensions.contains_key("x-pagination") {
            self.unsupported(
                &format!("{pointer}/x-pagination"),
                "the pages of this operation cannot be followed",
            );
        }
        Some(Operation {
            id,
            method,
            rust,
            verb,
            path: path.to_owned(),
            doc: operation_doc(operation),
            deprecated: operation.deprecated,
            path_parameters,
            query,
            form,
            status,
            answer,
            pagination,
            representation_of,
        })
    }

    fn parameters(
        &mut self,
        item: &'d PathItem,
        operation: &'d ApiOperation,
        rust: &str,
        pointer: &str,
    ) -> (Vec<Field>, Vec<Field>) {
        let (mut path, mut query) = (Vec::new(), Vec::new());
        for reference in item.parameters.iter().chain(&operation.parameters) {
            let Some(parameter) = self.parameter(reference).cloned() else {
                continue;
            };
            let (data, is_path) = match &parameter {
                Parameter::Path { parameter_data, .. } => (parameter_data, true),
                Parameter::Query { parameter_data, .. } => (parameter_data, false),
                _ => {
                    self.unsupported(pointer, "only path and query parameters have a counterpart");
                    continue;
                }
            };
            let openapiv3::ParameterSchemaOrContent::Schema(schema) = &data.format else {
                self.unsupported(pointer, format!("`{}` has no schema", data.name));
                continue;
            };
            let name = names::field_name(&data.name);
            self.claim(Scope::Request(rust.to_owned()), &name, &data.name, pointer);
            let field = self.field(&data.name, name, schema.clone(), data.required, pointer);
            if let Some(mut field) = field {
                field.deprecated |= data.deprecated == Some(true);
                if let Some(description) = &data.description {
                    field.doc.clone_from(description);
                }
                if is_path {
                    path.push(field)
                } else {
                    query.push(field)
                }
            }
        }
        (path, query)
    }

    fn parameter(&self, reference: &'d ReferenceOr<Parameter>) -> Option<&'d Parameter> {
        match reference {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/parameters/")?;
                self.api
                    .components
                    .as_ref()?
                    .parameters
                    .get(name)?
                    .as_item()
            }
        }
    }

    fn success(&self, operation: &'d ApiOperation) -> Option<(u16, Answer)> {
        let (status, response) =
            operation
                .responses
                .responses
                .iter()
                .find_map(|(code, response)| match code {
                    StatusCode::Code(code) if (200..300).contains(code) => Some((*code, response)),
                    _ => None,
                })?;
        let response = self.response(response)?;
        let answer = match response.content.first() {
            None => Answer::Empty,
            Some((kind, _)) if kind == "text/csv" => Answer::Csv,
            Some((_, media)) => Answer::Json(media_component(media)?.to_owned()),
        };
        Some((status, answer))
    }
}

/// Escapes a key for a JSON pointer (RFC 6901).
pub(crate) fn escape_pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn verbs(item: &PathItem) -> impl Iterator<Item = (&'static str, &ApiOperation)> {
    [
        ("get", &item.get),
        ("post", &item.post),
        ("delete", &item.delete),
    ]
    .into_iter()
    .filter_map(|(verb, operation)| Some((verb, operation.as_ref()?)))
}

fn answers(operation: &ApiOperation) -> impl Iterator<Item = &ReferenceOr<ApiResponse>> {
    operation
        .responses
        .responses
        .values()
        .chain(&operation.responses.default)
}

fn form_component(body: &ReferenceOr<RequestBody>) -> Option<&str> {
    media_component(body.as_item()?.content.values().next()?)
}

fn media_component(media: &MediaType) -> Option<&str> {
    component_of(media.schema.as_ref()?)
}

fn component_of<T>(reference: &ReferenceOr<T>) -> Option<&str> {
    match reference {
        ReferenceOr::Reference { reference } => reference.strip_prefix("#/components/schemas/"),
        ReferenceOr::Item(_) => None,
    }
}

/// An object of which nothing is known but that it is one.
fn is_free(object: &ObjectType) -> bool {
    object.properties.is_empty()
        && matches!(
            object.additional_properties,
            Some(AdditionalProperties::Any(true))
        )
}

/// An object that is emitted as a struct, not kept as raw JSON.
fn is_struct(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(Type::Object(object)) if !is_free(object))
        && schema.schema_data.extensions.get("x-lazy") != Some(&Value::Bool(true))
}

/// The components a schema mentions.
fn schema_references(schema: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    let mut visit = |reference: &ReferenceOr<Schema>| {
        if let Some((Ty::Scalar(name), _)) = value_type(reference) {
            found.push(name);
        }
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            for property in object.properties.values() {
                visit(&property.clone().unbox());
            }
        }
        SchemaKind::OneOf { one_of } => one_of.iter().for_each(visit),
        _ => {}
    }
    found
}

/// The type of a property or parameter: a component, a wrapper around one, a list of one, or a boolean.
fn value_type(schema: &ReferenceOr<Schema>) -> Option<(Ty, bool)> {
    if let Some(component) = component_of(schema) {
        return Some((Ty::Scalar(component.to_owned()), false));
    }
    match &schema.as_item()?.schema_kind {
        SchemaKind::Type(Type::Boolean(_)) => Some((Ty::Bool, false)),
        SchemaKind::AllOf { all_of } => match all_of.as_slice() {
            [only] => Some((Ty::Scalar(component_of(only)?.to_owned()), false)),
            _ => None,
        },
        SchemaKind::Type(Type::Array(array)) => {
            let items = array.items.clone()?.unbox();
            Some((Ty::Scalar(component_of(&items)?.to_owned()), true))
        }
        _ => None,
    }
}

fn text_kind(
    pattern: Option<&str>,
    min: Option<usize>,
    max: Option<usize>,
    privacy: Privacy,
) -> Option<ScalarKind> {
    if pattern.is_none() && min.is_none() && max.is_none() && privacy == Privacy::Open {
        return Some(ScalarKind::Plain);
    }
    if let (Some(text), Privacy::Open) = (pattern, privacy)
        && let Some(classes) = pattern::sequence(text)
        && min.is_none_or(|min| min == classes.len())
        && max.is_none_or(|max| max == classes.len())
        && (1..=64).contains(&classes.len())
    {
        return Some(ScalarKind::Fixed {
            pattern: text.to_owned(),
            classes,
        });
    }
    let pattern = match pattern {
        None => None,
        Some(text) => Some((text.to_owned(), Box::new(pattern::dfa(text).ok()?))),
    };
    Some(ScalarKind::Text {
        pattern,
        min,
        max,
        privacy,
    })
}

fn integer_kind(
    min: Option<i64>,
    max: Option<i64>,
    wide: bool,
    unit: Option<Unit>,
) -> Option<ScalarKind> {
    match (min?, max) {
        (0, None) if unit.is_none() => Some(ScalarKind::PlainInteger {
            repr: if wide { "u64" } else { "u32" },
        }),
        (min, None) => {
            let max = if wide { i64::MAX } else { i64::from(i32::MAX) };
            Some(ScalarKind::Integer {
                repr: integer_repr(min, max),
                min,
                max,
                unit,
            })
        }
        (min, Some(max)) if min <= max => Some(ScalarKind::Integer {
            repr: integer_repr(min, max),
            min,
            max,
            unit,
        }),
        _ => None,
    }
}

/// The narrowest primitive that holds the range.
fn integer_repr(min: i64, max: i64) -> &'static str {
    const UNSIGNED: [(&str, i64); 3] = [
        ("u8", u8::MAX as i64),
        ("u16", u16::MAX as i64),
        ("u32", u32::MAX as i64),
    ];
    const SIGNED: [(&str, i64); 3] = [
        ("i8", i8::MAX as i64),
        ("i16", i16::MAX as i64),
        ("i32", i32::MAX as i64),
    ];
    let (table, widest) = if min >= 0 {
        (UNSIGNED, "u64")
    } else {
        (SIGNED, "i64")
    };
    table
        .into_iter()
        .find(|(_, top)| max <= *top && min >= -top - 1)
        .map_or(widest, |(name, _)| name)
}

/// The hand-written type a `format` stands for.
fn runtime_type(format: &str) -> Option<&'static str> {
    match format {
        "date-time-rfc-2822" => Some("crate::time::Timestamp"),
        "date-or-date-time" => Some("crate::time::DateOrTime"),
        "decimal" => Some("crate::decimal::Decimal"),
        _ => None,
    }
}

fn required(schema: &Schema) -> Vec<String> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => object.required.clone(),
        _ => Vec::new(),
    }
}

fn rules(schema: &Schema) -> Vec<Rule> {
    let Some(Value::Array(list)) = schema.schema_data.extensions.get("x-rules") else {
        return Vec::new();
    };
    let text = |rule: &Value, key: &str| rule.get(key).and_then(Value::as_str).map(str::to_owned);
    list.iter()
        .filter_map(|rule| {
            let (relation, other) = match (text(rule, "requires"), text(rule, "excludes")) {
                (Some(other), None) => (Relation::Requires, other),
                (None, Some(other)) => (Relation::Excludes, other),
                _ => return None,
            };
            Some(Rule {
                parameter: text(rule, "parameter")?,
                relation,
                other,
                reason: text(rule, "reason").unwrap_or_default(),
            })
        })
        .collect()
}

fn pagination(
    operation: &ApiOperation,
    answer: &Answer,
    query: &[Field],
    structs: &[Struct],
) -> Option<Pagination> {
    let pages = operation.extensions.get("x-pagination")?;
    let name = |key: &str| pages.get(key).and_then(Value::as_str);
    let Answer::Json(component) = answer else {
        return None;
    };
    let envelope = structs.iter().find(|it| it.component == *component)?;
    let property = |key: &str| {
        let name = name(key)?;
        envelope
            .fields
            .iter()
            .find(|field| field.wire == name)
            .cloned()
    };
    let size = name("size")?;
    Some(Pagination {
        items: property("items").filter(|field| field.list)?,
        next: property("next").filter(|field| !field.list)?,
        size: query.iter().find(|field| field.wire == size).cloned()?,
    })
}

/// Summary and description of an operation, as one text.
fn operation_doc(operation: &ApiOperation) -> String {
    [&operation.summary, &operation.description]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn plain_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A default as a reader wants to see it: words, not JSON.
fn default_text(value: &Value) -> String {
    match value {
        Value::Array(values) => values.iter().map(plain_text).collect::<Vec<_>>().join(", "),
        other => plain_text(other),
    }
}
