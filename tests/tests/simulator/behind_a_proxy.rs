//! Callbacks to `https` URLs, with the simulator in place of the proxy that ends TLS.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{
    ProxyHeaders, PublicUrl, Receiver, SignatureValidator, TrustedProxies, Verified,
};
use twilio_calls_simulator::{Outcome, ReverseProxy, Simulator};

use crate::client;

#[derive(Clone)]
struct App {
    receiver: Receiver,
    statuses: Arc<Mutex<Vec<String>>>,
}

impl FromRef<App> for Receiver {
    fn from_ref(app: &App) -> Self {
        app.receiver.clone()
    }
}

async fn call_status(
    State(app): State<App>,
    Verified(callback): Verified<CallStatusCallback>,
) -> StatusCode {
    let status = callback.call_status.as_str().to_owned();
    app.statuses.lock().unwrap().push(status);
    StatusCode::NO_CONTENT
}

/// The outcomes of the callbacks about a call, and the statuses that the application accepted.
async fn delivered(public: &str, url: PublicUrl) -> (Vec<Outcome>, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let local = format!("http://{}", listener.local_addr().unwrap());
    let simulator = Simulator::builder()
        .reverse_proxy(ReverseProxy::new(public, &local).unwrap())
        .start()
        .await
        .unwrap();
    let validator = SignatureValidator::new(simulator.credentials().password()).unwrap();
    let app = App {
        receiver: Receiver::new(validator, url),
        statuses: Arc::default(),
    };
    let router = Router::new()
        .route("/hooks/call_status", post(call_status))
        .with_state(app.clone())
        .into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let create = client(&simulator)
        .build()
        .unwrap()
        .create_call("+15550001111", "+15550002222");
    create
        .twiml("<Response/>")
        .status_callback(format!("{public}/hooks/call_status?shop=1"))
        .status_callback_event(["answered", "completed"])
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(60)).await;
    server.abort();
    let outcomes = simulator.callbacks().into_iter().map(|it| it.outcome);
    let statuses = app.statuses.lock().unwrap().clone();
    (outcomes.collect(), statuses)
}

#[tokio::test]
async fn an_application_behind_a_proxy_verifies_its_public_url() {
    let loopback = TrustedProxies::new(["127.0.0.1"]).unwrap();
    let behind = PublicUrl::behind(loopback, ProxyHeaders::XForwarded);
    let with_prefix = PublicUrl::base("https://example.com/api").unwrap();
    for (public, url) in [
        ("https://example.com", behind),
        ("https://example.com", PublicUrl::https()), // the proxy leaves `Host` as it is
        ("https://example.com/api", with_prefix),
    ] {
        let (outcomes, statuses) = delivered(public, url).await;
        assert_eq!(outcomes, [Outcome::Responded(204), Outcome::Responded(204)]);
        assert_eq!(statuses, ["in-progress", "completed"]);
    }
}

/// The application sees a path and a scheme other than the signed ones.
#[tokio::test]
async fn an_application_with_the_wrong_public_url_is_noticed() {
    let url = PublicUrl::http();
    let (outcomes, statuses) = delivered("https://example.com/api", url).await;
    assert_eq!(outcomes, [Outcome::Responded(403), Outcome::Responded(403)]);
    assert!(statuses.is_empty());
}
