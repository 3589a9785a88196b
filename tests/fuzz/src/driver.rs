//! Mutates inputs pseudorandomly, the same way for the same seed, and reports the first failure of a target.
//!
//! It does not measure coverage. To make up for some of that, each target has a dictionary, and inputs are combined.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Target;

/// The maximum length of an input, unless a seed is already longer.
const LONGEST: usize = 4096;
/// The maximum number of mutations of one input.
const MOST_CHANGES: usize = 6;

/// How long to go on.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// This many inputs.
    Inputs(u32),
    /// At least this long.
    Time(Duration),
}

/// The statistics of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// The number of inputs.
    pub inputs: u64,
    /// The duration of the slowest one.
    pub slowest: Duration,
}

/// An input for which a target fails.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The input itself.
    pub input: Vec<u8>,
}

/// Pseudorandom numbers that only depend on the seed (splitmix64).
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Creates a generator from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        drawn ^ (drawn >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    fn choose<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }

    /// A range within this length; short ones are more likely.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = (length - start).min(1 << self.below(12));
        start..start + self.below(most + 1)
    }
}

/// Returns the corpus of a target, sorted by name.
///
/// # Errors
///
/// Fails if the folder or a file cannot be read.
pub fn corpus(target: &Target) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    files
        .into_iter()
        .map(|path| std::fs::read(&path).map(|input| (path, input)))
        .collect()
}

/// Runs a target on one input.
///
/// # Errors
///
/// Fails if the target panics, or if meanwhile another thread or a task panics, or a panic is caught and hidden.
pub fn try_input(target: &Target, input: &[u8]) -> Result<Duration, Failure> {
    static PANICS: AtomicU64 = AtomicU64::new(0);
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            usual(panic);
        }));
    });
    let before = PANICS.load(Ordering::SeqCst);
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    if outcome.is_err() || PANICS.load(Ordering::SeqCst) != before {
        return Err(Failure {
            input: input.to_owned(),
        });
    }
    Ok(started.elapsed())
}

/// Runs a target on its initial inputs, and then on mutated ones.
///
/// # Errors
///
/// Returns the first input for which the target fails.
pub fn run(
    target: &Target,
    seeds: &[Vec<u8>],
    seed: u64,
    budget: Budget,
) -> Result<Summary, Failure> {
    let mut summary = Summary::default();
    let mut attempt = |input: &[u8]| -> Result<(), Failure> {
        let took = try_input(target, input)?;
        summary.inputs += 1;
        summary.slowest = summary.slowest.max(took);
        Ok(())
    };
    for input in seeds {
        attempt(input)?;
    }
    let mut random = Random::new(seed);
    let started = Instant::now();
    let mut tried = 0;
    loop {
        let is_over = match budget {
            Budget::Inputs(inputs) => tried >= inputs,
            Budget::Time(time) => started.elapsed() >= time,
        };
        if is_over {
            break;
        }
        attempt(&changed(&mut random, seeds, target.dictionary))?;
        tried += 1;
    }
    Ok(summary)
}

/// Returns a mutated input.
#[must_use]
pub fn changed(random: &mut Random, seeds: &[Vec<u8>], dictionary: &[&[&str]]) -> Vec<u8> {
    let mut input = random.choose(seeds).cloned().unwrap_or_default();
    let longest = LONGEST.max(input.len() + 64);
    for _ in 0..=random.below(MOST_CHANGES) {
        change(random, &mut input, seeds, dictionary);
    }
    input.truncate(longest);
    input
}

/// Makes one mutation.
fn change(random: &mut Random, input: &mut Vec<u8>, seeds: &[Vec<u8>], dictionary: &[&[&str]]) {
    let at = random.below(input.len() + 1);
    match random.below(10) {
        0 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            let byte = random.byte();
            if let Some(old) = input.get_mut(at) {
                *old = byte;
            }
        }
        2 => input.insert(at, random.byte()),
        3 => drop(input.drain(random.range(input.len()))),
        4 => {
            let piece = input[random.range(input.len())].to_vec();
            let times = 1 + random.below(4);
            input.splice(at..at, piece.repeat(times));
        }
        5 => {
            let piece = random.choose(seeds).map(|other| {
                let range = random_range(other.len(), at);
                other[range].to_vec()
            });
            input.splice(at..at, piece.unwrap_or_default());
        }
        6 | 7 => {
            let pieces = random.choose(dictionary).copied().unwrap_or_default();
            let piece = random.choose(pieces).copied().unwrap_or_default();
            let replaced = at..(at + random.below(piece.len() + 1)).min(input.len());
            let replaced = if random.below(2) == 0 {
                at..at
            } else {
                replaced
            };
            input.splice(replaced, piece.bytes());
        }
        8 => lines(random, input),
        _ => number(random, input, at),
    }
}

/// A range within this length, near the same position as in the other input.
fn random_range(length: usize, at: usize) -> std::ops::Range<usize> {
    let start = at.min(length);
    start..(start + 64).min(length)
}

/// Removes, repeats or swaps whole lines.
fn lines(random: &mut Random, input: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = input
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(3) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(one, lines[other].clone()),
        _ => lines.swap(one, other),
    }
    *input = lines.join(&b'\n');
}

/// Replaces the digits at or after a position by a boundary value.
fn number(random: &mut Random, input: &mut Vec<u8>, at: usize) {
    const EDGES: [&str; 14] = [
        "0",
        "1",
        "-1",
        "00",
        "127",
        "128",
        "255",
        "256",
        "65535",
        "2147483648",
        "4294967296",
        "9223372036854775808",
        "18446744073709551616",
        "1e309",
    ];
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let Some(start) = input[at..].iter().position(is_digit).map(|from| at + from) else {
        return;
    };
    let length = input[start..]
        .iter()
        .take_while(|byte| is_digit(byte))
        .count();
    let edge = random.choose(&EDGES).copied().unwrap_or_default();
    input.splice(start..start + length, edge.bytes());
}
