//! YAML text to a tree with places, and from there to a typed document.

use crate::check;
use crate::document::parse;
use crate::document::{At, Node, Value, join, segments};
use crate::document::{Source, Span};
use crate::finding::{Finding, Report};

/// A document whose every keyword is known and of the right type.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    root: Node,
    /// The document as the code generators read it.
    pub openapi: openapiv3::OpenAPI,
}

impl Document {
    /// The text it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The whole tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The node a JSON pointer leads to.
    pub fn node(&self, pointer: &str) -> Option<&Node> {
        self.root.find(pointer)
    }

    /// What to underline for the node a JSON pointer leads to, or for its nearest ancestor that exists.
    pub fn span(&self, pointer: &str) -> Span {
        nearest(&self.root, pointer).span()
    }

    /// The span of the key in front of that node, where it has one.
    pub fn key_span(&self, pointer: &str) -> Span {
        nearest(&self.root, pointer).key_span()
    }
}

/// The deepest node on the way that exists.
fn nearest<'n>(root: &'n Node, pointer: &str) -> At<'n> {
    let mut at = At::root(root);
    for segment in segments(pointer) {
        let next = match &at.node.value {
            Value::Array(_) => segment
                .parse::<usize>()
                .ok()
                .and_then(|index| at.items().nth(index)),
            _ => at.get(&segment),
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// Reads a document.
///
/// # Errors
/// A report of everything that is wrong with it, when its YAML cannot be read or a keyword is unknown, missing or of
/// the wrong type. The report then also holds what the rules of [`check`](crate::check::check) say about the parts
/// that can be judged, so that one run shows all there is to mend.
pub fn load(source: &Source) -> Result<Document, Report> {
    let mut report = Report::new(source);
    let (root, findings) = parse(&source.text);
    let broken = !findings.is_empty();
    findings
        .into_iter()
        .for_each(|finding| report.push(finding));
    let Some(root) = root else {
        report.sort();
        return Err(report);
    };
    let shape = check::shape(&root, report.findings());
    if broken || !shape.is_empty() {
        shape.into_iter().for_each(|finding| report.push(finding));
        check::rules(&root, report.findings())
            .into_iter()
            .for_each(|finding| report.push(finding));
        report.sort();
        return Err(report);
    }
    match serde_path_to_error::deserialize(root.to_json()) {
        Ok(openapi) => Ok(Document {
            source: source.clone(),
            root,
            openapi,
        }),
        Err(error) => {
            report.push(conversion(&root, &error));
            Err(report)
        }
    }
}

/// The finding for a document that the typed reader refuses though every table allows it.
fn conversion(root: &Node, error: &serde_path_to_error::Error<serde_json::Error>) -> Finding {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer = join(&pointer, &index.to_string()),
            Segment::Map { key } => pointer = join(&pointer, key),
            Segment::Enum { variant } => pointer = join(&pointer, variant),
            Segment::Unknown => break,
        }
    }
    let at = nearest(root, &pointer);
    Finding::error(
        "document",
        at.pointer.clone(),
        at.span(),
        format!("this part is not OpenAPI 3.0: {}", error.inner()),
        "compare it with a part of the document that is accepted",
    )
}

#[cfg(test)]
mod tests {
    use super::super::yaml::MAX_BYTES;
    use super::*;
    use crate::check::check;
    use crate::finding::Severity;

    const MINIMAL: &str = include_str!("../../../tests/fixtures/minimal.yaml");

    fn rules(text: &str) -> Vec<&'static str> {
        let source = Source::new("test.yaml", text);
        let report = match load(&source) {
            Ok(document) => check(&document),
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
        let report = load(&source).err().unwrap_or_else(|| Report::new(&source));
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
    fn pointers_lead_to_nodes_or_to_the_nearest() {
        let source = Source::new("test.yaml", MINIMAL);
        let Ok(document) = load(&source) else {
            assert!(load(&source).is_ok());
            return;
        };
        let pointer = "/paths/~1Accounts~1{AccountSid}~1Calls.json/post/operationId";
        assert_eq!(
            document.node(pointer).and_then(Node::text),
            Some("createCall")
        );
        assert_eq!(
            MINIMAL.get(document.span(pointer).range()),
            Some("createCall")
        );
        assert_eq!(
            MINIMAL.get(document.key_span(pointer).range()),
            Some("operationId")
        );
        assert_eq!(
            document.node("/servers/0/url").and_then(Node::text),
            Some("https://api.example.com")
        );
        assert_eq!(
            document.span("/info/title/none/0"),
            document.span("/info/title")
        );
        assert_eq!(document.node("/servers/9"), None);
        assert_eq!(document.openapi.info.title, "Minimal");
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
                    check(&document);
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
}
