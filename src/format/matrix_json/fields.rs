//! One Matrix event as written, and which way it goes. In: the values of an element of `messages`.
//! Out: the same by name; messages, state and reactions each go to their own rows.

use crate::format::json::{Record, Value};
use crate::frame::{EventKind, EventRow, ReactionRow, Time, Who, Writer};

/// The keys read of an event.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub kind: Value<'a>,
    pub id: Value<'a>,
    pub sender: Value<'a>,
    pub ts: Value<'a>,
    pub content: Value<'a>,
    pub state_key: Value<'a>,
    pub unsigned: Value<'a>,
    pub prev_content: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"type" => &mut self.kind,
            b"event_id" => &mut self.id,
            b"sender" => &mut self.sender,
            b"origin_server_ts" => &mut self.ts,
            b"content" => &mut self.content,
            b"state_key" => &mut self.state_key,
            b"unsigned" => &mut self.unsigned,
            b"prev_content" => &mut self.prev_content,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.kind.is_absent() && !self.sender.is_absent() && self.ts.is_number()
    }
}

impl Fields<'_> {
    /// One event; `Err` says why it cannot be kept.
    pub fn take(&self, writer: &mut Writer) -> Result<(), &'static str> {
        let ms = self.ts.integer().filter(|ms| *ms > 0).ok_or("no readable origin_server_ts")?;
        let sender = self.sender.word();
        let by = sender.as_deref().map(|id| Who::id(id, None));
        let at = Time::Utc(ms);
        match self.kind.inner().ok_or("an event without a type")? {
            b"m.room.message"
            | b"m.sticker"
            | b"m.room.encrypted"
            | b"m.poll.start"
            | b"org.matrix.msc3381.poll.start" => self.message(writer, at, by),
            b"m.room.member" => self.member(writer, at, by),
            b"m.reaction" => self.reaction(writer, at, by),
            b"m.room.power_levels" => self.levels(writer, at, by),
            kind => self.state(writer, kind, at, by),
        }
        Ok(())
    }

    /// Something happened to the room.
    pub(super) fn event(
        &self,
        writer: &mut Writer,
        kind: EventKind,
        (time, actor): (Time, Option<Who<'_>>),
        detail: Option<&str>,
    ) {
        let msg_id = self.id.word();
        writer.events(&[EventRow { time, kind, actor, subject: None, msg_id: msg_id.as_deref(), detail }]);
    }

    /// A dated reaction stands beside the messages; one taken back says nothing any more.
    fn reaction(&self, writer: &mut Writer, time: Time, by: Option<Who<'_>>) {
        let target = self.content.get(b"m.relates_to").get(b"event_id").word();
        if let (Some(actor), Some(target)) = (by, target) {
            writer.reaction(&ReactionRow { time, actor, target: Some(&target) });
        }
    }
}
