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
        "encryption_details\n    nothing says what it is",
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

/// What cannot be expressed is left out and told, and the rest of the document works.
#[test]
fn what_cannot_be_expressed_is_left_out_and_told() {
    let output = generated();
    let outline = Outline::of(output.files.values().map(String::as_str)).to_string();
    for part in [
        // The account of the path is the client's, the one of the form is the caller's.
        "fn update_line(&self, path_sid: impl Argument<PhoneNumberSid>, body: impl Argument<RequestText>) -> UpdateLine",
        "fn account_sid(self, value: impl Argument<AccountSid>) -> Self",
        "fn sid(self, value: impl Argument<RequestText>) -> Self",
        "fn authority(self, value: impl Argument<RequestText>) -> Self",
        "authority: Option<String>",
        "fn retry_operation(&self) -> RetryOperation",
        "fn fetch_line_number_operation(&self) -> FetchLineNumberOperation",
        "struct PathText",
    ] {
        assert!(outline.contains(part), "`{part}` is not in\n{outline}");
    }
    let line = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Lines~1{Sid}.json";
    let form = "post/requestBody/content/application~1x-www-form-urlencoded/schema/properties";
    let answer = "/components/schemas/api.v2010.account.line/properties";
    for part in [
        format!("{line}/put: the method PUT"),
        format!("{line}/get: no answer with the status 200 is described"),
        format!("{line}/post/parameters/2: `Body` becomes `body`, which the crate uses itself"),
        format!("{line}/{form}/Request: `Request` becomes `request`"),
        format!("{line}/{form}/Send: `Send` becomes `send`"),
        format!("{answer}/flags/items: a list with items of the type boolean"),
        format!("{answer}/table/items: a list with items of the type array"),
        "/paths/~12010-04-01~1Lines~1Uses.json/get: nothing says what its answer holds".to_owned(),
        "/paths/~12010-04-01~1Lines~1Uses.json/post: it takes another body".to_owned(),
    ] {
        let told = part.replacen(": ", "\n    ", 1);
        assert!(
            output.ledger.contains(&told),
            "`{told}` is not in\n{}",
            output.ledger
        );
    }
    assert!(
        output
            .summary
            .contains(" left out, since it cannot be expressed\n"),
        "{}",
        output.summary
    );
    assert!(output.summary.lines().count() < 30, "{}", output.summary);
}

/// What cannot be lowered is told where it stands in the given document, not in a text that nobody has.
#[test]
fn findings_have_the_places_of_the_given_document() {
    let source = fixture();
    let text = source.text.replace(
        "/2010-04-01/Lines/Uses.json",
        "/2010-04-01/Lines/{Never}/Declared.json",
    );
    let mut document: serde_json::Value = serde_json::from_str(&text).unwrap();
    document["paths"]["/2010-04-01/Lines/{Never}/Declared.json"]["get"] =
        document["paths"]["/2010-04-01/Lines/{PhoneNumber}"]["get"].clone();
    let minified = document.to_string();
    let report = codegen::generate_official(&Source::new("theirs.json", &*minified)).unwrap_err();
    let found: Vec<_> = report.located().collect();
    assert!(!found.is_empty() && found.iter().all(|it| it.rule != "missing-example"));
    for finding in found {
        assert!(
            document.pointer(finding.pointer).is_some(),
            "{}",
            finding.pointer
        );
        let at = finding.position.column - 1;
        let key = finding
            .pointer
            .rsplit('/')
            .next()
            .unwrap()
            .replace("~1", "/");
        let key = serde_json::to_string(&key).unwrap();
        let is_item = key.trim_matches('"').parse::<usize>().is_ok();
        assert!(
            is_item || minified[at..].starts_with(&key),
            "{}",
            finding.pointer
        );
    }
    let told = report.render(false);
    assert!(
        told.lines().all(|line| line.len() < 400),
        "a line of {}",
        told.len()
    );
}

#[test]
fn what_is_no_document_is_a_finding() {
    let refused = |text: &str| {
        let report = codegen::generate_official(&Source::new("odd.json", text)).unwrap_err();
        report.render(false)
    };
    for (text, rule, place) in [
        ("", "empty-document", "odd.json:1:1"),
        ("[]", "document", "odd.json:1:1"),
        ("{\"openapi\":\n", "json-syntax", "odd.json:2"),
        ("openapi: [", "yaml-syntax", "odd.json:1"),
        ("a:\n\t- b", "yaml-syntax", "odd.json:2"),
        ("{\n\"swagger\": \"2.0\"}", "document", "odd.json:2:1"),
        ("{\n \"openapi\": \"3.1.0\"}", "document", "odd.json:2:2"),
        (&"{\"a\":".repeat(10_000), "json-syntax", "odd.json:1:"),
    ] {
        let told = refused(text);
        let rule = format!("error[{rule}]");
        assert!(told.contains(&rule) && told.contains(place), "{told}");
    }
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
            let account = "&\"AC00000000000000000000000000000000\".parse().unwrap()";
            (file, text.replace("self.core.account_sid()", account))
        })
        .collect();
    compile_beside_the_client("official", &[("official".to_owned(), files)]);
}
