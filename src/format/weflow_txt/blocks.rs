//! The blocks of a text: a header line and the body below it. In: the bytes. Out: time, name and
//! body of one block after the other, borrowed; text that belongs to none, by its line. Apart because
//! the text is walked twice.

use crate::format::clock;
use crate::frame::Time;

/// One message or system line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a> {
    pub time: Time,
    pub name: &'a [u8],
    /// Without the white space around it.
    pub body: &'a [u8],
    /// Offset behind it.
    pub end: usize,
}

/// Walks the blocks; `Err` is the number of a line that belongs to none.
pub(super) struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Blocks<'a> {
    /// The blocks from an offset on.
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, line: 0 }
    }

    /// The line that begins at `at`, without its end, and where the next begins.
    fn line(&self, at: usize) -> Option<(&'a [u8], usize)> {
        let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        Some((rest.get(..length)?, at + length + 1))
    }

    /// Where the body that begins at `at` ends: before a header below an empty line, or at the end.
    fn body(&mut self, at: usize) -> usize {
        let (mut at, mut empty) = (at, false);
        while let Some((line, next)) = self.line(at) {
            if empty && header(line).is_some() {
                return at;
            }
            empty = line.trim_ascii().is_empty();
            self.line += 1;
            at = next;
        }
        self.bytes.len()
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Result<Block<'a>, u64>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, next) = self.line(self.at)?;
            self.line += 1;
            self.at = next;
            if let Some((time, name)) = header(line) {
                let end = self.body(next).max(next.min(self.bytes.len()));
                let body = self.bytes.get(next..end).unwrap_or_default().trim_ascii();
                self.at = end;
                return Some(Ok(Block { time, name, body, end }));
            }
            if !line.trim_ascii().is_empty() {
                return Some(Err(self.line));
            }
        }
    }
}

/// Time and name of a header line. A name may hold quotes; the last one closes it.
pub(super) fn header(line: &[u8]) -> Option<(Time, &[u8])> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // A byte order mark may stand where files were joined.
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    if !line.first()?.is_ascii_digit() {
        return None;
    }
    let name = line.get(19..)?.strip_prefix(b" '")?.strip_suffix(b"'")?;
    match clock::iso(line.get(..19)?)? {
        time @ Time::Local(_) => Some((time, name)),
        Time::Utc(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        Blocks::new(text.as_bytes(), 0)
            .map(|piece| match piece {
                Ok(block) => {
                    let word = |bytes| String::from_utf8_lossy(bytes).into_owned();
                    format!("{}|{}", word(block.name), word(block.body))
                }
                Err(line) => format!("line {line}"),
            })
            .collect()
    }

    #[test]
    fn blocks() {
        let first = "2024-03-01 10:00:00 '甲'\n";
        for (text, want) in [
            (format!("{first}早\n\n{first}晚\n\n"), vec!["甲|早", "甲|晚"]),
            (format!("{first}一\n\n二\n\n{first}三"), vec!["甲|一\n\n二", "甲|三"]),
            // A pasted header is text where no empty line stands before it.
            (format!("{first}看：\n{first}早\n\n"), vec!["甲|看：\n2024-03-01 10:00:00 '甲'\n早"]),
            (format!("{first}\n\n{first}晚\n"), vec!["甲|", "甲|晚"]),
            ("2024-03-01 10:00:00 'O'Neil'\r\nhi\r\n\r\n".to_owned(), vec!["O'Neil|hi"]),
            (format!("散句\n\n{first}早\n"), vec!["line 1", "甲|早"]),
            ("2024-13-01 10:00:00 '甲'\n".to_owned(), vec!["line 1"]),
            (first.trim_end().to_owned(), vec!["甲|"]),
            (String::new(), vec![]),
        ] {
            assert_eq!(told(&text), want, "{text}");
        }
    }
}
