//! What the computing commands share: flags → question, the reading with its progress bar, the
//! language, the secret behind pseudonyms.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::charter::ThresholdProfile;
use crate::dataset::GapRule;
use crate::error::{Error, Result};
use crate::frame::Projection;
use crate::gate::Baseline;
use crate::pipeline::{self, Detail, Names, Question, Reading, Strictness};
use crate::report::{ObstacleKind, Report};
use crate::share::Secrets;
use crate::unit::Lang;

use super::args::{Common, Gate, LangArg, NamesArg, Period, ThresholdsArg};
use super::output::{remark, sweep_on_interrupt};
use super::progress::Bar;

/// The language asked for, else the locale's, else Chinese.
#[must_use]
pub fn lang(asked: Option<LangArg>) -> Lang {
    match asked {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => match sys_locale::get_locale() {
            Some(locale) if locale.to_lowercase().starts_with("en") => Lang::En,
            _ => Lang::Zh,
        },
    }
}

/// The question the flags ask.
///
/// # Errors
/// [`Error::Io`] when the secret behind pseudonyms cannot be read or made.
pub fn question(common: &Common, period: Option<&Period>) -> Result<Question> {
    let names = match common.names {
        NamesArg::Show => Names::Show,
        NamesArg::Pseudonym => Names::Pseudonym { key: key(common.key_file.clone())? },
    };
    Ok(Question {
        exports: common.exports.clone(),
        charter: common.charter.clone(),
        sides: common.sides.clone(),
        base_url: common.base_url.clone(),
        input_format: common.input_format.clone(),
        maps: common.maps.clone(),
        tz: common.tz.clone(),
        as_of: period.and_then(|period| period.as_of.clone().or_else(|| period.to.clone())),
        week: period.and_then(|period| period.week.clone()),
        from: period.and_then(|period| period.from.clone()),
        groups: common.groups.clone(),
        gaps: if common.gap_is_silence { GapRule::Silence } else { GapRule::Missing },
        strict: if common.strict { Strictness::Fail } else { Strictness::Count },
        names,
        lang: lang(common.lang),
        detail: Detail::None,
        only: period.map(|period| period.only.clone()).unwrap_or_default(),
        thresholds: period.and_then(|period| period.profile).map(|profile| match profile {
            ThresholdsArg::Seed => ThresholdProfile::Seed,
            ThresholdsArg::Calibrated => ThresholdProfile::Calibrated,
        }),
        now: Some(now()),
        require: Vec::new(),
        allow: Vec::new(),
        baseline: None,
        own: Vec::new(),
    })
}

/// This machine's clock, UTC milliseconds.
#[must_use]
pub fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// The question of a command that decides on an exit code.
///
/// # Errors
/// As [`question`]; [`Error::Io`] and [`Error::Usage`] for a baseline that cannot be read.
pub fn gated(common: &Common, period: &Period, gate: &Gate) -> Result<Question> {
    let baseline = match &gate.baseline {
        Some(path) if path.exists() => Some(Baseline::read(path)?),
        Some(path) if gate.allow.contains(&ObstacleKind::NoBaseline) => {
            remark(&format!("{}: no such baseline (accepted with --allow no-baseline)", path.display()));
            None
        }
        Some(path) => {
            return Err(Error::Usage(format!(
                "{}: no such baseline; {}, or accept it with --allow no-baseline",
                path.display(),
                ObstacleKind::NoBaseline.cure().en
            )));
        }
        None => None,
    };
    Ok(Question {
        require: gate.require.clone(),
        allow: gate.allow.clone(),
        baseline,
        ..question(common, Some(period))?
    })
}

/// Reads the inputs under a progress bar.
///
/// # Errors
/// As [`pipeline::read`].
pub fn read(common: &Common, question: &Question, projection: Projection) -> Result<Reading> {
    let bar = begin(common)?;
    let reading = pipeline::read(question, projection, &|bytes| bar.add(bytes));
    bar.done();
    let reading = reading?;
    tell(common, &reading);
    Ok(reading)
}

