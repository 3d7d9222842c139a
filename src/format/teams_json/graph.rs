//! Chat messages as Microsoft Graph gives them, with the replies that may stand inside them. In: a
//! list of messages. Out: messages, events, dated reactions; a chat or channel is a group.

use super::body::{self, Body};
use crate::error::Place;
use crate::format::clock;
use crate::format::json::{Reading, Record, Value};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, ReactionRow, Time, Who, Writer};

/// The keys read of a message.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    id: Value<'a>,
    chat: Value<'a>,
    channel: Value<'a>,
    reply_to: Value<'a>,
    kind: Value<'a>,
    created: Value<'a>,
    edited: Value<'a>,
    deleted: Value<'a>,
    from: Value<'a>,
    body: Value<'a>,
    attachments: Value<'a>,
    reactions: Value<'a>,
    event: Value<'a>,
    replies: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"chatId" => &mut self.chat,
            b"channelIdentity" => &mut self.channel,
            b"replyToId" => &mut self.reply_to,
            b"messageType" => &mut self.kind,
            b"createdDateTime" => &mut self.created,
            b"lastEditedDateTime" => &mut self.edited,
            b"deletedDateTime" => &mut self.deleted,
            b"from" => &mut self.from,
            b"body" => &mut self.body,
            b"attachments" => &mut self.attachments,
            b"reactions" => &mut self.reactions,
            b"eventDetail" => &mut self.event,
            b"replies" => &mut self.replies,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.kind.is_absent() && !self.created.is_absent()
    }
}

/// A person or app as Graph names them.
#[derive(Debug, Default)]
struct Person {
    id: Option<String>,
    name: Option<String>,
    bot: bool,
}

impl Person {
    /// `{user: {id, displayName}}` or `{application: {…}}`, or the inner object itself.
    fn of(value: Value<'_>) -> Self {
        let (user, app) = (value.get(b"user"), value.get(b"application"));
        let bot = user.is_absent() && !app.is_absent();
        let own = [user, app].into_iter().find(|own| !own.is_absent()).unwrap_or(value);
        let word = |key: &[u8]| own.get(key).word().map(std::borrow::Cow::into_owned);
        Self { id: word(b"id"), name: word(b"displayName"), bot }
    }

    fn who(&self) -> Option<Who<'_>> {
        let known = self.id.is_some() || self.name.is_some();
        known.then_some(Who { id: self.id.as_deref(), name: self.name.as_deref() })
    }
}

/// The reading of one file of Graph's messages.
pub(super) struct Graph<'n> {
    /// Names the group where no message does.
    stem: &'n str,
    /// The group that is open.
    group: Option<String>,
}

impl<'n> Graph<'n> {
    /// A reading of the file of that name.
    pub fn new(stem: &'n str) -> Self {
        Self { stem, group: None }
    }

    /// Reads the list at `at`; gives the offset behind it.
    pub fn messages(&mut self, reading: &mut Reading<'_, '_>, at: usize) -> Option<usize> {
        reading.records(at, |writer, fields: &Fields<'_>| {
            self.take(writer, fields)?;
            for reply in fields.replies.items() {
                let mut inner = Fields::default();
                reply.members().for_each(|(key, value)| inner.set(key, value));
                if let Err(reason) = self.take(writer, &inner) {
                    writer.reject(Place::Whole, format!("a reply inside a message: {reason}"));
                }
            }
            Ok(())
        })
    }

    fn take(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let time = fields.created.inner().and_then(clock::iso).ok_or("no readable createdDateTime")?;
        self.open(writer, fields);
        let from = Person::of(fields.from);
        let msg_id = fields.id.id();
        if fields.event.is_filled() || !matches!(fields.kind.inner(), Some(b"message") | None) {
            event(writer, fields, time, &from);
            return Ok(());
        }
        let body = content(fields);
        let answered = reference(fields);
        let reply_to = answered.as_deref().or(body.quoted.as_deref()).map(std::borrow::Cow::Borrowed);
        let reply_to = reply_to.or_else(|| fields.reply_to.id());
        let row = MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            edited: fields.edited.is_filled(),
            bot: from.bot,
            ..MessageRow::new(time, from.who(), MessageKind::Recalled)
        };
        if fields.deleted.is_filled() {
            writer.message(&row);
        } else {
            message(writer, fields, &row, &body);
        }
        reactions(writer, fields, msg_id.as_deref());
        Ok(())
    }

    /// Opens the chat or channel of a message, if it is another than the last.
    fn open(&mut self, writer: &mut Writer, fields: &Fields<'_>) {
        let id = fields.chat.word().or_else(|| fields.channel.get(b"channelId").word());
        let id = id.as_deref().unwrap_or(self.stem);
        if self.group.as_deref() != Some(id) {
            writer.group(GroupRow { platform: "teams", id: Some(id), name: None });
            self.group = Some(id.to_owned());
        }
    }
}

