//! Tables of rows for the terminal, one a group under its name: what `members`, `links`, `points` and `rules` print.

use std::io::{self, Write};

use super::grid::{self, Side};
use super::spec::Style;
use super::view::group_name;
use super::width::{clean, cut};
use crate::report::{GroupReport, Report};
use crate::unit::Text;

/// The rows of one group.
pub struct Listing {
    /// What was counted, behind the group's name.
    pub counted: String,
    /// Cells.
    pub rows: Vec<Vec<String>>,
    /// A remark under them.
    pub note: Option<String>,
}

/// Writes the listing `of` each group; the column at `give` is cut where a line would be too long.
///
/// # Errors
/// What the sink says.
pub fn write(
    report: &Report,
    style: Style,
    out: &mut dyn Write,
    (columns, give): (&[(Text, Side)], usize),
    of: impl Fn(&GroupReport) -> Listing,
) -> io::Result<()> {
    let header: Vec<(&str, Side)> = columns.iter().map(|(text, side)| (text.get(report.lang), *side)).collect();
    for group in &report.groups {
        let Listing { counted, rows, note } = of(group);
        let title = format!("{} · {counted}", cut(&clean(group_name(report, &group.id)), 60));
        writeln!(out, "{}", grid::bold(&title, style))?;
        for line in grid::fitted(&header, rows, give) {
            writeln!(out, "{line}")?;
        }
        if let Some(note) = note {
            writeln!(out, "{}", grid::dim(&note, style))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
