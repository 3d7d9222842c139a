//! 容量占用: how full the group is, and when it will be.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold, count};
use crate::charter::limit_of;
use crate::dataset::{Basis, FlowKind, Group};
use crate::unit::{Text, Unit};

/// Days the net joins are averaged over.
const WINDOW: usize = 28;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "capacity_utilisation",
    name: Text { zh: "容量占用", en: "Seats taken" },
    family: Family::Lifecycle,
    doc: Text {
        zh: "as-of 当天在群人数（机器人和运营号也占座位）÷ 平台与群类型的人数上限（2026-11-22 查得，会过期）。满员天数按近 28 天净增估算，不增则为空。没有名单也没有申报人数就不知道。",
        en: "People present at as-of (bots and the operator's accounts take seats too) over the platform's limit for the kind of group (looked up on 2026-11-22; it may have changed). Days until full go by the net joins of the last 28 days, and are empty when there are none. Unknown without roster or declared size.",
    },
    formula: "members / limit of the platform",
    needs: &["roster or declared_size"],
    unit: Unit::Ratio,
    thresholds: &[Threshold {
        segment: None,
        breach: Some(Bound::AtLeast(1.0)),
        watch: Some(Bound::AtLeast(0.9)),
        n_min: 1,
        source: "S33",
    }],
    segments: &[("days_to_full", "days until the limit at the net joins of the last 28 days"), ("limit", "the limit")],
    source: "S33, S16",
    advice: "advice.capacity.split",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let as_of = context.settings.as_of;
    let limit = limit_of(group.platform.as_str(), group.meta.kind.as_deref());
    let period = Some((as_of, as_of));
    let (Some(limit), Some((size, basis))) = (limit, size(context)) else {
        let row = Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).over(period);
        let why = if limit.is_none() { "limit_unknown" } else { "size_unknown" };
        return Outcome { rows: vec![row.degraded(why)], ..Outcome::default() };
    };
    let mut head = Measurement::ratio(size, limit.size).basis(basis);
    (head.ci, head.n, head.standing) = (None, size, Standing::Judge);
    head.degraded.retain(|word| *word != "leakage");
    let net = net_joins(group);
    let mut full = Measurement::new(Unit::Days).segment("days_to_full").basis(basis);
    full.n = size;
    if let Some(per_day) = net.filter(|net| *net > 0.0) {
        full.value = Some(count(limit.size.saturating_sub(size)) / per_day);
        full.standing = Standing::Info;
    }
    let rows = vec![head, full, Measurement::counted(Unit::Persons, limit.size, size).segment("limit").basis(basis)];
    Outcome { rows: rows.into_iter().map(|row| row.over(period)).collect(), ..Outcome::default() }
}

/// Seats taken at as-of.
fn size(context: &Context<'_>) -> Option<(u64, &'static str)> {
    let group = context.group;
    let end = group.calendar.clone().start(context.settings.as_of + 1) - 1;
    match group.basis {
        Basis::Roster => {
            let present = group.people.iter().filter(|person| person.on_roster && person.present_at(end));
            Some((present.count() as u64, "roster"))
        }
        Basis::Declared(size) => Some((size, "declared_size")),
        Basis::Speakers => None,
    }
}

/// Joins less departures a day over the last complete days, where the export can show both.
fn net_joins(group: &Group) -> Option<f64> {
    let days = group.days.last(WINDOW);
    let (first, last) = (days.first()?, days.last()?);
    let inside = group.flow.iter().filter(|flow| (*first..=*last).contains(&flow.day));
    let (mut joins, mut departures) = (0, 0);
    for flow in inside {
        match flow.kind {
            FlowKind::Join(_) => joins += 1,
            FlowKind::Leave | FlowKind::Remove => departures += 1,
        }
    }
    Some((count(joins) - count(departures)) / count(days.len() as u64))
}
