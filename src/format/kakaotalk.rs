//! What `KakaoTalk`'s text and CSV share: what a text stands for, and what the app itself says (Korean
//! and English). In: a text. Out: its kind, or the event as rows. No format itself.

use std::sync::LazyLock;

use super::wording::{Phrase, Told, Wordings};
use crate::frame::EventKind::{GroupEdit, Join, Leave, Other, Remove, Rename, RoleChange};
use crate::frame::{EventRow, MessageKind, MessageRow, Time, Who, Writer};

/// First fit wins.
const PHRASES: &[Phrase] = &[
    (Join, "{A}님이 {S}님을 초대했습니다", ""),
    (Join, "{A}님이 {S}님을 초대하였습니다", ""),
    // In open chats the house rules follow on the same line.
    (Join, "{S}님이 들어왔습니다{*}", ""),
    (Leave, "{S}님이 나갔습니다", ""),
    (Remove, "{A}님이 {S}님을 내보냈습니다", ""),
    (Remove, "{S}님을 내보냈습니다", ""),
    (RoleChange, "{S}님이 부방장이 되었습니다{*}", "admin"),
    (RoleChange, "{S}님이 방장이 되었습니다{*}", "owner"),
    (RoleChange, "{S}님이 부방장에서 해제되었습니다{*}", "member"),
    (Rename, "{A}님이 채팅방 이름을 {N}(으)로 변경했습니다", ""),
    (Rename, "{A}님이 채팅방 이름을 {N}으로 변경했습니다", ""),
    (GroupEdit, "{A}님이 채팅방 프로필을 변경했습니다", ""),
    (Other, "채팅방 관리자가 메시지를 가렸습니다", "message_hidden"),
    (Other, "방장이 메시지를 가렸습니다", "message_hidden"),
    (Join, "{A} invited {S} to this chatroom", ""),
    (Join, "{A} invited {S}", ""),
    (Join, "{S} joined this chatroom", ""),
    (Join, "{S} joined this chat", ""),
    (Leave, "{S} left this chatroom", ""),
    (Leave, "{S} left this chat", ""),
    (Leave, "{S} left", ""),
    (Remove, "{S} has been removed from this chatroom", ""),
    (Remove, "{A} removed {S} from this chatroom", ""),
    (Other, "The chatroom manager has hidden a message", "message_hidden"),
];

/// What the app says in a line; `None` for words not known.
pub(super) fn find(line: &str) -> Option<Told<'_>> {
    static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(PHRASES));
    WORDINGS.tell(line)
}

/// Whether a line is surely the app's: Korean names bear a suffix in it, English ones do not.
pub(super) fn is_plain_event(line: &str) -> bool {
    (line.contains('님') || line.contains("채팅방") || line.contains("chatroom")) && find(line).is_some()
}

/// The people of a list: `Y님, Z님`, `Y, Z and Q`.
fn people(list: &str) -> impl Iterator<Item = &str> {
    let separator = if list.contains("님") { "님" } else { ", " };
    list.split(separator).flat_map(|part| part.split(" and ")).filter_map(|part| {
        let name = part.trim().trim_start_matches(['과', '와']).trim_start_matches(',').trim();
        (!name.is_empty()).then_some(name)
    })
}

/// Pushes what the app said.
pub(super) fn event(writer: &mut Writer, time: Time, told: Option<&Told<'_>>) {
    let row = EventRow::new(time, Other);
    let Some(told) = told else {
        writer.events(&[row]);
        return;
    };
    let row = EventRow { kind: told.kind, actor: told.actor.and_then(person), detail: told.detail, ..row };
    let subjects = told.subjects.into_iter().flat_map(people);
    let rows: Vec<EventRow<'_>> = subjects.map(|name| EventRow { subject: person(name), ..row }).collect();
    writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
}

/// Pushes what somebody wrote.
pub(super) fn message(writer: &mut Writer, time: Time, sender: &str, text: &str) {
    let (kind, text, file_name) = classify(text);
    let sender = Some(sender.trim()).filter(|name| !name.is_empty()).map(Who::name);
    writer.message(&MessageRow { text, scan_urls: true, file_name, ..MessageRow::new(time, sender, kind) });
}

/// Somebody named; nobody for who made the export.
fn person(name: &str) -> Option<Who<'_>> {
    let name = name.trim();
    (!matches!(name, "You" | "you" | "회원")).then(|| Who::name(name))
}

