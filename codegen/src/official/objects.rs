//! Objects: forms, and contents of responses.

use std::collections::BTreeSet;

use super::ledger::Edit;
use super::made::{Made, insert, remove};
use super::numbered::Family;
use super::{Context, Location, Normalizer, description, numbered, values};
use crate::document::{At, Entry, Node, Value};
use crate::names::{self, Names, Namespace, Scope};

/// The maximum depth of objects, which are traversed depth first.
const MAX_DEPTH: usize = 64;

impl<'d> Normalizer<'d> {
    /// An object as a component; `None` if it has no properties. Its properties cannot have the names in `taken`.
    pub(super) fn object(
        &mut self,
        at: &At<'d>,
        taken: &BTreeSet<String>,
        context: &Context<'_>,
    ) -> Option<String> {
        let key = format!("{:?} {}", context.location, at.pointer);
        if self.open.contains(&key) {
            self.note(
                at,
                Edit::Loosened,
                "it contains itself: replaced by an arbitrary object",
            );
            return None;
        }
        if let Some(made) = self.made.get(&key) {
            return Some(made.clone());
        }
        if self.open.len() >= MAX_DEPTH {
            let text = format!(
                "objects nest more than {MAX_DEPTH} levels deep: replaced by an arbitrary object"
            );
            self.note(at, Edit::Loosened, text);
            return None;
        }
        let properties = at.get("properties")?;
        if !matches!(properties.node.value, Value::Object(_)) {
            return None;
        }
        let twin = twin(at, context);
        if let Some(made) = twin.as_ref().and_then(|twin| self.made.get(twin)) {
            return Some(made.clone());
        }
        let name = self.free(context.name, context.owner);
        self.made.insert(key.clone(), name.clone());
        self.open.insert(key.clone());
        let made = Made::of(at);
        // The name is claimed before the properties are made, which may need names, too.
        self.add(&name, made.object([]), at);
        let always = required(at);
        let kept = self.properties(&properties, taken, &always, &name, context.location);
        self.open.remove(&key);
        if context.location == Location::Json
            && let Some(missing) = always
                .iter()
                .find(|wire| !kept.iter().any(|it| it.key == **wire))
        {
            // Otherwise Twilio would reject the object.
            let text = format!(
                "the required `{missing}` cannot be expressed: replaced by an arbitrary object"
            );
            self.note(at, Edit::Loosened, text);
            self.made.remove(&key);
            self.schemas.remove(&name);
            return None;
        }
        let about = description::text_or(at.get_str("description"), "An object of the API.");
        self.made.extend(twin.map(|twin| (twin, name.clone())));
        self.add(&name, object_schema(&made, about, kept, &always), at);
        self.note_component(at, &name);
        Some(name)
    }

    /// The object that is a JSON body, or a union of several, as a component.
    pub(super) fn body_object(
        &mut self,
        at: &At<'d>,
        taken: &BTreeSet<String>,
        context: &Context<'_>,
    ) -> Option<String> {
        if at.has("oneOf") {
            return self.one_of(at, context);
        }
        self.note_unread(at, values::READ);
        let component = self.object(at, taken, context)?;
        self.has_properties(&component).then_some(component)
    }

    /// A union of objects in a JSON body, as a component; `None` if no more than one of them has known properties.
    pub(super) fn one_of(&mut self, at: &At<'d>, context: &Context<'_>) -> Option<String> {
        let members: Vec<At<'d>> = at.get("oneOf")?.items().collect();
        let read = ["type", "description", "oneOf", "discriminator"];
        self.note_unread(at, &read);
        if at.has("properties") {
            return None;
        }
        let key = format!("one of {}", at.pointer);
        if let Some(made) = self.made.get(&key) {
            return Some(made.clone());
        }
        let mut components = Vec::new();
        for member in members {
            let name = values::named(&member).unwrap_or_else(|| format!("{}Option", context.name));
            let member = self.follow(member);
            let context = Context {
                name: &name,
                ..*context
            };
            let component = self.object(&member, &BTreeSet::new(), &context)?;
            if !self.has_properties(&component) || components.contains(&component) {
                return None;
            }
            components.push(component);
        }
        if components.len() < 2 {
            return None;
        }
        let made = Made::of(at);
        let about = format!("The object {}.", context.name);
        let about = description::text_or(at.get_str("description"), &about);
        let schema = made.object([
            (
                "oneOf",
                made.array(components.iter().map(|it| made.schema(it))),
            ),
            ("description", made.string(about)),
        ]);
        Some(self.component(key, at, schema, |it| it.free(context.name, context.owner)))
    }

