//! How often every name occurs in a document.

use std::collections::BTreeMap;

use crate::document::{Node, Value};

/// The keys and strings of a document, and the names at the end of its references and expressions.
#[derive(Debug)]
pub(crate) struct Spellings<'d>(BTreeMap<&'d str, usize>);

impl<'d> Spellings<'d> {
    pub(crate) fn of(root: &'d Node) -> Self {
        let mut spellings = Self(BTreeMap::new());
        spellings.count(root);
        spellings
    }

    fn count(&mut self, node: &'d Node) {
        match &node.value {
            Value::Object(entries) => {
                for entry in entries {
                    self.name(&entry.key);
                    self.count(&entry.node);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.count(item)),
            Value::String(text) => self.name(text),
            _ => {}
        }
    }

    fn name(&mut self, text: &'d str) {
        // `#/components/schemas/Name`, `{$request.body#/Name}`
        let name = match text.split_once("#/") {
            Some((_, path)) => path.rsplit('/').next().unwrap_or(path),
            None => text,
        };
        *self.0.entry(name.trim_end_matches('}')).or_default() += 1;
    }

    /// Whether `name` is the proper spelling of `misspelt`: it is declared and used, and more often than the other. If
    /// it is only declared, the declaration itself may be misspelt.
    pub(crate) fn confirm(&self, name: &str, misspelt: &str) -> bool {
        let times = |name| self.0.get(name).copied().unwrap_or_default();
        times(name) > times(misspelt).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;

    #[test]
    fn a_name_that_is_only_declared_is_not_confirmed() {
        let text = "enum: [ringing, quued]\nexample: queued\nx-final: [rining, ringing]\nSid: {}\n\
                    a: {$ref: '#/components/schemas/Sid'}\n'{$request.body#/Sid}': Side\n";
        let (root, _) = parse(text);
        let root = root.unwrap();
        let spellings = Spellings::of(&root);
        assert!(spellings.confirm("ringing", "rining"));
        assert!(!spellings.confirm("quued", "queued") && !spellings.confirm("queued", "quued"));
        assert!(spellings.confirm("Sid", "Side"));
        assert_eq!(spellings.0.get("Sid"), Some(&3));
    }
}
