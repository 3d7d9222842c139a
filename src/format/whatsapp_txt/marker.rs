//! The localized wordings that stand for a file, for something left out of the export, for a deleted
//! or an edited message. In: a line. Out: a [`Marker`]. Apart from `attachment.rs` because it is a
//! table of words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::names::{is_mark, plain};
use crate::frame::MessageKind;

/// Longest marker that stands on a line of its own, in bytes.
const LONGEST_MARKER: usize = 96;

/// Behind the name of an attached file (Android).
pub(super) const ATTACHED_BEHIND: &[&str] = &[
    "(file attached)",
    "(Datei angehängt)",
    "(archivo adjunto)",
    "(arquivo anexado)",
    "(ficheiro anexado)",
    "(fichier joint)",
    "(file allegato)",
    "(文件附件)",
    "(附件)",
    "(已附加文件)",
    "(檔案附件)",
    "(附件檔案)",
    "(已附加檔案)",
];

/// Before the name of an attached file, inside `<…>` (iOS).
pub(super) const ATTACHED_BEFORE: &[&str] = &[
    "attached:",
    "Anhang:",
    "adjunto:",
    "anexado:",
    "pièce jointe :",
    "pièce jointe:",
    "allegato:",
    "已附加：",
    "已附加:",
    "附件：",
    "附件:",
];

/// What a marker says of its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Is(MessageKind),
    Edited,
}

/// The marker a whole line is, if it is one.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let line = line.trim_start_matches(is_mark).trim_end_matches(['.', '。']);
    if line.len() > LONGEST_MARKER || !may_be_marker(line) {
        return None;
    }
    let line = plain(line);
    MARKERS.get(line.trim_end_matches(['.', '。']).to_ascii_lowercase().as_str()).copied()
}

/// Whether a marker begins with the line's first byte and is about as long: tells nearly every
/// message from a marker without a look at the rest.
fn may_be_marker(line: &str) -> bool {
    let Some(first) = line.bytes().next() else { return false };
    // A mark or a wide space inside, which begin with these bytes, makes the line longer than its marker.
    if memchr::memchr2(0xE2, 0xC2, line.as_bytes()).is_some() {
        return true;
    }
    let lengths = LENGTHS.get(usize::from(first.to_ascii_lowercase())).copied().unwrap_or(0);
    lengths >> line.len() & 1 == 1
}

/// For each first byte, a bit for each length a marker has.
static LENGTHS: LazyLock<[u128; 256]> = LazyLock::new(|| {
    let mut lengths = [0; 256];
    for line in MARKERS.keys() {
        if let Some(slot) = line.bytes().next().and_then(|first| lengths.get_mut(usize::from(first))) {
            *slot |= 1 << line.len().min(LONGEST_MARKER);
        }
    }
    lengths
});

static MARKERS: LazyLock<FxHashMap<&'static str, Marker>> = LazyLock::new(|| {
    let kinds = OMITTED.iter().flat_map(|(kind, lines)| lines.iter().map(|line| (*line, Marker::Is(*kind))));
    kinds.chain(EDITED.iter().map(|line| (*line, Marker::Edited))).collect()
});

const EDITED: &[&str] = &[
    "<this message was edited>",
    "<diese nachricht wurde bearbeitet>",
    "<diese nachricht wurde bearbeitet.>",
    "<se editó este mensaje>",
    "<se editó este mensaje.>",
    "<mensagem editada>",
    "<esta mensagem foi editada>",
    "<ce message a été modifié>",
    "<questo messaggio è stato modificato>",
    "<messaggio modificato>",
    "<此消息已编辑>",
    "<这条消息已编辑>",
    "<已编辑此消息>",
    "<此訊息已編輯>",
    "<已編輯此訊息>",
    "<這則訊息已編輯>",
];

