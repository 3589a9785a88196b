//! Nothing in a document is compiled or run when the emitted crate is documented or tested, or becomes HTML.
//!
//! rustdoc itself is the judge: every doc comment of the emitted files is attached to an item in a single file, for
//! which rustdoc lists the tests and renders the pages. The generator's own Markdown parser is not involved.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use codegen::{Files, Report, Severity, Source};
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// What an attack would call. No description contains it except as code or in an HTML attribute.
const ATTACK: &str = "pwned(";

/// The places of text that becomes documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A value of an enum.
    Value,
    /// A required parameter of a form: an item of a list in the documentation of a method.
    Argument,
    /// An optional parameter of a form: followed by its properties.
    Parameter,
    /// The reason of a rule: the end of a paragraph from the emitter.
    Reason,
    /// A property of a response.
    Property,
    /// A parameter of a callback.
    CallbackParameter,
    /// An operation: followed by a list of its arguments.
    Operation,
    /// The callbacks of one struct: combined.
    Callback,
}

const PLACES: [Place; 8] = [
    Place::Value,
    Place::Argument,
    Place::Parameter,
    Place::Reason,
    Place::Property,
    Place::CallbackParameter,
    Place::Operation,
    Place::Callback,
];

/// A document in our own style with `texts` as descriptions, and the pointer to each of them.
///
/// Every operation has a form, a response and a callback; there are as many operations as the texts require.
fn own_style(texts: &[(Place, &str)]) -> (Value, Vec<String>) {
    let at = |wanted: Place| {
        texts
            .iter()
            .enumerate()
            .filter(move |(_, (place, _))| *place == wanted)
            .map(|(index, (_, text))| (index, *text))
            .collect::<Vec<_>>()
    };
    let mut pointers = vec![String::new(); texts.len()];
    let object = |entries: Vec<(String, Value)>| Value::Object(entries.into_iter().collect());
    let tag = |text: &str| json!({ "allOf": [{ "$ref": "#/components/schemas/Tag" }], "description": text });

    let mut named = |place: Place, prefix: &str, folder: &str| -> Vec<(String, String)> {
        at(place)
            .into_iter()
            .map(|(index, text)| {
                let name = format!("{prefix}{index}");
                pointers[index] = format!("{folder}/{name}");
                (name, text.to_owned())
            })
            .collect()
    };
    let words = named(
        Place::Value,
        "v",
        "/components/schemas/Word/x-enum-descriptions",
    );
    let arguments = named(
        Place::Argument,
        "Arg",
        "/components/schemas/CreateForm/properties",
    );
    let parameters = named(
        Place::Parameter,
        "Opt",
        "/components/schemas/CreateForm/properties",
    );
    let properties = named(Place::Property, "p", "/components/schemas/Thing/properties");
    let reported = named(
        Place::CallbackParameter,
        "T",
        "/components/schemas/Report/properties",
    );

    let mut form = vec![
        ("Hook".to_owned(), tag("Where to report to.")),
        (
            "Choice".to_owned(),
            json!({ "$ref": "#/components/schemas/Word" }),
        ),
    ];
    form.extend(
        arguments
            .iter()
            .chain(&parameters)
            .map(|(name, text)| (name.clone(), tag(text))),
    );
    let mut rules = Vec::new();
    for (index, text) in at(Place::Reason) {
        pointers[index] = format!("/components/schemas/CreateForm/x-rules/{}", rules.len());
        let name = format!("Ruled{index}");
        form.push((name.clone(), tag("It has a rule.")));
        rules.push(json!({ "parameter": name, "requires": "Hook", "reason": text }));
    }
    let made = properties
        .iter()
        .map(|(name, _)| (name.clone(), json!("x")));
    let made = object(made.chain([("sid".to_owned(), json!("ZZ0"))]).collect());
    let mut paths = serde_json::Map::new();
    let mut operation = |name: String, text: &str, form: &str, example: Value, callbacks: Value| {
        let response = json!({
            "201": { "description": "It worked.", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Thing" },
                "example": made,
            } } },
            "default": { "$ref": "#/components/responses/Error" },
        });
        let mut post = json!({
            "operationId": name,
            "description": text,
            "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": {
                "schema": { "$ref": format!("#/components/schemas/{form}") },
                "example": example,
            } } },
            "responses": response,
        });
        if !callbacks.is_null() {
            post["callbacks"] = callbacks;
        }
        paths.insert(format!("/{name}"), json!({ "post": post }));
    };
    let small = || json!({ "Small": "x" });
    operation(
        "createSmall".to_owned(),
        "Makes it.",
        "SmallForm",
        small(),
        Value::Null,
    );
    for (index, text) in at(Place::Operation) {
        let name = format!("createOne{index}");
        pointers[index] = format!("/paths/~1{name}/post/description");
        operation(name, text, "SmallForm", small(), Value::Null);
    }
    let mut callbacks = vec![("plain".to_owned(), "Reports.", "onReport".to_owned())];
    for (index, text) in at(Place::Callback) {
        let name = if index % 2 == 0 {
            "example".to_owned() + &index.to_string()
        } else {
            format!("c{index}")
        };
        pointers[index] = format!(
            "/paths/~1createAll/post/callbacks/{name}/{{$request.body#~1Hook}}/post/description"
        );
        callbacks.push((name, text, format!("onReport{index}")));
    }
    let callbacks = callbacks.into_iter().map(|(name, text, id)| {
        let body = json!({ "required": true, "content": { "application/x-www-form-urlencoded": {
            "schema": { "$ref": "#/components/schemas/Report" },
            "example": { "Tag": "x" },
        } } });
        let post = json!({
            "operationId": id, "description": text, "requestBody": body,
            "responses": { "204": { "description": "Heard." } },
        });
        (name, json!({ "{$request.body#/Hook}": { "post": post } }))
    });
    let names = arguments.iter().map(|(name, _)| (name.clone(), json!("x")));
    let example = object(names.collect());
    let callbacks = object(callbacks.collect());
    operation(
        "createAll".to_owned(),
        "Makes a thing.",
        "CreateForm",
        example,
        callbacks,
    );

    let mut values: Vec<&str> = words.iter().map(|(name, _)| name.as_str()).collect();
    values.push("last");
    let mut descriptions: Vec<(String, Value)> = words
        .iter()
        .map(|(name, text)| (name.clone(), json!(text)))
        .collect();
    descriptions.push(("last".to_owned(), json!("The last.")));
    let described = |entries: &[(String, String)]| {
        entries
            .iter()
            .map(|(name, text)| (name.clone(), tag(text)))
            .collect::<Vec<_>>()
    };
    let mut thing = vec![(
        "sid".to_owned(),
        json!({ "$ref": "#/components/schemas/ThingSid" }),
    )];
    thing.extend(described(&properties));
    let mut report = vec![(
        "Tag".to_owned(),
        json!({ "$ref": "#/components/schemas/Tag" }),
    )];
    report.extend(described(&reported));
    let mut create = json!({
        "type": "object", "description": "What is sent.",
        "required": arguments.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "properties": object(form),
        "x-rules": rules,
    });
    if arguments.is_empty() {
        create.as_object_mut().unwrap().remove("required");
    }
    if rules.is_empty() {
        create.as_object_mut().unwrap().remove("x-rules");
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Texts", "version": "1", "description": "Texts to be documentation." },
        "servers": [{ "url": "https://api.example.com" }],
        "security": [{ "basicAuth": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "basicAuth": { "type": "http", "scheme": "basic" } },
            "responses": { "Error": { "description": "It failed.", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Fault" }, "example": { "message": "no" },
            } } } },
            "schemas": {
                "Fault": {
                    "type": "object", "description": "An error.", "required": ["message"],
                    "properties": { "message": { "$ref": "#/components/schemas/Message" } },
                },
                "Message": { "type": "string", "description": "Words.", "example": "no" },
                "Tag": { "type": "string", "description": "A tag.", "example": "x", "pattern": "^[a-z]*$", "maxLength": 9 },
                "ThingSid": { "type": "string", "description": "A thing.", "example": "ZZ0", "pattern": "^ZZ[0-9]*$", "maxLength": 9 },
                "Word": {
                    "type": "string", "description": "A word.", "enum": values,
                    "x-enum-descriptions": object(descriptions), "example": "last",
                },
                "Thing": { "type": "object", "description": "A thing.", "properties": object(thing) },
                "Report": { "type": "object", "description": "A report.", "properties": object(report) },
                "CreateForm": create,
                "SmallForm": {
                    "type": "object", "description": "What is sent.", "required": ["Small"],
                    "properties": { "Small": tag("It is small.") },
                },
            },
        },
    });
    (document, pointers)
}

