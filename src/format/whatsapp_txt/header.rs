//! One line → the header in front of it: date parts, clock, layout, where the rest begins. In: a
//! line of any bytes. Out: a [`Header`], or `None` for a line that goes on with a message. Pure
//! syntax, no regex: which part is day or month is decided once a file, in `order.rs`.

use super::cursor::Cursor;
use crate::format::half_day::Clock;

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
        let mut cursor = Cursor::new(line, front.end);
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
        Some(Header { layout, date, clock, rest: cursor.at() })
    }

    fn read_front(&mut self, line: &[u8]) -> Option<Front> {
        let mut cursor = Cursor::new(line, 0);
        cursor.marks();
        let style = if cursor.eat(b'[') { Style::Bracket } else { Style::Dash };
        let (date, separator, year) = cursor.date()?;
        let comma = cursor.connector();
        let front = Front { style, date, separator, year, comma, end: cursor.at() };
        // Only behind a space is the date surely over: `1/1` begins `1/12` too.
        if let Some(prefix) = line.get(..cursor.at()).filter(|prefix| prefix.ends_with(b" ")) {
            self.prefix.clear();
            self.prefix.extend_from_slice(prefix);
            self.front = Some(front);
        }
        Some(front)
    }
}

/// Does a line begin with a date, bracketed or not? Weaker than [`parse`]: for sniffing.
pub(super) fn begins_with_date(line: &[u8]) -> bool {
    let mut cursor = Cursor::new(line, 0);
    cursor.marks();
    cursor.eat(b'[');
    cursor.date().is_some()
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
            ("2024-01-02 3:04 em - A: x", a(904, [2024, 1, 2])),
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
