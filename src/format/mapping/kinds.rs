//! Words tables use for kinds of messages, in Chinese and English. In: a cell of the kind column.
//! Out: the kind most people mean by it. What a mapping says itself goes first.

use super::Meaning;
use crate::frame::{EventKind, MessageKind};

const MESSAGES: &[(MessageKind, &[&str])] = &[
    (
        MessageKind::Text,
        &["text", "文本", "文字", "文本消息", "文字消息", "plain", "markdown", "richtext", "引用消息", "富文本"],
    ),
    (MessageKind::Image, &["image", "picture", "photo", "img", "图片", "图片消息", "照片"]),
    (MessageKind::Voice, &["voice", "audio", "语音", "语音消息", "音频"]),
    (MessageKind::Video, &["video", "视频", "视频消息", "小视频"]),
    (MessageKind::File, &["file", "document", "attachment", "文件", "文件消息", "附件"]),
    (MessageKind::Link, &["link", "url", "链接", "链接消息", "卡片式链接", "图文消息", "网页", "音乐消息"]),
    (MessageKind::MiniProgram, &["mini_program", "miniprogram", "weapp", "小程序", "小程序消息", "小程序分享"]),
    (MessageKind::Sticker, &["sticker", "emoji", "emotion", "表情", "表情消息", "动画表情"]),
    (MessageKind::Location, &["location", "位置", "位置消息"]),
    (MessageKind::Card, &["card", "contact", "名片", "名片消息"]),
    (
        MessageKind::RedPacket,
        &["red_packet", "redpacket", "hongbao", "红包", "红包卡片", "转账", "转账卡片", "转账消息"],
    ),
    (MessageKind::Poll, &["poll", "vote", "投票"]),
    (MessageKind::Relay, &["relay", "接龙"]),
    (MessageKind::Forward, &["forward", "chatrecord", "聊天记录", "聊天记录合并转发", "合并转发", "转发"]),
    (MessageKind::Call, &["call", "通话", "通话消息", "音视频通话"]),
    (MessageKind::Announcement, &["announcement", "notice", "群公告", "公告"]),
    (MessageKind::Recalled, &["recalled", "revoked", "deleted", "已撤回", "撤回", "撤回消息"]),
    (MessageKind::Other, &["other", "unknown", "其他", "其它", "未知"]),
];

const EVENTS: &[(EventKind, &[&str])] = &[
    (EventKind::Join, &["join", "joined", "member_joined", "chat_add_member", "入群", "加入", "进群"]),
    (EventKind::Leave, &["leave", "left", "quit", "member_left", "chat_quit", "退群", "退出"]),
    (EventKind::Remove, &["remove", "removed", "kick", "kicked", "chat_remove_member", "移出", "踢出", "被移出"]),
    (EventKind::Mute, &["mute", "禁言"]),
    (EventKind::Unmute, &["unmute", "解除禁言"]),
    (EventKind::Rename, &["rename", "chat_update_title", "修改群名", "改名"]),
    (EventKind::Recall, &["recall", "revoke"]),
    (EventKind::Pin, &["pin", "置顶"]),
    (EventKind::Created, &["created", "create", "建群"]),
    (EventKind::Poke, &["poke", "拍一拍"]),
];

const SYSTEM: &[&str] = &["system", "system_message", "sys", "系统", "系统消息", "系统提示", "系统通知"];

/// What a word is commonly meant to be; `None` for words nobody knows.
pub(in crate::format) fn known_kind(word: &str) -> Option<Meaning> {
    let word = word.trim();
    let is = |known: &&[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is(&SYSTEM) {
        return Some(Meaning::System);
    }
    let message = MESSAGES.iter().find(|(_, words)| is(words)).map(|(kind, _)| Meaning::Message(*kind));
    let event = || EVENTS.iter().find(|(_, words)| is(words)).map(|(kind, _)| Meaning::Event(*kind));
    message.or_else(event)
}

/// The meaning of a value in `[kinds]`: a kind, an event, an `event:` where both are called alike,
/// or `system`.
pub(super) fn named(word: &str) -> Option<Meaning> {
    let event = |word: &str| EventKind::ALL.iter().find(|kind| kind.name() == word).map(|kind| Meaning::Event(*kind));
    if word == "system" {
        return Some(Meaning::System);
    }
    if let Some(word) = word.strip_prefix("event:") {
        return event(word);
    }
    let message = MessageKind::ALL.iter().find(|kind| kind.name() == word).map(|kind| Meaning::Message(*kind));
    message.or_else(|| event(word))
}

/// The word a meaning has in `[kinds]`.
pub(in crate::format) fn word_of(meaning: Meaning) -> String {
    match meaning {
        Meaning::System => "system".to_owned(),
        Meaning::Message(kind) => kind.name().to_owned(),
        Meaning::Event(kind) if MessageKind::ALL.iter().any(|other| other.name() == kind.name()) => {
            format!("event:{}", kind.name())
        }
        Meaning::Event(kind) => kind.name().to_owned(),
    }
}

/// Every value `[kinds]` takes.
pub(super) fn names() -> Vec<&'static str> {
    let messages = MessageKind::ALL.iter().map(|kind| kind.name());
    messages.chain(EventKind::ALL.iter().map(|kind| kind.name())).chain(["system"]).collect()
}
