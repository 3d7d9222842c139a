//! One line → the header in front of it: date parts, clock, layout, where the rest begins. In: a
//! line of any bytes. Out: a [`Header`], or `None` for a line that goes on with a message. Pure
//! syntax, no regex: which part is day or month is decided once a file, in `order.rs`.

use super::half::{Half, half_of};

/// Which of the two families of headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `DATE, TIME - rest`
    Dash,
    /// `[DATE, TIME] rest`
    Bracket,
}

/// Where the year stands, as far as four digits tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearPlace {
    First,
    Last,
    Unknown,
}

/// Everything of a header that one export writes alike on every line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub style: Style,
    /// Between the parts of the date: `/`, `.` or `-`.
    pub separator: u8,
    pub year: YearPlace,
    pub comma: bool,
    pub seconds: bool,
    /// A twelve-hour clock.
    pub half: bool,
}

/// A clock as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    hour: u16,
    minute: u16,
    second: u16,
    half: Option<Half>,
}

impl Clock {
    /// Milliseconds since midnight; `None` for a clock that cannot be (25:99).
    pub(super) fn ms(self) -> Option<i64> {
        let hour = match self.half {
            None | Some(Half::Pm) if self.hour > 23 => return None,
            Some(Half::Am | Half::Noon) if self.hour > 12 => return None,
            Some(Half::Am) if self.hour == 12 => 0,
            Some(Half::Pm) if self.hour < 12 => self.hour + 12,
            Some(Half::Noon) if self.hour < 10 => self.hour + 12,
            _ => self.hour,
        };
        if self.minute > 59 || self.second > 59 {
            return None;
        }
        Some(((i64::from(hour) * 60 + i64::from(self.minute)) * 60 + i64::from(self.second)) * 1000)
    }
}

/// The header of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub layout: Layout,
    /// The parts of the date in the order they stand.
    pub date: [u16; 3],
    pub clock: Clock,
    /// Byte of the line where sender or system text begins.
    pub rest: usize,
}

/// Reads headers line by line. Remembers the last date as written: most lines bear the date of the
/// line above, and need not have it read again.
#[derive(Debug, Default)]
pub(super) struct Parser {
    prefix: Vec<u8>,
    front: Option<Front>,
}

/// Everything of a header before its clock.
#[derive(Debug, Clone, Copy)]
struct Front {
    style: Style,
    date: [u16; 3],
    separator: u8,
    year: YearPlace,
    comma: bool,
    /// Byte of the line where the clock begins.
    end: usize,
}

impl Parser {
    /// The header of `line`, if it has one in any known layout.
    pub(super) fn parse(&mut self, line: &[u8]) -> Option<Header> {
        let front = self.front.filter(|_| line.starts_with(&self.prefix));
        let front = match front {
            Some(front) => front,
            None => self.read_front(line)?,
        };
        let mut cursor = Cursor { bytes: line, at: front.end };
        let (clock, seconds) = cursor.clock()?;
        match front.style {
            Style::Bracket => {
                if !cursor.eat(b']') {
                    return None;
                }
                cursor.eat(b' ');
            }
            Style::Dash => {
                if !cursor.eat(b'-') && !cursor.eat_str("–") {
                    return None;
                }
                if !cursor.eat(b' ') && cursor.peek().is_some() {
                    return None;
                }
            }
        }
        let Front { style, date, separator, year, comma, .. } = front;
        let layout = Layout { style, separator, year, comma, seconds, half: clock.half.is_some() };
        Some(Header { layout, date, clock, rest: cursor.at })
    }

    fn read_front(&mut self, line: &[u8]) -> Option<Front> {
        let mut cursor = Cursor { bytes: line, at: 0 };
        cursor.marks();
        let style = if cursor.eat(b'[') { Style::Bracket } else { Style::Dash };
        let (date, separator, year) = cursor.date()?;
        let comma = cursor.connector();
        let front = Front { style, date, separator, year, comma, end: cursor.at };
        // Only behind a space is the date surely over: `1/1` begins `1/12` too.
        if let Some(prefix) = line.get(..cursor.at).filter(|prefix| prefix.ends_with(b" ")) {
            self.prefix.clear();
            self.prefix.extend_from_slice(prefix);
            self.front = Some(front);
        }
        Some(front)
    }
}

