//! Two releases of a document in the official style, and everything reported about their differences.

use std::fs;

use codegen::{Class, Release, Source};
use serde_json::{Value, json};
use twilio_calls_tests::{folder, root, source};
use xtask::Format;
use xtask::color::Color;
use xtask::diff::{Diff, Documents, Outcome, Task};
use xtask::regen::Style;

use crate::support::{mirrors, released};

/// What an edit writes at a pointer, and what is reported about it.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    pointer: &'static str,
    /// `None` if the part is removed.
    value: Option<Value>,
    pub(crate) changes: &'static [(Class, &'static str, &'static str)],
}

const CALLS: &str = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls.json";

/// The older release.
pub(crate) fn document() -> Value {
    let source = source(&folder("fixtures").join("official/calls.json"));
    serde_json::from_str(&source.text).unwrap()
}

fn release(document: &Value) -> Release {
    let text = serde_json::to_string_pretty(document).unwrap();
    Release::read(&Source::new("calls.json", text))
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// The newer release.
pub(crate) fn edited(edit: &Edit) -> Value {
    let mut document = document();
    let (parent, key) = edit.pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match (document.pointer_mut(parent).unwrap(), &edit.value) {
        (Value::Array(items), Some(value)) => items.insert(key.parse().unwrap(), value.clone()),
        (Value::Object(members), Some(value)) => drop(members.insert(key, value.clone())),
        (Value::Object(members), None) => drop(members.remove(&key).unwrap()),
        (other, _) => panic!("{}: {other}", edit.name),
    }
    document
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn edits() -> Vec<Edit> {
    use Class::{Breaking, Compatible, Documentation};
    let edit = |name, pointer, value, changes| Edit {
        name,
        pointer,
        value,
        changes,
    };
    vec![
        edit(
            "say what a property is",
            "/components/schemas/api.v2010.account.call.call_recording/properties/encryption_details",
            Some(
                json!({"type": "object", "nullable": true, "description": "How the recording is encrypted."}),
            ),
            &[(
                Compatible,
                "property `encryption_details` of CallRecording changed from left out (it has no usable schema) to expressed",
                "`CallRecording::encryption_details` added",
            )],
        ),
        edit(
            "give an array other items",
            "/components/schemas/api.v2010.account.line/properties/flags/items",
            Some(json!({"type": "string"})),
            &[(
                Compatible,
                "property `flags` of Line changed from left out (an array with items of the type boolean) to expressed",
                "`Line::flags` added",
            )],
        ),
        edit(
            "add an operation that is left out",
            "/paths/~12010-04-01~1Retry.json/head",
            Some(json!({"responses": {}})),
            &[(
                Documentation,
                "operation HEAD /2010-04-01/Retry.json (left out: the method HEAD) added",
                "nothing changes",
            )],
        ),
        edit(
            "take an operation away that was left out",
            "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Lines~1{Sid}.json/head",
            None,
            &[(
                Documentation,
                "operation HEAD /2010-04-01/Accounts/{AccountSid}/Lines/{Sid}.json (left out: the method HEAD) removed",
                "nothing changes",
            )],
        ),
        edit(
            "leave an operation out for another reason",
            "/paths/~12010-04-01~1Lines~1Uses.json/get/servers",
            Some(json!([{"url": "https://lines.twilio.com"}])),
            &[(
                Documentation,
                "operation GET /2010-04-01/Lines/Uses.json changed from left out (its response is not described) to left out (it has a different server, `https://lines.twilio.com`)",
                "nothing changes",
            )],
        ),
        edit(
            "give an operation a body that cannot be sent",
            "/paths/~12010-04-01~1Retry.json/post/requestBody",
            Some(json!({"content": {"text/plain": {"schema": {"type": "string"}}}})),
            &[(
                Breaking,
                "operation fetchLineNumberOperation (POST /2010-04-01/Retry.json) changed from expressed to left out (its body is neither `application/x-www-form-urlencoded` nor `application/json`)",
                "`Client::fetch_line_number_operation` removed",
            )],
        ),
        edit(
            "describe a rejection",
            "/paths/~12010-04-01~1Retry.json/post/responses/404",
            Some(json!({"description": "Nothing is there."})),
            &[(
                Documentation,
                "response 404 of POST /2010-04-01/Retry.json added",
                "nothing changes",
            )],
        ),
        edit(
            "name another format",
            "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls.json/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/To/format",
            Some(json!("phone-number")),
            &[(
                Documentation,
                "`format` of property `To` of POST /2010-04-01/Accounts/{AccountSid}/Calls.json changed from `endpoint` to `phone-number`",
                "nothing changes",
            )],
        ),
        edit(
            "name no format",
            "/components/schemas/api.v2010.account.call.call_notification/properties/more_info/format",
            None,
            &[(
                Documentation,
                "`format` of property `more_info` of `api.v2010.account.call.call_notification` changed from `uri` to none",
                "nothing changes",
            )],
        ),
        edit(
            "give a format that has a type",
            "/components/schemas/api.v2010.account.call.call_notification/properties/more_info/format",
            Some(json!("date-time-rfc-2822")),
            &[(
                Breaking,
                "content of property `more_info` of CallNotification changed from `AnyText` to `Moment`",
                "type of `CallNotification::more_info` changed from `Option<String>` to `Option<Timestamp>`",
            )],
        ),
        edit(
            "add a parameter that is left out",
            "/paths/~12010-04-01~1Lines~1{PhoneNumber}/get/parameters/0",
            Some(json!({"name": "Session", "in": "cookie", "schema": {"type": "string"}})),
            &[(
                Documentation,
                "parameter `Session` of GET /2010-04-01/Lines/{PhoneNumber} (left out: `Session`: it is not in a path, query or header) added",
                "nothing changes",
            )],
        ),
        edit(
            "add a parameter before one that is left out",
            "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Lines~1{Sid}.json/post/parameters/0",
            Some(
                json!({"name": "Force", "in": "query", "description": "Whether to insist.", "schema": {"type": "boolean"}}),
            ),
            &[(
                Compatible,
                "query parameter `Force` added to updateLine",
                "`UpdateLine::force` added",
            )],
        ),
        edit(
            "take a value away at one of many places",
            "/components/schemas/api.v2010.account.call.call_notification/properties/request_method/enum",
            Some(json!(["GET"])),
            &[
                (
                    Breaking,
                    "content of property `request_method` of CallNotification changed from `StatusCallbackMethod` to `RequestMethod`",
                    "type of `CallNotification::request_method` changed from `Option<StatusCallbackMethod>` to `Option<RequestMethod>`",
                ),
                (Compatible, "nothing changes", "type `RequestMethod` added"),
            ],
        ),
    ]
}

#[test]
fn every_edit_is_reported_once_and_truly() {
    let old = release(&document());
    for edit in edits() {
        let new = release(&edited(&edit));
        let (there, back) = (old.compare(&new), new.compare(&old));
        let reported: Vec<(Class, String, String)> = there
            .changes()
            .iter()
            .map(|it| (it.class, it.wire.to_string(), it.rust.to_string()))
            .collect();
        let expected: Vec<(Class, String, String)> = edit
            .changes
            .iter()
            .map(|(class, wire, rust)| (*class, (*wire).to_owned(), (*rust).to_owned()))
            .collect();
        assert_eq!(reported, expected, "{}", edit.name);
        assert!(mirrors(&there, &back), "{}", edit.name);
        for change in there.changes() {
            assert!(change.line > 1, "{}: {}", edit.name, change.wire);
        }
    }
}

#[test]
fn nothing_changes_from_a_release_to_itself() {
    let text = document().to_string();
    let minified = Release::read(&Source::new("minified.json", text)).unwrap();
    let old = release(&document());
    assert!(old.compare(&minified).is_empty());
    assert!(minified.compare(&old).is_empty());
}

/// Other values in one place do not rename the types of any other place.
#[test]
fn names_stay_where_they_are() {
    let mut document = document();
    let form = "post/requestBody/content/application~1x-www-form-urlencoded/schema/properties";
    let first = format!("{CALLS}/{form}/AsyncAmdStatusCallbackMethod/enum");
    *document.pointer_mut(&first).unwrap() = json!(["POST"]);
    let report = release(&self::document()).compare(&release(&document));
    let reported: Vec<String> = report
        .changes()
        .iter()
        .map(|it| it.rust.to_string())
        .collect();
    assert_eq!(
        reported,
        [
            "argument of `CreateCall::async_amd_status_callback_method` changed from `StatusCallbackMethod` to `AsyncAmdStatusCallbackMethod`",
            "type `AsyncAmdStatusCallbackMethod` added"
        ]
    );
}

/// A pattern that many places repeat is compared in each of them.
#[test]
fn a_pattern_is_reported_wherever_it_changes() {
    let document = document();
    let old = release(&document);
    let mut pointers = Vec::new();
    walk("", &document, &mut pointers);
    // An operation that is left out is reported as a whole.
    let left_out = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Lines~1{Sid}.json/get/";
    pointers.retain(|it| it.ends_with("/pattern") && !it.starts_with(left_out));
    let step = if std::env::var_os("EVERY_PATTERN").is_some() {
        1
    } else {
        7
    };
    let (mut silent, mut tried) = (Vec::new(), 0);
    for pointer in pointers.iter().step_by(step) {
        let mut changed = document.clone();
        let pattern = changed.pointer_mut(pointer).unwrap();
        *pattern = pattern.as_str().unwrap().replace("{32}", "{31}").into();
        if old.compare(&release(&changed)).is_empty() {
            silent.push(pointer);
        }
        tried += 1;
    }
    assert!(
        silent.is_empty(),
        "{} of {tried}: {silent:#?}",
        silent.len()
    );
    assert!(tried > 10, "{tried}");
}

/// Removing or swapping any part never causes a panic, the reverse report is the mirror image, and no item is a wall
/// of JSON.
#[test]
fn any_change_of_any_shape_is_reported_both_ways() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut roll = move |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(sides).unwrap()).unwrap()
    };
    let mut compared = 0;
    for entry in fs::read_dir(folder("fixtures").join("official")).unwrap() {
        let path = entry.unwrap().path();
        let document: Value = serde_json::from_str(&source(&path).text).unwrap();
        let old = release(&document);
        let mut pointers = Vec::new();
        walk("", &document, &mut pointers);
        for _ in 0..10 {
            let pointer = &pointers[roll(pointers.len())];
            let mut changed = document.clone();
            let with = [json!(null), json!("text"), json!(7), json!({}), json!([])];
            *changed.pointer_mut(pointer).unwrap() = with[roll(with.len())].clone();
            let text = serde_json::to_string_pretty(&changed).unwrap();
            let Ok(new) = Release::read(&Source::new("changed.json", text)) else {
                continue;
            };
            let (there, back) = (old.compare(&new), new.compare(&old));
            assert!(mirrors(&there, &back), "{} {pointer}", path.display());
            let text = there.text(&released("0.1.0"), false);
            let longest = text.lines().map(str::len).max();
            assert!(longest < Some(600), "{} {pointer}\n{text}", path.display());
            compared += 1;
        }
    }
    assert!(compared >= 60, "only {compared} could be compared");
}

