//! A document in the style of Twilio's official ones, all the way to a crate that compiles.

use std::collections::BTreeSet;
use std::path::Path;

use codegen::{Files, Outline, Source};
use twilio_calls_tests::in_place::compile_in_place;
use twilio_calls_tests::{folder, root, snapshots, source};
use xtask::regen::{Outcome, Regen, Style};

fn fixture() -> Source {
    source(&folder("fixtures").join("official/calls.json"))
}

fn generated() -> codegen::Output {
    codegen::generate_official(&fixture())
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
}

#[test]
fn it_is_rejected_without_the_style() {
    let report = codegen::generate(&fixture()).unwrap_err();
    let rules: BTreeSet<&str> = report.located().map(|finding| finding.rule).collect();
    assert!(
        rules.contains("unknown-extension") && rules.contains("unsupported-keyword"),
        "{rules:?}"
    );
}

#[test]
fn its_shapes_are_rewritten_and_every_edit_is_reported() {
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
        "x-twilio\n    removed: it is not supported",
        "headers\n    removed: it is not supported",
        "removed: there is one body for all successes, and one for all errors",
        "encryption_details\n    it has no usable schema",
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
fn the_same_document_yields_the_same_files() {
    assert_eq!(generated().files, generated().files);
}

/// What cannot be expressed is left out and reported, and the rest of the document works.
#[test]
fn what_cannot_be_expressed_is_left_out_and_reported() {
    let output = generated();
    let outline = Outline::of(output.files.values().map(String::as_str)).to_string();
    for part in [
        // The account in the path is filled in by the client, the one in the form is passed by the caller.
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
    let response = "/components/schemas/api.v2010.account.line/properties";
    for part in [
        format!("{line}/head: the method HEAD"),
        format!("{line}/get: it has no response with status 200"),
        format!(
            "{line}/post/parameters/2: `Body` becomes `body`, a name that Rust or the crate itself uses"
        ),
        format!("{line}/{form}/Request: `Request` becomes `request`"),
        format!("{line}/{form}/Send: `Send` becomes `send`"),
        format!("{response}/flags/items: an array with items of the type boolean"),
        format!("{response}/table/items: an array with items of the type array"),
        "/paths/~12010-04-01~1Lines~1Uses.json/get: its response is not described".to_owned(),
        "/paths/~12010-04-01~1Lines~1Uses.json/post: its JSON body is not an object".to_owned(),
    ] {
        let reported = part.replacen(": ", "\n    ", 1);
        assert!(
            output.ledger.contains(&reported),
            "`{reported}` is not in\n{}",
            output.ledger
        );
    }
    assert!(
        output
            .summary
            .contains(" left out, because they cannot be expressed\n"),
        "{}",
        output.summary
    );
    assert!(output.summary.lines().count() < 30, "{}", output.summary);
}

/// Findings refer to the original document, not to the normalized one.
#[test]
fn findings_have_the_places_of_the_given_document() {
    let text = fixture()
        .text
        .replace("\"https://api.twilio.com\"", "\"http://api.twilio.com\"");
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let minified = document.to_string();
    let report = codegen::generate_official(&Source::new("official.json", &*minified)).unwrap_err();
    let found: Vec<_> = report.located().collect();
    assert_eq!(found.len(), 1, "{}", report.render(false));
    assert_eq!(
        (found[0].rule, found[0].pointer),
        ("server", "/servers/0/url")
    );
    let at = found[0].position.column - 1;
    assert!(minified[at..].starts_with("\"http://api.twilio.com\""));
    let reported = report.render(false);
    assert!(
        reported.lines().all(|line| line.len() < 400),
        "a line of {}",
        reported.len()
    );
}

/// An operation that breaks a rule is left out, with a reference to the given document; the others are kept.
#[test]
fn an_operation_that_breaks_a_rule_is_left_out() {
    let source = fixture();
    let (from, to) = (
        "/2010-04-01/Lines/Uses.json",
        "/2010-04-01/Lines/{Never}.json",
    );
    let mut document: serde_json::Value =
        serde_json::from_str(&source.text.replace(from, to)).unwrap();
    let paths = &mut document["paths"];
    paths[to]["get"] = paths["/2010-04-01/Lines/{PhoneNumber}"]["get"].clone();
    let output = official(&Source::new("official.json", document.to_string()));
    let reported = "/paths/~12010-04-01~1Lines~1{Never}.json/get\n    the path `/2010-04-01/Lines/{Never}.json` has no parameter `PhoneNumber`";
    assert!(output.ledger.contains(reported), "{}", output.ledger);
    assert!(output.files["requests.rs"].contains("pub struct CreateCall"));
}

#[test]
fn what_is_no_document_is_a_finding() {
    let rejected = |text: &str| {
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
        let reported = rejected(text);
        let rule = format!("error[{rule}]");
        assert!(
            reported.contains(&rule) && reported.contains(place),
            "{reported}"
        );
    }
}

/// Removing or swapping any parts of the document results in findings at worst, never in a panic.
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
        let rejected = codegen::generate_official(&Source::new("odd.json", text));
        assert!(rejected.is_err(), "{text}");
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
        ..Regen::of(root())
    };
    let (mut reported, mut err) = (Vec::new(), Vec::new());
    let outcome = regen.run(&mut reported, &mut err).unwrap();
    assert_eq!(
        outcome,
        Outcome::Written,
        "{}",
        String::from_utf8_lossy(&err)
    );
    let outcome = regen.run(&mut reported, &mut err).unwrap();
    assert_eq!(outcome, Outcome::Fresh);
    let strict = Regen {
        style: Style::Own,
        ..regen
    };
    assert_eq!(
        strict.run(&mut reported, &mut err).unwrap(),
        Outcome::Invalid
    );
}

