//! Paths and operations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::ledger::Edit;
use super::naming::{VERBS, pascal};
use super::values::{Object, READ};
use super::{Normalizer, Origin, words};
use crate::document::join;
use crate::finding::show;
use crate::names::ACCOUNT_PARAMETER;
use crate::names::{self, Namespace};

/// Where an operation stands in the given document and in the rewritten one.
struct Place {
    given: String,
    rewritten: String,
}

/// What stands for a schema that is not there.
static NULL: Value = Value::Null;

/// What the pointer to the operation that starts a call ends in; the official documents say so in prose alone.
const STARTS_A_CALL: &str = "~1Calls.json/post";

const FORM: &str = "application/x-www-form-urlencoded";

/// Which parameter of a path is called otherwise, by its name.
type Renamed = BTreeMap<String, String>;

impl<'r> Normalizer<'r> {
    pub(super) fn paths(&mut self) -> Value {
        let root = self.root;
        let mut paths = Map::new();
        let items = root.get("paths").and_then(Value::as_object);
        for (path, item) in items.into_iter().flatten() {
            let pointer = join("/paths", path);
            for verb in ["put", "patch", "head", "options", "trace"] {
                if item.get(verb).is_some() {
                    let pointer = join(&pointer, verb);
                    self.note(
                        &pointer,
                        Edit::LeftOut,
                        format!("the method {}", verb.to_uppercase()),
                    );
                }
            }
            let mut read = vec!["parameters", "put", "patch", "head", "options", "trace"];
            read.extend(VERBS);
            self.dropped(&pointer, item, &read);
            let renamed = self.renamed(path, item, &pointer);
            let mut template = path.clone();
            for (name, other) in &renamed {
                template = template.replace(&format!("{{{name}}}"), &format!("{{{other}}}"));
            }
            let place = join("/paths", &template);
            self.ledger.comes_from(place.clone(), &pointer);
            let mut normalized = Map::new();
            for verb in VERBS {
                if let Some(operation) = item.get(verb) {
                    let place = Place {
                        given: join(&pointer, verb),
                        rewritten: join(&place, verb),
                    };
                    let owner = self.operations.get(&(path.clone(), verb)).cloned();
                    let owner = owner.unwrap_or_default();
                    match self.operation(operation, item, &owner, verb, &place, &renamed) {
                        Ok(operation) => {
                            normalized.insert(verb.to_owned(), operation);
                        }
                        Err(problem) => self.note(&place.given, Edit::LeftOut, problem),
                    }
                }
            }
            if !normalized.is_empty() {
                paths.insert(template, Value::Object(normalized));
            }
        }
        Value::Object(paths)
    }

    /// Parameters of a path that share their name with one of a query or a form, or that cannot have it. Nobody sees
    /// their names on the wire, so that they can be called otherwise.
    fn renamed(&mut self, path: &str, item: &'r Value, pointer: &str) -> Renamed {
        let mut others = BTreeSet::new();
        let mut names = BTreeSet::new();
        let lists = VERBS
            .iter()
            .filter_map(|verb| item.get(verb)?.get("parameters"));
        for parameter in lists
            .chain(item.get("parameters"))
            .filter_map(Value::as_array)
            .flatten()
        {
            let parameter = self.followed(parameter, "").0;
            let Some(name) = parameter.get("name").and_then(Value::as_str) else {
                continue;
            };
            match parameter.get("in").and_then(Value::as_str) {
                Some("path") => {
                    names.insert(name.to_owned());
                }
                Some("query") => {
                    others.insert(names::field_name(name));
                }
                _ => {}
            }
        }
        for form in VERBS
            .iter()
            .filter_map(|verb| self.form_schema(item.get(verb)?))
        {
            let schema = self.followed(form, "").0;
            let properties = schema.get("properties").and_then(Value::as_object);
            for wire in properties.into_iter().flat_map(Map::keys) {
                // The account is filled in by the client and in nobody's way.
                if wire != ACCOUNT_PARAMETER {
                    others.insert(names::field_name(wire));
                }
            }
        }
        let mut renamed = Renamed::new();
        for name in names {
            let rust = names::field_name(&name);
            let problem = names::parameter_problem(&name, Namespace::Address);
            let hidden = others.contains(&rust) || problem.is_some();
            if hidden && path.contains(&format!("{{{name}}}")) {
                let other = format!("Path{}", pascal(&name));
                self.note(
                    pointer,
                    Edit::Named,
                    format!("the parameter `{name}` of the path is called `{other}`"),
                );
                renamed.insert(name, other);
            }
        }
        renamed
    }

