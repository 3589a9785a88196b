//! TLS for the HTTP client that we build.

/// Why TLS could not be set up.
#[cfg(feature = "rustls")]
pub(crate) type TlsError = rustls::Error;
#[cfg(not(feature = "rustls"))]
pub(crate) type TlsError = std::convert::Infallible;

/// Whether a feature provides TLS.
pub(crate) const AVAILABLE: bool = cfg!(any(feature = "rustls", feature = "native-tls"));

/// Sets up rustls.
///
/// The cryptography provider is the one that the application installed for its process, if any, and otherwise
/// *ring*, for this client alone: nothing is installed behind the application's back.
#[cfg(feature = "rustls")]
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

/// Sets up the TLS library of the system.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, TlsError> {
    Ok(builder.tls_backend_native())
}

/// Sets up nothing.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, TlsError> {
    Ok(builder)
}
