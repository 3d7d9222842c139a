//! Changes of a Signal group, several of which one record may hold: `{from, details: [{type, …}]}`.
//! In: the change. Out: the rows of one event record.

use std::borrow::Cow;

use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, Time, Who, Writer};

/// Most details of one change that are looked at: a group has a thousand members.
const MOST: usize = 2000;

/// One step of a change: what happened, to whom, the new name.
struct Step<'a> {
    kind: EventKind,
    subject: Option<Cow<'a, str>>,
    /// Who let them in, where it is somebody else than who made the change.
    inviter: Option<Cow<'a, str>>,
    detail: Option<Cow<'a, str>>,
}

impl<'a> Step<'a> {
    fn of(value: Value<'a>) -> Self {
        let (mut word, mut subject, mut inviter, mut title) = (None, None, None, None);
        for (key, value) in value.members() {
            match key {
                b"type" => word = value.word(),
                b"aci" | b"serviceId" | b"uuid" | b"pni" => subject = value.word().or(subject),
                b"inviter" => inviter = value.word(),
                b"newTitle" => title = value.word(),
                _ => {}
            }
        }
        let kind = word.as_deref().map_or(EventKind::Other, effect);
        let detail = title.filter(|_| kind == EventKind::Rename).or(word);
        Self { kind, subject, inviter, detail }
    }
}

fn effect(word: &str) -> EventKind {
    match word {
        "member-add" | "member-add-from-invite" | "member-add-from-link" | "member-add-from-admin-approval" => {
            EventKind::Join
        }
        "member-remove" => EventKind::Leave,
        "member-privilege" => EventKind::RoleChange,
        "title" => EventKind::Rename,
        "create" => EventKind::Created,
        "avatar" | "description" | "access-attributes" | "access-members" | "access-invite-link"
        | "announcements-only" | "group-link-add" | "group-link-remove" | "group-link-reset" => EventKind::GroupEdit,
        "pending-add-one" | "pending-add-many" | "admin-approval-add-one" => EventKind::InvitePending,
        _ => EventKind::Other,
    }
}

/// Pushes a change; `by` is who the record itself names.
pub(super) fn push(writer: &mut Writer, change: Value<'_>, time: Time, by: Option<Who<'_>>) {
    let from = change.get(b"from").word();
    let actor = from.as_deref().map(|id| Who::id(id, None)).or(by);
    let details: Vec<Step<'_>> = change.get(b"details").items().take(MOST).map(Step::of).collect();
    let none =
        EventRow { time, kind: EventKind::Other, actor, subject: None, msg_id: None, detail: Some("group-v2-change") };
    let rows: Vec<EventRow<'_>> = details
        .iter()
        .map(|detail| {
            let subject = detail.subject.as_deref().map(|id| Who::id(id, None));
            let oneself = subject.is_none() || subject == actor;
            let row = EventRow { kind: detail.kind, subject, detail: detail.detail.as_deref(), ..none };
            match detail.kind {
                EventKind::Join => {
                    let inviter = detail.inviter.as_deref().map(|id| Who::id(id, None));
                    EventRow { actor: inviter.or(actor.filter(|_| !oneself)), ..row }
                }
                EventKind::Leave if oneself => EventRow { actor: None, subject: subject.or(actor), ..row },
                EventKind::Leave => EventRow { kind: EventKind::Remove, ..row },
                _ => row,
            }
        })
        .collect();
    writer.events(if rows.is_empty() { std::slice::from_ref(&none) } else { &rows });
}
