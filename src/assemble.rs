//! Groups, measurements and verdicts → the [`Report`]: member and link rows, group headers, advice,
//! and, where asked for, pseudonyms in place of every name and id. The last step before rendering;
//! nothing is computed after it.

mod conduct;
mod hide;
mod rows;

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::advice::{self, AdviceArgs};
use crate::calendar::Day;
use crate::charter::{Settings, ThresholdProfile};
use crate::dataset::{Basis, Group, Person};
use crate::format::Format;
use crate::gate::Gate;
use crate::metric::{Bound, Metric, Outcome};
use crate::pipeline::Names;
use crate::report::{GroupReport, InputReport, Report, Status, Vital};
use crate::unit::{Lang, Text};
use crate::verdict;

pub use rows::{Rows, rows};

/// What a report is made of.
pub struct Parts {
    /// Language.
    pub lang: Lang,
    /// Zone.
    pub tz: String,
    /// Charter file name.
    pub charter: Option<String>,
    /// Inputs.
    pub inputs: Vec<InputReport>,
    /// Files nobody reads.
    pub unread: Vec<(String, String)>,
    /// Formats of each input.
    pub formats: Vec<Vec<&'static Format>>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Their rows, by group.
    pub rows: Vec<Rows>,
    /// What the metrics gave, by group.
    pub outcomes: Vec<Vec<(&'static Metric, Outcome)>>,
    /// Judged rows.
    pub vitals: Vec<Vital>,
    /// Notices.
    pub notices: Vec<String>,
    /// Last local day judged.
    pub as_of: Day,
    /// Settings in force, by group.
    pub settings: Vec<Settings>,
    /// What the gate has to say.
    pub gate: Gate,
    /// How people are named.
    pub names: Names,
}

/// Makes the report.
#[must_use]
pub fn assemble(parts: Parts) -> Report {
    let as_of = parts.as_of;
    let mut members = Vec::new();
    let mut links = Vec::new();
    let (mut earnings, mut places, mut hits) = (Vec::new(), Vec::new(), Vec::new());
    let mut groups = Vec::new();
    for ((group, rows), outcomes) in parts.groups.iter().zip(parts.rows).zip(parts.outcomes) {
        members.extend(rows.members);
        links.extend(rows.links);
        earnings.extend(rows.earnings);
        places.extend(rows.places);
        hits.extend(rows.hits);
        groups.push(group_row(group, outcomes, &parts.formats, as_of, parts.lang));
    }
    let mut vitals = parts.vitals;
    for at in 0..vitals.len() {
        if matches!(vitals[at].status, Status::Breach | Status::Watch) {
            let settings = parts.groups.iter().zip(&parts.settings).find(|(group, _)| group.id == vitals[at].group);
            let thresholds = settings.map_or_else(ThresholdProfile::default, |(_, settings)| settings.thresholds);
            let (key, text) = advise(&vitals, at, thresholds, parts.lang);
            vitals[at].advice_key = Some(key);
            vitals[at].advice = text;
        }
    }
    let mut report = Report {
        lang: parts.lang,
        as_of,
        tz: parts.tz,
        charter: parts.charter,
        inputs: parts.inputs,
        unread: parts.unread,
        groups,
        vitals,
        members,
        links,
        earnings,
        places,
        hits,
        notices: parts.notices,
        people: people(&parts.groups, as_of),
        shared: false,
        gate: parts.gate,
    };
    if let Names::Pseudonym { key } = &parts.names {
        hide::hide_groups(&mut report, key);
    }
    report
}

/// The report of a run without any group.
#[must_use]
pub fn nothing(lang: Lang, as_of: Day, tz: &str, gate: Gate) -> Report {
    Report {
        lang,
        as_of,
        tz: tz.to_owned(),
        charter: None,
        inputs: Vec::new(),
        unread: Vec::new(),
        groups: Vec::new(),
        vitals: Vec::new(),
        members: Vec::new(),
        links: Vec::new(),
        earnings: Vec::new(),
        places: Vec::new(),
        hits: Vec::new(),
        notices: Vec::new(),
        people: 0,
        shared: false,
        gate,
    }
}

/// Names people, or hides them behind a keyed hash.
struct Label<'a>(&'a Names);

impl Label<'_> {
    fn shows(&self) -> bool {
        matches!(self.0, Names::Show)
    }

    fn of(&self, person: &Person, shown: &str) -> String {
        match self.0 {
            Names::Show => shown.to_owned(),
            Names::Pseudonym { key } => pseudonym(key, &person.key),
        }
    }
}

