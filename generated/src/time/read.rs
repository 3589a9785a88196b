//! Parses the dates of RFC 2822 and RFC 3339.

use super::civil::{
    FIRST_SECOND, FIRST_YEAR, LAST_SECOND, LAST_YEAR, MONTHS, SECONDS_A_DAY, WEEKDAYS, days_before,
    days_in_month,
};

/// A point in time and the offset it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Seconds since 1970, rounded down.
    pub(super) seconds: i64,
    /// The fraction of the second.
    pub(super) nanos: u32,
    /// Minutes east of UTC.
    pub(super) offset: i16,
}

/// Why a string cannot be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The position of the invalid byte, or the length of the string.
    pub(super) at: usize,
    /// What is expected there.
    pub(super) expected: &'static str,
}

type Read<T> = Result<T, Fault>;

/// The length of a date as Twilio writes it.
pub(super) const USUAL: usize = 31;

/// Parses either form; RFC 3339 begins with a year and a hyphen.
pub(super) fn read(text: &[u8]) -> Read<Moment> {
    if text.get(4) == Some(&b'-') {
        rfc3339(text)
    } else {
        rfc2822(text)
    }
}

/// Parses `Tue, 31 Aug 2010 20:36:28 +0000`, in exactly this form, without a branch for each character. What it does not
/// accept may still be valid.
#[inline]
pub(super) fn usual(text: &[u8; USUAL]) -> Option<Moment> {
    let (mut wrong, day) = DAY.read(text);
    wrong |= u64::from(text[16] ^ b' ');
    let mut part = |part: &Part| {
        let (faults, pairs) = part.read(text);
        wrong |= faults;
        pairs
    };
    let (year, clock, offset) = (part(&YEAR), part(&CLOCK), part(&OFFSET));
    let month = MONTH_NAMES.find([text[8], text[9], text[10]])?;
    WEEKDAY_NAMES.find([text[0], text[1], text[2]])?;
    let sign = match text[26] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if wrong != 0 {
        return None;
    }
    let two = |pairs: u64, at: u32| (pairs >> (at * 8)) as u32 & 0xFF;
    Clock {
        year: two(year, 4) * 100 + two(year, 6),
        month,
        day: two(day, 5),
        hour: two(clock, 0),
        minute: two(clock, 3),
        second: two(clock, 6),
        nanos: 0,
    }
    .moment(Offset {
        sign,
        hours: two(offset, 4),
        minutes: two(offset, 6),
    })
}

const DAY: Part = Part::new(0, b"xxx, 00 ");
const YEAR: Part = Part::new(8, b"xxx 0000");
const CLOCK: Part = Part::new(17, b"00:00:00");
const OFFSET: Part = Part::new(23, b"00 x0000");

/// Eight bytes of the usual form, read as one `u64` so that they are checked together.
struct Part {
    start: usize,
    /// What the bytes are compared with: a separator with itself, a digit with 0.
    form: u64,
    /// All bits of the bytes that are separators.
    marks: u64,
    /// All bits of the bytes that are digits.
    digits: u64,
}

impl Part {
    /// In a form, `0` stands for any digit and `x` for a byte that is checked elsewhere.
    const fn new(start: usize, form: &[u8; 8]) -> Self {
        let (mut marks, mut digits) = ([0; 8], [0; 8]);
        let mut at = 0;
        while at < 8 {
            match form[at] {
                b'x' => {}
                b'0' => digits[at] = 0xFF,
                _ => marks[at] = 0xFF,
            }
            at += 1;
        }
        Self {
            start,
            form: u64::from_le_bytes(*form),
            marks: u64::from_le_bytes(marks),
            digits: u64::from_le_bytes(digits),
        }
    }

    /// Returns two numbers. The first is 0 if all separators and digits are valid. The second has, in the byte of the
    /// first digit of each pair, the number that the pair forms.
    #[inline]
    fn read(&self, text: &[u8; USUAL]) -> (u64, u64) {
        const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
        // Added to a byte, it sets the high bit if the byte is greater than 9.
        const ABOVE_NINE: u64 = 0x7676_7676_7676_7676;
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&text[self.start..self.start + 8]);
        let differences = u64::from_le_bytes(bytes) ^ self.form;
        let digits = differences & self.digits;
        // A byte that carries into the next one has its own high bit set, so no fault is lost by that.
        let faults = (digits.wrapping_add(ABOVE_NINE) | digits) & HIGH_BITS & self.digits;
        (
            (differences & self.marks) | faults,
            digits.wrapping_mul(10).wrapping_add(digits >> 8),
        )
    }
}

