//! The call log as CSV.

use twilio_calls::CallRow;
use twilio_calls::http::Response;
use twilio_calls::testing::Canned;

use super::{inputs, runtime};

/// Fragments of CSV.
pub const DICTIONARY: &[&str] = &[
    ",",
    "\"",
    "\"\"",
    "\r\n",
    "\n",
    "\r",
    "Sid",
    "Status",
    "Price",
    "DateCreated",
    "Duration",
    "completed",
    "\"Tue, 31 Aug 2010 20:36:28 +0000\"",
    "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
    "-0.03",
    "\u{FEFF}",
    "\0",
];

/// Typical CSV.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "Sid,Status,Price,To,From,DateCreated,Duration\r\nCAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2,completed,-0.0300,\"Doe, \"\"J\"\"\",client:a,\"Tue, 31 Aug 2010 20:36:28 +0000\",15\r\n",
        "Sid\nCAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\n\nCAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b3",
        "Sid,Sid\n,\n",
        "\"Sid",
        "",
    ])
}

/// Every row is parsed, or an error ends the stream; there are no more rows than lines.
#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
pub fn run(input: &[u8]) {
    let lines = 1 + input
        .iter()
        .filter(|byte| matches!(byte, b'\n' | b'\r'))
        .count();
    let twilio = Canned::new().response(Response::new(input.to_vec()));
    let client = twilio.client().expect("a client");
    runtime().block_on(async {
        let csv = client
            .list_calls()
            .csv_page()
            .await
            .expect("the status is 200");
        let mut rows = csv.rows::<CallRow>();
        let mut count = 0;
        while let Some(row) = rows.next().await {
            count += 1;
            assert!(count <= lines, "more rows than lines");
            if row.is_err() {
                assert!(rows.next().await.is_none(), "an error is the end");
                break;
            }
        }
    });
}