/// One document per shape, each in place of the client's own, as `CONTRIBUTING.md` describes: none of the files is
/// edited.
#[test]
#[ignore = "compiles a dozen clients; run by .ci/run"]
fn every_shape_compiles_in_the_place_of_the_client() {
    let mut documents: Vec<(String, Files)> = shapes()
        .into_iter()
        .map(|(name, source)| (format!("official-{name}"), official(&source).files))
        .collect();
    assert!(documents.len() >= 9, "only {} are left", documents.len());
    for (name, text) in account_patterns() {
        let output = codegen::generate(&Source::new(name, text))
            .unwrap_or_else(|report| panic!("{}", report.render(false)));
        documents.push((name.to_owned(), output.files));
    }
    let worst = source(&folder("fixtures").join("names-worst.yaml"));
    let output =
        codegen::generate(&worst).unwrap_or_else(|report| panic!("{}", report.render(false)));
    documents.push(("names-worst".to_owned(), output.files));
    compile_in_place("official", &documents);
}

/// The documents that Twilio publishes, if `OFFICIAL_DOCUMENTS` names a folder with them. Prints what is left out of each.
#[test]
fn published_documents_compile_in_the_place_of_the_client() {
    let Some(folder) = std::env::var_os("OFFICIAL_DOCUMENTS") else {
        eprintln!("NOTICE: OFFICIAL_DOCUMENTS names no folder: no published document is compiled");
        return;
    };
    let mut documents: Vec<(String, Files)> = Vec::new();
    for (name, source) in documents_in(Path::new(&folder)) {
        let output = official(&source);
        println!("{name}\n{}", output.summary);
        documents.push((
            format!("published-{}", name.replace('_', "-")),
            output.files,
        ));
    }
    assert!(!documents.is_empty(), "no documents in the folder");
    compile_in_place("published", &documents);
}

/// A document with another pattern of account SIDs: the runtime knows the type, but not its pattern.
fn account_patterns() -> [(&'static str, String); 2] {
    let text = source(&folder("fixtures").join("minimal.yaml")).text;
    let given = "^AC[0-9a-fA-F]{32}$";
    assert!(text.contains(given));
    let any = text.replace(given, "^AC[0-9a-fA-F]{2,64}$");
    let sid = "AC00000000000000000000000000000000";
    assert!(text.contains(sid));
    let longer = text
        .replace(given, "^AC[0-9a-fA-F]{33}$")
        .replace(sid, &format!("{sid}a"));
    [("account-longer", longer), ("account-of-any-length", any)]
}

fn shapes() -> Vec<(String, Source)> {
    documents_in(&folder("fixtures").join("official"))
}

fn documents_in(folder: &Path) -> Vec<(String, Source)> {
    let mut shapes: Vec<(String, Source)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, source(&path))
        })
        .collect();
    shapes.sort_by(|a, b| a.0.cmp(&b.0));
    shapes
}

fn official(source: &Source) -> codegen::Output {
    codegen::generate_official(source).unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// The summary of each shape says what is missing, for reviewers.
#[test]
fn each_shape_reports_what_it_leaves_out() {
    let summaries: Vec<String> = shapes()
        .iter()
        .map(|(_, source)| official(source).summary)
        .collect();
    snapshots("diff", "tests/fixtures/official").bind(|| {
        insta::assert_snapshot!("official-summaries", summaries.join("\n"));
    });
}

/// A document of which nothing can be kept is reported with the reasons, and does not appear to be empty.
#[test]
fn a_document_of_which_nothing_is_left_names_what_was_left_out() {
    let text = r#"{"openapi": "3.0.1", "paths": {"/a": {"head": {}, "get": {"responses": {}}}}}"#;
    let report = codegen::generate_official(&Source::new("odd.json", text)).unwrap_err();
    let reported = report.render(false);
    for part in [
        "error[no-operations]: none of the operations can be expressed",
        "odd.json:1:22",
        "/paths/~1a/head: the method HEAD",
        "/paths/~1a/get: it has no response with status 200",
    ] {
        assert!(reported.contains(part), "{reported}");
    }
}

/// JSON and YAML are two formats of the same document.
#[test]
fn the_same_document_in_yaml_yields_the_same_files() {
    for (name, source) in shapes() {
        let document: serde_json::Value = serde_json::from_str(&source.text).unwrap();
        let quoted = document.to_string().replace("\\/", "/");
        let yaml = Source::new(source.name.clone(), format!("# YAML\n{quoted}\n"));
        assert_eq!(official(&yaml).files, official(&source).files, "{name}");
    }
}
