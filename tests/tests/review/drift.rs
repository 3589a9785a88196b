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

/// The reason for parts of the spec that were added after the fixture was made.
const NEWER: &str = "newer than the fixture";

/// The list with additional explanations for what the spec gained since the fixture was made: adding a parameter must
/// not fail these tests.
pub(crate) fn explanations() -> Source {
    let mut list = source(&root().join("spec/drift.yaml"));
    let newer = released(&theirs(), &list, None).unexplained;
    for title in newer.iter().map(|difference| difference.title()) {
        if title.starts_with("only here: ") {
            let title = title.replace('\'', "''");
            list.text += &format!("  - what: '{title}'\n    reason: {NEWER}\n");
        }
    }
    list
}

fn drift(theirs: &Source, explanations: &Source) -> Drift {
    released(theirs, explanations, None)
}

fn released(theirs: &Source, explanations: &Source, day: Option<&str>) -> Drift {
    let day = day.map(|day| day.parse().unwrap());
    codegen::drift(&spec(), theirs, explanations, day)
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
        drift.unexplained.is_empty() && drift.outdated.is_empty(),
        "{}",
        drift.text(NAMES)
    );
    for (difference, reason) in &drift.explained {
        assert!(!reason.is_empty(), "{}", difference.title());
        for place in [&difference.ours, &difference.theirs].into_iter().flatten() {
            assert!(
                place.position.line > 1,
                "{} {}",
                difference.title(),
                place.pointer
            );
        }
    }
    let titles: Vec<String> = drift
        .explained
        .iter()
        .filter(|(_, reason)| reason != NEWER)
        .map(|(difference, _)| difference.title())
        .collect();
    snapshots("diff", "tests/fixtures/official/calls.json").bind(|| {
        insta::assert_snapshot!("drift-explained", titles.join("\n"));
    });
}

#[test]
fn an_explanation_that_explains_nothing_is_reported() {
    let explanations = explanations();
    let more = Source::new(
        explanations.name,
        format!(
            "{}  - what: 'only there: Call: property `price`'\n    reason: It was once.\n",
            explanations.text
        ),
    );
    let drift = drift(&theirs(), &more);
    assert_eq!(drift.outdated.len(), 1);
    assert!(
        drift.text(NAMES).contains("outdated: line "),
        "{}",
        drift.text(NAMES)
    );
}

/// The document as in an older release; its version is the same.
fn older() -> Source {
    let theirs = theirs();
    let mut document: serde_json::Value = serde_json::from_str(&theirs.text).unwrap();
    let calls = &mut document["paths"]["/2010-04-01/Accounts/{AccountSid}/Calls.json"]["post"];
    let content = &mut calls["requestBody"]["content"]["application/x-www-form-urlencoded"];
    let parameters = &mut content["schema"]["properties"];
    parameters["Method"]["enum"] =
        serde_json::json!(["HEAD", "GET", "POST", "PATCH", "PUT", "DELETE"]);
    parameters
        .as_object_mut()
        .unwrap()
        .remove("ClientNotificationUrl")
        .unwrap();
    let recording = &mut document["components"]["schemas"]["api.v2010.account.call.call_recording"];
    recording["properties"]["channels"]["nullable"] = true.into();
    Source::new(theirs.name, document.to_string())
}

fn titles(drift: &Drift) -> Vec<String> {
    drift.unexplained.iter().map(|it| it.title()).collect()
}

/// Compared with an older release, nothing is outdated, and explanations of differences in older releases apply, too.
/// The caller has to say which release is older, because the documents do not.
#[test]
fn an_older_release_is_compared_with_the_explanations_by_its_day() {
    let old = released(&older(), &explanations(), Some("2024-05-31"));
    assert!(
        old.unexplained.is_empty() && old.outdated.is_empty(),
        "{}",
        old.text(NAMES)
    );
    let note = "Their document is from 2024-05-31, before the release of 2026-01-07";
    assert!(old.text(NAMES).contains(note), "{}", old.text(NAMES));
    assert!(old.markdown(NAMES).contains(note) && old.json().contains(note));

    let url = "only here: createCall: form parameter `ClientNotificationUrl`";
    let method = "differs: createCall: form parameter `Method`: values (`HttpMethod`)";
    let between = released(&older(), &explanations(), Some("2025-07-03"));
    assert_eq!(titles(&between), [method]);
    for day in [None, Some("2026-01-07"), Some("2026-02-01")] {
        let new = released(&older(), &explanations(), day);
        assert_eq!(titles(&new), [url, method], "{day:?}");
        let outdated: Vec<&str> = new.outdated.iter().map(|it| it.what.as_str()).collect();
        let channels = "differs: Recording: property `channels`: presence";
        assert_eq!(outdated, [channels], "{day:?}");
        assert!(new.older.is_none() && !new.text(NAMES).contains("Theirs is of"));
    }
}

/// An explanation applies to what theirs says, and not to anything else that differs in the same place.
#[test]
fn an_explanation_is_true_of_what_theirs_says_alone() {
    let list = explanations();
    let line = "    theirs: in use\n";
    assert!(list.text.contains(line));
    for (says, explained) in [
        ("in use", true),
        ("in *", true),
        ("'*'", true),
        ("[gone, in use]", true),
        ("gone", false),
    ] {
        let text = list.text.replace(line, &format!("    theirs: {says}\n"));
        let drift = drift(&theirs(), &Source::new("drift.yaml", text));
        assert_eq!(drift.unexplained.is_empty(), explained, "{says}");
        assert!(drift.outdated.is_empty(), "{says}");
    }
}

