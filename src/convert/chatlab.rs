//! One group as a ChatLab 0.0.2 document: members, then messages and system lines in time order. In:
//! frames of that group, from one input or several. Kinds go back to the format's numbers; what a
//! platform's service records told becomes a line in WeChat's words, which every ChatLab reader
//! knows. Times lose their milliseconds, as the format has none.

mod system;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use serde::Serialize;

use super::{Keep, Row, at, failed};
use crate::error::{Error, Result};
use crate::frame::{Frames, MessageKind};
use system::System;

/// A message or system line as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    sender: &'a str,
    account_name: &'a str,
    timestamp: i64,
    #[serde(rename = "type")]
    kind: u8,
    content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform_message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to_message_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Member<'a> {
    platform_id: &'a str,
    account_name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<Role<'a>>,
}

#[derive(Serialize, PartialEq, Eq)]
struct Role<'a> {
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chatlab {
    version: &'static str,
    exported_at: i64,
    generator: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    name: &'a str,
    platform: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    group_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_id: Option<&'a str>,
}

/// Where an entry of the time line stands: a row of an input, or a system line.
enum Entry<'a> {
    Message { input: usize, row: usize },
    System(System<'a>),
}

/// Writes the document; gives back its message rows.
pub(super) fn write(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut dyn Write) -> Result<u64> {
    let group = only_group(inputs, keep)?;
    let mut entries: Vec<(i64, Entry<'_>)> = Vec::new();
    let mut rows = 0;
    for (input, (_, frames)) in inputs.iter().enumerate() {
        let ours = |code: &u32| frames.groups.get(*code as usize).is_some_and(|known| known.id == group);
        for (row, code) in frames.messages.group.iter().enumerate() {
            if ours(code) && keep(input, row) {
                let ts = frames.messages.ts.get(row).copied().unwrap_or_default();
                entries.push((ts, Entry::Message { input, row }));
                rows += 1;
            }
        }
        entries.extend(system::lines(frames, &ours).map(|line| (line.ts, Entry::System(line))));
    }
    entries.sort_by_key(|(ts, _)| *ts);
    let members = members(inputs, group);
    head(inputs, group, &members, entries.last().map_or(0, |(ts, _)| *ts), out)?;
    let mut told = BTreeSet::new();
    let mut first = true;
    for (_, entry) in &entries {
        let message = match entry {
            Entry::Message { input, row } => {
                let Some((source, frames)) = inputs.get(*input) else { continue };
                let Some(row) = at(source, frames, *row) else { continue };
                message(&row)
            }
            // Overlapping exports tell the same event; one line is enough.
            Entry::System(line) if !told.insert(line.key()) => continue,
            Entry::System(line) => line.message(group_id(group)),
        };
        out.write_all(if first { b"\n    " } else { b",\n    " }).map_err(failed)?;
        first = false;
        serde_json::to_writer(&mut *out, &message).map_err(|error| failed(error.into()))?;
    }
    out.write_all(b"\n  ]\n}\n").map_err(failed)?;
    Ok(rows)
}

/// The one group the kept rows are of.
fn only_group<'a>(inputs: &[(String, &'a Frames)], keep: Keep<'_>) -> Result<&'a str> {
    let mut found: BTreeMap<&str, &str> = BTreeMap::new();
    for (input, (_, frames)) in inputs.iter().enumerate() {
        let rows = frames.messages.group.iter().enumerate().filter(|(row, _)| keep(input, *row));
        let codes: BTreeSet<u32> = rows.map(|(_, code)| *code).collect();
        let groups = codes.into_iter().filter_map(|code| frames.groups.get(code as usize));
        found.extend(groups.map(|group| (group.id.as_str(), group.name.as_str())));
    }
    match found.len() {
        1 => Ok(found.into_keys().next().unwrap_or_default()),
        0 => Err(Error::Usage("--to chatlab: no messages to write".to_owned())),
        _ => {
            let names: Vec<String> = found.iter().map(|(id, name)| format!("{name} ({id})")).collect();
            let names = names.join(", ");
            Err(Error::Usage(format!(
                "--to chatlab: a ChatLab file holds one group; choose with --group one of {names}"
            )))
        }
    }
}

/// The id without its platform.
fn group_id(group: &str) -> &str {
    group.split_once(':').map_or(group, |(_, id)| id)
}

/// Everybody of the group by account id, or by name where there is no id.
fn members<'a>(inputs: &[(String, &'a Frames)], group: &str) -> BTreeMap<&'a str, Member<'a>> {
    let mut members: BTreeMap<&str, Member<'_>> = BTreeMap::new();
    for (_, frames) in inputs {
        for (code, account) in &frames.members {
            if frames.groups.get(*code as usize).is_none_or(|known| known.id != group) {
                continue;
            }
            let Some(account) = frames.accounts.get(*account as usize) else { continue };
            let name = account.name.as_deref();
            let Some(id) = account.id.as_deref().or(name) else { continue };
            let member = members.entry(id).or_insert(Member { platform_id: id, account_name: id, roles: Vec::new() });
            member.account_name = name.unwrap_or(member.account_name);
            for (_, role) in account.roles.iter().filter(|(known, _)| known == code) {
                if !member.roles.contains(&Role { id: role }) {
                    member.roles.push(Role { id: role });
                }
            }
        }
    }
    members
}

