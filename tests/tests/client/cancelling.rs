//! Dropping a future at any point ends that future, and affects nothing else.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout};
use twilio_calls::{Client, Credentials, Page, RetryPolicy};
use twilio_calls_tests::listener::{Listener, RawResponse};

use crate::support::{ACCOUNT, FROM, SID, TO, builder, call, client, json, page, sid};

/// The future's output, or `None` if it was woken more than `wakes` times and dropped at that point.
async fn cut<F: Future>(future: F, wakes: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = wakes;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(cx).map(Some)
    })
    .await
}

/// Cuts two futures at every pair of points, and shows each time that a third one completes.
async fn cut_everywhere<F: Future>(make: impl Fn() -> F) {
    for wakes in 0..64 {
        let (one, other) = (wakes % 8, wakes / 8);
        tokio::join!(cut(make(), one), cut(make(), other));
        timeout(Duration::from_secs(60), make())
            .await
            .expect("something is stuck");
    }
}

#[tokio::test(start_paused = true)]
async fn while_a_token_is_fetched_or_renewed() {
    // Every token expires immediately, and every second request is rejected.
    let listener = Listener::acting(|number, request| {
        if request.target == "/v2/token" {
            let token = format!(r#"{{"access_token":"T{number}","expires_in":0}}"#);
            RawResponse::json("200 OK", token)
        } else if number % 2 == 0 {
            RawResponse::json("401 Unauthorized", "{}")
        } else {
            json("200 OK", call(1, "ringing"))
        }
    })
    .unwrap();
    let credentials = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
    let client = Client::builder(credentials)
        .base_url(listener.url())
        .build()
        .unwrap();
    cut_everywhere(|| client.fetch_call(SID).send()).await;
}

#[tokio::test(start_paused = true)]
async fn while_a_create_waits_for_its_turn_or_for_another_attempt() {
    let listener = Listener::acting(|number, _| match number % 3 {
        0 => json("201 Created", call(1, "queued")),
        _ => RawResponse::new("429 Too Many Requests"),
    })
    .unwrap();
    let policy = RetryPolicy::default().max_attempts(4);
    let client = builder(&listener)
        .calls_per_second(5)
        .retry(policy)
        .build()
        .unwrap();
    cut_everywhere(|| client.create_call(TO, FROM).twiml("<Response/>").send()).await;
    // A dropped future delays nobody.
    let started = Instant::now();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .retry(RetryPolicy::never())
        .await
        .ok();
    assert!(started.elapsed() < Duration::from_millis(300));
}

/// A stream whose `next` was dropped continues where it was: no item is lost or repeated.
#[tokio::test(start_paused = true)]
async fn while_a_page_is_on_its_way() {
    let listener = Listener::acting(|_, request| {
        let number = match request.target.split_once("Page=") {
            Some((_, number)) => number.parse::<usize>().unwrap(),
            None => 0,
        };
        let next = format!("/next?Page={}", number + 1);
        let next = (number < 30).then_some(next.as_str());
        json("200 OK", page(number..number + 1, &request.target, next))
    })
    .unwrap();
    let client = client(&listener);
    for list in [client.list_calls(), client.list_calls().prefetch()] {
        let mut pages = list.clone().pages();
        let mut calls = list.stream();
        for number in 0..31 {
            let page = loop {
                // The more often it is dropped, the longer it may run.
                if let Some(page) = cut(pages.try_next(), 1 + number % 4).await {
                    break page.unwrap().unwrap();
                }
            };
            assert_eq!(page.items()[0].sid, sid(number).as_str());
            let call = loop {
                if let Some(call) = cut(calls.try_next(), 1 + number % 4).await {
                    break call.unwrap().unwrap();
                }
            };
            assert_eq!(call.sid, sid(number).as_str());
        }
        assert!(pages.try_next().await.unwrap().is_none());
        assert!(calls.try_next().await.unwrap().is_none());
    }
    assert_eq!(
        listener.received().len(),
        4 * 31,
        "each page was asked for once"
    );
}
