//! A made-up report, rich enough to try every chart on: a year of data, Chinese names, breaches,
//! gaps, a partial week, thin cohorts. Test only; every number comes from one small generator.

use std::collections::BTreeMap;

use crate::calendar::{Day, monday, month, parse_day, weekday};
use crate::metric::{Cell, CiMethod, Family, Measurement, Metric, Outcome, Standing, Table};
use crate::report::{Excluded, GroupReport, InputReport, LinkReport, Report, Status, Vital};
use crate::stats::wilson;
use crate::unit::{Lang, Platform, Text, Unit};

/// Id of the sample's group.
pub const GROUP: &str = "wechat:5521@chatroom";

const fn metric(id: &'static str, zh: &'static str, en: &'static str, unit: Unit) -> Metric {
    Metric {
        id,
        name: Text { zh, en },
        family: Family::Activity,
        doc: Text { zh: "", en: "" },
        formula: "",
        needs: &[],
        unit,
        thresholds: &[],
        segments: &[],
        source: "",
        advice: "",
        compute: |_| Outcome::default(),
    }
}

/// Metrics of the sample: id, names, unit.
static METRICS: [Metric; 18] = [
    metric("daily_messages", "日均发言条数", "Daily messages", Unit::MessagesPerDay),
    metric("hour_of_week_heatmap", "时段热力图", "Hours of the week", Unit::MessagesPerHour),
    metric("weekly_retention", "周活跃留存", "Weekly retention", Unit::Ratio),
    metric("monthly_retention", "月活跃留存", "Monthly retention", Unit::Ratio),
    metric("cohort_retention", "同期群留存", "Cohort retention", Unit::Ratio),
    metric("growth_accounting", "增长核算", "Growth accounting", Unit::Index),
    metric("join_leave_flow", "进退群流量", "Joins and leaves", Unit::Ratio),
    metric("layer_shares", "分层占比", "Layer shares", Unit::Ratio),
    metric("participation_gini", "参与不平等", "Participation Gini", Unit::Index),
    metric("link_ctr", "链接点击率", "Link click-through", Unit::Ratio),
    metric("admin_response_time", "管理员响应 P90", "Admin response time, P90", Unit::Count),
    metric("interactions_per_capita", "人均互动频次", "Interactions per capita", Unit::MessagesPerPersonDay),
    metric("absence_factor", "缺席因子", "Absence factor", Unit::Persons),
    metric("file_download_rate", "文件下载率", "File download rate", Unit::Ratio),
    metric("speech_share_cap", "单日发言占比上限", "Daily speech-share cap", Unit::Count),
    metric("membership_retention", "在群留存", "Membership retention", Unit::Ratio),
    metric("silence_watch", "沉默预警", "Silence watch", Unit::Persons),
    metric("nickname_compliance", "群名片合规率", "Nickname compliance", Unit::Ratio),
];

/// A small generator: the same numbers on every run.
pub struct Dice(u64);

impl Dice {
    /// Between 0 and 1.
    pub fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }
}

fn as_of() -> Day {
    parse_day("", "2026-03-15").unwrap()
}

/// The whole sample report.
pub fn report(lang: Lang) -> Report {
    let end = as_of();
    let mut tables = BTreeMap::new();
    fill(&mut tables, end);
    let group = GroupReport {
        id: GROUP.to_owned(),
        name: "技术交流群·Rust 与数据 3 群".to_owned(),
        platform: Platform::new("wechat"),
        messages: 60_112,
        events: 812,
        members: 312,
        coverage: ("2025-03-14T09:12:00+08:00".to_owned(), "2026-03-16T08:01:00+08:00".to_owned()),
        complete: Some((end - 365, end)),
        gaps: Vec::new(),
        lacks: Vec::new(),
        tables,
    };
    Report {
        lang,
        as_of: end,
        tz: "Asia/Shanghai".to_owned(),
        charter: None,
        inputs: ["wechat-txt", "chatlab"].map(input).into(),
        unread: Vec::new(),
        groups: vec![group],
        vitals: vitals(end),
        members: Vec::new(),
        links: links(end),
        notices: Vec::new(),
    }
}

