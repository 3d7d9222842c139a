//! The head line of a chatlog message: `Name(wxid) [Group(id)] MM-DD HH:MM:SS`. In: a line, and
//! what the file's name says of the day. Out: who, where, and as much of the time as stands there.

use crate::format::chatlog::{SELF, SYSTEM};
use crate::format::clock;
use crate::frame::Time;

/// As much of the time as a head line holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp<'a> {
    /// `2024-01-02 15:04:05`: the query spans years.
    Full(&'a [u8]),
    /// `01-02 15:04:05`: it lies within a year.
    MonthDay(&'a [u8]),
    /// `15:04:05`: it lies within a day.
    Clock(&'a [u8]),
}

/// What a head line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<'a> {
    /// Display name, if the export has one.
    pub name: Option<&'a str>,
    /// Account id, [`SELF`] or [`SYSTEM`].
    pub id: &'a str,
    /// Name and id of the group, where several were asked for.
    pub group: Option<(Option<&'a str>, &'a str)>,
    /// Number of the message, in builds that print it: seconds and three digits.
    pub seq: Option<&'a str>,
    /// When.
    pub stamp: Stamp<'a>,
}

impl<'a> Head<'a> {
    /// Reads a head line; `None` for any other line.
    pub fn read(line: &'a str) -> Option<Self> {
        // What is quoted bears heads too.
        let line = Some(line).filter(|line| !line.starts_with("> "))?;
        let (rest, stamp) = Stamp::behind(line.trim_end())?;
        if let Some((name, id)) = person(rest) {
            return Some(Self { name, id, group: None, seq: None, stamp });
        }
        // A name may hold brackets; the first place where both sides make sense is the border.
        let inner = rest.strip_suffix(']')?;
        inner.match_indices(" [").find_map(|(at, border)| {
            let (name, id) = person(inner.get(..at)?)?;
            let behind = inner.get(at + border.len()..)?;
            let (seq, group) = match behind.split_once("] [") {
                Some((seq, group)) if is_seq(seq) => (Some(seq), Some(person(group)?)),
                _ if is_seq(behind) => (Some(behind), None),
                _ => (None, Some(person(behind)?)),
            };
            Some(Self { name, id, group, seq, stamp })
        })
    }

    /// Whether no other program writes such a line.
    pub fn is_certain(&self) -> bool {
        let id = self.id;
        matches!(id, SELF | SYSTEM) || id.starts_with("wxid_") || id.contains('@') || self.group.is_some()
    }

    /// Whether its day is known.
    pub fn is_dated(&self, day: Day) -> bool {
        self.seq.is_some()
            || match self.stamp {
                Stamp::Full(_) => true,
                Stamp::MonthDay(_) => day.year.is_some(),
                Stamp::Clock(_) => day.year.is_some() && day.date.is_some(),
            }
    }

    /// When, as far as the line or the day of the file tell it.
    pub fn time(&self, day: Day) -> Option<Time> {
        if let Some(seconds) = self.seq.and_then(|seq| seq.get(..10)?.parse().ok()) {
            return Some(clock::epoch(seconds));
        }
        let mut full = *b"0000-00-00 00:00:00";
        let known = match self.stamp {
            Stamp::Full(text) => return clock::iso(text),
            Stamp::MonthDay(text) => {
                full.get_mut(5..)?.copy_from_slice(text);
                day.year?
            }
            Stamp::Clock(text) => {
                full.get_mut(11..)?.copy_from_slice(text);
                let (month, of_month) = day.date?;
                full.get_mut(5..7)?.copy_from_slice(&month);
                full.get_mut(8..10)?.copy_from_slice(&of_month);
                day.year?
            }
        };
        full.get_mut(..4)?.copy_from_slice(&known);
        clock::iso(&full)
    }
}

type Make<'a> = fn(&'a [u8]) -> Stamp<'a>;

