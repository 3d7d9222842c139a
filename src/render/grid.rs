//! Tables and colours of the terminal: the only file that knows the table crate. In: cells as text.
//! Out: lines that fit their columns, CJK letters counted as two.

use comfy_table::{CellAlignment, Table, presets};

use super::spec::Style;
use super::width::{clean, columns, cut};
use crate::report::Status;

/// Columns an output to the terminal keeps to.
pub const PAGE: usize = 100;

/// Where a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Lines of a table: the header, then one line a row; no borders.
#[must_use]
pub fn lines(header: &[(&str, Side)], rows: &[Vec<String>]) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.iter().map(|(name, _)| *name));
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    for (column, (_, side)) in table.column_iter_mut().zip(header) {
        column.set_padding((0, 2));
        column.set_cell_alignment(match side {
            Side::Left => CellAlignment::Left,
            Side::Right => CellAlignment::Right,
        });
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Lines of a table no wider than a page: cells of the column at `give` are cut in the middle as far
/// as needed, to 8 columns at the least.
#[must_use]
pub fn fitted(header: &[(&str, Side)], mut rows: Vec<Vec<String>>, give: usize) -> Vec<String> {
    let laid_out = lines(header, &rows);
    let over = laid_out.iter().map(|line| columns(line)).max().unwrap_or_default().saturating_sub(PAGE);
    if over == 0 {
        return laid_out;
    }
    let widest = rows.iter().filter_map(|row| row.get(give)).map(|cell| columns(cell)).max().unwrap_or_default();
    for cell in rows.iter_mut().filter_map(|row| row.get_mut(give)) {
        *cell = cut(cell, widest.saturating_sub(over).max(8));
    }
    lines(header, &rows)
}

/// The text in the colour of a status.
#[must_use]
pub fn paint(text: &str, status: Status, style: Style) -> String {
    let code = match status {
        Status::Breach => "31",
        Status::Watch => "33",
        Status::Ok => "32",
        _ => "90",
    };
    dress(text, code, style)
}

/// The text in bold.
#[must_use]
pub fn bold(text: &str, style: Style) -> String {
    dress(text, "1", style)
}

/// The text stepped back.
#[must_use]
pub fn dim(text: &str, style: Style) -> String {
    dress(text, "2", style)
}

fn dress(text: &str, code: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_in_both_scripts() {
        let header = [("指标", Side::Left), ("n", Side::Right)];
        let rows =
            vec![vec!["周活跃留存".to_owned(), "5".to_owned()], vec!["CTR\u{1b}[2J".to_owned(), "112".to_owned()]];
        let lines = lines(&header, &rows);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| columns(line) == columns(&lines[0])), "{lines:#?}");
        assert!(!lines.concat().contains('\u{1b}'));
    }

    #[test]
    fn wide_tables_give_way_in_one_column() {
        let header = [("name", Side::Left), ("value", Side::Right)];
        let rows = vec![vec!["x".repeat(120), "12".to_owned()], vec!["群".repeat(70), "1".to_owned()]];
        let lines = fitted(&header, rows, 0);
        assert!(lines.iter().all(|line| columns(line) <= PAGE && !line.trim().is_empty()), "{lines:#?}");
        assert!(lines[1].ends_with("12") && lines[1].contains('…'));
    }

    #[test]
    fn plain_is_plain() {
        assert_eq!(paint("x", Status::Breach, Style::Plain), "x");
        assert_eq!(paint("x", Status::Breach, Style::Ansi), "\u{1b}[31mx\u{1b}[0m");
    }
}
