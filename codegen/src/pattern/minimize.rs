//! Finds the states of an automaton that no text can distinguish, by Hopcroft's algorithm.

use super::Work;

/// The block of each state, unless finding them is too much work. `rows` contains the next states by column.
pub(super) fn blocks(rows: &[Vec<usize>], accept: &[bool], work: &mut Work) -> Option<Vec<usize>> {
    let width = rows.first().map_or(0, Vec::len);
    if !work.spend(rows.len() * (width + 1)) {
        return None;
    }
    let sources = sources(rows, width);
    let mut partition = Partition::of(accept);
    // The blocks that may still split others.
    let mut queue = vec![0, 1];
    while let Some(splitter) = queue.pop() {
        let members = partition.members(splitter)?.to_vec();
        for column in &sources {
            let mut touched = Vec::new();
            for target in &members {
                let states = column.get(*target)?;
                if !work.spend(1 + states.len()) {
                    return None;
                }
                for state in states {
                    touched.extend(partition.mark(*state)?);
                }
            }
            for block in touched {
                if let Some(new) = partition.split(block, work)? {
                    // The smaller part suffices if the block itself was processed already, and is needed otherwise.
                    queue.push(new);
                }
            }
        }
    }
    Some(partition.blocks)
}

/// For each column and state, the states that lead to it.
fn sources(rows: &[Vec<usize>], width: usize) -> Vec<Vec<Vec<usize>>> {
    let mut sources = vec![vec![Vec::new(); rows.len()]; width];
    for (state, row) in rows.iter().enumerate() {
        for (column, target) in sources.iter_mut().zip(row) {
            if let Some(states) = column.get_mut(*target) {
                states.push(state);
            }
        }
    }
    sources
}

/// States in blocks, with the marked states of each first.
struct Partition {
    /// The block of each state.
    blocks: Vec<usize>,
    /// All states, block by block.
    order: Vec<usize>,
    /// The position of each state in that order.
    places: Vec<usize>,
    /// Start and end of each block in that order, and its number of marked states.
    ranges: Vec<(usize, usize, usize)>,
}

impl Partition {
    /// Creates two blocks: accepting states and others.
    fn of(accept: &[bool]) -> Self {
        let all = 0..accept.len();
        let ends = |state: &usize| accept.get(*state) == Some(&true);
        let (last, first): (Vec<usize>, Vec<usize>) = all.partition(ends);
        let border = first.len();
        let order = [first, last].concat();
        let mut places = vec![0; order.len()];
        for (place, state) in order.iter().enumerate() {
            if let Some(it) = places.get_mut(*state) {
                *it = place;
            }
        }
        Self {
            blocks: accept.iter().map(|accept| usize::from(*accept)).collect(),
            ranges: vec![(0, border, 0), (border, order.len(), 0)],
            order,
            places,
        }
    }

    fn members(&self, block: usize) -> Option<&[usize]> {
        let (start, end, _) = self.ranges.get(block)?;
        self.order.get(*start..*end)
    }

    /// Marks a state; returns its block if this is the first marked state of the block.
    fn mark(&mut self, state: usize) -> Option<Option<usize>> {
        let block = *self.blocks.get(state)?;
        let (start, _, marked) = self.ranges.get_mut(block)?;
        let (place, border) = (*self.places.get(state)?, *start + *marked);
        if place < border {
            return Some(None);
        }
        *marked += 1;
        let is_first = *marked == 1;
        let other = *self.order.get(border)?;
        self.order.swap(place, border);
        *self.places.get_mut(state)? = border;
        *self.places.get_mut(other)? = place;
        Some(is_first.then_some(block))
    }

    /// Splits a block into its marked and unmarked states; the smaller part becomes a new block.
    fn split(&mut self, block: usize, work: &mut Work) -> Option<Option<usize>> {
        let new = self.ranges.len();
        let range = self.ranges.get_mut(block)?;
        let (start, end, marked) = *range;
        let border = start + marked;
        range.2 = 0;
        if border == end {
            return Some(None);
        }
        let (kept, moved) = match marked <= end - border {
            true => ((border, end, 0), (start, border, 0)),
            false => ((start, border, 0), (border, end, 0)),
        };
        *range = kept;
        self.ranges.push(moved);
        if !work.spend(moved.1 - moved.0) {
            return None;
        }
        for state in self.order.get(moved.0..moved.1)? {
            *self.blocks.get_mut(*state)? = new;
        }
        Some(Some(new))
    }
}
