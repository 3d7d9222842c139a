//! Discord as DiscordChatExporter writes it in JSON (Tyrrrz, 2.x): one channel a file. Shape read
//! from its `JsonMessageWriter`. In: the file. Out: messages and events; its reactions carry no
//! dates and are left out.

use std::borrow::Cow;

use super::json::{Fault, Members, Reading, Record, Value, head_keys, start, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use super::{clock, file_kind};
use crate::error;
use crate::frame::{EventKind, EventRow, GroupRow, MemberRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const DISCORD_JSON: Format = Format {
    id: "discord-json",
    name: Text {
        zh: "Discord 频道导出（DiscordChatExporter，JSON）",
        en: "Discord channel (DiscordChatExporter, JSON)",
    },
    platform: "discord",
    how_to_export: Text {
        zh: "Discord 自己不能导出频道，要用免费软件 DiscordChatExporter。\n\
             1. 从它的 GitHub 发布页下载适合你电脑的版本，解压后打开。\n\
             2. 按窗口里的说明填入令牌（建议用你自己建的机器人的令牌），点箭头。\n\
             3. 在左边选服务器，在右边选要分析的频道，点下载按钮。\n\
             4. “Format”选 JSON，其他不用改，点“Export”。每个频道得到一个 .json 文件，就是要用的文件。",
        en: "Discord itself cannot export a channel; the free program DiscordChatExporter can.\n\
             1. Download it from its GitHub releases page, unpack and open it.\n\
             2. Enter a token as the window explains (best that of a bot of your own) and click the arrow.\n\
             3. Choose the server on the left and the channel on the right, then click the download button.\n\
             4. As \"Format\" choose JSON, leave the rest, click \"Export\". Each channel becomes one .json file.",
    },
    lacks: Text {
        zh: "没有退出服务器的记录；加入只在欢迎频道里有；表情回应没有时间；已删除的消息不在导出里；一个文件只是一个频道。",
        en: "Leaving a server is never recorded; joins stand only in the welcome channel; reactions have no dates; deleted messages are missing; one file is one channel.",
    },
    extensions: &["json"],
    time: TimeKind::Offset,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: false,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = head_keys(head.bytes);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let object = |name: &[u8]| get(name).is_some_and(|value| value.raw().first() == Some(&b'{'));
    if object(b"guild") && object(b"channel") && (get(b"messages").is_some() || object(b"dateRange")) {
        return Confidence::Sure;
    }
    // Rewritten with the header last: the first message tells.
    let first = get(b"messages").and_then(|messages| messages.items().next()).unwrap_or_default();
    let ours = ["timestampEdited", "isPinned", "author", "attachments", "embeds"];
    if ours.iter().all(|key| !first.get(key.as_bytes()).raw().is_empty()) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut found = false;
    if let Err(fault) = channel(&mut reading, &mut found) {
        if !found {
            return Err(unreadable(input, fault, "a channel exported by DiscordChatExporter"));
        }
        reading.breaks_off(fault);
    }
    Ok(())
}

fn channel(reading: &mut Reading<'_, '_>, found: &mut bool) -> Result<(), Fault> {
    let (mut guild, mut channel) = (Value::default(), Value::default());
    let (mut told, mut seen) = (None, 0);
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if key == b"messages" {
            if channel.is_absent() {
                [guild, channel] = members.look_ahead([b"guild", b"channel"]);
            }
            open_group(reading.writer, guild, channel);
            *found = true;
            let before = reading.writer.read();
            let end = reading.records(members.at(), take);
            seen = reading.writer.read() - before;
            let Some(end) = end else { return Ok(()) };
            members.go_on(end);
            continue;
        }
        let value = members.value()?;
        match key {
            b"guild" => guild = value,
            b"channel" => channel = value,
            b"messageCount" => told = value.integer(),
            _ => {}
        }
    }
    if !*found {
        return Err(Fault { at: members.at(), ended: false, what: "no messages in it" });
    }
    if let Some(told) = told.filter(|told| u64::try_from(*told).ok() != Some(seen)) {
        reading.writer.note(format!("the export says it holds {told} messages, {seen} were found"));
    }
    Ok(())
}

fn open_group(writer: &mut Writer, guild: Value<'_>, channel: Value<'_>) {
    let id = channel.get(b"id").id();
    let name = match (guild.get(b"name").word(), channel.get(b"name").word()) {
        (Some(guild), Some(channel)) => Some(Cow::Owned(format!("{guild} / {channel}"))),
        (guild, channel) => channel.or(guild),
    };
    writer.group(GroupRow { platform: "discord", id: id.as_deref(), name: name.as_deref() });
}

/// The keys read of an element of `messages`.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    id: Value<'a>,
    kind: Value<'a>,
    timestamp: Value<'a>,
    edited: Value<'a>,
    content: Value<'a>,
    author: Value<'a>,
    attachments: Value<'a>,
    stickers: Value<'a>,
    mentions: Value<'a>,
    reference: Value<'a>,
    forwarded: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"type" => &mut self.kind,
            b"timestamp" => &mut self.timestamp,
            b"timestampEdited" => &mut self.edited,
            b"content" => &mut self.content,
            b"author" => &mut self.author,
            b"attachments" => &mut self.attachments,
            b"stickers" => &mut self.stickers,
            b"mentions" => &mut self.mentions,
            b"reference" => &mut self.reference,
            b"forwardedMessage" => &mut self.forwarded,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.author.is_absent() && self.timestamp.inner().and_then(clock::iso).is_some()
    }
}

