//! What a run finds and reads: exports, charter, side files, zone. In: the question. Out: a [`Reading`], with frames
//! or with exports yet to be read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Question, Strictness, stage};
use crate::calendar::Zone;
use crate::charter::{self, Charter};
use crate::dataset;
use crate::error::{Error, Result};
use crate::feature::{Scanner, Words};
use crate::format::Progress;
use crate::frame::{Frames, Projection, Writer};
use crate::side::{Base, Side};
use crate::source::{self, Bytes, Export, Found};
use crate::store;

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
    /// The zone.
    pub zone: Zone,
    /// Side files in force for each export.
    pub(super) sides: Vec<Side>,
    /// Export → index into `sides`.
    pub(super) side_of: Vec<usize>,
    /// Things a person should know.
    pub(super) notices: Vec<String>,
    /// What texts are scanned for besides our own cues.
    pub(super) keywords: Vec<String>,
    scanner: Arc<Scanner>,
    /// Words are kept for the one vital that counts them.
    words: bool,
}

/// Finds every input of `question` and reads what stands beside the exports; those themselves are not read yet.
///
/// # Errors
/// As [`source::find_mapped`]; [`Error::Config`] for side files and charter.
pub(super) fn open(question: &Question) -> Result<Reading> {
    let found = source::find_mapped(&question.exports, question.input_format.as_deref(), &question.maps)?;
    let (charter, charter_path) = read_charter(question, &found)?;
    let tz = question.tz.clone().or_else(|| charter.timezone.clone());
    let zone = Zone::new(tz.as_deref().unwrap_or("Asia/Shanghai"))?;
    let (sides, side_of, notices) = read_sides(question, &found, &zone)?;
    let keywords = dataset::keywords(&charter, sides.iter());
    let scanner = Arc::new(Scanner::new(&Words { programmes: keywords.clone() })?);
    let asked = stage::asked(&question.metrics(), &question.only, &charter.off)?;
    let words = asked.iter().any(|metric| metric.id == "topic_trends");
    let frames = Vec::new();
    Ok(Reading { found, frames, charter, charter_path, zone, sides, side_of, notices, keywords, scanner, words })
}

impl Reading {
    /// Reads every export.
    ///
    /// # Errors
    /// [`Error::Format`] when one cannot be read at all, or under `--strict` when a record of it cannot.
    pub(super) fn fill(&mut self, question: &Question, projection: Projection, progress: Progress<'_>) -> Result<()> {
        let exports = 0..self.found.exports.len();
        let frames: Vec<Frames> =
            exports.into_par_iter().map(|input| self.read_one(input, projection, progress)).collect::<Result<_>>()?;
        if question.strict == Strictness::Fail {
            strict(&self.found.exports, &frames)?;
        }
        self.frames = frames;
        Ok(())
    }

    /// Reads one export.
    ///
    /// # Errors
    /// As [`Export::read`].
    pub(super) fn read_one(&self, input: usize, projection: Projection, progress: Progress<'_>) -> Result<Frames> {
        let mut writer = self.writer(projection);
        if let Some(export) = self.found.exports.get(input) {
            if let Some(stored) = &export.stored {
                let (scanner, keywords) = (&self.scanner, !self.keywords.is_empty());
                let reading = store::Reading { projection, scanner, keywords, words: self.words };
                let frames = store::frames(&stored.folder, reading)?;
                progress(export.size());
                return Ok(frames);
            }
            export.read(&mut writer, progress)?;
        }
        Ok(writer.finish())
    }

    /// Ids of the groups an export speaks of at its beginning; none where that cannot be told.
    pub(super) fn peek(&self, export: &Export) -> Vec<String> {
        if let Some(stored) = &export.stored {
            return vec![stored.manifest.id.clone()];
        }
        let mut writer = self.writer(Projection::Codes);
        // A beginning breaks off: what the reader says to that is of no interest.
        let _ = export.peek(&mut writer);
        writer.finish().groups.into_iter().map(|group| group.id).collect()
    }

    fn writer(&self, projection: Projection) -> Writer {
        let mut writer = Writer::with(self.zone.clone(), projection, Arc::clone(&self.scanner));
        if !self.words {
            writer.until(i64::MIN);
        }
        writer
    }
}

/// Refuses a damaged record.
///
/// # Errors
/// [`Error::Format`] with the first one.
pub(super) fn strict(exports: &[Export], frames: &[Frames]) -> Result<()> {
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
