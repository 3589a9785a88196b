//! A request is not the SID of the resource in its response.
use twilio_calls::{CallSid, Client, Error};

async fn hang_up(client: Client, sid: CallSid) -> Result<(), Error> {
    let call = client.fetch_call(sid);
    client.update_call(call).status("completed").await?;
    Ok(())
}

fn main() {}
