//! A WeChat group in the ChatLab 0.0.2 format, as one JSON document or as lines. Comings, goings
//! and recalls are system messages in WeChat's own words.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say, Standing};
use super::json::Quoted;

/// One JSON document.
pub(super) const JSON: Dialect = Dialect { id: "chatlab-json", recalls: Recalls::Shown, write: json };
/// One object a line.
pub(super) const JSONL: Dialect = Dialect { id: "chatlab-jsonl", recalls: Recalls::Shown, write: jsonl };

/// A field with its key, in document order.
type Field = (&'static str, String);

fn account_id(account: u64) -> String {
    format!("wxid_{account:x}")
}

fn quoted(text: &str) -> String {
    Quoted(text).to_string()
}

/// The two objects of the head: key, then their fields.
fn header(cast: &Cast) -> [(&'static str, Vec<Field>); 2] {
    let owner = cast.members.first().map_or(0, |member| member.account);
    let chatlab = vec![
        ("version", quoted("0.0.2")),
        ("exportedAt", (cast.span.1 / 1000).to_string()),
        ("generator", quoted("chatvitals synth")),
    ];
    let meta = vec![
        ("name", quoted(&cast.name)),
        ("platform", quoted("weixin")),
        ("type", quoted("group")),
        ("groupId", quoted(&format!("{}@chatroom", cast.id))),
        ("ownerId", quoted(&account_id(owner))),
    ];
    [("chatlab", chatlab), ("meta", meta)]
}

fn members(cast: &Cast) -> impl Iterator<Item = Vec<Field>> {
    cast.members.iter().map(|member| {
        let mut fields =
            vec![("platformId", quoted(&account_id(member.account))), ("accountName", quoted(&member.name))];
        match member.standing {
            Standing::Owner => fields.push(("roles", "[{\"id\":\"owner\"}]".to_owned())),
            Standing::Admin => fields.push(("roles", "[{\"id\":\"admin\"}]".to_owned())),
            Standing::Bot => fields.push(("roles", "[{\"id\":\"bot\",\"name\":\"机器人\"}]".to_owned())),
            Standing::Member => {}
        }
        fields
    })
}

/// Sender, type and content.
fn told(cast: &Cast, act: &Act) -> (String, u8, String) {
    let name = cast.name(act.who);
    let system = |line: String| (format!("{}@chatroom", cast.id), 80, line);
    match &act.deed {
        Deed::Say(say) => {
            let account = cast.members.get(act.who).map_or(0, |member| member.account);
            let (kind, content) = content(cast, name, say);
            (account_id(account), kind, content)
        }
        Deed::Join { by: Some(by) } => system(format!("\"{}\"邀请\"{name}\"加入了群聊", cast.name(*by))),
        Deed::Join { by: None } => system(format!("\" {name}\"通过扫描\"{}\"分享的二维码加入群聊", cast.name(0))),
        Deed::Leave => system(format!("\"{name}\"退出了群聊")),
        Deed::Remove { by } => system(format!("\"{}\"将\"{name}\"移出了群聊", cast.name(*by))),
    }
}

fn content(cast: &Cast, name: &str, say: &Say) -> (u8, String) {
    match &say.body {
        Body::Text(text) => {
            let mention = say.mention.map_or(String::new(), |who| format!("@{}\u{2005}", cast.name(who)));
            (if say.answers.is_some() { 25 } else { 0 }, format!("{mention}{text}"))
        }
        Body::Link { text, url } => (7, format!("[链接] {text} {url}")),
        Body::Photo => (1, "[图片]".to_owned()),
        Body::Voice { seconds } => (2, format!("[语音] {seconds}\"")),
        Body::Video { .. } => (3, "[视频]".to_owned()),
        Body::File { name, .. } => (4, format!("[文件] {name}")),
        Body::Sticker(_) => (5, "[动画表情]".to_owned()),
        Body::Recalled => (81, format!("\"{name}\"撤回了一条消息")),
    }
}

fn message(cast: &Cast, act: &Act) -> Vec<Field> {
    let (sender, kind, content) = told(cast, act);
    let name = if kind == 80 { "" } else { cast.name(act.who) };
    let mut fields = vec![
        ("sender", quoted(&sender)),
        ("accountName", quoted(name)),
        ("timestamp", (act.at / 1000).to_string()),
        ("type", kind.to_string()),
        ("content", quoted(&content)),
        ("platformMessageId", quoted(&message_id(act.id))),
    ];
    if let Deed::Say(Say { answers: Some(answered), .. }) = &act.deed {
        fields.push(("replyToMessageId", quoted(&message_id(answered.id))));
    }
    fields
}

fn message_id(id: u64) -> String {
    (7_000_000_000_000_000_000 + id).to_string()
}

/// An element of a list, indented by two.
fn element(out: &mut String, fields: &[Field], first: bool) {
    out.push_str(if first { "\n    {" } else { ",\n    {" });
    for (index, (key, value)) in fields.iter().enumerate() {
        let _ = write!(out, "{}\n      \"{key}\": {value}", if index == 0 { "" } else { "," });
    }
    out.push_str("\n    }");
}

fn json(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    let mut record = String::from("{\n");
    for (key, fields) in header(cast) {
        let _ = write!(record, "  \"{key}\": {{");
        for (index, (key, value)) in fields.iter().enumerate() {
            let _ = write!(record, "{}\n    \"{key}\": {value}", if index == 0 { "" } else { "," });
        }
        record.push_str("\n  },\n");
    }
    record.push_str("  \"members\": [");
    for (index, fields) in members(cast).enumerate() {
        element(&mut record, &fields, index == 0);
    }
    record.push_str("\n  ],\n  \"messages\": [");
    out.write_all(record.as_bytes())?;
    for (index, act) in acts.enumerate() {
        record.clear();
        element(&mut record, &message(cast, &act), index == 0);
        out.write_all(record.as_bytes())?;
    }
    out.write_all(b"\n  ]\n}\n")
}

fn jsonl(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    let mut record = String::new();
    let head = header(cast).map(|(key, fields)| (key, object(&fields)));
    line(&mut record, "header", &head);
    for fields in members(cast) {
        line(&mut record, "member", &fields);
    }
    out.write_all(record.as_bytes())?;
    for act in acts {
        record.clear();
        line(&mut record, "message", &message(cast, &act));
        out.write_all(record.as_bytes())?;
    }
    Ok(())
}

/// A small object on one line.
fn object(fields: &[Field]) -> String {
    let inner: Vec<String> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", inner.join(","))
}

fn line(out: &mut String, kind: &str, fields: &[Field]) {
    let _ = write!(out, "{{\"_type\":\"{kind}\"");
    for (key, value) in fields {
        let _ = write!(out, ",\"{key}\":{value}");
    }
    out.push_str("}\n");
}

#[cfg(test)]
mod tests {
    use super::super::Plan;
    use serde_json::Value;

    #[test]
    fn both_shapes_hold_the_same_group() {
        let plan = Plan { messages: 2_000, seed: 4, members: Some(60), days: None };
        let (mut whole, mut lines) = (Vec::new(), Vec::new());
        super::super::write("chatlab-json", &plan, &mut whole).unwrap();
        super::super::write("chatlab-jsonl", &plan, &mut lines).unwrap();
        let whole: Value = serde_json::from_slice(&whole).unwrap();
        let lines: Vec<Value> =
            std::str::from_utf8(&lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["chatlab"], whole["chatlab"]);
        assert_eq!(lines[0]["meta"], whole["meta"]);
        let messages = whole["messages"].as_array().unwrap();
        let ours = messages.iter().filter(|row| row["type"] != 80).count();
        assert_eq!(ours, 2_000);
        let of_lines: Vec<&Value> = lines.iter().filter(|line| line["_type"] == "message").collect();
        assert_eq!(of_lines.len(), messages.len());
        for (a, b) in of_lines.iter().zip(messages) {
            assert_eq!(a["content"], b["content"]);
            assert_eq!(a["platformMessageId"], b["platformMessageId"]);
        }
        for kind in [0, 1, 4, 5, 7, 25, 80, 81] {
            assert!(messages.iter().any(|row| row["type"] == kind), "no type {kind}");
        }
    }
}
