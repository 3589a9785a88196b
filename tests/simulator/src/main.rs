//! The simulator as a program: `cargo run -p twilio-calls-simulator -- --help`.

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use twilio_calls_simulator::{InvalidProxy, Program, ReverseProxy, Signer};

/// Run a simulator of the Calls API on this machine until interrupted
#[derive(Parser)]
#[command(name = "twilio-calls-simulator")]
struct Arguments {
    /// The port on 127.0.0.1; 0 for a free one
    #[arg(long, value_name = "NUMBER", default_value_t = 8080)]
    port: u16,
    /// How many calls are dialed per second
    #[arg(long = "cps", value_name = "NUMBER", default_value_t = 1)]
    calls_per_second: u32,
    /// How many times faster than real time the clock runs
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    speed: f64,
    /// Reject parameters that the spec does not declare
    #[arg(long)]
    strict: bool,
    /// Also allow callbacks to this host; can be repeated
    #[arg(long, value_name = "HOST")]
    allow: Vec<String>,
    /// Also accept requests for this host; can be repeated
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// Stand in for a reverse proxy: sign callbacks to URLs below this one, such as https://example.com, and send them to
    /// --deliver-to
    #[arg(long, value_name = "URL", requires = "deliver_to")]
    public_url: Option<String>,
    /// Where callbacks to URLs below --public-url are sent, such as http://127.0.0.1:3000
    #[arg(long, value_name = "URL", requires = "public_url")]
    deliver_to: Option<String>,
    /// How callbacks are signed: `token` for the auth token, or ID:SECRET:ALGORITHM for a shared key, with HMAC_SHA1 or
    /// HMAC_SHA256; used in turn if repeated
    #[arg(long, value_name = "SIGNER")]
    sign_with: Vec<Signer>,
    /// The seed of credentials and identifiers, which makes them reproducible
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

impl TryFrom<Arguments> for Program {
    type Error = InvalidProxy;

    fn try_from(arguments: Arguments) -> Result<Self, InvalidProxy> {
        let urls = arguments.public_url.zip(arguments.deliver_to);
        let reverse_proxy = urls.map(|(public, upstream)| ReverseProxy::new(&public, &upstream));
        Ok(Self {
            port: arguments.port,
            calls_per_second: arguments.calls_per_second,
            speed: arguments.speed,
            strict: arguments.strict,
            allow: arguments.allow,
            hosts: arguments.hosts,
            reverse_proxy: reverse_proxy.transpose()?,
            sign_with: arguments.sign_with,
            seed: arguments.seed,
        })
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    Program::try_from(arguments)?.run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;
    use twilio_calls_simulator::{SharedKey, SignatureAlgorithm};

    use super::*;

    fn read(arguments: &[&str]) -> Result<Program, ErrorKind> {
        Arguments::try_parse_from([&["simulator"], arguments].concat())
            .map(|arguments| Program::try_from(arguments).unwrap())
            .map_err(|error| error.kind())
    }

    #[test]
    fn arguments_become_a_program() {
        let program = read(&[
            "--port",
            "0",
            "--cps",
            "30",
            "--allow",
            "a",
            "--allow",
            "b",
            "--host",
            "simulator.test",
            "--strict",
            "--public-url",
            "https://example.com",
            "--deliver-to",
            "http://127.0.0.1:3000",
            "--sign-with",
            "token",
            "--sign-with",
            "id:secret:HMAC_SHA256",
        ]);
        let expected = Program {
            port: 0,
            calls_per_second: 30,
            strict: true,
            allow: vec!["a".to_owned(), "b".to_owned()],
            hosts: vec!["simulator.test".to_owned()],
            reverse_proxy: Some(
                ReverseProxy::new("https://example.com", "http://127.0.0.1:3000").unwrap(),
            ),
            sign_with: vec![
                Signer::AuthToken,
                SharedKey::new("id", "secret", SignatureAlgorithm::HmacSha256).into(),
            ],
            ..Program::default()
        };
        assert_eq!(program, Ok(expected));
        assert_eq!(read(&[]), Ok(Program::default()));
        assert_eq!(read(&["--help"]), Err(ErrorKind::DisplayHelp));
        for (arguments, kind) in [
            (&["--cps", "many"][..], ErrorKind::ValueValidation),
            (&["--port"], ErrorKind::InvalidValue),
            (
                &["--public-url", "https://example.com"],
                ErrorKind::MissingRequiredArgument,
            ),
            (&["--what"], ErrorKind::UnknownArgument),
        ] {
            assert_eq!(read(arguments), Err(kind), "{arguments:?}");
        }
    }
}
