//! The last look: every byte of what was written, held against the names and ids that must not be in it
//! and against phones, cards and mail addresses. In: the files, and the same report with nothing in it that
//! comes from people ([`blank`]), drawn alike: what stands in both is the program's own word. Out: finds.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::secrets::Secrets;
use crate::error::{Error, Result};
use crate::feature::{Personal, personal};
use crate::metric::Cell;
use crate::report::Report;

/// Something a copy for others must not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// The file.
    pub file: PathBuf,
    /// What kind: `name`, or one of [`Personal::name`].
    pub kind: &'static str,
    /// How many different ones.
    pub count: usize,
}

/// The report without any text that comes from the export, the side files or the charter.
#[must_use]
pub fn blank(report: &Report) -> Report {
    let mut blank = report.clone();
    blank.links.iter_mut().for_each(|link| link.url.clear());
    blank.notices.clear();
    blank.charter = None;
    for input in &mut blank.inputs {
        input.notes.clear();
        input.rejects.clear();
        input.truncated = None;
    }
    for cell in
        blank.groups.iter_mut().flat_map(|group| group.tables.values_mut()).flat_map(|table| &mut table.rows).flatten()
    {
        if matches!(cell, Cell::Text(_)) {
            *cell = Cell::Text(String::new());
        }
    }
    for vital in &mut blank.vitals {
        if let Some(segment) = &mut vital.row.segment
            && let Some(at) = segment.find(':')
        {
            segment.truncate(at);
        }
    }
    blank
}

/// Reads every file below `folder`. `own` is what the program itself says: files drawn of [`blank`], one
/// after the other.
///
/// # Errors
/// [`Error::Io`] when a file cannot be read.
pub fn scan(folder: &Path, own: &[u8], secrets: &Secrets) -> Result<Vec<Find>> {
    let known = secrets.found_in(own);
    let usual = tally(own);
    let mut finds = Vec::new();
    for file in files(folder)? {
        let bytes = readable(std::fs::read(&file).map_err(|source| Error::io(&file, source))?);
        let names: BTreeSet<usize> = secrets.found_in(&bytes).difference(&known).copied().collect();
        if !names.is_empty() {
            finds.push(Find { file: file.clone(), kind: "name", count: names.len() });
        }
        for (kind, count) in tally(&bytes) {
            let before = usual.get(&kind).copied().unwrap_or(0);
            if count > before {
                finds.push(Find { file: file.clone(), kind: kind.name(), count: count - before });
            }
        }
    }
    Ok(finds)
}

/// What a reader of a file reads: of a workbook the texts packed in it; of a picture none, for its words stand
/// in the page too, and other words it holds no room for.
#[must_use]
pub fn readable(bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(b"\x89PNG") {
        return Vec::new();
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return bytes;
    }
    let mut text = Vec::new();
    let Ok(mut packed) = ZipArchive::new(Cursor::new(&bytes)) else { return bytes };
    for at in 0..packed.len() {
        // What cannot be unpacked cannot be read by others either.
        let _ = packed.by_index(at).map(|mut entry| entry.read_to_end(&mut text));
        text.push(b'\n');
    }
    text
}

/// Personal information by kind.
fn tally(bytes: &[u8]) -> BTreeMap<Personal, usize> {
    let mut kinds = BTreeMap::new();
    for kind in String::from_utf8_lossy(bytes).lines().flat_map(personal) {
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|source| Error::io(&folder, source))?;
        for entry in entries {
            let path = entry.map_err(|source| Error::io(&folder, source))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_says_itself_is_no_find() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = Secrets::new(["活跃", "张三"].map(str::to_owned)).unwrap();
        std::fs::write(folder.path().join("a.md"), "活跃成员 12").unwrap();
        assert_eq!(scan(folder.path(), "活跃".as_bytes(), &secrets).unwrap(), []);
        std::fs::create_dir(folder.path().join("charts")).unwrap();
        std::fs::write(folder.path().join("charts/b.csv"), "url\nhttps://ex.com/张三\n13800138000\n").unwrap();
        let finds = scan(folder.path(), "活跃".as_bytes(), &secrets).unwrap();
        let kinds: Vec<(&str, usize)> = finds.iter().map(|find| (find.kind, find.count)).collect();
        assert_eq!(kinds, [("name", 1), ("mobile", 1)]);
    }
}
