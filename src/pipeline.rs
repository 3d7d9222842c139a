//! Joins the stages: sources → frames → groups → measurements → verdicts → report. Reads like the
//! sentence in `lib.rs`; decides nothing itself.

mod earlier;
mod gate;
mod ingest;
mod inputs;
mod names;
mod part;
mod question;
mod reading;
mod stage;

use std::borrow::Cow;

use crate::assemble;
use crate::calendar::{Calendar, Day, Zone, monday, parse_day, sunday_of_week};
use crate::charter::{self, Settings};
use crate::dataset::{self, Blind, Built, Group, Source, Terms, Window};
use crate::error::{Error, Result};
use crate::format::Progress;
use crate::frame::{Frames, Projection};
use crate::gate::{Gate, Obstacle, ObstacleKind};
use crate::metric::Metric;
use crate::report::Report;
use crate::share::{self, Secrets};
use part::{Loan, Task, Whole};

pub use ingest::{Ingested, ingest};
pub use question::{Detail, Names, Question, Strictness};
pub use reading::Reading;

/// Finds and reads every input of `question`. `progress` is told the bytes read.
///
/// # Errors
/// As [`crate::source::find_mapped`]; [`Error::Config`] for side files and charter; [`Error::Format`] when an
/// export cannot be read at all, or under `--strict` when a record of it cannot.
pub fn read(question: &Question, projection: Projection, progress: Progress<'_>) -> Result<Reading> {
    let mut reading = reading::open(question)?;
    reading.fill(question, projection, progress)?;
    Ok(reading)
}

/// Computes, judges and assembles the report of a reading.
///
/// # Errors
/// [`Error::Usage`] for dates that are none and groups that are not there; [`Error::Frame`] for a
/// defect.
pub fn report(question: &Question, reading: &Reading) -> Result<Report> {
    let window = window(question, &mut calendar(reading))?;
    let as_of = as_of(reading, &window, &reading.frames);
    let task = Task { question, reading, window, as_of, progress: &|_| () };
    let loan = |(input, frames)| Loan { input, frames: Some(Cow::Borrowed(frames)) };
    let whole = task.report(vec![reading.frames.iter().enumerate().map(loan).collect()])?;
    finish(task, whole)
}

/// Reads and computes in one go. Rows are given up as soon as they have served, so memory follows the largest group
/// where the last day is given and nothing ties groups together (click logs, federations); else, until their turn
/// comes, the rows of all are held.
///
/// # Errors
/// As [`read`] and [`report`].
pub fn run(question: &Question, progress: Progress<'_>) -> Result<(Report, Reading)> {
    let mut reading = reading::open(question)?;
    let window = window(question, &mut calendar(&reading))?;
    let sets = part::sets(question, &reading, &window);
    let mut whole = Whole::default();
    let mut as_of = window.as_of.unwrap_or_default();
    whole.torn = sets.len() < 2;
    if !whole.torn {
        let loan = |input| Loan { input, frames: None };
        let sets = sets.into_iter().map(|set| set.into_iter().map(loan).collect()).collect();
        whole = Task { question, reading: &reading, window, as_of, progress }.report(sets)?;
    }
    if whole.torn {
        reading.fill(question, Projection::Vitals, progress)?;
        let frames = std::mem::take(&mut reading.frames);
        as_of = self::as_of(&reading, &window, &frames);
        let loan = |(input, frames)| Loan { input, frames: Some(Cow::Owned(frames)) };
        let set = frames.into_iter().enumerate().map(loan).collect();
        whole = Task { question, reading: &reading, window, as_of, progress }.report(vec![set])?;
    }
    reading.frames = std::mem::take(&mut whole.heads).into_values().collect();
    let report = finish(Task { question, reading: &reading, window, as_of, progress: &|_| () }, whole)?;
    Ok((report, reading))
}