fn content(fields: &Fields<'_>) -> Body {
    let html = fields.body.get(b"contentType").inner().is_some_and(|kind| kind.eq_ignore_ascii_case(b"html"));
    let text = fields.body.get(b"content").text().unwrap_or_default();
    if html { body::read(&text) } else { Body::plain(&text) }
}

/// In chats the message answered is an attachment.
fn reference(fields: &Fields<'_>) -> Option<String> {
    let mut attached = fields.attachments.items();
    let answered = attached.find(|file| file.get(b"contentType").inner() == Some(b"messageReference"))?;
    Some(answered.get(b"id").id()?.into_owned())
}

fn message(writer: &mut Writer, fields: &Fields<'_>, row: &MessageRow<'_>, body: &Body) {
    let file = fields.attachments.items().find(|file| file.get(b"contentType").inner() == Some(b"reference"));
    let file_name = file.and_then(|file| file.get(b"name").word());
    let card = || {
        let mut kinds = fields.attachments.items().filter_map(|file| file.get(b"contentType").inner());
        kinds.any(|kind| kind.starts_with(b"application/vnd.microsoft"))
    };
    let kind = match &file_name {
        Some(_) => MessageKind::File,
        None if body.picture && body.text.is_empty() => MessageKind::Image,
        None if body.text.is_empty() && card() => MessageKind::Link,
        None if body.text.is_empty() => MessageKind::Other,
        None => MessageKind::Text,
    };
    let urls: Vec<&str> = body.links.iter().map(String::as_str).collect();
    writer.message(&MessageRow {
        kind,
        text: Some(body.text.as_str()).filter(|text| !text.is_empty()),
        urls: &urls,
        scan_urls: urls.is_empty(),
        file_name: file_name.as_deref(),
        ..*row
    });
}

fn reactions(writer: &mut Writer, fields: &Fields<'_>, target: Option<&str>) {
    for reaction in fields.reactions.items() {
        let actor = Person::of(reaction.get(b"user"));
        let time = reaction.get(b"createdDateTime").inner().and_then(clock::iso);
        if let (Some(actor), Some(time)) = (actor.who(), time) {
            writer.reaction(&ReactionRow { time, actor, target });
        }
    }
}

/// What a kind of event is, and whether it happened to the members it lists.
fn effect(kind: &str) -> (EventKind, bool) {
    match kind {
        "membersAdded" | "membersJoined" => (EventKind::Join, true),
        "membersDeleted" => (EventKind::Remove, true),
        "membersLeft" => (EventKind::Leave, true),
        "chatRenamed" | "channelRenamed" | "teamRenamed" => (EventKind::Rename, false),
        "channelDescriptionUpdated" | "teamDescriptionUpdated" | "teamJoiningEnabled" | "teamJoiningDisabled" => {
            (EventKind::GroupEdit, false)
        }
        "messagePinned" => (EventKind::Pin, false),
        "callStarted" => (EventKind::Call, false),
        "conversationMemberRoleUpdated" => (EventKind::RoleChange, true),
        _ => (EventKind::Other, false),
    }
}

fn event(writer: &mut Writer, fields: &Fields<'_>, time: Time, from: &Person) {
    let raw = fields.event.get(b"@odata.type").word().unwrap_or_default();
    let short = raw.rsplit('.').next().unwrap_or_default().trim_end_matches("EventMessageDetail");
    let (kind, people) = effect(short);
    let initiator = Person::of(fields.event.get(b"initiator"));
    let actor = initiator.who().or(from.who());
    let names = [b"chatDisplayName".as_slice(), b"channelDisplayName", b"teamDisplayName"];
    let name = names.iter().find_map(|key| fields.event.get(key).word()).filter(|_| kind == EventKind::Rename);
    let (msg_id, detail) = (fields.id.id(), name.as_deref().unwrap_or(short));
    let row = EventRow {
        time,
        kind,
        actor,
        subject: None,
        msg_id: msg_id.as_deref(),
        detail: Some(detail).filter(|detail| !detail.is_empty()),
    };
    let role = fields.event.get(b"conversationMemberUser");
    let listed = fields.event.get(b"members").items().chain((!role.is_absent()).then_some(role));
    let members: Vec<Person> = listed.map(Person::of).collect();
    let rows: Vec<EventRow<'_>> = members
        .iter()
        .filter(|_| people)
        .map(|member| {
            let oneself = member.id.is_some() && member.id.as_deref() == actor.and_then(|who| who.id);
            match kind {
                // Who removes themselves leaves; nobody let in who joined.
                EventKind::Remove if oneself => {
                    EventRow { kind: EventKind::Leave, actor: None, subject: member.who(), ..row }
                }
                EventKind::Join | EventKind::Leave if oneself || short != "membersAdded" => {
                    EventRow { actor: None, subject: member.who(), ..row }
                }
                _ => EventRow { subject: member.who(), ..row },
            }
        })
        .collect();
    writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
}
