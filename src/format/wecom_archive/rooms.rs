//! Customer groups as `groupchat.json` describes them: answers of externalcontact/groupchat/get. In:
//! its bytes. Out: names of groups and members, roles, and who came in when and how.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::format::clock;
use crate::format::json::{Value, values};
use crate::frame::{EventKind, EventRow, GroupRow, MemberRow, Time, Who, Writer};

/// The groups described, by id, and the names known from any of them.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    rooms: FxHashMap<String, Room>,
    names: FxHashMap<String, String>,
}

#[derive(Debug)]
struct Room {
    name: Option<String>,
    owner: Option<String>,
    created: Option<Time>,
    admins: FxHashSet<String>,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    id: String,
    /// The nickname in the group, else the name.
    name: Option<String>,
    joined: Option<Time>,
    how: Option<&'static str>,
    inviter: Option<String>,
}

fn owned(value: Value<'_>) -> Option<String> {
    value.id().map(std::borrow::Cow::into_owned)
}

impl Rooms {
    /// The groups in the bytes of `groupchat.json`; none when there are none.
    pub fn of(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        for value in values(bytes) {
            let inner = value.get(b"group_chat");
            let chat = if inner.is_absent() { value } else { inner };
            let Some(id) = owned(chat.get(b"chat_id")) else { continue };
            let members: Vec<Member> =
                chat.get(b"member_list").items().filter_map(|value| found.member(value)).collect();
            let room = Room {
                name: owned(chat.get(b"name")),
                owner: owned(chat.get(b"owner")),
                created: chat.get(b"create_time").integer().map(clock::epoch),
                admins: chat.get(b"admin_list").items().filter_map(|admin| owned(admin.get(b"userid"))).collect(),
                members,
            };
            found.rooms.insert(id, room);
        }
        found
    }

    fn member(&mut self, value: Value<'_>) -> Option<Member> {
        let id = owned(value.get(b"userid"))?;
        let nickname = owned(value.get(b"group_nickname"));
        let name = nickname.or_else(|| owned(value.get(b"name")));
        if let Some(name) = &name {
            self.names.insert(id.clone(), name.clone());
        }
        Some(Member {
            id,
            name,
            joined: value.get(b"join_time").integer().map(clock::epoch),
            how: match value.get(b"join_scene").integer() {
                Some(1) => Some("invite"),
                Some(2) => Some("link"),
                Some(3) => Some("qr"),
                _ => None,
            },
            inviter: owned(value.get(b"invitor").get(b"userid")),
        })
    }

    /// The name of a group.
    pub fn name(&self, room: &str) -> Option<&str> {
        self.rooms.get(room)?.name.as_deref()
    }

    /// An account, with its name when any group tells it.
    pub fn who<'b>(&'b self, id: &'b str) -> Who<'b> {
        Who::id(id, self.names.get(id).map(String::as_str))
    }

    /// Hands over members, roles and joins of a group the archive holds messages of.
    pub fn describe(&self, writer: &mut Writer, id: &str) {
        let Some(room) = self.rooms.get(id) else { return };
        writer.group(GroupRow { platform: "wecom", id: Some(id), name: room.name.as_deref() });
        if let (Some(owner), Some(time)) = (&room.owner, room.created) {
            let msg_id = format!("created/{id}");
            writer.events(&[EventRow {
                time,
                kind: EventKind::Created,
                actor: Some(self.who(owner)),
                subject: None,
                msg_id: Some(&msg_id),
                detail: room.name.as_deref(),
            }]);
        }
        for member in &room.members {
            self.join(writer, id, room, member);
        }
    }

    fn join(&self, writer: &mut Writer, id: &str, room: &Room, member: &Member) {
        let who = Who::id(&member.id, member.name.as_deref());
        let role = if room.owner.as_deref() == Some(&member.id) {
            Some("owner")
        } else {
            room.admins.contains(&member.id).then_some("admin")
        };
        if let Some(time) = member.joined {
            // The same answer may lie beside several archives: the id makes the join one.
            let msg_id = format!("join/{id}/{}/{time:?}", member.id);
            writer.events(&[EventRow {
                time,
                kind: EventKind::Join,
                actor: member.inviter.as_deref().filter(|inviter| **inviter != *member.id).map(|id| self.who(id)),
                subject: Some(who),
                msg_id: Some(&msg_id),
                detail: member.how,
            }]);
        }
        writer.member(&MemberRow { who, role, bot: false });
    }
}
