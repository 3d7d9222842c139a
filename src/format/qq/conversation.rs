//! One conversation while it is read: who bears which name, and the lines QQ itself wrote. Those wait
//! for the end, for they name people, and which account bears a name is known when all messages are.
//! Kept as text of their own: a part of an export is closed before the conversation ends.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::sender::{Sender, without_account};
use crate::format::roster::Roster;
use crate::format::system_text::{Person, Told, tell};
use crate::frame::{EventKind, EventRow, MemberRow, Time, Who, Writer};

/// How much of what follows a poke may be a name and words behind it, in letters.
const LONGEST_NAME: usize = 80;

/// A line QQ wrote.
#[derive(Debug)]
pub(in crate::format) struct Line {
    /// When.
    pub time: Time,
    /// The account it stands under, if that is a person's.
    pub sender: Option<Box<str>>,
    /// Its id.
    pub msg_id: Option<Box<str>>,
    /// What it says.
    pub text: Box<str>,
}

/// Who made the export, as far as it says.
#[derive(Debug)]
struct Exporter {
    id: Option<Box<str>>,
    name: Option<Box<str>>,
}

/// What is known of a conversation so far.
#[derive(Debug, Default)]
pub(in crate::format) struct Conversation {
    roster: Roster,
    names: FxHashMap<Box<str>, u64>,
    roles: FxHashMap<Box<str>, &'static str>,
    exporter: Option<Exporter>,
    lines: Vec<Line>,
}

impl Conversation {
    /// An account bears this name now and is also known by others. Most messages change nothing, and
    /// those cost one look-up.
    pub fn named(&mut self, id: &str, name: &str, also: [&str; 2]) {
        let [one, two] = also.map(|other| xxh3_64(other.as_bytes()));
        let names = xxh3_64(name.as_bytes()) ^ one.rotate_left(7) ^ two.rotate_left(17);
        if self.names.get(id) == Some(&names) {
            return;
        }
        self.names.insert(id.into(), names);
        self.roster.see(id, name);
        for other in also.into_iter().filter(|other| *other != name && !other.is_empty()) {
            self.roster.bears(id, other);
        }
    }

    /// Who made the export: `你` in its lines.
    pub fn exported_by(&mut self, id: Option<&str>, name: Option<&str>) {
        if id.is_some() || name.is_some() {
            self.exporter = Some(Exporter { id: id.map(Into::into), name: name.map(Into::into) });
        }
    }

    /// Somebody speaks under a printed name; a title that says so makes them owner or admin.
    pub fn speaks(&mut self, writer: &mut Writer, sender: &Sender<'_>) {
        let (Some(id), Some(who)) = (sender.id, sender.who()) else { return };
        if let Some(name) = sender.name {
            self.named(id, name, sender.also);
        }
        if let Some(role) = sender.role()
            && self.roles.get(id) != Some(&role)
        {
            self.roles.insert(id.into(), role);
            writer.member(&MemberRow { who, role: Some(role), bot: false });
        }
    }

    /// QQ tells something.
    pub fn told(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Hands over the lines kept back.
    pub fn finish(&mut self, writer: &mut Writer) {
        let lines = std::mem::take(&mut self.lines);
        let read: Vec<(&Line, Option<Told<'_>>)> = lines.iter().map(|line| (line, tell(&line.text))).collect();
        for told in read.iter().filter_map(|(_, told)| told.as_ref()) {
            for person in told.actor.iter().chain(&told.subjects) {
                if let Person::Named(name) = person
                    && let Some((name, id)) = without_account(name)
                {
                    self.roster.bears(id, name.trim_end());
                }
            }
        }
        for (line, told) in read {
            self.event(writer, line, told);
        }
    }

    fn event(&self, writer: &mut Writer, line: &Line, told: Option<Told<'_>>) {
        let told = told.unwrap_or(Told { kind: EventKind::Other, actor: None, subjects: Vec::new(), detail: None });
        let sender = line.sender.as_deref().map(|id| self.roster.known(id));
        // Who joined or left is no actor of it, though the line may stand under their account.
        let acts =
            matches!(told.kind, EventKind::Recall | EventKind::Poke | EventKind::Rename | EventKind::Announcement);
        let actor = match told.actor {
            Some(person) => self.who(person).or(sender),
            None => sender.filter(|_| acts),
        };
        let row = EventRow {
            time: line.time,
            kind: told.kind,
            actor,
            subject: None,
            msg_id: line.msg_id.as_deref(),
            detail: told.detail,
        };
        let poke = told.kind == EventKind::Poke;
        let subjects = told.subjects.iter().map(|person| if poke { self.poked(*person) } else { self.who(*person) });
        let rows: Vec<EventRow<'_>> = subjects.map(|subject| EventRow { subject, ..row }).collect();
        writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }

    /// Who was poked. Words may follow the name unmarked (`拍了拍某甲 的肩膀`), so only a known account
    /// is taken for one.
    fn poked<'b>(&'b self, person: Person<'b>) -> Option<Who<'b>> {
        let Person::Named(text) = person else { return self.who(person) };
        let ends = text.char_indices().rev().map(|(at, letter)| at + letter.len_utf8());
        let names = ends.take(LONGEST_NAME).filter_map(|end| text.get(..end)).map(str::trim_end);
        names.map(|name| self.roster.named(name)).find(|who| who.id.is_some())
    }

    fn who<'b>(&'b self, person: Person<'b>) -> Option<Who<'b>> {
        let name = match person {
            Person::Exporter => {
                let Exporter { id, name } = self.exporter.as_ref()?;
                return match (id, name) {
                    (Some(id), name) => {
                        Some(Who { name: name.as_deref().or(self.roster.known(id).name), ..Who::id(id, None) })
                    }
                    (None, name) => name.as_deref().map(Who::name),
                };
            }
            Person::Named(name) => name,
        };
        Some(match without_account(name) {
            Some((name, id)) => Who::id(id, Some(name.trim_end()).filter(|name| !name.is_empty())),
            None => self.roster.named(name),
        })
    }
}
