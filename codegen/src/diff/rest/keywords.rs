//! What judges a change at a place of the document, found by the keywords that lead there.

use crate::model::{Model, Usage};

/// What judges a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judge {
    /// Another comparison, from the models.
    Elsewhere,
    /// A judge of the keywords further down; what only one side has is reported as a whole elsewhere.
    Below,
    /// Nothing but documentation and tests depends on it.
    Documentation,
    /// A response to failed requests.
    Errors,
    /// No rule.
    Nobody,
}

use Judge::{Below, Documentation, Elsewhere, Errors, Nobody};

/// Everything but the paths and the components that paths refer to.
pub(super) fn head(steps: &[&str]) -> Judge {
    match steps {
        [] | ["info"] | ["servers"] | ["components"] | ["components", "securitySchemes"] => Below,
        ["components", "securitySchemes", _] => Below,
        ["openapi"] | ["info", _] | ["x-error-codes"] => Documentation,
        ["servers", "description"] => Documentation,
        ["components", "securitySchemes", _, "description"] => Documentation,
        // There is one scheme, of one type, and what differs is its name.
        ["components", "securitySchemes", _, "type" | "scheme"] => Elsewhere,
        ["security"] | ["servers", "url"] => Elsewhere,
        _ => Nobody,
    }
}

/// The keywords of an operation.
pub(super) fn operation(steps: &[&str]) -> Judge {
    match steps {
        [] | ["parameters" | "requestBody" | "responses" | "callbacks"] => Below,
        ["operationId" | "summary" | "description" | "deprecated"] => Elsewhere,
        [
            "x-pagination"
            | "x-rate-limit"
            | "x-reconcile"
            | "x-representation-of"
            | "x-row-key"
            | "x-waiter",
        ] => Elsewhere,
        ["parameters", _] => Below,
        ["parameters", _, key] => match *key {
            "example" => Documentation,
            "name" | "in" | "required" | "description" | "deprecated" | "schema" => Elsewhere,
            _ => Nobody,
        },
        ["requestBody", rest @ ..] => body(rest),
        ["responses", status] if is_success(status) => Below,
        ["responses", _] => Errors,
        ["responses", _, "description"] => Documentation,
        ["responses", status, rest @ ..] if is_success(status) => body(rest),
        ["responses", _, rest @ ..] => match body(rest) {
            Elsewhere => Errors,
            judge => judge,
        },
        // Names, expressions, methods, types and statuses are those of the callback.
        ["callbacks", _] | ["callbacks", _, _] | ["callbacks", _, _, _] => Below,
        ["callbacks", _, _, _, "requestBody", rest @ ..] => body(rest),
        ["callbacks", _, _, _, "responses"] | ["callbacks", _, _, _, "responses", _] => Below,
        ["callbacks", _, _, _, "responses", _, "description"] => Documentation,
        // A rule rejects it.
        ["callbacks", _, _, _, "responses", _, "content"] => Elsewhere,
        ["callbacks", _, _, _, "summary" | "description"] => Elsewhere,
        // Nothing calls what Twilio requests.
        ["callbacks", _, _, _, "operationId" | "deprecated"] => Documentation,
        _ => Nobody,
    }
}

/// Whether a response with this status is a successful one.
pub(super) fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// The keywords of a request body or a response, and of their media types.
fn body(steps: &[&str]) -> Judge {
    match steps {
        [] | ["content"] | ["content", _] => Below,
        ["description"] => Documentation,
        // A body is always required.
        ["required"] => Elsewhere,
        ["content", _, "schema", ..] => Elsewhere,
        ["content", _, "example" | "examples"] => Documentation,
        _ => Nobody,
    }
}

/// The keywords of schemas, which the models contain; descriptions of what is no type of its own are only read here.
pub(super) fn schema(model: &Model, steps: &[&str]) -> Judge {
    match steps {
        [] | [_] => Below,
        [name, "example"] if model.scalar(name).is_none() => Documentation,
        [name, "description"] => match model.structure(name).map(|it| it.usage) {
            Some(Usage::Form | Usage::Numbered | Usage::Body) => Documentation,
            _ => Elsewhere,
        },
        [name, "properties", _, "description"] if is_numbered(model, name) => Documentation,
        [_, "properties"] | [_, "properties", _] => Below,
        [_, "properties", _, "example"] => Documentation,
        [_, key] | [_, "properties", _, key] if SCHEMA.contains(key) => Elsewhere,
        _ => Nobody,
    }
}

