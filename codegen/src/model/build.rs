//! Builds the model: scalars, structs and their names.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    IntegerFormat, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::shapes::{
    component_of, integer_kind, is_free, is_struct, runtime_type, text_kind, value_type,
};
use super::{Field, Model, Privacy, Scalar, ScalarKind, Struct, Ty, Unit, Usage, Variant};
use crate::document::Document;
use crate::document::join;
use crate::finding::{Finding, Report};
use crate::markdown;
use crate::names::{self, NameProblem, Names, Namespace, Scope};

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

pub(super) struct Builder<'d> {
    pub(super) document: &'d Document,
    pub(super) api: &'d OpenAPI,
    pub(super) names: Names,
    pub(super) report: Report,
    /// Components that answers and callbacks reach.
    pub(super) sent_by_service: BTreeSet<String>,
    pub(super) usage: BTreeMap<String, Usage>,
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

    pub(super) fn unsupported(&mut self, pointer: &str, message: impl Into<String>) {
        self.report.push(Finding::error(
            "unsupported-shape",
            pointer,
            self.document.span(pointer),
            message,
            "write it in one of the shapes that `spec/README.md` lists",
        ));
    }

    pub(super) fn refuse_internal(
        &mut self,
        rust: &str,
        wire: &str,
        goes: Namespace,
        pointer: &str,
    ) {
        if names::is_internal(rust, goes) {
            self.refuse_name(names::reserved(rust, wire), pointer);
        }
    }

    pub(super) fn claim(&mut self, scope: Scope, rust: &str, wire: &str, pointer: &str) {
        if let Err(problem) = self.names.claim(scope, rust, wire) {
            self.refuse_name(problem, pointer);
        }
    }

    fn refuse_name(&mut self, problem: NameProblem, pointer: &str) {
        let NameProblem {
            rule,
            message,
            help,
        } = problem;
        let span = self.document.key_span(pointer);
        self.report
            .push(Finding::error(rule, pointer, span, message, help));
    }

    fn components(&mut self) -> (Vec<Scalar>, Vec<Struct>) {
        let (mut scalars, mut structs) = (Vec::new(), Vec::new());
        let Some(components) = &self.api.components else {
            return (scalars, structs);
        };
        for (name, schema) in &components.schemas {
            let pointer = join("/components/schemas", name);
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
        self.refuse_secret_answers(&scalars, &structs);
        scalars.sort_by(|a, b| a.rust.cmp(&b.rust));
        structs.sort_by(|a, b| a.rust.cmp(&b.rust));
        (scalars, structs)
    }

    /// What the service tells can be kept private, but it is not ours to erase, and answers are compared.
    fn refuse_secret_answers(&mut self, scalars: &[Scalar], structs: &[Struct]) {
        let is_secret = |name: &str| {
            scalars.iter().any(|scalar| {
                scalar.component == name
                    && matches!(
                        scalar.kind,
                        ScalarKind::Text {
                            privacy: Privacy::Secret,
                            ..
                        }
                    )
            })
        };
        for structure in structs.iter().filter(|it| it.usage == Usage::Response) {
            for field in &structure.fields {
                let Ty::Scalar(component) = &field.ty else {
                    continue;
                };
                if is_secret(component) {
                    let properties = format!(
                        "{}/properties",
                        join("/components/schemas", &structure.component)
                    );
                    let pointer = join(&properties, &field.wire);
                    self.report.push(Finding::error(
                        "secret-in-answer",
                        &pointer,
                        self.document.key_span(&pointer),
                        format!("`{}` of an answer is a secret", field.wire),
                        format!("mark `{component}` with `x-pii: true` instead, which keeps it out of logs and errors too"),
                    ));
                }
            }
        }
    }

    fn properties(&mut self, schema: &Schema, scope: Scope, pointer: &str) -> Vec<Field> {
        let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind else {
            return Vec::new();
        };
        let mut fields = Vec::new();
        let mut properties: Vec<_> = object.properties.iter().collect();
        properties.sort_by_key(|(wire, _)| *wire);
        for (wire, property) in properties {
            let pointer = join(&format!("{pointer}/properties"), wire);
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

    pub(super) fn field(
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
                .map_or_else(|| format!("{}.", markdown::code_span(wire)), str::to_owned);
            variants.push(Variant {
                wire: wire.clone(),
                rust: variant,
                doc,
            });
        }
        variants
    }
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
