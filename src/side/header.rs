//! The head of a side file: its encoding, its separator and its column names. In: bytes, then the
//! first row. Out: text, and where each wanted column stands. Apart from the rows because this is
//! where spreadsheets differ.

use std::borrow::Cow;
use std::path::Path;

use csv::StringRecord;
use encoding_rs::{Encoding, GB18030};

use crate::error::{Error, Result};

use super::table::Column;

/// Bytes of a side file as text, and what to tell about an encoding that is not UTF-8.
///
/// # Errors
/// [`Error::Config`] when the bytes are a workbook or in no encoding spreadsheets write.
pub fn decode<'a>(path: &Path, bytes: &'a [u8]) -> Result<(Cow<'a, str>, Option<String>)> {
    let config =
        |line, message: &str| Error::Config { path: path.to_owned(), line, at: None, message: message.to_owned() };
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(config(1, "this is a spreadsheet workbook, not CSV; save it as `CSV UTF-8`"));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        if encoding == encoding_rs::UTF_8 {
            return decode_plain(path, body);
        }
        return match encoding.decode_without_bom_handling_and_without_replacement(body) {
            Some(text) => Ok((text, Some(read_as(path, encoding)))),
            None => Err(config(1, "marked as UTF-16 but damaged; save the file as `CSV UTF-8`")),
        };
    }
    decode_plain(path, bytes)
}

fn decode_plain<'a>(path: &Path, bytes: &'a [u8]) -> Result<(Cow<'a, str>, Option<String>)> {
    let damage = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), None)),
        Err(error) => error.valid_up_to(),
    };
    if let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok((text, Some(read_as(path, GB18030))));
    }
    let before = bytes.get(..damage).unwrap_or(bytes);
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    let message = "neither UTF-8 nor GB18030; save the file as `CSV UTF-8`".to_owned();
    Err(Error::Config { path: path.to_owned(), line, at: None, message })
}

fn read_as(path: &Path, encoding: &'static Encoding) -> String {
    format!("{}: not UTF-8, read as {}; save it as `CSV UTF-8` to be sure", path.display(), encoding.name())
}

/// What separates the cells: `,`, or `;` or tab when the first line has no `,`.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|mark| first.as_bytes().contains(mark)).unwrap_or(b',')
}

/// Where the wanted columns stand.
pub struct Header {
    /// Every column name, lower case.
    pub names: Vec<String>,
    /// Column and its place, counted from 0.
    pub found: Vec<(&'static str, usize)>,
    /// Which columns nobody reads.
    pub notice: Option<String>,
}

/// Finds the wanted columns in a header row.
///
/// # Errors
/// A sentence when a column stands twice or a required one is missing.
pub fn find(record: &StringRecord, wanted: &[Column]) -> std::result::Result<Header, String> {
    let names: Vec<String> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    let mut strange: Vec<&str> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match wanted.iter().find(|column| column.name == name) {
            Some(column) if found.iter().any(|(known, _)| *known == column.name) => {
                return Err(format!("column `{name}` stands twice in the header; keep one"));
            }
            Some(column) => found.push((column.name, at)),
            None if name.is_empty() => {}
            None => strange.push(name),
        }
    }
    let absent = |column: &&Column| !found.iter().any(|(name, _)| *name == column.name);
    if let Some(column) = wanted.iter().filter(|column| column.required).find(absent) {
        return Err(missing(column.name, &names));
    }
    let absent: Vec<&'static str> = wanted.iter().filter(absent).map(|column| column.name).collect();
    Ok(Header { notice: ignored(&strange, &absent), found, names })
}

/// What to say when `column` is not there: what is, and which of it may be meant.
#[must_use]
pub fn missing(column: &str, names: &[String]) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let hint = nearest(column, &names)
        .map_or_else(|| "add it".to_owned(), |name| format!("rename `{name}`, the nearest, to `{column}`"));
    format!("required column `{column}` is missing, found {}; {hint}", shown.join(", "))
}

fn ignored(strange: &[&str], missing: &[&'static str]) -> Option<String> {
    let describe = |name: &&str| match nearest(name, missing) {
        Some(known) => format!("`{name}` (did you mean `{known}`?)"),
        None => format!("`{name}`"),
    };
    let names: Vec<String> = strange.iter().map(describe).collect();
    (!names.is_empty()).then(|| format!("columns ignored: {}", names.join(", ")))
}

/// The candidate a misspelt or half-written name most likely means.
fn nearest<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let score = |candidate: &str| {
        if candidate.contains(name) || name.contains(candidate) {
            return 0.9;
        }
        strsim::normalized_damerau_levenshtein(name, candidate)
    };
    let scored = candidates.iter().filter(|c| !c.is_empty()).map(|c| (score(c), *c));
    scored.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_spreadsheets_are_read() {
        let path = Path::new("roster.csv");
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("张三".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, told) in [
            ("张三".as_bytes().to_vec(), false),
            ("\u{feff}张三".as_bytes().to_vec(), false),
            (vec![0xd5, 0xc5, 0xc8, 0xfd], true),
            (utf16, true),
        ] {
            let (text, notice) = decode(path, &bytes).unwrap();
            assert_eq!(text, "张三");
            assert_eq!(notice.is_some(), told);
        }
    }

    #[test]
    fn undecodable_bytes_name_their_line() {
        let error = decode(Path::new("a.csv"), b"ok\nok\n\xff\xff").unwrap_err();
        assert_eq!(error.to_string(), "a.csv:3: neither UTF-8 nor GB18030; save the file as `CSV UTF-8`");
        let error = decode(Path::new("a.csv"), b"PK\x03\x04rest").unwrap_err();
        assert!(error.to_string().contains("workbook"), "{error}");
    }

    #[test]
    fn the_first_line_decides_the_separator() {
        for (text, mark) in [("a,b;c", b','), ("a;b", b';'), ("\n\na\tb", b'\t'), ("a", b','), ("", b',')] {
            assert_eq!(delimiter(text), mark, "{text:?}");
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("account_id", &["acount_id", "name"]), Some("acount_id"));
        assert_eq!(nearest("account_id", &["id", "phone"]), Some("id"));
        assert_eq!(nearest("url", &["phone"]), None);
    }
}
