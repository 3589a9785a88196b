//! Tests the client in a child process, whose `SSL_CERT_FILE` contains the trusted authorities, with a server whose
//! certificate is from an authority made for the test.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{ServerConfig, version};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Serves on a free port with a certificate for `name`, and responds to every request with 404.
async fn serve(authority: &Authority, name: &str) -> u16 {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([name.to_owned()])
        .unwrap()
        .signed_by(&key, authority)
        .unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust the certificate aborts the handshake.
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut request = vec![0; 8192];
                let _ = stream.read(&mut request).await;
                let body = r#"{"code":20404,"message":"not found","status":404}"#;
                let response = format!(
                    "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                     Connection: close\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(response.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    port
}

/// The output of the client if the system only trusts the authorities in the file.
async fn fetch(url: String, trusted: &Path) -> String {
    let trusted = trusted.to_owned();
    let output = tokio::task::spawn_blocking(move || {
        Command::new(env!("CARGO_BIN_EXE_handshakes"))
            .arg(url)
            .env("SSL_CERT_FILE", trusted)
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn assert_rejected(printed: &str, reason: &str) {
    assert!(printed.contains("status: None"), "{printed}");
    assert!(printed.contains("is_connect: true"), "{printed}");
    let causes: Vec<&str> = printed
        .lines()
        .filter(|line| line.starts_with("caused by: "))
        .collect();
    assert!(
        causes
            .iter()
            .any(|cause| cause.to_lowercase().contains("certificate") && cause.contains(reason)),
        "no cause names the certificate and `{reason}`:\n{printed}"
    );
}

/// The messages of the backend about an unknown authority, and about a certificate for another name.
const REASONS: [&str; 2] = if cfg!(any(feature = "rustls", feature = "rustls-ring")) {
    ["UnknownIssuer", "not valid for name"]
} else {
    [
        "unable to get local issuer certificate",
        "hostname mismatch",
    ]
};

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_has_to_be_trusted_and_for_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, other) = (authority("test authority"), authority("another authority"));
    let (trusted, untrusted) = (folder.path().join("trusted"), folder.path().join("other"));
    std::fs::write(&trusted, ours.pem()).unwrap();
    std::fs::write(&untrusted, other.pem()).unwrap();

    let port = serve(&ours, "localhost").await;
    let url = format!("https://localhost:{port}");
    let accepted = fetch(url.clone(), &trusted).await;
    assert!(accepted.contains("status: Some(404)"), "{accepted}");
    assert!(accepted.contains("is_connect: false"), "{accepted}");

    let [unknown_authority, other_name] = REASONS;
    assert_rejected(&fetch(url, &untrusted).await, unknown_authority);

    let port = serve(&ours, "elsewhere.example").await;
    let url = format!("https://localhost:{port}");
    assert_rejected(&fetch(url, &trusted).await, other_name);
}
