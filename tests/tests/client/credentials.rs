//! Credentials: tokens, keys, OAuth, the environment and subaccounts.

use std::error::Error as _;
use std::process::Command;
use std::time::Duration;

use twilio_calls::{AccountSid, Client, Credentials, Error, Outcome, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse, Received};

use crate::support::{ACCOUNT, FROM, SID, TO, call, client, json};

const KEY: &str = "SKf6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6";

fn ringing() -> RawResponse {
    json("200 OK", call(1, "ringing"))
}

#[tokio::test]
async fn the_account_or_the_key_is_who_asks() {
    let listener = Listener::acting(|_, _| ringing()).unwrap();
    for (credentials, expected) in [
        (
            Credentials::auth_token(ACCOUNT, "a token").unwrap(),
            // `ACa1..:a token`
            "Basic QUNhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMTphIHRva2Vu",
        ),
        (
            Credentials::api_key(ACCOUNT, KEY, "its secret").unwrap(),
            // `SKf6..:its secret`
            "Basic U0tmNmY2ZjZmNmY2ZjZmNmY2ZjZmNmY2ZjZmNmY2ZjZmNjppdHMgc2VjcmV0",
        ),
    ] {
        let client = Client::builder(credentials).base_url(listener.url());
        client.build().unwrap().fetch_call(SID).await.unwrap();
        let request = listener.received().pop().unwrap();
        assert_eq!(request.header("authorization"), Some(expected));
        assert!(request.target.contains(ACCOUNT));
    }
}

#[test]
fn credentials_of_the_wrong_kind_are_rejected() {
    for (credentials, part) in [
        (Credentials::auth_token(KEY, "token"), "account SID"),
        (Credentials::auth_token(ACCOUNT, ""), "auth token is empty"),
        (Credentials::api_key(ACCOUNT, ACCOUNT, "secret"), "`SK`"),
        (Credentials::api_key(ACCOUNT, KEY, ""), "is empty"),
        (
            Credentials::client_credentials(ACCOUNT, "", "s"),
            "client ID",
        ),
        (
            Credentials::client_credentials(ACCOUNT, "i", ""),
            "client secret",
        ),
    ] {
        let error = credentials.unwrap_err();
        assert!(error.is_configuration());
        assert!(error.to_string().contains(part), "{error}");
    }
}

