//! Frames of an export → rows as a store keeps them, by month. In: frames with every column, one group of them. Out:
//! rows that borrow from the frames; accounts joined with those known.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike};

use super::manifest::{self, Manifest};
use super::merge::silence;
use super::table::{Event, Message, Reaction};
use crate::frame::{Account, EventKind, Frames, MessageKind, NO_ACCOUNT};

/// How far two tools may disagree on the time of a message, ms: a zone taken wrong.
const APART_MS: i64 = 26 * 3_600_000;

/// The rows of one group of an export, by month.
#[derive(Default)]
pub struct GroupRows<'a> {
    /// Messages in the order of the export.
    pub messages: BTreeMap<String, Vec<Message<'a>>>,
    /// Events.
    pub events: BTreeMap<String, Vec<Event<'a>>>,
    /// Dated reactions.
    pub reactions: BTreeMap<String, Vec<Reaction<'a>>>,
    /// First and last record, UTC milliseconds.
    pub span: (i64, i64),
}

/// The month of an instant, UTC, such as `2026-03`.
#[must_use]
pub fn month(ts: i64) -> String {
    let time = DateTime::from_timestamp_millis(ts).unwrap_or_default();
    format!("{:04}-{:02}", time.year(), time.month())
}

impl<'a> GroupRows<'a> {
    /// The rows of the group with code `code`, read from `source`. `words` holds the marks' words.
    #[must_use]
    pub fn of(frames: &'a Frames, code: usize, source: &'a str, words: &'a Words) -> Self {
        let mut rows = Self::default();
        let ours = |group: &u32| *group as usize == code;
        let times = frames.messages.group.iter().zip(&frames.messages.ts);
        let times = times.chain(frames.events.group.iter().zip(&frames.events.ts)).filter(|(group, _)| ours(group));
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for (_, ts) in times {
            (first, last) = (first.min(*ts), last.max(*ts));
        }
        rows.span = if first <= last { (first, last) } else { (0, 0) };
        rows.take_messages(frames, ours, source, words);
        rows.take_others(frames, ours);
        rows
    }

    fn take_messages(&mut self, frames: &'a Frames, ours: impl Fn(&u32) -> bool, source: &'a str, words: &'a Words) {
        let columns = &frames.messages;
        let version = self.span.1;
        let mut links = frames.links.iter().peekable();
        let mut marks = words.0.iter().peekable();
        let mut mentions = frames.mentions.iter().peekable();
        for (row, number) in (0..columns.len()).zip(0_u32..) {
            let urls =
                std::iter::from_fn(|| links.next_if(|link| link.message == number)).map(|link| &*link.url).collect();
            let told =
                std::iter::from_fn(|| marks.next_if(|mark| mark.0 == number)).map(|mark| mark.1.as_str()).collect();
            let named =
                std::iter::from_fn(|| mentions.next_if(|row| row.message == number)).map(|row| &*row.text).collect();
            let (Some(ts), Some(true)) = (columns.ts.get(row).copied(), columns.group.get(row).map(&ours)) else {
                continue;
            };
            let who = Who::of(frames, columns.account.get(row).copied());
            let kind = MessageKind::from_code(columns.kind.get(row).copied().unwrap_or(u8::MAX));
            let mut message = Message {
                ts,
                msg_id: columns.msg_id_text.get(row),
                sender: who.word,
                sender_is_name: who.is_name,
                sender_name: who.name,
                kind: kind.name(),
                text: columns.text.get(row),
                reply_to: columns.reply_to_text.get(row),
                urls,
                file_name: columns.file_name.get(row),
                file_size: columns.file_size.get(row).copied().flatten().and_then(|size| i64::try_from(size).ok()),
                edited: columns.edited.get(row).copied().unwrap_or(false),
                source,
                seq: i64::from(number),
                features: columns.features.get(row).map_or(0, |features| features.bits().cast_signed()),
                marks: told,
                mentions: named,
                content: columns.content.get(row).map_or(0, |content| content.cast_signed()),
                version,
            };
            if kind == MessageKind::Recalled {
                silence(&mut message);
            }
            self.messages.entry(month(ts)).or_default().push(message);
        }
    }

