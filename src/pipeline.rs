//! Joins the stages: sources → frames → groups → measurements → verdicts → report. Reads like the
//! sentence in `lib.rs`; decides nothing itself.

mod earlier;
mod gate;
mod inputs;
mod names;
mod question;
mod stage;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assemble;
use crate::calendar::{Calendar, Day, Zone, monday, parse_day, sunday_of_week};
use crate::charter::{self, Charter, Settings};
use crate::dataset::{self, Blind, Built, Group, Source, Window};
use crate::error::{Error, Result};
use crate::feature::{Scanner, Words};
use crate::format::Progress;
use crate::frame::{Frames, Projection, Writer};
use crate::gate::{Gate, Obstacle, ObstacleKind};
use crate::metric::Metric;
use crate::report::Report;
use crate::share::{self, Secrets};
use crate::side::{Base, Side};
use crate::source::{self, Bytes, Export, Found};

pub use question::{Detail, Names, Question, Strictness};

/// Inputs as read, before anything is computed.
pub struct Reading {
    /// What the arguments held.
    pub found: Found,
    /// Frames, by export.
    pub frames: Vec<Frames>,
    /// The charter.
    pub charter: Charter,
    /// Its file.
    pub charter_path: Option<PathBuf>,
    /// Side files in force for each export.
    sides: Vec<Side>,
    /// Export → index into `sides`.
    side_of: Vec<usize>,
    /// The zone.
    pub zone: Zone,
    /// Things a person should know.
    notices: Vec<String>,
}

/// Finds and reads every input of `question`. `progress` is told the bytes read.
///
/// # Errors
/// As [`source::find_mapped`]; [`Error::Config`] for side files and charter; [`Error::Format`] when an
/// export cannot be read at all, or under `--strict` when a record of it cannot.
pub fn read(question: &Question, projection: Projection, progress: Progress<'_>) -> Result<Reading> {
    let found = source::find_mapped(&question.exports, question.input_format.as_deref(), &question.maps)?;
    let (charter, charter_path) = read_charter(question, &found)?;
    let tz = question.tz.clone().or_else(|| charter.timezone.clone());
    let zone = Zone::new(tz.as_deref().unwrap_or("Asia/Shanghai"))?;
    let (sides, side_of, notices) = read_sides(question, &found, &zone)?;
    let programmes = dataset::keywords(&charter, sides.iter());
    let scanner = Arc::new(Scanner::new(&Words { programmes })?);
    // Words are kept for the one vital that counts them, and only when it is asked for.
    let asked = stage::asked(&question.metrics(), &question.only, &charter.off)?;
    let words = asked.iter().any(|metric| metric.id == "topic_trends");
    let frames: Vec<Frames> = found
        .exports
        .par_iter()
        .map(|export| read_export(export, &zone, projection, (&scanner, words), progress))
        .collect::<Result<_>>()?;
    if question.strict == Strictness::Fail {
        strict(&found.exports, &frames)?;
    }
    Ok(Reading { found, frames, charter, charter_path, sides, side_of, zone, notices })
}

fn read_export(
    export: &Export,
    zone: &Zone,
    projection: Projection,
    (scanner, words): (&Arc<Scanner>, bool),
    progress: Progress<'_>,
) -> Result<Frames> {
    let mut writer = Writer::with(zone.clone(), projection, Arc::clone(scanner));
    if !words {
        writer.until(i64::MIN);
    }
    export.read(&mut writer, progress)?;
    Ok(writer.finish())
}

fn strict(exports: &[Export], frames: &[Frames]) -> Result<()> {
    for (export, frames) in exports.iter().zip(frames) {
        let reject = frames.rejects.first().or(frames.truncated.as_ref());
        if let Some(reject) = reject {
            return Err(Error::Format {
                path: export.path.clone(),
                place: reject.place,
                message: format!("{} ({} records rejected; --strict)", reject.reason, frames.rejected),
            });
        }
    }
    Ok(())
}

fn read_charter(question: &Question, found: &Found) -> Result<(Charter, Option<PathBuf>)> {
    let here = Path::new("charter.toml");
    let path =
        question.charter.clone().or_else(|| found.charter.clone()).or_else(|| here.is_file().then(|| here.to_owned()));
    let Some(path) = path else { return Ok((Charter::default(), None)) };
    let text = std::fs::read_to_string(&path).map_err(|source| Error::io(&path, source))?;
    Ok((charter::read(&path, &text, &question.metrics())?, Some(path)))
}

