//! What the examples talk to: Twilio if credentials are set, otherwise a simulator on this machine.

use std::env;
use std::error::Error;
use std::time::Duration;

use twilio_calls::{Client, ClientBuilder, Credentials};
use twilio_calls_simulator::{CallStatus, ClockMode, Moment, PastCall, Simulator};

/// If any of them is set, the client is configured from the environment: see `ClientBuilder::from_env`.
const CREDENTIALS: [&str; 5] = [
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_BASE_URL",
];

/// Makes a client with the settings of an example, and says what it talks to.
///
/// The simulator, if there is one, has to be kept: it stops when it is dropped. With `TWILIO_BASE_URL`, the client
/// talks to a simulator that is already running, such as `cargo xtask simulator`.
pub(crate) async fn connect(
    settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<(Client, Option<Simulator>), Box<dyn Error>> {
    if CREDENTIALS.iter().any(|name| env::var_os(name).is_some()) {
        let client = settings(ClientBuilder::from_env()?).build()?;
        let warning = if env::var_os("TWILIO_BASE_URL").is_some() {
            "as TWILIO_BASE_URL says"
        } else {
            "where calls ring phones and cost money"
        };
        eprintln!(
            "Credentials are set: talking to {}, {warning}.",
            client.base_url()
        );
        return Ok((client, None));
    }
    let simulator = simulator().await?;
    let account = simulator.credentials();
    let credentials =
        Credentials::auth_token(account.account_sid().to_string(), account.password())?;
    let builder = settings(Client::builder(credentials)).base_url(simulator.base_url());
    eprintln!(
        "No credentials are set: talking to a simulator at {}; nothing leaves this machine.",
        simulator.base_url()
    );
    Ok((builder.build()?, Some(simulator)))
}

/// A simulator in which an hour takes six minutes and some calls have been made before.
async fn simulator() -> Result<Simulator, Box<dyn Error>> {
    let simulator = Simulator::builder()
        .clock(ClockMode::Scaled(10.0))
        .start()
        .await?;
    let yesterday = simulator.now().unix_seconds() - 24 * 60 * 60;
    let calls = (0..10).map(|number| {
        let call = PastCall::new(
            "+15558675310",
            "+15552223214",
            Moment::from_unix_seconds(yesterday + 60 * number),
        );
        if number % 4 == 3 {
            call.status(CallStatus::Busy).duration(Duration::ZERO)
        } else {
            call
        }
    });
    simulator.add_history(calls);
    Ok(simulator)
}
