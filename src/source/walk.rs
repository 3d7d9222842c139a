//! Folders → files, in the same order everywhere: by path, hidden ones left out, links to folders
//! not followed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// How deep folders may lie.
const DEPTH: usize = 32;

/// Every file below `folder`, by path.
///
/// # Errors
/// [`Error::Io`] for a folder that cannot be listed.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(folder, DEPTH, &mut files)?;
    files.sort();
    Ok(files)
}

/// The files right in `folder`, by path.
///
/// # Errors
/// [`Error::Io`] for a folder that cannot be listed.
pub fn siblings(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(folder, 0, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(|source| Error::io(folder, source))? {
        let entry = entry.map_err(|source| Error::io(folder, source))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type().map_err(|source| Error::io(&path, source))?;
        if kind.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files)?;
            }
        } else if kind.is_file() || path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