/// A document in the official style with the same descriptions, each in three places.
fn official_style(texts: &[(Place, &str)]) -> Value {
    let property = |(index, (_, text)): (usize, &(Place, &str))| {
        (
            format!("Text{index}"),
            json!({ "type": "string", "description": text }),
        )
    };
    let properties: serde_json::Map<String, Value> =
        texts.iter().enumerate().map(property).collect();
    let required: Vec<&String> = properties.keys().take(20).collect();
    let paths: serde_json::Map<String, Value> = texts
        .iter()
        .enumerate()
        .map(|(index, (_, text))| {
            let operation = json!({
                "description": text,
                "operationId": format!("FetchThing{index}"),
                "responses": { "200": { "description": "OK", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/thing" },
                } } } },
            });
            (format!("/v1/Things{index}"), json!({ "get": operation }))
        })
        .chain(std::iter::once((
            "/v1/Things".to_owned(),
            json!({ "post": {
                "description": "Makes a thing.",
                "operationId": "CreateThing",
                "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": {
                    "type": "object", "title": "CreateThingRequest",
                    "properties": properties, "required": required,
                } } } },
                "responses": { "201": { "description": "Created", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/thing" },
                } } } },
            } }),
        )))
        .collect();
    let title = texts.first().map(|(_, text)| *text).unwrap_or_default();
    json!({
        "openapi": "3.0.1",
        "info": { "title": title, "version": "1", "description": "Texts." },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": { "thing": { "type": "object", "properties": properties } } },
    })
}

