//! The JSON Schema for editors: it accepts what the generator accepts, and rejects most of what it rejects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use codegen::{Document, Source, dialect_schema, load};
use serde_json::Value;
use twilio_calls_tests::dialect::{of_names, schema_of, shared};
use twilio_calls_tests::{documents, frozen, root, snapshots, spec, spec_document};

/// The minimum percentage of invalid documents that the schema rejects.
const LEAST: usize = 90;

/// Why the schema cannot reject the others: JSON Schema compares a value with constants only, and the names in a
/// document are the only ones that its schema adds.
#[rustfmt::skip]
const COMPUTED: &[(&str, &[&str])] = &[
    ("two names that must differ, or become the same in Rust", &[
        "duplicate-operation-id", "duplicate-parameter", "duplicate-path", "name-collision",
    ]),
    ("two operations that must agree", &["pagination", "representation", "row-key"]),
    ("several values of a component that exclude each other", &["required", "rules"]),
    ("all references together", &["recursive-schema", "unused-component"]),
    ("an example or default, and the component that it refers to", &[
        "incomplete-example", "invalid-default", "invalid-example",
    ]),
];

/// Rules about YAML text. The schema is applied to the parsed document, which does not show whether they are broken.
const OF_TEXT: &[&str] = &[
    "anchor",
    "comment-after-text",
    "duplicate-key",
    "long-line",
    "merge-key",
    "tag",
];

/// An error that a schema finds.
struct Underlined {
    pointer: String,
    message: String,
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::validator_for(schema).unwrap()
}

fn errors(schema: &jsonschema::Validator, document: &Document) -> Vec<Underlined> {
    let json = document.root().to_json();
    let errors = schema.iter_errors(&json).map(|error| Underlined {
        pointer: error.instance_path().to_string(),
        message: error.to_string().chars().take(300).collect(),
    });
    errors.collect()
}

/// The rules that a document breaks.
fn rules(source: &Source) -> Vec<&'static str> {
    let report = match codegen::generate(source) {
        Ok(output) => output.warnings,
        Err(report) => report,
    };
    report.located().map(|it| it.rule).collect()
}

/// Whether the document is invalid YAML from which the generator recovers.
fn has_slip(source: &Source) -> bool {
    const SLIPS: &[&str] = &["byte-order-mark", "control-character", "yaml-syntax"];
    rules(source).iter().any(|rule| SLIPS.contains(rule))
}

#[test]
fn the_schema_accepts_the_spec_and_every_fixture() {
    let shared = shared();
    let of_all = validator(&shared);
    let mut rejected = Vec::new();
    for (name, source) in documents("fixtures")
        .into_iter()
        .chain([("spec".to_owned(), spec())])
    {
        let document = load(&source).unwrap();
        let of_names = validator(&of_names(&document, &shared));
        let errors = [&of_all, &of_names].map(|it| errors(it, &document));
        let errors = errors.iter().flatten();
        rejected.extend(errors.map(|it| format!("{name}: {}: {}", it.pointer, it.message)));
    }
    assert!(rejected.is_empty(), "{}", rejected.join("\n"));
}

/// Whether a finding is at one of the errors, or next to it in the same component or operation.
fn is_underlined(errors: &[Underlined], source: &Source) -> bool {
    let report = codegen::findings(source);
    report.located().any(|finding| {
        errors.iter().any(|error| {
            let (a, b) = (error.pointer.as_str(), finding.pointer);
            let depth = a.matches('/').count().min(b.matches('/').count());
            depth > 1 && (a.starts_with(b) || b.starts_with(a))
        })
    })
}

#[test]
fn the_schema_rejects_most_faulty_documents() {
    let shared = shared();
    let of_all = validator(&shared);
    let (mut in_one_place, mut by_names) = (0, 0);
    let (mut elsewhere, mut unreadable, mut of_text) = (Vec::new(), Vec::new(), Vec::new());
    let mut accepted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (name, source) in documents("bad") {
        let Some(document) = load(&source).ok().filter(|_| !has_slip(&source)) else {
            unreadable.push(name);
            continue;
        };
        if !errors(&of_all, &document).is_empty() {
            in_one_place += 1;
            continue;
        }
        let errors = errors(&validator(&of_names(&document, &shared)), &document);
        if !errors.is_empty() {
            by_names += 1;
            if !is_underlined(&errors, &source) {
                elsewhere.push(name);
            }
            continue;
        }
        let rules = rules(&source);
        let is_about = |reason: &[&str]| rules.iter().all(|rule| reason.contains(rule));
        let reason = COMPUTED.iter().find(|(_, about)| is_about(about));
        match reason {
            _ if is_about(OF_TEXT) => of_text.push(name),
            Some((reason, _)) => accepted.entry(reason).or_default().push(name),
            None => unexplained.push(format!("{name} ({})", rules.join(", "))),
        }
    }
    let rejected = in_one_place + by_names;
    let missed: usize = accepted.values().map(Vec::len).sum();
    let readable = rejected + missed + unexplained.len();
    let mut report = format!(
        "rejected: {rejected} of {readable}; {in_one_place} because of what is visible in one place, {by_names} because of \
         names\n\n\
         underlined elsewhere than the finding: {}\n\n\
         not valid YAML: {}\n\nonly visible in the text: {}\n\n\
         accepted, because JSON Schema cannot compare:\n",
        elsewhere.join(", "),
        unreadable.join(", "),
        of_text.join(", "),
    );
    for (reason, names) in accepted {
        report.push_str(&format!("  {reason}:\n    {}\n", names.join("\n    ")));
    }
    snapshots("findings", "tests/tests/generator/dialect.rs")
        .bind(|| insta::assert_snapshot!("dialect", report));
    assert!(100 * rejected >= LEAST * readable, "{report}");
    assert!(
        unexplained.is_empty(),
        "accepted without a reason in COMPUTED: {}",
        unexplained.join(", ")
    );
}

