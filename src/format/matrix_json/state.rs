//! What happened to a room or in it: membership, names, levels, pins, calls. In: the fields of an
//! event. Out: event rows. Membership is a change: what it means lies in what stood before.

use super::fields::Fields;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, Time, Who, Writer};

impl Fields<'_> {
    /// The content that stood before, wherever the server put it.
    fn before(&self) -> Value<'_> {
        let before = self.unsigned.get(b"prev_content");
        if before.is_absent() { self.prev_content } else { before }
    }

    /// Somebody's membership changed.
    pub(super) fn member(&self, writer: &mut Writer, time: Time, by: Option<Who<'_>>) {
        let before = self.before();
        let name = self.content.get(b"displayname").word();
        let state_key = self.state_key.word();
        let subject = state_key.as_deref().map(|id| Who::id(id, name.as_deref()));
        let oneself = by.map(|who| who.id) == subject.map(|who| who.id);
        let new = self.content.get(b"membership");
        let (kind, detail) = crossing(before.get(b"membership").inner(), new.inner(), oneself);
        let renamed = kind == EventKind::MemberRename
            && before.get(b"displayname").text() != self.content.get(b"displayname").text();
        let inviter =
            self.unsigned.get(b"prev_sender").word().filter(|_| before.get(b"membership").inner() == Some(b"invite"));
        let (kind, detail) = match kind {
            EventKind::MemberRename if renamed => (kind, name.as_deref()),
            EventKind::MemberRename => (EventKind::Other, Some("picture")),
            kind => (kind, Some(detail)),
        };
        let actor = match kind {
            EventKind::Join => inviter.as_deref().map(|id| Who::id(id, None)),
            _ if oneself => None,
            _ => by,
        };
        let msg_id = self.id.word();
        writer.events(&[EventRow { time, kind, actor, subject, msg_id: msg_id.as_deref(), detail }]);
    }

    /// Somebody's level changed: one row for each of them.
    pub(super) fn levels(&self, writer: &mut Writer, time: Time, by: Option<Who<'_>>) {
        let (old, new) = (self.before().get(b"users"), self.content.get(b"users"));
        let msg_id = self.id.word();
        let row = EventRow {
            time,
            kind: EventKind::GroupEdit,
            actor: by,
            subject: None,
            msg_id: msg_id.as_deref(),
            detail: Some("m.room.power_levels"),
        };
        let levels = |users: Value<'_>| -> std::collections::BTreeMap<String, i64> {
            let level =
                |(id, level): (&[u8], Value<'_>)| Some((String::from_utf8_lossy(id).into_owned(), level.integer()?));
            users.members().filter_map(level).collect()
        };
        let (old, new) = (levels(old), levels(new));
        // Levels from before are missing at the beginning of a room and where a server leaves them out.
        let changed: Vec<&String> = if self.before().is_absent() {
            Vec::new()
        } else {
            let gone = old.keys().filter(|id| !new.contains_key(*id));
            new.iter().filter(|(id, level)| old.get(*id) != Some(level)).map(|(id, _)| id).chain(gone).collect()
        };
        let rows: Vec<EventRow<'_>> = changed
            .into_iter()
            .map(|id| EventRow { kind: EventKind::RoleChange, subject: Some(Who::id(id, None)), ..row })
            .collect();
        writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }

    /// Anything else.
    pub(super) fn state(&self, writer: &mut Writer, kind: &[u8], at: Time, by: Option<Who<'_>>) {
        let raw = String::from_utf8_lossy(kind);
        if kind == b"m.room.name" {
            let name = self.content.get(b"name").word();
            return self.event(writer, EventKind::Rename, (at, by), name.as_deref());
        }
        self.event(writer, effect(kind), (at, by), Some(&raw));
    }
}

fn effect(kind: &[u8]) -> EventKind {
    match kind {
        b"m.room.create" => EventKind::Created,
        b"m.room.topic"
        | b"m.room.avatar"
        | b"m.room.history_visibility"
        | b"m.room.join_rules"
        | b"m.room.guest_access"
        | b"m.room.encryption"
        | b"m.room.server_acl"
        | b"m.room.canonical_alias"
        | b"m.room.aliases" => EventKind::GroupEdit,
        b"m.room.pinned_events" => EventKind::Pin,
        b"m.room.tombstone" => EventKind::Migrate,
        b"m.room.third_party_invite" => EventKind::InvitePending,
        b"m.room.redaction" => EventKind::Recall,
        b"m.call.invite" | b"m.call.notify" | b"org.matrix.msc4075.call.notify" => EventKind::Call,
        _ => EventKind::Other,
    }
}

/// What a change of membership tells. `MemberRename` stands for any change of a member's profile.
fn crossing(before: Option<&[u8]>, after: Option<&[u8]>, oneself: bool) -> (EventKind, &'static str) {
    match (before, after) {
        (Some(b"join"), Some(b"join")) => (EventKind::MemberRename, "join"),
        (_, Some(b"join")) => (EventKind::Join, "join"),
        (_, Some(b"invite")) => (EventKind::InvitePending, "invite"),
        (_, Some(b"knock")) => (EventKind::InvitePending, "knock"),
        (Some(b"invite"), Some(b"leave")) if oneself => (EventKind::Other, "invite_declined"),
        (Some(b"invite"), Some(b"leave")) => (EventKind::Other, "invite_withdrawn"),
        (Some(b"knock"), Some(b"leave")) => (EventKind::Other, "knock_refused"),
        (Some(b"ban"), Some(b"leave")) => (EventKind::Other, "unban"),
        (Some(b"leave"), Some(b"leave")) => (EventKind::Other, "leave"),
        (_, Some(b"leave")) if oneself => (EventKind::Leave, "leave"),
        (_, Some(b"leave")) => (EventKind::Remove, "kick"),
        (Some(b"join") | None, Some(b"ban")) => (EventKind::Remove, "ban"),
        (_, Some(b"ban")) => (EventKind::Other, "ban"),
        _ => (EventKind::Other, "m.room.member"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn membership_is_a_change() {
        for (before, after, oneself, want) in [
            ("", "join", true, "join"),
            ("invite", "join", true, "join"),
            ("leave", "join", true, "join"),
            ("join", "join", true, "member_rename"),
            ("", "invite", false, "invite_pending"),
            ("leave", "knock", true, "invite_pending"),
            ("join", "leave", true, "leave"),
            ("join", "leave", false, "remove"),
            ("", "leave", false, "remove"),
            ("invite", "leave", true, "other"),
            ("invite", "leave", false, "other"),
            ("ban", "leave", false, "other"),
            ("join", "ban", false, "remove"),
            ("leave", "ban", false, "other"),
            ("join", "", true, "other"),
        ] {
            let word = |word: &'static str| Some(word.as_bytes()).filter(|word| !word.is_empty());
            let (kind, _) = crossing(word(before), word(after), oneself);
            assert_eq!(kind.name(), want, "{before} -> {after}, oneself {oneself}");
        }
    }
}
