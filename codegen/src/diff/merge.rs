//! Merges changes so that one edit with effects in several places is reported once.

use super::change::{Action, Change};
use super::context::{Context, Side};
use super::resources;
use super::rule::Rule;
use crate::model::{Field, Model, Scalar, ScalarKind, Ty};

/// Merges related changes.
pub(super) fn merge(context: &Context<'_>, changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        match merged.iter_mut().find(|it| is_shared(it, &change)) {
            Some(first) => share(first, &change),
            None => merged.push(change),
        }
    }
    with_columns(&mut merged);
    with_names(&mut merged);
    resources::with_types(context, &mut merged);
    with_types(&context.new, &Action::Added, &mut merged);
    with_types(&context.old, &Action::Removed, &mut merged);
    merged
}

/// Whether two changes come from one edit of a shared part, or both change the examples of bodies.
fn is_shared(one: &Change, other: &Change) -> bool {
    let what = one.wire.what.as_str();
    let examples = one.rule == Rule::DocumentationChanged && what.starts_with("example");
    let is_other = one.wire.of != other.wire.of || one.rust.what != other.rust.what;
    let same_part = one.pointer == other.pointer && is_other;
    one.rule == other.rule
        && (one.wire.what == other.wire.what && one.wire.action == other.wire.action)
        && one.wire.action != Action::Nothing
        && (one.rust.action == other.rust.action && one.rust.of == other.rust.of)
        && (examples || same_part)
}

/// Merges two changes that differ only in the items that they affect.
fn share(first: &mut Change, second: &Change) {
    let of = first.wire.of.split(", ").chain(second.wire.of.split(", "));
    first.wire.of = sorted(of);
    if first.rust.action != Action::Nothing {
        first.rust.what = joined(&first.rust.what, &second.rust.what);
    }
}

fn sorted<'t>(names: impl Iterator<Item = &'t str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// Joins two items, writing their common prefix once: ``documentation of `A::x`, `B::x` ``.
fn joined(first: &str, second: &str) -> String {
    let (Some(start), Some(other)) = (first.find('`'), second.find('`')) else {
        return sorted([first, second].into_iter());
    };
    match (first.split_at(start), second.split_at(other)) {
        ((words, first), (same, second)) if words == same => {
            let names = first.split(", ").chain(second.split(", "));
            format!("{words}{}", sorted(names))
        }
        _ => sorted([first, second].into_iter()),
    }
}

/// Adds the columns of CSV to the changes of the properties in them.
fn with_columns(changes: &mut Vec<Change>) {
    let columns = |it: &Change| {
        matches!(
            it.rule,
            Rule::ColumnAdded | Rule::ColumnRemoved | Rule::ColumnRenamed
        )
    };
    let found: Vec<Change> = changes.iter().filter(|it| columns(it)).cloned().collect();
    for column in found {
        let property = changes.iter_mut().find(|it| {
            it.pointer == column.pointer
                && matches!(
                    (it.rule, column.rule),
                    (Rule::PropertyAdded, Rule::ColumnAdded)
                        | (Rule::PropertyRemoved, Rule::ColumnRemoved)
                        | (Rule::PropertyRenamed, Rule::ColumnRenamed)
                )
        });
        let Some(property) = property else {
            continue;
        };
        match property.rust.action {
            Action::Changed { .. } => property.rust.extend(&column.rust),
            _ => property.rust.what = format!("{}, {}", property.rust.what, column.rust.what),
        }
        changes.retain(|it| *it != column);
    }
}

/// Merges the renamed items that are named after a renamed type into the change of that type.
fn with_names(changes: &mut Vec<Change>) {
    let is_named_after = |it: &Change, component: &str| {
        let is_name = matches!(
            it.rule,
            Rule::WaiterRenamed
                | Rule::ReconcilerRenamed
                | Rule::RowRenamed
                | Rule::ProgressRenamed
                | Rule::UnionVariantRenamed
        );
        is_name && it.about.as_deref() == Some(component)
    };
    let types: Vec<String> = (changes.iter())
        .filter(|it| it.rule == Rule::TypeRenamed)
        .map(|it| it.pointer.clone())
        .collect();
    for pointer in types {
        let component = pointer.rsplit('/').next().unwrap_or_default();
        let followers = changes.iter().filter(|it| is_named_after(it, component));
        let followers: Vec<Change> = followers.cloned().collect();
        let renamed = changes
            .iter_mut()
            .find(|it| it.rule == Rule::TypeRenamed && it.pointer == pointer);
        let Some(renamed) = renamed.filter(|_| !followers.is_empty()) else {
            continue;
        };
        renamed.rust.what = "a type and what is named after it".to_owned();
        for follower in &followers {
            renamed.rust.extend(&follower.rust);
        }
        changes.retain(|it| !followers.contains(it));
    }
}

