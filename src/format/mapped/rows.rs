//! One row of any table → one message or event. In: the cells of the mapped fields. Out: rows for the
//! writer. Events wait for the end, since they name people and whose name it is shows only then.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::mapping::{Field, Mapping, Meaning, is_scientific, known_kind};
use super::super::roster::Roster;
use super::super::system_text::{Person, tell};
use crate::calendar::Zone;
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

/// The cells of a row.
pub(super) trait Cells {
    /// The cell of a field; `None` when it is empty or not mapped.
    fn cell(&self, field: Field) -> Option<Cow<'_, str>>;

    /// The time, where the table has dates that are no text.
    fn date(&self) -> Option<i64> {
        None
    }
}

/// A table while it is read.
pub(super) struct Table<'m> {
    mapping: &'m Mapping,
    zone: Option<Zone>,
    /// Name of the group where no column and no text names it.
    file: String,
    groups: Vec<Group>,
    /// Where in `groups` an id and name stand: a table may hold many.
    places: FxHashMap<(Option<Box<str>>, Box<str>), usize>,
    group: usize,
    late: Vec<Late>,
    /// Ids a spreadsheet rounded.
    rounded: u64,
    /// Words nobody knows, and how often.
    strange: BTreeMap<String, u64>,
}

struct Group {
    id: Option<String>,
    name: String,
    roster: Roster,
    /// Ids seen.
    ids: FxHashSet<Box<str>>,
}

impl Group {
    fn see(&mut self, id: &str, name: Option<&str>) {
        if !self.ids.contains(id) {
            self.ids.insert(id.into());
            // An id stands for itself where an event names people by id.
            self.roster.bears(id, id);
        }
        if let Some(name) = name {
            self.roster.see(id, name);
        }
    }
}

/// An event that waits.
struct Late {
    group: usize,
    time: Time,
    told: Happened,
    msg_id: Option<String>,
    /// Id and name of who stands in the sender columns.
    sender: (Option<String>, Option<String>),
    actor: Option<String>,
    subjects: Option<String>,
}

enum Happened {
    Event(EventKind),
    System(String),
}

