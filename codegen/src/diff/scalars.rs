//! Single values: texts, numbers, words, and what their types promise.

use super::change::{Action, Change, Class, Line};
use super::context::Context;
use super::fields::{self, reworded};
use crate::document::join;
use crate::model::{Field, Privacy, Scalar, ScalarKind, Struct, Usage, Variant};
use crate::pattern::Pattern;
use crate::pattern::relation::{self, Relation};

/// Compares all scalars.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (context.old.model, context.new.model);
    for scalar in &old.scalars {
        let name = context.now(&scalar.component);
        match new.scalar(name) {
            Some(now) => Pair::new(context, scalar, now).compare(changes),
            None if new.structure(name).is_some() => changes.push(Change::new(
                Class::Breaking,
                Line::changed(
                    format!("content of `{name}`"),
                    form(&scalar.kind),
                    "an object",
                ),
                Line::changed(
                    format!("kind of `{}`", scalar.rust),
                    rust_form(scalar),
                    "a struct",
                ),
                "the type is another",
                pointer(name),
            )),
            None => gone(scalar, changes),
        }
    }
    for scalar in &new.scalars {
        let name = scalar.component.as_str();
        if old.scalar(name).is_some() || context.is_new_name(name) {
            continue;
        }
        if old.structure(name).is_some() {
            changes.push(Change::new(
                Class::Breaking,
                Line::changed(
                    format!("content of `{name}`"),
                    "an object",
                    form(&scalar.kind),
                ),
                Line::changed(
                    format!("kind of `{}`", scalar.rust),
                    "a struct",
                    rust_form(scalar),
                ),
                "the type is another",
                pointer(name),
            ));
        } else if scalar.kind.is_emitted() {
            changes.push(Change::new(
                Class::Compatible,
                Line::nothing(),
                Line::new(format!("type `{}`", scalar.rust), "", Action::Added),
                "",
                pointer(name),
            ));
        }
    }
}

fn gone(scalar: &Scalar, changes: &mut Vec<Change>) {
    if scalar.kind.is_emitted() {
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::new(format!("type `{}`", scalar.rust), "", Action::Removed),
            "programs that name the type no longer compile",
            pointer(&scalar.component),
        ));
    }
}

fn pointer(component: &str) -> String {
    join("/components/schemas", component)
}

/// What travels.
fn form(kind: &ScalarKind) -> String {
    match kind {
        ScalarKind::Plain => "any text".to_owned(),
        ScalarKind::Fixed { .. } => "text of one length".to_owned(),
        ScalarKind::Text { .. } => "text".to_owned(),
        ScalarKind::Union { .. } => "one of several texts".to_owned(),
        ScalarKind::Enum { .. } => "a word".to_owned(),
        ScalarKind::PlainInteger { .. } | ScalarKind::Integer { .. } => "an integer".to_owned(),
        ScalarKind::IntegerText { repr, .. } if *repr == "i64" => {
            "a signed integer as text".to_owned()
        }
        ScalarKind::IntegerText { .. } => "an integer as text".to_owned(),
        ScalarKind::Runtime { path } => match path.rsplit("::").next() {
            Some("Timestamp") => "a moment".to_owned(),
            Some("DateOrTime") => "a day or a moment".to_owned(),
            Some("Decimal") => "a decimal as text".to_owned(),
            _ => "an object of any members".to_owned(),
        },
        ScalarKind::Lazy { .. } => "an object of texts".to_owned(),
    }
}

