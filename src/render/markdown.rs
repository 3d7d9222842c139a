//! `report.md`: the report for a pull request or a wiki, charts linked as PNGs. Names and titles
//! from exports are escaped, so that no name formats, links, mentions or injects anything.

use std::io::{self, Write};

use super::spec::{Drawing, Drawings};
use super::width::unruly;
use super::words::say;
use super::{quality, trend, view};
use crate::calendar::date;
use crate::look::{count_text, mark, middle_cut, word};
use crate::metric::Family;
use crate::report::{Report, Status, Vital};
use crate::unit::Lang;

/// Rows of a chart's table shown.
const ROWS: usize = 6;
/// Bytes a document may have: what fits a comment or a job's summary.
pub const LONGEST: usize = 60_000;

/// How much is told; verdicts always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// Everything.
    Full,
    /// Charts without the tables behind them.
    Charts,
    /// The board and the advice.
    Boards,
    /// Of the board what is out of bounds.
    Breaches,
    /// A line a group.
    Lines,
}

/// Writes the document: as much of it as fits.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, drawings: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    for detail in [Detail::Full, Detail::Charts, Detail::Boards, Detail::Breaches, Detail::Lines] {
        text.clear();
        write_document(report, drawings, detail, &mut text)?;
        if text.len() <= LONGEST {
            break;
        }
    }
    out.write_all(&text)
}

fn write_document(report: &Report, drawings: &Drawings, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    writeln!(out, "# {}\n", escape(&title(report)))?;
    writeln!(out, "**{} · {}**\n", view::dated(report), escape(&view::verdict(report, None)))?;
    let charter = report.charter.as_deref().unwrap_or(say("builtin", lang));
    let (as_of, tz) = (date(report.as_of), escape(&report.tz));
    writeln!(out, "{} {as_of} · {tz} · {}: {}\n", say("as_of", lang), say("charter", lang), escape(charter))?;
    let several = view::group_ids(report).len() > 1;
    for group in view::worst_groups_first(report) {
        if detail == Detail::Lines {
            write_line(report, group, out)?;
            continue;
        }
        if several {
            writeln!(out, "## {}\n", escape(view::group_name(report, group)))?;
            writeln!(out, "{}\n", escape(&view::verdict(report, Some(group))))?;
        }
        if detail <= Detail::Breaches {
            write_board(report, group, detail, out)?;
        }
        if detail <= Detail::Boards {
            write_advice(report, group, out)?;
        }
        if detail <= Detail::Charts {
            write_families(report, group, drawings, detail, out)?;
        }
    }
    if detail > Detail::Full {
        writeln!(out, "{}\n", say("shortened", lang))?;
    }
    write_quality(report, detail, out)
}

/// A group in a line: its worst verdict, its name, how many of its vitals are in breach.
pub fn write_line(report: &Report, group: &str, out: &mut dyn Write) -> io::Result<()> {
    let counted: Vec<Status> =
        report.of_group(group).filter(|vital| vital.counts()).map(|vital| vital.status).collect();
    let of = |status| counted.iter().filter(|known| **known == status).count();
    let (breach, watch, ok) = (of(Status::Breach), of(Status::Watch), of(Status::Ok));
    let worst = match (breach, watch, ok) {
        (1.., ..) => Status::Breach,
        (_, 1.., _) => Status::Watch,
        (_, _, 0) => Status::NoData,
        _ => Status::Ok,
    };
    let name = middle_cut(view::group_name(report, group), 24);
    writeln!(out, "- {} {}: {breach}/{}", mark(worst), escape(&name), breach + watch + ok)
}

fn title(report: &Report) -> String {
    let brand = say("brand", report.lang);
    match report.groups.as_slice() {
        [one] => format!("{brand} · {}", one.name),
        several => format!("{brand} · {} {}", several.len(), say("groups", report.lang)),
    }
}