impl<'m> Table<'m> {
    /// A table that has seen nothing yet; its file's name is the group's when nothing else is.
    pub fn new(mapping: &'m Mapping, file: &str) -> Self {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        Self {
            mapping,
            zone: mapping.zone.clone(),
            file: if stem.is_empty() || stem == "-" { "unknown".to_owned() } else { stem.to_owned() },
            groups: Vec::new(),
            places: FxHashMap::default(),
            group: usize::MAX,
            late: Vec::new(),
            rounded: 0,
            strange: BTreeMap::new(),
        }
    }

    /// Takes a row; the reason when it cannot be kept.
    pub fn take(&mut self, writer: &mut Writer, row: &dyn Cells) -> Result<(), &'static str> {
        let time = self.time(row)?;
        self.open(writer, row);
        let (id, name) = (self.id(row, Field::SenderId), word(row, Field::SenderName));
        if let (Some(id), Some(group)) = (&id, self.groups.get_mut(self.group)) {
            group.see(id, name.as_deref());
        }
        let (meaning, text) = (self.meaning(row), row.cell(Field::Text));
        let told = match meaning {
            Some(Meaning::Event(kind)) => Happened::Event(kind),
            Some(Meaning::System) => Happened::System(text.unwrap_or_default().into_owned()),
            Some(Meaning::Message(kind)) => {
                self.message(writer, row, (time, kind), (id.as_deref(), name.as_deref()));
                return Ok(());
            }
            None => {
                let kind = kind_of(row, text.as_deref());
                self.message(writer, row, (time, kind), (id.as_deref(), name.as_deref()));
                return Ok(());
            }
        };
        let owned = |cell: Option<Cow<'_, str>>| cell.map(Cow::into_owned);
        let msg_id = owned(self.id(row, Field::MessageId));
        self.late.push(Late {
            group: self.group,
            time,
            told,
            msg_id,
            sender: (owned(id), owned(name)),
            actor: owned(word(row, Field::Actor)),
            subjects: owned(word(row, Field::Subject)),
        });
        Ok(())
    }

    /// Hands over the events kept back, and says what a person should know.
    pub fn finish(mut self, writer: &mut Writer) {
        for late in std::mem::take(&mut self.late) {
            if let Some(group) = self.groups.get(late.group) {
                writer.group(GroupRow {
                    platform: &self.mapping.platform,
                    id: group.id.as_deref(),
                    name: Some(&group.name),
                });
                late.tell(writer, &group.roster);
            }
        }
        if self.rounded > 0 {
            writer.note(format!(
                "ids in scientific notation, such as 6.37E+17: {}; a spreadsheet rounded them, so they are read as no id and \
                 joined to nothing; export the column as text",
                self.rounded
            ));
        }
        if !self.strange.is_empty() {
            let rows: u64 = self.strange.values().sum();
            let words: Vec<&str> = self.strange.keys().take(8).map(String::as_str).collect();
            let file = self.mapping.path.file_name().unwrap_or_default().to_string_lossy();
            writer.note(format!(
                "kinds not known, read as `other`: {} (rows: {rows}); name them in [kinds] of {file}",
                words.join(", ")
            ));
        }
    }

    fn time(&mut self, row: &dyn Cells) -> Result<Time, &'static str> {
        let time = match row.date() {
            Some(local) => Ok(Time::Local(local)),
            None => self.written(row),
        }?;
        Ok(match (time, &mut self.zone) {
            (Time::Local(local), Some(zone)) => Time::Utc(zone.to_utc(local)),
            (time, _) => time,
        })
    }

    fn written(&self, row: &dyn Cells) -> Result<Time, &'static str> {
        let text = row.cell(Field::Time).ok_or("no time in its column")?;
        let text = text.trim();
        let told = self.mapping.times.iter().find_map(|format| format.read(text));
        told.ok_or(if is_scientific(text) {
            "its time is in scientific notation: a spreadsheet rounded it"
        } else {
            "no readable time in its column"
        })
    }

    /// Opens the group of a row.
    fn open(&mut self, writer: &mut Writer, row: &dyn Cells) {
        let (id, name) = (self.id(row, Field::GroupId), word(row, Field::Group));
        let fallback = self.mapping.group.as_deref().unwrap_or(&self.file);
        let name = name.as_deref().or(id.as_deref()).unwrap_or(fallback);
        let is = |group: &Group| group.id.as_deref() == id.as_deref() && group.name == name;
        if self.groups.get(self.group).is_some_and(is) {
            return;
        }
        writer.group(GroupRow { platform: &self.mapping.platform, id: id.as_deref(), name: Some(name) });
        let groups = &mut self.groups;
        self.group = *self.places.entry((id.as_deref().map(Into::into), name.into())).or_insert_with(|| {
            let (id, name) = (id.as_deref().map(str::to_owned), name.to_owned());
            groups.push(Group { id, name, roster: Roster::default(), ids: FxHashSet::default() });
            groups.len() - 1
        });
    }

    /// An id that still has all its digits.
    fn id<'r>(&mut self, row: &'r dyn Cells, field: Field) -> Option<Cow<'r, str>> {
        let id = word(row, field)?;
        if is_scientific(&id) {
            self.rounded += 1;
            return None;
        }
        Some(id)
    }

    /// What the event and kind columns say; `None` when they say nothing.
    fn meaning(&mut self, row: &dyn Cells) -> Option<Meaning> {
        if let Some(event) = word(row, Field::Event).filter(|word| !is_message(word)) {
            let known = self.mapping.kinds.get(event.as_ref()).copied().or_else(|| known_kind(&event));
            return Some(match known {
                Some(Meaning::Message(MessageKind::Announcement)) => Meaning::Event(EventKind::Announcement),
                Some(Meaning::Message(MessageKind::Call)) => Meaning::Event(EventKind::Call),
                Some(Meaning::Message(MessageKind::Recalled)) => Meaning::Event(EventKind::Recall),
                Some(meaning) => meaning,
                None => {
                    self.count(&event);
                    Meaning::Event(EventKind::Other)
                }
            });
        }
        if word(row, Field::Recalled).is_some_and(|word| is_yes(&word)) {
            return Some(Meaning::Message(MessageKind::Recalled));
        }
        let kind = word(row, Field::Kind)?;
        let known = self.mapping.kinds.get(kind.as_ref()).copied().or_else(|| known_kind(&kind));
        if known.is_none() {
            self.count(&kind);
        }
        Some(known.unwrap_or(Meaning::Message(MessageKind::Other)))
    }

    fn count(&mut self, word: &str) {
        let word: String = word.chars().take(20).collect();
        // A column mapped wrongly holds a new word in every row.
        if self.strange.len() < 100 || self.strange.contains_key(&word) {
            *self.strange.entry(word).or_default() += 1;
        } else {
            *self.strange.entry("…".to_owned()).or_default() += 1;
        }
    }

    fn message(
        &mut self,
        writer: &mut Writer,
        row: &dyn Cells,
        what: (Time, MessageKind),
        who: (Option<&str>, Option<&str>),
    ) {
        let (id, reply_to) = (self.id(row, Field::MessageId), self.id(row, Field::ReplyTo));
        let (text, url) = (row.cell(Field::Text), word(row, Field::Url));
        let urls: Vec<&str> = url.as_deref().map(|url| url.split_whitespace().collect()).unwrap_or_default();
        let file = word(row, Field::FileName);
        writer.message(&MessageRow {
            msg_id: id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: text.as_deref(),
            urls: &urls,
            scan_urls: true,
            file_name: file.as_deref(),
            file_size: word(row, Field::FileSize).and_then(|size| size.replace(',', "").parse().ok()),
            ..MessageRow::new(what.0, person(who.0, who.1), what.1)
        });
    }
}

