//! Requests for instructions, from the simulator to an application that uses the crate.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator, Verified, VerifiedQuery};
use twilio_calls::{
    CallStatus, DialRequest, FallbackRequest, GatherRequest, HttpMethod, InstructionsRequest,
    NotificationLevel, RecordRequest,
};
use twilio_calls_simulator::{CallbackKind, Outcome, Scenario, Simulator};

use crate::client;

#[derive(Clone)]
struct App {
    base: String,
    receiver: Receiver,
    requests: Arc<Mutex<Vec<InstructionsRequest>>>,
}

impl FromRef<App> for Receiver {
    fn from_ref(app: &App) -> Self {
        app.receiver.clone()
    }
}

fn twiml(text: impl Into<String>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/xml")], text.into())
}

async fn voice(
    State(app): State<App>,
    Verified(request): Verified<InstructionsRequest>,
) -> impl IntoResponse {
    app.requests.lock().unwrap().push(request);
    twiml(format!(
        r#"<Response><Pause length="3"/><Redirect method="GET">{}/next</Redirect></Response>"#,
        app.base
    ))
}

async fn next(
    State(app): State<App>,
    VerifiedQuery(request): VerifiedQuery<InstructionsRequest>,
) -> impl IntoResponse {
    app.requests.lock().unwrap().push(request);
    twiml("<Response><Hangup/></Response>")
}

#[tokio::test]
async fn what_the_simulator_asks_is_verified_and_typed() {
    let simulator = Simulator::start().await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let validator = SignatureValidator::new(simulator.credentials().password()).unwrap();
    let app = App {
        base: base.clone(),
        receiver: Receiver::new(validator, PublicUrl::base(base.as_str()).unwrap()),
        requests: Arc::default(),
    };
    let router = Router::new()
        .route("/voice", post(voice))
        .route("/next", get(next))
        .with_state(app.clone());
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let client = client(&simulator).build().unwrap();
    let call = client
        .create_call("+15550001111", "+15550002222")
        .url(format!("{base}/voice"))
        .method(HttpMethod::Post)
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(60)).await;
    let requests = app.requests.lock().unwrap().clone();
    assert_eq!(requests.len(), 2, "{:?}", simulator.callbacks());
    for request in requests {
        assert_eq!(request.call_sid, call.sid);
        assert_eq!(request.call_status, "in-progress");
        assert_eq!(request.direction.unwrap(), "outbound-api");
        assert_eq!(request.to.unwrap().as_str(), "+15550001111");
    }
    let ended = client.fetch_call(call.sid).await.unwrap();
    assert_eq!(
        ended.status,
        CallStatus::Completed,
        "the instructions were followed"
    );
    for record in simulator.callbacks() {
        assert_eq!(record.kind, CallbackKind::Voice);
        assert_eq!(record.kind.operation(), Some("onInstructions"));
        assert_eq!(record.outcome, Outcome::Responded(200));
    }
    server.abort();
}

/// An application with an error in its instructions.
#[derive(Clone)]
struct Faulty {
    receiver: Receiver,
    requests: Arc<Mutex<Vec<FallbackRequest>>>,
}

impl FromRef<Faulty> for Receiver {
    fn from_ref(app: &Faulty) -> Self {
        app.receiver.clone()
    }
}

async fn sorry(
    State(app): State<Faulty>,
    Verified(request): Verified<FallbackRequest>,
) -> impl IntoResponse {
    app.requests.lock().unwrap().push(request);
    twiml("<Response><Say>We are sorry.</Say><Hangup/></Response>")
}

async fn sorry_by_get(
    State(app): State<Faulty>,
    VerifiedQuery(request): VerifiedQuery<FallbackRequest>,
) -> impl IntoResponse {
    app.requests.lock().unwrap().push(request);
    twiml("<Response><Hangup/></Response>")
}

