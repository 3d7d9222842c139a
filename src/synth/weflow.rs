//! A WeChat group as `WeFlow` exports it in its detailed JSON: the session first, two spaces an
//! indent, type codes beside Chinese labels.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say};
use super::json::Quoted;
use super::stream::stream;
use super::wechat::{account_id, clock, message_id, notice, room, worded};

/// `WeFlow`'s JSON.
pub(super) const JSON: Dialect = Dialect { id: "weflow-json", recalls: Recalls::Shown, write: json };

fn json(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    let (name, end) = (Quoted(&cast.name), cast.span.1 / 1000);
    write!(out, "{{\n  \"weflow\": {{\n    \"version\": \"1.0.3\",\n    \"exportedAt\": {end},\n")?;
    write!(out, "    \"generator\": \"WeFlow\"\n  }},\n  \"session\": {{\n    \"wxid\": \"{}\",\n", room(cast))?;
    write!(out, "    \"nickname\": {name},\n    \"remark\": \"\",\n    \"displayName\": {name},\n")?;
    write!(out, "    \"type\": \"群聊\",\n    \"lastTimestamp\": {end},\n")?;
    write!(out, "    \"messageCount\": {}\n  }},\n  \"messages\": [\n", cast.messages)?;
    stream(out, cast, acts, ",\n", put)?;
    out.write_all(b"\n  ]\n}\n")
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let (label, code, content) = told(cast, act);
    let (sender, name) = match code {
        10_000 => (room(cast), cast.name.as_str()),
        _ => (account_id(cast, act.who), cast.name(act.who)),
    };
    write!(out, "    {{\n      \"localId\": {},\n      \"createTime\": {},\n", act.id, act.at / 1000)?;
    write!(out, "      \"formattedTime\": \"{}\",\n      \"type\": \"{label}\",\n", clock(act.at))?;
    write!(out, "      \"localType\": {code},\n      \"content\": {},\n", Quoted(&content))?;
    write!(out, "      \"isSend\": 0,\n      \"senderUsername\": \"{sender}\",\n")?;
    write!(out, "      \"senderDisplayName\": {},\n      \"source\": \"<msgsource></msgsource>\",\n", Quoted(name))?;
    writeln!(out, "      \"senderAvatarKey\": \"{sender}\",")?;
    write!(out, "      \"platformMessageId\": \"{}\"", message_id(act.id))?;
    if let Deed::Say(say) = &act.deed {
        more(out, say)?;
    }
    out.write_str("\n    }")
}

/// The fields only quotes and links have.
fn more(out: &mut String, say: &Say) -> std::fmt::Result {
    if let Some(answered) = say.answers {
        let id = message_id(answered.id);
        write!(out, ",\n      \"replyToMessageId\": \"{id}\",\n      \"appMsgType\": \"57\",\n")?;
        write!(out, "      \"appMsgKind\": \"quote\",\n      \"quotedSvrid\": \"{id}\"")?;
    }
    if let Body::Link { text, url } = &say.body {
        write!(out, ",\n      \"appMsgType\": \"5\",\n      \"appMsgKind\": \"link\",\n")?;
        write!(out, "      \"linkTitle\": {},\n      \"linkUrl\": {}", Quoted(text), Quoted(url))?;
    }
    Ok(())
}

/// Label, code, content. Cards have the packed code of the newer databases.
fn told(cast: &Cast, act: &Act) -> (&'static str, u64, String) {
    const fn card(sub: u64) -> u64 {
        (sub << 32) + 49
    }
    if let Some(line) = notice(cast, act) {
        return ("系统消息", 10_000, line);
    }
    let Deed::Say(say) = &act.deed else { return ("系统消息", 10_000, String::new()) };
    match &say.body {
        Body::Text(text) if say.answers.is_some() => ("引用消息", card(57), worded(cast, say, text)),
        Body::Text(text) => ("文本消息", 1, worded(cast, say, text)),
        Body::Link { text, .. } => ("图文消息", card(5), text.clone()),
        Body::Photo => ("图片消息", 3, "[图片]".to_owned()),
        Body::Voice { .. } => ("语音消息", 34, "[语音消息]".to_owned()),
        Body::Video { .. } => ("视频消息", 43, "[视频]".to_owned()),
        Body::File { name, .. } => ("文件消息", card(6), format!("[文件] {name}")),
        Body::Sticker(_) => ("动画表情", 47, "[表情包]".to_owned()),
        Body::Recalled => ("系统消息", 10_000, String::new()),
    }
}
