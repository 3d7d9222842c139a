//! What LINE itself says, in the languages of the app. In: the text of a line. Out: the event and who
//! is named. Apart from the walk because it is a table of words.

use std::sync::LazyLock;

use crate::format::wording::{Phrase, Told, Wordings};
use crate::frame::EventKind::{
    Announcement, Call, Created, GroupEdit, InvitePending, Join, Leave, Other, Recall, Remove, Rename,
};

/// First fit wins: what says more stands first.
const PHRASES: &[Phrase] = &[
    (Join, "{A} added {S} to the group", ""),
    (Join, "{A} added {S} to the chat", ""),
    (InvitePending, "{A} invited {S} to the group", ""),
    (InvitePending, "{A} invited {S} to the chat", ""),
    (Other, "{A} canceled {S}'s invitation to the group", "invitation_canceled"),
    (Remove, "{A} removed {S} from the group", ""),
    (Remove, "{A} removed {S} from the chat", ""),
    (Join, "{S} joined the group", ""),
    (Join, "{S} joined the chat", ""),
    (Leave, "{S} left the group", ""),
    (Leave, "{S} left the chat", ""),
    (Recall, "{A} unsent a message", ""),
    (Rename, "{A} changed the group name to {N}", ""),
    (Rename, "{A} changed the group's name to {N}", ""),
    (GroupEdit, "{A} changed the group's profile image", ""),
    (GroupEdit, "{A} changed the group profile photo", ""),
    (GroupEdit, "{A} changed the group picture", ""),
    (Created, "{A} created the group", ""),
    (Announcement, "{A} made an announcement", ""),
    (Call, "{A} started a group call", ""),
    (Call, "Group voice call started", ""),
    (Call, "Group call started", ""),
    (Call, "Group call ended", "ended"),
    (Join, "{A}が{S}をグループに追加しました", ""),
    (Join, "{A}が{S}を追加しました", ""),
    (InvitePending, "{A}が{S}をグループに招待しました", ""),
    (InvitePending, "{A}が{S}を招待しました", ""),
    (Remove, "{A}が{S}をグループから退会させました", ""),
    (Remove, "{A}が{S}を退会させました", ""),
    (Remove, "{A}が{S}をグループから削除しました", ""),
    (Join, "{S}がグループに参加しました", ""),
    (Join, "{S}がトークに参加しました", ""),
    (Join, "{S}が参加しました", ""),
    (Leave, "{S}がグループを退会しました", ""),
    (Leave, "{S}がトークから退出しました", ""),
    (Leave, "{S}が退会しました", ""),
    (Leave, "{S}が退出しました", ""),
    (Recall, "{A}がメッセージの送信を取り消しました", ""),
    (Rename, "{A}がグループ名を{N}に変更しました", ""),
    (GroupEdit, "{A}がグループのプロフィール画像を変更しました", ""),
    (GroupEdit, "{A}がグループのアイコンを変更しました", ""),
    (Created, "{A}がグループを作成しました", ""),
    (Call, "グループ通話が開始されました", ""),
    (Call, "グループ音声通話が開始されました", ""),
    (Call, "グループ通話が終了しました", "ended"),
    (InvitePending, "{A}已邀請{S}加入群組", ""),
    (InvitePending, "{A}邀請{S}加入群組", ""),
    (InvitePending, "{A}邀請{S}加入", ""),
    (Join, "{A}已將{S}加入群組", ""),
    (Join, "{A}已新增{S}至群組", ""),
    (Join, "{A}將{S}加入群組", ""),
    (Join, "{S}已加入群組", ""),
    (Join, "{S}加入群組", ""),
    (Join, "{S}已加入聊天", ""),
    (Join, "{S}加入聊天", ""),
    (Remove, "{A}已將{S}移出群組", ""),
    (Remove, "{A}已將{S}退出群組", ""),
    (Remove, "{A}將{S}移出群組", ""),
    (Leave, "{S}已退出群組", ""),
    (Leave, "{S}退出群組", ""),
    (Leave, "{S}已離開群組", ""),
    (Leave, "{S}已退出聊天", ""),
    (Leave, "{S}離開聊天", ""),
    (Recall, "{A}已收回訊息", ""),
    (Rename, "{A}已將群組名稱變更為{N}", ""),
    (Rename, "{A}已將群組名稱改為{N}", ""),
    (Rename, "{A}將群組名稱改為{N}", ""),
    (GroupEdit, "{A}已變更群組圖片", ""),
    (GroupEdit, "{A}已變更群組照片", ""),
    (Created, "{A}已建立群組", ""),
    (Call, "群組通話已開始", ""),
    (Call, "群組語音通話已開始", ""),
    (Call, "群組通話已結束", "ended"),
    (InvitePending, "{A}已邀请{S}加入群组", ""),
    (InvitePending, "{A}邀请{S}加入群组", ""),
    (Join, "{A}已将{S}加入群组", ""),
    (Join, "{A}将{S}加入群组", ""),
    (Join, "{S}已加入群组", ""),
    (Join, "{S}加入群组", ""),
    (Join, "{S}已加入聊天", ""),
    (Remove, "{A}已将{S}移出群组", ""),
    (Remove, "{A}将{S}移出群组", ""),
    (Leave, "{S}已退出群组", ""),
    (Leave, "{S}退出群组", ""),
    (Leave, "{S}已退出聊天", ""),
    (Recall, "{A}已收回消息", ""),
    (Recall, "{A}已收回讯息", ""),
    (Rename, "{A}已将群组名称改为{N}", ""),
    (Rename, "{A}已将群组名称更改为{N}", ""),
    (Join, "{A} เพิ่ม {S} เข้ากลุ่ม", ""),
    (InvitePending, "{A} เชิญ {S} เข้าร่วมกลุ่ม", ""),
    (InvitePending, "{A} เชิญ {S} เข้ากลุ่ม", ""),
    (Remove, "{A} ลบ {S} ออกจากกลุ่ม", ""),
    (Join, "{S} เข้าร่วมกลุ่ม", ""),
    (Join, "{S} เข้าร่วมแชท", ""),
    (Leave, "{S} ออกจากกลุ่ม", ""),
    (Leave, "{S} ออกจากแชท", ""),
    (Recall, "{A} ยกเลิกข้อความ", ""),
    (Join, "{A}님이 {S}님을 그룹에 추가했습니다", ""),
    (InvitePending, "{A}님이 {S}님을 그룹에 초대했습니다", ""),
    (InvitePending, "{A}님이 {S}님을 초대했습니다", ""),
    (Remove, "{A}님이 {S}님을 내보냈습니다", ""),
    (Join, "{S}님이 그룹에 참여했습니다", ""),
    (Join, "{S}님이 참여했습니다", ""),
    (Leave, "{S}님이 그룹을 나갔습니다", ""),
    (Leave, "{S}님이 나갔습니다", ""),
    (Recall, "{A}님이 메시지 전송을 취소했습니다", ""),
];
/// Who made the export, as the app speaks to them.
const EXPORTER: &[&str] = &["You", "you", "您", "你", "あなた", "คุณ"];

