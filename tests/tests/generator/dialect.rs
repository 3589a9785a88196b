//! The JSON Schema for editors: it accepts what the generator accepts, and rejects most of what it rejects.

use std::collections::BTreeMap;

use codegen::{Source, dialect_schema, load};
use serde_json::Value;
use twilio_calls_tests::{documents, root, snapshots, spec};

/// The minimum percentage of invalid documents that the schema rejects.
const LEAST: usize = 59;

/// The minimum percentage among those whose error is visible in one place.
const LEAST_IN_ONE_PLACE: usize = 95;

/// Why the schema cannot reject the others: the rule compares two places, one of which has a name that the author
/// chooses. JSON Schema compares a value with constants only.
#[rustfmt::skip]
const TWO_PLACES: &[(&str, &[&str])] = &[
    ("a name, and the component, property, parameter, value or operation with this name", &[
        "callback-expression", "enum-descriptions", "enum-names", "event", "extends", "final-values", "pagination",
        "progress", "reconcile", "ref-unknown", "representation", "required", "row-key", "rules", "security",
        "waiter", "xml",
    ]),
    ("two names that must differ, or become the same in Rust", &[
        "duplicate-operation-id", "duplicate-parameter", "duplicate-path", "name-collision",
    ]),
    ("a component, and whether requests or responses refer to it", &[
        "additional-properties", "body-schema", "control-characters", "form-field", "integer-bounds", "lazy",
        "misplaced-keyword", "name-reserved", "nullable-misplaced", "numbered", "one-of", "parameter-schema", "path-parameter",
        "recursive-schema", "schema-type", "secret-in-response", "secret-in-url", "sent-and-received",
        "unbounded-text", "unused-component",
    ]),
    ("an example or default, and the component that it refers to", &[
        "incomplete-example", "invalid-default", "invalid-example",
    ]),
];

/// Rules about the text, of which nothing is left in the document that the schema is applied to.
const OF_TEXT: &[&str] = &[
    "anchor",
    "comment-after-text",
    "duplicate-key",
    "long-line",
    "merge-key",
    "tag",
];

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

/// The rules that a document breaks.
fn rules(source: &Source) -> Vec<&'static str> {
    let report = match codegen::generate(source) {
        Ok(output) => output.warnings,
        Err(report) => report,
    };
    report.located().map(|it| it.rule).collect()
}

/// Whether the document is invalid YAML from which the generator recovers.
fn has_slip(source: &Source) -> bool {
    const SLIPS: &[&str] = &["byte-order-mark", "control-character", "yaml-syntax"];
    rules(source).iter().any(|rule| SLIPS.contains(rule))
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
    let (mut rejected, mut unreadable, mut of_text) = (0, Vec::new(), Vec::new());
    let mut accepted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (name, source) in documents("bad") {
        match errors(&validator, &source).filter(|_| !has_slip(&source)) {
            None => unreadable.push(name),
            Some(errors) if !errors.is_empty() => rejected += 1,
            Some(_) => {
                let rules = rules(&source);
                let is_about = |reason: &[&str]| rules.iter().all(|rule| reason.contains(rule));
                let reason = TWO_PLACES.iter().find(|(_, about)| is_about(about));
                match reason {
                    _ if is_about(OF_TEXT) => of_text.push(name),
                    Some((reason, _)) => accepted.entry(reason).or_default().push(name),
                    None => unexplained.push(format!("{name} ({})", rules.join(", "))),
                }
            }
        }
    }
    let two_places: usize = accepted.values().map(Vec::len).sum();
    let in_one_place = rejected + unexplained.len();
    let readable = in_one_place + two_places;
    let mut report = format!(
        "rejected: {rejected} of {readable}, and of {in_one_place} whose error is visible in one place\n\n\
         not valid YAML: {}\n\nonly visible in the text: {}\n\n\
         accepted, because JSON Schema cannot compare:\n",
        unreadable.join(", "),
        of_text.join(", "),
    );
    for (reason, names) in accepted {
        report.push_str(&format!("  {reason}:\n    {}\n", names.join("\n    ")));
    }
    if !unexplained.is_empty() {
        report.push_str(&format!("without a reason: {}\n", unexplained.join(", ")));
    }
    snapshots("findings", "tests/tests/generator/dialect.rs")
        .bind(|| insta::assert_snapshot!("dialect", report));
    assert!(100 * rejected >= LEAST * readable, "{report}");
    assert!(
        100 * rejected >= LEAST_IN_ONE_PLACE * in_one_place,
        "{report}"
    );
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
