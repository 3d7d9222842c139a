//! A made-up report for the tests of every output: two groups, every status, markup and formulas in
//! names, rejects, a truncated input, gaps. Nothing in it comes from a real group.

mod vitals;

use std::collections::BTreeMap;

use super::spec::Drawing;
use crate::calendar::{Day, parse_day};
use crate::metric::{Cell, Table};
use crate::report::{GroupReport, InputReport, LinkReport, MemberReport, Report};
use crate::unit::{Lang, Platform};

/// The group with a plain name.
pub const ONE: &str = "telegram:123";
/// The group whose name is markup.
pub const TWO: &str = "wechat:9";

/// A day written as a date.
pub fn day(text: &str) -> Day {
    parse_day("", text).unwrap()
}

fn history(values: &[Option<f64>]) -> Table {
    let last = day("2026-03-09");
    let first = last - 7 * (i32::try_from(values.len()).unwrap() - 1);
    let row = |(at, value): (usize, &Option<f64>)| {
        let start = first + 7 * i32::try_from(at).unwrap();
        vec![Cell::Day(start), value.map_or(Cell::Null, Cell::Number)]
    };
    Table { columns: &["period_start", "value"], rows: values.iter().enumerate().map(row).collect() }
}

fn tables() -> BTreeMap<(&'static str, &'static str), Table> {
    let kept = 54.0 / 112.0;
    let retention = [0.71, 0.68, 0.7, 0.66, 0.69, 0.64, 0.65, 0.61, 0.6, 0.58].map(Some);
    let retention: Vec<Option<f64>> = retention.into_iter().chain([Some(kept + 0.061), Some(kept)]).collect();
    let daily = [Some(198.0), Some(214.5), None, None, Some(230.0), Some(226.1), Some(251.4), Some(263.4)];
    let clicks = [Some(0.17), Some(0.162), Some(0.151), Some(0.12), Some(0.1), Some(210.0 / 2310.0)];
    [
        (("weekly_retention", "history"), history(&retention)),
        (("daily_messages", "history"), history(&daily)),
        (("link_ctr", "history"), history(&clicks)),
    ]
    .into()
}

fn groups(lang: Lang) -> Vec<GroupReport> {
    let lacks = match lang {
        Lang::Zh => vec!["该导出不含退群记录".to_owned(), "看不到从不发言的成员".to_owned()],
        Lang::En => vec!["no leave records".to_owned(), "members who never speak are invisible".to_owned()],
    };
    let coverage = ("2025-12-01T00:03:11+08:00".to_owned(), "2026-03-15T23:58:40+08:00".to_owned());
    let one = GroupReport {
        id: ONE.to_owned(),
        name: "技术交流群".to_owned(),
        platform: Platform::new("telegram"),
        messages: 19_412,
        events: 458,
        members: 312,
        coverage,
        complete: Some((day("2025-12-02"), day("2026-03-15"))),
        gaps: vec![(day("2026-02-14"), day("2026-02-19"))],
        formats: vec!["telegram-json"],
        lacks: lacks.clone(),
        tables: tables(),
    };
    let two = GroupReport {
        id: TWO.to_owned(),
        name: "读书 & <b>共学</b> | `每日一章` 与一个长得放不进任何表格的群名 @everyone".to_owned(),
        platform: Platform::new("wechat"),
        messages: 402,
        events: 7,
        members: 24,
        gaps: Vec::new(),
        tables: BTreeMap::new(),
        ..one.clone()
    };
    vec![one, two]
}

fn inputs(lang: Lang) -> Vec<InputReport> {
    let reason = match lang {
        Lang::Zh => ["result.json 第 118 行：没有日期", "result.json 第 2041 行：发送者为空"],
        Lang::En => ["result.json line 118: no date", "result.json line 2041: sender is empty"],
    };
    let one = InputReport {
        path: "exports/result.json".to_owned(),
        format: "telegram-json",
        bytes: 8_412_007,
        read: 20_113,
        kept: 19_870,
        duplicate: 201,
        rejected: 42,
        misdated: 0,
        rejects: reason.map(str::to_owned).to_vec(),
        truncated: None,
        notes: Vec::new(),
    };
    let cut = match lang {
        Lang::Zh => "文件在第 410 行中断，之后的内容缺失",
        Lang::En => "the file breaks off at line 410; what follows is missing",
    };
    let two = InputReport {
        path: "exports/读书|群.txt".to_owned(),
        format: "wechat-txt",
        bytes: 60_911,
        read: 409,
        kept: 409,
        duplicate: 0,
        rejected: 0,
        misdated: 0,
        rejects: Vec::new(),
        truncated: Some(cut.to_owned()),
        notes: vec![match lang {
            Lang::Zh => "时间只到分钟，先后按文件顺序".to_owned(),
            Lang::En => "times to the minute; ties keep file order".to_owned(),
        }],
    };
    vec![one, two]
}

fn member(group: &str, name: &str, layer: &'static str, state: &'static str, messages: u64) -> MemberReport {
    MemberReport {
        group: group.to_owned(),
        account: format!("u{messages}"),
        name: name.to_owned(),
        layer,
        role: "member".to_owned(),
        joined: (state != "to_clean").then(|| day("2025-12-20")),
        left: None,
        last_interaction: Some(day("2026-03-01")),
        silent_days: (state != "bot").then_some(14),
        lower_bound: state == "to_clean",
        state,
        messages: Some(messages),
        points: Some(31),
        active_days: Some(9),
        speech_share: (state != "bot").then_some(0.1834),
        breaches: Some(u64::from(layer == "core")),
    }
}

