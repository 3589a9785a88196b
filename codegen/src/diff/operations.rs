//! Operations: the client's methods, what they take and what they give.

use super::change::{Action, Change, Class, Line};
use super::context::{Context, Side};
use super::fields::{self, Place, accepts, content, reworded};
use crate::document::join;
use crate::model::{Answer, Effect, Field, Operation, Pagination, Relation, Rule};

/// What parameters of paths are called.
const PATH_PARAMETER: &str = "path parameter";

/// Compares all operations.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.operations, &context.new.model.operations);
    let mut met = Vec::new();
    for operation in old {
        let now = new.iter().find(|it| it.id == operation.id).or_else(|| {
            new.iter().find(|it| {
                it.verb == operation.verb
                    && it.path == operation.path
                    && !old.iter().any(|old| old.id == it.id)
            })
        });
        match now {
            Some(now) => {
                met.push(now.id.as_str());
                pair(context, operation, now, changes);
            }
            None => changes.push(Change::new(
                Class::Breaking,
                Line::new(wire_name(operation), "", Action::Removed),
                Line::new(rust_name(&context.old, operation), "", Action::Removed),
                "programs that call it no longer compile",
                pointer(operation),
            )),
        }
    }
    for operation in new.iter().filter(|it| !met.contains(&it.id.as_str())) {
        changes.push(Change::new(
            Class::Compatible,
            Line::new(wire_name(operation), "", Action::Added),
            Line::new(rust_name(&context.new, operation), "", Action::Added),
            "",
            pointer(operation),
        ));
    }
}

pub(super) fn pointer(operation: &Operation) -> String {
    join(&join("/paths", &operation.path), operation.verb)
}

fn wire_name(operation: &Operation) -> String {
    format!(
        "operation {} ({} {})",
        operation.id,
        operation.verb.to_uppercase(),
        operation.path
    )
}

/// The method users call: of the client, or, for another representation, of the request it belongs to.
fn rust_name(side: &Side<'_>, operation: &Operation) -> String {
    match &operation.representation_of {
        None => format!("`Client::{}`", operation.method),
        Some(base) => {
            let request = side.model.operations.iter().find(|it| it.id == *base);
            let request = request.map_or(base.as_str(), |it| it.rust.as_str());
            format!("`{request}::csv`")
        }
    }
}

fn pair(context: &Context<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let id = new.id.as_str();
    let names = (rust_name(&context.old, old), rust_name(&context.new, new));
    if names.0 != names.1 {
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::turned("a method", "renamed", &names.0, &names.1),
            "programs that call it no longer compile",
            format!("{}/operationId", pointer(new)),
        ));
    }
    if (old.verb, &old.path) != (new.verb, &new.path) {
        let address = |it: &Operation| format!("{} {}", it.verb.to_uppercase(), it.path);
        changes.push(Change::new(
            Class::Breaking,
            Line::changed(format!("address of {id}"), address(old), address(new)),
            Line::nothing(),
            "requests go to another place",
            pointer(new),
        ));
    }
    if old.status != new.status {
        let (class, rust, why) = if old.effect == new.effect {
            (Class::Compatible, Line::nothing(), "")
        } else {
            (
                Class::Breaking,
                Line::changed(
                    format!("kind of {}", names.1),
                    effect(old.effect),
                    effect(new.effect),
                ),
                "a request that creates is repeated less than any other",
            )
        };
        changes.push(Change::new(
            class,
            Line::changed(
                format!("success status of {id}"),
                old.status.to_string(),
                new.status.to_string(),
            ),
            rust,
            why,
            format!("{}/responses", pointer(new)),
        ));
    }
    // What the method takes and the parameters of another representation are those of the request it belongs to.
    if new.representation_of.is_none() {
        parameters(context, old, new, changes);
        rules(old, new, changes);
    }
    answer(context, old, new, changes);
    pages(old, new, changes);
    if old.deprecated != new.deprecated {
        let action = if new.deprecated {
            Action::Added
        } else {
            Action::Removed
        };
        changes.push(Change::new(
            Class::Compatible,
            Line::new(format!("deprecation of {id}"), "", action.clone()),
            Line::new(format!("deprecation of {}", names.1), "", action),
            "",
            pointer(new),
        ));
    }
    if old.doc != new.doc {
        changes.push(reworded(
            "description",
            id,
            &names.1,
            format!("{}/description", pointer(new)),
        ));
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "reading",
        Effect::Create => "creating",
        Effect::Update => "changing",
        Effect::Delete => "deleting",
    }
}

