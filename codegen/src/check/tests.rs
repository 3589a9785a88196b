//! Nearly correct documents: what is reported, and that nothing panics.

use super::check;
use super::follow::independent;
use crate::document::{Index, MAX_BYTES, load};
use crate::finding::{Finding, Severity};
use crate::source::Source;

const MINIMAL: &str = include_str!("../../../tests/fixtures/minimal.yaml");

fn rules(text: &str) -> Vec<&'static str> {
    let source = Source::new("test.yaml", text);
    let report = match load(&source) {
        Ok(document) => check(&Index::new(&document)),
        Err(report) => report,
    };
    // Rendering must cope with any document, too.
    let rendered = report.render(true);
    assert_eq!(report.is_empty(), rendered.is_empty());
    for located in report.located() {
        assert!(located.position.line > 0 && located.position.column > 0);
    }
    report
        .findings()
        .iter()
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn the_minimal_document_is_accepted() {
    assert_eq!(rules(MINIMAL), [""; 0]);
}

#[test]
fn columns_are_right_after_tabs_and_wide_characters() {
    let text = MINIMAL
        .replace("title: Minimal", "titel:\t'日本' # ü")
        .replace('\n', "\r\n");
    let source = Source::new("test.yaml", text);
    let report = check(&Index::new(&load(&source).unwrap()));
    let found: Vec<_> = report
        .located()
        .map(|found| (found.rule, found.position.line, found.position.column))
        .collect();
    assert_eq!(found, [("unknown-keyword", 3, 3)]);
    let text = MINIMAL.replace("title: Minimal", "title: 日本語\n  x-ä: ö");
    assert!(rules(&text).contains(&"unknown-extension"));
}

#[test]
fn integer_keys_are_text() {
    let text = MINIMAL.replace("'201'", "201");
    assert_eq!(rules(&text), [""; 0]);
}

#[test]
fn one_run_reports_all_there_is() {
    let text = MINIMAL
        .replace("title: Minimal", "title: Minimal\n  titel: twice")
        .replace("operationId: createCall", "operationId: create_call")
        .replace("minimum: 0", "mininum: 0");
    // The missing minimum of the integer only follows from the misspelt one.
    assert_eq!(
        rules(&text),
        ["unknown-keyword", "operation-id", "unknown-keyword"]
    );
}

