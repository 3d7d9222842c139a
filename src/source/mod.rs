//! EXPORT arguments → readable inputs. In: paths of files, folders, zips, `-`. Out: exports with
//! their sniffed format, side files with the folder they speak for, a charter if one lies there,
//! and the files nobody reads, with the reason.

mod archive;
mod encoding;
mod export;
mod mapped;
mod open;
mod sniff;
mod stored;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::format::{self, Format, Read};

use archive::Archive;
use export::{ExportFile, Place};
use sniff::Sniffed;

pub use export::Export;
pub use mapped::{Opened, open_table};
pub use open::Bytes;
pub use sniff::claims;

/// A side file and the folder it speaks for: exports in it and below.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SideInput {
    /// The file.
    pub path: PathBuf,
    /// Its folder; `None` when given by hand, which speaks for everything.
    pub scope: Option<PathBuf>,
}

/// What the arguments hold.
#[derive(Default)]
pub struct Found {
    /// Exports in the order of arguments, then paths.
    pub exports: Vec<Export>,
    /// Side files.
    pub sides: Vec<SideInput>,
    /// A `charter.toml` in an EXPORT folder.
    pub charter: Option<PathBuf>,
    /// Files of no known format, and why.
    pub unread: Vec<(PathBuf, String)>,
    /// Tables a mapping may read.
    tables: Vec<mapped::Table>,
    /// `mapping.toml` in EXPORT folders.
    mappings: Vec<PathBuf>,
}

/// Finds the inputs of `arguments`. `forced` is `--input-format`.
///
/// # Errors
/// [`Error::Io`] for a path that cannot be read, [`Error::Usage`] when two formats claim a file,
/// when standard input comes without a format, [`Error::NoExport`] when no export is found at all.
pub fn find(arguments: &[PathBuf], forced: Option<&str>) -> Result<Found> {
    find_mapped(arguments, forced, &[])
}

/// As [`find`], with the files of `--map`: a table no format claims is read by the mapping whose
/// columns are all in its header, those given first, then a `mapping.toml` of its folder or above.
///
/// # Errors
/// As [`find`]; [`Error::Config`] for a mapping that is none; [`Error::Usage`] when mappings are given
/// and fit no file.
pub fn find_mapped(arguments: &[PathBuf], forced: Option<&str>, maps: &[PathBuf]) -> Result<Found> {
    let forced = forced.map(forced_format).transpose()?;
    let mut found = Found::default();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            standard_input(forced, &mut found)?;
        } else {
            take_path(argument, forced, &mut found)?;
        }
    }
    found.map(maps)?;
    found.bundle();
    found.sides.sort();
    found.sides.dedup_by(|a, b| a.path == b.path);
    if found.exports.is_empty() {
        return Err(nothing(arguments, &found));
    }
    Ok(found)
}

fn forced_format(id: &str) -> Result<&'static Format> {
    format::find(id).ok_or_else(|| {
        let ids: Vec<&str> = format::FORMATS.iter().map(|format| format.id).collect();
        Error::Usage(format!("--input-format {id}: no such format; known are {}", ids.join(", ")))
    })
}

fn standard_input(forced: Option<&'static Format>, found: &mut Found) -> Result<()> {
    let format = forced.ok_or_else(|| {
        Error::Usage("`-` reads standard input and needs --input-format ID (see `chatvitals formats`)".to_owned())
    })?;
    let bytes = Bytes::standard_input()?.to_vec();
    let encoding = encoding::detect(&bytes);
    let size = bytes.len() as u64;
    let path = PathBuf::from("-");
    let file = ExportFile { path, name: "-".to_owned(), size, encoding, place: Place::Memory(bytes) };
    found.claim(file, format);
    Ok(())
}

fn take_path(argument: &Path, forced: Option<&'static Format>, found: &mut Found) -> Result<()> {
    let metadata = std::fs::metadata(argument).map_err(|source| Error::io(argument, source))?;
    if metadata.is_dir() {
        let files = walk::files(argument)?;
        let stores: Vec<&Path> = files.iter().filter_map(|path| stored::root(path)).collect();
        for store in &stores {
            stored::take(store, found)?;
        }
        for path in files.iter().filter(|path| !stores.iter().any(|store| path.starts_with(store))) {
            take_file(path, None, found)?;
        }
        return Ok(());
    }
    let before = found.sides.len();
    take_file(argument, forced, found)?;
    // A click log named by hand speaks for everything, wherever the server keeps it.
    for side in found.sides.iter_mut().skip(before).filter(|side| !crate::side::known(&file_name(&side.path))) {
        side.scope = None;
    }
    // Side files and charter beside an export given by file are its side files too.
    let folder = argument.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for path in walk::siblings(folder)? {
        take_aside(&path, found);
    }
    Ok(())
}

/// Takes a side file or charter; tells whether it was one.
fn take_aside(path: &Path, found: &mut Found) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name == "charter.toml" {
        let shallower = |known: &PathBuf| path.components().count() < known.components().count();
        if found.charter.as_ref().is_none_or(shallower) {
            found.charter = Some(path.to_owned());
        }
        return true;
    }
    if name == "mapping.toml" {
        found.mappings.push(path.to_owned());
        return true;
    }
    if crate::side::known(&name) {
        let scope = path.parent().map(Path::to_owned);
        found.sides.push(SideInput { path: path.to_owned(), scope });
        return true;
    }
    false
}