/// `u_` and the first ten hex digits of HMAC-SHA256(key, person).
#[must_use]
pub fn pseudonym(key: &[u8], person: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return "u_".to_owned() };
    mac.update(person.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().take(5).fold("u_".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// Advice for a vital in breach or watched. Retention is sent to the admission check only when the
/// newcomers fail too (K5).
fn advise(vitals: &[Vital], at: usize, thresholds: ThresholdProfile, lang: Lang) -> (&'static str, Option<String>) {
    let vital = &vitals[at];
    let sibling = |metric: &str, segment: Option<&str>| {
        vitals.iter().find(|v| v.group == vital.group && v.metric.id == metric && v.row.segment.as_deref() == segment)
    };
    let newcomers_fail = sibling("cohort_retention", None).is_some_and(|v| v.status == Status::Breach);
    let retention = matches!(vital.metric.id, "weekly_retention" | "monthly_retention");
    let key = match vital.row.advice {
        Some(key) => key,
        None if retention && newcomers_fail => "advice.retention.admission",
        None => vital.metric.advice,
    };
    let mut extra = Vec::new();
    // Whose bound it is makes a difference where it may be the group's own (K3).
    if verdict::CALIBRATED.contains(&vital.metric.id) && vital.row.segment.is_none() {
        let document = Text { zh: "原文件的固定数值", en: "the source document's own number" };
        let own = Text { zh: "本群近八周自身的水平", en: "from the group's own last eight weeks" };
        let built_in = vital.metric.thresholds.iter().any(|rule| {
            matches!((rule.breach, vital.bounds.0), (Some(Bound::Below(least)), Some(bound)) if least.total_cmp(&bound).is_eq())
        });
        let whose = if built_in { Some(document) } else { (thresholds == ThresholdProfile::Calibrated).then_some(own) };
        extra.extend(whose.map(|whose| ("profile", whose.get(lang).to_owned())));
    }
    let best = vitals.iter().find(|v| {
        v.group == vital.group && v.row.segment.as_deref().is_some_and(|name| name.starts_with("best_slot:"))
    });
    if let Some(slot) = best.and_then(|v| v.row.segment.as_deref()?.strip_prefix("best_slot:")) {
        extra.push(("best_slot", slot_text(slot, lang)));
    }
    if let Some(listed) = sibling("silence_watch", Some("warning")).and_then(|v| v.row.value) {
        extra.push(("warning", format!("{listed}")));
    }
    let args = AdviceArgs {
        value: vital.row.value,
        bound: vital.bounds.0.or(vital.bounds.1),
        n: vital.row.n,
        unit: vital.row.unit,
        extra: &extra,
    };
    (key, advice::text(key, &args, lang))
}

/// `wed20` as 「周三 20 点」 or "Wed 20:00".
fn slot_text(slot: &str, lang: Lang) -> String {
    const DAYS: [(&str, Text); 7] = [
        ("mon", Text { zh: "周一", en: "Mon" }),
        ("tue", Text { zh: "周二", en: "Tue" }),
        ("wed", Text { zh: "周三", en: "Wed" }),
        ("thu", Text { zh: "周四", en: "Thu" }),
        ("fri", Text { zh: "周五", en: "Fri" }),
        ("sat", Text { zh: "周六", en: "Sat" }),
        ("sun", Text { zh: "周日", en: "Sun" }),
    ];
    let Some((day, hour)) = slot.split_at_checked(3) else { return slot.to_owned() };
    let name = DAYS.iter().find(|(known, _)| *known == day).map_or(day, |(_, text)| text.get(lang));
    match lang {
        Lang::Zh => format!("{name} {hour} 点"),
        Lang::En => format!("{name} {hour}:00"),
    }
}

fn group_row(
    group: &Group,
    outcomes: Vec<(&'static Metric, Outcome)>,
    formats: &[Vec<&'static Format>],
    as_of: Day,
    lang: Lang,
) -> GroupReport {
    let mut lacks: Vec<String> = Vec::new();
    let mut ids: Vec<&'static str> = Vec::new();
    for format in group.inputs.iter().filter_map(|input| formats.get(*input)).flatten() {
        if !ids.contains(&format.id) {
            ids.push(format.id);
        }
        let text = format.lacks.get(lang).to_owned();
        if !text.is_empty() && !lacks.contains(&text) {
            lacks.push(text);
        }
    }
    let members = members(group, as_of).count();
    let calendar = &group.calendar;
    GroupReport {
        id: group.id.clone(),
        name: group.name.clone(),
        platform: group.platform.clone(),
        messages: group.messages,
        events: group.events,
        members: members as u64,
        coverage: (calendar.rfc3339(group.coverage.0), calendar.rfc3339(group.coverage.1)),
        complete: group.days.span(),
        gaps: group.gaps.clone(),
        formats: ids,
        lacks,
        tables: outcomes
            .into_iter()
            .flat_map(|(metric, outcome)| outcome.tables.into_iter().map(|(name, table)| ((metric.id, name), table)))
            .collect(),
    }
}

/// Who counts as a member: the roster at as-of, else everybody the export names.
fn members(group: &Group, as_of: Day) -> impl Iterator<Item = &Person> {
    let listed = (group.basis == Basis::Roster).then(|| group.members_at(as_of));
    let named = listed.is_none().then_some(group.people.iter());
    listed.into_iter().flatten().map(|ix| &group.people[ix as usize]).chain(named.into_iter().flatten())
}

/// Members of all groups, each person once.
fn people(groups: &[Group], as_of: Day) -> u64 {
    let keys: BTreeSet<&str> =
        groups.iter().flat_map(|group| members(group, as_of)).map(|person| person.key.as_str()).collect();
    keys.len() as u64
}
