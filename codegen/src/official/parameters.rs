//! Path, query and header parameters.

use super::ledger::Edit;
use super::made::{Made, remove};
use super::paths::Renamed;
use super::{Context, Location, Normalizer, description};
use crate::document::{At, Node};
use crate::finding::show;
use crate::names::{self, Namespace};

/// The supported keys of a parameter.
const READ: &[&str] = &[
    "name",
    "in",
    "required",
    "description",
    "deprecated",
    "schema",
];

impl<'d> Normalizer<'d> {
    /// The parameters of an operation, including those of its path. The operation's own come first, since they
    /// override the others.
    pub(super) fn parameters(
        &mut self,
        operation: &At<'d>,
        item: &At<'d>,
        owner: &str,
        renamed: &Renamed,
    ) -> Vec<Node> {
        let mut parameters: Vec<Node> = Vec::new();
        let rust_name = |it: &Node| Some(names::field_name(name(it)?));
        for holder in [operation, item] {
            for given in holder.get("parameters").iter().flat_map(At::items) {
                let Some(parameter) = self.parameter(given.clone(), owner, renamed) else {
                    continue;
                };
                if parameters
                    .iter()
                    .any(|it| rust_name(it) == rust_name(&parameter))
                {
                    let text = "another parameter has the same name";
                    self.note(&given, Edit::LeftOut, text);
                } else {
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }

    fn parameter(&mut self, at: At<'d>, owner: &str, renamed: &Renamed) -> Option<Node> {
        let at = self.follow(at);
        let Some(name) = at.get_str("name") else {
            self.note(&at, Edit::LeftOut, "a parameter without a name");
            return None;
        };
        let location = self.location(&at, name)?;
        let place = at.get_str("in").unwrap_or_default();
        self.note_unread(&at, READ);
        let context = Context {
            name,
            owner,
            location,
        };
        let mut schema = self.value(&at, "schema", &context)?;
        // These are specified by the parameter itself.
        remove(&mut schema, &["nullable", "description", "deprecated"]);
        let is_path = location == Location::Path;
        let called = renamed.get(name).filter(|_| is_path);
        let required = is_path || at.is_true("required");
        let about = description::text_or(
            at.get_str("description"),
            &format!("The parameter `{name}`."),
        );
        let made = Made::of(&at);
        let mut members = vec![
            ("name", made.string(called.map_or(name, String::as_str))),
            ("in", made.string(if is_path { "path" } else { place })),
            ("required", made.boolean(required)),
            ("description", made.string(about)),
            ("schema", schema),
        ];
        if !required && at.is_true("deprecated") {
            members.push(("deprecated", made.boolean(true)));
        }
        Some(made.object(members))
    }

    /// The location of a parameter, if it is supported.
    fn location(&mut self, at: &At<'d>, name: &str) -> Option<Location> {
        match at.get_str("in") {
            Some("path") => return Some(Location::Path),
            Some("query" | "header") => {}
            _ => {
                let text = format!("{}: it is not in a path, query or header", show(name));
                self.note(at, Edit::LeftOut, text);
                return None;
            }
        }
        let Some(problem) = names::parameter_problem(name, Namespace::Address) else {
            return Some(Location::Query);
        };
        let text = format!("{}; users can send it with `query_param`", problem.message);
        self.note(at, Edit::LeftOut, text);
        None
    }
}

/// The name of a normalized parameter.
pub(super) fn name(parameter: &Node) -> Option<&str> {
    parameter.get("name").and_then(Node::as_str)
}
