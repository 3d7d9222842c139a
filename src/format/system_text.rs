//! What a system line of WeChat or QQ tells, by its wording (zh and en). In: the line as exporters
//! pass it on. Out: the event and the people named in it. Patterns are anchored at both ends, since
//! a name may hold any word or quote mark. Apart because several formats carry such lines.

use crate::frame::EventKind;

/// Somebody as a system line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person<'a> {
    /// `你`, `You`: who made the export.
    Exporter,
    /// A display name.
    Named(&'a str),
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// The event.
    pub kind: EventKind,
    /// Who did it, if told.
    pub actor: Option<Person<'a>>,
    /// To whom; several for one invitation.
    pub subjects: Vec<Person<'a>>,
    /// New name of the group, or a word for what has no kind.
    pub detail: Option<&'a str>,
}

/// What stands in a gap of a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Actor,
    /// One person or a list.
    Subject,
    /// The new name of the group.
    Detail,
    /// A number, a duration: not kept.
    Anything,
}

/// A wording: fixed parts with gaps between them; one part more than gaps.
struct Wording {
    kind: EventKind,
    parts: &'static [&'static str],
    gaps: &'static [Gap],
    detail: Option<&'static str>,
}

const fn wording(kind: EventKind, parts: &'static [&'static str], gaps: &'static [Gap]) -> Wording {
    Wording { kind, parts, gaps, detail: None }
}

const fn remark(parts: &'static [&'static str], gaps: &'static [Gap], detail: &'static str) -> Wording {
    Wording { kind: EventKind::Other, parts, gaps, detail: Some(detail) }
}

use EventKind::{
    Announcement, Created, GroupEdit, InvitePending, Join, Leave, Mute, Pin, Poke, Recall, Remove, Rename, RoleChange,
    Unmute,
};
use Gap::{Actor, Anything, Detail, Subject};

