//! The index finds everything in a document, and copes with what is missing.

use std::fmt::Write as _;

use super::Index;
use crate::document::{Document, load};
use crate::pattern::ProblemKind;
use crate::source::Source;

fn read(text: &str) -> Document {
    load(&Source::new("test.yaml", text)).unwrap()
}

const DOCUMENT: &str = "
paths:
  /Calls/{Sid}.json:
    parameters:
      - $ref: '#/components/parameters/Sid'
      - $ref: '#/components/parameters/Missing'
    post:
      operationId: makeCall
      parameters:
        - {name: Page, in: query, schema: {$ref: '#/components/schemas/Number'}}
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {$ref: '#/components/schemas/Form'}
            examples:
              late: {value: {Sid: CA2}}
      responses:
        '201': {$ref: '#/components/responses/Made'}
        default: {description: Nothing, $ref: '#/components/responses/Missing'}
      callbacks:
        onEvent:
          '{$request.body#/Url}':
            post:
              requestBody:
                content:
                  application/x-www-form-urlencoded:
                    schema: {$ref: '#/components/schemas/Event'}
components:
  parameters:
    Sid: {name: Sid, in: path, required: true, schema: {$ref: '#/components/schemas/Sid'}}
    Unused: {name: Unused, in: query, schema: {$ref: '#/components/schemas/Sid'}}
  responses:
    Made:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Call'}
          examples:
            typical: {value: {sid: CA1}}
            broken: {summary: no value}
  schemas:
    Sid: {type: string, pattern: '^CA[0-9]$'}
    Number: {type: integer}
    Form: {type: object, properties: {Sid: {allOf: [{$ref: '#/components/schemas/Sid'}]}}}
    Event: {type: object, properties: {Kinds: {type: array, items: {$ref: '#/components/schemas/Kind'}}}}
    Kind: {type: string, enum: [a, b]}
    Call: {type: object, properties: {sid: {$ref: '#/components/schemas/Sid'}}}
    Orphan: {type: object, properties: {next: {$ref: '#/components/schemas/Kind'}}}
";

#[test]
fn operations_come_with_what_they_refer_to() {
    let document = read(DOCUMENT);
    let index = Index::new(&document);
    let [make, callback] = index.operations.as_slice() else {
        panic!("{} operations", index.operations.len());
    };
    assert_eq!((make.id(), make.is_callback()), (Some("makeCall"), false));
    assert_eq!((callback.id(), callback.is_callback()), (None, true));
    assert_eq!(callback.name(), "POST {$request.body#/Url}");
    let keys: Vec<_> = make.parameters.iter().filter_map(|it| it.key()).collect();
    assert_eq!(keys, [("path", "Sid"), ("query", "Page")]);
    let places: Vec<_> = make.parameters.iter().map(|it| &it.place.pointer).collect();
    assert_eq!(places[0], "/paths/~1Calls~1{Sid}.json/parameters/0");
    assert_eq!(make.parameters[0].at.pointer, "/components/parameters/Sid");
    assert_eq!(
        make.form.as_ref().map(|it| it.pointer.as_str()),
        Some("/components/schemas/Form")
    );
    let codes: Vec<_> = make.successes().map(|it| it.code).collect();
    assert_eq!(codes, ["201"]);
    assert!(make.responses[1].at.is_none());
    assert!(make.responds_with("application/json") && !make.responds_with("text/csv"));
}

#[test]
fn components_know_who_carries_them() {
    let document = read(DOCUMENT);
    let usage = Index::new(&document).usage;
    assert_eq!(Vec::from_iter(usage.forms.iter().copied()), ["Form"]);
    assert_eq!(
        Vec::from_iter(usage.sent.iter().copied()),
        ["Form", "Number", "Sid"]
    );
    assert_eq!(
        Vec::from_iter(usage.in_responses.iter().copied()),
        ["Call", "Sid"]
    );
    assert_eq!(
        Vec::from_iter(usage.in_callbacks.iter().copied()),
        ["Event", "Kind"]
    );
    assert!(usage.is_received("Kind") && !usage.is_received("Form"));
    assert!(usage.is_used("schemas", "Kind") && !usage.is_used("schemas", "Orphan"));
    assert!(usage.is_used("parameters", "Sid") && !usage.is_used("parameters", "Unused"));
    assert!(usage.is_used("responses", "Made"));
}

