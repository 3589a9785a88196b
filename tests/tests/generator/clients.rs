//! Whole crates for other documents: written, built, documented, tested, and used.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use twilio_calls_tests::in_place::{build_crate, run_in_crate, test_crate};
use twilio_calls_tests::listener::{Listener, RawResponse, Received};
use twilio_calls_tests::{folder, root};
use xtask::client::{NewClient, Outcome};
use xtask::color::Color;
use xtask::regen::Style;

fn client(document: PathBuf, out: PathBuf) -> NewClient {
    let stem = document.file_stem().unwrap().to_string_lossy().into_owned();
    NewClient {
        root: root(),
        spec: document,
        style: Style::Own,
        name: format!("{stem}-client"),
        out,
        color: Color::default(),
    }
}

/// The program that uses the crate for a document.
fn program(name: &str) -> PathBuf {
    folder("fixtures/clients").join(format!("{name}.rs"))
}

/// Writes the crate for a document, and returns its folder.
fn written(name: &str) -> PathBuf {
    written_to(name, "target/clients")
}

fn written_to(name: &str, below: &str) -> PathBuf {
    let out = root().join(below).join(format!("{name}-client"));
    let client = client(
        folder("fixtures/clients").join(format!("{name}.yaml")),
        out.clone(),
    );
    let mut err = Vec::new();
    let outcome = client.run(&mut Vec::new(), &mut err).unwrap();
    assert_eq!(
        outcome,
        Outcome::Written,
        "{}",
        String::from_utf8_lossy(&err)
    );
    out
}

/// Runs the program of a document with these responses; returns its output and the received requests.
async fn used(name: &'static str, responses: Vec<RawResponse>) -> (String, Vec<String>) {
    let listener = Listener::responding(responses).unwrap();
    let url = listener.url();
    let run = move || run_in_crate(&written(name), &program(name), &url);
    let printed = tokio::task::spawn_blocking(run).await.unwrap();
    let shown = |it: &Received| {
        let token = it
            .header("authorization")
            .filter(|it| it.starts_with("Bearer"));
        let headers = ["if-match", "notify"].map(|name| it.header(name).unwrap_or_default());
        let headers = token.unwrap_or_default().to_owned() + &headers.concat();
        format!("{} {} {headers}{}", it.method, it.target, it.body)
    };
    (printed, listener.received().iter().map(shown).collect())
}

const ACCOUNT: &str = "/2010-04-01/Accounts/ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_resources_of_one_account() {
    let message =
        r#"{"sid": "MMb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2", "status": "queued", "num_media": "2"}"#;
    let page = format!(r#"{{"messages": [{message}], "next_page_uri": null}}"#);
    let medium = r#"{"sid": "MEc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3", "content_type": "image/png"}"#;
    let responses = vec![
        RawResponse::json("201 Created", message),
        RawResponse::json("200 OK", page),
        RawResponse::json("200 OK", medium),
        RawResponse::new("204 No Content"),
        RawResponse::json(
            "404 Not Found",
            r#"{"code": 20404, "message": "not found"}"#,
        ),
    ];
    let (printed, received) = used("messages", responses).await;
    let media = format!(
        "{ACCOUNT}/Messages/MMb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2/Media/MEc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3.json"
    );
    assert_eq!(
        received,
        [
            format!(
                "POST {ACCOUNT}/Messages.json Body=Your+parcel&MediaUrl=https%3A%2F%2Fexample.com%2F1.png\
                 &MediaUrl=https%3A%2F%2Fexample.com%2F2.png&To=%2B15550001111"
            ),
            format!("GET {ACCOUNT}/Messages.json?DateSent=2026-06-10&PageSize=1000 "),
            format!("GET {media} "),
            format!("DELETE {media} "),
            format!("GET {media} "),
        ]
    );
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "MMb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2 has Some(2) media",
            "1 messages",
            "MEc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3 is image/png",
            "true",
        ]
    );
    assert!(lines[4].contains("MessageSid"), "{printed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_api_that_is_not_twilios() {
    let ticket = |state| {
        format!(
            r#"{{"id": "5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f", "state": "{state}", "title": "x", "opened": "2026-06-10T18:44:10.5Z"}}"#
        )
    };
    let responses = vec![
        RawResponse::json("201 Created", ticket("open")),
        RawResponse::json("200 OK", ticket("closed")),
        RawResponse::json("404 Not Found", r#"{"title": "no such ticket"}"#),
    ];
    let (printed, received) = used("tickets", responses).await;
    assert_eq!(
        received,
        [
            r#"POST /v1/tickets Bearer not-a-real-token{"due":"2026-06-10","labels":["light"],"reporter":{"name":"Alice"},"title":"The lamp is broken"}"#,
            r#"PATCH /v1/tickets/5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f Bearer not-a-real-token"7"true{"state":"closed"}"#,
            "GET /v1/tickets/5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f Bearer not-a-real-token",
        ]
    );
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f is open since Some(1781117050)",
            "closed",
            "true Some(\"no such ticket\")"
        ]
    );
    assert!(lines[3].contains("UUID"), "{printed}");
}

