//! What `report` and `check` print: the answer first, then a table a group, then what to do, then
//! what the data can and cannot say. In: the report and a style. Out: lines of at most 100 columns.

use std::io::{self, Write};

use super::grid::{self, PAGE, Side, bold, dim, paint};
use super::spec::{Drawings, Style};
use super::width::{clean, columns, cut, pad, wrap};
use super::words::say;
use super::{gate, quality, trend, view};
use crate::look::{count_text, mark, word};
use crate::report::{Report, Status, Vital};
use crate::unit::Lang;

/// Periods in a sparkline.
const SPARK: usize = 10;
/// Columns of a vital's name, where there is room.
const NAME: usize = 26;

/// Writes the output without colour.
///
/// # Errors
/// What the sink says.
pub fn plain(report: &Report, _: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    write(report, Style::Plain, out)
}

/// Writes the output.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", bold(&clean(&view::answer(report)), style))?;
    for group in view::group_ids(report) {
        writeln!(out)?;
        write_group(report, group, style, out)?;
    }
    write_advice(report, style, out)?;
    write_gate(report, style, out)?;
    write_quality(report, style, out)
}

fn write_gate(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for part in gate::parts(report) {
        writeln!(out, "\n{}", bold(part.title, style))?;
        for (status, line) in part.lines {
            let head =
                status.map_or_else(|| "  ".to_owned(), |status| format!("{} ", paint(mark(status), status, style)));
            for (at, piece) in wrap(&clean(&line), PAGE - 4).iter().enumerate() {
                writeln!(out, "{}{piece}", if at == 0 { head.as_str() } else { "    " })?;
            }
        }
    }
    Ok(())
}

fn write_group(report: &Report, group: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    writeln!(out, "{}", bold(&heading(report, group), style))?;
    let board = view::board(report, group);
    let header = [
        (say("status", lang), Side::Left),
        (say("vital", lang), Side::Left),
        (say("value", lang), Side::Right),
        (say("bound", lang), Side::Right),
        (if lang == Lang::Zh { "n" } else { say("n", lang) }, Side::Right),
        (say("period", lang), Side::Left),
        (say("trend", lang), Side::Left),
    ];
    let rows: Vec<Vec<String>> = board.iter().map(|vital| cells(report, vital)).collect();
    let lines = grid::fitted(&header, rows, 1);
    for (at, line) in lines.iter().enumerate() {
        match at.checked_sub(1).and_then(|at| board.get(at)) {
            Some(vital) => writeln!(out, "{}", colour(line, vital, lang, style))?,
            None => writeln!(out, "{}", dim(line, style))?,
        }
    }
    Ok(())
}

fn heading(report: &Report, id: &str) -> String {
    let lang = report.lang;
    let name = cut(&clean(view::group_name(report, id)), 40);
    let Some(group) = report.groups.iter().find(|group| group.id == id) else { return name };
    format!(
        "{name} · {} {} · {} {} · {}",
        count_text(group.messages, lang),
        say("messages", lang),
        count_text(group.members, lang),
        say("members", lang),
        quality::coverage(group)
    )
}

fn cells(report: &Report, vital: &Vital) -> Vec<String> {
    let lang = report.lang;
    vec![
        standing(vital, lang),
        cut(&view::name(vital, lang), NAME),
        view::value(vital, lang),
        view::bound(vital, lang),
        view::n(vital, lang),
        view::period(vital, lang),
        trend::blocks(&trend::history(report, vital), SPARK),
    ]
}

fn standing(vital: &Vital, lang: Lang) -> String {
    format!("{} {}", mark(vital.status), word(vital.status, lang))
}

/// Colours the first cell of a laid-out line.
fn colour(line: &str, vital: &Vital, lang: Lang, style: Style) -> String {
    let first = standing(vital, lang);
    line.strip_prefix(&first)
        .map_or_else(|| line.to_owned(), |rest| format!("{}{rest}", paint(&first, vital.status, style)))
}

fn write_advice(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let mut fired: Vec<&Vital> = report
        .vitals
        .iter()
        .filter(|v| v.counts() && matches!(v.status, Status::Breach | Status::Watch) && v.advice.is_some())
        .collect();
    view::worst_first(&mut fired);
    if fired.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", bold(say("advice", lang), style))?;
    for vital in fired {
        let several = report.groups.len() > 1;
        let group = if several {
            format!("{} · ", cut(&clean(view::group_name(report, &vital.group)), 24))
        } else {
            String::new()
        };
        let title = cut(&clean(&format!("{group}{}", view::name(vital, lang))), PAGE - 4);
        writeln!(out, "{} {title}", paint(mark(vital.status), vital.status, style))?;
        for line in wrap(&clean(vital.advice.as_deref().unwrap_or_default()), PAGE - 2) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

fn write_quality(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    writeln!(out, "\n{}", bold(say("quality", lang), style))?;
    for input in &report.inputs {
        let path = cut(&clean(&input.path), 48);
        item(out, &format!("{path} ({})", input.format), &quality::reconciled(input, lang))?;
        for line in quality::rejects(input, lang) {
            writeln!(out, "    {}", cut(&clean(&line), PAGE - 4))?;
        }
        if let Some(place) = &input.truncated {
            let line = format!("▲ {}: {}", say("truncated", lang), clean(place));
            writeln!(out, "    {}", paint(&cut(&line, PAGE - 4), Status::Watch, style))?;
        }
        for note in &input.notes {
            lines(out, "    ", note)?;
        }
    }
    for (path, why) in &report.unread {
        item(out, say("unread", lang), &format!("{} ({why})", cut(&clean(path), 48)))?;
    }
    for group in &report.groups {
        for (what, text) in quality::limits(group, lang) {
            item(out, &format!("{} · {what}", cut(&clean(&group.name), 24)), &text)?;
        }
    }
    for notice in &report.notices {
        item(out, say("notices", lang), notice)?;
    }
    Ok(())
}

/// `  what: text`, wrapped under its text.
fn item(out: &mut dyn Write, what: &str, text: &str) -> io::Result<()> {
    let head = format!("  {}: ", clean(what));
    let one = format!("{head}{}", clean(text));
    if columns(&one) <= PAGE {
        return writeln!(out, "{one}");
    }
    writeln!(out, "{}", head.trim_end())?;
    lines(out, &pad("", 4), text)
}

fn lines(out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
    for line in wrap(&clean(text), PAGE - columns(indent)) {
        writeln!(out, "{indent}{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn printed(report: &Report, style: Style) -> String {
        let mut out = Vec::new();
        write(report, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_table() {
        for lang in [Lang::Zh, Lang::En] {
            let text = printed(&sample::report(lang), Style::Plain);
            assert!(text.lines().all(|line| columns(line) <= PAGE), "{text}");
            insta::assert_snapshot!(format!("terminal_{}", lang.code()), text);
        }
    }

    #[test]
    fn colour_changes_no_letter() {
        let report = sample::report(Lang::Zh);
        let mut coloured = printed(&report, Style::Ansi);
        for code in ["1", "2", "31", "32", "33", "90", "0"] {
            coloured = coloured.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_eq!(coloured, printed(&report, Style::Plain));
        assert!(printed(&report, Style::Ansi).contains("\u{1b}[31m■ 越线"));
    }
}
