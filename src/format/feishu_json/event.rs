//! Events a bot is sent: messages, members coming and going, recalls, reactions. In: the record with
//! its header. Out: rows of the chat the event names.

use std::borrow::Cow;

use super::chats::Chats;
use super::fields::{Fields, user_id};
use crate::format::clock;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, ReactionRow, Time, Who, Writer};

/// Id and name of somebody an event tells of.
type Person<'a> = (Option<Cow<'a, str>>, Option<Cow<'a, str>>);

/// One event.
pub(super) fn take<'a>(chats: &mut Chats<'a>, writer: &mut Writer, fields: &Fields<'a>) -> Result<(), &'static str> {
    let kind = fields.header.get(b"event_type");
    match kind.inner().unwrap_or_default() {
        b"im.message.receive_v1" => chats.item(writer, &Fields::of_event(fields.event)),
        b"im.message.reaction.created_v1" => reaction(chats, writer, fields.event),
        kind => happening(chats, writer, fields, kind),
    }
}

/// A reaction does not say its chat; it can be placed where only one is told of.
fn reaction(chats: &Chats<'_>, writer: &mut Writer, event: Value<'_>) -> Result<(), &'static str> {
    let time = event.get(b"action_time").integer().map(clock::epoch).ok_or("no readable action_time")?;
    let (Some(id), true) = (user_id(event.get(b"user_id")), chats.only_chat()) else {
        return Err("a reaction that does not say its chat");
    };
    let target = event.get(b"message_id").id();
    writer.reaction(&ReactionRow { time, actor: chats.roster.known(&id), target: target.as_deref() });
    Ok(())
}

fn happening(chats: &mut Chats<'_>, writer: &mut Writer, fields: &Fields<'_>, kind: &[u8]) -> Result<(), &'static str> {
    let event = fields.event;
    let recall_time = event.get(b"recall_time").integer();
    let time = recall_time.or_else(|| fields.header.get(b"create_time").integer()).map(clock::epoch);
    let time = time.ok_or("no readable create_time in its header")?;
    if event.get(b"chat_id").is_absent() {
        return Err("an event of no chat");
    }
    let users: Vec<Person<'_>> =
        event.get(b"users").items().map(|user| (user_id(user.get(b"user_id")), user.get(b"name").word())).collect();
    for (id, name) in &users {
        if let (Some(id), Some(name)) = (id, name) {
            chats.roster.see(id, name);
        }
    }
    chats.named(event.get(b"chat_id"), event.get(b"name"));
    chats.open(writer, event.get(b"chat_id"));
    let new_name = event.get(b"after_change").get(b"name").word();
    let told = Told { time, kind, operator: user_id(event.get(b"operator_id")), new_name };
    let event_id = fields.header.get(b"event_id").id();
    let rows = told.rows(chats, &users, event_id.as_deref());
    writer.events(&rows);
    Ok(())
}

/// What the rows of an event share.
struct Told<'b> {
    time: Time,
    kind: &'b [u8],
    operator: Option<Cow<'b, str>>,
    new_name: Option<Cow<'b, str>>,
}

impl Told<'_> {
    fn rows<'b>(&'b self, chats: &'b Chats<'_>, users: &'b [Person<'_>], msg_id: Option<&'b str>) -> Vec<EventRow<'b>> {
        let kind = match self.kind {
            b"im.chat.member.user.added_v1" => EventKind::Join,
            b"im.chat.member.user.deleted_v1" | b"im.chat.member.user.withdrawn_v1" => EventKind::Remove,
            b"im.message.recalled_v1" => EventKind::Recall,
            b"im.chat.updated_v1" if self.new_name.is_some() => EventKind::Rename,
            b"im.chat.updated_v1" => EventKind::GroupEdit,
            _ => EventKind::Other,
        };
        let actor = self.operator.as_deref().map(|id| chats.roster.known(id));
        let detail = self.new_name.as_deref().or_else(|| std::str::from_utf8(self.kind).ok());
        let row = EventRow { time: self.time, kind, actor, subject: None, msg_id, detail };
        let subject = |(id, name): &'b Person<'_>| -> Option<Who<'b>> {
            id.as_deref().map(|id| chats.roster.known(id)).or_else(|| name.as_deref().map(Who::name))
        };
        let mut rows: Vec<EventRow<'b>> = users
            .iter()
            .map(|user| {
                let own = user.0.is_some() && user.0.as_deref() == self.operator.as_deref();
                let kind = if own && kind == EventKind::Remove { EventKind::Leave } else { kind };
                EventRow { kind, actor: actor.filter(|_| !own), subject: subject(user), ..row }
            })
            .collect();
        if rows.is_empty() {
            rows.push(row);
        }
        rows
    }
}
