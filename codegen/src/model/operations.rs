//! Operations: their parameters, responses and pagination.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::build::Builder;
use super::samples::examples;
use super::{
    Body, BodyKind, Effect, Field, Operation, Pagination, ResponseBody, Rule, Scalar, ScalarKind,
    Struct, Ty, Webhook,
};
use crate::document::{self, At, JSON, Parameter, is_binary};
use crate::names::{self, ACCOUNT_PARAMETER, Namespace, Scope};

/// The name of the property that identifies a resource, if it has one.
const IDENTIFIER: &str = "sid";

impl<'d> Builder<'_, 'd> {
    pub(super) fn operations(&mut self, structs: &[Struct], scalars: &[Scalar]) -> Vec<Operation> {
        let index = self.index;
        let mut operations: Vec<Operation> = index
            .operations
            .iter()
            .filter(|operation| !operation.is_callback())
            .filter_map(|operation| self.operation(operation, structs, scalars))
            .collect();
        operations.sort_by(|a, b| a.id.cmp(&b.id));
        operations
    }

    pub(super) fn callbacks(&self) -> Vec<Webhook> {
        let callbacks = self.index.operations.iter().filter(|it| it.is_callback());
        callbacks
            .filter_map(|operation| {
                let component = self.index.target(&operation.body_schema()?)?;
                Some(Webhook {
                    component: component.to_owned(),
                    doc: operation_doc(&operation.at),
                })
            })
            .collect()
    }

    fn operation(
        &mut self,
        operation: &document::Operation<'d>,
        structs: &[Struct],
        scalars: &[Scalar],
    ) -> Option<Operation> {
        let at = &operation.at;
        let Some(id) = at.get("operationId") else {
            self.unsupported(at, "an operation without `operationId` has no name in Rust");
            return None;
        };
        let (id_at, id) = (&id, id.as_str()?);
        let (method, rust) = (names::method_name(id), names::type_name(id));
        let representation_of = at.get_str("x-representation-of").map(str::to_owned);
        let is_free = self.claim(Scope::Operations, &method, id, id_at);
        // A name conflict is reported once.
        if is_free && representation_of.is_none() {
            self.claim(Scope::Types, &rust, id, id_at);
        }
        let Parameters {
            path: path_parameters,
            query,
            headers,
        } = self.parameters(operation, &rust);
        let body = self.body(operation, structs);
        if let Some(body) = &body {
            self.claim_body(body, &rust, &path_parameters);
        }
        let (statuses, response) = self.success(operation)?;
        let pagination = at
            .get("x-pagination")
            .and_then(|pages| self.pagination(&pages, &response, &query, structs));
        let effect = effect(operation.method, operation.path, &statuses);
        let identifier = identifier(&response, structs, scalars);
        Some(Operation {
            id: id.to_owned(),
            method,
            rust,
            constant: names::constant_name(id),
            verb: operation.method,
            effect,
            path: operation.path.to_owned(),
            doc: operation_doc(at),
            deprecated: at.is_true("deprecated"),
            path_parameters,
            query,
            headers,
            body,
            examples: body_examples(operation),
            statuses,
            response,
            pagination,
            identifier,
            rate_limited: at.has("x-rate-limit"),
            representation_of,
        })
    }

    fn body(&self, operation: &document::Operation<'d>, structs: &[Struct]) -> Option<Body> {
        let component = self.index.target(&operation.body_schema()?)?;
        let schema = self.index.schemas.get(component)?;
        let Some(structure) = structs.iter().find(|it| it.component == component) else {
            return Some(whole_body(component, schema));
        };
        let is_json = operation.body.iter().any(|(name, _)| *name == JSON);
        Some(Body {
            kind: if is_json {
                BodyKind::Json
            } else {
                BodyKind::Form
            },
            component: component.to_owned(),
            rust: structure.rust.clone(),
            fields: structure.fields.clone(),
            required: structure.required.clone(),
            not_empty: schema.has("minProperties"),
            rules: document::Rule::of(schema).iter().map(rule).collect(),
        })
    }

    /// Claims the names of a body's fields for the setters of its request.
    fn claim_body(&mut self, body: &Body, request: &str, path: &[Field]) {
        if body.kind == BodyKind::JsonUnion {
            // No parameter can have the name of its only field.
            return;
        }
        let document = self.index.document;
        let mut seen = BTreeSet::new();
        // Two properties of the same name are already reported for their schema.
        for field in body.fields.iter().filter(|field| seen.insert(&field.rust)) {
            let at = document.nearest(&field.pointer);
            let (rust, wire) = (&field.rust, &field.wire);
            if field.required && body.kind == BodyKind::Form {
                self.reject_internal(rust, wire, Namespace::FormAlways, &at);
            }
            // The account in the path is not an argument, so the body may use its name.
            let is_free = *wire == ACCOUNT_PARAMETER && path.iter().any(|it| it.account);
            if !is_free {
                self.claim(Scope::Request(request.to_owned()), rust, wire, &at);
            }
        }
    }

    fn pagination(
        &mut self,
        pages: &At<'d>,
        response: &ResponseBody,
        query: &[Field],
        structs: &[Struct],
    ) -> Option<Pagination> {
        let pagination = pagination(pages, response, query, structs);
        if pagination.is_none() {
            self.unsupported(pages, "the pages of this operation cannot be followed");
        }
        pagination
    }

    /// The parameters by location.
    fn parameters(&mut self, operation: &document::Operation<'d>, request: &str) -> Parameters {
        let mut all = Parameters::default();
        for parameter in &operation.parameters {
            match parameter.key() {
                Some(("path", wire)) => {
                    if let Some(mut field) = self.parameter(parameter, wire, request) {
                        field.account = wire == ACCOUNT_PARAMETER;
                        all.path.push(field);
                    }
                }
                Some(("query", wire)) => {
                    all.query.extend(self.parameter(parameter, wire, request));
                }
                Some(("header", wire)) => {
                    all.headers.extend(self.parameter(parameter, wire, request));
                }
                _ => self.unsupported(
                    &parameter.place,
                    "only parameters of paths, queries and headers have a counterpart",
                ),
            }
        }
        all
    }

    fn parameter(&mut self, parameter: &Parameter<'d>, wire: &str, request: &str) -> Option<Field> {
        let Parameter { place, at } = parameter;
        let Some(schema) = at.get("schema") else {
            self.unsupported(place, format!("`{wire}` has no schema"));
            return None;
        };
        let rust = names::field_name(wire);
        self.claim(Scope::Request(request.to_owned()), &rust, wire, place);
        self.reject_internal(&rust, wire, Namespace::Address, place);
        let mut field = self.field(wire, rust, &schema, at.is_true("required"), place)?;
        field.pointer.clone_from(&at.pointer);
        field.deprecated |= at.is_true("deprecated");
        if let Some(description) = at.get_str("description") {
            description.clone_into(&mut field.doc);
        }
        Some(field)
    }

    /// The statuses of successful responses, and their common body.
    fn success(&mut self, operation: &document::Operation<'d>) -> Option<(Vec<u16>, ResponseBody)> {
        let success = self.readable_success(operation);
        if success.is_none() {
            let responses = operation.at.get("responses");
            self.unsupported(
                responses.as_ref().unwrap_or(&operation.at),
                "no response of this operation can be read",
            );
        }
        success
    }

    fn readable_success(
        &self,
        operation: &document::Operation<'d>,
    ) -> Option<(Vec<u16>, ResponseBody)> {
        let statuses: Vec<u16> = operation
            .successes()
            .filter_map(|response| response.code.parse().ok())
            .collect();
        let response = operation.successes().next()?;
        let body = match response.contents().first() {
            None => ResponseBody::Empty,
            Some((kind, _)) if *kind == "text/csv" => ResponseBody::Csv,
            Some((kind, media)) if media.get("schema").is_some_and(|it| is_binary(it.node)) => {
                ResponseBody::Bytes((*kind).to_owned())
            }
            Some((_, media)) => {
                let schema = media.get("schema")?;
                ResponseBody::Json(self.index.target(&schema)?.to_owned())
            }
        };
        Some((statuses, body))
    }
}

