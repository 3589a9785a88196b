//! Documents that are nearly right: what is found in them, and that nothing panics.

use super::check;
use crate::document::{Index, MAX_BYTES, load};
use crate::finding::Severity;
use crate::source::Source;

const MINIMAL: &str = include_str!("../../../tests/fixtures/minimal.yaml");

fn rules(text: &str) -> Vec<&'static str> {
    let source = Source::new("test.yaml", text);
    let report = match load(&source) {
        Ok(document) => check(&Index::new(&document)),
        Err(report) => report,
    };
    // Rendering must cope with whatever was found, too.
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
        .replace("title: Minimal", "titel:\t日本 # ü")
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
    // The integer's missing minimum only follows from the misspelt one.
    assert_eq!(
        rules(&text),
        ["unknown-keyword", "operation-id", "unknown-keyword"]
    );
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

/// A small generator of numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// One document after another that is nearly right, or not at all: nothing may panic, and whatever is refused has
/// findings.
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
    // Short ones, so that many can be tried, and more of the rules come into play.
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
                assert!(errors, "refused without an error:\n{}", source.text);
                report.render(false);
            }
        }
    }
}

/// How many mutants one run of the tests tries.
const MUTATIONS: usize = 10_000;
