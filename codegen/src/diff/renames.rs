//! Fields that were renamed, but are otherwise the same.

use super::context::Context;
use crate::model::Field;

/// The matching fields of both sides, and those that only one side has.
pub(super) struct Matched<'f> {
    pub(super) both: Vec<(&'f Field, &'f Field)>,
    /// The pairs in `both` that have different names on the wire.
    pub(super) renamed: Vec<(&'f Field, &'f Field)>,
    pub(super) removed: Vec<&'f Field>,
    pub(super) added: Vec<&'f Field>,
}

/// Matches fields by name; the others match if they only differ in name and no third one is similar.
pub(super) fn fields<'f>(
    context: &Context<'_>,
    old: impl IntoIterator<Item = &'f Field>,
    new: impl IntoIterator<Item = &'f Field>,
) -> Matched<'f> {
    let old: Vec<&Field> = old.into_iter().collect();
    let mut added: Vec<&Field> = new.into_iter().collect();
    let (mut both, mut removed) = (Vec::new(), Vec::new());
    for before in old {
        match added.iter().position(|after| after.wire == before.wire) {
            Some(at) => both.push((before, added.remove(at))),
            None => removed.push(before),
        }
    }
    let alike = |before: &Field, after: &Field| {
        let content = |it: &Field| {
            let flags = (it.list, it.required, it.nullable, it.deprecated, it.account);
            (flags, it.numbered)
        };
        !before.doc.is_empty()
            && before.doc == after.doc
            && before.default == after.default
            && content(before) == content(after)
            && context.same_type(&before.ty, &after.ty)
    };
    let mut renamed = Vec::new();
    for before in &removed {
        let candidates: Vec<&&Field> = added.iter().filter(|it| alike(before, it)).collect();
        if let [after] = candidates.as_slice()
            && removed.iter().filter(|it| alike(it, after)).count() == 1
        {
            renamed.push((*before, **after));
        }
    }
    removed.retain(|it| !renamed.iter().any(|(before, _)| before.wire == it.wire));
    added.retain(|it| !renamed.iter().any(|(_, after)| after.wire == it.wire));
    Matched {
        both,
        renamed,
        removed,
        added,
    }
}

/// Whether the common fields are in a different order; renamed ones count as the same field.
pub(super) fn reordered<'f>(
    matched: impl IntoIterator<Item = (&'f Field, &'f Field)>,
    old: &[&Field],
    new: &[&Field],
) -> bool {
    let mut places: Vec<(usize, usize)> = matched
        .into_iter()
        .filter_map(|(before, after)| {
            let place = |list: &[&Field], field: &Field| {
                list.iter()
                    .position(|it| it.pointer == field.pointer && it.wire == field.wire)
            };
            Some((place(old, before)?, place(new, after)?))
        })
        .collect();
    places.sort_unstable();
    !places.is_sorted_by_key(|(_, after)| *after)
}
