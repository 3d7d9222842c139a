//! A post with its replies as rows. In: the object of its line. Out: one row each; the export gives
//! posts no ids, so each is known by who wrote it and when, to the millisecond.

use super::server::Server;
use crate::error::Place;
use crate::format::json::{Record, Value, record};
use crate::format::mattermost::{Props, event, is_event};
use crate::format::{clock, file_kind};
use crate::frame::{MessageKind, MessageRow, ReactionRow, Time, Who, Writer};

/// The keys read of a post or reply.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    team: Value<'a>,
    channel: Value<'a>,
    people: Value<'a>,
    user: Value<'a>,
    kind: Value<'a>,
    message: Value<'a>,
    props: Value<'a>,
    created: Value<'a>,
    edited: Value<'a>,
    reactions: Value<'a>,
    replies: Value<'a>,
    attachments: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"team" => &mut self.team,
            b"channel" => &mut self.channel,
            b"channel_members" => &mut self.people,
            b"user" => &mut self.user,
            b"type" => &mut self.kind,
            b"message" => &mut self.message,
            b"props" => &mut self.props,
            b"create_at" => &mut self.created,
            b"edit_at" => &mut self.edited,
            b"reactions" => &mut self.reactions,
            b"replies" => &mut self.replies,
            b"attachments" => &mut self.attachments,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.created.integer().is_some() && !self.user.is_absent()
    }
}

impl Server {
    /// Pushes a post and its replies.
    pub(super) fn thread(&mut self, writer: &mut Writer, object: Value<'_>) -> Result<(), &'static str> {
        let mut post = Fields::default();
        record(object.raw(), 0, &mut post).map_err(|_| "its post is no object")?;
        let time = post.created.integer().map(clock::epoch).ok_or("no readable create_at")?;
        let key = if let Some(channel) = post.channel.word() {
            format!("{}/{channel}", post.team.text().unwrap_or_default())
        } else {
            let mut people: Vec<_> = post.people.items().filter_map(Value::word).collect();
            people.sort_unstable();
            people.join("+")
        };
        if key.is_empty() {
            return Err("a post of no channel");
        }
        self.enter(writer, &key);
        let root = self.one(writer, &post, time, None);
        for reply in post.replies.items() {
            let mut fields = Fields::default();
            let read = record(reply.raw(), 0, &mut fields).ok();
            match read.and_then(|_| fields.created.integer()) {
                Some(at) => {
                    self.one(writer, &fields, clock::epoch(at), root.as_deref());
                }
                None => writer.reject(Place::Whole, "a reply without readable create_at"),
            }
        }
        Ok(())
    }

    /// Pushes one post or reply; gives the id it is known by.
    fn one(&self, writer: &mut Writer, fields: &Fields<'_>, time: Time, reply_to: Option<&str>) -> Option<String> {
        let user = fields.user.word();
        let msg_id = user.as_deref().map(|user| format!("{user}@{}", fields.created.integer().unwrap_or(0)));
        let props = if fields.props.is_filled() { Props::of(fields.props) } else { Props::default() };
        let author = user.as_deref().map(|user| self.who(user));
        if fields.kind.inner().is_some_and(is_event) {
            let kind = fields.kind.word().unwrap_or_default();
            let other = props.other_name.as_deref().map(|name| self.who(name));
            let row = event(&kind, (time, msg_id.as_deref()), author, other, props.new_name.as_deref());
            writer.events(&[row]);
            return msg_id;
        }
        let sender = props.webhook.as_deref().map(Who::name).or(author);
        let text = fields.message.text();
        let path = fields.attachments.items().next().and_then(|file| file.get(b"path").word());
        let file_name = path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next());
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to,
            text: text.as_deref().filter(|text| !text.is_empty()),
            scan_urls: true,
            file_name,
            edited: fields.edited.integer().is_some_and(|at| at > 0),
            bot: props.webhook.is_some() || props.by_bot || user.as_deref().is_some_and(|user| self.is_bot(user)),
            ..MessageRow::new(time, sender, file_name.map_or(MessageKind::Text, file_kind::of_name))
        });
        for reaction in fields.reactions.items() {
            if let (Some(user), Some(at)) = (reaction.get(b"user").word(), reaction.get(b"create_at").integer()) {
                writer.reaction(&ReactionRow {
                    time: clock::epoch(at),
                    actor: self.who(&user),
                    target: msg_id.as_deref(),
                });
            }
        }
        msg_id
    }
}