/// First match wins: what is told more closely stands first.
const WORDINGS: &[Wording] = &[
    wording(Rename, &["", "修改群名为", ""], &[Actor, Detail]),
    wording(Rename, &["", "修改群名称为", ""], &[Actor, Detail]),
    wording(Rename, &["", "将群名称修改为", ""], &[Actor, Detail]),
    wording(Rename, &["", "修改了群名称"], &[Actor]),
    wording(Rename, &["", " changed the group name to ", ""], &[Actor, Detail]),
    wording(InvitePending, &["", "想邀请", "位朋友加入群聊"], &[Actor, Anything]),
    wording(InvitePending, &["", "申请加入群聊"], &[Subject]),
    wording(InvitePending, &["", "申请加入本群"], &[Subject]),
    wording(Join, &["", "通过扫描", "分享的二维码加入群聊"], &[Subject, Actor]),
    wording(Join, &["", "通过扫描", "分享的二维码加入了群聊"], &[Subject, Actor]),
    wording(Join, &["", "通过扫描二维码加入群聊"], &[Subject]),
    wording(Join, &["", "通过", "的邀请加入群聊"], &[Subject, Actor]),
    wording(Join, &["", "通过", "的邀请加入了群聊"], &[Subject, Actor]),
    wording(Join, &["", "通过", "的邀请加入本群"], &[Subject, Actor]),
    // QQ; behind the codes that are scanned, before the plain joins that would take a whole line for a name.
    wording(Join, &["", "通过", "分享的二维码加入了群聊"], &[Subject, Actor]),
    wording(Join, &["", "通过", "的二维码加入了群聊"], &[Subject, Actor]),
    wording(Join, &["", "邀请", "加入了群聊，并附带了", "条聊天记录"], &[Actor, Subject, Anything]),
    wording(Join, &["", "已经是群成员了，和大家打个招呼吧"], &[Subject]),
    wording(Recall, &["", "撤回了一条消息（", "）"], &[Actor, Anything]),
    wording(Recall, &["", "撤回了", "的消息（", "）"], &[Actor, Subject, Anything]),
    wording(Recall, &["", "撤回了", "的消息"], &[Actor, Subject]),
    wording(Mute, &["", "开启了全员禁言，", ""], &[Actor, Anything]),
    wording(RoleChange, &["", "已成为管理员"], &[Subject]),
    wording(Join, &["", "邀请", "加入了群聊"], &[Actor, Subject]),
    wording(Join, &["", "邀请", "加入群聊"], &[Actor, Subject]),
    wording(Join, &["", "邀请", "加入了本群"], &[Actor, Subject]),
    wording(Join, &["", "邀请", "加入本群"], &[Actor, Subject]),
    wording(Join, &["", "邀请", "加入了群"], &[Actor, Subject]),
    wording(Join, &["", "加入了群聊"], &[Subject]),
    wording(Join, &["", "加入群聊"], &[Subject]),
    wording(Join, &["", "加入了本群"], &[Subject]),
    wording(Join, &["", "加入本群"], &[Subject]),
    wording(Join, &["", " joined the group chat via the QR Code shared by ", ""], &[Subject, Actor]),
    wording(Join, &["", " joined group chat via the QR code shared by ", ""], &[Subject, Actor]),
    wording(Join, &["", " invited ", " to the group chat"], &[Actor, Subject]),
    wording(Join, &["", " invited ", " to a group chat"], &[Actor, Subject]),
    wording(Join, &["", " invited ", " to the group"], &[Actor, Subject]),
    wording(Join, &["", " invited ", " to a group chat with ", ""], &[Actor, Subject, Anything]),
    wording(Join, &["", " joined the group chat via your shared QR Code"], &[Subject]),
    wording(Join, &["", " joined the group chat"], &[Subject]),
    wording(Join, &["", " joined the group"], &[Subject]),
    wording(Remove, &["", "将", "移出了群聊"], &[Actor, Subject]),
    wording(Remove, &["", "将", "移出群聊"], &[Actor, Subject]),
    wording(Remove, &["", "将", "移出了本群"], &[Actor, Subject]),
    wording(Remove, &["", "将", "移出本群"], &[Actor, Subject]),
    wording(Remove, &["", "被", "移出了群聊"], &[Subject, Actor]),
    wording(Remove, &["", "被", "移出群聊"], &[Subject, Actor]),
    wording(Remove, &["", "被", "移出本群"], &[Subject, Actor]),
    wording(Remove, &["", "被移出群聊"], &[Subject]),
    wording(Remove, &["", " were removed from the group chat by ", ""], &[Subject, Actor]),
    wording(Remove, &["", " was removed from the group chat by ", ""], &[Subject, Actor]),
    wording(Remove, &["", " removed ", " from the group chat"], &[Actor, Subject]),
    wording(Leave, &["", "已退出群聊"], &[Subject]),
    wording(Leave, &["", "退出了群聊"], &[Subject]),
    wording(Leave, &["", "退出群聊"], &[Subject]),
    wording(Leave, &["", "退出了本群"], &[Subject]),
    wording(Leave, &["", "退出本群"], &[Subject]),
    wording(Leave, &["", " left the group chat"], &[Subject]),
    wording(Leave, &["", " left the group"], &[Subject]),
    wording(Recall, &["", "撤回了一条消息"], &[Actor]),
    wording(Recall, &["", "撤回了成员", "的一条消息"], &[Actor, Subject]),
    wording(Recall, &["", "撤回了", "的一条消息"], &[Actor, Subject]),
    wording(Recall, &["", "'ve recalled a message"], &[Actor]),
    wording(Recall, &["", "’ve recalled a message"], &[Actor]),
    wording(Recall, &["", " recalled a message"], &[Actor]),
    wording(Poke, &["", "拍了拍", ""], &[Actor, Subject]),
    wording(Poke, &["", "戳了戳", ""], &[Actor, Subject]),
    wording(Poke, &["", " tickled ", ""], &[Actor, Subject]),
    wording(Pin, &["", "置顶了一条消息"], &[Actor]),
    wording(Announcement, &["", "发布了群公告"], &[Actor]),
    wording(Announcement, &["", "修改了群公告"], &[Actor]),
    wording(Announcement, &["", "更新了群公告"], &[Actor]),
    wording(Announcement, &["群公告", ""], &[Anything]),
    wording(GroupEdit, &["群主已启用", ""], &[Anything]),
    wording(GroupEdit, &["群主已恢复默认进群方式", ""], &[Anything]),
    wording(Unmute, &["", "被", "解除禁言"], &[Subject, Actor]),
    wording(Unmute, &["", "关闭了全员禁言"], &[Actor]),
    wording(Mute, &["", "开启了全员禁言"], &[Actor]),
    wording(Mute, &["", "被", "禁言", ""], &[Subject, Actor, Anything]),
    wording(RoleChange, &["", "已成为新群主"], &[Subject]),
    wording(RoleChange, &["", "成为新群主"], &[Subject]),
    wording(RoleChange, &["", "成为管理员"], &[Subject]),
    wording(Created, &["", "创建了群聊"], &[Actor]),
    remark(&["", "领取了你的红包"], &[Actor], "red_packet"),
    remark(&["你领取了", "的红包"], &[Anything], "red_packet"),
    remark(&["收到红包", ""], &[Anything], "red_packet"),
];

