//! The detailed JSON that `EchoTrace` began and `WeFlow` carries on: one session a file, `session` first,
//! then `messages` of one shape, and avatars or members behind them. In: the file. Out: messages,
//! members, events. Shared, since the two formats differ in what they may hold, not in its shape.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::code::{Code, Kind};
use super::label::label;
use super::mark::{mark, rendered, without_quote};
use super::{Body, Conversation, SystemLine, body, shared_page};
use crate::error;
use crate::format::json::{Fault, Members, Reading, Record, Value, start, unreadable};
use crate::format::{Input, Progress, clock};
use crate::frame::{GroupRow, MemberRow, MessageKind, MessageRow, Time, Who, Writer};

/// Whether an object is a session and `messages` its rows, as far as the head shows them.
pub(in crate::format) fn is_detailed(session: Value<'_>, messages: Value<'_>) -> bool {
    let told = |key: &[u8]| !session.get(key).raw().is_empty();
    let row = messages.items().next().unwrap_or_default();
    let shown = |key: &[u8]| !row.get(key).raw().is_empty();
    let rows = shown(b"createTime") && shown(b"formattedTime") && shown(b"localType");
    (told(b"messageCount") && (told(b"wxid") || told(b"username"))) && (rows || messages.items().next().is_none())
}

/// Reads a file of this shape; `what` names the format in the error of one that is not.
pub(in crate::format) fn read_detailed(
    input: &Input<'_>,
    writer: &mut Writer,
    progress: Progress<'_>,
    what: &str,
) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut session = None;
    let outcome = document(&mut reading, &mut session);
    if let Some(session) = &mut session {
        session.inner.finish(reading.writer);
    }
    match outcome {
        Err(fault) if session.is_none() => Err(unreadable(input, fault, what)),
        Err(fault) => {
            reading.breaks_off(fault);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

fn document<'a>(reading: &mut Reading<'a, '_>, session: &mut Option<Session<'a>>) -> Result<(), Fault> {
    let (mut header, mut senders) = (Value::default(), Value::default());
    let mut later = Vec::new();
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if key == b"messages" {
            if header.is_absent() {
                [header, senders] = members.look_ahead([b"session", b"senders"]);
            }
            let open = session.get_or_insert_with(|| Session::open(reading.writer, header, senders));
            for (key, value) in later.drain(..) {
                open.people(reading.writer, key, value);
            }
            let end = reading.records(members.at(), |writer, row: &Row<'a>| open.message(writer, row));
            let Some(end) = end else { return Ok(()) };
            members.go_on(end);
            continue;
        }
        let value = members.value()?;
        match (key, &mut *session) {
            (b"session", _) => header = value,
            (b"senders", _) => senders = value,
            (b"groupMembers" | b"avatars", Some(open)) => open.people(reading.writer, key, value),
            (b"groupMembers" | b"avatars", None) => later.push((key, value)),
            _ => {}
        }
    }
    if session.is_some() { Ok(()) } else { Err(Fault { at: members.at(), ended: false, what: "no messages in it" }) }
}

/// The keys read of a message.
#[derive(Debug, Clone, Copy, Default)]
struct Row<'a> {
    time: Value<'a>,
    clock: Value<'a>,
    label: Value<'a>,
    code: Value<'a>,
    app: Value<'a>,
    content: Value<'a>,
    sent: Value<'a>,
    sender: Value<'a>,
    sender_number: Value<'a>,
    name: Value<'a>,
    id: Value<'a>,
    reply_to: Value<'a>,
    quoted: Value<'a>,
    quoted_id: Value<'a>,
    link: Value<'a>,
}

impl<'a> Record<'a> for Row<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"createTime" => &mut self.time,
            b"formattedTime" => &mut self.clock,
            b"type" => &mut self.label,
            b"localType" => &mut self.code,
            b"appMsgType" => &mut self.app,
            b"content" => &mut self.content,
            b"isSend" => &mut self.sent,
            b"senderUsername" => &mut self.sender,
            b"senderID" => &mut self.sender_number,
            b"senderDisplayName" => &mut self.name,
            b"platformMessageId" => &mut self.id,
            b"replyToMessageId" => &mut self.reply_to,
            b"quotedContent" => &mut self.quoted,
            b"quotedSvrid" => &mut self.quoted_id,
            b"linkUrl" => &mut self.link,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.time().is_some() && (!self.code.is_absent() || !self.label.is_absent())
    }
}

impl<'a> Row<'a> {
    fn time(&self) -> Option<Time> {
        match self.time.integer().filter(|seconds| *seconds > 0) {
            Some(seconds) => Some(clock::epoch(seconds)),
            None => clock::iso(self.clock.inner()?),
        }
    }

    /// The code is closer than the label, but where it says no more than "app message" or nothing.
    fn kind(&self) -> Kind {
        let code = self.code.integer().map(Code::packed);
        let vague = code.is_none_or(|code| (code.base, code.sub) == (49, 0));
        let app = self.app.integer().filter(|_| vague).map(|sub| Code::split(49, sub).kind());
        let kind = app.or_else(|| Some(code.filter(|_| !vague)?.kind()));
        match kind.filter(|kind| *kind != Kind::Message(MessageKind::Other)) {
            Some(kind) => kind,
            None => self.label.word().and_then(|word| label(&word)).unwrap_or(Kind::Message(MessageKind::Other)),
        }
    }

    /// The message answered; 0 is none.
    fn reply_to(&self) -> Option<Cow<'a, str>> {
        [self.reply_to, self.quoted_id].into_iter().filter_map(Value::id).find(|id| id != "0")
    }
}

