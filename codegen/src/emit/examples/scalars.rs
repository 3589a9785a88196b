//! Examples of single values.

use std::collections::BTreeSet;

use super::example::{Example, variable};
use super::values::{call, integer};
use crate::model::{Model, Privacy, Scalar, ScalarKind, Unit, Variant};

/// How a value of the type is made, and what can be read from it. `None` where the document shows no value.
pub(in super::super) fn scalar(model: &Model, scalar: &Scalar) -> Option<Example> {
    let (types, body) = match &scalar.kind {
        ScalarKind::Fixed { .. } => fixed(scalar)?,
        ScalarKind::Text { privacy, .. } => text(scalar, *privacy)?,
        ScalarKind::Union { members } => union(model, scalar, members)?,
        ScalarKind::Enum { open, values, .. } => enumeration(scalar, *open, values)?,
        ScalarKind::Integer { min, unit, .. } => {
            let number = scalar.example.as_deref().and_then(integer);
            bounded(scalar, &number.unwrap_or_else(|| min.to_string()), *unit)
        }
        ScalarKind::IntegerText { unit, .. } => {
            let number = scalar.example.as_deref().and_then(integer)?;
            digits(scalar, &number, *unit)
        }
        ScalarKind::Lazy { members } => {
            let (name, variable) = (&scalar.rust, variable(&scalar.rust));
            let member = &members.first()?.rust;
            let function = format!(
                "fn show({variable}: &{name}) {{\n\
                 \u{20}   if let Some({member}) = {variable}.{member}() {{\n\
                 \u{20}       println!(\"{{{member}}}\");\n\
                 \u{20}   }}\n}}\n"
            );
            return Some(Example::of_function(
                &BTreeSet::from([name.clone()]),
                &function,
            ));
        }
        _ => return None,
    };
    Some(Example::of_values(&types, &body))
}

type Parts = (BTreeSet<String>, String);

fn only(scalar: &Scalar) -> BTreeSet<String> {
    BTreeSet::from([scalar.rust.clone()])
}

fn fixed(scalar: &Scalar) -> Option<Parts> {
    let (name, example) = (&scalar.rust, scalar.example.as_deref()?);
    let constant = variable(name).to_uppercase();
    let body = format!(
        "const {constant}: {name} = {name}::from_static({example:?}); // checked at compile time\n\
         assert_eq!({example:?}.parse::<{name}>()?, {constant});\n"
    );
    Some((only(scalar), body))
}

fn text(scalar: &Scalar, privacy: Privacy) -> Option<Parts> {
    let (name, variable) = (&scalar.rust, variable(&scalar.rust));
    let example = scalar.example.as_deref()?;
    let read = match privacy {
        Privacy::Secret => "expose",
        Privacy::Open | Privacy::Personal => "as_str",
    };
    let mut body = format!(
        "let {variable}: {name} = {example:?}.parse()?;\n\
         assert_eq!({variable}.{read}(), {example:?});\n"
    );
    if privacy != Privacy::Open {
        body.push_str(&format!(
            "assert_eq!(format!(\"{{{variable}:?}}\"), \"{name}(..)\"); // logs do not show it\n"
        ));
    }
    Some((only(scalar), body))
}

/// Each form by its own example; the first that accepts a string counts, so only the first is certain.
fn union(model: &Model, scalar: &Scalar, members: &[String]) -> Option<Parts> {
    let (name, variable) = (&scalar.rust, variable(&scalar.rust));
    let examples = members.iter().filter_map(|member| {
        let scalar = model.scalars.iter().find(|it| it.rust == *member)?;
        scalar.example.as_deref()
    });
    let mut seen = BTreeSet::new();
    let examples: Vec<&str> = examples.filter(|it| seen.insert(*it)).collect();
    let body = match examples.as_slice() {
        [] => return None,
        [only] => format!(
            "let {variable}: {name} = {only:?}.parse()?;\n\
             assert_eq!({variable}.as_str(), {only:?});\n"
        ),
        several => {
            let several = several.iter().map(|it| format!("{it:?}"));
            let several: Vec<String> = several.collect();
            let text = if variable == "text" {
                "example"
            } else {
                "text"
            };
            format!(
                "for {text} in {} {{\n\
                 \u{20}   let {variable}: {name} = {text}.parse()?;\n\
                 \u{20}   assert_eq!({variable}.as_str(), {text});\n}}\n",
                call("", "[", &several, "]")
            )
        }
    };
    Some((only(scalar), body))
}

fn enumeration(scalar: &Scalar, open: bool, values: &[Variant]) -> Option<Parts> {
    const NEW: &str = "brand-new";
    let (name, variable) = (&scalar.rust, variable(&scalar.rust));
    let shown = scalar.example.as_deref();
    let shown = values
        .iter()
        .find(|value| Some(value.wire.as_str()) == shown);
    let shown = shown.or(values.first())?;
    let Variant { wire, rust, .. } = shown;
    let mut body = format!(
        "let {variable}: {name} = {wire:?}.parse()?;\n\
         assert_eq!({variable}, {name}::{rust});\n"
    );
    if values.iter().any(Variant::is_final) {
        let negation = if shown.is_final() { "" } else { "!" };
        body.push_str(&format!("assert!({negation}{variable}.is_final());\n"));
    }
    if open && values.iter().all(|value| value.wire != NEW) {
        body.push_str(&format!(
            "\n// A value that this version does not know is kept.\n\
             assert_eq!({name}::from_wire({NEW:?}).as_str(), {NEW:?});\n"
        ));
    }
    Some((only(scalar), body))
}

fn bounded(scalar: &Scalar, number: &str, unit: Option<Unit>) -> Parts {
    let (name, variable) = (&scalar.rust, variable(&scalar.rust));
    let body = format!(
        "let {variable} = {name}::new({number})?;\n\
         assert_eq!({variable}.get(), {number});\n"
    );
    with_duration(scalar, &variable, body, number, unit)
}

fn digits(scalar: &Scalar, number: &str, unit: Option<Unit>) -> Parts {
    let (name, variable) = (&scalar.rust, variable(&scalar.rust));
    let body = format!(
        "let {variable}: {name} = \"{number}\".parse()?;\n\
         assert_eq!({variable}, {name}::new({number}));\n"
    );
    with_duration(scalar, &variable, body, number, unit)
}

/// What the number is as a duration, where it has a unit.
fn with_duration(
    scalar: &Scalar,
    variable: &str,
    mut body: String,
    number: &str,
    unit: Option<Unit>,
) -> Parts {
    let duration = match unit {
        Some(Unit::Milliseconds) => format!("from_millis({number})"),
        Some(Unit::Seconds) => format!("from_secs({number})"),
        Some(Unit::Minutes) => format!("from_secs({number} * 60)"),
        None => return (only(scalar), body),
    };
    body.push_str(&format!(
        "assert_eq!({variable}.as_duration(), Duration::{duration});\n"
    ));
    let mut types = only(scalar);
    types.insert("std::time::Duration".to_owned());
    (types, body)
}
