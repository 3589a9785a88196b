//! Very large documents: the cost is proportional to their size, or a finding states the limit.
//!
//! Nothing here is timed. Without the limits, these documents would take minutes or overflow the stack.

use std::fmt::Write as _;

use codegen::{Report, Source, Spec};
use twilio_calls_tests::documents;

/// The fixture of this name with additional components at its end.
fn with_components(fixture: &str, more: &str) -> Source {
    let (_, source) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == fixture)
        .unwrap();
    assert!(source.text.contains("\ncomponents:") && source.text.contains("\n  schemas:"));
    let text = source
        .text
        .replacen("\n  schemas:\n", &format!("\n  schemas:\n{more}"), 1);
    Source::new("large.yaml", text)
}

fn read(source: &Source) -> Spec {
    Spec::read(source).unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// The components of a chain, each of which contains the next; the first is `{prefix}0`.
fn chain(prefix: &str, length: usize) -> String {
    let mut text = String::new();
    for number in 0..length {
        let next = number + 1;
        let _ = writeln!(
            text,
            "    {prefix}{number}: {{description: A., type: object, properties: {{next: {{description: Next., nullable: \
             true, allOf: [{{$ref: '#/components/schemas/{prefix}{next}'}}]}}}}}}"
        );
    }
    let _ = writeln!(
        text,
        "    {prefix}{length}: {{description: A., type: string, x-pii: true, example: a}}"
    );
    text
}

/// A document whose response starts a chain of components.
fn chained(prefix: &str, length: usize) -> Source {
    let source = with_components("object-nested", &chain(prefix, length));
    let last = "\n        maybe:\n";
    assert!(source.text.contains(last));
    let next = format!(
        "\n        next: {{nullable: true, description: Next., allOf: [{{$ref: '#/components/schemas/{prefix}0'}}]}}{last}"
    );
    let text = source.text.replacen(last, &next, 1);
    let example = "\n                    maybe: null";
    let complete = format!("{example}{}", example.replace("maybe", "next"));
    Source::new(source.name, text.replacen(example, &complete, 1))
}

/// The longest chain is read, checked and modeled; if all components are renamed, each is matched with its new name.
#[test]
fn components_are_found_again_however_many_are_renamed() {
    const LENGTH: usize = 2_000;
    let (old, new) = (read(&chained("Old", LENGTH)), read(&chained("New", LENGTH)));
    assert!(old.compare(&old).changes().is_empty());
    let changes = old.compare(&new);
    let removed = changes.changes().len();
    assert!(removed >= LENGTH, "{removed}");
}

/// The parameters of an operation become one expression, which nests as deeply as their number.
#[test]
fn an_operation_has_a_number_of_parameters_that_fits() {
    let with = |count: usize| -> Result<(), Report> {
        let (_, source) = documents("fixtures")
            .into_iter()
            .find(|(name, _)| name == "query-integer")
            .unwrap();
        let mut parameters = String::new();
        for number in 0..count {
            let _ = write!(
                parameters,
                "\n      - {{name: More{number}, in: query, description: A., schema: {{type: boolean}}}}"
            );
        }
        let text = source.text.replacen(
            "\n      parameters:",
            &format!("\n      parameters:{parameters}"),
            1,
        );
        codegen::generate(&Source::new("parameters.yaml", text)).map(drop)
    };
    with(200).unwrap_or_else(|report| panic!("{}", report.render(false)));
    for count in [300, 8_000] {
        let report = with(count).unwrap_err();
        let rules: Vec<&str> = report.located().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["too-many-parameters"]);
    }
}

/// Patterns that are within their own limits can exceed that of the document.
#[test]
fn the_patterns_of_a_document_have_one_budget() {
    let patterns = |count: usize| {
        let mut text = String::new();
        for number in 0..count {
            let _ = writeln!(
                text,
                "    Code{number}: {{description: A., type: string, maxLength: 9, example: x{number}, pattern: \
                 '^(x{number}|[ab]*a[ab]{{8}})$'}}"
            );
        }
        let report = match codegen::generate(&with_components("minimal", &text)) {
            Ok(output) => output.warnings,
            Err(report) => report,
        };
        report
            .located()
            .filter(|finding| finding.rule == "pattern-too-big")
            .count()
    };
    assert_eq!(patterns(20), 0);
    let rejected = patterns(1_200);
    assert!(0 < rejected && rejected < 1_200, "{rejected}");
}

/// Objects in the official style are followed as deeply as the stack allows; deeper ones become arbitrary objects.
#[test]
fn a_chain_in_the_official_style_ends_before_the_stack() {
    let mut schemas = serde_json::Map::new();
    for number in 0..5_000 {
        let next = format!("#/components/schemas/link.{}", number + 1);
        schemas.insert(
            format!("link.{number}"),
            serde_json::json!({"type": "object", "properties": {"next": {"$ref": next}}}),
        );
    }
    let document = serde_json::json!({
        "openapi": "3.0.1",
        "info": {"title": "A chain", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/Link.json": {"get": {
            "operationId": "FetchLink",
            "responses": {"200": {"description": "OK", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/link.0"},
            }}}},
        }}},
        "components": {"schemas": schemas},
    });
    let source = Source::new("chain.json", document.to_string());
    let output = codegen::generate_official(&source)
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert!(
        output.ledger.contains("64 levels deep"),
        "{}",
        output.ledger
    );
}
