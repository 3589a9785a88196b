//! Resources that were renamed: the name in the path, and with it their operations and types.

use std::collections::BTreeSet;

use super::change::{Change, Line};
use super::context::Context;
use super::rule::Rule;
use crate::document::join;
use crate::model::{Model, Operation, ResponseBody, Ty};

/// A resource with a new name in its paths.
#[derive(Debug)]
pub(super) struct Renamed<'d> {
    old: &'d str,
    new: &'d str,
    /// Its operations, which were renamed too.
    pub(super) operations: Vec<(&'d Operation, &'d Operation)>,
}

/// The resources to which operations without a counterpart belong, if the paths of both sides differ in one name, and
/// the documentation or content of some operation is the same.
pub(super) fn find<'d>(
    (old, new): (&'d Model, &'d Model),
    removed: &[&'d Operation],
    added: &[&'d Operation],
) -> Vec<Renamed<'d>> {
    let mut found: Vec<Renamed<'d>> = Vec::new();
    for before in removed {
        let mut candidates = added.iter().filter(|it| names(before, it).is_some());
        let (Some(after), None) = (candidates.next(), candidates.next()) else {
            continue;
        };
        let olds = removed.iter().filter(|it| names(it, after).is_some());
        let (Some((was, is)), 1) = (names(before, after), olds.count()) else {
            continue;
        };
        match found.iter_mut().find(|it| (it.old, it.new) == (was, is)) {
            Some(resource) => resource.operations.push((before, after)),
            None => found.push(Renamed {
                old: was,
                new: is,
                operations: vec![(before, after)],
            }),
        }
    }
    found.retain(|it| {
        let mut pairs = it.operations.iter();
        pairs.any(|(before, after)| is_alike((old, before), (new, after)))
    });
    found
}

/// The name of a resource that differs in two operations; `None` if their methods or anything else in their paths does.
fn names<'d>(old: &'d Operation, new: &'d Operation) -> Option<(&'d str, &'d str)> {
    let (before, after) = (old.path.split('/'), new.path.split('/'));
    if old.verb != new.verb || before.clone().count() != after.clone().count() {
        return None;
    }
    let mut others = before.zip(after).filter(|(old, new)| old != new);
    let (old_segment, new_segment) = others.next()?;
    let name = |segment: &'d str| segment.split_once('.').unwrap_or((segment, ""));
    let ((was, end), (is, other_end)) = (name(old_segment), name(new_segment));
    // A version is not a name.
    let are_names = old.collections().contains(&was) && new.collections().contains(&is);
    (others.next().is_none() && end == other_end && are_names).then_some((was, is))
}

/// Whether two operations have the same documentation, or objects with the same properties.
fn is_alike((old, before): (&Model, &Operation), (new, after): (&Model, &Operation)) -> bool {
    let properties = |model: &Model, operation: &Operation| {
        let ResponseBody::Json(component) = &operation.response else {
            return None;
        };
        let fields = model.structure(component)?.fields.iter();
        Some(fields.map(|it| it.wire.clone()).collect::<BTreeSet<_>>())
    };
    let same = properties(old, before).zip(properties(new, after));
    before.doc == after.doc || same.is_some_and(|(before, after)| before == after)
}

impl Renamed<'_> {
    /// The components that its operations use, before and after.
    pub(super) fn components(&self) -> Vec<(&str, &str)> {
        let pairs = self.operations.iter();
        let used = pairs.flat_map(|(before, after)| used(before).into_iter().zip(used(after)));
        used.filter_map(|(before, after)| before.zip(after))
            .collect()
    }

    /// Whether an operation of the new document belongs to it.
    fn has(&self, id: &str) -> bool {
        self.operations.iter().any(|(_, after)| after.id == id)
    }
}

/// The components of the body, the response and the items of a list.
fn used(operation: &Operation) -> [Option<&str>; 3] {
    let body = operation.body.as_ref().map(|it| it.component.as_str());
    let response = match &operation.response {
        ResponseBody::Json(component) => Some(component.as_str()),
        _ => None,
    };
    let items = operation.pagination.as_ref().map(|it| &it.items.ty);
    let items = items.and_then(|it| match it {
        Ty::Scalar(component) | Ty::Struct(component) => Some(component.as_str()),
        Ty::Bool => None,
    });
    [body, response, items]
}

/// Whether an operation was renamed together with its resource, which is reported instead.
pub(super) fn is_renamed(context: &Context<'_>, operation: &Operation) -> bool {
    let mut resources = context.resources().iter();
    resources.any(|it| it.has(&operation.id))
}

/// Reports the renamed resources.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    for resource in context.resources() {
        let Some((first, now)) = resource.operations.first() else {
            continue;
        };
        let (ids, methods): (Vec<_>, Vec<_>) = (resource.operations.iter())
            .map(|(before, after)| ((&before.id, &after.id), (method(before), method(after))))
            .unzip();
        let wire = |name: &str, ids: Vec<&str>| format!("`{name}` ({})", ids.join(", "));
        let wire = Line::turned(
            "a resource",
            "renamed",
            wire(resource.old, ids.iter().map(|it| it.0.as_str()).collect()),
            wire(resource.new, ids.iter().map(|it| it.1.as_str()).collect()),
        );
        let listed = |methods: Vec<&str>| methods.join(", ");
        let rust = Line::turned(
            "methods and types",
            "renamed",
            listed(methods.iter().map(|it| it.0.as_str()).collect()),
            listed(methods.iter().map(|it| it.1.as_str()).collect()),
        );
        // It was deprecated if each of its operations was.
        let mut operations = resource.operations.iter().map(|(before, _)| before);
        let was = operations.find(|it| !it.deprecated).unwrap_or(first);
        let here = join("/paths", &now.path);
        let change = Change::new(Rule::ResourceRenamed, wire, rust, here);
        changes.push(change.formerly_at(&was.pointer()));
    }
}

fn method(operation: &Operation) -> String {
    match operation.representation_of {
        None => format!("`Client::{}`, `{}`", operation.method, operation.rust),
        Some(_) => format!("`Client::{}`", operation.method),
    }
}

/// Adds the types of renamed resources, and what is named after them.
pub(super) fn with_types(context: &Context<'_>, changes: &mut Vec<Change>) {
    for resource in context.resources() {
        let components: Vec<String> = (resource.components().iter())
            .map(|(_, now)| join("/components/schemas", now))
            .collect();
        let follows =
            |it: &Change| it.rule == Rule::TypeRenamed && components.contains(&it.pointer);
        let followers: Vec<Change> = changes.iter().filter(|it| follows(it)).cloned().collect();
        let here = resource.operations.first();
        let here = here.map(|(_, it)| join("/paths", &it.path));
        let renamed = changes
            .iter_mut()
            .find(|it| it.rule == Rule::ResourceRenamed && Some(&it.pointer) == here.as_ref());
        let Some(renamed) = renamed else { continue };
        for follower in &followers {
            renamed.rust.extend(&follower.rust);
        }
        changes.retain(|it| !followers.contains(it));
    }
}
