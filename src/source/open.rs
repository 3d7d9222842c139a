//! Bytes of an input: a memory map for files, memory for standard input and what archives hold.

use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

use crate::error::{Error, Result};

/// The bytes of an input.
pub enum Bytes {
    /// A mapped file: pages are the system's cache, not this program's memory.
    Mapped(Mmap),
    /// Bytes in memory.
    Owned(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Bytes {
    /// Maps a file.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be opened or mapped.
    pub fn map(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|source| Error::io(path, source))?;
        let metadata = file.metadata().map_err(|source| Error::io(path, source))?;
        if metadata.len() == 0 || !metadata.is_file() {
            let mut bytes = Vec::new();
            (&file).read_to_end(&mut bytes).map_err(|source| Error::io(path, source))?;
            return Ok(Self::Owned(bytes));
        }
        #[expect(
            unsafe_code,
            reason = "an export is read-only input; another program cutting it while it is read is \
                                        the risk every mapped reader takes, and the gain is that memory does not follow \
                                        the file"
        )]
        // SAFETY: the map is read-only and lives as long as the value; see the reason above.
        let map = unsafe { Mmap::map(&file) };
        map.map(Self::Mapped).map_err(|source| Error::io(path, source))
    }

    /// Everything on standard input.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read.
    pub fn standard_input() -> Result<Self> {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|source| Error::io("-", source))?;
        Ok(Self::Owned(bytes))
    }

    /// Begins like a zip archive.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        self.starts_with(b"PK\x03\x04")
    }
}
