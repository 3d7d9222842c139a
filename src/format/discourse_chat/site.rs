//! The channel or topic while it is read. In: each message or post. Out: its rows. A post answers
//! another by its number in the topic, so numbers are remembered with the ids they stand for.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::body::Body;
use super::fields::Fields;
use crate::format::json::{Members, Value, start};
use crate::format::{Input, file_kind};
use crate::frame::{EventKind, EventRow, GroupRow, MemberRow, MessageKind, MessageRow, Time, Who, Writer};

/// What is remembered between messages.
pub(super) struct Site<'a> {
    /// Name of the file, for messages that do not say their channel.
    fallback: &'a str,
    /// The topic's title, where the file is one page.
    title: Option<Cow<'a, str>>,
    open: Option<(Value<'a>, Value<'a>)>,
    /// Ids of posts by the number in their topic.
    posts: FxHashMap<(&'a [u8], i64), Value<'a>>,
}

impl<'a> Site<'a> {
    /// A file of which nothing but its title has been read.
    pub fn of_file(input: &Input<'a>) -> Self {
        let stem = input.name.rsplit_once('.').map_or(input.name, |(stem, _)| stem);
        Self { fallback: stem, title: title(input.bytes), open: None, posts: FxHashMap::default() }
    }

    /// One message or post.
    pub fn take(&mut self, writer: &mut Writer, fields: &Fields<'a>) -> Result<(), &'static str> {
        let time = fields.time().ok_or("no readable created_at")?;
        self.open(writer, fields);
        if let Some(number) = fields.number.integer() {
            self.posts.insert((fields.topic.raw(), number), fields.id);
        }
        if fields.action.is_filled() {
            event(writer, fields, time);
        } else {
            self.message(writer, fields, time);
        }
        Ok(())
    }

    fn open(&mut self, writer: &mut Writer, fields: &Fields<'a>) {
        if self.open == Some((fields.channel, fields.topic)) {
            return;
        }
        self.open = Some((fields.channel, fields.topic));
        let (id, name) = match (fields.channel.id(), fields.topic.id()) {
            (Some(channel), _) => (Some(format!("channel/{channel}")), None),
            (_, Some(topic)) => {
                (Some(format!("topic/{topic}")), self.title.clone().or_else(|| fields.topic_slug.word()))
            }
            _ => (None, Some(Cow::Borrowed(self.fallback))),
        };
        writer.group(GroupRow { platform: "discourse", id: id.as_deref(), name: name.as_deref() });
    }

    fn message(&self, writer: &mut Writer, fields: &Fields<'a>, time: Time) {
        let author = fields.author();
        let hook = fields.webhook.get(b"username").word();
        let hooked = fields.webhook.is_filled();
        let sender = if hooked { Some(Who::name(hook.as_deref().unwrap_or("webhook"))) } else { author.who() };
        let staff = fields.admin.is_true() || fields.moderator.is_true();
        if let Some(who) = sender.filter(|_| staff && !author.bot) {
            writer.member(&MemberRow { who, role: Some("admin"), bot: false });
        }
        let body = Body::of(fields);
        let links: Vec<&str> = body.links.iter().map(String::as_str).collect();
        let upload = fields.uploads.items().next().unwrap_or_default();
        let file_name = upload.get(b"original_filename").word();
        let empty = body.text.as_deref().is_none_or(str::is_empty);
        let kind = match &file_name {
            _ if fields.deleted.is_filled() => MessageKind::Recalled,
            Some(name) => file_kind::of_name(name),
            None if empty && body.has_picture => MessageKind::Image,
            None => MessageKind::Text,
        };
        let msg_id = fields.id.id();
        let number = fields.answered_number.integer();
        let post = number.and_then(|number| self.posts.get(&(fields.topic.raw(), number)));
        let reply_to = fields.answered.get(b"id").id().or_else(|| post.and_then(|id| id.id()));
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: body.text.as_deref().filter(|text| !text.is_empty()),
            urls: &links,
            scan_urls: body.scan,
            file_name: file_name.as_deref(),
            file_size: upload.get(b"filesize").integer().and_then(|size| u64::try_from(size).ok()),
            edited: fields.edited.is_true() || fields.version.integer().is_some_and(|version| version > 1),
            bot: author.bot || hooked,
            ..MessageRow::new(time, sender, kind)
        });
    }
}

/// A small action of a topic: the site's note that something was done.
fn event(writer: &mut Writer, fields: &Fields<'_>, time: Time) {
    let (author, msg_id) = (fields.author(), fields.id.id());
    let code = fields.action.word().unwrap_or_default();
    let whom = fields.action_who.word();
    let kind = match &*code {
        "invited_user" => EventKind::Join,
        "removed_user" => EventKind::Remove,
        "user_left" => EventKind::Leave,
        code if code.starts_with("pinned") => EventKind::Pin,
        "split_topic" => EventKind::Topic,
        _ => EventKind::GroupEdit,
    };
    let subject = whom.as_deref().map(Who::name);
    let row = EventRow { time, kind, actor: author.who(), subject, msg_id: msg_id.as_deref(), detail: Some(&*code) };
    let left = kind == EventKind::Leave;
    writer.events(&[if left { EventRow { actor: None, subject: author.who(), ..row } } else { row }]);
}

/// The title of a topic that is one page: it stands behind the posts.
fn title(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let mut members = Members::open(bytes, start(bytes)).ok()?;
    while let Ok(Some(key)) = members.key() {
        let value = members.value().ok()?;
        if key == b"title" {
            return value.word();
        }
    }
    None
}
