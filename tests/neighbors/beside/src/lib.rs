//! Runs an application's own client beside what the features of this crate choose.

/// Builds the application's client and the one beside it, in the order that the first argument names.
///
/// A client that cannot be built ends the program with its error or panic, which is what `run` looks for.
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
    // Without a TLS feature of its own, the crate rejects https whatever the application turned on.
    #[cfg(not(any(feature = "ours", feature = "ours-ring", feature = "ours-native")))]
    let builder = builder.base_url("http://127.0.0.1:1");
    builder.build().expect("twilio-calls builds a client");
}