/// Names of three letters with their numbers: a perfect hash table, whose hash is a multiplication.
struct Names<const N: usize> {
    factor: u32,
    slots: [(u32, u32); N],
}

// The factors were found by trial.
const MONTH_NAMES: Names<16> = Names::new(0x0741_c7a9, &MONTHS);
const WEEKDAY_NAMES: Names<8> = Names::new(0x6a8a_c4bb, &WEEKDAYS);

/// Not the key of any name, since those have three bytes.
const FREE: u32 = u32::MAX;

impl<const N: usize> Names<N> {
    /// A table for a factor that maps all names to different slots; any other factor does not compile.
    const fn new(factor: u32, names: &[&str]) -> Self {
        let mut table = Self {
            factor,
            slots: [(FREE, 0); N],
        };
        let mut number = 0;
        while number < names.len() {
            let name = names[number].as_bytes();
            let key = key([name[0], name[1], name[2]]);
            let slot = table.slot(key);
            number += 1;
            assert!(table.slots[slot].0 == FREE, "two names have the same slot");
            table.slots[slot] = (key, number as u32);
        }
        table
    }

    const fn slot(&self, key: u32) -> usize {
        (key.wrapping_mul(self.factor) >> (32 - N.trailing_zeros())) as usize
    }

    /// The number of a name, from 1.
    #[inline]
    fn find(&self, name: [u8; 3]) -> Option<u32> {
        let key = key(name);
        let (found, number) = self.slots[self.slot(key)];
        (found == key).then_some(number)
    }
}

const fn key([a, b, c]: [u8; 3]) -> u32 {
    u32::from_le_bytes([a, b, c, 0])
}

/// The offset of a zone, as written.
#[derive(Clone, Copy)]
struct Offset {
    sign: i32,
    hours: u32,
    minutes: u32,
}

const UTC: Offset = Offset {
    sign: 1,
    hours: 0,
    minutes: 0,
};

/// Numbers as written, which may not be a valid date and time.
struct Clock {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
}

