//! One record as written: a listed message, or an event around one. In: its keys. Out: their values,
//! undecoded, under the names of the list.

use std::borrow::Cow;

use crate::format::clock;
use crate::format::json::{Record, Value, record};
use crate::frame::Time;

/// The keys read of a message, in either form, and of an event.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub message_id: Value<'a>,
    pub root_id: Value<'a>,
    pub parent_id: Value<'a>,
    pub upper_message_id: Value<'a>,
    pub kind: Value<'a>,
    pub create_time: Value<'a>,
    pub deleted: Value<'a>,
    pub updated: Value<'a>,
    pub chat_id: Value<'a>,
    pub sender: Value<'a>,
    pub body: Value<'a>,
    pub content: Value<'a>,
    pub mentions: Value<'a>,
    pub header: Value<'a>,
    pub event: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"message_id" => &mut self.message_id,
            b"root_id" => &mut self.root_id,
            b"parent_id" => &mut self.parent_id,
            b"upper_message_id" => &mut self.upper_message_id,
            b"msg_type" | b"message_type" => &mut self.kind,
            b"create_time" => &mut self.create_time,
            b"deleted" => &mut self.deleted,
            b"updated" => &mut self.updated,
            b"chat_id" => &mut self.chat_id,
            b"sender" => &mut self.sender,
            b"body" => &mut self.body,
            b"content" => &mut self.content,
            b"mentions" => &mut self.mentions,
            b"header" => &mut self.header,
            b"event" => &mut self.event,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        let message = !self.message_id.is_absent() && self.create_time.integer().is_some();
        message || !self.header.is_absent() && !self.event.is_absent()
    }
}

impl<'a> Fields<'a> {
    /// The message inside an event, with the event's sender.
    pub fn of_event(event: Value<'a>) -> Self {
        let mut fields = Self::default();
        // Damage inside would have cost the record already.
        let _ = record(event.get(b"message").raw(), 0, &mut fields);
        fields.sender = event.get(b"sender");
        fields
    }

    /// When it was sent.
    pub fn time(&self) -> Option<Time> {
        self.create_time.integer().map(clock::epoch)
    }

    /// The message's content: JSON in a string.
    pub fn inner(&self) -> Option<Cow<'a, str>> {
        let listed = self.body.get(b"content");
        if listed.is_absent() { self.content } else { listed }.text()
    }

    /// Who sent it.
    pub fn sender_id(&self) -> Option<Cow<'a, str>> {
        let id = self.sender.get(b"sender_id");
        if id.is_absent() { self.sender.get(b"id").id() } else { user_id(id) }
    }

    /// An app sent it, not a person.
    pub fn by_app(&self) -> bool {
        self.sender.get(b"sender_type").inner() == Some(b"app")
            || self.sender.get(b"id_type").inner() == Some(b"app_id")
    }
}

/// The id of a person where several are given; the list interface gives the first of these.
pub(super) fn user_id(ids: Value<'_>) -> Option<Cow<'_, str>> {
    let id = |key: &[u8]| ids.get(key).id();
    id(b"open_id").or_else(|| id(b"union_id")).or_else(|| id(b"user_id")).or_else(|| ids.id())
}
