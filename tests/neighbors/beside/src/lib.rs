//! Runs an application's own client next to one with the features of this crate.

/// Builds the application's client and the other one, in the order given by the first argument.
///
/// If a client cannot be built, the program ends with its error or panic, which `run` checks for.
pub fn run(own: fn()) {
    match std::env::args().nth(1).as_deref() {
        Some("before") => other(),
        _ => own(),
    }
    other();
    own();
}

/// Builds the client of the other crate.
fn other() {
    #[cfg(feature = "reqwest")]
    let _ = reqwest::Client::builder()
        .build()
        .expect("reqwest builds a client");
    #[cfg(any(
        feature = "ours",
        feature = "ours-ring",
        feature = "ours-native",
        feature = "ours-none"
    ))]
    twilio_calls();
}

#[cfg(any(
    feature = "ours",
    feature = "ours-ring",
    feature = "ours-native",
    feature = "ours-none"
))]
fn twilio_calls() {
    use twilio_calls::{Client, Credentials};

    let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")
        .expect("the credentials are well formed");
    let builder = Client::builder(credentials);
    // Without a TLS feature of its own, the crate rejects https, whatever the application enables.
    #[cfg(not(any(feature = "ours", feature = "ours-ring", feature = "ours-native")))]
    let builder = builder.base_url("http://127.0.0.1:1");
    builder.build().expect("twilio-calls builds a client");
}
