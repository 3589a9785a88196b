//! Nodes made from given ones.

use serde_json::Number;

use crate::document::{At, Entry, Node, Span, Value};

/// Makes nodes from a given one: they have its span, so that findings about them are reported there.
#[derive(Clone, Copy)]
pub(super) struct Made<'d> {
    given: &'d Node,
    span: Span,
}

impl<'d> Made<'d> {
    pub(super) fn of(at: &At<'d>) -> Self {
        let Span { start, end } = at.node.span;
        // For an object in an array, only the brace: the object may be pages long.
        let opening = if is_scalar(at.node) { end } else { start + 1 };
        Self {
            given: at.node,
            span: at.key_span.unwrap_or(Span::new(start, opening)),
        }
    }

    fn node(self, value: Value) -> Node {
        Node {
            span: self.span,
            value,
        }
    }

    pub(super) fn string(self, text: impl Into<String>) -> Node {
        self.node(Value::String(text.into()))
    }

    pub(super) fn boolean(self, value: bool) -> Node {
        self.node(Value::Bool(value))
    }

    pub(super) fn number(self, value: impl Into<Number>) -> Node {
        self.node(Value::Number(value.into()))
    }

    pub(super) fn array(self, items: impl IntoIterator<Item = Node>) -> Node {
        self.node(Value::Array(items.into_iter().collect()))
    }

    pub(super) fn object<'k>(self, members: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
        self.object_of(members.into_iter().map(|(key, node)| self.entry(key, node)))
    }

    pub(super) fn object_of(self, entries: impl IntoIterator<Item = Entry>) -> Node {
        self.node(Value::Object(entries.into_iter().collect()))
    }

    /// A member of an object, located where the given object has it, if it does.
    pub(super) fn entry(self, key: &str, mut node: Node) -> Entry {
        let given = self.given.entry(key);
        if let Some(given) = given
            && is_scalar(&given.node)
            && is_scalar(&node)
        {
            node.span = given.node.span;
        }
        Entry {
            key: key.to_owned(),
            key_span: given.map_or(self.span, |given| given.key_span),
            node,
        }
    }

    pub(super) fn reference(self, section: &str, name: &str) -> Node {
        let target = format!("#/components/{section}/{name}");
        self.object([("$ref", self.string(target))])
    }

    /// A reference to a schema.
    pub(super) fn schema(self, component: &str) -> Node {
        self.reference("schemas", component)
    }

    /// A reference to a schema, in the form that can have siblings.
    pub(super) fn all_of(self, component: &str) -> Node {
        self.object([("allOf", self.array([self.schema(component)]))])
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::Array(_) | Value::Object(_))
}

/// Adds a member to an object.
pub(super) fn insert(object: &mut Node, entry: Entry) {
    if let Value::Object(entries) = &mut object.value {
        entries.push(entry);
    }
}

/// Removes members from an object.
pub(super) fn remove(object: &mut Node, keys: &[&str]) {
    if let Value::Object(entries) = &mut object.value {
        entries.retain(|entry| !keys.contains(&entry.key.as_str()));
    }
}
