//! What the operator's own papers say of a group (旁证): the calendar, the ledger, commits and orders, with
//! accounts resolved to people. In: the charter and side files. Out: rows of [`Papers`], by time.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Calendar, Day};
use crate::charter::{Charter, Recurrence};
use crate::feature::url;
use crate::service_time::ServiceTime;
use crate::side::{CalendarRow, LedgerKind, OfficialRow, ServiceHoursRow, Side};

use super::build::Source;
use super::draft::{Draft, is_group};
use super::group::PersonIx;

/// Days a column may be late unless the calendar says otherwise.
const GRACE_DAYS: u32 = 1;

/// One entry of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What it is: `column`, `kol`, `live`, `salon`, `debate`, `holiday` …
    pub kind: String,
    /// When it is due.
    pub when: Recurrence,
    /// Instant of an event that has one, UTC milliseconds.
    pub ts: Option<i64>,
    /// Number of its keyword, as [`crate::feature::Mark::Programme`] tells it.
    pub keyword: Option<u16>,
    /// The keyword itself.
    pub word: Option<String>,
    /// Who publishes or hosts it; `Some(None)`: somebody nobody knows.
    pub host: Option<Option<PersonIx>>,
    /// Days it may be late.
    pub grace_days: u32,
    /// Days on which it is not due.
    pub skip: Vec<Day>,
    /// Members who came.
    pub attendees: Vec<PersonIx>,
}

impl Planned {
    /// An event on a day, rather than a column.
    #[must_use]
    pub fn event(&self) -> bool {
        matches!(self.when, Recurrence::Once(_))
            && !matches!(self.kind.as_str(), "column" | "holiday" | "shift" | "task" | "campaign")
    }
}

/// One act of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// To or by whom.
    pub person: PersonIx,
    /// What.
    pub kind: LedgerKind,
    /// A reason is given.
    pub reason: bool,
    /// Points redeemed.
    pub points: Option<u64>,
}

/// One commit of a known person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// Who.
    pub person: PersonIx,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// Canonical link it came by.
    pub url: Option<String>,
}

/// The papers of one group. `None` means no such file: missing is not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// The charter's `[[calendar]]`, then `calendar.csv`.
    pub planned: Vec<Planned>,
    /// `ledger.csv`, by time.
    pub ledger: Option<Vec<Act>>,
    /// `git.log`, by time, without merges.
    pub commits: Option<Vec<Commit>>,
    /// Commits of addresses no identity names.
    pub unmapped_commits: u64,
    /// `orders.csv`, by time.
    pub orders: Option<Vec<Order>>,
    /// `service_hours.toml`: spans and closed days; `None` without one.
    pub service: Option<ServiceTime>,
    /// The platform's own figures for this group or for all of its platform, by day.
    pub official: Option<Vec<Official>>,
}

/// One day as the platform counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Official {
    /// Local day.
    pub day: Day,
    /// Of this group alone; else the sum of the platform's groups.
    pub own: bool,
    /// Messages, of the day or cumulative.
    pub messages: Option<u64>,
    /// Members.
    pub members: Option<u64>,
}

/// Every keyword of the calendars in force, each once, in order: what a text is scanned for, and what
/// numbers its marks.
pub fn keywords<'a>(charter: &Charter, sides: impl Iterator<Item = &'a Side>) -> Vec<String> {
    let parts = std::iter::once(charter).chain(charter.groups.iter().map(|rule| &rule.charter));
    let mut words: BTreeSet<String> =
        parts.flat_map(|part| &part.calendar).map(|programme| programme.keyword.clone()).collect();
    let rows = sides.flat_map(|side| side.calendar.iter().flatten());
    words.extend(rows.filter_map(|row| row.keyword.clone()));
    words.into_iter().collect()
}

