//! The report folder: charts, tables and pages, written beside their place and moved there when whole. In: a
//! report. A copy to forward is looked through once more before it takes its place.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;

use crate::chart::{self, CHARTS, Drawn};
use crate::error::{Error, Result};
use crate::render::{Drawing, RENDERERS};
use crate::report::Report;
use crate::share::{self, Secrets};

use super::output::Pending;

/// Writes the folder. With `secrets` nothing is left when a byte of it still tells one of them.
///
/// # Errors
/// [`Error::Io`] when a file cannot be written, [`Error::Usage`] when the place holds something
/// else than a report, or when a copy to forward would tell a person.
pub fn write(report: &Report, place: &Path, secrets: Option<&Secrets>) -> Result<()> {
    refuse_foreign(place)?;
    let pending = Pending::beside(place)?;
    let charts = pending.path().join("charts");
    fs::create_dir_all(&charts).map_err(|source| Error::io(&charts, source))?;
    let drawings = drawings(report, |drawn| {
        let png = charts.join(format!("{}.png", drawn.stem));
        fs::write(&png, &drawn.png).map_err(|source| Error::io(&png, source))?;
        let table = charts.join(format!("{}.csv", drawn.stem));
        fs::write(&table, &drawn.csv).map_err(|source| Error::io(&table, source))
    })?;
    for renderer in RENDERERS.iter().filter(|renderer| !renderer.file.is_empty()) {
        let path = pending.path().join(renderer.file);
        let file = File::create(&path).map_err(|source| Error::io(&path, source))?;
        let mut out = BufWriter::new(file);
        renderer.write(report, &drawings, &mut out)?;
        out.flush().map_err(|source| Error::io(&path, source))?;
    }
    if let Some(secrets) = secrets {
        refuse_telling(report, pending.path(), secrets)?;
    }
    pending.commit()
}

/// Every chart of every group, drawn on all cores; `each` is told of each one.
fn drawings(report: &Report, each: impl Fn(&Drawn) -> Result<()> + Sync) -> Result<Vec<Drawing>> {
    let jobs: Vec<_> = report.groups.iter().flat_map(|group| CHARTS.iter().map(move |known| (*known, group))).collect();
    let drawn = jobs.par_iter().map(|(known, group)| {
        let Some(drawn) = chart::draw(known, report, group)? else { return Ok(None) };
        each(&drawn)?;
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
    });
    Ok(drawn.collect::<Result<Vec<Option<Drawing>>>>()?.into_iter().flatten().collect())
}

/// Looks through what was written for names, ids, phones. What the program would say of a report without any
/// word from people is its own.
fn refuse_telling(report: &Report, folder: &Path, secrets: &Secrets) -> Result<()> {
    let blank = share::blank(report);
    let mut own = Vec::new();
    let drawings = drawings(&blank, |_| Ok(()))?;
    for renderer in RENDERERS {
        let mut bytes = Vec::new();
        renderer.write(&blank, &drawings, &mut bytes)?;
        own.extend(share::readable(bytes));
    }
    for drawing in &drawings {
        let rows = std::iter::once(&drawing.data.0).chain(&drawing.data.1);
        rows.for_each(|row| own.extend(row.join(",").into_bytes().into_iter().chain([b'\n'])));
    }
    let finds = share::scan(folder, &own, secrets)?;
    if finds.is_empty() {
        return Ok(());
    }
    let told = finds.iter().map(|find| {
        let file = find.file.strip_prefix(folder).unwrap_or(&find.file);
        format!("{} ({}: {})", file.display(), find.kind, find.count)
    });
    Err(Error::Usage(format!(
        "no copy was written, it would still tell people: {}; look at the calendar's keywords and at links, or forward \
         only metrics.json of a run with --names pseudonym",
        told.collect::<Vec<String>>().join(", ")
    )))
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
