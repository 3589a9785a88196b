fn main() {
    beside::run(|| {
        let roots = rustls::RootCertStore::empty();
        rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
    });
}
