//! The spec against a document in the style of Twilio's own.

use std::fs;
use std::path::PathBuf;

use codegen::{Drift, Source};
use tempfile::TempDir;
use twilio_calls_tests::{folder, root, snapshots, source, spec};
use xtask::Format;
use xtask::drift::Outcome;

fn fixture() -> PathBuf {
    folder("fixtures").join("official/calls.json")
}

fn theirs() -> Source {
    source(&fixture())
}

fn explanations() -> Source {
    source(&root().join("spec/drift.yaml"))
}

fn drift(theirs: &Source, explanations: &Source) -> Drift {
    codegen::drift(&spec(), theirs, explanations)
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
}

fn edited(from: &str, to: &str) -> Source {
    let theirs = theirs();
    assert!(theirs.text.contains(from), "{from}");
    Source::new(theirs.name, theirs.text.replace(from, to))
}

const NAMES: (&str, &str) = ("ours.yaml", "theirs.json");

#[test]
fn every_known_difference_is_explained_and_every_explanation_needed() {
    let drift = drift(&theirs(), &explanations());
    assert!(
        drift.unexplained.is_empty() && drift.stale.is_empty(),
        "{}",
        drift.text(NAMES)
    );
    for (difference, reason) in &drift.explained {
        assert!(!reason.is_empty(), "{}", difference.title());
        for place in [&difference.ours, &difference.theirs].into_iter().flatten() {
            assert!(place.line > 0, "{} {}", difference.title(), place.pointer);
        }
    }
    let titles: Vec<String> = drift
        .explained
        .iter()
        .map(|(difference, _)| difference.title())
        .collect();
    snapshots("diff", "tests/fixtures/official/calls.json").bind(|| {
        insta::assert_snapshot!("drift-explained", titles.join("\n"));
    });
}

/// What the service might change next is told, with its place on both sides.
#[test]
fn changes_of_theirs_are_told() {
    for (from, to, title) in [
        (
            "\"ClientNotificationUrl\": {",
            "\"HoldMusic\": {\"type\": \"string\"}, \"ClientNotificationUrl\": {",
            "only there: createCall: form parameter `HoldMusic`",
        ),
        (
            "\"name\": \"ParentCallSid\"",
            "\"name\": \"ParentSid\"",
            "only here: listCalls: query parameter `ParentCallSid`",
        ),
        (
            "the maximum is `600`",
            "the maximum is `900`",
            "differs: createCall: form parameter `Timeout`: maximum (`Timeout`)",
        ),
        (
            "Its range is 500 - 5000",
            "Its range is 600 - 5000",
            "differs: createCall: form parameter `MachineDetectionSpeechEndThreshold`: minimum \
             (`MachineDetectionSpeechEndThreshold`)",
        ),
        (
            "at most 4000 characters",
            "at most 8000 characters",
            "differs: createCall: form parameter `Twiml`: longest (`Twiml`)",
        ),
        (
            "`Enable` or `DetectMessageEnd`",
            "`Enable`, `Disable` or `DetectMessageEnd`",
            "differs: createCall: form parameter `MachineDetection`: values (`MachineDetection`)",
        ),
        (
            "\"canceled\",\n          \"completed\"",
            "\"canceled\",\n          \"paused\",\n          \"completed\"",
            "differs: updateCall: form parameter `Status`: values (`UpdateCallStatus`)",
        ),
        (
            "^GP[0-9a-fA-F]{32}$",
            "^GQ[0-9a-fA-F]{32}$",
            "differs: Call: property `group_sid`: pattern (`GroupSid`)",
        ),
        (
            "\"group_sid\": {",
            "\"region\": {\"type\": \"string\"}, \"group_sid\": {",
            "only there: Call: property `region`",
        ),
        (
            "            \"required\": [\n                  \"To\",\n                  \"From\"\n                ]",
            "            \"required\": [\n                  \"To\"\n                ]",
            "differs: createCall: form parameter `From`: presence",
        ),
    ] {
        let theirs = theirs();
        if !theirs.text.contains(from) {
            panic!("the fixture has no longer the text\n{from}");
        }
        let drift = drift(&edited(from, to), &explanations());
        let titles: Vec<String> = drift.unexplained.iter().map(|it| it.title()).collect();
        assert!(
            titles.iter().any(|it| it == title),
            "`{title}` is not in {titles:#?}"
        );
    }
}

#[test]
fn an_explanation_that_explains_nothing_is_told() {
    let explanations = explanations();
    let more = Source::new(
        explanations.name,
        format!(
            "{}  - what: 'only there: Call: property `price`'\n    reason: It was once.\n",
            explanations.text
        ),
    );
    let drift = drift(&theirs(), &more);
    assert_eq!(drift.stale.len(), 1);
    assert!(
        drift
            .text(NAMES)
            .contains("nothing differs any more as line "),
        "{}",
        drift.text(NAMES)
    );
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let refused = |theirs: &Source, explanations: &Source| {
        codegen::drift(&spec(), theirs, explanations)
            .unwrap_err()
            .render(false)
    };
    let text = refused(
        &Source::new("theirs.json", "{\n  nonsense"),
        &explanations(),
    );
    assert!(
        text.contains("error[json-syntax]") && text.contains("theirs.json:2"),
        "{text}"
    );
    for (text, rule) in [
        ("explained:\n  - what: x\n", "drift-reason"),
        (
            "explained:\n  - what: x\n    reason: y\n    why: z\n",
            "drift-key",
        ),
        ("other: []\n", "drift-list"),
        ("explained: [", "yaml-syntax"),
    ] {
        let told = refused(&theirs(), &Source::new("drift.yaml", text));
        assert!(told.contains(&format!("error[{rule}]")), "{told}");
    }
}

#[test]
fn exit_codes_and_formats() {
    let folder = TempDir::new().unwrap();
    let run = |theirs: PathBuf, explained: PathBuf, format: Format| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let drift = xtask::drift::Drift {
            explained,
            format,
            ..xtask::drift::Drift::of_workspace(theirs)
        };
        let outcome = drift.run(&mut out, &mut err).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    };
    let known = root().join("spec/drift.yaml");
    let (outcome, _) = run(fixture(), known.clone(), Format::Text);
    assert_eq!((outcome, outcome.code()), (Outcome::Explained, 0));

    let changed = folder.path().join("changed.json");
    fs::write(
        &changed,
        edited("the maximum is `600`", "the maximum is `900`").text,
    )
    .unwrap();
    let (outcome, text) = run(changed.clone(), known.clone(), Format::Text);
    assert_eq!((outcome, outcome.code()), (Outcome::Unexplained, 6));
    assert!(
        text.contains("ours: 600 at spec/twilio-calls.yaml:"),
        "{text}"
    );
    assert!(text.contains("theirs: 900 (in prose) at "), "{text}");
    let (_, text) = run(changed.clone(), known.clone(), Format::Markdown);
    assert!(
        text.starts_with("**1 difference unexplained") && text.contains("<details>"),
        "{text}"
    );
    let (_, text) = run(changed, known, Format::Json);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["unexplained"][0]["ours"]["says"], "600");

    let stale = folder.path().join("stale.yaml");
    fs::write(
        &stale,
        format!(
            "{}  - what: nothing\n    reason: none\n",
            explanations().text
        ),
    )
    .unwrap();
    let (outcome, _) = run(fixture(), stale.clone(), Format::Text);
    assert_eq!((outcome, outcome.code()), (Outcome::Stale, 7));
    fs::write(&stale, "other: []\n").unwrap();
    assert_eq!(run(fixture(), stale, Format::Text).0.code(), 4);
}
