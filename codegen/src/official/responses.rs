//! Responses: one body for all successes, and one for all errors.

use std::collections::BTreeSet;

use super::ledger::Edit;
use super::made::{Made, insert};
use super::naming::{component, last};
use super::{Context, Location, Normalizer, values};
use crate::check::body::is_bytes_type;
use crate::document::{At, JSON, Node, is_binary};

/// How an envelope is paginated, by the names of its properties.
pub(super) struct Pages {
    pub(super) items: String,
    pub(super) previous: Option<&'static str>,
    pub(super) own: Option<&'static str>,
}

impl<'d> Normalizer<'d> {
    /// The responses of an operation and their pagination; or why the operation cannot be called.
    pub(super) fn responses(
        &mut self,
        operation: &At<'d>,
        owner: &str,
        method: &str,
    ) -> Result<(Node, Option<Pages>), String> {
        let given = operation.get("responses");
        let made = Made::of(given.as_ref().unwrap_or(operation));
        let error = made.entry("default", made.reference("responses", "Error"));
        let kept = self.success(given.as_ref(), method);
        let Some((status, response)) = kept.first().cloned() else {
            if method == "get" {
                return Err("it has no response with status 200".to_owned());
            }
            self.ledger.add(
                &format!("{}/responses", operation.pointer),
                Edit::Response,
                "added: a response without a body, since no success is described".to_owned(),
            );
            let done = made.object([("description", made.string("The request was carried out."))]);
            return Ok((made.object_of([made.entry("204", done), error]), None));
        };
        let (success, pages) = self.response(response, owner, method, status)?;
        let successes = kept
            .iter()
            .map(|(status, _)| made.entry(status, success.clone()));
        Ok((made.object_of(successes.chain([error])), pages))
    }

    /// The successes that are kept: one, and others with the same body.
    fn success(&mut self, given: Option<&At<'d>>, method: &str) -> Vec<(&'d str, At<'d>)> {
        let statuses: &[&str] = match method {
            "get" => &["200"],
            "delete" => &["204", "200", "202"],
            // If there are two, the one that says that something was created: such a request is never sent twice.
            _ => &["201", "200", "202", "204"],
        };
        let described = || given.into_iter().flat_map(At::entries);
        let find = |wanted: &&str| described().find(|(status, _)| status == wanted);
        let found = statuses.iter().find_map(find);
        let body = found.as_ref().map(|(_, response)| self.schema_of(response));
        let mut kept: Vec<(&'d str, At<'d>)> = found.into_iter().collect();
        for (status, response) in described() {
            let is_first = kept.first().is_some_and(|(first, _)| *first == status);
            if is_first {
                continue;
            }
            if statuses.contains(&status) && body.as_ref() == Some(&self.schema_of(&response)) {
                kept.push((status, response));
            } else {
                let text = "removed: there is one body for all successes, and one for all errors";
                self.note(&response, Edit::Response, text);
            }
        }
        kept
    }

    /// The schema of a response as JSON, unresolved.
    fn schema_of(&self, response: &At<'d>) -> Option<serde_json::Value> {
        let response = self.follow(response.clone());
        let schema = response.get("content")?.get(JSON)?.get("schema")?;
        Some(schema.node.to_json())
    }

