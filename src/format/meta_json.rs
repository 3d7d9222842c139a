//! Messenger and Instagram, as Meta's "Download your information" writes them in JSON: one thread a
//! folder in parts `message_1.json` (newest), `message_2.json` …; and the newer download of encrypted
//! chats, one thread a file. In: the parts. Out: messages, and events by the wording of their text.

mod fields;
mod message;
mod repair;
mod wording;

use std::borrow::Cow;

use fields::Fields;
use message::Thread;
use repair::word;

use super::json::{Fault, Members, Reading, Value, head_keys, start, unreadable};
use super::{Carries, Confidence, Folder, Format, Head, Input, Part, Progress, Read, TimeKind};
use crate::error;
use crate::frame::{GroupRow, MemberRow, Who, Writer};
use crate::unit::Text;

/// The format.
pub const META_JSON: Format = Format {
    id: "meta-json",
    name: Text {
        zh: "Messenger 或 Instagram 聊天（Meta 下载的 JSON）",
        en: "Messenger or Instagram chats (Meta's download, JSON)",
    },
    platform: "messenger",
    how_to_export: Text {
        zh: "1. 在浏览器打开 accountscenter.facebook.com（Instagram 也在这里），选“你的信息和权限”→“下载你的信息”（或“导出你的信息”）。\n\
             2. 选要下载的账号（Facebook 或 Instagram），选“部分信息”，只勾“消息”。\n\
             3. 选“下载到设备”，日期范围选“所有时间”，格式选 JSON（默认是 HTML，一定要改），媒体质量选低。\n\
             4. 提交后等邮件通知，再回到同一页下载 .zip；不用解压，直接给本程序。\n\
             5. 开了端到端加密的 Messenger 聊天不在里面：在 messenger.com 点头像→“隐私与安全”→“端到端加密聊天”→“消息存储”→“下载安全存储数据”，另得一个 .zip。",
        en: "1. In a browser open accountscenter.facebook.com (Instagram too), choose \"Your information and permissions\", then \"Download your information\".\n\
             2. Choose the account (Facebook or Instagram), \"Some of your information\", and tick \"Messages\" only.\n\
             3. Choose \"Download to device\", the date range \"All time\", and as format JSON (HTML is the default); media quality low.\n\
             4. Wait for the mail, then download the .zip from the same page. It need not be unpacked.\n\
             5. End-to-end encrypted Messenger chats are not in it: on messenger.com click your picture, \"Privacy & safety\", \"End-to-end encrypted chats\", \"Message storage\", \"Download secure storage data\"; that is a second .zip.",
    },
    lacks: Text {
        zh: "没有账号，只有名字：同名的人算一个，改名的人算两个，停用的账号都叫“Facebook 用户”；没有消息编号，看不出回复谁；进群、退群、改群名只是文字，只认得英文界面的说法；表情回应大多没有时间；文件没有大小；端到端加密的聊天要另外下载，里面没有进退群记录。",
        en: "No accounts, only names: namesakes become one, renamed people two, and closed accounts all read \"Facebook user\"; no message ids and no replies; joins, leaves and renames are texts, known in English only; most reactions have no dates; files have no size; end-to-end encrypted chats are a download of their own, without joins and leaves.",
    },
    extensions: &["json"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: false,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &["autofill_information.json", "secret_conversations.json", "your_cross-app_messaging_settings.json"],
    read: Read::Folder(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = head_keys(head.bytes);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let (people, messages) = (get(b"participants"), get(b"messages"));
    if people.raw().first() != Some(&b'[') || messages.raw().first() != Some(&b'[') {
        return Confidence::No;
    }
    let first = head_keys(messages.raw().get(1..).unwrap_or_default());
    let has = |name: &[u8]| first.iter().any(|(key, _)| *key == name);
    let plain = has(b"sender_name") && has(b"timestamp_ms");
    let encrypted = !get(b"threadName").is_absent() && has(b"senderName") && has(b"timestamp");
    let empty = first.is_empty() && (!get(b"thread_path").is_absent() || !get(b"threadName").is_absent());
    if plain || encrypted || empty { Confidence::Sure } else { Confidence::No }
}

fn read(folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut broken = None;
    for part in folder.parts {
        writer.part(part.name());
        if let Err(error) = open(*part, folder, writer, progress) {
            writer.cut_short(error::Place::Whole, error.to_string());
            broken.get_or_insert(error);
        }
    }
    match broken {
        Some(error) if writer.read() == 0 => Err(error),
        _ => Ok(()),
    }
}

fn open(part: &dyn Part, folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let content = part.open()?;
    let bytes: &[u8] = (*content).as_ref();
    let mut reading = Reading::new(bytes, writer, progress);
    let mut found = false;
    if let Err(fault) = thread(&mut reading, part, folder, &mut found) {
        if !found {
            let input = Input { bytes, path: part.path(), name: part.name(), nearby: folder.nearby };
            return Err(unreadable(&input, fault, "a thread of Messenger or Instagram"));
        }
        reading.breaks_off(fault);
    }
    Ok(())
}

/// What stands beside the messages of a thread, mostly behind them.
#[derive(Debug, Clone, Copy, Default)]
struct Header<'a> {
    participants: Value<'a>,
    title: Value<'a>,
    path: Value<'a>,
    name: Value<'a>,
}

fn thread(reading: &mut Reading<'_, '_>, part: &dyn Part, folder: &Folder<'_>, found: &mut bool) -> Result<(), Fault> {
    let mut header = Header::default();
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if key != b"messages" {
            header.set(key, members.value()?);
            continue;
        }
        header.look_ahead(members);
        *found = true;
        let thread = header.open(reading.writer, platform(reading.bytes, part), folder);
        let end = reading.records(members.at(), |writer, fields: &Fields<'_>| thread.take(writer, fields));
        let Some(end) = end else { return Ok(()) };
        members.go_on(end);
    }
    if *found { Ok(()) } else { Err(Fault { at: members.at(), ended: false, what: "no messages in it" }) }
}

impl<'a> Header<'a> {
    fn set(&mut self, key: &[u8], value: Value<'a>) {
        match key {
            b"participants" => self.participants = value,
            b"title" => self.title = value,
            b"thread_path" => self.path = value,
            b"threadName" => self.name = value,
            _ => {}
        }
    }

    /// What the messages still stand before.
    fn look_ahead(&mut self, members: Members<'a>) {
        const KEYS: [&[u8]; 4] = [b"participants", b"title", b"thread_path", b"threadName"];
        if !self.name.is_absent() || !self.path.is_absent() {
            return;
        }
        for (key, value) in KEYS.iter().zip(members.look_ahead(KEYS)) {
            if !value.is_absent() {
                self.set(key, value);
            }
        }
    }

    /// Opens the thread's group with the people in it.
    fn open(&self, writer: &mut Writer, platform: &str, folder: &Folder<'_>) -> Thread {
        let (path, title, name) = (word(self.path), word(self.title), word(self.name));
        let number = path.as_deref().and_then(number).or_else(|| number(folder.name).filter(|_| name.is_none()));
        let id = name.as_deref().or(number);
        // Encrypted chats are told apart by a number behind their name.
        let short = name.as_deref().map(|name| match name.rsplit_once('_') {
            Some((short, digits)) if !short.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => short,
            _ => name,
        });
        let slug = number.and_then(|number| folder.name.strip_suffix(number)?.strip_suffix('_'));
        let name = title.as_deref().or(short).or(slug).or(Some(folder.name));
        writer.group(GroupRow { platform, id, name: name.filter(|name| !name.is_empty()) });
        let mut thread = Thread::default();
        for person in self.participants.items() {
            let name = if person.inner().is_some() { word(person) } else { word(person.get(b"name")) };
            if let Some(name) = name.map(Cow::into_owned) {
                writer.member(&MemberRow { who: Who::name(&name), role: None, bot: false });
                thread.people.insert(name);
            }
        }
        thread
    }
}

/// The number of a thread, which stays when its name changes: `inbox/bookclub_1234567890`.
fn number(path: &str) -> Option<&str> {
    let (_, number) = path.rsplit_once('_')?;
    (number.len() >= 8 && number.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(number)
}

/// Both platforms write the same; the folders that pictures of a thread lie in name theirs, and so
/// does the path, where the part nearer to the file counts.
fn platform(bytes: &[u8], part: &dyn Part) -> &'static str {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    if holds(b"your_instagram_activity") {
        return "instagram";
    }
    if holds(b"your_facebook_activity") || holds(b"your_activity_across_facebook") {
        return "messenger";
    }
    let path = part.path().to_string_lossy().to_lowercase();
    let messenger = ["facebook", "messenger"].iter().filter_map(|word| path.rfind(word)).max();
    if path.rfind("instagram") > messenger { "instagram" } else { "messenger" }
}

#[cfg(test)]
mod tests;
