//! What a scalar is on the wire and in Rust, whatever values it admits.

use super::pair::Pair;
use crate::diff::change::{Change, Class, Line};
use crate::model::{Privacy, Scalar, ScalarKind};

/// What travels.
pub(super) fn wire_form(kind: &ScalarKind) -> String {
    match kind {
        ScalarKind::Plain => "any text".to_owned(),
        ScalarKind::Fixed { .. } => "text of one length".to_owned(),
        ScalarKind::Text { .. } => "text".to_owned(),
        ScalarKind::Union { .. } => "one of several texts".to_owned(),
        ScalarKind::ObjectUnion { .. } => "one of several objects".to_owned(),
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
pub(super) fn rust_form(scalar: &Scalar) -> String {
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
        ScalarKind::ObjectUnion { .. } => format!("`{ty}`, a choice of objects"),
        ScalarKind::Enum { open: true, .. } => {
            format!("`{ty}`, an open enum (with `Unrecognized`)")
        }
        ScalarKind::Enum { open: false, .. } => format!("`{ty}`, a closed enum (`Copy`)"),
        ScalarKind::Integer { repr, .. } => format!("`{ty}`, a bounded `{repr}`"),
        ScalarKind::IntegerText { repr, .. } => format!("`{ty}`, a `{repr}` as text"),
        ScalarKind::Lazy { .. } => format!("`{ty}`, raw JSON"),
    }
}

/// The form of the type, whatever it admits.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    // The name has been told already.
    let strip = |scalar: &Scalar| rust_form(scalar).replace(&format!("`{}`", scalar.rust), "");
    if strip(old) == strip(new) {
        return;
    }
    let flipped = matches!(
        (&old.kind, &new.kind),
        (ScalarKind::Enum { .. }, ScalarKind::Enum { .. })
    );
    let (class, why) = if became_public(&old.kind, &new.kind) {
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
        wire_line(pair, flipped),
        Line::changed(
            format!("kind of `{}`", new.rust),
            rust_form(old),
            rust_form(new),
        ),
        why,
        pair.pointer(),
    ));
}

/// What of it the wire shows; an enum that opens or closes still carries strings.
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

/// Whether only `x-pii` was taken away.
fn became_public(old: &ScalarKind, new: &ScalarKind) -> bool {
    let privacy = |kind: &ScalarKind| match kind {
        ScalarKind::Text { privacy, .. } => Some(*privacy),
        _ => None,
    };
    (privacy(old), privacy(new)) == (Some(Privacy::Personal), Some(Privacy::Open))
}
