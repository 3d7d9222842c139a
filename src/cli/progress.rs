//! Progress by bytes, on a terminal only; the one file that knows indicatif.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears once reading takes a noticeable while.
pub struct Bar {
    bar: Option<ProgressBar>,
    read: AtomicU64,
}

impl Bar {
    /// A bar on standard error when that is a terminal and `quiet` is off.
    #[must_use]
    pub fn new(quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {bytes} read, {bytes_per_sec}") {
                bar.set_style(style);
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