/// How Rust holds it: two scalars of one form have the same methods and traits, bounds and words aside.
fn rust_form(scalar: &Scalar) -> String {
    let ty = scalar.kind.type_name(&scalar.rust);
    match &scalar.kind {
        ScalarKind::Plain | ScalarKind::PlainInteger { .. } | ScalarKind::Runtime { .. } => {
            format!("`{ty}`")
        }
        ScalarKind::Fixed { .. } => format!("`{ty}`, a text of one length (`Copy`)"),
        ScalarKind::Text { privacy, .. } => match privacy {
            Privacy::Open => format!("`{ty}`, a checked text"),
            Privacy::Personal => format!("`{ty}`, a private text (no `Display`)"),
            Privacy::Secret => format!("`{ty}`, a secret (`expose` only)"),
        },
        ScalarKind::Union { .. } => format!("`{ty}`, a choice of texts"),
        ScalarKind::Enum { open: true, .. } => {
            format!("`{ty}`, an open enum (with `Unrecognized`)")
        }
        ScalarKind::Enum { open: false, .. } => format!("`{ty}`, a closed enum (`Copy`)"),
        ScalarKind::Integer { repr, .. } => format!("`{ty}`, a bounded `{repr}`"),
        ScalarKind::IntegerText { repr, .. } => format!("`{ty}`, a `{repr}` as text"),
        ScalarKind::Lazy { .. } => format!("`{ty}`, raw JSON"),
    }
}

/// One scalar before and after.
struct Pair<'p> {
    context: &'p Context<'p>,
    old: &'p Scalar,
    new: &'p Scalar,
    sent: bool,
    received: bool,
}

/// What a text has to satisfy.
struct Rules<'t> {
    pattern: Option<&'t Pattern>,
    min: Option<usize>,
    max: Option<usize>,
}

impl<'p> Pair<'p> {
    fn new(context: &'p Context<'p>, old: &'p Scalar, new: &'p Scalar) -> Self {
        Self {
            context,
            old,
            new,
            sent: old.carried.sent || new.carried.sent,
            received: old.carried.received || new.carried.received,
        }
    }

    fn here(&self) -> String {
        pointer(&self.new.component)
    }

    fn name(&self) -> String {
        format!("`{}`", self.new.component)
    }

    fn item(&self, item: &str) -> String {
        format!("`{}::{item}`", self.new.rust)
    }

    fn compare(&self, changes: &mut Vec<Change>) {
        let (old, new) = (self.old, self.new);
        if old.rust != new.rust && new.kind.is_emitted() && old.kind.is_emitted() {
            changes.push(Change::new(
                Class::Breaking,
                Line::nothing(),
                Line::turned(
                    "a type",
                    "renamed",
                    format!("`{}`", old.rust),
                    format!("`{}`", new.rust),
                ),
                "programs that name the type no longer compile",
                self.here(),
            ));
        }
        self.held(changes);
        match (&old.kind, &new.kind) {
            (ScalarKind::Enum { values: old, .. }, ScalarKind::Enum { values: new, .. }) => {
                self.values(old, new, changes);
            }
            (ScalarKind::Union { members: old }, ScalarKind::Union { members: new }) => {
                self.members(old, new, changes);
            }
            (ScalarKind::Lazy { members: old }, ScalarKind::Lazy { members: new }) => {
                let structure = |scalar: &Scalar, fields: &[Field]| Struct {
                    component: scalar.component.clone(),
                    rust: scalar.rust.clone(),
                    doc: String::new(),
                    fields: fields.to_vec(),
                    usage: Usage::Response,
                };
                fields::compare(
                    self.context,
                    &structure(self.old, old),
                    &structure(self.new, new),
                    "member",
                    changes,
                );
            }
            (old, new) => {
                if let (Some(old), Some(new)) = (rules(old), rules(new)) {
                    self.text(&old, &new, changes);
                }
                self.numbers(changes);
            }
        }
        if old.doc != new.doc {
            changes.push(reworded(
                "description",
                &self.name(),
                &format!("`{}`", new.rust),
                format!("{}/description", self.here()),
            ));
        }
        if old.example != new.example {
            changes.push(Change::new(
                Class::Documentation,
                Line::new("example", self.name(), Action::Reworded),
                Line::nothing(),
                "",
                format!("{}/example", self.here()),
            ));
        }
    }

