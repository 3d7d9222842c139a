//! Every mistake of a settings file, not only the first: whoever mends a file wants the whole list. In: results as
//! they come. Out: what could be read, and the errors in the order of the file.

use crate::error::{Error, Result};

/// Mistakes found so far.
#[derive(Debug, Default)]
pub struct Faults(Vec<Error>);

impl Faults {
    /// The value read; its default and one mistake more where there is none.
    pub fn take<T: Default>(&mut self, read: Result<T>) -> T {
        self.keep(read).unwrap_or_default()
    }

    /// The value read; nothing and one mistake more where there is none.
    pub fn keep<T>(&mut self, read: Result<T>) -> Option<T> {
        read.map_err(|error| self.0.push(error)).ok()
    }

    /// Takes in mistakes; whether there were any.
    pub fn extend(&mut self, errors: Vec<Error>) -> bool {
        let any = !errors.is_empty();
        self.0.extend(errors);
        any
    }

    /// Every mistake, in the order of the file.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Error> {
        self.0.sort_by_key(|error| match error {
            Error::Config { line, at, .. } => (*line, at.unwrap_or_default()),
            _ => (0, 0),
        });
        self.0
    }
}
