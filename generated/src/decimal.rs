//! Decimal numbers that are sent as strings, such as prices.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::scalar::{
    Expected, FromText, InvalidValue, Reason, Small, json_schema, length_fault, text_borrow,
    text_from_str, text_view,
};

/// The maximum length: a value then takes 32 bytes, and its digits fit in an `i128`.
const MAX_LENGTH: usize = 31;

/// A decimal number that keeps the string it was parsed from: `-0.03000` keeps its scale.
///
/// An optional sign, digits, and an optional fraction; no exponent; at most 31 characters. Twilio writes amounts of
/// money in this form, negative for what it charges, in the currency next to the amount.
///
/// To calculate, parse the string into a type of another crate: `price.as_str().parse()` keeps every digit and makes a
/// `rust_decimal::Decimal` (up to 28 digits) or a `bigdecimal::BigDecimal` with the same scale.
///
/// Two values are equal if their *strings* are; [`cmp_value`](Self::cmp_value) compares numerically.
///
/// ```
/// use twilio_calls::Decimal;
///
/// let price = Decimal::new("-0.03000")?;
/// assert_eq!(price.to_string(), "-0.03000");
/// assert_eq!((price.mantissa(), price.scale()), (-3000, 5));
/// assert!(price.is_negative());
/// assert_ne!(price, Decimal::new("-0.03")?);
/// assert!(price.cmp_value(&Decimal::new("-0.03")?).is_eq());
/// # Ok::<(), twilio_calls::InvalidValue>(())
/// ```
#[derive(Clone, Copy)]
pub struct Decimal(Small<MAX_LENGTH>);

impl Decimal {
    /// Parses a number.
    ///
    /// # Errors
    ///
    /// Fails if the string is not a decimal number or has more than 31 characters.
    pub fn new(value: &str) -> Result<Self, InvalidValue> {
        match Small::of(value) {
            Some(text) if well_formed(value.as_bytes()) => Ok(Self(text)),
            _ => Err(reject(value)),
        }
    }

    /// The string it was parsed from.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the number is less than zero; `-0.00` is not.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        let parts = Parts::of(self.as_str());
        parts.negative && !parts.is_zero()
    }

    /// The digits without the decimal point: the number is `mantissa / 10^scale`.
    #[must_use]
    pub fn mantissa(&self) -> i128 {
        let parts = Parts::of(self.as_str());
        let digits = parts.whole.bytes().chain(parts.fraction.bytes());
        let mantissa = digits.fold(0_i128, |sum, digit| {
            sum * 10 + i128::from(digit.wrapping_sub(b'0'))
        });
        if parts.negative { -mantissa } else { mantissa }
    }

    /// The number of digits after the decimal point, including trailing zeros.
    #[must_use]
    pub fn scale(&self) -> u8 {
        // A value has at most 31 bytes.
        u8::try_from(Parts::of(self.as_str()).fraction.len()).unwrap_or(u8::MAX)
    }

    /// The nearest floating-point number. Compute sums of money from [`mantissa`](Self::mantissa) instead.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.as_str().parse().unwrap_or(f64::NAN)
    }

    /// Compares by value: `1.0` and `1.00` are equal here.
    #[must_use]
    pub fn cmp_value(&self, other: &Self) -> Ordering {
        let (left, right) = (Parts::of(self.as_str()), Parts::of(other.as_str()));
        match (self.is_negative(), other.is_negative()) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => left.cmp_magnitude(&right),
            (true, true) => right.cmp_magnitude(&left),
        }
    }
}

/// `[+-]` digits, a point and digits; at least one digit.
fn well_formed(text: &[u8]) -> bool {
    let mut digits = 0_usize;
    let mut points = 0_usize;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            b'+' | b'-' if at == 0 => {}
            _ => return false,
        }
    }
    digits > 0 && points <= 1
}

const EXPECTED: &str = "a decimal number such as -0.0300";

#[cold]
fn reject(text: &str) -> InvalidValue {
    let reason = length_fault(text, 0, Some(MAX_LENGTH)).unwrap_or(Reason::Mismatch);
    InvalidValue::new("Decimal", reason, Expected::Description(EXPECTED), text)
}

/// The parts of a well-formed number: the integer part without leading zeros, the fraction unchanged.
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let negative = text.starts_with('-');
        let unsigned = text.trim_start_matches(['+', '-']);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        Self {
            negative,
            whole: whole.trim_start_matches('0'),
            fraction,
        }
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.bytes().all(|digit| digit == b'0')
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        let whole = self
            .whole
            .len()
            .cmp(&other.whole.len())
            .then_with(|| self.whole.cmp(other.whole));
        whole.then_with(|| {
            self.fraction
                .trim_end_matches('0')
                .cmp(other.fraction.trim_end_matches('0'))
        })
    }
}

impl FromText for Decimal {
    const EXPECTED: &'static str = EXPECTED;

    #[inline]
    fn from_text(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

text_from_str!(Decimal);
text_view!(Decimal);
text_borrow!(Decimal);
json_schema!(Decimal, _generator => crate::scalar::schema::format("Decimal", "decimal"));

impl From<&Self> for Decimal {
    fn from(value: &Self) -> Self {
        *value
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Decimal {}

impl std::hash::Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Decimal").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Decimal {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

/// Reads a string, and a JSON number too.
struct DecimalVisitor;

impl DecimalVisitor {
    fn number<E: Error>(number: impl fmt::Display) -> Result<Decimal, E> {
        let mut text = Small::<MAX_LENGTH>::new();
        // Fails only if the number has too many digits.
        write!(text, "{number}").map_err(|_| E::custom("Decimal: too many digits"))?;
        Decimal::new(text.as_str()).map_err(E::custom)
    }
}

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decimal as a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        Decimal::new(text).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Decimal, E> {
        Self::number(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Decimal, E> {
        Self::number(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Decimal, E> {
        Self::number(number)
    }
}
