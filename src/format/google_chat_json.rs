//! Google Chat as Takeout writes it: a folder a space or direct message, `messages.json` in it and
//! `group_info.json` beside. In: the messages and, where it is there, what the folder says of the
//! group. Out: messages; Takeout holds no joins or leaves, and reactions carry no dates.

mod date;

use std::borrow::Cow;

use super::json::{Fault, Members, Reading, Record, Value, head_keys, start, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::{GroupRow, MemberRow, MessageKind, MessageRow, Who, Writer};
use crate::unit::Text;

/// The format.
pub const GOOGLE_CHAT_JSON: Format = Format {
    id: "google-chat-json",
    name: Text { zh: "Google Chat（Google 导出 Takeout，JSON）", en: "Google Chat (Google Takeout, JSON)" },
    platform: "google_chat",
    how_to_export: Text {
        zh: "1. 在浏览器打开 takeout.google.com，用参加群聊的账号登录。\n\
             2. 点“取消全选”，再只勾选“Google Chat”。\n\
             3. 点“下一步”，传送方式选“通过电子邮件发送下载链接”，类型选 .zip，点“创建导出作业”。\n\
             4. 收到邮件后下载 .zip；不用解压，直接给本程序。每个聊天室是 Google Chat/Groups 下的一个文件夹。\n\
             公司或学校的账号可能被管理员关掉了这个功能；想看所有人的聊天，管理员要用 Google Vault。",
        en: "1. In a browser open takeout.google.com and sign in with the account that is in the space.\n\
             2. Click \"Deselect all\", then tick \"Google Chat\" only.\n\
             3. Click \"Next step\", choose \"Send download link via email\" and the file type .zip, then \"Create export\".\n\
             4. Download the .zip when the mail comes. It need not be unpacked; each space is a folder under Google Chat/Groups.\n\
             Administrators of a company or school may have switched this off; for everybody's chats they use Google Vault.",
    },
    lacks: Text {
        zh: "没有进出聊天室的记录；表情回应没有时间；成员名单只是导出当天的；文件没有大小；时间是按界面语言写的文字，认得英文、中文、日文。",
        en: "No joins and no leaves; reactions have no dates; the member list is that of the day of the export; files have no size; times are written in the language of the account, of which English, Chinese and Japanese are read.",
    },
    extensions: &["json"],
    time: TimeKind::Offset,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: false,
        leaves: false,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &["group_info.json", "user_info.json"],
    read: Read::File(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = head_keys(head.bytes);
    let messages = keys.iter().find(|(key, _)| *key == b"messages").map_or(Value::default(), |(_, value)| *value);
    if messages.raw().first() != Some(&b'[') {
        return Confidence::No;
    }
    let first = head_keys(messages.raw().get(1..).unwrap_or_default());
    let has = |name: &[u8]| first.iter().any(|(key, _)| *key == name);
    let whose = has(b"creator") || has(b"message_state");
    if whose && has(b"created_date") && (has(b"topic_id") || has(b"message_id")) {
        Confidence::Sure
    } else {
        Confidence::No
    }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut found = false;
    if let Err(fault) = space(&mut reading, input, &mut found) {
        if !found {
            return Err(unreadable(input, fault, "a Google Chat space"));
        }
        reading.breaks_off(fault);
    }
    Ok(())
}

fn space(reading: &mut Reading<'_, '_>, input: &Input<'_>, found: &mut bool) -> Result<(), Fault> {
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if key != b"messages" {
            members.value()?;
            continue;
        }
        *found = true;
        open_group(reading.writer, input, members.at());
        let Some(end) = reading.records(members.at(), take) else { return Ok(()) };
        members.go_on(end);
    }
    if *found { Ok(()) } else { Err(Fault { at: members.at(), ended: false, what: "no messages in it" }) }
}

/// Opens the space. Its id begins the id of each message; else it is in the folder's name.
fn open_group(writer: &mut Writer, input: &Input<'_>, at: usize) {
    let folder = input.path.parent().and_then(|folder| folder.file_name()).map(|name| name.to_string_lossy());
    let folder = folder.as_deref().unwrap_or_default();
    let named = ["Space ", "DM ", "Group "].iter().find_map(|kind| folder.strip_prefix(kind));
    let first = head_keys(input.bytes.get(at + 1..input.bytes.len().min(at + (64 << 10))).unwrap_or_default());
    let message = first.iter().find(|(key, _)| *key == b"message_id").and_then(|(_, value)| value.word());
    let id = message.as_deref().and_then(|id| id.split_once('/')).map(|(space, _)| space).or(named);
    let beside = input.nearby.file("group_info.json").unwrap_or_default();
    let keys = head_keys(&beside);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let title = get(b"name").word();
    let name = title.as_deref().or(named.map(|_| folder));
    let none = id.is_none() && name.is_none();
    let name = if none { Some(folder).filter(|name| !name.is_empty()) } else { name };
    writer.group(GroupRow { platform: "google_chat", id, name });
    for member in get(b"members").items() {
        let user = User::of(member);
        if let Some(who) = user.who() {
            writer.member(&MemberRow { who, role: None, bot: user.bot });
        }
    }
}

/// The keys read of an element of `messages`.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    creator: Value<'a>,
    created: Value<'a>,
    updated: Value<'a>,
    text: Value<'a>,
    id: Value<'a>,
    files: Value<'a>,
    annotations: Value<'a>,
    quoted: Value<'a>,
    state: Value<'a>,
    deletion: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"creator" => &mut self.creator,
            b"created_date" => &mut self.created,
            b"updated_date" => &mut self.updated,
            b"text" => &mut self.text,
            b"message_id" => &mut self.id,
            b"attached_files" => &mut self.files,
            b"annotations" => &mut self.annotations,
            b"quoted_message_metadata" => &mut self.quoted,
            b"message_state" => &mut self.state,
            b"deletion_metadata" => &mut self.deletion,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.created.is_absent()
    }
}

