//! `--explain RULE`: what a rule asks for or reports, why, and an example.

use std::fs;
use std::io;
use std::path::Path;

use codegen::{Class, Described, FINDING_RULES, Report, Rule, RuleGroup, Source};

use crate::paths::{self, BAD};

/// The rules of findings, one per line.
#[must_use]
pub fn findings() -> String {
    let group = |group: &RuleGroup| {
        let rules = group.rules.iter();
        let rules = rules.map(|rule| (rule.id, rule.summary.to_owned()));
        (group.title.to_owned(), rules.collect())
    };
    list(&FINDING_RULES.iter().map(group).collect::<Vec<_>>())
}

/// The rules of changes, one per line, most severe first.
#[must_use]
pub fn changes() -> String {
    let group = |class: Class| {
        let rules = Rule::ALL.iter().filter(|rule| rule.class() == class);
        let rules = rules.map(|rule| (rule.id(), sentence_part(rule.summary())));
        (class.name().to_owned(), rules.collect())
    };
    let classes = [Class::Breaking, Class::Compatible, Class::Documentation];
    list(&classes.map(group))
}

type Group = (String, Vec<(&'static str, String)>);

fn list(groups: &[Group]) -> String {
    let ids = groups.iter().flat_map(|(_, rules)| rules);
    let width = ids.map(|(id, _)| id.len()).max().unwrap_or_default();
    let group = |(title, rules): &Group| {
        let line = |(id, summary): &(&str, String)| format!("  {id:<width$}  {summary}\n");
        let lines: String = rules.iter().map(line).collect();
        format!("{title}\n{lines}")
    };
    let groups: Vec<String> = groups.iter().map(group).collect();
    groups.join("\n")
}

fn sentence_part(sentence: &str) -> String {
    sentence.trim_end_matches('.').to_owned()
}

fn finding_ids() -> impl Iterator<Item = &'static str> + Clone {
    let rules = FINDING_RULES.iter().flat_map(|group| group.rules);
    rules.map(|rule| rule.id)
}

fn change_ids() -> impl Iterator<Item = &'static str> + Clone {
    Rule::ALL.iter().map(|rule| rule.id())
}

/// An error about an unknown rule; if another task has it, the message says so.
fn unknown<'i>(
    id: &str,
    mut others: impl Iterator<Item = &'i str>,
    other: &str,
    ids: impl Iterator<Item = &'i str> + Clone,
) -> io::Error {
    let help = if others.any(|it| it == id) {
        format!(
            "`cargo xtask {other}` has a rule of that name: run `cargo xtask {other} --explain {id}`"
        )
    } else if let Some(similar) = codegen::similar_rule(id, ids) {
        format!("did you mean `{similar}`?")
    } else {
        "`--explain` without a name lists all rules".to_owned()
    };
    io::Error::new(
        io::ErrorKind::InvalidInput,
        format!("there is no rule `{id}`; {help}"),
    )
}

/// The SARIF description of a rule of findings.
pub(crate) fn describe_finding(id: &str) -> Option<Described> {
    let rule = codegen::rule(FINDING_RULES, id)?;
    Some((format!("{}.", rule.summary), rule.why.to_owned()))
}

/// The SARIF description of a rule of changes, or of the list of approvals.
pub(crate) fn describe_change(id: &str) -> Option<Described> {
    match Rule::find(id) {
        Some(rule) => Some((rule.summary().to_owned(), because(rule))),
        None => describe_finding(id),
    }
}

fn because(rule: Rule) -> String {
    format!("It is {} because {}.", rule.class(), rule.why())
}

/// What the maintainer has to do about a change that the rule reports.
fn advice(rule: Rule) -> String {
    let release = match rule.class() {
        Class::Breaking => {
            "It needs a new version (a major one from 1.0 on) and an entry in the changelog that says what programs \
             have to do instead. `spec/approvals.yaml` can waive the version with a reason."
        }
        Class::Compatible => {
            "It needs an entry in the changelog, but no new version before the next release."
        }
        Class::Documentation => "It needs neither a new version nor an entry in the changelog.",
    };
    let before = match rule {
        Rule::EnumValueRemoved => {
            " An enum value cannot be deprecated, so its removal needs an approval."
        }
        _ if rule.needs_deprecation() => {
            " What it removes must have been `deprecated: true` in the last release, or the removal needs an approval."
        }
        _ => "",
    };
    format!("{release}{before}")
}

