//! `report.xlsx`: every table of the report as a sheet of a workbook, with real dates and per cents, a frozen
//! header, filters, and verdicts in their colours. Names are written as text, so none runs as a formula.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    Workbook, Worksheet, XlsxError,
};

use super::sheet::{Field, Sheet};
use super::spec::{Drawing, Drawings};
use super::words::{self, say};
use super::{links, members, view};
use crate::calendar::{Day, date};
use crate::look::{LIGHT, mark, word};
use crate::metric::count;
use crate::report::{InputReport, Report, Status, Vital};
use crate::unit::{Lang, Unit};

/// Rows of a chart's table; a spreadsheet program holds about a million.
const ROWS: usize = 200_000;
/// Widest a column is made, in pixels.
const WIDEST: u32 = 320;

/// A cell of a sheet.
enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Percent(f64),
    Date(Day),
}

impl Cell {
    fn of<T>(value: Option<T>, cell: impl Fn(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}

impl From<&Field> for Cell {
    fn from(field: &Field) -> Self {
        match field {
            Field::Empty => Self::Empty,
            Field::Text(text) => Self::Text(text.clone()),
            Field::Count(number) => Self::Number(count(*number)),
            Field::Signed(number) => Self::Number(f64::from(*number)),
            Field::Real(number) => Self::Number(*number),
            Field::Day(day) => Self::Date(*day),
            Field::Flag(flag) => Self::Number(f64::from(u8::from(*flag))),
        }
    }
}

/// Formats of a workbook.
struct Formats {
    head: Format,
    text: Format,
    percent: Format,
    date: Format,
}

/// Writes the workbook.
///
/// # Errors
/// What the sink says; a table no workbook can hold is [`io::ErrorKind::Other`].
pub fn write(report: &Report, drawings: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(report, drawings).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(report: &Report, drawings: &Drawings) -> Result<Vec<u8>, XlsxError> {
    let lang = report.lang;
    let formats = Formats {
        head: Format::new().set_bold().set_background_color(colour(LIGHT.panel)).set_align(FormatAlign::Top),
        text: Format::new().set_num_format("@"),
        percent: Format::new().set_num_format("0.0%"),
        date: Format::new().set_num_format("yyyy-mm-dd"),
    };
    let mut book = Workbook::new();
    // The clock would make two files of one report.
    book.set_properties(
        &DocProperties::new().set_title(say("report", lang)).set_creation_datetime(&excel_day(report.as_of)?),
    );
    let heads = [
        "group",
        "vital",
        "status",
        "value",
        "bound",
        "n",
        "period_start",
        "period_end",
        "numerator",
        "denominator",
        "low",
        "high",
        "interval_status",
        "basis",
        "degraded",
        "advice",
        "id",
        "unit",
    ];
    let heads: Vec<String> = heads.iter().map(|key| say(key, lang).to_owned()).collect();
    let mut judged = Vec::new();
    for group in view::group_ids(report) {
        judged.extend(view::board(report, group));
    }
    let rest = report.vitals.iter().filter(|vital| !judged.iter().any(|known| std::ptr::eq(*known, *vital)));
    let rest: Vec<&Vital> = rest.collect();
    for (name, vitals) in [("board", judged), ("all_values", rest)] {
        let rows = vitals.into_iter().map(|vital| vital_row(report, vital)).collect();
        let sheet = add(&mut book, say(name, lang), &heads, rows, &formats)?;
        status_colours(sheet, 2, lang)?;
    }
    for (name, sheet) in [("members_sheet", members::sheet(report)), ("links_sheet", links::sheet(report))] {
        let (heads, rows) = table(&sheet);
        add(&mut book, say(name, lang), &heads, rows, &formats)?;
    }
    let heads: Vec<String> = ["file", "format", "read", "kept", "duplicate", "rejected", "truncated", "notices"]
        .iter()
        .map(|key| say(key, lang).to_owned())
        .collect();
    add(&mut book, say("inputs", lang), &heads, report.inputs.iter().map(input_row).collect(), &formats)?;
    let mut charts: Vec<&str> = Vec::new();
    for drawing in drawings {
        if !charts.contains(&drawing.chart) {
            charts.push(drawing.chart);
        }
    }
    for chart in charts {
        let own: Vec<&Drawing> = drawings.iter().filter(|drawing| drawing.chart == chart).collect();
        let (heads, rows) = chart_rows(report, &own);
        add(&mut book, chart, &heads, rows, &formats)?;
    }
    book.save_to_buffer()
}

fn vital_row(report: &Report, vital: &Vital) -> Vec<Cell> {
    let lang = report.lang;
    let row = &vital.row;
    let number = |value: Option<f64>| {
        let value = value.filter(|value| value.is_finite());
        Cell::of(value, if row.unit == Unit::Ratio { Cell::Percent } else { Cell::Number })
    };
    let plain = |value: Option<f64>| Cell::of(value.filter(|value| value.is_finite()), Cell::Number);
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let shortcomings: Vec<&str> = row.degraded.iter().map(|name| words::shortcoming(name, lang)).collect();
    vec![
        text(view::group_name(report, &vital.group)),
        text(&view::name(vital, lang)),
        text(&said(vital.status, lang)),
        number(row.value),
        text(&view::bound(vital, lang)),
        Cell::Number(count(row.n)),
        Cell::of(row.period, |(first, _)| Cell::Date(first)),
        Cell::of(row.period, |(_, last)| Cell::Date(last)),
        plain(row.numerator),
        plain(row.denominator),
        number(row.ci.map(|(low, ..)| low)),
        number(row.ci.map(|(_, high, _)| high)),
        text(&vital.interval_status.map(|status| said(status, lang)).unwrap_or_default()),
        text(words::basis(row.basis, lang)),
        text(&shortcomings.join("; ")),
        text(vital.advice.as_deref().unwrap_or_default()),
        text(&view::id(vital)),
        text(row.unit.label().get(lang)),
    ]
}

/// A verdict as shape and word.
fn said(status: Status, lang: Lang) -> String {
    format!("{} {}", mark(status), word(status, lang))
}

fn table(sheet: &Sheet) -> (Vec<String>, Vec<Vec<Cell>>) {
    let percent = |name: &str| matches!(name, "speech_share" | "ctr");
    let cells = |row: &Vec<Field>| {
        let cell = |(name, field): (&&str, &Field)| match field {
            Field::Real(number) if percent(name) => Cell::Percent(*number),
            field => Cell::from(field),
        };
        sheet.columns.iter().zip(row).map(cell).collect()
    };
    (sheet.columns.iter().map(|name| (*name).to_owned()).collect(), sheet.rows.iter().map(cells).collect())
}

fn input_row(input: &InputReport) -> Vec<Cell> {
    let mut row = vec![Cell::Text(input.path.clone()), Cell::Text(input.format.to_owned())];
    row.extend([input.read, input.kept, input.duplicate, input.rejected].map(|number| Cell::Number(count(number))));
    row.push(Cell::of(input.truncated.clone(), Cell::Text));
    row.push(if input.notes.is_empty() { Cell::Empty } else { Cell::Text(input.notes.join("; ")) });
    row
}

/// The table behind a chart, of every group one after the other.
fn chart_rows(report: &Report, drawings: &[&Drawing]) -> (Vec<String>, Vec<Vec<Cell>>) {
    let several = report.groups.len() > 1;
    let mut heads: Vec<String> = drawings.first().map(|drawing| drawing.data.0.clone()).unwrap_or_default();
    if several {
        heads.insert(0, say("group", report.lang).to_owned());
    }
    let mut rows = Vec::new();
    for drawing in drawings {
        for row in &drawing.data.1 {
            let group = several.then(|| Cell::Text(view::group_name(report, &drawing.group).to_owned()));
            let cells = drawing.data.0.iter().zip(row).map(|(name, text)| read(name, text));
            rows.push(group.into_iter().chain(cells).collect());
        }
    }
    rows.truncate(ROWS);
    (heads, rows)
}

/// A cell of a chart's table by what it holds.
fn read(name: &str, text: &str) -> Cell {
    let ratio =
        name == "ctr" || ["rate", "share", "ci_low", "ci_high", "survival"].iter().any(|end| name.ends_with(end));
    if text.is_empty() {
        return Cell::Empty;
    }
    if let Ok(day) = crate::calendar::parse_day("", text) {
        return Cell::Date(day);
    }
    match text.parse::<f64>() {
        Ok(number) if ratio && number.abs() <= 1.0 => Cell::Percent(number),
        Ok(number) if number.is_finite() => Cell::Number(number),
        _ => Cell::Text(text.to_owned()),
    }
}

/// Adds a sheet: the header stays in sight, every column can be filtered.
fn add<'a>(
    book: &'a mut Workbook,
    name: &str,
    heads: &[String],
    rows: Vec<Vec<Cell>>,
    formats: &Formats,
) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    for (at, head) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(0, at, head.as_str(), &formats.head)?;
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    for (line, row) in (1_u32..).zip(rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => sheet.write_string_with_format(line, at, whole(text), &formats.text)?,
                Cell::Number(number) => sheet.write_number(line, at, number)?,
                Cell::Percent(number) => sheet.write_number_with_format(line, at, number, &formats.percent)?,
                Cell::Date(day) => sheet.write_datetime_with_format(line, at, &excel_day(day)?, &formats.date)?,
            };
        }
    }
    if let Some(right) = heads.len().checked_sub(1).and_then(|right| u16::try_from(right).ok()) {
        sheet.autofilter(0, 0, last, right)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_autofit_max_width(WIDEST);
    sheet.autofit();
    Ok(sheet)
}

