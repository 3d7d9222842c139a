//! `links`: one row a shared link, as terminal table, CSV and JSON. What is unknown (no click log,
//! no roster) is blank, never zero.

use std::io::{self, Write};

use super::grid::Side;
use super::listing::{self, Listing};
use super::sheet::{Field, Sheet};
use super::spec::Style;
use super::width::{clean, cut};
use super::words::plural;
use crate::calendar::date;
use crate::look::{count_text, percent};
use crate::report::{LinkReport, Report};
use crate::unit::{Lang, Text};

const COLUMNS: &[&str] = &[
    "group",
    "url",
    "first_share",
    "sharer",
    "reach",
    "clicks",
    "total_clicks",
    "unique_clickers",
    "ctr",
    "reshares",
    "partial",
];

const HEADER: [(Text, Side); 8] = [
    (Text { zh: "首次分享", en: "first share" }, Side::Left),
    (Text { zh: "链接", en: "link" }, Side::Left),
    (Text { zh: "分享者", en: "sharer" }, Side::Left),
    (Text { zh: "可见", en: "reach" }, Side::Right),
    (Text { zh: "点击", en: "clicks" }, Side::Right),
    (Text { zh: "点击人", en: "visitors" }, Side::Right),
    (Text { zh: "点击率", en: "CTR" }, Side::Right),
    (Text { zh: "再分享", en: "re-shares" }, Side::Right),
];

/// The rows for machines.
#[must_use]
pub fn sheet(report: &Report) -> Sheet {
    Sheet { columns: COLUMNS, rows: report.links.iter().map(fields).collect() }
}

fn fields(link: &LinkReport) -> Vec<Field> {
    vec![
        Field::Text(link.group.clone()),
        Field::Text(link.url.clone()),
        Field::Text(link.first_share.clone()),
        Field::Text(link.sharer.clone()),
        Field::of(link.reach, Field::Count),
        Field::of(link.clicks, Field::Count),
        Field::of(link.total_clicks, Field::Count),
        Field::of(link.unique_clickers, Field::Count),
        Field::of(link.ctr, Field::Real),
        Field::Count(link.reshares),
        Field::Flag(link.partial),
    ]
}

/// Writes a table a group; a rate whose window is not over is marked `…`.
///
/// # Errors
/// What the sink says.
pub fn terminal(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    listing::write(report, style, out, (&HEADER, 1), |group| {
        let own = report.links.iter().filter(|link| link.group == group.id);
        let rows: Vec<Vec<String>> = own.map(|link| cells(link, lang)).collect();
        let counted = match lang {
            Lang::Zh => format!("{} 个链接", rows.len()),
            Lang::En => format!("{} {}", rows.len(), plural(rows.len(), "link", "links")),
        };
        Listing { counted, rows, note: None }
    })
}

fn cells(link: &LinkReport, lang: Lang) -> Vec<String> {
    let count = |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| count_text(count, lang));
    let rate = link.ctr.map_or_else(|| "–".to_owned(), |rate| percent(rate, None, lang));
    let url = link.url.split_once("://").map_or(link.url.as_str(), |(_, rest)| rest);
    vec![
        date(link.day).to_string(),
        cut(&clean(url), 28),
        cut(&clean(&link.sharer), 12),
        count(link.reach),
        // Sums of a service stand where there is no click log; no rate follows from them.
        count(link.clicks.or(link.total_clicks)),
        count(link.unique_clickers),
        if link.partial { format!("{rate} …") } else { rate },
        link.reshares.to_string(),
    ]
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
            insta::assert_snapshot!(format!("links_{}", lang.code()), text);
        }
    }

    #[test]
    fn unknown_is_blank_not_zero() {
        let report = sample::report(Lang::En);
        let mut out = Vec::new();
        sheet(&report).csv(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let unknown = text.lines().find(|line| line.contains("docs.qq.com")).unwrap();
        assert!(unknown.ends_with(",,,,,,0,true"), "{unknown}");
        assert!(text.contains("'=cmd"), "{text}");
    }
}
