//! What the tree of a pattern reveals about matching strings: their lengths, and their characters where all are fixed.

use super::parse::Ast;

/// The longest sequence in bytes; longer ones are not identifiers, and the automaton does for them.
const LONGEST: usize = 256;

impl Ast {
    /// The bytes each position may hold, when the pattern is a fixed sequence of ASCII literals and classes.
    ///
    /// Ranges are inclusive, sorted and do not touch.
    pub(super) fn sequence(&self) -> Option<Vec<Vec<(u8, u8)>>> {
        let mut positions = Vec::new();
        self.flatten(&mut positions)?;
        (!positions.is_empty()).then_some(positions)
    }

    fn flatten(&self, positions: &mut Vec<Vec<(u8, u8)>>) -> Option<()> {
        match self {
            Self::Class(ranges) => {
                let mut bytes = Vec::with_capacity(ranges.len());
                for (first, last) in ranges {
                    if !last.is_ascii() {
                        return None;
                    }
                    bytes.push((u8::try_from(*first).ok()?, u8::try_from(*last).ok()?));
                }
                positions.push(bytes);
            }
            Self::Sequence(parts) => {
                for part in parts {
                    part.flatten(positions)?;
                }
            }
            Self::Either(parts) => match parts.as_slice() {
                [only] => only.flatten(positions)?,
                _ => return None,
            },
            Self::Repeat { min, max, of } => {
                if *max != Some(*min) {
                    return None;
                }
                for _ in 0..*min {
                    of.flatten(positions)?;
                }
            }
        }
        (positions.len() <= LONGEST).then_some(())
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
