//! A group of a store → frames, as if it had been one export. In: the state in force and its files. Out: the same
//! columns a format's reader fills; what texts told comes from the store, so that texts are read only where words are
//! counted or a charter's keywords looked for.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::manifest::{Manifest, Stored};
use super::table::{Event, Held, Message, Reaction};
use crate::error::{Error, Place, Reject, Result};
use crate::feature::{Facts, Features, Mark, Scanner};
use crate::frame::{
    Account, EventKind, FileRow, Frames, GroupInfo, LinkRow, MarkRow, MentionRow, MessageKind, NO_ACCOUNT, NO_ID,
    Projection, id_code,
};
use crate::unit::Platform;

/// Texts this long before the last message may be counted as words, ms.
const RECENT_MS: i64 = 23 * 86_400_000;

/// How a group is read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Columns wanted.
    pub projection: Projection,
    /// Looks for the charter's keywords.
    pub scanner: &'a Arc<Scanner>,
    /// There are such keywords.
    pub keywords: bool,
    /// Words are counted.
    pub words: bool,
}

/// The frames of the group in `folder`.
///
/// # Errors
/// [`Error::Io`] and [`Error::Format`] when a file is gone or damaged: `chatvitals store verify` tells more.
pub fn frames(folder: &Path, reading: Reading<'_>) -> Result<Frames> {
    // Another program may replace files between the manifest and their opening; the next manifest names the new ones.
    for _ in 0..3 {
        match once(folder, reading) {
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {}
            done => return done,
        }
    }
    once(folder, reading)
}

fn once(folder: &Path, reading: Reading<'_>) -> Result<Frames> {
    let manifest = Manifest::read(folder)?.ok_or_else(|| {
        let gone = std::io::Error::new(std::io::ErrorKind::NotFound, "the group has no manifest");
        Error::io(folder, gone)
    })?;
    let last = manifest.files.iter().map(|file| file.span.1).max().unwrap_or(0);
    let texts = |file: &Stored| {
        reading.projection == Projection::Full || reading.keywords || (reading.words && file.span.1 >= last - RECENT_MS)
    };
    let mut build = Build::new(&manifest, reading);
    // A month a thread: no more of what was unpacked is held at once.
    let at_once = rayon::current_num_threads();
    for table in ["messages", "events", "reactions"] {
        let files: Vec<&Stored> = manifest.files.iter().filter(|file| file.table == table).collect();
        for files in files.chunks(at_once) {
            let read = |file: &&Stored| Held::read(&manifest.place(folder, file), table, texts(file));
            let held: Vec<Held> = files.par_iter().map(read).collect::<Result<_>>()?;
            for held in held {
                held.messages().iter().for_each(|message| build.message(message));
                build.events(&held.events());
                held.reactions().iter().for_each(|reaction| build.reaction(reaction));
            }
        }
    }
    Ok(build.finish(&manifest))
}

/// Frames under construction.
struct Build<'a> {
    frames: Frames,
    reading: Reading<'a>,
    facts: Facts,
    accounts: FxHashMap<(bool, String), u32>,
    seen: FxHashSet<u32>,
    records: u32,
}

impl<'a> Build<'a> {
    fn new(manifest: &Manifest, reading: Reading<'a>) -> Self {
        let group = GroupInfo {
            id: manifest.id.clone(),
            name: manifest.name.clone(),
            platform: Platform::new(&manifest.platform),
        };
        let mut build = Self {
            frames: Frames { groups: vec![group], ..Frames::default() },
            reading,
            facts: Facts::default(),
            accounts: FxHashMap::default(),
            seen: FxHashSet::default(),
            records: 0,
        };
        for known in &manifest.accounts {
            let (word, is_name) = match (&known.id, &known.name) {
                (Some(id), _) => (id, false),
                (None, Some(name)) => (name, true),
                (None, None) => continue,
            };
            let code = build.account(Some(word), is_name);
            build.seen.insert(code);
            if let Some(account) = build.frames.accounts.get_mut(code as usize) {
                account.name.clone_from(&known.name);
                account.bot = known.bot;
                account.roles = known.roles.iter().map(|role| (0, role.clone())).collect();
            }
        }
        build
    }

    fn account(&mut self, word: Option<&str>, is_name: bool) -> u32 {
        let Some(word) = word else { return NO_ACCOUNT };
        // Looked up with an owned key: a lookup by parts would need a map of maps, and most hit the first.
        let key = (is_name, word.to_owned());
        if let Some(code) = self.accounts.get(&key) {
            return *code;
        }
        let code = u32::try_from(self.frames.accounts.len()).unwrap_or(NO_ACCOUNT);
        let platform =
            self.frames.groups.first().map_or_else(|| Platform::new("unknown"), |group| group.platform.clone());
        self.frames.accounts.push(Account {
            platform,
            id: (!is_name).then(|| word.to_owned()),
            group: is_name.then_some(0),
            name: is_name.then(|| word.to_owned()),
            bot: false,
            roles: Vec::new(),
        });
        self.accounts.insert(key, code);
        code
    }

