//! Wing 1: the export formats, one file each, and the list they stand in.

mod chatlab;
mod chatlab_json;
mod chatlab_jsonl;
mod clock;
mod discord_json;
mod json;
mod mapped;
mod mapping;
mod refused;
mod roster;
mod spec;
mod system_text;
mod table;
mod telegram_json;
mod weibo_csv;
mod whatsapp_txt;

pub use mapped::{Proposal, propose};
pub use mapping::Mapping;
pub use refused::refusal;
pub use spec::{
    Alone, Carries, Confidence, Content, Folder, Format, Head, Input, Looks, Mapped, Nearby, Part, Progress, Read,
    TimeKind,
};

/// Every format, in sniffing order.
pub const FORMATS: &[&Format] = &[
    &discord_json::DISCORD_JSON,
    &telegram_json::TELEGRAM_JSON,
    &chatlab_json::CHATLAB_JSON,
    &chatlab_jsonl::CHATLAB_JSONL,
    &whatsapp_txt::WHATSAPP_TXT,
    &weibo_csv::WEIBO_CSV,
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
