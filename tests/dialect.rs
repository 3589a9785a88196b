//! The JSON Schema for editors in two parts: what all documents share, which takes long to compile, and what the names
//! of one document add.

use codegen::{Document, Source, dialect_schema, load};
use serde_json::Value;

use crate::readable;

/// The largest definition, of components.
const COMPONENT: &str = "/definitions/component";

/// The schema of an empty document. The schema of any other document only adds constraints to it.
///
/// # Panics
///
/// Panics if it is not JSON.
#[must_use]
pub fn shared() -> Value {
    schema_of(&readable(load(&Source::new("empty.yaml", "{}"))))
}

/// The schema of a document, without the definition of components, if it is the same in the `shared` one.
///
/// # Panics
///
/// Panics if it is not JSON.
#[must_use]
pub fn of_names(document: &Document, shared: &Value) -> Value {
    let mut schema = schema_of(document);
    if let Some(component) = schema.pointer_mut(COMPONENT)
        && Some(&*component) == shared.pointer(COMPONENT)
    {
        *component = Value::Bool(true);
    }
    schema
}

/// The schema of a document, as it is written.
///
/// # Panics
///
/// Panics if it is not JSON.
#[must_use]
#[expect(clippy::panic, reason = "a test without its schema cannot go on")]
pub fn schema_of(document: &Document) -> Value {
    let text = dialect_schema(document);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}
