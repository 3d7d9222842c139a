//! The only way into the frames. A format pushes rows; the writer interns ids and names, brings
//! local clocks to UTC, finds links, counts what was read and keeps the first rejects.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::columns::{FileRow, LinkRow, MarkRow, MentionRow, NO_ACCOUNT, NO_ID};
use super::row::{EventRow, GroupRow, MemberRow, MessageKind, MessageRow, ReactionRow, Time, Who};
use super::{Account, Frames, GroupInfo, Projection};
use crate::calendar::Zone;
use crate::error::{Place, Reject};
use std::sync::Arc;

use crate::feature::{Facts, Features, Scanner, url};
use crate::unit::Platform;

/// How many rejects are kept with their place; the rest are only counted.
const SHOWN_REJECTS: usize = 20;
/// Links of one message that are compared one by one; of more, a set is kept.
const FEW_LINKS: usize = 16;
/// First and last year of a believable message.
const YEARS: std::ops::Range<i64> = 946_684_800_000..4_102_444_800_000;

/// Code of an id: the number itself when it is a plain positive decimal below 2^63, else a hash
/// with the top bit set. Never [`NO_ID`].
#[must_use]
pub fn id_code(id: &str) -> u64 {
    let bytes = id.as_bytes();
    // Nineteen digits fit in 64 bits; ids of that length are common (snowflakes).
    let plain = !bytes.is_empty() && bytes.len() <= 19 && bytes[0] != b'0' && bytes.iter().all(u8::is_ascii_digit);
    let number = plain.then(|| bytes.iter().fold(0_u64, |code, byte| code * 10 + u64::from(byte - b'0')));
    number.filter(|code| code >> 63 == 0).unwrap_or_else(|| xxh3_64(bytes) | 1 << 63)
}

/// Takes rows of one input and builds its [`Frames`].
pub struct Writer {
    frames: Frames,
    zone: Zone,
    projection: Projection,
    platforms: Vec<(Platform, FxHashMap<Box<str>, u32>)>,
    groups: FxHashMap<Box<str>, u32>,
    names: Vec<FxHashMap<Box<str>, u32>>,
    group_platform: Vec<usize>,
    seen: FxHashSet<(u32, u32)>,
    last_seen: (u32, u32),
    group: u32,
    part: Option<Box<str>>,
    scanner: Arc<Scanner>,
    facts: Facts,
    until: Option<i64>,
}

impl Writer {
    /// A writer that reads local clocks in `zone` and keeps the columns of `projection`.
    #[must_use]
    pub fn new(zone: Zone, projection: Projection) -> Self {
        Self::with(zone, projection, Scanner::built_in())
    }

    /// The same, with the words of a charter.
    #[must_use]
    pub fn with(zone: Zone, projection: Projection, scanner: Arc<Scanner>) -> Self {
        Self {
            scanner,
            facts: Facts::default(),
            until: None,
            frames: Frames::default(),
            zone,
            projection,
            platforms: Vec::new(),
            groups: FxHashMap::default(),
            names: Vec::new(),
            group_platform: Vec::new(),
            seen: FxHashSet::default(),
            last_seen: (NO_ACCOUNT, NO_ACCOUNT),
            group: 0,
            part: None,
        }
    }

    /// Texts from this instant on, UTC milliseconds, are not asked for.
    pub fn until(&mut self, end: i64) {
        self.until = Some(end);
    }

    /// Opens a group: the rows that follow belong to it. Opening the same group again goes on
    /// with it.
    pub fn group(&mut self, row: GroupRow<'_>) {
        let platform = Platform::new(row.platform);
        let key = row.id.or(row.name).unwrap_or("unknown");
        let id = format!("{platform}:{key}");
        if let Some(known) = self.groups.get(id.as_str()) {
            self.group = *known;
            return;
        }
        let slot = self.platforms.iter().position(|(known, _)| *known == platform).unwrap_or_else(|| {
            self.platforms.push((platform.clone(), FxHashMap::default()));
            self.platforms.len() - 1
        });
        self.group = u32::try_from(self.frames.groups.len()).unwrap_or(0);
        self.groups.insert(id.as_str().into(), self.group);
        self.frames.groups.push(GroupInfo { id, name: row.name.unwrap_or(key).to_owned(), platform });
        self.names.push(FxHashMap::default());
        self.group_platform.push(slot);
    }

    /// A member the export lists.
    pub fn member(&mut self, row: &MemberRow<'_>) {
        let code = self.account(Some(row.who));
        let group = self.group;
        if let Some(account) = self.frames.accounts.get_mut(code as usize) {
            account.bot |= row.bot;
            if let Some(role) = row.role
                && !account.roles.iter().any(|(known, word)| *known == group && word == role)
            {
                account.roles.push((group, role.to_owned()));
            }
        }
    }

