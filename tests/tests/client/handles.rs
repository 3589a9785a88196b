//! Handles: requests about a call and its subresources.

use twilio_calls::testing::Canned;
use twilio_calls::{CallStatus, UpdateCallStatus};

use crate::support::SID;

/// Sends requests in pairs, and expects each pair to be equal.
macro_rules! assert_same {
    ($client:ident: $($one:expr, $other:expr;)*) => {$({
        let canned = Canned::new().json(404, "{}").json(404, "{}");
        let $client = canned.client().unwrap();
        let _ = $one.await;
        let _ = $other.await;
        let requests = canned.requests();
        assert_eq!(requests.len(), 2, "{}", stringify!($other));
        assert_eq!(requests[0].method, requests[1].method);
        assert_eq!(requests[0].uri, requests[1].uri);
        assert_eq!(requests[0].body, requests[1].body);
    })*};
}

#[tokio::test]
async fn a_handle_sends_what_the_client_sends() {
    assert_same! { client:
        client.fetch_call(SID), client.call(SID).fetch();
        client.delete_call(SID), client.call(SID).delete();
        client.update_call(SID).status(UpdateCallStatus::Completed),
            client.call(SID).update().status(UpdateCallStatus::Completed);
        client.list_call_recordings(SID).page_size(3), client.call(SID).recordings().page_size(3);
    }
}

#[tokio::test]
async fn a_handle_outlives_what_it_was_made_of() {
    let canned = Canned::new().json(200, crate::support::call(1, "completed"));
    let handle = {
        let client = canned.client().unwrap();
        client.call(SID)
    };
    let call = tokio::spawn(async move { handle.wait().await })
        .await
        .unwrap();
    assert_eq!(call.unwrap().status, CallStatus::Completed);
}

#[tokio::test]
async fn an_invalid_identifier_is_reported_by_each_request() {
    let canned = Canned::new();
    let handle = canned.client().unwrap().call("CA123");
    let direct = canned
        .client()
        .unwrap()
        .fetch_call("CA123")
        .await
        .unwrap_err();
    let through = handle.fetch().await.unwrap_err();
    assert_eq!(through.to_string(), direct.to_string());
    assert_eq!(through.invalid_arguments(), direct.invalid_arguments());
    assert_eq!(
        handle.recordings().await.unwrap_err().invalid_arguments()[0].parameter(),
        "CallSid"
    );
    assert!(canned.requests().is_empty());
}
