//! Lists over many pages.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_core::Stream;
use tokio::sync::Notify;
use tokio::time::timeout;
use twilio_calls::{Call, CallPage, Client, Error, ErrorCode, ListCalls, Page};
use twilio_calls_tests::listener::{Act, Listener, RawResponse, Received};

use crate::support::{ACCOUNT, SID, builder, client, json, page, page_of, sid, silent};

/// The list without and with prefetch.
fn both_ways(client: &Client) -> [ListCalls; 2] {
    [client.list_calls(), client.list_calls().prefetch()]
}

fn path(rest: &str) -> String {
    format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json{rest}")
}

/// Seven calls on four pages, the second of which is empty.
fn four_pages(request: &Received) -> RawResponse {
    let second = path("?To=%2B1&StartTime%3C=2020-01-01&Page=1&PageToken=PA1");
    let (third, fourth) = (path("?Page=2"), path("?Page=3"));
    let target = request.target.as_str();
    let body = if target == second {
        page(3..3, target, Some(&third))
    } else if target == third {
        page(3..6, target, Some(&fourth))
    } else if target == fourth {
        page(6..7, target, None)
    } else {
        page(0..3, target, Some(&second))
    };
    json("200 OK", body)
}

#[tokio::test]
async fn awaited_a_list_is_its_first_page() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let page = client(&listener).list_calls().await.unwrap();
    assert_eq!(page.calls.len(), 3);
    assert_eq!(listener.received().len(), 1);
}

#[tokio::test]
async fn a_stream_gives_every_call_once_and_goes_over_empty_pages() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    for (walk, list) in both_ways(&client(&listener)).into_iter().enumerate() {
        let mut calls = list.page_size(3).stream();
        for number in 0..7 {
            assert_eq!(
                calls.try_next().await.unwrap().unwrap().sid,
                sid(number).as_str()
            );
        }
        assert!(calls.try_next().await.unwrap().is_none());
        assert!(calls.next().await.is_none());
        let requests = listener.received();
        assert_eq!(requests.len(), 4 * (walk + 1));
        assert_eq!(requests[4 * walk].target, path("?PageSize=3"));
    }
}

#[tokio::test]
async fn pages_are_given_one_by_one() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    for list in both_ways(&client(&listener)) {
        let mut pages = list.pages();
        let mut lengths = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            lengths.push(page.items().len());
        }
        assert_eq!(lengths, [3, 0, 3, 1]);
    }
}

#[tokio::test]
async fn a_limit_goes_across_pages_and_chooses_their_size() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    for list in both_ways(&client(&listener)) {
        let asked = |limit: usize| list.clone().limit(limit);
        let mut pages = asked(4).pages();
        let mut lengths = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            lengths.push(page.items().len());
        }
        assert_eq!(lengths, [3, 0, 1]);
        let before = listener.received().len();
        assert!(asked(0).stream().next().await.is_none());
        assert!(asked(0).pages().next().await.is_none());
        assert_eq!(listener.received().len(), before, "nothing was asked for");
    }
}

/// If the items do not fit on one page, they are not returned in part, not even with an error.
#[tokio::test]
async fn awaited_a_list_holds_its_limit_or_is_rejected() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let asked = |limit: usize| client(&listener).list_calls().limit(limit);
    for (request, size, length) in [
        (asked(1), 1, 1),
        (asked(1000), 1000, 3),
        (asked(7).page_size(20), 7, 3),
    ] {
        assert_eq!(request.await.unwrap().items().len(), length);
        let target = listener.received().pop().unwrap().target;
        assert_eq!(target, path(&format!("?PageSize={size}")));
    }
    let sent = listener.received().len();
    for request in [
        asked(0),
        asked(1001),
        asked(usize::MAX),
        asked(8).page_size(7),
        asked(1).resume("/next"),
    ] {
        let error = request.await.unwrap_err();
        assert!(error.is_invalid_argument());
        assert_eq!(
            error.to_string(),
            "listCalls: nothing was sent: `limit` is not between 1 and the size of a page, or is set together \
             with `resume`; use `collect` or `stream` instead of awaiting the request itself"
        );
    }
    assert_eq!(listener.received().len(), sent, "nothing was sent");
}

#[tokio::test]
async fn all_pages_are_as_large_as_they_can_be() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let list = client(&listener).list_calls();
    for (request, size) in [
        (list.clone(), 1000),
        (list.clone().limit(1001), 1000),
        (list.clone().limit(20), 20),
        (list.clone().limit(20).page_size(7), 7),
        (list.clone().page_size(7), 7),
    ] {
        request.stream().next().await.unwrap().unwrap();
        let target = listener.received().pop().unwrap().target;
        assert_eq!(target, path(&format!("?PageSize={size}")));
    }
    list.await.unwrap();
    assert_eq!(listener.received().pop().unwrap().target, path(""));
}

