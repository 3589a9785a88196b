//! A server on loopback in place of Twilio: it creates calls and returns pages of them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::{CALLS, Outcome, PAGES, payload};

pub struct Server {
    address: SocketAddr,
    responses: Arc<Responses>,
}

/// All responses, prepared in advance, so that the server takes as little CPU as possible.
#[derive(Clone)]
struct Responses {
    created: Vec<u8>,
    pages: Vec<Vec<u8>>,
    /// Bytes per second; unlimited unless set.
    rate: Option<f64>,
}

impl Server {
    /// A server with this many pages, by default all of them.
    pub fn start(pages: Option<usize>) -> Outcome<Self> {
        let count = pages.unwrap_or(PAGES);
        let pages = (0..count).map(|number| {
            let next = (number + 1 < count).then(|| {
                format!("/2010-04-01/Accounts/ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1/Calls.json?PageSize=1000&Page={}&PageToken=PACAx", number + 1)
            });
            response("200 OK", &payload::page(CALLS, number, next.as_deref()))
        });
        Self::serving(Responses {
            created: response("201 CREATED", &payload::queued()),
            pages: pages.collect(),
            rate: None,
        })
    }

    /// The same, limited to this many bytes per second.
    pub fn at_rate(self, rate: f64) -> Outcome<Self> {
        Self::serving(Responses {
            rate: Some(rate),
            ..Responses::clone(&self.responses)
        })
    }

    fn serving(responses: Responses) -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let responses = Arc::new(responses);
        let shared = Arc::clone(&responses);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let responses = Arc::clone(&shared);
                // A client that disconnects does not concern the server.
                thread::spawn(move || drop(serve(stream, &responses)));
            }
        });
        Ok(Self { address, responses })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn pages(&self) -> usize {
        self.responses.pages.len()
    }

    /// The seconds it takes to receive all pages and discard them.
    pub fn drain(&self) -> Outcome<f64> {
        let started = Instant::now();
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        let mut buffer = vec![0; 1 << 16];
        for (number, page) in self.responses.pages.iter().enumerate() {
            let request = format!("GET /?Page={number} HTTP/1.1\r\n\r\n");
            stream.write_all(request.as_bytes())?;
            let mut left = page.len();
            while left > 0 {
                match stream.read(&mut buffer)? {
                    0 => return Err("the server has gone".into()),
                    read => left -= read,
                }
            }
        }
        Ok(started.elapsed().as_secs_f64())
    }
}

fn response(status: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nTwilio-Request-Id: RQ00000000000000000000000000000000\r\nTwilio-Concurrent-Requests: 1\r\nTwilio-Request-Duration: 0.1\r\nX-Home-Region: us1\r\nX-API-Domain: api.twilio.com\r\nContent-Length: {}\r\n\r\n{body}",
        body.len(),
    )
    .into_bytes()
}

fn serve(mut stream: TcpStream, responses: &Responses) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut request = String::new();
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        let response = if request.starts_with("POST") {
            &responses.created
        } else {
            &responses.pages[page(&request).min(responses.pages.len() - 1)]
        };
        send(&mut stream, response, responses.rate)?;
    }
}

/// The number of the requested page.
fn page(request: &str) -> usize {
    let number = request
        .split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("Page="));
    let digits = number.map(|number| number.split(|character: char| !character.is_ascii_digit()));
    let digits = digits.and_then(|mut digits| digits.next());
    digits
        .and_then(|digits| digits.parse().ok())
        .unwrap_or_default()
}

fn send(stream: &mut TcpStream, response: &[u8], rate: Option<f64>) -> std::io::Result<()> {
    let Some(rate) = rate else {
        return stream.write_all(response);
    };
    let started = Instant::now();
    let mut sent = 0;
    for piece in response.chunks(1 << 16) {
        stream.write_all(piece)?;
        sent += piece.len();
        let due = Duration::from_secs_f64(sent as f64 / rate);
        thread::sleep(due.saturating_sub(started.elapsed()));
    }
    Ok(())
}
