fn main() {
    beside::run(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            // The TLS client is created before anything is written, and nobody responds.
            let (stream, _) = tokio::io::duplex(64);
            tokio_tungstenite::client_async_tls("wss://localhost/", stream)
                .await
                .expect_err("the other end is closed");
        });
    });
}
