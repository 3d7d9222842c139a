//! A made-up report, rich enough to try every chart on: a year of data, Chinese names, breaches,
//! gaps, a partial week, thin cohorts. Test only; the tables come from one small generator.

mod conduct;
mod tables;

use std::collections::BTreeMap;

use crate::calendar::{Day, parse_day};
use crate::metric::{CiMethod, Compute, Family, Measurement, Metric, Outcome, Standing};
use crate::report::{Excluded, GroupReport, InputReport, LinkReport, Report, Status, Vital};
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
        compute: Compute::Group(|_| Outcome::default()),
    }
}

/// Metrics of the sample: id, names, unit.
static METRICS: [Metric; 25] = [
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
    metric("unanswered_rate", "未应答率", "Unanswered asks", Unit::Ratio),
    metric("topic_trends", "话题趋势", "Rising topics", Unit::Count),
    metric("ad_rule_hits", "疑似广告与外链", "Suspected ads and outside links", Unit::Count),
    metric("group_survival", "群存活", "Survival of groups", Unit::Days),
    metric("ladder_progression", "阶梯式参与", "Moves between layers", Unit::Ratio),
    metric("reply_graph", "回复网络", "Reply graph", Unit::Ratio),
    metric("points_ledger", "积分总额", "Points earned", Unit::Points),
];

fn as_of() -> Day {
    parse_day("", "2026-03-15").unwrap()
}

/// The whole sample report.
pub fn report(lang: Lang) -> Report {
    let end = as_of();
    let mut tables = BTreeMap::new();
    tables::fill(&mut tables, end);
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
        formats: vec!["telegram-json"],
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
        members: conduct::members(GROUP),
        links: links(end),
        earnings: Vec::new(),
        places: Vec::new(),
        hits: Vec::new(),
        notices: Vec::new(),
        people: 330,
        shared: false,
        gate: crate::report::Gate::default(),
    }
}

/// The sample among other groups.
pub fn community(lang: Lang) -> Report {
    conduct::community(report(lang))
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
                "periods" | "weeks" | "history" | "hours" | "terms" | "moves" => 2,
                "curve" => table.rows.len() - 1,
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
        misdated: 0,
        rejects: Vec::new(),
        truncated: None,
        notes: Vec::new(),
    }
}

/// One vital: metric, segment, value, n, bounds, status.
type Row = (&'static str, Option<&'static str>, f64, u64, (Option<f64>, Option<f64>), Status);

const ROWS: [Row; 34] = [
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
    ("unanswered_rate", None, 0.21, 90, (None, Some(0.1)), Status::Watch),
    ("topic_trends", None, 9.0, 812, (None, None), Status::Info),
    ("ad_rule_hits", None, 6.0, 812, (None, Some(1.0)), Status::Watch),
    ("group_survival", None, 97.0, 48, (Some(42.0), None), Status::Ok),
    ("ladder_progression", None, 0.094, 299, (None, None), Status::Info),
    ("reply_graph", None, 0.43, 220, (None, None), Status::Info),
    ("points_ledger", None, 3310.0, 22, (None, None), Status::Info),
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
        rule: None,
        lowered: None,
        excluded: Excluded { bot: 112, operator: 9, system: 41, recalled: 6, out_of_tenure: 0 },
        advice_key: None,
        advice: None,
    }
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
                total_clicks: None,
                unique_clickers: Some(clickers),
                ctr: Some(f64::from(u32::try_from(clickers).unwrap()) / f64::from(u32::try_from(reach).unwrap())),
                reshares: 0,
                partial: at < 3,
            }
        })
        .collect()
}
