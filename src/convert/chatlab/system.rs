//! Event rows as ChatLab system lines. In: the event table of an input. Out: one line a record, in
//! WeChat's wording where it has one, else the event's word in brackets. Rows of one record (an
//! invitation of several people) become one line again.

use super::Message;
use crate::frame::{Account, EventKind, Frames, NO_ACCOUNT, NO_ID};

/// One system line.
pub(super) struct System<'a> {
    /// Milliseconds UTC.
    pub ts: i64,
    kind: EventKind,
    actor: Option<&'a Account>,
    subjects: Vec<&'a Account>,
    detail: Option<&'a str>,
    msg_id: u64,
}

/// The system lines of the groups `ours` says yes to.
pub(super) fn lines<'a>(frames: &'a Frames, ours: &dyn Fn(&u32) -> bool) -> impl Iterator<Item = System<'a>> {
    let events = &frames.events;
    let account = |code: Option<&u32>| {
        code.filter(|code| **code != NO_ACCOUNT).and_then(|code| frames.accounts.get(*code as usize))
    };
    let mut lines: Vec<(u32, System<'_>)> = Vec::new();
    for (row, (ts, record)) in events.ts.iter().zip(&events.record).enumerate() {
        if !events.group.get(row).is_some_and(ours) {
            continue;
        }
        let subject = account(events.subject.get(row));
        match lines.last_mut() {
            Some((known, line)) if known == record => line.subjects.extend(subject),
            _ => lines.push((
                *record,
                System {
                    ts: *ts,
                    kind: EventKind::from_code(events.kind.get(row).copied().unwrap_or(u8::MAX)),
                    actor: account(events.actor.get(row)),
                    subjects: subject.into_iter().collect(),
                    detail: events.detail.get(row),
                    msg_id: events.msg_id.get(row).copied().unwrap_or(NO_ID),
                },
            )),
        }
    }
    lines.into_iter().map(|(_, line)| line)
}

fn name(account: &Account) -> &str {
    account.name.as_deref().or(account.id.as_deref()).unwrap_or("")
}

impl<'a> System<'a> {
    /// What makes two lines the same event.
    pub(super) fn key(&self) -> (i64, EventKind, String) {
        (self.ts, self.kind, self.wording())
    }

    /// The line as a message of the group's own.
    pub(super) fn message(&self, group: &'a str) -> Message<'a> {
        // A code below 2^63 is the id itself; above, only its hash is left.
        let known = self.msg_id != NO_ID && self.msg_id >> 63 == 0;
        Message {
            sender: group,
            account_name: "",
            timestamp: self.ts.div_euclid(1000),
            kind: match self.kind {
                EventKind::Recall => 81,
                EventKind::Poke => 22,
                _ => 80,
            },
            content: Some(self.wording()),
            platform_message_id: known.then(|| self.msg_id.to_string()),
            reply_to_message_id: None,
        }
    }

    fn wording(&self) -> String {
        let actor = self.actor.map(name);
        let names: Vec<&str> = self.subjects.iter().map(|account| name(account)).collect();
        let subjects = names.join("、");
        let other = || format!("[{}]", self.kind.name());
        match (self.kind, actor) {
            (EventKind::Join, Some(actor)) if actor != subjects => format!("\"{actor}\"邀请\"{subjects}\"加入了群聊"),
            (EventKind::Join, _) => format!("\"{subjects}\"加入了群聊"),
            (EventKind::Leave, _) => format!("\"{subjects}\"退出了群聊"),
            (EventKind::Remove, Some(actor)) => format!("\"{actor}\"将\"{subjects}\"移出了群聊"),
            (EventKind::Remove, None) => format!("\"{subjects}\"被移出群聊"),
            (EventKind::Recall, Some(actor)) => format!("\"{actor}\"撤回了一条消息"),
            (EventKind::Rename, Some(actor)) => {
                self.detail.map_or_else(other, |title| format!("\"{actor}\"修改群名为“{title}”"))
            }
            (EventKind::Announcement, Some(actor)) => format!("\"{actor}\"发布了群公告"),
            (EventKind::Pin, Some(actor)) => format!("\"{actor}\"置顶了一条消息"),
            (EventKind::Created, Some(actor)) => format!("\"{actor}\"创建了群聊"),
            (EventKind::Poke, Some(actor)) => format!("\"{actor}\" 拍了拍 \"{subjects}\""),
            (EventKind::Mute, Some(actor)) => format!("\"{subjects}\"被\"{actor}\"禁言"),
            (EventKind::Unmute, Some(actor)) => format!("\"{subjects}\"被\"{actor}\"解除禁言"),
            _ => other(),
        }
    }
}
