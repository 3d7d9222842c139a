//! Microsoft Teams in JSON, of two kinds: `messages.json` of a personal export (the tar Teams and
//! Skype give, unpacked), many conversations in one; and chat messages as Microsoft Graph gives them,
//! a list or a page of one. In: the file. Out: messages, events, dated reactions.

mod archive;
mod body;
mod graph;

use graph::Graph;

use super::json::{Fault, Members, Reading, Value, head_keys, skip_space, start, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::unit::Text;

/// The format.
pub const TEAMS_JSON: Format = Format {
    id: "teams-json",
    name: Text {
        zh: "Microsoft Teams（个人导出或 Graph 接口，JSON）",
        en: "Microsoft Teams (personal export or Graph, JSON)",
    },
    platform: "teams",
    how_to_export: Text {
        zh: "个人账号：1. 在浏览器打开 teams.live.com/dataexport（Skype 旧账号是 secure.skype.com/zh-Hans/data-export），登录。\n\
             2. 勾选“对话”，点“提交请求”；做好后点“下载”，得到一个 .tar 文件。\n\
             3. 用解压软件（7-Zip 等）打开 .tar，取出里面的 messages.json，就是要用的文件。\n\
             公司或学校账号：个人不能导出。请管理员用 Microsoft Graph 取聊天（GET /chats/{id}/messages 或频道的 messages?$expand=replies），把返回的 JSON 存成文件，每页一个文件，放在一起即可。",
        en: "Personal account: 1. In a browser open teams.live.com/dataexport (former Skype accounts: secure.skype.com/data-export) and sign in.\n\
             2. Tick \"Conversations\" and click \"Submit request\"; when it is ready click \"Download\" for a .tar file.\n\
             3. Open the .tar with 7-Zip or the like and take out messages.json, which is the file to use.\n\
             Work or school account: people cannot export. An administrator fetches the chat through Microsoft Graph (GET /chats/{id}/messages, or a channel's messages?$expand=replies) and saves each page of JSON as a file.",
    },
    lacks: Text {
        zh: "个人导出没有群成员的进出以外的角色变化，名字可能只有账号；Graph 的结果里没有群名（除非改过名），要一页一页存全；文件只有名字；eDiscovery 和 Purview 导出的 PST、HTML 不支持。",
        en: "A personal export may know people by account only; Graph gives no name of a chat unless it was renamed, and every page must be saved; files are names only; PST and HTML from eDiscovery and Purview are not read.",
    },
    extensions: &["json"],
    time: TimeKind::Offset,
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
    beside: &["endpoints.json"],
    read: Read::File(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let at = start(head.bytes);
    let list = head.bytes.get(at) == Some(&b'[');
    let keys = if list { Vec::new() } else { head_keys(head.bytes) };
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    if get(b"conversations").raw().first() == Some(&b'[') && get(b"userId").inner().is_some() {
        let first = head_keys(get(b"conversations").raw().get(1..).unwrap_or_default());
        let dated = get(b"exportDate").inner().is_some();
        let ours = first.iter().any(|(key, _)| matches!(*key, b"MessageList" | b"threadProperties"));
        return if dated || ours { Confidence::Sure } else { Confidence::No };
    }
    let inside = if list { head.bytes.get(at + 1..) } else { get(b"value").raw().get(1..) };
    let first = head_keys(inside.unwrap_or_default());
    let has = |name: &[u8]| first.iter().any(|(key, _)| *key == name);
    let ours = has(b"messageType") && has(b"createdDateTime") && (has(b"body") || has(b"from") || has(b"replyToId"));
    if ours { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut crate::frame::Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut found = false;
    if let Err(fault) = top(&mut reading, input, &mut found) {
        if !found {
            return Err(unreadable(input, fault, "a Teams export"));
        }
        reading.breaks_off(fault);
    }
    Ok(())
}

fn top(reading: &mut Reading<'_, '_>, input: &Input<'_>, found: &mut bool) -> Result<(), Fault> {
    let stem = input.name.trim_end_matches(".json");
    let at = start(reading.bytes);
    if reading.bytes.get(at) == Some(&b'[') {
        *found = true;
        pages(reading, stem, at);
        return Ok(());
    }
    let mut members = Members::open(reading.bytes, at)?;
    while let Some(key) = members.key()? {
        let end = match key {
            b"conversations" => archive::conversations(reading, members.at())?,
            b"value" => Graph::new(stem).messages(reading, members.at()),
            _ => {
                members.value()?;
                continue;
            }
        };
        *found = true;
        let Some(end) = end else { return Ok(()) };
        members.go_on(end);
    }
    if *found {
        Ok(())
    } else {
        Err(Fault { at: members.at(), ended: false, what: "no conversations and no messages in it" })
    }
}

/// Lists of messages one behind the other, as scripts append them.
fn pages(reading: &mut Reading<'_, '_>, stem: &str, at: usize) {
    let (mut at, mut graph) = (at, Graph::new(stem));
    while reading.bytes.get(at) == Some(&b'[') {
        let Some(end) = graph.messages(reading, at) else { return };
        at = skip_space(reading.bytes, end);
    }
    if at < reading.bytes.len() {
        reading.breaks_off(Fault { at, ended: false, what: "something stands behind the list of messages" });
    }
}

#[cfg(test)]
mod tests;
