//! One conversation while it is read: who bears which name, and the system rows, which wait for its
//! end. They name people, and which account bears a name is known when every row has been seen.
//! In: ids, names and system rows as they come. Out: events.

use super::code::Kind;
use super::notice::{Member, Notice, notice};
use crate::format::roster::Roster;
use crate::format::system_text::{Person, Told};
use crate::frame::{EventKind, EventRow, Time, Who, Writer};

/// A system row as its format hands it over.
#[derive(Debug, Clone, Copy)]
pub(in crate::format) struct SystemLine<'a> {
    /// When.
    pub time: Time,
    /// What its code or label says it is; anything but a recall or a pat is read from its text.
    pub kind: Kind,
    /// The account the row names as its sender, if it is a person's.
    pub sender: Option<Who<'a>>,
    /// The row's id.
    pub msg_id: Option<&'a str>,
    /// The raw body: plain or XML.
    pub text: &'a str,
}

/// Somebody, kept.
#[derive(Debug, Clone, Default)]
struct Known {
    id: Option<Box<str>>,
    name: Option<Box<str>>,
}

impl Known {
    fn of(who: Who<'_>) -> Self {
        Self { id: who.id.map(Into::into), name: who.name.map(Into::into) }
    }

    fn who(&self) -> Who<'_> {
        Who { id: self.id.as_deref(), name: self.name.as_deref() }
    }
}

#[derive(Debug)]
struct Waiting {
    time: Time,
    kind: Kind,
    sender: Option<Known>,
    msg_id: Option<Box<str>>,
    text: Box<str>,
}

/// How system rows write people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::format) enum Names {
    /// As people saw them.
    #[default]
    Plain,
    /// With the account behind the name: `甲(wxid_a)`.
    WithIds,
}

/// What is known of a conversation so far.
#[derive(Debug, Default)]
pub(in crate::format) struct Conversation {
    names: Names,
    group: Option<Box<str>>,
    exporter: Option<Known>,
    roster: Roster,
    waiting: Vec<Waiting>,
}

impl Conversation {
    /// A conversation nothing is known of but the group's id.
    pub fn of(group: Option<&str>) -> Self {
        Self { group: group.map(Into::into), ..Self::default() }
    }

    /// The same, its system rows writing people in this way.
    pub fn naming(self, names: Names) -> Self {
        Self { names, ..self }
    }

    /// Who made the export: whom system rows call 你.
    pub fn exported_by(&mut self, who: Who<'_>) {
        if self.exporter.as_ref().is_none_or(|known| known.id.is_none()) {
            self.exporter = Some(Known::of(who));
        }
    }

    /// An account bears this name now.
    pub fn see(&mut self, id: &str, name: &str) {
        self.roster.see(id, name);
    }

    /// An account is also known by this name.
    pub fn bears(&mut self, id: &str, name: &str) {
        self.roster.bears(id, name);
    }

    /// Whether a sender is no person: exporters write system rows under the group's id or a word.
    pub fn is_system(&self, id: &str) -> bool {
        self.group.as_deref() == Some(id)
            || id.ends_with("@chatroom")
            || matches!(id, "system" | "SYSTEM" | "系统消息" | "系统通知")
    }

    /// Takes a system row; it becomes events in [`Conversation::finish`].
    pub fn system(&mut self, line: &SystemLine<'_>) {
        self.waiting.push(Waiting {
            time: line.time,
            kind: line.kind,
            sender: line.sender.map(Known::of),
            msg_id: line.msg_id.map(Into::into),
            text: line.text.into(),
        });
    }

    /// Hands over the system rows kept back. The group must be the writer's current one.
    pub fn finish(&mut self, writer: &mut Writer) {
        for line in std::mem::take(&mut self.waiting) {
            self.push(writer, &line);
        }
    }

    fn push(&self, writer: &mut Writer, line: &Waiting) {
        let notice = notice(&line.text);
        let told = notice.told();
        let kind = match (line.kind, notice.kind, &told) {
            (Kind::Sending, ..) => EventKind::Other,
            (_, Some(kind), _) => kind,
            (Kind::Recall, ..) => EventKind::Recall,
            (Kind::Pat, ..) => EventKind::Poke,
            (_, None, Some(told)) => told.kind,
            (_, None, None) => EventKind::Other,
        };
        let word = if line.kind == Kind::Sending { Some("file_sending") } else { notice.word.as_deref() };
        let word = word.filter(|_| kind == EventKind::Other);
        let told = told.unwrap_or(Told { kind, actor: None, subjects: Vec::new(), detail: None });
        let subjects = self.subjects(&notice, &told);
        // Who joined or left is no actor of it, though converters write them as its sender.
        let moved =
            matches!(kind, EventKind::Join | EventKind::Leave | EventKind::InvitePending | EventKind::RoleChange);
        let sender = line.sender.as_ref().map(|sender| self.latest(sender.who()));
        let named = notice.actor.as_ref().map(|member| self.member(member));
        let actor = match (named, told.actor) {
            (Some(who), _) => Some(who),
            (None, Some(person)) => self.people(&notice, person).into_iter().flatten().next().or(sender),
            (None, None) => sender.filter(|_| !moved),
        };
        let msg_id = line.msg_id.as_deref().or(notice.recalled.as_deref());
        let row = EventRow { time: line.time, kind, actor, subject: None, msg_id, detail: told.detail.or(word) };
        let rows: Vec<EventRow<'_>> = subjects.into_iter().map(|subject| EventRow { subject, ..row }).collect();
        writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }

    /// To whom it happened: as the XML tells it, else as the line does.
    fn subjects<'b>(&'b self, notice: &'b Notice, told: &Told<'b>) -> Vec<Option<Who<'b>>> {
        if notice.subjects.is_empty() {
            return told.subjects.iter().flat_map(|person| self.people(notice, *person)).collect();
        }
        notice.subjects.iter().map(|member| Some(self.member(member))).collect()
    }

    /// Whom a line names; one mark may stand for several. `None` for an exporter who is not known.
    fn people<'b>(&'b self, notice: &'b Notice, person: Person<'b>) -> Vec<Option<Who<'b>>> {
        match (notice.members(person), person) {
            (Some(members), _) => members.iter().map(|member| Some(self.member(member))).collect(),
            (None, Person::Exporter) => vec![self.exporter.as_ref().map(|known| self.latest(known.who()))],
            (None, Person::Named(name)) => vec![Some(self.named(name))],
        }
    }

    /// A person as written: `甲`, `甲(wxid_a)`, or `${wxid_a}` where an exporter left a placeholder.
    fn named<'b>(&'b self, written: &'b str) -> Who<'b> {
        if let Some(id) = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            return self.roster.known(id);
        }
        let told = written.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
        match told.filter(|(_, id)| self.names == Names::WithIds && !id.is_empty()) {
            Some((name, id)) => self.latest(Who::id(id, Some(name).filter(|name| !name.is_empty()))),
            None => self.roster.named(written),
        }
    }

    fn member<'b>(&'b self, member: &'b Member) -> Who<'b> {
        self.latest(Who { id: member.id.as_deref(), name: member.name.as_deref() })
    }

    /// An account under its latest name, or the account of a name that is its alone.
    fn latest<'b>(&'b self, who: Who<'b>) -> Who<'b> {
        match who {
            Who { id: Some(id), name } => {
                let known = self.roster.known(id);
                Who { name: known.name.or(name), ..known }
            }
            Who { id: None, name: Some(name) } => self.roster.named(name),
            nobody @ Who { .. } => nobody,
        }
    }
}
