//! What the feature `tracing` reports about rejected requests.

use super::rejection::Rejection;

/// One event at the level `DEBUG`. Of the URL that a signature was checked for, it has scheme and host: its path can
/// hold a secret, as [`webhook`](super) recommends, and its query personal data.
#[cfg(feature = "tracing")]
pub(super) fn rejected(rejection: &Rejection) {
    let origin = rejection.checked_url().map(super::public_url::origin);
    tracing::debug!(
        target: env!("CARGO_CRATE_NAME"),
        status = rejection.status().as_u16(),
        origin,
        error = %rejection,
        "webhook rejected"
    );
}

/// Nothing: the feature is off.
#[cfg(not(feature = "tracing"))]
pub(super) fn rejected(_rejection: &Rejection) {}
