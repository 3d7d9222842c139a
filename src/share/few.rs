//! Cells of fewer than three people are withheld (k = 3): a number over one or two people is about them. In:
//! the report. Out: the same with such values missing, said by `fewer_than_3`.

use std::collections::{BTreeMap, BTreeSet};

use super::secrets::Secrets;
use crate::advice::{self, AdviceArgs};
use crate::calendar::Day;
use crate::metric::{Cell, Table};
use crate::report::{MemberReport, Report, Vital};
use crate::unit::Unit;

/// Fewest people a cell may be over (k-匿名).
pub const FEWEST: u64 = 3;

/// Said where a value is withheld.
const WITHHELD: &str = "fewer_than_3";

/// Values about one person, whatever they were counted over: metric and segment.
const OF_ONE: [(&str, &str); 8] = [
    ("participation_gini", "top1_share"),
    ("speech_share_cap", "max_share"),
    ("layer_shares", "top_1"),
    ("join_source_mix", "top_inviter_share"),
    ("admin_rota", "top_admin_share"),
    ("points_ledger", "top_share"),
    ("contribution_value", "top_person"),
    ("quality_shares_weekly", "top_person"),
];

/// Bases whose numerators are people.
const PEOPLE: [&str; 17] = [
    "active",
    "active_day",
    "active_week",
    "roster",
    "declared_size",
    "events",
    "speakers",
    "authors",
    "joins",
    "joiners",
    "people",
    "reach",
    "ever_seen",
    "join_date",
    "first_speech",
    "accounts",
    "admins",
];

/// Tables that draw single people.
const OF_PEOPLE: [(&str, &str); 2] = [("reply_graph", "edges"), ("points_ledger", "board")];

/// Columns of tables that count people, and what is missing with them.
const COUNTS: [(&str, &[&str]); 6] = [
    ("people", &["share"]),
    ("base", &["retained", "rate", "ci_low", "ci_high"]),
    ("retained", &["rate", "ci_low", "ci_high"]),
    ("joins", &[]),
    ("leaves", &[]),
    ("removed", &[]),
];

/// Withholds what is about one or two people, and words that are names.
pub fn withhold(report: &mut Report, secrets: &Secrets) {
    let lang = report.lang;
    for vital in report.vitals.iter_mut().filter(|vital| few(vital)) {
        vital.row.value = None;
        vital.row.numerator = None;
        vital.row.ci = None;
        vital.row.degraded.push(WITHHELD);
        let bound = vital.bounds.0.or(vital.bounds.1);
        let args = AdviceArgs { value: None, bound, n: vital.row.n, unit: vital.row.unit, extra: &[] };
        vital.advice = vital.advice_key.and_then(|key| advice::text(key, &args, lang));
    }
    let persons: BTreeSet<&str> =
        report.vitals.iter().filter(|vital| vital.row.unit == Unit::Persons).map(|vital| vital.metric.id).collect();
    for group in &mut report.groups {
        group.tables.retain(|key, _| !OF_PEOPLE.contains(key));
        for ((metric, name), table) in &mut group.tables {
            thin(table);
            if *name == "history" && persons.contains(metric) {
                clear(table, "value", &[]);
            }
            if *metric == "participation_gini" {
                by_threes(table);
            }
            for cell in table.rows.iter_mut().flatten() {
                if matches!(cell, Cell::Text(text) if secrets.told_by(text)) {
                    *cell = Cell::Text("…".to_owned());
                }
            }
        }
    }
    for link in &mut report.links {
        let few = |count: Option<u64>| count.filter(|count| *count == 0 || *count >= FEWEST);
        let whole = few(link.unique_clickers) == link.unique_clickers && few(link.reach) == link.reach;
        link.ctr = link.ctr.filter(|_| whole);
        (link.reach, link.clicks) = (few(link.reach), few(link.clicks));
        (link.unique_clickers, link.total_clicks) = (few(link.unique_clickers), few(link.total_clicks));
    }
    members(&mut report.members);
}

/// Whether the value is about one or two people.
fn few(vital: &Vital) -> bool {
    let segment = vital.row.segment.as_deref().unwrap_or_default();
    if OF_ONE.contains(&(vital.metric.id, segment)) {
        return true;
    }
    let counted = match vital.row.unit {
        Unit::Persons => vital.row.value,
        _ if PEOPLE.contains(&vital.row.basis) => vital.row.numerator,
        _ => None,
    };
    counted.is_some_and(is_few)
}

fn is_few(count: f64) -> bool {
    count > 0.0 && count < crate::metric::count(FEWEST)
}

fn thin(table: &mut Table) {
    for (column, also) in COUNTS {
        clear(table, column, also);
    }
}

