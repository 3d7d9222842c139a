//! What a record's subtype makes of it: something somebody wrote, or an event of the channel. In:
//! the fields of a record. Out: an event row; messages go on to their own file.

use super::fields::{Fields, time};
use super::workspace::{SLACKBOT, Workspace};
use crate::frame::{EventKind, EventRow, MessageKind, MessageRow, Time, Writer};

/// What a subtype stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Somebody wrote or shared it.
    Message,
    /// Somebody wrote it beneath a file, in the days before threads.
    Comment,
    /// It was written and taken back; its thread stays.
    Tombstone,
    /// The author came in, or went.
    Crossing(EventKind),
    /// It happened to the channel.
    Event(EventKind),
}

fn effect(subtype: &[u8]) -> Effect {
    // Private channels were called groups: their subtypes differ by that word alone.
    let plain = subtype.strip_prefix(b"channel_").or_else(|| subtype.strip_prefix(b"group_"));
    match plain.unwrap_or(subtype) {
        b"" | b"bot_message" | b"me_message" | b"file_share" | b"file_mention" | b"thread_broadcast"
        | b"slackbot_response" | b"ekm_access_denied" => Effect::Message,
        b"file_comment" => Effect::Comment,
        b"tombstone" => Effect::Tombstone,
        b"join" if plain.is_some() => Effect::Crossing(EventKind::Join),
        b"leave" if plain.is_some() => Effect::Crossing(EventKind::Leave),
        b"name" => Effect::Event(EventKind::Rename),
        b"topic"
        | b"purpose"
        | b"posting_permissions"
        | b"convert_to_private"
        | b"convert_to_public"
        | b"canvas_updated" => Effect::Event(EventKind::GroupEdit),
        b"pinned_item" => Effect::Event(EventKind::Pin),
        b"sh_room_created" | b"huddle_thread" => Effect::Event(EventKind::Call),
        _ => Effect::Event(EventKind::Other),
    }
}

impl Workspace {
    /// One record of a day; `Err` says why it cannot be kept.
    pub fn take(&self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let at = time(fields.ts).ok_or("no readable ts")?;
        match fields.subtype.inner() {
            // Exports of whole companies keep what was changed; the message itself has its own ts.
            Some(b"message_changed") => {
                let changed = Fields::of(fields.message);
                let at = time(changed.ts).ok_or("an edit without the message it changed")?;
                self.entry(writer, &changed, at);
            }
            Some(b"message_deleted") => self.deleted(writer, fields, at),
            _ if fields.kind.inner().is_some_and(|kind| kind != b"message") => return Err("its type is not message"),
            _ => self.entry(writer, fields, at),
        }
        Ok(())
    }

    fn entry(&self, writer: &mut Writer, fields: &Fields<'_>, at: Time) {
        let subtype = fields.subtype.inner().unwrap_or_default();
        match effect(subtype) {
            // What a person typed carries an id of their client, whatever it is called.
            Effect::Event(EventKind::Other) if fields.client_msg_id.is_filled() => self.message(writer, fields, at),
            Effect::Message => self.message(writer, fields, at),
            Effect::Comment => self.comment(writer, fields, at),
            Effect::Tombstone => self.recalled(writer, fields, at),
            Effect::Crossing(kind) => self.crossing(writer, fields, kind, at),
            Effect::Event(kind) => self.event(writer, fields, kind, at),
        }
    }

    /// A deletion tells whose message it was; without that, only that somebody took one back.
    fn deleted(&self, writer: &mut Writer, fields: &Fields<'_>, at: Time) {
        let gone = Fields::of(fields.previous_message);
        match time(fields.deleted_ts).or_else(|| time(gone.ts)) {
            Some(written) if gone.user.is_filled() || gone.bot_id.is_filled() => {
                let ts = if gone.ts.is_absent() { fields.deleted_ts } else { gone.ts };
                self.recalled(writer, &Fields { ts, ..gone }, written);
            }
            _ => self.event(writer, fields, EventKind::Recall, at),
        }
    }

    fn recalled(&self, writer: &mut Writer, fields: &Fields<'_>, at: Time) {
        let author = self.author(fields);
        // Where a thread's first message is gone, Slackbot stands for whoever wrote it.
        let sender = author.who().filter(|who| who.id != Some(SLACKBOT));
        let (msg_id, reply_to) = (fields.ts.id(), self.reply_to(fields));
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            ..MessageRow::new(at, sender, MessageKind::Recalled)
        });
    }

    fn crossing(&self, writer: &mut Writer, fields: &Fields<'_>, kind: EventKind, at: Time) {
        let (subject, inviter) = (self.author(fields), self.person(fields.inviter));
        let (msg_id, detail) = (fields.ts.id(), fields.subtype.word());
        writer.events(&[EventRow {
            time: at,
            kind,
            actor: inviter.who(),
            subject: subject.who(),
            msg_id: msg_id.as_deref(),
            detail: detail.as_deref(),
        }]);
    }

    fn event(&self, writer: &mut Writer, fields: &Fields<'_>, kind: EventKind, at: Time) {
        let author = self.author(fields);
        // Calls are announced by Slackbot and begun by somebody.
        let caller = self.person(fields.room.get(b"created_by"));
        let actor = if caller.id.is_some() { caller } else { author };
        let name = fields.name.word().filter(|_| kind == EventKind::Rename);
        let (msg_id, subtype) = (fields.ts.id(), fields.subtype.word());
        writer.events(&[EventRow {
            time: at,
            kind,
            actor: actor.who(),
            subject: None,
            msg_id: msg_id.as_deref(),
            detail: name.as_deref().or(subtype.as_deref()),
        }]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtypes() {
        for (subtype, want) in [
            ("", Effect::Message),
            ("channel_join", Effect::Crossing(EventKind::Join)),
            ("group_leave", Effect::Crossing(EventKind::Leave)),
            ("bot_join", Effect::Event(EventKind::Other)),
            ("join", Effect::Event(EventKind::Other)),
            ("group_name", Effect::Event(EventKind::Rename)),
            ("channel_purpose", Effect::Event(EventKind::GroupEdit)),
            ("channel_archive", Effect::Event(EventKind::Other)),
            ("reply_broadcast", Effect::Event(EventKind::Other)),
            ("pinned_item", Effect::Event(EventKind::Pin)),
            ("file_comment", Effect::Comment),
        ] {
            assert_eq!(effect(subtype.as_bytes()), want, "{subtype}");
        }
    }
}