fn source(document: &Value) -> Source {
    Source::new("texts.json", format!("{document:#}\n"))
}

/// The files of a document after every rejected text was replaced by a harmless one, and which were rejected.
fn accepted(texts: &[(Place, &str)]) -> (Files, BTreeSet<usize>) {
    let (document, pointers) = own_style(texts);
    let rejected = match codegen::generate(&source(&document)) {
        Ok(output) => return (output.files, BTreeSet::new()),
        Err(report) => rejected(&report, &pointers),
    };
    let harmless: Vec<(Place, &str)> = texts
        .iter()
        .enumerate()
        .map(|(index, (place, text))| {
            (
                *place,
                if rejected.contains(&index) {
                    "Fine."
                } else {
                    *text
                },
            )
        })
        .collect();
    let output = codegen::generate(&source(&own_style(&harmless).0))
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    (output.files, rejected)
}

fn rejected(report: &Report, pointers: &[String]) -> BTreeSet<usize> {
    report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| {
            assert_eq!(finding.rule, "description-markup", "{finding:?}");
            let inside = |pointer: &&String| {
                finding
                    .pointer
                    .strip_prefix(pointer.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let found = pointers.iter().position(|pointer| inside(&pointer));
            found.unwrap_or_else(|| panic!("no text at {}", finding.pointer))
        })
        .collect()
}

/// The distinct doc comments of the emitted files, line by line.
fn doc_comments(files: &Files) -> Vec<String> {
    let mut comments = BTreeSet::new();
    for file in files.values() {
        for mark in ["///", "//!"] {
            let mut lines = file.lines().peekable();
            while let Some(line) = lines.next() {
                let is_comment = |line: &&str| line.trim_start().starts_with(mark);
                if is_comment(&line) {
                    let mut comment = format!("{line}\n");
                    while let Some(line) = lines.next_if(is_comment) {
                        comment.push_str(&format!("{line}\n"));
                    }
                    comments.insert(comment.replace("//!", "///"));
                }
            }
        }
    }
    comments.into_iter().collect()
}

fn rustdoc(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()))
        .current_dir(folder)
        .args(["documented.rs", "--edition", "2024", "--cap-lints", "allow"])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The doc comments in which rustdoc finds a test, and those whose attack becomes HTML in its pages.
