//! What all scalar types share: checking, errors and trait implementations.
//!
//! The types themselves are declared by emitted code, which states only what the spec decides: a name, a description, the
//! values or the bounds. The macros of this module make a type of each declaration and give all of them the same
//! constructors, conversions and serde implementations. Every one of these types upholds
//! the same promise: a value that exists satisfies the rules of its type, and no constructor skips the check.
//!
//! Functions that macros write once per type, here and elsewhere, are `#[inline]`: they are then compiled where they are
//! used, and a dependent does not wait for those of the types and operations that it has no use for.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

mod empty;
mod enums;
mod extra;
mod fixed;
mod integer;
mod invalid;
mod lazy;
mod properties;
mod rules;
#[cfg(feature = "schemars")]
pub(crate) mod schema;
mod short;
mod small;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod union;
mod visit;

pub use enums::UnknownValue;
pub use extra::Extra;
pub use invalid::InvalidValue;

pub(crate) use empty::EmptyAsNone;
pub(crate) use enums::{are_numbers, closed_enum, enum_common, extends, open_enum};
pub(crate) use extra::Unknown;
pub(crate) use fixed::{fixed_text, reject_fixed};
pub(crate) use integer::{
    FromInteger, IntegerVisitor, compared, integer, integer_common, integer_from, integer_text,
    serialize_digits, unit, unit_nanos, whole_units,
};
pub(crate) use invalid::{Expected, Reason, json_schema};
pub(crate) use lazy::{lazy_equal, lazy_member, lazy_members, lazy_object, lazy_read, lazy_write};
pub(crate) use properties::{absent, properties, property};
pub(crate) use rules::{Dfa, TextRules, byte_classes, length_fault, states};
pub(crate) use short::ShortText;
pub(crate) use small::Small;
pub(crate) use text::{
    private_text, secret_text, text, text_borrow, text_core, text_from, text_from_str, text_rules,
    text_view, text_xml,
};
pub(crate) use union::{open_text_union, text_union};
pub(crate) use visit::{ANY_STRING, FromText, TextVisitor};
