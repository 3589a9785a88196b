//! A request is not a result before it is awaited.
use twilio_calls::{CallSid, Client, Error};

async fn fetch(client: Client, sid: CallSid) -> Result<(), Error> {
    let call = client.fetch_call(sid)?;
    Ok(())
}

fn main() {}