fn write_board(report: &Report, group: &str, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let mut board = view::board(report, group);
    if detail == Detail::Breaches {
        board.retain(|vital| matches!(vital.status, Status::Breach | Status::Watch));
    }
    if board.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", say("verdict", lang))?;
    let heads = ["status", "vital", "value", "bound", "n", "period", "change"].map(|key| say(key, lang));
    writeln!(out, "| {} |", heads.join(" | "))?;
    writeln!(out, "|:--|:--|--:|--:|--:|:--|:--|")?;
    for vital in board {
        let change = trend::change(vital, &trend::history(report, vital));
        let cells = [
            format!("{} {}", mark(vital.status), word(vital.status, lang)),
            escape(&view::name(vital, lang)),
            view::value(vital, lang),
            escape(&view::bound(vital, lang)),
            view::n(vital, lang),
            view::period(vital, lang),
            change.map(|change| trend::change_text(change, vital.row.unit, lang)).unwrap_or_default(),
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out)
}

fn write_advice(report: &Report, group: &str, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let board = view::board(report, group);
    let fired: Vec<(&Vital, &str)> = board
        .iter()
        .filter(|vital| matches!(vital.status, Status::Breach | Status::Watch))
        .filter_map(|vital| Some((*vital, vital.advice.as_deref()?)))
        .collect();
    if fired.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", say("advice", lang))?;
    for (vital, advice) in fired {
        writeln!(out, "- {} **{}**: {}", mark(vital.status), escape(&view::name(vital, lang)), escape(advice))?;
    }
    writeln!(out)
}

fn write_families(
    report: &Report,
    group: &str,
    drawings: &Drawings,
    detail: Detail,
    out: &mut dyn Write,
) -> io::Result<()> {
    let of = |metric: Option<&str>| -> Vec<&Drawing> {
        drawings.iter().filter(|drawing| drawing.group == group && drawing.metric == metric).collect()
    };
    for drawing in of(None) {
        write_drawing(drawing, detail, report.lang, out)?;
    }
    for family in Family::ALL {
        let metrics = view::metrics(report, group, family);
        if metrics.is_empty() {
            continue;
        }
        writeln!(out, "### {}\n", family.name().get(report.lang))?;
        for metric in metrics {
            writeln!(out, "#### {}\n", escape(metric.name.get(report.lang)))?;
            if let Some(vital) = report.headline(group, metric.id) {
                writeln!(out, "{}\n", headline(vital, report.lang))?;
            }
            for drawing in of(Some(metric.id)) {
                write_drawing(drawing, detail, report.lang, out)?;
            }
            writeln!(out, "{}  ", escape(metric.doc.get(report.lang)))?;
            writeln!(out, "{}: {}\n", say("formula", report.lang), escape(metric.formula))?;
        }
    }
    Ok(())
}

/// The value of a metric in a line: verdict, value, bound, n, period, what it rests on.
fn headline(vital: &Vital, lang: Lang) -> String {
    let standing = format!("{} {}", mark(vital.status), word(vital.status, lang));
    let parts = [
        format!("**{}**", view::value(vital, lang)),
        escape(&view::bound(vital, lang)),
        format!("n={}", view::n(vital, lang)),
        view::period(vital, lang),
    ];
    let facts = view::facts(vital, lang).into_iter().map(|(what, text)| format!("{what}: {}", escape(&text)));
    let all: Vec<String> = parts.into_iter().chain(facts).filter(|part| !part.is_empty()).collect();
    format!("{standing} {}", all.join(" · "))
}

fn write_drawing(drawing: &Drawing, detail: Detail, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "![{}]({})\n", escape(&drawing.title), address(&drawing.file))?;
    let (header, rows) = &drawing.data;
    if header.is_empty() || rows.is_empty() || detail > Detail::Full {
        return Ok(());
    }
    let shown = rows.get(rows.len().saturating_sub(ROWS)..).unwrap_or_default();
    let line = |cells: &[String]| cells.iter().map(|cell| escape(cell)).collect::<Vec<_>>().join(" | ");
    writeln!(out, "| {} |\n|{}", line(header), ":--|".repeat(header.len()))?;
    for row in shown {
        writeln!(out, "| {} |", line(row))?;
    }
    if shown.len() < rows.len() {
        let csv = address(&drawing.file.replace(".png", ".csv"));
        let (last, rows) = (say("last_rows", lang), count_text(rows.len() as u64, lang));
        writeln!(out, "\n{last} ({}/{rows}) · [CSV]({csv})", shown.len())?;
    }
    writeln!(out)
}

