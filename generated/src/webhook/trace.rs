//! What the feature `tracing` reports about rejected requests.

use super::error::SignatureError;

/// One event at the level `DEBUG` with scheme and host of the URL that was checked. Its path can hold a secret, as
/// [`webhook`](super) recommends, and its query personal data.
#[cfg(feature = "tracing")]
pub(super) fn rejected(error: SignatureError, url: &str) {
    let origin = super::public_url::origin(url);
    tracing::debug!(target: env!("CARGO_CRATE_NAME"), origin, error = %error, "webhook rejected");
}

/// Nothing: the feature is off.
#[cfg(not(feature = "tracing"))]
pub(super) fn rejected(_error: SignatureError, _url: &str) {}
