//! A Telegram service record as event rows, one a subject. Who was invited or removed is written by
//! name only; the name becomes an id when one account of the chat alone bears it.

use std::borrow::Cow;

use super::fields::{Chat, Fields};
use super::message::who;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, Time, Who, Writer};

/// What an action does to people.
enum Effect {
    /// The members named came in, the actor let them in.
    Invite,
    /// The actor came in.
    Enter,
    /// The members named went out, the actor put them out.
    Expel,
    /// The group began, with these members.
    Begin,
    /// Nobody came or went.
    Nobody(EventKind),
}

fn effect(action: &str) -> Effect {
    match action {
        "invite_members" => Effect::Invite,
        "join_group_by_link" | "join_group_by_request" | "join_group_via_community" => Effect::Enter,
        "remove_members" => Effect::Expel,
        "create_group" | "create_channel" => Effect::Begin,
        "edit_group_title" => Effect::Nobody(EventKind::Rename),
        "edit_group_photo"
        | "delete_group_photo"
        | "edit_chat_theme"
        | "set_messages_ttl"
        | "set_chat_wallpaper"
        | "set_same_chat_wallpaper" => Effect::Nobody(EventKind::GroupEdit),
        "pin_message" => Effect::Nobody(EventKind::Pin),
        "topic_created" | "topic_edit" => Effect::Nobody(EventKind::Topic),
        "migrate_to_supergroup" | "migrate_from_group" => Effect::Nobody(EventKind::Migrate),
        "phone_call" | "group_call" | "conference_call" | "group_call_scheduled" => Effect::Nobody(EventKind::Call),
        _ => Effect::Nobody(EventKind::Other),
    }
}

/// The parts of a record that all its rows share.
struct Service<'b> {
    time: Time,
    actor: Option<Who<'b>>,
    actor_name: Option<&'b str>,
    msg_id: Option<&'b str>,
    action: &'b str,
    title: Option<&'b str>,
}

impl<'b> Service<'b> {
    fn row(&self, kind: EventKind, actor: Option<Who<'b>>, subject: Option<Who<'b>>) -> EventRow<'b> {
        use EventKind::{Created, Migrate, Rename, Topic};
        let title = self.title.filter(|_| matches!(kind, Created | Migrate | Rename | Topic));
        EventRow { time: self.time, kind, actor, subject, msg_id: self.msg_id, detail: title.or(Some(self.action)) }
    }
}

impl Chat<'_> {
    /// Pushes one service record.
    pub(super) fn service(&self, writer: &mut Writer, fields: &Fields<'_>) {
        let Some(time) = fields.time() else { return };
        let action = fields.action.word().unwrap_or(Cow::Borrowed("unknown"));
        let (id, name) = fields.author();
        let msg_id = fields.id.id();
        let title = fields.new_title.word().or_else(|| fields.title.word());
        let actor = match id.as_deref() {
            Some(id) => Some(self.roster.known(id)),
            None => who(None, name.as_deref()),
        };
        let service = Service {
            time,
            actor,
            actor_name: name.as_deref(),
            msg_id: msg_id.as_deref(),
            action: &action,
            title: title.as_deref(),
        };
        let named: Vec<Option<Cow<'_, str>>> = fields.members.items().map(Value::word).collect();
        let inviter = fields.inviter.word();
        let rows = match effect(&action) {
            Effect::Nobody(kind) => vec![service.row(kind, actor, None)],
            Effect::Enter => {
                vec![service.row(EventKind::Join, inviter.as_deref().map(|name| self.roster.named(name)), actor)]
            }
            Effect::Invite => self.crossing(&service, &named, EventKind::Join, EventKind::Join),
            Effect::Expel => self.crossing(&service, &named, EventKind::Leave, EventKind::Remove),
            Effect::Begin => self.beginning(&service, &named),
        };
        writer.events(&rows);
    }

    /// One row a member named: `alone` for the actor who names themselves, `done` for the others.
    fn crossing<'b>(
        &'b self,
        service: &Service<'b>,
        named: &'b [Option<Cow<'_, str>>],
        alone: EventKind,
        done: EventKind,
    ) -> Vec<EventRow<'b>> {
        if named.is_empty() {
            return vec![service.row(done, service.actor, None)];
        }
        let row = |name: &'b Option<Cow<'_, str>>| match name.as_deref() {
            // A deleted account is null as actor and as member.
            name if name == service.actor_name && (name.is_some() || named.len() == 1) => {
                service.row(alone, None, service.actor)
            }
            name => service.row(done, service.actor, name.map(|name| self.roster.named(name))),
        };
        named.iter().map(row).collect()
    }

    fn beginning<'b>(&'b self, service: &Service<'b>, named: &'b [Option<Cow<'_, str>>]) -> Vec<EventRow<'b>> {
        let mut rows = vec![service.row(EventKind::Created, service.actor, None)];
        let others = named.iter().filter(|name| name.as_deref() != service.actor_name || name.is_none());
        rows.extend(others.map(|name| {
            service.row(EventKind::Join, service.actor, name.as_deref().map(|name| self.roster.named(name)))
        }));
        rows
    }
}