/// Names that are not valid do not break the schema.
#[test]
fn any_document_has_a_valid_schema() {
    for text in [
        "[]",
        "components: {schemas: [], parameters: 1}",
        "components: {schemas: {'a/b ~1%\"': {type: object, properties: {'(': {type: array, x-numbered: 1}}}}}",
        "components: {schemas: {A: {type: string, enum: [1, null], x-extends: A}, B: {enum: [a], x-extends: B}}}",
        "components: {schemas: {A: {type: object, x-event: {enum: A, property: a}, x-progress: {}, properties: {}}}}",
        "components: {schemas: {'': {type: object, x-event: 1, x-progress: 1, properties: {a: {}}}}}",
        "paths: {/a: {post: {x-reconcile: {}, x-waiter: 1, callbacks: 1, requestBody: {content: {b: {schema: {}}}}}}}",
    ] {
        let document = load(&Source::new("test.yaml", text)).unwrap();
        let schema = validator(&schema_of(&document));
        assert!(!errors(&schema, &document).is_empty(), "{text}");
    }
}

/// What an editor offers at the end of these keys: the values of all enums that apply there.
fn offered(schema: &Value, keys: &[&str]) -> BTreeSet<String> {
    fn collect(root: &Value, schema: &Value, keys: &[&str], found: &mut BTreeSet<String>) {
        if let Some(name) = schema["$ref"].as_str() {
            let target = root.pointer(name.trim_start_matches('#')).unwrap();
            return collect(root, target, keys, found);
        }
        for key in ["allOf", "anyOf"] {
            for part in schema[key].as_array().into_iter().flatten() {
                collect(root, part, keys, found);
            }
        }
        for part in ["then", "else"].iter().filter_map(|key| schema.get(key)) {
            collect(root, part, keys, found);
        }
        let Some((first, rest)) = keys.split_first() else {
            let values = schema["enum"].as_array().into_iter().flatten();
            found.extend(values.filter_map(|it| it.as_str()).map(str::to_owned));
            return;
        };
        let inner = match *first {
            "[]" => &schema["items"],
            // The names of keys are completed, too.
            "?" if schema["type"] == "object" => &schema["propertyNames"],
            "?" => return,
            key if schema["properties"].get(key).is_some() => &schema["properties"][key],
            _ => &schema["additionalProperties"],
        };
        collect(root, inner, rest, found);
    }
    let mut found = BTreeSet::new();
    collect(schema, schema, keys, &mut found);
    found
}

#[test]
fn the_names_of_the_document_are_completed() {
    let schema = schema_of(&load(&frozen()).unwrap());
    let form = ["components", "schemas", "CreateCallForm"];
    let status = ["components", "schemas", "CallStatus"];
    let list = [
        "paths",
        "/2010-04-01/Accounts/{AccountSid}/Calls.json",
        "get",
    ];
    let reference = |name: &str| format!("#/components/schemas/{name}");
    for (component, keys, offers, never) in [
        (form, &["required", "[]"][..], "Url", "Uri"),
        (form, &["x-rules", "[]", "requires"], "AsyncAmd", "asyncAmd"),
        (form, &["x-rules", "[]", "unless", "[]"], "Twiml", "sid"),
        (status, &["x-final", "[]"], "busy", "initiated"),
        (status, &["x-groups", "x", "[]"], "busy", "initiated"),
        (status, &["x-enum-descriptions", "?"], "busy", "initiated"),
        (list, &["x-pagination", "items"], "calls", "uri"),
        (list, &["x-pagination", "size"], "PageSize", "Page"),
    ] {
        let keys = [&component[..], keys].concat();
        let offered = offered(&schema, &keys);
        assert!(offered.contains(offers), "{keys:?} {offered:?}");
        assert!(!offered.contains(never), "{keys:?} {offered:?}");
    }
    for (component, keys, offers, never) in [
        (
            "CreateCallForm",
            &["properties", "New", "$ref"][..],
            "HttpUrl",
            "Call",
        ),
        (
            "CreateCallForm",
            &["properties", "New", "allOf", "[]", "$ref"],
            "HttpUrl",
            "Call",
        ),
        (
            "Call",
            &["properties", "new", "items", "$ref"],
            "CallSid",
            "CreateCallForm",
        ),
        ("New", &["properties", "new", "$ref"], "Call", "Missing"),
    ] {
        let keys = [&["components", "schemas", component][..], keys].concat();
        let offered = offered(&schema, &keys);
        assert!(offered.contains(&reference(offers)), "{keys:?} {offered:?}");
        assert!(!offered.contains(&reference(never)), "{keys:?} {offered:?}");
    }
}

/// Editors find the schema through the first line of the document.
#[test]
fn the_spec_names_the_schema_in_its_first_line() {
    let text = spec().text;
    let first = text.lines().next().unwrap();
    let name = first
        .strip_prefix("# yaml-language-server: $schema=")
        .unwrap();
    assert!(root().join("spec").join(name).is_file(), "{name}");
}

/// Otherwise editors complete old names.
#[test]
fn the_schema_belongs_to_regen() {
    let written = fs::read_to_string(root().join("spec/dialect.schema.json")).unwrap();
    let is_fresh = written == dialect_schema(spec_document());
    assert!(is_fresh, "outdated; run `cargo xtask regen`");
}
