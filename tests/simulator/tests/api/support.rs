//! Helpers shared by the tests: a plain client that is independent of the generated one, and a receiver of callbacks.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{self, Method};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::net::TcpListener;
use twilio_calls_simulator::{Credentials, Simulator};

pub(crate) const TO: &str = "+15550001111";
pub(crate) const FROM: &str = "+15550002222";

/// A plain HTTP client that knows a simulator's address and credentials.
#[derive(Clone)]
pub(crate) struct Api {
    http: Http,
    pub(crate) base: String,
    pub(crate) credentials: Credentials,
}

type Http = Client<HttpConnector, Full<Bytes>>;

/// A request that is being built.
pub(crate) struct Request {
    http: Http,
    builder: http::request::Builder,
    body: Bytes,
    timeout: Duration,
}

/// Why there was no response.
#[derive(Debug)]
pub(crate) struct Unanswered {
    pub(crate) reason: String,
    pub(crate) timeout: bool,
}

impl Unanswered {
    fn new(error: &dyn Error) -> Self {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            reason = format!("{reason}: {error}");
            cause = error.source();
        }
        Self {
            reason,
            timeout: false,
        }
    }
}

impl Request {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub(crate) fn basic_auth(self, username: &str, password: &str) -> Self {
        let encoded = STANDARD.encode(format!("{username}:{password}"));
        self.header("authorization", &format!("Basic {encoded}"))
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn form(self, form: &[(&str, &str)]) -> Self {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.header("content-type", "application/x-www-form-urlencoded")
            .body(form)
    }

    pub(crate) fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub(crate) async fn send(self) -> Result<Reply, Unanswered> {
        let request = self.builder.body(Full::new(self.body)).unwrap();
        let exchange = async {
            let response = self
                .http
                .request(request)
                .await
                .map_err(|error| Unanswered::new(&error))?;
            let (head, body) = response.into_parts();
            let body = body
                .collect()
                .await
                .map_err(|error| Unanswered::new(&error))?
                .to_bytes();
            let text = String::from_utf8_lossy(&body).into_owned();
            Ok(Reply {
                status: head.status.as_u16(),
                headers: head.headers,
                text,
                body,
            })
        };
        let late = Unanswered {
            reason: "timeout".to_owned(),
            timeout: true,
        };
        tokio::time::timeout(self.timeout, exchange)
            .await
            .unwrap_or(Err(late))
    }
}

/// A status and a body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Bytes,
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

    /// The status and the error code of a rejection.
    #[track_caller]
    pub(crate) fn rejection(&self) -> (u16, u64) {
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
        let http = Client::builder(TokioExecutor::new()).build_http();
        Self {
            http,
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

    /// A request to any URL, without credentials.
    pub(crate) fn anonymous(&self, method: Method, url: &str) -> Request {
        let builder = http::Request::builder().method(method).uri(url);
        Request {
            http: self.http.clone(),
            builder,
            body: Bytes::new(),
            timeout: Duration::from_secs(60),
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Request {
        let request = self.anonymous(method, &format!("{}{path}", self.base));
        request.basic_auth(self.credentials.username(), self.credentials.password())
    }

    pub(crate) async fn send(&self, request: Request) -> Reply {
        request.send().await.unwrap()
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

    /// Creates a call with additional parameters and returns its SID.
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

/// A status, a content type and a body.
type ScriptedResponse = (u16, String, String);
type Scripted = Arc<Mutex<VecDeque<ScriptedResponse>>>;

/// A server that records what arrives and responds with 204, or with the next scripted response.
pub(crate) struct Receiver {
    pub(crate) base: String,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    responses: Scripted,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self::with(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    pub(crate) fn with(listener: TcpListener) -> Self {
        let base = format!("http://{}", listener.local_addr().unwrap());
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let responses = Scripted::default();
        let state = (base.clone(), arrived.clone(), responses.clone());
        let router = Router::new().fallback(note).with_state(state);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            base,
            arrived,
            responses,
            task,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Responds with XML.
    pub(crate) fn respond_next(&self, status: u16, body: &str) {
        self.respond_with(status, "text/xml", body);
    }

    pub(crate) fn respond_with(&self, status: u16, content_type: &str, body: &str) {
        let response = (status, content_type.to_owned(), body.to_owned());
        self.responses.lock().unwrap().push_back(response);
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

type Noting = (String, Arc<Mutex<Vec<Arrived>>>, Scripted);

async fn note(
    State((base, arrived, responses)): State<Noting>,
    request: http::Request<Body>,
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
    let response = responses.lock().unwrap().pop_front();
    let (status, content_type, body) = response.unwrap_or((204, String::new(), String::new()));
    let mut response = (http::StatusCode::from_u16(status).unwrap(), body).into_response();
    match content_type.parse() {
        Ok(value) if !content_type.is_empty() => {
            response.headers_mut().insert("content-type", value);
        }
        _ => drop(response.headers_mut().remove("content-type")),
    }
    response
}

fn url_decode(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}
