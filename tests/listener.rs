//! A plain HTTP listener on loopback, which records what it receives, byte for byte, and acts as scripted.
//!
//! It runs on the runtime of its test, so that a paused clock stops both.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the listener responds to one request.
#[derive(Clone, Debug)]
pub struct RawResponse {
    status: &'static str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl RawResponse {
    /// Creates a response with the code and reason of a status line, such as `201 Created`.
    #[must_use]
    pub fn new(status: &'static str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Creates a response with a JSON body.
    #[must_use]
    pub fn json(status: &'static str, body: impl ToString) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json")
            .body(body.to_string())
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        // A response without content has no length.
        if !self.status.starts_with("204") {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// How the listener acts on one request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends a response.
    Respond(RawResponse),
    /// Sends these bytes unchanged and closes the connection.
    Raw(Vec<u8>),
    /// Resets the connection.
    Reset,
    /// Never responds.
    Silent,
    /// Sends these bytes unchanged, and then nothing more.
    Stall(Vec<u8>),
    /// Waits, by the runtime's clock, and then acts.
    After(Duration, Box<Self>),
    /// Sends a prefix, and then the same piece over and over until nobody reads it.
    Endless(&'static [u8], Vec<u8>),
    /// Sends a prefix, the same piece a number of times and a suffix, and closes the connection. Only one piece is in
    /// memory.
    Repeat(&'static [u8], Vec<u8>, usize, &'static [u8]),
    /// Like [`Endless`](Self::Endless), with a pause by the runtime's clock before each piece.
    Drip(&'static [u8], &'static [u8], Duration),
}

impl From<RawResponse> for Act {
    fn from(response: RawResponse) -> Self {
        Self::Respond(response)
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The number of its connection, counted from 1.
    pub connection: usize,
    /// The whole request, byte for byte.
    pub text: String,
    /// The method, such as `POST`.
    pub method: String,
    /// The path and query.
    pub target: String,
    /// The body.
    pub body: String,
}

impl Received {
    fn new(connection: usize, text: String) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut words = head.split(' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        Self {
            connection,
            method: word(),
            target: word(),
            body: body.to_owned(),
            text,
        }
    }

    /// The value of a header, ignoring the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.text
            .lines()
            .skip(1)
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_once(": "))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    }
}

type Decide = dyn Fn(usize, &Received) -> Act + Send + Sync;

#[derive(Default)]
struct Log(Mutex<Vec<Received>>);

impl Log {
    fn lock(&self) -> MutexGuard<'_, Vec<Received>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A listener that ends with the test.
pub struct Listener {
    address: SocketAddr,
    log: Arc<Log>,
    accepting: JoinHandle<()>,
}

impl Listener {
    /// Listens on a free port; requests receive the responses in turn, and 500 when there are no more.
    ///
    /// # Errors
    ///
    /// Fails if no port is available.
    pub fn responding(responses: impl IntoIterator<Item = RawResponse>) -> std::io::Result<Self> {
        let responses: Mutex<VecDeque<RawResponse>> = Mutex::new(responses.into_iter().collect());
        Self::acting(move |_, _| {
            let mut responses = responses.lock().unwrap_or_else(PoisonError::into_inner);
            let response = responses.pop_front();
            response.unwrap_or_else(|| RawResponse::new("500 Internal Server Error"))
        })
    }

    /// Listens on a free port; how it acts on a request depends on the number of the request, counted from 1, and on
    /// its contents.
    ///
    /// # Errors
    ///
    /// Fails if no port is available.
    pub fn acting<A: Into<Act>>(
        decide: impl Fn(usize, &Received) -> A + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let log = Arc::new(Log::default());
        let decide: Arc<Decide> = Arc::new(move |number, request| decide(number, request).into());
        let shared = Arc::clone(&log);
        let accepting = tokio::spawn(async move {
            let mut connection = 0;
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    // Another listener must not get the port while a client still sends to it.
                    tokio::task::yield_now().await;
                    continue;
                };
                connection += 1;
                let (decide, log) = (Arc::clone(&decide), Arc::clone(&shared));
                tokio::spawn(serve(stream, connection, decide, log));
            }
        });
        Ok(Self {
            address,
            log,
            accepting,
        })
    }

    /// The base URL for a client.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests received so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.log.lock().clone()
    }

    /// All requests received so far as they were on the wire, with the port replaced by `PORT`.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        let port = format!(":{}", self.address.port());
        let log = self.log.lock();
        log.iter()
            .map(|request| request.text.replace(&port, ":PORT"))
            .collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, connection: usize, decide: Arc<Decide>, log: Arc<Log>) {
    let mut buffer = Vec::new();
    while let Some(text) = read_request(&mut stream, &mut buffer).await {
        let request = Received::new(connection, text);
        let number = {
            let mut log = log.lock();
            log.push(request.clone());
            log.len()
        };
        let mut act = decide(number, &request);
        while let Act::After(time, then) = act {
            tokio::time::sleep(time).await;
            act = *then;
        }
        let answered = match act {
            Act::Respond(response) => stream.write_all(&response.bytes()).await,
            act => {
                // Any failure here means that the client has disconnected.
                let _ = misbehave(&mut stream, act).await;
                return;
            }
        };
        if answered.is_err() {
            return;
        }
    }
}

/// Performs an act that ends the connection.
async fn misbehave(stream: &mut TcpStream, act: Act) -> std::io::Result<()> {
    match act {
        Act::Raw(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await
        }
        Act::Reset => stream.set_zero_linger(),
        Act::Endless(start, piece) => {
            stream.write_all(start).await?;
            loop {
                stream.write_all(&piece).await?;
            }
        }
        Act::Repeat(start, piece, times, end) => {
            stream.write_all(start).await?;
            for _ in 0..times {
                stream.write_all(&piece).await?;
            }
            stream.write_all(end).await?;
            stream.shutdown().await
        }
        Act::Drip(start, piece, pause) => {
            stream.write_all(start).await?;
            loop {
                tokio::time::sleep(pause).await;
                stream.write_all(piece).await?;
            }
        }
        Act::Stall(bytes) => {
            stream.write_all(&bytes).await?;
            stream.read_u8().await.map(drop)
        }
        Act::Silent | Act::Respond(_) | Act::After(..) => stream.read_u8().await.map(drop),
    }
}

async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some(length) = request_length(buffer)
            && buffer.len() >= length
        {
            let rest = buffer.split_off(length);
            let request = std::mem::replace(buffer, rest);
            return Some(String::from_utf8_lossy(&request).into_owned());
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

/// The length of the request that begins here, once its headers are complete.
fn request_length(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"\r\n\r\n";
    let head = bytes.windows(END.len()).position(|part| part == END)?;
    let text = String::from_utf8_lossy(&bytes[..head]);
    let body = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse::<usize>().ok());
    Some(head + END.len() + body.unwrap_or_default())
}
