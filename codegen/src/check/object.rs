//! Objects: their properties, which of them are required, and what a form can contain.

use std::collections::BTreeSet;

use super::component::misplaced;
use super::findings::Findings;
use super::fixes::{remove, rewrite};
use super::inline::{self, Carrier, Place};
use super::map;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, SchemaKind, Value, entries, is_empty, items, reference_of};
use crate::edit::Fix;
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let usage = &index.usage;
    for (name, schema) in index.schemas.iter() {
        let side = Side {
            form: usage.is_form(name) || usage.callback_forms.contains(name),
            sent: usage.is_form(name) || usage.is_sent_as_json(name),
            received: usage.is_received(name),
        };
        match SchemaKind::of(schema.node) {
            SchemaKind::Object => object(index, schema, side, findings),
            SchemaKind::Map => map::check(index, schema, side.sent, findings),
            _ => {}
        }
    }
}

/// How an object is used.
#[derive(Clone, Copy)]
struct Side {
    /// As the form of a request or callback.
    form: bool,
    /// In a request.
    sent: bool,
    /// In a response or callback.
    received: bool,
}

impl Side {
    fn carrier(self) -> Carrier {
        Carrier {
            flat: self.form,
            sent: self.sent,
        }
    }
}

fn object<'d>(index: &Index<'d>, schema: &At<'d>, side: Side, findings: &mut Findings) {
    if let Some(at) = schema.get("additionalProperties") {
        findings.key_error(
            "additional-properties",
            &at,
            "an object with properties cannot have `additionalProperties`",
            "remove it: unknown properties in responses are kept anyway",
        );
        findings.fix(matches!(at.node.value, Value::Bool(_)).then(|| remove(&at)));
    }
    match schema.get("properties") {
        Some(properties) if !is_empty(properties.node) => {
            for (name, property) in properties.entries() {
                wire_name(name, &property, false, findings);
                check_property(index, &property, side, findings);
                default_of_received(index, &property, side, findings);
            }
        }
        _ => map::instead_of_empty(schema, findings),
    }
    required(index, schema, side, findings);
    if side.sent && side.received {
        findings.key_error(
            "sent-and-received",
            schema,
            "the object is sent in a request and received in a response",
            "make two components: values that are sent are checked strictly, and values that are received are read \
             leniently",
        );
    }
    lazy(index, schema, side, findings);
}

/// The name has to yield a Rust name and must not need encoding. Only names of query parameters may end in `<` or `>`.
pub(crate) fn wire_name(name: &str, at: &At<'_>, parameter: bool, findings: &mut Findings) {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let stem = match name.strip_suffix(['<', '>']) {
        Some(stem) if parameter => stem,
        _ => name,
    };
    let plain = stem
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if !starts || !plain {
        findings.key_error(
            "wire-name",
            at,
            format!("{} cannot be turned into a Rust name", show(name)),
            "names start with a letter and contain letters, digits, `_`, `-` and `.`; a query parameter may end in `<` or `>`",
        );
    }
}

fn check_property<'d>(index: &Index<'d>, property: &At<'d>, side: Side, findings: &mut Findings) {
    let kind = SchemaKind::of(property.node);
    let allowed: &[&str] = match kind {
        SchemaKind::Reference if property.has("$ref") => &["$ref"],
        SchemaKind::Reference => &[
            "allOf",
            "description",
            "nullable",
            "deprecated",
            "default",
            "example",
        ],
        SchemaKind::Boolean => &[
            "type",
            "description",
            "nullable",
            "deprecated",
            "default",
            "example",
        ],
        SchemaKind::Array => &[
            "type",
            "items",
            "description",
            "nullable",
            "deprecated",
            "default",
            "example",
            "x-numbered",
        ],
        _ => {
            inline::check(index, property, Place::Value(side.carrier()), findings);
            return;
        }
    };
    for (key, at) in property.entries() {
        // The keyword tables report siblings of a reference.
        if !allowed.contains(&key) && !property.has("$ref") {
            misplaced(key, &at, kind.name(), findings);
        }
    }
    nullable(property, side, findings);
    match kind {
        SchemaKind::Reference => {
            wrapper(property, findings);
            target(index, property, side.form, findings);
        }
        SchemaKind::Array => array(index, property, side, findings),
        _ => {}
    }
}

/// A default is documented at the setter of a parameter; nothing sets a property that Twilio sends.
fn default_of_received(index: &Index<'_>, property: &At<'_>, side: Side, findings: &mut Findings) {
    // In other styles, defaults also describe responses.
    if side.sent || !side.received || index.document.is_lenient() {
        return;
    }
    if let Some(at) = property.get("default") {
        findings.key_error(
            "misplaced-keyword",
            &at,
            "`default` has no effect on a property that Twilio sends",
            "remove it; if Twilio leaves the property out in that case, say so in the description",
        );
        findings.fix(remove(&at));
    }
}

/// Only received values can be null.
fn nullable(property: &At<'_>, side: Side, findings: &mut Findings) {
    if (side.form || side.sent)
        && let Some(at) = property.get("nullable")
    {
        let what = if side.form {
            "form field"
        } else {
            "property of a request"
        };
        findings.key_error(
            "nullable-misplaced",
            &at,
            format!("a {what} cannot be nullable"),
            "remove it: a field that is not set is not sent",
        );
        findings.fix(remove(&at));
    }
    if let Some(at) = property.get("nullable")
        && at.node.value == Value::Bool(false)
    {
        findings.error(
            "nullable-misplaced",
            &at,
            "`nullable: false` has no effect",
            "remove it",
        );
        findings.fix(remove(&at));
    }
}

