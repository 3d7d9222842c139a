//! One line of a server log, cut field by field: words between spaces, texts in quotes with their
//! escapes, times in brackets. In: the bytes of the line. Out: slices of it. By hand, since logs
//! hold millions of lines.

use super::spec::Hit;

/// A line and how far it has been read.
#[derive(Debug)]
pub struct Fields<'a> {
    rest: &'a [u8],
}

/// One field: its bytes without quotes or brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field<'a> {
    /// A bare word.
    Word(&'a [u8]),
    /// Between double quotes, escapes as written.
    Quoted(&'a [u8]),
    /// Between brackets.
    Bracketed(&'a [u8]),
}

impl<'a> Field<'a> {
    /// The bytes, of whatever kind.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Word(bytes) | Self::Quoted(bytes) | Self::Bracketed(bytes) => bytes,
        }
    }
}

impl<'a> Fields<'a> {
    /// A line from its beginning.
    #[must_use]
    pub const fn new(line: &'a [u8]) -> Self {
        Self { rest: line }
    }

    /// A word up to the next space.
    pub fn word(&mut self) -> Option<&'a [u8]> {
        match self.next()? {
            Field::Word(word) => Some(word),
            _ => None,
        }
    }

    /// A text in quotes.
    pub fn quoted(&mut self) -> Option<&'a [u8]> {
        match self.next()? {
            Field::Quoted(text) => Some(text),
            _ => None,
        }
    }

    /// A text in brackets.
    pub fn bracketed(&mut self) -> Option<&'a [u8]> {
        match self.next()? {
            Field::Bracketed(text) => Some(text),
            _ => None,
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let rest = self.rest.trim_ascii_start();
        let (field, after) = match rest.first()? {
            b'"' => {
                let end = closing_quote(rest.get(1..)?)?;
                (Field::Quoted(rest.get(1..=end)?), end + 2)
            }
            b'[' => {
                let end = memchr::memchr(b']', rest)?;
                (Field::Bracketed(rest.get(1..end)?), end + 1)
            }
            _ => {
                let end = memchr::memchr2(b' ', b'\t', rest).unwrap_or(rest.len());
                (Field::Word(rest.get(..end)?), end)
            }
        };
        self.rest = rest.get(after..).unwrap_or_default();
        Some(field)
    }
}

/// The first quote that is not escaped.
fn closing_quote(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'"', text).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == b'\\').count().is_multiple_of(2)
    })
}

/// Method and target of a request line; `None` for what a port scanner sent instead of one.
#[must_use]
pub fn request(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let (method, target) = (words.next()?, words.next()?);
    let is_method = (3..=10).contains(&method.len()) && method.iter().all(u8::is_ascii_uppercase);
    // A target may hold raw spaces; the protocol stands behind the last one.
    let target = match memchr::memmem::rfind(line, b" HTTP/") {
        Some(end) => line.get(method.len() + 1..end).unwrap_or(target).trim_ascii(),
        None => target,
    };
    (is_method && !target.is_empty()).then_some((method, target))
}

/// A status of three digits.
#[must_use]
pub fn status(word: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(word).ok().filter(|_| word.len() == 3)?;
    text.parse().ok().filter(|status| (0..1000).contains(status))
}

/// A count of bytes, or `-`.
#[must_use]
pub fn is_size(word: &[u8]) -> bool {
    word == b"-" || !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// An IPv4 or IPv6 address, as far as a log needs telling it from a name.
#[must_use]
pub fn is_ip(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|text| text.parse::<std::net::IpAddr>().is_ok())
}

/// The client behind a proxy: the first address of `X-Forwarded-For`.
#[must_use]
pub fn forwarded(field: &[u8]) -> Option<&[u8]> {
    let first = field.split(|byte| *byte == b',').next()?.trim_ascii();
    is_ip(first).then_some(first)
}

/// A text field that is not `-`.
#[must_use]
pub fn present(field: &[u8]) -> Option<&[u8]> {
    (!matches!(field, b"" | b"-")).then_some(field)
}

/// A field as text, when it is UTF-8.
#[must_use]
pub fn text(field: &[u8]) -> Option<&str> {
    std::str::from_utf8(field).ok().filter(|text| !matches!(*text, "" | "-"))
}