#[tokio::test]
async fn a_long_list_takes_few_requests() {
    let listener = Listener::acting(|_, request| {
        let number = |name: &str| -> Option<usize> {
            let (_, rest) = request.target.split_once(name)?;
            rest.split('&').next()?.parse().ok()
        };
        let size = number("PageSize=").unwrap_or(50);
        let start = number("PageToken=PA").unwrap_or(0);
        let end = (start + size).min(2500);
        let next = path(&format!("?PageSize={size}&PageToken=PA{end}"));
        let next = (end < 2500).then_some(next.as_str());
        json("200 OK", page(start..end, &request.target, next))
    })
    .unwrap();
    for (walk, list) in both_ways(&client(&listener)).into_iter().enumerate() {
        assert_eq!(list.collect().await.unwrap().len(), 2500);
        assert_eq!(listener.received().len(), 3 * (walk + 1));
    }
    let some = client(&listener).list_calls().limit(1200);
    assert_eq!(some.collect().await.unwrap().len(), 1200);
}

#[tokio::test]
async fn a_list_is_collected_up_to_its_limit() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let numbers = |calls: Vec<Call>| -> Vec<String> {
        calls.iter().map(|call| call.sid.to_string()).collect()
    };
    let expected: Vec<String> = (0..7).map(sid).collect();
    for list in both_ways(&client(&listener)) {
        assert_eq!(numbers(list.clone().collect().await.unwrap()), expected);
        let some = list.clone().limit(4).collect().await.unwrap();
        assert_eq!(numbers(some), expected[..4]);
        let sent = listener.received().len();
        assert!(list.limit(0).collect().await.unwrap().is_empty());
        assert_eq!(listener.received().len(), sent, "nothing was sent");
    }
}

#[tokio::test]
async fn a_page_is_walked_by_value_and_by_reference() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let page = client(&listener).list_calls().await.unwrap();
    let mut seen = Vec::new();
    for call in &page {
        seen.push(call.sid.to_string());
    }
    for (number, call) in page.into_iter().enumerate() {
        assert_eq!(call.sid, seen[number].as_str());
    }
    assert_eq!(seen, (0..3).map(sid).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_list_goes_on_at_a_stored_address() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let client = client(&listener);
    let first = client.list_calls().await.unwrap();
    let stored = first.next_page_uri().unwrap().to_owned();
    let page = client.list_calls().resume(&stored).await.unwrap();
    assert_eq!(page.uri(), Some(stored.as_str()));
    for list in both_ways(&client) {
        let list = list.resume(&stored);
        let rest = list.clone().collect().await.unwrap();
        let rest: Vec<_> = rest.iter().map(|call| call.sid.to_string()).collect();
        assert_eq!(rest, (3..7).map(sid).collect::<Vec<_>>());
        assert_eq!(list.limit(1).collect().await.unwrap().len(), 1);
    }
    let response = client.list_calls().resume(&stored).response().await;
    assert_eq!(response.unwrap().status(), 200);
}

/// The URL of a page contains everything that parameters could set; a URL of another server is not requested.
#[tokio::test]
async fn a_stored_address_stands_alone_and_stays_at_home() {
    let listener = silent();
    let list = client(&listener).list_calls().resume("/next");
    for (request, parameter) in [
        (list.clone().to(crate::support::TO), "To"),
        (list.clone().page_size(5), "PageSize"),
        (list.clone().query_param("New", "x"), "query_param"),
    ] {
        for error in [
            request.clone().await.unwrap_err(),
            request.stream().try_next().await.unwrap_err(),
        ] {
            assert_eq!(
                error.to_string(),
                format!(
                    "listCalls: nothing was sent: `{parameter}` and `resume` exclude each other"
                )
            );
        }
    }
    let away = client(&listener)
        .list_calls()
        .resume("https://evil.example/x");
    assert!(!away.clone().await.unwrap_err().to_string().contains("evil"));
    assert!(away.collect().await.is_err());
}

/// Unless the limit is reached, a page is only fetched when it is needed.
#[tokio::test]
async fn without_prefetch_a_page_is_fetched_when_it_is_wanted() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let mut calls = client(&listener).list_calls().stream();
    for _ in 0..3 {
        calls.try_next().await.unwrap().unwrap();
    }
    assert_eq!(listener.received().len(), 1);
    let limited = client(&listener).list_calls().prefetch().limit(3);
    let mut calls = limited.stream();
    while calls.try_next().await.unwrap().is_some() {}
    assert_eq!(listener.received().len(), 2);
}

