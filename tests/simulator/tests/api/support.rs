//! What the tests share: a plain client without any knowledge of the generated one, and a receiver of callbacks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::IntoResponse;
use http_body_util::BodyExt;
use reqwest::Method;
use serde_json::Value;
use twilio_calls_simulator::{Credentials, Simulator};

pub(crate) const TO: &str = "+15550001111";
pub(crate) const FROM: &str = "+15550002222";

/// A plain HTTP client that knows a simulator's address and credentials.
#[derive(Clone)]
pub(crate) struct Api {
    http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) credentials: Credentials,
}

/// A status and a body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{self:?}");
        self.json()
    }

    /// The status and the code of a refusal.
    #[track_caller]
    pub(crate) fn refusal(&self) -> (u16, u64) {
        let body = self.json();
        assert_eq!(body["status"], self.status, "{self:?}");
        let code = body["code"].as_u64().unwrap_or_default();
        assert_eq!(
            body["more_info"],
            format!("https://www.twilio.com/docs/errors/{code}")
        );
        assert!(body["message"].is_string());
        (self.status, code)
    }
}

impl Api {
    pub(crate) fn new(simulator: &Simulator) -> Self {
        Self::with(simulator, simulator.credentials().clone())
    }

    pub(crate) fn with(simulator: &Simulator, credentials: Credentials) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: simulator.base_url().to_owned(),
            credentials,
        }
    }

    pub(crate) fn account(&self) -> String {
        self.credentials.account_sid().to_string()
    }

    /// A path below the account.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/2010-04-01/Accounts/{}/{rest}", self.account())
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        request.basic_auth(
            self.credentials.username(),
            Some(self.credentials.password()),
        )
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Reply {
            status,
            headers,
            text: answer.text().await.unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        self.send(self.request(Method::POST, path).form(form)).await
    }

    pub(crate) async fn create(&self, form: &[(&str, &str)]) -> Reply {
        self.post(&self.path("Calls.json"), form).await
    }

    /// Creates a call with some more parameters and returns its SID.
    pub(crate) async fn place(&self, more: &[(&str, &str)]) -> String {
        let mut form = vec![("To", TO), ("From", FROM), ("Twiml", "<Response/>")];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend_from_slice(more);
        let reply = self.create(&form).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        reply.json()["sid"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn fetch(&self, sid: &str) -> Reply {
        self.get(&self.path(&format!("Calls/{sid}.json"))).await
    }

    pub(crate) async fn update(&self, sid: &str, form: &[(&str, &str)]) -> Reply {
        self.post(&self.path(&format!("Calls/{sid}.json")), form)
            .await
    }

    pub(crate) async fn delete(&self, sid: &str) -> Reply {
        self.send(self.request(Method::DELETE, &self.path(&format!("Calls/{sid}.json"))))
            .await
    }
}

/// A callback as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) signature: String,
    pub(crate) idempotency: String,
    pub(crate) user_agent: String,
    pub(crate) form: Vec<(String, String)>,
}

impl Arrived {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.form
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }
}

type Answers = Arc<Mutex<VecDeque<(u16, String)>>>;

/// A server that notes what arrives and answers 204, or what it was told to answer next.
pub(crate) struct Receiver {
    pub(crate) base: String,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    answers: Answers,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let answers = Answers::default();
        let state = (base.clone(), arrived.clone(), answers.clone());
        let router = Router::new().fallback(note).with_state(state);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            base,
            arrived,
            answers,
            task,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn answer_next(&self, status: u16, body: &str) {
        self.answers
            .lock()
            .unwrap()
            .push_back((status, body.to_owned()));
    }

    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// The values of a parameter over all callbacks, in the order of arrival.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        self.arrived()
            .iter()
            .map(|arrived| arrived.get(name).unwrap_or("-").to_owned())
            .collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Noting = (String, Arc<Mutex<Vec<Arrived>>>, Answers);

async fn note(
    State((base, arrived, answers)): State<Noting>,
    request: Request<Body>,
) -> impl IntoResponse {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let header = |name: &str| {
        head.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
            .to_owned()
    };
    let encoded = if body.is_empty() {
        head.uri.query().unwrap_or("").as_bytes()
    } else {
        &body[..]
    };
    let form = url_decode(encoded);
    arrived.lock().unwrap().push(Arrived {
        method: head.method.to_string(),
        url: format!("{base}{}", head.uri),
        signature: header("x-twilio-signature"),
        idempotency: header("i-twilio-idempotency-token"),
        user_agent: header("user-agent"),
        form,
    });
    let (status, body) = answers
        .lock()
        .unwrap()
        .pop_front()
        .unwrap_or((204, String::new()));
    (axum::http::StatusCode::from_u16(status).unwrap(), body)
}

fn url_decode(encoded: &[u8]) -> Vec<(String, String)> {
    // The URL standard's own decoder, so that nothing here repeats the simulator's.
    let url = reqwest::Url::parse(&format!(
        "http://x/?{}",
        std::str::from_utf8(encoded).unwrap()
    ))
    .unwrap();
    url.query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}
