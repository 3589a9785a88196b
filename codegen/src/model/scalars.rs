//! Components that are single values, and their Rust types.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Builder;
use super::{Privacy, Scalar, ScalarKind, Struct, Ty, Unit, Variant, Xml, XmlElement};
use crate::document::{At, SchemaKind, XML_TEXT, entries, items};
use crate::markdown;
use crate::names::{self, Scope};

impl<'d> Builder<'_, 'd> {
    /// The kind of a scalar; `None`, with a finding, if there is none.
    pub(super) fn scalar_kind(
        &mut self,
        name: &'d str,
        rust: &str,
        schema: &At<'d>,
    ) -> Option<ScalarKind> {
        let unit = schema.get_str("x-unit").and_then(Unit::parse);
        let kind = match SchemaKind::of(schema.node) {
            SchemaKind::Union => self.union(schema),
            SchemaKind::Map => self.map(schema),
            SchemaKind::Object => Some(ScalarKind::Lazy {
                members: self.properties(schema, Scope::Struct(rust.to_owned())),
            }),
            SchemaKind::Enum => Some(ScalarKind::Enum {
                open: self.index.usage.is_received(name),
                values: self.variants(rust, schema),
                extends: schema.get_str("x-extends").map(str::to_owned),
            }),
            SchemaKind::Plain | SchemaKind::Text => self.text(schema),
            SchemaKind::Format => format_kind(schema.get_str("format")?, unit),
            SchemaKind::Integer => integer(schema, unit),
            SchemaKind::Number => Some(ScalarKind::Runtime { path: "f64" }),
            SchemaKind::Boolean
            | SchemaKind::Array
            | SchemaKind::Reference
            | SchemaKind::Unusable => None,
        };
        if kind.is_none() {
            self.unsupported(
                schema,
                format!("`{name}` is of a kind that has no counterpart in Rust"),
            );
        }
        kind
    }

    fn union(&self, schema: &At<'d>) -> Option<ScalarKind> {
        let members = items(schema.get("oneOf"))
            .map(|member| self.index.target(&member).map(names::type_name))
            .collect::<Option<Vec<_>>>()?;
        Some(if self.index.is_object(schema) {
            ScalarKind::ObjectUnion { members }
        } else {
            ScalarKind::Union { members }
        })
    }

    fn map(&self, schema: &At<'d>) -> Option<ScalarKind> {
        let values = schema.get("additionalProperties")?;
        if values.has("$ref") {
            return Some(ScalarKind::Map {
                value: self.component_type(&values)?,
                // Set once all types have their names.
                rust: String::new(),
            });
        }
        Some(ScalarKind::Runtime {
            path: "::serde_json::Map<::std::string::String, ::serde_json::Value>",
        })
    }

    fn text(&self, schema: &At<'d>) -> Option<ScalarKind> {
        let length = |key: &str| usize::try_from(schema.node.get(key)?.as_integer()?).ok();
        let (min, max) = (length("minLength"), length("maxLength"));
        let privacy = match (schema.is_true("x-secret"), schema.is_true("x-pii")) {
            (true, _) => Privacy::Secret,
            (false, true) => Privacy::Personal,
            (false, false) => Privacy::Open,
        };
        let pattern = match schema.get_str("pattern") {
            None => None,
            Some(text) => Some(self.index.pattern(text).ok()?),
        };
        let xml = schema.get("x-xml").as_ref().and_then(xml);
        let is_restricted = pattern.is_some() || min.is_some() || max.is_some() || xml.is_some();
        if !is_restricted && privacy == Privacy::Open {
            return Some(ScalarKind::Plain);
        }
        if let (Some(pattern), Privacy::Open, None) = (&pattern, privacy, &xml)
            && let Some(classes) = pattern.sequences().and_then(<[_]>::first)
            && min.is_none_or(|min| min == classes.len())
            && max.is_none_or(|max| max == classes.len())
            && (1..=64).contains(&classes.len())
        {
            let pattern = pattern.clone();
            return Some(ScalarKind::Fixed { pattern });
        }
        if pattern.as_ref().is_some_and(|it| it.dfa().is_err()) {
            return None;
        }
        Some(ScalarKind::Text {
            pattern,
            min,
            max,
            privacy,
            xml,
        })
    }

    fn variants(&mut self, rust: &str, schema: &At<'d>) -> Vec<Variant> {
        let docs: BTreeMap<&str, At<'_>> = entries(schema.get("x-enum-descriptions")).collect();
        let names: BTreeMap<&str, At<'_>> = entries(schema.get("x-enum-names")).collect();
        let mut variants = Vec::new();
        for value in items(schema.get("enum")) {
            let Some(wire) = value.as_str() else { continue };
            let name = names.get(wire).and_then(At::as_str).unwrap_or(wire);
            let variant = names::variant_name(name);
            self.claim(Scope::Enum(rust.to_owned()), &variant, name, &value);
            let doc = docs
                .get(wire)
                .and_then(At::as_str)
                .map_or_else(|| format!("{}.", markdown::code_span(wire)), str::to_owned);
            variants.push(Variant {
                wire: wire.to_owned(),
                rust: variant,
                doc,
                groups: Vec::new(),
            });
        }
        variants
    }
}

