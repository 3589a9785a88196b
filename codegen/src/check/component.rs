//! Components: their names, and which keywords go together.

use super::findings::Findings;
use super::fixes::{references, remove, rename, rewrite, set};
use super::scalar::FORMATS;
use super::similar::{certain, did_you_mean};
use crate::document::{At, Index, SchemaKind, Value};
use crate::edit::Fix;
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for section in index.sections() {
        for (name, at) in section.iter() {
            component_name(index, section.name, name, at, findings);
            if at.has("$ref") {
                findings.key_error(
                    "ref-alias",
                    at,
                    format!(
                        "the component {} is only an alias of another component",
                        show(name)
                    ),
                    format!(
                        "remove it, and refer to the other component in every `$ref` to `{}/{name}`",
                        section.name
                    ),
                );
                findings.fix(without_alias(index, section.name, name, at));
            }
        }
    }
    for schema in index.schemas.values() {
        schema_kind(schema, findings);
    }
}

/// typify merges names that differ only in case or punctuation; one spelling per name rules that out.
fn component_name(
    index: &Index<'_>,
    section: &str,
    name: &str,
    at: &At<'_>,
    findings: &mut Findings,
) {
    let capitals = name
        .as_bytes()
        .windows(2)
        .any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric())
        && name.starts_with(|c: char| c.is_ascii_uppercase());
    if !plain || capitals {
        let suggestion = pascal(name);
        findings.key_error(
            "component-name",
            at,
            format!("the component name {} is not a valid type name", show(name)),
            if suggestion.is_empty() {
                "write it in PascalCase, with one capital per word: `CallSid`".to_owned()
            } else {
                format!(
                    "write it in PascalCase, with one capital per word: {}",
                    show(&suggestion)
                )
            },
        );
        findings.fix(renamed(index, section, name, at, &suggestion));
    }
}

/// A fix that renames a component and updates all references to it.
fn renamed(index: &Index<'_>, section: &str, name: &str, at: &At<'_>, new: &str) -> Option<Fix> {
    let components = index.sections().into_iter().find(|it| it.name == section)?;
    let is_taken = components.names().any(|it| it == new);
    if new.is_empty() || is_taken {
        return None;
    }
    let path = |name: &str| format!("#/components/{section}/{name}");
    let fix = rename(at, new)?;
    Some(match references(index, section, &path(name), &path(new)) {
        Some(others) => fix.and(others),
        None => fix,
    })
}

/// A fix that removes an alias and refers to its target instead.
fn without_alias(index: &Index<'_>, section: &str, name: &str, at: &At<'_>) -> Option<Fix> {
    let alias = format!("#/components/{section}/{name}");
    let others = references(index, section, &alias, at.get_str("$ref")?)?;
    Some(remove(at).and(others))
}

/// The name in PascalCase: words split at punctuation and at capitals after small letters.
pub(super) fn pascal(name: &str) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for c in name.chars().take(80) {
        if c.is_ascii_alphanumeric() {
            let starts = !before.is_ascii_alphanumeric()
                || (c.is_ascii_uppercase() && before.is_ascii_lowercase());
            text.push(if starts {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            });
        }
        before = c;
    }
    text.trim_start_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

pub(crate) const TEXT_KEYS: &[&str] = &[
    "type",
    "format",
    "pattern",
    "x-expected",
    "enum",
    "minLength",
    "maxLength",
    "default",
    "description",
    "example",
    "x-pii",
    "x-secret",
    "x-unit",
    "x-enum-descriptions",
    "x-enum-names",
    "x-final",
    "x-groups",
    "x-extends",
    "x-xml",
];
pub(crate) const INTEGER_KEYS: &[&str] = &[
    "type",
    "format",
    "minimum",
    "maximum",
    "default",
    "description",
    "example",
    "x-unit",
];
pub(crate) const NUMBER_KEYS: &[&str] = &["type", "description", "example"];
pub(crate) const UNION_KEYS: &[&str] = &["oneOf", "default", "description", "example"];
pub(crate) const OBJECT_KEYS: &[&str] = &[
    "type",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "description",
    "example",
    "x-lazy",
    "x-rules",
    "x-event",
    "x-progress",
];

fn schema_kind(schema: &At<'_>, findings: &mut Findings) {
    let allowed = match SchemaKind::of(schema.node) {
        SchemaKind::Plain | SchemaKind::Text | SchemaKind::Format | SchemaKind::Enum => TEXT_KEYS,
        SchemaKind::Integer => INTEGER_KEYS,
        SchemaKind::Number => NUMBER_KEYS,
        SchemaKind::Union => UNION_KEYS,
        SchemaKind::Object | SchemaKind::Map => OBJECT_KEYS,
        SchemaKind::Reference if schema.has("$ref") => return,
        SchemaKind::Reference => {
            findings.key_error(
                "all-of",
                schema,
                "a component cannot be composed of others with `allOf`",
                "list all properties in one component; `allOf` can only wrap a single reference",
            );
            return;
        }
        SchemaKind::Boolean => {
            findings.key_error(
                "boolean-component",
                schema,
                "a boolean cannot be a component",
                "write `type: boolean` where it is used",
            );
            return;
        }
        SchemaKind::Array => {
            findings.key_error(
                "array-component",
                schema,
                "an array cannot be a component",
                "write it where it is used:\n  type: array\n  items:\n    $ref: '#/components/schemas/Name'",
            );
            return;
        }
        SchemaKind::Unusable => {
            unusable(schema, findings);
            return;
        }
    };
    for (key, at) in schema.entries() {
        if !allowed.contains(&key) {
            misplaced(key, &at, SchemaKind::of(schema.node).name(), findings);
        }
    }
}