/// Minified JSON and YAML are supported; a place in one long line has its column.
#[test]
fn the_document_may_be_minified_or_yaml() {
    let document: serde_json::Value = serde_json::from_str(&theirs().text).unwrap();
    let minified = Source::new("theirs.json", document.to_string());
    let yaml = Source::new("theirs.yaml", to_yaml(&document, 0));
    let plain = drift(&theirs(), &explanations());
    for other in [minified, yaml] {
        let other = drift(&other, &explanations());
        assert_eq!(other.unexplained, plain.unexplained);
        let titles = |drift: &Drift| -> Vec<String> {
            drift.explained.iter().map(|(it, _)| it.title()).collect()
        };
        assert_eq!(titles(&other), titles(&plain));
        let mut places = other
            .explained
            .iter()
            .filter_map(|(it, _)| it.theirs.as_ref());
        assert!(places.all(|it| it.position.line * it.position.column > 1));
    }
}

/// Block style, like the published file.
fn to_yaml(value: &serde_json::Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        serde_json::Value::Object(map) if !map.is_empty() => map
            .iter()
            .map(|(key, value)| format!("\n{indent}{key:?}: {}", to_yaml(value, depth + 1)))
            .collect(),
        serde_json::Value::Array(items) if !items.is_empty() => items
            .iter()
            .map(|item| format!("\n{indent}- {}", to_yaml(item, depth + 1)))
            .collect(),
        scalar => scalar.to_string(),
    }
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let rejected = |theirs: &Source, explanations: &Source| {
        codegen::drift(&spec(), theirs, explanations, None)
            .unwrap_err()
            .render(false)
    };
    let about_others = fixture_without_calls();
    for (text, rule, place) in [
        ("{\n  nonsense", "json-syntax", "theirs.json:2:3"),
        (
            "{\"openapi\": \"3.0.1\", \"paths\"",
            "json-syntax",
            "theirs.json:1:2",
        ),
        ("", "empty-document", "theirs.json:1:1"),
        ("words", "document", "theirs.json:1:1"),
        ("a:\n\t- b", "yaml-syntax", "theirs.json:2"),
        ("{\n\"swagger\": \"2.0\"}", "document", "theirs.json:2:1"),
        ("{\n \"openapi\": \"3.1.0\"}", "document", "theirs.json:2:2"),
        (&"[".repeat(100_000), "json-syntax", "theirs.json:1:51"),
        (&about_others, "other-api", "theirs.json:1:"),
    ] {
        let report = rejected(&Source::new("theirs.json", text), &explanations());
        let rule = format!("error[{rule}]");
        let shown: String = text.chars().take(40).collect();
        assert!(
            report.contains(&rule) && report.contains(place),
            "{shown}\n{report}"
        );
        assert!(report.lines().all(|line| line.len() < 400), "{shown}");
    }
    for (text, rule) in [
        ("explained:\n  - what: x\n", "drift-reason"),
        (
            "explained:\n  - what: 'differs: x'\n    reason: y\n",
            "drift-theirs",
        ),
        (
            "explained:\n  - what: x\n    reason: y\n    why: z\n",
            "drift-key",
        ),
        ("other: []\n", "drift-list"),
        ("release: newest\nexplained: []\n", "drift-release"),
        (
            "explained:\n  - what: 'only here: x'\n    reason: y\n    before: 2.6.7\n",
            "drift-release",
        ),
        ("explained: [", "yaml-syntax"),
    ] {
        let report = rejected(&theirs(), &Source::new("drift.yaml", text));
        assert!(report.contains(&format!("error[{rule}]")), "{report}");
    }
}

fn fixture_without_calls() -> String {
    let mut document: serde_json::Value = serde_json::from_str(&theirs().text).unwrap();
    let paths = document["paths"].as_object_mut().unwrap();
    paths.retain(|path, _| !path.contains("/Calls"));
    document.to_string()
}

#[test]
fn exit_codes_and_formats() {
    let folder = TempDir::new().unwrap();
    let run = |theirs: PathBuf, explained: PathBuf, format: Format| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let drift = xtask::drift::Drift {
            explanations: explained,
            format,
            ..xtask::drift::Drift::of(root(), xtask::drift::Official::Document(theirs))
        };
        let outcome = drift.run(&mut out, &mut err).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    };
    let known = folder.path().join("known.yaml");
    fs::write(&known, explanations().text).unwrap();
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
    let (_, text) = run(changed.clone(), known.clone(), Format::Json);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["unexplained"][0]["ours"]["says"], "600");
    let (_, text) = run(changed.clone(), known.clone(), Format::Github);
    assert!(
        text.starts_with("::error file=spec/twilio-calls.yaml,line=")
            && text.contains("; ours: 600; theirs: 900 (in prose)")
            && text.lines().count() == 1,
        "{text}"
    );
    let (_, text) = run(changed, known, Format::Sarif);
    assert!(text.contains(r#""ruleId": "drift-unexplained""#), "{text}");

    let stale = folder.path().join("stale.yaml");
    fs::write(
        &stale,
        format!(
            "{}  - what: 'only here: nothing'\n    reason: none\n",
            explanations().text
        ),
    )
    .unwrap();
    let (outcome, _) = run(fixture(), stale.clone(), Format::Text);
    assert_eq!((outcome, outcome.code()), (Outcome::Outdated, 7));
    fs::write(&stale, "other: []\n").unwrap();
    assert_eq!(run(fixture(), stale, Format::Text).0.code(), 4);
}
