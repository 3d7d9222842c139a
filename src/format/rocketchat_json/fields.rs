//! One message as written, by the interface, by the database's own export, or by the room's export.
//! In: its keys. Out: their values, undecoded.

use std::borrow::Cow;

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::frame::Time;

/// The keys read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub id: Value<'a>,
    pub room: Value<'a>,
    pub msg: Value<'a>,
    pub ts: Value<'a>,
    pub user: Value<'a>,
    /// The room's export: the sender's user name.
    pub username: Value<'a>,
    pub kind: Value<'a>,
    pub thread: Value<'a>,
    pub edited: Value<'a>,
    pub file: Value<'a>,
    pub files: Value<'a>,
    pub urls: Value<'a>,
    pub attachments: Value<'a>,
    pub bot: Value<'a>,
    pub alias: Value<'a>,
    pub hidden: Value<'a>,
    pub role: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"_id" => &mut self.id,
            b"rid" => &mut self.room,
            b"msg" => &mut self.msg,
            b"ts" => &mut self.ts,
            b"u" => &mut self.user,
            b"username" => &mut self.username,
            b"t" | b"type" => &mut self.kind,
            b"tmid" => &mut self.thread,
            b"editedAt" => &mut self.edited,
            b"file" => &mut self.file,
            b"files" => &mut self.files,
            b"urls" => &mut self.urls,
            b"attachments" => &mut self.attachments,
            b"bot" => &mut self.bot,
            b"alias" => &mut self.alias,
            b"_hidden" => &mut self.hidden,
            b"role" => &mut self.role,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        time(self.ts).is_some() && (!self.id.is_absent() || !self.username.is_absent())
    }
}

impl<'a> Fields<'a> {
    /// The message's id.
    pub fn msg_id(&self) -> Option<Cow<'a, str>> {
        plain(self.id)
    }

    /// What it answers: the thread it stands in, else the message it quotes by link.
    pub fn reply_to(&self) -> Option<Cow<'a, str>> {
        self.thread.id().or_else(|| {
            let links = self.attachments.items().filter_map(|quoted| quoted.get(b"message_link").word());
            let mut ids = links.filter_map(|link| {
                let (_, id) = link.split_once("msg=")?;
                Some(id.split('&').next()?.to_owned())
            });
            ids.next().map(Cow::Owned)
        })
    }
}

/// An id as text, or as the database exports it.
fn plain(value: Value<'_>) -> Option<Cow<'_, str>> {
    let inner = value.get(b"$oid");
    if inner.is_absent() { value.id() } else { inner.id() }
}

/// ISO with Z, or as the database exports it.
pub(super) fn time(value: Value<'_>) -> Option<Time> {
    let inner = value.get(b"$date");
    let at = if inner.is_absent() { value } else { inner };
    let number = at.get(b"$numberLong");
    let number = if number.is_absent() { at } else { number };
    match at.inner() {
        Some(text) if text.contains(&b'-') => clock::iso(text),
        // A bare number must be one of the database's: texts of digits are another program's.
        None => number.integer().filter(|number| *number > 100_000_000_000).map(clock::epoch),
        Some(_) => None,
    }
}
