//! The client and its webhooks with the simulator: tests that depend on state, and long ones.

#[cfg(test)]
mod accounted;
#[cfg(test)]
mod behind_a_proxy;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod instructions;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod model;
#[cfg(test)]
mod reconciling;
#[cfg(test)]
mod recordings;

#[cfg(test)]
fn client(simulator: &twilio_calls_simulator::Simulator) -> twilio_calls::ClientBuilder {
    let credentials = simulator.credentials();
    let account = credentials.account_sid().to_string();
    let credentials =
        twilio_calls::Credentials::auth_token(account.as_str(), credentials.password()).unwrap();
    twilio_calls::Client::builder(credentials).base_url(simulator.base_url())
}
