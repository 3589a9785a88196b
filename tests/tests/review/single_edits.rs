//! Single edits of the real spec, and everything reported about them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use codegen::{Class, Rule, SpecChange, Version};
use proptest::prelude::*;
use twilio_calls_tests::{frozen, snapshots};

use crate::edits::{EDITS, FURTHER};
use crate::reports::{listed, place};
use crate::support::{after, all, edited, mirrors, read, real, released, replaced};

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

/// In how many tests the edits are checked: they run at the same time, and each is quick.
const PARTS: usize = 8;

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_0() {
    edits_are_reported(0);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_1() {
    edits_are_reported(1);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_2() {
    edits_are_reported(2);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_3() {
    edits_are_reported(3);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_4() {
    edits_are_reported(4);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_5() {
    edits_are_reported(5);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_6() {
    edits_are_reported(6);
}

#[test]
fn every_edit_is_reported_on_the_wire_and_in_rust_7() {
    edits_are_reported(7);
}

fn edits_are_reported(part: usize) {
    assert!(EDITS.len() >= 60, "only {} edits are left", EDITS.len());
    let real = real();
    let (mut wrong, mut places) = (Vec::new(), String::new());
    for at in (part..EDITS.len()).step_by(PARTS) {
        let (edit, new) = after(at);
        let account = real.compare(new);
        places += &listed(edit.name, &account, place);
        let mut reported: Vec<(Class, &str, String, String)> = account
            .changes()
            .iter()
            .map(|it| {
                let lines = (it.wire.to_string(), it.rust.to_string());
                (it.class, it.rule.id(), lines.0, lines.1)
            })
            .collect();
        let mut expected: Vec<(Class, &str, String, String)> = edit
            .changes
            .iter()
            .map(|(class, rule, wire, rust)| {
                (*class, *rule, (*wire).to_owned(), (*rust).to_owned())
            })
            .collect();
        // Another test looks at their order.
        reported.sort();
        expected.sort();
        if reported != expected {
            let name = edit.name;
            wrong.push(format!(
                "{name}\n reported {reported:#?}\n expected {expected:#?}"
            ));
        }
        for (from, bump) in [("0.1.0", edit.before_one), ("1.2.3", edit.after_one)] {
            assert_eq!(
                account.bump(&version(from)).name(),
                bump,
                "{} after {from}",
                edit.name
            );
        }
        for change in account.changes() {
            assert!(change.line > 0, "{}: {}", edit.name, change.wire);
            let breaking = change.class == Class::Breaking;
            assert!(
                !breaking || !change.why.is_empty(),
                "{}: there is no reason why it is breaking",
                edit.name
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    snapshots(
        "reports",
        "where edits of spec/twilio-calls.yaml are reported",
    )
    .bind(|| insta::assert_snapshot!(format!("places-{part}"), places));
}

/// The most severe changes come first, each class in the order of the lines, and leaks before everything else.
#[test]
fn changes_are_in_order() {
    let real = real();
    for (edit, new) in all() {
        let account = real.compare(new);
        let order = |it: &SpecChange| {
            let leaks = it.rule == Rule::PrivacyWeakened;
            (Reverse(it.class), Reverse(leaks), it.line)
        };
        let is_sorted = account.changes().is_sorted_by_key(order);
        assert!(is_sorted, "{}\n{:#?}", edit.name, account.changes());
    }
}

/// Rules that no edit here triggers, each with the reason.
const UNSEEN: &[(&str, &str)] = &[
    (
        "unexpressed-changed",
        "only documents in the official style have such parts: releases.rs",
    ),
    (
        "xml-added",
        "there is one vocabulary, and it is long: checked by hand",
    ),
    (
        "xml-removed",
        "there is one vocabulary, and it is long: checked by hand",
    ),
    (
        "error-code-added",
        "the table is another file: tests/generator/error_codes.rs",
    ),
    (
        "error-code-removed",
        "the table is another file: tests/generator/error_codes.rs",
    ),
    (
        "error-code-renamed",
        "the table is another file: tests/generator/error_codes.rs",
    ),
    (
        "error-code-retry-changed",
        "the table is another file: tests/generator/error_codes.rs",
    ),
    (
        "error-code-meaning-changed",
        "the table is another file: tests/generator/error_codes.rs",
    ),
    (
        "progress-sources-changed",
        "the callback has one property of each kind",
    ),
    (
        "api-item-removed",
        "only changes of the generator and the runtime: codegen/src/diff/api.rs",
    ),
    (
        "api-item-added",
        "only changes of the generator and the runtime: codegen/src/diff/api.rs",
    ),
    (
        "api-required-item-added",
        "only changes of the generator and the runtime: codegen/src/diff/api.rs",
    ),
    (
        "api-item-changed",
        "only changes of the generator and the runtime: codegen/src/diff/api.rs",
    ),
    (
        "api-value-changed",
        "only changes of the generator and the runtime: codegen/src/diff/api.rs",
    ),
    (
        "api-names-changed",
        "only changes of the generator and the runtime: codegen/src/diff/api.rs",
    ),
    ("request-media-type-changed", "the spec has forms alone"),
    ("error-response-changed", "there is one error body"),
    (
        "property-default-changed",
        "what Twilio sends has no default",
    ),
    (
        "type-use-changed",
        "no object of the spec changes sides in one edit",
    ),
    (
        "callback-type-changed",
        "every callback of the spec has a type of its own",
    ),
    (
        "union-member-added-in-responses",
        "no response of the spec carries a union",
    ),
    (
        "waiter-status-changed",
        "one property of a call is a status",
    ),
    ("event-type-changed", "the spec has one enum of events"),
    (
        "event-parameter-changed",
        "one parameter of the callback is a status",
    ),
    ("column-added", "reported with the property that it is"),
    ("column-removed", "reported with the property that it is"),
    ("column-renamed", "reported with the property that it is"),
    (
        "waiter-renamed",
        "reported with the type that it is named after",
    ),
    (
        "reconciler-renamed",
        "reported with the type that it is named after",
    ),
    (
        "row-renamed",
        "reported with the type that it is named after",
    ),
    (
        "progress-renamed",
        "reported with the type that it is named after",
    ),
    ("unjudged", "every keyword has a judge"),
];

#[test]
fn every_rule_is_reported_by_an_edit() {
    let real = real();
    let mut reported: BTreeSet<&str> = EDITS
        .iter()
        .flat_map(|edit| edit.changes.iter().map(|change| change.1))
        .collect();
    for (_, new) in all() {
        reported.extend(new.compare(real).changes().iter().map(|it| it.rule.id()));
    }
    for (rule, before, edit) in FURTHER {
        let before = replaced(&frozen().text, rule, before);
        let after = read(rule, &replaced(&before, rule, edit));
        let report = read(rule, &before).compare(&after);
        reported.extend(report.changes().iter().map(|it| it.rule.id()));
        assert!(reported.contains(rule), "{rule}");
    }
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .map(|rule| rule.id())
        .filter(|id| !reported.contains(id) && !UNSEEN.iter().any(|it| it.0 == *id))
        .collect();
    assert!(missing.is_empty(), "no edit shows {missing:?}");
    for (rule, _) in UNSEEN {
        assert!(
            Rule::find(rule).is_some() && !reported.contains(rule),
            "{rule}"
        );
    }
}

#[test]
fn an_edit_and_its_inverse_mirror_each_other() {
    let real = real();
    for (edit, new) in all() {
        let (there, back) = (real.compare(new), new.compare(real));
        assert!(
            mirrors(&there, &back),
            "{}\n{}\n{}",
            edit.name,
            there.text(&released("0.1.0"), false),
            back.text(&released("0.1.0"), false)
        );
    }
}

#[test]
fn nothing_changes_from_a_document_to_itself() {
    let real = real();
    assert!(real.compare(real).is_empty());
    assert_eq!(
        real.compare(real).text(&released("0.1.0"), false),
        "spec/twilio-calls.yaml compared with 5d41402abc4b (`v0.1.0`):\nThe API is unchanged.\n"
    );
    for (edit, new) in all().step_by(7) {
        assert!(new.compare(new).is_empty(), "{}", edit.name);
    }
}

/// Comments, folded lines, quotes and the order of keys have no meaning.
#[test]
fn what_means_the_same_is_no_change() {
    let text = frozen().text;
    let other = text
        .replace("  # The collection: create and list.\n", "")
        .replace(
            "summary: Place an outbound call.",
            "summary: 'Place an outbound call.'",
        )
        .replace(
            "      name: Sid\n      in: path\n",
            "      in: path\n      name: Sid\n",
        );
    assert_ne!(text, other);
    assert!(real().compare(&read("other", &other)).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any two edits in a row: the report names both sides, and the reverse one is its mirror image.
    #[test]
    fn pairs_of_edits_never_panic(first in 0..EDITS.len(), second in 0..EDITS.len()) {
        let text = frozen().text;
        let (first, second) = (&EDITS[first], &EDITS[second]);
        let once = edited(&text, first);
        // Some edits remove what others need.
        if second.replace.iter().all(|(old, _)| once.contains(old)) {
            let twice = codegen::Spec::read(&codegen::Source::new("twice", edited(&once, second)));
            let real = real();
            if let Ok(twice) = twice {
                let (there, back) = (real.compare(&twice), twice.compare(real));
                prop_assert!(mirrors(&there, &back), "{} and {}", first.name, second.name);
                for from in ["0.0.1", "0.1.0", "1.2.3"] {
                    let from = &released(from);
                    prop_assert!(!there.text(from, false).is_empty());
                    prop_assert!(!there.markdown(from).is_empty());
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&there.json(from)).is_ok());
                }
            }
        }
    }
}

/// The three formats, for a change with effects of every kind.
#[test]
fn the_three_formats() {
    let mut text = frozen().text;
    for name in [
        "lower the maximum of a request",
        "add a query parameter",
        "rename an operation",
        "promise a property",
        "describe an enum in other words",
        "remove a value of an open enum",
    ] {
        let edit = EDITS.iter().find(|edit| edit.name == name).unwrap();
        text = edited(&text, edit);
    }
    let account = real().compare(&read("edited", &text));
    let from = &released("0.1.0");
    snapshots("diff", "six edits of spec/twilio-calls.yaml").bind(|| {
        insta::assert_snapshot!("text", account.text(from, false));
        insta::assert_snapshot!("markdown", account.markdown(from));
        insta::assert_snapshot!("json", account.json(from));
        insta::assert_snapshot!("changelog", account.changelog());
    });
    let markdown = account.markdown(from);
    assert!(markdown.starts_with("**Breaking: "), "{markdown}");
    assert!(
        markdown.find("### Breaking") < markdown.find("<details>"),
        "{markdown}"
    );
    // The most severe changes are never folded.
    let edit = EDITS
        .iter()
        .find(|edit| edit.name == "add a query parameter");
    let compatible = edited(&frozen().text, edit.unwrap());
    let markdown = real().compare(&read("edited", &compatible)).markdown(from);
    assert!(
        markdown.contains("### Compatible\n\n- query parameter"),
        "{markdown}"
    );
    assert!(!markdown.contains("<details>"), "{markdown}");
}

/// Waiting for a status ends at a final value, so the report says whether an added value is final.
#[test]
fn an_added_value_is_called_final_if_it_is() {
    let text = frozen().text;
    let (before, after) = text.split_once("\n    CallbackCallStatus:\n").unwrap();
    let after = after
        .replacen(
            "        - canceled\n",
            "        - rejected\n        - canceled\n",
            1,
        )
        .replacen(
            "        canceled: Final.",
            "        rejected: Final. It was turned down.\n        canceled: Final.",
            1,
        );
    let reported = |after: &str| {
        let text = format!("{before}\n    CallbackCallStatus:\n{after}");
        let report = real().compare(&read("edited", &text));
        let changes = report.changes().iter().map(|it| it.wire.to_string());
        changes.collect::<Vec<_>>()
    };
    assert_eq!(
        reported(&after),
        ["value `rejected` added to `CallbackCallStatus`"]
    );
    let last = "        - canceled\n      x-extends:";
    let last_final = "        - canceled\n        - rejected\n      x-extends:";
    assert!(after.contains(last));
    assert_eq!(
        reported(&after.replacen(last, last_final, 1)),
        ["final value `rejected` added to `CallbackCallStatus`"]
    );
}