/// The same group nine days old: two weeks at most of everything, few vitals, a name with characters
/// the embedded font lacks.
pub fn young(lang: Lang) -> Report {
    let mut report = report(lang);
    report.vitals.retain(Vital::is_headline);
    report.vitals.truncate(6);
    for vital in &mut report.vitals {
        vital.status = if vital.status == Status::Breach { Status::InsufficientN } else { vital.status };
    }
    report.links.truncate(3);
    for group in &mut report.groups {
        "🎉年会筹备组 \u{10fffd} <𠮷野家> & 长长长长长长长长长长长长名字的群".clone_into(&mut group.name);
        group.complete = Some((report.as_of - 8, report.as_of));
        for ((_, name), table) in &mut group.tables {
            let keep = match *name {
                "daily" => 10,
                "periods" | "weeks" | "history" => 2,
                "cells" if table.columns.contains(&"cohort") => 64,
                _ => continue,
            };
            table.rows.drain(..table.rows.len() - keep);
        }
    }
    report
}

fn input(format: &'static str) -> InputReport {
    InputReport {
        path: format!("{format}.txt"),
        format,
        bytes: 1,
        read: 1,
        kept: 1,
        duplicate: 0,
        rejected: 0,
        rejects: Vec::new(),
        truncated: None,
        notes: Vec::new(),
    }
}

/// One vital: metric, segment, value, n, bounds, status.
type Row = (&'static str, Option<&'static str>, f64, u64, (Option<f64>, Option<f64>), Status);

const ROWS: [Row; 27] = [
    ("daily_messages", None, 163.4, 7, (Some(5.0), None), Status::Ok),
    ("hour_of_week_heatmap", None, 14.2, 8760, (None, None), Status::Info),
    ("weekly_retention", None, 0.482, 112, (Some(0.6), None), Status::Breach),
    ("monthly_retention", None, 0.6667, 141, (Some(0.6), None), Status::Ok),
    ("cohort_retention", None, 0.5996, 37, (Some(0.6), None), Status::Watch),
    ("growth_accounting", None, 0.82, 60, (Some(1.0), None), Status::Watch),
    ("join_leave_flow", None, 0.25, 8, (None, Some(0.4)), Status::InsufficientN),
    ("layer_shares", None, 0.05, 312, (None, None), Status::Info),
    ("layer_shares", Some("core"), 0.154, 312, (Some(0.01), Some(0.1)), Status::Breach),
    ("layer_shares", Some("active"), 0.124, 312, (Some(0.09), Some(0.2)), Status::Ok),
    ("layer_shares", Some("ordinary"), 0.722, 312, (Some(0.7), Some(0.9)), Status::Ok),
    ("participation_gini", None, 0.62, 187, (None, None), Status::Info),
    ("participation_gini", Some("roster"), 0.771, 312, (None, None), Status::Info),
    ("participation_gini", Some("top10_share"), 0.614, 187, (None, None), Status::Info),
    ("link_ctr", None, 0.091, 2310, (Some(0.15), None), Status::Breach),
    ("admin_response_time", None, 41.0, 37, (None, Some(15.0)), Status::Breach),
    ("admin_response_time", Some("compliance"), 0.71, 37, (Some(0.9), None), Status::Breach),
    ("interactions_per_capita", None, 5.21, 217, (Some(5.0), None), Status::Ok),
    ("absence_factor", None, 4.0, 187, (Some(2.0), None), Status::Ok),
    ("file_download_rate", None, 0.223, 410, (Some(0.15), None), Status::Ok),
    ("speech_share_cap", None, 0.0, 7, (None, Some(0.0)), Status::Ok),
    ("membership_retention", None, 0.96, 305, (Some(0.6), None), Status::Ok),
    ("silence_watch", None, 31.0, 312, (None, None), Status::Info),
    ("nickname_compliance", None, 0.87, 312, (Some(0.8), None), Status::Ok),
    ("layer_shares", Some("top_1"), 0.2, 312, (None, None), Status::Info),
    ("layer_shares", Some("silent"), 0.401, 312, (None, None), Status::Info),
    ("layer_shares", Some("light"), 0.321, 312, (None, None), Status::Info),
];