/// An example as a diff: the lines that both sides share at the start and end, and the changed lines between them.
fn example(rule: Rule) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (
        rule.before().lines().collect(),
        rule.after().lines().collect(),
    );
    let same = |(one, other): &(&&str, &&str)| one == other;
    let head = before.iter().zip(&after).take_while(same).count();
    let rest = before
        .iter()
        .skip(head)
        .rev()
        .zip(after.iter().skip(head).rev());
    let tail = rest.take_while(same).count();
    let marked = |sign: char, lines: &[&str], from: usize, to: usize| -> String {
        let lines = lines.get(from..to).unwrap_or_default().iter();
        lines.map(|line| format!("  {sign} {line}\n")).collect()
    };
    let (old_end, new_end) = (before.len() - tail, after.len() - tail);
    [
        marked(' ', &before, 0, head),
        marked('-', &before, head, old_end),
        marked('+', &after, head, new_end),
        marked(' ', &after, new_end, after.len()),
    ]
    .concat()
}

/// Explains a rule of changes: what it reports, why it has its class, what to do about it, and an example.
///
/// # Errors
///
/// Fails if there is no such rule.
pub fn change(id: &str) -> io::Result<String> {
    let Some(rule) = Rule::find(id) else {
        return Err(unknown(id, finding_ids(), "regen", change_ids()));
    };
    Ok(format!(
        "{id}: {}\n\n{} {}\n\nFor example:\n\n{}",
        rule.summary(),
        because(rule),
        advice(rule),
        example(rule),
    ))
}

/// Explains a rule of findings: what it asks for, and a document that breaks it.
///
/// # Errors
///
/// Fails if there is no such rule, or the examples cannot be read.
pub fn finding(root: &Path, id: &str, color: bool) -> io::Result<String> {
    let Some(rule) = codegen::rule(FINDING_RULES, id) else {
        return Err(unknown(id, change_ids(), "diff", finding_ids()));
    };
    let mut text = format!("{id}: {}.\n\n{}\n\n", rule.summary, rule.why);
    let mut examples = examples(root, rule.id)?.into_iter();
    match (examples.next(), rule.no_example) {
        (Some((name, report)), _) => {
            text.push_str(&format!("For example, {name}:\n\n"));
            text.push_str(report.render_findings(color).trim_end());
            text.push('\n');
        }
        (None, Some(reason)) => text.push_str(&format!("There is no example. {reason}\n")),
        (None, None) => {}
    }
    let more: Vec<String> = examples
        .map(|(name, report)| format!("  {name}: {}\n", message(&report)))
        .collect();
    if !more.is_empty() {
        text.push_str(&format!("\nMore examples:\n{}", more.concat()));
    }
    Ok(text)
}

fn message(report: &Report) -> &str {
    report
        .findings()
        .first()
        .map_or("", |finding| finding.message.as_str())
}

/// The documents that break the rule, each with its first finding. With few exceptions, they are named after the
/// rule.
fn examples(root: &Path, rule: &str) -> io::Result<Vec<(String, Report)>> {
    let (mut named, others): (Vec<String>, Vec<String>) = names(&root.join(BAD))?
        .into_iter()
        .partition(|name| name.starts_with(rule));
    // The plainest case comes first: the one that is named after the rule alone.
    named.sort_by_key(|name| name.strip_suffix(".yaml") != Some(rule));
    let first = |name: String| -> io::Result<Option<(String, Report)>> {
        let name = format!("{BAD}/{name}");
        let text = paths::read(&root.join(&name))?;
        let source = Source::from_utf8(name.clone(), text);
        let report = source.map_or_else(|report| report, |source| codegen::findings(&source));
        Ok(report.first_of(rule).map(|report| (name, report)))
    };
    let first_of_each = |names: Vec<String>| -> io::Result<Vec<_>> {
        names
            .into_iter()
            .filter_map(|name| first(name).transpose())
            .collect()
    };
    let found = first_of_each(named)?;
    if found.is_empty() {
        return first_of_each(others);
    }
    Ok(found)
}

/// The documents in a folder, sorted.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let cannot = |error: &io::Error| paths::cannot("read", folder, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| cannot(&error))? {
        let entry = entry.map_err(|error| cannot(&error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name.ends_with(".yaml"));
    names.sort();
    Ok(names)
}
