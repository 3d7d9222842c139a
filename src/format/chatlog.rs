//! What chatlog's CSV and text share: how it renders a message as plain text, and what becomes of
//! one. In: who, when, and the content. Out: a message, or a system row kept for the end of its
//! conversation. Apart because two formats carry the same renderings.

use std::borrow::Cow;

use super::wechat::{Conversation, Kind, SystemLine, mark};
use crate::frame::{MessageKind, MessageRow, Time, Who, Writer};

/// The app itself, as chatlog names it.
pub(super) const SYSTEM: &str = "系统消息";
/// Who made the export, where chatlog hides the id.
pub(super) const SELF: &str = "我";

/// A message as both formats tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// When.
    pub time: Time,
    /// Display name, if the export has one.
    pub name: Option<&'a str>,
    /// Account id, [`SELF`] or [`SYSTEM`].
    pub id: Option<&'a str>,
    /// What chatlog rendered.
    pub content: &'a str,
}

impl Told<'_> {
    /// Hands it over.
    pub fn push(&self, writer: &mut Writer, conversation: &mut Conversation) {
        let sender = self.sender(conversation);
        let pats = pats(self.content);
        let content = content(self.content);
        let kind = if pats.is_empty() { content.kind } else { Kind::Pat };
        let system = self.id.is_some_and(|id| conversation.is_system(id));
        let Kind::Message(kind) = kind else {
            for id in &pats {
                conversation.bears(id, &format!("${{{id}}}"));
            }
            return conversation.system(&self.line(kind, sender));
        };
        if system {
            return conversation.system(&self.line(Kind::System, None));
        }
        let text = content.text.map(lines);
        let urls: &[&str] = content.url.as_slice();
        writer.message(&MessageRow {
            text: text.as_deref(),
            urls,
            scan_urls: true,
            file_name: content.file,
            ..MessageRow::new(self.time, sender, kind)
        });
    }

    fn line<'b>(&'b self, kind: Kind, sender: Option<Who<'b>>) -> SystemLine<'b> {
        SystemLine { time: self.time, kind, sender, msg_id: None, text: self.content }
    }

    fn sender(&self, conversation: &mut Conversation) -> Option<Who<'_>> {
        match (self.id, self.name) {
            (Some(SELF), name) => {
                let who = Who::name(name.unwrap_or(SELF));
                conversation.exported_by(who);
                Some(who)
            }
            (Some(id), _) if conversation.is_system(id) => None,
            (Some(id), name) => {
                if let Some(name) = name {
                    conversation.see(id, name);
                }
                Some(Who::id(id, name))
            }
            (None, name) => name.map(Who::name),
        }
    }
}

/// What a content is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content<'a> {
    kind: Kind,
    /// Own words, or the title of what was shared.
    text: Option<&'a str>,
    url: Option<&'a str>,
    file: Option<&'a str>,
}

fn content(body: &str) -> Content<'_> {
    let own = behind_quote(body.trim_end());
    let text = Kind::Message(MessageKind::Text);
    let plain = Content { kind: text, text: Some(own).filter(|own| !own.is_empty()), url: None, file: None };
    if own == "[引用]" {
        return Content { text: None, ..plain };
    }
    if own.starts_with("Type: ") && own.contains(" Content: ") {
        return Content { kind: Kind::Message(MessageKind::Other), text: None, ..plain };
    }
    let Some(marked) = mark(own) else { return card(own).unwrap_or(plain) };
    match marked.kind {
        Kind::Message(MessageKind::File) => Content { kind: marked.kind, text: None, file: marked.title, ..plain },
        Kind::Message(MessageKind::Link | MessageKind::MiniProgram) => {
            Content { kind: marked.kind, text: marked.title, url: marked.url, ..plain }
        }
        kind => Content { kind, text: None, ..plain },
    }
}

/// `[分享|标题|说明](地址)`: a card whose kind chatlog does not know.
fn card(own: &str) -> Option<Content<'_>> {
    let inner = own.strip_prefix("[分享").filter(|inner| inner.starts_with(['|', ']']))?;
    let (title, url) = match inner.rfind("](") {
        Some(at) => (inner.get(..at)?, inner.get(at + 2..)?.strip_suffix(')')?),
        None => (inner.strip_suffix(']')?, ""),
    };
    let title = title.strip_prefix('|').filter(|title| !title.is_empty());
    let url = Some(url).filter(|url| !url.is_empty());
    Some(Content { kind: Kind::Message(MessageKind::Link), text: title, url, file: None })
}

/// What stands behind the leading lines that begin with `>`.
fn behind_quote(body: &str) -> &str {
    let mut rest = body;
    while rest.starts_with("> ") || rest.starts_with(">\n") || rest == ">" {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

/// The ids in `"${wxid_a}" 拍了拍 "${wxid_b}" 的肩膀`; none when it is no pat.
fn pats(body: &str) -> Vec<&str> {
    if !body.contains("拍了拍") || !body.starts_with("\"${") && !body.starts_with("我拍了拍 \"${") {
        return Vec::new();
    }
    body.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).filter(|id| !id.is_empty()).collect()
}

fn lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renderings() {
        use MessageKind::{Call, File, Forward, Image, Link, MiniProgram, Other, RedPacket, Text, Voice};
        for (body, kind, text, url, file) in [
            ("早", Text, "早", "", ""),
            ("[强] 不是标记", Text, "[强] 不是标记", "", ""),
            ("![图片](http://127.0.0.1:5030/image/ab,cd)", Image, "", "", ""),
            ("[语音](http://127.0.0.1:5030/voice/1)", Voice, "", "", ""),
            ("[语音通话]", Call, "", "", ""),
            ("[链接|标题 [一](二)](https://a.example/x?(1))", Link, "标题 [一](二)", "https://a.example/x?(1)", ""),
            ("[分享|标题|说明](https://a.example)", Link, "标题|说明", "https://a.example", ""),
            ("[分享]", Link, "", "", ""),
            ("[分享会几点", Text, "[分享会几点", "", ""),
            ("[文件|周报.pdf](http://127.0.0.1:5030/file/ab)", File, "", "", "周报.pdf"),
            ("[小程序|某店](https://b.example)", MiniProgram, "某店", "https://b.example", ""),
            ("[合并转发]", Forward, "", "", ""),
            ("[转账|发送 ￥1.00](饭钱)", RedPacket, "", "", ""),
            ("> 甲(wxid_a) 10-01 10:00:00\n> 早\n你也早", Text, "你也早", "", ""),
            ("> [引用]\n好", Text, "好", "", ""),
            ("[引用]", Text, "", "", ""),
            ("Type: 66 Content: <x>", Other, "", "", ""),
        ] {
            let filled = |text: &'static str| Some(text).filter(|text| !text.is_empty());
            let want = Content { kind: Kind::Message(kind), text: filled(text), url: filled(url), file: filled(file) };
            assert_eq!(content(body), want, "{body}");
        }
    }

    #[test]
    fn who_is_patted() {
        for (body, want) in [
            ("\"${wxid_a}\" 拍了拍 \"${wxid_b}\" 的肩膀", vec!["wxid_a", "wxid_b"]),
            ("我拍了拍 \"${wxid_b}\"", vec!["wxid_b"]),
            ("他拍了拍桌子", vec![]),
            ("\"${wxid_a}\"", vec![]),
        ] {
            assert_eq!(pats(body), want, "{body}");
        }
    }
}
