//! Changes of the public API that no change of the document explains: those of the generator and the runtime.

use super::change::{Action, Change, Line};
use super::report::ChangeReport;
use super::rule::Rule;
use crate::outline::{ApiItem, Outline};

impl ChangeReport {
    /// Compares two outlines.
    #[must_use]
    pub fn of_api(old: &Outline, new: &Outline) -> Self {
        let (before, after) = (old.parts(), new.parts());
        let mut changes = Vec::new();
        for (name, item) in &before {
            match after.get(name) {
                None => changes.push(removed(name)),
                Some(other) if other != item => changes.push(changed(name, item, other)),
                Some(_) => {}
            }
        }
        for (name, item) in &after {
            // The members of a new type are not reported separately.
            let is_of_a_new_type = |of: &str| after.contains_key(of) && !before.contains_key(of);
            if !before.contains_key(name) && !item.of.as_deref().is_some_and(is_of_a_new_type) {
                changes.push(added(name, item));
            }
        }
        let gone = |change: &Change| {
            let of = before.get(&change.pointer).and_then(|item| item.of.clone());
            change.rust.action == Action::Removed
                && of.is_some_and(|of| before.contains_key(&of) && !after.contains_key(&of))
        };
        changes.retain(|change| !gone(change));
        for change in &mut changes {
            change.pointer.clear();
        }
        Self::new(changes)
    }

    /// The changes of both reports.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self::new([self.changes(), other.changes()].concat())
    }
}

fn removed(name: &str) -> Change {
    Change::item_removed(Rule::ApiItemRemoved, format!("`{name}`"), name.to_owned())
}

fn added(name: &str, item: &ApiItem) -> Change {
    let rule = if item.must_be_known {
        Rule::ApiRequiredItemAdded
    } else {
        Rule::ApiItemAdded
    };
    Change::item_added(rule, format!("`{name}`"), String::new())
}

fn changed(name: &str, old: &ApiItem, new: &ApiItem) -> Change {
    let is_deprecated = |item: &ApiItem| item.text.contains("#[deprecated]");
    let rule = if old.usage != new.usage {
        Rule::ApiItemChanged
    } else if old.text.starts_with("const ") || is_deprecated(old) != is_deprecated(new) {
        Rule::ApiValueChanged
    } else {
        Rule::ApiNamesChanged
    };
    let text = |item: &ApiItem| format!("`{}`", item.text);
    let line = Line::changed(format!("`{name}`"), text(old), text(new));
    Change::in_rust(rule, line, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::Class;
    use crate::plan::Files;

    fn crate_of(client: &str) -> Outline {
        let lib = "mod client; mod hidden; pub mod open; #[cfg(test)] mod tests; pub use client::*; pub use hidden::{Kind as Sort};";
        let files = [
            ("lib.rs", lib),
            ("client.rs", client),
            ("open/mod.rs", "pub fn parse(text: &str) -> u8 { 1 }"),
            ("tests.rs", "impl Client { pub fn only_in_tests(&self) {} }"),
            ("hidden.rs", "pub enum Kind { A } pub struct Unreachable;"),
        ];
        let files: Files = files
            .iter()
            .map(|(path, text)| ((*path).into(), (*text).into()))
            .collect();
        Outline::of_crate(&files)
    }

    const CLIENT: &str = "pub struct Client; \
        impl Client { pub fn call(&self, to: u8) {} fn hidden(&self) {} pub const MAX: u8 = 1; } \
        impl Clone for Client { fn clone(&self) -> Self { Self } } \
        #[non_exhaustive] pub enum Open { A } \
        pub trait Page { fn items(&self); } \
        macro_rules! text { ($name:ident) => { impl $name { pub fn as_str(&self) -> &str { \"\" } } } }";

    #[test]
    fn what_is_reachable_is_outlined() {
        assert_eq!(
            crate_of(CLIENT).to_string(),
            "struct Client: Clone\n    fn call(&self, to: u8)\n    const MAX = 1\nenum Kind\n    A\n\
             #[non_exhaustive] enum Open\n    A\ntrait Page: \n    fn items(&self)\nmacros\n    \
             pub fn as_str(&self) -> &str\nfn parse(text: &str) -> u8\n"
        );
    }

    #[test]
    fn changes_of_the_runtime_are_judged() {
        use Class::{Breaking, Compatible, Documentation};
        let old = crate_of(CLIENT);
        for (from, to, class, line) in [
            (
                "to: u8",
                "number: u8",
                Documentation,
                "`Client::call` changed",
            ),
            ("to: u8", "to: u16", Breaking, "`Client::call` changed"),
            (
                "pub fn call",
                "#[deprecated] pub fn call",
                Compatible,
                "`Client::call` changed",
            ),
            ("pub fn call", "fn call", Breaking, "`Client::call` removed"),
            (
                "MAX: u8 = 1",
                "MAX: u8 = 2",
                Compatible,
                "`Client::MAX` changed",
            ),
            (
                "fn hidden",
                "pub fn hidden",
                Compatible,
                "`Client::hidden` added",
            ),
            (
                "impl Clone for",
                "impl Copy for",
                Breaking,
                "`Client: Clone` removed",
            ),
            ("Open { A }", "Open { A, B }", Compatible, "`Open::B` added"),
            ("#[non_exhaustive]", "", Breaking, "`Open` changed"),
            (
                "fn items(&self);",
                "fn items(&self); fn more(&self);",
                Breaking,
                "`Page::more` added",
            ),
            (
                "fn items(&self);",
                "fn items(&self); fn more(&self) {}",
                Compatible,
                "`Page::more` added",
            ),
            (
                "pub fn as_str",
                "fn as_str",
                Breaking,
                "`macros::pub fn as_str",
            ),
            (
                "pub enum Open { A }",
                "enum Open { A }",
                Breaking,
                "`Open` removed",
            ),
            (
                "pub trait",
                "pub struct New; impl New { pub fn new() {} } pub trait",
                Compatible,
                "`New` added",
            ),
        ] {
            assert!(CLIENT.contains(from), "{from}");
            let report = ChangeReport::of_api(&old, &crate_of(&CLIENT.replace(from, to)));
            assert_eq!(report.class(), Some(class), "{to}: {:?}", report.changes());
            let lines: Vec<String> = report
                .changes()
                .iter()
                .map(|it| it.rust.to_string())
                .collect();
            assert!(lines.iter().any(|it| it.starts_with(line)), "{lines:?}");
        }
        let moved = CLIENT.replace("fn hidden(&self) {}", "fn other(&self) {}");
        assert!(ChangeReport::of_api(&old, &crate_of(&moved)).is_empty());
    }
}
