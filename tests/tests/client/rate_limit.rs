//! The client's own limit of calls per second.

use std::time::Duration;

use tokio::time::Instant;
use twilio_calls_tests::listener::Listener;

use crate::support::{FROM, SID, TO, builder, call, json};

#[tokio::test(start_paused = true)]
async fn creates_keep_the_pace_in_the_order_they_came() {
    let listener = Listener::acting(|_, _| json("201 Created", call(1, "queued"))).unwrap();
    let client = builder(&listener).calls_per_second(2).build().unwrap();
    let started = Instant::now();
    let mut tasks = Vec::new();
    for number in 0..6 {
        let client = client.clone();
        let task = tokio::spawn(async move {
            let to = format!("+1555000000{number}");
            client
                .create_call(to, FROM)
                .twiml("<Response/>")
                .await
                .unwrap();
        });
        // It takes its place before the next one arrives.
        tokio::task::yield_now().await;
        if number == 3 {
            // A dropped request passes its place to the next one.
            task.abort();
        } else {
            tasks.push(task);
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    let took = started.elapsed();
    assert!(
        (Duration::from_secs(2)..Duration::from_millis(2010)).contains(&took),
        "{took:?}"
    );
    let order: Vec<String> = listener
        .received()
        .iter()
        .filter_map(|request| {
            request
                .body
                .split("%2B1555000000")
                .nth(1)
                .map(|rest| rest[..1].to_owned())
        })
        .collect();
    assert_eq!(order, ["0", "1", "2", "4", "5"]);
}

#[tokio::test(start_paused = true)]
async fn reads_do_not_wait_for_it() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let client = builder(&listener).calls_per_second(1).build().unwrap();
    let started = Instant::now();
    for _ in 0..5 {
        client.fetch_call(SID).await.unwrap();
    }
    assert!(started.elapsed() < Duration::from_millis(100));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_after_the_first_waits_too() {
    let listener = Listener::acting(|number, _| match number {
        1 => json("429 Too Many Requests", "").header("Retry-After", "0"),
        _ => json("201 Created", call(1, "queued")),
    })
    .unwrap();
    let client = builder(&listener).calls_per_second(1).build().unwrap();
    let started = Instant::now();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn time_without_calls_is_not_saved_up() {
    let listener = Listener::acting(|_, _| json("201 Created", call(1, "queued"))).unwrap();
    let client = builder(&listener).calls_per_second(1).build().unwrap();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    tokio::time::advance(Duration::from_secs(60)).await;
    let started = Instant::now();
    for _ in 0..3 {
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap();
    }
    assert!(started.elapsed() >= Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn the_highest_limit_holds_nothing_up() {
    let listener = Listener::acting(|_, _| json("201 Created", call(1, "queued"))).unwrap();
    let client = builder(&listener)
        .calls_per_second(u32::MAX)
        .build()
        .unwrap();
    for _ in 0..10 {
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap();
    }
}