    /// A response without headers, and its pagination.
    fn response(
        &mut self,
        at: At<'d>,
        owner: &str,
        method: &str,
        status: &str,
    ) -> Result<(Node, Option<Pages>), String> {
        let at = self.follow(at);
        self.note_unread(&at, &["description", "content"]);
        let content = at.get("content");
        let body = content.as_ref().filter(|_| status != "204");
        let component = body.and_then(|content| self.body(content, owner));
        let bytes = body
            .filter(|_| component.is_none() && method == "get")
            .and_then(|content| self.bytes(content));
        if component.is_none() && bytes.is_none() && method == "get" {
            return Err("its response is not described".to_owned());
        }
        let made = Made::of(&at);
        let mut response = made.object([("description", made.string("The requested resource."))]);
        if let Some(component) = &component {
            let media = made.object([("schema", made.schema(component))]);
            let content = made.object([(JSON, media)]);
            insert(&mut response, made.entry("content", content));
        } else if let Some(media_type) = bytes {
            let schema = made.object([
                ("type", made.string("string")),
                ("format", made.string("binary")),
            ]);
            let media = made.object([("schema", schema)]);
            let content = made.object([(media_type, media)]);
            insert(&mut response, made.entry("content", content));
        } else if content.is_some() {
            let text = "the body of the response, which is not described";
            self.note(&at, Edit::LeftOut, text);
        }
        Ok((response, component.and_then(|it| self.pages(&it))))
    }

    /// The media type of a response of bytes.
    fn bytes(&mut self, content: &At<'d>) -> Option<&'d str> {
        let is_bytes = |(name, media): &(&str, At<'d>)| {
            let schema = media.get("schema").map(|schema| self.follow(schema));
            is_bytes_type(name) && schema.is_some_and(|schema| is_binary(schema.node))
        };
        let (name, media) = content.entries().find(is_bytes)?;
        self.note_unread(content, &[name]);
        self.note_unread(&media, &["schema"]);
        Some(name)
    }

    /// The component in a response, if it is an object with known properties.
    fn body(&mut self, content: &At<'d>, owner: &str) -> Option<String> {
        let is_json = |name: &&str| *name == JSON || name.ends_with("+json");
        let mut names: Vec<&str> = content
            .entries()
            .map(|(name, _)| name)
            .filter(is_json)
            .collect();
        names.sort_by_key(|name| *name != JSON);
        let name = *names.first()?;
        self.note_unread(content, &[name]);
        let media = content.get(name)?;
        if name != JSON {
            self.note(&media, Edit::Response, format!("becomes `{JSON}`"));
        }
        self.note_unread(&media, &["schema"]);
        let schema = media.get("schema")?;
        let name = match schema.get_str("$ref") {
            Some(reference) => component(last(reference)),
            None => format!("{owner}Response"),
        };
        let schema = self.follow(schema);
        self.note_unread(&schema, values::READ);
        let context = Context {
            name: &name,
            owner,
            location: Location::Response,
        };
        let made = self.object(&schema, &BTreeSet::new(), &context)?;
        self.has_properties(&made).then_some(made)
    }

    /// The pagination of an envelope: the array with the items, and the links to other pages.
    fn pages(&self, component: &str) -> Option<Pages> {
        let properties = self.schema(component)?.get("properties")?;
        properties.get("next_page_uri")?;
        let mut arrays = properties.entries().iter().filter_map(|property| {
            let item = property.node.find("/items/$ref")?.as_str()?;
            Some((property.key.as_str(), last(item)))
        });
        let (Some((items, item)), None) = (arrays.next(), arrays.next()) else {
            return None;
        };
        // Items of unknown type are not items of a page.
        self.has_properties(item).then(|| Pages {
            items: items.to_owned(),
            previous: self.link(properties, "previous_page_uri"),
            own: self.link(properties, "uri"),
        })
    }

    /// The name of a property, if it is an optional string, like links to pages.
    fn link(&self, properties: &Node, name: &'static str) -> Option<&'static str> {
        let property = properties.get(name)?;
        let reference = property.find("/allOf/0/$ref")?.as_str()?;
        let schema = self.schema(last(reference))?;
        let is_plain = schema.get("type")?.as_str() == Some("string")
            && schema.get("format").is_none()
            && schema.get("enum").is_none();
        (is_plain && property.get("nullable").is_some()).then_some(name)
    }

    /// Whether a component is an object with known properties.
    pub(super) fn has_properties(&self, component: &str) -> bool {
        let schema = self.schema(component);
        schema.is_some_and(|schema| schema.get("properties").is_some())
    }
}
