//! Wing 1: the export formats, one file each, and the list they stand in.

mod chatlab;
mod chatlab_json;
mod chatlab_jsonl;
mod chatlog_json;
mod clock;
mod discord_json;
mod echotrace_json;
mod json;
mod refused;
mod roster;
mod spec;
mod system_text;
#[allow(dead_code, reason = "the first CSV formats follow")]
mod table;
mod telegram_json;
#[allow(dead_code, unused_imports, reason = "the formats that read more of it follow")]
mod wechat;
mod weflow_json;
mod weflow_txt;
mod whatsapp_txt;
mod wx_cli_json;

pub use refused::refusal;
pub use spec::{
    Alone, Carries, Confidence, Content, Folder, Format, Head, Input, Nearby, Part, Progress, Read, TimeKind,
};

/// Every format, in sniffing order.
pub const FORMATS: &[&Format] = &[
    &weflow_json::WEFLOW_JSON,
    &echotrace_json::ECHOTRACE_JSON,
    &discord_json::DISCORD_JSON,
    &telegram_json::TELEGRAM_JSON,
    &chatlab_json::CHATLAB_JSON,
    &chatlab_jsonl::CHATLAB_JSONL,
    &chatlog_json::CHATLOG_JSON,
    &wx_cli_json::WX_CLI_JSON,
    &weflow_txt::WEFLOW_TXT,
    &whatsapp_txt::WHATSAPP_TXT,
];

/// The format of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}