/// A person as written in `creator` and `members`. The address stands for the account.
#[derive(Debug, Default)]
struct User<'a> {
    email: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    bot: bool,
}

impl<'a> User<'a> {
    fn of(value: Value<'a>) -> Self {
        let mut user = Self::default();
        for (key, value) in value.members() {
            match key {
                b"email" => user.email = value.word(),
                b"name" => user.name = value.word(),
                b"user_type" => user.bot = value.inner() == Some(b"Bot"),
                _ => {}
            }
        }
        user
    }

    fn who(&self) -> Option<Who<'_>> {
        let known = self.email.is_some() || self.name.is_some();
        known.then_some(Who { id: self.email.as_deref(), name: self.name.as_deref() })
    }
}

fn take(writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
    let written = fields.created.text().ok_or("no created_date")?;
    let time = date::read(&written).ok_or("a created_date in a language or form that is not known")?;
    let user = User::of(fields.creator);
    let (msg_id, quoted) = (fields.id.word(), fields.quoted.get(b"message_id").word());
    let first = msg_id.as_deref().and_then(first_of_thread);
    let row = MessageRow {
        msg_id: msg_id.as_deref(),
        reply_to: quoted.as_deref().or(first.as_deref()),
        bot: user.bot,
        ..MessageRow::new(time, user.who(), MessageKind::Recalled)
    };
    if fields.state.inner() == Some(b"DELETED") || fields.deletion.is_filled() {
        writer.message(&row);
        return Ok(());
    }
    let marks = Marks::of(fields.annotations);
    let urls: Vec<&str> = marks.urls.iter().map(AsRef::as_ref).collect();
    let text = fields.text.word();
    let file = fields.files.items().next().unwrap_or_default();
    let file_name = file.get(b"original_name").word().or(marks.document);
    let kind = match (&file_name, &text) {
        _ if !file.is_absent() => kind_of_file(file_name.as_deref().unwrap_or_default()),
        (Some(_), None) => MessageKind::File,
        (None, None) if urls.is_empty() => MessageKind::Other,
        (None, None) => MessageKind::Link,
        (_, Some(_)) => MessageKind::Text,
    };
    writer.message(&MessageRow {
        kind,
        text: text.as_deref(),
        urls: &urls,
        scan_urls: urls.is_empty(),
        file_name: file_name.as_deref(),
        edited: fields.updated.is_filled(),
        ..row
    });
    Ok(())
}

