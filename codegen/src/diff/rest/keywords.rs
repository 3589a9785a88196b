//! Which comparison covers a change at a place of the document, found by the keywords that lead there.

use crate::model::{Model, Usage};

/// Which comparison covers a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    /// Another comparison, from the models.
    Elsewhere,
    /// That of the keywords further down; what only one side has is reported as a whole elsewhere.
    Below,
    /// Only documentation and tests depend on it.
    Documentation,
    /// An error response.
    ErrorResponse,
    /// None: a rule is missing.
    Missing,
}

use Coverage::{Below, Documentation, Elsewhere, ErrorResponse, Missing};

/// Everything except the paths and the components that they refer to.
pub(super) fn head(steps: &[&str]) -> Coverage {
    match steps {
        [] | ["info"] | ["servers"] | ["components"] | ["components", "securitySchemes"] => Below,
        ["components", "securitySchemes", _] => Below,
        ["openapi"] | ["info", _] | ["x-error-codes"] => Documentation,
        ["servers", "description"] => Documentation,
        ["components", "securitySchemes", _, "description"] => Documentation,
        // There is one scheme of one type, so only its name can differ.
        ["components", "securitySchemes", _, "type" | "scheme"] => Elsewhere,
        ["security"] | ["servers", "url"] => Elsewhere,
        _ => Missing,
    }
}

/// The keywords of an operation.
pub(super) fn operation(steps: &[&str]) -> Coverage {
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
            _ => Missing,
        },
        ["requestBody", rest @ ..] => body(rest),
        ["responses", status] if is_success(status) => Below,
        ["responses", _] => ErrorResponse,
        ["responses", _, "description"] => Documentation,
        ["responses", status, rest @ ..] if is_success(status) => body(rest),
        ["responses", _, rest @ ..] => match body(rest) {
            Elsewhere => ErrorResponse,
            coverage => coverage,
        },
        // Names, expressions, methods, types and statuses are compared with the callback.
        ["callbacks", _] | ["callbacks", _, _] | ["callbacks", _, _, _] => Below,
        ["callbacks", _, _, _, "requestBody", rest @ ..] => body(rest),
        ["callbacks", _, _, _, "responses"] | ["callbacks", _, _, _, "responses", _] => Below,
        ["callbacks", _, _, _, "responses", _, "description"] => Documentation,
        // Rejected by a rule.
        ["callbacks", _, _, _, "responses", _, "content"] => Elsewhere,
        ["callbacks", _, _, _, "summary" | "description"] => Elsewhere,
        // Nothing depends on these, since Twilio sends the requests.
        ["callbacks", _, _, _, "operationId" | "deprecated"] => Documentation,
        _ => Missing,
    }
}

/// Whether this status is a success.
pub(super) fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// The keywords of a request body or a response, and of their media types.
fn body(steps: &[&str]) -> Coverage {
    match steps {
        [] | ["content"] | ["content", _] => Below,
        ["description"] => Documentation,
        // A body is always required.
        ["required"] => Elsewhere,
        ["content", _, "schema", ..] => Elsewhere,
        ["content", _, "example" | "examples"] | ["content", _, "examples", _] => Documentation,
        _ => Missing,
    }
}

/// The keywords of schemas, which are in the models, except for descriptions of schemas that are not types.
pub(super) fn schema(model: &Model, steps: &[&str]) -> Coverage {
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
        _ => Missing,
    }
}

/// Whether the properties of a component are arguments of a setter, which documents them together.
fn is_numbered(model: &Model, name: &str) -> bool {
    let structure = model.structure(name);
    structure.is_some_and(|it| it.usage == Usage::Numbered)
}

/// The keywords of schemas that are in the models.
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
    use super::{Coverage, head, operation, schema};
    use crate::check::table::{
        DOCUMENT, OPERATION, PARAMETER, PATH_ITEM, SCHEMA, SERVER, Shape, Table,
    };
    use crate::document::{Index, load};
    use crate::model::{self, Model};
    use crate::source::Source;

    const SCHEMES: &str = "securitySchemes";

    /// Every chain of keywords in the dialect below a table, with `*` for names and without the items of arrays.
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
            Shape::ObjectOf(inner) | Shape::ObjectBy(_, inner) => {
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

    /// Whether comparing two trees ends before a place that nothing covers.
    fn is_covered(coverage: impl Fn(&[&str]) -> Coverage, steps: &[&str]) -> bool {
        let passed = (0..=steps.len()).map(|end| coverage(&steps[..end]));
        let mut ends =
            passed.skip_while(|it| matches!(it, Coverage::Below | Coverage::ErrorResponse));
        ends.next() != Some(Coverage::Missing)
    }

    #[test]
    fn every_keyword_that_the_dialect_reads_is_covered() {
        let mut found = Vec::new();
        chains(&OPERATION, &[], &mut found);
        assert!(found.len() > 40, "{found:?}");
        for steps in found {
            // A callback is an operation without callbacks, whose method is `post`.
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
                assert!(is_covered(operation, &steps), "nothing covers {steps:?}");
            }
        }
        // Parameters are items of an array, which the trees have by location and name.
        let mut found = Vec::new();
        chains(&PARAMETER, &["parameters", "query Page"], &mut found);
        assert_eq!(found.len(), PARAMETER.keys.len());
        for steps in found {
            assert!(is_covered(operation, &steps), "nothing covers {steps:?}");
        }
        for key in PATH_ITEM.keys {
            let is_operation =
                matches!(key.shape, Shape::Object(table) if table.name == OPERATION.name);
            assert!(is_operation || key.name == "parameters", "{}", key.name);
        }
        let model = model();
        for place in [&["Call"][..], &["Call", "properties", "sid"]] {
            let mut found = Vec::new();
            chains(&SCHEMA, place, &mut found);
            assert!(found.len() > 40, "{found:?}");
            // A property has no properties of its own.
            found.retain(|it| !(place.len() > 1 && it[place.len()] == "properties"));
            for steps in found {
                assert!(
                    is_covered(|it| schema(&model, it), &steps),
                    "nothing covers {steps:?}"
                );
            }
        }
        let mut found = Vec::new();
        chains(&DOCUMENT, &[], &mut found);
        // Of the servers, the only one is compared.
        chains(&SERVER, &["servers"], &mut found);
        // Operations and schemas are looked at above, with the parameters and responses that they refer to.
        found.retain(|it| it[0] != "paths" && (it[0] != "components" || it.contains(&SCHEMES)));
        assert!(found.len() > 10, "{found:?}");
        for steps in found {
            assert!(is_covered(head, &steps), "nothing covers {steps:?}");
        }
        assert_eq!(operation(&["x-new"]), Coverage::Missing);
    }
}
