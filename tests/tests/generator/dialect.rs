//! The JSON Schema for editors: it accepts what the generator accepts, and rejects most of what it rejects.

use codegen::{Source, dialect_schema, load};
use serde_json::Value;
use twilio_calls_tests::{documents, root, snapshots, spec};

/// The minimum percentage of invalid documents that the schema rejects. The errors in the others involve two places.
const LEAST: usize = 57;

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&dialect_schema()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The errors that the schema finds in a document; `None` if its YAML is invalid, which editors report themselves.
fn errors(validator: &jsonschema::Validator, source: &Source) -> Option<Vec<String>> {
    let document = load(source).ok()?;
    let json = document.root().to_json();
    let errors = validator.iter_errors(&json);
    Some(
        errors
            .map(|error| {
                let message: String = error.to_string().chars().take(300).collect();
                format!("{}: {message}", error.instance_path())
            })
            .collect(),
    )
}

/// Whether the document is invalid YAML from which the generator recovers.
fn has_slip(source: &Source) -> bool {
    const SLIPS: &[&str] = &["byte-order-mark", "control-character", "yaml-syntax"];
    let report = codegen::generate(source).err();
    report.is_some_and(|report| report.located().any(|it| SLIPS.contains(&it.rule)))
}

#[test]
fn the_schema_accepts_the_spec_and_every_fixture() {
    let validator = validator();
    let mut rejected = Vec::new();
    for (name, source) in documents("fixtures")
        .into_iter()
        .chain([("spec".to_owned(), spec())])
    {
        let errors = errors(&validator, &source).unwrap();
        if !errors.is_empty() {
            rejected.push(format!("{name}\n  {}", errors.join("\n  ")));
        }
    }
    assert!(rejected.is_empty(), "{}", rejected.join("\n"));
}

#[test]
fn the_schema_rejects_most_faulty_documents() {
    let validator = validator();
    let (mut rejected, mut unreadable, mut accepted) = (0, Vec::new(), Vec::new());
    for (name, source) in documents("bad") {
        match errors(&validator, &source).filter(|_| !has_slip(&source)) {
            None => unreadable.push(name),
            Some(errors) if errors.is_empty() => accepted.push(name),
            Some(_) => rejected += 1,
        }
    }
    let readable = rejected + accepted.len();
    let report = format!(
        "rejected: {rejected} of {readable}\n\nno YAML: {}\n\naccepted, since no schema sees two places at once:\n  {}\n",
        unreadable.join(", "),
        accepted.join("\n  ")
    );
    snapshots("findings", "tests/tests/generator/dialect.rs")
        .bind(|| insta::assert_snapshot!("dialect", report));
    assert!(100 * rejected >= LEAST * readable, "{report}");
}

/// Editors find the schema through the first line of the document.
#[test]
fn the_spec_names_the_schema_in_its_first_line() {
    let text = spec().text;
    let first = text.lines().next().unwrap();
    let name = first
        .strip_prefix("# yaml-language-server: $schema=")
        .unwrap();
    assert!(root().join("spec").join(name).is_file(), "{name}");
}