/// A file with a secret often ends in a line break, with which Twilio would reject the credentials.
#[test]
fn secrets_with_white_space_around_them_are_rejected() {
    for secret in ["token\n", "token\r\n", " token", "token\t"] {
        for (credentials, what) in [
            (
                Credentials::auth_token(ACCOUNT, secret),
                "the auth token begins or ends with white space",
            ),
            (
                Credentials::api_key(ACCOUNT, KEY, secret),
                "the secret of the API key begins or ends with white space",
            ),
            (
                Credentials::client_credentials(ACCOUNT, "id", secret),
                "the client secret begins or ends with white space",
            ),
        ] {
            let error = credentials.unwrap_err();
            assert!(error.is_configuration());
            assert_eq!(error.to_string(), what);
            assert!(!format!("{error:?}").contains("token\\"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn a_client_can_act_for_a_subaccount() {
    const BRANCH: AccountSid = AccountSid::from_static("ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5");
    let listener = Listener::acting(|_, _| ringing()).unwrap();
    let client = client(&listener);
    client.for_account(BRANCH).fetch_call(SID).await.unwrap();
    client.fetch_call(SID).await.unwrap();
    let requests = listener.received();
    let path = |account: &str| format!("/2010-04-01/Accounts/{account}/Calls/{SID}.json");
    assert_eq!(requests[0].target, path(BRANCH.as_str()));
    assert_eq!(requests[1].target, path(ACCOUNT));
    // The owning account asks about the branch.
    let authorization = requests[0].header("authorization");
    assert_eq!(authorization, requests[1].header("authorization"));
    assert!(authorization.is_some());
}

/// A child process with this environment reports what it contains: our own environment cannot be changed safely.
#[test]
#[ignore = "runs in an environment that another test makes"]
fn environment_of_a_child() {
    match Client::from_env() {
        Ok(client) => println!("{client:?}"),
        Err(error) => println!("{error}"),
    }
}

fn with_environment(variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([
        "credentials::environment_of_a_child",
        "--exact",
        "--ignored",
        "--nocapture",
    ]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TWILIO_")) {
        child.env_remove(name);
    }
    let output = child.envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_environment_is_read_and_what_is_missing_is_named() {
    let account = ("TWILIO_ACCOUNT_SID", ACCOUNT);
    let token = ("TWILIO_AUTH_TOKEN", "hush");
    let key = ("TWILIO_API_KEY", KEY);
    let secret = ("TWILIO_API_SECRET", "hush");
    let region = ("TWILIO_REGION", "ie1");
    let edge = ("TWILIO_EDGE", "dublin");
    for (variables, expected) in [
        (vec![], "TWILIO_ACCOUNT_SID is not set"),
        (
            vec![("TWILIO_ACCOUNT_SID", ""), token],
            "TWILIO_ACCOUNT_SID is not set",
        ),
        (vec![token], "TWILIO_ACCOUNT_SID is not set"),
        (vec![account], "TWILIO_AUTH_TOKEN is not set"),
        (vec![account, key], "TWILIO_API_SECRET is not set"),
        (vec![account, secret], "TWILIO_API_KEY is not set"),
        (
            vec![account, ("TWILIO_AUTH_TOKEN", "hush\n")],
            "TWILIO_AUTH_TOKEN begins or ends with white space",
        ),
        (
            vec![account, ("TWILIO_AUTH_TOKEN", " ")],
            "TWILIO_AUTH_TOKEN begins or ends with white space",
        ),
        (
            vec![account, token, ("TWILIO_REGION", "ie1 ")],
            "TWILIO_REGION begins or ends with white space",
        ),
        (vec![account, token, secret], "https://api.twilio.com"),
        (
            vec![account, ("TWILIO_API_KEY", "SKx"), secret],
            "TWILIO_API_KEY is invalid",
        ),
        (
            vec![("TWILIO_ACCOUNT_SID", KEY), token],
            "belongs in TWILIO_API_KEY",
        ),
        (vec![account, token], "https://api.twilio.com"),
        (vec![account, key, secret], "https://api.twilio.com"),
        (vec![account, token, region], "https://api.ie1.twilio.com"),
        (
            vec![account, token, edge],
            "https://api.dublin.us1.twilio.com",
        ),
        (
            vec![account, token, edge, region],
            "https://api.dublin.ie1.twilio.com",
        ),
        (
            vec![account, token, ("TWILIO_EDGE", "evil.example/")],
            "TWILIO_EDGE is invalid",
        ),
        (
            vec![account, token, ("TWILIO_REGION", "a b")],
            "TWILIO_REGION is invalid",
        ),
    ] {
        let output = with_environment(&variables);
        assert!(output.contains(expected), "{variables:?}: {output}");
        assert!(!output.contains("hush"), "{output}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_access_token_is_fetched_kept_and_renewed() {
    let listener = Listener::acting(|number, request| {
        if request.target == "/v2/token" {
            assert_eq!(
                request.body,
                "grant_type=client_credentials&client_id=id&client_secret=s%26c"
            );
            assert_eq!(request.header("authorization"), None);
            let token = format!(
                r#"{{"access_token":"T{number}","token_type":"Bearer","expires_in":3600}}"#
            );
            RawResponse::json("200 OK", token)
        } else if number == 6 {
            RawResponse::json("401 Unauthorized", "{}")
        } else {
            ringing()
        }
    })
    .unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "s&c").unwrap();
    let client = Client::builder(credentials).base_url(listener.url());
    let client = client.build().unwrap();
    // Two concurrent requests fetch one token.
    let (one, other) = tokio::join!(client.fetch_call(SID).send(), client.fetch_call(SID).send());
    one.unwrap();
    other.unwrap();
    // It is renewed before it expires ...
    tokio::time::advance(Duration::from_secs(3580)).await;
    client.fetch_call(SID).await.unwrap();
    // ... and once after Twilio rejects it.
    client.fetch_call(SID).await.unwrap();
    let seen: Vec<String> = listener
        .received()
        .iter()
        .map(|request| {
            let authorization = request.header("authorization").unwrap_or("nobody");
            format!("{} as {authorization}", &request.target[..4])
        })
        .collect();
    assert_eq!(
        seen,
        [
            "/v2/ as nobody",
            "/201 as Bearer T1",
            "/201 as Bearer T1",
            "/v2/ as nobody",
            "/201 as Bearer T4",
            "/201 as Bearer T4",
            "/v2/ as nobody",
            "/201 as Bearer T7",
        ]
    );
}

#[tokio::test]
async fn a_token_that_is_rejected_twice_is_an_error() {
    let listener = Listener::acting(|number, request| {
        if request.target == "/v2/token" {
            RawResponse::json("200 OK", format!(r#"{{"access_token":"T{number}"}}"#))
        } else {
            RawResponse::json("401 Unauthorized", r#"{"code":20003,"message":"no"}"#)
        }
    })
    .unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
    let client = Client::builder(credentials).base_url(listener.url());
    let fetch = client.build().unwrap().fetch_call(SID);
    let error = fetch.await.unwrap_err();
    assert!(error.is_unauthorized() && !error.is_retryable());
    assert_eq!(listener.received().len(), 4);
}

/// Only reads are retried with a new token, and only if the policy allows it. The next request uses a new one.
#[tokio::test]
async fn a_rejected_token_is_renewed_for_the_next_request() {
    let listener = Listener::acting(|number, request| {
        if request.target == "/v2/token" {
            RawResponse::json("200 OK", format!(r#"{{"access_token":"T{number}"}}"#))
        } else if request.header("authorization") == Some("Bearer T1") {
            RawResponse::json("401 Unauthorized", r#"{"code":20003,"message":"no"}"#)
        } else {
            json("201 Created", call(1, "queued"))
        }
    })
    .unwrap();
    let client = |retry| {
        let credentials = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
        let builder = Client::builder(credentials).base_url(listener.url());
        builder.retry(retry).build().unwrap()
    };
    let started = |skip: usize| -> Vec<String> {
        let received = listener.received();
        let target = |request: &Received| request.target[..4].to_owned();
        received.iter().skip(skip).map(target).collect()
    };
    let create = client(RetryPolicy::default());
    let error = create
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert!(error.is_unauthorized() && !error.is_retryable());
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(started(0), ["/v2/", "/201"]);
    create
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert_eq!(started(2), ["/v2/", "/201"]);
}

/// A policy that never retries sends nothing twice, for whatever reason.
#[tokio::test]
async fn never_is_never() {
    let listener = Listener::acting(|number, request| {
        if request.target == "/v2/token" {
            RawResponse::json("200 OK", format!(r#"{{"access_token":"T{number}"}}"#))
        } else {
            RawResponse::json("401 Unauthorized", "{}")
        }
    })
    .unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
    let client = Client::builder(credentials)
        .base_url(listener.url())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    client.update_call(SID).time_limit(1).await.unwrap_err();
    client.delete_call(SID).await.unwrap_err();
    client.fetch_call(SID).await.unwrap_err();
    let seen: Vec<String> = listener
        .received()
        .iter()
        .map(|request| request.header("authorization").unwrap_or("-").to_owned())
        .collect();
    let each = [
        "-",
        "Bearer T1",
        "-",
        "Bearer T3",
        "-",
        "Bearer T5",
        "-",
        "Bearer T7",
    ];
    assert_eq!(seen, each);
}

/// The lifetime of a token counts from its request, however long the response takes.
#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_can_expire() {
    let listener = Listener::acting(|number, request| {
        if request.target == "/v2/token" {
            let token = format!(r#"{{"access_token":"T{number}","expires_in":100}}"#);
            let response = RawResponse::json("200 OK", token);
            Act::After(Duration::from_secs(20), Box::new(response.into()))
        } else {
            json("201 Created", call(1, "queued")).into()
        }
    })
    .unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
    let client = Client::builder(credentials).base_url(listener.url());
    let client = client.build().unwrap();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    // 69 of 100 seconds, 20 of which passed before it arrived.
    tokio::time::advance(Duration::from_secs(49)).await;
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    tokio::time::advance(Duration::from_secs(2)).await;
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    let tokens: Vec<String> = listener
        .received()
        .iter()
        .filter_map(|request| Some(request.header("authorization")?.to_owned()))
        .collect();
    assert_eq!(tokens, ["Bearer T1", "Bearer T1", "Bearer T4"]);
}

/// A token that does not arrive in time counts as missing: the create is not sent, and waits for it again.
#[tokio::test(start_paused = true)]
async fn a_token_that_does_not_come_has_no_effect() {
    let listener = Listener::acting(|_, _| Act::Silent).unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
    let client = Client::builder(credentials).base_url(listener.url());
    let client = client.build().unwrap();
    // The second request waits for the token that the first one fetches.
    let (one, other) = tokio::join!(
        client.create_call(TO, FROM).twiml("<Response/>").send(),
        client.create_call(TO, FROM).twiml("<Response/>").send()
    );
    for error in [one.unwrap_err(), other.unwrap_err()] {
        assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NoEffect);
        assert!(error.to_string().contains("access token"), "{error}");
    }
    assert!(
        listener
            .received()
            .iter()
            .all(|request| request.target == "/v2/token")
    );
}

/// Nothing is sent without a token, so a create may wait for one.
#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_got_now_is_asked_for_again() {
    let listener = Listener::acting(|number, _| match number {
        1 => RawResponse::new("503 Service Unavailable"),
        2 => RawResponse::json("200 OK", r#"{"access_token":"T"}"#),
        _ => json("201 Created", call(1, "queued")),
    })
    .unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "s").unwrap();
    let client = Client::builder(credentials).base_url(listener.url());
    let create = client
        .build()
        .unwrap()
        .create_call(TO, FROM)
        .twiml("<Response/>");
    create.await.unwrap();
    let targets: Vec<String> = listener
        .received()
        .iter()
        .map(|request| request.target[..4].to_owned())
        .collect();
    assert_eq!(targets, ["/v2/", "/v2/", "/201"]);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for (status, body) in [
        (
            "401 Unauthorized",
            r#"{"error":"invalid_client","error_description":"no"}"#,
        ),
        ("200 OK", r#"{"access_token":"bad\ntoken"}"#),
        ("200 OK", r#"{"access_token":"t","expires_in":-1}"#),
        ("200 OK", r#"{"access_token":"t","expires_in":1e999}"#),
        ("200 OK", r#"{"access_token":["bad"],"bad":"bad"}"#),
        ("200 OK", r#"{"bad":[tru"#),
        ("200 OK", "<html>bad"),
        ("200 OK", r#"{"access_token":""}"#),
        ("404 Not Found", r#"{"code":20404}"#),
        ("500 Internal Server Error", "bad: s3cr3t"),
    ] {
        let listener = Listener::acting(move |_, _| RawResponse::json(status, body)).unwrap();
        let credentials = Credentials::client_credentials(ACCOUNT, "id", "s3cr3t").unwrap();
        let client = Client::builder(credentials)
            .base_url(listener.url())
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_eq!(error.operation(), Some("createCall"));
        assert!(
            error
                .to_string()
                .contains("could not obtain an access token"),
            "{error}"
        );
        assert_eq!(error.raw_body(), None, "it could hold a token");
        assert!(!error.is_not_found(), "nobody looked for a resource");
        assert_eq!(error.outcome(), Outcome::NoEffect);
        let mut shown = format!("{error} {error:?}");
        let mut source = error.source();
        while let Some(inner) = source {
            shown.push_str(&format!(" {inner} {inner:?}"));
            if let Some(inner) = inner.downcast_ref::<Error>() {
                let body = String::from_utf8_lossy(inner.raw_body().unwrap_or_default());
                shown.push_str(&format!(" {body} {:?}", inner.json_path()));
            }
            source = inner.source();
        }
        assert!(
            !shown.contains("s3cr3t") && !shown.contains("bad"),
            "{shown}"
        );
        assert!(
            listener
                .received()
                .iter()
                .all(|request| request.target == "/v2/token")
        );
    }
}

/// A token that never expires, as far as numbers allow.
#[tokio::test]
async fn the_lifetime_of_a_token_can_be_any_number() {
    for lifetime in [0, 1, u64::MAX] {
        let listener = Listener::acting(move |_, request| {
            if request.target == "/v2/token" {
                RawResponse::json(
                    "200 OK",
                    format!(r#"{{"access_token":"T","expires_in":{lifetime}}}"#),
                )
            } else {
                ringing()
            }
        })
        .unwrap();
        let credentials = Credentials::client_credentials(ACCOUNT, "id", "s").unwrap();
        let client = Client::builder(credentials).base_url(listener.url());
        client.build().unwrap().fetch_call(SID).await.unwrap();
    }
}
