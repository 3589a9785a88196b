//! The same bytes in give the same bytes out, and so does the same meaning.

use codegen::{Document, Node, Output, Source, Value};
use twilio_calls_tests::{documents, spec, spec_document, spec_output};

/// Writes a document as JSON (which is YAML) with the keys of every object in another order.
fn shuffled(node: &Node, seed: u64) -> String {
    match &node.value {
        Value::Object(entries) => {
            let mut members: Vec<(u64, String)> = entries
                .iter()
                .map(|entry| {
                    let key = serde_json::Value::from(entry.key.as_str());
                    (
                        scramble(&entry.key, seed),
                        format!("{key}: {}", shuffled(&entry.node, seed)),
                    )
                })
                .collect();
            members.sort();
            let members: Vec<String> = members.into_iter().map(|(_, member)| member).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shuffled(item, seed)).collect();
            format!("[{}]", items.join(", "))
        }
        _ => node.to_json().to_string(),
    }
}

/// Any function that orders keys differently than the document and the alphabet (FNV-1a).
fn scramble(key: &str, seed: u64) -> u64 {
    key.bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// Invariant 4.
#[test]
fn same_bytes_in_same_bytes_out() {
    let spec = spec();
    let once = spec_output();
    let twice = codegen::generate(&spec).unwrap();
    assert!(once.files == twice.files, "a second run emits other files");

    same_when_shuffled(&spec, spec_document(), once, 1);
}

#[test]
fn the_schema_for_editors_does_not_depend_on_the_order_of_keys() {
    let text = shuffled(spec_document().root(), 1);
    let other = codegen::load(&Source::new("shuffled.yaml", text)).unwrap();
    let is_same = codegen::dialect_schema(spec_document()) == codegen::dialect_schema(&other);
    assert!(is_same, "it depends on the order of the document's keys");
}

/// The same of documents that are small, and together have more shapes: each in several orders.
#[test]
fn same_bytes_out_for_every_fixture_in_another_order() {
    for (_, source) in documents("fixtures") {
        let document = codegen::load(&source).unwrap();
        let once = codegen::generate(&source).unwrap();
        for seed in [1, 2, 3] {
            same_when_shuffled(&source, &document, &once, seed);
        }
    }
}

fn same_when_shuffled(source: &Source, document: &Document, once: &Output, seed: u64) {
    let text = shuffled(document.root(), seed);
    assert_ne!(text, source.text);
    let mut other = source.clone();
    other.text = text;
    let other = codegen::generate(&other).unwrap();
    for (name, file) in &once.files {
        assert!(
            other.files.get(name) == Some(file),
            "{}: {name} depends on the order of the document's keys",
            source.name
        );
    }
    assert_eq!(once.files.len(), other.files.len());
}
