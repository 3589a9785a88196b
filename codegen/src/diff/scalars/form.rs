//! The form of a scalar on the wire and in Rust, regardless of its values.

use super::pair::Pair;
use crate::diff::change::{Change, Line};
use crate::diff::privacy::{self, Level};
use crate::diff::rule::Rule;
use crate::model::{Privacy, Scalar, ScalarKind, Ty};

/// The form on the wire.
pub(super) fn wire_form(kind: &ScalarKind) -> String {
    match kind {
        ScalarKind::Plain => "any string".to_owned(),
        ScalarKind::Fixed { .. } => "a string of fixed length".to_owned(),
        ScalarKind::Text { .. } => "a constrained string".to_owned(),
        ScalarKind::Union { .. } => "one of several strings".to_owned(),
        ScalarKind::ObjectUnion { .. } => "one of several objects".to_owned(),
        ScalarKind::Enum { .. } => "an enum value".to_owned(),
        ScalarKind::PlainInteger { .. } | ScalarKind::Integer { .. } => "an integer".to_owned(),
        ScalarKind::IntegerText { repr, .. } if *repr == "i64" => {
            "a signed integer as a string".to_owned()
        }
        ScalarKind::IntegerText { .. } => "an integer as a string".to_owned(),
        ScalarKind::Runtime { path } => match path.rsplit("::").next() {
            Some("Timestamp") => "a timestamp".to_owned(),
            Some("DateTime") => "a timestamp of RFC 3339".to_owned(),
            Some("Date") => "a date".to_owned(),
            Some("DateOrTime") => "a date or a timestamp".to_owned(),
            Some("Decimal") => "a decimal as a string".to_owned(),
            Some("f64") => "a number".to_owned(),
            _ => "any object".to_owned(),
        },
        ScalarKind::Lazy { .. } => "an object of strings".to_owned(),
        ScalarKind::Map { value, .. } => match value {
            Ty::Bool => "an object of booleans".to_owned(),
            Ty::Scalar(component) | Ty::Struct(component) => format!("an object of `{component}`"),
        },
    }
}

/// The kind of its Rust type: two scalars of the same kind have the same methods and traits, apart from bounds and
/// values.
pub(super) fn rust_form(scalar: &Scalar) -> String {
    let ty = scalar.kind.type_name(&scalar.rust);
    match &scalar.kind {
        ScalarKind::Plain
        | ScalarKind::PlainInteger { .. }
        | ScalarKind::Runtime { .. }
        | ScalarKind::Map { .. } => format!("`{ty}`"),
        ScalarKind::Fixed { .. } => format!("`{ty}`, a string of fixed length (`Copy`)"),
        ScalarKind::Text { privacy, .. } => match privacy {
            Privacy::Open => format!("`{ty}`, a constrained string"),
            Privacy::Personal => format!("`{ty}`, a private string (no `Display`)"),
            Privacy::Secret => format!("`{ty}`, a secret (`expose` only)"),
        },
        ScalarKind::Union { .. } => format!("`{ty}`, a union of strings"),
        ScalarKind::ObjectUnion { .. } => format!("`{ty}`, a union of objects"),
        ScalarKind::Enum { open: true, .. } => {
            format!("`{ty}`, an open enum (with `Unrecognized`)")
        }
        ScalarKind::Enum { open: false, .. } => format!("`{ty}`, a closed enum (`Copy`)"),
        ScalarKind::Integer { repr, .. } => format!("`{ty}`, bounded `{repr}`"),
        ScalarKind::IntegerText { repr, .. } => format!("`{ty}`, `{repr}` as a string"),
        ScalarKind::Lazy { .. } => format!("`{ty}`, raw JSON (its properties are methods)"),
    }
}

/// Compares the kinds of the types, regardless of their values.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    // The renaming has already been reported.
    let strip = |scalar: &Scalar| rust_form(scalar).replace(&format!("`{}`", scalar.rust), "");
    if strip(old) == strip(new) {
        return;
    }
    let flipped = matches!(
        (&old.kind, &new.kind),
        (ScalarKind::Enum { .. }, ScalarKind::Enum { .. })
    );
    let rule = match &new.kind {
        ScalarKind::Enum { open: true, .. } if flipped => Rule::EnumOpened,
        ScalarKind::Enum { .. } if flipped => Rule::EnumClosed,
        _ => privacy::kind(pair.context, old, new).unwrap_or(Rule::TypeKindChanged),
    };
    let change = Change::new(
        rule,
        wire_line(pair, flipped),
        Line::changed(
            format!("kind of `{}`", new.rust),
            rust_form(old),
            rust_form(new),
        ),
        pair.pointer(),
    );
    let was_secret = privacy::level(pair.context.old.model, old) == Level::Secret;
    let is_hidden = privacy::level(pair.context.new.model, new) == Level::Personal;
    changes.push(match rule {
        Rule::PrivacyWeakened if was_secret && is_hidden => change
            .because("the value is no longer erased from memory, and can be read without `expose`"),
        _ => change,
    });
}

/// The change on the wire; an enum that opens or closes is still a string.
fn wire_line(pair: &Pair<'_>, flipped: bool) -> Line {
    let (old, new) = (&pair.old.kind, &pair.new.kind);
    if flipped {
        let way = |kind: &ScalarKind| match kind {
            ScalarKind::Enum { open: true, .. } => "received",
            _ => "only sent",
        };
        Line::changed(format!("use of {}", pair.name()), way(old), way(new))
    } else if wire_form(old) == wire_form(new) {
        Line::nothing()
    } else {
        Line::changed(
            format!("content of {}", pair.name()),
            wire_form(old),
            wire_form(new),
        )
    }
}