impl<'a> Stamp<'a> {
    /// What stands before the time that ends a line, and the time.
    fn behind(line: &'a str) -> Option<(&'a str, Self)> {
        let bytes = line.as_bytes();
        let layouts: [(&[u8], Make<'a>); 3] =
            [(b"0000-00-00 00:00:00", Stamp::Full), (b"00-00 00:00:00", Stamp::MonthDay), (b"00:00:00", Stamp::Clock)];
        layouts.into_iter().find_map(|(layout, stamp)| {
            let border = bytes.len().checked_sub(layout.len() + 1)?;
            let (rest, time) = (line.get(..border)?, bytes.get(border + 1..)?);
            let fits = time.iter().zip(layout).all(|(byte, model)| match model {
                b'0' => byte.is_ascii_digit(),
                mark => byte == mark,
            });
            (fits && bytes.get(border) == Some(&b' ') && !rest.is_empty()).then(|| (rest, stamp(time)))
        })
    }
}

/// `Name(id)` or a bare id.
fn person(text: &str) -> Option<(Option<&str>, &str)> {
    if let Some(inner) = text.strip_suffix(')') {
        let (name, id) = inner.rsplit_once('(')?;
        return (!name.is_empty() && is_id(id)).then_some((Some(name), id));
    }
    is_id(text).then_some((None, text))
}

fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'@' | b'.');
    matches!(text, SYSTEM | SELF)
        || text.bytes().all(plain) && text.bytes().any(|byte| byte.is_ascii_alphabetic() || byte == b'@')
}

fn is_seq(text: &str) -> bool {
    text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is known of the day from elsewhere than the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Day {
    /// The year.
    pub year: Option<[u8; 4]>,
    /// Month and day.
    pub date: Option<([u8; 2], [u8; 2])>,
}

impl Day {
    /// The one year, and the one day, a file name tells (`群 2024`, `群_20240102`, `群 2024-01-02`), and
    /// the name without them.
    pub fn of_name(name: &str) -> (Self, &str) {
        let (mut years, mut dates, mut first) = (Vec::new(), Vec::new(), None);
        for (at, length) in digits(name) {
            let (before, rest) = name.split_at(at);
            let after = rest.get(length..).unwrap_or_default();
            if stands_alone(before, after)
                && let Some((year, date)) = date_of(rest.as_bytes(), length)
            {
                years.push(year);
                dates.extend(date);
                first = first.or(Some(at));
            }
        }
        let date = same(&dates).filter(|_| dates.len() == years.len());
        let bare = first.and_then(|at| name.get(..at)).unwrap_or(name).trim_end_matches(is_gap);
        (Self { year: same(&years), date }, if bare.is_empty() { name } else { bare })
    }
}

/// Where runs of digits begin, and their lengths.
fn digits(name: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in name.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        match runs.last_mut().filter(|(start, length)| start + length == at) {
            Some((_, length)) => *length += 1,
            None => runs.push((at, 1)),
        }
    }
    runs
}

fn is_gap(letter: char) -> bool {
    matches!(letter, ' ' | '_' | '-' | '.' | '(' | ')' | '（' | '）' | '[' | ']' | '~')
}

/// A year in a group's own name (`2024届`) or in an id says nothing of its messages.
fn stands_alone(before: &str, after: &str) -> bool {
    before.chars().next_back().is_none_or(is_gap)
        && after.chars().next().is_none_or(|next| is_gap(next) || next == '年')
}

type Date = ([u8; 4], Option<([u8; 2], [u8; 2])>);

/// The date a run of digits begins.
fn date_of(text: &[u8], length: usize) -> Option<Date> {
    let [b'2', b'0', y0, y1, rest @ ..] = text else { return None };
    let year = [b'2', b'0', *y0, *y1];
    let valid = |month: [u8; 2], day: [u8; 2]| (*b"01"..=*b"12").contains(&month) && (*b"01"..=*b"31").contains(&day);
    match (length, rest) {
        (4, [b'-' | b'_' | b'.', m0, m1, b'-' | b'_' | b'.', d0, d1, ..]) if valid([*m0, *m1], [*d0, *d1]) => {
            Some((year, Some(([*m0, *m1], [*d0, *d1]))))
        }
        (4, _) => Some((year, None)),
        (6, [m0, m1, ..]) if valid([*m0, *m1], *b"01") => Some((year, None)),
        (8, [m0, m1, d0, d1, ..]) if valid([*m0, *m1], [*d0, *d1]) => Some((year, Some(([*m0, *m1], [*d0, *d1])))),
        _ => None,
    }
}

