//! Which mapping reads which table. In: the tables no format claims, the mappings given and those that
//! lie in EXPORT folders. Out: exports with their mapping; for the rest, which column is missing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::export::{Export, ExportFile, Place};
use super::open::Bytes;
use super::{Found, encoding, sniff};
use crate::error::{Error, Result};
use crate::format::{Format, Head, Looks, Mapping, Read};

/// A file whose ending fits a table.
pub struct Table {
    /// The file.
    pub file: ExportFile,
    /// The format that reads such tables.
    pub format: &'static Format,
    /// Why no format claims it; `None` for what stays unsaid, as with entries of archives.
    pub why: Option<String>,
    /// The id `--input-format` gave, under which it must be read.
    pub forced: Option<&'static str>,
}

/// A mapping and the folder it speaks for; `None` speaks for everything.
struct Scoped {
    mapping: Arc<Mapping>,
    scope: Option<PathBuf>,
}

/// A workbook is a zip, but no archive of exports.
pub fn is_workbook(name: &str) -> bool {
    let name = name.to_lowercase();
    [".xlsx", ".xlsm"].iter().any(|ending| name.ends_with(ending))
}

impl Found {
    /// Gives every table the mapping that fits it, or a reason why none does.
    ///
    /// # Errors
    /// [`Error::Config`] for a mapping that is none, [`Error::Usage`] when mappings are given and fit
    /// no file, or when `--input-format` asks for a table and none fits.
    pub(super) fn map(&mut self, given: &[PathBuf]) -> Result<()> {
        self.mappings.sort();
        self.mappings.dedup();
        let mut mappings = Vec::new();
        for path in given {
            mappings.push(Scoped { mapping: read(path)?, scope: None });
        }
        for path in self.mappings.iter().filter(|path| !given.iter().any(|known| same(known, path))) {
            mappings
                .push(Scoped { mapping: read(path)?, scope: Some(path.parent().unwrap_or(Path::new("")).to_owned()) });
        }
        let mut unfit = Vec::new();
        for table in std::mem::take(&mut self.tables) {
            match table.choose(&mappings)? {
                Ok(mapping) => {
                    let path = table.file.path.clone();
                    // An archive of which nothing was claimed is read after all.
                    self.unread.retain(|(archive, _)| *archive == path || !path.starts_with(archive));
                    self.exports.push(Export {
                        path,
                        files: vec![table.file],
                        format: table.format,
                        mapping: Some(mapping),
                        stored: None,
                    });
                }
                Err(reason) => {
                    unfit.push(format!("{}: {reason}", table.file.path.display()));
                    if let Some(id) = table.forced {
                        return Err(Error::Usage(format!("{} as {id}: {reason}", table.file.path.display())));
                    }
                    if table.why.is_some() || !mappings.is_empty() {
                        self.unread.push((table.file.path, reason));
                    }
                }
            }
        }
        let fits = |path: &PathBuf| {
            let by = |mapping: &Arc<Mapping>| mapping.path == *path;
            self.exports.iter().any(|export| export.mapping.as_ref().is_some_and(by))
        };
        if !given.is_empty() && !given.iter().any(fits) {
            let names: Vec<String> = given.iter().map(|path| path.display().to_string()).collect();
            let mut text = format!("--map {}: fits no file", names.join(", "));
            if unfit.is_empty() {
                text.push_str("; there is none it could read: every file is of a known format or no table (.csv, .tsv, .jsonl, .json, .xlsx, .xls)");
            }
            unfit.iter().take(5).for_each(|line| text.push_str(&format!("\n  {line}")));
            return Err(Error::Usage(text));
        }
        Ok(())
    }
}

