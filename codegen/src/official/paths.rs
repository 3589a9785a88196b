//! Path items, and the names of the parameters in their templates.

use std::collections::{BTreeMap, BTreeSet};

use super::Normalizer;
use super::ledger::Edit;
use super::made::Made;
use super::naming::pascal;
use crate::document::{At, Entry, METHODS, Node, OTHER_METHODS};
use crate::names::ACCOUNT_PARAMETER;
use crate::names::{self, Namespace};

/// The new names of renamed path parameters, by old name.
pub(super) type Renamed = BTreeMap<String, String>;

impl<'d> Normalizer<'d> {
    pub(super) fn paths(&mut self) -> Node {
        let root = self.root.clone();
        let given = root.get("paths");
        let made = Made::of(given.as_ref().unwrap_or(&root));
        let mut paths = Vec::new();
        for (path, item) in given.iter().flat_map(At::entries) {
            paths.extend(self.path(path, &item));
        }
        made.object_of(paths)
    }

    fn path(&mut self, path: &'d str, item: &At<'d>) -> Option<Entry> {
        for method in OTHER_METHODS {
            if let Some(operation) = item.get(method) {
                let text = format!("the method {}", method.to_uppercase());
                self.note(&operation, Edit::LeftOut, text);
            }
        }
        let mut read = vec!["parameters", "servers"];
        read.extend(OTHER_METHODS);
        read.extend(METHODS);
        self.note_unread(item, &read);
        let renamed = self.renamed(path, item);
        let made = Made::of(item);
        let mut operations = Vec::new();
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let normalized = match self.elsewhere(&operation, item) {
                Some(problem) => Err(problem),
                None => self.operation(path, item, method, &operation, &renamed),
            };
            match normalized {
                Ok(node) => operations.push(made.entry(method, node)),
                Err(problem) => self.note(&operation, Edit::LeftOut, problem),
            }
        }
        let mut template = path.to_owned();
        for (name, other) in &renamed {
            template = template.replace(&format!("{{{name}}}"), &format!("{{{other}}}"));
        }
        let node = made.object_of(operations);
        (!node.entries().is_empty()).then(|| made.entry(&template, node))
    }

    /// Path parameters that share their name with one in the query or body, or that cannot have it. Since their names
    /// are not sent, they can be renamed.
    fn renamed(&mut self, path: &str, item: &At<'d>) -> Renamed {
        let (names, others) = self.names(item);
        let mut renamed = Renamed::new();
        for name in names {
            let rust = names::field_name(&name);
            let problem = names::parameter_problem(&name, Namespace::Address);
            let hidden = others.contains(&rust) || problem.is_some();
            if hidden && path.contains(&format!("{{{name}}}")) {
                let other = format!("Path{}", pascal(&name));
                self.note(
                    item,
                    Edit::Named,
                    format!("the path parameter `{name}` is renamed to `{other}`"),
                );
                renamed.insert(name, other);
            }
        }
        renamed
    }

    /// The names of an item's path parameters, and the Rust names of those in its queries and bodies.
    fn names(&self, item: &At<'d>) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut path, mut others) = (BTreeSet::new(), BTreeSet::new());
        let operations = || METHODS.iter().filter_map(|method| item.get(method));
        let lists = operations()
            .filter_map(|operation| operation.get("parameters"))
            .chain(item.get("parameters"));
        for list in lists {
            for parameter in list.items() {
                let parameter = self.follow(parameter);
                match (parameter.get_str("in"), parameter.get_str("name")) {
                    (Some("path"), Some(name)) => path.insert(name.to_owned()),
                    (Some("query"), Some(name)) => others.insert(names::field_name(name)),
                    _ => false,
                };
            }
        }
        for (_, body) in operations().filter_map(|operation| self.body_schema(&operation)) {
            for (wire, _) in self
                .follow(body)
                .get("properties")
                .iter()
                .flat_map(At::entries)
            {
                // The account is filled in by the client and conflicts with nothing.
                if wire != ACCOUNT_PARAMETER {
                    others.insert(names::field_name(wire));
                }
            }
        }
        (path, others)
    }
}
