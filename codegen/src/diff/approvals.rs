//! The list of approved changes, each with a reason.

use super::approval::{Approval, Waiver};
use super::change::{Change, Class};
use super::report::ChangeReport;
use super::rule::Rule;
use crate::check::similar;
use crate::document::{At, Lines, Source, Value, parse};
use crate::finding::{Finding, Report, show};
use crate::source::Span;

/// The list of approved changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approvals {
    source: Source,
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    rule: Rule,
    /// The JSON pointer to the changed part.
    at: String,
    approval: Approval,
    pointer: String,
    span: Span,
}

const HOW: &str = "an approval has the keys `rule`, `at`, `waives` and `reason`:\n  - rule: parameter-removed\n    at: /components/schemas/...\n    waives: [deprecation]\n    reason: ...";

impl Approvals {
    /// An empty list.
    #[must_use]
    pub fn none() -> Self {
        Self {
            source: Source::new("", ""),
            items: Vec::new(),
        }
    }

    /// Reads the list: items of `rule`, `at`, `waives` and `reason` under `approved`.
    ///
    /// # Errors
    ///
    /// Returns everything that is wrong with the list.
    pub fn read(source: &Source) -> Result<Self, Report> {
        let mut report = Report::new(source);
        let (root, findings) = parse(&source.text);
        findings.into_iter().for_each(|it| report.push(it));
        let lines = Lines::new(&source.text);
        let mut items = Vec::new();
        if let Some(root) = &root {
            let root = At::root(root);
            for (key, at) in root.entries() {
                if key == "approved" {
                    items.extend(at.items().filter_map(|it| item(&it, &lines, &mut report)));
                } else {
                    let message = format!("unknown key {}", show(key));
                    report.push(error(
                        "approval-key",
                        &at,
                        message,
                        "the only key is `approved`",
                    ));
                }
            }
        }
        if report.has_errors() {
            return Err(report);
        }
        Ok(Self {
            source: source.clone(),
            items,
        })
    }
}

fn error(rule: &'static str, at: &At<'_>, message: impl Into<String>, help: &str) -> Finding {
    Finding::error(rule, &at.pointer, at.span(), message, help)
}

fn item(at: &At<'_>, lines: &Lines<'_>, report: &mut Report) -> Option<Item> {
    let mut wrong = |rule, message: String, help: &str| report.push(error(rule, at, message, help));
    let text = |key| at.get_str(key).map(str::trim).filter(|it| !it.is_empty());
    let waives = waivers(at);
    for message in incomplete(at, text, waives.is_some()) {
        wrong("approval-key", message, HOW);
    }
    let id = text("rule")?;
    let rule = Rule::find(id);
    if rule.is_none() {
        let help = match similar(id, Rule::ALL.iter().map(|rule| rule.id())) {
            Some(rule) => format!("did you mean {}?", show(rule)),
            None => "`cargo xtask diff --explain` lists all rules".to_owned(),
        };
        wrong(
            "approval-rule",
            format!("there is no rule {}", show(id)),
            &help,
        );
    }
    Some(Item {
        rule: rule?,
        at: text("at")?.to_owned(),
        approval: Approval {
            reason: text("reason")?.to_owned(),
            waives: waives?,
            line: lines.position(at.span().start).line,
        },
        pointer: at.pointer.clone(),
        span: at.span(),
    })
}

/// Reports missing and unexpected keys.
fn incomplete<'d>(
    item: &At<'d>,
    text: impl Fn(&'static str) -> Option<&'d str>,
    waives: bool,
) -> Vec<String> {
    const KEYS: [&str; 4] = ["rule", "at", "waives", "reason"];
    let keys = item.entries().map(|(key, _)| key);
    let unknown = keys.filter(|key| !KEYS.contains(key));
    let unknown = unknown.map(|key| format!("unknown key {} in an approval", show(key)));
    let missing = ["rule", "at", "reason"].into_iter();
    let missing = missing.filter(|key| text(key).is_none());
    let missing = missing.map(|key| format!("an approval has no {}", show(key)));
    let message = "`waives` has to list `version`, `deprecation` or both".to_owned();
    let waiver = (!waives).then_some(message);
    unknown.chain(missing).chain(waiver).collect()
}

/// What an item waives: one or more known names.
fn waivers(item: &At<'_>) -> Option<Vec<Waiver>> {
    let at = item.get("waives")?;
    let names: Vec<&str> = match &at.node.value {
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str())
            .collect::<Option<_>>()?,
        _ => vec![at.as_str()?],
    };
    let waiver = |name: &&str| Waiver::ALL.iter().copied().find(|it| it.name() == *name);
    let waivers: Vec<Waiver> = names.iter().map(waiver).collect::<Option<_>>()?;
    (!waivers.is_empty()).then_some(waivers)
}

impl ChangeReport {
    /// Marks the changes that the list approves. Returns a finding for every approval that no change needs.
    pub fn approve(&mut self, approvals: &Approvals) -> Report {
        let mut unused = Report::new(&approvals.source);
        for item in &approvals.items {
            let needed = self.approve_one(item);
            for waiver in item
                .approval
                .waives
                .iter()
                .filter(|it| !needed.contains(it))
            {
                unused.push(Finding::error(
                    "approval-unused",
                    &item.pointer,
                    item.span,
                    format!(
                        "no change needs this approval: `{}` at {} waives `{}`",
                        item.rule.id(),
                        show(&item.at),
                        waiver.name()
                    ),
                    "remove it; the list only applies to changes since the last release",
                ));
            }
        }
        unused
    }

    /// Marks the changes that one item approves, and returns the waivers that they need.
    fn approve_one(&mut self, item: &Item) -> Vec<Waiver> {
        let mut needed = Vec::new();
        let changes = self.changes_mut().iter_mut();
        for change in changes.filter(|it| it.rule == item.rule && it.pointer == item.at) {
            let waives = item.approval.waives.iter().copied();
            needed.extend(waives.filter(|waiver| concerns(*waiver, change)));
            change.approvals.push(item.approval.clone());
        }
        needed
    }

    /// Removals without a prior deprecation that nobody has approved.
    pub fn undeprecated(&self) -> impl Iterator<Item = &Change> {
        let changes = self.changes().iter();
        changes.filter(|it| it.undeprecated && !it.is_waived(Waiver::Deprecation))
    }
}

/// Whether a change requires what the waiver waives.
fn concerns(waiver: Waiver, change: &Change) -> bool {
    match waiver {
        Waiver::Version => change.class == Class::Breaking,
        Waiver::Deprecation => change.undeprecated,
    }
}
