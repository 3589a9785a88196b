//! Parameters of operations: the arguments and setters of their requests.

use super::change::{Action, Change, Line};
use super::context::{Context, Side};
use super::fields::{self, Place, Role, accepts};
use super::rule::Rule;
use crate::model::{Field, Operation};

/// What parameters of paths are called.
const PATH_PARAMETER: &str = "path parameter";

/// Compares what the method that begins a request takes, and the setters of that request.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Operation,
    new: &Operation,
    changes: &mut Vec<Change>,
) {
    let reported = changes.len();
    let pair = Pair { context, old, new };
    let (before, after) = (all(old), all(new));
    for (noun, field) in &before {
        match find(&after, noun, field) {
            Some(now) => pair.both(noun, field, now, changes),
            None => changes.push(pair.removed(noun, field)),
        }
    }
    for (noun, field) in &after {
        if find(&before, noun, field).is_none() {
            changes.push(pair.added(noun, field));
        }
    }
    if argument_names(old) != argument_names(new) && changes.len() == reported {
        let arguments = pair.arguments();
        changes.push(Change::arguments_reordered(arguments, new.pointer()));
    }
}

/// Every parameter with what the wire calls it.
fn all(operation: &Operation) -> Vec<(&'static str, &Field)> {
    let body = operation.body.iter();
    let body = body.flat_map(|body| body.fields.iter().map(|field| (body.kind.field(), field)));
    let path = operation.path_parameters.iter();
    path.map(|field| (PATH_PARAMETER, field))
        .chain(
            operation
                .query
                .iter()
                .map(|field| ("query parameter", field)),
        )
        .chain(body)
        .collect()
}

fn find<'f>(fields: &[(&'static str, &'f Field)], noun: &str, field: &Field) -> Option<&'f Field> {
    let same = fields
        .iter()
        .find(|(it, other)| *it == noun && other.wire == field.wire);
    same.map(|(_, field)| *field)
}

fn signature(side: &Side<'_>, operation: &Operation) -> String {
    let arguments: Vec<String> = operation
        .arguments()
        .map(|field| format!("{}: {}", field.rust, side.argument_type(field)))
        .collect();
    format!("`({})`", arguments.join(", "))
}

fn argument_names(operation: &Operation) -> Vec<&str> {
    operation
        .arguments()
        .map(|field| field.rust.as_str())
        .collect()
}

fn is_argument(operation: &Operation, field: &Field) -> bool {
    operation.arguments().any(|it| it.wire == field.wire)
}

fn setter(operation: &Operation, field: &Field) -> String {
    format!("`{}::{}`", operation.rust, field.rust)
}

/// One operation before and after.
struct Pair<'p> {
    context: &'p Context<'p>,
    old: &'p Operation,
    new: &'p Operation,
}

impl Pair<'_> {
    /// The change of the method that begins the request.
    fn arguments(&self) -> Line {
        Line::changed(
            format!("arguments of `Client::{}`", self.new.method),
            signature(&self.context.old, self.old),
            signature(&self.context.new, self.new),
        )
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
                &self.new.id,
                Action::Removed,
            ),
            rust,
            field.pointer.clone(),
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
                &self.new.id,
                Action::Added,
            ),
            rust,
            field.pointer.clone(),
        )
    }

    /// A parameter that both documents have.
    fn both(&self, noun: &str, old: &Field, new: &Field, changes: &mut Vec<Change>) {
        let place = Place {
            wire: format!("{noun} `{}`", new.wire),
            of: &self.new.id,
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
        fields::documentation(self.context, old, new, &place, changes);
    }
}

/// A setter that became an argument, or an argument that became a setter.
pub(super) fn presence(place: &Place<'_>, required: bool, arguments: Line) -> Change {
    let (rule, old, new) = match required {
        true => (Rule::ParameterBecameRequired, "optional", "required"),
        false => (Rule::ParameterBecameOptional, "required", "optional"),
    };
    let action = Action::Changed {
        verb: "changed",
        old: old.to_owned(),
        new: new.to_owned(),
    };
    let wire = Line::new(&place.wire, place.of, action);
    Change::new(rule, wire, arguments, place.pointer.clone())
}

/// What a setter or an argument takes; `arguments` is the change of the function that has the argument.
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
    let rule = if types.0 == types.1 {
        Rule::ParameterComponentChanged
    } else if accepts(context, old, new) {
        Rule::ParameterTypeWidened
    } else {
        Rule::ParameterTypeChanged
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
