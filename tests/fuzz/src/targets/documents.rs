//! Documents in our own style, as YAML.

use std::collections::BTreeSet;

use codegen::{FINDING_RULES, Report, Source, annotations, findings_json, github, sarif};

use super::files;

/// Fragments of documents.
pub const DICTIONARY: &[&str] = &[
    "$ref: '#/components/schemas/",
    "allOf:\n",
    "oneOf:\n",
    "enum: [a, b]",
    "pattern: '^[a-z]{2}$'",
    "minLength: 3",
    "maxLength: 3",
    "minimum: 1",
    "maximum: 1",
    "format: int32",
    "nullable: true",
    "required: [a]",
    "x-pii: true",
    "x-unit: seconds",
    "example: ",
    "default: ",
    "deprecated: true",
    "description: >-\n",
    "description: |\n",
    "<<: *a",
    "&a ",
    "*a",
    "!!str ",
    "\"\\u0000\"",
    "~",
    "{}",
    "[]",
    "null",
    ": ",
    "- ",
    "? ",
    "# ",
    "---\n",
    "\t",
];

/// The documents of the tests, valid and invalid.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = files("tests/fixtures", "yaml");
    seeds.extend(files("tests/bad", "yaml"));
    seeds
}

/// Reads, checks, reports, fixes and, if there are no errors, generates.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    check(&Source::new("document.yaml", text));
}

/// Everything that is done with a document in our own style.
pub(super) fn check(source: &Source) {
    let report = codegen::findings(source);
    reported(&report);
    if !report.has_errors() {
        generated(codegen::generate(source));
        return;
    }
    let fixed = codegen::fix(source);
    if !fixed.fixes.is_empty() {
        let again = codegen::fix(&fixed.source);
        assert!(again.fixes.is_empty(), "fixing twice: {:?}", again.fixes);
    }
}

/// A document that passes every rule can be generated.
#[expect(clippy::panic, reason = "targets panic if something does not hold")]
pub(super) fn generated(output: Result<codegen::Output, Report>) {
    match output {
        Ok(output) => assert!(!output.files.is_empty()),
        Err(report) => panic!("{}", report.render(false)),
    }
}

/// A report can be rendered in every format, and has no finding about a gap in the generator.
pub(super) fn reported(report: &Report) {
    let rules: BTreeSet<&str> = report.findings().iter().map(|it| it.rule).collect();
    assert!(!rules.contains("generator"), "{}", report.render(false));
    for rule in rules {
        assert!(
            codegen::rule(FINDING_RULES, rule).is_some(),
            "{rule} has no text"
        );
    }
    let _ = report.render(true);
    let annotations = annotations(report);
    let _ = github(&annotations);
    let _ = findings_json("outcome", &[], &annotations);
    let _ = sarif("tool", &|_| None, &annotations);
}
