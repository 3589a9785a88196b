//! The JSON Schema for editors accepts every edited spec that the generator accepts.

use std::collections::BTreeMap;

use codegen::{Document, Source, findings, load};
use serde_json::Value;
use twilio_calls_tests::dialect::{of_names, schema_of, shared};
use twilio_calls_tests::frozen;

use crate::edits::EDITS;
use crate::support::edited;

/// Removes all but the first unchanged path and component; the schema checks each of them separately.
fn only_changed(new: &mut Value, old: &Value) {
    for pointer in ["/paths", "/components/schemas"] {
        let old = old.pointer(pointer).unwrap();
        let entries = new.pointer_mut(pointer).and_then(Value::as_object_mut);
        let mut is_first = true;
        entries
            .unwrap()
            .retain(|name, value| std::mem::take(&mut is_first) || old.get(name) != Some(value));
    }
}

/// The documents that the edits make of the spec.
fn edits() -> impl Iterator<Item = (&'static str, Source, Document)> {
    let before = frozen();
    EDITS.iter().map(move |edit| {
        let source = Source::new(edit.name, edited(&before.text, edit));
        let document = load(&source).unwrap();
        (edit.name, source, document)
    })
}

/// Whether the generator accepts an edited document; documents are checked more leniently for comparison.
fn is_legal(source: &Source) -> bool {
    !findings(source).has_errors()
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::validator_for(schema).unwrap()
}

/// The errors that a schema finds in what an edit changed.
fn errors(schema: &jsonschema::Validator, new: &Document, old: &Value) -> Vec<String> {
    let mut new = new.root().to_json();
    only_changed(&mut new, old);
    let errors = schema.iter_errors(&new);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_schema_accepts_what_every_edit_makes_of_the_spec() {
    let old = load(&frozen()).unwrap().root().to_json();
    let shared = shared();
    let of_all = validator(&shared);
    // Most edits change no names.
    let mut schemas: BTreeMap<String, jsonschema::Validator> = BTreeMap::new();
    let mut rejected = Vec::new();
    for (name, source, document) in edits() {
        let of_names = of_names(&document, &shared);
        let of_names = schemas
            .entry(of_names.to_string())
            .or_insert_with(|| validator(&of_names));
        let mut errors = errors(&of_all, &document, &old);
        errors.extend(self::errors(of_names, &document, &old));
        if let Some(first) = errors.first().filter(|_| is_legal(&source)) {
            rejected.push(format!("{name}\n  {first}"));
        }
    }
    assert!(rejected.is_empty(), "{}", rejected.join("\n"));
}

/// Between an edit and `cargo xtask regen`, editors have the schema of the document before.
#[test]
fn no_edit_is_underlined_until_regen_sees_it() {
    let before = load(&frozen()).unwrap();
    let old = before.root().to_json();
    let schema = validator(&schema_of(&before));
    let mut underlined = Vec::new();
    for (name, source, document) in edits() {
        let errors = errors(&schema, &document, &old);
        if let Some(first) = errors.first().filter(|_| is_legal(&source)) {
            underlined.push(format!("{name}\n  {first}"));
        }
    }
    assert!(underlined.is_empty(), "{}", underlined.join("\n"));
}
