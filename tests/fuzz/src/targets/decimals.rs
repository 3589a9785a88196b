//! Decimal numbers, compared with arithmetic on strings of digits.

use std::cmp::Ordering;

use twilio_calls::Decimal;

use super::inputs;

/// Fragments of numbers.
pub const DICTIONARY: &[&str] = &[
    "0",
    "00",
    "9",
    ".",
    "-",
    "+",
    "\n",
    "e1",
    "-0.0",
    "0000000000000000000000000000001",
    "é",
    " ",
];

/// Two numbers, one per line.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "-0.03000\n-0.03",
        "1.0\n1.00",
        "+.5\n5.",
        "-0\n0",
        "9999999999999999999999999999999\n-9999999999999999999999999999999",
        "0.00000000000000000000000000001\n0.0000000000000000000000000001",
        "\n.",
    ])
}

/// A number preserves its text and has the value of its digits; two numbers compare like their digits.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let (first, second) = text.split_once('\n').unwrap_or((text, "0"));
    let numbers = [first, second].map(|text| (Decimal::new(text).ok(), Digits::of(text)));
    for (text, (number, digits)) in [first, second].into_iter().zip(&numbers) {
        assert_eq!(number.is_some(), digits.is_some(), "{text}");
        if let (Some(number), Some(digits)) = (number, digits) {
            assert_eq!(number.as_str(), text);
            assert_eq!(number.mantissa().to_string(), digits.mantissa());
            assert_eq!(usize::from(number.scale()), digits.fraction.len());
            assert_eq!(number.is_negative(), number.mantissa() < 0);
            assert_eq!(Ok(number.to_f64()), text.parse::<f64>());
        }
    }
    if let [(Some(a), Some(x)), (Some(b), Some(y))] = &numbers {
        assert_eq!(a.cmp_value(b), x.compare(y), "{first} {second}");
        assert_eq!(b.cmp_value(a), x.compare(y).reverse(), "{first} {second}");
        assert_eq!(a == b, first == second);
    }
}

/// The digits of a number before and after the point.
struct Digits<'t> {
    is_negative: bool,
    whole: &'t str,
    fraction: &'t str,
}

impl<'t> Digits<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = text.len() <= 31
            && !(whole.is_empty() && fraction.is_empty())
            && are_digits(whole)
            && are_digits(fraction);
        is_number.then_some(Self {
            is_negative: text.starts_with('-'),
            whole,
            fraction,
        })
    }

    fn mantissa(&self) -> String {
        let digits = format!("{}{}", self.whole, self.fraction);
        match digits.trim_start_matches('0') {
            "" => "0".to_owned(),
            digits if self.is_negative => format!("-{digits}"),
            digits => digits.to_owned(),
        }
    }

    /// All digits, padded to the maximum number of digits before and after the point.
    fn padded(&self) -> (bool, String) {
        let digits = format!("{:0>40}{:0<40}", self.whole, self.fraction);
        let is_zero = digits.bytes().all(|digit| digit == b'0');
        (self.is_negative && !is_zero, digits)
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self.padded(), other.padded()) {
            ((true, a), (true, b)) => b.cmp(&a),
            ((false, a), (false, b)) => a.cmp(&b),
            ((true, _), (false, _)) => Ordering::Less,
            ((false, _), (true, _)) => Ordering::Greater,
        }
    }
}