/// A cell holds 32 767 characters at most.
fn whole(text: String) -> String {
    if text.encode_utf16().count() < 32_000 { text } else { text.chars().take(16_000).collect() }
}

/// Verdicts in their colours, wherever they stand in the column.
fn status_colours(sheet: &mut Worksheet, column: u16, lang: Lang) -> Result<(), XlsxError> {
    for (status, ink) in [(Status::Breach, LIGHT.breach), (Status::Watch, LIGHT.watch), (Status::Ok, LIGHT.ok)] {
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::BeginsWith(said(status, lang)))
            .set_format(Format::new().set_font_color(colour(ink)).set_bold());
        sheet.add_conditional_format(1, column, 100_000, column, &rule)?;
    }
    Ok(())
}

fn excel_day(day: Day) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&date(day).to_string())
}

/// `#rrggbb` as the workbook writes colours.
fn colour(text: &str) -> Color {
    Color::RGB(u32::from_str_radix(text.trim_start_matches('#'), 16).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, DataType, Reader, Xlsx};

    use super::*;
    use crate::render::sample;

    fn open(lang: Lang) -> Xlsx<Cursor<Vec<u8>>> {
        let report = sample::report(lang);
        let mut out = Vec::new();
        write(&report, &sample::drawings(&report), &mut out).unwrap();
        Xlsx::new(Cursor::new(out)).unwrap()
    }

    #[test]
    fn a_sheet_a_table_with_real_dates_and_numbers() {
        let mut book = open(Lang::En);
        let names = book.sheet_names();
        for name in ["Board", "All values", "Members", "Links", "Inputs", "daily", "weekly_retention"] {
            assert!(names.contains(&name.to_owned()), "{name} in {names:?}");
        }
        let board = book.worksheet_range("Board").unwrap();
        let of = |name: &str| board.rows().find(|row| row[16].get_string() == Some(name)).unwrap().to_vec();
        let row = of("weekly_retention");
        assert_eq!(row[2], Data::String("■ breach".to_owned()));
        assert!((row[3].get_float().unwrap() - 54.0 / 112.0).abs() < 1e-12);
        assert!(row[6].is_datetime(), "{:?}", row[6]);
    }

    #[test]
    fn names_stay_text() {
        let mut book = open(Lang::Zh);
        let members = book.worksheet_range("成员").unwrap();
        let names: Vec<&str> = members.rows().filter_map(|row| row[2].get_string()).collect();
        assert!(names.contains(&"=SUM(A1:A9)"), "{names:?}");
        let formulas = book.worksheet_formula("成员").unwrap();
        assert!(formulas.is_empty());
    }
}
