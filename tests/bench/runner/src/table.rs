//! The table that is printed.

use std::fmt;

/// The requirement for a number.
#[derive(Clone, Copy)]
pub enum Row {
    /// At most this share of the number of "plain".
    Share(f64),
    /// At most this number.
    Most(f64),
    /// None; it is only informative.
    Free,
}

impl Row {
    pub fn at_most_of_plain(share: f64) -> Self {
        Self::Share(share)
    }

    pub fn at_most(number: f64) -> Self {
        Self::Most(number)
    }

    pub fn no_bound() -> Self {
        Self::Free
    }

    fn is_met(self, ratio: f64, ours: f64) -> bool {
        match self {
            Self::Share(share) => ratio <= share,
            Self::Most(most) => ours <= most,
            Self::Free => true,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(share) => write!(f, "ratio <= {share}"),
            Self::Most(most) => write!(f, "<= {most}"),
            Self::Free => Ok(()),
        }
    }
}

/// Rows in the order in which they were measured, as Markdown.
#[derive(Default)]
pub struct Table {
    rows: Vec<String>,
}

impl Table {
    pub fn add(&mut self, job: &str, plain: Option<f64>, ours: Option<f64>, asked: Row) {
        let row = match (plain, ours) {
            (Some(plain), Some(ours)) => {
                let ratio = ours / plain;
                let met = if asked.is_met(ratio, ours) {
                    ""
                } else {
                    " (missed)"
                };
                format!(
                    "| {job} | {} | {} | {ratio:.2} | {asked}{met} |",
                    number(plain),
                    number(ours),
                )
            }
            _ => format!("| {job} | not measured | not measured | | {asked} |"),
        };
        eprintln!("{row}");
        self.rows.push(row);
    }
}

/// Formats three or more digits, in groups of three.
fn number(value: f64) -> String {
    if value < 100.0 && value.fract() != 0.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| job | plain | ours | ratio | target |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        self.rows.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}