fn vitals(end: Day) -> Vec<Vital> {
    ROWS.iter().map(|row| vital(*row, end)).collect()
}

fn vital((id, segment, value, n, bounds, status): Row, end: Day) -> Vital {
    let metric = METRICS.iter().find(|metric| metric.id == id).unwrap();
    let unit = match segment {
        Some("top10_share" | "compliance") => Unit::Ratio,
        _ => metric.unit,
    };
    let mut row = Measurement::new(unit).over(Some((end - 6, end))).standing(Standing::Judge);
    row.segment = segment.map(str::to_owned);
    row.value = Some(value);
    row.n = n;
    row.numerator = (unit == Unit::Ratio).then(|| (value * f64::from(u32::try_from(n).unwrap())).round());
    row.ci = (unit == Unit::Ratio).then_some((value - 0.05, value + 0.05, CiMethod::Wilson95));
    Vital {
        metric,
        group: GROUP.to_owned(),
        row,
        status,
        interval_status: None,
        threshold: (bounds != (None, None)).then(|| "set".to_owned()),
        bounds,
        excluded: Excluded { bot: 112, operator: 9, system: 41, recalled: 6, out_of_tenure: 0 },
        advice_key: None,
        advice: None,
    }
}

type Tables = BTreeMap<(&'static str, &'static str), Table>;

fn number(value: f64) -> Cell {
    Cell::Number(value)
}

fn maybe(value: Option<f64>) -> Cell {
    value.map_or(Cell::Null, Cell::Number)
}

fn fill(tables: &mut Tables, end: Day) {
    let mut dice = Dice(7);
    tables.insert(("daily_messages", "daily"), daily(end, &mut dice));
    tables.insert(("hour_of_week_heatmap", "cells"), hours(&mut dice));
    tables.insert(("weekly_retention", "periods"), weekly(end, &mut dice));
    tables.insert(("monthly_retention", "periods"), monthly(end, &mut dice));
    tables.insert(("cohort_retention", "cells"), cohorts(end, &mut dice));
    tables.insert(("growth_accounting", "weeks"), growth(end, &mut dice));
    tables.insert(("join_leave_flow", "weeks"), flow(end, &mut dice));
    tables.insert(("participation_gini", "lorenz"), lorenz());
    let layer = |name: &str, people: f64| vec![Cell::Text(name.to_owned()), number(people), number(people / 312.0)];
    let rows = vec![layer("core", 48.0), layer("active", 39.0), layer("light", 100.0), layer("silent", 125.0)];
    tables.insert(("layer_shares", "layers"), Table { columns: &["layer", "people", "share"], rows });
    let band = |name: &str, low, high| vec![Cell::Text(name.to_owned()), number(low), number(high)];
    let rows = vec![band("core", 0.01, 0.1), band("active", 0.09, 0.2), band("ordinary", 0.7, 0.9)];
    tables.insert(("layer_shares", "band"), Table { columns: &["layer", "low", "high"], rows });
    for (id, last, swing) in [
        ("weekly_retention", 0.482, 0.2),
        ("monthly_retention", 0.6667, 0.2),
        ("daily_messages", 163.4, 60.0),
        ("link_ctr", 0.091, 0.12),
        ("admin_response_time", 41.0, 30.0),
        ("interactions_per_capita", 5.21, 2.0),
        ("file_download_rate", 0.223, 0.1),
        ("membership_retention", 0.96, 0.03),
        ("cohort_retention", 0.5996, 0.3),
        ("growth_accounting", 0.82, 0.6),
    ] {
        let value = |at: i32, dice: &mut Dice| match at {
            0 => Some(last),
            9 => None,
            _ => Some(last + (dice.roll() - 0.4) * swing),
        };
        let rows = (0..22).rev().map(|at| vec![Cell::Day(end - 6 - 7 * at), maybe(value(at, &mut dice))]).collect();
        tables.insert((id, "history"), Table { columns: &["period_start", "value"], rows });
    }
}