/// One session while it is read.
struct Session<'a> {
    inner: Conversation,
    /// Who stands behind a `senderID`.
    senders: FxHashMap<i64, (Cow<'a, str>, Option<Cow<'a, str>>)>,
    /// The other person, where two talk.
    peer: Option<Cow<'a, str>>,
}

impl<'a> Session<'a> {
    fn open(writer: &mut Writer, header: Value<'a>, senders: Value<'a>) -> Self {
        let id = header.get(b"wxid").id().or_else(|| header.get(b"username").id());
        let names = [b"displayName".as_slice(), b"remark", b"nickname"];
        let name = names.iter().find_map(|key| header.get(key).word());
        writer.group(GroupRow { platform: "wechat", id: id.as_deref(), name: name.as_deref() });
        let group = id.as_deref().filter(|id| id.ends_with("@chatroom"));
        let mut session = Self {
            inner: Conversation::of(group),
            senders: FxHashMap::default(),
            peer: id.clone().filter(|_| group.is_none()),
        };
        for sender in senders.items() {
            if let (Some(number), Some(id)) = (sender.get(b"senderID").integer(), sender.get(b"wxid").word()) {
                session.names(&id, sender);
                session.senders.insert(number, (id, sender.get(b"displayName").word()));
            }
        }
        session
    }

    /// Members listed beside the messages, and people whose pictures are.
    fn people(&mut self, writer: &mut Writer, key: &[u8], value: Value<'a>) {
        if key == b"groupMembers" {
            for member in value.items() {
                let Some(id) = member.get(b"wxid").word().filter(|id| !self.inner.is_system(id)) else { continue };
                self.names(&id, member);
                let name = member.get(b"displayName").word();
                writer.member(&MemberRow { who: Who::id(&id, name.as_deref()), role: None, bot: false });
            }
            return;
        }
        for (id, picture) in value.members() {
            if let (Ok(id), Some(name)) = (std::str::from_utf8(id), picture.get(b"displayName").word()) {
                self.inner.bears(id, &name);
            }
        }
    }

    /// Every name an account is listed with.
    fn names(&mut self, id: &str, listed: Value<'a>) {
        for key in [b"displayName".as_slice(), b"nickname", b"remark", b"groupNickname"] {
            if let Some(name) = listed.get(key).word() {
                self.inner.bears(id, &name);
            }
        }
    }

    /// Account and name of a row's sender, which may be the group itself.
    fn sender(&self, row: &Row<'a>) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        // The compact form files rows without a sender under one called so.
        let listed = row.sender_number.integer().and_then(|number| self.senders.get(&number));
        let listed = listed.filter(|(id, _)| id != "unknown");
        let id = row.sender.word().or_else(|| listed.map(|(id, _)| id.clone()));
        let name = row.name.word().or_else(|| listed.and_then(|(_, name)| name.clone()));
        // Where two talk, what was not sent came from the other.
        let received = row.sent.integer() == Some(0);
        (id.or_else(|| self.peer.clone().filter(|_| received)), name)
    }

    fn message(&mut self, writer: &mut Writer, row: &Row<'a>) -> Result<(), &'static str> {
        let time = row.time().ok_or("no readable time")?;
        let kind = row.kind();
        let (sender, name) = self.sender(row);
        let system = sender.as_deref().is_some_and(|id| self.inner.is_system(id));
        let sender = sender.filter(|_| !system);
        let who = match (&sender, &name) {
            (Some(id), name) => Some(Who::id(id, name.as_deref())),
            (None, Some(name)) if !system => Some(Who::name(name)),
            _ => None,
        };
        if let (Some(id), Some(name)) = (&sender, &name) {
            self.inner.see(id, name);
        }
        if let Some(who) = who.filter(|_| row.sent.integer() == Some(1)) {
            self.inner.exported_by(who);
        }
        let id = row.id.id();
        match kind {
            Kind::Message(kind) if !system || kind == MessageKind::Announcement => {
                let message = MessageRow { msg_id: id.as_deref(), ..MessageRow::new(time, who, kind) };
                push(writer, row, message);
            }
            kind => {
                let text = row.content.text().unwrap_or_default();
                let kind = if matches!(kind, Kind::Message(_)) { Kind::System } else { kind };
                // Nobody is known to have written a system row, though some are filed under a name.
                let sender = who.filter(|who| who.id.is_some());
                self.inner.system(&SystemLine { time, kind, sender, msg_id: id.as_deref(), text: &text });
            }
        }
        Ok(())
    }
}

fn push(writer: &mut Writer, row: &Row<'_>, message: MessageRow<'_>) {
    let needed = writer.wants_text(message.msg_id) || row.content.may_hold_link();
    let content = if needed { row.content.text() } else { None };
    let content = content.as_deref().unwrap_or_default();
    let own = if row.quoted.is_filled() { without_quote(content) } else { content };
    let Body { kind, sender, text, url, file_name, file_size, reply_to } =
        body(Kind::Message(message.kind), own, message.sender.and_then(|who| who.id));
    let kind = match (kind, mark(own).map(|marked| marked.kind)) {
        (Kind::Message(MessageKind::Other), Some(Kind::Message(kind))) | (Kind::Message(kind), _) => kind,
        _ => message.kind,
    };
    let link = row.link.word();
    let links = [link.as_deref().and_then(shared_page), url.as_deref()];
    let urls: Vec<&str> = links.into_iter().flatten().collect();
    let told = row.reply_to();
    writer.message(&MessageRow {
        kind,
        sender: message.sender.or(sender.map(|id| Who::id(id, None))),
        reply_to: told.as_deref().or(reply_to.as_deref()),
        text: text.as_deref().and_then(|text| rendered(kind, text)),
        urls: urls.get(..1).unwrap_or_default(),
        scan_urls: true,
        file_name: file_name.as_deref(),
        file_size,
        ..message
    });
}