/// Every parameter with what the wire calls it.
fn all(operation: &Operation) -> Vec<(&'static str, &Field)> {
    let form = operation.form.iter().flat_map(|form| &form.fields);
    let path = operation.path_parameters.iter();
    path.map(|field| (PATH_PARAMETER, field))
        .chain(
            operation
                .query
                .iter()
                .map(|field| ("query parameter", field)),
        )
        .chain(form.map(|field| ("form parameter", field)))
        .collect()
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

fn parameters(context: &Context<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let told = changes.len();
    let arguments_line = || {
        Line::changed(
            format!("arguments of `Client::{}`", new.method),
            signature(&context.old, old),
            signature(&context.new, new),
        )
    };
    let setter =
        |operation: &Operation, field: &Field| format!("`{}::{}`", operation.rust, field.rust);
    let (before, after) = (all(old), all(new));
    for (noun, field) in &before {
        let now = after
            .iter()
            .find(|(it, now)| it == noun && now.wire == field.wire);
        let Some((_, now)) = now else {
            let required = is_argument(old, field);
            let rust = match (required, field.account) {
                (_, true) => Line::nothing(),
                (true, false) => arguments_line(),
                (false, false) => Line::new(setter(old, field), "", Action::Removed),
            };
            changes.push(Change::new(
                Class::Breaking,
                Line::new(parameter(noun, required, field), &new.id, Action::Removed),
                rust,
                "programs that give it no longer compile",
                field.pointer.clone(),
            ));
            continue;
        };
        let place = Place {
            wire: format!("{noun} `{}`", now.wire),
            of: &new.id,
            rust: match (is_argument(new, now), now.account) {
                (_, true) => String::new(),
                (true, false) => format!("`Client::{}`", new.method),
                (false, false) => setter(new, now),
            },
            pointer: now.pointer.clone(),
        };
        let required = (is_argument(old, field), is_argument(new, now));
        if required.0 != required.1 {
            let word = |required| if required { "required" } else { "optional" };
            changes.push(Change::new(
                Class::Breaking,
                Line::new(
                    &place.wire,
                    place.of,
                    Action::Changed {
                        verb: "changed",
                        old: word(required.0).to_owned(),
                        new: word(required.1).to_owned(),
                    },
                ),
                arguments_line(),
                "the method that begins the request takes other arguments",
                now.pointer.clone(),
            ));
        }
        taken(
            context,
            field,
            now,
            &place,
            required.0 && required.1,
            arguments_line(),
            changes,
        );
        fields::words(context, field, now, &place, changes);
    }
    for (noun, field) in &after {
        if before
            .iter()
            .any(|(it, old)| it == noun && old.wire == field.wire)
        {
            continue;
        }
        let required = is_argument(new, field);
        let (class, rust, why) = if required {
            (
                Class::Breaking,
                arguments_line(),
                "programs that do not give it no longer compile",
            )
        } else if field.account {
            (Class::Compatible, Line::nothing(), "")
        } else {
            (
                Class::Compatible,
                Line::new(setter(new, field), "", Action::Added),
                "",
            )
        };
        changes.push(Change::new(
            class,
            Line::new(parameter(noun, required, field), &new.id, Action::Added),
            rust,
            why,
            field.pointer.clone(),
        ));
    }
    let order = |operation: &Operation| -> Vec<String> {
        operation
            .arguments()
            .map(|field| field.rust.clone())
            .collect()
    };
    if order(old) != order(new) && changes.len() == told {
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            arguments_line(),
            "the arguments come in another order",
            pointer(new),
        ));
    }
}

fn parameter(noun: &str, required: bool, field: &Field) -> String {
    let required = if required && noun != "path parameter" {
        "required "
    } else {
        ""
    };
    format!("{required}{noun} `{}`", field.wire)
}

/// What a setter or an argument takes.
fn taken(
    context: &Context<'_>,
    old: &Field,
    new: &Field,
    place: &Place<'_>,
    argument: bool,
    arguments: Line,
    changes: &mut Vec<Change>,
) {
    if old.list == new.list && context.same_type(&old.ty, &new.ty) {
        return;
    }
    let types = (
        context.old.argument_type(old),
        context.new.argument_type(new),
    );
    let (class, why) = if types.0 == types.1 {
        (Class::Documentation, "")
    } else if accepts(context, old, new) {
        (Class::Compatible, "")
    } else {
        (Class::Breaking, "values of the former type are refused")
    };
    let rust = if types.0 == types.1 {
        Line::nothing()
    } else if argument {
        arguments
    } else {
        Line::changed(
            format!("argument of {}", place.rust),
            format!("`{}`", types.0),
            format!("`{}`", types.1),
        )
    };
    let wire = Line::new(
        format!("content of {}", place.wire),
        place.of,
        Action::Changed {
            verb: "changed",
            old: content(old),
            new: content(new),
        },
    );
    changes.push(Change::new(class, wire, rust, why, place.pointer.clone()));
}

