//! `members`: one row a person, as terminal table, CSV and JSON. States are for human review; no
//! output of this file asks for anybody's removal.

use std::io::{self, Write};

use super::grid::Side;
use super::listing::{self, Listing};
use super::sheet::{Field, Sheet};
use super::spec::Style;
use super::width::{clean, cut};
use super::words;
use crate::calendar::date;
use crate::look::{count_text, percent};
use crate::report::{MemberReport, Report};
use crate::unit::{Lang, Text};

const COLUMNS: &[&str] = &[
    "group",
    "account",
    "name",
    "layer",
    "role",
    "joined",
    "left",
    "last_interaction",
    "silent_days",
    "lower_bound",
    "state",
    "messages",
    "points",
    "active_days",
    "speech_share",
    "breaches",
];

const HEADER: [(Text, Side); 10] = [
    (Text { zh: "成员", en: "member" }, Side::Left),
    (Text { zh: "分层", en: "layer" }, Side::Left),
    (Text { zh: "角色", en: "role" }, Side::Left),
    (Text { zh: "入群", en: "joined" }, Side::Left),
    (Text { zh: "最近互动", en: "last seen" }, Side::Left),
    (Text { zh: "沉默天数", en: "silent" }, Side::Right),
    (Text { zh: "状态", en: "state" }, Side::Left),
    (Text { zh: "消息", en: "messages" }, Side::Right),
    (Text { zh: "发言占比", en: "share" }, Side::Right),
    (Text { zh: "超限天", en: "breaches" }, Side::Right),
];

const WORDS: &[(&str, &str)] = &[
    ("active", "活跃"),
    ("warning", "沉默预警"),
    ("to_clean", "待复核"),
    ("exempt", "豁免"),
    ("left", "已退群"),
    ("bot", "机器人"),
    ("operator", "运营"),
    ("owner", "群主"),
    ("admin", "管理员"),
    ("member", "成员"),
    ("new", "新人"),
];

/// The rows for machines.
#[must_use]
pub fn sheet(report: &Report) -> Sheet {
    Sheet { columns: COLUMNS, rows: report.members.iter().map(fields).collect() }
}

fn fields(member: &MemberReport) -> Vec<Field> {
    vec![
        Field::Text(member.group.clone()),
        Field::Text(member.account.clone()),
        Field::Text(member.name.clone()),
        Field::Text(member.layer.to_owned()),
        Field::Text(member.role.clone()),
        Field::of(member.joined, Field::Day),
        Field::of(member.left, Field::Day),
        Field::of(member.last_interaction, Field::Day),
        Field::of(member.silent_days, Field::Signed),
        Field::Flag(member.lower_bound),
        Field::Text(member.state.to_owned()),
        Field::of(member.messages, Field::Count),
        Field::of(member.points, Field::Count),
        Field::of(member.active_days.map(u64::from), Field::Count),
        Field::of(member.speech_share, Field::Real),
        Field::of(member.breaches, Field::Count),
    ]
}

/// Writes a table a group.
///
/// # Errors
/// What the sink says.
pub fn terminal(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    listing::write(report, style, out, (&HEADER, 0), |group| {
        let own = report.members.iter().filter(|member| member.group == group.id);
        let rows: Vec<Vec<String>> = own.map(|member| cells(member, lang)).collect();
        let noun = match lang {
            Lang::Zh => words::say("members", lang),
            Lang::En => words::plural(rows.len(), "member", "members"),
        };
        Listing { counted: format!("{} {noun}", rows.len()), rows, note: None }
    })
}

fn cells(member: &MemberReport, lang: Lang) -> Vec<String> {
    let day = |day: Option<i32>| day.map_or_else(|| "–".to_owned(), |day| date(day).to_string());
    let silent = member
        .silent_days
        .map_or_else(|| "–".to_owned(), |days| if member.lower_bound { format!("≥ {days}") } else { days.to_string() });
    let dash = || "–".to_owned();
    vec![
        cut(&clean(&member.name), 20),
        layer(member.layer, lang).to_owned(),
        word(&member.role, lang).to_owned(),
        day(member.joined),
        day(member.last_interaction),
        silent,
        word(member.state, lang).to_owned(),
        member.messages.map_or_else(dash, |count| count_text(count, lang)),
        member.speech_share.map_or_else(|| "–".to_owned(), |share| percent(share, None, lang)),
        member.breaches.map_or_else(dash, |count| count.to_string()),
    ]
}

fn layer(name: &str, lang: Lang) -> &str {
    match (name, lang) {
        ("", _) => "–",
        ("new", Lang::Zh) => "新人",
        _ => crate::look::segment_name(name, lang),
    }
}

fn word(name: &str, lang: Lang) -> &str {
    match lang {
        Lang::Zh => WORDS.iter().find(|(known, _)| *known == name).map_or(name, |(_, zh)| zh),
        Lang::En => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{grid::PAGE, sample, width::columns};

    #[test]
    fn the_table() {
        for lang in [Lang::Zh, Lang::En] {
            let mut out = Vec::new();
            terminal(&sample::report(lang), Style::Plain, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.lines().all(|line| columns(line) <= PAGE), "{text}");
            insta::assert_snapshot!(format!("members_{}", lang.code()), text);
        }
    }

    #[test]
    fn every_row_has_every_column() {
        let sheet = sheet(&sample::report(Lang::Zh));
        assert!(!sheet.rows.is_empty());
        assert!(sheet.rows.iter().all(|row| row.len() == COLUMNS.len()));
        assert_eq!(cells(&sample::report(Lang::Zh).members[0], Lang::Zh).len(), HEADER.len());
    }
}