/// Any two documents that Twilio publishes, of one product or of two, if `OFFICIAL_DOCUMENTS` names a folder with them:
/// none is rejected, every change has a rule, and the reverse report is the mirror image.
#[test]
fn any_two_published_documents_are_compared() {
    let Some(folder) = std::env::var_os("OFFICIAL_DOCUMENTS") else {
        eprintln!(
            "NOTICE: OFFICIAL_DOCUMENTS names no folder: no published documents are compared"
        );
        return;
    };
    let paths = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let releases = paths.iter().map(|path| {
        let release = Release::read(&source(path));
        release.unwrap_or_else(|report| panic!("{}", report.render(false)))
    });
    let releases: Vec<Release> = releases.collect();
    for (old, older) in paths.iter().zip(&releases) {
        for (new, newer) in paths.iter().zip(&releases) {
            let pair = format!("{} {}", old.display(), new.display());
            let there = older.compare(newer);
            assert_eq!(there.is_empty(), old == new, "{pair}");
            assert!(mirrors(&there, &newer.compare(older)), "{pair}");
            for change in there.changes() {
                assert_ne!(change.rule.id(), "unjudged", "{pair}: {}", change.wire);
            }
        }
    }
}

/// The pointers to everything in a document except the document itself.
fn walk(pointer: &str, value: &Value, pointers: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, it)| (at.to_string(), it))
            .collect(),
        _ => Vec::new(),
    };
    for (key, part) in parts {
        let key = key.replace('~', "~0").replace('/', "~1");
        pointers.push(format!("{pointer}/{key}"));
        walk(&format!("{pointer}/{key}"), part, pointers);
    }
}