    /// The form of the type, whatever it admits.
    fn held(&self, changes: &mut Vec<Change>) {
        let (old, new) = (self.old, self.new);
        // The name has been told already.
        let strip = |scalar: &Scalar| rust_form(scalar).replace(&format!("`{}`", scalar.rust), "");
        if strip(old) == strip(new) {
            return;
        }
        let privacy = |kind: &ScalarKind| match kind {
            ScalarKind::Text { privacy, .. } => Some(*privacy),
            _ => None,
        };
        let opened = (privacy(&old.kind), privacy(&new.kind))
            == (Some(Privacy::Personal), Some(Privacy::Open));
        let flipped = matches!(
            (&old.kind, &new.kind),
            (ScalarKind::Enum { .. }, ScalarKind::Enum { .. })
        );
        let wire = if flipped {
            let way = |new: &ScalarKind| match new {
                ScalarKind::Enum { open: true, .. } => "received",
                _ => "only sent",
            };
            Line::changed(
                format!("use of {}", self.name()),
                way(&old.kind),
                way(&new.kind),
            )
        } else if form(&old.kind) == form(&new.kind) {
            Line::nothing()
        } else {
            Line::changed(
                format!("content of {}", self.name()),
                form(&old.kind),
                form(&new.kind),
            )
        };
        let (class, why) = if opened {
            (Class::Compatible, "")
        } else if flipped {
            (
                Class::Breaking,
                "enums that the service sends are open, those that only we send are closed",
            )
        } else {
            (Class::Breaking, "the type is another, or lacks traits")
        };
        changes.push(Change::new(
            class,
            wire,
            Line::changed(
                format!("kind of `{}`", new.rust),
                rust_form(old),
                rust_form(new),
            ),
            why,
            self.here(),
        ));
    }

    /// The class of a change of what is admitted.
    fn admitted(&self, relation: Relation) -> (Class, &'static str) {
        match relation {
            Relation::Same => (Class::Compatible, ""),
            Relation::Narrower | Relation::Other if self.sent => {
                (Class::Breaking, "values that were sent are refused")
            }
            Relation::Narrower | Relation::Other => {
                (Class::Breaking, "answers that were read are refused")
            }
            Relation::Wider if self.received => (
                Class::Breaking,
                "answers can hold values that no program had to expect",
            ),
            Relation::Wider => (Class::Compatible, ""),
        }
    }

    fn text(&self, old: &Rules<'_>, new: &Rules<'_>, changes: &mut Vec<Change>) {
        let pattern = |rules: &Rules<'_>| rules.pattern.map(|it| it.text().to_owned());
        if pattern(old) != pattern(new) {
            let relation = relation::between(old.pattern, new.pattern);
            self.rule(
                ("pattern", "PATTERN"),
                relation.verb(),
                pattern(old),
                pattern(new),
                relation,
                changes,
            );
        }
        let number = |bound: Option<usize>| bound.map(|it| it.to_string());
        if old.min != new.min {
            let (before, after) = (old.min.unwrap_or(0), new.min.unwrap_or(0));
            let relation = Relation::of(after > before, after < before);
            let verb = if after > before { "raised" } else { "lowered" };
            self.rule(
                ("shortest length", "MIN_LENGTH"),
                verb,
                number(old.min),
                number(new.min),
                relation,
                changes,
            );
        }
        if old.max != new.max {
            let (before, after) = (old.max.unwrap_or(usize::MAX), new.max.unwrap_or(usize::MAX));
            let relation = Relation::of(after < before, after > before);
            let verb = if after > before { "raised" } else { "lowered" };
            self.rule(
                ("longest length", "MAX_LENGTH"),
                verb,
                number(old.max),
                number(new.max),
                relation,
                changes,
            );
        }
    }

