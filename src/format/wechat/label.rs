//! The words exporters write instead of type codes: `WeFlow` (old and new), `PyWxDump`, `WeClone`,
//! wx-cli. In: the label. Out: what the record is.

use super::code::{Code, Kind};
use crate::frame::MessageKind::{
    self, Announcement, Call, Card, File, Forward, Image, Link, Location, MiniProgram, Other, RedPacket, Relay,
    Sticker, Text, Video, Voice,
};

const MESSAGES: &[(MessageKind, &[&str])] = &[
    (Text, &["文本消息", "文本", "粘贴的文本", "引用消息", "引用回复", "回复消息", "text"]),
    (Image, &["图片消息", "图片", "image"]),
    (Voice, &["语音消息", "语音", "voice"]),
    (Video, &["视频消息", "视频", "video"]),
    (File, &["文件消息", "文件", "文件(猜)", "file"]),
    (Sticker, &["动画表情", "表情", "表情包", "表情消息", "用户上传的GIF表情", "sticker"]),
    (Card, &["名片消息", "名片", "推荐公众号", "(分享)视频号名片"]),
    (Location, &["位置消息", "位置", "位置共享", "location"]),
    (Call, &["通话消息", "通话", "语音通话", "视频通话"]),
    (
        Link,
        &[
            "卡片式链接",
            "图文消息",
            "链接消息",
            "音乐消息",
            "视频号直播卡片",
            "视频号消息",
            "(分享)卡片式链接",
            "(分享)音乐",
            "(分享)小说(猜)",
            "(分享)视频号视频",
            "视频号直播或直播回放",
            "视频号直播或直播回放等",
            "游戏相关",
            "链接",
            "链接/文件",
        ],
    ),
    (RedPacket, &["红包卡片", "转账卡片", "转账消息", "红包消息", "转账", "红包", "赠送红包封面"]),
    (MiniProgram, &["小程序分享", "小程序消息", "(分享)小程序", "小程序"]),
    (Forward, &["聊天记录合并转发", "合并转发的聊天记录", "聊天记录", "(分享)笔记", "(分享)收藏夹"]),
    (Relay, &["接龙", "接龙消息"]),
    (Announcement, &["群公告"]),
    (Other, &["未知", "未知类型", "其他消息"]),
];

const SYSTEM: &[&str] =
    &["系统消息", "系统通知", "系统", "邀请加群", "添加好友", "企业微信打招呼(猜)", "企业微信添加好友(猜)"];

/// What a record with this label is; `None` for a label not known.
pub(in crate::format) fn label(text: &str) -> Option<Kind> {
    let text = text.trim();
    if let Some((kind, _)) = MESSAGES.iter().find(|(_, words)| words.contains(&text)) {
        return Some(Kind::Message(*kind));
    }
    if SYSTEM.contains(&text) {
        return Some(Kind::System);
    }
    if text == "拍一拍" {
        return Some(Kind::Pat);
    }
    if text == "撤回" || text == "撤回消息" || text.starts_with("消息撤回") {
        return Some(Kind::Recall);
    }
    // `未知类型(81604378673)`: the exporter did not know the code, but wrote it.
    let code = text.strip_prefix("未知类型")?.trim_start_matches(['(', '（', ' ']).trim_end_matches([')', '）']);
    let code = code.parse().ok().map(Code::packed).filter(|code| (code.base, code.sub) != (49, 0));
    Some(code.map_or(Kind::Message(Other), Code::kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for (text, want) in [
            ("文本消息", Some(Kind::Message(Text))),
            ("引用回复", Some(Kind::Message(Text))),
            ("(分享)卡片式链接", Some(Kind::Message(Link))),
            ("聊天记录合并转发", Some(Kind::Message(Forward))),
            ("群公告", Some(Kind::Message(Announcement))),
            ("消息撤回57", Some(Kind::Recall)),
            ("撤回", Some(Kind::Recall)),
            ("系统通知", Some(Kind::System)),
            ("拍一拍", Some(Kind::Pat)),
            ("sticker", Some(Kind::Message(Sticker))),
            ("未知类型(8594229559345)", Some(Kind::Message(RedPacket))),
            ("未知类型(49)", Some(Kind::Message(Other))),
            ("未知类型(x)", Some(Kind::Message(Other))),
            ("", None),
            ("大家好", None),
        ] {
            assert_eq!(label(text), want, "{text}");
        }
    }

    #[test]
    fn no_label_stands_twice() {
        let mut all: Vec<&str> = MESSAGES.iter().flat_map(|(_, words)| *words).chain(SYSTEM).copied().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