/// `cargo xtask diff --style official OLD NEW`.
#[test]
fn the_task_compares_two_files_in_the_official_style() {
    let folder = tempfile::TempDir::new().unwrap();
    let edits = edits();
    let [old, new] = ["old.json", "new.json"].map(|name| folder.path().join(name));
    let text = |document: &Value| serde_json::to_string_pretty(document).unwrap();
    fs::write(&old, text(&document())).unwrap();
    fs::write(&new, text(&edited(&edits[0]))).unwrap();
    let diff = |old, new, style| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = Diff {
            root: root(),
            documents: Documents::Files(old, new),
            style,
            format: Format::Text,
            task: Task::Print,
            color: Color::default(),
        }
        .run(&mut out, &mut err)
        .unwrap();
        let [out, err] = [out, err].map(|text| String::from_utf8(text).unwrap());
        (outcome, out, err)
    };
    let (outcome, out, err) = diff(old.clone(), new.clone(), Style::Official);
    assert_eq!(
        outcome,
        Outcome::Reported(Some(Class::Compatible)),
        "{out}{err}"
    );
    assert!(out.contains("to expressed"), "{out}");
    let left_out = "call_recording/properties/encryption_details: it has no usable schema";
    let (of_old, of_new) = err.split_once("new.json").unwrap();
    assert!(
        of_old.contains(left_out) && !of_new.contains(left_out),
        "{err}"
    );
    let (outcome, _, err) = diff(old.clone(), old.clone(), Style::Official);
    assert_eq!(outcome, Outcome::Reported(None));
    assert!(err.contains("left out of both documents"), "{err}");
    let (outcome, _, err) = diff(old.clone(), new, Style::Own);
    assert_eq!(outcome, Outcome::Invalid);
    assert!(
        err.contains("old.json") && err.contains("new.json"),
        "{err}"
    );
    let (outcome, ..) = diff(old, root().join("spec/twilio-calls.yaml"), Style::Official);
    assert_ne!(outcome, Outcome::Invalid);
}
