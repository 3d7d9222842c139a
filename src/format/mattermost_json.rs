//! Mattermost posts as its interface gives them: pages of `order` and `posts`, an object by id, one
//! or many. Shape read from the interface's reference and recorded answers. In: the file, and
//! `users.json` and `channels.json` beside it. Out: messages, events, dated reactions.

use rustc_hash::FxHashMap;

use super::json::{Reading, Record, Value, first_record, unreadable, value_of, values};
use super::mattermost::{Props, event, is_event};
use super::{Carries, Confidence, Format, Head, Input, Nearby, Progress, Read, TimeKind, clock, file_kind};
use crate::error::Result;
use crate::frame::{GroupRow, MessageKind, MessageRow, ReactionRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const MATTERMOST_JSON: Format = Format {
    id: "mattermost-json",
    name: Text { zh: "Mattermost 频道（接口 JSON）", en: "Mattermost channel (API JSON)" },
    platform: "mattermost",
    how_to_export: Text {
        zh: "1. 在 Mattermost 里建一个个人访问令牌（账号设置 → 安全；管理员要先允许）。\n\
             2. 在频道菜单“查看信息”里抄下频道 ID。\n\
             3. 取 /api/v4/channels/频道ID/posts?per_page=200&page=0，page 一页一页加到空为止，每页的返回原样接在一个 .json 文件里（一个接一个、一行一个或放进数组都行）。\n\
             4. 要名字：把 /api/v4/users?in_channel=频道ID 的返回存成同一文件夹的 users.json；要频道名：把频道信息存成 channels.json。",
        en: "1. In Mattermost make a personal access token (account settings, Security; an administrator must allow it).\n\
             2. Copy the channel's id from View info in its menu.\n\
             3. Fetch /api/v4/channels/ID/posts?per_page=200&page=0 and count page up until it is empty; keep every answer as it is in one .json file (one behind the other, one a line, or in a list).\n\
             4. For names keep the answer of /api/v4/users?in_channel=ID as users.json in the same folder; for the channel's name its description as channels.json.",
    },
    lacks: Text {
        zh: "没有名字（除非旁边有 users.json）；已删除的帖子通常不在返回里；表情回应和附件大小要接口返回了 metadata 才有；进出默认频道的提示可能被管理员关闭。",
        en: "No names (unless users.json lies beside); deleted posts are mostly missing; reactions and sizes of files only where the answer holds metadata; an administrator may have switched off the notices of joining and leaving.",
    },
    extensions: &["json", "jsonl"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: true,
        reactions: true,
        files: true,
    },
    sniff,
    beside: &["users.json", "channels.json"],
    read: Read::File(read),
};

/// Where the posts stand on a page.
const PATH: &[&[u8]] = &[b"posts"];

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = first_record(head.bytes, PATH);
    let has = |name: &[u8]| !value_of(&keys, name).is_absent();
    let own = [b"id".as_slice(), b"create_at", b"user_id", b"channel_id"].iter().all(|key| has(key));
    let more = has(b"update_at") || has(b"delete_at") || has(b"root_id");
    if own && more { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut server = Server::around(input.nearby);
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(PATH, |writer, fields: &Fields<'_>| server.take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "posts of Mattermost"))?;
    Ok(())
}

/// The keys read of a post.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    id: Value<'a>,
    created: Value<'a>,
    edited: Value<'a>,
    deleted: Value<'a>,
    user: Value<'a>,
    channel: Value<'a>,
    root: Value<'a>,
    parent: Value<'a>,
    message: Value<'a>,
    kind: Value<'a>,
    props: Value<'a>,
    files: Value<'a>,
    metadata: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"create_at" => &mut self.created,
            b"edit_at" => &mut self.edited,
            b"delete_at" => &mut self.deleted,
            b"user_id" => &mut self.user,
            b"channel_id" => &mut self.channel,
            b"root_id" => &mut self.root,
            b"parent_id" => &mut self.parent,
            b"message" => &mut self.message,
            b"type" => &mut self.kind,
            b"props" => &mut self.props,
            b"file_ids" => &mut self.files,
            b"metadata" => &mut self.metadata,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.id.is_absent() && self.created.integer().is_some() && !self.channel.is_absent()
    }
}

/// Names told beside the file, and the channel the writer stands in.
#[derive(Default)]
struct Server {
    /// Shown name and whether it is a bot, by id.
    users: FxHashMap<String, (Option<String>, bool)>,
    channels: FxHashMap<String, String>,
    open: String,
}

impl Server {
    fn around(nearby: &dyn Nearby) -> Self {
        let mut server = Self::default();
        for user in values(&nearby.file("users.json").unwrap_or_default()) {
            let Some(id) = user.get(b"id").id() else { continue };
            server.users.insert(id.into_owned(), (shown_name(user), user.get(b"is_bot").is_true()));
        }
        for channel in values(&nearby.file("channels.json").unwrap_or_default()) {
            let name = channel.get(b"display_name").word().or_else(|| channel.get(b"name").word());
            if let (Some(id), Some(name)) = (channel.get(b"id").id(), name) {
                server.channels.insert(id.into_owned(), name.into_owned());
            }
        }
        server
    }

