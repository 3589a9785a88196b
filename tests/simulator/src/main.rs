//! The simulator as a program: `cargo run -p twilio-calls-simulator -- --help`.

use std::process::ExitCode;

use twilio_calls_simulator::Program;

const HELP: &str = "\
Runs a stand-in for the Calls API on this machine until it is interrupted.

  --port NUMBER    the port on 127.0.0.1; 0 takes a free one [default: 8080]
  --cps NUMBER     how many calls are dialed in a second [default: 1]
  --speed FACTOR   how many times faster than on the wall time passes [default: 1]
  --strict         refuse parameters that the spec does not know
  --allow HOST     let callbacks go to this host too; can be repeated
  --sign-with WHAT what signs callbacks: `token`, or ID:SECRET:ALGORITHM of a shared key, with HMAC_SHA1 or
                   HMAC_SHA256; by turns when repeated [default: token]
  --seed NUMBER    the same seed brings the same credentials and identifiers [default: 1]
  --help           this text
";

fn main() -> ExitCode {
    let program = match parse(std::env::args().skip(1)) {
        Ok(Some(program)) => program,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("error: {problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match program.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The program that the arguments describe; none when they ask for help.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Program>, String> {
    let mut program = Program::default();
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--help" | "-h" => return Ok(None),
            "--strict" => program.strict = true,
            "--port" => program.port = value(&name, arguments.next())?,
            "--cps" => program.calls_per_second = value(&name, arguments.next())?,
            "--speed" => program.speed = value(&name, arguments.next())?,
            "--seed" => program.seed = value(&name, arguments.next())?,
            "--sign-with" => program.sign_with.push(value(&name, arguments.next())?),
            "--allow" => program.allow.push(value(&name, arguments.next())?),
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    Ok(Some(program))
}

fn value<T: std::str::FromStr>(name: &str, text: Option<String>) -> Result<T, String> {
    let text = text.ok_or_else(|| format!("{name} needs a value"))?;
    text.parse()
        .map_err(|_| format!("{text} is not a value for {name}"))
}

#[cfg(test)]
mod tests {
    use twilio_calls_simulator::{SharedKey, SignatureAlgorithm, Signer};

    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Program>, String> {
        parse(arguments.iter().map(|argument| (*argument).to_owned()))
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
            "--strict",
            "--sign-with",
            "token",
            "--sign-with",
            "id:secret:HMAC_SHA256",
        ])
        .unwrap();
        let expected = Program {
            port: 0,
            calls_per_second: 30,
            strict: true,
            allow: vec!["a".to_owned(), "b".to_owned()],
            sign_with: vec![
                Signer::AuthToken,
                SharedKey::new("id", "secret", SignatureAlgorithm::HmacSha256).into(),
            ],
            ..Program::default()
        };
        assert_eq!(program, Some(expected));
        assert_eq!(read(&["--help"]), Ok(None));
        assert_eq!(
            read(&["--cps", "many"]),
            Err("many is not a value for --cps".to_owned())
        );
        assert_eq!(read(&["--port"]), Err("--port needs a value".to_owned()));
        assert_eq!(read(&["--what"]), Err("unknown argument --what".to_owned()));
    }
}