fn caught(files: &Files) -> Vec<String> {
    let comments = doc_comments(files);
    let mut text = String::new();
    for (index, comment) in comments.iter().enumerate() {
        text.push_str(&format!("{comment}pub struct Item{index};\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("documented.rs"), &text).unwrap();
    let comment = |name: &str| {
        let index = name
            .trim_start_matches("struct.")
            .trim_start_matches("Item");
        let index = index.split(|c: char| !c.is_ascii_digit()).next();
        let index = index.and_then(|index| index.parse::<usize>().ok());
        index.and_then(|index| comments.get(index)).cloned()
    };

    let list = rustdoc(folder.path(), &["--test", "--test-args", "--list"]);
    assert!(
        list.ends_with(" tests, 0 benchmarks\n") || list.ends_with(" test, 0 benchmarks\n"),
        "{list}"
    );
    let tests = list
        .lines()
        .filter(|line| line.ends_with(": test"))
        .filter(|line| !is_ours(&code_at(&text, line)))
        .map(|line| {
            let name = line.trim_start_matches("documented.rs - ");
            format!("a test, {line}:\n{}", comment(name).unwrap_or_default())
        });
    let mut caught: Vec<String> = tests.collect();

    rustdoc(folder.path(), &["--out-dir", "pages"]);
    let pages = std::fs::read_dir(folder.path().join("pages/documented")).unwrap();
    let mut seen = 0;
    for page in pages.map(|entry| entry.unwrap().path()) {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".html") {
            seen += 1;
            caught.extend(
                tags(&std::fs::read_to_string(page).unwrap())
                    .into_iter()
                    .map(|tag| {
                        format!("<{tag}> in {name}:\n{}", comment(&name).unwrap_or_default())
                    }),
            );
        }
    }
    assert!(seen > comments.len());
    caught
}

/// The code of a test that rustdoc lists as `documented.rs - Item1 (line 12): test`.
fn code_at(text: &str, listed: &str) -> String {
    let (_, line) = listed.rsplit_once("(line ").unwrap();
    let line: usize = line.split(')').next().unwrap().parse().unwrap();
    let lines = text.lines().skip(line).map(|line| {
        let line = line.trim_start().trim_start_matches("///");
        line.strip_prefix(' ').unwrap_or(line)
    });
    let code: Vec<&str> = lines.take_while(|line| *line != "```").collect();
    code.join("\n")
}

/// Whether a test is one of the examples that the emitters write: no text here begins like them, and what they contain
/// of the document is in strings or has become a name.
fn is_ours(code: &str) -> bool {
    let begins = [
        "use std::",
        "use twilio_calls",
        "# async fn example(client: twilio_calls",
    ];
    // Rustdoc shows no line that begins with a hash sign, but compiles it.
    let hidden = |line: &str| line.strip_prefix("# ").unwrap_or(line).to_owned();
    let code = code.lines().map(hidden).collect::<Vec<_>>().join("\n");
    begins
        .iter()
        .any(|begin| code.starts_with(begin.strip_prefix("# ").unwrap_or(begin)))
        && !calls(code.parse().unwrap())
}

/// The tags that contain an attack, or that only an attack produces.
fn tags(page: &str) -> Vec<String> {
    let (_, body) = page.split_once("<main>").unwrap_or_default();
    body.split('<')
        .skip(1)
        .map(|tag| tag.split_once('>').map_or(tag, |(tag, _)| tag).to_owned())
        .filter(|tag| {
            let tag = tag.to_ascii_lowercase();
            let outside_of_quotes: String = tag.split('"').step_by(2).collect();
            outside_of_quotes.contains(ATTACK)
                || ["javascript:", "vbscript:", "data:"]
                    .iter()
                    .any(|scheme| tag.contains(scheme))
                || tag.starts_with("script")
                || tag.starts_with("img")
        })
        .collect()
}

fn assert_harmless(files: &Files) {
    let caught = caught(files);
    assert!(
        caught.is_empty(),
        "{}:\n{}",
        caught.len(),
        caught.join("\n")
    );
}

/// Each of these, or something similar, ran a program or reached a page as HTML.
const ATTACKS: &[(&str, &str)] = &[
    ("an indented line after a heading", "# Calls\n    pwned();"),
    (
        "an indented line after a thematic break",
        "A call.\n\n---\n    pwned();",
    ),
    (
        "an indented line after a thematic break of stars",
        "***\n    pwned();",
    ),
    (
        "an indented line after a fence",
        "```text\nx\n```\n    pwned();",
    ),
    ("a list marker and five spaces", "-     pwned();"),
    ("a number and five spaces", "1.     pwned();"),
    (
        "a list marker and five spaces after a paragraph",
        "A call:\n-     pwned();",
    ),
    ("a fence in an item of a list", "- ```\n  pwned();\n  ```"),
    ("a fence in a numbered item", "1. ```\n   pwned();\n   ```"),
    (
        "an indented block in an item of a list",
        "- a\n\n      pwned();",
    ),
    ("an item in an item", "- -     pwned();"),
    (
        "a fence of several languages",
        "```text,rust\npwned();\n```",
    ),
    (
        "a fence whose language is an entity",
        "```&#114;ust\npwned();\n```",
    ),
    (
        "a fence whose language is escaped",
        "```\\rust\npwned();\n```",
    ),
    ("a fence of tildes in an item", "- ~~~\n  pwned();\n  ~~~"),
    (
        "a fence that is opened by what looks like its end",
        "- ```text\n\n```\npwned();\n```",
    ),
    (
        "a fence that an item of a list ends",
        "- ```text\n  x\n\ny\n\n```\npwned();\n```",
    ),
    (
        "a fence that is longer than its end",
        "````text\n```\n\n```text\n````\n\n    pwned();",
    ),
    (
        "an indented fence that only looks like one",
        "A call.\n    ```text\n\n    pwned();",
    ),
    (
        "an indented line after a heading with an underline",
        "Calls\n=====\n    pwned();",
    ),
    (
        "an indented line after a table",
        "| a |\n|---|\n| b |\n    pwned();",
    ),
    ("a footnote", "A[^1].\n\n[^1]: b\n\n        pwned();"),
    (
        "an indented line after a definition",
        "[a]: https://example.com\n    pwned();",
    ),
    (
        "a non-breaking space for an empty line",
        "A.\n\u{a0}\n# b\n    pwned();",
    ),
    ("a quote in an item", "- > a\n  >\n  >     pwned();"),
    ("lines that begin with spaces only", "A.\n \n     pwned();"),
    (
        "an item of a list becomes one of ours",
        "10. a\n\n    pwned();",
    ),
    (
        "a script in a code span that a heading cuts",
        "`a\n# b\n<script>pwned()</script>` c",
    ),
    (
        "an image between items",
        "- `a\n- <img src=x onerror=pwned()>\n- b`",
    ),
    (
        "an image after an escaped backslash",
        "\\\\<img src=x onerror=pwned()>",
    ),
    (
        "a tag in a heading cut by a code span",
        "`a\n---\n<img src=x onerror=pwned()>`",
    ),
    (
        "a tag after a block of code",
        "```text\n<b>\n```\n<img src=x onerror=pwned()>",
    ),
    (
        "a tag in a cell of a table",
        "| `a | <img src=x onerror=pwned()> |\n|---|---|\n| b` | c |",
    ),
    ("a comment", "A <!-- --><img src=x onerror=pwned()>"),
    ("a processing instruction", "<?php pwned() ?>"),
    ("a declaration", "<!X onerror=pwned()>"),
    ("a link", "[a](javascript:pwned())"),
    ("a link with an entity", "[a](java&#115;cript:pwned())"),
    ("a link with a tab", "[a](<java\tscript:pwned()>)"),
    ("a link with capitals", "[a](JavaScript:pwned())"),
    ("a link in angle brackets", "<javascript:pwned()>"),
    ("a link by reference", "[a][b]\n\n[b]: javascript:pwned()"),
    (
        "a link by a definition in an item",
        "[a]\n\n- [a]: javascript:pwned()",
    ),
    (
        "a link with data",
        "[a](data:text/html,<script>pwned()</script>)",
    ),
    ("a link with vbscript", "[a](vbscript:pwned())"),
    ("an image by link", "![a](javascript:pwned())"),
    (
        "an image of somebody else's",
        "![a](https://example.com/a.svg)",
    ),
    (
        "a title of a link",
        "[a](https://example.com 'a\" onmouseover=\"pwned()')",
    ),
    (
        "an address that is a tag",
        "<https://example.com/\" onmouseover=\"pwned()>",
    ),
    ("the end of a comment", "*/ pwned(); /*"),
    ("a carriage return", "A.\r    pwned();"),
    ("a form feed", "A.\u{c}\n\u{c}    pwned();"),
    ("the end of a string", "\"] fn a() { pwned() } #[doc = \"#"),
    ("a direction that is turned", "A. \u{202e} pwned()"),
    ("a null", "A.\0\n\n    pwned();"),
];

#[test]
fn no_attack_gets_through() {
    let texts: Vec<(Place, &str)> = PLACES
        .iter()
        .flat_map(|place| ATTACKS.iter().map(|(_, text)| (*place, *text)))
        .collect();
    assert_harmless(&accepted(&texts).0);
}

#[test]
fn no_attack_gets_through_in_the_official_style() {
    let texts: Vec<(Place, &str)> = ATTACKS
        .iter()
        .map(|(_, text)| (Place::Value, *text))
        .collect();
    assert_harmless(&official(&texts));
    for (_, text) in ATTACKS {
        // The title and the version come first.
        official(&[(Place::Value, text)]);
    }
}

/// Other texts in a document are rejected or shown, whatever they contain.
#[test]
fn names_and_values_are_shown() {
    const ODD: &[&str] = &[
        "a\n\n    pwned();\n",
        "a`\n\n```\npwned();\n```\n",
        "`<img src=x onerror=pwned()>`",
        "``` <script>pwned()</script> ``",
        "*/ pwned(); /*",
        "\"] fn a() { pwned() } #[doc = \"",
        "\\\"; pwned(); \\",
        "\\",
        "`",
        "{pwned()}",
        "[a](javascript:pwned())",
        "a\rb",
        "a\u{202e}b",
        " # a ",
        "'",
        "\" onclick=pwned() \"",
        "a\nb",
    ];
    let mut accepted = BTreeSet::new();
    let mut all = Files::new();
    for (number, odd) in ODD.iter().enumerate() {
        for (what, document) in with(odd) {
            match codegen::generate(&source(&document)) {
                Ok(output) => {
                    accepted.insert(what);
                    let named = |(name, text)| (format!("{what}-{number}-{name}"), text);
                    all.extend(output.files.into_iter().map(named));
                }
                Err(report) => {
                    let gap = report
                        .findings()
                        .iter()
                        .find(|finding| finding.rule == "generator");
                    assert!(gap.is_none(), "{what}: {odd}: {gap:?}");
                }
            }
        }
    }
    // The others are always rejected.
    assert_eq!(
        Vec::from_iter(accepted),
        ["default", "fixed", "pattern", "server", "title", "version"]
    );
    for (name, text) in &all {
        assert!(!calls(text.parse().unwrap()), "{name}");
    }
    assert_harmless(&all);
    // Values of the document are in the examples, as strings.
    let quoted = all.values().filter(|text| {
        let mut lines = text.lines().filter(|line| line.contains("assert_eq!("));
        lines.any(|line| line.contains(ATTACK))
    });
    assert!(quoted.count() > 5);
}

/// Documents with something unusual in one place each.
fn with(odd: &str) -> Vec<(&'static str, Value)> {
    let escaped: String = odd
        .chars()
        .map(|c| {
            if c.is_ascii_punctuation() {
                format!("\\{c}")
            } else {
                c.into()
            }
        })
        .collect();
    let thing = |pattern: String, example: &str| json!({ "type": "string", "description": "Odd.", "example": example, "pattern": pattern });
    let free = json!({
        "type": "string", "description": "Free.", "example": "x", "maxLength": 99,
        "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
    });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let (document, _) = own_style(&[]);
    let edited = |edit: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        edit(&mut document);
        document
    };
    let version = odd.replace(char::is_whitespace, "-");
    vec![
        ("title", edited(&|it| it["info"]["title"] = odd.into())),
        (
            "version",
            edited(&|it| it["info"]["version"] = version.clone().into()),
        ),
        (
            "server",
            edited(&|it| it["servers"][0]["url"] = format!("https://api.example.com/{odd}").into()),
        ),
        (
            "pattern",
            edited(&|it| {
                it["components"]["schemas"]["Odd"] = thing(format!("^(ZZ0|{escaped})$"), "ZZ0");
                it["components"]["schemas"]["SmallForm"]["properties"]["Odd"] = reference("Odd");
            }),
        ),
        (
            "fixed",
            edited(&|it| {
                it["components"]["schemas"]["Odd"] = thing(format!("^{escaped}$"), odd);
                it["components"]["schemas"]["SmallForm"]["properties"]["Odd"] = reference("Odd");
            }),
        ),
        (
            "default",
            edited(&|it| {
                it["components"]["schemas"]["Free"] = free.clone();
                it["components"]["schemas"]["SmallForm"]["properties"]["Free"] =
                    json!({ "description": "Free.", "default": odd, "allOf": [reference("Free")] });
            }),
        ),
        (
            "value",
            edited(&|it| {
                it["components"]["schemas"]["Word"]["enum"] = json!(["last", odd]);
                it["components"]["schemas"]["Word"]["x-enum-descriptions"][odd] = "Odd.".into();
            }),
        ),
        (
            "path",
            edited(&|it| {
                it["paths"][format!("/{odd}")] = json!({ "delete": {
                "operationId": "deleteOdd", "description": "A.", "responses": {
                    "204": { "description": "A." }, "default": { "$ref": "#/components/responses/Error" },
                },
            } });
            }),
        ),
        (
            "parameter",
            edited(&|it| {
                it["components"]["schemas"]["SmallForm"]["properties"][odd] = reference("Tag");
            }),
        ),
    ]
}

/// Whether the attack is an identifier in some code, and not just in a string.
fn calls(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "pwned",
        TokenTree::Group(group) => calls(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn official(texts: &[(Place, &str)]) -> Files {
    codegen::generate_official(&source(&official_style(texts)))
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
        .files
}

/// The elements of descriptions that have a meaning in Markdown.
fn description() -> impl Strategy<Value = String> {
    let indents = vec![
        "",
        "",
        "",
        "",
        "",
        " ",
        "  ",
        "   ",
        "    ",
        "      ",
        "  \u{a0} ",
    ];
    let markers = vec![
        "", "", "", "", "", "", "- ", "* ", "+ ", "1. ", "10) ", "-     ", "# ", "- - ", "2. ",
        "| ",
    ];
    let harmless = vec![
        "pwned();",
        "A call.",
        "fn main() { pwned() }",
        "`pwned()`",
        "`<script>pwned()</script>`",
        "``a`b``",
        "",
        "<https://example.com>",
        "[a](https://example.com)",
        "*a*",
        "javascript:pwned()",
        "&lt;b onclick=pwned()&gt;",
        "&#96;",
        "\\`",
        "\\",
        "\\<img src=x onerror=pwned()>",
        "{",
        "\"",
        "*/",
        "/*",
        "'",
        "&",
        "=",
        "\u{a0}",
    ];
    let lines = vec![
        "```text",
        "```",
        "---",
        "===",
        "***",
        "|---|",
        "| a |",
        "",
        "",
        "- ```text",
        "  ```",
    ];
    let hostile = vec![
        "`a",
        "a`",
        "``",
        "```rust",
        "```text,rust",
        "~~~",
        "> ",
        "[^a]: ",
        "[a]: ",
        "- [ ]",
        "<!--",
        "-->",
        "<b",
        ">",
        "<script>pwned()</script>",
        "<img src=x onerror=pwned()>",
        "[a](javascript:pwned())",
        "<javascript:pwned()>",
        "[a]",
        "[a][b]",
        "![a](https://example.com)",
        "[^a]",
        "[a](java&#115;cript:pwned())",
        "\\\\",
        "https://example.com",
        "\t",
        "**",
        "_",
        "~~",
    ];
    let select = prop::sample::select::<&str>;
    let word = prop_oneof![12 => select(harmless), 1 => select(hostile)];
    let words = prop::collection::vec(word, 1..3).prop_map(|words| words.join(" "));
    let text = prop_oneof![3 => words, 1 => select(lines).prop_map(str::to_owned)];
    let line = (select(indents), select(markers), text)
        .prop_map(|(indent, marker, text)| format!("{indent}{marker}{text}"));
    prop::collection::vec(line, 1..6)
        .prop_map(|lines| lines.join("\n"))
        .prop_filter("there are words", |text| !text.trim().is_empty())
}

/// Several hundred descriptions per run, in two documents.
#[test]
fn whatever_is_accepted_is_harmless() {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]),
    );
    let mut draw = || description().new_tree(&mut runner).unwrap().current();
    let texts: Vec<(Place, String)> = PLACES
        .iter()
        .cycle()
        .take(DESCRIPTIONS)
        .map(|place| (*place, draw()))
        .collect();
    let texts: Vec<(Place, &str)> = texts
        .iter()
        .map(|(place, text)| (*place, text.as_str()))
        .collect();
    let (files, rejected) = accepted(&texts);
    let kept = texts.len() - rejected.len();
    assert!(
        kept * 5 > texts.len(),
        "only {kept} of {} are accepted",
        texts.len()
    );
    assert_harmless(&files);
    let texts = texts.get(..DESCRIPTIONS / 8).unwrap_or_default();
    assert_harmless(&official(texts));
}

/// The number of descriptions per run.
const DESCRIPTIONS: usize = 640;
