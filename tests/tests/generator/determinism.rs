//! The same bytes in give the same bytes out, and so does the same meaning.

use codegen::{Node, Value};
use twilio_calls_tests::spec;

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
    let once = codegen::generate(&spec).unwrap();
    let twice = codegen::generate(&spec).unwrap();
    assert!(once.files == twice.files, "a second run emits other files");

    let document = codegen::load(&spec).unwrap();
    for seed in [1, 2, 3] {
        let text = shuffled(document.root(), seed);
        assert_ne!(text, spec.text);
        let mut other = spec.clone();
        other.text = text;
        let other = codegen::generate(&other).unwrap();
        for (name, file) in &once.files {
            assert!(
                other.files.get(name) == Some(file),
                "{name} depends on the order of the document's keys"
            );
        }
        assert_eq!(once.files.len(), other.files.len());
    }
}