/// The examples of a body that are objects. Their order does not depend on the document's.
fn body_examples(operation: &document::Operation<'_>) -> Vec<Map<String, Value>> {
    let examples = operation.body.iter().flat_map(|(_, media)| examples(media));
    let mut examples: Vec<_> = examples
        .filter_map(|example| match example.node.to_json() {
            Value::Object(fields) => Some(fields),
            _ => None,
        })
        .collect();
    examples.sort_by_cached_key(|fields| {
        let sorted: BTreeMap<_, _> = fields.iter().collect();
        (fields.len(), format!("{sorted:?}"))
    });
    examples
}

/// The parameters of an operation by location.
#[derive(Default)]
struct Parameters {
    path: Vec<Field>,
    query: Vec<Field>,
    headers: Vec<Field>,
}

/// What a request does. A POST creates something if its status says so (201) or it is sent to a collection; PUT and
/// PATCH have their meanings in HTTP.
fn effect(method: &str, path: &str, statuses: &[u16]) -> Effect {
    let to_collection = !path.rsplit('/').next().unwrap_or_default().contains('{');
    match method {
        "get" => Effect::Read,
        "delete" => Effect::Delete,
        "put" => Effect::Replace,
        "patch" => Effect::Update,
        _ if statuses.contains(&201) || to_collection => Effect::Create,
        _ => Effect::Update,
    }
}