/// Merges an added or removed type into the change of the parameter or property that contains it.
fn with_types(side: &Side<'_>, action: &Action, changes: &mut Vec<Change>) {
    let is_type = |it: &Change| {
        matches!(it.rule, Rule::TypeAdded | Rule::TypeRemoved)
            && it.wire.action == Action::Nothing
            && it.rust.action == *action
    };
    let types: Vec<Change> = changes.iter().filter(|it| is_type(it)).cloned().collect();
    for ty in types {
        let component = ty.pointer.rsplit('/').next().unwrap_or_default();
        let holders = holders(side.model, component);
        let holder = changes
            .iter_mut()
            .find(|it| it.wire.action == *action && holders.contains(&it.pointer.as_str()));
        if let Some(holder) = holder {
            let name = ty.rust.what.trim_start_matches("type ");
            let what = &holder.rust.what;
            holder.rust.what = match holder.rust.action {
                // The arguments of a function changed, since the parameter is required.
                Action::Changed { .. } if what.ends_with(',') => format!("{what} the type {name},"),
                Action::Changed { .. } => format!("{what}, and with them the type {name},"),
                _ => format!("{what}, the type {name}"),
            };
            holder.types.extend(ty.types.iter().cloned());
            changes.retain(|it| *it != ty);
        }
    }
}