/// Leaves out cells of a column that count one or two people, and what follows from them.
fn clear(table: &mut Table, column: &str, also: &[&str]) {
    let place = |name: &str| table.columns.iter().position(|known| *known == name);
    let Some(at) = place(column) else { return };
    let places: Vec<usize> = also.iter().filter_map(|name| place(name)).chain([at]).collect();
    for row in &mut table.rows {
        if matches!(row.get(at), Some(Cell::Number(count)) if is_few(*count)) {
            for place in &places {
                if let Some(cell) = row.get_mut(*place) {
                    *cell = Cell::Null;
                }
            }
        }
    }
}

/// A Lorenz curve has a corner a person: every third is kept, so that no piece of it is one person's.
fn by_threes(table: &mut Table) {
    let mut runs: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in table.rows.iter().enumerate() {
        let Some(Cell::Text(basis)) = row.first() else { continue };
        runs.entry(basis.clone()).or_default().push(at);
    }
    let mut kept = BTreeSet::new();
    for run in runs.into_values() {
        let step = usize::try_from(FEWEST).unwrap_or(1);
        let mut own: Vec<usize> = run.iter().copied().step_by(step).collect();
        let (last, corners) = (run.last().copied(), run.len() - 1);
        if corners % step != 0 && own.len() > 1 {
            own.pop();
        }
        own.extend(last.filter(|last| own.last() != Some(last)));
        kept.extend(own);
    }
    let mut at = 0;
    table.rows.retain(|_| {
        at += 1;
        kept.contains(&(at - 1))
    });
}

/// What fewer than three people of a group share is left out of their rows, and the order of rows, which
/// would tell who speaks most.
fn members(rows: &mut [MemberReport]) {
    let mut layers = Shared::default();
    let mut roles = Shared::default();
    let mut states = Shared::default();
    let mut days = Shared::default();
    let mut numbers = Shared::default();
    for row in rows.iter() {
        let group = row.group.as_str();
        layers.add(group, "layer", row.layer);
        roles.add(group, "role", &row.role);
        states.add(group, "state", row.state);
        for (name, day) in days_of(row) {
            days.add(group, name, &day.map(|day| day.to_string()).unwrap_or_default());
        }
        for (name, number) in numbers_of(row) {
            numbers.add(group, name, &number);
        }
    }
    for row in rows.iter_mut() {
        let group = row.group.clone();
        if !layers.holds(&group, "layer", row.layer) {
            row.layer = "";
        }
        if !roles.holds(&group, "role", &row.role) {
            row.role.clear();
        }
        if !states.holds(&group, "state", row.state) {
            row.state = "";
        }
        let [joined, left, last] =
            days_of(row).map(|(name, day)| day.filter(|day| days.holds(&group, name, &day.to_string())));
        (row.joined, row.left, row.last_interaction) = (joined, left, last);
        let [messages, points, active, share, breaches, silent] =
            numbers_of(row).map(|(name, number)| numbers.holds(&group, name, &number));
        row.messages = row.messages.filter(|_| messages);
        row.active_days = row.active_days.filter(|_| active);
        row.breaches = row.breaches.filter(|_| breaches);
        row.points = row.points.filter(|_| points);
        row.speech_share = row.speech_share.filter(|_| share && messages);
        row.silent_days = row.silent_days.filter(|_| silent && row.last_interaction.is_some());
    }
    rows.sort_by(|a, b| (&a.group, &a.account).cmp(&(&b.group, &b.account)));
}

const fn days_of(row: &MemberReport) -> [(&'static str, Option<Day>); 3] {
    [("joined", row.joined), ("left", row.left), ("last", row.last_interaction)]
}

fn numbers_of(row: &MemberReport) -> [(&'static str, String); 6] {
    let said = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        ("messages", said(row.messages)),
        ("points", said(row.points)),
        ("active_days", said(row.active_days.map(u64::from))),
        ("share", row.speech_share.map(|share| share.to_string()).unwrap_or_default()),
        ("breaches", said(row.breaches)),
        ("silent", row.silent_days.map(|days| days.to_string()).unwrap_or_default()),
    ]
}

/// How many people of a group have the same in a column.
#[derive(Default)]
struct Shared(BTreeMap<(String, &'static str, String), u64>);

impl Shared {
    fn add(&mut self, group: &str, column: &'static str, value: &str) {
        *self.0.entry((group.to_owned(), column, value.to_owned())).or_default() += 1;
    }

    fn holds(&self, group: &str, column: &'static str, value: &str) -> bool {
        self.0.get(&(group.to_owned(), column, value.to_owned())).is_some_and(|count| *count >= FEWEST)
    }
}