/// Fetches up to the second page, and returns the result.
async fn follow(list: ListCalls) -> Result<Option<CallPage>, Error> {
    let mut pages = list.pages();
    pages.try_next().await?;
    pages.try_next().await
}

#[tokio::test]
async fn the_next_page_is_followed_byte_for_byte_and_only_at_home() {
    // The URI of the next page, and what is requested for it, if anything.
    for (next, asked) in [
        ("/next?x=%27+1&To=%2B1", Some("/next?x=%27+1&To=%2B1")),
        ("OWN/own?x=%27+1", Some("/own?x=%27+1")),
        ("//evil.example/x", Some("//evil.example/x")),
        ("/a b'c?d e'f", Some("/a%20b'c?d%20e%27f")),
        ("https://evil.example/2010-04-01/x", None),
        ("http://127.0.0.1:1/x", None),
        ("http://user:pass@127.0.0.1/x", None),
        ("http://user:pass@HOST/x", None),
        ("http://user@HOST/x", None),
        ("http://HOST@127.0.0.1:1/x", None),
        ("http://HOST\\@127.0.0.1:1/x", None),
        ("@evil.example/x", None),
        ("evil.example/x", None),
        ("file:///etc/passwd", None),
        ("/a/../b", None),
        ("/a#b", None),
        ("/a\\b", None),
        ("/a\tb", None),
    ] {
        let listener = Listener::acting(move |number, request| {
            let host = request.header("host").unwrap();
            let next = next.replace("OWN", "http://HOST").replace("HOST", host);
            if number % 2 == 1 {
                json("200 OK", page(0..1, "/first", Some(&next)))
            } else {
                json("200 OK", page(1..2, "/second", None))
            }
        })
        .unwrap();
        for (walk, list) in both_ways(&client(&listener)).into_iter().enumerate() {
            let outcome = follow(list).await;
            let requests = listener.received();
            match asked {
                Some(target) => {
                    assert!(outcome.unwrap().is_some(), "{next}");
                    assert_eq!(requests.last().unwrap().target, target);
                }
                None => {
                    let error = outcome.unwrap_err();
                    assert_eq!(error.operation(), Some("listCalls"));
                    assert!(!format!("{error:?}").contains("evil"), "{error:?}");
                    // The next request is a first one again.
                    assert_eq!(requests.len(), walk + 1, "{next}");
                    if walk == 0 {
                        break;
                    }
                }
            }
        }
    }
}

/// With prefetch, the URL of another host is not requested either.
#[tokio::test]
async fn credentials_never_leave_the_own_origin() {
    let other_host = Listener::acting(|_, _| json("200 OK", page(0..1, "/", None))).unwrap();
    let there = format!(
        "{}/2010-04-01/Accounts/{ACCOUNT}/Calls.json?Page=1",
        other_host.url()
    );
    let listener =
        Listener::acting(move |_, _| json("200 OK", page(0..1, "/", Some(&there)))).unwrap();
    for list in both_ways(&client(&listener)) {
        let error = follow(list).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("on another server and was not fetched"),
            "{error}"
        );
    }
    assert!(other_host.received().is_empty());
}

/// What was stored in place of the address of a page: nothing, the number of a page, or a token.
#[tokio::test]
async fn what_is_no_address_of_a_page_is_not_requested() {
    let listener = Listener::acting(|_, _| json("200 OK", page(0..1, "/", None))).unwrap();
    for stored in ["", "2", "PACA00000000000000000000000000000000", "?Page=2"] {
        let list = client(&listener).list_calls().resume(stored);
        let error = list.collect().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "listCalls: the address of the page is neither a URL nor a path, so the page was not fetched",
            "{stored}"
        );
    }
    assert!(listener.received().is_empty());
}

#[tokio::test]
async fn no_address_is_the_end() {
    for next in [None, Some("")] {
        let listener = Listener::acting(move |_, _| json("200 OK", page(0..1, "/", next))).unwrap();
        for list in both_ways(&client(&listener)) {
            assert!(follow(list).await.unwrap().is_none());
        }
    }
}

