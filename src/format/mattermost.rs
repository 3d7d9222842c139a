//! What Mattermost's interface and its bulk export share: which posts are the server's own and what
//! they tell, and what the properties of a post say of its sender. In: the type and the properties.
//! Out: an event row. No format itself: people are ids in one and user names in the other.

use std::borrow::Cow;

use super::json::Value;
use crate::frame::{EventKind, EventRow, Time, Who};

/// The properties of a post that are read.
#[derive(Debug, Default)]
pub(super) struct Props<'a> {
    /// Id and user name of who was added or removed.
    pub other_id: Option<Cow<'a, str>>,
    pub other_name: Option<Cow<'a, str>>,
    /// The new name of the channel.
    pub new_name: Option<Cow<'a, str>>,
    /// A bot account wrote it.
    pub by_bot: bool,
    /// A webhook wrote it, under this name; the account is only its maker's.
    pub webhook: Option<Cow<'a, str>>,
}

impl<'a> Props<'a> {
    /// Read from the object.
    pub fn of(value: Value<'a>) -> Self {
        let mut props = Self::default();
        let (mut by_webhook, mut shown, mut called) = (false, None, None);
        let yes = |value: Value<'_>| value.is_true() || value.inner() == Some(b"true");
        for (key, value) in value.members() {
            match key {
                b"addedUserId" | b"removedUserId" => props.other_id = value.id(),
                b"addedUsername" | b"removedUsername" => props.other_name = value.word(),
                b"new_displayname" => props.new_name = value.word(),
                b"from_bot" => props.by_bot = yes(value),
                b"from_webhook" => by_webhook = yes(value),
                b"override_username" => shown = value.word(),
                b"webhook_display_name" => called = value.word(),
                _ => {}
            }
        }
        if by_webhook {
            props.webhook = shown.or(called).or(Some(Cow::Borrowed("webhook")));
        }
        props
    }
}

/// Whether the server wrote a post of that type.
pub(super) fn is_event(kind: &[u8]) -> bool {
    kind.starts_with(b"system_") || kind.starts_with(b"custom_calls")
}

/// The row of a post the server wrote: `author` did it, to `other` if anybody is named.
pub(super) fn event<'b>(
    kind: &'b str,
    (time, msg_id): (Time, Option<&'b str>),
    author: Option<Who<'b>>,
    other: Option<Who<'b>>,
    new_name: Option<&'b str>,
) -> EventRow<'b> {
    let row = EventRow { time, kind: EventKind::Other, actor: author, subject: None, msg_id, detail: Some(kind) };
    let alone = |kind| EventRow { kind, actor: None, subject: author, ..row };
    match kind {
        "system_join_channel" | "system_guest_join_channel" | "system_join_team" => alone(EventKind::Join),
        "system_leave_channel" | "system_leave_team" => alone(EventKind::Leave),
        "system_add_to_channel" | "system_add_guest_to_chan" | "system_add_to_team" => match other {
            Some(other) if Some(other) != author => EventRow { kind: EventKind::Join, subject: Some(other), ..row },
            _ => alone(EventKind::Join),
        },
        "system_remove_from_channel" | "system_remove_from_team" => match other {
            Some(other) if Some(other) != author => EventRow { kind: EventKind::Remove, subject: Some(other), ..row },
            Some(_) => alone(EventKind::Leave),
            // The team's notice names only who is gone.
            None => alone(EventKind::Remove),
        },
        "system_displayname_change" => EventRow { kind: EventKind::Rename, detail: new_name.or(Some(kind)), ..row },
        "system_header_change" | "system_purpose_change" | "system_convert_channel" | "system_change_chan_privacy" => {
            EventRow { kind: EventKind::GroupEdit, ..row }
        }
        _ if kind.starts_with("custom_calls") => EventRow { kind: EventKind::Call, ..row },
        _ => row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_came_and_went() {
        let (ann, bo) = (Some(Who::name("ann")), Some(Who::name("bo")));
        for (kind, other, want, actor, subject) in [
            ("system_join_channel", None, EventKind::Join, None, ann),
            ("system_add_to_channel", bo, EventKind::Join, ann, bo),
            ("system_add_to_channel", None, EventKind::Join, None, ann),
            ("system_remove_from_channel", bo, EventKind::Remove, ann, bo),
            ("system_remove_from_channel", ann, EventKind::Leave, None, ann),
            ("system_remove_from_team", None, EventKind::Remove, None, ann),
            ("system_leave_team", None, EventKind::Leave, None, ann),
            ("system_header_change", None, EventKind::GroupEdit, ann, None),
            ("system_unheard_of", None, EventKind::Other, ann, None),
        ] {
            let row = event(kind, (Time::Utc(0), None), ann, other, None);
            assert_eq!((row.kind, row.actor, row.subject), (want, actor, subject), "{kind}");
        }
    }
}
