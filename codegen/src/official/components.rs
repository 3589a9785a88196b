//! The components of the normalized document.

use std::collections::BTreeSet;

use super::ledger::Edit;
use super::made::Made;
use super::{Normalizer, naming, strings};
use crate::document::{At, Entry, JSON, Node, Value};
use crate::names::ACCOUNT_PARAMETER;
use crate::names::{Names, Scope};

/// The pattern of account SIDs.
pub(super) const ACCOUNT_PATTERN: &str = "^AC[0-9a-fA-F]{32}$";

impl<'d> Normalizer<'d> {
    /// Adds a component that was made from a part of the given document.
    pub(super) fn add(&mut self, name: &str, schema: Node, at: &At<'d>) {
        // An unfinished object is already listed.
        let entry = Made::of(at).entry("", schema);
        self.schemas.insert(
            name.to_owned(),
            Entry {
                key: name.to_owned(),
                ..entry
            },
        );
    }

    /// The schema of a component.
    pub(super) fn schema(&self, component: &str) -> Option<&Node> {
        self.schemas.get(component).map(|entry| &entry.node)
    }

    pub(super) fn note_component(&mut self, at: &At<'_>, name: &str) {
        self.note(at, Edit::Named, format!("becomes the component `{name}`"));
    }

    /// The component for a `key`, which is added under a free name if there is none.
    pub(super) fn component(
        &mut self,
        key: String,
        at: &At<'d>,
        schema: Node,
        name: impl FnOnce(&Self) -> String,
    ) -> String {
        let name = match self.made.get(&key) {
            Some(made) => made.clone(),
            None => {
                let name = name(self);
                self.add(&name, schema, at);
                self.made.insert(key, name.clone());
                name
            }
        };
        self.note_component(at, &name);
        name
    }

    /// A component shared by many values.
    pub(super) fn shared(&mut self, name: &str, at: &At<'d>, schema: Node) -> String {
        let key = format!("shared {}", schema.to_json());
        self.component(key, at, schema, |it| it.free(name, "Shared"))
    }

    /// A free name: the given one, that with its owner's in front, or that with a number appended.
    pub(super) fn free(&self, name: &str, owner: &str) -> String {
        naming::candidates(name, owner)
            .find(|name| self.is_free(name))
            .unwrap_or_default()
    }

    /// The same for values of a shape, which must not take a name that another shape uses elsewhere.
    pub(super) fn free_value(&self, name: &str, owner: &str, shape: &str) -> String {
        naming::candidates(name, owner)
            .find(|name| self.is_free(name) && !self.survey.is_reserved(name, shape))
            .unwrap_or_default()
    }

    fn is_free(&self, name: &str) -> bool {
        let usable = Names::default().claim(Scope::Types, name, name).is_ok();
        usable && !self.schemas.contains_key(name) && !self.requests.contains(name)
    }

    /// The account in paths, which the client fills in; the client has one type for it.
    pub(super) fn account(&mut self) {
        let Some(paths) = self.root.get("paths") else {
            return;
        };
        let parameter = format!("{{{ACCOUNT_PARAMETER}}}");
        let with_account = paths.entries().find(|(path, _)| path.contains(&parameter));
        if let Some((_, at)) = with_account {
            let schema = self
                .samples
                .of(ACCOUNT_PATTERN)
                .map(|sample| strings::patterned(Made::of(&at), ACCOUNT_PATTERN, &sample, None));
            let Some(schema) = schema else { return };
            self.add(ACCOUNT_PARAMETER, schema, &at);
            self.made
                .insert(ACCOUNT_PATTERN.to_owned(), ACCOUNT_PARAMETER.to_owned());
        }
    }

    /// The body of every error response, in components whose names no other may have.
    pub(super) fn error_schemas(&mut self) {
        let root = self.root.clone();
        let made = Made::of(&root);
        let message = made.object([
            ("type", made.string("string")),
            ("x-pii", made.boolean(true)),
            ("description", made.string("The message of an error.")),
            ("example", made.string("Not found.")),
        ]);
        self.add("ErrorMessage", message, &root);
        let property = made.object([
            ("description", made.string("The error message, for people.")),
            ("nullable", made.boolean(true)),
            ("allOf", made.array([made.schema("ErrorMessage")])),
        ]);
        let body = made.object([
            ("type", made.string("object")),
            ("description", made.string("The body of an error response.")),
            ("properties", made.object([("message", property)])),
        ]);
        self.add("ErrorBody", body, &root);
    }

    /// The section `components`, with all components that were made.
    pub(super) fn components(&mut self, given: Option<&At<'d>>) -> Node {
        let made = Made::of(given.unwrap_or(&self.root));
        let basic = made.object([
            ("type", made.string("http")),
            ("scheme", made.string("basic")),
        ]);
        let media = made.object([("schema", made.schema("ErrorBody"))]);
        let error = made.object([
            ("description", made.string("The request was rejected.")),
            ("content", made.object([(JSON, media)])),
        ]);
        let schemas = std::mem::take(&mut self.schemas);
        made.object([
            ("securitySchemes", made.object([("basic", basic)])),
            ("responses", made.object([("Error", error)])),
            ("schemas", made.object_of(schemas.into_values())),
        ])
    }
}

/// Removes the schemas that no operation reaches any more.
pub(super) fn remove_unused(document: &mut Node) {
    let used = reached(document, document.get("paths"), &["ErrorBody"]);
    let schemas = document
        .get_mut("components")
        .and_then(|components| components.get_mut("schemas"));
    if let Some(Value::Object(schemas)) = schemas.map(|schemas| &mut schemas.value) {
        schemas.retain(|entry| used.contains(&entry.key));
    }
}

/// The names of the schemas that a part of the document reaches, and of `names` and everything they reach.
pub(super) fn reached(document: &Node, part: Option<&Node>, names: &[&str]) -> BTreeSet<String> {
    let schemas = document.find("/components/schemas");
    let mut used: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if let Some(part) = part {
        references(part, &mut used);
    }
    let mut open: Vec<String> = used.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let mut more = BTreeSet::new();
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(&name)) {
            references(schema, &mut more);
        }
        open.extend(more.difference(&used).cloned());
        used.extend(more);
    }
    used
}

/// The schema components that something refers to.
fn references(node: &Node, found: &mut BTreeSet<String>) {
    let reference = node.get("$ref").and_then(Node::as_str);
    if let Some(name) = reference.and_then(|it| it.strip_prefix("#/components/schemas/")) {
        found.insert(name.to_owned());
    }
    for entry in node.entries() {
        references(&entry.node, found);
    }
    for item in node.items() {
        references(item, found);
    }
}