#[tokio::test]
async fn circles_are_errors() {
    for around in 1..5 {
        let listener = Listener::acting(move |number, request| {
            let next = if around == 1 && number > 1 {
                request.target.clone()
            } else {
                format!("/{}", number % around)
            };
            json(
                "200 OK",
                page(number..number + 1, &request.target, Some(&next)),
            )
        })
        .unwrap();
        let mut pages = client(&listener).list_calls().pages();
        let error = loop {
            match pages.try_next().await {
                Ok(page) => assert!(page.is_some(), "it ended"),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains("was returned before"), "{error}");
        assert!(pages.next().await.is_none(), "it goes on after an error");
        assert!(listener.received().len() <= 4 * around + 4);
    }
}

/// Every page is empty and names another one after it.
fn empty_pages() -> Listener {
    Listener::acting(|number, request| {
        let next = format!("/{number}");
        let list = if request.target.contains("Recordings") {
            "recordings"
        } else {
            "calls"
        };
        let mut page: serde_json::Value =
            serde_json::from_str(&page(0..0, &request.target, Some(&next))).unwrap();
        page[list] = serde_json::json!([]);
        json("200 OK", page)
    })
    .unwrap()
}

#[tokio::test]
async fn empty_pages_end_in_an_error() {
    let listener = empty_pages();
    for (walk, list) in both_ways(&client(&listener)).into_iter().enumerate() {
        let mut calls = list.limit(5).stream();
        let error = calls.try_next().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "listCalls: too many pages in a row are empty"
        );
        assert!(calls.next().await.is_none(), "it goes on after an error");
        // With prefetch, the page after the last one may already be requested.
        let requests = listener.received().len() - 100 * walk;
        assert!((100..=100 + walk).contains(&requests), "{requests}");
    }
}

#[tokio::test]
async fn empty_pages_that_are_returned_one_by_one_end_in_an_error_too() {
    let listener = empty_pages();
    for list in both_ways(&client(&listener)) {
        let mut pages = list.pages();
        for _ in 0..99 {
            assert!(pages.try_next().await.unwrap().unwrap().calls.is_empty());
        }
        assert!(pages.try_next().await.is_err());
        assert!(pages.next().await.is_none());
    }
    let mut recordings = client(&listener).list_call_recordings(SID).stream();
    assert!(recordings.try_next().await.is_err());
}

/// Only consecutive empty pages count.
#[tokio::test]
async fn a_page_with_a_call_makes_up_for_the_empty_ones_before() {
    let listener = Listener::acting(|number, request| {
        let calls = if number % 100 == 0 {
            number..number + 1
        } else {
            0..0
        };
        let next = (number < 399).then(|| format!("/{number}"));
        json("200 OK", page(calls, &request.target, next.as_deref()))
    })
    .unwrap();
    let mut calls = client(&listener).list_calls().stream();
    let mut count = 0;
    while calls.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, listener.received().len()), (3, 399));
}

