//! The JSON Schema for editors accepts every edited spec that the generator accepts, and underlines misspelt names.

use codegen::{Document, Source, dialect_schema, findings, load};
use serde_json::Value;
use twilio_calls_tests::dialect::{of_names, schema_of, shared};
use twilio_calls_tests::{frozen, thoroughly};

use crate::edits::{EDITS, Replace};
use crate::support::{edited, replaced};

/// Removes all but the first unchanged path and component; the schema checks each of them separately.
fn only_changed(new: &mut Value, old: &Value) {
    for pointer in ["/paths", "/components/schemas"] {
        let old = old.pointer(pointer).unwrap();
        let entries = new.pointer_mut(pointer).and_then(Value::as_object_mut);
        let mut is_first = true;
        entries
            .unwrap()
            .retain(|name, value| std::mem::take(&mut is_first) || old.get(name) != Some(value));
    }
}

/// Whether the generator accepts an edited document; documents are checked more leniently for comparison.
fn is_legal(source: &Source) -> bool {
    !findings(source).has_errors()
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::validator_for(schema).unwrap()
}

/// The errors that a schema finds in what an edit changed.
fn errors(schema: &jsonschema::Validator, new: &Document, old: &Value) -> Vec<String> {
    let mut new = new.root().to_json();
    only_changed(&mut new, old);
    let errors = schema.iter_errors(&new);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Between an edit and `cargo xtask regen`, editors have the schema of the document before; then that of the new one.
#[test]
fn no_edit_is_underlined_before_or_after_regen_sees_it() {
    let before = frozen();
    let document = load(&before).unwrap();
    let old = document.root().to_json();
    let shared = shared();
    let written_before = dialect_schema(&document);
    let schema_before = validator(&schema_of(&document));
    let mut underlined = Vec::new();
    // A schema takes long to compile: a plain run tries every fourth edit.
    let step = 4_usize.div_ceil(thoroughly(1));
    for edit in EDITS.iter().step_by(step) {
        let source = Source::new(edit.name, edited(&before.text, edit));
        let document = load(&source).unwrap();
        let mut found = errors(&schema_before, &document, &old);
        if dialect_schema(&document) != written_before {
            // What documents share was part of the schema before, too.
            let schema_after = validator(&of_names(&document, &shared));
            found.extend(errors(&schema_after, &document, &old));
        }
        if let Some(first) = found.first().filter(|_| is_legal(&source)) {
            underlined.push(format!("{}\n  {first}", edit.name));
        }
    }
    assert!(underlined.is_empty(), "{}", underlined.join("\n"));
}

/// The start of a form.
const FORM: &str = "\n    CreateCallForm:\n      type: object\n";
const REQUIRED: &str =
    "      required:\n        - To\n        - From\n      properties:\n        # The parties.\n";
const STATUSES: &str = "        - queued\n        - ringing\n        - in-progress\n        - completed\n        - busy\n        - failed\n        - no-answer\n        - canceled\n      x-enum-descriptions:\n";

/// What is typed between two runs of `cargo xtask regen`, and where it is underlined.
const TYPED: &[(&str, Replace, Option<&str>)] = &[
    (
        "a new property of a known type",
        &[(
            REQUIRED,
            "      required:\n        - To\n        - From\n      properties:\n        HoldMusic:\n          description: Music.\n          allOf:\n            - $ref: '#/components/schemas/HttpUrl'\n",
        )],
        None,
    ),
    (
        "a new property with a misspelt type",
        &[(
            REQUIRED,
            "      required:\n        - To\n        - From\n      properties:\n        HoldMusic:\n          description: Music.\n          allOf:\n            - $ref: '#/components/schemas/HttpUri'\n",
        )],
        Some("/components/schemas/CreateCallForm/properties/HoldMusic/allOf/0/$ref"),
    ),
    (
        "a new property of a type that does not fit",
        &[(
            REQUIRED,
            "      required:\n        - To\n        - From\n      properties:\n        HoldMusic:\n          description: Music.\n          allOf:\n            - $ref: '#/components/schemas/Call'\n",
        )],
        Some("/components/schemas/CreateCallForm/properties/HoldMusic/allOf/0/$ref"),
    ),
    (
        "a new property that is required",
        &[(
            REQUIRED,
            "      required:\n        - To\n        - From\n        - HoldMusic\n      properties:\n        HoldMusic:\n          $ref: '#/components/schemas/HttpUrl'\n",
        )],
        None,
    ),
    (
        "a required property that does not exist",
        &[(
            REQUIRED,
            "      required:\n        - To\n        - Form\n      properties:\n",
        )],
        Some("/components/schemas/CreateCallForm/required/1"),
    ),
    (
        "a new component, and a property of this type",
        &[
            (
                REQUIRED,
                "      required:\n        - To\n        - From\n      properties:\n        HoldMusic:\n          $ref: '#/components/schemas/MusicUrl'\n",
            ),
            (
                FORM,
                "\n    MusicUrl:\n      type: string\n      pattern: '^https://[!-~]+$'\n      maxLength: 99\n      description: A URL.\n      example: https://example.com\n    CreateCallForm:\n      type: object\n",
            ),
        ],
        None,
    ),
    (
        "a new component without an example",
        &[(
            FORM,
            "\n    MusicUrl:\n      type: string\n      description: A URL.\n    CreateCallForm:\n      type: object\n",
        )],
        Some("/components/schemas/MusicUrl"),
    ),
    (
        "a new value, and its description",
        &[(
            STATUSES,
            "        - queued\n        - ringing\n        - held\n        - in-progress\n        - completed\n        - busy\n        - failed\n        - no-answer\n        - canceled\n      x-enum-descriptions:\n        held: It is held.\n",
        )],
        None,
    ),
    (
        "a value that does not exist in a group",
        &[(
            "          - machine_start\n          - machine_end_beep\n",
            "          - machine_starts\n          - machine_end_beep\n",
        )],
        Some("/components/schemas/AnsweredBy/x-groups/machine/1"),
    ),
    (
        "another operation, and its representation",
        &[
            (
                "      operationId: listCalls\n",
                "      operationId: allCalls\n",
            ),
            (
                "      x-representation-of: listCalls\n",
                "      x-representation-of: allCalls\n",
            ),
        ],
        None,
    ),
    (
        "a representation of an operation that does not exist",
        &[(
            "      x-representation-of: listCalls\n",
            "      x-representation-of: listCall\n",
        )],
        Some("/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls.csv/get/x-representation-of"),
    ),
    (
        "a wait for a property that does not exist",
        &[(
            "      x-waiter: status\n      responses:\n        '200':\n          description: The current state of the call.\n",
            "      x-waiter: state\n      responses:\n        '200':\n          description: The current state of the call.\n",
        )],
        Some("/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls~1{Sid}.json/get/x-waiter"),
    ),
];

/// Misspelt names are underlined, and new ones are not.
#[test]
fn what_is_typed_is_underlined_where_it_is_wrong() {
    let before = frozen();
    let schema = validator(&schema_of(&load(&before).unwrap()));
    let old = load(&before).unwrap().root().to_json();
    for (name, replace, place) in TYPED {
        let source = Source::new(*name, replaced(&before.text, name, replace));
        let mut errors = errors(&schema, &load(&source).unwrap(), &old);
        errors.sort();
        errors.dedup_by(|a, b| a.split(": ").next() == b.split(": ").next());
        let places: Vec<&str> = errors
            .iter()
            .filter_map(|it| it.split(": ").next())
            .collect();
        assert_eq!(places, Vec::from_iter(*place), "{name}: {errors:?}");
    }
}
