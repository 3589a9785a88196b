//! Compares what is sent with what Twilio's Python library sends for the same operations.
//!
//! `tests/fixtures/python/capture.py` records what the library sends; `requests.rs` pins what we send.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use twilio_calls_tests::{folder, spec_document};

/// Operations of the library that the spec lacks.
const NOT_YET: &[&str] = &[];

/// Where the library sends something different, and why that is intended.
const DIFFERENT: &[(&str, &str, &str)] = &[
    (
        "POST Calls/{}.json",
        "Twiml",
        "a call follows either the TwiML or that of `Url`, so that one request cannot have both",
    ),
    (
        "POST Calls/{}/Transcriptions.json",
        "ConfigurationId",
        "the name in Twilio's OpenAPI document, which the spec follows",
    ),
    (
        "POST Calls/{}/Transcriptions.json",
        "TranscriptionConfigurationId",
        "the name of the same parameter in the libraries",
    ),
];

/// A request captured from the library.
#[derive(Deserialize)]
struct Captured {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    content_type: Option<String>,
}

/// What both send, without the names of identifiers.
#[derive(Debug)]
struct Request {
    operation: String,
    content_type: Option<String>,
    parameters: BTreeMap<String, Vec<String>>,
}

/// A method and a path below the account, with `{}` for identifiers, which alternate with the names of resources.
fn operation(method: &str, path: &str) -> String {
    let (_, path) = path.split_once("/Accounts/").unwrap();
    let segments = path.split('/').skip(1).enumerate().map(|(at, segment)| {
        match (at % 2 == 1, segment.ends_with(".json")) {
            (true, true) => "{}.json".to_owned(),
            (true, false) => "{}".to_owned(),
            (false, _) => segment.to_owned(),
        }
    });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}

/// The parameters by name; the numbers of numbered ones do not matter.
fn by_name(pairs: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs {
        let name = name.replace(|c: char| c.is_ascii_digit(), "#");
        all.entry(name).or_default().push(value);
    }
    all
}

fn captured() -> Vec<Request> {
    let text = fs::read_to_string(folder("fixtures/python/requests.json")).unwrap();
    let all: Vec<Captured> = serde_json::from_str(&text).unwrap();
    all.into_iter()
        .map(|it| Request {
            operation: operation(&it.method, &it.path),
            content_type: it.content_type,
            parameters: by_name(it.query.into_iter().chain(it.form)),
        })
        .collect()
}

/// Our requests for JSON, from the snapshots.
fn ours() -> Vec<Request> {
    let files = fs::read_dir(folder("snapshots/requests")).unwrap();
    let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    texts
        .filter(|text| text.contains(".json"))
        .map(|text| pinned(&text))
        .collect()
}

/// The request of a snapshot.
fn pinned(text: &str) -> Request {
    let (_, request) = text
        .split_once("---\n")
        .and_then(|(_, rest)| rest.split_once("---\n"))
        .unwrap();
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let (line, headers) = head.split_once(" HTTP/1.1").unwrap();
    let line: String = line.lines().map(str::trim).collect();
    let (method, url) = line.split_once(' ').unwrap();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let body: String = body.lines().collect();
    let pairs = [query, &body].map(|text| {
        form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect::<Vec<_>>()
    });
    let content_type = headers
        .lines()
        .find_map(|line| line.strip_prefix("content-type: "));
    Request {
        operation: operation(method, path),
        content_type: content_type.map(str::to_owned),
        parameters: by_name(pairs.concat()),
    }
}

/// The format of a value: what Twilio has to parse it as.
fn form(value: &str) -> &'static str {
    let shape = value.replace(|c: char| c.is_ascii_digit(), "0");
    let is_number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || c == '.');
    match value {
        "true" | "false" => "boolean",
        _ if shape == "0000-00-00" => "day",
        _ if shape == "0000-00-00T00:00:00Z" => "moment",
        _ if is_number => "number",
        _ if value.starts_with('{') => "object",
        _ => "text",
    }
}