/// By cargo alone, which needs nothing of this workspace.
#[test]
#[ignore = "builds all dependencies again, which takes longer than all other tests of generated crates; run by .ci/run"]
fn written_crates_stand_alone() {
    // In a separate folder, because programs of the other crates may run at the same time.
    let [_, tickets] = ["messages", "tickets"].map(|name| {
        let crate_folder = written_to(name, "target/clients/alone");
        build_crate(&crate_folder, &program(name));
        crate_folder
    });
    test_crate(&tickets);
}

/// Every file says how it was written, and refers to our own crate only as its origin.
#[test]
fn a_crate_says_how_it_is_written_again() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("crate");
    let document = self::folder("fixtures/clients").join("tickets.yaml");
    let client = client(document, out.clone());
    let mut err = Vec::new();
    for _ in 0..2 {
        assert_eq!(
            client.run(&mut Vec::new(), &mut err).unwrap(),
            Outcome::Written
        );
        fs::write(out.join("src/stale.rs"), "").unwrap();
    }
    fs::remove_file(out.join("src/stale.rs")).unwrap();
    client.run(&mut Vec::new(), &mut err).unwrap();
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let command = "cargo xtask client --spec tests/fixtures/clients/tickets.yaml --name tickets-client --out ";
    for name in [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/api/mod.rs",
        "src/api/requests.rs",
    ] {
        assert!(read(name).contains(command), "{name}");
    }
    assert!(read("README.md").contains("## License"));
    assert!(
        read("LICENSE-MIT").contains("MIT") && read("LICENSE-APACHE").contains("Apache License")
    );
    let files = xtask::sources(&out.join("src")).unwrap();
    assert!(!files.contains_key("stale.rs"));
    for (name, text) in files {
        assert!(
            !text.contains("twilio_calls"),
            "{name} speaks of another crate"
        );
        assert!(
            !text.contains("create_call"),
            "{name} has an example of another API"
        );
    }
}

#[test]
fn nothing_else_is_overwritten() {
    let folder = TempDir::new().unwrap();
    let document = self::folder("fixtures/clients").join("tickets.yaml");
    let run = |client: NewClient| client.run(&mut Vec::new(), &mut Vec::new());
    fs::write(folder.path().join("mine.txt"), "").unwrap();
    let error = run(client(document.clone(), folder.path().to_owned())).unwrap_err();
    assert!(error.to_string().contains("neither empty"), "{error}");
    for name in ["", "Tickets", "../tickets", "twilio-calls", "a b"] {
        let client = NewClient {
            name: name.to_owned(),
            ..client(document.clone(), folder.path().join("new"))
        };
        assert!(
            run(client)
                .unwrap_err()
                .to_string()
                .contains("cannot be the name of the crate"),
            "{name}"
        );
    }
    let faulty = self::folder("bad").join("alias.yaml");
    let client = NewClient {
        name: "faulty".to_owned(),
        ..client(faulty, folder.path().join("new"))
    };
    assert_eq!(run(client).unwrap(), Outcome::Invalid);
    assert!(!folder.path().join("new").exists());
}
