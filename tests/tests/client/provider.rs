//! Credentials from a provider in the application.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::advance;
use twilio_calls::{
    AccountSid, Client, Credentials, CredentialsProvider, Error, Outcome, ProvidedCredentials,
    RetryPolicy,
};
use twilio_calls_tests::listener::{Listener, RawResponse};

use crate::support::{ACCOUNT, FROM, SID, TO, call, json};

const KEY: &str = "SKf6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6";
const SECOND: Duration = Duration::from_secs(1);

fn created() -> RawResponse {
    json("201 Created", call(1, "queued"))
}

fn client(listener: &Listener, provider: impl CredentialsProvider) -> Client {
    let credentials = Credentials::provider(ACCOUNT, provider).unwrap();
    let builder = Client::builder(credentials).base_url(listener.url());
    builder.build().unwrap()
}

/// A provider of numbered access tokens, and how often it was called.
fn numbered(lifetime: Option<Duration>) -> (impl CredentialsProvider, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            tokio::time::sleep(SECOND).await;
            let provided = ProvidedCredentials::access_token(format!("T{number}"));
            Ok::<_, std::io::Error>(match lifetime {
                Some(lifetime) => provided.expires_in(lifetime),
                None => provided,
            })
        }
    };
    (provider, asked)
}

fn authorizations(listener: &Listener) -> Vec<String> {
    let received = listener.received();
    let header = |name| {
        move |request: &twilio_calls_tests::listener::Received| {
            request.header(name).unwrap().to_owned()
        }
    };
    received.iter().map(header("authorization")).collect()
}

#[tokio::test]
async fn every_kind_is_sent_as_it_should() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    for (provided, expected) in [
        (
            ProvidedCredentials::auth_token("a token"),
            // `ACa1..:a token`
            "Basic QUNhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMTphIHRva2Vu",
        ),
        (
            ProvidedCredentials::api_key(KEY, "its secret"),
            // `SKf6..:its secret`
            "Basic U0tmNmY2ZjZmNmY2ZjZmNmY2ZjZmNmY2ZjZmNmY2ZjZmNjppdHMgc2VjcmV0",
        ),
        (ProvidedCredentials::access_token("T"), "Bearer T"),
    ] {
        let shown = format!("{provided:?}");
        assert!(
            !shown.contains("secret") && !shown.contains("a token"),
            "{shown}"
        );
        let provider = move || {
            let provided = provided.clone();
            async move { Ok::<_, std::io::Error>(provided) }
        };
        let client = client(&listener, provider);
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap();
        let request = listener.received().pop().unwrap();
        assert_eq!(request.header("authorization"), Some(expected));
        assert!(request.target.contains(ACCOUNT));
        // The same for requests on behalf of a subaccount.
        const BRANCH: AccountSid = AccountSid::from_static("ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5");
        client
            .for_account(BRANCH)
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap();
        let request = listener.received().pop().unwrap();
        assert_eq!(request.header("authorization"), Some(expected));
        assert!(request.target.contains(BRANCH.as_str()));
    }
}

#[tokio::test(start_paused = true)]
async fn requests_at_the_same_time_ask_once() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    let (provider, asked) = numbered(None);
    let client = client(&listener, provider);
    let requests: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.create_call(TO, FROM).twiml("<Response/>").send()))
        .collect();
    for request in requests {
        request.await.unwrap().unwrap();
    }
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    advance(Duration::from_secs(1_000_000)).await;
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1, "it never expires");
}

/// If the caller that waits for the provider is dropped, the next one takes over.
#[tokio::test(start_paused = true)]
async fn leaving_does_not_take_the_credentials_along() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    let (provider, asked) = numbered(None);
    let client = client(&listener, provider);
    let first = tokio::spawn(client.create_call(TO, FROM).twiml("<Response/>").send());
    tokio::time::sleep(SECOND / 2).await;
    let second = tokio::spawn(client.create_call(TO, FROM).twiml("<Response/>").send());
    tokio::time::sleep(SECOND / 4).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    assert_eq!(authorizations(&listener), ["Bearer T2"]);
}

