//! Values: everything with constraints of its own becomes a named component.

use std::collections::BTreeSet;

use super::components::ACCOUNT_PATTERN;
use super::ledger::Edit;
use super::made::{Made, insert};
use super::naming::{component, last, pascal, shape};
use super::{Context, Location, Normalizer, description};
use crate::document::{At, Node, Value};
use crate::names::ACCOUNT_PARAMETER;

/// The supported keys of a schema.
pub(super) const READ: &[&str] = &[
    "type",
    "format",
    "pattern",
    "enum",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "nullable",
    "description",
    "deprecated",
    "properties",
    "required",
    "items",
    "x-twilio",
];

/// The supported keywords of an object with arbitrary keys and typed values.
const MAP: &[&str] = &[
    "type",
    "additionalProperties",
    "nullable",
    "description",
    "deprecated",
];

impl<'d> Normalizer<'d> {
    /// A property, or the schema of a parameter, which `holder` has under `key`; `None` if it is left out.
    pub(super) fn value(
        &mut self,
        holder: &At<'d>,
        key: &str,
        context: &Context<'_>,
    ) -> Option<Node> {
        let Some(at) = holder.get(key) else {
            // The document has no description of it.
            let name = pascal(context.name);
            let component = self.anything(
                holder,
                &Context {
                    name: &name,
                    ..*context
                },
            )?;
            return Some(Made::of(holder).all_of(&component));
        };
        let target = self.target(at.clone());
        let name = named(&at).unwrap_or_else(|| pascal(context.name));
        let made = Made::of(&at);
        let inner = Context {
            name: &name,
            ..*context
        };
        let mut value = match kind(&target) {
            Some("boolean") if context.location != Location::Path => {
                made.object([("type", made.string("boolean"))])
            }
            Some("array") => self.array(&at, &target, &inner)?,
            _ => made.all_of(&self.named(&target, &inner)?),
        };
        let about = description::text_or(
            target.get_str("description"),
            &format!("The value `{}`.", context.name),
        );
        let about = description::text_or(at.get_str("description"), &about);
        insert(&mut value, made.entry("description", made.string(about)));
        // Responses in this style have no required properties: a missing array is empty.
        let is_array = value.get("items").is_some();
        if context.location == Location::Response && !is_array {
            insert(&mut value, made.entry("nullable", made.boolean(true)));
        }
        if at.is_true("deprecated") || target.is_true("deprecated") {
            insert(&mut value, made.entry("deprecated", made.boolean(true)));
        }
        Some(value)
    }

    fn array(&mut self, at: &At<'d>, target: &At<'d>, context: &Context<'_>) -> Option<Node> {
        let made = Made::of(at);
        let item = match target.get("items") {
            Some(items) => {
                let name = named(&items);
                let items = self.target(items);
                let context = Context {
                    name: name.as_deref().unwrap_or(context.name),
                    ..*context
                };
                self.item(&items, &context)?
            }
            None => self.anything(target, context)?,
        };
        if context.location == Location::Path {
            let text = "becomes a single value: paths cannot contain arrays";
            self.note(at, Edit::Loosened, text);
            return Some(made.all_of(&item));
        }
        Some(made.object([
            ("type", made.string("array")),
            ("items", made.schema(&item)),
        ]))
    }

