//! TLS for the HTTP client that we build: the backend that our features name, whatever other crates of the application
//! turn on in reqwest.
//!
//! Where several TLS features are on, the first of `rustls`, `rustls-ring` and `native-tls` decides.

/// Why TLS could not be set up.
#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
pub(crate) type TlsError = rustls::Error;
#[cfg(not(all(feature = "rustls-ring", not(feature = "rustls"))))]
pub(crate) type TlsError = std::convert::Infallible;

/// Whether a feature provides TLS.
pub(crate) const AVAILABLE: bool = cfg!(any(
    feature = "rustls",
    feature = "rustls-ring",
    feature = "native-tls"
));

/// Chooses reqwest's own rustls, with the crypto provider of the process or else reqwest's.
#[cfg(feature = "rustls")]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, TlsError> {
    Ok(builder.tls_backend_rustls())
}

/// Sets up rustls with the crypto provider of the process, or else with *ring* for this client alone: nothing is
/// installed for the process.
#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, TlsError> {
    use std::sync::Arc;

    use rustls::crypto::CryptoProvider;
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(config))
}

/// Chooses the TLS library of the operating system.
#[cfg(all(
    feature = "native-tls",
    not(any(feature = "rustls", feature = "rustls-ring"))
))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, TlsError> {
    Ok(builder.tls_backend_native())
}

/// Sets up nothing.
#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, TlsError> {
    Ok(builder)
}
