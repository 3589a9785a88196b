//! Laws of the comparison, for pairs of edits and for edits of single values anywhere in the spec.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    Action, ChangeReport, Class, Document, Node, Rule, Source, Spec, SpecChange, Value, generate,
    load,
};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;
use twilio_calls_tests::{frozen, thoroughly};

use crate::edits::{EDITS, Edit};
use crate::support::{after, all, edited, has_renames, mirrors, real};

/// Both edits, one after the other, unless one removes what the other needs.
fn both(first: &Edit, second: &Edit) -> Option<Spec> {
    let once = edited(&frozen().text, first);
    let fits = second.replace.iter().all(|(old, _)| once.contains(old));
    let twice = fits.then(|| edited(&once, second))?;
    Spec::read(&Source::new("twice", twice)).ok()
}

/// Whether the change that one edit makes to an item is reported among the changes of two edits.
fn is_reported(single: &SpecChange, report: &ChangeReport) -> bool {
    let items = |text: &str| -> BTreeSet<String> { text.split(", ").map(str::to_owned).collect() };
    report.changes().iter().any(|it| {
        // A change that also weakens privacy is reported as that.
        (it.rule == single.rule || it.rule == Rule::PrivacyWeakened)
            && it.wire.what == single.wire.what
            && items(&single.wire.of).is_subset(&items(&it.wire.of))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: thoroughly(32), failure_persistence: None, ..ProptestConfig::default() })]

    /// The changes of each of two edits are reported for both together, and are no less severe.
    #[test]
    fn nothing_is_masked(first in 0..EDITS.len(), second in 0..EDITS.len()) {
        let ((first, one), (second, other)) = (after(first), after(second));
        let twice = (first.name != second.name).then(|| both(first, second)).flatten();
        if let Some(twice) = twice {
            let together = real().compare(&twice);
            let renames = [one, other].into_iter().any(|it| has_renames(&real().compare(it)));
            for (edit, alone) in [(first, one), (second, other)] {
                let alone = real().compare(alone);
                prop_assert!(together.class() >= alone.class(), "{} and {}", first.name, second.name);
                // A renamed item is called by its new name; one that was also changed counts as another item.
                let called_otherwise = renames || has_renames(&together);
                for single in alone.changes() {
                    prop_assert!(
                        called_otherwise || is_reported(single, &together),
                        "{} and {}: {} no longer reports {}: {}\n{:#?}",
                        first.name, second.name, edit.name, single.rule.id(), single.wire, together.changes()
                    );
                }
            }
        }
    }

    /// A change of any single value or optional part is reported, classified, and undone by the reverse change.
    #[test]
    fn nothing_is_silent(place: prop::sample::Index, kind in 0_usize..3, other: prop::sample::Index) {
        let text = frozen().text;
        let document = load(&frozen()).unwrap();
        let Some((pointer, changed)) = change(&document, &text, place, kind, other) else {
            return Ok(());
        };
        let Ok(new) = Spec::read(&Source::new("changed", &changed)) else {
            return Ok(());
        };
        let report = real().compare(&new);
        check(&report, &new.compare(real()), &pointer)?;
        let after = load(&Source::new("changed", &changed)).unwrap();
        if after.root().to_json() != document.root().to_json() && !is_no_change(&pointer) {
            prop_assert!(!report.is_empty(), "{pointer} is silent");
        }
    }
}

/// Checks the laws for a report and the reverse one.
fn check(there: &ChangeReport, back: &ChangeReport, name: &str) -> Result<(), TestCaseError> {
    prop_assert!(
        mirrors(there, back),
        "{name}\n{:#?}\n{:#?}",
        there.changes(),
        back.changes()
    );
    for change in there.changes() {
        prop_assert!(change.rule != Rule::Unjudged, "{name}: {}", change.wire);
        let gone = change.rust.action == Action::Removed && change.rust.what.starts_with('`');
        prop_assert!(
            !gone || change.class == Class::Breaking,
            "{name}: {}",
            change.rust
        );
        let way_back = back.changes().iter().find(|it| it.mirrors(change));
        let legal = way_back.is_none_or(|it| {
            (it.class == Class::Documentation) == (change.class == Class::Documentation)
        });
        prop_assert!(legal, "{name}: {} and back", change.rule.id());
    }
    Ok(())
}

