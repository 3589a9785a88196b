//! The code of an example, and where it stands in documentation.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use crate::names;

/// The code of an example.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) code: String,
    /// Whether it is also run; requests would need a server.
    pub(super) runs: bool,
}

impl Example {
    /// An example with these types, which returns an `InvalidValue` if a value is invalid.
    pub(crate) fn of_values(types: &BTreeSet<String>, body: &str) -> Self {
        let uses = uses(types);
        Self {
            code: format!("{uses}{body}# Ok::<(), twilio_calls::InvalidValue>(())\n"),
            runs: true,
        }
    }

    /// An example with these types that uses a client.
    pub(crate) fn of_client(types: &BTreeSet<String>, body: &str) -> Self {
        let uses = uses(types);
        Self {
            code: format!(
                "# async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {{\n\
                 {uses}{body}# Ok(())\n# }}\n"
            ),
            runs: false,
        }
    }

    /// An example that is a function of its own.
    pub(crate) fn of_function(types: &BTreeSet<String>, function: &str) -> Self {
        let uses = uses(types);
        Self {
            code: format!("{uses}{function}"),
            runs: true,
        }
    }
}

/// Documentation with an example at its end.
pub(crate) fn documented(doc: &str, example: Option<&Example>) -> String {
    let doc = doc.trim();
    match example {
        Some(Example { code, runs }) => {
            let fence = if *runs { "```" } else { "```no_run" };
            format!("{doc}\n\n{fence}\n{code}```")
        }
        None => doc.to_owned(),
    }
}

/// The name of a variable for a value of this type: the last word of the type's name.
pub(super) fn variable(rust: &str) -> String {
    let name = rust.to_snake_case();
    let last = name.rsplit('_').next().unwrap_or(&name);
    if names::is_keyword(last) {
        "value".to_owned()
    } else {
        names::field_name(last)
    }
}

/// The lines that import the types, of which those of other crates are full paths, and an empty line.
fn uses(types: &BTreeSet<String>) -> String {
    let (others, own): (Vec<&str>, Vec<&str>) = types
        .iter()
        .map(String::as_str)
        .partition(|name| name.contains("::"));
    let mut lines: Vec<String> = others.iter().map(|it| format!("use {it};\n")).collect();
    match own.as_slice() {
        [] => {}
        [only] => lines.push(format!("use twilio_calls::{only};\n")),
        several => lines.push(format!("use twilio_calls::{{{}}};\n", several.join(", "))),
    }
    if !lines.is_empty() {
        lines.push("\n".to_owned());
    }
    lines.concat()
}