/// Reads every side file once and gathers, for each export, those that speak for it.
fn read_sides(question: &Question, found: &Found, zone: &Zone) -> Result<(Vec<Side>, Vec<usize>, Vec<String>)> {
    let mut zone = zone.clone();
    let base = question.base_url.as_deref().map(Base::new).transpose()?;
    let given = question.sides.iter().map(|path| (path.clone(), None));
    let seen = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let by_hand: Vec<PathBuf> = question.sides.iter().map(|path| seen(path)).collect();
    let lying = found.sides.iter().filter(|side| !by_hand.contains(&seen(&side.path)));
    let files: Vec<(PathBuf, Option<PathBuf>)> =
        given.chain(lying.map(|side| (side.path.clone(), side.scope.clone()))).collect();
    let mut sets: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let mut sides = Vec::new();
    let mut side_of = Vec::new();
    let mut notices = Vec::new();
    for export in &found.exports {
        let folder = folder_of(&export.path);
        let speaks = |scope: &Option<PathBuf>| scope.as_ref().is_none_or(|scope| folder.starts_with(seen(scope)));
        let set: Vec<usize> = (0..files.len()).filter(|at| speaks(&files[*at].1)).collect();
        if let Some(at) = sets.get(&set) {
            side_of.push(*at);
            continue;
        }
        let mut side = Side::default();
        for file in &set {
            let path = &files[*file].0;
            side.take(path, &Bytes::map(path)?, &mut zone, base.as_ref())?;
        }
        notices.append(&mut side.notices);
        side_of.push(sides.len());
        sets.insert(set, sides.len());
        sides.push(side);
    }
    notices.sort();
    notices.dedup();
    Ok((sides, side_of, notices))
}

/// The folder a path lies in, made absolute; an entry of a zip lies where the zip does.
fn folder_of(path: &Path) -> PathBuf {
    let outside = path.ancestors().skip(1).find_map(|folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        folder.canonicalize().ok()
    });
    outside.unwrap_or_default()
}

/// Computes, judges and assembles the report of a reading.
///
/// # Errors
/// [`Error::Usage`] for dates that are none and groups that are not there; [`Error::Frame`] for a
/// defect.
pub fn report(question: &Question, reading: &Reading) -> Result<Report> {
    let mut calendar = Calendar::new(reading.zone.clone(), reading.charter.day_start_ms.unwrap_or(0));
    let window = window(question, &mut calendar)?;
    let built = build(reading, &window, &mut calendar)?;
    if built.groups.is_empty() {
        return Err(empty(reading));
    }
    let groups = chosen(&built.groups, &question.groups)?;
    let asked = stage::asked(&question.metrics(), &question.only, &reading.charter.off)?;
    stage::known(&question.metrics(), "--require", &question.require)?;
    let settings = settings_of(question, &asked, built.as_of, &groups);
    let (outcomes, mut vitals) = stage::run(&asked, &groups, &settings);
    let gate = gate::hold(question, reading, &groups, &inputs::inputs(reading, &built), built.as_of, &mut vitals)?;
    let mut notices = reading.notices.clone();
    notices.extend(built.notices.iter().cloned());
    let report = assemble::Parts {
        lang: question.lang,
        tz: reading.zone.name().to_owned(),
        charter: reading
            .charter_path
            .as_ref()
            .map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()),
        inputs: inputs::inputs(reading, &built),
        unread: reading.found.unread.iter().map(|(path, why)| (path.display().to_string(), why.clone())).collect(),
        formats: reading.found.exports.iter().map(|export| export.format).collect(),
        groups: groups.iter().map(|group| (*group).clone()).collect(),
        outcomes,
        vitals,
        notices,
        as_of: built.as_of,
        settings,
        gate,
        names: question.names.clone(),
        detail: question.detail,
    };
    Ok(assemble::assemble(report))
}

/// The report of a run that found nothing to read: `said` is why. Its one obstacle may be accepted.
///
/// # Errors
/// As [`window`].
pub fn nothing(question: &Question, said: String) -> Result<Report> {
    let zone = Zone::new(question.tz.as_deref().unwrap_or("Asia/Shanghai"))?;
    let mut calendar = Calendar::new(zone, 0);
    let asked = window(question, &mut calendar)?.as_of;
    let as_of = asked.unwrap_or_else(|| calendar.day(question.now.unwrap_or_default()) - 1);
    let obstacle = Obstacle {
        kind: ObstacleKind::NoInput,
        group: None,
        subject: String::new(),
        said,
        allowed: question.allow.contains(&ObstacleKind::NoInput),
    };
    let gate = Gate { obstacles: vec![obstacle], ..Gate::default() };
    Ok(assemble::nothing(question.lang, as_of, calendar.zone().name(), gate))
}

