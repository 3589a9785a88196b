//! The version of the generated crate, as the manifests state it.

use std::io;

use codegen::Version;
use toml::Table;

use crate::git::Repository;

/// The manifest of the generated crate.
pub(crate) const MANIFEST: &str = "generated/Cargo.toml";
/// The manifest that a crate with `version.workspace = true` inherits from.
pub(crate) const WORKSPACE_MANIFEST: &str = "Cargo.toml";

/// The version of the generated crate in a revision, or in the working tree.
///
/// # Errors
///
/// Fails if a manifest cannot be read or parsed, or has no version.
pub(crate) fn version(repository: &Repository, revision: Option<&str>) -> io::Result<Version> {
    let read = |path: &str| read(repository, revision, path);
    let text = match own_version(&read(MANIFEST)?) {
        Some(version) => Some(version),
        None => workspace_version(&read(WORKSPACE_MANIFEST)?),
    };
    let text = text.ok_or_else(|| {
        io::Error::other(format!(
            "neither {MANIFEST} nor {WORKSPACE_MANIFEST} has a version"
        ))
    })?;
    codegen::release(&text)
        .map_err(|error| io::Error::other(format!("invalid version `{text}`: {error}")))
}

/// Returns where the working tree defines the version: the manifest, and the table in it.
///
/// # Errors
///
/// Fails if the manifest of the crate cannot be read or parsed.
pub(crate) fn place(repository: &Repository) -> io::Result<(&'static str, &'static str)> {
    let own = own_version(&read(repository, None, MANIFEST)?);
    Ok(match own {
        Some(_) => (MANIFEST, "[package]"),
        None => (WORKSPACE_MANIFEST, "[workspace.package]"),
    })
}

/// A manifest with another version in a table such as `[package]`.
pub(crate) fn with_version(text: &str, table: &str, version: &Version) -> String {
    let mut is_inside = false;
    let lines = text.split_inclusive('\n').map(|line| {
        if line.starts_with('[') {
            is_inside = line.trim_end() == table;
        }
        match is_inside && line.starts_with("version") {
            true => format!("version = \"{version}\"\n"),
            false => line.to_owned(),
        }
    });
    lines.collect()
}

/// The names of the packages in a lock file that are not from a registry and have this version: the workspace
/// members.
pub(crate) fn locked_members(lock: &str, version: &Version) -> Vec<String> {
    let wanted = format!("\nversion = \"{version}\"\n");
    let packages = lock.split("[[package]]\n");
    packages
        .filter(|it| it.contains(&wanted) && !it.contains("\nsource = "))
        .filter_map(|it| {
            let (name, _) = it.strip_prefix("name = \"")?.split_once('"')?;
            Some(name.to_owned())
        })
        .collect()
}

/// A lock file with another version of these packages.
pub(crate) fn with_locked_version(lock: &str, members: &[String], version: &Version) -> String {
    let packages = lock.split("[[package]]\n").map(|package| {
        let is_member = members
            .iter()
            .any(|name| package.starts_with(&format!("name = \"{name}\"\n")));
        match package.contains("\nsource = ") || !is_member {
            true => package.to_owned(),
            false => {
                let lines = package.split_inclusive('\n');
                let lines = lines.map(|line| match line.starts_with("version = ") {
                    true => format!("version = \"{version}\"\n"),
                    false => line.to_owned(),
                });
                lines.collect()
            }
        }
    });
    packages.collect::<Vec<_>>().join("[[package]]\n")
}

fn read(repository: &Repository, revision: Option<&str>, path: &str) -> io::Result<Table> {
    let text = match revision {
        Some(revision) => repository.show(revision, path)?.unwrap_or_default(),
        None => repository.read(path)?,
    };
    text.parse()
        .map_err(|error| io::Error::other(format!("cannot parse {path}: {error}")))
}

/// `package.version`, unless it is inherited from the workspace.
fn own_version(manifest: &Table) -> Option<String> {
    text(manifest.get("package")?.get("version")?)
}

/// `workspace.package.version`.
fn workspace_version(manifest: &Table) -> Option<String> {
    text(manifest.get("workspace")?.get("package")?.get("version")?)
}

fn text(value: &toml::Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_written_where_it_stands() {
        let version = Version::new(0, 2, 0);
        assert_eq!(
            with_version(
                "[workspace]\nversion = 1\n\n[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n",
                "[workspace.package]",
                &version
            ),
            "[workspace]\nversion = 1\n\n[workspace.package]\nversion = \"0.2.0\"\nedition = \"2024\"\n"
        );
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"b\"\n\
                    version = \"0.1.0\"\nsource = \"registry\"\n";
        let members = locked_members(lock, &Version::new(0, 1, 0));
        assert_eq!(members, ["a"]);
        assert_eq!(
            with_locked_version(lock, &members, &version),
            lock.replacen("\"0.1.0\"", "\"0.2.0\"", 1)
        );
    }

    #[test]
    fn the_version_is_the_package_s_or_the_workspace_s() {
        let parse = |text: &str| text.parse::<Table>().unwrap();
        let own =
            parse("[package] # a comment\nversion = '1.2.3'\n[dependencies]\nversion = \"9\"\n");
        assert_eq!(own_version(&own).as_deref(), Some("1.2.3"));
        let inherited = parse("[package]\nversion.workspace = true\n");
        assert_eq!(own_version(&inherited), None);
        let workspace = parse("workspace.package = { version = \"1.2.3\" }\n[profile.dev]\n");
        assert_eq!(workspace_version(&workspace).as_deref(), Some("1.2.3"));
        assert_eq!(workspace_version(&own), None);
    }
}