#[tokio::test(start_paused = true)]
async fn credentials_are_renewed_before_they_expire() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    let (provider, _) = numbered(Some(100 * SECOND));
    let client = client(&listener, provider);
    // One second of the 70 passed while they were requested.
    for wait in [0, 68, 2, 60] {
        advance(wait * SECOND).await;
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap();
    }
    assert_eq!(
        authorizations(&listener),
        ["Bearer T1", "Bearer T1", "Bearer T2", "Bearer T2"]
    );
}

/// Only reads are retried with new ones.
#[tokio::test(start_paused = true)]
async fn rejected_credentials_are_not_used_again() {
    let listener = Listener::acting(|_, request| match request.header("authorization") {
        Some("Bearer T1" | "Bearer T3") => json("401 Unauthorized", r#"{"code":20003}"#),
        _ if request.method == "GET" => json("200 OK", call(1, "ringing")),
        _ => created(),
    })
    .unwrap();
    let (provider, asked) = numbered(None);
    let create = client(&listener, provider);
    let error = create
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert!(error.is_unauthorized() && !error.is_retryable());
    assert_eq!(error.outcome(), Outcome::Rejected);
    create
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert_eq!(authorizations(&listener), ["Bearer T1", "Bearer T2"]);
    assert_eq!(asked.load(Ordering::Relaxed), 2);

    let (provider, asked) = numbered(None);
    let read = client(&listener, provider);
    read.fetch_call(SID).await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

/// Nothing was sent, so a create is sent as soon as there are credentials.
#[tokio::test(start_paused = true)]
async fn a_provider_may_fail_for_a_while() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    let asked = AtomicUsize::new(0);
    let client = client(&listener, move || {
        let number = asked.fetch_add(1, Ordering::Relaxed);
        async move {
            match number {
                0 | 1 => Err("the vault is sealed"),
                _ => Ok(ProvidedCredentials::auth_token("token")),
            }
        }
    });
    let once = RetryPolicy::never();
    let create = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .retry(once);
    let error: Error = create.await.unwrap_err();
    assert!(error.is_retryable() && !error.is_unauthorized());
    assert_eq!(error.outcome(), Outcome::NoEffect);
    assert_eq!(
        error.to_string(),
        "createCall: could not obtain credentials"
    );
    let cause = error.source().unwrap();
    assert_eq!(
        cause.to_string(),
        "credentials: the credentials provider failed"
    );
    assert_eq!(cause.source().unwrap().to_string(), "the vault is sealed");
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert_eq!(listener.received().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_provider_has_as_much_time_as_an_attempt() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    let client = client(&listener, || async {
        std::future::pending::<Result<ProvidedCredentials, std::io::Error>>().await
    });
    let error = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NoEffect);
    assert!(listener.received().is_empty());
}

#[tokio::test]
async fn nonsense_from_a_provider_is_not_sent() {
    let listener = Listener::acting(|_, _| created()).unwrap();
    for provided in [
        ProvidedCredentials::auth_token(""),
        ProvidedCredentials::api_key(ACCOUNT, "s3cr3t"),
        ProvidedCredentials::api_key(KEY, ""),
        ProvidedCredentials::access_token(""),
        ProvidedCredentials::access_token("s3cr3t\n"),
    ] {
        let provider = move || {
            let provided = provided.clone();
            async move { Ok::<_, std::io::Error>(provided) }
        };
        let error = client(&listener, provider)
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await;
        let error = error.unwrap_err();
        assert!(!error.is_retryable());
        assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
    }
    assert!(listener.received().is_empty());
    let error = Credentials::provider(KEY, || async {
        Ok::<_, std::io::Error>(ProvidedCredentials::auth_token("token"))
    });
    assert!(error.unwrap_err().to_string().contains("account SID"));
}

/// Arguments can be passed by value or by reference.
#[test]
fn strings_are_taken_by_reference_too() {
    let (account, key, secret) = (ACCOUNT.to_owned(), KEY.to_owned(), "s".to_owned());
    Credentials::auth_token(&account, &secret).unwrap();
    Credentials::api_key(&account, &key, &secret).unwrap();
    Credentials::client_credentials(&account, &key, &secret).unwrap();
    let provided = ProvidedCredentials::api_key(&key, &secret);
    Credentials::provider(&account, move || {
        let provided = provided.clone();
        async move { Ok::<_, std::io::Error>(provided) }
    })
    .unwrap();
}
