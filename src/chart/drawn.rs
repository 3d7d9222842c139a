//! A chart, drawn: the plot, its SVG and PNG, the CSV of its numbers, and the name of its files.
//! In: one chart and one group of a report; the caller may draw several at once.

use super::canvas::{Theme, png, svg};
use super::live::live;
use super::spec::{Chart, Plot};
use crate::error::{Error, Result};
use crate::look::harmless;
use crate::report::{GroupReport, Report};
use crate::unit::Lang;

/// One drawn chart.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Id of the chart.
    pub chart: &'static str,
    /// Id of the group.
    pub group: String,
    /// File name without ending, unique within the report.
    pub stem: String,
    /// Words, marks and numbers.
    pub plot: Plot,
    /// For a page: colours as CSS variables.
    pub svg: String,
    /// For the page's script: the same points as JSON; `None` where the drawing is not one over axes.
    pub live: Option<String>,
    /// 1600×900 pixels on white.
    pub png: Vec<u8>,
    /// Exactly the numbers drawn.
    pub csv: String,
}

/// Draws a chart for a group; `None` when there is nothing honest to draw.
///
/// # Errors
/// [`Error::Frame`] when drawing fails: a defect of this program.
pub fn draw(chart: &Chart, report: &Report, group: &GroupReport) -> Result<Option<Drawn>> {
    if chart.run && report.groups.first().is_some_and(|first| first.id != group.id) {
        return Ok(None);
    }
    let Some(plot) = (chart.plot)(report, group) else { return Ok(None) };
    drawn(chart.id, &group.id, stem(chart, report, group), plot, report.lang).map(Some)
}

/// Draws a plot under a file name.
///
/// # Errors
/// As [`draw`].
pub fn drawn(chart: &'static str, group: &str, stem: String, plot: Plot, lang: Lang) -> Result<Drawn> {
    Ok(Drawn {
        chart,
        group: group.to_owned(),
        stem,
        svg: svg(&plot, Theme::Css, lang),
        png: png(&plot, lang)?,
        live: live(&plot),
        csv: csv(&plot)?,
        plot,
    })
}

/// File name of a chart without ending: its id, and with several groups the group's slug behind it.
#[must_use]
pub fn stem(chart: &Chart, report: &Report, group: &GroupReport) -> String {
    if chart.run || report.groups.len() < 2 {
        return chart.id.to_owned();
    }
    let own = slug(&group.id);
    let at = report.groups.iter().position(|known| known.id == group.id).unwrap_or(0);
    let twin = report.groups.iter().any(|known| known.id != group.id && slug(&known.id) == own);
    if twin || own.is_empty() { format!("{}-{own}-{}", chart.id, at + 1) } else { format!("{}-{own}", chart.id) }
}

