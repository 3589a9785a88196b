//! What the tree of a pattern reveals about matching strings: their lengths, and their characters if all are fixed.

use super::parse::Ast;

/// The bytes allowed at each position. Ranges are inclusive, sorted and not adjacent.
pub(crate) type Sequence = Vec<Vec<(u8, u8)>>;

/// The maximum length of a sequence in bytes; longer ones are not identifiers, and are left to the automaton.
const LONGEST: usize = 256;
/// The maximum number of sequences in a pattern, such as one for each prefix of a SID.
const MOST: usize = 16;

impl Ast {
    /// The sequences of ASCII literals and classes that a pattern consists of, if all have the same length.
    pub(super) fn sequences(&self) -> Option<Vec<Sequence>> {
        let mut found = vec![Sequence::new()];
        self.append_to(&mut found)?;
        let length = found.first()?.len();
        let fits = length > 0 && found.iter().all(|it| it.len() == length);
        fits.then_some(found)
    }

    /// Appends everything that this tree matches to each of the sequences.
    fn append_to(&self, found: &mut Vec<Sequence>) -> Option<()> {
        match self {
            Self::Class(ranges) => {
                let bytes = bytes(ranges)?;
                for sequence in found.iter_mut() {
                    sequence.push(bytes.clone());
                }
            }
            Self::Sequence(parts) => {
                for part in parts {
                    part.append_to(found)?;
                }
            }
            Self::Either(parts) => match parts.as_slice() {
                [only] => only.append_to(found)?,
                _ => branch(parts, found)?,
            },
            Self::Repeat { min, max, of } => {
                if *max != Some(*min) {
                    return None;
                }
                for _ in 0..*min {
                    of.append_to(found)?;
                }
            }
        }
        let is_short = found.iter().all(|it| it.len() <= LONGEST);
        (is_short && found.len() <= MOST).then_some(())
    }

    /// The number of classes after all counts are expanded.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Class(_) => 1,
            Self::Sequence(parts) | Self::Either(parts) => {
                parts.iter().map(Self::size).fold(1, u64::saturating_add)
            }
            Self::Repeat { min, max, of } => {
                let times = u64::from(max.unwrap_or(*min).max(1));
                of.size().saturating_mul(times)
            }
        }
    }

    /// The minimum and maximum length of a matching string, in characters; the maximum is `None` if it is unbounded.
    pub(super) fn lengths(&self) -> (u64, Option<u64>) {
        match self {
            Self::Class(_) => (1, Some(1)),
            Self::Sequence(parts) => {
                parts
                    .iter()
                    .map(Self::lengths)
                    .fold((0, Some(0)), |(low, high), (min, max)| {
                        let high = high.zip(max).map(|(a, b)| a.saturating_add(b));
                        (low.saturating_add(min), high)
                    })
            }
            Self::Either(parts) => parts
                .iter()
                .map(Self::lengths)
                .reduce(|(low, high), (min, max)| {
                    (low.min(min), high.zip(max).map(|(a, b)| a.max(b)))
                })
                .unwrap_or((0, Some(0))),
            Self::Repeat { min, max, of } => {
                let (low, high) = of.lengths();
                let high = match (high, max) {
                    (Some(0), _) | (_, Some(0)) => Some(0),
                    (high, max) => high
                        .zip(*max)
                        .map(|(high, max)| high.saturating_mul(u64::from(max))),
                };
                (low.saturating_mul(u64::from(*min)), high)
            }
        }
    }
}

/// Appends each of the alternatives to each of the sequences.
fn branch(alternatives: &[Ast], found: &mut Vec<Sequence>) -> Option<()> {
    let mut all: Vec<Sequence> = Vec::new();
    for alternative in alternatives {
        let mut continued = found.clone();
        alternative.append_to(&mut continued)?;
        for sequence in continued {
            if !all.contains(&sequence) {
                all.push(sequence);
            }
        }
        if all.len() > MOST {
            return None;
        }
    }
    *found = all;
    Some(())
}

/// The bytes of a class; `None` if it contains characters outside ASCII.
fn bytes(ranges: &[(char, char)]) -> Option<Vec<(u8, u8)>> {
    let byte = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
    let range = |(first, last): &(char, char)| Some((byte(*first)?, byte(*last)?));
    ranges.iter().map(range).collect()
}