/// What a join by a scanned code tells: who shared the code invited nobody in person.
const SCANNED: &str = "qr";

/// What follows these is a list of people who were in the group already.
const ROSTERS: &[&str] =
    &["，群聊参与人还有", ",群聊参与人还有", "，并分享了", ", other participants", ". Other participants"];
/// Links and stops that stay at the end of a line.
const TAILS: &[&str] = &["$revoke$", "撤销", "重新编辑", "去确认", "。", ".", "！"];
/// QQ names an office, not a person.
const OFFICES: &[&str] = &["管理员", "群主", "群管理员"];

/// What a system line tells; `None` for a wording not known.
#[must_use]
pub(super) fn tell(text: &str) -> Option<Told<'_>> {
    let line = clean(text);
    WORDINGS.iter().find_map(|wording| wording.read(line))
}

fn clean(text: &str) -> &str {
    let end = ROSTERS.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let mut line = text.get(..end).unwrap_or(text).trim();
    while let Some(shorter) = TAILS.iter().find_map(|tail| line.strip_suffix(tail)) {
        line = shorter.trim_end();
    }
    line
}

impl Wording {
    fn read<'a>(&self, line: &'a str) -> Option<Told<'a>> {
        let (first, last) = (self.parts.first()?, self.parts.last()?);
        let mut rest = line.strip_prefix(first)?.strip_suffix(last)?;
        let scanned = self.kind == Join && self.parts.iter().any(|part| part.contains("二维码") || part.contains("QR"));
        let detail = if scanned { Some(SCANNED) } else { self.detail };
        let mut told = Told { kind: self.kind, actor: None, subjects: Vec::new(), detail };
        for (at, gap) in self.gaps.iter().enumerate() {
            let between = self.parts.get(at + 1).filter(|_| at + 1 < self.gaps.len());
            let (here, there) = between.map_or(Some((rest, "")), |part| split(rest, part))?;
            gap.fill(&mut told, here)?;
            rest = there;
        }
        Some(told)
    }
}

/// Splits at a fixed part, best where quoted names stand on both sides of it.
fn split<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let closed = |side: &str| *side == *"你" || side.len() > 1 && side.trim_end().ends_with(['"', '”', '」']);
    let opened = |side: &str| side.trim_start().starts_with(['"', '“', '「', '你']);
    let mut cuts = text.match_indices(part).map(|(at, _)| (&text[..at], &text[at + part.len()..]));
    let quoted = cuts.clone().find(|(before, after)| closed(before) && opened(after));
    quoted.or_else(|| cuts.next())
}

