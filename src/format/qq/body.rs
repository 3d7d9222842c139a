//! What a body is when all that is left of a picture or file is its placeholder: `[图片]`,
//! `[文件:周报.pdf]`, `[QQ小程序]投票`. In: the body as printed. Out: kind, the words that remain, the
//! name of a file.

use crate::format::utf8;
use crate::frame::MessageKind;

/// A body understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Body<'a> {
    /// What it is.
    pub kind: MessageKind,
    /// Words besides placeholders; `None` where there are none.
    pub text: Option<&'a str>,
    /// Name of a file.
    pub file_name: Option<&'a str>,
}

/// Words in square brackets and what they stand for.
const MARKS: &[(&str, MessageKind)] = &[
    ("图片", MessageKind::Image),
    ("闪照", MessageKind::Image),
    ("image消息", MessageKind::Image),
    ("表情", MessageKind::Sticker),
    ("动画表情", MessageKind::Sticker),
    ("原创表情", MessageKind::Sticker),
    ("商城表情", MessageKind::Sticker),
    ("表情消息", MessageKind::Sticker),
    ("语音", MessageKind::Voice),
    ("audio消息", MessageKind::Voice),
    ("视频", MessageKind::Video),
    ("短视频", MessageKind::Video),
    ("video消息", MessageKind::Video),
    ("文件", MessageKind::File),
    ("file消息", MessageKind::File),
    ("红包", MessageKind::RedPacket),
    ("QQ红包", MessageKind::RedPacket),
    ("转账", MessageKind::RedPacket),
    ("位置", MessageKind::Location),
    ("位置消息", MessageKind::Location),
    ("链接", MessageKind::Link),
    ("分享", MessageKind::Link),
    ("卡片消息", MessageKind::Link),
    ("JSON消息", MessageKind::Link),
    ("QQ小程序", MessageKind::MiniProgram),
    ("小程序", MessageKind::MiniProgram),
    ("聊天记录", MessageKind::Forward),
    ("转发消息", MessageKind::Forward),
    ("合并转发", MessageKind::Forward),
    ("名片", MessageKind::Card),
    ("推荐联系人", MessageKind::Card),
    ("推荐群聊", MessageKind::Card),
    ("群公告", MessageKind::Announcement),
    ("群投票", MessageKind::Poll),
    ("投票", MessageKind::Poll),
    ("群接龙", MessageKind::Relay),
    ("接龙", MessageKind::Relay),
    ("通话记录", MessageKind::Call),
    ("语音通话", MessageKind::Call),
    ("视频通话", MessageKind::Call),
];
/// Placeholders that say nothing of the kind.
const SILENT: &[&str] = &["无文本内容"];
/// Placeholders of the message that is answered; the answer follows.
const ANSWERED: &[&str] = &["回复", "回复消息"];

/// What a body is.
pub(in crate::format) fn body(text: &str) -> Body<'_> {
    let text = utf8::trim(text);
    let mut rest = text;
    let mut first = None;
    let mut answers = false;
    while let Some((word, value, behind)) = mark(rest) {
        if ANSWERED.contains(&word) {
            answers = true;
        } else if let Some(kind) = kind(word) {
            first = first.or(Some(kind));
            if has_title(kind) {
                return titled(kind, value, behind);
            }
        } else if !SILENT.contains(&word) {
            break;
        }
        rest = behind;
    }
    match (first, rest) {
        (Some(kind), "") => Body { kind, text: None, file_name: None },
        (None, "") => {
            let kind = if answers { MessageKind::Text } else { MessageKind::Other };
            Body { kind, text: None, file_name: None }
        }
        (None, rest) => Body { kind: MessageKind::Text, text: Some(rest), file_name: None },
        // Words among pictures: all of it, for the order of words and pictures is part of the text.
        (Some(_), _) => Body { kind: MessageKind::Text, text: Some(text), file_name: None },
    }
}

/// The mark a text begins with: its word, what stands behind a colon in it, and what follows.
fn mark(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let (inner, behind) = text.strip_prefix('[')?.split_once(']')?;
    let (word, value) = match inner.split_once([':', '：']) {
        Some((word, value)) => (word, Some(value.trim()).filter(|value| !value.is_empty())),
        None => (inner, None),
    };
    Some((word, value, behind.trim_start()))
}

fn kind(word: &str) -> Option<MessageKind> {
    // Faces are numbered: `[表情178]`.
    let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    MARKS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
}

/// What follows the mark of such a kind is its title.
const fn has_title(kind: MessageKind) -> bool {
    !matches!(kind, MessageKind::Image | MessageKind::Sticker | MessageKind::Voice | MessageKind::Video)
}

fn titled<'a>(kind: MessageKind, value: Option<&'a str>, behind: &'a str) -> Body<'a> {
    let line = behind.lines().next().map(str::trim_end).filter(|line| !line.is_empty());
    let text = Some(behind).filter(|text| !text.is_empty());
    match kind {
        MessageKind::File if value.is_some() => Body { kind, text, file_name: value },
        MessageKind::File => Body { kind, text: None, file_name: line },
        kind => Body { kind, text, file_name: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        use MessageKind::{File, Forward, Image, MiniProgram, Other, RedPacket, Sticker, Text};
        for (text, kind, words, file_name) in [
            ("大家好", Text, Some("大家好"), None),
            ("[图片]", Image, None, None),
            ("[图片][图片]\n", Image, None, None),
            ("[图片:A1.jpg]", Image, None, None),
            ("[图片]看这个", Text, Some("[图片]看这个"), None),
            ("[表情178][表情]", Sticker, None, None),
            ("[文件]周报.pdf", File, None, Some("周报.pdf")),
            ("[文件:周报.pdf]", File, None, Some("周报.pdf")),
            ("[文件]", File, None, None),
            ("[QQ红包]恭喜发财", RedPacket, Some("恭喜发财"), None),
            ("[QQ小程序]投票", MiniProgram, Some("投票"), None),
            ("[回复]好的", Text, Some("好的"), None),
            ("[回复消息]", Text, None, None),
            ("[转发消息: 3条]\n  甲: 一", Forward, Some("甲: 一"), None),
            ("[无文本内容]", Other, None, None),
            ("", Other, None, None),
            ("[1] 第一点", Text, Some("[1] 第一点"), None),
            ("[未完", Text, Some("[未完"), None),
        ] {
            assert_eq!(body(text), Body { kind, text: words, file_name }, "{text}");
        }
    }
}