/// The id of the message that opened the thread: `space/topic/topic`. Direct messages without
/// threads are a topic each.
fn first_of_thread(id: &str) -> Option<String> {
    let (rest, own) = id.rsplit_once('/')?;
    let (_, topic) = rest.rsplit_once('/')?;
    (topic != own).then(|| format!("{rest}/{topic}"))
}

/// What Google found in a text.
#[derive(Debug, Default)]
struct Marks<'a> {
    urls: Vec<Cow<'a, str>>,
    /// Title of a document that was shared.
    document: Option<Cow<'a, str>>,
}

impl<'a> Marks<'a> {
    fn of(annotations: Value<'a>) -> Self {
        let mut marks = Self::default();
        if !annotations.is_filled() {
            return marks;
        }
        for (key, value) in annotations.items().flat_map(Value::members) {
            match key {
                b"url_metadata" => {
                    // The link is wrapped in an object with one member.
                    let wrapped = value.get(b"url");
                    let url = wrapped.word().or_else(|| wrapped.members().find_map(|(_, value)| value.word()));
                    marks.urls.extend(url);
                }
                b"video_call_metadata" => marks.urls.extend(value.get(b"meeting_space").get(b"meeting_url").word()),
                b"drive_metadata" => marks.document = value.get(b"title").word(),
                _ => {}
            }
        }
        marks
    }
}

fn kind_of_file(name: &str) -> MessageKind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "heic" | "bmp" => MessageKind::Image,
        "mp4" | "mov" | "webm" | "mkv" => MessageKind::Video,
        "mp3" | "ogg" | "wav" | "m4a" | "aac" | "opus" => MessageKind::Voice,
        _ => MessageKind::File,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::frame::{Frames, Projection};

    fn read(messages: &str) -> Frames {
        let mut writer = Writer::new(Zone::new("Asia/Shanghai").unwrap(), Projection::Full);
        let text = format!("{{\"messages\":[{messages}]}}");
        GOOGLE_CHAT_JSON.read_alone(text.as_bytes(), "messages.json", &mut writer, &|_| ()).unwrap();
        writer.finish()
    }

    #[test]
    fn what_is_a_space() {
        for (text, want) in [
            (r#"{"messages":[{"creator":{"name":"A"},"created_date":"x","topic_id":"t"#, Confidence::Sure),
            (r#"{"messages":[{"created_date":"x","message_state":"DELETED","message_id":"s/t/t"}]}"#, Confidence::Sure),
            (r#"{"messages":[{"creator":{"name":"A"},"created_date":"x"}]}"#, Confidence::No),
            (r#"{"messages":[]}"#, Confidence::No),
            (r#"[{"creator":{},"created_date":"x","topic_id":"t"}]"#, Confidence::No),
            (r#"{"members":[{"name":"A","email":"a@b.example","user_type":"Human"}]}"#, Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "messages.json" }), want, "{text}");
        }
    }

    #[test]
    fn odd_records() {
        const AT: &str = r#""created_date":"2024年1月2日星期二 UTC 15:04:05""#;
        for (record, want) in [
            (format!("{{{AT}}}"), (1, 0)),
            (format!("{{{AT},\"creator\":{{}},\"text\":5,\"annotations\":[1,{{\"url_metadata\":3}}]}}"), (1, 0)),
            (r#"{"created_date":"yesterday","text":"x"}"#.to_owned(), (0, 1)),
            (r#"{"text":"x"}"#.to_owned(), (0, 1)),
        ] {
            let frames = read(&record);
            assert_eq!((frames.messages.len() as u64, frames.rejected), want, "{record}");
            assert_eq!(frames.read, 1);
        }
    }

    #[test]
    fn the_first_message_of_a_thread() {
        for (id, want) in [
            ("s/t/m", Some("s/t/t")),
            ("s/t/t", None),
            ("t/m", None),
            ("m", None),
            ("spaces/s/t/m", Some("spaces/s/t/t")),
        ] {
            assert_eq!(first_of_thread(id).as_deref(), want, "{id}");
        }
    }
}
