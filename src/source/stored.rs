//! A store as an EXPORT: each of its groups is one input, read from Parquet instead of by a format. In: the folder of a
//! store. Out: an export a group, with what the exports it was made of could show.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Export, Found, take_aside, walk};
use crate::error::Result;
use crate::format::{self, Carries, Confidence, Format, Read, TimeKind};
use crate::store::{MARK, Manifest, Store};
use crate::unit::Text;

/// What stands in `inputs[].format` for a group of a store.
pub static STORED: Format = Format {
    id: "store",
    name: Text { zh: "群脉数据仓", en: "chatvitals store" },
    platform: "unknown",
    how_to_export: Text { zh: "chatvitals ingest 写出", en: "written by chatvitals ingest" },
    lacks: Text { zh: "", en: "" },
    extensions: &[],
    time: TimeKind::Epoch,
    carries: Carries::ALL,
    sniff: |_| Confidence::No,
    beside: &[],
    read: Read::File(|_, _, _| Ok(())),
};

/// A group of a store.
#[derive(Clone)]
pub struct Group {
    /// Its folder.
    pub folder: PathBuf,
    /// Its state when it was found.
    pub manifest: Arc<Manifest>,
}

impl Group {
    /// Bytes of its live files.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.manifest.files.iter().map(|file| file.bytes).sum()
    }

    /// What every export it was made of shows.
    #[must_use]
    pub fn carries(&self) -> Carries {
        let words = self.manifest.sources.iter().map(|source| Carries::of_words(&source.carries));
        words.reduce(Carries::both).unwrap_or(Carries::ALL)
    }

    /// Formats of those exports, each once.
    #[must_use]
    pub fn formats(&self) -> Vec<&'static Format> {
        let mut formats: Vec<&'static Format> = Vec::new();
        for format in self.manifest.sources.iter().filter_map(|source| format::find(&source.format)) {
            if !formats.iter().any(|known| known.id == format.id) {
                formats.push(format);
            }
        }
        formats
    }
}

/// The folder of the store whose mark a file is.
pub(super) fn root(path: &Path) -> Option<&Path> {
    path.parent().filter(|_| path.file_name().is_some_and(|name| name == MARK))
}

/// Takes every group of the store in `root`, and the side files lying in its folder.
///
/// # Errors
/// As [`Store::open`] and [`Store::groups`].
pub(super) fn take(root: &Path, found: &mut Found) -> Result<()> {
    for path in walk::siblings(root)? {
        take_aside(&path, found);
    }
    for (folder, manifest) in Store::open(root)?.groups()? {
        let stored = Some(Group { folder: folder.clone(), manifest: Arc::new(manifest) });
        found.exports.push(Export { path: folder, files: Vec::new(), format: &STORED, mapping: None, stored });
    }
    Ok(())
}
