//! What a text stands for: placeholders of pictures, stickers and files, calls, messages taken back.
//! In: the text of a message. Out: its kind, what the person wrote, the file's name.

use crate::frame::MessageKind;

/// A text understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body<'a> {
    pub kind: MessageKind,
    pub text: Option<&'a str>,
    pub file_name: Option<&'a str>,
}

/// Words in brackets, in the languages of the app.
const PLACEHOLDERS: &[(MessageKind, &[&str])] = &[
    (MessageKind::Image, &["Photo", "Photos", "写真", "照片", "圖片", "图片", "รูป", "รูปภาพ", "사진"]),
    (MessageKind::Sticker, &["Sticker", "スタンプ", "貼圖", "贴图", "表情贴图", "สติกเกอร์", "สติ๊กเกอร์", "스티커"]),
    (MessageKind::Video, &["Video", "動画", "影片", "视频", "วิดีโอ", "동영상"]),
    (
        MessageKind::Voice,
        &[
            "Voice message",
            "Audio",
            "ボイスメッセージ",
            "音声",
            "語音訊息",
            "语音消息",
            "语音信息",
            "ข้อความเสียง",
            "음성메시지",
            "음성 메시지",
        ],
    ),
    (MessageKind::File, &["File", "ファイル", "檔案", "文件", "ไฟล์", "파일"]),
    (
        MessageKind::Location,
        &["Location", "位置情報", "位置訊息", "位置資訊", "位置信息", "ตำแหน่งที่ตั้ง", "위치정보", "위치 정보"],
    ),
    (MessageKind::Card, &["Contact", "Contacts", "連絡先", "聯絡資訊", "好友聯絡資訊", "联系人", "รายชื่อ", "연락처"]),
    (MessageKind::Poll, &["Poll", "投票", "แบบสำรวจ", "투표"]),
    (
        MessageKind::Other,
        &[
            "Albums",
            "Album",
            "アルバム",
            "相簿",
            "相册",
            "อัลบั้ม",
            "앨범",
            "Notes",
            "Note",
            "ノート",
            "記事本",
            "记事本",
            "โน้ต",
            "노트",
            "Gift",
            "プレゼント",
        ],
    ),
];
/// What stands in place of a message taken back, under its sender.
const RECALLED: &[&str] = &[
    "unsent a message",
    "Unsent a message",
    "メッセージの送信を取り消しました",
    "已收回訊息",
    "已收回讯息",
    "已收回消息",
    "ยกเลิกข้อความ",
    "메시지 전송을 취소했습니다",
];

/// Says what a text is.
pub(super) fn classify(text: &str) -> Body<'_> {
    let is = |kind| Body { kind, text: None, file_name: None };
    if text.is_empty() {
        return is(MessageKind::Other);
    }
    if let Some(rest) = text.strip_prefix('[')
        && let Some((word, behind)) = rest.split_once(']')
        && let Some((kind, _)) = PLACEHOLDERS.iter().find(|(_, words)| words.contains(&word))
    {
        let behind = behind.trim();
        return match kind {
            _ if behind.is_empty() => is(*kind),
            MessageKind::File if !behind.contains('\n') => Body { file_name: Some(behind), ..is(*kind) },
            MessageKind::Poll | MessageKind::Location => Body { text: Some(text), ..is(*kind) },
            _ => Body { text: Some(text), ..is(MessageKind::Text) },
        };
    }
    if text.starts_with('☎') && !text.contains('\n') {
        return is(MessageKind::Call);
    }
    if RECALLED.contains(&text.trim_end_matches(['.', '。'])) {
        return is(MessageKind::Recalled);
    }
    Body { text: Some(text), ..is(MessageKind::Text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        use MessageKind::{Call, File, Image, Other, Poll, Recalled, Sticker, Text, Voice};
        for (text, kind, kept, file) in [
            ("hi", Text, Some("hi"), None),
            ("[写真]", Image, None, None),
            ("[Sticker]", Sticker, None, None),
            ("[語音訊息]", Voice, None, None),
            ("[File]", File, None, None),
            ("[ファイル] plan.pdf", File, None, Some("plan.pdf")),
            ("[Poll] lunch?", Poll, Some("[Poll] lunch?"), None),
            ("[Photo] of what?", Text, Some("[Photo] of what?"), None),
            ("[Albums]", Other, None, None),
            ("☎ Call time 1:23", Call, None, None),
            ("☎ 不在着信", Call, None, None),
            ("メッセージの送信を取り消しました", Recalled, None, None),
            ("[note to self", Text, Some("[note to self"), None),
            ("", Other, None, None),
        ] {
            assert_eq!(classify(text), Body { kind, text: kept, file_name: file }, "{text}");
        }
    }
}
