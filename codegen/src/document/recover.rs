//! Recovers from slips, so that one of them does not hide all other errors. A slip that has only one fix is fixed; for
//! any other, the intended text is guessed, only to read the rest.

use crate::document::slip::Slip;
use crate::document::tentative::Variant;
use crate::document::uneven::Suspect;
use crate::document::yaml::{self, MAX_BYTES};
use crate::document::{Node, Value, omitted, place, tentative, uneven};
use crate::edit::{Fix, TextEdit, apply};
use crate::finding::Finding;
use crate::source::Span;

/// The maximum number of slips.
const MOST: usize = 16;

/// The maximum number of slips without a certain fix.
const MOST_UNCERTAIN: usize = 1;

/// A tree and the findings. All positions are those in the original text.
pub(crate) struct Reading {
    pub(crate) root: Node,
    pub(crate) findings: Vec<Finding>,
    /// What was guessed, if a slip has no certain fix.
    pub(crate) guess: Option<Guess>,
}

/// A guess at what a slip was intended to be.
pub(crate) struct Guess {
    /// The JSON pointers to the parts that depend on it: that with the slip, and that before it.
    pub(crate) pointers: [String; 2],
    /// Whether lines are left out or changed beyond their indentation.
    pub(crate) is_lossy: bool,
}

/// The tree, unless reading had to stop, and the findings. The text is parsed with its slips fixed; all positions are
/// those in the original text.
pub(crate) fn parse(text: &str) -> (Option<Node>, Vec<Finding>) {
    match readings(text, MOST, 0) {
        Ok(mut readings) if !readings.is_empty() => {
            let Reading { root, findings, .. } = readings.swap_remove(0);
            (Some(root), findings)
        }
        Ok(_) => (None, Vec::new()),
        Err(slip) => (None, slip),
    }
}

/// The ways in which a text with a slip may have been intended, as far as they can be read. The findings that all of
/// them have in common do not depend on how the slip is corrected.
pub(crate) fn tentatively(text: &str) -> Vec<Reading> {
    readings(text, MOST, MOST_UNCERTAIN).unwrap_or_default()
}

/// All readings; the `Err` has the findings up to the slip where reading had to stop.
fn readings(text: &str, slips: usize, uncertain: usize) -> Result<Vec<Reading>, Vec<Finding>> {
    let (root, mut findings) = yaml::parse(text);
    let mut choices = Vec::new();
    if let Some(root) = root {
        return Ok(vec![Reading {
            root,
            findings,
            guess: None,
        }]);
    }
    if let Some(slip) = findings.last_mut()
        && slip.rule == "yaml-syntax"
        && slip.fix.is_none()
    {
        choices = diagnose(text, slip);
    }
    let (Some(slip), Some(slips)) = (findings.last(), slips.checked_sub(1)) else {
        return Err(findings);
    };
    let certain = slip.fix.as_ref().and_then(|fix| fix.edits(text));
    let (variants, uncertain) = match (certain, uncertain.checked_sub(1)) {
        (Some(edits), _) => (vec![Variant::certain(edits)], uncertain),
        (None, Some(uncertain)) if slip.rule == "yaml-syntax" => {
            (tentative::variants(text, slip, &choices), uncertain)
        }
        (None, _) => (Vec::new(), 0),
    };
    let mut all = Vec::new();
    for variant in variants {
        let edited = apply(text, &variant.edits);
        let rest = readings(&edited, slips, uncertain).unwrap_or_default();
        // Everything found before the slip is found again.
        all.extend(
            rest.into_iter()
                .map(|rest| moved_back(text, slip, &variant, rest)),
        );
    }
    if all.is_empty() {
        Err(findings)
    } else {
        Ok(all)
    }
}

