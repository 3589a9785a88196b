//! One feature of OpenAPI per document: what is emitted for it, and that it compiles.

use std::collections::{BTreeMap, BTreeSet};

use codegen::Files;
use twilio_calls_tests::beside_the_client::compile_beside_the_client;
use twilio_calls_tests::{documents, snapshots};

fn emitted() -> Vec<(String, Files)> {
    documents("fixtures")
        .into_iter()
        .map(|(name, source)| {
            let output = codegen::generate(&source)
                .unwrap_or_else(|report| panic!("{}", report.render(false)));
            assert!(
                output.warnings.is_empty(),
                "{}",
                output.warnings.render(false)
            );
            (name, output.files)
        })
        .collect()
}

/// The top-level items of a file, which are separated by blank lines.
fn items(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut after_empty = false;
    for line in text.lines() {
        if after_empty && !line.starts_with(' ') {
            items.push(String::new());
        }
        after_empty = line.is_empty();
        if let Some(item) = items.last_mut() {
            item.push_str(line);
            item.push('\n');
        }
    }
    items
}

/// A file without the examples in its documentation, which are compiled where the client's own are.
fn without_examples(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let is_end = |line: &&str| line.trim_start() == "/// ```";
        // What a document shows has a language.
        if !["/// ```", "/// ```no_run"].contains(&line.trim_start()) {
            kept.push(line);
            if line.trim_start().starts_with("/// ```") {
                for line in lines.by_ref() {
                    kept.push(line);
                    if is_end(&line) {
                        break;
                    }
                }
            }
            continue;
        }
        // An empty line is before every example.
        kept.pop();
        lines.find(is_end);
    }
    kept.join("\n") + "\n"
}

/// Whether an item only re-exports others.
fn is_export(item: &str) -> bool {
    let mut lines = item.lines();
    lines.all(|line| line.is_empty() || line.starts_with("pub use ") || line.starts_with("#[cfg"))
}

/// The items of a document's files that differ from those of other documents.
fn own_items(files: &Files, common: &BTreeSet<String>) -> String {
    let mut shown = String::new();
    for (name, text) in files.iter().filter(|(name, _)| *name != "mod.rs") {
        let own: String = items(&without_examples(text))
            .into_iter()
            .filter(|item| !item.starts_with("// @generated") && !item.starts_with("use "))
            .filter(|item| !is_export(item))
            .filter(|item| !common.contains(item))
            .collect();
        if !own.is_empty() {
            shown.push_str(&format!("// {name}\n{own}\n"));
        }
    }
    shown
}

#[test]
fn what_is_emitted_for_each_feature() {
    let emitted = emitted();
    assert!(
        emitted.len() >= 30,
        "only {} features are left",
        emitted.len()
    );
    // Items that many documents have in common are left out.
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for item in emitted
        .iter()
        .flat_map(|(_, files)| files.values())
        .flat_map(|text| items(&without_examples(text)))
    {
        *times.entry(item).or_default() += 1;
    }
    let common: BTreeSet<String> = times
        .into_iter()
        .filter(|(_, times)| *times >= 5)
        .map(|(item, _)| item)
        .collect();
    for (name, files) in emitted {
        let shown = own_items(&files, &common);
        snapshots("fixtures", &format!("tests/fixtures/{name}.yaml"))
            .bind(|| insta::assert_snapshot!(name.as_str(), shown));
    }
}

/// Compiles all fixtures as modules of one crate, next to the runtime that they need.
#[test]
fn what_is_emitted_compiles() {
    // The client itself is similar to `minimal.yaml`, so their names would collide.
    let modules: Vec<(String, Files)> = emitted()
        .into_iter()
        .filter(|(name, _)| name != "minimal")
        .map(|(name, files)| (name.replace('-', "_"), files))
        .collect();
    compile_beside_the_client("fixtures", &modules);
}
