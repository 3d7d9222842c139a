//! A system message of the list as event rows: a template in the language of the company, and the
//! names that fill it. In: the record. Out: one row a person.

use super::chats::Chats;
use super::fields::Fields;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, Writer};

/// Words of templates, the more telling first: a withdrawn invitation names an invitation too.
const WORDINGS: &[(EventKind, &[&str])] = &[
    (EventKind::Recall, &["recalled a message", "撤回了一条消息"]),
    (EventKind::Remove, &["withdrew", "revoked the invitation", "撤销了", "撤回了"]),
    (EventKind::Remove, &["removed", "移出", "移除"]),
    (EventKind::Created, &["started the group", "started a group", "created", "创建"]),
    (EventKind::Join, &["invited", "joined", "added", "邀请", "添加", "加入"]),
    (EventKind::Leave, &["left", "退出", "离开"]),
    (EventKind::Rename, &["group name", "chat name", "renamed", "群名"]),
    (EventKind::Announcement, &["announcement", "公告"]),
    (EventKind::Pin, &["pinned", "置顶", "Pin"]),
    (EventKind::RoleChange, &["owner", "administrator", "admin", "群主", "管理员"]),
    (EventKind::Call, &["meeting", "call", "会议", "通话"]),
    (EventKind::GroupEdit, &["changed", "updated", "enabled", "disabled", "修改", "更新", "开启", "关闭"]),
];

/// Joins that somebody else brought about: the others came in.
const INVITED: &[&str] = &["invited", "added", "邀请", "添加"];

fn kind(template: &str) -> EventKind {
    // What fills the gaps is not in the template, so a name cannot pass for a wording.
    let words: String = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    let found = WORDINGS.iter().find(|(_, wordings)| wordings.iter().any(|wording| words.contains(wording)));
    found.map_or(EventKind::Other, |(kind, _)| *kind)
}

impl Chats<'_> {
    /// Pushes one system message.
    pub(super) fn system(&self, writer: &mut Writer, fields: &Fields<'_>) {
        let Some(time) = fields.time() else { return };
        let inner = fields.inner().unwrap_or_default();
        let content = Value::parse(&inner);
        let template = content.get(b"template").text().unwrap_or_default();
        let names = |key: &[u8]| -> Vec<String> {
            content.get(key).items().filter_map(Value::word).map(std::borrow::Cow::into_owned).collect()
        };
        let (from, to) = (names(b"from_user"), names(b"to_chatters"));
        let kind = kind(&template);
        let msg_id = fields.message_id.id();
        let row = EventRow {
            time,
            kind,
            actor: from.first().map(|name| self.roster.named(name)),
            subject: None,
            msg_id: msg_id.as_deref(),
            detail: Some(&*template).filter(|template| !template.is_empty()),
        };
        let rows: Vec<EventRow<'_>> = match kind {
            EventKind::Join if !to.is_empty() && INVITED.iter().any(|word| template.contains(word)) => {
                to.iter().map(|name| EventRow { subject: Some(self.roster.named(name)), ..row }).collect()
            }
            EventKind::Join | EventKind::Leave => from
                .iter()
                .map(|name| EventRow { actor: None, subject: Some(self.roster.named(name)), ..row })
                .collect(),
            EventKind::Remove | EventKind::RoleChange => {
                to.iter().map(|name| EventRow { subject: Some(self.roster.named(name)), ..row }).collect()
            }
            EventKind::Created => {
                let others = to.iter().filter(|name| from.first() != Some(name));
                let joined = others.map(|name| EventRow {
                    kind: EventKind::Join,
                    subject: Some(self.roster.named(name)),
                    ..row
                });
                std::iter::once(row).chain(joined).collect()
            }
            _ => Vec::new(),
        };
        writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings() {
        for (template, want) in [
            ("{from_user} invited {to_chatters} to this chat.", EventKind::Join),
            ("{from_user} 邀请 {to_chatters} 加入此群。", EventKind::Join),
            ("{from_user} joined this chat via QR code.", EventKind::Join),
            ("{from_user} withdrew the invitation to {to_chatters}.", EventKind::Remove),
            ("{from_user} removed {to_chatters} from the chat.", EventKind::Remove),
            ("{from_user} left the chat.", EventKind::Leave),
            ("{from_user} started the group chat.", EventKind::Created),
            ("{from_user} changed the group name to {left}.", EventKind::Rename),
            ("{divider_text}", EventKind::Other),
            ("", EventKind::Other),
        ] {
            assert_eq!(kind(template), want, "{template}");
        }
    }
}
