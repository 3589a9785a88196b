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

/// Where the working tree states the version: the manifest, and the table in it.
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