/// The pointers to the parameters and properties of this component, or of a union of which it is a member.
fn holders<'m>(model: &'m Model, component: &str) -> Vec<&'m str> {
    let is_member = |union: &&Scalar| match (&union.kind, model.scalar(component)) {
        (ScalarKind::Union { members }, Some(scalar)) => members.contains(&scalar.rust),
        _ => false,
    };
    let unions = model.scalars.iter().filter(is_member);
    let names: Vec<&str> = unions
        .map(|it| it.component.as_str())
        .chain([component])
        .collect();
    let parameters = model.operations.iter().flat_map(|it| {
        let body = it.body.iter().flat_map(|body| &body.fields);
        it.path_parameters
            .iter()
            .chain(it.query_and_headers())
            .chain(body)
    });
    let properties = model.structs.iter().flat_map(|it| &it.fields);
    let holds = |field: &&Field| match &field.ty {
        Ty::Scalar(name) | Ty::Struct(name) => names.contains(&name.as_str()),
        Ty::Bool => false,
    };
    let fields = parameters.chain(properties).filter(holds);
    fields.map(|field| field.pointer.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::Line;

    #[test]
    fn items_are_joined_after_their_common_words() {
        for (first, second, expected) in [
            (
                "documentation of `A::x`",
                "documentation of `B::x`",
                "documentation of `A::x`, `B::x`",
            ),
            ("type `B`", "type `A`", "type `A`, `B`"),
            ("type `A`, `C`", "type `B`", "type `A`, `B`, `C`"),
            ("type `A`", "type `A`", "type `A`"),
            ("type `B`", "struct `A`", "struct `A`, type `B`"),
            ("the order", "type `A`", "the order, type `A`"),
            ("type `A`", "the order", "the order, type `A`"),
        ] {
            assert_eq!(joined(first, second), expected);
        }
    }

    fn change(rule: Rule, what: &str, of: &str, pointer: &str) -> Change {
        let wire = Line::new(what, of, Action::Added);
        let rust = Line::new("`x`", "", Action::Added);
        Change::new(rule, wire, rust, pointer)
    }

    #[test]
    fn changes_of_one_part_are_shared() {
        let rule = Rule::ParameterAdded;
        let first = change(rule, "`To`", "createCall", "/To");
        assert!(is_shared(
            &first,
            &change(rule, "`To`", "updateCall", "/To")
        ));
        for (what, other) in [
            ("itself", first.clone()),
            (
                "rule",
                change(Rule::PropertyAdded, "`To`", "updateCall", "/To"),
            ),
            ("item", change(rule, "`From`", "updateCall", "/To")),
            ("place", change(rule, "`To`", "updateCall", "/From")),
        ] {
            assert!(!is_shared(&first, &other), "{what}");
        }
        let with = |edit: fn(&mut Change)| {
            let mut other = change(rule, "`To`", "updateCall", "/To");
            edit(&mut other);
            other
        };
        for (what, other) in [
            ("action", with(|it| it.wire.action = Action::Removed)),
            (
                "action in Rust",
                with(|it| it.rust.action = Action::Removed),
            ),
            ("owner in Rust", with(|it| it.rust.of = "`A`".to_owned())),
        ] {
            assert!(!is_shared(&first, &other), "{what}");
        }
        let in_rust = |of: &str| {
            let mut other = change(rule, "", of, "/To");
            other.wire.action = Action::Nothing;
            other
        };
        assert!(!is_shared(&in_rust("createCall"), &in_rust("updateCall")));
    }

    #[test]
    fn examples_are_shared_wherever_they_are() {
        let documentation = Rule::DocumentationChanged;
        for (rule, what, expected) in [
            (documentation, "example", true),
            (documentation, "examples", true),
            (documentation, "example `ring`", true),
            (documentation, "summary", false),
            (Rule::ParameterAdded, "example", false),
        ] {
            let [one, other] =
                ["/a", "/b"].map(|pointer| change(rule, what, "createCall", pointer));
            assert_eq!(is_shared(&one, &other), expected, "{what}");
        }
    }

    #[test]
    fn a_shared_change_names_all_owners_once() {
        let rule = Rule::ParameterAdded;
        let mut first = change(rule, "`To`", "updateCall", "/To");
        first.rust.what = "`UpdateCall::to`".to_owned();
        let mut second = change(rule, "`To`", "createCall, updateCall", "/To");
        second.rust.what = "`CreateCall::to`".to_owned();
        share(&mut first, &second);
        assert_eq!(first.wire.of, "createCall, updateCall");
        assert_eq!(first.rust.what, "`CreateCall::to`, `UpdateCall::to`");
        first.rust = Line::nothing();
        share(&mut first, &second);
        assert_eq!(first.rust, Line::nothing());
    }

    #[test]
    fn a_column_is_merged_into_its_property() {
        let named = |rule, old: &str, new: &str| {
            let rust = Line::turned("a field", "renamed", old, new);
            Change::new(rule, Line::nothing(), rust, "/a")
        };
        let item = |rule, what: &str, pointer: &str| {
            let rust = Line::new(what, "", Action::Added);
            Change::new(rule, Line::nothing(), rust, pointer)
        };
        let mut changes = vec![
            named(Rule::PropertyRenamed, "`Call::a`", "`Call::b`"),
            named(Rule::ColumnRenamed, "`CallRow::a`", "`CallRow::b`"),
            item(Rule::PropertyAdded, "`Call::c`", "/c"),
            item(Rule::ColumnAdded, "`CallRow::c`", "/c"),
            item(Rule::ColumnRemoved, "`CallRow::c`", "/c"),
            item(Rule::ColumnAdded, "`CallRow::d`", "/d"),
        ];
        with_columns(&mut changes);
        let lines: Vec<String> = changes.iter().map(|it| it.rust.to_string()).collect();
        assert_eq!(
            lines,
            [
                "a field renamed from `Call::a`, `CallRow::a` to `Call::b`, `CallRow::b`",
                "`Call::c`, `CallRow::c` added",
                "`CallRow::c` added",
                "`CallRow::d` added",
            ]
        );
    }

    /// A new type is reported with the parameter that has it; other changes at the type are not.
    #[test]
    fn only_a_type_is_merged_into_the_change_of_what_has_it() {
        let text = include_str!("../../../tests/fixtures/minimal.yaml");
        let spec = crate::Spec::read(&crate::Source::new("minimal.yaml", text)).unwrap();
        let operation = spec.model.operations.iter().find(|it| it.body.is_some());
        let body = operation.and_then(|it| it.body.as_ref()).unwrap();
        let parameter = body.fields.iter().find(|it| it.wire == "Timeout").unwrap();
        let at_type = |rule, what: &str| {
            let rust = Line::new(what, "", Action::Added);
            Change::new(rule, Line::nothing(), rust, "/components/schemas/Timeout")
        };
        let mut changes = vec![
            change(
                Rule::ParameterAdded,
                "`Timeout`",
                "createCall",
                &parameter.pointer,
            ),
            at_type(Rule::TypeAdded, "type `Timeout`"),
            at_type(Rule::RowAdded, "a row"),
        ];
        let side = Side {
            document: &spec.document,
            model: &spec.model,
        };
        with_types(&side, &Action::Added, &mut changes);
        let lines: Vec<String> = changes.iter().map(|it| it.rust.to_string()).collect();
        assert_eq!(lines, ["`x`, the type `Timeout` added", "a row added"]);
    }
}