/// A user as written in `author` and `mentions`.
#[derive(Debug, Default)]
struct User<'a> {
    id: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    roles: Value<'a>,
    bot: bool,
}

impl<'a> User<'a> {
    fn of(value: Value<'a>) -> Self {
        let mut user = Self::default();
        let mut nickname = None;
        for (key, value) in value.members() {
            match key {
                b"id" => user.id = value.id(),
                b"name" => user.name = value.word(),
                b"nickname" => nickname = value.word(),
                b"isBot" => user.bot = value.is_true(),
                b"roles" => user.roles = value,
                _ => {}
            }
        }
        user.name = nickname.or(user.name);
        user
    }

    fn who(&self) -> Option<Who<'_>> {
        let known = self.id.is_some() || self.name.is_some();
        known.then_some(Who { id: self.id.as_deref(), name: self.name.as_deref() })
    }
}

fn take(writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
    let time = fields.timestamp.inner().and_then(clock::iso).ok_or("no readable timestamp")?;
    let author = User::of(fields.author);
    if author.roles.is_filled() {
        hand_over_roles(writer, &author);
    }
    match event(fields.kind.inner().unwrap_or(fields.kind.raw())) {
        Some(kind) => push_event(writer, fields, kind, time, &author),
        None => push_message(writer, fields, time, &author),
    }
    Ok(())
}

/// Discord roles are free words; only those that say so plainly are taken as such.
fn hand_over_roles(writer: &mut Writer, author: &User<'_>) {
    let Some(who) = author.who() else { return };
    for role in author.roles.items() {
        let role = match role.get(b"name").inner() {
            Some(name) if name.eq_ignore_ascii_case(b"owner") => "owner",
            Some(name) if name.eq_ignore_ascii_case(b"admin") || name.eq_ignore_ascii_case(b"administrator") => "admin",
            _ => continue,
        };
        writer.member(&MemberRow { who, role: Some(role), bot: author.bot });
    }
}

/// The event of a record's type; `None` for what somebody wrote. Types without a name in the
/// exporter stand as Discord's numbers.
fn event(kind: &[u8]) -> Option<EventKind> {
    Some(match kind {
        b"" | b"null" | b"Default" | b"Reply" | b"0" | b"19" | b"20" | b"23" => return None,
        b"GuildMemberJoin" | b"7" | b"RecipientAdd" | b"1" => EventKind::Join,
        b"RecipientRemove" | b"2" => EventKind::Remove,
        b"Call" | b"3" => EventKind::Call,
        b"ChannelNameChange" | b"4" => EventKind::Rename,
        b"ChannelIconChange" | b"5" => EventKind::GroupEdit,
        b"ChannelPinnedMessage" | b"6" => EventKind::Pin,
        b"ThreadCreated" | b"18" => EventKind::Topic,
        _ => EventKind::Other,
    })
}

