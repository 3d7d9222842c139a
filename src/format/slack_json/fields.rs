//! One element of a day's list as written, and the time its `ts` tells. In: the values of the
//! element. Out: the same values by name, for messages and events to decode what they need.

use crate::format::json::{Record, Value};
use crate::frame::Time;

/// The keys read of an element, under their names in the file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub ts: Value<'a>,
    pub kind: Value<'a>,
    pub subtype: Value<'a>,
    pub user: Value<'a>,
    pub user_profile: Value<'a>,
    pub bot_id: Value<'a>,
    pub bot_profile: Value<'a>,
    pub username: Value<'a>,
    pub text: Value<'a>,
    pub blocks: Value<'a>,
    pub attachments: Value<'a>,
    pub files: Value<'a>,
    pub file: Value<'a>,
    pub thread_ts: Value<'a>,
    pub edited: Value<'a>,
    pub client_msg_id: Value<'a>,
    pub inviter: Value<'a>,
    pub name: Value<'a>,
    pub room: Value<'a>,
    pub comment: Value<'a>,
    pub message: Value<'a>,
    pub previous_message: Value<'a>,
    pub deleted_ts: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"ts" => &mut self.ts,
            b"type" => &mut self.kind,
            b"subtype" => &mut self.subtype,
            b"user" => &mut self.user,
            b"user_profile" => &mut self.user_profile,
            b"bot_id" => &mut self.bot_id,
            b"bot_profile" => &mut self.bot_profile,
            b"username" => &mut self.username,
            b"text" => &mut self.text,
            b"blocks" => &mut self.blocks,
            b"attachments" => &mut self.attachments,
            b"files" => &mut self.files,
            b"file" => &mut self.file,
            b"thread_ts" => &mut self.thread_ts,
            b"edited" => &mut self.edited,
            b"client_msg_id" => &mut self.client_msg_id,
            b"inviter" => &mut self.inviter,
            b"name" => &mut self.name,
            b"room" => &mut self.room,
            b"comment" => &mut self.comment,
            b"message" => &mut self.message,
            b"previous_message" => &mut self.previous_message,
            b"deleted_ts" => &mut self.deleted_ts,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        // An edit holds another message, a reply its parent: both have a `ts` and a `type`.
        self.kind.inner() == Some(b"message") && time(self.ts).is_some()
    }
}

impl<'a> Fields<'a> {
    /// The fields of a message that stands inside another record.
    pub fn of(value: Value<'a>) -> Self {
        let mut fields = Self::default();
        for (key, value) in value.members() {
            fields.set(key, value);
        }
        fields
    }
}

/// The time of a `ts`: seconds, a point, and digits of which the first three are milliseconds.
/// Never through a floating number, which loses the last digits.
pub(super) fn time(ts: Value<'_>) -> Option<Time> {
    let text = ts.inner().unwrap_or(ts.raw());
    let dot = memchr::memchr(b'.', text).unwrap_or(text.len());
    let (seconds, fraction) = (text.get(..dot)?, text.get(dot + 1..).unwrap_or_default());
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if seconds.is_empty() || seconds.len() > 11 || !digits(seconds) || !digits(fraction) {
        return None;
    }
    let milli = (0..3).map(|at| fraction.get(at).copied().unwrap_or(b'0'));
    let whole = seconds.iter().copied().chain(milli);
    Some(Time::Utc(whole.fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))))
}

/// Ten digits or nearly, a point, six digits: what Slack calls a message by.
pub(super) fn is_ts(text: &[u8]) -> bool {
    let (seconds, fraction) = text.split_at(memchr::memchr(b'.', text).unwrap_or(text.len()));
    let fraction = fraction.get(1..).unwrap_or_default();
    (9..=10).contains(&seconds.len()) && fraction.len() == 6 && seconds.iter().chain(fraction).all(u8::is_ascii_digit)
}
