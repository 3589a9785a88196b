//! Operations: what is sent, what comes back, how a list goes on.

use std::collections::BTreeSet;

use openapiv3::{
    Operation as ApiOperation, Parameter, PathItem, ReferenceOr, RequestBody, Schema, SchemaKind,
    StatusCode, Type,
};
use serde_json::Value;

use super::build::Builder;
use super::shapes::media_component;
use super::{
    ACCOUNT_PARAMETER, Answer, Field, Form, Operation, Pagination, Relation, Rule, Struct,
};
use crate::document::join;
use crate::names::{self, Namespace, Scope};

impl<'d> Builder<'d> {
    pub(super) fn operations(&mut self, structs: &[Struct]) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in &self.api.paths.paths {
            let Some(item) = item.as_item() else { continue };
            for (verb, operation) in verbs(item) {
                let pointer = join(&join("/paths", path), verb);
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
        let (path_parameters, query) = self.parameters(path, item, operation, &rust, pointer);
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
                let schema = join("/components/schemas", &form.component);
                let pointer = join(&format!("{schema}/properties"), &field.wire);
                if field.required {
                    self.refuse_internal(&field.rust, &field.wire, Namespace::FormAlways, &pointer);
                }
                // The account of the path is no argument: it leaves the name to the form.
                if field.wire == ACCOUNT_PARAMETER && names_account(&path_parameters) {
                    continue;
                }
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
        path_name: &str,
        item: &'d PathItem,
        operation: &'d ApiOperation,
        rust: &str,
        pointer: &str,
    ) -> (Vec<Field>, Vec<Field>) {
        let (mut path, mut query) = (Vec::new(), Vec::new());
        let shared = join("/paths", path_name);
        let places = [
            (&shared[..], &item.parameters),
            (pointer, &operation.parameters),
        ];
        let references = places.into_iter().flat_map(|(holder, list)| {
            list.iter()
                .enumerate()
                .map(move |(index, reference)| (format!("{holder}/parameters/{index}"), reference))
        });
        for (pointer, reference) in references {
            let pointer = pointer.as_str();
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
            self.refuse_internal(&name, &data.name, Namespace::Address, pointer);
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

fn names_account(path: &[Field]) -> bool {
    path.iter().any(|field| field.wire == ACCOUNT_PARAMETER)
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

pub(super) fn form_component(body: &ReferenceOr<RequestBody>) -> Option<&str> {
    media_component(body.as_item()?.content.values().next()?)
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
pub(super) fn operation_doc(operation: &ApiOperation) -> String {
    [&operation.summary, &operation.description]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .collect::<Vec<_>>()
        .join("\n\n")
}