/// Rules between parameters.
fn rules(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let list = |operation: &Operation| -> Vec<(String, String)> {
        let rules = operation.form.iter().flat_map(|form| &form.rules);
        rules
            .map(|rule| (rule_name(rule), rule.reason.clone()))
            .collect()
    };
    let here = new.form.as_ref().map_or_else(
        || pointer(new),
        |form| {
            let component = join("/components/schemas", &form.component);
            format!("{component}/x-rules")
        },
    );
    let (before, after) = (list(old), list(new));
    let send = format!("`{}::send`", new.rust);
    for (name, reason) in &before {
        match after.iter().find(|(it, _)| it == name) {
            None => changes.push(Change::new(
                Class::Compatible,
                Line::new(format!("rule that {name}"), &new.id, Action::Removed),
                Line::new(format!("check that {name}"), &send, Action::Removed),
                "",
                here.clone(),
            )),
            Some((_, now)) if now != reason => changes.push(reworded(
                format!("reason that {name}"),
                &new.id,
                &send,
                here.clone(),
            )),
            Some(_) => {}
        }
    }
    for (name, _) in &after {
        if !before.iter().any(|(it, _)| it == name) {
            changes.push(Change::new(
                Class::Breaking,
                Line::new(format!("rule that {name}"), &new.id, Action::Added),
                Line::new(format!("check that {name}"), &send, Action::Added),
                "requests that were sent are refused",
                here.clone(),
            ));
        }
    }
}

fn rule_name(rule: &Rule) -> String {
    let relation = match rule.relation {
        Relation::Requires => "needs",
        Relation::Excludes => "excludes",
    };
    format!("`{}` {relation} `{}`", rule.parameter, rule.other)
}

fn answer(context: &Context<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let same = match (&old.answer, &new.answer) {
        (Answer::Json(old), Answer::Json(new)) => context.now(old) == new,
        (old, new) => old == new,
    };
    if same {
        return;
    }
    let wire = |answer: &Answer| match answer {
        Answer::Json(component) => format!("`{component}`"),
        Answer::Csv => "CSV".to_owned(),
        Answer::Empty => "nothing".to_owned(),
    };
    let rust = |side: &Side<'_>, answer: &Answer| match answer {
        Answer::Json(component) => format!("`{}`", side.model.struct_name(component)),
        Answer::Csv => "`ByteStream`".to_owned(),
        Answer::Empty => "`()`".to_owned(),
    };
    changes.push(Change::new(
        Class::Breaking,
        Line::changed(
            format!("answer of {}", new.id),
            wire(&old.answer),
            wire(&new.answer),
        ),
        Line::changed(
            format!("answer of {}", rust_name(&context.new, new)),
            rust(&context.old, &old.answer),
            rust(&context.new, &new.answer),
        ),
        "programs that use the answer no longer compile",
        format!("{}/responses", pointer(new)),
    ));
}

/// How a list goes on.
fn pages(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let here = format!("{}/x-pagination", pointer(new));
    let stream = format!("`{}::stream`", new.rust);
    match (&old.pagination, &new.pagination) {
        (None, None) => {}
        (None, Some(_)) => changes.push(Change::new(
            Class::Compatible,
            Line::new("paging", &new.id, Action::Added),
            Line::new(stream, "", Action::Added),
            "",
            here,
        )),
        (Some(_), None) => changes.push(Change::new(
            Class::Breaking,
            Line::new("paging", &new.id, Action::Removed),
            Line::new(stream, "", Action::Removed),
            "programs that walk the list no longer compile",
            here,
        )),
        (Some(old_pages), Some(new_pages)) => {
            for ((what, method, old_field), (_, _, new_field)) in
                links(old_pages).into_iter().zip(links(new_pages))
            {
                if old_field.map(|it| &it.wire) == new_field.map(|it| &it.wire) {
                    continue;
                }
                let (class, why) = if method.is_none() || old_field.is_none() {
                    (Class::Compatible, "")
                } else {
                    (Class::Breaking, "walking the list yields other things")
                };
                let named = |name: fn(&Field) -> &String, field: Option<&Field>| {
                    field.map_or_else(|| "none".to_owned(), |it| format!("`{}`", name(it)))
                };
                let wire = Line::changed(
                    format!("{what} of {}", new.id),
                    named(|it| &it.wire, old_field),
                    named(|it| &it.wire, new_field),
                );
                let rust = method.map_or_else(Line::nothing, |method| {
                    Line::changed(
                        format!("{what} of `{}::{method}`", new.rust),
                        named(|it| &it.rust, old_field),
                        named(|it| &it.rust, new_field),
                    )
                });
                changes.push(Change::new(class, wire, rust, why, here.clone()));
            }
        }
    }
}

/// What says how a list goes on, and the method that depends on it.
fn links(pages: &Pagination) -> [(&'static str, Option<&'static str>, Option<&Field>); 5] {
    [
        ("items", Some("stream"), Some(&pages.items)),
        ("next page", Some("stream"), Some(&pages.next)),
        ("previous page", Some("pages"), pages.previous.as_ref()),
        ("own address", Some("pages"), pages.own.as_ref()),
        ("page size", None, Some(&pages.size)),
    ]
}
