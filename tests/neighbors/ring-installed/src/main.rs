fn main() {
    rustls::crypto::ring::default_provider()
        .install_default()
        .expect("no provider is installed before");
    beside::run(|| {
        let roots = rustls::RootCertStore::empty();
        rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        reqwest::Client::builder()
            .build()
            .expect("reqwest builds a client");
    });
}