/// As [`report`], made fit to forward, and what must not be found in what is written of it. People and groups
/// bear pseudonyms, so `question.names` must ask for them.
///
/// # Errors
/// As [`report`].
pub fn shareable(question: &Question, reading: &Reading) -> Result<(Report, Secrets)> {
    let mut report = report(question, reading)?;
    let secrets = Secrets::new(names::names(reading))?;
    share::make_shareable(&mut report, &secrets);
    Ok((report, secrets))
}

/// The settings in force for each group of a run over `built`, in order.
///
/// # Errors
/// [`Error::Usage`] for a vital that is none.
pub fn settings(question: &Question, reading: &Reading, built: &Built) -> Result<Vec<Settings>> {
    let asked = stage::asked(&question.metrics(), &question.only, &reading.charter.off)?;
    let groups: Vec<&Group> = built.groups.iter().collect();
    Ok(settings_of(question, &asked, built.as_of, &groups))
}

fn settings_of(question: &Question, asked: &[&'static Metric], as_of: Day, groups: &[&Group]) -> Vec<Settings> {
    let platforms: std::collections::BTreeSet<&str> = groups.iter().map(|group| group.platform.as_str()).collect();
    let of = |charter: &Charter| Settings {
        asked: asked
            .iter()
            .map(|metric| metric.id)
            .filter(|id| !question.only.is_empty() || !charter.off.iter().any(|off| off == id))
            .collect(),
        names_shown: question.names == Names::Show,
        as_of,
        preset: charter.preset.unwrap_or_default(),
        profile: charter.profile.unwrap_or_default(),
        platforms: platforms.len(),
        thresholds: question.thresholds.or(charter.thresholds).unwrap_or_default(),
        overrides: charter::overrides(charter),
        charter: charter.clone(),
    };
    groups.iter().map(|group| of(&group.charter)).collect()
}

fn empty(reading: &Reading) -> Error {
    let paths: Vec<String> = reading.found.exports.iter().map(|export| export.path.display().to_string()).collect();
    Error::NoExport(format!(
        "no message and no event in {}: an empty export has no vitals; check what was exported and for which days",
        paths.join(", ")
    ))
}

/// Joins the frames of a reading into groups.
///
/// # Errors
/// As [`dataset::build`].
pub fn build(reading: &Reading, window: &Window, calendar: &mut Calendar) -> Result<Built> {
    let sources: Vec<Source<'_>> = reading
        .frames
        .iter()
        .zip(&reading.found.exports)
        .zip(&reading.side_of)
        .map(|((frames, export), side)| {
            let carries = export.carries();
            let blind = Blind {
                joins: !carries.joins,
                leaves: !carries.leaves,
                weak_identity: !carries.account_ids,
                replies: !carries.replies,
            };
            Source { frames, blind, side: &reading.sides[*side] }
        })
        .collect();
    dataset::build(&sources, &reading.charter, window, calendar)
}

/// The days asked for. `--week last` is the last complete ISO week by the machine's clock.
///
/// # Errors
/// [`Error::Usage`] when a date is none or two flags name different last days.
pub fn window(question: &Question, calendar: &mut Calendar) -> Result<Window> {
    let as_of = question.as_of.as_deref().map(|text| parse_day("--as-of", text)).transpose()?;
    let week = match (question.week.as_deref(), question.now) {
        (Some("last"), Some(now)) => Some(monday(calendar.day(now)) - 1),
        (week, _) => week.map(sunday_of_week).transpose()?,
    };
    if let (Some(as_of), Some(week)) = (as_of, week)
        && as_of != week
    {
        return Err(Error::Usage("--week and --as-of name different last days; give one of them".to_owned()));
    }
    let from = question.from.as_deref().map(|text| parse_day("--from", text)).transpose()?;
    let as_of = as_of.or(week);
    if let (Some(from), Some(as_of)) = (from, as_of)
        && from > as_of
    {
        return Err(Error::Usage("--from lies after the last day asked for".to_owned()));
    }
    Ok(Window { from, as_of, gaps: question.gaps, now: question.now })
}

fn chosen<'a>(groups: &'a [Group], names: &[String]) -> Result<Vec<&'a Group>> {
    let is = |group: &Group, name: &str| {
        group.id == name || group.name == name || group.id.split_once(':').is_some_and(|(_, id)| id == name)
    };
    if let Some(unknown) = names.iter().find(|name| !groups.iter().any(|group| is(group, name))) {
        let known: Vec<String> = groups.iter().map(|group| format!("{} ({})", group.name, group.id)).collect();
        return Err(Error::Usage(format!("--group {unknown}: no such group; found {}", known.join(", "))));
    }
    Ok(groups.iter().filter(|group| names.is_empty() || names.iter().any(|name| is(group, name))).collect())
}