    fn take(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> std::result::Result<(), &'static str> {
        let time = fields.created.integer().map(clock::epoch).ok_or("no readable create_at")?;
        let channel = fields.channel.id().ok_or("no channel_id")?;
        if self.open != *channel {
            let name = self.channels.get(&*channel).map(String::as_str);
            writer.group(GroupRow { platform: "mattermost", id: Some(&channel), name });
            self.open = channel.into_owned();
        }
        let props = if fields.props.is_filled() { Props::of(fields.props) } else { Props::default() };
        if fields.kind.inner().is_some_and(is_event) {
            self.event(writer, fields, time, &props);
        } else {
            self.message(writer, fields, time, &props);
        }
        Ok(())
    }

    fn who<'b>(&'b self, id: &'b str) -> Who<'b> {
        Who::id(id, self.users.get(id).and_then(|(name, _)| name.as_deref()))
    }

    fn event(&self, writer: &mut Writer, fields: &Fields<'_>, time: Time, props: &Props<'_>) {
        let (msg_id, user, kind) = (fields.id.id(), fields.user.id(), fields.kind.word().unwrap_or_default());
        let other = match (props.other_id.as_deref(), props.other_name.as_deref()) {
            (Some(id), name) => Some(Who { name: self.who(id).name.or(name), ..self.who(id) }),
            (None, name) => name.map(Who::name),
        };
        let author = user.as_deref().map(|id| self.who(id));
        writer.events(&[event(&kind, (time, msg_id.as_deref()), author, other, props.new_name.as_deref())]);
    }

    fn message(&self, writer: &mut Writer, fields: &Fields<'_>, time: Time, props: &Props<'_>) {
        let (msg_id, user) = (fields.id.id(), fields.user.id());
        let recalled = fields.deleted.integer().is_some_and(|at| at > 0);
        let text = fields.message.text();
        let reply_to = fields.root.id().or_else(|| fields.parent.id());
        let file = fields.metadata.get(b"files").items().next().unwrap_or_default();
        let file_name = file.get(b"name").word();
        let kind = match &file_name {
            _ if recalled => MessageKind::Recalled,
            Some(name) => file_kind::of_type(&file.get(b"mime_type").text().unwrap_or_default(), name),
            None if fields.files.is_filled() => MessageKind::File,
            None => MessageKind::Text,
        };
        let sender = match &props.webhook {
            Some(name) => Some(Who::name(name)),
            None => user.as_deref().map(|id| self.who(id)),
        };
        let bot = props.webhook.is_some()
            || props.by_bot
            || user.as_deref().and_then(|id| self.users.get(id)).is_some_and(|(_, bot)| *bot);
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: text.as_deref().filter(|text| !text.is_empty()),
            scan_urls: true,
            file_name: file_name.as_deref(),
            file_size: file.get(b"size").integer().and_then(|size| u64::try_from(size).ok()),
            edited: fields.edited.integer().is_some_and(|at| at > 0),
            bot,
            ..MessageRow::new(time, sender, kind)
        });
        for reaction in fields.metadata.get(b"reactions").items() {
            if let (Some(id), Some(at)) = (reaction.get(b"user_id").id(), reaction.get(b"create_at").integer()) {
                let row = ReactionRow { time: clock::epoch(at), actor: self.who(&id), target: msg_id.as_deref() };
                writer.reaction(&row);
            }
        }
    }
}

/// What others see of an account: nickname, else full name, else user name.
fn shown_name(user: Value<'_>) -> Option<String> {
    let word = |key: &[u8]| user.get(key).word();
    if let Some(nickname) = word(b"nickname") {
        return Some(nickname.into_owned());
    }
    let full: Vec<_> = [word(b"first_name"), word(b"last_name")].into_iter().flatten().collect();
    if full.is_empty() { word(b"username").map(std::borrow::Cow::into_owned) } else { Some(full.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mattermost() {
        for (text, want) in [
            (
                r#"{"order":["a"],"posts":{"a":{"id":"a","create_at":1,"update_at":1,"user_id":"u","channel_id":"c","message":"x"}}}"#,
                true,
            ),
            (
                r#"[{"order":["a"],"posts":{"a":{"id":"a","create_at":1,"update_at":1,"user_id":"u","channel_id":"c","message":"cut"#,
                true,
            ),
            (r#"{"id":"a","create_at":1,"delete_at":0,"user_id":"u","channel_id":"c","message":"x"}"#, true),
            (r#"{"order":[],"posts":{}}"#, false),
            (r#"{"posts":[{"id":1,"title":"a blog"}]}"#, false),
            (r#"[{"id":"u","create_at":1,"update_at":1,"delete_at":0,"username":"a"}]"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
