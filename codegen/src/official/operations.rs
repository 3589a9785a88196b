//! Operations and their request bodies.

use std::collections::BTreeSet;

use super::ledger::Edit;
use super::made::{Made, insert};
use super::parameters;
use super::paths::Renamed;
use super::responses::Pages;
use super::{Context, Location, Normalizer, description, values};
use crate::document::{At, FORM, JSON, Node};
use crate::names;
use crate::names::ACCOUNT_PARAMETER;

/// The supported keys of an operation.
const READ: &[&str] = &[
    "operationId",
    "summary",
    "description",
    "deprecated",
    "parameters",
    "requestBody",
    "responses",
    "servers",
];

/// The end of the pointer to the operation that starts a call; the official documents only say so in prose.
const STARTS_A_CALL: &str = "~1Calls.json/post";

impl<'d> Normalizer<'d> {
    /// An operation, or why it is left out.
    pub(super) fn operation(
        &mut self,
        path: &'d str,
        item: &At<'d>,
        method: &'static str,
        at: &At<'d>,
        renamed: &Renamed,
    ) -> Result<Node, String> {
        self.note_unread(at, READ);
        let owner = self.operations.get(&(path, method)).cloned();
        let owner = owner.unwrap_or_default();
        let otherwise = format!("`{} {path}`", method.to_uppercase());
        let mut operation = self.described_operation(at, &owner, &otherwise);
        let (responses, pages) = self.responses(at, &owner, method)?;
        let parameters = self.parameters(at, item, &owner, renamed);
        let has_size = parameters.iter().any(|it| self.is_page_size(it));
        let taken: BTreeSet<String> = parameters
            .iter()
            .filter_map(parameters::name)
            .filter(|name| *name != ACCOUNT_PARAMETER)
            .map(names::field_name)
            .collect();
        let made = Made::of(at);
        insert(
            &mut operation,
            made.entry("parameters", made.array(parameters)),
        );
        if let Some(body) = self.request_body(at, &owner, method, &taken)? {
            insert(&mut operation, made.entry("requestBody", body));
        }
        insert(&mut operation, made.entry("responses", responses));
        if let Some(pages) = pages.filter(|_| has_size && method == "get") {
            let text = format!(
                "added: pagination of `{}`, derived from the response",
                pages.items
            );
            self.note(at, Edit::Response, text);
            insert(
                &mut operation,
                made.entry("x-pagination", pagination(made, pages)),
            );
        }
        if at.pointer.ends_with(STARTS_A_CALL) {
            let text = "added: the rate limit of calls per second";
            self.note(at, Edit::Document, text);
            let limit = made.string("calls-per-second");
            insert(&mut operation, made.entry("x-rate-limit", limit));
        }
        Ok(operation)
    }

    /// An operation with only its name and description.
    fn described_operation(&mut self, at: &At<'d>, owner: &str, otherwise: &str) -> Node {
        let id = lower_first(owner);
        if at.get_str("operationId") != Some(&id) {
            let pointer = format!("{}/operationId", at.pointer);
            self.ledger
                .add(&pointer, Edit::Named, format!("becomes `{id}`"));
        }
        let summary = description::text_or(at.get_str("summary"), otherwise);
        let about = description::text_or(at.get_str("description"), &summary);
        let made = Made::of(at);
        let mut operation = made.object([
            ("operationId", made.string(id)),
            ("description", made.string(about)),
        ]);
        if at.is_true("deprecated") {
            insert(&mut operation, made.entry("deprecated", made.boolean(true)));
        }
        operation
    }

    /// Whether a normalized parameter is the size of a page.
    fn is_page_size(&self, parameter: &Node) -> bool {
        let is = |key: &str, text: &str| parameter.get(key).and_then(Node::as_str) == Some(text);
        let reference = ["/schema/allOf/0/$ref", "/schema/$ref"]
            .iter()
            .find_map(|pointer| parameter.find(pointer)?.as_str());
        let component = reference.map(super::naming::last);
        let schema = component.and_then(|component| self.schema(component));
        let kind = schema.and_then(|schema| schema.get("type")?.as_str());
        is("name", "PageSize") && is("in", "query") && kind == Some("integer")
    }

    /// The media type and schema of an operation's request body, preferably a form.
    pub(super) fn body_schema(&self, operation: &At<'d>) -> Option<(&'static str, At<'d>)> {
        let body = self.follow(operation.get("requestBody")?);
        let content = body.get("content")?;
        let schema = |name| Some((name, content.get(name)?.get("schema")?));
        [FORM, JSON].into_iter().find_map(schema)
    }

    /// The body of an operation, without fields whose names are `taken`; or why the operation cannot be called.
    fn request_body(
        &mut self,
        operation: &At<'d>,
        owner: &str,
        method: &str,
        taken: &BTreeSet<String>,
    ) -> Result<Option<Node>, String> {
        let Some(body) = operation.get("requestBody") else {
            return Ok(None);
        };
        if matches!(method, "get" | "delete") {
            return Err(format!(
                "a {} request cannot have a body",
                method.to_uppercase()
            ));
        }
        let Some((media_type, schema)) = self.body_schema(operation) else {
            return Err(format!("its body is neither `{FORM}` nor `{JSON}`"));
        };
        let name = values::named(&schema).unwrap_or_else(|| format!("{owner}Body"));
        let schema = self.follow(schema);
        let component = if media_type == FORM {
            self.form(&schema, owner, taken)
        } else {
            let context = Context {
                name: &name,
                owner,
                location: Location::Json,
            };
            let component = self.body_object(&schema, taken, &context);
            Some(component.ok_or("its JSON body is not an object with known properties")?)
        };
        let made = Made::of(&body);
        Ok(component.map(|component| {
            let media = made.object([("schema", made.schema(&component))]);
            made.object([
                ("required", made.boolean(true)),
                ("content", made.object([(media_type, media)])),
            ])
        }))
    }

    fn form(&mut self, schema: &At<'d>, owner: &str, taken: &BTreeSet<String>) -> Option<String> {
        self.note_unread(schema, values::READ);
        let context = Context {
            name: &format!("{owner}Form"),
            owner,
            location: Location::Form,
        };
        let component = self.object(schema, taken, &context);
        let combined = ["allOf", "oneOf", "anyOf", "additionalProperties"];
        if component.is_none() && combined.iter().any(|key| schema.has(key)) {
            let text = "the parameters of the form; users can send them with `form_param`";
            self.note(schema, Edit::LeftOut, text);
        }
        component.filter(|it| self.has_properties(it))
    }
}

fn pagination(made: Made<'_>, pages: Pages) -> Node {
    let links = [("previous", pages.previous), ("self", pages.own)];
    let links = links
        .into_iter()
        .filter_map(|(key, name)| Some((key, made.string(name?))));
    let required = [
        ("items", made.string(pages.items)),
        ("next", made.string("next_page_uri")),
        ("size", made.string("PageSize")),
    ];
    made.object(required.into_iter().chain(links))
}

fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters
        .next()
        .map(|first| first.to_ascii_lowercase())
        .into_iter()
        .chain(characters)
        .collect()
}