/// Threads and bar of a run.
///
/// # Errors
/// [`Error::Usage`] when no thread is asked for.
pub fn begin(common: &Common) -> Result<Bar> {
    sweep_on_interrupt();
    if let Some(jobs) = common.jobs {
        if jobs == 0 {
            return Err(Error::Usage("--jobs 0: at least one thread is needed".to_owned()));
        }
        // A pool that exists already keeps its size; that happens in tests only.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    Ok(Bar::new(common.quiet, &common.exports))
}

/// What was read, under `--verbose`.
fn tell(common: &Common, reading: &Reading) {
    if common.verbose == 0 {
        return;
    }
    for (export, frames) in reading.found.exports.iter().zip(&reading.frames) {
        let path = export.path.display();
        let by = export.mapping.as_ref().map(|mapping| format!(" by {}", mapping.path.display())).unwrap_or_default();
        let (id, read, rejected) = (export.format.id, frames.read, frames.rejected);
        remark(&format!("{path}: {id}{by}, {read} records, {rejected} rejected"));
        for note in &frames.notes {
            remark(&format!("{path}: {note}"));
        }
    }
    if let Some(charter) = &reading.charter_path {
        remark(&format!("charter: {}", charter.display()));
    }
    for side in &reading.found.sides {
        remark(&format!("side file: {}", side.path.display()));
    }
}

/// Reads and computes.
///
/// # Errors
/// As [`pipeline::run`].
pub fn report(common: &Common, question: &Question) -> Result<Report> {
    let bar = begin(common)?;
    let done = pipeline::run(question, &|bytes| bar.add(bytes));
    bar.done();
    let (report, reading) = done?;
    tell(common, &reading);
    Ok(report)
}

/// Reads and computes a copy that may be forwarded; people bear pseudonyms whatever the flags say.
///
/// # Errors
/// As [`report`]; [`Error::Usage`] for a key that lies in the folder to be forwarded.
pub fn shareable(common: &Common, mut question: Question, folder: &Path) -> Result<(Report, Secrets)> {
    let path = common.key_file.clone().map_or_else(own_key, Ok)?;
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if real(&path).starts_with(real(folder)) {
        return Err(Error::Usage(format!(
            "{}: the key that undoes pseudonyms lies in the folder to be forwarded; keep it elsewhere",
            path.display()
        )));
    }
    if question.names == Names::Show {
        question.names = Names::Pseudonym { key: key(common.key_file.clone())? };
    }
    let bar = begin(common)?;
    let done = pipeline::shareable(&question, &|bytes| bar.add(bytes));
    bar.done();
    let (report, secrets, reading) = done?;
    tell(common, &reading);
    Ok((report, secrets))
}

/// The secret behind pseudonyms: the file given, else the user's own, made on first use.
fn key(given: Option<PathBuf>) -> Result<Vec<u8>> {
    if let Some(path) = given {
        let key = fs::read(&path).map_err(|source| Error::io(&path, source))?;
        if key.len() < 16 {
            return Err(Error::Usage(format!("{}: a secret needs at least 16 bytes", path.display())));
        }
        return Ok(key);
    }
    let path = own_key()?;
    if let Ok(key) = fs::read(&path)
        && key.len() >= 16
    {
        return Ok(key);
    }
    let mut key = vec![0; 32];
    getrandom::fill(&mut key).map_err(|error| Error::Usage(format!("no randomness for a secret: {error}")))?;
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    fs::create_dir_all(&folder).map_err(|source| Error::io(&folder, source))?;
    write_for_owner(&path, &key).map_err(|source| Error::io(&path, source))?;
    remark(&format!(
        "made a secret for pseudonyms: {} (keep it: with another one nobody's pseudonym stays)",
        path.display()
    ));
    Ok(key)
}

fn own_key() -> Result<PathBuf> {
    Ok(configuration()?.join("pseudonym.key"))
}

/// Writes a file nobody but its owner can read.
fn write_for_owner(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

fn configuration() -> Result<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    from("XDG_CONFIG_HOME")
        .or_else(|| from("APPDATA"))
        .or_else(|| from("HOME").map(|home| home.join(".config")))
        .map(|folder| folder.join("chatvitals"))
        .ok_or_else(|| Error::Usage("no home folder for the pseudonym secret; pass --key-file FILE".to_owned()))
}
