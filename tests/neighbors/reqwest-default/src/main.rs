fn main() {
    beside::run(|| {
        reqwest::Client::builder()
            .build()
            .expect("reqwest builds a client");
    });
}
