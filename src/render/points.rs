//! `points`: the board of points and the ledger behind it, as terminal table, CSV and JSON.

use std::io::{self, Write};

use super::grid::{self, Side};
use super::sheet::{Field, Sheet};
use super::spec::Style;
use super::view::group_name;
use super::width::{clean, cut};
use crate::look::count_text;
use crate::report::{EarningReport, PlaceReport, Report};
use crate::unit::{Lang, Text};

const BOARD: &[&str] =
    &["group", "rank", "account", "name", "points", "speak", "share", "invite", "redeemed", "balance"];
const LEDGER: &[&str] = &["group", "time", "account", "name", "rule", "points", "evidence"];

const BOARD_HEADER: [(Text, Side); 7] = [
    (Text { zh: "名次", en: "rank" }, Side::Right),
    (Text { zh: "成员", en: "member" }, Side::Left),
    (Text { zh: "积分", en: "points" }, Side::Right),
    (Text { zh: "发言", en: "messages" }, Side::Right),
    (Text { zh: "分享", en: "articles" }, Side::Right),
    (Text { zh: "邀请", en: "invitations" }, Side::Right),
    (Text { zh: "已兑换", en: "redeemed" }, Side::Right),
];

const LEDGER_HEADER: [(Text, Side); 5] = [
    (Text { zh: "时间", en: "time" }, Side::Left),
    (Text { zh: "成员", en: "member" }, Side::Left),
    (Text { zh: "事由", en: "for" }, Side::Left),
    (Text { zh: "积分", en: "points" }, Side::Right),
    (Text { zh: "消息编号", en: "message id" }, Side::Left),
];

/// What a rule of the ledger is called.
const RULES: &[(&str, Text)] = &[
    ("speak", Text { zh: "发言", en: "message" }),
    ("share", Text { zh: "优质分享", en: "good article" }),
    ("bonus", Text { zh: "分享有三人以上回应", en: "answered by three" }),
    ("invite", Text { zh: "邀请", en: "invitation" }),
];

/// The board for machines.
#[must_use]
pub fn board(report: &Report) -> Sheet {
    let row = |place: &PlaceReport| {
        vec![
            Field::Text(place.group.clone()),
            Field::Count(u64::from(place.rank)),
            Field::Text(place.account.clone()),
            Field::Text(place.name.clone()),
            Field::Count(place.points),
            Field::Count(place.speak),
            Field::Count(place.share),
            Field::Count(place.invite),
            Field::of(place.redeemed, Field::Count),
            Field::of(place.redeemed.map(|redeemed| balance(place.points, redeemed)), Field::Real),
        ]
    };
    Sheet { columns: BOARD, rows: report.places.iter().map(row).collect() }
}

/// The ledger for machines.
#[must_use]
pub fn ledger(report: &Report) -> Sheet {
    let row = |earning: &EarningReport| {
        vec![
            Field::Text(earning.group.clone()),
            Field::Text(earning.time.clone()),
            Field::Text(earning.account.clone()),
            Field::Text(earning.name.clone()),
            Field::Text(earning.rule.to_owned()),
            Field::Count(earning.points),
            Field::of(earning.evidence.clone(), Field::Text),
        ]
    };
    Sheet { columns: LEDGER, rows: report.earnings.iter().map(row).collect() }
}

/// What is left; below zero where more was redeemed than earned.
#[expect(clippy::cast_precision_loss, reason = "points stay far below 2^53")]
fn balance(points: u64, redeemed: u64) -> f64 {
    points as f64 - redeemed as f64
}

/// Writes the board, a table a group.
///
/// # Errors
/// What the sink says.
pub fn board_table(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let header = BOARD_HEADER.map(|(text, side)| (text.get(lang), side));
    for group in &report.groups {
        let places: Vec<&PlaceReport> = report.places.iter().filter(|place| place.group == group.id).collect();
        let total: u64 = places.iter().map(|place| place.points).sum();
        title(report, &group.id, places.len(), total, style, out)?;
        let rows = places.iter().map(|place| {
            vec![
                place.rank.to_string(),
                cut(&clean(&place.name), 24),
                count_text(place.points, lang),
                count_text(place.speak, lang),
                count_text(place.share, lang),
                count_text(place.invite, lang),
                place.redeemed.map_or_else(|| "–".to_owned(), |points| count_text(points, lang)),
            ]
        });
        for line in grid::fitted(&header, rows.collect(), 1) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes the ledger, a table a group.
///
/// # Errors
/// What the sink says.
pub fn ledger_table(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let header = LEDGER_HEADER.map(|(text, side)| (text.get(lang), side));
    for group in &report.groups {
        let earnings: Vec<&EarningReport> = report.earnings.iter().filter(|row| row.group == group.id).collect();
        let total: u64 = earnings.iter().map(|row| row.points).sum();
        let earners = report.places.iter().filter(|place| place.group == group.id).count();
        title(report, &group.id, earners, total, style, out)?;
        let rows = earnings.iter().map(|row| {
            let rule = RULES.iter().find(|(known, _)| *known == row.rule).map_or(row.rule, |(_, text)| text.get(lang));
            vec![
                row.time.get(..16).unwrap_or(&row.time).replace('T', " "),
                cut(&clean(&row.name), 24),
                rule.to_owned(),
                row.points.to_string(),
                row.evidence.clone().unwrap_or_else(|| "–".to_owned()),
            ]
        });
        for line in grid::fitted(&header, rows.collect(), 1) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn title(
    report: &Report,
    group: &str,
    people: usize,
    points: u64,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = cut(&clean(group_name(report, group)), 60);
    let points = count_text(points, report.lang);
    let text = match report.lang {
        Lang::Zh => format!("{name} · {people} 人得分 · 共 {points} 分"),
        Lang::En => format!("{name} · {people} with points · {points} in all"),
    };
    writeln!(out, "{}", grid::bold(&text, style))
}

/// Writes board and ledger as one JSON document.
///
/// # Errors
/// What the sink says.
pub fn json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    super::sheet::document(&[("board", &board(report)), ("ledger", &ledger(report))], out)
}