/// Does a line begin with a date, bracketed or not? Weaker than [`parse`]: for sniffing.
pub(super) fn begins_with_date(line: &[u8]) -> bool {
    let mut cursor = Cursor { bytes: line, at: 0 };
    cursor.marks();
    cursor.eat(b'[');
    cursor.date().is_some()
}

/// First code points of the decimal digits that exports are written with.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
];

/// Words between date and clock.
const CONNECTORS: &[&str] = &["à ", "às ", "a las ", "at ", "um ", "alle ", "klo ", "kl. ", "kl ", "г., ", "г. "];

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn eat_str(&mut self, text: &str) -> bool {
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// Skips marks of direction and byte order.
    #[inline]
    fn marks(&mut self) {
        if self.peek().is_some_and(|byte| byte >= 0xE2) {
            self.skip_marks();
        }
    }

    #[cold]
    fn skip_marks(&mut self) {
        while let Some([first @ 0xE2..=0xEF, second, third]) = self.bytes.get(self.at..self.at + 3) {
            match (first, second, third) {
                (0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE) | (0xE2, 0x81, 0xA6..=0xA9) | (0xEF, 0xBB, 0xBF) => {
                    self.at += 3;
                }
                _ => return,
            }
        }
    }

    /// Skips spaces of every width, and marks.
    #[inline]
    fn spaces(&mut self) {
        self.eat(b' ');
        if self.peek().is_some_and(|byte| byte == b' ' || byte >= 0xC2) {
            self.more_spaces();
        }
    }

    fn more_spaces(&mut self) {
        loop {
            match self.peek() {
                Some(b' ') => self.at += 1,
                Some(0xC2) if self.eat_str("\u{a0}") => {}
                Some(0xE2) if self.eat_str("\u{202f}") || self.eat_str("\u{2009}") => {}
                Some(0xE2 | 0xEF) => {
                    let before = self.at;
                    self.marks();
                    if self.at == before {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// The character here and its length, for what is not ASCII.
    fn char(&self) -> Option<char> {
        let rest = self.bytes.get(self.at..self.bytes.len().min(self.at + 4))?;
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(rest.get(..error.valid_up_to())?).ok()?,
        };
        valid.chars().next()
    }

    fn digit(&mut self) -> Option<u16> {
        let byte = self.peek()?;
        if byte.is_ascii_digit() {
            self.at += 1;
            return Some(u16::from(byte - b'0'));
        }
        if byte < 0xD9 {
            return None;
        }
        let c = self.char()?;
        let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10))?;
        self.at += c.len_utf8();
        u16::try_from(value).ok()
    }

    /// A number of one to four digits, and how many.
    #[inline]
    fn number(&mut self) -> Option<(u16, u8)> {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let (mut value, mut digits) = (0_u16, 0_u8);
        let mut behind = 0;
        for byte in rest.iter().take(5) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                behind = *byte;
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u16::from(digit));
            digits += 1;
        }
        if digits > 4 {
            return None;
        }
        self.at += usize::from(digits);
        if behind >= 0xD9 {
            return self.other_digits(value, digits);
        }
        (digits > 0).then_some((value, digits))
    }

    /// Goes on with a number in digits that are not ASCII.
    #[cold]
    fn other_digits(&mut self, mut value: u16, mut digits: u8) -> Option<(u16, u8)> {
        while let Some(digit) = self.digit() {
            digits += 1;
            if digits > 4 {
                return None;
            }
            value = value * 10 + digit;
        }
        (digits > 0).then_some((value, digits))
    }

    fn short_number(&mut self) -> Option<u16> {
        self.number().filter(|(_, digits)| *digits <= 2).map(|(value, _)| value)
    }

    fn date(&mut self) -> Option<([u16; 3], u8, YearPlace)> {
        let (first, first_digits) = self.number()?;
        self.marks();
        let separator = self.peek().filter(|byte| matches!(byte, b'/' | b'.' | b'-'))?;
        self.date_gap(separator)?;
        let second = self.short_number()?;
        self.marks();
        self.date_gap(separator)?;
        let (third, third_digits) = self.number()?;
        let year = match (first_digits, third_digits) {
            (4, 1 | 2) => YearPlace::First,
            (1 | 2, 4) => YearPlace::Last,
            (1 | 2, 1 | 2) => YearPlace::Unknown,
            _ => return None,
        };
        // `2024. 1. 2.` closes with the dot it separates by.
        if separator == b'.' {
            self.eat(b'.');
        }
        Some(([first, second, third], separator, year))
    }

    fn date_gap(&mut self, separator: u8) -> Option<()> {
        if !self.eat(separator) {
            return None;
        }
        if separator == b'.' {
            self.spaces();
        } else {
            self.marks();
        }
        Some(())
    }

    /// What stands between date and clock; tells whether there was a comma.
    fn connector(&mut self) -> bool {
        self.spaces();
        let comma = self.eat(b',') || (self.peek() == Some(0xD8) && self.eat_str("،"));
        self.spaces();
        if matches!(self.peek(), Some(b'a' | b'u' | b'k' | 0xC3 | 0xD0)) {
            let _found = CONNECTORS.iter().any(|word| self.eat_str(word));
            self.spaces();
        }
        comma
    }

    /// The clock, with its marker before or behind, and whether it has seconds.
    fn clock(&mut self) -> Option<(Clock, bool)> {
        let mut half = None;
        if self.peek().is_some_and(|byte| !byte.is_ascii_digit()) {
            half = self.half();
            self.spaces();
        }
        let hour = self.short_number()?;
        self.marks();
        let separator = self.clock_gap()?;
        let minute = self.two_digits()?;
        self.marks();
        let seconds = separator != b'h' && self.eat(separator);
        let second = if seconds { self.two_digits()? } else { 0 };
        self.spaces();
        if half.is_none() && !matches!(self.peek(), Some(b']' | b'-') | None) {
            half = self.half();
            self.spaces();
        }
        Some((Clock { hour, minute, second, half }, seconds))
    }

    /// `:`, `.` or the ` h ` of Canadian French.
    fn clock_gap(&mut self) -> Option<u8> {
        if self.eat(b':') {
            return Some(b':');
        }
        if self.eat(b'.') {
            return Some(b'.');
        }
        self.spaces();
        if !self.eat(b'h') {
            return None;
        }
        self.spaces();
        Some(b'h')
    }

    fn two_digits(&mut self) -> Option<u16> {
        self.number().filter(|(_, digits)| *digits == 2).map(|(value, _)| value)
    }

    /// A marker of the half day, dots and spaces in it ignored; the cursor stays where there is none.
    fn half(&mut self) -> Option<Half> {
        if let Some([first, b'm' | b'M', b' ' | b']']) = self.bytes.get(self.at..self.at + 3) {
            let half = match first.to_ascii_lowercase() {
                b'a' => Half::Am,
                b'p' => Half::Pm,
                _ => return None,
            };
            self.at += 2;
            return Some(half);
        }
        let start = self.at;
        let mut word = [0_u8; 32];
        let mut length = 0;
        while let Some(byte) = self.peek() {
            if byte.is_ascii_digit() || matches!(byte, b']' | b'-' | b':' | b',') {
                break;
            }
            self.spaces();
            let Some(byte) = self.peek() else { break };
            if byte == b'.' {
                self.at += 1;
                continue;
            }
            let before = self.at;
            if byte >= 0x80
                && (self.bytes.get(before..).is_some_and(|rest| rest.starts_with("–".as_bytes()))
                    || self.digit().is_some())
            {
                self.at = before;
                break;
            }
            if byte.is_ascii_digit() || matches!(byte, b']' | b'-' | b':' | b',') {
                break;
            }
            let Some(slot) = word.get_mut(length) else { break };
            *slot = byte.to_ascii_lowercase();
            length += 1;
            self.at += 1;
        }
        let found = word.get(..length).and_then(half_of);
        if found.is_none() {
            self.at = start;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &[u8]) -> Option<Header> {
        Parser::default().parse(line)
    }

    #[test]
    fn a_remembered_date_is_the_date_of_the_line() {
        let mut parser = Parser::default();
        for (line, date) in [
            ("1/1/24, 9:00 - A: x", Some([1, 1, 24])),
            ("1/1/24, 9:01 - A: x", Some([1, 1, 24])),
            ("1/1/24, hello", None),
            ("1/12/24, 9:00 - A: x", Some([1, 12, 24])),
            ("[1/12/24, 9:00] A: x", Some([1, 12, 24])),
            ("2024/1/1下午3:00 - A: x", Some([2024, 1, 1])),
            ("2024/1/12下午3:00 - A: x", Some([2024, 1, 12])),
        ] {
            assert_eq!(parser.parse(line.as_bytes()).map(|header| header.date), date, "{line}");
        }
    }

    fn clock_of(line: &str) -> Option<(i64, [u16; 3], String)> {
        let header = parse(line.as_bytes())?;
        Some((header.clock.ms()? / 60_000, header.date, line[header.rest..].to_owned()))
    }

    #[test]
    fn headers_of_many_locales() {
        let a = |minutes: i64, date: [u16; 3]| Some((minutes, date, "A: x".to_owned()));
        for (line, want) in [
            ("02/01/2024, 15:04 - A: x", a(904, [2, 1, 2024])),
            ("1/2/24, 3:04 PM - A: x", a(904, [1, 2, 24])),
            ("1/2/24, 3:04\u{202f}PM - A: x", a(904, [1, 2, 24])),
            ("[1/2/24, 3:04:59\u{202f}PM] A: x", a(904, [1, 2, 24])),
            ("\u{200e}[1/2/24, 12:04:59 AM] A: x", a(4, [1, 2, 24])),
            ("\u{feff}[02.01.24, 15:04:05] A: x", a(904, [2, 1, 24])),
            ("2/1/2024, 3:04 p.\u{a0}m. - A: x", a(904, [2, 1, 2024])),
            ("2/1/2024 3:04 p. m. - A: x", a(904, [2, 1, 2024])),
            ("2024/1/2 下午3:04 - A: x", a(904, [2024, 1, 2])),
            ("[2024/1/2 下午3:04:05] A: x", a(904, [2024, 1, 2])),
            ("[2024/1/2 中午12:04:05] A: x", a(724, [2024, 1, 2])),
            ("2024/1/2 中午11:59 - A: x", a(719, [2024, 1, 2])),
            ("2024. 1. 2. 오후 3:04 - A: x", a(904, [2024, 1, 2])),
            ("2024/01/02 午後3:04 - A: x", a(904, [2024, 1, 2])),
            ("02/01/2024 à 15:04 - A: x", a(904, [2, 1, 2024])),
            ("2.1.2024 klo 15.04 - A: x", a(904, [2, 1, 2024])),
            ("02.01.24 um 15:04 – A: x", a(904, [2, 1, 24])),
            ("2024-01-02 15 h 04 - A: x", a(904, [2024, 1, 2])),
            ("2.01.24 г., 15:04 - A: x", a(904, [2, 1, 24])),
            ("٠٢/٠١/٢٠٢٤، ٣:٠٤ م - A: x", a(904, [2, 1, 2024])),
            ("\u{200f}٢\u{200f}/١\u{200f}/٢٠٢٤، ٣:٠٤ ص - A: x", a(184, [2, 1, 2024])),
            ("०२/०१/२०२४, १५:०४ - A: x", a(904, [2, 1, 2024])),
            ("2/1/2567 15:04 - A: x", a(904, [2, 1, 2567])),
        ] {
            assert_eq!(clock_of(line), want, "{line}");
        }
    }

    #[test]
    fn what_is_no_header() {
        for line in [
            "",
            "hello",
            "[12:30] <nick> hi",
            "[Name] [오후 2:30] hi",
            "2024년 1월 2일 오후 2:30, Name : body",
            "2024. 1. 2. 오후 2:30, Name : body",
            "2024-01-02 15:04:05,123 - root - INFO",
            "1/2/24 - shopping: milk",
            "1. first, 2. second",
            "[1/2/24, 3:04 PM - A: x",
            "1/2/2024, 15:04 -x",
            "12345/1/2 15:04 - A: x",
            "[02/01, 15:04] A: x",
        ] {
            assert_eq!(parse(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn clocks_that_cannot_be() {
        for line in ["1/1/24, 25:99 - A: x", "1/1/24, 13:00 AM - A: x", "1/1/24, 12:60 - A: x"] {
            assert!(parse(line.as_bytes()).is_some_and(|header| header.clock.ms().is_none()), "{line}");
        }
    }
}
