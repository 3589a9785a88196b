//! A server whose handlers use the client's own extractors, so that every callback is verified on arrival.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use twilio_calls::webhook::{
    PublicUrl, Receiver, Rejection, SignatureValidator, Verified, VerifiedQuery,
};
use twilio_calls::{AsyncAmdStatusCallback, CallStatusCallback, RecordingStatusCallback};
use twilio_calls_simulator::Simulator;

/// The verified callbacks, in order of arrival.
#[derive(Clone, Default)]
pub(crate) struct Arrived {
    pub(crate) statuses: Arc<Mutex<Vec<CallStatusCallback>>>,
    pub(crate) recordings: Arc<Mutex<Vec<RecordingStatusCallback>>>,
    pub(crate) detections: Arc<Mutex<Vec<AsyncAmdStatusCallback>>>,
    pub(crate) rejected: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Shared {
    receiver: Receiver,
    arrived: Arrived,
}

impl FromRef<Shared> for Receiver {
    fn from_ref(shared: &Shared) -> Self {
        shared.receiver.clone()
    }
}

/// A running server.
pub(crate) struct Hooks {
    pub(crate) base: String,
    pub(crate) arrived: Arrived,
    task: JoinHandle<()>,
}

type Report<C> = Result<Verified<C>, Rejection>;

fn note<C>(list: &Mutex<Vec<C>>, rejected: &Mutex<Vec<String>>, report: Report<C>) {
    match report {
        Ok(Verified(report)) => list.lock().unwrap().push(report),
        Err(rejection) => rejected.lock().unwrap().push(rejection.to_string()),
    }
}

async fn status(State(shared): State<Shared>, report: Report<CallStatusCallback>) {
    note(&shared.arrived.statuses, &shared.arrived.rejected, report);
}

async fn status_by_get(
    State(shared): State<Shared>,
    report: Result<VerifiedQuery<CallStatusCallback>, Rejection>,
) {
    let report = report.map(|VerifiedQuery(report)| Verified(report));
    note(&shared.arrived.statuses, &shared.arrived.rejected, report);
}

async fn recording(State(shared): State<Shared>, report: Report<RecordingStatusCallback>) {
    note(&shared.arrived.recordings, &shared.arrived.rejected, report);
}

async fn detection(State(shared): State<Shared>, report: Report<AsyncAmdStatusCallback>) {
    note(&shared.arrived.detections, &shared.arrived.rejected, report);
}

impl Hooks {
    /// Serves `/status`, `/recording` and `/detection` for callbacks of this simulator.
    pub(crate) async fn start(simulator: &Simulator) -> Self {
        let validator = SignatureValidator::new(simulator.credentials().password()).unwrap();
        Self::with(validator).await
    }

    /// Serves the same for requests that this validator accepts.
    pub(crate) async fn with(validator: SignatureValidator) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let receiver = Receiver::new(validator, PublicUrl::base(base.as_str()).unwrap());
        let arrived = Arrived::default();
        let router = Router::new()
            .route("/status", post(status))
            .route("/status_by_get", get(status_by_get))
            .route("/recording", post(recording))
            .route("/detection", post(detection))
            .with_state(Shared {
                receiver,
                arrived: arrived.clone(),
            });
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            base,
            arrived,
            task,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Drop for Hooks {
    fn drop(&mut self) {
        self.task.abort();
    }
}
