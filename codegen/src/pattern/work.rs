//! A budget for patterns. Work is counted rather than timed, so that the same document always has the same result.

/// The remaining number of steps: visited states and written entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    left: usize,
}

impl Work {
    /// For all patterns of a document.
    pub(crate) const DOCUMENT: Self = Self { left: 16_000_000 };
    /// For one pattern, or for comparing two.
    pub(crate) const PATTERN: Self = Self { left: 2_000_000 };

    /// An empty budget.
    #[cfg(test)]
    pub(crate) const NONE: Self = Self { left: 0 };

    /// Spends this many steps; returns `false` if fewer are left, and then none remain.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// Runs something with at most the budget of one pattern.
    pub(super) fn within<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let limit = self.left.min(Self::PATTERN.left);
        let mut part = Self { left: limit };
        let result = run(&mut part);
        self.left -= limit - part.left;
        result
    }

    /// Whether nothing remains.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// The number of steps spent, given an earlier state of the budget.
    #[cfg(test)]
    pub(crate) fn taken(&self, of: Self) -> usize {
        of.left.abs_diff(self.left)
    }
}