/// The finding about an inline schema is complete: once it is a component, it is accepted, or the first help already
/// says what else to write.
#[test]
fn an_inline_schema_is_reported_with_all_that_it_needs() {
    const SCHEMAS: &[&str] = &[
        "{}",
        "{type: string}",
        "{type: string, maxLength: 9}",
        "{type: string, maxLength: 9, pattern: '^[a-z]*$'}",
        "{type: string, pattern: '^[a-z]{1,9}$'}",
        "{type: string, pattern: '^[a-z]+'}",
        "{type: string, format: decimal}",
        "{type: string, format: float}",
        "{type: string, enum: [a]}",
        "{type: string, enum: [a], x-enum-descriptions: {a: An A.}}",
        "{type: integer}",
        "{type: integer, format: int32, minimum: 0}",
        "{type: integer, format: int32, minimum: 0, maximum: 9}",
        "{type: number}",
        "{type: float}",
        "{type: boolean}",
        "{type: object}",
        "{type: object, properties: {a: {$ref: '#/components/schemas/Message'}}}",
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: {$ref: '#/components/schemas/Message'}}",
        "{oneOf: [{$ref: '#/components/schemas/CallSid'}, {$ref: '#/components/schemas/PhoneNumber'}]}",
    ];
    const PLACES: &[(&str, &str)] = &[
        ("        Record:\n", "        Inline: SCHEMA\n"),
        (
            "        Record:\n",
            "        Inline: {type: array, description: All., items: SCHEMA}\n",
        ),
        (
            "        duration:\n          desc",
            "        inline: SCHEMA\n",
        ),
        (
            "        duration:\n          desc",
            "        inline: {type: array, description: All., items: SCHEMA}\n",
        ),
        (
            "      description: Makes a call.\n",
            "      parameters: [{name: Inline, in: query, description: One., schema: SCHEMA}]\n",
        ),
        (
            "      description: Makes a call.\n",
            "      parameters: [{name: Inline, in: path, required: true, description: One., schema: SCHEMA}]\n",
        ),
    ];
    // Findings about the examples and the layout of these documents, which are not tested here.
    const BESIDE: &[&str] = &[super::example::INCOMPLETE, "long-line", "missing-example"];
    let errors = |text: &str| -> Vec<(&'static str, String)> {
        let source = Source::new("test.yaml", text);
        let report = check(&Index::new(&load(&source).unwrap()));
        let errors = report.findings().iter();
        errors
            .filter(|it| !BESIDE.contains(&it.rule))
            .map(|it| (it.rule, it.help.clone()))
            .collect()
    };
    let mut faults = Vec::new();
    for (before, place) in PLACES {
        for schema in SCHEMAS {
            let with = |schema: &str| {
                let inserted = place.replace("SCHEMA", schema);
                let text = MINIMAL.replacen(before, &format!("{inserted}{before}"), 1);
                if place.contains("in: path") {
                    text.replacen("/Calls.json", "/Calls/{Inline}.json", 1)
                } else {
                    text
                }
            };
            let inline = with(schema);
            let named = schema
                .replacen('{', "{description: One., ", 1)
                .replace(", }", "}");
            let named =
                with("{$ref: '#/components/schemas/Inline'}") + &format!("    Inline: {named}\n");
            let (inline, named) = (errors(&inline), errors(&named));
            // A boolean may be inline as a property or parameter.
            if *schema == "{type: boolean}" && !inline.iter().any(|it| it.0 == "inline-schema") {
                continue;
            }
            let help = match &inline[..] {
                [("inline-schema", help)] => help.as_str(),
                _ => "",
            };
            let is_enough =
                help.starts_with("make it a component") && !help.contains("in the component");
            if help.is_empty() || is_enough != named.is_empty() {
                faults.push(format!("{schema} in {place}{inline:?}\n{named:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// If two errors explain each other, both are reported: a document with errors never appears correct.
#[test]
fn errors_never_follow_from_each_other_alone() {
    let text = MINIMAL.to_owned()
        + "    A: {description: One., oneOf: [{$ref: '#/components/schemas/B'}]}\n"
        + "    B: {description: One., oneOf: [{$ref: '#/components/schemas/A'}]}\n";
    let source = Source::new("test.yaml", text);
    let document = load(&source).unwrap();
    let index = Index::new(&document);
    let findings = ["A", "B"].map(|name| {
        let pointer = format!("/components/schemas/{name}/oneOf/0");
        let span = document.node(&pointer).unwrap().span;
        Finding::error("one-of", pointer, span, "wrong", "write another")
    });
    let kept = independent(&index, findings.to_vec(), &[]);
    assert_eq!(kept, findings);
}

#[test]
fn odd_texts_are_findings() {
    for (text, expected) in [
        (String::new(), "empty-document"),
        ("# only\n".to_owned(), "empty-document"),
        ("--- a\n--- b\n".to_owned(), "several-documents"),
        ("\u{FEFF}openapi: 3.0.3\n".to_owned(), "byte-order-mark"),
        ("a: \0b\n".to_owned(), "control-character"),
        ("a: 1\rb: 2\n".to_owned(), "control-character"),
        ("? [a]\n: b\n".to_owned(), "non-text-key"),
        ("a: &x 1\n*x : 2\n".to_owned(), "anchor"),
        ("a: *none\n".to_owned(), "yaml-syntax"),
        ("a: [".to_owned(), "yaml-syntax"),
        ("a:\n\tb: 1\n".to_owned(), "yaml-syntax"),
        ("x".repeat(MAX_BYTES + 1), "too-large"),
        ("[".repeat(100_000), "deep-nesting"),
        ("{a: ".repeat(100_000), "deep-nesting"),
        ("- ".repeat(100_000), "deep-nesting"),
        (
            format!(
                "a:\n{}",
                (1..2000)
                    .map(|n| format!("{}a:\n", " ".repeat(n)))
                    .collect::<String>()
            ),
            "deep-nesting",
        ),
        ("just text".to_owned(), "wrong-type"),
        ("- a\n- b\n".to_owned(), "wrong-type"),
    ] {
        let found = rules(&text);
        assert!(found.contains(&expected), "{:.40} {found:?}", text);
    }
}

/// A small deterministic generator of pseudorandom numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Tries one mutated document after another: nothing may panic, and whatever is rejected has findings.
#[test]
fn mutated_documents_never_panic() {
    const PIECES: &[&str] = &[
        "\n",
        " ",
        "  ",
        "\t",
        ":",
        ": ",
        "- ",
        "-",
        "#",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!t ",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "~",
        "null",
        "true",
        "-1",
        "1e9",
        "0",
        "'",
        "\\",
        "\u{0}",
        "\u{FEFF}",
        "é",
        "😀",
        "\r\n",
        "\r",
        "---\n",
        "...\n",
        "<<: ",
        "$ref: ",
        "'#/components/schemas/Call'",
        "type: object",
        "enum: []",
        "nullable: true",
        "99999999999999999999",
        "^(a|b)*$",
        "{x}",
        "/",
        "x-pii: true",
        "oneOf: []",
        "allOf: []",
    ];
    // Short documents, so that many can be tried and more rules apply.
    const BASES: &[&str] = &[
        MINIMAL,
        include_str!("../../../tests/bad/unused-component.yaml"),
        include_str!("../../../tests/bad/representation-parameters.yaml"),
        include_str!("../../../tests/bad/callback-expression.yaml"),
        include_str!("../../../tests/bad/enum-value.yaml"),
        include_str!("../../../tests/bad/one-of.yaml"),
        include_str!("../../../tests/bad/rules-contradiction.yaml"),
        include_str!("../../../tests/bad/default-response.yaml"),
        include_str!("../../../tests/bad/duplicate-path.yaml"),
        include_str!("../../../tests/bad/lazy.yaml"),
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for number in 0..MUTATIONS {
        let mut text = BASES
            .get(number % BASES.len())
            .copied()
            .unwrap_or(MINIMAL)
            .to_owned();
        for _ in 0..=dice.roll(3) {
            let boundary = |mut at: usize, text: &str| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let from = boundary(dice.roll(text.len() + 1), &text);
            let to = boundary((from + dice.roll(12)).min(text.len()), &text).max(from);
            match dice.roll(5) {
                0 => text.replace_range(from..to, ""),
                1 => text.insert_str(
                    from,
                    PIECES
                        .get(dice.roll(PIECES.len()))
                        .copied()
                        .unwrap_or_default(),
                ),
                2 => text.replace_range(
                    from..to,
                    PIECES
                        .get(dice.roll(PIECES.len()))
                        .copied()
                        .unwrap_or_default(),
                ),
                3 => text.truncate(from),
                _ => {
                    let mut shuffled: Vec<&str> = text.lines().collect();
                    if shuffled.len() > 1 {
                        let (a, b) = (dice.roll(shuffled.len()), dice.roll(shuffled.len()));
                        shuffled.swap(a, b);
                        shuffled.remove(dice.roll(shuffled.len()));
                    }
                    text = shuffled.join("\n");
                }
            }
        }
        let source = Source::new("mutant.yaml", text);
        match load(&source) {
            Ok(document) => {
                check(&Index::new(&document)).render(false);
            }
            Err(report) => {
                let errors = report
                    .findings()
                    .iter()
                    .any(|finding| finding.severity == Severity::Error);
                assert!(errors, "rejected without an error:\n{}", source.text);
                report.render(false);
            }
        }
    }
}

/// The number of mutations per run.
const MUTATIONS: usize = 10_000;
