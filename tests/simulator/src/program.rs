//! The simulator as a program that runs until interrupted: for `cargo xtask simulator` and programs in any language.

use std::future::Future;
use std::io::{self, Write};

use tokio::sync::mpsc;

use crate::builder::StartError;
use crate::clock::ClockMode;
use crate::log::Line;
use crate::reverse_proxy::ReverseProxy;
use crate::signature::Signer;
use crate::simulator::Simulator;

/// A simulator that runs as a program, and its options.
///
/// ```
/// use twilio_calls_simulator::Program;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// let mut printed = Vec::new();
/// let program = Program { port: 0, ..Program::default() };
/// program.run_until(std::future::ready(()), &mut printed).await?;
/// assert!(String::from_utf8(printed)?.contains("TWILIO_ACCOUNT_SID=AC"));
/// # Ok(())
/// # })
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The port on 127.0.0.1; 8080 by default, 0 for a free one.
    pub port: u16,
    /// How many calls are dialed per second; 1 by default.
    pub calls_per_second: u32,
    /// How many times faster than real time the clock runs; 1 by default.
    pub speed: f64,
    /// Reject parameters that the spec does not declare.
    pub strict: bool,
    /// Hosts besides this machine that callbacks may go to.
    pub allow: Vec<String>,
    /// Hosts besides this machine that requests may be for.
    pub hosts: Vec<String>,
    /// The proxy in front of the application, if the simulator stands in for one.
    pub reverse_proxy: Option<ReverseProxy>,
    /// How callbacks are signed, used in turn; the auth token if empty.
    pub sign_with: Vec<Signer>,
    /// The seed of identifiers and credentials, which makes them reproducible. 1 by default.
    pub seed: u64,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            port: 8080,
            calls_per_second: 1,
            speed: 1.0,
            strict: false,
            allow: Vec::new(),
            hosts: Vec::new(),
            reverse_proxy: None,
            sign_with: Vec::new(),
            seed: 1,
        }
    }
}

impl Program {
    /// Runs until interrupted (Ctrl-C), on its own runtime, and prints to standard output.
    ///
    /// # Errors
    ///
    /// Fails if the simulator cannot start, or writing to standard output fails.
    pub fn run(&self) -> Result<(), ProgramError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(ProgramError::Io)?;
        runtime.block_on(async {
            let interrupted = async {
                // Without a signal handler, the program runs until it is killed.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            self.run_until(interrupted, &mut io::stdout()).await
        })
    }

    /// Runs until the future is ready; prints how to reach the simulator, then a line per request and callback.
    ///
    /// # Errors
    ///
    /// Fails if the simulator cannot start, or writing to `out` fails.
    pub async fn run_until(
        &self,
        stop: impl Future<Output = ()>,
        out: &mut impl Write,
    ) -> Result<(), ProgramError> {
        let (lines, mut printed) = mpsc::unbounded_channel();
        let clock = if self.speed == 1.0 {
            ClockMode::Real
        } else {
            ClockMode::Scaled(self.speed)
        };
        let mut builder = Simulator::builder()
            .port(self.port)
            .calls_per_second(self.calls_per_second)
            .clock(clock)
            .seed(self.seed)
            .observer(move |line: Line<'_>| {
                // The receiver is dropped when the program is about to end.
                let _ = lines.send(line.to_string());
            });
        if self.strict {
            builder = builder.reject_unknown_parameters();
        }
        for host in &self.allow {
            builder = builder.allow_callbacks_to(host);
        }
        for host in &self.hosts {
            builder = builder.allow_requests_for(host);
        }
        if let Some(proxy) = &self.reverse_proxy {
            builder = builder.reverse_proxy(proxy.clone());
        }
        for signer in &self.sign_with {
            builder = builder.sign_with(signer.clone());
        }
        let simulator = builder.start().await.map_err(ProgramError::Start)?;
        greet(&simulator, out).map_err(ProgramError::Io)?;
        tokio::pin!(stop);
        loop {
            tokio::select! {
                biased;
                Some(line) = printed.recv() => writeln!(out, "{line}").and_then(|()| out.flush()).map_err(ProgramError::Io)?,
                () = &mut stop => return Ok(()),
            }
        }
    }
}

fn greet(simulator: &Simulator, out: &mut impl Write) -> io::Result<()> {
    let base = simulator.base_url();
    let (credentials, test) = (simulator.credentials(), simulator.test_credentials());
    writeln!(
        out,
        "The simulator is running at {base} (open it in a browser to watch); press Ctrl-C to stop it."
    )?;
    writeln!(out, "\nTo use it from another terminal, paste:\n")?;
    writeln!(
        out,
        "  export TWILIO_ACCOUNT_SID={}",
        credentials.account_sid()
    )?;
    writeln!(out, "  export TWILIO_AUTH_TOKEN={}", credentials.password())?;
    writeln!(out, "  export TWILIO_BASE_URL={base}")?;
    writeln!(out, "\nTo place a call with curl:\n")?;
    writeln!(
        out,
        "  curl -u {credentials} {base}/2010-04-01/Accounts/{}/Calls.json \\\n       --data-urlencode To=+15550001111 \
         --data-urlencode From=+15550002222 --data-urlencode 'Twiml=<Response/>'",
        credentials.account_sid()
    )?;
    writeln!(
        out,
        "\nTest credentials, with which calls are checked but not placed: {test}\n"
    )?;
    out.flush()
}

/// The error of a [`Program`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ProgramError {
    /// The simulator could not be started.
    Start(StartError),
    /// The runtime could not be built, or writing failed.
    Io(io::Error),
}

impl std::fmt::Display for ProgramError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start(error) => error.fmt(formatter),
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ProgramError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Start(error) => error.source(),
            Self::Io(error) => error.source(),
        }
    }
}
