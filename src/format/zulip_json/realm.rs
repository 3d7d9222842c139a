//! The organization as `realm.json` of a server export describes it. In: its bytes. Out: names of
//! people and channels, what the recipient codes of messages mean, members, joins and leaves.

use rustc_hash::FxHashMap;

use crate::format::clock;
use crate::format::json::{Members, Value, start};
use crate::frame::{EventKind, EventRow, GroupRow, MemberRow, Time, Who, Writer};

/// Where a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A person, with the sender.
    Person(i64),
    /// A channel.
    Stream(i64),
    /// Several people.
    People(i64),
}

/// What is known of the organization.
#[derive(Debug, Default)]
pub(super) struct Realm {
    users: FxHashMap<i64, User>,
    streams: FxHashMap<i64, String>,
    targets: FxHashMap<i64, Target>,
    /// People by the channel they are in now.
    subscribed: Vec<(i64, i64)>,
    moves: Vec<Move>,
}

#[derive(Debug)]
struct User {
    key: String,
    name: Option<String>,
    bot: bool,
    role: Option<&'static str>,
}

/// One line of the audit log.
#[derive(Debug)]
struct Move {
    id: i64,
    time: Time,
    joined: bool,
    user: i64,
    by: Option<i64>,
    stream: i64,
}

impl Realm {
    /// The organization in the bytes of `realm.json`; an empty one when there are none.
    pub fn of(bytes: &[u8]) -> Self {
        let mut realm = Self::default();
        let Ok(mut members) = Members::open(bytes, start(bytes)) else { return realm };
        let (mut subscriptions, mut log) = (Value::default(), Value::default());
        while let Ok(Some(key)) = members.key() {
            let Ok(value) = members.value() else { break };
            match key {
                b"zerver_userprofile" | b"zerver_userprofile_crossrealm" | b"zerver_userprofile_mirrordummy" => {
                    value.items().for_each(|user| realm.user(user));
                }
                b"zerver_stream" => value.items().for_each(|stream| realm.stream(stream)),
                b"zerver_recipient" => value.items().for_each(|recipient| realm.recipient(recipient)),
                b"zerver_subscription" => subscriptions = value,
                b"zerver_realmauditlog" => log = value,
                _ => {}
            }
        }
        for line in subscriptions.items().filter(|line| line.get(b"active").is_true()) {
            let numbers = (line.get(b"recipient").integer(), line.get(b"user_profile").integer());
            if let (Some(recipient), Some(user)) = numbers
                && let Some(Target::Stream(stream)) = realm.target(recipient)
            {
                realm.subscribed.push((stream, user));
            }
        }
        realm.moves = log.items().filter_map(told).collect();
        realm
    }

    fn user(&mut self, user: Value<'_>) {
        let Some(id) = user.get(b"id").integer() else { return };
        let role = match user.get(b"role").integer() {
            Some(100) => Some("owner"),
            Some(200) => Some("admin"),
            _ => None,
        };
        let name = user.get(b"full_name").word().map(std::borrow::Cow::into_owned);
        let bot = user.get(b"is_bot").is_true();
        self.users.insert(id, User { key: id.to_string(), name, bot, role });
    }

    fn stream(&mut self, stream: Value<'_>) {
        if let (Some(id), Some(name)) = (stream.get(b"id").integer(), stream.get(b"name").word()) {
            self.streams.insert(id, name.into_owned());
        }
    }

    fn recipient(&mut self, recipient: Value<'_>) {
        let number = |key: &[u8]| recipient.get(key).integer();
        let (Some(id), Some(kind), Some(to)) = (number(b"id"), number(b"type"), number(b"type_id")) else { return };
        let target = match kind {
            1 => Target::Person(to),
            2 => Target::Stream(to),
            _ => Target::People(to),
        };
        self.targets.insert(id, target);
    }

    /// What a recipient code means.
    pub fn target(&self, recipient: i64) -> Option<Target> {
        self.targets.get(&recipient).copied()
    }

    /// The name of a channel.
    pub fn stream_name(&self, stream: i64) -> Option<&str> {
        self.streams.get(&stream).map(String::as_str)
    }

    /// The name of an account, and whether it is a bot.
    pub fn account(&self, id: i64) -> (Option<&str>, bool) {
        self.users.get(&id).map_or((None, false), |user| (user.name.as_deref(), user.bot))
    }

    fn who(&self, id: i64) -> Option<Who<'_>> {
        self.users.get(&id).map(|user| Who::id(&user.key, user.name.as_deref()))
    }

    fn enter(&self, writer: &mut Writer, stream: i64) {
        let id = stream.to_string();
        writer.group(GroupRow { platform: "zulip", id: Some(&id), name: self.stream_name(stream) });
    }

    /// Hands over who is in the channels, and who came and went.
    pub fn describe(&self, writer: &mut Writer) {
        for (stream, user) in &self.subscribed {
            let (Some(who), Some(known)) = (self.who(*user), self.users.get(user)) else { continue };
            self.enter(writer, *stream);
            writer.member(&MemberRow { who, role: known.role, bot: known.bot });
        }
        for step in &self.moves {
            self.enter(writer, step.stream);
            let actor = step.by.filter(|by| *by != step.user).and_then(|by| self.who(by));
            let kind = match (step.joined, actor) {
                (true, _) => EventKind::Join,
                (false, None) => EventKind::Leave,
                (false, Some(_)) => EventKind::Remove,
            };
            let msg_id = format!("audit/{}", step.id);
            writer.events(&[EventRow {
                time: step.time,
                kind,
                actor,
                subject: self.who(step.user),
                msg_id: Some(&msg_id),
                detail: None,
            }]);
        }
    }
}

/// A line of the audit log that tells of a channel joined (301, 302) or left (303).
fn told(line: Value<'_>) -> Option<Move> {
    let number = |key: &[u8]| line.get(key).integer();
    let joined = match number(b"event_type")? {
        301 | 302 => true,
        303 => false,
        _ => return None,
    };
    let at = line.get(b"event_time");
    let time = match at.inner() {
        Some(text) => clock::iso(text)?,
        None => clock::epoch(at.integer()?),
    };
    Some(Move {
        id: number(b"id")?,
        time,
        joined,
        user: number(b"modified_user")?,
        by: number(b"acting_user"),
        stream: number(b"modified_stream")?,
    })
}
