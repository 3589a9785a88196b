//! What the tree of a pattern reveals about matching strings: their lengths, and their characters where all are fixed.

use super::parse::Ast;

/// The bytes each position may hold. Ranges are inclusive, sorted and do not touch.
pub(crate) type Sequence = Vec<Vec<(u8, u8)>>;

/// The longest sequence in bytes; longer ones are not identifiers, and the automaton does for them.
const LONGEST: usize = 256;
/// The most sequences of a pattern, such as one for each prefix of a SID.
const MOST: usize = 16;

impl Ast {
    /// The sequences of ASCII literals and classes that a pattern consists of, when all are of one length.
    pub(super) fn sequences(&self) -> Option<Vec<Sequence>> {
        let mut found = vec![Sequence::new()];
        self.append_to(&mut found)?;
        let length = found.first()?.len();
        let fits = length > 0 && found.iter().all(|it| it.len() == length);
        fits.then_some(found)
    }

    /// Continues each of the sequences in every way that this tree allows.
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

    /// How many classes there are when everything that is counted is written out.
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

    /// The minimum and the maximum length of a matching string, in characters; no maximum if it is unbounded.
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

/// Continues each of the sequences by each of the alternatives.
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

/// The bytes of a class; none when it has other characters than ASCII.
fn bytes(ranges: &[(char, char)]) -> Option<Vec<(u8, u8)>> {
    let byte = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
    let range = |(first, last): &(char, char)| Some((byte(*first)?, byte(*last)?));
    ranges.iter().map(range).collect()
}