/// Places where a change has no meaning.
fn is_no_change(pointer: &str) -> bool {
    // The order in which required properties of responses are listed, and parameters are declared.
    pointer.contains("/required/") || pointer.contains("/parameters/")
}

/// Arguments of the same type can be swapped without a compiler error.
#[test]
fn the_order_of_arguments_is_judged_beside_other_changes() {
    let find = |name: &str| EDITS.iter().find(|edit| edit.name == name).unwrap();
    for other in [
        "deprecate a form parameter",
        "add an optional form parameter",
        "another default of a form parameter",
        "rename a form parameter",
    ] {
        let twice = both(find("exchange two arguments"), find(other)).unwrap();
        let report = real().compare(&twice);
        let rule = Rule::RequiredArgumentsReordered;
        assert!(report.changes().iter().any(|it| it.rule == rule), "{other}");
    }
}

#[test]
fn there_and_back_are_legal() {
    for (edit, new) in all() {
        let reports = (real().compare(new), new.compare(real()));
        check(&reports.0, &reports.1, edit.name).unwrap();
        check(&reports.1, &reports.0, edit.name).unwrap();
    }
}

/// What is emitted for a document, without its documentation and the examples for tests of applications: what programs
/// can use, what is sent, and how responses and callbacks are read.
fn code(text: &str) -> Option<BTreeMap<String, String>> {
    let files = generate(&Source::new("edit", text)).ok()?.files;
    let files = files.into_iter().filter(|(name, _)| name != "samples.rs");
    let code = files.map(|(name, text)| {
        let tokens: TokenStream = text.parse().unwrap();
        (name, without_documentation(tokens).to_string())
    });
    Some(code.collect())
}

fn without_documentation(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            kept.push(token);
            continue;
        };
        let first = group.stream().into_iter().next();
        let is_documentation = matches!(&first, Some(TokenTree::Ident(name)) if name == "doc");
        let is_mark = |token: &TokenTree, mark: char| matches!(token, TokenTree::Punct(it) if it.as_char() == mark);
        if is_documentation && group.delimiter() == Delimiter::Bracket {
            // `#`, and `!` in a doc comment of the file.
            while kept.last().is_some_and(|it| is_mark(it, '!')) {
                kept.pop();
            }
            kept.pop();
        } else {
            let inner = without_documentation(group.stream());
            kept.push(Group::new(group.delimiter(), inner).into());
        }
    }
    kept.into_iter().collect()
}

/// Edits made together, as far as none takes away what another needs, and the document that they make.
struct Batch {
    text: String,
    edits: Vec<&'static Edit>,
}

fn batches(edits: impl Iterator<Item = &'static Edit>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for edit in edits {
        let fits =
            |batch: &&mut Batch| edit.replace.iter().all(|(old, _)| batch.text.contains(old));
        match batches.iter_mut().find(fits) {
            Some(batch) => {
                batch.text = edited(&batch.text, edit);
                batch.edits.push(edit);
            }
            None => batches.push(Batch {
                text: edited(&frozen().text, edit),
                edits: vec![edit],
            }),
        }
    }
    batches
}

/// Edits that change the messages of errors, which are documentation too.
const OF_MESSAGES: [&str; 2] = [
    "describe the strings of a pattern in other words",
    "explain an error code that the table lacks",
];

/// Whether an edit only writes lines in another order. The order in which parameters are emitted means nothing.
fn is_reordered(edit: &Edit) -> bool {
    let lines = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
    let mut parts = edit.replace.iter();
    parts.all(|(old, new)| lines(old) == lines(new))
}