    /// The supported numbered parameters of the form called `owner`, which are added to the others.
    fn families(
        &mut self,
        properties: &At<'d>,
        taken: &BTreeSet<String>,
        owner: &str,
        (names, kept): (&mut Names, &mut Vec<Entry>),
    ) -> Vec<Family<'d>> {
        let mut families = numbered::families(properties);
        families.retain(|family| {
            let stem = family.stem();
            let scope = Scope::Struct(owner.to_owned());
            let is_free = form_problem(stem, taken, false).is_none()
                && names.claim(scope, &names::field_name(stem), stem).is_ok();
            let entry = is_free.then(|| self.numbered(properties, family, owner));
            let entry = entry.flatten();
            let is_kept = entry.is_some();
            kept.extend(entry);
            is_kept
        });
        families
    }

    /// The supported properties of the object called `owner`.
    fn properties(
        &mut self,
        properties: &At<'d>,
        taken: &BTreeSet<String>,
        required: &[&str],
        owner: &str,
        location: Location,
    ) -> Vec<Entry> {
        let mut kept = Vec::new();
        let mut names = Names::default();
        let families = match location {
            Location::Form => self.families(properties, taken, owner, (&mut names, &mut kept)),
            _ => Vec::new(),
        };
        for (wire, at) in properties.entries() {
            if families.iter().any(|family| family.has(&at)) {
                continue;
            }
            let is_required = required.contains(&wire);
            let problem = match location {
                Location::Form => form_problem(wire, taken, is_required),
                Location::Json => taken_name(wire, taken, "body_property"),
                _ => None,
            };
            let problem = problem.or_else(|| {
                let owner = owner.to_owned();
                let scope = match location {
                    Location::Form | Location::Json => Scope::Struct(owner),
                    _ => Scope::Received(owner),
                };
                let claim = names.claim(scope, &names::field_name(wire), wire);
                claim.err().map(|problem| problem.message)
            });
            if let Some(problem) = problem {
                self.note(&at, Edit::LeftOut, problem);
                continue;
            }
            let context = Context {
                name: wire,
                owner,
                location,
            };
            if let Some(mut property) = self.value(properties, wire, &context) {
                if is_required {
                    remove(&mut property, &["nullable", "deprecated"]);
                }
                kept.push(Made::of(properties).entry(wire, property));
            }
        }
        kept
    }
}

/// The key by which unnamed objects are recognized as the same, such as the items of pages.
fn twin(at: &At<'_>, context: &Context<'_>) -> Option<String> {
    let is_property = at.pointer.rsplit('/').nth(1) == Some("properties");
    let content = || at.node.to_json();
    is_property.then(|| format!("{:?} {} {}", context.location, context.name, content()))
}

/// The schema of an object with these properties, or with arbitrary members if there are none.
fn object_schema(made: &Made, about: String, properties: Vec<Entry>, always: &[&str]) -> Node {
    let mut object = made.object([
        ("type", made.string("object")),
        ("description", made.string(about)),
    ]);
    let has = |wire: &&&str| properties.iter().any(|entry| entry.key == **wire);
    let required: Vec<Node> = always
        .iter()
        .filter(has)
        .map(|it| made.string(*it))
        .collect();
    if properties.is_empty() {
        let anything = made.boolean(true);
        insert(&mut object, made.entry("additionalProperties", anything));
    } else {
        let properties = made.object_of(properties);
        insert(&mut object, made.entry("properties", properties));
    }
    if !required.is_empty() {
        insert(&mut object, made.entry("required", made.array(required)));
    }
    object
}

/// The required properties of an object, without repetition.
fn required<'d>(at: &At<'d>) -> Vec<&'d str> {
    let mut required = Vec::new();
    for wire in at.get("required").iter().flat_map(At::items) {
        if let Some(wire) = wire.as_str()
            && !required.contains(&wire)
        {
            required.push(wire);
        }
    }
    required
}

/// Why a field of a body cannot have its name, if so: a parameter has it.
fn taken_name(wire: &str, taken: &BTreeSet<String>, method: &str) -> Option<String> {
    let is_taken = taken.contains(&names::field_name(wire));
    is_taken.then(|| {
        format!(
            "`{wire}` has the same name as another parameter; users can send it with `{method}`"
        )
    })
}

/// Why a parameter of a form can be neither a setter nor an argument, if so.
fn form_problem(wire: &str, taken: &BTreeSet<String>, required: bool) -> Option<String> {
    if let Some(problem) = taken_name(wire, taken, "form_param") {
        return Some(problem);
    }
    let namespace = if required {
        Namespace::FormAlways
    } else {
        Namespace::Form
    };
    names::parameter_problem(wire, namespace)
        .map(|problem| format!("{}; users can send it with `form_param`", problem.message))
}
