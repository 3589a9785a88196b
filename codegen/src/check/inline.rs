//! Schemas that are written inline where a reference belongs, and what to write instead.

use super::findings::Findings;
use super::{component, enumeration, integer, map, number, scalar, segment, text};
use crate::document::{At, Index, SchemaKind, is_empty, reference_of};
use crate::edit::{Fix, quoted};
use crate::finding::Severity;
use crate::source::Span;

/// A place where a schema has to be a reference.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// The value of a property or query parameter.
    Value(Carrier),
    /// The value of a path parameter.
    Segment,
    /// The items of an array.
    Item(Carrier),
    /// A member of `oneOf`; `of_objects` if the others are objects rather than strings.
    Choice { of_objects: bool },
    /// The body of a request or a response.
    Body(Body),
}

/// The kinds of schemas that a body can have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Body {
    pub(crate) kinds: &'static [SchemaKind],
    /// The noun in messages.
    pub(crate) what: &'static str,
}

/// The container of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carrier {
    /// A form, query or path, in which every value is a string.
    pub(crate) flat: bool,
    /// Whether it is part of a request.
    pub(crate) sent: bool,
}

impl Carrier {
    pub(crate) const PARAMETER: Self = Self {
        flat: true,
        sent: true,
    };
}

impl Place {
    /// What to write instead of a kind of schema that is invalid here even as a component.
    fn instead_of(self, kind: SchemaKind) -> Option<String> {
        use SchemaKind::{Boolean, Map, Object, Plain, Text, Unusable};
        let help = match (self, kind) {
            (Self::Body(body), _) if !body.kinds.contains(&kind) => {
                return Some(format!(
                    "refer to a component that is {} instead:\n  $ref: '#/components/schemas/Name'",
                    body.what
                ));
            }
            (Self::Value(it) | Self::Item(it), Object | Map) if it.flat => {
                "use strings, integers, booleans, or arrays of strings or integers; in the form of a request, the items of an \
                 array with `x-numbered` can refer to a component that is an object"
            }
            (Self::Segment, Object | Map) => {
                "refer to a string or an integer: a path segment cannot be an object"
            }
            (Self::Item(it), Boolean) if it.flat => {
                "refer to a component with the two values as strings:\n  type: string\n  enum: ['true', 'false']"
            }
            (Self::Item(_), Boolean) => {
                "remove the array, or put the boolean into an object: the items of arrays are strings, integers or \
                 objects"
            }
            (Self::Choice { of_objects: true }, kind) if !matches!(kind, Object | Unusable) => {
                "refer to components with `type: object` and `properties` only"
            }
            (Self::Choice { of_objects: false }, kind)
                if !matches!(kind, Plain | Text | Unusable) =>
            {
                "refer to components with `type: string`, without `enum` and `format`: only strings can be \
                 distinguished by their form"
            }
            _ => return None,
        };
        Some(help.to_owned())
    }

    fn is_sent(self) -> bool {
        match self {
            Self::Value(it) | Self::Item(it) => it.sent,
            Self::Segment => true,
            Self::Choice { .. } | Self::Body(_) => false,
        }
    }
}

/// Reports a schema that is written out where a reference belongs.
pub(crate) fn check<'d>(index: &Index<'d>, at: &At<'d>, place: Place, findings: &mut Findings) {
    let kind = SchemaKind::of(at.node);
    let what = match kind {
        SchemaKind::Unusable => "a schema",
        kind => kind.name(),
    };
    findings.key_error(
        "inline-schema",
        at,
        format!("{what} is written inline"),
        help(index, at, kind, place),
    );
    // `allOf` around a single reference.
    if let (Some(reference), 1) = (reference_of(at), at.node.entries().len()) {
        let unwrapped = at.get("allOf").map(|list| {
            Fix::replace(
                Span::new(list.key_span().start, list.node.span.end),
                format!("$ref: {}", quoted(reference)),
            )
        });
        findings.fix(unwrapped);
    }
}

fn help<'d>(index: &Index<'d>, at: &At<'d>, kind: SchemaKind, place: Place) -> String {
    if kind == SchemaKind::Reference && reference_of(at).is_some() {
        return "write the reference alone, without `allOf`:\n  $ref: '#/components/schemas/Name'"
            .to_owned();
    }
    if let Some(help) = place.instead_of(kind) {
        return help;
    }
    let mut help = "make it a component under `components/schemas` and refer to it:\n  $ref: '#/components/schemas/Name'\n\
                    or, with a description or `nullable`:\n  allOf:\n    - $ref: '#/components/schemas/Name'"
        .to_owned();
    // Otherwise the new component would be rejected next.
    for finding in problems(index, at, kind, place).0 {
        if finding.severity == Severity::Error {
            help.push_str(&format!(
                "\nin the component, {}: {}",
                finding.message, finding.help
            ));
        }
    }
    help
}

/// Checks the schema as if it were a component.
fn problems<'d>(index: &Index<'d>, at: &At<'d>, kind: SchemaKind, place: Place) -> Findings {
    let mut findings = Findings::default();
    let sent = place.is_sent();
    if matches!(place, Place::Segment) {
        segment::check(index, at, at, &mut findings);
    }
    match kind {
        SchemaKind::Plain | SchemaKind::Text => text::check(index, at, sent, &mut findings),
        SchemaKind::Format => scalar::format(at, &mut findings),
        SchemaKind::Enum => enumeration::check(index, at, &mut findings),
        SchemaKind::Integer => integer::check(at, sent, &mut findings),
        SchemaKind::Number => number::check(at, sent, &mut findings),
        SchemaKind::Map => map::check(index, at, sent, &mut findings),
        SchemaKind::Object if at.get("properties").is_none_or(|it| is_empty(it.node)) => {
            map::instead_of_empty(at, &mut findings);
        }
        SchemaKind::Unusable => component::unusable(at, &mut findings),
        _ => {}
    }
    findings
}