    fn operation(
        &mut self,
        operation: &'r Value,
        item: &'r Value,
        owner: &str,
        verb: &str,
        place: &Place,
        renamed: &Renamed,
    ) -> Result<Value, String> {
        let pointer = place.given.as_str();
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
        let id = lower_first(owner);
        if given != Some(&id) {
            self.note(
                &format!("{pointer}/operationId"),
                Edit::Named,
                format!("becomes `{id}`"),
            );
        }
        let text = |key: &str| {
            operation
                .get(key)
                .and_then(Value::as_str)
                .map(words::sanitize)
        };
        let description = text("description").filter(|text| !text.is_empty());
        let description = description
            .or_else(|| text("summary").filter(|text| !text.is_empty()))
            .unwrap_or_else(|| format!("The operation {owner}."));
        let mut normalized = json!({ "operationId": id, "description": description });
        if operation.get("deprecated") == Some(&Value::Bool(true)) {
            insert(&mut normalized, "deprecated", Value::Bool(true));
        }
        let (responses, pages) = self.responses(operation, owner, verb, pointer)?;
        let mut parameters: Vec<Value> = Vec::new();
        let shared = pointer.rfind('/').and_then(|at| pointer.get(..at));
        for (holder, holder_pointer) in [(operation, pointer), (item, shared.unwrap_or_default())] {
            let list = holder.get("parameters").and_then(Value::as_array);
            for (index, parameter) in list.into_iter().flatten().enumerate() {
                let pointer = format!("{holder_pointer}/parameters/{index}");
                let Some(parameter) = self.parameter(parameter, owner, &pointer, renamed) else {
                    continue;
                };
                // Those of the operation come first: they override those of the path.
                let key = |it: &Value| Some(names::field_name(it.get("name")?.as_str()?));
                if parameters.iter().any(|it| key(it) == key(&parameter)) {
                    self.note(
                        &pointer,
                        Edit::LeftOut,
                        "there is another parameter of that name",
                    );
                    continue;
                }
                let rewritten = format!("{}/parameters/{}", place.rewritten, parameters.len());
                self.ledger.comes_from(rewritten, &pointer);
                parameters.push(parameter);
            }
        }
        let size = parameters.iter().any(|it| {
            it.get("name").and_then(Value::as_str) == Some("PageSize")
                && it.get("in").and_then(Value::as_str) == Some("query")
                && self.is_integer(it.get("schema"))
        });
        let taken: BTreeSet<String> = parameters
            .iter()
            .filter_map(|it| it.get("name")?.as_str())
            .filter(|name| *name != ACCOUNT_PARAMETER)
            .map(names::field_name)
            .collect();
        insert(&mut normalized, "parameters", Value::Array(parameters));
        if let Some(body) = self.form(operation, owner, verb, pointer, &taken)? {
            insert(&mut normalized, "requestBody", body);
        }
        insert(&mut normalized, "responses", responses);
        if let Some(mut pages) = pages.filter(|_| size && verb == "get") {
            let items = pages.get("items").and_then(Value::as_str);
            self.note(
                pointer,
                Edit::Answer,
                format!(
                    "added: pages of `{}`, as the answer shows them",
                    items.unwrap_or_default()
                ),
            );
            insert(&mut pages, "size", json!("PageSize"));
            insert(&mut normalized, "x-pagination", pages);
        }
        if place.given.ends_with(STARTS_A_CALL) {
            let text = "added: the limit of calls per second holds for it";
            self.note(pointer, Edit::Document, text);
            insert(&mut normalized, "x-rate-limit", json!("calls-per-second"));
        }
        Ok(normalized)
    }

    /// Whether a normalized schema leads to a component that is an integer.
    fn is_integer(&self, schema: Option<&Value>) -> bool {
        schema
            .and_then(|schema| {
                schema
                    .pointer("/allOf/0/$ref")
                    .or_else(|| schema.get("$ref"))
            })
            .and_then(Value::as_str)
            .and_then(|reference| self.schemas.get(last(reference))?.get("type")?.as_str())
            == Some("integer")
    }

