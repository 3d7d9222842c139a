//! `report`: the main job. Writes the report folder whole or not at all, prints the verdict table.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;

use crate::chart::{self, CHARTS};
use crate::error::{Error, Result};
use crate::pipeline::Detail;
use crate::render::{self, Drawing, RENDERERS, Style, terminal};
use crate::report::Report;
use crate::verdict;

use super::Outcome;
use super::args::{Common, ReportArgs};
use super::common;
use super::output::{Out, Pending, colored, remark};

/// Runs the command.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for the folder.
pub fn run(args: &ReportArgs) -> Result<Outcome> {
    let report = common::report(&args.common, &args.period, Detail::None)?;
    write_folder(&report, &args.output)?;
    show(&report, &args.common)?;
    if !args.common.quiet && !args.common.json {
        remark(&format!("{}", args.output.join("index.html").display()));
    }
    let failed = verdict::fails(&report, common::fail_on(args.fail_on));
    Ok(if failed { Outcome::OutOfBounds } else { Outcome::Done })
}

/// Prints the verdict table, or the JSON document under `--json`, or nothing under `--quiet`.
///
/// # Errors
/// [`Error::Io`], a closed pipe included.
pub fn show(report: &Report, common: &Common) -> Result<()> {
    let mut text = Vec::new();
    if common.json {
        render::JSON.write(report, &[], &mut text)?;
    } else if !common.quiet {
        let style = if colored(common.color) { Style::Ansi } else { Style::Plain };
        terminal::write(report, style, &mut text).map_err(|source| Error::io("standard output", source))?;
    }
    Out::stdout().bytes(&text).map(|_| ())
}

/// Writes the report folder beside its place and moves it there when it is whole.
///
/// # Errors
/// [`Error::Io`] when a file cannot be written, [`Error::Usage`] when the place holds something
/// else than a report.
pub fn write_folder(report: &Report, place: &Path) -> Result<()> {
    refuse_foreign(place)?;
    let pending = Pending::beside(place)?;
    let charts = pending.path().join("charts");
    fs::create_dir_all(&charts).map_err(|source| Error::io(&charts, source))?;
    let jobs: Vec<_> = report.groups.iter().flat_map(|group| CHARTS.iter().map(move |known| (*known, group))).collect();
    let drawings: Vec<Drawing> = jobs
        .par_iter()
        .map(|(known, group)| {
            let Some(drawn) = chart::draw(known, report, group)? else { return Ok(None) };
            let png = charts.join(format!("{}.png", drawn.stem));
            fs::write(&png, &drawn.png).map_err(|source| Error::io(&png, source))?;
            let table = charts.join(format!("{}.csv", drawn.stem));
            fs::write(&table, &drawn.csv).map_err(|source| Error::io(&table, source))?;
            Ok(Some(Drawing {
                chart: known.id,
                group: group.id.clone(),
                title: drawn.plot.title,
                subtitle: drawn.plot.subtitle,
                foot: drawn.plot.foot,
                metric: known.metric,
                file: format!("charts/{}.png", drawn.stem),
                svg: drawn.svg,
                live: drawn.live,
                data: drawn.plot.data,
            }))
        })
        .collect::<Result<Vec<Option<Drawing>>>>()?
        .into_iter()
        .flatten()
        .collect();
    for renderer in RENDERERS.iter().filter(|renderer| !renderer.file.is_empty()) {
        let path = pending.path().join(renderer.file);
        let file = File::create(&path).map_err(|source| Error::io(&path, source))?;
        let mut out = BufWriter::new(file);
        renderer.write(report, &drawings, &mut out)?;
        out.flush().map_err(|source| Error::io(&path, source))?;
    }
    pending.commit()
}

/// The folder is replaced whole, so it must be a report, empty, or not there.
fn refuse_foreign(place: &Path) -> Result<()> {
    if place.join("metrics.json").is_file() || !place.exists() {
        return Ok(());
    }
    let empty = place.is_dir() && fs::read_dir(place).map_err(|source| Error::io(place, source))?.next().is_none();
    if empty {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "{}: is there already and is no report; the folder is replaced whole, so choose another with -o DIR",
        place.display()
    )))
}