impl Clock {
    /// The moment, if the date and time are valid. Second 60 is the second after second 59, as the system's clock
    /// counts leap seconds.
    #[inline]
    fn moment(&self, offset: Offset) -> Option<Moment> {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
            nanos,
        } = *self;
        let exists = (FIRST_YEAR - 1..=LAST_YEAR).contains(&year)
            & (1..=12).contains(&month)
            & (hour < 24)
            & (minute < 60)
            & (second <= 60)
            & (offset.hours < 24)
            & (offset.minutes < 60);
        if !exists || day < 1 || day > 28 && day > days_in_month(year, month) {
            return None;
        }
        let minutes = offset.sign * (offset.hours * 60 + offset.minutes) as i32;
        let seconds = days_before(year, month, day) * SECONDS_A_DAY
            + i64::from(hour * 3600 + minute * 60 + second)
            - i64::from(minutes) * 60;
        if !(FIRST_SECOND..=LAST_SECOND).contains(&seconds) {
            return None;
        }
        Some(Moment {
            seconds,
            nanos,
            offset: minutes as i16,
        })
    }

    /// Like [`moment`](Self::moment); the fault is at the day, the most likely cause.
    fn checked(&self, day_at: usize, offset: Offset) -> Read<Moment> {
        self.moment(offset).ok_or(Fault {
            at: day_at,
            expected: "a day and a time that exist, from 1900 to 9999",
        })
    }
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn fault<T>(&self, expected: &'static str) -> Read<T> {
        Err(Fault {
            at: self.at,
            expected,
        })
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, byte: u8, expected: &'static str) -> Read<()> {
        if self.eat(byte) {
            Ok(())
        } else {
            self.fault(expected)
        }
    }

    /// Reads digits, up to a number of them, and returns their value and how many there were.
    fn digits(&mut self, least: usize, most: usize, expected: &'static str) -> Read<(u32, usize)> {
        let start = self.at;
        let mut value = 0;
        while self.at - start < most
            && let Some(digit) = self.peek().map(|byte| byte.wrapping_sub(b'0'))
            && digit <= 9
        {
            value = value * 10 + u32::from(digit);
            self.at += 1;
        }
        let count = self.at - start;
        if count < least {
            self.fault(expected)
        } else {
            Ok((value, count))
        }
    }

    fn two(&mut self, expected: &'static str, range: std::ops::RangeInclusive<u32>) -> Read<u32> {
        let start = self.at;
        let (value, _) = self.digits(2, 2, expected)?;
        if range.contains(&value) {
            Ok(value)
        } else {
            Err(Fault {
                at: start,
                expected,
            })
        }
    }

    /// Reads letters, and returns them in lower case.
    fn word(&mut self) -> ([u8; 3], usize) {
        let start = self.at;
        let mut word = [0; 3];
        while let Some(letter) = self.peek().filter(u8::is_ascii_alphabetic) {
            if let Some(slot) = word.get_mut(self.at - start) {
                *slot = letter.to_ascii_lowercase();
            }
            self.at += 1;
        }
        (word, self.at - start)
    }

    /// Reads a name of three letters, and returns its number.
    fn name(&mut self, names: &[&str], expected: &'static str) -> Read<usize> {
        let start = self.at;
        let (word, length) = self.word();
        let found = names
            .iter()
            .position(|name| length == 3 && name.as_bytes().eq_ignore_ascii_case(&word));
        found.ok_or(Fault {
            at: start,
            expected,
        })
    }

    /// Skips white space, folded lines and comments, which RFC 2822 allows between any two parts.
    fn space(&mut self) -> Read<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                Some(b'(') => depth += 1,
                Some(b')') if depth > 0 => depth -= 1,
                // The byte after a backslash is escaped.
                Some(b'\\') if depth > 0 => self.at += 1,
                Some(_) if depth > 0 => {}
                None if depth > 0 => {
                    return Err(Fault {
                        at: self.text.len(),
                        expected: "the end of the comment",
                    });
                }
                _ => return Ok(()),
            }
            self.at += 1;
        }
    }

    fn end(&self) -> Read<()> {
        if self.at == self.text.len() {
            Ok(())
        } else {
            self.fault("the end")
        }
    }
}

/// Parses RFC 2822 with its obsolete forms: no weekday, no seconds, years of two and three digits, zones by name,
/// comments. The weekday must be valid but need not match the date.
fn rfc2822(text: &[u8]) -> Read<Moment> {
    let mut cursor = Cursor { text, at: 0 };
    cursor.space()?;
    if cursor.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        cursor.name(&WEEKDAYS, "a weekday such as `Mon`")?;
        cursor.space()?;
        cursor.need(b',', "a comma after the weekday")?;
        cursor.space()?;
    }
    let day_at = cursor.at;
    let (day, _) = cursor.digits(1, 2, "a day of the month")?;
    cursor.space()?;
    let month = cursor.name(&MONTHS, "a month such as `Jan`")?;
    cursor.space()?;
    let year = match cursor.digits(2, 4, "a year")? {
        (year, 2) if year < 50 => year + 2000,
        (year, 2 | 3) => year + 1900,
        (year, _) => year,
    };
    cursor.space()?;
    let hour = cursor.two("an hour from 00 to 23", 0..=23)?;
    cursor.space()?;
    cursor.need(b':', "a colon after the hour")?;
    cursor.space()?;
    let minute = cursor.two("a minute from 00 to 59", 0..=59)?;
    cursor.space()?;
    let mut second = 0;
    if cursor.eat(b':') {
        cursor.space()?;
        second = cursor.two("a second from 00 to 60", 0..=60)?;
        cursor.space()?;
    }
    let offset = zone(&mut cursor)?;
    cursor.space()?;
    cursor.end()?;
    let month = u32::try_from(month + 1).unwrap_or_default();
    Clock {
        year,
        month,
        day,
        hour,
        minute,
        second,
        nanos: 0,
    }
    .checked(day_at, offset)
}