/// The reading of an edited text as that of the original one, with the slip that the edits correct.
fn moved_back(text: &str, slip: &Finding, variant: &Variant, rest: Reading) -> Reading {
    let Variant {
        edits, is_lossy, ..
    } = variant;
    let mut root = rest.root;
    move_back(&mut root, edits);
    let pointer = place::of(&root, text, variant.at.unwrap_or(slip.span.start));
    let guess = rest.guess.or_else(|| {
        (!variant.is_certain).then(|| {
            let above = place::above(text, slip.span.start);
            Guess {
                pointers: [pointer.clone(), place::of(&root, text, above)],
                is_lossy: *is_lossy,
            }
        })
    });
    let mut findings = vec![Finding {
        pointer,
        ..slip.clone()
    }];
    findings.extend(rest.findings.into_iter().map(|finding| Finding {
        span: original(finding.span, edits),
        related: (finding.related).map(|(span, label)| (original(span, edits), label)),
        // The fix applies to the text after the first fix.
        fix: None,
        ..finding
    }));
    Reading {
        root,
        findings,
        guess,
    }
}

/// Adds to the finding the line that is to blame for what stopped the parser, and its fix if only one is possible.
/// Returns all possible fixes.
fn diagnose(text: &str, finding: &mut Finding) -> Vec<Fix> {
    // Every choice is tried.
    const LONGEST: usize = MAX_BYTES / 4;
    if text.len() > LONGEST {
        return Vec::new();
    }
    let (stopped, choices) = yaml::choices(text);
    for slip in omitted::before(text, stopped) {
        let fitting = fitting(text, stopped, slip.choices.clone());
        if !fitting.is_empty() {
            return reported(slip, fitting, finding);
        }
    }
    if let Some(choices) = blame(text, stopped, uneven::odd(text, stopped), finding) {
        return choices;
    }
    let fitting = fitting(text, stopped, choices);
    let choices = fitting.iter().map(|(fix, _)| fix.clone()).collect();
    finding.fix = only(fitting);
    if finding.fix.is_none()
        && let Some(choices) = blame(text, stopped, uneven::too_deep(text, stopped), finding)
    {
        return choices;
    }
    choices
}

/// Reports the first of these suspects that can be moved so that reading gets further, and returns all such fixes.
fn blame(
    text: &str,
    stopped: usize,
    suspects: Vec<Suspect>,
    finding: &mut Finding,
) -> Option<Vec<Fix>> {
    for mut suspect in suspects {
        let fixes = suspect.places.iter().map(|it| it.fix.clone()).collect();
        let fitting = fitting(text, stopped, fixes);
        suspect
            .places
            .retain(|it| fitting.iter().any(|(fix, _)| *fix == it.fix));
        if !fitting.is_empty() {
            return Some(reported(suspect.slip(), fitting, finding));
        }
    }
    None
}

/// Reports a slip with the only one of its fixes; returns all of them.
fn reported(slip: Slip, fitting: Vec<Fitting>, finding: &mut Finding) -> Vec<Fix> {
    finding.span = slip.span;
    finding.message = format!("this is not valid YAML: {}", slip.message);
    finding.help = slip.help;
    finding.fix = only(fitting);
    slip.choices
}

/// A fix, and the document that it leads to, if that can be read to its end.
type Fitting = (Fix, Option<serde_json::Value>);

/// The fixes of a slip with which reading gets further.
fn fitting(text: &str, stopped: usize, choices: Vec<Fix>) -> Vec<Fitting> {
    let fitting = choices.into_iter().filter_map(|fix| {
        let edits = fix.edits(text)?;
        let edited = apply(text, &edits);
        let line = |text: &str, end: usize| text.get(..end).map_or(0, |it| it.lines().count());
        let last = edits.last().map_or(0, |edit| edit.span.end).max(stopped);
        let (root, findings) = yaml::parse(&edited);
        // The parser reads ahead.
        let is_past = |it: &Finding| line(&edited, it.span.start) > line(text, last) + 2;
        let gets_further = root.is_some() || findings.last().is_some_and(is_past);
        gets_further.then(|| (fix, root.map(|root| root.to_json())))
    });
    fitting.collect()
}

/// The only one of these fixes. Fixes that lead to the same document count as one.
fn only(fitting: Vec<Fitting>) -> Option<Fix> {
    let mut fitting = fitting.into_iter();
    let (only, document) = fitting.next()?;
    let is_same = |other: Option<serde_json::Value>| other.is_some() && other == document;
    fitting.all(|(_, other)| is_same(other)).then_some(only)
}

