//! The call log and single calls as comma-separated values.

use std::time::Duration;

use tokio::time::Instant;
use twilio_calls::{ByteStream, CallRow, CallStatus, Error, Party};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

use crate::support::{ACCOUNT, SID, builder, client};

fn table(body: impl Into<Vec<u8>>) -> RawResponse {
    RawResponse::new("200 OK")
        .header("Content-Type", "text/csv")
        .body(body)
}

#[tokio::test]
async fn the_call_log_is_streamed_whatever_its_size() {
    let listener = Listener::acting(|_, _| table("Sid,To\n".repeat(100_000))).unwrap();
    // What is not kept in memory needs no limit.
    let client = builder(&listener).max_response_size(1000).build().unwrap();
    let log = client.list_calls().status(CallStatus::Completed).csv_page();
    let mut csv = log.await.unwrap();
    let mut length = 0;
    while let Some(piece) = csv.try_next().await.unwrap() {
        length += piece.len();
    }
    assert_eq!(length, 700_000);
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.csv?PageSize=1000&Status=completed");
    assert_eq!(listener.received()[0].target, path);
}

#[tokio::test]
async fn a_single_call_is_a_table_too() {
    let listener = Listener::responding([table("Sid\nCA\n")]).unwrap();
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
    let csv = client(&listener).list_calls().csv_page().await.unwrap();
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
    let listener = Listener::acting(|_, _| RawResponse::new("404 Not Found").body("no")).unwrap();
    let error = client(&listener).fetch_call(SID).csv().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.operation(), Some("fetchCallCsv"));
    assert_eq!(error.raw_body(), Some(b"no".as_slice()));
}

/// Such as the login page of a proxy. Read as CSV, it would have no rows and cause no error.
#[tokio::test]
async fn a_page_of_html_instead_of_a_table_is_an_error() {
    let page = RawResponse::new("200 OK").header("Content-Type", "text/html; charset=utf-8");
    let listener = Listener::responding([page.body("<html>Jane</html>")]).unwrap();
    let error = client(&listener).list_calls().csv_page().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listCallsCsv: the response (200) is an HTML page, which is not from Twilio's API"
    );
    assert!(error.is_decode());
    assert_eq!(error.raw_body(), Some(b"<html>Jane</html>".as_slice()));
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_table_that_stops_is_an_error_and_no_end() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 500\r\n\r\nSid\n";
    let listener = Listener::acting(move |_, _| Act::Raw(cut.to_vec())).unwrap();
    let mut csv = client(&listener).list_calls().csv_page().await.unwrap();
    assert_eq!(csv.try_next().await.unwrap().unwrap(), "Sid\n");
    let error = csv.try_next().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listCallsCsv: the response body ended early (200)"
    );
    assert_eq!(error.headers().unwrap()["content-type"], "text/csv");
    assert!(csv.next().await.is_none());
}

/// The limit of the request, or else that of its client, applies to every chunk.
#[tokio::test(start_paused = true)]
async fn a_piece_that_does_not_come_in_time_is_an_error() {
    let start = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\nSid\n";
    let listener = Listener::acting(move |_, _| Act::Stall(start.to_vec())).unwrap();
    let log = client(&listener).list_calls();
    let quick = log.clone().request_timeout(Duration::from_secs(3));
    for (log, limit) in [(log, 30), (quick, 3)] {
        let mut csv = log.csv_page().await.unwrap();
        csv.try_next().await.unwrap().unwrap();
        let started = Instant::now();
        let error = csv.try_next().await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(error.operation(), Some("listCallsCsv"));
        assert_eq!(error.attempts(), 1);
        assert_eq!(started.elapsed().as_secs(), limit);
        assert!(csv.next().await.is_none());
    }
}

/// A response that is not CSV is read like any other: in time, and up to the limit.
#[tokio::test(start_paused = true)]
async fn a_response_that_is_no_table_is_bounded() {
    let head = b"HTTP/1.1 202 Accepted\r\n\r\n";
    let listener = Listener::acting(move |number, _| match number {
        1 => Act::Stall(head.to_vec()),
        _ => Act::Endless(head, vec![b' '; 4096]),
    })
    .unwrap();
    let client = builder(&listener).max_response_size(100_000);
    let log = client.build().unwrap().list_calls();
    let started = Instant::now();
    let error = log.clone().csv_page().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(started.elapsed().as_secs(), 30);
    assert!(log.csv_page().await.unwrap_err().is_too_large());
}

/// Each chunk has to arrive in time; the whole body may take as long as it needs.
#[tokio::test(start_paused = true)]
async fn a_table_that_never_ends_can_be_left() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\n";
    let listener = Listener::acting(move |_, _| Act::Endless(head, b"Sid\n".repeat(4096))).unwrap();
    let client = builder(&listener)
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let mut csv = client.list_calls().csv_page().await.unwrap();
    let mut length = 0;
    while length < 10 << 20 {
        length += csv.try_next().await.unwrap().unwrap().len();
    }
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\n";
const HEAD_AND_HEADER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\nSid\n";

/// Reads until an error, and returns it with the seconds that passed.
async fn seconds_until_error(mut csv: ByteStream) -> (Error, u64) {
    let started = Instant::now();
    loop {
        match csv.try_next().await {
            Ok(piece) => assert!(piece.is_some(), "it ended"),
            Err(error) => {
                assert!(csv.next().await.is_none(), "it goes on after an error");
                return (error, started.elapsed().as_secs());
            }
        }
    }
}