impl Gap {
    fn fill<'a>(self, told: &mut Told<'a>, text: &'a str) -> Option<()> {
        match self {
            Anything => {}
            Detail => told.detail = Some(unquoted(text.trim())),
            Actor if OFFICES.contains(&text.trim()) => {}
            Actor => told.actor = Some(person(text)?),
            Subject if told.kind == Poke => told.subjects = patted(text, told.actor),
            Subject => {
                told.subjects = people(text)?;
            }
        }
        Some(())
    }
}

fn person(text: &str) -> Option<Person<'_>> {
    let name = unquoted(text.trim());
    match name {
        "" => None,
        "你" | "我" | "You" | "you" => Some(Person::Exporter),
        name => Some(Person::Named(name)),
    }
}

/// A list as invitations write it: `"甲、乙"`, `"甲"、"乙"`, `你和"甲"`, `you and "A, B"`.
fn people(text: &str) -> Option<Vec<Person<'_>>> {
    let text = text.trim();
    let mut list = Vec::new();
    let mut rest = text;
    for start in ["你和", "you and ", "You and "] {
        if let Some(others) = text.strip_prefix(start) {
            list.push(Person::Exporter);
            rest = others.trim();
        }
    }
    let names = unquoted(rest);
    let separator = if names.contains('、') { "、" } else { ", " };
    for name in names.split(separator) {
        list.push(person(name)?);
    }
    Some(list)
}

/// Who was patted, without the words that may follow the name.
fn patted<'a>(text: &'a str, actor: Option<Person<'a>>) -> Vec<Person<'a>> {
    let text = text.trim();
    if text.starts_with("自己") {
        return actor.into_iter().collect();
    }
    let quoted = text.strip_prefix(['"', '“']).and_then(|rest| Some(&rest[..rest.rfind(['"', '”'])?]));
    let name = quoted.unwrap_or(if text.starts_with('我') { "我" } else { text });
    person(name).into_iter().collect()
}

