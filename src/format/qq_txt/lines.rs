//! One line of a QQ text export: a message header, a line of a banner, or text. In: the line. Out: what
//! it is. Telling headers of people from pasted ones needs the whole conversation: see `sections`.

use rustc_hash::FxHashMap;

use crate::format::qq::{Sender, day, hour, sender};
use crate::format::utf8;
use crate::frame::Time;

/// The words an export begins with.
pub(super) const TITLE: &str = "消息记录（此消息记录为文本格式";

/// How a header names the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// With an account: `某甲(10001)`.
    Addressed,
    /// By name only.
    Bare,
    /// Not at all: QQ itself speaks.
    Empty,
}

/// The header of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header<'a> {
    /// When; `None` for a day or hour that does not exist.
    pub time: Option<Time>,
    /// Who.
    pub sender: Sender<'a>,
    /// How they are named.
    pub style: Style,
}

/// Reads headers, and each sender line once: a group of years has a million headers and a few
/// thousand ways to sign them.
#[derive(Debug, Default)]
pub(super) struct Parser<'a> {
    senders: FxHashMap<&'a str, (Sender<'a>, Style)>,
}

impl<'a> Parser<'a> {
    /// The header a line holds.
    pub(super) fn header(&mut self, line: &'a str) -> Option<Header<'a>> {
        // Most lines end here.
        if !line.as_bytes().first()?.is_ascii_digit() {
            return None;
        }
        let (day, rest) = day(line.as_bytes())?;
        let (hour, rest) = hour(rest)?;
        let rest = line.get(line.len() - rest.len()..)?;
        let name = rest.trim();
        if rest.len() == name.len() && !name.is_empty() {
            return None;
        }
        let (sender, style) = *self.senders.entry(name).or_insert_with(|| {
            let sender = sender(name);
            let style = match (sender.id, name) {
                (Some(_), _) => Style::Addressed,
                (None, "") => Style::Empty,
                (None, _) => Style::Bare,
            };
            (sender, style)
        });
        Some(Header { time: day.at(hour), sender, style })
    }
}

/// A line of a banner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Banner<'a> {
    /// `================`
    Rule,
    /// `消息分组:我的群聊`
    Folder,
    /// `消息对象:某群`
    Object(&'a str),
    /// The first line of an export.
    Title,
}

/// What a line is in a banner.
pub(super) fn banner(line: &str) -> Option<Banner<'_>> {
    match line.as_bytes().first()? {
        b'=' => {
            let line = line.trim_end();
            (line.len() >= 20 && line.bytes().all(|byte| byte == b'=')).then_some(Banner::Rule)
        }
        0xe6 => {
            let named = |word| line.strip_prefix(word).and_then(|rest| rest.strip_prefix([':', '：']));
            match (named("消息分组"), named("消息对象")) {
                (Some(_), _) => Some(Banner::Folder),
                (_, Some(object)) => Some(Banner::Object(object.trim())),
                _ => line.starts_with(TITLE).then_some(Banner::Title),
            }
        }
        _ => None,
    }
}

/// A line and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Without its end and without a byte order mark.
    pub text: &'a str,
    /// Offset of the line.
    pub start: usize,
    /// Offset behind the line and its end.
    pub end: usize,
    /// Counted from 1.
    pub number: u64,
    /// Nothing stands on it.
    pub blank: bool,
    /// Nothing stands on the line above, or there is none.
    pub after_blank: bool,
}

/// The lines of a text.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: u64,
    after_blank: bool,
}

impl<'a> Lines<'a> {
    /// All lines.
    pub(super) fn new(text: &'a str) -> Self {
        Self::from(text, 0, 0)
    }

    /// The lines from offset `at` on, `number` lines standing before it.
    pub(super) fn from(text: &'a str, at: usize, number: u64) -> Self {
        Self { text, at, number, after_blank: true }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes());
        let line = rest.get(..length.unwrap_or(rest.len()))?;
        self.at = start + length.map_or(rest.len(), |length| length + 1);
        self.number += 1;
        let text = line.strip_suffix('\r').unwrap_or(line);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let blank = utf8::is_blank(text);
        let after_blank = std::mem::replace(&mut self.after_blank, blank);
        Some(Line { text, start, end: self.at, number: self.number, blank, after_blank })
    }
}
