//! Receivers of callbacks that do not respond.

use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use twilio_calls_simulator::{Outcome, Simulator};

use crate::support::{Api, Receiver};

const SECOND: Duration = Duration::from_secs(1);
/// The time limit for receivers in these tests.
const LIMIT: Duration = Duration::from_millis(1500);

/// A receiver that accepts connections but never responds. The kernel accepts them by itself.
async fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    (listener, url)
}

/// The listener after the connections that wait for it have been closed.
fn without_waiting(listener: TcpListener) -> TcpListener {
    let listener = listener.into_std().unwrap();
    while listener.accept().is_ok() {}
    TcpListener::from_std(listener).unwrap()
}

async fn simulator() -> Simulator {
    let builder = Simulator::builder().calls_per_second(1000);
    builder.callback_timeout(LIMIT).start().await.unwrap()
}

#[tokio::test]
async fn many_silent_receivers_hold_up_the_clock_no_longer_than_one() {
    let simulator = simulator().await;
    let api = Api::new(&simulator);
    let (_listener, url) = silent().await;
    // Three times as many as are sent at once, and events at different moments.
    for _ in 0..400 {
        api.place(&[
            ("StatusCallback", &url),
            ("StatusCallbackEvent", "initiated completed"),
        ])
        .await;
    }
    let began = Instant::now();
    simulator.advance(SECOND * 60).await;
    let took = began.elapsed();
    assert_eq!(simulator.callbacks().len(), 800);
    for record in simulator.callbacks() {
        assert!(matches!(record.outcome, Outcome::Failed(_)), "{record}");
    }
    // Otherwise the limit would have applied at least seven times.
    assert!(took >= LIMIT && took < LIMIT * 4, "{took:?}");
}

#[tokio::test]
async fn a_silent_receiver_does_not_cost_others_their_callbacks() {
    let simulator = simulator().await;
    let api = Api::new(&simulator);
    let (listener, silent) = silent().await;
    let receiver = Receiver::start().await;
    for _ in 0..200 {
        api.place(&[("StatusCallback", &silent)]).await;
        api.place(&[("StatusCallback", &receiver.url("/"))]).await;
    }
    simulator.advance(SECOND * 60).await;
    assert_eq!(receiver.arrived().len(), 200);
    // When it responds again, it gets the next callbacks, with the original time limit. The listener stays open, since
    // another process could take its port.
    let back = Receiver::with(without_waiting(listener));
    let before = simulator.callbacks().len();
    for _ in 0..2 {
        api.place(&[("StatusCallback", &silent)]).await;
        simulator.advance(SECOND * 60).await;
    }
    assert_eq!(back.arrived().len(), 2);
    for record in &simulator.callbacks()[before..] {
        assert_eq!(record.outcome, Outcome::Responded(204));
    }
}
