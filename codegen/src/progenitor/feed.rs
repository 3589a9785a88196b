//! Rewrites the document into one that progenitor accepts without loss.
//!
//! Everything that progenitor would ignore, merge or fail on is removed here and emitted by us instead. Every edit is
//! recorded in the [`Ledger`], which a reviewer reads: nothing disappears from the document silently.

use std::fmt;

use openapiv3::{
    MediaType, OpenAPI, Operation, Parameter, QueryStyle, ReferenceOr, Schema, SchemaData,
    SchemaKind, StatusCode, StringType, Type,
};

use crate::document::{Document, join};
use crate::finding::{Finding, Report};
use crate::model::{Model, ScalarKind, Usage};
use crate::names;

/// All edits for progenitor, in the order of the document.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    edits: Vec<(String, String)>,
}

impl Ledger {
    fn note(&mut self, pointer: impl Into<String>, edit: impl Into<String>) {
        self.edits.push((pointer.into(), edit.into()));
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (pointer, edit) in &self.edits {
            writeln!(f, "{pointer}\n    {edit}")?;
        }
        Ok(())
    }
}

/// The document in the types that progenitor takes.
pub(crate) fn open_api(document: &Document) -> Result<OpenAPI, Report> {
    serde_path_to_error::deserialize(document.root().to_json())
        .map_err(|error| rejection(document, &error))
}

/// The finding for a document that these types reject although it passed every rule.
fn rejection(document: &Document, error: &serde_path_to_error::Error<serde_json::Error>) -> Report {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer = join(&pointer, &index.to_string()),
            Segment::Map { key } => pointer = join(&pointer, key),
            Segment::Enum { variant } => pointer = join(&pointer, variant),
            Segment::Unknown => break,
        }
    }
    let at = document.nearest(&pointer);
    let mut report = Report::new(document.source());
    report.push(Finding::error(
        "document",
        &at.pointer,
        at.span(),
        format!("this part is not OpenAPI 3.0: {}", error.inner()),
        "compare it with an accepted part of the document",
    ));
    report
}

/// The document for progenitor, and the edits that were made.
pub(crate) fn for_progenitor(api: &OpenAPI, model: &Model) -> (OpenAPI, Ledger) {
    let mut api = api.clone();
    let mut ledger = Ledger::default();
    lower_document(&mut api, &mut ledger);
    for (path, item) in &mut api.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let path = join("/paths", path);
        for (index, parameter) in item.parameters.iter_mut().enumerate() {
            lower_parameter(
                parameter,
                &format!("{path}/parameters/{index}"),
                &mut ledger,
            );
        }
        let verbs = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (verb, operation) in verbs {
            if let Some(operation) = operation {
                lower_operation(operation, &format!("{path}/{verb}"), &mut ledger);
            }
        }
    }
    lower_components(&mut api, model, &mut ledger);
    (api, ledger)
}

fn lower_document(api: &mut OpenAPI, ledger: &mut Ledger) {
    if !api.servers.is_empty() {
        api.servers.clear();
        ledger.note("/servers", "removed: the client's default base URL");
    }
    if api.security.take().is_some() {
        ledger.note("/security", "removed: credentials belong to the client");
    }
    if let Some(components) = &mut api.components
        && !components.security_schemes.is_empty()
    {
        components.security_schemes.clear();
        ledger.note(
            "/components/securitySchemes",
            "removed: credentials belong to the client",
        );
    }
}

fn lower_operation(operation: &mut Operation, pointer: &str, ledger: &mut Ledger) {
    if operation.deprecated {
        operation.deprecated = false;
        ledger.note(
            format!("{pointer}/deprecated"),
            "removed: documented by the emitted request",
        );
    }
    for (index, parameter) in operation.parameters.iter_mut().enumerate() {
        lower_parameter(parameter, &format!("{pointer}/parameters/{index}"), ledger);
    }
    if let Some(ReferenceOr::Item(body)) = &mut operation.request_body {
        body.content.values_mut().for_each(drop_examples);
    }
    let responses = &mut operation.responses;
    if responses.default.take().is_some() {
        ledger.note(
            format!("{pointer}/responses/default"),
            "removed: the client reads error responses itself",
        );
    }
    responses.responses.retain(|code, _| {
        let success = matches!(code, StatusCode::Code(code) if (200..300).contains(code));
        if !success {
            ledger.note(
                format!("{pointer}/responses/{code}"),
                "removed: the client reads error responses itself",
            );
        }
        success
    });
    for name in operation.callbacks.keys() {
        ledger.note(
            join(&format!("{pointer}/callbacks"), name),
            "removed: progenitor does not support callbacks",
        );
    }
    operation.callbacks.clear();
}

