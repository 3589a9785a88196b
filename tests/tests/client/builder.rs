//! Settings of a client.

use std::time::Duration;

use twilio_calls::{Client, ClientBuilder, Error, Outcome, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

use crate::support::{FROM, SID, TO, builder, call, client, credentials, full_house, json};

fn settings() -> ClientBuilder {
    Client::builder(credentials())
}

#[test]
fn settings_are_checked() {
    for (builder, part) in [
        (settings().base_url("ftp://x"), "must begin with"),
        (
            settings().base_url("http://u:p@x"),
            "must not contain credentials",
        ),
        (settings().base_url("http://x/?a"), "must not have a query"),
        (settings().base_url("x"), "base URL must begin with"),
        (
            settings().base_url("localhost:80"),
            "base URL must begin with",
        ),
        (settings().base_url("http://x:y"), "base URL is invalid"),
        (
            settings().base_url("http://x").region("ie1"),
            "cannot be combined",
        ),
        (settings().token_url("x"), "token URL"),
        (settings().region("a.b"), "region"),
        (settings().edge(""), "edge"),
        (settings().timeout(Duration::ZERO), "zero"),
        (settings().connect_timeout(Duration::ZERO), "zero"),
        (settings().calls_per_second(0), "zero"),
        (settings().user_agent_suffix("a\nb"), "user agent"),
        (settings().user_agent_suffix("é"), "user agent"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.is_configuration());
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(error.outcome(), Outcome::NoEffect);
    }
}

/// Credentials do not belong in a URL. If they are there anyway, they are never shown.
#[test]
fn credentials_in_a_url_are_not_shown() {
    for url in [
        "http://user:hunter2@127.0.0.1:1/",
        "http://user:hunter2@127.0.0.1:x/",
        "http://user:hunter2@",
        "user:hunter2@127.0.0.1",
        "ftp://hunter2@x",
    ] {
        for builder in [settings().base_url(url), settings().token_url(url)] {
            let mut shown = format!("{builder:?} {builder:#?}");
            let error = builder.build().unwrap_err();
            shown.push_str(&format!("{error} {error:?} {error:#?}"));
            let mut source = std::error::Error::source(&error);
            while let Some(inner) = source {
                shown.push_str(&format!("{inner} {inner:?}"));
                source = inner.source();
            }
            assert!(
                !shown.contains("hunter2") && !shown.contains("user:"),
                "{shown}"
            );
        }
    }
}

#[test]
fn hosts_follow_the_official_rules() {
    for (builder, host) in [
        (settings(), "https://api.twilio.com"),
        (settings().region("ie1"), "https://api.ie1.twilio.com"),
        (
            settings().edge("dublin"),
            "https://api.dublin.us1.twilio.com",
        ),
        (
            settings().edge("dublin").region("ie1"),
            "https://api.dublin.ie1.twilio.com",
        ),
    ] {
        let shown = format!("{:?}", builder.build().unwrap());
        assert!(shown.contains(&format!("\"{host}\"")), "{shown}");
    }
}

#[test]
fn a_builder_shows_its_settings() {
    let builder = settings().region("ie1").edge("dublin");
    let builder = builder
        .user_agent_suffix("dialler/2.1")
        .timeout(Duration::from_secs(7));
    let shown = format!("{builder:?}");
    for part in [
        "ClientBuilder {",
        "region: Some(\"ie1\")",
        "edge: Some(\"dublin\")",
        " timeout: 7s",
        "dialler/2.1",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[tokio::test]
async fn a_base_url_can_have_a_path() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    for base in ["", "/", "/twilio", "/twilio/"] {
        let client = settings().base_url(format!("{}{base}", listener.url()));
        client.build().unwrap().fetch_call(SID).await.unwrap();
        let target = listener.received().pop().unwrap().target;
        let rest = target.strip_prefix(base.trim_end_matches('/')).unwrap();
        assert!(rest.starts_with("/2010-04-01/"), "{target}");
    }
}

#[tokio::test]
async fn the_user_agent_names_crate_and_application() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    client(&listener).fetch_call(SID).await.unwrap();
    let own = builder(&listener).user_agent_suffix("dialler/2.1");
    own.build().unwrap().fetch_call(SID).await.unwrap();
    let agents: Vec<String> = listener
        .received()
        .iter()
        .map(|request| request.header("user-agent").unwrap().to_owned())
        .collect();
    assert!(agents[0].starts_with("twilio-calls/"), "{agents:?}");
    assert_eq!(agents[1], format!("{} dialler/2.1", agents[0]));
}

/// Every wait is bounded, whatever is configured.
#[tokio::test(start_paused = true)]
async fn time_limits_are_never_infinite() {
    let listener = Listener::acting(|_, _| Act::Silent).unwrap();
    let once = RetryPolicy::never();
    for (limit, client) in [
        (30, client(&listener)),
        (
            7,
            builder(&listener)
                .timeout(Duration::from_secs(7))
                .build()
                .unwrap(),
        ),
    ] {
        let started = tokio::time::Instant::now();
        let error = client
            .fetch_call(SID)
            .retry(once.clone())
            .await
            .unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(started.elapsed().as_secs(), limit);
    }
    // The limit of a request overrides that of its client.
    let started = tokio::time::Instant::now();
    let request = client(&listener).fetch_call(SID).retry(once);
    let error = request
        .request_timeout(Duration::from_secs(2))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(started.elapsed().as_secs(), 2);
    // The total time of all attempts is limited, too.
    let started = tokio::time::Instant::now();
    let error = client(&listener).fetch_call(SID).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 3, "{error:?}");
    assert!(
        started.elapsed() <= Duration::from_millis(90_010),
        "{:?}",
        started.elapsed()
    );
}