/// Sets the names of map types, which contain those of their values.
pub(super) fn name_maps(scalars: &mut [Scalar], structs: &[Struct]) {
    let mut names = BTreeMap::new();
    for scalar in &*scalars {
        let name = scalar.kind.type_name(&scalar.rust).to_owned();
        names.insert(scalar.component.clone(), name);
    }
    for structure in structs {
        names.insert(structure.component.clone(), structure.rust.clone());
    }
    for scalar in scalars {
        let ScalarKind::Map { value, rust } = &mut scalar.kind else {
            continue;
        };
        let name = match value {
            Ty::Bool => "bool",
            Ty::Scalar(it) | Ty::Struct(it) => names.get(it).map_or(it.as_str(), String::as_str),
        };
        *rust = format!("BTreeMap<String, {name}>");
    }
}

/// The XML vocabulary of a string.
fn xml(at: &At<'_>) -> Option<Xml> {
    let element = |children: At<'_>| {
        let names = children.items();
        let (text, children) = names
            .filter_map(|name| name.as_str().map(str::to_owned))
            .partition::<BTreeSet<_>, _>(|name| name == XML_TEXT);
        XmlElement {
            text: !text.is_empty(),
            children,
        }
    };
    Some(Xml {
        root: at.get_str("root")?.to_owned(),
        elements: entries(at.get("elements"))
            .map(|(name, children)| (name.to_owned(), element(children)))
            .collect(),
    })
}

/// Whether an object is emitted as a struct rather than kept as raw JSON.
pub(super) fn is_struct(schema: &At<'_>) -> bool {
    SchemaKind::of(schema.node) == SchemaKind::Object && !schema.is_true("x-lazy")
}

/// The type of a string with this format.
fn format_kind(format: &str, unit: Option<Unit>) -> Option<ScalarKind> {
    match format {
        "uint64" => Some(ScalarKind::IntegerText { repr: "u64", unit }),
        "int64" if unit.is_none() => Some(ScalarKind::IntegerText { repr: "i64", unit }),
        _ => runtime_type(format).map(|path| ScalarKind::Runtime { path }),
    }
}

fn integer(schema: &At<'_>, unit: Option<Unit>) -> Option<ScalarKind> {
    let bound = |key: &str| i64::try_from(schema.node.get(key)?.as_integer()?).ok();
    let wide = schema.get_str("format") == Some("int64");
    integer_kind(bound("minimum"), bound("maximum"), wide, unit)
}

fn integer_kind(
    min: Option<i64>,
    max: Option<i64>,
    wide: bool,
    unit: Option<Unit>,
) -> Option<ScalarKind> {
    match (min?, max) {
        (0, None) if unit.is_none() => Some(ScalarKind::PlainInteger {
            repr: if wide { "u64" } else { "u32" },
        }),
        (min, None) => {
            let max = if wide { i64::MAX } else { i64::from(i32::MAX) };
            Some(ScalarKind::Integer {
                repr: integer_repr(min, max),
                min,
                max,
                unit,
            })
        }
        (min, Some(max)) if min <= max => Some(ScalarKind::Integer {
            repr: integer_repr(min, max),
            min,
            max,
            unit,
        }),
        _ => None,
    }
}