/// Examples are only for readers and for the round-trip tests.
fn drop_examples(media: &mut MediaType) {
    media.example = None;
    media.examples.clear();
}

/// Removes the inequality from the name; it is restored when progenitor's code is adapted. A header becomes a query
/// parameter until then.
fn lower_parameter(parameter: &mut ReferenceOr<Parameter>, pointer: &str, ledger: &mut Ledger) {
    if let ReferenceOr::Item(Parameter::Header { parameter_data, .. }) = parameter {
        let mut parameter_data = parameter_data.clone();
        let rust = names::field_name(&parameter_data.name);
        ledger.note(
            format!("{pointer}/in"),
            format!(
                "the header `{}` is the query parameter `{rust}` until the wire layer is fitted",
                parameter_data.name
            ),
        );
        parameter_data.name = rust;
        *parameter = ReferenceOr::Item(Parameter::Query {
            parameter_data,
            allow_reserved: false,
            style: QueryStyle::Form,
            allow_empty_value: None,
        });
    }
    let ReferenceOr::Item(Parameter::Query { parameter_data, .. }) = parameter else {
        return;
    };
    if super::is_inequality(&parameter_data.name) {
        let rust = names::field_name(&parameter_data.name);
        ledger.note(
            format!("{pointer}/name"),
            format!(
                "`{}` is called `{rust}` until the wire layer is fitted",
                parameter_data.name
            ),
        );
        parameter_data.name = rust;
    }
    if parameter_data.deprecated.take() == Some(true) {
        ledger.note(
            format!("{pointer}/deprecated"),
            "removed: documented by the emitted setter",
        );
    }
}

fn lower_components(api: &mut OpenAPI, model: &Model, ledger: &mut Ledger) {
    let Some(components) = &mut api.components else {
        return;
    };
    for (name, parameter) in &mut components.parameters {
        lower_parameter(parameter, &join("/components/parameters", name), ledger);
    }
    components.schemas.retain(|name, schema| {
        let pointer = join("/components/schemas", name);
        if let Some(scalar) = model.scalar(name) {
            let (bare, what) = bare_scalar(&scalar.kind, &scalar.rust);
            *schema = ReferenceOr::Item(bare);
            ledger.note(pointer, what);
        } else if let Some(structure) = model.structure(name) {
            if structure.usage == Usage::Callback {
                ledger.note(pointer, "removed: only callbacks use it");
                return false;
            }
            if !structure.usage.is_emitted_by_typify() {
                *schema = ReferenceOr::Item(bare());
                ledger.note(pointer, format!("becomes our `{}`", structure.rust));
                return true;
            }
            if let ReferenceOr::Item(schema) = schema {
                lower_struct(schema, structure.usage, &pointer, ledger);
            }
        }
        true
    });
}

fn lower_struct(schema: &mut Schema, usage: Usage, pointer: &str, ledger: &mut Ledger) {
    let SchemaKind::Type(Type::Object(object)) = &mut schema.schema_kind else {
        return;
    };
    if usage.is_form() && !object.required.is_empty() {
        object.required.clear();
        ledger.note(
            format!("{pointer}/required"),
            "removed: required parameters are arguments of the emitted method",
        );
    }
    for (name, property) in &mut object.properties {
        let ReferenceOr::Item(property) = property else {
            continue;
        };
        let data = &mut property.schema_data;
        let pointer = join(&format!("{pointer}/properties"), name);
        if data.default.take().is_some() {
            ledger.note(
                format!("{pointer}/default"),
                "removed: documented, but never sent",
            );
        }
        if std::mem::take(&mut data.deprecated) {
            ledger.note(
                format!("{pointer}/deprecated"),
                "removed: documented by the emitted code",
            );
        }
    }
}

/// A scalar as progenitor sees it: a type that is replaced by name.
fn bare_scalar(kind: &ScalarKind, rust: &str) -> (Schema, String) {
    let what = match kind {
        ScalarKind::Plain => "becomes `String`".to_owned(),
        ScalarKind::PlainInteger { repr } => format!("becomes `{repr}`"),
        ScalarKind::Runtime { path } => format!("becomes `{path}`"),
        ScalarKind::Map { rust, .. } => format!("becomes `{rust}`"),
        _ => format!("becomes our `{rust}`"),
    };
    (bare(), what)
}

/// A schema without keywords that progenitor might misread.
fn bare() -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Type(Type::String(StringType::default())),
    }
}