    /// One message; one record read.
    pub fn message(&mut self, row: &MessageRow<'_>) {
        self.frames.read += 1;
        let Some(ts) = self.utc(row.time) else { return };
        let account = self.account(row.sender);
        if row.bot
            && let Some(known) = self.frames.accounts.get_mut(account as usize)
        {
            known.bot = true;
        }
        let index = u32::try_from(self.frames.messages.len()).unwrap_or(u32::MAX);
        if row.kind != MessageKind::Recalled {
            self.links(index, row);
        }
        let features = self.features(index, ts, row);
        let columns = &mut self.frames.messages;
        columns.group.push(self.group);
        columns.ts.push(ts);
        columns.account.push(account);
        columns.kind.push(row.kind as u8);
        columns.msg_id.push(row.msg_id.map_or(NO_ID, id_code));
        columns.reply_to.push(row.reply_to.map_or(NO_ID, id_code));
        columns.features.push(features);
        columns.content.push(if row.msg_id.is_some() { 0 } else { content_hash(row) });
        if self.projection == Projection::Full {
            columns.msg_id_text.push(row.msg_id);
            columns.reply_to_text.push(row.reply_to);
            // A recalled text must not outlive its recall (E6).
            columns.text.push(row.text.filter(|_| row.kind != MessageKind::Recalled));
            columns.file_name.push(row.file_name);
            columns.file_size.push(row.file_size);
            columns.edited.push(row.edited);
        }
    }

    /// One service record with its event rows (one a subject); one record read however many rows.
    pub fn events(&mut self, rows: &[EventRow<'_>]) {
        self.frames.read += 1;
        let record = u32::try_from(self.frames.read).unwrap_or(u32::MAX);
        for row in rows {
            let Some(ts) = self.utc(row.time) else { return };
            let actor = self.account(row.actor);
            let subject = self.account(row.subject);
            let columns = &mut self.frames.events;
            columns.group.push(self.group);
            columns.ts.push(ts);
            columns.kind.push(row.kind as u8);
            columns.actor.push(actor);
            columns.subject.push(subject);
            columns.msg_id.push(row.msg_id.map_or(NO_ID, id_code));
            columns.record.push(record);
            columns.detail.push(row.detail);
        }
    }

    /// A dated reaction; part of a message's record, so it counts nothing.
    pub fn reaction(&mut self, row: &ReactionRow<'_>) {
        let Some(ts) = self.convert(row.time) else { return };
        let actor = self.account(Some(row.actor));
        let columns = &mut self.frames.reactions;
        columns.group.push(self.group);
        columns.ts.push(ts);
        columns.actor.push(actor);
        columns.target.push(row.target.map_or(NO_ID, id_code));
    }

    /// A record that cannot be kept: one read, one rejected.
    pub fn reject(&mut self, place: Place, reason: impl Into<String>) {
        self.frames.read += 1;
        let reason = self.reason(reason);
        self.lose(Reject { place, reason, truncated: false });
    }

    /// The input ends or breaks off here, inside a record that is counted as rejected.
    pub fn truncated(&mut self, place: Place, reason: impl Into<String>) {
        self.frames.read += 1;
        let reject = Reject { place, reason: self.reason(reason), truncated: true };
        self.frames.truncated.get_or_insert_with(|| reject.clone());
        self.lose(reject);
    }

    /// The input ends or breaks off here, between records: nothing to count, but not whole.
    pub fn cut_short(&mut self, place: Place, reason: impl Into<String>) {
        let reject = Reject { place, reason: self.reason(reason), truncated: true };
        self.frames.truncated.get_or_insert(reject);
    }

    /// The records that follow stand in this file of an export of several; rejects name it.
    pub fn part(&mut self, name: &str) {
        self.part = Some(name.into());
    }

    /// A fact about the reading that a person should know.
    pub fn note(&mut self, note: impl Into<String>) {
        self.frames.notes.push(note.into());
    }

    /// Whether the body and file name of a message are used for anything but the links in them: with
    /// an id and under [`Projection::Codes`] they are not, and a format may leave them undecoded.
    #[must_use]
    pub fn wants_text(&self, msg_id: Option<&str>) -> bool {
        self.projection != Projection::Codes || msg_id.is_none()
    }

    /// Records read so far.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.frames.read
    }

    /// The frames of the input.
    #[must_use]
    pub fn finish(mut self) -> Frames {
        self.frames.members = self.seen.into_iter().collect();
        self.frames.members.sort_unstable();
        self.frames
    }

    fn lose(&mut self, reject: Reject) {
        self.frames.rejected += 1;
        if self.frames.rejects.len() < SHOWN_REJECTS {
            self.frames.rejects.push(reject);
        }
    }

    fn reason(&self, reason: impl Into<String>) -> String {
        match &self.part {
            Some(part) => format!("{part}: {}", reason.into()),
            None => reason.into(),
        }
    }