fn push_event(writer: &mut Writer, fields: &Fields<'_>, kind: EventKind, time: Time, author: &User<'_>) {
    let raw = fields.kind.id();
    let content = fields.content.text();
    let msg_id = fields.id.id();
    let mentioned: Vec<User<'_>> = fields.mentions.items().map(User::of).collect();
    let actor = author.who();
    if let Some(who) = actor.filter(|_| author.bot) {
        writer.member(&MemberRow { who, role: None, bot: true });
    }
    let row = EventRow { time, kind, actor, subject: None, msg_id: msg_id.as_deref(), detail: raw.as_deref() };
    let targets = || targets(content.as_deref(), &mentioned);
    let rows = match raw.as_deref() {
        Some("GuildMemberJoin" | "7") => vec![EventRow { actor: None, subject: actor, ..row }],
        Some("RecipientAdd" | "1") => {
            targets().into_iter().map(|subject| EventRow { subject: Some(subject), ..row }).collect()
        }
        Some("RecipientRemove" | "2") => targets()
            .into_iter()
            .map(|subject| {
                let left = subject.id.is_some() && subject.id == author.id.as_deref();
                if left { leaving(row) } else { EventRow { subject: Some(subject), ..row } }
            })
            .collect(),
        Some("ChannelNameChange" | "4") => {
            let name = content.as_deref().and_then(|text| text.strip_prefix("Changed the channel name: "));
            vec![EventRow { detail: name.or(row.detail), ..row }]
        }
        _ => vec![row],
    };
    let alone = if kind == EventKind::Remove { leaving(row) } else { row };
    writer.events(if rows.is_empty() { std::slice::from_ref(&alone) } else { &rows });
}

/// `Left the group.`: the author is the one who went.
const fn leaving(row: EventRow<'_>) -> EventRow<'_> {
    EventRow { kind: EventKind::Leave, actor: None, subject: row.actor, ..row }
}

/// Who was added or removed: mentioned with their ids, else named in the fallback text.
fn targets<'b>(content: Option<&'b str>, mentioned: &'b [User<'_>]) -> Vec<Who<'b>> {
    let users: Vec<Who<'b>> = mentioned.iter().filter_map(User::who).collect();
    if !users.is_empty() {
        return users;
    }
    let named = content.and_then(|text| {
        let added = text.strip_prefix("Added ").and_then(|rest| rest.strip_suffix(" to the group."));
        added.or_else(|| text.strip_prefix("Removed ")?.strip_suffix(" from the group."))
    });
    named.map(Who::name).into_iter().collect()
}

fn push_message(writer: &mut Writer, fields: &Fields<'_>, time: Time, author: &User<'_>) {
    let forward = fields.reference.get(b"type").inner() == Some(b"Forward") || fields.forwarded.is_filled();
    // A forward has no text of its own; what it shares is what it carries.
    let source = |own: Value<'_>, key: &[u8]| own.is_filled() || !forward || fields.forwarded.get(key).is_absent();
    let content =
        if source(fields.content, b"content") { fields.content } else { fields.forwarded.get(b"content") }.text();
    let attachments = if source(fields.attachments, b"attachments") {
        fields.attachments
    } else {
        fields.forwarded.get(b"attachments")
    };
    let file = attachments.items().next().unwrap_or_default();
    let file_name = file.get(b"fileName").word();
    let kind = match &file_name {
        _ if forward => MessageKind::Forward,
        Some(name) => file_kind::of_name(name),
        None if !file.is_absent() => MessageKind::File,
        None if fields.stickers.is_filled() && !fields.content.is_filled() => MessageKind::Sticker,
        None => MessageKind::Text,
    };
    let reply_to = fields.reference.get(b"messageId").id().filter(|_| !forward);
    let msg_id = fields.id.id();
    writer.message(&MessageRow {
        msg_id: msg_id.as_deref(),
        reply_to: reply_to.as_deref(),
        text: content.as_deref().filter(|text| !text.is_empty()),
        scan_urls: true,
        file_name: file_name.as_deref(),
        file_size: file.get(b"fileSizeBytes").integer().and_then(|size| u64::try_from(size).ok()),
        edited: fields.edited.is_filled(),
        bot: author.bot,
        ..MessageRow::new(time, author.who(), kind)
    });
}
