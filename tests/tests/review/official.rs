//! A document in the style of Twilio's official ones, all the way to a crate that compiles.

use std::collections::BTreeSet;

use codegen::{Files, Outline, Source};
use twilio_calls_tests::beside_the_client::compile_beside_the_client;
use twilio_calls_tests::{folder, snapshots, source};
use xtask::regen::{Outcome, Regen, Style};

fn fixture() -> Source {
    source(&folder("fixtures").join("official/calls.json"))
}

fn generated() -> codegen::Output {
    codegen::generate_official(&fixture())
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
}

#[test]
fn it_is_refused_where_the_style_is_not_asked_for() {
    let report = codegen::generate(&fixture()).unwrap_err();
    let rules: BTreeSet<&str> = report.located().map(|finding| finding.rule).collect();
    assert!(
        rules.contains("unknown-extension") && rules.contains("unsupported-keyword"),
        "{rules:?}"
    );
}

#[test]
fn its_shapes_are_rewritten_and_every_edit_is_told() {
    let output = generated();
    assert!(
        output.warnings.is_empty(),
        "{}",
        output.warnings.render(false)
    );
    let outline = Outline::of(output.files.values().map(String::as_str)).to_string();
    for part in [
        "#[non_exhaustive] struct Call:",
        "fn create_call(&self, to: impl Argument<RequestText>, from: impl Argument<RequestText>) -> CreateCall",
        "fn start_time_before(self, value: impl Argument<DateOrTime>) -> Self",
        "struct CallSid: Clone, Copy",
        "price: Option<Decimal>",
        "fn stream(self) -> Items<ListCallResponse>",
        "enum CallEnumStatus",
    ] {
        assert!(outline.contains(part), "`{part}` is not in\n{outline}");
    }
    for part in [
        "x-twilio\n    taken out: nothing reads it",
        "headers\n    taken out: nothing reads it",
        "responses/200\n    taken out: one success, and one body for every refusal",
        "encryption_details\n    taken out: nothing says what it is",
        "subresource_uris\n    becomes the component `AnyObject`",
    ] {
        assert!(
            output.ledger.contains(part),
            "`{part}` is not in\n{}",
            output.ledger
        );
    }
    snapshots("diff", "tests/fixtures/official/calls.json").bind(|| {
        insta::assert_snapshot!("official-outline", outline);
        insta::assert_snapshot!("official-ledger", output.ledger);
    });
}

#[test]
fn the_same_document_gives_the_same_files() {
    assert_eq!(generated().files, generated().files);
}

/// Whatever is cut out of the document or exchanged: a finding at worst, never a panic.
#[test]
fn damaged_documents_never_panic() {
    let text = fixture().text;
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(sides).unwrap()).unwrap()
    };
    let lines: Vec<&str> = text.lines().collect();
    for _ in 0..12 {
        let mut damaged = lines.clone();
        for _ in 0..3 {
            let (a, b) = (roll(damaged.len()), roll(damaged.len()));
            damaged.swap(a, b);
        }
        let _ = codegen::generate_official(&Source::new("damaged.json", damaged.join("\n")));
    }
    for text in [
        "",
        "{}",
        "[]",
        "null",
        "{\"paths\": 1}",
        "openapi: [",
        "{\"paths\": {\"/a\": {\"get\": {}}}}",
    ] {
        let refused = codegen::generate_official(&Source::new("odd.json", text));
        assert!(refused.is_err(), "{text}");
    }
}

/// `cargo xtask regen --style official --spec FILE --out DIR`.
#[test]
fn the_task_writes_it() {
    let out = tempfile::TempDir::new().unwrap();
    let regen = Regen {
        spec: folder("fixtures").join("official/calls.json"),
        out: out.path().join("api"),
        style: Style::Official,
        ..Regen::of_workspace()
    };
    let (mut told, mut err) = (Vec::new(), Vec::new());
    let outcome = regen.run(&mut told, &mut err).unwrap();
    assert_eq!(
        outcome,
        Outcome::Written,
        "{}",
        String::from_utf8_lossy(&err)
    );
    let outcome = regen.run(&mut told, &mut err).unwrap();
    assert_eq!(outcome, Outcome::Fresh);
    let strict = Regen {
        style: Style::Own,
        ..regen
    };
    assert_eq!(strict.run(&mut told, &mut err).unwrap(), Outcome::Invalid);
}

/// As a module of the client, beside the runtime it needs.
#[test]
fn what_is_emitted_compiles() {
    // Methods of the client's own operations are there already.
    let source = fixture();
    let renamed = source
        .text
        .replace("\"operationId\": \"", "\"operationId\": \"Other");
    let output = codegen::generate_official(&Source::new(source.name, renamed))
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    let files: Files = output
        .files
        .into_iter()
        .map(|(file, text)| {
            // The credentials' account is of the client's own type, not of this module's.
            let account =
                "&super::sids::AccountSid::from_static(\"AC00000000000000000000000000000000\")";
            (file, text.replace("self.core.account_sid()", account))
        })
        .collect();
    compile_beside_the_client("official", &[("official".to_owned(), files)]);
}