/// The narrowest primitive that can represent the range.
fn integer_repr(min: i64, max: i64) -> &'static str {
    const UNSIGNED: [(&str, i64); 3] = [
        ("u8", u8::MAX as i64),
        ("u16", u16::MAX as i64),
        ("u32", u32::MAX as i64),
    ];
    const SIGNED: [(&str, i64); 3] = [
        ("i8", i8::MAX as i64),
        ("i16", i16::MAX as i64),
        ("i32", i32::MAX as i64),
    ];
    let (table, widest) = if min >= 0 {
        (UNSIGNED, "u64")
    } else {
        (SIGNED, "i64")
    };
    table
        .into_iter()
        .find(|(_, top)| max <= *top && min >= -top - 1)
        .map_or(widest, |(name, _)| name)
}

/// The hand-written type for a `format`.
fn runtime_type(format: &str) -> Option<&'static str> {
    match format {
        "date-time-rfc-2822" => Some("crate::time::Timestamp"),
        "date" => Some("crate::time::Date"),
        "date-time" => Some("crate::time::DateTime"),
        "date-or-date-time" => Some("crate::time::DateOrTime"),
        "decimal" => Some("crate::decimal::Decimal"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_has_the_narrowest_type() {
        for (min, max, expected) in [
            (0, 255, "u8"),
            (0, 256, "u16"),
            (0, 65_535, "u16"),
            (1, 65_536, "u32"),
            (0, 4_294_967_295, "u32"),
            (0, 4_294_967_296, "u64"),
            (-1, 127, "i8"),
            (-128, -1, "i8"),
            (-129, 0, "i16"),
            (-1, 128, "i16"),
            (-32_768, 32_767, "i16"),
            (-32_769, 0, "i32"),
            (-2_147_483_648, 2_147_483_647, "i32"),
            (-2_147_483_649, 0, "i64"),
            (-1, 2_147_483_648, "i64"),
        ] {
            assert_eq!(integer_repr(min, max), expected, "{min} to {max}");
        }
    }

    #[test]
    fn an_integer_without_a_maximum_has_that_of_its_format() {
        let shown = |min, max, wide, unit| match integer_kind(min, max, wide, unit)? {
            ScalarKind::PlainInteger { repr } => Some(repr.to_owned()),
            ScalarKind::Integer { repr, min, max, .. } => Some(format!("{repr} {min} {max}")),
            _ => None,
        };
        let seconds = Some(Unit::Seconds);
        for (min, max, wide, unit, expected) in [
            (Some(0), None, false, None, Some("u32")),
            (Some(0), None, true, None, Some("u64")),
            (Some(0), None, false, seconds, Some("u32 0 2147483647")),
            (
                Some(0),
                None,
                true,
                seconds,
                Some("u64 0 9223372036854775807"),
            ),
            (Some(1), None, false, None, Some("u32 1 2147483647")),
            (
                Some(-1),
                None,
                true,
                None,
                Some("i64 -1 9223372036854775807"),
            ),
            (Some(5), Some(5), false, None, Some("u8 5 5")),
            (Some(5), Some(4), false, None, None),
            (None, Some(4), false, None, None),
            (None, None, false, None, None),
        ] {
            let found = shown(min, max, wide, unit);
            assert_eq!(found.as_deref(), expected, "{min:?} {max:?} {wide}");
        }
    }

    #[test]
    fn a_format_has_a_type() {
        let shown = |format, unit| match format_kind(format, unit)? {
            ScalarKind::IntegerText { repr, .. } => Some(repr),
            ScalarKind::Runtime { path } => path.rsplit("::").next(),
            _ => None,
        };
        for (format, expected) in [
            ("uint64", Some("u64")),
            ("int64", Some("i64")),
            ("date-time-rfc-2822", Some("Timestamp")),
            ("date", Some("Date")),
            ("date-time", Some("DateTime")),
            ("date-or-date-time", Some("DateOrTime")),
            ("decimal", Some("Decimal")),
            ("password", None),
        ] {
            assert_eq!(shown(format, None), expected, "{format}");
        }
        // A length of time is never negative.
        assert_eq!(shown("uint64", Some(Unit::Minutes)), Some("u64"));
        assert_eq!(shown("int64", Some(Unit::Minutes)), None);
        let units = [Unit::Milliseconds, Unit::Seconds, Unit::Minutes];
        assert_eq!(units.map(|unit| Unit::parse(unit.name())), units.map(Some));
        assert_eq!(Unit::parse("hours"), None);
    }
}
