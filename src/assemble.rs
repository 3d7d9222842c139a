//! Groups, measurements and verdicts → the [`Report`]: member and link rows, group headers, advice,
//! and, where asked for, pseudonyms in place of every name and id. The last step before rendering;
//! nothing is computed after it.

mod conduct;
mod hide;

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::advice::{self, AdviceArgs};
use crate::calendar::Day;
use crate::charter::{Settings, ThresholdProfile};
use crate::dataset::{Basis, Group, Layer, Layered, Person, PersonIx, Role, Silent, speech};
use crate::format::Format;
use crate::gate::Gate;
use crate::metric::{Bound, Metric, Outcome};
use crate::pipeline::{Detail, Names};
use crate::report::{GroupReport, InputReport, LinkReport, MemberReport, Report, Status, Vital};
use crate::unit::{Lang, Text};
use crate::verdict;

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
    /// Format of each input.
    pub formats: Vec<&'static Format>,
    /// Groups.
    pub groups: Vec<Group>,
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
    /// Rows to make besides those of every report.
    pub detail: Detail,
}

/// Makes the report.
#[must_use]
pub fn assemble(parts: Parts) -> Report {
    let label = Label(&parts.names);
    let as_of = parts.as_of;
    let mut members = Vec::new();
    let mut links = Vec::new();
    let (mut earnings, mut places, mut hits) = (Vec::new(), Vec::new(), Vec::new());
    let mut groups = Vec::new();
    for ((group, settings), outcomes) in parts.groups.iter().zip(&parts.settings).zip(parts.outcomes) {
        members.extend(member_rows(group, settings, &label));
        links.extend(link_rows(group, &label));
        match parts.detail {
            Detail::None => {}
            Detail::Points => {
                earnings.extend(conduct::earnings(group, settings, &label));
                places.extend(conduct::places(group, settings, &label));
            }
            Detail::Rules => hits.extend(conduct::hits(group, settings, &label)),
        }
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
    formats: &[&'static Format],
    as_of: Day,
    lang: Lang,
) -> GroupReport {
    let mut lacks: Vec<String> = Vec::new();
    let mut ids: Vec<&'static str> = Vec::new();
    for format in group.inputs.iter().filter_map(|input| formats.get(*input)) {
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

fn member_rows(group: &Group, settings: &Settings, label: &Label<'_>) -> Vec<MemberReport> {
    let as_of = settings.as_of;
    let mut calendar = group.calendar.clone();
    let end = calendar.start(as_of + 1) - 1;
    let layers: BTreeMap<PersonIx, Layered> = group.layers(as_of).into_iter().map(|row| (row.person, row)).collect();
    let silences: BTreeMap<PersonIx, Silent> = group.silences(as_of).into_iter().map(|row| (row.person, row)).collect();
    let last = group.last_interaction(as_of);
    let mut messages = vec![0_u64; group.people.len()];
    for row in group.member_days.iter().filter(|row| group.days.contains(row.day)) {
        messages[row.person as usize] += u64::from(row.messages);
    }
    let mut points = vec![0_u64; group.people.len()];
    for row in group.points(settings) {
        points[row.person as usize] += row.delta;
    }
    let mut breaches = vec![0_u64; group.people.len()];
    for day in group.days.iter().filter(|day| speech::evaluable(group, *day)) {
        speech::over_cap(group, day).for_each(|person| breaches[person as usize] += 1);
    }
    let total: u64 = messages.iter().sum();
    let mut rows: Vec<MemberReport> = group
        .people
        .iter()
        .zip(0..)
        .map(|(person, ix): (&Person, PersonIx)| {
            let at = ix as usize;
            let silent = silences.get(&ix);
            let layered = layers.get(&ix);
            let left = person.stints.iter().filter_map(|stint| stint.to).max().filter(|_| !person.present_at(end));
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
            let share = (total > 0 && person.countable()).then(|| messages[at] as f64 / total as f64);
            MemberReport {
                group: group.id.clone(),
                account: label.of(person, &person.account),
                name: label.of(person, &person.name),
                layer: layered.map_or("", |row: &Layered| Layer::name(row.layer)),
                role: role(person),
                joined: person.joined_before(end).map(|ts| calendar.day(ts)),
                left: left.map(|ts| calendar.day(ts)),
                last_interaction: last[at],
                silent_days: silent.map(|row| row.days),
                lower_bound: silent.is_some_and(|row| row.lower_bound),
                state: state(person, silent, end),
                messages: Some(messages[at]),
                points: person.countable().then_some(points[at]),
                active_days: Some(layered.map_or(0, |row| row.active_days)),
                speech_share: share,
                breaches: Some(breaches[at]),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.messages.cmp(&a.messages).then_with(|| a.account.cmp(&b.account)));
    rows
}

fn role(person: &Person) -> String {
    let word = match person.role {
        _ if person.bot => "bot",
        _ if person.operator => "operator",
        Role::Owner => "owner",
        Role::Admin => "admin",
        Role::Core => "core",
        Role::Member => "member",
    };
    word.to_owned()
}

fn state(person: &Person, silent: Option<&Silent>, end: i64) -> &'static str {
    if person.bot {
        "bot"
    } else if person.operator {
        "operator"
    } else if !person.present_at(end) {
        "left"
    } else {
        silent.map_or("not_on_roster", |row| row.state.name())
    }
}

fn link_rows(group: &Group, label: &Label<'_>) -> Vec<LinkReport> {
    let row = |share: &crate::dataset::Share| {
        let reach = (group.basis != Basis::Speakers).then_some(share.reach);
        let visitors = (share.logged && 2 * share.nameless <= share.clicks).then_some(share.visitors);
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let ctr =
            reach.filter(|reach| *reach > 0).zip(visitors).map(|(reach, visitors)| visitors as f64 / reach as f64);
        let sharer = group.person(share.sharer);
        LinkReport {
            group: group.id.clone(),
            url: share.url.clone(),
            first_share: group.calendar.rfc3339(share.ts),
            day: share.day,
            sharer: label.of(sharer, &sharer.name),
            reach,
            clicks: share.logged.then_some(share.clicks),
            total_clicks: share.total_clicks,
            unique_clickers: visitors,
            ctr,
            reshares: u64::from(share.reshares),
            partial: share.open,
        }
    };
    group.shares.iter().map(row).collect()
}
