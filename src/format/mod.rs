//! Wing 1: the export formats, one file each, and the list they stand in.

mod chatlab;
mod chatlab_json;
mod chatlab_jsonl;
mod clock;
mod discord_csv;
mod discord_json;
mod file_kind;
mod half_day;
mod irc_log;
mod json;
mod kakaotalk;
mod kakaotalk_csv;
mod kakaotalk_txt;
mod line_txt;
mod lines;
mod refused;
mod roster;
mod signal_txt;
mod spec;
mod system_text;
mod table;
mod telegram_html;
mod telegram_json;
mod whatsapp_txt;
mod wording;

pub use refused::refusal;
pub use spec::{
    Alone, Carries, Confidence, Content, Folder, Format, Head, Input, Nearby, Part, Progress, Read, TimeKind,
};

/// Every format, in sniffing order.
pub const FORMATS: &[&Format] = &[
    &discord_json::DISCORD_JSON,
    &discord_csv::DISCORD_CSV,
    &telegram_html::TELEGRAM_HTML,
    &telegram_json::TELEGRAM_JSON,
    &chatlab_json::CHATLAB_JSON,
    &chatlab_jsonl::CHATLAB_JSONL,
    &whatsapp_txt::WHATSAPP_TXT,
    &line_txt::LINE_TXT,
    &kakaotalk_txt::KAKAOTALK_TXT,
    &kakaotalk_csv::KAKAOTALK_CSV,
    &signal_txt::SIGNAL_TXT,
    &irc_log::IRC_LOG,
];

/// The format of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}
