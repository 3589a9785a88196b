//! A client as one would write it for a single application: reqwest, serde_json, and a string for every field.
//!
//! It performs the tasks of the runner: `decode FILE TIMES`, `create URL TIMES`, `crowd URL TIMES`, `walk URL`, `sid TIMES`.

use std::collections::HashMap;
use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

/// How many requests are on their way at the same time in a crowd.
const CROWD: usize = 64;

const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

/// A call with all its fields, none of which is used: that is up to the application.
#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "what is read is not used here")]
struct Call {
    sid: String,
    account_sid: Option<String>,
    annotation: Option<String>,
    answered_by: Option<String>,
    api_version: Option<String>,
    caller_name: Option<String>,
    date_created: Option<String>,
    date_updated: Option<String>,
    direction: Option<String>,
    duration: Option<String>,
    end_time: Option<String>,
    forwarded_from: Option<String>,
    from: Option<String>,
    from_formatted: Option<String>,
    group_sid: Option<String>,
    parent_call_sid: Option<String>,
    phone_number_sid: Option<String>,
    price: Option<String>,
    price_unit: Option<String>,
    queue_time: Option<String>,
    start_time: Option<String>,
    status: Option<String>,
    subresource_uris: HashMap<String, String>,
    to: Option<String>,
    to_formatted: Option<String>,
    trunk_sid: Option<String>,
    uri: Option<String>,
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "what is read is not used here")]
struct Page {
    calls: Vec<Call>,
    end: Option<u64>,
    first_page_uri: Option<String>,
    next_page_uri: Option<String>,
    page: Option<u64>,
    page_size: Option<u64>,
    previous_page_uri: Option<String>,
    start: Option<u64>,
    uri: Option<String>,
}

struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    fn new(base: &str) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .build()?;
        Ok(Self {
            http,
            base: base.to_owned(),
        })
    }

    async fn create_call(&self, form: &[(&str, &str)]) -> reqwest::Result<Call> {
        let url = format!("{}/2010-04-01/Accounts/{ACCOUNT}/Calls.json", self.base);
        let request = self.http.post(url).basic_auth(ACCOUNT, Some("token"));
        let response = request.form(form).send().await?;
        response.error_for_status()?.json().await
    }

    async fn page(&self, uri: &str) -> reqwest::Result<Page> {
        let url = format!("{}{uri}", self.base);
        let request = self.http.get(url).basic_auth(ACCOUNT, Some("token"));
        request.send().await?.error_for_status()?.json().await
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    match arguments[..] {
        ["decode", file, times] => decode(file, times.parse()?)?,
        ["create", url, times] => runtime.block_on(create(url, times.parse()?, 1))?,
        ["crowd", url, times] => runtime.block_on(create(url, times.parse()?, CROWD))?,
        ["walk", url] => runtime.block_on(walk(url))?,
        ["sid", times] => validate(times.parse()?)?,
        _ => return Err("what shall be done?".into()),
    }
    Ok(())
}

fn decode(file: &str, times: usize) -> Result<(), Box<dyn Error>> {
    let body = std::fs::read(file)?;
    for _ in 0..times {
        black_box(serde_json::from_slice::<Page>(black_box(&body))?);
    }
    Ok(())
}

/// Places `times` calls, in `at_a_time` concurrent tasks.
async fn create(url: &str, times: usize, at_a_time: usize) -> Result<(), Box<dyn Error>> {
    let client = Arc::new(Client::new(url)?);
    let mut tasks = JoinSet::new();
    for _ in 0..at_a_time {
        let client = Arc::clone(&client);
        tasks.spawn(async move {
            for _ in 0..times / at_a_time {
                let form = [
                    ("To", "+15558675310"),
                    ("From", "+15552223214"),
                    ("Twiml", "<Response><Say>Ahoy there!</Say></Response>"),
                    ("StatusCallback", "https://example.com/events"),
                    ("Timeout", "30"),
                ];
                black_box(client.create_call(&form).await?);
            }
            Ok::<_, reqwest::Error>(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}

async fn walk(url: &str) -> Result<(), Box<dyn Error>> {
    let client = Client::new(url)?;
    let first = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json?PageSize=1000");
    let mut next = Some(first);
    let mut calls = 0;
    while let Some(uri) = next {
        let page = client.page(&uri).await?;
        for call in page.calls {
            black_box(call);
            calls += 1;
        }
        next = page.next_page_uri;
    }
    println!("{calls}\n{}", peak_memory()?);
    Ok(())
}

/// The peak memory of this process, in KB.
fn peak_memory() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
    Ok(peak.ok_or("no peak is known")?.parse()?)
}

/// Validation if every field is a string: its contents are unknown, so it is checked before use.
fn validate(times: usize) -> Result<(), Box<dyn Error>> {
    for _ in 0..times {
        let text = black_box("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2");
        let valid = text.strip_prefix("CA").is_some_and(|rest| {
            rest.len() == 32 && rest.chars().all(|character| character.is_ascii_hexdigit())
        });
        if !valid {
            return Err("not a SID".into());
        }
        black_box(text.to_owned());
    }
    Ok(())
}