/// Whether the parts of a component are arguments of a setter, which describes them together.
fn is_numbered(model: &Model, name: &str) -> bool {
    let structure = model.structure(name);
    structure.is_some_and(|it| it.usage == Usage::Numbered)
}

/// The keywords of schemas that the models contain.
const SCHEMA: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "default",
    "deprecated",
    "description",
    "enum",
    "example",
    "format",
    "items",
    "maxLength",
    "maximum",
    "minLength",
    "minProperties",
    "minimum",
    "nullable",
    "oneOf",
    "pattern",
    "required",
    "type",
    "x-enum-descriptions",
    "x-enum-names",
    "x-event",
    "x-expected",
    "x-extends",
    "x-final",
    "x-groups",
    "x-lazy",
    "x-numbered",
    "x-pii",
    "x-progress",
    "x-rules",
    "x-secret",
    "x-unit",
    "x-xml",
];

#[cfg(test)]
mod tests {
    use super::{Judge, head, operation, schema};
    use crate::check::table::{DOCUMENT, OPERATION, SCHEMA, Shape, Table};
    use crate::document::{Index, load};
    use crate::model::{self, Model};
    use crate::source::Source;

    /// Every chain of keywords that the dialect reads below a table, with `*` for names and without the items of arrays.
    fn chains(table: &Table, prefix: &[&'static str], found: &mut Vec<Vec<&'static str>>) {
        for key in table.keys {
            let mut steps = prefix.to_vec();
            steps.push(key.name);
            shape(key.shape, steps, found);
        }
    }

    fn shape(of: Shape, mut steps: Vec<&'static str>, found: &mut Vec<Vec<&'static str>>) {
        let is_schema = |table: &Table| table.name == SCHEMA.name;
        match of {
            Shape::ObjectOf(inner) => {
                found.push(steps.clone());
                steps.push("*");
                shape(*inner, steps, found);
            }
            Shape::Object(table) | Shape::ObjectOrRef(table)
                if steps.len() < 12 && !is_schema(table) =>
            {
                found.push(steps.clone());
                chains(table, &steps, found);
            }
            _ => found.push(steps),
        }
    }

    fn model() -> Model {
        let text = include_str!("../../../../spec/twilio-calls.yaml");
        let document = load(&Source::new("spec", text)).unwrap();
        model::build(&Index::new(&document)).unwrap()
    }

    /// Whether the comparison of two trees ends before a place that nobody judges.
    fn is_judged(judge: impl Fn(&[&str]) -> Judge, steps: &[&str]) -> bool {
        let judges = (0..=steps.len()).map(|end| judge(&steps[..end]));
        let mut ends = judges.skip_while(|it| matches!(it, Judge::Below | Judge::Errors));
        ends.next() != Some(Judge::Nobody)
    }

    #[test]
    fn every_keyword_that_the_dialect_reads_has_a_judge() {
        let mut found = Vec::new();
        chains(&OPERATION, &[], &mut found);
        assert!(found.len() > 40, "{found:?}");
        for steps in found {
            // A callback is an operation without callbacks, of the method `post`.
            let is_callback = steps.starts_with(&["callbacks", "*", "*"]);
            let supported = ["summary", "description", "requestBody", "responses"];
            let post = steps.get(3).is_none_or(|it| *it == "post");
            let known = steps.get(4).is_none_or(|it| supported.contains(it));
            if is_callback && !(post && known) {
                continue;
            }
            for status in ["200", "default"] {
                let steps: Vec<&str> = steps
                    .iter()
                    .map(|step| if *step == "*" { status } else { step })
                    .collect();
                assert!(is_judged(operation, &steps), "{steps:?}");
            }
        }
        let model = model();
        for key in SCHEMA.keys {
            for steps in [
                vec!["Call", key.name],
                vec!["Call", "properties", "sid", key.name],
            ] {
                let nested = steps.len() == 4 && matches!(key.name, "properties");
                if !nested {
                    assert!(is_judged(|it| schema(&model, it), &steps), "{steps:?}");
                }
            }
        }
        for key in DOCUMENT.keys {
            let elsewhere = matches!(key.name, "paths");
            assert!(
                elsewhere || head(&[key.name]) != Judge::Nobody,
                "{}",
                key.name
            );
        }
        assert_eq!(operation(&["x-new"]), Judge::Nobody);
    }
}