/// A year of days: quieter at weekends, a spring-festival dip, a ten-day gap, a partial last day.
fn daily(end: Day, dice: &mut Dice) -> Table {
    let first = end - 366;
    let values: Vec<Option<f64>> = (first..=end + 1)
        .map(|day| {
            let age = end - day;
            let weekend = if weekday(day) >= 5 { 0.55 } else { 1.0 };
            let festive = if (26..34).contains(&age) { 0.12 } else { 1.0 };
            let trend = 120.0 + 0.2 * f64::from(366 - age) - if age < 90 { f64::from(90 - age) * 0.4 } else { 0.0 };
            let value = (trend * weekend * festive * (0.7 + 0.6 * dice.roll())).round();
            if (180..190).contains(&age) { None } else { Some(if age < 0 { value * 0.2 } else { value }) }
        })
        .collect();
    let mean = |at: usize| {
        let window = values.get(at.checked_sub(3)?..=at + 3)?;
        let known: Vec<f64> = window.iter().copied().collect::<Option<_>>()?;
        Some(known.iter().sum::<f64>() / 7.0)
    };
    let rows = (first..=end + 1).enumerate().map(|(at, day)| {
        let complete = f64::from(u8::from(day != first && day <= end));
        vec![Cell::Day(day), maybe(values[at]), number(complete), maybe(mean(at))]
    });
    Table { columns: &["day", "messages", "complete", "mean_7d"], rows: rows.collect() }
}

fn hours(dice: &mut Dice) -> Table {
    let mut rows = Vec::new();
    for day in 0..7_u8 {
        for hour in 0..24_u8 {
            let peak = |at: f64, wide: f64| (-((f64::from(hour) - at) / wide).powi(2)).exp();
            let rate = 13.0 * peak(21.0, 2.2) + 8.0 * peak(12.5, 1.5) + 6.0 * peak(10.0, 2.0) + 0.1;
            let rate = rate * (0.8 + 0.4 * dice.roll()) * if day >= 5 { 0.6 } else { 1.0 };
            let rate = (rate * 52.0).round() / 52.0;
            let known = !(day == 6 && (2..5).contains(&hour));
            rows.push(vec![
                number(f64::from(day)),
                number(f64::from(hour)),
                number((rate * 52.0).round()),
                number(52.0),
                if known { number(rate) } else { Cell::Null },
            ]);
        }
    }
    Table { columns: &["weekday", "hour", "messages", "hours", "rate"], rows }
}

const PERIODS: &[&str] = &["start", "base", "retained", "rate", "ci_low", "ci_high"];

fn period(start: Day, base: u32, share: f64) -> Vec<Cell> {
    if base == 0 {
        return vec![Cell::Day(start), number(0.0), number(0.0), Cell::Null, Cell::Null, Cell::Null];
    }
    let mut retained = 0_u32;
    while f64::from(retained) < f64::from(base) * share {
        retained += 1;
    }
    let (low, high) = wilson(u64::from(retained), u64::from(base));
    let (base, retained) = (f64::from(base), f64::from(retained));
    let rate = retained / base;
    vec![Cell::Day(start), number(base), number(retained), number(rate), number(low), number(high)]
}

fn weekly(end: Day, dice: &mut Dice) -> Table {
    let last = monday(end);
    let rows = (0..51).rev().map(|age: i32| {
        let share = if age == 0 { 0.48 } else { 0.68 - 0.1 * f64::from(50 - age) / 50.0 + 0.14 * (dice.roll() - 0.5) };
        let base = if (25..28).contains(&age) { 0 } else { 90 + u32::try_from(age % 13).unwrap() * 3 };
        period(last - 7 * age, base, share)
    });
    Table { columns: PERIODS, rows: rows.collect() }
}

fn monthly(end: Day, dice: &mut Dice) -> Table {
    let mut starts = vec![month(month(end).0 - 1).0];
    for _ in 0..10 {
        let before = month(starts.last().unwrap() - 1).0;
        starts.push(before);
    }
    let share = |dice: &mut Dice| 0.6 + 0.2 * dice.roll();
    let rows = starts.iter().rev().map(|start| period(*start, 141, share(dice)));
    Table { columns: PERIODS, rows: rows.collect() }
}

