//! 管理员响应时效: how long members wait for an admin, unanswered questions included.

use super::spec::{
    Bound, Cell, Compute, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::calendar::Day;
use crate::dataset::Ask;
use crate::service_time::ServiceTime;
use crate::stats::{KaplanMeier, kaplan_meier, quantile};
use crate::unit::{Text, Unit};

/// Service days the asks are taken from.
const DAYS: usize = 7;
/// Asks a quantile needs.
const LEAST: u64 = 10;
/// Minutes promised unless the charter says otherwise.
pub(super) const SLA_MINUTES: f64 = 15.0;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "admin_response_time",
    name: Text { zh: "管理员响应 p90（服务分钟）", en: "Admin response, p90 (service minutes)" },
    family: Family::Service,
    doc: Text {
        zh: "最近 7 个有服务时段的完整日里非管理员的提问（问号、疑问词、@管理员；客户服务群里每轮发言的第一条），到管理员首次响应（引用或 @ 提问者；否则同一会话段里 60 服务分钟内的管理员发言）之间的服务分钟。只在章程公示的时段走表，未公示按全天（no_service_hours）。没等到回应的提问按删失进入 Kaplan–Meier，也算未达标，不会被丢掉；到不了 90% 即 not_reached，判越线；达标率不足 90% 也判越线。提问由词语识别，精度见 docs。靠引用之外的回应只能看到时间上的先后。",
        en: "Questions of members who are not admins (question marks and words, mentions of an admin; in service groups the first message of every turn) on the last seven complete days with service hours, and the service minutes until an admin responds: quoting or mentioning the asker, else speaking in the same session within 60 service minutes. The clock runs in the charter's hours only, around the clock without any (no_service_hours). Unanswered questions stay in as censored and as misses; when 90 % are never reached the value is empty (not_reached) and a breach; so is a compliance below 90 %. Questions are found by words, how well stands in the docs; an answer that quotes nobody is only known to have come next.",
    },
    formula: "Kaplan-Meier: least t with S(t) <= 0.10, t in service minutes from ask to answer",
    needs: &["admins", "service hours"],
    unit: Unit::Minutes,
    thresholds: &[
        Threshold { segment: None, breach: Some(Bound::Above(SLA_MINUTES)), watch: None, n_min: LEAST, source: "S17" },
        Threshold {
            segment: Some("compliance"),
            breach: Some(Bound::Below(0.9)),
            watch: None,
            n_min: LEAST,
            source: "ours",
        },
    ],
    segments: &[
        ("median", "Kaplan-Meier median, service minutes"),
        ("compliance", "asks answered within the promised minutes, over asks that have had them"),
        ("asks", "questions, those a member solved left out"),
        ("answered", "questions an admin answered"),
        ("solved_by_peer", "questions another member solved: the asker thanked them"),
        ("wall_median", "median of wall-clock minutes until an admin answered, answered ones only"),
        ("peer_first_response", "median of wall-clock minutes until anybody answered, answered ones only"),
    ],
    source: "S17, S09",
    advice: "advice.service.rota",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let service = group.service_time(context.settings);
    let days: Vec<Day> = {
        let serving = group.days.iter().rev().filter(|day| service.serves(*day));
        let mut days: Vec<Day> = serving.take(DAYS).collect();
        days.reverse();
        days
    };
    let period = days.first().copied().zip(days.last().copied());
    if !group.people.iter().any(|person| person.admin() && !person.bot) {
        let row = Measurement::new(Unit::Minutes).standing(Standing::NotApplicable).degraded("no_admins").over(period);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let lines = &group.timeline.lines;
    let of_days = |ask: &&Ask| lines.get(ask.line as usize).is_some_and(|line| days.contains(&line.day));
    let all: Vec<&Ask> = group.asks(context.settings).iter().filter(of_days).collect();
    let waits = waits(context, &service, &all);
    let curve = kaplan_meier(&waits.times);
    let mut rows = vec![headline(&curve, &waits)];
    rows.extend(segments(context, &curve, &waits, &all));
    for row in &mut rows {
        row.basis = "asks";
        row.period = period;
        row.degraded.extend(service.hours.is_empty().then_some("no_service_hours"));
        row.degraded.extend(group.blind.replies.then_some("no_replies_in_export"));
    }
    let history = Table::history(history(context, &service));
    Outcome { rows, tables: [("curve", table(&curve, &waits)), ("history", history)].into() }
}

/// p90 of each complete week, where enough was asked in it.
fn history(context: &Context<'_>, service: &ServiceTime) -> Vec<(Day, Option<f64>)> {
    let group = context.group;
    let lines = &group.timeline.lines;
    let day_of = |ask: &Ask| lines.get(ask.line as usize).map(|line| line.day);
    let asks = group.asks(context.settings);
    let of_week = |week: Day| {
        let own = |ask: &&Ask| day_of(ask).is_some_and(|day| (week..week + 7).contains(&day));
        let waits = waits(context, service, &asks.iter().filter(own).collect::<Vec<&Ask>>());
        (waits.times.len() as u64 >= LEAST).then(|| kaplan_meier(&waits.times).quantile(0.9)).flatten()
    };
    group.days.weeks().into_iter().map(|week| (week, of_week(week))).collect()
}

/// Asks by how long they waited.
struct Waits {
    /// Service minutes, and whether an admin answered.
    times: Vec<(f64, bool)>,
    /// Asks answered in time, and asks that have had the time.
    in_time: (u64, u64),
    solved: u64,
}

fn waits(context: &Context<'_>, service: &ServiceTime, asks: &[&Ask]) -> Waits {
    let mut calendar = context.group.calendar.clone();
    let end = calendar.start(context.settings.as_of + 1);
    let mut zone = calendar.zone().clone();
    let sla = context.settings.charter.sla_minutes.unwrap_or(SLA_MINUTES);
    let mut waits = Waits { times: Vec::new(), in_time: (0, 0), solved: 0 };
    for ask in asks {
        // An answer after as-of is not known yet.
        let answer = ask.admin.filter(|(ts, _)| *ts < end);
        if answer.is_none() && ask.solved_by_peer {
            waits.solved += 1;
            continue;
        }
        let waited = service.minutes(ask.ts, answer.map_or(end, |(ts, _)| ts), &mut zone);
        waits.times.push((waited, answer.is_some()));
        if service.minutes(ask.ts, end, &mut zone) >= sla {
            waits.in_time.0 += u64::from(answer.is_some() && waited <= sla);
            waits.in_time.1 += 1;
        }
    }
    waits
}

fn headline(curve: &KaplanMeier, waits: &Waits) -> Measurement {
    let mut row = Measurement::new(Unit::Minutes);
    row.n = waits.times.len() as u64;
    row.numerator = Some(count(waits.times.iter().filter(|(_, answered)| *answered).count() as u64));
    row.denominator = Some(count(row.n));
    row.value = curve.quantile(0.9);
    // Either bound broken is a breach: nine in ten must have been answered in time.
    let missed = 10 * waits.in_time.0 < 9 * waits.in_time.1;
    row.standing = match (row.n, row.value) {
        (0, _) => Standing::NoData,
        (_, Some(_)) if !missed => Standing::Judge,
        _ => Standing::Force(Forced::Breach),
    };
    if row.n > 0 && row.value.is_none() {
        row.degraded.push("not_reached");
    }
    row
}

fn segments(context: &Context<'_>, curve: &KaplanMeier, waits: &Waits, asks: &[&Ask]) -> Vec<Measurement> {
    let n = waits.times.len() as u64;
    let answered = waits.times.iter().filter(|(_, answered)| *answered).count() as u64;
    let mut median = Measurement::new(Unit::Minutes).segment("median");
    (median.value, median.n) = (curve.quantile(0.5), n);
    if median.value.is_some() {
        median.standing = Standing::Info;
    } else if n > 0 {
        median.degraded.push("not_reached");
    }
    let end = context.group.calendar.clone().start(context.settings.as_of + 1);
    let wall = |name: &'static str, first: &dyn Fn(&Ask) -> Option<(i64, u32)>| {
        let seen = asks.iter().filter_map(|ask| Some((first(ask).filter(|(ts, _)| *ts < end)?.0, ask.ts)));
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of years stay far below 2^53")]
        let minutes: Vec<f64> = seen.map(|(answered, asked)| (answered - asked) as f64 / 60_000.0).collect();
        let mut row = Measurement::new(Unit::Minutes).segment(name);
        (row.value, row.n) = (quantile(&minutes, 0.5), minutes.len() as u64);
        row.info()
    };
    vec![
        median,
        Measurement::ratio(waits.in_time.0, waits.in_time.1).segment("compliance"),
        Measurement::counted(Unit::Count, n, n).segment("asks"),
        Measurement::counted(Unit::Count, answered, n).segment("answered"),
        Measurement::counted(Unit::Count, waits.solved, n).segment("solved_by_peer"),
        wall("wall_median", &|ask| ask.admin),
        wall("peer_first_response", &|ask| ask.anybody),
    ]
}

/// The curve of those still waiting; the last row is where the longest unanswered one stands.
fn table(curve: &KaplanMeier, waits: &Waits) -> Table {
    let row = |time: f64, waiting: f64, at_risk: u64| {
        vec![Cell::Number(time), Cell::Number(waiting), Cell::Number(count(at_risk))]
    };
    let mut rows = vec![row(0.0, 1.0, waits.times.len() as u64)];
    rows.extend(curve.steps.iter().map(|step| row(step.time, step.survival, step.at_risk)));
    Table { columns: &["minutes", "waiting", "at_risk"], rows }
}
