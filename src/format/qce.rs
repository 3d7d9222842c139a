//! What qq-chat-exporter's JSON and JSONL share: its messages (v4 in TypeScript, v5 and v6 in Rust) and
//! the rows they become. In: one message at a time. Out: messages, and system lines for the end. No
//! format itself: how messages are found in a file is each format's own.

mod content;

use std::borrow::Cow;

use self::content::Content;
use super::clock;
use super::json::{Record, Value};
use super::qq::{Conversation, Line};
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};

/// What stands where an id or name is not known.
const UNKNOWN: &[&str] = &["0", "未知", "未知用户", "unknown", "undefined", "null"];
/// Accounts under which QQ itself speaks.
const SYSTEM: &[&str] = &["10000", "1000000"];

/// The keys of a message, in either spelling.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    id: Value<'a>,
    timestamp: Value<'a>,
    time: Value<'a>,
    sender: Value<'a>,
    kind: Value<'a>,
    content: Value<'a>,
    recalled: Value<'a>,
    system: Value<'a>,
    raw: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" | b"messageId" => &mut self.id,
            b"timestamp" => &mut self.timestamp,
            b"time" => &mut self.time,
            b"sender" => &mut self.sender,
            b"type" | b"messageType" => &mut self.kind,
            b"content" => &mut self.content,
            b"recalled" | b"isRecalled" => &mut self.recalled,
            b"system" | b"isSystemMessage" => &mut self.system,
            b"rawMessage" => &mut self.raw,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        // Messages inside a forward have neither flag.
        let flagged = !self.recalled.raw().is_empty() || !self.system.raw().is_empty();
        flagged && self.time().is_some() && !self.content.is_absent()
    }
}

impl Fields<'_> {
    /// Milliseconds in v5; a text, with or without a zone, in v4.
    fn time(&self) -> Option<Time> {
        match self.timestamp.integer() {
            Some(stamp) if stamp > 0 => Some(clock::epoch(stamp)),
            Some(_) => None,
            None => self.timestamp.inner().and_then(clock::iso),
        }
        .or_else(|| clock::iso(self.time.inner()?))
    }

    fn is_system(&self) -> bool {
        self.system.is_true() || matches!(self.kind.inner().unwrap_or(self.kind.raw()), b"system" | b"type_5" | b"5")
    }
}

/// Opens the chat that `chatInfo` describes.
pub(super) fn open(writer: &mut Writer, chat: Value<'_>, fallback: &str) -> Conversation {
    let id = ["peerUin", "peerUid"].iter().find_map(|key| known(chat.get(key.as_bytes())));
    let name = known(chat.get(b"name"));
    writer.group(GroupRow {
        platform: "qq",
        id: id.as_deref(),
        name: name.as_deref().or(id.is_none().then_some(fallback)),
    });
    let mut conversation = Conversation::default();
    let exporter = ["selfUid", "selfUin"].iter().find_map(|key| known(chat.get(key.as_bytes())));
    conversation.exported_by(exporter.as_deref(), known(chat.get(b"selfName")).as_deref());
    conversation
}

/// Makes a row of a message.
pub(super) fn take(
    conversation: &mut Conversation,
    writer: &mut Writer,
    fields: &Fields<'_>,
) -> Result<(), &'static str> {
    let time = fields.time().ok_or("no readable timestamp")?;
    if fields.sender.is_absent() && fields.content.is_absent() {
        return Err("a message without sender and content");
    }
    let person = Person::of(fields);
    let id = known(fields.id);
    if let (Some(account), Some(name)) = (&person.id, &person.name) {
        conversation.named(
            account,
            name,
            [person.nickname.as_deref(), person.shown.as_deref()].map(Option::unwrap_or_default),
        );
    }
    let who = person.who();
    let recalled = fields.recalled.is_true() && who.is_some();
    if (fields.is_system() || person.is_system) && !recalled {
        conversation.told(Line {
            time,
            sender: person.id.as_deref().filter(|_| !person.is_system).map(Into::into),
            msg_id: id.as_deref().map(Into::into),
            text: content::system_text(fields.content).as_ref().into(),
        });
        return Ok(());
    }
    if recalled {
        writer.message(&MessageRow { msg_id: id.as_deref(), ..MessageRow::new(time, who, MessageKind::Recalled) });
        return Ok(());
    }
    let content = Content::of(fields.content, fields.kind, writer.wants_text(id.as_deref()));
    let urls: Vec<&str> = content.urls.iter().map(AsRef::as_ref).collect();
    writer.message(&MessageRow {
        msg_id: id.as_deref(),
        reply_to: content.reply_to.as_deref(),
        text: content.text.as_deref(),
        urls: &urls,
        scan_urls: true,
        file_name: content.file_name.as_deref(),
        file_size: content.file_size,
        ..MessageRow::new(time, who, content.kind)
    });
    Ok(())
}

/// An id or a name, unless it says that there is none.
fn known(value: Value<'_>) -> Option<Cow<'_, str>> {
    value.id().filter(|text| !UNKNOWN.contains(&text.trim()) && !text.trim().is_empty())
}

/// Who sent a message.
#[derive(Debug, Default)]
struct Person<'a> {
    /// `uid`, which stays; without it the QQ number.
    id: Option<Cow<'a, str>>,
    /// The name in the group, else the account's own.
    name: Option<Cow<'a, str>>,
    nickname: Option<Cow<'a, str>>,
    /// The name the exporter shows, which may be its owner's remark.
    shown: Option<Cow<'a, str>>,
    is_system: bool,
}

impl<'a> Person<'a> {
    fn of(fields: &Fields<'a>) -> Self {
        let keys: [&[u8]; 5] = [b"uid", b"uin", b"groupCard", b"nickname", b"name"];
        let person = Self::read(fields.sender, keys);
        if person.id.is_some() || fields.raw.is_absent() {
            return person;
        }
        Self::read(fields.raw, [b"senderUid", b"senderUin", b"sendMemberName", b"sendNickName", b""])
    }

    fn read(value: Value<'a>, keys: [&[u8]; 5]) -> Self {
        let mut values = [Value::default(); 5];
        for (key, value) in value.members() {
            if let Some(slot) = keys.iter().position(|known| *known == key).and_then(|at| values.get_mut(at)) {
                *slot = value;
            }
        }
        let [uid, uin, card, nickname, shown] = values.map(known);
        // Without a name the exporter shows the number.
        let is_id = |name: &Cow<'_, str>| Some(name) == uid.as_ref() || Some(name) == uin.as_ref();
        let shown = shown.filter(|name| !is_id(name));
        let is_system = [&uid, &uin].into_iter().flatten().any(|id| SYSTEM.contains(&id.as_ref()));
        Self {
            id: uid.or(uin),
            name: card.or_else(|| nickname.clone()).or_else(|| shown.clone()),
            nickname,
            shown,
            is_system,
        }
    }

    fn who(&self) -> Option<Who<'_>> {
        let known = self.id.is_some() || self.name.is_some();
        known.then_some(Who { id: self.id.as_deref(), name: self.name.as_deref() })
    }
}
