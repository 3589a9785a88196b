//! The manifest of a standalone crate, with everything that the client inherits from its workspace written out.

use std::io;

use toml::{Table, Value};

/// Sections of the client's manifest that are about its own examples, tests and location.
const DROPPED: [&str; 5] = [
    "[package]",
    "[[example]]",
    "[[bench]]",
    "[lints]",
    "[dev-dependencies]",
];

/// Derives the manifest of the named crate from those of the client and its workspace.
pub(super) fn standalone(
    workspace: &str,
    member: &str,
    name: &str,
    title: &str,
) -> io::Result<String> {
    let workspace: Table = workspace.parse().map_err(io::Error::other)?;
    let workspace = workspace.get("workspace").and_then(Value::as_table);
    let find = |section: &str| {
        workspace
            .and_then(|it| it.get(section))
            .and_then(Value::as_table)
    };
    let (Some(package), Some(shared)) = (find("package"), find("dependencies")) else {
        return Err(io::Error::other(
            "Cargo.toml has no `[workspace.package]` or no `[workspace.dependencies]`",
        ));
    };
    let text = |key: &str| package.get(key).map(inline).unwrap_or_default();
    let mut manifest = format!(
        "[package]\nname = {name:?}\ndescription = {:?}\nversion = \"0.1.0\"\nedition = {}\nrust-version = {}\nlicense = {}\n\
         readme = \"README.md\"\n\n# The crate stands alone; without this table, it can be a member of a workspace.\n[workspace]\n\n",
        format!("A typed client for {title}"),
        text("edition"),
        text("rust-version"),
        text("license"),
    );
    for section in member.split_inclusive("\n\n") {
        if DROPPED.iter().any(|dropped| section.starts_with(dropped)) {
            continue;
        }
        for line in section.lines() {
            manifest.push_str(&format!("{}\n", resolved(line, shared)));
        }
    }
    manifest.push_str(&format!(
        "[dev-dependencies]\ntokio = {{ version = \"1.40\", default-features = false, features = [\"macros\", \"net\", \
         \"rt\", \"rt-multi-thread\", \"time\"] }}\njiff = {}\nserde_path_to_error = {}\n",
        shared.get("jiff").map(inline).unwrap_or_default(),
        shared.get("serde_path_to_error").map(inline).unwrap_or_default(),
    ));
    Ok(manifest)
}

/// A line of the client's manifest; a dependency that is inherited from the workspace gets its version.
fn resolved(line: &str, shared: &Table) -> String {
    let own: Option<Table> = line.parse().ok();
    let entry = own.iter().flatten().next();
    let Some((name, Value::Table(own))) = entry.filter(|_| line.contains("workspace = true"))
    else {
        return line.to_owned();
    };
    let Some(found) = shared.get(name) else {
        return line.to_owned();
    };
    let mut all = match found {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in own.iter().filter(|(key, _)| *key != "workspace") {
        match (all.get_mut(key), value) {
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
            _ => drop(all.insert(key.clone(), value.clone())),
        }
    }
    format!("{name} = {}", inline(&Value::Table(all)))
}

/// A value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let entries: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{key} = {}", inline(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Boolean(is) => is.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Datetime(moment) => moment.to_string(),
    }
}
