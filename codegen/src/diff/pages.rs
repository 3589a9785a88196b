//! Pagination of lists.

use super::change::{Action, Change, Line};
use super::rule::Rule;
use crate::document::join;
use crate::model::{Field, Operation, Pagination};

/// Compares the pagination of an operation.
pub(super) fn compare(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let here = format!("{}/x-pagination", new.pointer());
    let stream = format!("`{}::stream`", new.rust);
    match (&old.pagination, &new.pagination) {
        (None, None) => {}
        (None, Some(_)) => changes.push(Change::new(
            Rule::PagingAdded,
            Line::new("paging", &new.id, Action::Added),
            Line::new(stream, "", Action::Added),
            here,
        )),
        (Some(_), None) => changes.push(Change::new(
            Rule::PagingRemoved,
            Line::new("paging", &new.id, Action::Removed),
            Line::new(stream, "", Action::Removed),
            here,
        )),
        (Some(old_pages), Some(new_pages)) => {
            for (old, new_link) in links(old_pages).iter().zip(&links(new_pages)) {
                changes.extend(link(new, old, new_link, &here));
            }
        }
    }
}

/// A field that pagination depends on.
struct Link<'p> {
    what: &'static str,
    /// Its key in the document.
    key: &'static str,
    /// The method that depends on it.
    method: Option<&'static str>,
    field: Option<&'p Field>,
}

fn link(operation: &Operation, old: &Link<'_>, new: &Link<'_>, here: &str) -> Option<Change> {
    if old.field.map(|it| &it.wire) == new.field.map(|it| &it.wire) {
        return None;
    }
    let what = new.what;
    let rule = if new.method.is_none() || old.field.is_none() {
        Rule::PagingExtended
    } else {
        Rule::PagingChanged
    };
    let named = |name: fn(&Field) -> &String, field: Option<&Field>| {
        field.map_or_else(|| "none".to_owned(), |it| format!("`{}`", name(it)))
    };
    let wire = Line::changed(
        format!("{what} of {}", operation.id),
        named(|it| &it.wire, old.field),
        named(|it| &it.wire, new.field),
    );
    let rust = new.method.map_or_else(Line::nothing, |method| {
        Line::changed(
            format!("{what} of `{}::{method}`", operation.rust),
            named(|it| &it.rust, old.field),
            named(|it| &it.rust, new.field),
        )
    });
    Some(Change::new(rule, wire, rust, join(here, new.key)))
}

fn links(pages: &Pagination) -> [Link<'_>; 5] {
    let link = |what, key, method, field| Link {
        what,
        key,
        method,
        field,
    };
    [
        link("items", "items", Some("stream"), Some(&pages.items)),
        link("next page", "next", Some("stream"), Some(&pages.next)),
        link(
            "previous page",
            "previous",
            Some("pages"),
            pages.previous.as_ref(),
        ),
        link("own URI", "self", Some("pages"), pages.own.as_ref()),
        link("page size", "size", None, Some(&pages.size)),
    ]
}
