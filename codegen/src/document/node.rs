//! A document as a tree in which every node knows its position in the text.

use serde_json::Number;

use crate::document::Span;

/// One value of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The position in the text.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// The value of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or empty.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, quoted or not.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, its keys in the order of the document.
    Object(Vec<Entry>),
}

/// A key of an object and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The position of the key.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The mutable value of a key.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.value {
            Value::Object(entries) => entries
                .iter_mut()
                .find(|entry| entry.key == key)
                .map(|entry| &mut entry.node),
            _ => None,
        }
    }

    /// A key and its value, if this is an object that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The node that a JSON pointer leads to from here.
    pub fn find(&self, pointer: &str) -> Option<&Self> {
        segments(pointer).try_fold(self, |node, segment| match &node.value {
            Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
            _ => node.get(&segment),
        })
    }

    /// The entries of an object; empty for any other value.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The items of an array; empty for any other value.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// The string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is an integer that fits.
    pub fn as_integer(&self) -> Option<i128> {
        match &self.value {
            Value::Number(number) => number
                .as_i64()
                .map(i128::from)
                .or_else(|| number.as_u64().map(i128::from)),
            _ => None,
        }
    }

    /// The value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => text.as_str().into(),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Object(entries) => serde_json::Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.node.to_json()))
                    .collect(),
            ),
        }
    }

    /// Sorts the keys of all nested objects, so that nothing depends on their order.
    pub(crate) fn sort_keys(&mut self) {
        match &mut self.value {
            Value::Array(items) => items.iter_mut().for_each(Self::sort_keys),
            Value::Object(entries) => {
                entries.sort_by(|a, b| a.key.cmp(&b.key));
                entries.iter_mut().for_each(|entry| entry.node.sort_keys());
            }
            _ => {}
        }
    }

    /// The type of this value, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "empty",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// A node together with its path.
#[derive(Clone, Debug)]
pub(crate) struct At<'d> {
    pub(crate) node: &'d Node,
    /// The span of its key; items of an array and the root have none.
    pub(crate) key_span: Option<Span>,
    /// The JSON pointer.
    pub(crate) pointer: String,
}

impl<'d> At<'d> {
    pub(crate) fn root(node: &'d Node) -> Self {
        Self {
            node,
            key_span: None,
            pointer: String::new(),
        }
    }

    /// The text to underline for this node: the text of a scalar, but only the key of an object or array, which may
    /// be pages long.
    pub(crate) fn span(&self) -> Span {
        match (&self.node.value, self.key_span) {
            (Value::Object(entries), None) => entries
                .first()
                .map_or(self.node.span, |entry| entry.key_span),
            (Value::Object(_) | Value::Array(_) | Value::Null, Some(key)) => key,
            _ => self.node.span,
        }
    }

    /// The span of the key, if there is one.
    pub(crate) fn key_span(&self) -> Span {
        self.key_span.unwrap_or_else(|| self.span())
    }

    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        self.node.entry(key).map(|entry| self.child(entry))
    }

    fn child(&self, entry: &'d Entry) -> Self {
        Self {
            node: &entry.node,
            key_span: Some(entry.key_span),
            pointer: join(&self.pointer, &entry.key),
        }
    }

    /// The node that a JSON pointer leads to from here.
    pub(crate) fn find(&self, pointer: &str) -> Option<Self> {
        segments(pointer).try_fold(self.clone(), |at, segment| match &at.node.value {
            Value::Array(_) => at.items().nth(segment.parse().ok()?),
            _ => at.get(&segment),
        })
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    /// The keys of an object and their values.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d, '_> {
        self.node
            .entries()
            .iter()
            .map(|entry| (entry.key.as_str(), self.child(entry)))
    }

    /// The items of an array.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> + use<'d, '_> {
        self.node.items().iter().enumerate().map(|(at, node)| Self {
            node,
            key_span: None,
            pointer: join(&self.pointer, &at.to_string()),
        })
    }

    pub(crate) fn as_str(&self) -> Option<&'d str> {
        self.node.as_str()
    }

    /// The string value of a key.
    pub(crate) fn get_str(&self, key: &str) -> Option<&'d str> {
        self.node.get(key).and_then(Node::as_str)
    }

    /// Whether the value of the key is `true`.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.node
            .get(key)
            .is_some_and(|node| node.value == Value::Bool(true))
    }
}

/// The pointer to a member of the node at `pointer`.
pub(crate) fn join(pointer: &str, key: &str) -> String {
    // Every node has a pointer, and hardly any key has something to escape.
    if key.contains(['~', '/']) {
        let key = key.replace('~', "~0").replace('/', "~1");
        return [pointer, "/", &key].concat();
    }
    [pointer, "/", key].concat()
}

/// The keys of a pointer.
pub(crate) fn segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}
