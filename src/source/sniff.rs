//! Which format claims an input, by its first bytes. One that is sure wins over those that are
//! not; two that are sure are an error a person settles with `--input-format`.

use std::path::Path;

use crate::error::{Error, Result};
use crate::format::{Confidence, FORMATS, Format, Head};

use super::open::Bytes;

/// Bytes looked at.
pub const HEAD: usize = 64 * 1024;

/// The format of a file.
///
/// # Errors
/// [`Error::Usage`] when two formats are sure.
pub fn sniff(bytes: &Bytes, path: &Path, name: &str) -> Result<Option<&'static Format>> {
    sniff_head(&bytes[..bytes.len().min(HEAD)], path, name)
}

/// The format of an input whose first bytes are `head`.
///
/// # Errors
/// [`Error::Usage`] when two formats are sure.
pub fn sniff_head(head: &[u8], path: &Path, name: &str) -> Result<Option<&'static Format>> {
    let head = Head { bytes: head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head), name };
    let claims: Vec<(Confidence, &'static Format)> = FORMATS
        .iter()
        .map(|format| ((format.sniff)(&head), *format))
        .filter(|(confidence, _)| *confidence != Confidence::No)
        .collect();
    let Some(best) = claims.iter().map(|(confidence, _)| *confidence).max() else { return Ok(None) };
    let best: Vec<&'static Format> =
        claims.iter().filter(|(confidence, _)| *confidence == best).map(|(_, format)| *format).collect();
    match best.as_slice() {
        [format] => Ok(Some(format)),
        [] => Ok(None),
        several => {
            let ids: Vec<&str> = several.iter().map(|format| format.id).collect();
            Err(Error::Usage(format!(
                "{}: could be any of {}; choose with --input-format ID",
                path.display(),
                ids.join(", ")
            )))
        }
    }
}