/// `allOf` may only wrap one reference.
pub(crate) fn wrapper(at: &At<'_>, findings: &mut Findings) {
    let Some(list) = at.get("allOf") else { return };
    let count = list.node.items().len();
    if count != 1 || reference_of(at).is_none() {
        findings.error(
            "all-of",
            &list,
            if count == 1 {
                "`allOf` wraps something other than a reference".to_owned()
            } else {
                format!("`allOf` has {count} members")
            },
            "wrap a single reference, to add keywords to it:\n  allOf:\n    - $ref: '#/components/schemas/Name'\n  nullable: true",
        );
        findings.fix(repeated_member(&list));
    }
}

/// The fix for the same reference twice.
fn repeated_member(list: &At<'_>) -> Option<Fix> {
    let members: Vec<At<'_>> = list.items().collect();
    match members.as_slice() {
        [first, second] if first.get_str("$ref") == second.get_str("$ref") => Some(remove(second)),
        _ => None,
    }
}

/// Checks the target of a property or an item.
fn target(index: &Index<'_>, at: &At<'_>, form: bool, findings: &mut Findings) {
    let Some(schema) = index.resolve(at) else {
        return;
    };
    if form && index.is_object(&schema) {
        findings.key_error(
            "form-field",
            at,
            "a form field cannot be an object",
            "use a string, an integer, a boolean, an array of strings or integers, or an array of objects with `x-numbered`",
        );
    }
}

fn array<'d>(index: &Index<'d>, at: &At<'d>, side: Side, findings: &mut Findings) {
    if let Some(member) = array_items(index, at, side.carrier(), findings) {
        // A numbered property is checked by its own rule.
        target(index, &member, side.form && !at.has("x-numbered"), findings);
    }
}

/// The items of an array, if they are a reference, as required.
pub(crate) fn array_items<'d>(
    index: &Index<'d>,
    at: &At<'d>,
    carrier: Carrier,
    findings: &mut Findings,
) -> Option<At<'d>> {
    let Some(member) = at.get("items") else {
        findings.key_error(
            "array-items",
            at,
            "the array has no `items`",
            "add\n  items:\n    $ref: '#/components/schemas/Name'",
        );
        return None;
    };
    if let Some(reference) = member.get("$ref") {
        return reference.as_str().is_some().then_some(member);
    }
    if SchemaKind::of(member.node) == SchemaKind::Array {
        findings.key_error(
            "array-items",
            &member,
            "an array cannot contain arrays",
            "flatten it, or put the inner array into an object",
        );
    } else {
        inline::check(index, &member, Place::Item(carrier), findings);
    }
    None
}

fn required(index: &Index<'_>, schema: &At<'_>, side: Side, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let properties = schema.get("properties");
    for item in items(schema.get("required")) {
        let Some(name) = item.as_str() else { continue };
        if !seen.insert(name) {
            findings.error(
                "required",
                &item,
                format!("{} is listed in `required` twice", show(name)),
                "remove one of the two",
            );
            findings.fix(remove(&item));
        }
        // An object without properties has its own finding.
        if properties.is_none() {
            continue;
        }
        let property = properties.as_ref().and_then(|at| at.get(name));
        match property {
            None => {
                let names = || entries(properties.clone()).map(|(name, _)| name);
                findings.error(
                    "required",
                    &item,
                    format!(
                        "{} is listed in `required`, but is not a property",
                        show(name)
                    ),
                    suggestion(
                        index,
                        name,
                        names(),
                        "add the property, or remove it from `required`",
                    ),
                );
                findings.fix(declared(index, name, names()).map(|it| rewrite(&item, it)));
            }
            // A nullable property of a form has its own finding.
            Some(property) if property.is_true("nullable") && !side.form => findings.error(
                "required",
                &item,
                format!("{} is listed in `required`, but may be null", show(name)),
                "remove it from `required`: a property that may be null may also be missing",
            ),
            Some(_) => {}
        }
    }
}

fn lazy(index: &Index<'_>, schema: &At<'_>, side: Side, findings: &mut Findings) {
    let Some(at) = schema.get("x-lazy") else {
        return;
    };
    if at.node.value == Value::Bool(false) {
        findings.error("lazy", &at, "`x-lazy: false` has no effect", "remove it");
        findings.fix(remove(&at));
        return;
    }
    if side.form || side.sent {
        findings.key_error(
            "lazy",
            &at,
            "an object in a request or a form cannot be lazy",
            "remove it: only objects in responses can be read lazily",
        );
        findings.fix(remove(&at));
    }
    if let Some(at) = schema.get("required") {
        misplaced("required", &at, "a lazy object", findings);
    }
    for (name, property) in entries(schema.get("properties")) {
        if let Some(at) = property.get("nullable") {
            findings.key_error(
                "nullable-misplaced",
                &at,
                "`nullable` does not apply to a property of a lazy object",
                "remove it: every property of a lazy object may be null or missing",
            );
            findings.fix(remove(&at));
        }
        let plain = index
            .resolve(&property)
            .is_none_or(|target| SchemaKind::of(target.node) == SchemaKind::Plain);
        if !plain
            || matches!(
                SchemaKind::of(property.node),
                SchemaKind::Boolean | SchemaKind::Array
            )
        {
            findings.key_error(
                "lazy",
                &property,
                format!("{} of a lazy object is not a plain string", show(name)),
                "refer to a component with `type: string` and no constraints, or remove `x-lazy`",
            );
        }
    }
}