/// Milliseconds of `02/Mar/2026:12:30:00 +0800`, and whether the zone was told.
#[must_use]
pub fn time(text: &[u8]) -> Option<Clock> {
    let text = std::str::from_utf8(text).ok()?;
    let (date, rest) = text.split_once(':')?;
    let mut parts = date.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(month))? + 1;
    let date = chrono::NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(month).ok()?, day.parse().ok()?)?;
    let (clock, zone) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut parts = clock.split(':');
    let mut part = || parts.next()?.split('.').next()?.parse::<u32>().ok();
    let (hour, minute, second) = (part()?, part()?, part()?);
    let local = date.and_hms_opt(hour, minute, second.min(59))?.and_utc().timestamp_millis();
    match zone.as_bytes() {
        [] => Some(Clock::Local(local)),
        [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
            let digit = |byte: &u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
            let minutes = (digit(h1)? * 10 + digit(h2)?) * 60 + digit(m1)? * 10 + digit(m2)?;
            let offset = minutes * 60_000;
            Some(Clock::Utc(if *sign == b'+' { local - offset } else { local + offset }))
        }
        _ => None,
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A time as a log writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// ms UTC.
    Utc(i64),
    /// ms of a wall clock without a zone.
    Local(i64),
}

impl Clock {
    /// ms UTC; a clock without a zone is read in the zone of the run.
    pub fn utc(self, sink: &mut super::spec::Sink<'_>) -> i64 {
        match self {
            Self::Utc(time) => time,
            Self::Local(time) => sink.local(time),
        }
    }
}

/// A row as a parser of lines gives it.
pub enum Row<'a> {
    /// A request, whose time is yet to be read with the zone.
    Hit(Clock, Hit<'a>),
    /// A line of the log that is no request.
    Nothing,
}

/// Reads every line of a log; one that `parse` does not know is unreadable.
pub fn read(text: &[u8], sink: &mut super::spec::Sink<'_>, parse: fn(&[u8]) -> Option<Row<'_>>) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default().trim_ascii();
        rest = rest.get(end + 1..).unwrap_or_default();
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        match parse(line) {
            Some(Row::Hit(clock, hit)) => {
                let time = clock.utc(sink);
                sink.hit(&Hit { time, ..hit });
            }
            Some(Row::Nothing) => sink.skip(super::spec::Skip::Other),
            None => sink.skip(super::spec::Skip::Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_with_escapes() {
        let fields: Vec<&[u8]> = Fields::new(br#"a - [x y] "q \" \\" "" 7"#).map(Field::bytes).collect();
        assert_eq!(fields, [b"a".as_slice(), b"-", b"x y", br#"q \" \\"#, b"", b"7"]);
        assert_eq!(Fields::new(br#""open"#).next(), None);
        assert_eq!(Fields::new(b"[open").next(), None);
    }

    #[test]
    fn request_lines() {
        for (line, want) in [
            (b"GET /a HTTP/1.1".as_slice(), Some((b"GET".as_slice(), b"/a".as_slice()))),
            (b"GET /a b.pdf HTTP/1.1", Some((b"GET", b"/a b.pdf"))),
            (b"GET http://ex.com/", Some((b"GET", b"http://ex.com/"))),
            (br"\x16\x03\x01", None),
            (b"-", None),
            (b"", None),
            (b"GET  HTTP/1.1", None),
        ] {
            assert_eq!(request(line), want, "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn times_of_logs() {
        for (text, want) in [
            ("02/Mar/2026:12:30:00 +0800", Some(Clock::Utc(1_772_425_800_000))),
            ("2/mar/2026:12:30:00", Some(Clock::Local(1_772_454_600_000))),
            ("02/Mar/2026:12:30:00.123 -0330", Some(Clock::Utc(1_772_467_200_000))),
            ("02/Mrz/2026:12:30:00 +0800", None),
            ("31/Feb/2026:12:30:00 +0800", None),
            ("02/Mar/2026:25:30:00 +0800", None),
            ("2026-03-02T12:30:00", None),
        ] {
            assert_eq!(time(text.as_bytes()), want, "{text}");
        }
    }
}
