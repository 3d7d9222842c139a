//! The marks plain renderings put for what is no text: `[图片]`, `[文件] 周报.pdf`,
//! `[链接|标题](地址)`, `![图片](地址)`. In: a body. Out: the kind, the title and the address behind
//! the mark. Only marks of a fixed list count: `[微笑]` is an emoji somebody typed.

use super::code::Kind;
use crate::frame::MessageKind::{
    self, Announcement, Call, Card, File, Forward, Image, Link, Location, MiniProgram, Other, RedPacket, Relay,
    Sticker, Video, Voice,
};

/// A body that begins with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Marked<'a> {
    /// What the mark stands for.
    pub kind: Kind,
    /// The title, file name or memo with it.
    pub title: Option<&'a str>,
    /// The address with it.
    pub url: Option<&'a str>,
}

const WORDS: &[(MessageKind, &[&str])] = &[
    (Image, &["图片", "Image"]),
    (Voice, &["语音", "语音消息", "Voice"]),
    (Video, &["视频", "Video"]),
    (File, &["文件", "File"]),
    (Sticker, &["表情", "表情包", "动画表情", "GIF表情", "Sticker"]),
    (Card, &["名片", "视频号名片"]),
    (Location, &["位置", "位置共享", "地理位置"]),
    (Call, &["通话", "语音通话", "视频通话"]),
    (Link, &["链接", "链接/文件", "分享", "音乐", "音乐分享", "视频号", "视频号直播", "游戏", "Link"]),
    (RedPacket, &["红包", "转账", "红包封面", "微信红包", "微信转账", "转账收款"]),
    (MiniProgram, &["小程序"]),
    (Forward, &["聊天记录", "合并转发", "合并转发的聊天记录", "笔记", "收藏"]),
    (Relay, &["接龙"]),
    (Announcement, &["群公告"]),
    (Other, &["其他消息", "未知消息", "未知类型", "暂不支持的消息"]),
];

/// The mark a body begins with; `None` when it is text.
pub(in crate::format) fn mark(body: &str) -> Option<Marked<'_>> {
    let body = body.trim();
    let inner = body.strip_prefix('!').unwrap_or(body).strip_prefix('[')?;
    let close = inner.char_indices().find(|(_, c)| matches!(c, ']' | '|' | '\n'))?.0;
    let (word, rest) = inner.split_at(close);
    // `[表情包：开心]`, `[语音 3秒]`
    let word = word.split(['：', ' ']).next().unwrap_or(word);
    let kind = match word {
        "拍一拍" => Kind::Pat,
        "系统消息" => Kind::System,
        word => Kind::Message(WORDS.iter().find(|(_, words)| words.contains(&word))?.0),
    };
    let (title, rest) = match rest.strip_prefix('|') {
        // A title may hold brackets; the last `](` closes it.
        Some(rest) => match rest.rfind("](") {
            Some(at) => (Some(rest.get(..at)?), rest.get(at + 1..)?),
            None => (Some(rest.strip_suffix(']')?), ""),
        },
        None => (None, rest.strip_prefix(']')?),
    };
    let url = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let behind = if url.is_some() { "" } else { rest.trim_start_matches([':', '：']).trim() };
    if !behind.is_empty() && !belongs(kind, behind) {
        return None;
    }
    let filled = |text: &'_ &str| !text.is_empty();
    Some(Marked { kind, title: title.or(Some(behind)).filter(filled), url: url.filter(filled) })
}

/// What stands behind a bare mark is its title or length; `[红包] 快抢` is what somebody typed.
fn belongs(kind: Kind, behind: &str) -> bool {
    match kind {
        Kind::Message(File | Link | MiniProgram | Location | Card | Forward | Announcement | Relay) => true,
        Kind::Message(RedPacket) => behind.contains(['￥', '¥']),
        Kind::Message(Voice | Video | Call) => {
            behind.chars().all(|c| c.is_ascii_digit() || matches!(c, 's' | ':' | '秒' | '分' | '"'))
        }
        // `[图片] local_id=5`
        Kind::Message(Image) => behind.strip_prefix("local_id=").is_some_and(|id| !id.contains(' ')),
        _ => false,
    }
}

