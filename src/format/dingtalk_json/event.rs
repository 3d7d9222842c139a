//! A group event as event rows, one a person. In: the record. Out: joins, removals, leaves, new names.

use std::borrow::Cow;

use super::fields::Fields;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, Time, Who, Writer};

/// Pushes one event.
pub(super) fn push(writer: &mut Writer, fields: &Fields<'_>, time: Time) {
    let name = fields.event.word().unwrap_or_default();
    let kind = match &*name {
        "chat_add_member" => EventKind::Join,
        "chat_remove_member" => EventKind::Remove,
        "chat_quit" => EventKind::Leave,
        "chat_update_title" => EventKind::Rename,
        "chat_update_owner" => EventKind::RoleChange,
        _ => EventKind::Other,
    };
    let (operator, owner, title) = (fields.operator.id(), fields.owner.id(), fields.title.word());
    let listed: Vec<Cow<'_, str>> = fields.user_ids.items().filter_map(Value::id).collect();
    let alone = if listed.is_empty() { fields.user_ids.id() } else { None };
    let people: Vec<&str> = listed.iter().chain(&alone).map(AsRef::as_ref).collect();
    let msg_id = fields.event_id.id();
    let actor = operator.as_deref().map(|id| Who::id(id, None));
    let detail = title.as_deref().filter(|_| kind == EventKind::Rename).or(Some(&*name));
    let row = EventRow { time, kind, actor, subject: None, msg_id: msg_id.as_deref(), detail };
    let whom = |id| EventRow {
        subject: Some(Who::id(id, None)),
        actor: actor.filter(|_| operator.as_deref() != Some(id)),
        ..row
    };
    let rows: Vec<EventRow<'_>> = match kind {
        EventKind::Join | EventKind::Remove => people.into_iter().map(whom).collect(),
        // Whoever goes of their own will is the operator, where nobody else is named.
        EventKind::Leave => people
            .into_iter()
            .chain(operator.as_deref())
            .take(1)
            .map(|id| EventRow { actor: None, ..whom(id) })
            .collect(),
        EventKind::RoleChange => owner
            .as_deref()
            .into_iter()
            .chain(people)
            .take(1)
            .map(|id| EventRow { detail: Some("owner"), ..whom(id) })
            .collect(),
        _ => Vec::new(),
    };
    writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
}