/// Moves all nodes to their positions before the edits.
fn move_back(node: &mut Node, edits: &[TextEdit]) {
    node.span = original(node.span, edits);
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| move_back(item, edits)),
        Value::Object(entries) => {
            for entry in entries {
                entry.key_span = original(entry.key_span, edits);
                move_back(&mut entry.node, edits);
            }
        }
        _ => {}
    }
}

fn original(span: Span, edits: &[TextEdit]) -> Span {
    Span::new(before(span.start, edits), before(span.end, edits))
}

/// Converts a position after the edits into the one before them.
fn before(at: usize, edits: &[TextEdit]) -> usize {
    // How far the text before this edit has grown and shrunk.
    let (mut grown, mut shrunk) = (0, 0);
    for edit in edits {
        let start = edit.span.start + grown - shrunk;
        if at < start {
            break;
        }
        let (old, new) = (edit.span.end - edit.span.start, edit.replacement.len());
        if at < start + new {
            return edit.span.start + (at - start).min(old);
        }
        grown += new;
        shrunk += old;
    }
    at + shrunk - grown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_slip_is_read_at_its_place() {
        let text = "a:\u{A0}1\nb: \"\\d\"\nc: x\nc: y\nd: [e]\n";
        let (root, findings) = parse(text);
        let found: Vec<_> = findings
            .iter()
            .map(|it| (it.rule, text.get(it.span.range()).unwrap_or_default()))
            .collect();
        assert_eq!(found[0], ("yaml-syntax", "\u{A0}"));
        assert_eq!(found[1].0, "yaml-syntax");
        assert_eq!(found[2], ("duplicate-key", "c"));
        let root = root.unwrap();
        for entry in root.entries() {
            assert_eq!(text.get(entry.key_span.range()), Some(entry.key.as_str()));
        }
        let item = &root.get("d").unwrap().items()[0];
        assert_eq!(text.get(item.span.range()), Some("e"));
        let expected = serde_json::json!({"a": 1, "b": "\\d", "c": "x", "d": ["e"]});
        assert_eq!(root.to_json(), expected);
    }

    #[test]
    fn indentation_is_fixed_if_only_one_is_possible() {
        for (text, line, expected) in [
            (
                "a:\n  b: 1\n\tc: 2\n  d: 3\n",
                3,
                Some("a:\n  b: 1\n  c: 2\n  d: 3\n"),
            ),
            ("a:\n  b: 1\n\tc: 2\nd: 3\n", 3, None),
            (
                "a:\n    - b\n  - c\nd: 1\n",
                3,
                Some("a:\n    - b\n    - c\nd: 1\n"),
            ),
            ("a:\n  b:1\n  c: 2\n", 2, Some("a:\n  b: 1\n  c: 2\n")),
            ("a:\n  b 1\n  c: 2\n", 2, Some("a:\n  b: 1\n  c: 2\n")),
            (
                "a:\n  b: |-\n  text\n  c: 2\n",
                3,
                Some("a:\n  b: |-\n    text\n  c: 2\n"),
            ),
        ] {
            let (_, findings) = parse(text);
            let slip = &findings[0];
            let before = text.get(..slip.span.start).unwrap();
            assert_eq!(before.matches('\n').count() + 1, line, "{text}");
            let edits = slip.fix.as_ref().and_then(|fix| fix.edits(text));
            let fixed = edits.map(|edits| apply(text, &edits));
            assert_eq!(fixed.as_deref(), expected, "{text} {}", slip.message);
        }
    }

    #[test]
    fn places_are_moved_back() {
        let edit = |start, end, replacement: &str| TextEdit {
            span: Span::new(start, end),
            replacement: replacement.to_owned(),
        };
        // abcdef becomes aXYcdf.
        let edits = [edit(1, 2, "XY"), edit(4, 5, "")];
        let moved: Vec<usize> = (0..=6).map(|at| before(at, &edits)).collect();
        assert_eq!(moved, [0, 1, 2, 2, 3, 5, 6]);
    }

    #[test]
    fn a_text_that_stays_unreadable_has_its_first_finding() {
        let (root, findings) = parse("a:\u{A0}1\nb: [\n");
        assert_eq!(root, None);
        assert_eq!(findings.len(), 1, "{findings:?}");
    }
}