/// What of a rendered body is text of a message of that kind: pictures and money have none, titles
/// stand without their mark, voice is what it was transcribed to.
pub(in crate::format) fn rendered(kind: MessageKind, body: &str) -> Option<&str> {
    let text = match kind {
        Image | Video | Sticker | RedPacket | Call => "",
        Voice => {
            let behind = body.strip_prefix("[语音").and_then(|rest| rest.split_once(']'));
            let spoken = behind.map_or(body, |(_, spoken)| spoken);
            if media_path(body).is_some() { "" } else { spoken }
        }
        MessageKind::Text => body,
        _ => match mark(body) {
            Some(marked) => marked.title.unwrap_or(""),
            None => body,
        },
    };
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The kind of a body that is nothing but the path of an exported file: `media/images/ab12.jpg`.
pub(in crate::format) fn media_path(body: &str) -> Option<MessageKind> {
    let (folders, name) = body.rsplit_once(['/', '\\'])?;
    if body.contains(['\n', ' ']) || body.contains("://") || !name.contains('.') {
        return None;
    }
    folders.rsplit(['/', '\\']).find_map(|folder| match folder {
        "images" | "image" => Some(Image),
        "voices" | "voice" => Some(Voice),
        "videos" | "video" => Some(Video),
        "emojis" | "emoji" => Some(Sticker),
        "files" | "file" => Some(File),
        _ => None,
    })
}

/// An answer without the message it quotes, which some exporters write behind it: `好[引用 甲：几点？]`.
/// What was quoted is somebody else's text and links.
pub(in crate::format) fn without_quote(body: &str) -> &str {
    let Some(open) = body.strip_suffix(']').and_then(|body| body.find("[引用 ")) else { return body };
    body.get(..open).unwrap_or(body)
}

/// The name in a file message: `[文件] 周报.pdf`, a bare name or a path.
pub(in crate::format) fn file_name(text: &str) -> Option<&str> {
    let name = ["[文件]", "[File]"].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text).trim();
    let name = name.rsplit(['/', '\\']).next()?;
    (!name.is_empty() && !name.contains('\n') && !name.starts_with(['{', '<'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for (body, want) in [
            ("[图片]", "image"),
            ("![图片](http://127.0.0.1/image/x)", "image -> http://127.0.0.1/image/x"),
            ("[语音]", "voice"),
            ("[文件] 周报.pdf", "file 周报.pdf"),
            ("[文件|周[3]报.pdf](http://127.0.0.1/f)", "file 周[3]报.pdf -> http://127.0.0.1/f"),
            ("[链接|标题](https://ex.cn/1)", "link 标题 -> https://ex.cn/1"),
            ("[链接]：标题", "link 标题"),
            ("[红包]", "red_packet"),
            ("[红包] 快抢", "-"),
            ("[转账|发送 ￥1.00](午饭)", "red_packet 发送 ￥1.00 -> 午饭"),
            ("[视频]12s", "video 12s"),
            ("[语音 3秒]", "voice"),
            ("[表情包：开心]", "sticker"),
            ("[转账] (甲 转账给 乙) ￥8.00", "red_packet (甲 转账给 乙) ￥8.00"),
            ("[图片] local_id=5", "image local_id=5"),
            ("[图片] 好看吗", "-"),
            ("[微笑]", "-"),
            ("[图片", "-"),
            ("图片]", "-"),
            ("", "-"),
        ] {
            let got = mark(body).map_or("-".to_owned(), |marked| {
                let Kind::Message(kind) = marked.kind else { return format!("{:?}", marked.kind) };
                let title = marked.title.map(|title| format!(" {title}")).unwrap_or_default();
                let url = marked.url.map(|url| format!(" -> {url}")).unwrap_or_default();
                format!("{}{title}{url}", kind.name())
            });
            assert_eq!(got, want, "{body}");
        }
    }

    #[test]
    fn what_is_text() {
        for (kind, body, want) in [
            (MessageKind::Text, "你好", Some("你好")),
            (Image, "[图片]", None),
            (Image, "media/images/a.jpg", None),
            (Voice, "[语音消息] 明天见", Some("明天见")),
            (Voice, "[语音消息]", None),
            (Voice, "media/voices/1.wav", None),
            (File, "[文件] 周报.pdf", Some("周报.pdf")),
            (Link, "[链接] 标题\nhttps://ex.cn/1", Some("标题\nhttps://ex.cn/1")),
            (Announcement, "[群公告] 周五停机", Some("周五停机")),
            (Announcement, "周五停机", Some("周五停机")),
            (RedPacket, "[转账] ￥8.00", None),
        ] {
            assert_eq!(rendered(kind, body), want, "{body}");
        }
    }

    #[test]
    fn paths_and_quotes() {
        for (body, want) in [
            ("media/images/a.jpg", Some(Image)),
            ("群聊_读书会\\emojis\\a.gif", Some(Sticker)),
            ("https://ex.cn/images/a.jpg", None),
            ("看 images/a.jpg", None),
            ("and/or", None),
        ] {
            assert_eq!(media_path(body), want, "{body}");
        }
        for (body, want) in [
            ("好[引用 甲：几点？]", "好"),
            ("[引用 甲：几点？]", ""),
            ("好[引用 甲：[图片]]", "好"),
            ("好[引用] 不算", "好[引用] 不算"),
            ("好", "好"),
        ] {
            assert_eq!(without_quote(body), want, "{body}");
        }
    }

    #[test]
    fn names_of_files() {
        for (text, want) in [
            ("[文件] 周报.pdf", Some("周报.pdf")),
            ("media/files/a.zip", Some("a.zip")),
            ("[文件]", None),
            ("{\"title\":\"a\"}", None),
        ] {
            assert_eq!(file_name(text), want, "{text}");
        }
    }
}
