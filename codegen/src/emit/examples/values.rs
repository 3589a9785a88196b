//! Values of the document as arguments of methods.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::{Field, Model, Scalar, ScalarKind, Ty};

/// Writes values as Rust, and collects the types they mention.
pub(crate) struct Values<'m> {
    model: &'m Model,
    pub(crate) types: BTreeSet<String>,
}

impl<'m> Values<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        Self {
            model,
            types: BTreeSet::new(),
        }
    }

    /// A value of a required argument: the given one, or the example of its type. `None` where the document shows none.
    pub(crate) fn argument(&mut self, field: &Field, given: Option<&Value>) -> Option<String> {
        let Some(given) = given else {
            let sample = self.sample(&field.ty)?;
            return Some(if field.list {
                format!("[{sample}]")
            } else {
                sample
            });
        };
        match given {
            Value::Array(items) if field.list => {
                let items = items.iter().map(|item| self.value(&field.ty, item));
                let items = items.collect::<Option<Vec<_>>>()?;
                Some(format!("[{}]", items.join(", ")))
            }
            _ if field.list => Some(format!("[{}]", self.value(&field.ty, given)?)),
            _ => self.value(&field.ty, given),
        }
    }

    /// The call of a setter with a value, or one call per item of a numbered parameter.
    pub(crate) fn setter(&mut self, field: &Field, given: &Value) -> Option<String> {
        let name = &field.rust;
        if let (Some(_), Ty::Struct(component), Value::Array(items)) =
            (field.numbered, &field.ty, given)
        {
            let parts: Vec<&Field> = self.model.structure(component)?.required().collect();
            let calls = items.iter().map(|item| {
                let parts = parts.iter().map(|part| {
                    let value = item.get(&part.wire)?;
                    self.value(&part.ty, value)
                });
                let parts = parts.collect::<Option<Vec<_>>>()?;
                Some(format!(".{name}({})", parts.join(", ")))
            });
            return Some(calls.collect::<Option<Vec<_>>>()?.join("\n"));
        }
        let name = format!(".{name}");
        Some(match given {
            Value::Array(items) if field.list => {
                let items = items.iter().map(|item| self.value(&field.ty, item));
                call(&name, "([", &items.collect::<Option<Vec<_>>>()?, "])")
            }
            _ => call(&name, "(", &[self.value(&field.ty, given)?], ")"),
        })
    }

    fn sample(&mut self, ty: &Ty) -> Option<String> {
        match ty {
            Ty::Bool => Some("true".to_owned()),
            Ty::Struct(_) => None,
            Ty::Scalar(component) => {
                let example = self.model.scalar(component)?.example.as_deref()?;
                self.value(ty, &example.into())
            }
        }
    }

    fn value(&mut self, ty: &Ty, given: &Value) -> Option<String> {
        let text = text(given)?;
        match ty {
            Ty::Bool => text.parse::<bool>().ok().map(|it| it.to_string()),
            Ty::Struct(_) => None,
            Ty::Scalar(component) => self.scalar(self.model.scalar(component)?, &text),
        }
    }

    fn scalar(&mut self, scalar: &Scalar, text: &str) -> Option<String> {
        match &scalar.kind {
            ScalarKind::Enum { values, .. } => {
                let value = values.iter().find(|value| value.wire == text)?;
                self.types.insert(scalar.rust.clone());
                Some(format!("{}::{}", scalar.rust, value.rust))
            }
            ScalarKind::Integer { .. } | ScalarKind::IntegerText { .. } => integer(text),
            ScalarKind::PlainInteger { repr } => Some(format!("{}_{repr}", integer(text)?)),
            ScalarKind::Lazy { .. } | ScalarKind::Map { .. } | ScalarKind::ObjectUnion { .. } => {
                None
            }
            kind if kind.is_free_object() => None,
            _ => Some(string(text)),
        }
    }
}

/// A longer line is broken.
pub(super) const LONGEST_LINE: usize = 88;

/// A name and its arguments, each argument on its own line if one line would be too long.
pub(super) fn call(name: &str, open: &str, arguments: &[String], close: &str) -> String {
    let line = format!("{name}{open}{}{close}", arguments.join(", "));
    if line.len() <= LONGEST_LINE || arguments.len() < 2 {
        return line;
    }
    let lines: String = arguments.iter().map(|it| format!("\n    {it},")).collect();
    format!("{name}{open}{lines}\n{close}")
}

/// The text of a single value.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A string literal; a raw one where quotes would have to be escaped and nothing else would.
fn string(text: &str) -> String {
    let is_plain = |c: char| matches!(c, '"' | '\'') || c.escape_debug().count() == 1;
    if text.contains('"') && !text.contains("\"#") && text.chars().all(is_plain) {
        format!("r#\"{text}\"#")
    } else {
        format!("{text:?}")
    }
}

/// An integer as Rust writes it, however the document writes it.
pub(super) fn integer(text: &str) -> Option<String> {
    text.parse::<i64>().ok().map(|number| number.to_string())
}
