//! Parameters of operations: the arguments and setters of their requests.

use super::change::{Action, Change, Line};
use super::context::{Context, Side, template};
use super::fields::{self, Place, Role, accepts};
use super::numbered;
use super::privacy;
use super::renames::{self, Matched};
use super::rule::Rule;
use crate::document::{Node, join};
use crate::model::{Body, Field, Operation};

/// The noun for path parameters.
const PATH_PARAMETER: &str = "path parameter";

/// Compares the arguments of the method that returns a request, and the setters of that request.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Operation,
    new: &Operation,
    changes: &mut Vec<Change>,
) {
    let pair = Pair { context, old, new };
    let is_moved = template(&old.path) != template(&new.path);
    let mut both = Vec::new();
    let paths = match is_moved {
        true => renames::fields(context, &old.path_parameters, &new.path_parameters),
        // A path parameter is identified by its place in the path.
        false => pair.in_place(changes),
    };
    pair.group(PATH_PARAMETER, paths, &mut both, changes);
    let query = renames::fields(context, &old.query, &new.query);
    pair.group("query parameter", query, &mut both, changes);
    let headers = renames::fields(context, &old.headers, &new.headers);
    pair.group("header parameter", headers, &mut both, changes);
    for (noun, matched) in bodies(context, old.body.as_ref(), new.body.as_ref()) {
        pair.group(noun, matched, &mut both, changes);
    }
    let (before, after) = (arguments(old), arguments(new));
    if renames::reordered(both, &before, &after) {
        let arguments = pair.arguments();
        changes.push(Change::arguments_reordered(arguments, pair.order()));
    }
}

/// The fields of two bodies; those of bodies of different kinds do not correspond.
fn bodies<'f>(
    context: &Context<'_>,
    old: Option<&'f Body>,
    new: Option<&'f Body>,
) -> Vec<(&'static str, Matched<'f>)> {
    let fields = |body: Option<&'f Body>| body.map_or(&[][..], |it| it.fields.as_slice());
    match (old, new) {
        (Some(before), Some(after)) if before.kind != after.kind => vec![
            (
                before.kind.field(),
                renames::fields(context, &before.fields, &[]),
            ),
            (
                after.kind.field(),
                renames::fields(context, &[], &after.fields),
            ),
        ],
        (Some(body), _) | (None, Some(body)) => {
            let matched = renames::fields(context, fields(old), fields(new));
            vec![(body.kind.field(), matched)]
        }
        (None, None) => Vec::new(),
    }
}

fn arguments(operation: &Operation) -> Vec<&Field> {
    operation.arguments().collect()
}

fn signature(side: &Side<'_>, operation: &Operation) -> String {
    let arguments: Vec<String> = operation
        .arguments()
        .map(|field| format!("{}: {}", field.rust, side.argument_type(field)))
        .collect();
    format!("`({})`", arguments.join(", "))
}

fn is_argument(operation: &Operation, field: &Field) -> bool {
    operation.arguments().any(|it| it.wire == field.wire)
}

fn setter(operation: &Operation, field: &Field) -> String {
    format!("`{}::{}`", operation.rust, field.rust)
}

/// The parameters of a path, in order.
fn in_path(operation: &Operation) -> Vec<&Field> {
    let names = operation.path.split('{').skip(1);
    let names = names.filter_map(|part| part.split_once('}'));
    names
        .filter_map(|(name, _)| operation.path_parameters.iter().find(|it| it.wire == name))
        .collect()
}

/// One operation before and after.
struct Pair<'p> {
    context: &'p Context<'p>,
    old: &'p Operation,
    new: &'p Operation,
}

