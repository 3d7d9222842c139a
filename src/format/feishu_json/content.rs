//! The content of a Feishu message, which is JSON in a string. In: its type and the parsed string.
//! Out: kind, text, links, file name.

use crate::format::json::Value;
use crate::frame::MessageKind;

/// A content as far as it is kept.
#[derive(Debug)]
pub(super) struct Content {
    pub kind: MessageKind,
    pub text: Option<String>,
    pub urls: Vec<String>,
    pub file_name: Option<String>,
}

impl Default for Content {
    fn default() -> Self {
        Self { kind: MessageKind::Other, text: None, urls: Vec::new(), file_name: None }
    }
}

fn owned(value: Value<'_>) -> Option<String> {
    value.word().map(std::borrow::Cow::into_owned)
}

impl Content {
    /// The content of a message of that type; `plain` is the string where it is no JSON.
    pub fn of(kind: &[u8], content: Value<'_>, plain: &str) -> Self {
        let mut found = Self { kind: kind_of(kind), ..Self::default() };
        match kind {
            b"text" => {
                found.text = owned(content.get(b"text")).or_else(|| content.is_absent().then(|| plain.to_owned()));
            }
            b"post" | b"interactive" => found.rich(content),
            b"file" | b"folder" | b"media" => found.file_name = owned(content.get(b"file_name")),
            b"location" => found.text = owned(content.get(b"name")),
            b"hongbao" => found.text = owned(content.get(b"text")),
            b"vote" | b"video_chat" => found.text = owned(content.get(b"topic")),
            b"todo" => found.rich(content.get(b"summary")),
            b"share_calendar_event" | b"calendar" | b"general_calendar" => found.text = owned(content.get(b"summary")),
            _ => {}
        }
        found
    }

    /// A post or card: a title and lines of parts, perhaps under a language.
    fn rich(&mut self, content: Value<'_>) {
        let by_language = || content.members().map(|(_, value)| value).find(|value| has_lines(*value));
        let post = if has_lines(content) { content } else { by_language().unwrap_or(content) };
        let mut text = owned(post.get(b"title")).unwrap_or_default();
        let mut pictures = 0;
        let lines = post.get(b"content");
        let lines = if lines.is_absent() { post.get(b"elements") } else { lines };
        for line in lines.items() {
            if !text.is_empty() {
                text.push('\n');
            }
            // Cards may hold parts where posts hold lines of them.
            let alone = (line.raw().first() == Some(&b'{')).then_some(line);
            for part in line.items().chain(alone) {
                pictures += u32::from(self.part(&mut text, part));
            }
        }
        if text.trim().is_empty() && pictures > 0 {
            self.kind = MessageKind::Image;
        }
        self.text = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    }

    /// One part; tells whether it is a picture or film.
    fn part(&mut self, text: &mut String, part: Value<'_>) -> bool {
        let (mut tag, mut href, mut words, mut name) = (None, None, None, None);
        for (key, value) in part.members() {
            match key {
                b"tag" => tag = value.inner(),
                b"href" => href = owned(value),
                b"text" => words = owned(value),
                b"user_name" => name = owned(value),
                _ => {}
            }
        }
        match tag {
            Some(b"img" | b"media") => return true,
            Some(b"at") => {
                text.push('@');
                text.push_str(name.as_deref().unwrap_or(""));
            }
            Some(b"a") => self.urls.extend(href),
            _ => {}
        }
        text.push_str(words.as_deref().unwrap_or(""));
        false
    }
}

fn has_lines(value: Value<'_>) -> bool {
    [b"content".as_slice(), b"elements"].iter().any(|key| value.get(key).raw().first() == Some(&b'['))
}

const fn kind_of(kind: &[u8]) -> MessageKind {
    match kind {
        b"text" | b"post" => MessageKind::Text,
        b"image" => MessageKind::Image,
        b"file" | b"folder" => MessageKind::File,
        b"audio" => MessageKind::Voice,
        b"media" => MessageKind::Video,
        b"sticker" => MessageKind::Sticker,
        b"hongbao" => MessageKind::RedPacket,
        b"share_chat" | b"share_user" => MessageKind::Card,
        b"location" => MessageKind::Location,
        b"video_chat" => MessageKind::Call,
        b"vote" => MessageKind::Poll,
        b"merge_forward" => MessageKind::Forward,
        _ => MessageKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_by_type() {
        for (kind, content, want, text, urls) in [
            ("text", r#"{"text":"hi"}"#, MessageKind::Text, Some("hi"), ""),
            ("text", "This message was recalled", MessageKind::Text, Some("This message was recalled"), ""),
            (
                "post",
                r#"{"title":"周报","content":[[{"tag":"text","text":"见 "},{"tag":"a","href":"https://a.cn","text":"链接"}],[{"tag":"at","user_id":"@_user_1","user_name":"甲"}]]}"#,
                MessageKind::Text,
                Some("周报\n见 链接\n@甲"),
                "https://a.cn",
            ),
            (
                "post",
                r#"{"zh_cn":{"title":"","content":[[{"tag":"text","text":"中文"}]]}}"#,
                MessageKind::Text,
                Some("中文"),
                "",
            ),
            ("post", r#"{"title":"","content":[[{"tag":"img","image_key":"img_1"}]]}"#, MessageKind::Image, None, ""),
            (
                "interactive",
                r#"{"title":"卡片","elements":[[{"tag":"a","href":"https://b.cn","text":"看"}],{"tag":"text","text":"说明"}]}"#,
                MessageKind::Other,
                Some("卡片\n看\n说明"),
                "https://b.cn",
            ),
            (
                "todo",
                r#"{"task_id":"t","summary":{"title":"","content":[[{"tag":"text","text":"买票"}]]}}"#,
                MessageKind::Other,
                Some("买票"),
                "",
            ),
            ("merge_forward", r#"{"content":"Merged and Forwarded Message"}"#, MessageKind::Forward, None, ""),
            ("unheard_of", "[]", MessageKind::Other, None, ""),
        ] {
            let found = Content::of(kind.as_bytes(), Value::parse(content), content);
            assert_eq!((found.kind, found.text.as_deref()), (want, text), "{kind} {content}");
            assert_eq!(found.urls.join(" "), urls, "{kind}");
        }
    }
}