#[test]
fn examples_have_their_places_in_the_order_of_the_document() {
    let document = read(DOCUMENT);
    let places: Vec<String> = document.examples().into_iter().map(|it| it.0).collect();
    assert_eq!(
        places,
        [
            "/paths/~1Calls~1{Sid}.json/post/requestBody/content/application~1x-www-form-urlencoded/examples/late",
            "/components/responses/Made/content/application~1json/examples/typical",
        ]
    );
}

#[test]
fn a_pattern_is_compiled_once() {
    let document = read(DOCUMENT);
    let index = Index::new(&document);
    let (once, twice) = (index.pattern("^CA[0-9]$"), index.pattern("^CA[0-9]$"));
    assert!(std::sync::Arc::ptr_eq(&once.unwrap(), &twice.unwrap()));
    assert_eq!(
        index.pattern("^(").unwrap_err().kind,
        ProblemKind::Unanchored
    );
}

#[test]
fn anything_can_be_indexed() {
    for text in [
        "[]",
        "paths: 1",
        "paths: {/a: {get: 1, post: {responses: [], parameters: {a: 1}}}}",
        "components: {schemas: {A: {$ref: 1}, B: {allOf: 2, properties: [a]}}}",
        "components: {schemas: {A: {$ref: '#/components/schemas/A'}}}",
    ] {
        let document = read(text);
        let index = Index::new(&document);
        assert!(index.media_types().is_empty(), "{text}");
    }
}

/// The cycles that these references form, where `A>B` is a property of A.
fn circles(references: &[&str]) -> Vec<String> {
    let mut text = "components:\n  schemas:\n".to_owned();
    let mut names: Vec<&str> = references.iter().flat_map(|it| it.split('>')).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        writeln!(text, "    {name}:\n      properties:\n        none: {{}}").unwrap();
        for (number, reference) in references.iter().enumerate() {
            if let Some((from, to)) = reference.split_once('>')
                && from == name
            {
                writeln!(
                    text,
                    "        p{number}: {{$ref: '#/components/schemas/{to}'}}"
                )
                .unwrap();
            }
        }
    }
    let document = read(&text);
    let index = Index::new(&document);
    let cycles = index.graph.cycles();
    cycles.iter().map(|it| it.names.join(">")).collect()
}

#[test]
fn circles_begin_at_their_first_new_name() {
    assert_eq!(circles(&["A>B", "B>C", "A>C"]), [""; 0]);
    assert_eq!(circles(&["A>A"]), ["A"]);
    assert_eq!(circles(&["A>C", "C>B", "B>C"]), ["B>C"]);
    assert_eq!(circles(&["A>B", "B>A", "B>A", "C>C"]), ["A>B", "C"]);
    assert_eq!(circles(&["A>B", "B>A", "B>C", "C>A"]), ["A>B>C"]);
}

#[test]
fn a_long_chain_takes_a_walk() {
    let mut text = "paths: {}\ncomponents:\n  schemas:\n".to_owned();
    for number in 0..6000 {
        writeln!(
            text,
            "    C{number:04}: {{properties: {{next: {{$ref: '#/components/schemas/C{:04}'}}}}}}",
            (number + 1) % 6000
        )
        .unwrap();
    }
    let document = read(&text);
    let index = Index::new(&document);
    let [circle] = &index.graph.cycles()[..] else {
        panic!("not one circle");
    };
    assert_eq!((circle.names.len(), circle.names[0]), (6000, "C0000"));
}