impl<'p> Pair<'p> {
    /// Compares the parameters of a path that only changed in their names.
    fn in_place(&self, changes: &mut Vec<Change>) -> Matched<'p> {
        let mut matched = Matched {
            both: Vec::new(),
            renamed: Vec::new(),
            removed: Vec::new(),
            added: Vec::new(),
        };
        let (before, after) = (in_path(self.old), in_path(self.new));
        for (old, new) in before.into_iter().zip(after) {
            if old.rust != new.rust {
                let argument = format!("an argument of `Client::{}`", self.new.method);
                changes.push(Change::renamed(
                    Rule::PathParameterRenamed,
                    &argument,
                    &old.rust,
                    &new.rust,
                    new.pointer.clone(),
                ));
            }
            matched.both.push((old, new));
        }
        matched
    }

    /// Compares the parameters of one kind.
    fn group(
        &self,
        noun: &str,
        matched: Matched<'p>,
        both: &mut Vec<(&'p Field, &'p Field)>,
        changes: &mut Vec<Change>,
    ) {
        for (old, new) in &matched.both {
            self.both(noun, old, new, changes);
        }
        for (old, new) in &matched.renamed {
            changes.push(self.renamed(noun, old, new));
        }
        let removed = matched.removed.iter();
        changes.extend(removed.map(|field| self.removed(noun, field)));
        let added = matched.added.iter();
        changes.extend(added.map(|field| self.added(noun, field)));
        both.extend(matched.both);
        both.extend(matched.renamed);
    }

    /// The owner of the parameters: the operation, and its other representation, which has the same path and query.
    fn of(&self, noun: &str) -> String {
        let representation = |side: &Side<'_>, it: &Operation| {
            let other = side.model.representation(it);
            other.map(|it| it.id.clone())
        };
        let in_body = self
            .new
            .body
            .as_ref()
            .is_some_and(|it| it.kind.field() == noun);
        let old = representation(&self.context.old, self.old);
        match representation(&self.context.new, self.new) {
            Some(other) if old.is_some() && !in_body => format!("{}, {other}", self.new.id),
            _ => self.new.id.clone(),
        }
    }

    fn renamed(&self, noun: &str, old: &Field, new: &Field) -> Change {
        let rust = match is_argument(self.new, new) {
            true => self.arguments(),
            false => Line::turned(
                "a setter",
                "renamed",
                setter(self.old, old),
                setter(self.new, new),
            ),
        };
        let wire = Line::turned(
            format!("{noun} of {}", self.of(noun)),
            "renamed",
            format!("`{}`", old.wire),
            format!("`{}`", new.wire),
        );
        Change::new(Rule::ParameterRenamed, wire, rust, new.pointer.clone())
            .formerly_at(&old.pointer)
    }

    /// The change of the method that returns the request.
    fn arguments(&self) -> Line {
        Line::changed(
            format!("arguments of `Client::{}`", self.new.method),
            signature(&self.context.old, self.old),
            signature(&self.context.new, self.new),
        )
    }

    /// The pointer to what orders the arguments: the list of required parameters of the body or, if only the
    /// parameters of the path and query were reordered, the operation.
    fn order(&self) -> String {
        let required = |side: &Side<'_>, operation: &Operation| {
            let body = operation.body.as_ref()?;
            let here = format!("{}/required", join("/components/schemas", &body.component));
            let list = side.document.node(&here)?.to_json();
            Some((here, list))
        };
        let before = required(&self.context.old, self.old);
        match required(&self.context.new, self.new) {
            Some((here, list)) if before.is_none_or(|it| it.1 != list) => here,
            _ => self.new.pointer(),
        }
    }

    /// The pointer to a parameter that only one side has. If it is shared and both documents have it, that is the
    /// reference of the operation or its path.
    fn declared(&self, side: &Side<'_>, operation: &Operation, field: &Field) -> String {
        let here = field.pointer.as_str();
        let in_both = [&self.context.old, &self.context.new]
            .into_iter()
            .all(|side| side.document.node(here).is_some());
        let lists = [operation.pointer(), join("/paths", &operation.path)];
        let lists = lists.map(|it| format!("{it}/parameters"));
        let reference = lists.iter().find_map(|list| {
            let items = side.document.node(list)?.items();
            let refers = |it: &Node| {
                let target = it.get("$ref").and_then(Node::as_str);
                target.and_then(|it| it.strip_prefix('#')) == Some(here)
            };
            let at = items.iter().position(refers)?;
            Some(format!("{list}/{at}"))
        });
        reference
            .filter(|_| in_both)
            .unwrap_or_else(|| here.to_owned())
    }

    fn removed(&self, noun: &str, field: &Field) -> Change {
        let required = is_argument(self.old, field);
        let rust = match (required, field.account) {
            (_, true) => Line::nothing(),
            (true, false) => self.arguments(),
            (false, false) => Line::new(setter(self.old, field), "", Action::Removed),
        };
        Change::new(
            Rule::ParameterRemoved,
            Line::new(
                parameter(noun, required, field),
                self.of(noun),
                Action::Removed,
            ),
            rust,
            self.declared(&self.context.old, self.old, field),
        )
    }

    fn added(&self, noun: &str, field: &Field) -> Change {
        let required = is_argument(self.new, field);
        let (rule, rust) = if required {
            (Rule::RequiredParameterAdded, self.arguments())
        } else if field.account {
            (Rule::ParameterAdded, Line::nothing())
        } else {
            let setter = Line::new(setter(self.new, field), "", Action::Added);
            (Rule::ParameterAdded, setter)
        };
        Change::new(
            rule,
            Line::new(
                parameter(noun, required, field),
                self.of(noun),
                Action::Added,
            ),
            rust,
            self.declared(&self.context.new, self.new, field),
        )
    }

    /// Compares a parameter that both documents have.
    fn both(&self, noun: &str, old: &Field, new: &Field, changes: &mut Vec<Change>) {
        let of = self.of(noun);
        let place = Place {
            wire: format!("{noun} `{}`", new.wire),
            of: &of,
            rust: match (is_argument(self.new, new), new.account) {
                (_, true) => String::new(),
                (true, false) => format!("`Client::{}`", self.new.method),
                (false, false) => setter(self.new, new),
            },
            pointer: new.pointer.clone(),
            role: Role::Passed,
        };
        let required = (is_argument(self.old, old), is_argument(self.new, new));
        if required.0 != required.1 {
            changes.push(presence(&place, required.1, self.arguments()));
        }
        let arguments = (required.0 && required.1).then(|| self.arguments());
        changes.extend(taken(self.context, old, new, &place, arguments));
        numbered::compare(self.context, old, new, &place, changes);
        fields::documentation(self.context, old, new, &place, changes);
    }
}

