//! 官方统计对账: our count of messages held against the platform's own.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold, count};
use crate::calendar::Day;
use crate::dataset::{Group, Official};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "platform_reconcile",
    name: Text { zh: "官方统计对账", en: "Held against official figures" },
    family: Family::Quality,
    doc: Text {
        zh: "在官方统计与导出都完整的日子里，|我们的消息数 ÷ 官方消息数 − 1|。我们的数含机器人、运营和已撤回的，与官方口径一致；官方按群主合计时，我们也合计该平台本次读入的全部群（应是同一批群）。官方数可能是当日数，也可能是“截至当天”的累计数：两种读法都算，取吻合的一种并写明。超过 5% 为关注。",
        en: "On the days that both official figures and export hold whole: |our messages / official messages - 1|. Ours include bots, the operator's accounts and recalled messages, as official figures do; where the platform sums over an owner's groups, ours sum over all its groups of the run, which should be the same ones. Official figures may be of the day or cumulative: both readings are computed, and the one that fits is taken and named. Above 5 % is worth a look.",
    },
    formula: "|ours / official - 1|",
    needs: &["wecom_stats.json or official_stats.csv"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::Above(0.05)), n_min: 1, source: "ours" }],
    segments: &[
        ("as_cumulative", "ours / official - 1, the figure read as cumulative"),
        ("as_daily", "ours / official - 1, the figure read as that of the day"),
        ("members", "our members / official members - 1 on the last official day"),
    ],
    source: "S32, S35",
    advice: "advice.data.reconcile",
    compute: Compute::Groups(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let own = group.papers.official.iter().flatten().any(|row| row.own);
    let mut rows: Vec<&Official> = group.papers.official.iter().flatten().filter(|row| row.own == own).collect();
    rows.retain(|row| row.day <= context.settings.as_of);
    let groups: Vec<&Group> = if own {
        vec![group]
    } else {
        context.groups.iter().filter(|other| other.platform == group.platform).copied().collect()
    };
    let daily = daily(&rows, &groups);
    let cumulative = cumulative(&rows, &groups);
    let best = [daily, cumulative].into_iter().flatten().min_by(|a, b| a.off().total_cmp(&b.off()));
    let Some(best) = best else {
        let row = Measurement::new(Unit::Ratio);
        let why = if group.papers.official.is_some() { "no_common_day" } else { "no_official_stats" };
        return Outcome { rows: vec![row.degraded(why)], ..Outcome::default() };
    };
    let basis = if daily == Some(best) { "daily" } else { "cumulative" };
    let mut head = Measurement::new(Unit::Ratio).over(Some(best.period)).basis(basis);
    head.value = Some(best.off());
    (head.numerator, head.denominator) = (Some(count(best.ours)), Some(count(best.official)));
    (head.n, head.standing) = (best.days, Standing::Judge);
    let segment = |name: &'static str, sums: Option<Sums>| {
        let mut row = Measurement::new(Unit::Ratio).segment(name).basis(basis).over(sums.map(|sums| sums.period));
        row.value = sums.map(Sums::signed);
        row.n = sums.map_or(0, |sums| sums.days);
        row.info()
    };
    let mut members = Measurement::new(Unit::Ratio).segment("members").basis(basis);
    if let Some((day, official)) = rows.iter().rev().find_map(|row| Some((row.day, row.members.filter(|n| *n > 0)?))) {
        let ours: u64 = groups.iter().map(|group| group.members_on(day)).sum();
        members.value = Some(count(ours) / count(official) - 1.0);
        (members.numerator, members.denominator) = (Some(count(ours)), Some(count(official)));
        (members.n, members.period) = (official, Some((day, day)));
    }
    let rows = vec![head, segment("as_cumulative", cumulative), segment("as_daily", daily), members.info()];
    Outcome { rows, ..Outcome::default() }
}

/// Messages of ours and theirs over the same days.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sums {
    ours: u64,
    official: u64,
    days: u64,
    period: (Day, Day),
}

impl Sums {
    fn signed(self) -> f64 {
        count(self.ours) / count(self.official) - 1.0
    }

    fn off(self) -> f64 {
        self.signed().abs()
    }
}

/// Messages of a day in every group, of every class; `None` where the day is not complete.
fn ours(groups: &[&Group], day: Day) -> Option<u64> {
    let whole = groups.iter().any(|group| group.days.contains(day));
    whole.then(|| groups.iter().map(|group| group.messages_on(day)).sum())
}

fn daily(rows: &[&Official], groups: &[&Group]) -> Option<Sums> {
    let days = rows.iter().filter_map(|row| Some((row.day, ours(groups, row.day)?, row.messages?)));
    sum(days)
}

/// The difference of two days that follow each other is what the later one had.
fn cumulative(rows: &[&Official], groups: &[&Group]) -> Option<Sums> {
    let next = |pair: &[&Official]| {
        let [before, now] = pair else { return None };
        let official = now.messages?.checked_sub(before.messages?)?;
        (now.day == before.day + 1).then_some(())?;
        Some((now.day, ours(groups, now.day)?, official))
    };
    sum(rows.windows(2).filter_map(next))
}

fn sum(days: impl Iterator<Item = (Day, u64, u64)>) -> Option<Sums> {
    let add = |sums: Option<Sums>, (day, ours, official): (Day, u64, u64)| {
        let sums = sums.unwrap_or(Sums { ours: 0, official: 0, days: 0, period: (day, day) });
        Some(Sums {
            ours: sums.ours + ours,
            official: sums.official + official,
            days: sums.days + 1,
            period: (sums.period.0, day),
        })
    };
    days.fold(None, add).filter(|sums| sums.official > 0)
}
