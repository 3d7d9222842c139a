//! Where text goes: standard output, standard error, or a file written beside its place and moved
//! there when whole.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::error::{Error, Result};

use super::Outcome;
use super::args::ColorArg;

/// Standard output.
pub struct Out(io::StdoutLock<'static>);

impl Out {
    /// Locks standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self(io::stdout().lock())
    }

    /// Writes bytes and flushes.
    ///
    /// # Errors
    /// [`Error::Io`], a closed pipe included.
    pub fn bytes(mut self, bytes: &[u8]) -> Result<Outcome> {
        self.0.write_all(bytes).and_then(|()| self.0.flush()).map_err(|source| Error::io("standard output", source))?;
        Ok(Outcome::Done)
    }

    /// Writes a text.
    ///
    /// # Errors
    /// As [`Out::bytes`].
    pub fn text(self, text: &str) -> Result<Outcome> {
        self.bytes(text.as_bytes())
    }
}

/// An error, for people, on standard error.
pub fn complain(error: &Error) {
    let _ = writeln!(io::stderr().lock(), "error: {error}");
}

/// A remark on standard error.
pub fn remark(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether standard output takes colour.
#[must_use]
pub fn colored(choice: ColorArg) -> bool {
    match choice {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var("TERM").map_or(true, |term| term != "dumb")
        }
    }
}

/// Temporary things to sweep when the process is told to stop.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Sweeps what is half written when Ctrl-C comes, and ends the process as a shell expects.
pub fn sweep_on_interrupt() {
    let _ = ctrlc::set_handler(|| {
        let pending = PENDING.lock().map(|mut pending| std::mem::take(&mut *pending)).unwrap_or_default();
        for path in pending {
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
        #[expect(clippy::exit, reason = "a signal handler has nowhere to return to")]
        std::process::exit(130);
    });
}

/// A folder or file under construction beside its place; gone again unless [`Pending::commit`]ted.
pub struct Pending {
    path: PathBuf,
    place: PathBuf,
    committed: bool,
}

impl Pending {
    /// A name beside `place` that is not taken. A link is followed to what it names, and a place
    /// that is neither file nor folder (a pipe, `/dev/null`) is written to itself: moving a file
    /// over it would take the device away from everybody else.
    ///
    /// # Errors
    /// [`Error::Io`] when the folder around it cannot be made.
    pub fn beside(place: &Path) -> Result<Self> {
        let resolved = place.canonicalize().unwrap_or_else(|_| place.to_owned());
        let place = resolved.as_path();
        if place.exists() && !place.is_file() && !place.is_dir() {
            return Ok(Self { path: place.to_owned(), place: place.to_owned(), committed: true });
        }
        let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|source| Error::io(parent, source))?;
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = parent.join(format!(".{name}.{}.part", std::process::id()));
        if let Ok(mut pending) = PENDING.lock() {
            pending.push(path.clone());
        }
        Ok(Self { path, place: place.to_owned(), committed: false })
    }

    /// Where to write.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves it to its place; what stood there before is gone.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be moved.
    pub fn commit(mut self) -> Result<()> {
        if self.committed {
            return Ok(());
        }
        let old = self.path.with_extension("old");
        if self.place.is_dir() {
            // Renaming over a full folder is refused: the old one steps aside first.
            fs::rename(&self.place, &old).map_err(|source| Error::io(&self.place, source))?;
        }
        fs::rename(&self.path, &self.place).map_err(|source| Error::io(&self.place, source))?;
        self.committed = true;
        let _ = fs::remove_dir_all(&old);
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.committed {
            let _ = fs::remove_dir_all(&self.path).or_else(|_| fs::remove_file(&self.path));
        }
        if let Ok(mut pending) = PENDING.lock() {
            pending.retain(|path| *path != self.path);
        }
    }
}
