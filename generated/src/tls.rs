//! TLS for the client's own HTTP client.

use crate::error::Error;

/// Sets up TLS as the features of the crate say.
///
/// With `rustls`, a provider of cryptography that the application installed for its process is used;
/// otherwise *ring*, for this client alone: nothing is installed behind the application's back.
#[cfg(feature = "rustls")]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _tls: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::crypto::CryptoProvider;
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let failed = |error| Error::configuration_because("TLS cannot be set up", error);
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(config))
}

/// Sets up TLS as the features of the crate say: with the system's own library.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _tls: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder.tls_backend_native())
}

/// Without TLS, only addresses that do without it can be used.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    tls: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    if tls {
        return Err(Error::configuration(
            "an https address needs the feature `rustls` or `native-tls`, or an HTTP client of one's own",
        ));
    }
    Ok(builder)
}

#[cfg(all(test, not(any(feature = "rustls", feature = "native-tls"))))]
mod tests {
    use crate::{Client, Credentials, Error};

    #[test]
    fn without_tls_https_is_refused_and_http_is_not() -> Result<(), Error> {
        let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
        let error = Client::new(credentials.clone())
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("needs the feature `rustls`")));
        Client::builder(credentials)
            .base_url("http://127.0.0.1:1")
            .build()?;
        Ok(())
    }
}
