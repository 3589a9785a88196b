//! A scalar before and after the change.

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::Scalar;
use crate::pattern::relation::Relation;

/// A scalar before and after the change.
pub(super) struct Pair<'p> {
    pub(super) context: &'p Context<'p>,
    pub(super) old: &'p Scalar,
    pub(super) new: &'p Scalar,
    sent: bool,
    received: bool,
}

/// The rules for changes of a limit.
pub(super) struct Rules {
    pub(super) same: Rule,
    pub(super) narrower: Rule,
    pub(super) wider: Rule,
    pub(super) wider_in_responses: Rule,
}

impl<'p> Pair<'p> {
    pub(super) fn new(context: &'p Context<'p>, old: &'p Scalar, new: &'p Scalar) -> Self {
        Self {
            context,
            old,
            new,
            sent: old.carried.sent || new.carried.sent,
            received: old.carried.received || new.carried.received,
        }
    }

    pub(super) fn pointer(&self) -> String {
        pointer(&self.new.component)
    }

    /// The pointer to a keyword of the component.
    pub(super) fn keyword(&self, keyword: &str) -> String {
        join(&self.pointer(), keyword)
    }

    pub(super) fn name(&self) -> String {
        format!("`{}`", self.new.component)
    }

    pub(super) fn item(&self, item: &str) -> String {
        format!("`{}::{item}`", self.new.rust)
    }

    /// Reports a changed limit on the values.
    pub(super) fn admitted(
        &self,
        rules: &Rules,
        relation: Relation,
        wire: Line,
        rust: Line,
    ) -> Change {
        let change = |rule| Change::new(rule, wire, rust, self.pointer());
        match relation {
            Relation::Same => change(rules.same),
            Relation::Narrower | Relation::Other => {
                change(rules.narrower).because(match self.sent {
                    true => "values that could be sent are now rejected",
                    false => "responses that could be read are now rejected",
                })
            }
            Relation::Wider if self.received => change(rules.wider_in_responses),
            Relation::Wider => change(rules.wider),
        }
    }

    /// Variants are ordered as in the document.
    pub(super) fn order(
        &self,
        rule: Rule,
        old: &[String],
        new: &[String],
        what: &str,
    ) -> Option<Change> {
        let kept: Vec<&String> = old.iter().filter(|it| new.contains(it)).collect();
        let now: Vec<&String> = new.iter().filter(|it| old.contains(it)).collect();
        if kept == now {
            return None;
        }
        let list = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
            names.join(", ")
        };
        let order = Line::changed(
            format!("order of the {what} of `{}`", self.new.rust),
            list(old),
            list(new),
        );
        Some(Change::in_rust(rule, order, self.pointer()))
    }
}

/// The pointer to a component.
pub(super) fn pointer(component: &str) -> String {
    join("/components/schemas", component)
}