/// The papers of the group named `id` and `name`, from the inputs that hold it. `words` are the run's keywords.
pub(super) fn papers(
    sources: &[&Source<'_>],
    words: &[String],
    (id, name): (&str, &str),
    draft: &Draft,
    calendar: &mut Calendar,
) -> Papers {
    let number = |word: &str| words.iter().position(|known| known == word).and_then(|at| u16::try_from(at).ok());
    let mut papers = Papers { planned: promised(&draft.charter, draft, &number), ..Papers::default() };
    let mut seen: Vec<*const Side> = Vec::new();
    for source in sources {
        if seen.contains(&std::ptr::from_ref(source.side)) {
            continue;
        }
        seen.push(std::ptr::from_ref(source.side));
        let side = source.side;
        let ours = |row: &&CalendarRow| row.group_id.as_deref().is_none_or(|group| is_group(group, id, name));
        papers.planned.extend(side.calendar.iter().flatten().filter(ours).map(|row| planned(row, draft, &number)));
        if let Some(rows) = &side.ledger {
            let acts = rows.iter().filter_map(|row| {
                let (person, reason) = (draft.people.find(&row.account_id)?, row.reason.is_some());
                Some(Act {
                    ts: row.time,
                    day: calendar.day(row.time),
                    person,
                    kind: row.kind,
                    reason,
                    points: row.points,
                })
            });
            papers.ledger.get_or_insert_default().extend(acts);
        }
        if let Some(rows) = &side.commits {
            let authors = authors(side, draft);
            let commits = papers.commits.get_or_insert_default();
            for row in rows.iter().filter(|row| !row.merge) {
                match authors.get(row.email.as_str()) {
                    Some(person) => commits.push(Commit { ts: row.time, day: calendar.day(row.time), person: *person }),
                    None => papers.unmapped_commits += 1,
                }
            }
        }
        let holds = |row: &&ServiceHoursRow| row.group_id.as_deref().is_none_or(|group| is_group(group, id, name));
        for row in side.service_hours.iter().filter(holds) {
            let service = papers.service.get_or_insert_default();
            service.hours.extend(row.hours.iter().copied());
            service.closed.extend(row.closed.iter().copied());
        }
        if let Some(rows) = &side.official {
            let platform = id.split_once(':').map_or(id, |(platform, _)| platform);
            let of_platform = |row: &&OfficialRow| row.platform.as_deref().is_none_or(|named| named == platform);
            let of_group = |row: &&OfficialRow| row.group_id.as_deref().is_none_or(|group| is_group(group, id, name));
            let figures = rows.iter().filter(of_platform).filter(of_group).map(|row| Official {
                day: row.day,
                own: row.group_id.is_some(),
                messages: row.messages,
                members: row.members,
            });
            papers.official.get_or_insert_default().extend(figures);
        }
        if let Some(rows) = &side.orders {
            let orders = rows.iter().map(|row| Order {
                ts: row.time,
                day: calendar.day(row.time),
                url: row.url.as_deref().and_then(url::canonical),
            });
            papers.orders.get_or_insert_default().extend(orders);
        }
    }
    papers.ledger.iter_mut().for_each(|acts| acts.sort_by_key(|act| (act.ts, act.person)));
    papers.commits.iter_mut().for_each(|commits| commits.sort_by_key(|commit| (commit.ts, commit.person)));
    papers.official.iter_mut().for_each(|days| days.sort_by_key(|row| (row.day, row.own)));
    papers.orders.iter_mut().for_each(|orders| orders.sort_by_key(|order| order.ts));
    papers
}

/// The charter's own calendar.
fn promised(charter: &Charter, draft: &Draft, number: &dyn Fn(&str) -> Option<u16>) -> Vec<Planned> {
    let entry = |programme: &crate::charter::Programme| Planned {
        kind: "column".to_owned(),
        when: programme.rule,
        ts: None,
        keyword: number(&programme.keyword),
        word: Some(programme.keyword.clone()),
        host: programme.host.as_deref().map(|host| draft.people.find(host)),
        grace_days: programme.grace_days.unwrap_or(GRACE_DAYS),
        skip: programme.skip.clone(),
        attendees: Vec::new(),
    };
    charter.calendar.iter().map(entry).collect()
}

fn planned(row: &CalendarRow, draft: &Draft, number: &dyn Fn(&str) -> Option<u16>) -> Planned {
    Planned {
        kind: row.kind.clone(),
        when: row.when,
        ts: row.time,
        keyword: row.keyword.as_deref().and_then(number),
        word: row.keyword.clone(),
        host: row.host.as_deref().map(|host| draft.people.find(host)),
        grace_days: row.grace_days.unwrap_or(GRACE_DAYS),
        skip: row.skip.clone(),
        attendees: row.attendees.iter().filter_map(|account| draft.people.find(account)).collect(),
    }
}

/// Commit addresses → people, through identities of platform `git`.
fn authors<'a>(side: &'a Side, draft: &Draft) -> BTreeMap<&'a str, PersonIx> {
    let of_git = side.identities.iter().flatten().filter(|row| row.platform.as_deref() == Some("git"));
    of_git.filter_map(|row| Some((row.account_id.as_str(), draft.people.of_person(&row.person_id)?))).collect()
}