    /// One rule of a text, which is also a constant of its type.
    fn rule(
        &self,
        (wire, constant): (&str, &str),
        verb: &'static str,
        old: Option<String>,
        new: Option<String>,
        relation: Relation,
        changes: &mut Vec<Change>,
    ) {
        let (mut class, mut why) = self.admitted(relation);
        let is_type = |scalar: &Scalar| {
            matches!(
                scalar.kind,
                ScalarKind::Fixed { .. } | ScalarKind::Text { .. }
            )
        };
        let quoted = |value: Option<String>| {
            value.map_or_else(|| "none".to_owned(), |value| format!("`{value}`"))
        };
        let item = self.item(constant);
        let rust = match (
            old.as_ref().filter(|_| is_type(self.old)),
            new.as_ref().filter(|_| is_type(self.new)),
        ) {
            (Some(_), None) => {
                class = Class::Breaking;
                if why.is_empty() {
                    why = "programs that name the constant no longer compile";
                }
                Line::new(item, "", Action::Removed)
            }
            (None, Some(_)) => Line::new(item, "", Action::Added),
            (None, None) => Line::nothing(),
            (Some(old), Some(new)) => {
                Line::turned(item, verb, format!("`{old}`"), format!("`{new}`"))
            }
        };
        changes.push(Change::new(
            class,
            Line::turned(
                format!("{wire} of {}", self.name()),
                verb,
                quoted(old),
                quoted(new),
            ),
            rust,
            why,
            self.here(),
        ));
    }

    /// Bounds and units.
    fn numbers(&self, changes: &mut Vec<Change>) {
        let bounds = |kind: &ScalarKind| match kind {
            ScalarKind::Integer { min, max, .. } => Some((*min, *max)),
            ScalarKind::PlainInteger { repr } => Some((
                0,
                if *repr == "u64" {
                    i64::MAX
                } else {
                    i64::from(i32::MAX)
                },
            )),
            _ => None,
        };
        if let (Some(old), Some(new)) = (bounds(&self.old.kind), bounds(&self.new.kind)) {
            self.bound(("minimum", "MIN"), old.0, new.0, old.0 < new.0, changes);
            self.bound(("maximum", "MAX"), old.1, new.1, old.1 > new.1, changes);
        }
        let unit = |kind: &ScalarKind| match kind {
            ScalarKind::Integer { unit, .. } | ScalarKind::IntegerText { unit, .. } => {
                unit.map(|unit| unit.name())
            }
            _ => None,
        };
        let (old, new) = (unit(&self.old.kind), unit(&self.new.kind));
        if old == new {
            return;
        }
        let item = self.item("as_duration");
        let (class, rust, why) = match (old, new) {
            (None, _) => (Class::Compatible, Line::new(item, "", Action::Added), ""),
            (Some(_), None) => (
                Class::Breaking,
                Line::new(item, "", Action::Removed),
                "programs that convert it no longer compile",
            ),
            (Some(old), Some(new)) => (
                Class::Breaking,
                Line::changed(format!("unit of {item}"), old, new),
                "the same duration becomes another number",
            ),
        };
        changes.push(Change::new(
            class,
            Line::changed(
                format!("unit of {}", self.name()),
                old.unwrap_or("none"),
                new.unwrap_or("none"),
            ),
            rust,
            why,
            self.here(),
        ));
    }

    fn bound(
        &self,
        (wire, constant): (&str, &str),
        old: i64,
        new: i64,
        tightened: bool,
        changes: &mut Vec<Change>,
    ) {
        if old == new {
            return;
        }
        let (class, why) = self.admitted(Relation::of(tightened, !tightened));
        let verb = if new > old { "raised" } else { "lowered" };
        let constants = [&self.old.kind, &self.new.kind]
            .into_iter()
            .all(|kind| matches!(kind, ScalarKind::Integer { .. }));
        let rust = if constants {
            Line::turned(
                self.item(constant),
                verb,
                format!("`{old}`"),
                format!("`{new}`"),
            )
        } else {
            Line::nothing()
        };
        changes.push(Change::new(
            class,
            Line::turned(
                format!("{wire} of {}", self.name()),
                verb,
                format!("`{old}`"),
                format!("`{new}`"),
            ),
            rust,
            why,
            self.here(),
        ));
    }