impl Late {
    fn tell(&self, writer: &mut Writer, roster: &Roster) {
        let msg_id = self.msg_id.as_deref();
        let blank =
            EventRow { time: self.time, kind: EventKind::Other, actor: None, subject: None, msg_id, detail: None };
        let (row, subjects) = match &self.told {
            Happened::Event(kind) => self.event(EventRow { kind: *kind, ..blank }, roster),
            Happened::System(line) => match tell(line) {
                Some(told) => {
                    let subjects = told.subjects.iter().filter_map(|person| named(*person, roster)).collect();
                    let actor = told.actor.and_then(|person| named(person, roster));
                    (EventRow { kind: told.kind, actor, detail: told.detail, ..blank }, subjects)
                }
                None => (blank, Vec::new()),
            },
        };
        let rows: Vec<EventRow<'_>> =
            subjects.into_iter().map(|subject| EventRow { subject: Some(subject), ..row }).collect();
        writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }

    /// An event of the columns: without its own, the sender's columns say who did it or to whom.
    fn event<'b>(&'b self, row: EventRow<'b>, roster: &'b Roster) -> (EventRow<'b>, Vec<Who<'b>>) {
        let sender = match &self.sender {
            (Some(id), _) => Some(roster.known(id)),
            (None, name) => name.as_deref().map(|name| roster.named(name)),
        };
        let actor = self.actor.as_deref().map(|name| roster.named(name));
        let subjects: Vec<Who<'b>> = self
            .subjects
            .as_deref()
            .map(|names| people(names).map(|name| roster.named(name)).collect())
            .unwrap_or_default();
        if subjects.is_empty() && happens_to_oneself(row.kind) {
            return (EventRow { actor, ..row }, sender.into_iter().collect());
        }
        (EventRow { actor: actor.or(sender), ..row }, subjects)
    }
}

/// Somebody of a system line; whoever made the export is called `you` in it and stays unknown.
fn named<'b>(person: Person<'b>, roster: &'b Roster) -> Option<Who<'b>> {
    match person {
        Person::Exporter => None,
        Person::Named(name) => Some(roster.named(name)),
    }
}

/// The names of a list, as tables divide them.
fn people(names: &str) -> impl Iterator<Item = &str> {
    names.split(['、', ';', '；', '|', '\n']).map(str::trim).filter(|name| !name.is_empty())
}

/// Events whose row names, as its sender, the one it happened to.
fn happens_to_oneself(kind: EventKind) -> bool {
    use EventKind::{InvitePending, Join, Leave, MemberRename, Mute, Remove, RoleChange, Unmute};
    matches!(kind, InvitePending | Join | Leave | MemberRename | Mute | Remove | RoleChange | Unmute)
}

fn kind_of(row: &dyn Cells, text: Option<&str>) -> MessageKind {
    if word(row, Field::FileName).is_some() {
        MessageKind::File
    } else if text.is_some() {
        MessageKind::Text
    } else if word(row, Field::Url).is_some() {
        MessageKind::Link
    } else {
        MessageKind::Other
    }
}

fn person<'a>(id: Option<&'a str>, name: Option<&'a str>) -> Option<Who<'a>> {
    match (id, name) {
        (Some(id), name) => Some(Who::id(id, name)),
        (None, name) => name.map(Who::name),
    }
}

/// A cell without the spaces around it; `None` when nothing is left.
fn word(row: &dyn Cells, field: Field) -> Option<Cow<'_, str>> {
    let cell = row.cell(field)?;
    let trimmed = cell.trim();
    match trimmed.len() {
        0 => None,
        length if length == cell.len() => Some(cell),
        _ => Some(Cow::Owned(trimmed.to_owned())),
    }
}

/// An event column that says of a message that it is one.
fn is_message(word: &str) -> bool {
    ["message", "msg", "消息", "发言", "none", "null", "-", "0"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn is_yes(word: &str) -> bool {
    let no = ["0", "false", "no", "n", "否", "未撤回", "-", "none", "null", "nan"];
    !no.iter().any(|known| known.eq_ignore_ascii_case(word))
}
