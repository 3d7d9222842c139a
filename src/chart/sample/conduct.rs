//! The sample's tables of service, topics, rules, lives and networks, its members with points, and a
//! second group for what is drawn of a whole run.

use super::tables::{Dice, Tables, number};
use crate::calendar::{Day, monday};
use crate::metric::{Cell, Table};
use crate::report::{MemberReport, Report, Status};

fn text(word: &str) -> Cell {
    Cell::Text(word.to_owned())
}

/// Fills in the tables.
pub fn fill(tables: &mut Tables, end: Day) {
    let mut dice = Dice::new(11);
    let mut left = 37.0;
    let mut waiting = vec![vec![number(0.0), number(1.0), number(left)]];
    for minutes in [1.0, 2.0, 3.5, 5.0, 6.0, 8.0, 9.0, 11.0, 12.0, 14.0, 15.0, 18.0, 22.0, 27.0, 33.0, 41.0, 58.0, 90.0]
    {
        let share = (left - 2.0) / 37.0;
        waiting.push(vec![number(minutes), number(share), number(left)]);
        left -= 2.0;
    }
    tables
        .insert(("admin_response_time", "curve"), Table { columns: &["minutes", "waiting", "at_risk"], rows: waiting });
    let late = [(2, 20, 7.0), (2, 21, 3.0), (5, 9, 2.0), (6, 23, 4.0), (0, 0, 1.0), (4, 13, 2.0)];
    let rows = late.map(|(day, hour, asks)| vec![number(f64::from(day)), number(f64::from(hour)), number(asks)]);
    tables.insert(
        ("unanswered_rate", "hours"),
        Table { columns: &["weekday", "hour", "unanswered"], rows: rows.to_vec() },
    );
    let terms = [
        "所有权",
        "embedded",
        "索引",
        "连接池超时",
        "灰度",
        "serde",
        "压测",
        "一个长得放不进左边那一栏的词语连写",
        "限流",
    ];
    let rows = terms.iter().enumerate().map(|(at, term)| {
        let at = f64::from(u32::try_from(at).unwrap());
        vec![text(term), number(3.4 - at * 0.33), number(24.0 - at * 2.0), number(2.0), number(12.0 - at)]
    });
    tables.insert(
        ("topic_trends", "terms"),
        Table { columns: &["term", "score", "now", "before", "speakers"], rows: rows.collect() },
    );
    let rows = (0..40).rev().map(|age: i32| {
        let hits = |dice: &mut Dice, most: f64| (dice.roll() * most).floor();
        vec![Cell::Day(monday(end) - 7 * age), number(hits(&mut dice, 5.0)), number(hits(&mut dice, 9.0))]
    });
    tables.insert(
        ("ad_rule_hits", "weeks"),
        Table { columns: &["start", "solicitations", "links"], rows: rows.collect() },
    );
    let mut survival = 1.0;
    let mut rows = vec![vec![number(0.0), number(1.0), number(48.0), number(0.0)]];
    for (at, day) in [6.0, 12.0, 19.0, 25.0, 33.0, 42.0, 51.0, 64.0, 80.0, 97.0, 130.0, 171.0].into_iter().enumerate() {
        let risk = 46.0 - 3.0 * f64::from(u32::try_from(at).unwrap());
        survival *= 1.0 - 2.0 / risk;
        rows.push(vec![number(day), number(survival), number(risk), number(2.0)]);
    }
    tables.insert(("group_survival", "curve"), Table { columns: &["day", "survival", "at_risk", "ends"], rows });
    let moves = [
        ("core", "core", 40.0),
        ("core", "active", 6.0),
        ("core", "left", 1.0),
        ("active", "core", 5.0),
        ("active", "active", 20.0),
        ("active", "light", 11.0),
        ("light", "active", 14.0),
        ("light", "light", 60.0),
        ("light", "silent", 22.0),
        ("silent", "light", 9.0),
        ("silent", "silent", 104.0),
        ("silent", "left", 7.0),
    ];
    let rows = moves.map(|(before, now, people)| vec![text(before), text(now), number(people)]).to_vec();
    tables.insert(("ladder_progression", "moves"), Table { columns: &["before", "now", "people"], rows });
    let rows = (1..90_u32).flat_map(|who| {
        let other = [who / 2, who / 5 * 2, who * who % 7];
        other.map(|to| (who, to))
    });
    let rows = rows.filter(|(from, to)| from != to).map(|(from, to)| {
        vec![number(f64::from(from)), number(f64::from(to)), number((1.0 + 30.0 / f64::from(from)).floor())]
    });
    tables.insert(("reply_graph", "edges"), Table { columns: &["from", "to", "replies"], rows: rows.collect() });
}

/// Members with points.
pub fn members(group: &str) -> Vec<MemberReport> {
    let names =
        ["李喆", "Ann O'Neil", "王小明", "群里名字最长的那一位同学他的昵称写满了整个名片栏", "🎉", "赵六", "Sam"];
    (0..22_u32)
        .map(|at| MemberReport {
            group: group.to_owned(),
            account: format!("wxid_{at:02}"),
            name: format!(
                "{}{}",
                names[at as usize % names.len()],
                if at < 7 { String::new() } else { at.to_string() }
            ),
            layer: "core",
            role: "member".to_owned(),
            joined: None,
            left: None,
            last_interaction: None,
            silent_days: None,
            lower_bound: false,
            state: "active",
            messages: Some(1),
            points: Some(u64::from(900 / (at + 1))),
            active_days: Some(1),
            speech_share: None,
            breaches: Some(0),
        })
        .collect()
}

/// The sample with two more groups: one calm, one of which little is known.
pub fn community(mut report: Report) -> Report {
    for (name, calm) in [("读书打卡群", true), ("A group of another platform with a long name", false)] {
        let mut group = report.groups[0].clone();
        group.id = format!("telegram:{name}");
        name.clone_into(&mut group.name);
        let own = report.groups[0].id.clone();
        let vitals: Vec<_> = report.vitals.iter().filter(|vital| vital.group == own).cloned().collect();
        report.vitals.extend(vitals.into_iter().map(|mut vital| {
            vital.group.clone_from(&group.id);
            vital.status = match vital.status {
                Status::Breach | Status::Watch if calm => Status::Ok,
                Status::Ok if !calm => Status::InsufficientN,
                other => other,
            };
            vital
        }));
        report.groups.push(group);
    }
    report
}
