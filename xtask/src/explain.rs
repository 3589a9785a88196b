//! `--explain RULE`: what a rule asks for, why, and an example of what breaks it.

use std::fs;
use std::io;
use std::path::Path;

use codegen::{FINDING_RULES, Report, RuleGroup, RuleText, Source};

use crate::paths::{self, BAD};

/// All rules of a task, one per line.
#[must_use]
pub fn list(groups: &[RuleGroup]) -> String {
    let rules = groups.iter().flat_map(|group| group.rules);
    let width = rules.map(|rule| rule.id.len()).max().unwrap_or_default();
    let group = |group: &RuleGroup| {
        let line = |rule: &RuleText| format!("  {:<width$}  {}\n", rule.id, rule.summary);
        let lines: String = group.rules.iter().map(line).collect();
        format!("{}\n{lines}", group.title)
    };
    let groups: Vec<String> = groups.iter().map(group).collect();
    groups.join("\n")
}

/// The rule of this name.
///
/// # Errors
///
/// There is none; the message names a similar one.
pub(crate) fn find<'g>(groups: &'g [RuleGroup], id: &str) -> io::Result<&'g RuleText> {
    codegen::rule(groups, id).ok_or_else(|| {
        let help = match codegen::similar_rule(groups, id) {
            Some(rule) => format!("did you mean `{}`?", rule.id),
            None => "`--explain` without a name lists all rules".to_owned(),
        };
        io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("there is no rule `{id}`; {help}"),
        )
    })
}

/// What a rule of findings asks for, and a document that breaks it.
///
/// # Errors
///
/// There is no such rule, or the examples cannot be read.
pub fn finding(root: &Path, id: &str, color: bool) -> io::Result<String> {
    let rule = find(FINDING_RULES, id)?;
    let mut text = heading(rule);
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

/// The name, what the rule asks for, and why.
pub(crate) fn heading(rule: &RuleText) -> String {
    format!("{}: {}.\n\n{}\n\n", rule.id, rule.summary, rule.why)
}

fn message(report: &Report) -> &str {
    report
        .findings()
        .first()
        .map_or("", |finding| finding.message.as_str())
}

/// The documents that break the rule, each with its first finding. They are named after the rule, with few exceptions.
fn examples(root: &Path, rule: &str) -> io::Result<Vec<(String, Report)>> {
    let (named, others): (Vec<String>, Vec<String>) = names(&root.join(BAD))?
        .into_iter()
        .partition(|name| name.starts_with(rule));
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