/// The rule about a keyword in the wrong place, and where it belongs.
fn advice(key: &str) -> (&'static str, &'static str) {
    match key {
        "nullable" => (
            "nullable-misplaced",
            "only a property of a response can be null:\n  allOf:\n    - $ref: ...\n  nullable: true",
        ),
        "deprecated" => (
            "deprecated-misplaced",
            "mark its uses instead: operations, parameters or properties",
        ),
        "minimum" | "maximum" => (
            "misplaced-keyword",
            "bounds belong to `type: integer`; for the length of a string, use `minLength` and `maxLength`",
        ),
        "minLength" | "maxLength" | "pattern" | "enum" => (
            "misplaced-keyword",
            "it belongs to a component with `type: string`",
        ),
        "x-pii" | "x-secret" => (
            "misplaced-keyword",
            "only components with `type: string` can be private; mark that string",
        ),
        "x-enum-descriptions" | "x-enum-names" | "x-final" | "x-groups" | "x-extends" => {
            ("misplaced-keyword", "it is only valid with `enum`")
        }
        "x-xml" => (
            "misplaced-keyword",
            "it belongs to a component with `type: string`",
        ),
        "x-unit" => (
            "misplaced-keyword",
            "it belongs to `type: integer`, or to a string with `format: uint64`",
        ),
        "x-expected" => ("misplaced-keyword", "it is only valid with `pattern`"),
        "x-event" | "x-progress" => (
            "misplaced-keyword",
            "it is only valid with the form of a callback",
        ),
        "properties"
        | "required"
        | "additionalProperties"
        | "minProperties"
        | "x-lazy"
        | "x-rules" => ("misplaced-keyword", "it belongs to `type: object`"),
        "type" => (
            "misplaced-keyword",
            "remove it: the members have their own types",
        ),
        "items" => ("misplaced-keyword", "it belongs to `type: array`"),
        "description" => ("misplaced-keyword", "move it out of the schema, next to it"),
        _ => (
            "misplaced-keyword",
            "remove it, or move it to the component that it describes",
        ),
    }
}

/// Reports a keyword that does not apply to this kind of schema.
pub(crate) fn misplaced(key: &str, at: &At<'_>, kind: &str, findings: &mut Findings) {
    let (rule, help) = advice(key);
    findings.key_error(
        rule,
        at,
        format!("{} does not apply to {kind}", show(key)),
        help,
    );
    // `false` has no effect, and the type of a reference is declared by its component.
    let is_idle = at.node.value == Value::Bool(false) || key == "type";
    findings.fix(is_idle.then(|| remove(at)));
}

/// Reports a schema whose type is missing or unknown.
pub(super) fn unusable(schema: &At<'_>, findings: &mut Findings) {
    let Some(at) = schema.get("type") else {
        findings.key_error(
            "schema-type",
            schema,
            "the schema has no type",
            "add `type: string`, `type: integer` or `type: object`",
        );
        findings.fix(type_of(schema).and_then(|it| set(schema, "type", it, "description")));
        return;
    };
    let Some(name) = at.as_str() else { return };
    findings.error(
        "schema-type",
        &at,
        format!("unknown type {}", show(name)),
        match called_elsewhere(name) {
            Some(it) => format!("did you mean `{it}`?"),
            None => did_you_mean(name, TYPES, "write `string`, `integer` or `object`"),
        },
    );
    findings.fix(certain(name, TYPES).map(|it| rewrite(&at, it)));
}

/// The type that other languages call by this name.
fn called_elsewhere(name: &str) -> Option<&'static str> {
    match name {
        "bool" => Some("boolean"),
        "int" => Some("integer"),
        "float" | "double" => Some("number"),
        "str" | "text" => Some("string"),
        "map" | "dict" => Some("object"),
        "list" => Some("array"),
        _ => None,
    }
}

/// The types a schema can have.
const TYPES: [&str; 6] = ["string", "integer", "number", "object", "boolean", "array"];

/// The type that the keywords of a schema imply, if they agree.
fn type_of(schema: &At<'_>) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().any(|key| schema.has(key));
    let format = schema.get_str("format");
    let is_text = FORMATS
        .iter()
        .any(|(name, _)| Some(*name) == format && *name != "int64");
    let types = [
        ("object", has(&["properties", "additionalProperties"])),
        ("array", has(&["items"])),
        (
            "string",
            has(&[
                "pattern",
                "minLength",
                "maxLength",
                "enum",
                "x-pii",
                "x-secret",
            ]) || is_text,
        ),
        ("integer", has(&["minimum", "maximum"])),
    ];
    let mut fitting = types.into_iter().filter(|(_, fits)| *fits);
    let first = fitting.next().map(|(name, _)| name);
    if fitting.next().is_some() {
        None
    } else {
        first
    }
}