    fn convert(&mut self, time: Time) -> Option<i64> {
        let ts = match time {
            Time::Utc(ts) => ts,
            Time::Local(ts) => self.zone.to_utc(ts),
        };
        YEARS.contains(&ts).then_some(ts)
    }

    fn utc(&mut self, time: Time) -> Option<i64> {
        let ts = self.convert(time);
        if ts.is_none() {
            let record = self.frames.read;
            self.frames.misdated += 1;
            self.lose(Reject {
                place: Place::Whole,
                reason: self.reason(format!("record {record}: time {time:?} lies outside the years 2000–2099")),
                truncated: false,
            });
        }
        ts
    }

    fn account(&mut self, who: Option<Who<'_>>) -> u32 {
        let Some(who) = who else { return NO_ACCOUNT };
        let code = match (who.id, who.name) {
            (Some(id), _) => self.by_id(id),
            (None, Some(name)) => self.by_name(name),
            (None, None) => return NO_ACCOUNT,
        };
        if self.last_seen != (self.group, code) {
            self.last_seen = (self.group, code);
            self.seen.insert(self.last_seen);
        }
        if let (Some(name), Some(account)) = (who.name, self.frames.accounts.get_mut(code as usize))
            && account.name.as_deref() != Some(name)
        {
            account.name = Some(name.to_owned());
        }
        code
    }

    fn by_id(&mut self, id: &str) -> u32 {
        let slot = self.group_platform.get(self.group as usize).copied().unwrap_or(0);
        let Some((platform, codes)) = self.platforms.get_mut(slot) else { return NO_ACCOUNT };
        if let Some(code) = codes.get(id) {
            return *code;
        }
        let code = u32::try_from(self.frames.accounts.len()).unwrap_or(NO_ACCOUNT);
        codes.insert(id.into(), code);
        self.frames.accounts.push(Account {
            platform: platform.clone(),
            id: Some(id.to_owned()),
            group: None,
            name: None,
            bot: false,
            roles: Vec::new(),
        });
        code
    }

    fn by_name(&mut self, name: &str) -> u32 {
        let group = self.group;
        let Some(codes) = self.names.get_mut(group as usize) else { return NO_ACCOUNT };
        if let Some(code) = codes.get(name) {
            return *code;
        }
        let code = u32::try_from(self.frames.accounts.len()).unwrap_or(NO_ACCOUNT);
        codes.insert(name.into(), code);
        self.frames.accounts.push(Account {
            platform: self.frames.groups[group as usize].platform.clone(),
            id: None,
            group: Some(group),
            name: Some(name.to_owned()),
            bot: false,
            roles: Vec::new(),
        });
        code
    }

    /// What the text of a message tells; a recalled one tells nothing (E6).
    fn features(&mut self, message: u32, ts: i64, row: &MessageRow<'_>) -> Features {
        if row.kind == MessageKind::Recalled {
            return Features::default();
        }
        if row.kind == MessageKind::File {
            let name = row.file_name.map(Into::into);
            self.frames.files.push(FileRow { message, name, size: row.file_size });
        }
        let Some(text) = row.text.filter(|_| self.projection != Projection::Codes) else { return Features::default() };
        self.scanner.scan(text, &mut self.facts);
        if row.kind == MessageKind::Text {
            self.frames.recent.push(message, ts, self.until, text);
        }
        self.frames.marks.extend(self.facts.marks.drain(..).map(|mark| MarkRow { message, mark }));
        let named = row.mentioned.iter().map(|id| id.as_str().into());
        self.frames
            .mentions
            .extend(self.facts.mentions.drain(..).chain(named).map(|text| MentionRow { message, text }));
        self.facts.features
    }

    fn links(&mut self, message: u32, row: &MessageRow<'_>) {
        let first = self.frames.links.len();
        for raw in row.urls {
            if let Some(url) = url::tidy(raw) {
                self.frames.links.push(LinkRow { message, url: url.into() });
            }
        }
        if row.scan_urls
            && let Some(text) = row.text
        {
            let mut many: FxHashSet<Box<str>> = FxHashSet::default();
            for url in url::find(text) {
                let links = &mut self.frames.links;
                let known = links.get(first..).unwrap_or_default();
                let fresh = if known.len() <= FEW_LINKS {
                    !known.iter().any(|known| &*known.url == url)
                } else {
                    if many.is_empty() {
                        many.extend(known.iter().map(|known| known.url.clone()));
                    }
                    many.insert(url.into())
                };
                if fresh {
                    links.push(LinkRow { message, url: url.into() });
                }
            }
        }
    }
}

fn content_hash(row: &MessageRow<'_>) -> u64 {
    let text = xxh3_64(row.text.unwrap_or("").as_bytes());
    let file = xxh3_64(row.file_name.unwrap_or("").as_bytes());
    text ^ file.rotate_left(17)
}