/// The text within one pair of quotes, of whatever kind, the space after the opening one cut.
fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('“', '”'), ('「', '」')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.map_or(text, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kind actor>subject,subject (detail)`, `@` for the exporter.
    fn told(text: &str) -> String {
        let name = |person: &Person<'_>| match person {
            Person::Exporter => "@".to_owned(),
            Person::Named(name) => (*name).to_owned(),
        };
        tell(text).map_or("-".to_owned(), |told| {
            let actor = told.actor.as_ref().map(name).unwrap_or_default();
            let subjects: Vec<String> = told.subjects.iter().map(name).collect();
            let detail = told.detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!("{} {actor}>{}{detail}", told.kind.name(), subjects.join(","))
        })
    }

    #[test]
    fn wordings() {
        for (text, want) in [
            (r#""甲"邀请"乙、丙"加入了群聊"#, "join 甲>乙,丙"),
            (r#"你邀请"乙"加入了群聊  撤销"#, "join @>乙"),
            (r#"你邀请"乙"加入了群聊  $revoke$"#, "join @>乙"),
            (r#""甲"邀请你加入了群聊，群聊参与人还有：乙、丙"#, "join 甲>@"),
            (r#""甲"邀请你和"乙"加入了群聊"#, "join 甲>@,乙"),
            (r#""邀请"达人"邀请"乙"加入了群聊"#, r#"join 邀请"达人>乙"#),
            (r#"" 乙"通过扫描"甲"分享的二维码加入群聊"#, "join 甲>乙 (qr)"),
            (r#""乙"通过扫描你分享的二维码加入群聊"#, "join @>乙 (qr)"),
            ("你通过扫描二维码加入群聊，群聊参与人还有：甲", "join >@ (qr)"),
            (r#""乙"通过"甲"的邀请加入群聊"#, "join 甲>乙"),
            (r#""甲"想邀请1位朋友加入群聊"#, "invite_pending 甲>"),
            (r#""甲"想邀请1位朋友加入群聊  去确认"#, "invite_pending 甲>"),
            (r#""甲"邀请"乙"加入了群聊，并分享了聊天记录"#, "join 甲>乙"),
            ("你已成为新群主", "role_change >@"),
            ("群主已启用“群聊邀请确认”，群成员需群主确认才能邀请朋友进群。", "group_edit >"),
            ("群主已恢复默认进群方式。", "group_edit >"),
            (r#"你将"乙"移出了群聊"#, "remove @>乙"),
            (r#"你被"甲"移出群聊"#, "remove 甲>@"),
            (r#""甲"将"乙"移出了群聊"#, "remove 甲>乙"),
            (r#""乙"退出了群聊"#, "leave >乙"),
            ("“甲”修改群名为“读书会（三）”", "rename 甲> (读书会（三）)"),
            (r#""甲"修改群名为“欢迎加入了群聊”"#, "rename 甲> (欢迎加入了群聊)"),
            (r#""甲"撤回了一条消息"#, "recall 甲>"),
            ("你撤回了一条消息 重新编辑", "recall @>"),
            (r#""甲" 拍了拍 "乙" 的肩膀"#, "poke 甲>乙"),
            (r#"我拍了拍"乙""#, "poke @>乙"),
            (r#""甲"拍了拍自己"#, "poke 甲>甲"),
            (r#""甲"已成为新群主"#, "role_change >甲"),
            ("收到红包，请在手机上查看", "other > (red_packet)"),
            ("甲领取了你的红包", "other 甲> (red_packet)"),
            ("甲置顶了一条消息", "pin 甲>"),
            // QQ
            ("某甲加入本群。", "join >某甲"),
            ("某甲邀请某乙加入了本群。", "join 某甲>某乙"),
            ("某甲退出本群", "leave >某甲"),
            ("某甲被管理员移出本群", "remove >某甲"),
            ("某甲被某乙移出群聊", "remove 某乙>某甲"),
            ("管理员开启了全员禁言", "mute >"),
            ("某甲被管理员禁言10分钟", "mute >某甲"),
            ("某甲被管理员解除禁言", "unmute >某甲"),
            ("某乙通过某甲分享的二维码加入了群聊", "join 某甲>某乙 (qr)"),
            ("某乙通过你的二维码加入了群聊", "join @>某乙 (qr)"),
            ("某甲邀请某乙加入了群聊，并附带了30条聊天记录。", "join 某甲>某乙"),
            ("你已经是群成员了，和大家打个招呼吧！", "join >@"),
            ("某甲 撤回了一条消息（因为有错别字）", "recall 某甲>"),
            ("某甲 撤回了 某乙 的消息", "recall 某甲>某乙"),
            ("某甲 撤回了 某乙 的消息（刷屏）", "recall 某甲>某乙"),
            ("管理员开启了全员禁言，只有群主和管理员才能发言。", "mute >"),
            ("某甲已成为管理员", "role_change >某甲"),
            // English
            ("A invited B to the group chat", "join A>B"),
            ("A invited you and B to the group chat", "join A>@,B"),
            (r#""B" joined the group chat via the QR Code shared by "A""#, "join A>B (qr)"),
            (r#"You removed "B" from the group chat"#, "remove @>B"),
            (r#"You were removed from the group chat by "A""#, "remove A>@"),
            (r#""A" changed the group name to "Left the group chat""#, "rename A> (Left the group chat)"),
            ("A recalled a message", "recall A>"),
            ("You've recalled a message", "recall @>"),
            (r#""A" invited you to a group chat with "B, C""#, "join A>@"),
            (r#"" B" joined the group chat via your shared QR Code."#, "join >B (qr)"),
            ("\"B\" left the group chat.", "leave >B"),
            // not told
            ("以上是打招呼的内容", "-"),
            ("消息已发出，但被对方拒收了。", "-"),
            ("", "-"),
        ] {
            assert_eq!(told(text), want, "{text}");
        }
    }
}
