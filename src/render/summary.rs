//! The verdicts for a pull request's comment or a job's summary, without charts: the answer, what is in breach or
//! watched and what to do, what the gate says besides, a line a group. In: the report. Out: Markdown of at most 60 000
//! bytes, names escaped.

use std::io::{self, Write};

use super::finding::vital_text;
use super::gate::{self, Part};
use super::markdown::{LONGEST, escape, write_line};
use super::spec::Drawings;
use super::view;
use super::words::say;
use crate::calendar::date;
use crate::look::mark;
use crate::report::{Report, Status, Vital};

/// Writes the summary: as much of it as fits.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, _: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    for most in [usize::MAX, 40, 20, 5, 0] {
        text.clear();
        write_document(report, most, &mut text)?;
        if text.len() <= LONGEST {
            break;
        }
    }
    out.write_all(&text)
}

/// The document with at most so many vitals and lines a part.
fn write_document(report: &Report, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    writeln!(out, "## {}\n", escape(&view::answer(report)))?;
    let charter = report.charter.as_deref().unwrap_or(say("builtin", lang));
    let (as_of, tz) = (date(report.as_of), escape(&report.tz));
    writeln!(out, "{} {as_of} · {tz} · {}: {}\n", say("as_of", lang), say("charter", lang), escape(charter))?;
    // What is missing and what to do come first; what else the gate says is for who reads on.
    let (missing, rest): (Vec<Part>, Vec<Part>) = gate::parts(report).into_iter().partition(|part| part.first);
    missing.iter().try_for_each(|part| write_part(part, most, out))?;
    write_fired(report, most, out)?;
    rest.iter().try_for_each(|part| write_part(part, most, out))?;
    if report.groups.len() > 1 {
        writeln!(out, "### {}\n", say("portfolio", lang))?;
        for group in view::worst_groups_first(report) {
            write_line(report, group, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_part(part: &Part, most: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### {}\n", part.title)?;
    for (status, line) in part.lines.iter().take(most.max(1)) {
        let mark = status.map_or(String::new(), |status| format!("{} ", mark(status)));
        writeln!(out, "- {mark}{}", escape(line))?;
    }
    more(part.lines.len(), most.max(1), out)?;
    writeln!(out)
}

/// What is in breach or watched, and what to do.
fn write_fired(report: &Report, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let mut fired: Vec<&Vital> = report
        .vitals
        .iter()
        .filter(|vital| vital.counts() && matches!(vital.status, Status::Breach | Status::Watch))
        .collect();
    view::worst_first(&mut fired);
    if !fired.is_empty() {
        writeln!(out, "### {}\n", say("what_to_do", lang))?;
        for vital in fired.iter().take(most) {
            let several = report.groups.len() > 1;
            let group = if several { format!("{} · ", view::group_name(report, &vital.group)) } else { String::new() };
            let name = escape(&format!("{group}{}", view::name(vital, lang)));
            writeln!(out, "- {} **{name}**: {}", mark(vital.status), escape(&vital_text(report, vital)))?;
        }
        more(fired.len(), most, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn more(all: usize, shown: usize, out: &mut dyn Write) -> io::Result<()> {
    if all > shown { writeln!(out, "- … +{}", all - shown) } else { Ok(()) }
}
