//! `diff` and `trend`: past runs held against each other. In: metrics.json of two runs, or of many. Out: tables, JSON,
//! a folder of charts.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::chart::{self, Drawn};
use crate::error::{Error, Result};
use crate::gate::{Baseline, History, between, histories};
use crate::metric::METRICS;
use crate::render::{Style, diff, history};
use crate::unit::Lang;

use super::Outcome;
use super::args::{ColorArg, DiffArgs, TrendArgs};
use super::common::lang;
use super::output::{Out, Pending, colored, remark, sweep_on_interrupt};

/// Runs `diff`.
///
/// # Errors
/// [`Error::Io`] and [`Error::Usage`] for what is no run.
pub fn diff(args: &DiffArgs) -> Result<Outcome> {
    let [before, after] = [&args.before, &args.after].map(|path| Baseline::read(&document(path)));
    let (before, after) = (before?, after?);
    let changes = between(&before, &after);
    let mut text = Vec::new();
    let written = if args.json {
        diff::json(&changes, &mut text)
    } else {
        diff::terminal((&before, &after), &changes, args.all, (lang(args.lang), style(args.color)), &mut text)
    };
    written.map_err(|source| Error::io("standard output", source))?;
    Out::stdout().bytes(&text)
}

fn style(color: ColorArg) -> Style {
    if colored(color) { Style::Ansi } else { Style::Plain }
}

/// The metrics.json of a report folder, or the file itself.
fn document(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("metrics.json") } else { path.to_owned() }
}

/// Runs `trend`.
///
/// # Errors
/// [`Error::Io`] and [`Error::Usage`] for what is no run, and when the folder to write holds something else.
pub fn trend(args: &TrendArgs) -> Result<Outcome> {
    let known: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
    if let Some(unknown) = args.only.iter().find(|id| !known.contains(&id.as_str())) {
        let hint = crate::config::meant(unknown, &known);
        return Err(Error::Usage(format!("--only {unknown}: no such vital; {hint}")));
    }
    let runs = runs(&args.runs)?;
    let mut histories = histories(&runs, args.all);
    histories.retain(|history| args.only.is_empty() || args.only.contains(&history.key.metric));
    if histories.is_empty() {
        return Err(Error::Usage("no vital of these runs was ever judged; --all shows the others".to_owned()));
    }
    let lang = lang(args.lang);
    if let Some(folder) = &args.output {
        write(&histories, folder, lang)?;
        remark(&format!("{}", folder.join("index.html").display()));
    }
    if args.quiet && !args.json {
        return Ok(Outcome::Done);
    }
    let mut text = Vec::new();
    let written = if args.json {
        history::sheet(&histories).json(&mut text)
    } else {
        history::terminal(&histories, lang, style(args.color), &mut text)
    };
    written.map_err(|source| Error::io("standard output", source))?;
    Out::stdout().bytes(&text)
}

/// Every run below the paths given. A file given by name must be a run; of a folder, files called metrics.json are.
fn runs(paths: &[PathBuf]) -> Result<Vec<Baseline>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    if found.is_empty() {
        let asked: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::Usage(format!(
            "no metrics.json in {}; keep those of `chatvitals report` of every week",
            asked.join(", ")
        )));
    }
    found.iter().map(|path| Baseline::read(path)).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let io = |source| Error::io(folder, source);
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        entries.push(entry.map_err(io)?.path());
    }
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.is_symlink() {
            walk(&path, found)?;
        } else if path.file_name().is_some_and(|name| name == "metrics.json") {
            found.push(path);
        }
    }
    Ok(())
}

/// Writes the folder of charts whole or not at all.
fn write(histories: &[History], folder: &Path, lang: Lang) -> Result<()> {
    let foreign = folder.is_dir()
        && !folder.join("trend.csv").is_file()
        && fs::read_dir(folder).map_err(|source| Error::io(folder, source))?.next().is_some();
    if foreign || folder.is_file() {
        return Err(Error::Usage(format!(
            "{}: is there already and is no trend; the folder is replaced whole, so choose another with -o DIR",
            folder.display()
        )));
    }
    sweep_on_interrupt();
    let pending = Pending::beside(folder)?;
    let charts = pending.path().join("charts");
    fs::create_dir_all(&charts).map_err(|source| Error::io(&charts, source))?;
    let drawn: Vec<(&History, Option<Drawn>)> = histories
        .par_iter()
        .map(|known| Ok((known, chart::history(known, &history::name(known, lang), lang)?)))
        .collect::<Result<_>>()?;
    let drawn: Vec<(&History, Drawn)> = drawn.into_iter().filter_map(|(known, drawn)| Some((known, drawn?))).collect();
    let put = |name: String, bytes: &[u8]| {
        let path = pending.path().join(name);
        fs::write(&path, bytes).map_err(|source| Error::io(&path, source))
    };
    for (_, chart) in &drawn {
        put(format!("charts/{}.png", chart.stem), &chart.png)?;
        put(format!("charts/{}.csv", chart.stem), chart.csv.as_bytes())?;
    }
    let (mut sheet, mut page) = (Vec::new(), Vec::new());
    let io = |source| Error::io(folder, source);
    history::sheet(histories).csv(&mut sheet).map_err(io)?;
    history::page(&drawn, lang, &mut page).map_err(io)?;
    put("trend.csv".to_owned(), &sheet)?;
    put("index.html".to_owned(), &page)?;
    pending.commit()
}
