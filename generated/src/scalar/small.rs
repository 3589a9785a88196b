//! Short ASCII strings, stored inline.

use std::fmt;

/// A string of up to `N` bytes without an allocation; `N` is at most 255.
#[derive(Clone, Copy)]
pub(crate) struct Small<const N: usize> {
    bytes: [u8; N],
    length: u8,
}

impl<const N: usize> Small<N> {
    /// An empty string.
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; N],
            length: 0,
        }
    }

    /// The string, or `None` if it does not fit.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut small = Self::new();
        let length = u8::try_from(text.len()).ok()?;
        small
            .bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        small.length = length;
        Some(small)
    }

    /// A string whose length is known at compile time; only its ASCII is kept, so the caller ensures that it is all ASCII.
    #[inline]
    pub(crate) fn of_ascii<const M: usize>(text: &[u8; M]) -> Self {
        const { assert!(M <= N && N < 256, "the string fits") };
        let mut small = Self::new();
        small.bytes[..M].copy_from_slice(text);
        small.length = M as u8;
        small
    }

    /// The string.
    pub(crate) fn as_str(&self) -> &str {
        // Only whole `str`s are ever stored, so the check cannot fail; without it this would have to be `unsafe`.
        self.bytes
            .get(..usize::from(self.length))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

impl<const N: usize> fmt::Write for Small<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = usize::from(self.length);
        let end = start + text.len();
        let length = u8::try_from(end).map_err(|_| fmt::Error)?;
        self.bytes
            .get_mut(start..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.length = length;
        Ok(())
    }
}
