//! Runs every target on its corpus, its seeds and some mutated inputs; with `FUZZ_SECONDS`, on as many as there is
//! time for. With `FUZZ_SEEDS`, writes the seeds to that folder instead, for a driver that cannot ask for them.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests fail the test, as the tests themselves do"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use twilio_calls_fuzz::driver::{Budget, Failure, corpus, run};
use twilio_calls_fuzz::{TARGETS, Target};

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap()
}

/// Saves an input for later.
fn kept(target: &Target, failure: &Failure) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("{}.failure", target.name));
    std::fs::write(&path, &failure.input).unwrap();
    path
}

/// Writes the seeds of a target to a folder.
fn write_seeds(target: &Target, folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for (number, seed) in (target.seeds)().iter().enumerate() {
        std::fs::write(folder.join(format!("{number:03}")), seed).unwrap();
    }
}

fn stands(name: &str) {
    let target = target(name);
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS") {
        write_seeds(target, Path::new(&folder));
        return;
    }
    let mut seeds: Vec<Vec<u8>> = corpus(target)
        .unwrap()
        .into_iter()
        .map(|(_, input)| input)
        .collect();
    seeds.extend((target.seeds)());
    let seconds = variable("FUZZ_SECONDS");
    let budget = seconds.map_or(Budget::Inputs(target.tries), |seconds| {
        Budget::Time(Duration::from_secs(seconds))
    });
    let seed = variable("FUZZ_SEED").unwrap_or(1);
    match run(target, &seeds, seed, budget) {
        Ok(summary) => println!(
            "{name}: seed {seed}, {} inputs, the slowest took {:?}",
            summary.inputs, summary.slowest
        ),
        Err(failure) => {
            let path = kept(target, &failure);
            panic!(
                "{name} fails for {}: {:?}",
                path.display(),
                String::from_utf8_lossy(&failure.input)
            );
        }
    }
}

macro_rules! stand {
    ($($name:ident),* $(,)?) => {
        $(#[test] fn $name() { stands(stringify!($name)); })*

        #[test]
        fn every_target_is_run() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

stand!(
    callbacks,
    csv,
    decimals,
    descriptions,
    diff,
    documents,
    forms,
    forwarded,
    json_documents,
    official_documents,
    patterns,
    responses,
    sids,
    signatures,
    simulator,
    timestamps,
    twiml,
);

/// Each target has a program for `cargo fuzz`, and a corpus.
#[test]
fn every_target_is_a_program_and_has_a_corpus() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for target in TARGETS {
        let name = target.name;
        let program = folder.join(format!("fuzz_targets/{name}.rs"));
        let text = std::fs::read_to_string(program).unwrap();
        assert!(text.contains(&format!("targets::{name}::run(")), "{name}");
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
        assert!(!corpus(target).unwrap().is_empty(), "{name} has no corpus");
    }
    let programs = std::fs::read_dir(folder.join("fuzz_targets")).unwrap();
    assert_eq!(programs.count(), TARGETS.len());
}
