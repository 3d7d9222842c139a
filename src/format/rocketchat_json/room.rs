//! The rooms of a file while it is read. In: each message. Out: messages at once; system messages
//! when the file is read through, because they name people by user name.

use std::borrow::Cow;

use super::fields::{Fields, time};
use crate::format::json::Value;
use crate::format::roster::Roster;
use crate::format::{Input, file_kind};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

/// What is remembered between messages.
#[derive(Default)]
pub(super) struct Rooms<'a> {
    /// Name of the room where the messages do not say one.
    fallback: String,
    roster: Roster,
    open: Option<Value<'a>>,
    waiting: Vec<Fields<'a>>,
}

impl<'a> Rooms<'a> {
    /// The file's name stands for the room's, or its folder's where every export is named alike.
    pub fn of_file(input: &Input<'_>) -> Self {
        let stem = input.name.split('.').next().unwrap_or(input.name);
        let folder = input.path.parent().and_then(|folder| folder.file_stem()).map(|name| name.to_string_lossy());
        let alike = matches!(stem, "messages" | "room" | "export" | "-" | "");
        let name = folder.filter(|folder| alike && !folder.is_empty()).unwrap_or(Cow::Borrowed(stem));
        Self { fallback: name.into_owned(), ..Self::default() }
    }

    /// One message.
    pub fn take(&mut self, writer: &mut Writer, fields: &Fields<'a>) -> Result<(), &'static str> {
        let time = time(fields.ts).ok_or("no readable ts")?;
        if fields.hidden.is_true() {
            return Err("an older version of an edited message");
        }
        if let (Some(id), Some(user)) = (fields.user.get(b"_id").id(), fields.user.get(b"username").word()) {
            self.roster.bears(&id, &user);
            self.roster.see(&id, &fields.user.get(b"name").word().unwrap_or(user));
        }
        self.open(writer, fields.room);
        match fields.kind.inner() {
            Some(kind) if event(kind).is_some() => self.waiting.push(*fields),
            _ => self.message(writer, fields, time),
        }
        Ok(())
    }

    /// Hands over the system messages kept back.
    pub fn finish(&mut self, writer: &mut Writer) {
        for fields in std::mem::take(&mut self.waiting) {
            self.open(writer, fields.room);
            self.event(writer, &fields);
        }
    }

    fn open(&mut self, writer: &mut Writer, room: Value<'a>) {
        if self.open != Some(room) {
            let id = room.id();
            let name = id.is_none().then_some(self.fallback.as_str());
            writer.group(GroupRow { platform: "rocketchat", id: id.as_deref(), name });
            self.open = Some(room);
        }
    }

    fn message(&self, writer: &mut Writer, fields: &Fields<'_>, time: Time) {
        let (id, username) = (fields.user.get(b"_id").id(), fields.username.word());
        let alias = fields.alias.word().filter(|_| fields.bot.is_filled());
        let sender = match (&alias, &id, &username) {
            // An integration writes under a name of its own; the account is only its maker's.
            (Some(alias), ..) => Some(Who::name(alias)),
            (_, Some(id), _) => Some(self.roster.known(id)),
            (_, None, Some(name)) => Some(Who::name(name)),
            _ => None,
        };
        let (msg_id, reply_to, written) = (fields.msg_id(), fields.reply_to(), fields.msg.text());
        let (quoted, text) = unquoted(written.as_deref().unwrap_or(""));
        let urls: Vec<_> =
            fields.urls.items().filter_map(|url| url.get(b"url").word().or_else(|| url.word())).collect();
        let urls: Vec<&str> = urls.iter().map(AsRef::as_ref).filter(|url| Some(*url) != quoted).collect();
        let listed = fields.files.items().next().unwrap_or_default();
        let file = if listed.is_absent() { fields.file } else { listed };
        let file_name = file.get(b"name").word();
        let kind = match (fields.kind.inner(), &file_name) {
            (Some(b"rm"), _) => MessageKind::Recalled,
            (Some(b"e2e"), _) => MessageKind::Other,
            (_, Some(name)) => file_kind::of_type(&file.get(b"type").text().unwrap_or_default(), name),
            (_, None) => MessageKind::Text,
        };
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            // What an encrypted message says is not in the export; what stands there is cipher.
            text: Some(text).filter(|text| !text.is_empty() && kind != MessageKind::Other),
            urls: &urls,
            scan_urls: urls.is_empty() && kind != MessageKind::Other,
            file_name: file_name.as_deref(),
            file_size: file.get(b"size").integer().and_then(|size| u64::try_from(size).ok()),
            edited: fields.edited.is_filled(),
            bot: fields.bot.is_filled() || fields.user.get(b"type").inner() == Some(b"bot"),
            ..MessageRow::new(time, sender, kind)
        });
    }

    fn event(&self, writer: &mut Writer, fields: &Fields<'_>) {
        let Some(time) = time(fields.ts) else { return };
        let kind = fields.kind.word().unwrap_or_default();
        let Some(what) = event(kind.as_bytes()) else { return };
        let (id, username) = (fields.user.get(b"_id").id(), fields.username.word());
        let author = id.as_deref().map(|id| self.roster.known(id)).or_else(|| username.as_deref().map(Who::name));
        let (msg_id, text) = (fields.msg_id(), fields.msg.word());
        let role = fields.role.word();
        let row = EventRow {
            time,
            kind: what,
            actor: author,
            subject: None,
            msg_id: msg_id.as_deref(),
            detail: Some(&*kind),
        };
        // Whom it happened to stands as the message: a user name, in the room's export a sentence.
        let other = text.as_deref().filter(|text| !text.contains(' ')).map(|name| self.roster.named(name));
        writer.events(&[match &*kind {
            "uj" | "ujt" | "ul" | "ult" | "ut" => EventRow { actor: None, subject: author, ..row },
            "r" => EventRow { detail: text.as_deref().or(Some(&*kind)), ..row },
            "subscription-role-added" | "subscription-role-removed" => {
                EventRow { subject: other, detail: role.as_deref().or(Some(&*kind)), ..row }
            }
            _ if matches!(what, EventKind::Join | EventKind::Remove | EventKind::Mute | EventKind::Unmute) => {
                EventRow { subject: other, ..row }
            }
            _ => row,
        }]);
    }
}

