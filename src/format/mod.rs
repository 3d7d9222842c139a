//! Wing 1: the export formats, one file each, and the list they stand in.

mod blocks;
mod chatlab;
mod chatlab_json;
mod chatlab_jsonl;
mod chatlog;
mod chatlog_csv;
mod chatlog_json;
mod chatlog_txt;
mod clock;
mod dingtalk_json;
mod discord_csv;
mod discord_json;
mod discourse_chat;
mod echotrace_json;
mod feishu_json;
mod file_kind;
mod gitter_json;
mod google_chat_json;
mod half_day;
mod html_body;
mod irc_log;
mod json;
mod kakaotalk;
mod kakaotalk_csv;
mod kakaotalk_txt;
mod line_txt;
mod lines;
mod mapped;
mod mapping;
mod matrix_json;
mod mattermost;
mod mattermost_json;
mod mattermost_jsonl;
mod memotrace_csv;
mod memotrace_html;
mod memotrace_new_csv;
mod memotrace_txt;
mod meta_json;
mod pywxdump;
mod pywxdump_csv;
mod pywxdump_json;
mod qce;
mod qce_json;
mod qce_jsonl;
mod qce_txt;
mod qq;
mod qq_mht;
mod qq_txt;
mod refused;
mod rocketchat_json;
mod roster;
mod signal_jsonl;
mod signal_txt;
mod slack_json;
mod spec;
mod system_text;
mod table;
mod teams_json;
mod telegram_html;
mod telegram_json;
mod utf8;
mod wechat;
mod wecom_archive;
mod weflow_json;
mod weflow_txt;
mod weibo_csv;
mod whatsapp_txt;
mod wording;
mod wx_cli_json;
mod zulip_json;

pub use mapped::{Proposal, propose};
pub use mapping::Mapping;
pub use refused::refusal;
pub use spec::{
    Alone, Carries, Confidence, Content, Folder, Format, Head, Input, Looks, Mapped, Nearby, Part, Progress, Read,
    TimeKind,
};

/// Every format, platform by platform. Sniffing asks all of them, so their order means nothing to it.
pub const FORMATS: &[&Format] = &[
    &weflow_json::WEFLOW_JSON,
    &weflow_txt::WEFLOW_TXT,
    &echotrace_json::ECHOTRACE_JSON,
    &wx_cli_json::WX_CLI_JSON,
    &memotrace_csv::MEMOTRACE_CSV,
    &memotrace_new_csv::MEMOTRACE_NEW_CSV,
    &memotrace_txt::MEMOTRACE_TXT,
    &memotrace_html::MEMOTRACE_HTML,
    &pywxdump_csv::PYWXDUMP_CSV,
    &pywxdump_json::PYWXDUMP_JSON,
    &chatlog_json::CHATLOG_JSON,
    &chatlog_csv::CHATLOG_CSV,
    &chatlog_txt::CHATLOG_TXT,
    &qq_txt::QQ_TXT,
    &qq_mht::QQ_MHT,
    &qce_json::QCE_JSON,
    &qce_jsonl::QCE_JSONL,
    &qce_txt::QCE_TXT,
    &wecom_archive::WECOM_ARCHIVE,
    &feishu_json::FEISHU_JSON,
    &dingtalk_json::DINGTALK_JSON,
    &telegram_html::TELEGRAM_HTML,
    &telegram_json::TELEGRAM_JSON,
    &whatsapp_txt::WHATSAPP_TXT,
    &discord_json::DISCORD_JSON,
    &discord_csv::DISCORD_CSV,
    &slack_json::SLACK_JSON,
    &teams_json::TEAMS_JSON,
    &google_chat_json::GOOGLE_CHAT_JSON,
    &line_txt::LINE_TXT,
    &kakaotalk_txt::KAKAOTALK_TXT,
    &kakaotalk_csv::KAKAOTALK_CSV,
    &meta_json::META_JSON,
    &signal_txt::SIGNAL_TXT,
    &signal_jsonl::SIGNAL_JSONL,
    &matrix_json::MATRIX_JSON,
    &irc_log::IRC_LOG,
    &mattermost_json::MATTERMOST_JSON,
    &mattermost_jsonl::MATTERMOST_JSONL,
    &rocketchat_json::ROCKETCHAT_JSON,
    &zulip_json::ZULIP_JSON,
    &discourse_chat::DISCOURSE_CHAT,
    &gitter_json::GITTER_JSON,
    &weibo_csv::WEIBO_CSV,
    &chatlab_json::CHATLAB_JSON,
    &chatlab_jsonl::CHATLAB_JSONL,
    &mapped::MAPPED_CSV,
    &mapped::MAPPED_JSONL,
    &mapped::MAPPED_XLSX,
];

/// The format of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}

/// The format that reads files of an ending by a mapping.
#[must_use]
pub fn mapped(name: &str) -> Option<&'static Format> {
    let (_, ending) = name.rsplit_once('.')?;
    let fits = |format: &&&Format| {
        matches!(format.read, Read::Mapped(_))
            && format.extensions.iter().any(|known| known.eq_ignore_ascii_case(ending))
    };
    FORMATS.iter().find(fits).copied()
}
