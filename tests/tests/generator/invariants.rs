//! The design's invariants about the generator, each in a test named after it. The others are next to their subjects:
//! `same_bytes_in_same_bytes_out`, `generated_src_api_belongs_to_regen`, `the_review_surface_is_small`,
//! `users_never_see_progenitor`, and for the client `no_secrets_no_personal_data_in_*` and
//! `a_call_is_never_placed_twice`.

use std::process::Command;

use syn::{Fields, Item};
use twilio_calls_tests::{documents, root, spec, spec_document, spec_output};

/// Invariant 1: typify only emits structs with named fields.
#[test]
fn scalars_ours_aggregates_theirs() {
    let output = spec_output();
    let mut aggregates = 0;
    for name in ["models.rs", "wire.rs"] {
        for item in syn::parse_file(&output.files[name]).unwrap().items {
            match item {
                Item::Enum(item) => panic!("`{}` in {name} is an enum", item.ident),
                Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => aggregates += 1,
                // The only scalar next to the structs: an object kept as raw JSON.
                Item::Struct(item) => assert_eq!(item.ident, "SubresourceUris", "in {name}"),
                _ => {}
            }
        }
    }
    let document = spec_document();
    let schemas = document.node("/components/schemas").unwrap().entries();
    let objects = schemas.iter().filter(|entry| {
        entry.node.get("properties").is_some() && entry.node.get("x-lazy").is_none()
    });
    assert_eq!(
        aggregates,
        objects.count() - callbacks(document),
        "responses, forms, and what forms number"
    );
}

/// The number of callbacks of the operations in a document.
fn callbacks(document: &codegen::Document) -> usize {
    let paths = document.node("/paths").unwrap().entries().iter();
    let operations = paths.flat_map(|path| path.node.entries());
    operations
        .filter_map(|operation| operation.node.get("callbacks"))
        .map(|callbacks| callbacks.entries().len())
        .sum()
}

/// Invariant 2: everything removed from the spec for progenitor is in the ledger, as often as it occurs.
#[test]
fn nothing_is_silently_ignored() {
    let spec = spec();
    let output = spec_output();
    let document = spec_document();
    let schemas = document.node("/components/schemas").unwrap().entries();
    let count = |end: &str| {
        output
            .ledger
            .lines()
            .filter(|line| line.ends_with(end))
            .count()
    };
    let operations = document
        .node("/paths")
        .unwrap()
        .entries()
        .iter()
        .flat_map(|path| path.node.entries())
        .filter(|entry| ["get", "post", "delete"].contains(&entry.key.as_str()))
        .count();
    assert_eq!(count("/responses/default"), operations);
    // Each has its own component.
    let callbacks = callbacks(document);
    assert_eq!(count("progenitor does not support callbacks"), callbacks);
    assert_eq!(count("only callbacks use it"), callbacks);
    // `StartTime<` and similar ones in both representations of the list, and three dates of recordings.
    let inequalities = spec.text.matches("<'\n").count() + spec.text.matches(">'\n").count();
    assert_eq!(count("until the wire layer is fitted"), inequalities);
    let becomes = output
        .ledger
        .lines()
        .filter(|line| line.trim_start().starts_with("becomes "))
        .count();
    let objects = schemas
        .iter()
        .filter(|entry| entry.node.get("properties").is_some())
        .count();
    let lazy = schemas
        .iter()
        .filter(|entry| entry.node.get("x-lazy").is_some())
        .count();
    assert_eq!(
        becomes,
        schemas.len() - objects + lazy,
        "every scalar component is named in the ledger"
    );
}

/// Invariant 3: an unsupported document is a finding with file, line, reason and what to do instead.
#[test]
fn refuse_dont_guess() {
    let mut rejected = 0;
    for (name, source) in documents("bad") {
        let Err(report) = codegen::generate(&source) else {
            continue;
        };
        for finding in report.located() {
            assert!(
                finding.file.ends_with(&format!("{name}.yaml")),
                "{}",
                finding.file
            );
            assert!(finding.position.line >= 1 && finding.position.column >= 1);
            assert!(
                !finding.message.is_empty() && !finding.help.is_empty(),
                "{name}: {}",
                finding.rule
            );
        }
        rejected += 1;
    }
    assert!(rejected >= 100, "{rejected}");
}

/// Invariant 8: the client does not depend on a code generator. `.ci/run` also packages it and builds it from
/// outside.
#[test]
fn the_generated_crate_stands_alone() {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "tree",
            "--package",
            "twilio-calls",
            "--edges",
            "normal,build",
            "--all-features",
            "--prefix",
            "none",
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(tree.contains("reqwest v"), "{tree}");
    for stray in [
        "progenitor",
        "typify",
        "openapiv3",
        "prettyplease",
        "saphyr",
        "twilio-calls-codegen",
        "regress",
    ] {
        assert!(
            !tree.lines().any(|line| line.starts_with(stray)),
            "{stray} is in the tree of the client:\n{tree}"
        );
    }
    assert!(!root().join("generated/build.rs").exists());
}
