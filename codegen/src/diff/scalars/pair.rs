//! One scalar before and after.

use crate::diff::change::{Change, Class, Line};
use crate::diff::context::Context;
use crate::document::join;
use crate::model::Scalar;
use crate::pattern::relation::Relation;

/// One scalar before and after.
pub(super) struct Pair<'p> {
    pub(super) context: &'p Context<'p>,
    pub(super) old: &'p Scalar,
    pub(super) new: &'p Scalar,
    sent: bool,
    received: bool,
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

    pub(super) fn name(&self) -> String {
        format!("`{}`", self.new.component)
    }

    pub(super) fn item(&self, item: &str) -> String {
        format!("`{}::{item}`", self.new.rust)
    }

    /// The class of a change of what is admitted.
    pub(super) fn admitted(&self, relation: Relation) -> (Class, &'static str) {
        match relation {
            Relation::Same => (Class::Compatible, ""),
            Relation::Narrower | Relation::Other if self.sent => {
                (Class::Breaking, "values that could be sent are rejected")
            }
            Relation::Narrower | Relation::Other => {
                (Class::Breaking, "responses that could be read are rejected")
            }
            Relation::Wider if self.received => (
                Class::Breaking,
                "responses can contain values that no program had to expect",
            ),
            Relation::Wider => (Class::Compatible, ""),
        }
    }

    /// Variants compare in the order of the document.
    pub(super) fn order(
        &self,
        old: &[String],
        new: &[String],
        what: &str,
        changes: &mut Vec<Change>,
    ) {
        let kept: Vec<&String> = old.iter().filter(|it| new.contains(it)).collect();
        let now: Vec<&String> = new.iter().filter(|it| old.contains(it)).collect();
        if kept == now {
            return;
        }
        let list = |names: &[String]| {
            names
                .iter()
                .map(|it| format!("`{it}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::changed(
                format!("order of the {what} of `{}`", self.new.rust),
                list(old),
                list(new),
            ),
            "variants compare and are listed in another order",
            self.pointer(),
        ));
    }
}

/// The pointer to a component.
pub(super) fn pointer(component: &str) -> String {
    join("/components/schemas", component)
}