fn write_quality(report: &Report, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    writeln!(out, "## {}\n", say("quality", lang))?;
    let short = detail == Detail::Lines;
    if short {
        writeln!(out, "- {}: {}", say("inputs", lang), quality::reconciled(&quality::all(&report.inputs), lang))?;
    }
    for input in report.inputs.iter().filter(|input| !short || input.rejected > 0 || input.truncated.is_some()) {
        writeln!(out, "- {} ({}): {}", escape(&input.path), input.format, quality::reconciled(input, lang))?;
        for line in quality::rejects(input, lang) {
            writeln!(out, "  - {}", escape(&line))?;
        }
        if let Some(place) = &input.truncated {
            writeln!(out, "  - **{}**: {}", say("truncated", lang), escape(place))?;
        }
        for note in input.notes.iter().filter(|_| !short) {
            writeln!(out, "  - {}", escape(note))?;
        }
    }
    for (path, why) in &report.unread {
        writeln!(out, "- {}: {} ({})", say("unread", lang), escape(path), escape(why))?;
    }
    for group in report.groups.iter().filter(|group| !short || !group.gaps.is_empty()) {
        let (name, covered) = (escape(&group.name), say("coverage", lang));
        writeln!(out, "- {name} · {covered}: {}", quality::coverage(group))?;
        for (what, text) in quality::limits(group, lang) {
            writeln!(out, "  - {what}: {}", escape(&text))?;
        }
    }
    for notice in &report.notices {
        writeln!(out, "- {}: {}", say("notices", lang), escape(notice))?;
    }
    Ok(())
}

/// Text that stands as it is: one line, no markup, no HTML, no mention.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            // A word joiner keeps `@name` from calling a person of that name.
            '@' => out.push_str("@\u{2060}"),
            letter if unruly(letter) => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// A relative address that no bracket or space ends early.
fn address(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn document(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &sample::drawings(report), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_document() {
        for lang in [Lang::Zh, Lang::En] {
            insta::assert_snapshot!(format!("markdown_{}", lang.code()), document(&sample::report(lang)));
        }
    }

    /// However many groups there are, each verdict is told and the document stays short.
    #[test]
    fn a_long_report_drops_detail_and_no_verdict() {
        let mut report = sample::report(Lang::Zh);
        let (groups, vitals) = (report.groups.clone(), report.vitals.clone());
        for copy in 0..120 {
            let id = |id: &str| format!("{id}-{copy}");
            report.groups.extend(groups.iter().map(|group| crate::report::GroupReport {
                id: id(&group.id),
                name: format!("{} {copy}", group.name),
                lacks: Vec::new(),
                ..group.clone()
            }));
            report.vitals.extend(vitals.iter().map(|vital| Vital { group: id(&vital.group), ..vital.clone() }));
        }
        let text = document(&report);
        assert!(text.len() <= LONGEST, "{}", text.len());
        assert!(text.contains("技术交流群 119") && text.contains(say("shortened", Lang::Zh)));
        assert_eq!(text.matches("\n- ■ ").count(), report.groups.len());
    }

    #[test]
    fn names_are_only_text() {
        let text = document(&sample::report(Lang::Zh));
        assert!(!text.contains("<b>") && text.contains("&lt;b&gt;"));
        assert_eq!(escape("a|b`c\n@d"), "a\\|b\\`c @\u{2060}d");
        assert_eq!(address("charts/a (1).png"), "charts/a%20%281%29.png");
    }

    #[test]
    fn tables_keep_their_columns() {
        let text = document(&sample::report(Lang::En));
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some(next) = lines.peek().filter(|next| line.starts_with('|') && next.starts_with('|')) {
                assert_eq!(cells(line), cells(next), "{line}\n{next}");
            }
        }
    }
}