    fn parameter(
        &mut self,
        parameter: &'r Value,
        owner: &str,
        pointer: &str,
        renamed: &Renamed,
    ) -> Option<Value> {
        let (parameter, pointer) = self.followed(parameter, pointer);
        let Some(name) = parameter.get("name").and_then(Value::as_str) else {
            self.note(&pointer, Edit::LeftOut, "a parameter without a name");
            return None;
        };
        let way = match parameter.get("in").and_then(Value::as_str) {
            Some("path") => Origin::Path,
            Some("query") => Origin::Query,
            _ => {
                self.note(
                    &pointer,
                    Edit::LeftOut,
                    format!("{}: only paths and queries have parameters", show(name)),
                );
                return None;
            }
        };
        if way == Origin::Query
            && let Some(problem) = names::parameter_problem(name, Namespace::Address)
        {
            let text = format!("{}; users send it with `query_param`", problem.message);
            self.note(&pointer, Edit::LeftOut, text);
            return None;
        }
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
        let place = format!("{pointer}/schema");
        let mut schema = self.value(schema, name, owner, way, &place)?;
        // Parameters say it all themselves.
        if let Value::Object(map) = &mut schema {
            map.remove("nullable");
            map.remove("description");
            map.remove("deprecated");
        }
        let description = parameter
            .get("description")
            .and_then(Value::as_str)
            .map(words::sanitize)
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| format!("The parameter `{name}`."));
        let required = way == Origin::Path || parameter.get("required") == Some(&Value::Bool(true));
        let called = renamed.get(name).filter(|_| way == Origin::Path);
        let mut normalized = json!({
            "name": called.map_or(name, String::as_str),
            "in": if way == Origin::Path { "path" } else { "query" },
            "required": required,
            "description": description,
            "schema": schema,
        });
        if !required && parameter.get("deprecated") == Some(&Value::Bool(true)) {
            insert(&mut normalized, "deprecated", Value::Bool(true));
        }
        Some(normalized)
    }

    /// The schema of the form that an operation takes.
    fn form_schema(&self, operation: &'r Value) -> Option<&'r Value> {
        let body = self.followed(operation.get("requestBody")?, "").0;
        body.get("content")?.get(FORM)?.get("schema")
    }

    /// The form of an operation, without what the `taken` names hide.
    fn form(
        &mut self,
        operation: &'r Value,
        owner: &str,
        verb: &str,
        pointer: &str,
        taken: &BTreeSet<String>,
    ) -> Result<Option<Value>, String> {
        let Some(body) = operation.get("requestBody") else {
            return Ok(None);
        };
        let (_, pointer) = self.followed(body, &format!("{pointer}/requestBody"));
        if verb != "post" {
            return Err(format!("a {} request with a body", verb.to_uppercase()));
        }
        let Some(schema) = self.form_schema(operation) else {
            return Err(format!("it takes another body than `{FORM}`"));
        };
        let pointer = format!("{}/schema", join(&format!("{pointer}/content"), FORM));
        let (schema, pointer) = self.followed(schema, &pointer);
        self.dropped(&pointer, schema, READ);
        let name = format!("{owner}Form");
        let shape = Object {
            schema,
            pointer: &pointer,
            taken,
        };
        let made = self.object(&shape, &name, owner, Origin::Form);
        let is_form = |made: &String| {
            let schema = self.schemas.get(made);
            schema.is_some_and(|schema| schema.get("properties").is_some())
        };
        Ok(made.filter(is_form).map(|component| {
            json!({ "required": true, "content": { FORM: { "schema": reference(&component) } } })
        }))
    }

    /// One success, without headers; refusals are answered by one body. Also the list that comes in pages.
    fn responses(
        &mut self,
        operation: &'r Value,
        owner: &str,
        verb: &str,
        pointer: &str,
    ) -> Result<(Value, Option<Value>), String> {
        let all = || {
            let responses = operation.get("responses").and_then(Value::as_object);
            responses.into_iter().flatten()
        };
        let read: &[&str] = match verb {
            "get" => &["200"],
            "delete" => &["204", "200", "202"],
            // Of two, the one that says that something was created: such a request is never sent twice.
            _ => &["201", "200", "202", "204"],
        };
        let kept = read
            .iter()
            .find_map(|status| all().find(|(it, _)| it == status));
        for (status, _) in all() {
            if kept.is_none_or(|(kept, _)| kept != status) {
                self.note(
                    &join(&format!("{pointer}/responses"), status),
                    Edit::Answer,
                    "taken out: one success, and one body for every refusal",
                );
            }
        }
        let error = json!({ "$ref": "#/components/responses/Error" });
        let Some((status, response)) = kept else {
            if verb == "get" {
                return Err("no answer with the status 200 is described".to_owned());
            }
            self.note(
                &format!("{pointer}/responses"),
                Edit::Answer,
                "added: an answer without a body, since no success is described",
            );
            let answer = json!({ "description": "It was done." });
            return Ok((json!({ "204": answer, "default": error }), None));
        };
        let (response, pointer) = self.followed(response, &format!("{pointer}/responses/{status}"));
        self.dropped(&pointer, response, &["description", "content"]);
        let mut answer = json!({ "description": "What was asked for." });
        let component = match response.get("content") {
            Some(content) if status != "204" => {
                self.answer(content, owner, &format!("{pointer}/content"))
            }
            _ => None,
        };
        if component.is_none() && verb == "get" {
            return Err("nothing says what its answer holds".to_owned());
        }
        let mut pages = None;
        if let Some(component) = component {
            pages = self.pages(&component);
            let content = json!({ "application/json": { "schema": reference(&component) } });
            insert(&mut answer, "content", content);
        } else if response.get("content").is_some() {
            self.note(
                &pointer,
                Edit::LeftOut,
                "the body of the answer: nothing says what it holds",
            );
        }
        let mut responses = Map::new();
        responses.insert(status.clone(), answer);
        responses.insert("default".to_owned(), error);
        Ok((Value::Object(responses), pages))
    }

    /// The component that an answer holds, where it is an object of which something is known.
    fn answer(&mut self, content: &'r Value, owner: &str, pointer: &str) -> Option<String> {
        self.dropped(pointer, content, &["application/json"]);
        let media = content.get("application/json")?;
        let pointer = join(pointer, "application/json");
        self.dropped(&pointer, media, &["schema"]);
        let schema = media.get("schema")?;
        let name = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => super::naming::component(last(reference)),
            None => format!("{owner}Response"),
        };
        let (schema, pointer) = self.followed(schema, &format!("{pointer}/schema"));
        self.dropped(&pointer, schema, READ);
        let shape = Object {
            schema,
            pointer: &pointer,
            taken: &BTreeSet::new(),
        };
        let made = self.object(&shape, &name, owner, Origin::Answer)?;
        let known = self.schemas.get(&made)?.get("properties").is_some();
        known.then_some(made)
    }

    /// The list of an envelope that says where the next page is, and what else it says of pages.
    fn pages(&self, component: &str) -> Option<Value> {
        let properties = self
            .schemas
            .get(component)?
            .get("properties")?
            .as_object()?;
        properties.get("next_page_uri")?;
        let mut lists = properties.iter().filter_map(|(name, property)| {
            Some((name, property.pointer("/items/$ref")?.as_str()?))
        });
        let (Some((items, item)), None) = (lists.next(), lists.next()) else {
            return None;
        };
        // Entries of which nothing is known are no items of a list.
        self.schemas.get(last(item))?.get("properties")?;
        let mut pages = json!({ "items": items, "next": "next_page_uri" });
        for (key, name) in [("previous", "previous_page_uri"), ("self", "uri")] {
            if properties.get(name).is_some_and(|it| self.is_link(it)) {
                insert(&mut pages, key, json!(name));
            }
        }
        Some(pages)
    }

    /// Whether a normalized property holds a text that may be missing, as addresses of pages are.
    fn is_link(&self, property: &Value) -> bool {
        let component = property
            .pointer("/allOf/0/$ref")
            .and_then(Value::as_str)
            .and_then(|reference| self.schemas.get(last(reference)));
        let is_text = component.is_some_and(|it| {
            it.get("type").and_then(Value::as_str) == Some("string")
                && it.get("format").is_none()
                && it.get("enum").is_none()
        });
        is_text && property.get("nullable") == Some(&Value::Bool(true))
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