fn zone(cursor: &mut Cursor<'_>) -> Read<Offset> {
    const EXPECTED: &str = "a zone such as `+0000`";
    let start = cursor.at;
    if let Some(sign) = sign(cursor) {
        let hours = cursor.two(EXPECTED, 0..=23)?;
        let minutes = cursor.two(EXPECTED, 0..=59)?;
        return Ok(Offset {
            sign,
            hours,
            minutes,
        });
    }
    let (word, length) = cursor.word();
    let west = |hours| {
        Ok(Offset {
            sign: -1,
            hours,
            minutes: 0,
        })
    };
    match (&word, length) {
        // Mail programs disagreed about the signs of the single letters, so in RFC 2822 they mean "unknown", like -0000.
        (b"ut\0", 2) | (b"gmt" | b"utc", 3) => Ok(UTC),
        (letter, 1) if letter[0] != b'j' => Ok(UTC),
        (b"edt", 3) => west(4),
        (b"est" | b"cdt", 3) => west(5),
        (b"cst" | b"mdt", 3) => west(6),
        (b"mst" | b"pdt", 3) => west(7),
        (b"pst", 3) => west(8),
        _ => Err(Fault {
            at: start,
            expected: EXPECTED,
        }),
    }
}

fn sign(cursor: &mut Cursor<'_>) -> Option<i32> {
    let sign = match cursor.peek()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    cursor.at += 1;
    Some(sign)
}

/// Parses RFC 3339. Digits of a fraction after the ninth are dropped.
pub(super) fn rfc3339(text: &[u8]) -> Read<Moment> {
    const ZONE: &str = "`Z` or an offset such as `+00:00`";
    let mut cursor = Cursor { text, at: 0 };
    let (year, month, day, day_at) = calendar_date(&mut cursor)?;
    match cursor.peek() {
        Some(b'T' | b't' | b' ') => cursor.at += 1,
        _ => return cursor.fault("`T` after the date"),
    }
    let hour = cursor.two("an hour from 00 to 23", 0..=23)?;
    cursor.need(b':', "a colon after the hour")?;
    let minute = cursor.two("a minute from 00 to 59", 0..=59)?;
    cursor.need(b':', "a colon after the minute")?;
    let second = cursor.two("a second from 00 to 60", 0..=60)?;
    let mut nanos = 0;
    if cursor.eat(b'.') {
        let (value, count) = cursor.digits(1, 9, "digits of a fraction")?;
        nanos = (count..9).fold(value, |nanos, _| nanos * 10);
        while cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            cursor.at += 1;
        }
    }
    let offset = if cursor.eat(b'Z') || cursor.eat(b'z') {
        UTC
    } else if let Some(sign) = sign(&mut cursor) {
        let hours = cursor.two(ZONE, 0..=23)?;
        cursor.need(b':', ZONE)?;
        let minutes = cursor.two(ZONE, 0..=59)?;
        Offset {
            sign,
            hours,
            minutes,
        }
    } else {
        return cursor.fault(ZONE);
    };
    cursor.end()?;
    Clock {
        year,
        month,
        day,
        hour,
        minute,
        second,
        nanos,
    }
    .checked(day_at, offset)
}

/// Parses `2009-07-06`, with nothing after it.
pub(super) fn date(text: &[u8]) -> Read<(u32, u32, u32)> {
    let mut cursor = Cursor { text, at: 0 };
    let (year, month, day, day_at) = calendar_date(&mut cursor)?;
    cursor.end()?;
    Clock {
        year,
        month,
        day,
        hour: 0,
        minute: 0,
        second: 0,
        nanos: 0,
    }
    .checked(day_at, UTC)?;
    Ok((year, month, day))
}

fn calendar_date(cursor: &mut Cursor<'_>) -> Read<(u32, u32, u32, usize)> {
    let (year, _) = cursor.digits(4, 4, "a date such as 2009-07-06")?;
    cursor.need(b'-', "a hyphen after the year")?;
    let month = cursor.two("a month from 01 to 12", 1..=12)?;
    cursor.need(b'-', "a hyphen after the month")?;
    let day_at = cursor.at;
    let day = cursor.two("a day from 01 to 31", 1..=31)?;
    Ok((year, month, day, day_at))
}
