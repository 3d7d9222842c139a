//! A QQ group as qq-chat-exporter writes its JSON: metadata and chat first, then a message with its
//! elements each. Comings and goings are system messages of an unknown sender.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say};
use super::json::Quoted;
use super::stream::stream;
use super::wechat::clock;

/// The exporter's JSON.
pub(super) const JSON: Dialect = Dialect { id: "qce-json", recalls: Recalls::Shown, write: json };

fn json(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{{\n  \"metadata\": {{\n    \"name\": \"QQChatExporter V5 / https://github.com/shuakami/qq-chat-exporter\",\n"
    )?;
    write!(out, "    \"version\": \"5.1.0\"\n  }},\n  \"chatInfo\": {{\n    \"name\": {},\n", Quoted(&cast.name))?;
    write!(out, "    \"type\": \"group\",\n    \"peerUid\": \"{0}\",\n    \"peerUin\": \"{0}\",\n", cast.id)?;
    write!(out, "    \"participantCount\": {}\n  }},\n  \"messages\": [\n", cast.members.len())?;
    stream(out, cast, acts, ",\n", put)?;
    out.write_all(b"\n  ]\n}\n")
}

fn message_id(id: u64) -> u64 {
    7_340_000_000_000_000_000 + id
}

/// The line QQ writes for an act; `None` for a message.
fn notice(cast: &Cast, act: &Act) -> Option<String> {
    let name = cast.name(act.who);
    match &act.deed {
        Deed::Say(Say { body: Body::Recalled, .. }) => Some(format!("{name} 撤回了一条消息")),
        Deed::Say(_) => None,
        Deed::Join { by: Some(by) } => Some(format!("{}邀请{name}加入了群聊。", cast.name(*by))),
        Deed::Join { by: None } => Some(format!("{name}加入了群聊。")),
        Deed::Leave => Some(format!("{name}退出了群聊")),
        Deed::Remove { by } => Some(format!("{name}被{}移出群聊", cast.name(*by))),
    }
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let line = notice(cast, act);
    write!(out, "    {{\n      \"id\": \"{}\",\n      \"seq\": \"{}\",\n", message_id(act.id), act.id)?;
    write!(out, "      \"timestamp\": {},\n      \"time\": \"{}\",\n      \"sender\": {{\n", act.at, clock(act.at))?;
    sender(out, cast, act)?;
    let Told { kind, text, elements } = if let (Deed::Say(say), None) = (&act.deed, &line) {
        told(cast, say)
    } else {
        let text = line.clone().unwrap_or_default();
        let elements = vec![("system", format!("\"subType\": 4, \"text\": {}", Quoted(&text)))];
        Told { kind: "system", text, elements }
    };
    write!(out, "      \"type\": \"{kind}\",\n      \"content\": {{\n        \"text\": {},\n", Quoted(&text))?;
    out.push_str("        \"html\": \"\",\n        \"elements\": [");
    for (index, (word, data)) in elements.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(
            out,
            "{comma}\n          {{\n            \"type\": \"{word}\",\n            \"data\": {{ {data} }}\n          }}"
        )?;
    }
    out.push_str("\n        ],\n        \"resources\": [],\n        \"mentions\": []\n      },\n");
    let recalled = matches!(&act.deed, Deed::Say(Say { body: Body::Recalled, .. }));
    write!(out, "      \"recalled\": {recalled},\n      \"system\": {}\n    }}", line.is_some())
}

/// Who wrote it; QQ itself is an unknown.
fn sender(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let member = cast.members.get(act.who).filter(|_| matches!(act.deed, Deed::Say(_)));
    let Some(member) = member else {
        return out
            .write_str("        \"uid\": \"未知\",\n        \"uin\": \"0\",\n        \"name\": \"0\"\n      },\n");
    };
    let (account, name) = (member.account, Quoted(&member.name));
    write!(out, "        \"uid\": \"u_{account:x}\",\n        \"uin\": \"{account}\",\n")?;
    write!(out, "        \"name\": {name},\n        \"nickname\": {name}\n      }},\n")
}

/// A message as the exporter tells it.
struct Told {
    kind: &'static str,
    text: String,
    elements: Vec<(&'static str, String)>,
}

fn told(cast: &Cast, say: &Say) -> Told {
    let one = |kind, text: String, word, data| Told { kind, text, elements: vec![(word, data)] };
    match &say.body {
        Body::Text(text) => worded(cast, say, text),
        Body::Link { text, url } => {
            let whole = format!("{text} {url}");
            one("text", whole.clone(), "text", format!("\"text\": {}", Quoted(&whole)))
        }
        Body::Photo => one(
            "text",
            "[图片:image.jpg]".to_owned(),
            "image",
            "\"filename\": \"image.jpg\", \"size\": 40318, \"subType\": \"photo\"".to_owned(),
        ),
        Body::Voice { seconds } => one(
            "audio",
            format!("[语音:{seconds}秒]"),
            "audio",
            format!("\"filename\": \"voice.amr\", \"size\": 9000, \"duration\": {seconds}"),
        ),
        Body::Video { seconds } => one(
            "video",
            "[视频:video.mp4]".to_owned(),
            "video",
            format!("\"filename\": \"video.mp4\", \"size\": 210000, \"duration\": {seconds}"),
        ),
        Body::File { name, size } => {
            one("file", format!("[文件:{name}]"), "file", format!("\"filename\": {}, \"size\": {size}", Quoted(name)))
        }
        Body::Sticker(emoji) => {
            one("type_17", format!("[{emoji}]"), "market_face", format!("\"name\": \"{emoji}\", \"emojiId\": \"ab12\""))
        }
        Body::Recalled => Told { kind: "system", text: String::new(), elements: Vec::new() },
    }
}

fn worded(cast: &Cast, say: &Say, text: &str) -> Told {
    let mut told = Told { kind: "text", text: String::new(), elements: Vec::new() };
    if let Some(answered) = say.answers {
        let id = message_id(answered.id);
        let data = format!(
            "\"messageId\": \"{id}\", \"referencedMessageId\": \"{id}\", \"timestamp\": {}",
            answered.at / 1000
        );
        told.kind = "reply";
        told.text.push_str("[回复消息]");
        told.elements.push(("reply", data));
    }
    let mut rest = text.to_owned();
    if let Some(member) = say.mention.and_then(|who| cast.members.get(who)) {
        let (account, name) = (member.account, Quoted(&member.name));
        told.elements.push((
            "at",
            format!("\"uid\": \"u_{account:x}\", \"uin\": \"{account}\", \"name\": {name}, \"atType\": 2"),
        ));
        rest.insert(0, ' ');
        let _ = write!(told.text, "@{}", member.name);
    }
    told.text.push_str(&rest);
    told.elements.push(("text", format!("\"text\": {}", Quoted(&rest))));
    told
}