/// Texts that stand for something else.
const PLACEHOLDERS: &[(MessageKind, &[&str])] = &[
    (MessageKind::Image, &["사진", "<사진 읽지 않음>", "Photo", "Photos", "<Photo not read>"]),
    (MessageKind::Video, &["동영상", "<동영상 읽지 않음>", "Video"]),
    (
        MessageKind::Sticker,
        &["이모티콘", "(이모티콘)", "스티커", "Emoticons", "Emoticon", "(Emoticons)", "(Emoticon)", "Sticker"],
    ),
    (MessageKind::Voice, &["음성메시지", "음성메세지", "Voice Note", "Voice Message", "Voice message"]),
    (MessageKind::Poll, &["투표", "Poll"]),
    (MessageKind::Card, &["연락처", "Contact", "Contact Info"]),
    (MessageKind::Location, &["지도", "위치", "Map", "Location"]),
    (MessageKind::Recalled, &["삭제된 메시지입니다", "This message was deleted", "Deleted message"]),
];
/// What begins a text of one line.
const BEGINNINGS: &[(&str, MessageKind)] = &[
    ("보이스톡 ", MessageKind::Call),
    ("페이스톡 ", MessageKind::Call),
    ("그룹콜 ", MessageKind::Call),
    ("그룹 보이스톡 ", MessageKind::Call),
    ("Voice Call ", MessageKind::Call),
    ("Video Call ", MessageKind::Call),
    ("지도: ", MessageKind::Location),
    ("Map: ", MessageKind::Location),
    ("연락처: ", MessageKind::Card),
];
/// What begins posts of a chat's board; their texts may have several lines.
const POSTS: &[(&str, MessageKind)] = &[
    ("톡게시판 '공지'", MessageKind::Announcement),
    ("톡게시판 '투표'", MessageKind::Poll),
    ("투표: ", MessageKind::Poll),
    ("투표가 ", MessageKind::Poll),
];
const FILES: &[&str] = &["파일: ", "File: "];

/// Says what a text is: kind, what was written, the file's name.
fn classify(text: &str) -> (MessageKind, Option<&str>, Option<&str>) {
    if text.is_empty() {
        return (MessageKind::Other, None, None);
    }
    if text.contains('\n') {
        let post = POSTS.iter().find(|(words, _)| text.starts_with(words));
        return (post.map_or(MessageKind::Text, |(_, kind)| *kind), Some(text), None);
    }
    let plain = text.trim_end_matches('.');
    if let Some((kind, _)) = PLACEHOLDERS.iter().find(|(_, words)| words.contains(&plain)) {
        return (*kind, None, None);
    }
    if let Some(name) = FILES.iter().find_map(|words| text.strip_prefix(words)) {
        return (MessageKind::File, None, Some(name.trim()));
    }
    if is_count(text) {
        return (MessageKind::Image, None, None);
    }
    if let Some((_, kind)) = BEGINNINGS.iter().chain(POSTS).find(|(words, _)| text.starts_with(words)) {
        return (*kind, (*kind != MessageKind::Call).then_some(text), None);
    }
    (MessageKind::Text, Some(text), None)
}

/// `사진 3장`, `3 photos`: several pictures at once.
fn is_count(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let korean = text.strip_prefix("사진 ").and_then(|rest| rest.strip_suffix('장'));
    korean.or_else(|| text.strip_suffix(" photos")).is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        use MessageKind::{Announcement, Call, File, Image, Location, Recalled, Sticker, Text, Voice};
        for (text, want) in [
            ("안녕", (Text, Some("안녕"), None)),
            ("사진", (Image, None, None)),
            ("사진 12장", (Image, None, None)),
            ("2 photos", (Image, None, None)),
            ("사진 좋아요", (Text, Some("사진 좋아요"), None)),
            ("이모티콘", (Sticker, None, None)),
            ("파일: plan.pdf", (File, None, Some("plan.pdf"))),
            ("음성메시지", (Voice, None, None)),
            ("보이스톡 해요", (Call, None, None)),
            ("삭제된 메시지입니다.", (Recalled, None, None)),
            ("지도: 서울역", (Location, Some("지도: 서울역"), None)),
            ("톡게시판 '공지': 모임\n내일", (Announcement, Some("톡게시판 '공지': 모임\n내일"), None)),
            ("사진\n좋아", (Text, Some("사진\n좋아"), None)),
        ] {
            assert_eq!(classify(text), want, "{text}");
        }
    }

    #[test]
    fn events() {
        for (line, want) in [
            ("철수님이 영희님, 민수님을 초대했습니다.", "join 철수>영희|민수"),
            ("철수님이 영희님과 민수님을 초대했습니다.", "join 철수>영희|민수"),
            ("영희님이 들어왔습니다.", "join >영희"),
            ("영희님이 들어왔습니다.운영정책을 위반한 메시지로 신고 접수 시", "join >영희"),
            ("영희님이 나갔습니다.", "leave >영희"),
            ("영희님을 내보냈습니다.", "remove >영희"),
            ("채팅방 관리자가 메시지를 가렸습니다.", "other >"),
            ("Ann invited Bo, Cy and Di.", "join Ann>Bo|Cy|Di"),
            ("Bo left this chatroom.", "leave >Bo"),
        ] {
            let told = find(line).unwrap();
            let people: Vec<&str> = told.subjects.into_iter().flat_map(people).collect();
            assert_eq!(
                format!("{} {}>{}", told.kind.name(), told.actor.unwrap_or(""), people.join("|")),
                want,
                "{line}"
            );
        }
        assert!(is_plain_event("영희님이 나갔습니다.") && !is_plain_event("Tom left"));
    }
}