    fn message(&mut self, row: &Message<'_>) {
        let account = self.account(row.sender, row.sender_is_name);
        if account != NO_ACCOUNT {
            self.seen.insert(account);
        }
        let kind = MessageKind::from_name(row.kind);
        let frames = &mut self.frames;
        frames.read += 1;
        let message = u32::try_from(frames.messages.len()).unwrap_or(u32::MAX);
        frames.links.extend(row.urls.iter().map(|url| LinkRow { message, url: (*url).into() }));
        frames.mentions.extend(row.mentions.iter().map(|text| MentionRow { message, text: (*text).into() }));
        if kind == MessageKind::File {
            let size = row.file_size.and_then(|size| u64::try_from(size).ok());
            frames.files.push(FileRow { message, name: row.file_name.map(Into::into), size });
        }
        if let Some(text) = row.text.filter(|_| kind != MessageKind::Recalled) {
            if self.reading.keywords {
                self.reading.scanner.scan(text, &mut self.facts);
                let programmes = self.facts.marks.iter().filter(|mark| matches!(mark, Mark::Programme(_)));
                frames.marks.extend(programmes.map(|mark| MarkRow { message, mark: *mark }));
            }
            if self.reading.words && kind == MessageKind::Text {
                frames.recent.push(message, row.ts, None, text);
            }
        }
        let marks = row.marks.iter().filter_map(|word| Mark::from_word(word));
        frames.marks.extend(marks.map(|mark| MarkRow { message, mark }));
        let columns = &mut frames.messages;
        columns.group.push(0);
        columns.ts.push(row.ts);
        columns.account.push(account);
        columns.kind.push(kind as u8);
        columns.msg_id.push(row.msg_id.map_or(NO_ID, id_code));
        columns.reply_to.push(row.reply_to.map_or(NO_ID, id_code));
        columns.features.push(Features::from_bits(row.features.cast_unsigned()));
        columns.content.push(row.content.cast_unsigned());
        if self.reading.projection == Projection::Full {
            columns.msg_id_text.push(row.msg_id);
            columns.reply_to_text.push(row.reply_to);
            columns.text.push(row.text);
            columns.file_name.push(row.file_name);
            columns.file_size.push(row.file_size.and_then(|size| u64::try_from(size).ok()));
            columns.edited.push(row.edited);
        }
    }

    /// Events of one month; rows of one service record stand together.
    fn events(&mut self, rows: &[Event<'_>]) {
        for rows in rows.chunk_by(|a, b| a.ts == b.ts && a.record == b.record) {
            self.records += 1;
            self.frames.read += 1;
            for row in rows {
                let actor = self.account(row.actor, row.actor_is_name);
                let subject = self.account(row.subject, row.subject_is_name);
                self.seen.extend([actor, subject].into_iter().filter(|code| *code != NO_ACCOUNT));
                let columns = &mut self.frames.events;
                columns.group.push(0);
                columns.ts.push(row.ts);
                columns.kind.push(EventKind::from_name(row.kind) as u8);
                columns.actor.push(actor);
                columns.subject.push(subject);
                columns.msg_id.push(row.msg_code.cast_unsigned());
                columns.record.push(self.records);
                columns.detail.push(row.detail);
            }
        }
    }

    fn reaction(&mut self, row: &Reaction<'_>) {
        let actor = self.account(Some(row.actor), row.actor_is_name);
        self.seen.insert(actor);
        let columns = &mut self.frames.reactions;
        columns.group.push(0);
        columns.ts.push(row.ts);
        columns.actor.push(actor);
        columns.target.push(row.target_code.cast_unsigned());
    }

    fn finish(mut self, manifest: &Manifest) -> Frames {
        self.frames.members = self.seen.into_iter().map(|code| (0, code)).collect();
        self.frames.members.sort_unstable();
        for source in manifest.sources.iter().filter(|source| source.rejected > 0) {
            self.frames.read += source.rejected;
            self.frames.rejected += source.rejected;
            let reason = format!("{}: {} records were rejected when it was added", source.path, source.rejected);
            self.frames.rejects.push(Reject { place: Place::Whole, reason, truncated: false });
        }
        // Only the export that reaches farthest can leave the end missing.
        let newest = manifest.sources.iter().map(|source| source.span.1).max();
        let broken = manifest.sources.iter().filter(|source| Some(source.span.1) == newest);
        let whole = broken.clone().any(|source| source.truncated.is_none());
        self.frames.truncated = broken.filter(|_| !whole).find_map(|source| {
            let reason = format!("{}: {}", source.path, source.truncated.as_ref()?);
            Some(Reject { place: Place::Whole, reason, truncated: true })
        });
        self.frames
    }
}
