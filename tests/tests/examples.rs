//! Runs the programs in `generated/examples` and the demo as a newcomer would: without credentials, with the
//! simulator.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic fails the test"
)]

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The folder of the examples, built with the features that all of them need.
static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
    let status = Command::new(env!("CARGO"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["build", "--quiet", "--workspace", "--examples"])
        .status()
        .unwrap();
    assert!(status.success());
    // target/debug/deps/examples-0123456789abcdef
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("examples")
});

/// Runs an example in an environment without credentials other than the given ones.
fn run(name: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(BUILT.join(name));
    for variable in std::env::vars_os().map(|(name, _)| name) {
        if variable.to_string_lossy().starts_with("TWILIO_") {
            command.env_remove(variable);
        }
    }
    let environment = environment.iter().copied();
    command.args(arguments).envs(environment).output().unwrap()
}

/// The output of an example with the simulator, after the notice that it uses it.
fn rehearsed(name: &str, arguments: &[&str]) -> (String, String) {
    let output = run(name, arguments, &[]);
    let (out, err) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(output.status.success(), "{name}: {out}{err}");
    let (first, rest) = err.split_once('\n').expect("it says what it talks to");
    assert!(
        first.starts_with("No credentials are set: talking to a simulator at http://127.0.0.1:"),
        "{name}: {first}"
    );
    (out, rest.to_owned())
}

#[test]
fn place_call() {
    let (out, _) = rehearsed("place_call", &[]);
    assert!(out.contains(" is queued (request RQ"), "{out}");
}

#[test]
fn follow_call() {
    let (out, _) = rehearsed("follow_call", &[]);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].ends_with(" is in-progress"), "{out}");
    assert!(
        lines[1].ends_with(" ended as completed after 10 s"),
        "{out}"
    );
}

#[test]
fn list_calls() {
    let (out, _) = rehearsed("list_calls", &["busy"]);
    assert_eq!(out.lines().count(), 3, "{out}");
    assert!(out.ends_with("2 busy\n"), "{out}");
}

#[test]
fn export_csv() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls.csv");
    let (out, _) = rehearsed("export_csv", &[file.to_str().unwrap()]);
    assert!(out.ends_with("10 calls, 480 seconds\n"), "{out}");
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), 11);
}

#[test]
fn record_call() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("call.wav");
    let (out, err) = rehearsed("record_call", &[file.to_str().unwrap()]);
    let lines: Vec<&str> = out.lines().collect();
    for (line, word) in lines.iter().zip([
        " is in-progress",
        " is paused",
        " is in-progress",
        " is stopped",
        " is completed after ",
        " bytes of audio/x-wav are in ",
    ]) {
        assert!(line.contains(word), "{out}");
    }
    assert_eq!(lines.len(), 6, "{out}");
    let bytes = std::fs::read(file).unwrap();
    assert!(bytes.starts_with(b"RIFF"), "{out}");
    assert!(err.ends_with("100 %\n"), "{err}");
    let length: Vec<&str> = lines[5].split(' ').collect();
    assert_eq!(length[0], bytes.len().to_string());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn handle_errors() {
    let (out, err) = rehearsed("handle_errors", &[]);
    // Only 429 is certain to have had no effect.
    assert_eq!(out.lines().count(), 1, "{out}");
    assert_eq!(err.matches("attempt 1 failed").count(), 1, "{err}");
    assert_eq!(err.matches("may have been placed").count(), 3, "{err}");
    assert_eq!(err.matches("fix To: nothing was sent").count(), 1, "{err}");
    assert!(!err.contains("15558675310"), "{err}");
}

#[test]
fn webhooks() {
    for name in ["webhook_axum", "webhook_hyper"] {
        let (out, _) = rehearsed(name, &[]);
        let reports: Vec<&str> = out.lines().skip(1).collect();
        for (report, word) in reports
            .iter()
            .zip(["initiated", "ringing", "", "completed"])
        {
            assert!(report.contains(word), "{name}: {out}");
        }
        assert!(reports.len() >= 4, "{name}: {out}");
    }
}

/// The program behind `cargo xtask demo`.
#[test]
fn demo() {
    let output = run("demo", &[], &[]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{out}");
    let mut rest = out.as_str();
    for word in [
        "nothing leaves this machine",
        "call 1  placed to",
        "call 3  placed to",
        "s  initiated",
        "s  ringing",
        "s  in-progress",
        "s  answered by human",
        "s  completed after 10 s",
        "The list, newest first:",
        "completed   10 s",
        "busy         0 s",
        "completed   10 s",
        "Sid,DateCreated,",
        "call 1  deleted; 2 are left",
    ] {
        let (_, after) = rest
            .split_once(word)
            .unwrap_or_else(|| panic!("no `{word}` there:\n{out}"));
        rest = after;
    }
}

/// With credentials, even incomplete ones, no example uses the simulator by mistake.
#[test]
fn credentials_mean_the_real_service() {
    let account = "AC00000000000000000000000000000000";
    for name in [
        "place_call",
        "follow_call",
        "list_calls",
        "handle_errors",
        "webhook_axum",
        "webhook_hyper",
    ] {
        let output = run(name, &[], &[("TWILIO_AUTH_TOKEN", "secret")]);
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{name}");
        assert!(err.contains("TWILIO_ACCOUNT_SID"), "{name}: {err}");
        assert!(
            !err.contains("simulator") && !err.contains("secret"),
            "{name}: {err}"
        );
    }
    // Nobody listens there: nothing is placed, and the message says where it would have been.
    let environment = [
        ("TWILIO_ACCOUNT_SID", account),
        ("TWILIO_AUTH_TOKEN", "secret"),
        ("TWILIO_BASE_URL", "http://127.0.0.1:9"),
    ];
    let output = run(
        "place_call",
        &["+15558675310", "+15552223214"],
        &environment,
    );
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(
        err.starts_with("Credentials are set: talking to http://127.0.0.1:9"),
        "{err}"
    );
    assert!(!err.contains("8675310") && !err.contains("secret"), "{err}");
}