#[tokio::test]
async fn an_error_on_the_way_keeps_its_kind() {
    for act in [
        Act::from(json("404 Not Found", r#"{"code":20404,"message":"x"}"#)),
        Act::from(json("200 OK", r#"{"calls":[{"sid":1}]}"#)),
    ] {
        let listener = Listener::acting(move |number, _| match number % 2 {
            1 => json("200 OK", page(0..1, "/", Some("/next"))).into(),
            _ => act.clone(),
        })
        .unwrap();
        for list in both_ways(&client(&listener)) {
            let error = follow(list).await.unwrap_err();
            assert_eq!(error.operation(), Some("listCalls"));
            assert!(
                error.code() == Some(ErrorCode::NOT_FOUND)
                    || error.json_path() == Some("calls[0].sid"),
                "{error:?}"
            );
        }
    }
}

/// The newest calls come first, and the token of a page names the last call of the previous one.
#[tokio::test]
async fn no_call_is_lost_or_given_twice_while_calls_come_in() {
    for prefetch in [false, true] {
        let newest = Arc::new(Mutex::new(1000_usize));
        let log = Arc::clone(&newest);
        let listener = Listener::acting(move |_, request| {
            let mut newest = log.lock().unwrap();
            let from = match request.target.split_once("PageToken=PA") {
                Some((_, token)) => token.parse::<usize>().unwrap() - 1,
                None => *newest,
            };
            *newest += 7;
            let last = from.saturating_sub(49).max(1);
            let next = path(&format!("?Page=1&PageToken=PA{last}"));
            let next = (last > 1).then_some(next.as_str());
            json(
                "200 OK",
                page_of((last..=from).rev(), &request.target, next),
            )
        })
        .unwrap();
        let list = client(&listener).list_calls();
        let mut calls = if prefetch { list.prefetch() } else { list }.stream();
        for expected in (1..=1000).rev() {
            assert_eq!(
                calls.try_next().await.unwrap().unwrap().sid,
                sid(expected).as_str()
            );
        }
        assert!(calls.try_next().await.unwrap().is_none());
        assert_eq!(listener.received().len(), 20);
        assert_eq!(*newest.lock().unwrap(), 1140);
    }
}

#[tokio::test]
async fn recordings_are_paged_alike() {
    let listener = Listener::acting(|_, request| {
        let body = serde_json::json!({
            "recordings": [], "uri": request.target, "first_page_uri": "/", "page": 0,
            "page_size": 50, "start": 0, "end": 0, "previous_page_uri": null,
            "next_page_uri": if request.target.contains("Page=1") { None } else { Some("/r?Page=1") },
        });
        json("200 OK", body)
    })
    .unwrap();
    let mut recordings = client(&listener)
        .list_call_recordings(SID)
        .limit(5)
        .stream();
    assert!(recordings.try_next().await.unwrap().is_none());
    let requests = listener.received();
    assert_eq!(requests.len(), 2);
    assert!(
        requests[0]
            .target
            .ends_with(&format!("/Calls/{SID}/Recordings.json?PageSize=5"))
    );
}

/// A dropped stream cancels the request for its next page.
#[tokio::test(start_paused = true)]
async fn dropping_a_stream_ends_the_prefetch() {
    let listener = Listener::acting(|number, _| match number {
        1 => json("200 OK", page(0..1, "/", Some("/next"))).into(),
        _ => Act::Silent,
    })
    .unwrap();
    let client = builder(&listener).build().unwrap();
    let mut pages = client.list_calls().prefetch().pages();
    pages.try_next().await.unwrap().unwrap();
    drop(pages);
    // By the paused clock, this is enough time for the next page to time out and be requested again.
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!(listener.received().len() <= 2);
}

/// All items of a stream, read through the trait.
async fn streamed<T>(mut stream: impl Stream<Item = Result<T, Error>> + Unpin) -> Vec<T> {
    let mut items = Vec::new();
    while let Some(item) = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await {
        items.push(item.unwrap());
    }
    items
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    for list in both_ways(&client(&listener)) {
        let pages: Vec<CallPage> = streamed(list.clone().pages()).await;
        let lengths: Vec<usize> = pages.iter().map(|page| page.calls.len()).collect();
        assert_eq!(lengths, [3, 0, 3, 1]);
        let calls: Vec<Call> = streamed(list.stream()).await;
        assert_eq!(calls.len(), 7);
    }
}

/// With prefetch, the second page is requested before it is needed.
#[tokio::test]
async fn with_prefetch_the_next_page_is_on_its_way() {
    let asked = Arc::new(Notify::new());
    let second = Arc::clone(&asked);
    let listener = Listener::acting(move |number, request| {
        if number == 2 {
            second.notify_one();
        }
        four_pages(request)
    })
    .unwrap();
    let mut pages = client(&listener).list_calls().prefetch().pages();
    pages.try_next().await.unwrap().unwrap();
    let second = timeout(Duration::from_secs(60), asked.notified()).await;
    assert!(second.is_ok(), "nothing was asked for");
}

/// A page beyond the limit is not requested, but the last one within it is.
#[tokio::test(start_paused = true)]
async fn with_prefetch_no_page_is_asked_for_beyond_the_limit() {
    for (limit, requests) in [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4)] {
        let listener = Listener::acting(|number, request| {
            let next = path(&format!("?Page={number}"));
            let calls = 3 * (number - 1)..3 * number;
            json("200 OK", page(calls, &request.target, Some(&next)))
        })
        .unwrap();
        let list = client(&listener).list_calls().prefetch().limit(limit);
        assert_eq!(list.collect().await.unwrap().len(), limit);
        // By the paused clock, this is enough time for anything in flight.
        tokio::time::sleep(Duration::from_secs(3600)).await;
        assert_eq!(listener.received().len(), requests, "limit {limit}");
    }
}

#[tokio::test]
async fn what_is_walked_shows_the_request_and_none_of_its_items() {
    let listener = Listener::acting(|_, request| four_pages(request)).unwrap();
    let list = client(&listener).list_calls().limit(6);
    let mut pages = list.clone().pages();
    pages.try_next().await.unwrap().unwrap();
    let shown = format!("{pages:?}");
    assert!(
        shown.starts_with("Pages {") && shown.contains("listCalls"),
        "{shown}"
    );
    let mut items = list.stream();
    items.try_next().await.unwrap().unwrap();
    let shown = format!("{items:?}");
    assert!(
        shown.starts_with("Items {") && shown.contains("ready: 2") && !shown.contains(&sid(1)),
        "{shown}"
    );
}