impl Table {
    /// The mapping with the most columns of those that fit; given ones go before lying ones. Inside,
    /// the reason why none fits.
    fn choose(&self, mappings: &[Scoped]) -> Result<std::result::Result<Arc<Mapping>, String>> {
        let Read::Mapped(table) = self.format.read else { return Ok(Err("no table".to_owned())) };
        let speaks = |scoped: &&Scoped| {
            scoped.scope.as_ref().is_none_or(|scope| self.file.path.starts_with(scope) || scope.as_os_str() == ".")
        };
        let mut mappings = mappings.iter().filter(speaks).peekable();
        if mappings.peek().is_none() {
            let why = self.why.clone().unwrap_or_else(|| "no mapping; pass --map mapping.toml".to_owned());
            return Ok(Err(why));
        }
        let bytes = self.sample(table.looks_at)?;
        let head = Head { bytes: &bytes, name: &self.file.name };
        let mut best: Option<(bool, usize, &Arc<Mapping>)> = None;
        let mut reason = None;
        for Scoped { mapping, scope } in mappings {
            match (table.fits)(mapping, &head) {
                Ok(found) if best.is_none_or(|(given, most, _)| (scope.is_none(), found) > (given, most)) => {
                    best = Some((scope.is_none(), found, mapping));
                }
                Ok(_) => {}
                Err(missing) => {
                    let by = mapping.path.display();
                    reason.get_or_insert_with(|| format!("{missing} (mapping {by})"));
                }
            }
        }
        Ok(best.map(|(_, _, mapping)| Arc::clone(mapping)).ok_or_else(|| reason.unwrap_or_default()))
    }

    /// The bytes a mapping is held against.
    fn sample(&self, looks: Looks) -> Result<Bytes> {
        let bytes = match (looks, &self.file.place) {
            (Looks::Head, Place::Zip(archive, entry)) => Bytes::Owned(archive.head(entry, sniff::HEAD as u64)?),
            (Looks::Head, Place::Disk) => Bytes::map(&self.file.path)?,
            (Looks::Head, Place::Memory(bytes)) => Bytes::Owned(bytes.get(..sniff::HEAD).unwrap_or(bytes).to_vec()),
            (Looks::Whole, _) => return self.file.bytes(),
        };
        let head = bytes.get(..sniff::HEAD).unwrap_or(&bytes);
        Ok(Bytes::Owned(match self.file.encoding {
            Some(encoding) => encoding::decode(head, encoding),
            None => head.to_vec(),
        }))
    }
}

/// A table no format claims, opened for a proposal.
pub struct Opened {
    /// The format that would read it.
    pub format: &'static Format,
    /// Its first bytes in UTF-8, of a workbook every byte.
    pub bytes: Vec<u8>,
}

/// Opens a table no format claims.
///
/// # Errors
/// [`Error::Io`] when it cannot be read; [`Error::Usage`] when a format claims it, or its ending is no
/// table's.
pub fn open_table(path: &Path) -> Result<Opened> {
    let name = super::file_name(path);
    let bytes = Bytes::map(path)?;
    let head = bytes.get(..sniff::HEAD).unwrap_or(&bytes);
    if let Some((_, format)) = sniff::claims(head, &name).first() {
        return Err(Error::Usage(format!(
            "{}: is {} and read as such; no mapping is needed",
            path.display(),
            format.id
        )));
    }
    let format = crate::format::mapped(&name).ok_or_else(|| {
        Error::Usage(format!(
            "{}: no table; a mapping reads .csv, .tsv, .jsonl, .ndjson, .json, .xlsx, .xlsm and .xls",
            path.display()
        ))
    })?;
    let whole = matches!(format.read, Read::Mapped(table) if table.looks_at == Looks::Whole);
    let bytes = match encoding::detect(head).filter(|_| !whole) {
        Some(encoding) => encoding::decode(lines(&bytes), encoding),
        None if whole => bytes.to_vec(),
        None => lines(&bytes).to_vec(),
    };
    Ok(Opened { format, bytes })
}

/// The first bytes of a file, to the end of a line.
fn lines(bytes: &[u8]) -> &[u8] {
    const MOST: usize = 1 << 20;
    let head = bytes.get(..MOST).unwrap_or(bytes);
    let end = if head.len() < bytes.len() {
        memchr::memrchr(b'\n', head).map_or(head.len(), |newline| newline + 1)
    } else {
        head.len()
    };
    head.get(..end).unwrap_or(head)
}

fn read(path: &Path) -> Result<Arc<Mapping>> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
    Mapping::parse(path, &text).map(Arc::new)
}

fn same(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}
