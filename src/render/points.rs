//! `points`: the board of points and the ledger behind it, as terminal table, CSV and JSON.

use std::io::{self, Write};

use super::grid::Side;
use super::listing::{self, Listing};
use super::sheet::{Field, Sheet};
use super::spec::Style;
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
    listing::write(report, style, out, (&BOARD_HEADER, 1), |group| {
        let places: Vec<&PlaceReport> = report.places.iter().filter(|place| place.group == group.id).collect();
        let row = |place: &&PlaceReport| {
            vec![
                place.rank.to_string(),
                cut(&clean(&place.name), 24),
                count_text(place.points, lang),
                count_text(place.speak, lang),
                count_text(place.share, lang),
                count_text(place.invite, lang),
                place.redeemed.map_or_else(|| "–".to_owned(), |points| count_text(points, lang)),
            ]
        };
        let counted = counted(places.len(), places.iter().map(|place| place.points).sum(), lang);
        Listing { counted, rows: places.iter().map(row).collect(), note: None }
    })
}

/// Writes the ledger, a table a group.
///
/// # Errors
/// What the sink says.
pub fn ledger_table(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    listing::write(report, style, out, (&LEDGER_HEADER, 1), |group| {
        let earnings: Vec<&EarningReport> = report.earnings.iter().filter(|row| row.group == group.id).collect();
        let earners = report.places.iter().filter(|place| place.group == group.id).count();
        let row = |row: &&EarningReport| {
            let rule = RULES.iter().find(|(known, _)| *known == row.rule).map_or(row.rule, |(_, text)| text.get(lang));
            vec![
                row.time.get(..16).unwrap_or(&row.time).replace('T', " "),
                cut(&clean(&row.name), 24),
                rule.to_owned(),
                row.points.to_string(),
                row.evidence.clone().unwrap_or_else(|| "–".to_owned()),
            ]
        };
        let counted = counted(earners, earnings.iter().map(|row| row.points).sum(), lang);
        Listing { counted, rows: earnings.iter().map(row).collect(), note: None }
    })
}

fn counted(people: usize, points: u64, lang: Lang) -> String {
    let points = count_text(points, lang);
    match lang {
        Lang::Zh => format!("{people} 人得分 · 共 {points} 分"),
        Lang::En => format!("{people} with points · {points} in all"),
    }
}

/// Writes board and ledger as one JSON document.
///
/// # Errors
/// What the sink says.
pub fn json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    super::sheet::document(&[("board", &board(report)), ("ledger", &ledger(report))], out)
}
