//! Numbers, as defined by the core schema of YAML 1.2.

use serde_json::Number;

/// The meaning of an unquoted scalar.
pub(super) enum Plain {
    Text,
    Number(Number),
    /// A YAML number that JSON cannot represent, or that people read differently.
    Odd(&'static str),
}

pub(super) fn number(text: &str) -> Plain {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Plain::Odd("is not a valid number in JSON");
    }
    let radix = |prefix, digits: fn(&char) -> bool| {
        text.strip_prefix(prefix)
            .is_some_and(|rest: &str| !rest.is_empty() && rest.chars().all(|c| digits(&c)))
    };
    if radix("0x", char::is_ascii_hexdigit) || radix("0o", |c| matches!(c, '0'..='7')) {
        return Plain::Odd("is not a decimal number");
    }
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 && digits == unsigned.len() {
        if digits > 1 && unsigned.starts_with('0') {
            return Plain::Odd("has leading zeros, which would be lost");
        }
        let plain = text.strip_prefix('+').unwrap_or(text);
        return match (plain.parse::<i64>(), plain.parse::<u64>()) {
            (Ok(value), _) => Plain::Number(value.into()),
            (_, Ok(value)) => Plain::Number(value.into()),
            _ => Plain::Odd("does not fit in 64 bits"),
        };
    }
    if is_float(unsigned) {
        return match text.parse::<f64>().ok().and_then(Number::from_f64) {
            Some(number) => Plain::Number(number),
            None => Plain::Odd("cannot be represented in JSON"),
        };
    }
    Plain::Text
}

/// Whether the text is written like a floating-point number: digits, a point, an exponent.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at), text.get(at + 1..)),
        None => (Some(text), None),
    };
    let mantissa = mantissa.unwrap_or_default();
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits =
        all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    mantissa_fits && exponent_fits
}
