//! Compares the spec with an official library: everything that the library has and the spec lacks is reported.

use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;
use twilio_calls_tests::{root, spec_document};
use xtask::Format;
use xtask::drift::{Drift, Official, Outcome};
use zip::write::SimpleFileOptions;

/// A request of the library: verb, path and parameters.
type Request = (&'static str, &'static str, &'static [&'static str]);

/// A file of the library: its name, its requests, and the properties of its responses.
type Resource = (&'static str, &'static [Request], &'static [&'static str]);

const CALL: Resource = (
    "call",
    &[
        ("DELETE", "/Accounts/{account_sid}/Calls/{sid}.json", &[]),
        ("GET", "/Accounts/{account_sid}/Calls/{sid}.json", &[]),
        (
            "POST",
            "/Accounts/{account_sid}/Calls/{sid}.json",
            &[
                "Url",
                "Method",
                "Status",
                "FallbackUrl",
                "Twiml",
                "TimeLimit",
            ],
        ),
        (
            "POST",
            "/Accounts/{account_sid}/Calls.json",
            &[
                "To",
                "From",
                "Url",
                "SendDigits",
                "StatusCallbackEvent",
                "Passports",
                "RecordingConfigurationId",
            ],
        ),
        (
            "GET",
            "/Accounts/{account_sid}/Calls.json",
            &[
                "To",
                "Status",
                "StartTime<",
                "EndTime>",
                "PageToken",
                "Page",
                "PageSize",
            ],
        ),
    ],
    &[
        "sid",
        "from",
        "stir_verstat",
        "queue_time",
        "subresource_uris",
        "uri",
    ],
);

const RECORDING: Resource = (
    "recording",
    &[(
        "GET",
        "/Accounts/{account_sid}/Calls/{call_sid}/Recordings.json",
        &[
            "DateCreated",
            "DateCreated<",
            "PageToken",
            "Page",
            "PageSize",
        ],
    )],
    &["sid", "track", "encryption_details", "uri"],
);

/// A file that looks like those of the library for Python.
fn python((_, requests, properties): Resource) -> String {
    let mut text =
        "r\"\"\"\n    Do not \"edit\" it's made.\n\"\"\"\nclass Instance(InstanceResource):\n"
            .to_owned();
    for property in properties {
        text.push_str(&format!(
            "        self.{property}: Optional[str] = deserialize.any(\n            payload.get(\"{property}\")\n        )\n"
        ));
    }
    for (verb, path, parameters) in requests {
        let (start, end) = path.split_at(path.len() / 2);
        text.push_str(&format!(
            "        self._uri = (\n            \"{start}\"\n            \"{end}\".format(**self._solution)\n        )\n"
        ));
        let data = match parameters.is_empty() {
            true => "",
            false => ", data=data",
        };
        if !parameters.is_empty() {
            text.push_str("        data = values.of(\n            {\n");
            for parameter in *parameters {
                text.push_str(&format!(
                    "                \"{parameter}\": serialize.map(value, lambda e: {{\"no\": e}}),  # not \"this\":\n"
                ));
            }
            text.push_str("            }\n        )\n");
        }
        text.push_str(&format!(
            "        headers = values.of({{\"Content-Type\": \"text\"}})\n        return self._version.any(\n            \
             method=\"{verb}\", uri=self._uri{data}, headers=headers\n        )\n"
        ));
    }
    text
}

/// A file that looks like those of the library for Node.
fn node((_, requests, properties): Resource) -> String {
    let mut text = "\"use strict\";\n/* it's \"made\" */\nclass Instance {\n".to_owned();
    for property in properties {
        text.push_str(&format!(
            "        this.{property} = deserialize.any(payload.{property});\n"
        ));
    }
    for (verb, path, parameters) in requests {
        let path = path
            .replace('{', "${")
            .replace("account_sid", "accountSid")
            .replace("call_sid", "callSid");
        text.push_str(&format!("        this._uri = `{path}`;\n"));
        if !parameters.is_empty() {
            text.push_str("        let data = {};\n");
            for parameter in *parameters {
                text.push_str(&format!(
                    "        if (params[\"some\"] !== undefined) // it's\n            data[\"{parameter}\"] =\n                \
                     serialize.map(params[\"some\"], (e) => e);\n"
                ));
            }
        }
        let verb = verb.to_lowercase();
        text.push_str(&format!(
            "        let operationPromise = operationVersion.any({{\n            uri: instance._uri,\n            \
             method: \"{verb}\",\n            headers,\n        }});\n        \
             return other.request({{ method: \"get\", uri: targetUrl }});\n"
        ));
    }
    text
}

