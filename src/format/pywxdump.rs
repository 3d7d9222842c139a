//! What `PyWxDump`'s CSV and JSON share: what a row's label and text mean, the people named in the
//! `users.json` beside it, and ids a spreadsheet has spoilt. Apart because both formats carry the
//! same rows.

use rustc_hash::FxHashMap;

use super::Input;
use super::blocks::stem;
use super::json::{Value, head_keys};
use super::table::{Id, spoilt};
use super::wechat::{Conversation, Conversations, Kind, SystemLine, file_name, label};
use crate::frame::{MessageKind, MessageRow, Time, Who, Writer};

/// The file beside an export that names people.
pub(super) const USERS: &str = "users.json";

/// The exporter, for whom no id is written.
const SELF: &str = "我";
/// Words in the place of a sender who is nobody, or not known.
const NOBODY: [&str; 3] = ["系统", "未知", ""];

/// A row as both formats tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// When.
    pub time: Option<Time>,
    /// `MsgSvrID`.
    pub id: &'a str,
    /// `type_name`.
    pub label: &'a str,
    /// `is_sender`.
    pub own: &'a str,
    /// `talker`: who wrote it.
    pub talker: &'a str,
    /// `room_name`: the group, or the other one; `None` where the export has no such column.
    pub room: Option<&'a str>,
    /// `msg`.
    pub text: &'a str,
    /// `src`: a link or a path.
    pub source: &'a str,
}

/// The reading of one file.
pub(super) struct Reading {
    people: People,
    conversations: Conversations,
    /// The group of rows that name none.
    named: Box<str>,
    spoilt: u64,
}

impl Reading {
    /// A reading that has seen nothing but the file's name and what lies beside it.
    pub fn new(input: &Input<'_>) -> Self {
        let named = without_page(stem(input.name)).into();
        Self { people: People::beside(input), conversations: Conversations::default(), named, spoilt: 0 }
    }

    /// Takes a row; `Err` says why it cannot be kept.
    pub fn take(&mut self, writer: &mut Writer, row: &Row<'_>) -> Result<(), &'static str> {
        let time = row.time.ok_or("no readable CreateTime")?;
        let room = row.room.unwrap_or(&self.named);
        // A name of a file that is an id is one.
        let is_id = row.room.is_some() || room.ends_with("@chatroom") || room.starts_with("wxid_");
        let name = self.people.name(room);
        let (id, name) = if is_id { (Some(room), name) } else { (None, Some(room)) };
        let (conversation, new) = self.conversations.of(writer, id, name);
        if new {
            self.people.introduce(conversation);
        }
        let msg_id = Id::read(row.id);
        self.spoilt += u64::from(msg_id == Id::Spoilt);
        let meaning = meaning(row.label, row.text, row.source);
        let Kind::Message(kind) = meaning.kind else {
            let (kind, text) = (meaning.kind, row.text);
            conversation.system(&SystemLine { time, kind, sender: None, msg_id: msg_id.known(), text });
            return Ok(());
        };
        let sender = sender(row, &self.people, conversation);
        writer.message(&MessageRow {
            msg_id: msg_id.known(),
            text: meaning.text,
            urls: meaning.url.as_slice(),
            scan_urls: true,
            file_name: meaning.file,
            ..MessageRow::new(time, sender, kind)
        });
        Ok(())
    }

    /// Hands over what was kept back.
    pub fn finish(self, writer: &mut Writer) {
        self.conversations.finish(writer);
        if self.spoilt > 0 {
            writer.note(spoilt(self.spoilt));
        }
    }
}

fn sender<'a>(row: &Row<'a>, people: &'a People, conversation: &mut Conversation) -> Option<Who<'a>> {
    let who = match row.talker {
        SELF => Who::name(SELF),
        talker if NOBODY.contains(&talker) => return None,
        talker => Who::id(talker, people.name(talker)),
    };
    if row.own == "1" || row.talker == SELF {
        conversation.exported_by(who);
    }
    Some(who)
}

/// The name of a file without the numbers of its first and last row: `1@chatroom_0_5000`.
fn without_page(name: &str) -> &str {
    let bare = before_number(name).and_then(before_number);
    bare.filter(|bare| !bare.is_empty()).unwrap_or(name)
}

fn before_number(name: &str) -> Option<&str> {
    let (before, digits) = name.rsplit_once('_')?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(before)
}

/// What the text of a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meaning<'a> {
    kind: Kind,
    /// Own words.
    text: Option<&'a str>,
    /// The link of a card.
    url: Option<&'a str>,
    /// The name of a file.
    file: Option<&'a str>,
}