fn take_file(path: &Path, forced: Option<&'static Format>, found: &mut Found) -> Result<()> {
    if take_aside(path, found) {
        return Ok(());
    }
    let bytes = Bytes::map(path)?;
    // A workbook is a zip too, so click logs are asked before it is opened as one.
    let log = if forced.is_none() { crate::side::find_log(path, &bytes)? } else { None };
    if bytes.is_zip() && log.is_none() && !mapped::is_workbook(&file_name(path)) {
        return take_zip(path, bytes, forced, found);
    }
    let (name, size) = (file_name(path), bytes.len() as u64);
    let sniffed = sniff::sniff(&bytes[..bytes.len().min(sniff::HEAD)], path, &name, forced)?;
    if let Some(log) = log {
        if let Some(sniffed) = sniffed {
            return Err(claimed_twice(path, sniffed.format, log));
        }
        found.sides.push(SideInput { path: path.to_owned(), scope: path.parent().map(Path::to_owned) });
        return Ok(());
    }
    match sniffed {
        Some(Sniffed { format, encoding }) => {
            found.claim(ExportFile { path: path.to_owned(), name, size, encoding, place: Place::Disk }, format);
        }
        None if bytes.is_empty() => found.unread.push((path.to_owned(), "empty file".to_owned())),
        None => {
            let why = sniff::why_not(&bytes, &name);
            let encoding = encoding::detect(bytes.get(..sniff::HEAD).unwrap_or(&bytes));
            let file = ExportFile { path: path.to_owned(), name, size, encoding, place: Place::Disk };
            match format::mapped(&file.name) {
                Some(format) => found.tables.push(mapped::Table { file, format, why: Some(why), forced: None }),
                None => found.unread.push((file.path, why)),
            }
        }
    }
    Ok(())
}

fn claimed_twice(path: &Path, format: &Format, log: &crate::side::Log) -> Error {
    Error::Usage(format!(
        "{}: could be an export ({}) or a click log ({}); pass it with --input-format {} or with --side",
        path.display(),
        format.id,
        log.id,
        format.id
    ))
}

fn take_zip(path: &Path, bytes: Bytes, forced: Option<&'static Format>, found: &mut Found) -> Result<()> {
    let archive = Archive::open(path, bytes)?;
    let before = found.exports.len();
    for entry in archive.entries() {
        let inner = path.join(&entry.name);
        let name = file_name(&inner);
        let head = archive.head(entry, sniff::HEAD as u64)?;
        let sniffed = sniff::sniff(&head, &inner, &name, forced)?;
        let encoding = sniffed.map_or_else(|| encoding::detect(&head), |sniffed| sniffed.encoding);
        let place = Place::Zip(archive.clone(), entry.clone());
        let file = ExportFile { path: inner, name, size: entry.size, encoding, place };
        if let Some(sniffed) = sniffed {
            found.claim(file, sniffed.format);
        } else if let Some(format) = format::mapped(&file.name) {
            found.tables.push(mapped::Table { file, format, why: None, forced: None });
        }
    }
    let nested = archive.nested().iter();
    found
        .unread
        .extend(nested.map(|name| (path.join(name), "an archive inside an archive; unpack it first".to_owned())));
    if found.exports.len() == before {
        found.unread.push((path.to_owned(), "no entry of a known export format in this zip".to_owned()));
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Found {
    /// Takes a file as an export of a format; a table waits for its mapping.
    fn claim(&mut self, file: ExportFile, format: &'static Format) {
        if matches!(format.read, Read::Mapped(_)) {
            self.tables.push(mapped::Table { file, format, why: None, forced: Some(format.id) });
            return;
        }
        self.exports.push(Export { path: file.path.clone(), files: vec![file], format, mapping: None, stored: None });
    }

    /// Makes one export of the files of a folder that are one, and forgets the files that are read
    /// beside an export.
    fn bundle(&mut self) {
        let mut folders: BTreeMap<(&str, PathBuf), usize> = BTreeMap::new();
        let mut exports: Vec<Export> = Vec::new();
        for export in std::mem::take(&mut self.exports) {
            let folder = export.path.parent().map(Path::to_owned).unwrap_or_default();
            match export.format.read {
                Read::Folder(_) => {
                    let at = *folders.entry((export.format.id, folder.clone())).or_insert(exports.len());
                    match exports.get_mut(at) {
                        Some(whole) => {
                            whole.path = folder;
                            whole.files.extend(export.files);
                        }
                        None => exports.push(export),
                    }
                }
                Read::File(_) | Read::Mapped(_) => exports.push(export),
            }
        }
        for export in &mut exports {
            export.files.sort_by(|a, b| a.path.cmp(&b.path));
            export.files.dedup_by(|a, b| a.path == b.path);
        }
        let beside: Vec<&str> = exports.iter().flat_map(|export| export.format.beside).copied().collect();
        self.unread.retain(|(path, _)| !beside.contains(&file_name(path).as_str()));
        self.exports = exports;
    }
}

fn nothing(arguments: &[PathBuf], found: &Found) -> Error {
    let asked: Vec<String> = arguments.iter().map(|path| path.display().to_string()).collect();
    let mut text = format!("no known export found in {}", asked.join(", "));
    for (path, why) in found.unread.iter().take(5) {
        text.push_str(&format!("\n  {}: {why}", path.display()));
    }
    if found.unread.len() > 5 {
        text.push_str(&format!("\n  … and {} more files", found.unread.len() - 5));
    }
    text.push_str(
        "\n`chatvitals formats` lists what is read and how to export it; --input-format ID overrides sniffing",
    );
    Error::NoExport(text)
}
