//! What cargo has already built for the tests, used without building it again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use toml::Table;

use crate::beside_the_client::success;
use crate::root;

/// The package of the client.
const CLIENT: &str = "twilio-calls";

/// The client and the libraries that it is linked with, as cargo built them for the test that runs.
#[derive(Debug)]
pub struct Libraries {
    client: PathBuf,
    /// By the names that sources call them.
    of_the_client: BTreeMap<String, PathBuf>,
}

impl Libraries {
    /// Returns the libraries of the calling test.
    ///
    /// # Panics
    ///
    /// Panics if cargo fails or does not name the library of the client.
    #[must_use]
    pub fn of_this_test() -> &'static Self {
        static LIBRARIES: LazyLock<Libraries> = LazyLock::new(Libraries::found);
        &LIBRARIES
    }

    /// Asks cargo about the calling test: its libraries are up to date, because cargo has just run that test.
    #[expect(clippy::expect_used, reason = "a test without the client cannot go on")]
    fn found() -> Self {
        let program = std::env::current_exe().expect("the test has a path");
        let program = program.file_stem().unwrap_or_default().to_string_lossy();
        // As in `generator-0123456789abcdef`.
        let (test, _) = program.rsplit_once('-').expect("cargo adds a hash");
        let messages = success(
            Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
                .current_dir(root())
                .args(["test", "--no-run", "--quiet", "--message-format", "json"])
                .args(["--package", "twilio-calls-tests", "--test", test]),
        );
        let mut libraries: Vec<Library> = messages
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter_map(|message| Library::of(&message))
            .collect();
        // Libraries that macros and build scripts also need are built again for them, with fewer features. The last one
        // of each name counts.
        libraries.sort_by_key(|it| it.features);
        let client = libraries.iter().find(|it| it.package == CLIENT);
        let client = client.expect("cargo names the library of the client");
        let dependencies = dependencies();
        let of_the_client = libraries
            .iter()
            .filter(|it| dependencies.contains(&(it.package.clone(), it.version.clone())))
            .map(|it| (it.name.clone(), it.path.clone()))
            .collect();
        Self {
            client: client.path.clone(),
            of_the_client,
        }
    }

    /// A compiler for a program that uses the client.
    #[must_use]
    pub fn for_a_user(&self) -> Command {
        let mut rustc = self.rustc();
        rustc
            .arg("--extern")
            .arg(format!("twilio_calls={}", self.client.display()));
        rustc
    }

    /// A compiler for something in place of the client, which can use what the client uses.
    pub(crate) fn for_a_client(&self) -> Command {
        let mut rustc = self.rustc();
        for (name, path) in &self.of_the_client {
            rustc
                .arg("--extern")
                .arg(format!("{name}={}", path.display()));
        }
        rustc
    }

    fn rustc(&self) -> Command {
        let mut rustc = Command::new("rustc");
        let folder = self.client.parent().unwrap_or(Path::new("."));
        rustc
            // The libraries name their sources from there.
            .current_dir(root())
            .args(["--edition", "2024", "-L"])
            .arg(format!("dependency={}", folder.display()));
        rustc
    }
}

/// A library that cargo has built.
struct Library {
    package: String,
    version: String,
    name: String,
    path: PathBuf,
    /// How many features it has.
    features: usize,
}

impl Library {
    /// The library that a message of cargo is about.
    fn of(message: &Value) -> Option<Self> {
        let files = message["filenames"].as_array()?.iter();
        let path = files
            .filter_map(Value::as_str)
            .find(|file| file.ends_with(".rlib"))?;
        // As in `registry+https://github.com/rust-lang/crates.io-index#tokio@1.40.0`, or `path+file:///src/xtask#0.1.0`.
        let (place, id) = message["package_id"].as_str()?.rsplit_once('#')?;
        let folder = place.rsplit('/').next()?;
        let (package, version) = id.split_once('@').unwrap_or((folder, id));
        Some(Self {
            package: package.to_owned(),
            version: version.to_owned(),
            name: message["target"]["name"].as_str()?.replace('-', "_"),
            path: path.into(),
            features: message["features"].as_array().map_or(0, Vec::len),
        })
    }
}

/// The packages that the client depends on, for its tests and examples as well, with their versions.
#[expect(
    clippy::expect_used,
    reason = "a test without its workspace cannot go on"
)]
fn dependencies() -> Vec<(String, String)> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("there is a lock file");
    let lock: Table = lock.parse().expect("the lock file is TOML");
    let packages = lock["package"].as_array().cloned().unwrap_or_default();
    let text = |package: &toml::Value, key: &str| {
        let text = package.get(key).and_then(toml::Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let client = packages.iter().find(|it| text(it, "name") == CLIENT);
    let entries = client.and_then(|it| it["dependencies"].as_array()).cloned();
    let entries = entries.unwrap_or_default();
    let resolved = entries.iter().filter_map(|entry| {
        // The version is there if there is more than one.
        let mut words = entry.as_str()?.split(' ');
        let (name, version) = (words.next()?, words.next());
        let package = packages.iter().find(|it| text(it, "name") == name)?;
        let version = version.map_or_else(|| text(package, "version"), str::to_owned);
        Some((name.to_owned(), version))
    });
    resolved.collect()
}