    /// The target of a schema; a single member of `allOf` represents the whole.
    fn target(&self, at: At<'d>) -> At<'d> {
        let at = self.follow(at);
        let members = at.get("allOf");
        let members: Vec<_> = members.iter().flat_map(At::items).collect();
        match members.as_slice() {
            [only] if !at.has("type") => self.follow(only.clone()),
            _ => at,
        }
    }

    /// The component for an item of an array.
    fn item(&mut self, at: &At<'d>, context: &Context<'_>) -> Option<String> {
        match kind(at) {
            Some(kind @ ("boolean" | "array")) if is_json(context.location) => {
                let text = format!("an array with items of the type {kind}");
                self.note(at, Edit::LeftOut, text);
                None
            }
            _ => self.named(at, context),
        }
    }

    /// The component for a value that is neither an array nor a boolean.
    fn named(&mut self, at: &At<'d>, context: &Context<'_>) -> Option<String> {
        if context.location == Location::Json && at.has("oneOf") {
            let union = self.one_of(at, context);
            return Some(union.unwrap_or_else(|| self.any_object(at)));
        }
        if let Some(map) = self.map(at, context) {
            return Some(map);
        }
        self.note_unread(at, READ);
        if context.location == Location::Path && context.name == ACCOUNT_PARAMETER {
            self.note_component(at, ACCOUNT_PARAMETER);
            self.note_account(at);
            return Some(ACCOUNT_PARAMETER.to_owned());
        }
        let is_response = context.location == Location::Response;
        match kind(at) {
            Some("object") if is_json(context.location) => Some(
                self.object(at, &BTreeSet::new(), context)
                    .unwrap_or_else(|| self.any_object(at)),
            ),
            Some("string") => Some(self.string(at, context)),
            Some("integer") => Some(self.integer(at, context)),
            Some("number") if is_response => Some(self.number(at)),
            _ => self.anything(at, context),
        }
    }

    /// Notes where a path describes the account differently: the client fills it in, and knows one type of it.
    fn note_account(&mut self, at: &At<'d>) {
        for key in ["format", "pattern", "enum"] {
            let Some(given) = at.get(key) else { continue };
            if given.as_str() != Some(ACCOUNT_PATTERN) {
                let text = format!("`{key}` removed: the client fills the account in");
                self.note(&given, Edit::Loosened, text);
            }
        }
    }

    /// A value without a usable description in the document.
    fn anything(&mut self, at: &At<'d>, context: &Context<'_>) -> Option<String> {
        if is_json(context.location) {
            self.note(at, Edit::LeftOut, "it has no usable schema");
            return None;
        }
        Some(self.any_string(at, None, context))
    }

    fn any_object(&mut self, at: &At<'d>) -> String {
        let made = Made::of(at);
        let schema = made.object([
            ("type", made.string("object")),
            ("additionalProperties", made.boolean(true)),
            ("description", made.string("Any JSON object.")),
        ]);
        self.shared("AnyObject", at, schema)
    }

    /// An object with arbitrary keys and typed values, as a component; only responses have such objects.
    fn map(&mut self, at: &At<'d>, context: &Context<'_>) -> Option<String> {
        if context.location != Location::Response || kind(at) != Some("object") {
            return None;
        }
        let values = at.get("additionalProperties")?;
        if at.has("properties") || !matches!(values.node.value, Value::Object(_)) {
            return None;
        }
        let key = format!("map {}", at.pointer);
        if let Some(made) = self.made.get(&key) {
            return Some(made.clone());
        }
        let name = named(&values).unwrap_or_else(|| format!("{}Value", context.name));
        let target = self.target(values);
        match kind(&target) {
            Some("string" | "integer" | "number") => {}
            Some("object") if target.has("properties") => {}
            _ => return None,
        }
        let inner = Context {
            name: &name,
            ..*context
        };
        let component = self.named(&target, &inner)?;
        if kind(&target) == Some("object") && !self.has_properties(&component) {
            return None;
        }
        self.note_unread(at, MAP);
        let made = Made::of(at);
        let about =
            description::text_or(at.get_str("description"), "An object with arbitrary keys.");
        let schema = made.object([
            ("type", made.string("object")),
            ("additionalProperties", made.schema(&component)),
            ("description", made.string(about)),
        ]);
        let name = |it: &Self| it.free(context.name, context.owner);
        Some(self.component(key, at, schema, name))
    }

    /// A number in a response: a JSON number if its format is `float` or `double`; otherwise a price or a coordinate,
    /// which Twilio sends as a string.
    fn number(&mut self, at: &At<'d>) -> String {
        match at.get_str("format") {
            Some("float" | "double") => {
                let made = Made::of(at);
                let schema = made.object([
                    ("type", made.string("number")),
                    ("description", made.string("A number.")),
                    ("example", made.number(1_i64)),
                ]);
                self.shared("Measure", at, schema)
            }
            _ => self.amount(at),
        }
    }

    fn amount(&mut self, at: &At<'d>) -> String {
        let made = Made::of(at);
        let schema = made.object([
            ("type", made.string("string")),
            ("format", made.string("decimal")),
            (
                "description",
                made.string("A decimal number, which keeps its digits."),
            ),
            ("example", made.string("0.5")),
        ]);
        self.shared("Amount", at, schema)
    }

    fn integer(&mut self, at: &At<'d>, context: &Context<'_>) -> String {
        let (format, least, most) = match at.get_str("format") {
            Some("int32") => ("int32", i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => ("int64", i64::MIN, i64::MAX),
        };
        let bound = |key: &str| {
            let bound = i64::try_from(at.node.get(key)?.as_integer()?).ok();
            bound.filter(|bound| (least..=most).contains(bound))
        };
        let (low, high) = match (bound("minimum"), bound("maximum")) {
            (Some(low), Some(high)) if low > high => (None, None),
            bounds => bounds,
        };
        if let Some(values) = at.get("enum") {
            self.note(
                &values,
                Edit::Loosened,
                "becomes any integer within the bounds",
            );
        }
        if low.is_none() || high.is_none() {
            self.note(
                at,
                Edit::Loosened,
                format!("bounded by its format, `{format}`"),
            );
        }
        let (low, high) = (low.unwrap_or(least), high.unwrap_or(most));
        let made = Made::of(at);
        let schema = made.object([
            ("type", made.string("integer")),
            ("format", made.string(format)),
            ("minimum", made.number(low)),
            ("maximum", made.number(high)),
            ("description", made.string("An integer.")),
            ("example", made.number(1_i64.clamp(low, high))),
        ]);
        if (low, high) == (least, most) && context.location == Location::Response {
            return self.shared("WholeNumber", at, schema);
        }
        let key = format!("{} {}", context.name, schema.to_json());
        let shape = shape(at.node).unwrap_or_default();
        self.component(key, at, schema, |it| {
            it.free_value(context.name, context.owner, &shape)
        })
    }
}

/// Whether values are JSON, not strings.
fn is_json(location: Location) -> bool {
    matches!(location, Location::Response | Location::Json)
}

/// The type of a schema, as declared or as implied by its keywords.
fn kind<'d>(schema: &At<'d>) -> Option<&'d str> {
    let implied = || match schema {
        it if it.has("properties") => Some("object"),
        it if it.has("items") => Some("array"),
        it if it.has("pattern") => Some("string"),
        _ => None,
    };
    schema.get_str("type").or_else(implied)
}

/// The name of the component that a schema refers to.
pub(super) fn named(schema: &At<'_>) -> Option<String> {
    let members = schema.get("allOf");
    let member = members.iter().flat_map(At::items).next();
    let reference = schema.get_str("$ref");
    reference
        .or_else(|| member?.get_str("$ref"))
        .map(|reference| component(last(reference)))
}
