//! Mattermost's bulk export (`mmctl export create`): one object a line, channels and users before the
//! posts, replies inside the post they answer. In: the file. Out: members, messages, events, dated
//! reactions of every channel.

mod post;
mod server;

use server::Server;

use super::json::{Reading, Record, Value, head_keys, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const MATTERMOST_JSONL: Format = Format {
    id: "mattermost-jsonl",
    name: Text { zh: "Mattermost 批量导出（JSONL）", en: "Mattermost bulk export (JSONL)" },
    platform: "mattermost",
    how_to_export: Text {
        zh: "要服务器的系统管理员来做。\n\
             1. 在服务器上运行 mmctl export create，等任务完成（mmctl export job list 可看）。\n\
             2. 用 mmctl export list 找到文件，mmctl export download 取下来，得到一个 .zip。\n\
             3. 整个 .zip 直接给群脉；或只取里面的 .jsonl 文件。\n\
             旧版本：mattermost export bulk 文件.jsonl --all-teams。",
        en: "A system administrator of the server does this.\n\
             1. Run mmctl export create on the server and wait for the job (mmctl export job list shows it).\n\
             2. Find the file with mmctl export list and fetch it with mmctl export download: a .zip.\n\
             3. Pass the whole .zip, or only the .jsonl file in it.\n\
             Older servers: mattermost export bulk FILE.jsonl --all-teams.",
    },
    lacks: Text {
        zh: "没有帖子 ID 和账号 ID：帖子按“用户名＋毫秒时间”认，账号按用户名认，改过用户名的人会变成两个；已删除的帖子不在导出里；附件没有大小；加入和退出只有仍在的系统提示。",
        en: "No ids of posts or accounts: a post is told by user name and millisecond, an account by user name, so whoever changed theirs becomes two; deleted posts are missing; files have no size; joins and leaves only as far as the system's notices are exported.",
    },
    extensions: &["jsonl", "zip"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: false,
        replies: true,
        joins: true,
        leaves: true,
        reactions: true,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

/// Kinds of lines, each with an object under its own name.
const KINDS: &[&[u8]] =
    &[b"scheme", b"role", b"emoji", b"team", b"channel", b"user", b"bot", b"post", b"direct_channel", b"direct_post"];

fn sniff(head: &Head<'_>) -> Confidence {
    let mut lines = head.bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let Some(first) = lines.next() else { return Confidence::No };
    let keys = head_keys(first);
    let version = value_of(&keys, b"type").inner() == Some(b"version") && value_of(&keys, b"version").is_number();
    // A piece of a split export begins with posts.
    let post = value_of(&keys, b"post");
    let post = is_line(first) && !post.get(b"create_at").is_absent() && !post.get(b"channel").is_absent();
    if post || version && lines.next().is_some_and(is_line) { Confidence::Sure } else { Confidence::No }
}

fn is_line(line: &[u8]) -> bool {
    let keys = head_keys(line);
    let kind = value_of(&keys, b"type").inner().unwrap_or_default();
    KINDS.contains(&kind) && value_of(&keys, kind).raw().first() == Some(&b'{')
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut server = Server::default();
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(&[], |writer, line: &Line<'_>| server.take(writer, line))
        .map_err(|fault| unreadable(input, fault, "a bulk export of Mattermost"))?;
    Ok(())
}

/// One line: its kind, and the object under it.
#[derive(Debug, Clone, Copy, Default)]
struct Line<'a> {
    kind: Value<'a>,
    version: Value<'a>,
    object: Value<'a>,
}

impl<'a> Record<'a> for Line<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        match key {
            b"type" => self.kind = value,
            b"version" => self.version = value,
            key if KINDS.contains(&key) => self.object = value,
            _ => {}
        }
    }

    fn is_whole(&self) -> bool {
        !self.kind.is_absent() && (self.version.is_number() || !self.object.is_absent())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_bulk_export() {
        for (text, want) in [
            ("{\"type\":\"version\",\"version\":1}\n{\"type\":\"team\",\"team\":{\"name\":\"t\"}}\n", true),
            ("{\"type\":\"version\",\"version\":1,\"info\":{}}\n{\"type\":\"channel\",\"channel\":{\"cut", true),
            ("{\"type\":\"post\",\"post\":{\"team\":\"t\",\"channel\":\"c\",\"user\":\"u\",\"create_at\":1}}", true),
            ("{\"type\":\"version\",\"version\":1}\n", false),
            ("{\"type\":\"post\",\"post\":{\"title\":\"blog\"}}", false),
            ("{\"type\":\"version\",\"version\":1}\n{\"type\":\"event\",\"event\":{}}", false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