fn members() -> Vec<MemberReport> {
    vec![
        member(ONE, "林晚-数据", "core", "active", 3_640),
        member(ONE, "=SUM(A1:A9)", "light", "warning", 12),
        member(ONE, "一个非常非常长的昵称需要在中间截断才行", "silent", "to_clean", 0),
        member(ONE, "助手\u{1b}[31m", "", "bot", 310),
        member(TWO, "<b>陈</b>|`read`", "active", "active", 88),
    ]
}

fn link(group: &str, url: &str, clicks: Option<u64>) -> LinkReport {
    LinkReport {
        group: group.to_owned(),
        url: url.to_owned(),
        first_share: "2026-03-04T20:11:09+08:00".to_owned(),
        day: day("2026-03-04"),
        sharer: if clicks.is_some() { "林晚-数据".to_owned() } else { "=cmd|' /C calc'!A0".to_owned() },
        reach: clicks.map(|_| 310),
        clicks,
        total_clicks: None,
        unique_clickers: clicks.map(|clicks| clicks / 2),
        ctr: clicks.map(|clicks| crate::metric::count(clicks / 2) / 310.0),
        reshares: clicks.map_or(0, |_| 2),
        partial: clicks.is_none(),
    }
}

/// Two groups.
pub fn report(lang: Lang) -> Report {
    Report {
        lang,
        as_of: day("2026-03-15"),
        tz: "Asia/Shanghai".to_owned(),
        charter: Some("charter.toml".to_owned()),
        inputs: inputs(lang),
        unread: vec![("exports/photo_1.jpg".to_owned(), "image".to_owned())],
        groups: groups(lang),
        vitals: vitals::vitals(lang),
        members: members(),
        links: vec![
            link(ONE, "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuvwxyz0123456789", Some(94)),
            link(ONE, "https://docs.qq.com/doc/xyz", None),
        ],
        earnings: Vec::new(),
        places: Vec::new(),
        hits: Vec::new(),
        notices: vec![match lang {
            Lang::Zh => "成员名册缺失，成员数取自导出中出现过的账号".to_owned(),
            Lang::En => "no roster: members are the accounts the export names".to_owned(),
        }],
        people: 330,
        shared: false,
        gate: crate::report::Gate::default(),
    }
}

/// The first group alone.
pub fn one_group(lang: Lang) -> Report {
    let mut report = report(lang);
    report.groups.retain(|group| group.id == ONE);
    report.vitals.retain(|vital| vital.group == ONE);
    report.members.retain(|member| member.group == ONE);
    report
}

/// A drawing for the overview and for some metrics of every group.
pub fn drawings(report: &Report) -> Vec<Drawing> {
    let kinds: [(&'static str, Option<&'static str>); 4] = [
        ("overview", None),
        ("daily", Some("daily_messages")),
        ("weekly_retention", Some("weekly_retention")),
        ("link_ctr", Some("link_ctr")),
    ];
    let groups = report.groups.iter().enumerate();
    groups.flat_map(|(at, group)| kinds.map(|(chart, metric)| drawing(report, at, group, chart, metric))).collect()
}

fn drawing(
    report: &Report,
    at: usize,
    group: &GroupReport,
    chart: &'static str,
    metric: Option<&'static str>,
) -> Drawing {
    let title = match report.lang {
        Lang::Zh => "周活跃留存 48.2%，低于 60% | 两周连降",
        Lang::En => "Weekly retention 48.2 %, below 60 % | down two weeks",
    };
    let rows =
        (0..24).map(|week| vec![format!("2025-W{:02}", week + 20), (112 + week).to_string(), "0.482".to_owned()]);
    Drawing {
        chart,
        group: group.id.clone(),
        title: title.to_owned(),
        subtitle: "48.2 %".to_owned(),
        foot: "telegram-json".to_owned(),
        metric,
        file: format!("charts/g{}-{chart}.png", at + 1),
        svg: placeholder(title),
        live: metric.map(|_| LINE.to_owned()),
        data: (["week", "base", "rate"].map(str::to_owned).to_vec(), rows.collect()),
    }
}

/// A line as the page's script draws it.
const LINE: &str = r#"{"x":{"title":"","scale":"date","range":null},"y":{"title":"","scale":"percent","range":null},"layers":[{"kind":"line","name":"each week","color":0,"xs":[20500,20507],"ys":[0.6,0.482]}],"bounds":[]}"#;

/// A line over a hairline, in the page's colours.
fn placeholder(title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 450\" role=\"img\" aria-label=\"{title}\">\
         <text x=\"24\" y=\"40\" font-size=\"20\" fill=\"var(--ink)\">{title}</text>\
         <path d=\"M60 400H780\" stroke=\"var(--hairline)\"/><path d=\"M60 210H780\" stroke=\"var(--breach)\" stroke-dasharray=\"6 4\"/>\
         <path d=\"M60 120 180 140 300 135 420 180 540 170 660 240 780 280\" fill=\"none\" stroke=\"var(--series-1)\" stroke-width=\"2.5\"/></svg>"
    )
}
