//! The table of error codes.

use crate::diff::change::{Action, Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::error_codes::{ErrorCodes, Named};

/// The pointer used for codes: the table is in another file.
const PLACE: &str = "/x-error-codes";

/// The number of names shown on a line; if there are more, only their number is.
const MOST_NAMES: usize = 8;

/// Compares the names and descriptions of codes.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (
        &context.old.model.error_codes,
        &context.new.model.error_codes,
    );
    for (rule, names) in [
        (Rule::ErrorCodeAdded, only_in(new, old)),
        (Rule::ErrorCodeRemoved, only_in(old, new)),
    ] {
        let (place, item) = (PLACE.to_owned(), listed(&names));
        match rule {
            _ if names.is_empty() => {}
            Rule::ErrorCodeAdded => changes.push(Change::item_added(rule, item, place)),
            _ => changes.push(Change::item_removed(rule, item, place)),
        }
    }
    for (code, before, after) in in_both(old, new) {
        if before.name != after.name {
            let what = format!("constant of the error code {code}");
            let (before, after) = (constant(&before.name), constant(&after.name));
            let renamed = Change::renamed(Rule::ErrorCodeRenamed, &what, &before, &after, PLACE);
            changes.push(renamed);
        }
        if before.retry != after.retry {
            let help = |named: &Named| if named.retry { "yes" } else { "no" };
            let what = format!("`retry` column of `{}`", constant(&after.name));
            changes.push(Change::in_rust(
                Rule::ErrorCodeRetryChanged,
                Line::changed(what, help(before), help(after)),
                PLACE,
            ));
        }
    }
    meanings(old, new, changes);
}

fn meanings(old: &ErrorCodes, new: &ErrorCodes, changes: &mut Vec<Change>) {
    let reworded: Vec<String> = in_both(old, new)
        .filter(|(code, ..)| {
            old.get(code).map(|it| &it.meaning) != new.get(code).map(|it| &it.meaning)
        })
        .map(|(_, _, after)| constant(&after.name))
        .collect();
    if !reworded.is_empty() {
        let what = format!("meaning of {}", listed(&reworded));
        let line = Line::new(what, "", Action::Reworded);
        changes.push(Change::in_rust(Rule::ErrorCodeMeaningChanged, line, PLACE));
    }
}

/// The constants that only the first table has.
fn only_in(one: &ErrorCodes, other: &ErrorCodes) -> Vec<String> {
    let has_name = |code: &u32| other.get(code).is_some_and(|known| known.named.is_some());
    one.iter()
        .filter(|(code, _)| !has_name(code))
        .filter_map(|(_, known)| Some(constant(&known.named.as_ref()?.name)))
        .collect()
}

/// The codes that have a name in both tables.
fn in_both<'t>(
    old: &'t ErrorCodes,
    new: &'t ErrorCodes,
) -> impl Iterator<Item = (&'t u32, &'t Named, &'t Named)> {
    old.iter().filter_map(|(code, before)| {
        let after = new.get(code)?.named.as_ref()?;
        Some((code, before.named.as_ref()?, after))
    })
}

fn constant(name: &str) -> String {
    format!("ErrorCode::{name}")
}

fn listed(names: &[String]) -> String {
    if names.len() > MOST_NAMES {
        return format!("{} constants of `ErrorCode`", names.len());
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
