//! Callbacks from Twilio: who sent them, and what they contain.

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod instructions;
#[cfg(test)]
mod progress;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod public_url;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod shared_keys;
#[cfg(test)]
mod splits;
#[cfg(test)]
mod vectors;

/// An auth token like Twilio's.
const TOKEN: &str = "12345678901234567890123456789012";