fn cohorts(end: Day, dice: &mut Dice) -> Table {
    let mut rows = Vec::new();
    for age in (0..18_i32).rev() {
        let start = monday(end) - 7 * age;
        let size = if age % 5 == 3 { 6.0 } else { 12.0 + (dice.roll() * 30.0).round() };
        for week in 0..16_i32 {
            let share = if week == 0 { 1.0 } else { 0.62 * (-0.12 * f64::from(week)).exp() + 0.1 * dice.roll() };
            let retained = (size * share).round();
            let seen = week < age;
            let cell = |value: f64| if seen { number(value) } else { Cell::Null };
            rows.push(vec![
                Cell::Day(start),
                number(size),
                number(f64::from(week)),
                cell(retained),
                cell(retained / size),
            ]);
        }
    }
    Table { columns: &["cohort", "size", "week", "retained", "rate"], rows }
}

fn growth(end: Day, dice: &mut Dice) -> Table {
    let rows = (0..52).rev().map(|age| {
        let mut some = |most: f64| (most * (0.4 + 0.6 * dice.roll())).round();
        let (new, back, gone) = (some(24.0), some(18.0), some(46.0));
        vec![
            Cell::Day(monday(end) - 7 * age),
            number(new),
            number(80.0),
            number(back),
            number(gone),
            number((new + back) / gone),
        ]
    });
    Table { columns: &["start", "new", "retained", "resurrected", "churned", "quick"], rows: rows.collect() }
}

fn flow(end: Day, dice: &mut Dice) -> Table {
    let rows = (0..27).rev().map(|age| {
        let joins = if age == 11 { 74.0 } else { (14.0 * dice.roll()).round() };
        let leaves = (9.0 * dice.roll()).round();
        let removed = if age % 4 == 0 { (3.0 * dice.roll()).round() } else { 0.0 };
        let start = monday(end + 1) - 7 * age;
        vec![Cell::Day(start), number(joins), number(leaves), number(removed), number(f64::from(u8::from(age > 0)))]
    });
    Table { columns: &["start", "joins", "leaves", "removed", "complete"], rows: rows.collect() }
}

fn lorenz() -> Table {
    let mut rows = Vec::new();
    for (basis, power) in [("speakers", 4.2), ("roster", 7.7)] {
        for at in 0..=50 {
            let people = f64::from(at) / 50.0;
            rows.push(vec![Cell::Text(basis.to_owned()), number(people), number(people.powf(power))]);
        }
    }
    Table { columns: &["basis", "people_share", "message_share"], rows }
}

fn links(end: Day) -> Vec<LinkReport> {
    let hosts = [
        "mp.weixin.qq.com/s?__biz=MzA4OTk5&mid=2650001&idx=1&sn=9f8e7d6c5b4a",
        "github.com/apache/arrow-rs/pull/5512",
        "docs.qq.com/sheet/DTmVhZ0Zqbk9PZ2Nh?tab=BB08J2",
        "www.bilibili.com/video/BV1xx411c7mD",
        "juejin.cn/post/7301234567890123456",
        "zhuanlan.zhihu.com/p/668123456",
        "例子.测试/路径/季度复盘-2026-春-第一次全员会议纪要.html",
    ];
    (0..19_u32)
        .map(|at| {
            let reach = 180 + u64::from(at * 7 % 90);
            let clickers = u64::from(at * at * 3 % 71);
            LinkReport {
                group: GROUP.to_owned(),
                url: format!(
                    "https://{}{}",
                    hosts[at as usize % hosts.len()],
                    if at < 7 { String::new() } else { format!("#{at}") }
                ),
                first_share: String::new(),
                day: end - i32::try_from(at).unwrap() * 3,
                sharer: "李喆".to_owned(),
                reach: Some(reach),
                clicks: Some(clickers + 9),
                unique_clickers: Some(clickers),
                ctr: Some(f64::from(u32::try_from(clickers).unwrap()) / f64::from(u32::try_from(reach).unwrap())),
                reshares: 0,
                partial: at < 3,
            }
        })
        .collect()
}
