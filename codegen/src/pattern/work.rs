//! What patterns may cost. Work is counted and not timed, so that the same document always ends the same way.

/// How many steps may still be taken: states that are visited, and entries that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    left: usize,
}

impl Work {
    /// For all patterns of a document together.
    pub(crate) const DOCUMENT: Self = Self { left: 16_000_000 };
    /// For one pattern, or for two that are compared.
    pub(crate) const PATTERN: Self = Self { left: 2_000_000 };

    /// Nothing.
    #[cfg(test)]
    pub(crate) const NONE: Self = Self { left: 0 };

    /// Takes so many steps; `false` where fewer are left, and then none are.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// Does something that is worth one pattern at most.
    pub(super) fn within<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let limit = self.left.min(Self::PATTERN.left);
        let mut part = Self { left: limit };
        let result = run(&mut part);
        self.left -= limit - part.left;
        result
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// How many steps lie between two numbers.
    #[cfg(test)]
    pub(crate) fn taken(&self, of: Self) -> usize {
        of.left.abs_diff(self.left)
    }
}