/// Lines that stand for what is not in the export; ASCII in lower case, no full stop.
const OMITTED: &[(MessageKind, &[&str])] = &[
    (
        MessageKind::Other,
        &[
            "<media omitted>",
            "<medien ausgeschlossen>",
            "<medien weggelassen>",
            "<multimedia omitido>",
            "<archivo omitido>",
            "<mídia oculta>",
            "<arquivo de mídia oculto>",
            "<ficheiro não revelado>",
            "<médias omis>",
            "<fichier omis>",
            "<media omessi>",
            "<media omesso>",
            "<省略影音内容>",
            "<省略多媒体文件>",
            "<已省略多媒体文件>",
            "<媒体文件已忽略>",
            "<省略多媒體檔案>",
            "<已省略多媒體檔案>",
            "<媒體已略去>",
        ],
    ),
    (
        MessageKind::Image,
        &[
            "image omitted",
            "bild weggelassen",
            "imagen omitida",
            "imagem ocultada",
            "imagem omitida",
            "image absente",
            "immagine omessa",
            "图像已忽略",
            "图片已忽略",
            "圖片已略去",
            "圖像已略去",
        ],
    ),
    (
        MessageKind::Video,
        &[
            "video omitted",
            "video note omitted",
            "gif omitted",
            "video weggelassen",
            "videonachricht weggelassen",
            "gif weggelassen",
            "video omitido",
            "vídeo omitido",
            "gif omitido",
            "vídeo ocultado",
            "gif ocultado",
            "vidéo absente",
            "gif retiré",
            "video omesso",
            "gif esclusa",
            "gif omessa",
            "视频已忽略",
            "gif 已忽略",
            "gif已忽略",
            "影片已略去",
            "視訊已略去",
            "gif 已略去",
            "gif已略去",
        ],
    ),
    (
        MessageKind::Voice,
        &[
            "audio omitted",
            "audio weggelassen",
            "audio omitido",
            "áudio ocultado",
            "áudio omitido",
            "audio omis",
            "audio omesso",
            "音频已忽略",
            "语音已忽略",
            "音訊已略去",
            "語音已略去",
        ],
    ),
    (
        MessageKind::Sticker,
        &[
            "sticker omitted",
            "sticker weggelassen",
            "sticker omitido",
            "figurinha omitida",
            "sticker omis",
            "sticker non incluso",
            "sticker omesso",
            "贴图已忽略",
            "表情已忽略",
            "貼圖已略去",
        ],
    ),
    (
        MessageKind::File,
        &[
            "document omitted",
            "dokument weggelassen",
            "documento omitido",
            "documento ocultado",
            "document manquant",
            "documento omesso",
            "文档已忽略",
            "文件已忽略",
            "文件已略去",
            "檔案已略去",
        ],
    ),
    (
        MessageKind::Card,
        &[
            "contact card omitted",
            "kontaktkarte ausgelassen",
            "kontaktkarte weggelassen",
            "tarjeta de contacto omitida",
            "cartão do contato omitido",
            "cartão de contacto omitido",
            "fiche contact manquante",
            "scheda contatto omessa",
            "联系人卡片已忽略",
            "名片已忽略",
            "聯絡人卡片已略去",
            "聯絡資訊已略去",
        ],
    ),
    (
        MessageKind::Location,
        &[
            "live location shared",
            "live-standort wird geteilt",
            "ubicación en tiempo real compartida",
            "localização em tempo real compartilhada",
            "position en direct partagée",
            "posizione in tempo reale condivisa",
            "已共享实时位置",
            "已分享即時位置",
        ],
    ),
    (
        MessageKind::Recalled,
        &[
            "this message was deleted",
            "you deleted this message",
            "you deleted this message as admin",
            "diese nachricht wurde gelöscht",
            "du hast diese nachricht gelöscht",
            "se eliminó este mensaje",
            "este mensaje fue eliminado",
            "eliminaste este mensaje",
            "mensagem apagada",
            "esta mensagem foi apagada",
            "essa mensagem foi apagada",
            "você apagou esta mensagem",
            "ce message a été supprimé",
            "vous avez supprimé ce message",
            "questo messaggio è stato eliminato",
            "hai eliminato questo messaggio",
            "此消息已删除",
            "此消息已被删除",
            "这条消息已删除",
            "您已删除此消息",
            "您删除了此消息",
            "你已删除此消息",
            "你删除了此消息",
            "此訊息已刪除",
            "這則訊息已刪除",
            "您已刪除此訊息",
            "您刪除了此訊息",
            "你已刪除此訊息",
            "你刪除了此訊息",
        ],
    ),
];
