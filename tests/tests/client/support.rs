//! Helpers shared by the tests of the client: a client of a listener, and responses like those of Twilio.

use std::net::SocketAddr;
use std::ops::Range;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;
use twilio_calls::{Client, ClientBuilder, Credentials};
use twilio_calls_tests::listener::{Listener, RawResponse};

pub(crate) const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
pub(crate) const TOKEN: &str = "not-a-real-token";
pub(crate) const SID: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
pub(crate) const TO: &str = "+15550001111";
pub(crate) const FROM: &str = "+15550002222";
pub(crate) const REQUEST_ID: &str = "RQd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4";

pub(crate) fn credentials() -> Credentials {
    Credentials::auth_token(ACCOUNT, TOKEN).unwrap()
}

pub(crate) fn builder(listener: &Listener) -> ClientBuilder {
    Client::builder(credentials()).base_url(listener.url())
}

pub(crate) fn client(listener: &Listener) -> Client {
    builder(listener).build().unwrap()
}

/// A listener that should not receive anything.
pub(crate) fn silent() -> Listener {
    Listener::responding([]).unwrap()
}

/// JSON with a request id.
pub(crate) fn json(status: &'static str, body: impl ToString) -> RawResponse {
    RawResponse::json(status, body).header("Twilio-Request-Id", REQUEST_ID)
}

/// The SID of a numbered call.
pub(crate) fn sid(number: usize) -> String {
    format!("CA{number:032}")
}

/// A numbered call; many values are empty, in one of Twilio's two ways.
pub(crate) fn call(number: usize, status: &str) -> String {
    format!(
        r#"{{"sid":"{}","account_sid":"{ACCOUNT}","status":"{status}","parent_call_sid":"","trunk_sid":null,"subresource_uris":{{}}}}"#,
        sid(number)
    )
}

/// A page of numbered calls.
pub(crate) fn page(calls: Range<usize>, uri: &str, next: Option<&str>) -> String {
    page_of(calls, uri, next)
}

/// A page of numbered calls in any order.
pub(crate) fn page_of(calls: impl Iterator<Item = usize>, uri: &str, next: Option<&str>) -> String {
    let calls: Vec<String> = calls.map(|number| call(number, "completed")).collect();
    serde_json::json!({
        "calls": calls.iter().map(|call| serde_json::from_str(call).unwrap()).collect::<Vec<serde_json::Value>>(),
        "uri": uri,
        "first_page_uri": "/",
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": 1,
        "next_page_uri": next,
        "previous_page_uri": null,
    })
    .to_string()
}

/// An address where nobody listens, and nobody else can start to: its port stays reserved.
///
/// A port that is merely free can be taken by another test, and even by the connection that tests it.
pub(crate) struct Nowhere(TcpSocket);

impl Nowhere {
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    /// Listens there until the listener is dropped.
    pub(crate) fn listen(&self) -> TcpListener {
        let socket = shared_socket(self.0.local_addr().unwrap());
        socket.listen(16).unwrap()
    }
}

pub(crate) fn nowhere() -> Nowhere {
    Nowhere(shared_socket(([127, 0, 0, 1], 0).into()))
}

/// A socket that shares its port with those of this user that ask for the same port and to share it.
fn shared_socket(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseport(true).unwrap();
    socket.bind(address).unwrap();
    socket
}

/// An address that accepts no connections: its queue is full.
pub(crate) async fn full_house() -> (String, TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = timeout(Duration::from_secs(1), TcpStream::connect(address)).await {
        waiting.push(stream.unwrap());
    }
    (format!("http://{address}"), listener, waiting)
}

/// The JSON examples of responses in the spec, each with its component and its JSON pointer.
pub(crate) fn responses() -> Vec<(String, String, serde_json::Value)> {
    let document = twilio_calls_tests::spec_document();
    let component = |pointer: &str| {
        let (content, _) = pointer.split_once("/example")?;
        let schema = document.node(&format!("{content}/schema/$ref"))?;
        Some(schema.as_str()?.rsplit('/').next()?.to_owned())
    };
    let responses = twilio_calls_tests::examples().into_iter().filter(|it| {
        let is_success = it.0.contains("/responses/2") && it.0.contains("application~1json");
        is_success || it.0.contains("/components/responses/")
    });
    responses
        .map(|(pointer, value)| (component(&pointer).unwrap(), pointer, value))
        .collect()
}

/// Calls a generic function for each example of a response: with its type, its JSON pointer and its value.
macro_rules! for_each_response {
    ($function:ident) => {
        $crate::support::for_each_response! {
            $function: Call, CallLogPage, CallNotificationDetails, CallNotificationPage, CallPage, CallPayment,
            CallSiprec, CallStream, CallTranscription, ErrorBody, Recording, RecordingPage, UserDefinedMessage,
            UserDefinedMessageSubscription
        }
    };
    ($function:ident: $($response:ident),+) => {{
        let mut unseen = std::collections::BTreeSet::from([$(stringify!($response)),+]);
        for (component, pointer, value) in $crate::support::responses() {
            match component.as_str() {
                $(stringify!($response) => $function::<twilio_calls::$response>(&pointer, &value),)+
                other => panic!("{other} has no type here"),
            }
            unseen.remove(component.as_str());
        }
        assert!(unseen.is_empty(), "no examples of {unseen:?}");
    }};
}
pub(crate) use for_each_response;
