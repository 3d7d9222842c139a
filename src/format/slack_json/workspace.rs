//! What the files above a channel's folder say: who the users are, and which channel the folder
//! is. In: `users.json`, `channels.json` and their like, where there are any. Out: names, bots and
//! roles by user id; id and members of the channel.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::fields::Fields;
use crate::format::Nearby;
use crate::format::json::{Record, Value, record, skip_space, start};
use crate::frame::{GroupRow, MemberRow, Who, Writer};

/// Lists of conversations, of which only the first lies in every export.
const LISTS: [&str; 4] = ["channels.json", "groups.json", "mpims.json", "dms.json"];
/// Slack's own voice, which no list of users marks as a bot.
pub(super) const SLACKBOT: &str = "USLACKBOT";
/// Stands for whoever wrote what an enterprise key no longer opens.
const NOBODY: &str = "UREVOKEDU";

/// A user of `users.json`.
#[derive(Debug, Default)]
struct User {
    name: Option<Box<str>>,
    role: Option<&'static str>,
    bot: bool,
}

/// The files above the folder, read.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    users: FxHashMap<Box<str>, User>,
    id: Option<Box<str>>,
    members: Vec<Box<str>>,
}

/// Who sent or did something.
#[derive(Debug, Default)]
pub(super) struct Person<'b> {
    /// Id of a user or a bot.
    pub id: Option<Cow<'b, str>>,
    /// Display name.
    pub name: Option<Cow<'b, str>>,
    /// A program.
    pub bot: bool,
}

impl Person<'_> {
    /// As a row names them.
    pub fn who(&self) -> Option<Who<'_>> {
        let known = self.id.is_some() || self.name.is_some();
        known.then_some(Who { id: self.id.as_deref(), name: self.name.as_deref() })
    }
}

impl Workspace {
    /// Reads what lies above the folder of a channel; a single day may have lost all of it.
    pub fn around(nearby: &dyn Nearby, folder: &str) -> Self {
        let mut workspace = Self::default();
        let file = |name: &str| nearby.file(&format!("../{name}")).or_else(|| nearby.file(name));
        if let Some(bytes) = file("users.json") {
            each(&bytes, |fields: &UserFields<'_>| workspace.user(fields));
        }
        for list in LISTS {
            if workspace.id.is_none()
                && let Some(bytes) = file(list)
            {
                each(&bytes, |fields: &Channel<'_>| workspace.channel(fields, folder));
            }
        }
        workspace
    }

    fn user(&mut self, fields: &UserFields<'_>) {
        let Some(id) = fields.id.word() else { return };
        let name = profile_name(fields.profile).or_else(|| fields.real_name.word()).or_else(|| fields.name.word());
        let role = match (fields.owner.is_true(), fields.admin.is_true()) {
            (true, _) => Some("owner"),
            (false, true) => Some("admin"),
            (false, false) => None,
        };
        let user = User { name: name.map(Into::into), role, bot: fields.bot.is_true() || *id == *SLACKBOT };
        self.users.insert(id.into(), user);
    }

    /// Folders bear the name a channel had when the export was made; direct messages their id.
    fn channel(&mut self, fields: &Channel<'_>, folder: &str) {
        let named = |value: Value<'_>| value.text().is_some_and(|text| *text == *folder);
        if self.id.is_none() && (named(fields.name) || named(fields.id)) {
            self.id = fields.id.word().map(Into::into);
            self.members = fields.members.items().filter_map(Value::word).map(Into::into).collect();
        }
    }

    /// Opens the channel's group with the members it lists.
    pub fn open(&self, writer: &mut Writer, folder: &str) {
        writer.group(GroupRow { platform: "slack", id: self.id.as_deref(), name: Some(folder) });
        for id in &self.members {
            let user = self.users.get(id);
            writer.member(&MemberRow {
                who: Who::id(id, user.and_then(|user| user.name.as_deref())),
                role: user.and_then(|user| user.role),
                bot: user.is_some_and(|user| user.bot),
            });
        }
    }

    /// The display name of a user id.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.users.get(id)?.name.as_deref()
    }

    /// A user by the id some field holds.
    pub fn person<'b>(&'b self, id: Value<'b>) -> Person<'b> {
        let Some(id) = id.word().filter(|id| **id != *NOBODY) else { return Person::default() };
        let user = self.users.get(&*id);
        let bot = user.map_or(*id == *SLACKBOT, |user| user.bot);
        Person { name: user.and_then(|user| user.name.as_deref()).map(Cow::Borrowed), id: Some(id), bot }
    }

    /// Who a record is by. Apps that act in a person's name carry that person's id beside their own.
    pub fn author<'b>(&'b self, fields: &Fields<'b>) -> Person<'b> {
        let mut person = self.person(fields.user);
        if let Some(id) = &person.id {
            if !self.users.contains_key(&**id) {
                person.name = profile_name(fields.user_profile).or_else(|| fields.user_profile.get(b"name").word());
                person.bot |= fields.bot_id.is_filled();
            }
            return person;
        }
        let name = || fields.username.word().or_else(|| fields.bot_profile.get(b"name").word());
        let bot = fields.bot_id.is_filled() || fields.subtype.inner() == Some(b"bot_message");
        Person { id: fields.bot_id.word(), name: name(), bot }
    }
}

/// The name a profile shows: the chosen one, else the real one.
fn profile_name(profile: Value<'_>) -> Option<Cow<'_, str>> {
    profile.get(b"display_name").word().or_else(|| profile.get(b"real_name").word())
}

/// Every record of a list, up to damage.
fn each<'a, R: Record<'a>>(bytes: &'a [u8], mut take: impl FnMut(&R)) {
    let mut at = start(bytes);
    while matches!(bytes.get(at), Some(b'[' | b',' | b'{')) {
        if bytes.get(at) == Some(&b'{') {
            let mut fields = R::default();
            let Ok(end) = record(bytes, at, &mut fields) else { return };
            take(&fields);
            at = skip_space(bytes, end);
        } else {
            at = skip_space(bytes, at + 1);
        }
    }
}

#[derive(Default)]
struct UserFields<'a> {
    id: Value<'a>,
    name: Value<'a>,
    real_name: Value<'a>,
    profile: Value<'a>,
    bot: Value<'a>,
    owner: Value<'a>,
    admin: Value<'a>,
}

impl<'a> Record<'a> for UserFields<'a> {
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"name" => &mut self.name,
            b"real_name" => &mut self.real_name,
            b"profile" => &mut self.profile,
            b"is_bot" => &mut self.bot,
            b"is_owner" => &mut self.owner,
            b"is_admin" => &mut self.admin,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.id.is_absent()
    }
}

#[derive(Default)]
struct Channel<'a> {
    id: Value<'a>,
    name: Value<'a>,
    members: Value<'a>,
}

impl<'a> Record<'a> for Channel<'a> {
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        match key {
            b"id" => self.id = value,
            b"name" => self.name = value,
            b"members" => self.members = value,
            _ => {}
        }
    }

    fn is_whole(&self) -> bool {
        !self.id.is_absent()
    }
}
