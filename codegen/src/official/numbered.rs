//! Families of numbered parameters, each of which becomes one parameter with `x-numbered`.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Edit;
use super::made::{Made, insert};
use super::{Context, Location, Normalizer};
use crate::document::{At, Entry};

/// Parameters such as `Parameter1.Name` to `Parameter99.Value`.
pub(super) struct Family<'d> {
    stem: &'d str,
    most: u32,
    /// The names of the parts.
    parts: BTreeSet<&'d str>,
    /// The parameters, with the number of each.
    members: Vec<(u32, At<'d>)>,
}

impl<'d> Family<'d> {
    pub(super) fn stem(&self) -> &'d str {
        self.stem
    }

    /// Whether this is one of the parameters.
    pub(super) fn has(&self, at: &At<'_>) -> bool {
        let mut members = self.members.iter();
        members.any(|(_, member)| member.pointer == at.pointer)
    }
}

/// The families of a form: each is numbered from 1 without gaps, and has the same parts for every number.
pub(super) fn families<'d>(properties: &At<'d>) -> Vec<Family<'d>> {
    let mut found: BTreeMap<&'d str, Family<'d>> = BTreeMap::new();
    for (wire, at) in properties.entries() {
        let Some((stem, number, part)) = numbered(wire) else {
            continue;
        };
        let family = found.entry(stem).or_insert_with(|| Family {
            stem,
            most: 0,
            parts: BTreeSet::new(),
            members: Vec::new(),
        });
        family.most = family.most.max(number);
        family.parts.insert(part);
        family.members.push((number, at));
    }
    let is_whole = |family: &Family<'_>| {
        let wanted = usize::try_from(family.most).unwrap_or_default() * family.parts.len();
        let is_free = !properties.has(family.stem);
        family.most > 1 && family.members.len() == wanted && is_free
    };
    found.into_values().filter(is_whole).collect()
}

/// The stem, the number and the part of `Parameter1.Name`.
fn numbered(wire: &str) -> Option<(&str, u32, &str)> {
    let (head, part) = wire.split_once('.')?;
    let stem = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = head.strip_prefix(stem)?;
    let is_name = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_plain = is_name(stem) && is_name(part) && !part.contains('.');
    // Numbers have no leading zeros, and no more digits than the rule about them allows.
    let is_number = !number.starts_with('0') && number.len() <= 3;
    (is_plain && is_number).then_some(())?;
    Some((stem, number.parse().ok()?, part))
}

impl<'d> Normalizer<'d> {
    /// The parameter for a family of the object called `owner`; `None` if its parts cannot be expressed.
    pub(super) fn numbered(
        &mut self,
        properties: &At<'d>,
        family: &Family<'d>,
        owner: &str,
    ) -> Option<Entry> {
        let (_, first) = family.members.first()?;
        let made = Made::of(first);
        let mut parts = Vec::new();
        for part in &family.parts {
            let wire = format!("{}1.{part}", family.stem);
            let context = Context {
                name: &format!("{}{part}", family.stem),
                owner,
                location: Location::Form,
            };
            let value = self.value(properties, &wire, &context)?;
            parts.push(made.entry(part, value));
        }
        let required = made.array(family.parts.iter().map(|part| made.string(*part)));
        let mut item = made.object([
            ("type", made.string("object")),
            (
                "description",
                made.string("An item of a numbered parameter."),
            ),
            ("required", required),
        ]);
        insert(&mut item, made.entry("properties", made.object_of(parts)));
        let name = self.free(family.stem, owner);
        self.add(&name, item, first);
        for (_, member) in &family.members {
            let text = format!("becomes an item of the numbered `{}`", family.stem);
            self.note(member, Edit::Named, text);
        }
        let about = format!("A numbered parameter, up to {} of them.", family.most);
        let array = made.object([
            ("type", made.string("array")),
            ("description", made.string(about)),
            ("items", made.schema(&name)),
            ("x-numbered", made.number(family.most)),
        ]);
        Some(made.entry(family.stem, array))
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn numbers_are_found_in_names() {
        for (wire, expected) in [
            ("Parameter1.Name", Some(("Parameter", 1, "Name"))),
            ("Parameter99.Value", Some(("Parameter", 99, "Value"))),
            ("Parameter0.Name", None),
            ("Parameter01.Name", None),
            ("Parameter.Name", None),
            ("Parameter1", None),
            ("1.Name", None),
            ("P1.Name.More", None),
            ("P1.", None),
            ("P1000.Name", None),
        ] {
            assert_eq!(numbered(wire), expected, "{wire}");
        }
    }
}