/// An edit that changes the emitted code, and so the public API, a request or how responses and callbacks are read, is
/// reported as more than a change of the documentation.
///
/// The requests in `tests/snapshots/requests` need no comparison of their own, and neither do webhooks. What is sent and
/// how a callback is read follows from the emitted code, the runtime and the values of the caller, and an edit of the
/// document changes only the first: the runtime reads no document, and all that it knows of one is emitted as code. So
/// if a captured request would differ, so does the code, and there is no need to capture requests for edits that leave
/// the code unchanged. The converse does not hold: most code, such as that for responses, affects no captured request.
#[test]
fn other_code_is_reported() {
    let before = code(&frozen().text).unwrap();
    let only_documented = all().filter(|(edit, new)| {
        let report = real().compare(new);
        // The name of an argument is reported as documentation, but is part of the code.
        let renames_argument =
            (report.changes().iter()).any(|it| it.rule == Rule::PathParameterRenamed);
        let is_excepted =
            renames_argument || is_reordered(edit) || OF_MESSAGES.contains(&edit.name);
        report.class() <= Some(Class::Documentation) && !is_excepted
    });
    let batches = batches(only_documented.map(|(edit, _)| edit));
    let mut silent = Vec::new();
    for batch in batches {
        if code(&batch.text).as_ref() == Some(&before) {
            continue;
        }
        // Find the edit that changes the code. There is none if only the combination of edits does.
        for edit in batch.edits {
            let after = code(&edited(&frozen().text, edit)).unwrap();
            if after != before {
                silent.push(edit.name);
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Every value of a document that is neither an object, an array nor an example, with its pointer.
fn leaves<'d>(node: &'d Node, pointer: String, found: &mut Vec<(String, &'d Node)>) {
    match &node.value {
        Value::Object(entries) => {
            for entry in entries {
                if !matches!(entry.key.as_str(), "example" | "examples") {
                    leaves(&entry.node, format!("{pointer}/{}", entry.key), found);
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, format!("{pointer}/{at}"), found);
            }
        }
        _ => found.push((pointer, node)),
    }
}

/// Changes one value in the text: according to its type, to another value of the same key, or by removing its line.
fn change(
    document: &Document,
    text: &str,
    place: prop::sample::Index,
    kind: usize,
    other: prop::sample::Index,
) -> Option<(String, String)> {
    let mut found = Vec::new();
    leaves(document.root(), String::new(), &mut found);
    let (pointer, node) = found.get(place.index(found.len()))?;
    let (start, end) = (node.span.start, node.span.end);
    let written = text.get(start..end)?;
    let key = pointer.rsplit('/').next()?;
    let changed = match kind {
        0 => by_type(node, written),
        1 => {
            let suffix = format!("/{key}");
            let same: Vec<_> = found.iter().filter(|it| it.0.ends_with(&suffix)).collect();
            let node = same.get(other.index(same.len()))?.1;
            text.get(node.span.start..node.span.end)?.to_owned()
        }
        _ => {
            let from = text.get(..start)?.rfind('\n')? + 1;
            let to = end + text.get(end..)?.find('\n')? + 1;
            return Some((
                pointer.clone(),
                [text.get(..from)?, text.get(to..)?].concat(),
            ));
        }
    };
    let changed = [text.get(..start)?, &changed, text.get(end..)?].concat();
    Some((pointer.clone(), changed))
}

fn by_type(node: &Node, written: &str) -> String {
    match &node.value {
        Value::Bool(value) => (!value).to_string(),
        Value::Number(_) => node.as_integer().map_or(0, |it| it + 1).to_string(),
        _ => match written.char_indices().next_back() {
            Some((at, quote @ ('\'' | '"'))) => format!("{}x{quote}", &written[..at]),
            _ => format!("{}x", written.trim_end()),
        },
    }
}
