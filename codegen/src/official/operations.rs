//! Paths and operations.

use serde_json::{Map, Value, json};

use super::naming::pascal;
use super::{Lowering, Way, words};
use crate::node::join;

/// What stands for a schema that is not there.
static NULL: Value = Value::Null;

const FORM: &str = "application/x-www-form-urlencoded";

impl<'r> Lowering<'r> {
    pub(super) fn paths(&mut self) -> Value {
        let root = self.root;
        let mut paths = Map::new();
        let items = root.get("paths").and_then(Value::as_object);
        for (path, item) in items.into_iter().flatten() {
            let pointer = join("/paths", path);
            self.dropped(&pointer, item, &["parameters", "get", "post", "delete"]);
            let mut lowered = Map::new();
            for verb in ["get", "post", "delete"] {
                if let Some(operation) = item.get(verb) {
                    let pointer = join(&pointer, verb);
                    let shared = item.get("parameters");
                    let operation = self.operation(operation, shared, path, verb, &pointer);
                    lowered.insert(verb.to_owned(), operation);
                }
            }
            if !lowered.is_empty() {
                paths.insert(path.clone(), Value::Object(lowered));
            }
        }
        Value::Object(paths)
    }

    fn operation(
        &mut self,
        operation: &'r Value,
        shared: Option<&'r Value>,
        path: &str,
        verb: &str,
        pointer: &str,
    ) -> Value {
        self.dropped(
            pointer,
            operation,
            &[
                "operationId",
                "summary",
                "description",
                "deprecated",
                "parameters",
                "requestBody",
                "responses",
            ],
        );
        let given = operation.get("operationId").and_then(Value::as_str);
        let owner = pascal(given.unwrap_or(&format!("{verb} {path}")));
        let id = lower_first(&owner);
        if given != Some(&id) {
            self.note(&format!("{pointer}/operationId"), format!("becomes `{id}`"));
        }
        let text = |key: &str| operation.get(key).and_then(Value::as_str).map(words::tamed);
        let description = text("description").or_else(|| text("summary"));
        let description = description
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| format!("The operation {owner}."));
        let mut lowered = json!({ "operationId": id, "description": description });
        if operation.get("deprecated") == Some(&Value::Bool(true)) {
            insert(&mut lowered, "deprecated", Value::Bool(true));
        }
        let mut parameters = Vec::new();
        for (list, pointer) in [
            (shared, "parameters of the path"),
            (operation.get("parameters"), pointer),
        ] {
            for parameter in list.and_then(Value::as_array).into_iter().flatten() {
                parameters.extend(self.parameter(parameter, &owner, pointer));
            }
        }
        let size = parameters
            .iter()
            .any(|it| it.get("name").and_then(Value::as_str) == Some("PageSize"));
        insert(&mut lowered, "parameters", Value::Array(parameters));
        if let Some(body) = self.form(operation, &owner, pointer) {
            insert(&mut lowered, "requestBody", body);
        }
        let (responses, pages) = self.responses(operation, &owner, verb, pointer);
        insert(&mut lowered, "responses", responses);
        if let Some(items) = pages.filter(|_| size && verb == "get") {
            self.note(
                &format!("{pointer}/x-pagination"),
                format!("added: pages of `{items}`, as the answer shows them"),
            );
            let pages = json!({ "items": items, "next": "next_page_uri", "size": "PageSize" });
            insert(&mut lowered, "x-pagination", pages);
        }
        lowered
    }

    fn parameter(&mut self, parameter: &'r Value, owner: &str, pointer: &str) -> Option<Value> {
        let parameter = self.followed(parameter);
        let name = parameter.get("name").and_then(Value::as_str)?;
        let pointer = format!("{pointer}/parameters/{name}");
        let way = match parameter.get("in").and_then(Value::as_str) {
            Some("path") => Way::Path,
            Some("query") => Way::Query,
            _ => {
                self.note(
                    &pointer,
                    "taken out: only paths and queries have parameters",
                );
                return None;
            }
        };
        self.dropped(
            &pointer,
            parameter,
            &[
                "name",
                "in",
                "required",
                "description",
                "deprecated",
                "schema",
            ],
        );
        let schema = parameter.get("schema").unwrap_or(&NULL);
        let mut schema = self.value(schema, name, owner, way, &pointer)?;
        // Parameters say it all themselves.
        if let Value::Object(map) = &mut schema {
            map.remove("nullable");
            map.remove("description");
            map.remove("deprecated");
        }
        let description = parameter
            .get("description")
            .and_then(Value::as_str)
            .map(words::tamed)
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| format!("The parameter `{name}`."));
        let required = way == Way::Path || parameter.get("required") == Some(&Value::Bool(true));
        let mut lowered = json!({
            "name": name,
            "in": if way == Way::Path { "path" } else { "query" },
            "required": required,
            "description": description,
            "schema": schema,
        });
        if !required && parameter.get("deprecated") == Some(&Value::Bool(true)) {
            insert(&mut lowered, "deprecated", Value::Bool(true));
        }
        Some(lowered)
    }

    fn form(&mut self, operation: &'r Value, owner: &str, pointer: &str) -> Option<Value> {
        let pointer = format!("{pointer}/requestBody");
        let schema = operation
            .get("requestBody")?
            .get("content")?
            .get(FORM)?
            .get("schema")?;
        let schema = self.followed(schema);
        let component = self.object(schema, &format!("{owner}Form"), owner, Way::Form, &pointer)?;
        Some(json!({
            "required": true,
            "content": { FORM: { "schema": reference(&component) } },
        }))
    }

    /// One success, without headers; refusals are answered by one body. Also the list that comes in pages.
    fn responses(
        &mut self,
        operation: &'r Value,
        owner: &str,
        verb: &str,
        pointer: &str,
    ) -> (Value, Option<String>) {
        let all = || {
            let responses = operation.get("responses").and_then(Value::as_object);
            responses.into_iter().flatten()
        };
        let mut successes: Vec<(&'r String, &'r Value)> = all()
            .filter(|(status, _)| status.starts_with('2'))
            .collect();
        // Of two, the one that says that something was created: such a request is never sent twice.
        successes.sort_by_key(|(status, _)| verb != "post" || status.as_str() != "201");
        for (status, _) in all() {
            if successes.first().is_none_or(|(kept, _)| *kept != status) {
                self.note(
                    &format!("{pointer}/responses/{status}"),
                    "taken out: one success, and one body for every refusal",
                );
            }
        }
        let error = json!({ "$ref": "#/components/responses/Error" });
        let Some((status, response)) = successes.first().copied() else {
            self.note(
                &format!("{pointer}/responses"),
                "added: an answer without a body, since no success is described",
            );
            let answer = json!({ "description": "It was done." });
            return (json!({ "204": answer, "default": error }), None);
        };
        let pointer = format!("{pointer}/responses/{status}");
        self.dropped(&pointer, response, &["description", "content"]);
        let mut answer = json!({ "description": "What was asked for." });
        let schema = response.pointer("/content/application~1json/schema");
        let mut pages = None;
        if let Some(schema) = schema {
            let name = match schema.get("$ref").and_then(Value::as_str) {
                Some(reference) => super::naming::component(last(reference)),
                None => format!("{owner}Response"),
            };
            let schema = self.followed(schema);
            if let Some(component) = self.object(schema, &name, owner, Way::Answer, &pointer) {
                pages = self.pages(&component);
                let content = json!({ "application/json": { "schema": reference(&component) } });
                insert(&mut answer, "content", content);
            }
        }
        let mut responses = Map::new();
        responses.insert(status.clone(), answer);
        responses.insert("default".to_owned(), error);
        (Value::Object(responses), pages)
    }

    /// The list of an envelope that says where the next page is.
    fn pages(&self, component: &str) -> Option<String> {
        let properties = self
            .schemas
            .get(component)?
            .get("properties")?
            .as_object()?;
        properties.get("next_page_uri")?;
        let mut lists = properties.iter().filter_map(|(name, property)| {
            Some((name, property.pointer("/items/$ref")?.as_str()?))
        });
        match (lists.next(), lists.next()) {
            // Entries of which nothing is known are no items of a list.
            (Some((name, item)), None) => self
                .schemas
                .get(last(item))
                .is_some_and(|item| item.get("properties").is_some())
                .then(|| name.clone()),
            _ => None,
        }
    }
}

/// The last part of a reference.
pub(super) fn last(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

pub(super) fn reference(component: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{component}") })
}

pub(super) fn insert(value: &mut Value, key: &str, member: Value) {
    if let Value::Object(map) = value {
        map.insert(key.to_owned(), member);
    }
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
