//! JSON bodies, from the document to the request.

use twilio_calls_tests::in_place::run_in_place;
use twilio_calls_tests::listener::{Listener, RawResponse};
use twilio_calls_tests::{folder, snapshots, source};

/// Runs a program that depends on the emitted API of a fixture, and checks its requests and output.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_sent_as_json() {
    let fixtures = folder("fixtures");
    let output = codegen::generate(&source(&fixtures.join("json-body.yaml")))
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    let thing =
        |status| RawResponse::json(status, r#"{"sid": "ZZ00000000000000000000000000000000"}"#);
    let busy = || RawResponse::new("503 Service Unavailable");
    let listener = Listener::responding([
        thing("201 Created"),
        thing("201 Created"),
        thing("200 OK"),
        thing("200 OK"),
        thing("200 OK"),
        thing("201 Created"),
        busy(),
        thing("200 OK"),
        busy(),
        thing("201 Created"),
    ])
    .unwrap();
    let (url, program) = (listener.url(), fixtures.join("json-body.rs"));
    let run = move || run_in_place("json-body", &output.files, &program, &url);
    let printed = tokio::task::spawn_blocking(run).await.unwrap();
    let sent: Vec<String> = listener
        .received()
        .iter()
        .map(|request| {
            let content_type = request.header("content-type").unwrap_or_default();
            format!(
                "{} {} {content_type}\n{}\n",
                request.method, request.target, request.body
            )
        })
        .collect();
    snapshots("fixtures", "tests/fixtures/json-body.rs").bind(|| {
        insta::assert_snapshot!("json-body-sent", format!("{}\n{printed}", sent.join("\n")));
    });
}