/// A single byte in time is not enough: the body has to make progress.
#[tokio::test(start_paused = true)]
async fn a_body_that_only_trickles_is_an_error() {
    let half = Duration::from_millis(500);
    let listener = Listener::acting(move |_, _| Act::Drip(HEAD, b"x", half)).unwrap();
    let log = client(&listener).list_calls();
    let (error, seconds) = seconds_until_error(log.clone().csv_page().await.unwrap()).await;
    assert_eq!(
        error.to_string(),
        "listCallsCsv: no complete response within 30s"
    );
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.attempts(), 1);
    assert_eq!(seconds, 30);
    let quick = log.request_timeout(Duration::from_secs(3));
    let (_, seconds) = seconds_until_error(quick.csv_page().await.unwrap()).await;
    assert_eq!(seconds, 3);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_gets_on_slowly_is_read_for_hours() {
    let piece: &[u8] = &[b'x'; 512];
    let pause = Duration::from_secs(14);
    let listener = Listener::acting(move |_, _| Act::Drip(HEAD, piece, pause)).unwrap();
    let mut csv = client(&listener).list_calls().csv_page().await.unwrap();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(5 * 3600) {
        csv.try_next().await.unwrap().unwrap();
    }
}

/// The time during which nobody reads the body does not count.
#[tokio::test(start_paused = true)]
async fn a_body_is_not_late_because_it_is_read_late() {
    let second = Duration::from_secs(1);
    let listener = Listener::acting(move |_, _| Act::Drip(HEAD, b"x", second)).unwrap();
    let mut csv = client(&listener).list_calls().csv_page().await.unwrap();
    for _ in 0..40 {
        csv.try_next().await.unwrap().unwrap();
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    // Starts waiting and is dropped, like a branch of `select!`.
    for _ in 0..40 {
        let _ = tokio::time::timeout(Duration::from_millis(1), csv.try_next()).await;
        tokio::time::sleep(Duration::from_secs(600)).await;
        csv.try_next().await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_that_does_not_get_complete_in_time_is_an_error() {
    // A chunk is large enough to count as progress, but contains no row.
    let pieces: [&'static [u8]; 2] = [&[b'a'; 2048], &[b'\n'; 2048]];
    for (piece, pause) in [(b"a".as_slice(), 500), (pieces[0], 5000), (pieces[1], 5000)] {
        let pause = Duration::from_millis(pause);
        let listener =
            Listener::acting(move |_, _| Act::Drip(HEAD_AND_HEADER, piece, pause)).unwrap();
        let csv = client(&listener).list_calls().csv_page().await.unwrap();
        let mut rows = csv.rows::<CallRow>();
        let started = Instant::now();
        let error = rows.try_next().await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.operation(), Some("listCallsCsv"));
        assert_eq!(started.elapsed().as_secs(), 30);
        assert!(rows.next().await.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn rows_that_come_slowly_are_read_for_hours() {
    let row = b"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\n";
    let pause = Duration::from_secs(29);
    let listener = Listener::acting(move |_, _| Act::Drip(HEAD_AND_HEADER, row, pause)).unwrap();
    let csv = client(&listener).list_calls().csv_page().await.unwrap();
    let mut rows = csv.rows::<CallRow>();
    for _ in 0..1000 {
        rows.try_next().await.unwrap().unwrap();
    }
}

/// The number of lines without a row is limited, however fast they arrive.
#[tokio::test]
async fn lines_without_a_row_are_an_error() {
    for start in [HEAD, HEAD_AND_HEADER] {
        let listener =
            Listener::acting(move |_, _| Act::Endless(start, b"\r\n".repeat(4096))).unwrap();
        let csv = client(&listener).list_calls().csv_page().await.unwrap();
        let mut rows = csv.rows::<CallRow>();
        let error = rows.try_next().await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert!(
            error.to_string().contains("no row ends within 1 MiB"),
            "{error}"
        );
        assert!(rows.next().await.is_none());
    }
}

#[tokio::test]
async fn a_table_is_a_page_as_large_as_it_can_be() {
    let listener = Listener::acting(|_, _| table("Sid\n")).unwrap();
    let list = client(&listener).list_calls();
    for (list, size) in [(list.clone(), 1000), (list.page_size(7), 7)] {
        drop(list.csv_page().await.unwrap());
        let target = listener.received().pop().unwrap().target;
        assert!(
            target.ends_with(&format!("/Calls.csv?PageSize={size}")),
            "{target}"
        );
    }
}

#[tokio::test]
async fn what_goes_over_pages_is_rejected_for_a_table() {
    let listener = Listener::responding([]).unwrap();
    let list = client(&listener).list_calls();
    for (list, option) in [
        (list.clone().limit(10), "limit"),
        (list.resume("/x"), "resume"),
    ] {
        let error = list.csv_page().await.err().unwrap();
        assert_eq!(
            error.to_string(),
            format!(
                "listCallsCsv: nothing was sent: `{option}` does not apply to CSV, which is a single page; \
                 use filters and the page size instead"
            )
        );
    }
    assert!(listener.received().is_empty());
}
