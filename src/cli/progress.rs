//! Progress by bytes, on a terminal only; the one file that knows indicatif.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears once reading takes a noticeable while.
pub struct Bar {
    bar: Option<ProgressBar>,
    read: AtomicU64,
}

impl Bar {
    /// A bar over the bytes of `exports` on standard error, when that is a terminal and `quiet` is
    /// off.
    #[must_use]
    pub fn new(quiet: bool, exports: &[PathBuf]) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(exports.iter().map(|path| size(path)).sum());
            let template = "[{bar:30}] {bytes} of {total_bytes}, {bytes_per_sec}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar
        });
        Self { bar, read: AtomicU64::new(0) }
    }

    /// Adds bytes.
    pub fn add(&self, bytes: u64) {
        let read = self.read.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if let Some(bar) = &self.bar {
            bar.set_position(read);
        }
    }

    /// Clears the bar.
    pub fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Bytes of a file, or of all files below a folder; what cannot be looked at counts nothing here and
/// is reported where it is read.
fn size(path: &Path) -> u64 {
    let Ok(metadata) = path.symlink_metadata() else { return 0 };
    if !metadata.is_dir() {
        return metadata.len();
    }
    let Ok(entries) = path.read_dir() else { return 0 };
    entries.flatten().map(|entry| size(&entry.path())).sum()
}
