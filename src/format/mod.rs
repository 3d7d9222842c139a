//! Wing 1: the export formats, one file each, and the list they stand in.

mod chatlab;
mod chatlab_json;
mod chatlab_jsonl;
mod clock;
mod dingtalk_json;
mod discord_json;
mod discourse_chat;
mod feishu_json;
mod file_kind;
mod gitter_json;
mod html_body;
mod json;
mod mattermost;
mod mattermost_json;
mod mattermost_jsonl;
mod refused;
mod rocketchat_json;
mod roster;
mod spec;
mod system_text;
#[allow(dead_code, reason = "the first CSV formats follow")]
mod table;
mod telegram_json;
mod wecom_archive;
mod whatsapp_txt;
mod zulip_json;

pub use refused::refusal;
pub use spec::{
    Alone, Carries, Confidence, Content, Folder, Format, Head, Input, Nearby, Part, Progress, Read, TimeKind,
};

/// Every format, in sniffing order.
pub const FORMATS: &[&Format] = &[
    &discord_json::DISCORD_JSON,
    &telegram_json::TELEGRAM_JSON,
    &chatlab_json::CHATLAB_JSON,
    &chatlab_jsonl::CHATLAB_JSONL,
    &whatsapp_txt::WHATSAPP_TXT,
    &wecom_archive::WECOM_ARCHIVE,
    &feishu_json::FEISHU_JSON,
    &dingtalk_json::DINGTALK_JSON,
    &mattermost_json::MATTERMOST_JSON,
    &mattermost_jsonl::MATTERMOST_JSONL,
    &rocketchat_json::ROCKETCHAT_JSON,
    &zulip_json::ZULIP_JSON,
    &discourse_chat::DISCOURSE_CHAT,
    &gitter_json::GITTER_JSON,
];

/// The format of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}