/// How one of our requests differs from that of the library, one line per difference.
fn differences(ours: &Request, theirs: &Request) -> Vec<String> {
    let operation = &ours.operation;
    let mut all = Vec::new();
    if ours.content_type != theirs.content_type {
        all.push(format!(
            "{operation}: {:?}, theirs {:?}",
            ours.content_type, theirs.content_type
        ));
    }
    let names: BTreeSet<&String> = ours
        .parameters
        .keys()
        .chain(theirs.parameters.keys())
        .collect();
    for name in names.into_iter().filter(|name| !is_known(operation, name)) {
        match (ours.parameters.get(name), theirs.parameters.get(name)) {
            // The names, values and number of numbered parameters are up to the user.
            (Some(_), Some(_)) if name.contains('#') => {}
            (Some(here), Some(there)) => {
                let forms =
                    |values: &[String]| values.iter().map(|it| form(it)).collect::<BTreeSet<_>>();
                let is_repeated = |values: &[String]| values.len() > 1;
                if here != there && forms(here) != forms(there)
                    || is_repeated(here) != is_repeated(there)
                {
                    all.push(format!(
                        "{operation}: `{name}` is {here:?}, theirs {there:?}"
                    ));
                }
            }
            (None, _) => all.push(format!("{operation}: `{name}` is sent by theirs only")),
            (_, None) => all.push(format!("{operation}: `{name}` is sent by ours only")),
        }
    }
    all
}

fn is_known(operation: &str, name: &str) -> bool {
    DIFFERENT
        .iter()
        .any(|known| (known.0, known.1) == (operation, name))
}

#[test]
fn requests_are_those_of_the_official_library() {
    let document = spec_document();
    let paths = document.node("/paths").unwrap().entries();
    let described: BTreeSet<String> = paths
        .iter()
        .flat_map(|path| path.node.entries().iter().map(move |verb| (path, verb)))
        .map(|(path, verb)| operation(&verb.key.to_uppercase(), &path.key))
        .collect();
    let ours = ours();
    let (mut different, mut values) = (Vec::new(), 0);
    let mut missing = BTreeSet::new();
    for theirs in captured() {
        let operation = theirs.operation.clone();
        if !described.contains(&operation) {
            eprintln!("skipped, not in the spec: {operation}");
            missing.insert(operation);
        } else if let Some(ours) = ours.iter().find(|it| it.operation == operation) {
            let is_same = |it: &(&String, &Vec<String>)| theirs.parameters.get(it.0) == Some(it.1);
            values += ours.parameters.iter().filter(is_same).count();
            different.extend(differences(ours, &theirs));
        } else {
            different.push(format!(
                "{operation}: no request in tests/snapshots/requests"
            ));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(values >= 60, "{values} values are the same to the letter");
    let listed: BTreeSet<String> = NOT_YET.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(
        missing, listed,
        "NOT_YET lists what the spec lacks, and nothing else"
    );
}

/// Each kind of difference is detected.
#[test]
fn a_request_that_differs_is_reported() {
    let theirs = captured()
        .into_iter()
        .find(|it| it.operation == "POST Calls.json")
        .unwrap();
    let text = fs::read_to_string(folder("snapshots/requests/create_call.snap")).unwrap();
    assert_eq!(differences(&pinned(&text), &theirs), [""; 0]);
    for (from, to, reported) in [
        ("&Byoc=", "&Bioc=", 2),
        ("&AsyncAmd=true", "&AsyncAmd=yes", 1),
        ("&Timeout=60", "&Timeout=PT1M", 1),
        ("&StatusCallbackEvent=answered", "", 1),
        (
            "content-type: application/x-www-form-urlencoded",
            "content-type: application/json",
            1,
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let found = differences(&pinned(&text.replace(from, to)), &theirs);
        assert_eq!(found.len(), reported, "{from}: {found:?}");
    }
}
