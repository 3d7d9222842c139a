//! Bytes of a log → text in UTF-8: unpacked when gzipped, a workbook or an HTML table turned into
//! CSV, GB18030 and UTF-16 decoded. In: the bytes of a file. Out: the text its reader takes.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, GB18030, UTF_8};
use flate2::bufread::MultiGzDecoder;

use super::HEAD;
use super::sheet;

/// Largest text a packed log may unpack to.
const MOST: u64 = 4 << 30;
/// Largest workbook looked into.
const WORKBOOK: usize = 64 << 20;

/// The beginning of a file as text; `None` when it can be no log.
#[must_use]
pub fn head(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if is_gzip(bytes) {
        let mut text = Vec::new();
        let packed = bytes.get(..HEAD * 4).unwrap_or(bytes);
        // The packed head is cut, so unpacking it ends in an error as a rule.
        let _ = MultiGzDecoder::new(packed).take(HEAD as u64).read_to_end(&mut text);
        return Some(Cow::Owned(decode(&text).into_owned()));
    }
    if sheet::is_workbook(bytes) {
        return (bytes.len() <= WORKBOOK).then(|| sheet::workbook(bytes).ok()).flatten().map(Cow::Owned);
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // A zero byte stands in no text but UTF-16, which says what it is.
    if Encoding::for_bom(head).is_none() && memchr::memchr(0, head).is_some() {
        return None;
    }
    let text = decode(head);
    Some(if sheet::is_html(&text) { Cow::Owned(sheet::html(&text)) } else { text })
}

/// The whole file as text.
///
/// # Errors
/// A sentence when it cannot be unpacked.
pub fn whole(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    if is_gzip(bytes) {
        let mut text = Vec::new();
        let read = MultiGzDecoder::new(bytes).take(MOST + 1).read_to_end(&mut text);
        if text.len() as u64 > MOST {
            return Err(format!("unpacks to more than {MOST} bytes; unpack it and split it"));
        }
        // A log that was being written when it was packed keeps what can be unpacked.
        if let (Err(error), true) = (read, text.is_empty()) {
            return Err(format!("cannot be unpacked ({error}); copy it again"));
        }
        return Ok(Cow::Owned(decode(&text).into_owned()));
    }
    if sheet::is_workbook(bytes) {
        return sheet::workbook(bytes).map(Cow::Owned);
    }
    let text = decode(bytes);
    Ok(if sheet::is_html(&text) { Cow::Owned(sheet::html(&text)) } else { text })
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

/// UTF-8 as it is, marked UTF-16 and plain GB18030 decoded; bytes of no encoding stay, for a server
/// log may hold anything.
fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        if encoding == UTF_8 {
            return Cow::Borrowed(body);
        }
        return Cow::Owned(encoding.decode_without_bom_handling(body).0.into_owned().into_bytes());
    }
    let Err(damage) = simdutf8::compat::from_utf8(bytes) else { return Cow::Borrowed(bytes) };
    // A character cut by the end of the head is no damage.
    if damage.error_len().is_none() {
        return Cow::Borrowed(bytes);
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Cow::Owned(text.into_owned().into_bytes()),
        None if looks_chinese(bytes) => {
            Cow::Owned(GB18030.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
        }
        None => Cow::Borrowed(bytes),
    }
}

/// A head of GB18030 cut inside a character: nearly every pair of high bytes decodes.
fn looks_chinese(bytes: &[u8]) -> bool {
    let (text, damaged) = (GB18030.decode_without_bom_handling(bytes).0, bytes.len() < HEAD);
    !damaged && text.chars().filter(|c| *c == '\u{fffd}').count() <= 1
}