const FOLDER: &str = "rest/api/v2010/account/call";

/// A wheel with these files, by path.
fn wheel(folder: &Path, files: &[(String, String)]) -> PathBuf {
    let path = folder.join("library.whl");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    for (name, text) in files {
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    path
}

/// An npm package with these files, by path.
fn package(folder: &Path, files: &[(String, String)]) -> PathBuf {
    let path = folder.join("library.tgz");
    let mut archive = tar::Builder::new(GzEncoder::new(
        File::create(&path).unwrap(),
        Compression::fast(),
    ));
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive
            .append_data(&mut header, name, Cursor::new(text))
            .unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap();
    path
}

fn python_files() -> Vec<(String, String)> {
    vec![
        (
            "twilio/rest/chat/v1/__init__.py".to_owned(),
            "an unrelated \"file".to_owned(),
        ),
        (format!("twilio/{FOLDER}/__init__.py"), python(CALL)),
        (format!("twilio/{FOLDER}/recording.py"), python(RECORDING)),
        ("twilio-9.9.9.dist-info/RECORD".to_owned(), String::new()),
    ]
}

fn node_files() -> Vec<(String, String)> {
    vec![
        (format!("package/lib/{FOLDER}.js"), node(CALL)),
        (
            format!("package/lib/{FOLDER}.d.ts"),
            "an unread `file".to_owned(),
        ),
        (
            format!("package/lib/{FOLDER}/recording.js"),
            node(RECORDING),
        ),
        (
            "package/lib/rest/api/v2010/account/caller.js".to_owned(),
            "an unrelated `file".to_owned(),
        ),
    ]
}

/// Compares a spec with a library; returns the outcome and the output.
fn compared(spec: PathBuf, library: PathBuf) -> (Outcome, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let drift = Drift {
        spec,
        format: Format::Text,
        ..Drift::of(root(), Official::Library(library))
    };
    let outcome = drift.run(&mut out, &mut err).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (outcome, text(out), text(err))
}

/// What is removed from the spec: the pointer to its parent, its name, and what is then reported.
const REMOVED: &[(&str, &str, &str)] = &[
    (
        "/paths",
        "/2010-04-01/Accounts/{AccountSid}/Calls.json",
        "operation POST /2010-04-01/Accounts/{AccountSid}/Calls.json",
    ),
    (
        "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls.json",
        "get",
        "operation GET /2010-04-01/Accounts/{AccountSid}/Calls.json",
    ),
    (
        "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls~1{Sid}.json",
        "delete",
        "operation DELETE /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json",
    ),
    (
        "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls~1{Sid}.json",
        "post",
        "operation POST /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json",
    ),
    (
        "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls~1{CallSid}~1Recordings.json",
        "get",
        "operation GET /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json",
    ),
    (
        "/components/schemas/CreateCallForm/properties",
        "To",
        "createCall: form parameter `To`",
    ),
    (
        "/components/schemas/CreateCallForm/properties",
        "SendDigits",
        "createCall: form parameter `SendDigits`",
    ),
    (
        "/components/schemas/CreateCallForm/properties",
        "StatusCallbackEvent",
        "createCall: form parameter `StatusCallbackEvent`",
    ),
    (
        "/components/schemas/CreateCallForm/properties",
        "Passports",
        "createCall: form parameter `Passports`",
    ),
    (
        "/components/schemas/CreateCallForm/properties",
        "RecordingConfigurationId",
        "createCall: form parameter `RecordingConfigurationId`",
    ),
    (
        "/components/schemas/UpdateCallForm/properties",
        "Status",
        "updateCall: form parameter `Status`",
    ),
    (
        "/components/schemas/UpdateCallForm/properties",
        "TimeLimit",
        "updateCall: form parameter `TimeLimit`",
    ),
    (
        "/components/parameters",
        "StartTimeBefore",
        "listCalls: query parameter `StartTime<`",
    ),
    (
        "/components/parameters",
        "PageToken",
        "listCalls: query parameter `PageToken`",
    ),
    (
        "/components/schemas/Call/properties",
        "sid",
        "Call: property `sid`",
    ),
    (
        "/components/schemas/Call/properties",
        "from",
        "Call: property `from`",
    ),
    (
        "/components/schemas/Call/properties",
        "stir_verstat",
        "Call: property `stir_verstat`",
    ),
    (
        "/components/schemas/Call/properties",
        "uri",
        "Call: property `uri`",
    ),
    (
        "/components/schemas/Recording/properties",
        "track",
        "Recording: property `track`",
    ),
    (
        "/components/schemas/Recording/properties",
        "uri",
        "Recording: property `uri`",
    ),
];

/// The spec without one part, as JSON.
fn without(pointer: &str, name: &str) -> String {
    let document = spec_document();
    let mut document = document.root().to_json();
    let holder = document
        .pointer_mut(pointer)
        .and_then(Value::as_object_mut)
        .unwrap();
    holder.remove(name).unwrap();
    document.to_string()
}

/// How long this thread has computed, however busy the machine is; `None` where the system does not say.
fn processor_time() -> Option<Duration> {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = statistics.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

#[test]
fn whatever_is_removed_from_the_spec_is_named() {
    let folder = TempDir::new().unwrap();
    let libraries = [
        wheel(folder.path(), &python_files()),
        package(folder.path(), &node_files()),
    ];
    for library in &libraries {
        let start = processor_time();
        let (outcome, text, err) = compared(root().join("spec/twilio-calls.yaml"), library.clone());
        assert_eq!(outcome, Outcome::Explained, "{text}{err}");
        let took = processor_time().zip(start).map(|(end, start)| end - start);
        assert!(took < Some(Duration::from_secs(1)), "{took:?}");
    }
    let edited = folder.path().join("edited.json");
    let mut found = 0;
    for (pointer, name, what) in REMOVED {
        fs::write(&edited, without(pointer, name)).unwrap();
        for library in &libraries {
            let (outcome, text, err) = compared(edited.clone(), library.clone());
            assert_eq!(outcome, Outcome::Unexplained, "{what}: {text}{err}");
            let title = format!("\nonly there: {what}\n");
            assert!(text.contains(&title), "{what} is not named in {text}");
        }
        found += 1;
    }
    assert_eq!(found, 20);
}

/// A file that looks different from those of the official libraries is an error with a position, and never a missing
/// part.
#[test]
fn another_shape_is_an_error() {
    let folder = TempDir::new().unwrap();
    let spec = || root().join("spec/twilio-calls.yaml");
    for (from, to, what) in [
        (
            "values.of(\n            {\n",
            "dict(\n            {\n",
            "unexpected parameters",
        ),
        (
            "method=\"POST\"",
            "method=POST",
            "unsent parameters before these",
        ),
        ("self._uri = (", "self._uri = path(", "unexpected path"),
        ("payload.get(", "payload.pop(", "no property of a response"),
        (
            "class Instance",
            "class \"Instance",
            "unterminated string or comment",
        ),
    ] {
        let text = python(CALL);
        assert!(text.contains(from), "{from}");
        let file = (
            format!("twilio/{FOLDER}/__init__.py"),
            text.replace(from, to),
        );
        let (outcome, _, err) = compared(spec(), wheel(folder.path(), &[file]));
        assert_eq!(outcome, Outcome::Invalid, "{what}");
        assert!(
            err.contains(what) && err.contains("drift-library"),
            "{what}: {err}"
        );
    }
}

/// Archives are third-party data: what they claim is not trusted.
#[test]
fn hostile_archives_are_errors() {
    let folder = TempDir::new().unwrap();
    let spec = || root().join("spec/twilio-calls.yaml");
    let failure = |library: PathBuf| {
        let drift = Drift {
            spec: spec(),
            ..Drift::of(root(), Official::Library(library))
        };
        let error = drift.run(&mut Vec::new(), &mut Vec::new()).unwrap_err();
        error.to_string()
    };
    let bomb = |name: String| vec![(name, " ".repeat(9 << 20))];
    let error = failure(wheel(folder.path(), &bomb(format!("twilio/{FOLDER}/x.py"))));
    assert!(error.contains("larger than 8 MiB"), "{error}");
    let error = failure(package(
        folder.path(),
        &bomb(format!("package/lib/{FOLDER}/x.js")),
    ));
    assert!(error.contains("larger than 8 MiB"), "{error}");
    let outside = vec![
        ("../../x.py".to_owned(), python(CALL)),
        (format!("{FOLDER}/x.txt"), String::new()),
    ];
    let error = failure(wheel(folder.path(), &outside));
    assert!(error.contains("has no source files"), "{error}");
    for (name, bytes) in [
        ("empty.whl", &b""[..]),
        ("text.tgz", b"text"),
        ("cut.whl", b"PK\x03\x04"),
        ("cut.tgz", b"\x1F\x8B\x08"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        assert!(failure(path).contains("cannot read"), "{name}");
    }
}