/// What a system line tells.
pub(super) fn find(line: &str) -> Option<Told<'_>> {
    static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(PHRASES));
    WORDINGS.tell(line)
}

/// A name as an account; nobody for the exporter, who is known by another name.
pub(super) fn person(name: &str) -> Option<&str> {
    let name = name.trim();
    (!EXPORTER.contains(&name)).then_some(name)
}

/// The people of a list.
pub(super) fn people(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', '、', '，']).map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings() {
        for (line, want) in [
            ("Ann joined the group.", "join >Ann"),
            ("Ann added Bo, Cy to the group.", "join Ann>Bo, Cy"),
            ("Ann invited Bo to the group.", "invite_pending Ann>Bo"),
            ("Bo left the group.", "leave >Bo"),
            ("Ann removed Bo from the group.", "remove Ann>Bo"),
            ("Bo unsent a message.", "recall Bo>"),
            ("花子がグループに参加しました。", "join >花子"),
            ("花子が太郎をグループに追加しました。", "join 花子>太郎"),
            ("太郎が退会しました。", "leave >太郎"),
            ("花子が太郎を退会させました。", "remove 花子>太郎"),
            ("太郎がメッセージの送信を取り消しました", "recall 太郎>"),
            ("小明已加入群組", "join >小明"),
            ("小明已收回訊息", "recall 小明>"),
            ("小明已将小红加入群组", "join 小明>小红"),
            ("I left", "-"),
        ] {
            let told = find(line).map_or("-".to_owned(), |told| {
                format!("{} {}>{}", told.kind.name(), told.actor.unwrap_or(""), told.subjects.unwrap_or(""))
            });
            assert_eq!(told, want, "{line}");
        }
    }
}