/// Judges and assembles what has been computed.
fn finish(task: Task<'_>, whole: Whole) -> Result<Report> {
    let Task { question, reading, as_of, .. } = task;
    if whole.known.is_empty() {
        return Err(empty(reading));
    }
    known(&whole.known, &question.groups)?;
    let asked = stage::asked(&question.metrics(), &question.only, &reading.charter.off)?;
    stage::known(&question.metrics(), "--require", &question.require)?;
    let Whole { groups, outcomes, rows, records, named, .. } = whole;
    let settings: Vec<Settings> = groups.iter().map(|group| settings_of(question, &asked, as_of, group)).collect();
    let (outcomes, mut vitals) = stage::rest(&asked, &groups, &settings, outcomes);
    let inputs = inputs::inputs(reading, &records);
    let gate = gate::hold(task, &groups, &inputs, &mut vitals)?;
    let mut notices = reading.notices.clone();
    notices.extend(
        named.nobody().map(|name| format!("charter [roles]: nobody in any export or roster is called `{name}`")),
    );
    let report = assemble::Parts {
        lang: question.lang,
        tz: reading.zone.name().to_owned(),
        charter: reading
            .charter_path
            .as_ref()
            .map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()),
        inputs,
        unread: reading.found.unread.iter().map(|(path, why)| (path.display().to_string(), why.clone())).collect(),
        formats: reading.found.exports.iter().map(crate::source::Export::formats).collect(),
        groups,
        rows,
        outcomes,
        vitals,
        notices,
        as_of,
        settings,
        gate,
        names: question.names.clone(),
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

/// As [`run`], made fit to forward, and what must not be found in what is written of it. People and groups
/// bear pseudonyms, so `question.names` must ask for them.
///
/// # Errors
/// As [`run`].
pub fn shareable(question: &Question, progress: Progress<'_>) -> Result<(Report, Secrets, Reading)> {
    let (mut report, reading) = run(question, progress)?;
    let secrets = Secrets::new(names::names(&reading))?;
    share::make_shareable(&mut report, &secrets);
    Ok((report, secrets, reading))
}

/// The settings in force for each group of a run over `built`, in order.
///
/// # Errors
/// [`Error::Usage`] for a vital that is none.
pub fn settings(question: &Question, reading: &Reading, built: &Built) -> Result<Vec<Settings>> {
    let asked = stage::asked(&question.metrics(), &question.only, &reading.charter.off)?;
    Ok(built.groups.iter().map(|group| settings_of(question, &asked, built.as_of, group)).collect())
}

fn settings_of(question: &Question, asked: &[&'static Metric], as_of: Day, group: &Group) -> Settings {
    let charter = &group.charter;
    let ids = asked.iter().map(|metric| metric.id);
    Settings {
        asked: ids.filter(|id| !question.only.is_empty() || !charter.off.iter().any(|off| off == id)).collect(),
        names_shown: question.names == Names::Show,
        as_of,
        preset: charter.preset.unwrap_or_default(),
        profile: charter.profile.unwrap_or_default(),
        thresholds: question.thresholds.or(charter.thresholds).unwrap_or_default(),
        overrides: charter::overrides(charter),
        charter: charter.as_ref().clone(),
    }
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
    let as_of = as_of(reading, window, &reading.frames);
    join(reading, reading.frames.iter().enumerate(), (window, as_of), calendar)
}

/// Joins some inputs of a reading into groups.
fn join<'a>(
    reading: &Reading,
    frames: impl Iterator<Item = (usize, &'a Frames)>,
    (window, as_of): (&Window, Day),
    calendar: &mut Calendar,
) -> Result<Built> {
    let source = |(input, frames): (usize, &'a Frames)| {
        let carries = reading.found.exports.get(input)?.carries();
        let blind = Blind {
            joins: !carries.joins,
            leaves: !carries.leaves,
            weak_identity: !carries.account_ids,
            replies: !carries.replies,
        };
        Some(Source { frames, blind, side: reading.sides.get(*reading.side_of.get(input)?)? })
    };
    let sources: Vec<Source<'_>> = frames.filter_map(source).collect();
    let terms = Terms { charter: &reading.charter, keywords: &reading.keywords, window, as_of };
    dataset::build(&sources, terms, calendar)
}

fn calendar(reading: &Reading) -> Calendar {
    Calendar::new(reading.zone.clone(), reading.charter.day_start_ms.unwrap_or(0))
}

/// The last day judged: the one asked for, else the last complete one of the group that ends latest.
fn as_of(reading: &Reading, window: &Window, frames: &[Frames]) -> Day {
    window.as_of.unwrap_or_else(|| dataset::last_day(frames.iter(), window, &mut calendar(reading)))
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

fn is(id: &str, name: &str, asked: &str) -> bool {
    id == asked || name == asked || id.split_once(':').is_some_and(|(_, tail)| tail == asked)
}

fn is_asked(group: &Group, names: &[String]) -> bool {
    names.is_empty() || names.iter().any(|asked| is(&group.id, &group.name, asked))
}

/// Refuses a `--group` that is none of the groups there are.
fn known(groups: &[(String, String)], names: &[String]) -> Result<()> {
    match names.iter().find(|asked| !groups.iter().any(|(id, name)| is(id, name, asked))) {
        Some(unknown) => {
            let known: Vec<String> = groups.iter().map(|(id, name)| format!("{name} ({id})")).collect();
            Err(Error::Usage(format!("--group {unknown}: no such group; found {}", known.join(", "))))
        }
        None => Ok(()),
    }
}