/// A body that is one of several objects: one argument, named like progenitor's.
fn whole_body(component: &str, schema: &At<'_>) -> Body {
    const BODY: &str = "body";
    Body {
        kind: BodyKind::JsonUnion,
        component: component.to_owned(),
        rust: names::type_name(component),
        fields: vec![Field {
            wire: BODY.to_owned(),
            rust: BODY.to_owned(),
            doc: schema.get_str("description").unwrap_or_default().to_owned(),
            ty: Ty::Scalar(component.to_owned()),
            list: false,
            required: true,
            nullable: false,
            deprecated: false,
            default: None,
            numbered: None,
            account: false,
            pointer: schema.pointer.clone(),
        }],
        required: vec![BODY.to_owned()],
        not_empty: false,
        rules: Vec::new(),
    }
}

/// The property that identifies the resource in a response: its SID.
fn identifier(response: &ResponseBody, structs: &[Struct], scalars: &[Scalar]) -> Option<Field> {
    let ResponseBody::Json(component) = response else {
        return None;
    };
    let resource = structs.iter().find(|it| it.component == *component)?;
    let sid = resource
        .fields
        .iter()
        .find(|field| field.wire == IDENTIFIER && !field.list)?;
    let Ty::Scalar(component) = &sid.ty else {
        return None;
    };
    // Only a value with a fixed pattern can be found in a response that cannot be decoded.
    let is_fixed = |it: &&Scalar| matches!(it.kind, ScalarKind::Fixed { .. });
    scalars
        .iter()
        .filter(is_fixed)
        .any(|scalar| scalar.component == *component)
        .then(|| sid.clone())
}

fn rule(rule: &document::Rule<'_>) -> Rule {
    let reason = rule.at.get_str("reason").unwrap_or_default();
    Rule {
        parameter: rule.parameter.to_owned(),
        relation: rule.relation,
        others: rule.names().into_iter().map(str::to_owned).collect(),
        reason: reason.to_owned(),
    }
}

fn pagination(
    pages: &At<'_>,
    response: &ResponseBody,
    query: &[Field],
    structs: &[Struct],
) -> Option<Pagination> {
    let ResponseBody::Json(component) = response else {
        return None;
    };
    let envelope = structs.iter().find(|it| it.component == *component)?;
    let property = |key: &str| {
        let name = pages.get_str(key)?;
        envelope.fields.iter().find(|field| field.wire == name)
    };
    let size = pages.get_str("size")?;
    Some(Pagination {
        items: property("items").filter(|field| field.list)?.clone(),
        next: property("next").filter(|field| !field.list)?.clone(),
        previous: property("previous").cloned(),
        own: property("self").cloned(),
        size: query.iter().find(|field| field.wire == size)?.clone(),
    })
}

/// Summary and description of an operation, joined.
fn operation_doc(operation: &At<'_>) -> String {
    ["summary", "description"]
        .into_iter()
        .filter_map(|key| operation.get_str(key))
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_creates_if_its_status_or_its_path_says_so() {
        for (method, path, statuses, expected) in [
            ("get", "/Calls", &[200][..], Effect::Read),
            ("delete", "/Calls/{Sid}", &[204], Effect::Delete),
            ("put", "/Calls", &[201], Effect::Replace),
            ("patch", "/Calls", &[201], Effect::Update),
            ("post", "/Calls", &[200], Effect::Create),
            ("post", "/Calls.json", &[200], Effect::Create),
            ("post", "/Calls/{Sid}", &[200], Effect::Update),
            ("post", "/Calls/{Sid}.json", &[200, 202], Effect::Update),
            ("post", "/Calls/{Sid}.json", &[200, 201], Effect::Create),
            ("post", "/Calls/{Sid}/Streams.json", &[200], Effect::Create),
        ] {
            let found = effect(method, path, statuses);
            assert_eq!(found, expected, "{method} {path}");
        }
    }
}
