//! What the feature `tracing` reports about rejected requests.

use super::error::SignatureError;

/// One event at the level `DEBUG` with the URL that was checked, without user, password and query.
#[cfg(feature = "tracing")]
pub(super) fn rejected(error: SignatureError, url: &str) {
    let shown = super::public_url::without_user(url);
    let shown = shown.split('?').next().unwrap_or_default();
    tracing::debug!(target: env!("CARGO_CRATE_NAME"), url = shown, error = %error, "webhook rejected");
}

/// Nothing: the feature is off.
#[cfg(not(feature = "tracing"))]
pub(super) fn rejected(_error: SignatureError, _url: &str) {}
