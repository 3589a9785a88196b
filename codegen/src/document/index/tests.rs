//! The index finds what is there, and copes with what is not.
