//! A few calls from start to end: the real client places them with the simulator, and the real webhooks receive the
//! callbacks about them. It takes a few seconds and needs neither an account nor a network.
//!
//! `cargo run -p twilio-calls-simulator --example demo`

use std::error::Error;
use std::process::ExitCode;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator, Verified};
use twilio_calls::{
    AsyncAmdStatusCallback, CallEvent, CallSid, CallStatusCallback, Client, Credentials,
    MachineDetection, RecordingStatusCallback,
};
use twilio_calls_simulator::{ClockMode, Simulator};

type Failure = Box<dyn Error + Send + Sync>;

const FROM: &str = "+15550002222";
/// A person, a busy line and an answering machine.
const CALLED: [&str; 3] = ["+15550001111", "+15005550010", "+15005550013"];

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    match runtime
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(demo()))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn demo() -> Result<(), Failure> {
    // Time passes eight times as fast as usual, so that nobody has to wait for the calls to end.
    let simulator = Simulator::builder()
        .clock(ClockMode::Scaled(8.0))
        .start()
        .await?;
    println!(
        "The simulator is running at {} in place of Twilio; nothing leaves this machine.\n",
        simulator.base_url()
    );
    let credentials = simulator.credentials();
    let token = credentials.password();
    let (reports, hook) = receive(token).await?;
    let account = credentials.account_sid().to_string();
    let client = Client::builder(Credentials::auth_token(account.as_str(), token)?)
        .base_url(simulator.base_url())
        .build()?;

    let mut placed = Vec::new();
    for to in CALLED {
        let call = client
            .create_call(to, FROM)
            .twiml("<Response><Say>Your table is ready.</Say></Response>")
            .status_callback(format!("{hook}/status"))
            .status_callback_event([
                CallEvent::Initiated,
                CallEvent::Ringing,
                CallEvent::Answered,
                CallEvent::Completed,
            ])
            .record(true)
            .recording_status_callback(format!("{hook}/recording"))
            .machine_detection(MachineDetection::Enable)
            .async_amd(true)
            .async_amd_status_callback(format!("{hook}/detection"))
            .await?;
        let wait = call.queue_time.map(|wait| wait.get()).unwrap_or_default();
        println!(
            "call {}  placed to {to}, {}, {wait} ms in the queue",
            placed.len() + 1,
            call.status
        );
        placed.push(call.sid);
    }
    println!();
    follow(reports, &placed).await?;

    println!("\nThe list, newest first:");
    let mut calls = client.list_calls().stream();
    while let Some(call) = calls.try_next().await? {
        let seconds = call
            .duration
            .map(|duration| duration.get())
            .unwrap_or_default();
        println!(
            "  {}  {:<10} {seconds:>3} s",
            call.sid,
            call.status.as_str()
        );
    }
    println!("\nThe same as CSV:");
    let mut table = client.list_calls().csv_page().await?;
    let mut text = Vec::new();
    while let Some(chunk) = table.try_next().await? {
        text.extend_from_slice(&chunk);
    }
    for line in String::from_utf8_lossy(&text).lines() {
        println!("  {}...", line.chars().take(100).collect::<String>());
    }
    if let Some(first) = placed.first() {
        client.delete_call(*first).await?;
        println!(
            "\ncall 1  deleted; {} are left",
            client.list_calls().await?.calls.len()
        );
    }
    Ok(())
}

/// A verified callback, in a few words.
struct Report {
    call: CallSid,
    text: String,
    is_last: bool,
}

#[derive(Clone)]
struct Shared {
    receiver: Receiver,
    reports: UnboundedSender<Report>,
}

impl FromRef<Shared> for Receiver {
    fn from_ref(shared: &Shared) -> Self {
        shared.receiver.clone()
    }
}

/// Starts a server for callbacks; requests without a valid signature are rejected before they reach a handler.
async fn receive(token: &str) -> Result<(UnboundedReceiver<Report>, String), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let hook = format!("http://{}", listener.local_addr()?);
    let receiver = Receiver::new(
        SignatureValidator::new(token)?,
        PublicUrl::base(hook.as_str())?,
    );
    let (reports, received) = unbounded_channel();
    let router = Router::new()
        .route("/status", post(status))
        .route("/recording", post(recording))
        .route("/detection", post(detection))
        .with_state(Shared { receiver, reports });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((received, hook))
}

async fn status(State(shared): State<Shared>, Verified(report): Verified<CallStatusCallback>) {
    let is_last = report.event() == Some(CallEvent::Completed);
    let text = match report.call_duration {
        Some(seconds) if is_last => format!("{} after {} s", report.call_status, seconds.get()),
        _ => report.call_status.to_string(),
    };
    tell(
        &shared,
        Report {
            call: report.call_sid,
            text,
            is_last,
        },
    );
}

async fn recording(
    State(shared): State<Shared>,
    Verified(report): Verified<RecordingStatusCallback>,
) {
    let text = format!("recording {}", report.recording_status);
    tell(
        &shared,
        Report {
            call: report.call_sid,
            text,
            is_last: false,
        },
    );
}

async fn detection(
    State(shared): State<Shared>,
    Verified(report): Verified<AsyncAmdStatusCallback>,
) {
    let text = format!("answered by {}", report.answered_by);
    tell(
        &shared,
        Report {
            call: report.call_sid,
            text,
            is_last: false,
        },
    );
}

fn tell(shared: &Shared, report: Report) {
    // Nobody listens when the demo is about to end.
    let _ = shared.reports.send(report);
}

/// Prints reports as they arrive, until every call has ended.
async fn follow(mut reports: UnboundedReceiver<Report>, placed: &[CallSid]) -> Result<(), Failure> {
    let began = std::time::Instant::now();
    let mut running = placed.len();
    while running > 0 {
        let wait = tokio::time::timeout(std::time::Duration::from_secs(30), reports.recv());
        let report = wait.await?.ok_or("the receiver of callbacks has stopped")?;
        let number = placed
            .iter()
            .position(|sid| *sid == report.call)
            .map_or(0, |at| at + 1);
        println!(
            "call {number}  {:>5.2} s  {}",
            began.elapsed().as_secs_f64(),
            report.text
        );
        running -= usize::from(report.is_last);
    }
    Ok(())
}
