//! What a row says, by its type. In: the type and the one object the row holds. Out: kind of
//! message, text, links and file.

use std::borrow::Cow;

use crate::format::json::Value;
use crate::frame::MessageKind;

/// A body as far as it is kept.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pub kind: MessageKind,
    pub text: Option<Cow<'a, str>>,
    pub urls: Vec<Cow<'a, str>>,
    pub file_name: Option<Cow<'a, str>>,
    pub file_size: Option<u64>,
}

impl<'a> Body<'a> {
    /// The body of a row of that type.
    pub fn of(msgtype: &[u8], body: Value<'a>) -> Self {
        let mut found = Self { kind: kind(msgtype), text: None, urls: Vec::new(), file_name: None, file_size: None };
        match msgtype {
            b"text" => found.text = body.get(b"content").text().map(answer),
            b"markdown" => found.text = body.get(b"content").text(),
            b"mixed" => return mixed(body),
            b"news" => {
                found.urls = body.get(b"item").items().filter_map(|item| item.get(b"url").word()).collect();
                found.text = body.get(b"item").items().next().and_then(|item| titled(item));
            }
            b"file" | b"qydiskfile" | b"voip_doc_share" => {
                found.file_name = body.get(b"filename").word();
                found.file_size = body.get(b"filesize").integer().and_then(|size| u64::try_from(size).ok());
            }
            b"link" | b"docmsg" => {
                found.urls.extend(body.get(b"link_url").word());
                found.text = titled(body);
            }
            _ => found.text = titled(body),
        }
        found
    }
}

const fn kind(msgtype: &[u8]) -> MessageKind {
    match msgtype {
        b"text" | b"markdown" | b"mixed" => MessageKind::Text,
        b"image" => MessageKind::Image,
        b"voice" => MessageKind::Voice,
        b"video" => MessageKind::Video,
        b"file" | b"qydiskfile" | b"voip_doc_share" => MessageKind::File,
        b"link" | b"news" | b"docmsg" | b"sphfeed" => MessageKind::Link,
        b"weapp" => MessageKind::MiniProgram,
        b"emotion" => MessageKind::Sticker,
        b"location" => MessageKind::Location,
        b"card" => MessageKind::Card,
        b"redpacket" | b"external_redpacket" => MessageKind::RedPacket,
        b"vote" => MessageKind::Poll,
        b"collect" => MessageKind::Relay,
        b"chatrecord" => MessageKind::Forward,
        b"meeting" | b"meeting_notification" | b"meeting_voice_call" | b"voiptext" => MessageKind::Call,
        _ => MessageKind::Other,
    }
}

/// The words on a card: its title, and what explains it.
fn titled(body: Value<'_>) -> Option<Cow<'_, str>> {
    let mut words: [Option<Cow<'_, str>>; 2] = [None, None];
    for (key, value) in body.members() {
        match key {
            b"title" | b"votetitle" | b"topic" | b"wish" | b"feed_desc" => words[0] = value.word(),
            b"description" | b"content" | b"address" => words[1] = value.word(),
            _ => {}
        }
    }
    match words {
        [Some(title), Some(more)] => Some(Cow::Owned(format!("{title}\n{more}"))),
        [title, more] => title.or(more),
    }
}

/// Texts and pictures in one message; each part is JSON in a string.
fn mixed(body: Value<'_>) -> Body<'_> {
    let mut text = String::new();
    let mut found = Body { kind: MessageKind::Image, text: None, urls: Vec::new(), file_name: None, file_size: None };
    for item in body.get(b"item").items() {
        let content = item.get(b"content");
        let decoded = content.text();
        let part = decoded.as_deref().map_or(content, Value::parse);
        match item.get(b"type").inner() {
            Some(b"text") => {
                found.kind = MessageKind::Text;
                text.push_str(&part.get(b"content").text().unwrap_or_default());
            }
            Some(b"file") => {
                found.file_name = part.get(b"filename").word().map(|name| Cow::Owned(name.into_owned()));
            }
            Some(b"link") => {
                found.urls.extend(part.get(b"link_url").word().map(|link| Cow::Owned(link.into_owned())));
            }
            _ => {}
        }
    }
    found.text = Some(Cow::Owned(text)).filter(|text: &Cow<'_, str>| !text.is_empty());
    found
}

/// A quoted reply without what it quotes: `"name：\n quoted"`, a rule, the answer. The quote is
/// somebody else's words and its links are not shared again.
fn answer(text: Cow<'_, str>) -> Cow<'_, str> {
    const RULE: &str = "\n------\n";
    let quotes = text.starts_with(['"', '“', '「']) || text.starts_with("这是一条引用/回复消息：");
    match text.find(RULE).filter(|_| quotes) {
        Some(at) => Cow::Owned(text.get(at + RULE.len()..).unwrap_or_default().to_owned()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_by_type() {
        for (msgtype, body, kind, text, urls) in [
            ("text", r#"{"content":"hi"}"#, MessageKind::Text, Some("hi"), ""),
            ("text", r#"{"content":"\"王五：\n https://a.cn/x\"\n------\n好的"}"#, MessageKind::Text, Some("好的"), ""),
            ("text", r#"{"content":"a\n------\nb"}"#, MessageKind::Text, Some("a\n------\nb"), ""),
            (
                "link",
                r#"{"title":"周报","description":"第 3 期","link_url":"https://a.cn"}"#,
                MessageKind::Link,
                Some("周报\n第 3 期"),
                "https://a.cn",
            ),
            (
                "docmsg",
                r#"{"title":"表","link_url":"https://doc.cn/1","doc_creator":"a"}"#,
                MessageKind::Link,
                Some("表"),
                "https://doc.cn/1",
            ),
            (
                "news",
                r#"{"item":[{"title":"t","url":"https://a.cn"},{"url":"https://b.cn"}]}"#,
                MessageKind::Link,
                Some("t"),
                "https://a.cn https://b.cn",
            ),
            (
                "mixed",
                r#"{"item":[{"type":"text","content":"{\"content\":\"看图\"}"},{"type":"image","content":"{}"}]}"#,
                MessageKind::Text,
                Some("看图"),
                "",
            ),
            ("vote", r#"{"votetitle":"几点","voteitem":["一","二"]}"#, MessageKind::Poll, Some("几点"), ""),
            ("redpacket", r#"{"type":1,"wish":"恭喜","totalcnt":2}"#, MessageKind::RedPacket, Some("恭喜"), ""),
            ("voiptext", r#"{"callduration":10,"invitetype":1}"#, MessageKind::Call, None, ""),
            ("unheard_of", "{}", MessageKind::Other, None, ""),
        ] {
            let found = Body::of(msgtype.as_bytes(), Value::parse(body));
            assert_eq!((found.kind, found.text.as_deref()), (kind, text), "{msgtype}");
            assert_eq!(found.urls.join(" "), urls, "{msgtype}");
        }
    }
}