/// A setter that became an argument, or vice versa.
pub(super) fn presence(place: &Place<'_>, required: bool, arguments: Line) -> Change {
    let (rule, old, new) = match required {
        true => (Rule::ParameterBecameRequired, "optional", "required"),
        false => (Rule::ParameterBecameOptional, "required", "optional"),
    };
    let action = Action::changed(old, new);
    let wire = Line::new(&place.wire, place.of, action);
    Change::new(rule, wire, arguments, place.pointer.clone())
}

/// Compares what a setter or an argument accepts; `arguments` is the change of the function with the argument.
pub(super) fn taken(
    context: &Context<'_>,
    old: &Field,
    new: &Field,
    place: &Place<'_>,
    arguments: Option<Line>,
) -> Option<Change> {
    if old.list == new.list && context.same_type(&old.ty, &new.ty) {
        return None;
    }
    let types = (
        context.old.argument_type(old),
        context.new.argument_type(new),
    );
    let leaks = privacy::field(context, old, new);
    let rule = if types.0 == types.1 {
        Rule::ParameterComponentChanged
    } else if accepts(context, old, new) {
        Rule::ParameterTypeWidened
    } else {
        leaks.unwrap_or(Rule::ParameterTypeChanged)
    };
    let rust = if types.0 == types.1 {
        Line::nothing()
    } else if let Some(arguments) = arguments {
        arguments
    } else {
        Line::changed(
            format!("argument of {}", place.rust),
            format!("`{}`", types.0),
            format!("`{}`", types.1),
        )
    };
    let wire = fields::content_changed(place, old, new);
    Some(Change::new(rule, wire, rust, place.pointer.clone()))
}

fn parameter(noun: &str, required: bool, field: &Field) -> String {
    let required = if required && noun != PATH_PARAMETER {
        "required "
    } else {
        ""
    };
    format!("{required}{noun} `{}`", field.wire)
}