/// A group id in lower-case ASCII letters, digits and single dashes.
pub fn slug(id: &str) -> String {
    let mut out = String::new();
    for letter in id.chars().take(60) {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A number as it is; a word so that no spreadsheet runs it.
fn safe(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { cell.to_owned() } else { harmless(cell) }
}

fn csv(plot: &Plot) -> Result<String> {
    let failed = |error: &dyn std::fmt::Display| Error::Frame(format!("chart data: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(&plot.data.0).chain(&plot.data.1) {
        writer.write_record(row.iter().map(|cell| safe(cell))).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use resvg::usvg::roxmltree::Document;

    use super::*;
    use crate::chart::canvas::text_width;
    use crate::chart::{CHARTS, sample};

    /// Every plot of both samples in both languages.
    fn plots() -> Vec<(&'static str, Lang, Plot)> {
        let mut out = Vec::new();
        for lang in [Lang::Zh, Lang::En] {
            for report in [sample::report(lang), sample::young(lang), sample::community(lang)] {
                let drawn = |chart: &&Chart| Some((chart.id, lang, (chart.plot)(&report, &report.groups[0])?));
                out.extend(CHARTS.iter().filter_map(drawn));
            }
        }
        assert!(out.len() > 3 * CHARTS.len());
        out
    }

    #[test]
    fn every_chart_is_well_formed_and_tells_a_screen_reader_what_it_says() {
        for (id, lang, plot) in plots() {
            for theme in [Theme::Light, Theme::Dark, Theme::Css] {
                let text = svg(&plot, theme, lang);
                let document = Document::parse(&text).unwrap();
                assert_eq!(document.root_element().attribute("role"), Some("img"));
                let title = document.descendants().find(|node| node.has_tag_name("title")).unwrap();
                assert_eq!(title.text(), Some(plot.title.as_str()), "{id}");
                assert_eq!(text.contains("var(--"), theme == Theme::Css);
                assert!(!text.contains("NaN") && !text.contains("inf"), "{id}");
            }
        }
    }

    #[test]
    fn words_are_large_enough_inside_the_sheet_and_never_overlap() {
        for (id, lang, plot) in plots() {
            let text = svg(&plot, Theme::Light, lang);
            let document = Document::parse(&text).unwrap();
            let mut boxes: Vec<(f64, f64, f64, f64, String)> = Vec::new();
            for node in document.descendants().filter(|node| node.has_tag_name("text")) {
                let number = |name: &str| -> f64 { node.attribute(name).unwrap().parse().unwrap() };
                let (x, y, px) = (number("x"), number("y"), number("font-size"));
                assert!(px >= 11.0, "{id}: {px}");
                let words = node.text().unwrap_or_default().to_owned();
                let wide = text_width(&words, px);
                let left = match node.attribute("text-anchor") {
                    Some("end") => x - wide,
                    Some(_) => x - wide / 2.0,
                    None => x,
                };
                let place = (left, y - px * 0.75, left + wide, y + px * 0.1, words);
                assert!(place.0 >= 10.0 && place.2 <= 790.0, "{id}: {place:?} leaves the sheet");
                assert!(place.1 >= 8.0 && place.3 <= 442.0, "{id}: {place:?} leaves the sheet");
                for other in boxes.iter().filter(|_| wide > 0.0) {
                    let apart = place.2 <= other.0 || other.2 <= place.0 || place.3 <= other.1 || other.3 <= place.1;
                    assert!(apart, "{id} {}: {place:?} over {other:?}", lang.code());
                }
                if wide > 0.0 {
                    boxes.push(place);
                }
            }
        }
    }

    #[test]
    fn the_csv_holds_the_numbers_drawn() {
        let report = sample::community(Lang::Zh);
        for chart in CHARTS {
            let plot = (chart.plot)(&report, &report.groups[0]).unwrap();
            let text = csv(&plot).unwrap();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            assert_eq!(header, plot.data.0, "{}", chart.id);
            let rows: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            assert_eq!(rows, plot.data.1, "{}", chart.id);
            assert!(!rows.is_empty());
        }
    }

    #[test]
    fn nothing_to_draw_is_none_and_never_a_panic() {
        let mut report = sample::report(Lang::En);
        report.vitals.clear();
        report.links.clear();
        let mut bare = report.groups[0].clone();
        bare.tables.clear();
        for chart in CHARTS {
            assert!((chart.plot)(&report, &bare).is_none(), "{}", chart.id);
            // Tables without verdicts still draw.
            if let Some(plot) = (chart.plot)(&report, &report.groups[0]) {
                assert!(!plot.title.is_empty());
            }
        }
    }

    #[test]
    fn stems_are_the_charts_own_or_tell_groups_apart() {
        let mut report = sample::report(Lang::En);
        let chart = CHARTS.iter().find(|chart| chart.id == "daily_messages").unwrap();
        assert_eq!(stem(chart, &report, &report.groups[0]), "daily_messages");
        for id in ["wechat:群一", "wechat:群二", "qq:88-1"] {
            let mut group = report.groups[0].clone();
            id.clone_into(&mut group.id);
            report.groups.push(group);
        }
        let stems: BTreeSet<String> = report.groups.iter().map(|group| stem(chart, &report, group)).collect();
        assert_eq!(stems.len(), report.groups.len(), "{stems:?}");
        assert!(stems.iter().all(|stem| stem.is_ascii()));
    }

    /// With `CHATVITALS_CHART_DIR` set, writes every chart of the sample there, for a person to look at.
    #[test]
    fn pictures_to_look_at() {
        let Some(folder) = std::env::var_os("CHATVITALS_CHART_DIR") else { return };
        let folder = std::path::Path::new(&folder);
        for lang in [Lang::Zh, Lang::En] {
            let samples =
                [("year", sample::report(lang)), ("young", sample::young(lang)), ("many", sample::community(lang))];
            for (name, report) in samples {
                for chart in CHARTS {
                    let Some(drawn) = draw(chart, &report, &report.groups[0]).unwrap() else { continue };
                    let dark = svg(&drawn.plot, Theme::Dark, lang);
                    let file = |ending: &str| folder.join(format!("{}.{name}.{}.{ending}", chart.id, lang.code()));
                    std::fs::write(file("png"), &drawn.png).unwrap();
                    std::fs::write(file("svg"), &drawn.svg).unwrap();
                    std::fs::write(file("dark.svg"), dark).unwrap();
                    std::fs::write(file("csv"), &drawn.csv).unwrap();
                }
            }
        }
    }
}
