//! `--fix`: what it corrects, and what it leaves unchanged.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{Fixed, Node, Source, fix, load};
use twilio_calls_tests::{documents, folder, frozen, snapshots};

use crate::single_mistakes::{MISTAKES, mistaken};

/// Further mistakes: a fixture, a text in it, and its replacement.
#[rustfmt::skip]
const MORE: &[(&str, &str, &str)] = &[
    ("minimal", "  title: Minimal\n", "  title: Minimal\n  title: Minimal\n"),
    ("minimal", "openapi: 3.0.3\n", "\u{FEFF}openapi: 3.0.3\n"),
    ("minimal", "url: https://api.example.com\n", "url: https://api.example.com\n    description: ''\n"),
    ("minimal", "      scheme: basic\n", ""),
    ("minimal", "default: 60", "default: null"),
    ("minimal", "format: uint64", "format: uint_64"),
    ("minimal", "in: path", "in: Path"),
    ("minimal", "type: integer", "type: integer # whole"),
    ("minimal", "Makes a call.", "Makes a call to the person whose number is given, and to nobody else, as soon as there is a line that is free for it."),
    ("minimal", "        completed: It", "        complete: It"),
    ("minimal", "required: [To]", "required: [To, To]"),
    ("minimal", "          allOf:\n", "          type: string\n          allOf:\n"),
    ("minimal", "          type: boolean\n", "          type: boolean\n          required: false\n"),
    ("object-lazy", "x-lazy: true", "x-lazy: false"),
    ("text-union", "      - '$ref': '#/components/schemas/Name'\n", "      - '$ref': '#/components/schemas/Name'\n      - '$ref': '#/components/schemas/Name'\n"),
    ("csv-rows", "x-row-key: sid", "x-row-key: SID"),
    ("waiter", "x-waiter: state", "x-waiter: States"),
    ("minimal", "[queued, completed]\n      x-enum-descriptions:\n", "[queued, completed, 'null']\n      x-enum-descriptions:\n        null: It is not there.\n"),
    ("form-array", "'$ref': '#/components/schemas/Color'", "allOf: [{$ref: '#/components/schemas/Color'}]"),
];

/// The documents with the further mistakes.
fn further() -> Vec<(String, Source)> {
    let fixtures: BTreeMap<String, Source> = documents("fixtures").into_iter().collect();
    let documents = MORE.iter().map(|(name, old, new)| {
        let text = &fixtures[*name].text;
        assert!(text.contains(old), "{name}: `{old}` is not there");
        let source = Source::new("spec.yaml", text.replacen(old, new, 1));
        (format!("{name} {}", new.trim()), source)
    });
    documents.collect()
}

/// The comments of a document, as far as they can be recognized without parsing it.
fn comments(text: &str) -> BTreeSet<&str> {
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix("# "))
        .map(str::trim)
        .collect()
}

/// Checks that the keys that two objects have in common are in the same order.
fn assert_order(name: &str, before: &Node, after: &Node) {
    let keys = |of: &Node, with: &Node| -> Vec<String> {
        let entries = of.entries().iter();
        let common = entries.filter(|entry| with.get(&entry.key).is_some());
        common.map(|entry| entry.key.clone()).collect()
    };
    assert_eq!(keys(before, after), keys(after, before), "{name}");
    for entry in before.entries() {
        if let Some(other) = after.get(&entry.key) {
            assert_order(name, &entry.node, other);
        }
    }
}

/// Fixes a document, and checks properties of every fix.
fn fixed(name: &str, source: &Source) -> Fixed {
    let fixed = fix(source);
    if fixed.fixes.is_empty() {
        assert_eq!(fixed.source, *source, "{name}");
        return fixed;
    }
    // The small documents cover every rule; the spec would take too long.
    if source.text.len() < 50_000 || name.len().is_multiple_of(4) {
        let again = fix(&fixed.source);
        assert_eq!(again.fixes, [], "{name} is fixed twice");
        assert_eq!(again.source, fixed.source, "{name}");
    }
    for comment in comments(&source.text) {
        assert!(
            fixed.source.text.contains(comment),
            "{name} loses a comment: {comment}"
        );
    }
    let after = load(&fixed.source);
    if let Ok(before) = load(source) {
        let after = after.unwrap_or_else(|report| panic!("{name}: {}", report.render(false)));
        assert_order(name, before.root(), after.root());
    } else {
        assert!(after.is_ok(), "{name} cannot be read after its fix");
    }
    fixed
}