    fn values(&self, old: &[Variant], new: &[Variant], changes: &mut Vec<Change>) {
        let value = |variant: &Variant| format!("value `{}`", variant.wire);
        for variant in old {
            match new.iter().find(|it| it.wire == variant.wire) {
                None => changes.push(Change::new(
                    Class::Breaking,
                    Line::new(value(variant), self.name(), Action::Removed),
                    Line::new(self.item(&variant.rust), "", Action::Removed),
                    "programs that name the variant no longer compile",
                    format!("{}/enum", self.here()),
                )),
                Some(now) if now.doc != variant.doc => changes.push(reworded(
                    format!("description of {}", value(now)),
                    &self.name(),
                    &self.item(&now.rust),
                    format!("{}/x-enum-descriptions", self.here()),
                )),
                Some(_) => {}
            }
        }
        // Variants of open enums have no numbers, because one of them holds a word.
        let numbered = [&self.old.kind, &self.new.kind]
            .into_iter()
            .all(|kind| matches!(kind, ScalarKind::Enum { open: false, .. }));
        let is_old = |variant: &Variant| old.iter().any(|it| it.wire == variant.wire);
        for (index, variant) in new.iter().enumerate() {
            if is_old(variant) {
                continue;
            }
            let moves_others = numbered && new.iter().skip(index).any(is_old);
            let (class, why) = if moves_others {
                (
                    Class::Breaking,
                    "the variants behind it become other numbers with `as`; put it last",
                )
            } else {
                (Class::Compatible, "")
            };
            changes.push(Change::new(
                class,
                Line::new(value(variant), self.name(), Action::Added),
                Line::new(self.item(&variant.rust), "", Action::Added),
                why,
                format!("{}/enum", self.here()),
            ));
        }
        let words = |list: &[Variant]| list.iter().map(|it| it.wire.clone()).collect::<Vec<_>>();
        self.order(&words(old), &words(new), "values", changes);
    }

    fn members(&self, old: &[String], new: &[String], changes: &mut Vec<Change>) {
        let renamed: Vec<String> = old
            .iter()
            .map(|member| {
                let scalars = &self.context.old.model.scalars;
                let component = scalars.iter().find(|it| it.rust == *member);
                component.map_or_else(
                    || member.clone(),
                    |it| {
                        let now = self.context.now(&it.component);
                        let now = self.context.new.model.scalar(now);
                        now.map_or_else(|| member.clone(), |now| now.rust.clone())
                    },
                )
            })
            .collect();
        for (member, now) in old.iter().zip(&renamed) {
            if !new.contains(now) {
                changes.push(Change::new(
                    Class::Breaking,
                    Line::new(format!("choice `{member}`"), self.name(), Action::Removed),
                    Line::new(self.item(member), "", Action::Removed),
                    "programs that name the variant no longer compile",
                    format!("{}/oneOf", self.here()),
                ));
            } else if member != now {
                changes.push(Change::new(
                    Class::Breaking,
                    Line::nothing(),
                    Line::turned("a variant", "renamed", self.item(member), self.item(now)),
                    "programs that name the variant no longer compile",
                    format!("{}/oneOf", self.here()),
                ));
            }
        }
        for member in new {
            if !renamed.contains(member) {
                let (class, why) = self.admitted(Relation::Wider);
                changes.push(Change::new(
                    class,
                    Line::new(format!("choice `{member}`"), self.name(), Action::Added),
                    Line::new(self.item(member), "", Action::Added),
                    why,
                    format!("{}/oneOf", self.here()),
                ));
            }
        }
        self.order(&renamed, new, "choices", changes);
    }

    /// Variants compare in the order of the document.
    fn order(&self, old: &[String], new: &[String], what: &str, changes: &mut Vec<Change>) {
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
            self.here(),
        ));
    }
}

/// The rules of a text, when it is one that may have any.
fn rules(kind: &ScalarKind) -> Option<Rules<'_>> {
    match kind {
        ScalarKind::Plain => Some(Rules {
            pattern: None,
            min: None,
            max: None,
        }),
        ScalarKind::Fixed { pattern } => Some(Rules {
            pattern: Some(pattern),
            min: None,
            max: None,
        }),
        ScalarKind::Text {
            pattern, min, max, ..
        } => Some(Rules {
            pattern: pattern.as_deref(),
            min: *min,
            max: *max,
        }),
        _ => None,
    }
}