    fn take_others(&mut self, frames: &'a Frames, ours: impl Fn(&u32) -> bool) {
        let columns = &frames.events;
        for row in (0..columns.ts.len()).filter(|row| columns.group.get(*row).is_some_and(&ours)) {
            let ts = columns.ts[row];
            let (actor, subject) =
                (Who::of(frames, columns.actor.get(row).copied()), Who::of(frames, columns.subject.get(row).copied()));
            let event = Event {
                ts,
                record: i64::from(columns.record[row]),
                kind: EventKind::from_code(columns.kind[row]).name(),
                actor: actor.word,
                actor_is_name: actor.is_name,
                subject: subject.word,
                subject_is_name: subject.is_name,
                detail: columns.detail.get(row),
                msg_code: columns.msg_id[row].cast_signed(),
            };
            self.events.entry(month(ts)).or_default().push(event);
        }
        let columns = &frames.reactions;
        for row in (0..columns.ts.len()).filter(|row| columns.group.get(*row).is_some_and(&ours)) {
            let who = Who::of(frames, columns.actor.get(row).copied());
            let Some(actor) = who.word else { continue };
            let (ts, target_code) = (columns.ts[row], columns.target[row].cast_signed());
            let reaction = Reaction { ts, actor, actor_is_name: who.is_name, target_code };
            self.reactions.entry(month(ts)).or_default().push(reaction);
        }
    }

    /// Whether a stretch of time may hold a message of these rows whose time was told otherwise.
    #[must_use]
    pub fn near(&self, span: (i64, i64)) -> bool {
        self.span.0 <= span.1 + APART_MS && span.0 <= self.span.1 + APART_MS
    }
}

/// The marks of an export in words, with the message each belongs to.
pub struct Words(Vec<(u32, String)>);

impl Words {
    /// Those of some frames.
    #[must_use]
    pub fn of(frames: &Frames) -> Self {
        Self(frames.marks.iter().filter_map(|row| Some((row.message, row.mark.word()?))).collect())
    }
}

/// An account as a row names it.
struct Who<'a> {
    word: Option<&'a str>,
    is_name: bool,
    name: Option<&'a str>,
}

impl<'a> Who<'a> {
    fn of(frames: &'a Frames, code: Option<u32>) -> Self {
        let account = code.filter(|code| *code != NO_ACCOUNT).and_then(|code| frames.accounts.get(code as usize));
        let (id, name) = account.map_or((None, None), |known| (known.id.as_deref(), known.name.as_deref()));
        Self { word: id.or(name), is_name: id.is_none() && name.is_some(), name }
    }
}

/// Everybody of a group, those of the export among them but for those who are `gone`. `newest`: its names are the latest.
#[must_use]
pub fn accounts(
    manifest: &Manifest,
    frames: &Frames,
    code: usize,
    newest: bool,
    gone: &BTreeSet<(&str, bool)>,
) -> Vec<manifest::Account> {
    let mut known: BTreeMap<(Option<String>, Option<String>), manifest::Account> = manifest
        .accounts
        .iter()
        .map(|account| (key(account.id.as_ref(), account.name.as_ref()), account.clone()))
        .collect();
    let ours = frames.members.iter().filter(|(group, _)| *group as usize == code);
    for account in ours.filter_map(|(_, account)| frames.accounts.get(*account as usize)) {
        let Account { id, name, bot, roles, .. } = account;
        let word = id.as_deref().or(name.as_deref()).unwrap_or_default();
        if gone.contains(&(word, id.is_none())) {
            continue;
        }
        let entry = known.entry(key(id.as_ref(), name.as_ref())).or_insert_with(|| manifest::Account {
            id: id.clone(),
            name: name.clone(),
            bot: *bot,
            roles: Vec::new(),
        });
        entry.bot |= bot;
        if name.is_some() && (newest || entry.name.is_none()) {
            entry.name.clone_from(name);
        }
        for (_, role) in roles.iter().filter(|(group, _)| *group as usize == code) {
            if !entry.roles.contains(role) {
                entry.roles.push(role.clone());
            }
        }
    }
    known.into_values().collect()
}

/// Those with an id are one person under any name.
fn key(id: Option<&String>, name: Option<&String>) -> (Option<String>, Option<String>) {
    (id.cloned(), if id.is_some() { None } else { name.cloned() })
}
