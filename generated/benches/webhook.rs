//! What a status callback costs: CPU time and allocations to check its signature and read it.
//!
//! ```text
//! cargo bench --bench webhook
//! valgrind --tool=callgrind --toggle-collect='*verify_and_read*' target/release/deps/webhook-*
//! ```

use std::alloc::System;
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{SignatureValidator, VerifyError, parse_unverified};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const URL: &str = "https://example.com/hooks/call_status";
/// The longest report there is: the last one of a recorded call, with everything that is sent but not documented.
const BODY: &str = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&\
    From=%2B15550002222&To=%2B15550001111&Called=%2B15550001111&Caller=%2B15550002222&ToCity=&ToState=CA&ToZip=&\
    ToCountry=US&FromCity=&FromState=CA&FromZip=&FromCountry=US&CalledCity=&CalledState=CA&CalledZip=&CalledCountry=US&\
    CallerCity=&CallerState=CA&CallerZip=&CallerCountry=US&CallStatus=completed&ApiVersion=2010-04-01&\
    Direction=outbound-api&Duration=1&CallDuration=3&SipResponseCode=200&\
    RecordingUrl=https%3A%2F%2Fapi.twilio.com%2F2010-04-01%2FAccounts%2FACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1%2F\
    Recordings%2FREd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4&RecordingSid=REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4&\
    RecordingDuration=3&Timestamp=Wed%2C+10+Jun+2026+18%3A44%3A18+%2B0000&CallbackSource=call-progress-events&\
    SequenceNumber=3";
/// One that asks for little.
const FIRST: &str = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&\
    From=%2B15550002222&To=%2B15550001111&CallStatus=initiated&ApiVersion=2010-04-01&Direction=outbound-api&\
    Timestamp=Wed%2C+10+Jun+2026+18%3A44%3A11+%2B0000&CallbackSource=call-progress-events&SequenceNumber=0";

#[inline(never)]
fn verify_and_read(
    validator: &SignatureValidator,
    signature: &str,
    body: &str,
) -> Result<CallStatusCallback, VerifyError> {
    validator.verify(black_box(URL), black_box(signature), black_box(body))
}

/// The best of several rounds: what is slower was disturbed.
fn time<T>(
    mut work: impl FnMut() -> Result<T, Box<dyn Error>>,
) -> Result<Duration, Box<dyn Error>> {
    const ROUNDS: u32 = 20;
    const TURNS: u32 = 500;
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        for _ in 0..TURNS {
            black_box(work()?);
        }
        best = best.min(begun.elapsed() / TURNS);
    }
    Ok(best)
}

fn main() -> Result<(), Box<dyn Error>> {
    let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    for (name, body) in [("last report", BODY), ("first report", FIRST)] {
        let signature = validator.sign(URL, body);
        let region = Region::new(ALLOCATOR);
        let event = verify_and_read(&validator, &signature, body)?;
        let allocated = region.change();
        let accepted = time(|| Ok(verify_and_read(&validator, &signature, body)?))?;
        let forged = validator.sign(URL, "forged");
        let rejected = time(|| match verify_and_read(&validator, &forged, body) {
            Ok(_) => Err("a forged signature was accepted".into()),
            Err(error) => Ok(error),
        })?;
        let read = time(|| Ok(parse_unverified::<CallStatusCallback>(black_box(body))?))?;
        println!(
            "{name}: {} bytes, {} of its parameters in `extra`",
            body.len(),
            event.extra.len()
        );
        println!("    verify and read {accepted:?}, reject {rejected:?}, read alone {read:?}");
        println!(
            "    {} allocations, {} bytes",
            allocated.allocations, allocated.bytes_allocated
        );
    }
    Ok(())
}