fn head(
    inputs: &[(String, &Frames)],
    group: &str,
    members: &BTreeMap<&str, Member<'_>>,
    last: i64,
    out: &mut dyn Write,
) -> Result<()> {
    let info = inputs.iter().flat_map(|(_, frames)| &frames.groups).find(|info| info.id == group);
    let platform = info.map_or("unknown", |info| info.platform.as_str());
    let owner = members.values().find(|member| member.roles.iter().any(|role| role.id == "owner"));
    // The time of the last record, not of today: the same input gives the same bytes.
    let chatlab = Chatlab { version: "0.0.2", exported_at: last.div_euclid(1000), generator: "chatvitals convert" };
    let meta = Meta {
        name: info.map_or(group, |info| &info.name),
        platform: if platform == "wechat" { "weixin" } else { platform },
        kind: "group",
        group_id: group_id(group),
        owner_id: owner.map(|member| member.platform_id),
    };
    let json = |value: serde_json::Result<String>| value.map_err(|error| Error::Frame(format!("convert: {error}")));
    let (chatlab, meta) = (json(serde_json::to_string(&chatlab))?, json(serde_json::to_string(&meta))?);
    write!(out, "{{\n  \"chatlab\": {chatlab},\n  \"meta\": {meta},\n  \"members\": [").map_err(failed)?;
    for (index, member) in members.values().enumerate() {
        let member = json(serde_json::to_string(member))?;
        write!(out, "{}\n    {member}", if index == 0 { "" } else { "," }).map_err(failed)?;
    }
    out.write_all(b"\n  ],\n  \"messages\": [").map_err(failed)
}

fn message<'a>(row: &Row<'a>) -> Message<'a> {
    let name = row.sender_name.unwrap_or("");
    let content = match (row.text, row.file_name) {
        _ if row.kind == MessageKind::Recalled => Some(format!("\"{name}\"撤回了一条消息")),
        (Some(text), _) => Some(text.to_owned()),
        (None, Some(file)) => Some(format!("[文件] {file}")),
        (None, None) => None,
    };
    Message {
        sender: row.sender.unwrap_or("unknown"),
        account_name: name,
        timestamp: row.ts.div_euclid(1000),
        kind: number(row.kind, row.reply_to),
        content,
        platform_message_id: row.msg_id.map(str::to_owned),
        reply_to_message_id: row.reply_to,
    }
}

/// The format's number of a kind. A reply is a kind of its own there.
fn number(kind: MessageKind, reply_to: Option<&str>) -> u8 {
    match kind {
        MessageKind::Text if reply_to.is_some() => 25,
        MessageKind::Text => 0,
        MessageKind::Image => 1,
        MessageKind::Voice => 2,
        MessageKind::Video => 3,
        MessageKind::File => 4,
        MessageKind::Sticker => 5,
        MessageKind::Link => 7,
        MessageKind::Location => 8,
        MessageKind::RedPacket => 20,
        MessageKind::Call => 23,
        MessageKind::MiniProgram => 24,
        MessageKind::Forward => 26,
        MessageKind::Card => 27,
        MessageKind::Recalled => 81,
        MessageKind::Poll | MessageKind::Relay | MessageKind::Announcement | MessageKind::Other => 99,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{T0, one_group, other_group};
    use super::super::{Kind, write};
    use serde_json::{Value, json};

    #[test]
    fn the_document_is_the_formats() {
        let (one, again) = (one_group(), one_group());
        // The same export twice: every row of the second is a duplicate, its events too.
        let inputs = [("a.json".to_owned(), &one), ("b.json".to_owned(), &again)];
        let mut out = Vec::new();
        assert_eq!(write(Kind::Chatlab, &inputs, &|input, _| input == 0, &mut out).unwrap().rows, 5);
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["chatlab"]["version"], "0.0.2");
        assert_eq!(value["chatlab"]["exportedAt"], T0 / 1000 + 6);
        let meta = json!({"name": "测试群", "platform": "weixin", "type": "group", "groupId": "9@chatroom", "ownerId": "wxid_a"});
        assert_eq!(value["meta"], meta);
        let ids: Vec<&str> =
            value["members"].as_array().unwrap().iter().map(|member| member["platformId"].as_str().unwrap()).collect();
        assert_eq!(ids, ["wxid_a", "wxid_b", "新人", "路人"]);
        assert_eq!(value["members"][0]["roles"], json!([{"id": "owner"}]));
        let told: Vec<(i64, i64, Value)> = value["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                (row["timestamp"].as_i64().unwrap() - T0 / 1000, row["type"].as_i64().unwrap(), row["content"].clone())
            })
            .collect();
        let expected = [
            (0, 0, json!("=看 https://example.com/a?x=1,2 和\nhttps://docs.qq.com/doc/b")),
            (1, 80, json!("\"Alice \"阿\", 甲\"邀请\"婧彧、新人\"加入了群聊")),
            (2, 25, json!("同意 👍")),
            (3, 4, json!("[文件] a,b.pdf")),
            (4, 81, json!("\"婧彧\"撤回了一条消息")),
            (5, 1, Value::Null),
            (6, 80, json!("\"婧彧\"退出了群聊")),
        ];
        assert_eq!(told, expected);
        assert_eq!(value["messages"][2]["replyToMessageId"], "101");
        assert_eq!(value["messages"][1]["platformMessageId"], "102");
        assert!(value["messages"][5].get("platformMessageId").is_none());
    }

    #[test]
    fn several_groups_need_a_choice() {
        let (one, two) = (one_group(), other_group());
        let inputs = [("a.json".to_owned(), &one), ("b.json".to_owned(), &two)];
        let error = write(Kind::Chatlab, &inputs, &|_, _| true, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains("Other (telegram:77)") && error.contains("--group"), "{error}");
        assert!(write(Kind::Chatlab, &inputs, &|_, _| false, &mut Vec::new()).is_err());
        let mut out = Vec::new();
        assert_eq!(write(Kind::Chatlab, &inputs, &|input, _| input == 1, &mut out).unwrap().rows, 1);
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["meta"]["platform"], "telegram");
        assert_eq!(value["messages"].as_array().unwrap().len(), 1);
    }
}
