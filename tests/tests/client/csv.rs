//! The call log and single calls as comma-separated values.

use std::time::Duration;

use tokio::time::Instant;
use twilio_calls::{CallRow, CallStatus, Party};
use twilio_calls_tests::listener::{Act, Answer, Listener};

use crate::support::{ACCOUNT, SID, builder, client};

fn table(body: impl Into<Vec<u8>>) -> Answer {
    Answer::new("200 OK")
        .header("Content-Type", "text/csv")
        .body(body)
}

#[tokio::test]
async fn the_call_log_is_streamed_whatever_its_size() {
    let listener = Listener::acting(|_, _| table("Sid,To\n".repeat(100_000))).unwrap();
    // What is not kept in memory needs no limit.
    let client = builder(&listener).max_response_size(1000).build().unwrap();
    let log = client.list_calls().status(CallStatus::Completed).csv();
    let mut csv = log.await.unwrap();
    let mut length = 0;
    while let Some(piece) = csv.try_next().await.unwrap() {
        length += piece.len();
    }
    assert_eq!(length, 700_000);
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.csv?Status=completed");
    assert_eq!(listener.received()[0].target, path);
}

#[tokio::test]
async fn a_single_call_is_a_table_too() {
    let listener = Listener::answering([table("Sid\nCA\n")]).unwrap();
    let mut csv = client(&listener).fetch_call(SID).csv().await.unwrap();
    assert_eq!(csv.try_next().await.unwrap().unwrap(), "Sid\nCA\n");
    assert!(csv.try_next().await.unwrap().is_none());
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{SID}.csv");
    assert_eq!(listener.received()[0].target, path);
}

#[tokio::test]
async fn rows_are_typed_and_matched_by_name() {
    let text = format!(
        "Price,Sid,Surprise,To,Status,DateCreated,Duration\r\n\
         -0.0300,{SID},x,\"Doe, \"\"J\"\"\",completed,\"Tue, 31 Aug 2010 20:36:28 +0000\",15\r\n\
         ,{SID},,,later,,\r\n"
    );
    let listener = Listener::acting(move |_, _| table(text.clone())).unwrap();
    let csv = client(&listener).list_calls().csv().await.unwrap();
    let mut rows = csv.rows::<CallRow>();
    let row = rows.try_next().await.unwrap().unwrap();
    assert_eq!(row.sid, SID);
    assert_eq!(row.price.unwrap().as_str(), "-0.0300");
    assert_eq!(row.to.as_ref().map(Party::as_str), Some("Doe, \"J\""));
    assert_eq!(row.duration.map(|duration| duration.get()), Some(15));
    assert_eq!(
        row.date_created.unwrap().to_rfc3339().to_string(),
        "2010-08-31T20:36:28Z"
    );
    let row = rows.try_next().await.unwrap().unwrap();
    assert_eq!((row.price, row.to), (None, None));
    assert!(!row.status.unwrap().is_known());
    assert!(rows.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn an_error_instead_of_a_table_is_an_error() {
    let listener = Listener::acting(|_, _| Answer::new("404 Not Found").body("no")).unwrap();
    let error = client(&listener).fetch_call(SID).csv().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.operation(), Some("fetchCallCsv"));
    assert_eq!(error.raw_body(), Some(b"no".as_slice()));
}

#[tokio::test(start_paused = true)]
async fn a_table_that_stops_is_an_error_and_no_end() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 500\r\n\r\nSid\n";
    let listener = Listener::acting(move |_, _| Act::Raw(cut.to_vec())).unwrap();
    let mut csv = client(&listener).list_calls().csv().await.unwrap();
    assert_eq!(csv.try_next().await.unwrap().unwrap(), "Sid\n");
    let error = csv.try_next().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listCallsCsv: the response body ended early (200)"
    );
    assert_eq!(error.headers().unwrap()["content-type"], "text/csv");
    assert!(csv.next().await.is_none());
}

/// The limit of the request holds for every piece, or else that of its client.
#[tokio::test(start_paused = true)]
async fn a_piece_that_does_not_come_in_time_is_an_error() {
    let start = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\nSid\n";
    let listener = Listener::acting(move |_, _| Act::Stall(start.to_vec())).unwrap();
    let log = client(&listener).list_calls();
    let quick = log.clone().request_timeout(Duration::from_secs(3));
    for (log, limit) in [(log, 30), (quick, 3)] {
        let mut csv = log.csv().await.unwrap();
        csv.try_next().await.unwrap().unwrap();
        let begun = Instant::now();
        let error = csv.try_next().await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(error.operation(), Some("listCallsCsv"));
        assert_eq!(error.attempts(), 1);
        assert_eq!(begun.elapsed().as_secs(), limit);
        assert!(csv.next().await.is_none());
    }
}

/// What is no table is kept as other answers are: in time, and up to the limit.
#[tokio::test(start_paused = true)]
async fn an_answer_that_is_no_table_is_bounded() {
    let head = b"HTTP/1.1 202 Accepted\r\n\r\n";
    let listener = Listener::acting(move |number, _| match number {
        1 => Act::Stall(head.to_vec()),
        _ => Act::Endless(head, vec![b' '; 4096]),
    })
    .unwrap();
    let client = builder(&listener).max_response_size(100_000);
    let log = client.build().unwrap().list_calls();
    let begun = Instant::now();
    let error = log.clone().csv().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(begun.elapsed().as_secs(), 30);
    assert!(log.csv().await.unwrap_err().is_too_large());
}

/// Each piece has to come in time, the whole takes as long as it takes.
#[tokio::test(start_paused = true)]
async fn a_table_that_never_ends_can_be_left() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\n";
    let listener = Listener::acting(move |_, _| Act::Endless(head, b"Sid\n".repeat(4096))).unwrap();
    let client = builder(&listener)
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let mut csv = client.list_calls().csv().await.unwrap();
    let mut length = 0;
    while length < 10 << 20 {
        length += csv.try_next().await.unwrap().unwrap().len();
    }
}

#[tokio::test]
async fn a_limit_of_items_is_refused_for_a_table() {
    let listener = Listener::answering([]).unwrap();
    let log = client(&listener).list_calls().limit(10).csv();
    let error = log.await.err().unwrap();
    assert!(error.is_invalid_argument());
    assert!(error.to_string().contains("`limit`"), "{error}");
    assert!(listener.received().is_empty());
}