#[tokio::test]
async fn what_goes_wrong_reaches_the_application_and_the_log() {
    let simulator = Simulator::start().await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let validator = SignatureValidator::new(simulator.credentials().password()).unwrap();
    let app = Faulty {
        receiver: Receiver::new(validator, PublicUrl::base(base.as_str()).unwrap()),
        requests: Arc::default(),
    };
    let router = Router::new()
        .route("/voice", post(|| async { twiml("<Response><Say>oops") }))
        .route("/sorry", post(sorry).get(sorry_by_get))
        .with_state(app.clone());
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let client = client(&simulator).build().unwrap();
    for method in [HttpMethod::Post, HttpMethod::Get] {
        let call = client
            .create_call("+15550001111", "+15550002222")
            .url(format!("{base}/voice"))
            .fallback_url(format!("{base}/sorry"))
            .fallback_method(method)
            .await
            .unwrap();
        simulator.advance(Duration::from_secs(60)).await;
        let asked = app.requests.lock().unwrap().pop().unwrap();
        assert_eq!(asked.call_sid, call.sid);
        assert_eq!(asked.error_code.unwrap().get(), 12100);
        assert_eq!(asked.error_url.unwrap().as_str(), format!("{base}/voice"));

        let list = client.list_call_notifications(call.sid);
        let page = list.log(NotificationLevel::Error).await.unwrap();
        let [notification] = page.notifications.as_slice() else {
            panic!("{page:?}");
        };
        let details = client.fetch_call_notification(call.sid, notification.sid);
        let details = details.await.unwrap();
        assert_eq!(details.error_code.unwrap().get(), 12100);
        assert_eq!(
            details.response_body.unwrap().as_str(),
            "<Response><Say>oops"
        );

        let mut events = client.list_call_events(call.sid).stream();
        let mut seen = Vec::new();
        while let Some(event) = events.try_next().await.unwrap() {
            let response = event.response.unwrap();
            assert!(response.request_duration.is_some());
            seen.push((
                event.request.unwrap().method.unwrap(),
                response.response_code,
            ));
        }
        let method = method.as_str();
        let wanted = [("POST", 201), ("POST", 200), (method, 200)];
        let seen: Vec<_> = seen
            .iter()
            .map(|(it, code)| (it.as_str(), code.unwrap()))
            .collect();
        assert_eq!(seen, wanted);
        let ended = client.fetch_call(call.sid).await.unwrap();
        assert_eq!(ended.status, CallStatus::Completed);
    }
    server.abort();
}

/// The digits entered, the length of the message, and how the dialed call ended.
#[derive(Clone)]
struct Menu {
    receiver: Receiver,
    entered: Arc<Mutex<Vec<String>>>,
}

impl FromRef<Menu> for Receiver {
    fn from_ref(app: &Menu) -> Self {
        app.receiver.clone()
    }
}

async fn gathered(
    State(app): State<Menu>,
    Verified(request): Verified<GatherRequest>,
) -> impl IntoResponse {
    let digits = request.digits.unwrap();
    app.entered.lock().unwrap().push(digits.as_str().to_owned());
    twiml("<Response><Record action=\"/recorded\" finishOnKey=\"#\"/></Response>")
}

async fn recorded(
    State(app): State<Menu>,
    Verified(request): Verified<RecordRequest>,
) -> impl IntoResponse {
    let (seconds, digits) = (request.recording_duration.unwrap(), request.digits.unwrap());
    let sid = request.recording_sid.unwrap();
    assert!(
        request
            .recording_url
            .unwrap()
            .as_str()
            .ends_with(sid.as_str())
    );
    app.entered
        .lock()
        .unwrap()
        .push(format!("{} {}", seconds.get(), digits.as_str()));
    twiml("<Response><Dial action=\"/dialed\">+15550003333</Dial></Response>")
}

async fn dialed(
    State(app): State<Menu>,
    Verified(request): Verified<DialRequest>,
) -> impl IntoResponse {
    let status = request.dial_call_status.unwrap();
    app.entered.lock().unwrap().push(status.as_str().to_owned());
    twiml("<Response><Hangup/></Response>")
}

#[tokio::test]
async fn requests_after_gather_record_and_dial_are_verified_and_typed() {
    let simulator = Simulator::start().await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let validator = SignatureValidator::new(simulator.credentials().password()).unwrap();
    let app = Menu {
        receiver: Receiver::new(validator, PublicUrl::base(base.as_str()).unwrap()),
        entered: Arc::default(),
    };
    let menu = "<Response><Gather action=\"/gathered\" numDigits=\"2\"/></Response>";
    let router = Router::new()
        .route("/voice", post(move || async move { twiml(menu) }))
        .route("/gathered", post(gathered))
        .route("/recorded", post(recorded))
        .route("/dialed", post(dialed))
        .with_state(app.clone());
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    simulator.set_scenario("+15550003333", Scenario::busy());
    let menu = Scenario::answered().presses(["42"]);
    let menu = menu.says([(Duration::from_secs(7), "#")]);
    simulator.next_scenario(menu.talks_until_hung_up());
    let client = client(&simulator).build().unwrap();
    let call = client
        .create_call("+15550001111", "+15550002222")
        .url(format!("{base}/voice"))
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(60)).await;
    assert_eq!(*app.entered.lock().unwrap(), ["42", "7 #", "busy"]);
    let ended = client.fetch_call(call.sid).await.unwrap();
    assert_eq!(ended.status, CallStatus::Completed);
    server.abort();
}