/// An answer begins with a link without words to what it quotes: that link, and the answer itself.
fn unquoted(text: &str) -> (Option<&str>, &str) {
    match text.strip_prefix("[ ](").and_then(|rest| rest.split_once(')')) {
        Some((link, own)) => (Some(link), own.trim_start()),
        None => (None, text),
    }
}

/// The event of a message's type; `None` for what somebody wrote.
fn event(kind: &[u8]) -> Option<EventKind> {
    Some(match kind {
        b"uj" | b"ujt" | b"au" | b"added-user-to-team" | b"ut" => EventKind::Join,
        b"ul" | b"ult" => EventKind::Leave,
        b"ru" | b"removed-user-from-team" => EventKind::Remove,
        b"r" => EventKind::Rename,
        b"room_changed_announcement" => EventKind::Announcement,
        b"message_pinned" | b"message_pinned_e2e" => EventKind::Pin,
        b"discussion-created" => EventKind::Topic,
        b"subscription-role-added" | b"subscription-role-removed" => EventKind::RoleChange,
        b"user-muted" => EventKind::Mute,
        b"user-unmuted" => EventKind::Unmute,
        b"videoconf" | b"jitsi_call_started" | b"rtc" => EventKind::Call,
        kind if kind.starts_with(b"room_changed_") || kind.starts_with(b"room-") => EventKind::GroupEdit,
        // A removed and an encrypted message were somebody's; so was one of no type.
        b"" | b"rm" | b"e2e" | b"discussion" | b"message" => return None,
        _ => EventKind::Other,
    })
}
