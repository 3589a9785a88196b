//! The JSON Schema for editors accepts every edited spec that the generator accepts.

use codegen::{Source, dialect_schema, findings, load};
use serde_json::Value;
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

#[test]
fn the_schema_accepts_what_every_edit_makes_of_the_spec() {
    let schema: Value = serde_json::from_str(&dialect_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let json = |source: &Source| load(source).unwrap().root().to_json();
    let before = frozen();
    let old = json(&before);
    let mut rejected = Vec::new();
    for edit in EDITS {
        let source = Source::new(edit.name, edited(&before.text, edit));
        let mut new = json(&source);
        only_changed(&mut new, &old);
        let mut errors = validator.iter_errors(&new);
        // Documents are checked more leniently for comparison than for generation.
        if let Some(error) = errors.next()
            && !findings(&source).has_errors()
        {
            rejected.push(format!(
                "{}\n  {}: {error}",
                edit.name,
                error.instance_path()
            ));
        }
    }
    assert!(rejected.is_empty(), "{}", rejected.join("\n"));
}