/// A connection that was never made is recognized as such, so that a create may be retried.
#[tokio::test(start_paused = true)]
async fn connecting_has_a_limit_of_its_own() {
    let (url, _listener, _waiting) = full_house().await;
    let there = || settings().base_url(&url).timeout(Duration::from_secs(100));
    let quick = there().connect_timeout(Duration::from_secs(3));
    for (builder, limit) in [(there(), 10), (quick, 3)] {
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        let started = tokio::time::Instant::now();
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert!(error.is_connect() && error.is_timeout() && error.is_retryable());
        assert_eq!(error.outcome(), Outcome::NoEffect);
        assert_eq!(started.elapsed().as_secs(), limit, "{error:?}");
    }
}

fn elsewhere(listener: &Listener) -> RawResponse {
    RawResponse::new("307 Temporary Redirect")
        .header("Location", &format!("{}/else", listener.url()))
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let there = elsewhere(&target);
    let listener = Listener::acting(move |_, _| there.clone()).unwrap();
    let told_to = builder(&listener)
        .configure_http(|http| http.redirect(twilio_calls::reqwest::redirect::Policy::limited(3)));
    for client in [client(&listener), told_to.build().unwrap()] {
        let error = client.fetch_call(SID).await.unwrap_err();
        assert_eq!(error.status(), Some(307));
        assert!(error.to_string().contains("redirect"), "{error}");
    }
    assert_eq!(listener.received().len(), 2);
    assert_eq!(target.received().len(), 0, "no credentials went there");
}

/// The application's own client. With default features, no crypto provider has to be installed.
fn own_http() -> twilio_calls::reqwest::Client {
    twilio_calls::reqwest::Client::builder()
        .no_proxy()
        .default_headers(
            [("x-own".parse().unwrap(), "yes".parse().unwrap())]
                .into_iter()
                .collect(),
        )
        .build()
        .unwrap()
}

#[tokio::test]
async fn an_http_client_of_ones_own_is_used() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let client = builder(&listener).http_client(own_http()).build().unwrap();
    client.fetch_call(SID).await.unwrap();
    assert_eq!(listener.received()[0].header("x-own"), Some("yes"));
}

#[tokio::test]
async fn a_client_that_follows_redirects_is_found_out() {
    let target = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let there = elsewhere(&target);
    let listener = Listener::acting(move |_, _| there.clone()).unwrap();
    let client = builder(&listener).http_client(own_http()).build().unwrap();
    let error = client.fetch_call(SID).await.unwrap_err();
    assert!(error.is_configuration());
    assert!(error.to_string().contains("redirect"), "{error}");
    assert_eq!(error.outcome(), Outcome::NoEffect, "it only reads");
}

#[test]
fn everything_can_be_sent_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send>(_: T) {}
    shared::<Client>();
    shared::<ClientBuilder>();
    shared::<Error>();
    shared::<RetryPolicy>();
    let client = settings().build().unwrap();
    sent(client.fetch_call(SID).send());
    sent(client.list_calls().pages());
    sent(client.list_calls().stream());
    sent(client.wait_for_call(SID).send());
    sent(client.fetch_call(SID).csv());
    sent(client.create_call("a", "b").twiml("<Response/>").response());
}

#[tokio::test]
async fn clones_are_cheap_and_share_connections() {
    assert!(size_of::<Client>() <= 48, "an account and a pointer");
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let client = client(&listener);
    for _ in 0..3 {
        client.clone().fetch_call(SID).await.unwrap();
    }
    assert!(
        listener
            .received()
            .iter()
            .all(|request| request.connection == 1)
    );
}