/// What a row of this label is, by its text and source.
fn meaning<'a>(word: &str, text: &'a str, source: &'a str) -> Meaning<'a> {
    let kind = label(word).unwrap_or(Kind::Message(MessageKind::Other));
    let none = Meaning { kind, text: None, url: None, file: None };
    let Kind::Message(message) = kind else { return Meaning { text: filled(text), ..none } };
    let text = if text == word { "" } else { text };
    match message {
        MessageKind::Text => Meaning { text: filled(own_words(text)), ..none },
        MessageKind::Link => {
            let (title, address) = text.split_once("\n\n<a href=\"").unwrap_or((text, ""));
            let address = address.split('"').next().unwrap_or_default();
            let url = if is_link(source) { source } else { address };
            Meaning { text: filled(title.trim_end()), url: filled(url).filter(|url| is_link(url)), ..none }
        }
        MessageKind::File => Meaning { file: file_name(text).or_else(|| file_name(source)), ..none },
        MessageKind::Voice => {
            let words = text.split_once("翻译结果：").map_or("", |(_, words)| words);
            Meaning { text: filled(words.trim()), ..none }
        }
        MessageKind::Relay | MessageKind::Announcement | MessageKind::Other => Meaning { text: filled(text), ..none },
        _ => none,
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn is_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The text of an answer without the quoted message behind it.
fn own_words(text: &str) -> &str {
    text.rfind("\n\n[引用](").and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Names by id, as `users.json` has them.
#[derive(Debug, Default)]
struct People {
    names: FxHashMap<Box<str>, Names>,
}

/// What a person or group is called: by themselves, and by the exporter.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Names {
    nickname: Option<Box<str>>,
    remark: Option<Box<str>>,
}

impl People {
    /// Those of the file beside an input; nobody when there is none.
    fn beside(input: &Input<'_>) -> Self {
        input.nearby.file(USERS).map(|bytes| Self::read(&bytes)).unwrap_or_default()
    }

    fn read(bytes: &[u8]) -> Self {
        let word = |user: Value<'_>, key: &[u8]| -> Option<Box<str>> {
            let word = user.get(key).word()?;
            Some(word.trim()).filter(|word| !word.is_empty()).map(Into::into)
        };
        let names = head_keys(bytes).into_iter().map(|(id, user)| {
            let names = Names { nickname: word(user, b"nickname"), remark: word(user, b"remark") };
            (String::from_utf8_lossy(id).into(), names)
        });
        Self { names: names.collect() }
    }

    /// The name of an id: its own, else the exporter's.
    fn name(&self, id: &str) -> Option<&str> {
        let names = self.names.get(id)?;
        names.nickname.as_deref().or(names.remark.as_deref())
    }

    /// Tells a conversation who bears which name.
    fn introduce(&self, conversation: &mut Conversation) {
        for (id, names) in &self.names {
            for name in [&names.nickname, &names.remark].into_iter().flatten() {
                conversation.bears(id, name);
            }
            if let Some(name) = self.name(id) {
                conversation.see(id, name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rows_mean() {
        use MessageKind::{Announcement, File, Forward, Link, MiniProgram, Other, RedPacket, Text, Voice};
        for (word, text, source, kind, want, url, file) in [
            ("文本", "早", "", Text, "早", "", ""),
            ("引用回复", "去\n\n[引用](2024-03-01 10:00:00)甲:早", "", Text, "去", "", ""),
            (
                "(分享)卡片式链接",
                "题\n述\n\n<a href=\"https://a.example/1\" target>点击</a>",
                "",
                Link,
                "题\n述",
                "https://a.example/1",
                "",
            ),
            ("(分享)卡片式链接", "题", "https://a.example/2", Link, "题", "https://a.example/2", ""),
            ("(分享)视频号视频", "(分享)视频号视频", "FileStorage\\x", Link, "", "", ""),
            ("文件", "周报.pdf", "FileStorage\\File\\周报.pdf", File, "", "", "周报.pdf"),
            ("文件", "", "FileStorage\\File\\周报.pdf", File, "", "", "周报.pdf"),
            ("语音", "语音时长：2.50秒\n翻译结果：听得见", "a.wav", Voice, "听得见", "", ""),
            ("语音", "语音时长：2.50秒", "a.wav", Voice, "", "", ""),
            ("转账", "转账：￥10.00", "", RedPacket, "", "", ""),
            ("(分享)小程序", "(分享)小程序", "", MiniProgram, "", "", ""),
            ("合并转发的聊天记录", "群聊的聊天记录\n甲: 早", "", Forward, "", "", ""),
            ("群公告", "群公告", "", Announcement, "", "", ""),
            ("没见过的", "什么", "", Other, "什么", "", ""),
        ] {
            let want = Meaning { kind: Kind::Message(kind), text: filled(want), url: filled(url), file: filled(file) };
            assert_eq!(meaning(word, text, source), want, "{word} {text}");
        }
        assert_eq!(meaning("系统通知", "x", "").kind, Kind::System);
        assert_eq!(meaning("消息撤回57", "x", "").text, Some("x"));
    }

    #[test]
    fn names_of_pages() {
        for (name, want) in [
            ("1@chatroom_0_5000", "1@chatroom"),
            ("wxid_a_1_5000_10000", "wxid_a_1"),
            ("wxid_1", "wxid_1"),
            ("读书会_2024_03", "读书会"),
            ("读书会", "读书会"),
            ("_0_5", "_0_5"),
        ] {
            assert_eq!(without_page(name), want, "{name}");
        }
    }

    #[test]
    fn people_of_a_file() {
        let people = People::read(
            r#"{"wxid_a":{"wxid":"wxid_a","nickname":"甲","remark":" 小甲 "},"wxid_b":{"nickname":"","remark":"乙"},"x":[]}"#.as_bytes(),
        );
        assert_eq!(people.name("wxid_a"), Some("甲"));
        assert_eq!(people.name("wxid_b"), Some("乙"));
        assert_eq!(people.name("x"), None);
        assert_eq!(people.names.get("wxid_a").unwrap().remark.as_deref(), Some("小甲"));
    }
}
