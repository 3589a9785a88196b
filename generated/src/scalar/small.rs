//! Short ASCII strings, stored inline.

use std::fmt;
use std::num::NonZeroU8;

/// A string of up to `N` bytes without an allocation; `N` is at most 254.
#[derive(Clone, Copy)]
pub(crate) struct Small<const N: usize> {
    bytes: [u8; N],
    /// One more than the length, so that an `Option` takes no more memory.
    length: NonZeroU8,
}

impl<const N: usize> Small<N> {
    /// An empty string.
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; N],
            length: NonZeroU8::MIN,
        }
    }

    /// The string, or `None` if it does not fit.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut small = Self::new();
        let length = stored(text.len())?;
        small
            .bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        small.length = length;
        Some(small)
    }

    /// An ASCII string whose length is known at compile time. The caller ensures that it is ASCII.
    #[inline]
    pub(crate) fn of_ascii<const M: usize>(text: &[u8; M]) -> Self {
        const { assert!(M <= N && N < 255, "the string fits") };
        let mut small = Self::new();
        small.bytes[..M].copy_from_slice(text);
        small.length = NonZeroU8::MIN.saturating_add(M as u8);
        small
    }

    /// The string.
    pub(crate) fn as_str(&self) -> &str {
        // Only whole `str`s are ever stored, so the check cannot fail; without it this would have to be `unsafe`.
        self.bytes
            .get(..self.length())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    fn length(&self) -> usize {
        usize::from(self.length.get() - 1)
    }
}

/// A length as it is stored.
fn stored(length: usize) -> Option<NonZeroU8> {
    NonZeroU8::MIN.checked_add(u8::try_from(length).ok()?)
}

impl<const N: usize> fmt::Write for Small<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = self.length();
        let end = start + text.len();
        let length = stored(end).ok_or(fmt::Error)?;
        self.bytes
            .get_mut(start..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.length = length;
        Ok(())
    }
}
