//! What ChatLab's JSON and JSONL share: the records of its standard format (0.0.1, 0.0.2) and the
//! rows they become. In: one record at a time. Out: members, messages, events. No format itself:
//! how records are found in a file is each format's own.

use std::borrow::Cow;

use super::clock;
use super::json::{Record, Value};
use super::wechat::{self, Kind, SystemLine, file_name};
use crate::frame::{GroupRow, MemberRow, MessageKind, MessageRow, Time, Who, Writer};

/// Versions of the format this was written against.
const VERSIONS: &[&str] = &["0.0.1", "0.0.2"];

/// The keys of a header, a member or a message; their names do not collide.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub line: Value<'a>,
    pub chatlab: Value<'a>,
    pub meta: Value<'a>,
    platform_id: Value<'a>,
    account_name: Value<'a>,
    nickname: Value<'a>,
    aliases: Value<'a>,
    roles: Value<'a>,
    sender: Value<'a>,
    timestamp: Value<'a>,
    kind: Value<'a>,
    content: Value<'a>,
    message_id: Value<'a>,
    reply_to: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"_type" => &mut self.line,
            b"chatlab" => &mut self.chatlab,
            b"meta" => &mut self.meta,
            b"platformId" => &mut self.platform_id,
            b"accountName" => &mut self.account_name,
            b"groupNickname" => &mut self.nickname,
            b"aliases" => &mut self.aliases,
            b"roles" => &mut self.roles,
            b"sender" => &mut self.sender,
            b"timestamp" => &mut self.timestamp,
            b"type" => &mut self.kind,
            b"content" => &mut self.content,
            b"platformMessageId" => &mut self.message_id,
            b"replyToMessageId" => &mut self.reply_to,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        // A forwarded record inside a message has sender and time too, but no key of its own left
        // that a message lacks; the type tells it from most other objects.
        self.time().is_some() && !self.sender.is_absent() && !self.kind.is_absent()
    }
}

impl<'a> Fields<'a> {
    fn time(&self) -> Option<Time> {
        match self.timestamp.integer() {
            Some(seconds) => Some(clock::epoch(seconds)),
            None => clock::iso(self.timestamp.inner()?),
        }
    }

    fn name(&self) -> Option<Cow<'a, str>> {
        self.nickname.word().or_else(|| self.account_name.word())
    }
}

/// One conversation while it is read. System lines wait for its end: they name people, and which
/// account bears a name is known when all members and messages are.
#[derive(Debug, Default)]
pub(super) struct Conversation {
    inner: wechat::Conversation,
}

impl Conversation {
    /// Opens the conversation its header describes.
    pub fn open(writer: &mut Writer, chatlab: Value<'_>, meta: Value<'_>) -> Self {
        let version = chatlab.get(b"version").id().unwrap_or_default();
        if !VERSIONS.contains(&version.as_ref()) {
            writer.note(format!("ChatLab format version {version:?} is not known; read as 0.0.2"));
        }
        let group = meta.get(b"groupId").id();
        let (platform, name) = (meta.get(b"platform").word(), meta.get(b"name").word());
        writer.group(GroupRow {
            platform: platform.as_deref().unwrap_or("unknown"),
            id: group.as_deref(),
            name: name.as_deref(),
        });
        let mut inner = wechat::Conversation::of(group.as_deref());
        if let Some(owner) = meta.get(b"ownerId").id() {
            inner.exported_by(Who::id(&owner, None));
        }
        Self { inner }
    }

    /// A member the export lists.
    pub fn member(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let id = fields.platform_id.id().ok_or("a member without platformId")?;
        if self.inner.is_system(&id) {
            return Ok(());
        }
        let name = fields.name();
        let also = [fields.account_name.word()].into_iter().flatten();
        for other in also.chain(fields.aliases.items().filter_map(Value::word)) {
            self.inner.bears(&id, &other);
        }
        if let Some(name) = &name {
            self.inner.see(&id, name);
        }
        let who = Who::id(&id, name.as_deref());
        writer.member(&MemberRow { who, role: None, bot: false });
        for role in fields.roles.items() {
            if let Some(role) = role.get(b"id").word().or_else(|| role.word()) {
                writer.member(&MemberRow { who, role: Some(&role), bot: false });
            }
        }
        Ok(())
    }

    /// A message or system line.
    pub fn message(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let time = fields.time().ok_or("no readable timestamp")?;
        let sender = fields.sender.id().filter(|id| !self.inner.is_system(id));
        let name = fields.name();
        if let (Some(id), Some(name)) = (&sender, &name) {
            self.inner.see(id, name);
        }
        let system = match fields.kind.integer() {
            Some(22) => Some(Kind::Pat),
            Some(80) => Some(Kind::System),
            Some(81) => Some(Kind::Recall),
            _ => None,
        };
        if let Some(kind) = system {
            let text = fields.content.text().unwrap_or_default();
            let msg_id = fields.message_id.id();
            let sender = sender.as_deref().map(|id| Who::id(id, None));
            self.inner.system(&SystemLine { time, kind, sender, msg_id: msg_id.as_deref(), text: &text });
            return Ok(());
        }
        let text = fields.content.text();
        let (id, reply_to) = (fields.message_id.id(), fields.reply_to.id());
        let who = match (&sender, &name) {
            (Some(id), name) => Some(Who::id(id, name.as_deref())),
            (None, Some(name)) if fields.sender.is_absent() => Some(Who::name(name)),
            _ => None,
        };
        let kind = kind(fields.kind.integer(), text.as_deref().unwrap_or(""));
        writer.message(&MessageRow {
            msg_id: id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: text.as_deref().filter(|text| !text.is_empty()),
            scan_urls: true,
            file_name: text.as_deref().filter(|_| kind == MessageKind::File).and_then(file_name),
            ..MessageRow::new(time, who, kind)
        });
        Ok(())
    }

    /// Hands over the system lines kept back.
    pub fn finish(&mut self, writer: &mut Writer) {
        self.inner.finish(writer);
    }
}

fn kind(code: Option<i64>, text: &str) -> MessageKind {
    match code {
        Some(0 | 25) => MessageKind::Text,
        Some(1) => MessageKind::Image,
        Some(2) => MessageKind::Voice,
        Some(3) => MessageKind::Video,
        Some(4) => MessageKind::File,
        Some(5) => MessageKind::Sticker,
        Some(24) if text.starts_with("[小程序") => MessageKind::MiniProgram,
        Some(7 | 24) => MessageKind::Link,
        Some(8) => MessageKind::Location,
        Some(20 | 21) => MessageKind::RedPacket,
        Some(23) => MessageKind::Call,
        Some(26) => MessageKind::Forward,
        Some(27) => MessageKind::Card,
        _ => MessageKind::Other,
    }
}