/// What was fixed in a document, and what is left.
fn account(fixed: &Fixed) -> String {
    let fixes: Vec<&str> = fixed.fixes.iter().map(|fix| fix.rule).collect();
    let left: Vec<&str> = fixed.report.located().map(|it| it.rule).collect();
    match (fixes.as_slice(), left.as_slice()) {
        ([], left) => format!("left: {}", left.join(", ")),
        (fixes, []) => format!("fixed: {}", fixes.join(", ")),
        (fixes, left) => format!("fixed: {}; left: {}", fixes.join(", "), left.join(", ")),
    }
}

/// Fixes the documents, in parallel.
fn all_fixed(documents: Vec<(String, Source)>) -> Vec<(String, Fixed)> {
    let half = documents.len().div_ceil(2);
    let fix_all = |part: &[(String, Source)]| -> Vec<(String, Fixed)> {
        let part = part.iter();
        part.map(|(name, source)| (name.clone(), fixed(name, source)))
            .collect()
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = documents
            .chunks(half)
            .map(|part| scope.spawn(move || fix_all(part)))
            .collect();
        let joined = parts.into_iter().flat_map(|part| part.join().unwrap());
        joined.collect()
    })
}

/// The rules in the table of fixes in `spec/README.md`.
fn listed() -> Vec<String> {
    let text = std::fs::read_to_string(folder("../spec/README.md")).unwrap();
    let (_, table) = text.split_once("| fix | rules |\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(2));
    let names: BTreeSet<String> = cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter(|name| *name != "allOf")
        .map(str::to_owned)
        .collect();
    names.into_iter().collect()
}

/// Documents that break the rules, and the spec with one mistake at a time: unambiguous ones are fixed, once.
#[test]
fn what_is_certain_is_fixed_once() {
    let text = frozen().text;
    let bad = documents("bad").into_iter();
    let mistakes = MISTAKES
        .iter()
        .map(|mistake| (mistake.0.to_owned(), mistaken(&text, mistake)));
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let mut accounts = String::new();
    let all = bad.chain(mistakes).chain(further());
    for (name, fixed) in all_fixed(all.collect()) {
        for fix in &fixed.fixes {
            *rules.entry(fix.rule).or_default() += 1;
        }
        if !fixed.fixes.is_empty() {
            accounts.push_str(&format!("{name}: {}\n", account(&fixed)));
        }
    }
    let names: Vec<&str> = rules.keys().copied().collect();
    assert_eq!(names, listed(), "the rules that spec/README.md lists");
    assert!(names.len() >= 30, "{} rules are fixed", names.len());
    accounts.push_str(&format!("\n{} rules: {}\n", names.len(), names.join(", ")));
    snapshots("findings", "tests/tests/generator/fixes.rs").bind(|| {
        insta::assert_snapshot!("fixes", accounts);
    });
}

/// A document without errors stays unchanged.
#[test]
fn what_is_right_is_left_alone() {
    for (name, source) in documents("fixtures") {
        assert_eq!(fixed(&name, &source).source, source);
    }
}

/// Two mistakes at a time, all over the document: each is fixed as it would be alone.
#[test]
fn fixes_do_not_disturb_each_other() {
    let text = frozen().text;
    let mut both = text.clone();
    for (old, new) in [
        ("      maximum: 600\n", "      maximun: 600\n"),
        ("x-unit: seconds", "x-unit: second"),
        ("x-waiter: status", "x-waiter: statsu"),
        ("items: calls", "items: callls"),
        ("type: boolean", "type: 'boolean'"),
        ("nullable: true", "nullable: 'yes'"),
        ("        required: true\n", ""),
        ("https://api.twilio.com", "https://api.twilio.com/"),
        ("'^CA[0-9a-fA-F]{32}$'", "\"^CA[\\da-fA-F]{32}$\""),
    ] {
        both = both.replacen(old, new, 1);
    }
    let fixed = fixed("all at once", &Source::new("spec.yaml", both));
    assert!(fixed.report.is_empty(), "{}", fixed.report.render(false));
    let json = |source: &Source| load(source).unwrap().root().to_json();
    assert_eq!(json(&fixed.source), json(&frozen()));
}

/// A fix that would reveal more errors than it corrects is not applied.
#[test]
fn a_fix_that_does_harm_is_taken_back() {
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    // With anchors, the example no longer matches the pattern.
    let text = minimal.text.replacen(
        "pattern: '^CA[0-9a-fA-F]{32}$'",
        "pattern: 'A[0-9a-fA-F]{32}'",
        1,
    );
    assert_ne!(text, minimal.text);
    let source = Source::new("spec.yaml", text);
    let fixed = fixed("a pattern", &source);
    assert_eq!(fixed.source, source, "{}", account(&fixed));
    assert!(fixed.report.has_errors());
}

/// If indenting a line by one space more or less makes the document unreadable, that line is reported, and a fix, if
/// there is one, moves it back.
#[test]
fn a_line_that_is_off_by_a_space_is_moved_back() {
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    let text = minimal.text.replacen(
        "description: Makes a call.\n",
        "description: |-\n        Makes a call.\n\n        # It is queued: see `CallStatus`.\n        # Then it rings.\n",
        1,
    );
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut counts = BTreeMap::from([("fixed", 0), ("left", 0)]);
    for (number, line) in lines.iter().enumerate() {
        for moved in [
            line.strip_prefix(' ').map(str::to_owned),
            Some(format!(" {line}")),
        ] {
            let Some(moved) = moved.filter(|_| !line.trim().is_empty()) else {
                continue;
            };
            let mut lines = lines.clone();
            lines[number] = &moved;
            let source = Source::new("spec.yaml", lines.concat());
            let report = codegen::findings(&source);
            let Some(slip) = report.located().find(|it| it.rule == "yaml-syntax") else {
                continue;
            };
            let name = format!("line {}: {}", number + 1, report.render(false));
            assert_eq!(slip.position.line, number + 1, "{name}");
            let message = "this is not valid YAML: the line is indented by ";
            assert!(slip.message.starts_with(message), "{name}");
            let fixed = fixed(&name, &source);
            if fixed.fixes.is_empty() {
                *counts.entry("left").or_default() += 1;
            } else {
                assert_eq!(fixed.source.text, text, "{name}");
                *counts.entry("fixed").or_default() += 1;
            }
        }
    }
    assert!(counts["fixed"] > 10 * counts["left"], "{counts:?}");
}

/// A key that is indented too far makes the entries below it look like those of its neighbor, some of which are there twice.
#[test]
fn no_line_is_removed_below_a_key_that_is_indented_too_far() {
    let text = &frozen().text;
    let words = |text: &str| text.split_whitespace().collect::<String>();
    for key in [
        "    NotificationLevel:\n",
        "    ClientIdentifier:\n",
        "                  value:\n                    recordings: []\n",
    ] {
        assert!(text.contains(key), "{key}");
        let moved = text.replacen(key, &format!("  {key}"), 1);
        let fixed = fix(&Source::new("spec.yaml", moved));
        let is_whole = words(&fixed.source.text) == words(text);
        assert!(is_whole, "{key} {}", account(&fixed));
    }
}

/// If leaving out the colon of a key above a block, or the space after a hyphen, makes the document unreadable, that
/// line is corrected.
#[test]
fn a_character_that_was_left_out_is_put_back() {
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    let lines: Vec<&str> = minimal.text.split_inclusive('\n').collect();
    let (mut fixed, mut wrong) = (0, Vec::new());
    for (number, line) in lines.iter().enumerate() {
        let content = line.trim_end();
        let without = match content.strip_suffix(':') {
            Some(key) => format!("{key}\n"),
            None if content.trim_start().starts_with("- ") => line.replacen("- ", "-", 1),
            None => continue,
        };
        let mut lines = lines.clone();
        lines[number] = &without;
        let source = Source::new("spec.yaml", lines.concat());
        let report = codegen::findings(&source);
        if report.located().all(|it| it.rule != "yaml-syntax") {
            continue;
        }
        match fix(&source).source.text == minimal.text {
            true => fixed += 1,
            false => wrong.push(report.render(false)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixed > 50, "only {fixed}");
}