/// The one value of a list whose values are all the same.
fn same<T: Copy + PartialEq>(list: &[T]) -> Option<T> {
    let first = list.first()?;
    list.iter().all(|value| value == first).then_some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        for (line, want) in [
            ("安静(wxid_a) 03-01 10:01:00", "安静|wxid_a||03-01 10:01:00"),
            ("柏舟 (出差) [忙](wxid_b) 03-01 10:01:00", "柏舟 (出差) [忙]|wxid_b||03-01 10:01:00"),
            ("安静(我) 2024-03-01 10:01:00", "安静|我||2024-03-01 10:01:00"),
            ("系统消息 10:01:00", "|系统消息||10:01:00"),
            ("A B(ab@openim) [群 [春](1@chatroom)] 03-01 10:01:00", "A B|ab@openim|群 [春]/1@chatroom|03-01 10:01:00"),
            ("wxid_a [1@chatroom] 03-01 10:01:00", "|wxid_a|/1@chatroom|03-01 10:01:00"),
            ("安静(wxid_a) [1709258400001] 03-01 10:01:00", "安静|wxid_a|#1709258400001|03-01 10:01:00"),
            (
                "安静(wxid_a) [1709258400001] [群(1@chatroom)] 10:01:00",
                "安静|wxid_a|#1709258400001群/1@chatroom|10:01:00",
            ),
        ] {
            let head = Head::read(line).unwrap_or_else(|| panic!("{line}"));
            let (Stamp::Full(time) | Stamp::MonthDay(time) | Stamp::Clock(time)) = head.stamp;
            let seq = head.seq.map(|seq| format!("#{seq}")).unwrap_or_default();
            let group = head.group.map(|(name, id)| format!("{}/{id}", name.unwrap_or_default())).unwrap_or_default();
            let time = std::str::from_utf8(time).unwrap();
            assert_eq!(format!("{}|{}|{seq}{group}|{time}", head.name.unwrap_or_default(), head.id), want);
        }
        for line in [
            "",
            "早",
            "> 安静(wxid_a) 03-01 10:01:00",
            "会议改到 03-01 10:01:00",
            "我们(大家) 03-01 10:01:00",
            "安静(wxid_a) 3-1 10:01:00",
            "安静(wxid_a)03-01 10:01:00",
            "03-01 10:01:00",
            "安静(wxid_a) 03-01 10:01:00 又",
        ] {
            assert_eq!(Head::read(line), None, "{line}");
        }
    }

    #[test]
    fn days_in_names() {
        for (name, year, date, bare) in [
            ("读书会 2024年3月", "2024", "", "读书会"),
            ("群_20240102", "2024", "01-02", "群"),
            ("1234520201@chatroom_2024-01-02_2024-01-02", "2024", "01-02", "1234520201@chatroom"),
            ("1@chatroom_2024-01-02_2024-12-31", "2024", "", "1@chatroom"),
            ("2023-12-01_2024-01-02", "", "", "2023-12-01_2024-01-02"),
            ("202403", "2024", "", "202403"),
            ("18020240301@chatroom", "", "", "18020240301@chatroom"),
            ("20249999", "", "", "20249999"),
            ("2024届校友群", "", "", "2024届校友群"),
            ("wxid_a2024", "", "", "wxid_a2024"),
            ("群(2024)", "2024", "", "群"),
            ("读书会", "", "", "读书会"),
        ] {
            let (day, without) = Day::of_name(name);
            assert_eq!(without, bare, "{name}");
            assert_eq!(
                day.year.map(|year| String::from_utf8(year.to_vec()).unwrap()).unwrap_or_default(),
                year,
                "{name}"
            );
            let text = |(month, of): ([u8; 2], [u8; 2])| {
                format!("{}-{}", String::from_utf8_lossy(&month), String::from_utf8_lossy(&of))
            };
            assert_eq!(day.date.map(text).unwrap_or_default(), date, "{name}");
        }
    }
}
