//! The library's one error type, and the reject: a bad record inside a good file. An `Error` means
//! the job cannot be done (exit 2); a `Reject` is counted, located and shown, and reading goes on.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Result of the library.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the job could not be done. Every variant says what, where and what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The command line asks for something that does not exist or does not fit.
    #[error("{0}")]
    Usage(String),
    /// There is no export, or none that holds anything.
    #[error("{0}")]
    NoExport(String),
    /// A file claims a format but cannot be read as it.
    #[error("{} ({place}): {message}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Where in it.
        place: Place,
        /// What was expected, what was found, what to do.
        message: String,
    },
    /// A side file or charter is wrong.
    #[error("{}:{line}: {message}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// Byte of the file, counted from 0, where that is known.
        at: Option<usize>,
        /// What is wrong and what would be right, naming the key or column.
        message: String,
    },
    /// The frames could not be built or grouped: a defect of this program, never of the input.
    #[error("internal: {0}")]
    Frame(String),
}

impl Error {
    /// An I/O error with the path it happened at.
    pub fn io(path: impl AsRef<Path>, source: io::Error) -> Self {
        Self::Io { path: path.as_ref().to_owned(), source }
    }
}

/// A place in a file that a person can go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Byte offset, counted from 0.
    Byte(u64),
    /// Line, counted from 1.
    Line(u64),
    /// The file as a whole.
    Whole,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Whole => f.write_str("whole file"),
        }
    }
}

/// A record that could not be kept, and why. Counted in `inputs[].rejected`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Where the record begins.
    pub place: Place,
    /// What is wrong with it; never the message's text.
    pub reason: String,
    /// The file ends inside this record, or is damaged so that what follows may be lost.
    pub truncated: bool,
}
