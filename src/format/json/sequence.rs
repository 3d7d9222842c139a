//! Files that are not one list: lists, pages of an API and bare records, one a line or not, one
//! behind the other. In: the bytes of the file. Out: each record to its format, damage to the writer.
//! Apart from `records` and `keyed`, which read one list and one object of records.

use super::records::{Reading, Record, Resume};
use super::scan::{self, Fault, skip_space};
use super::start;
use super::value::Members;
use crate::error::Place;
use crate::frame::Writer;

/// Where reading goes on behind a value; `None` when nothing readable follows.
type Next = Option<usize>;

/// How the values of a file stand behind one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Each on a line of its own: a damaged one ends there.
    One,
    /// Spread over lines, or all on one.
    Free,
}

impl<'a> Reading<'a, '_> {
    /// Hands every record of the file to `take`, whose `Err` says why one cannot be kept. The file
    /// is a row of values: lists of records, pages that hold a list (or an object of records by
    /// id) under the keys of `path`, and records themselves. `Err` when it begins with no such value.
    pub fn sequence<R: Record<'a>>(
        &mut self,
        path: &[&[u8]],
        mut take: impl FnMut(&mut Writer, &R) -> Result<(), &'static str>,
    ) -> Result<(), Fault> {
        let bytes = self.bytes;
        let mut at = start(bytes);
        if !matches!(bytes.get(at), Some(b'[' | b'{')) {
            return Err(Fault::new(bytes, at, "it begins with no list and no record"));
        }
        let lines = Lines::of(bytes, at);
        loop {
            at = skip_space(bytes, at);
            let next = match bytes.get(at) {
                None => return Ok(()),
                // The bracket closes a list of pages.
                Some(b',' | b']') => Some(at + 1),
                Some(b'[') if holds_pages(bytes, at, path) => Some(at + 1),
                Some(b'[') => self.records(at, &mut take),
                Some(b'{') => self.object(at, lines, path, &mut take),
                Some(_) => self.garbage(at),
            };
            match next {
                Some(next) => at = next,
                None => return Ok(()),
            }
        }
    }

    /// A page or a record.
    fn object<R: Record<'a>>(
        &mut self,
        at: usize,
        lines: Lines,
        path: &[&[u8]],
        take: &mut impl FnMut(&mut Writer, &R) -> Result<(), &'static str>,
    ) -> Next {
        let end = match lines {
            Lines::One => line_end(self.bytes, at),
            Lines::Free => self.bytes.len(),
        };
        let line = self.bytes.get(..end).unwrap_or_default();
        let mut found = R::default();
        match self.walk(line, at, path, &mut found, take) {
            Ok(Walked::Page(next)) => next,
            Ok(Walked::Record(end)) => {
                if let Err(reason) = take(self.writer, &found) {
                    self.writer.reject(Place::Byte(at as u64), reason);
                }
                self.tick(end);
                Some(end)
            }
            Err((true, fault)) => {
                self.breaks_off(fault);
                if self.is_hopeless(at, fault) { None } else { next_line(self.bytes, fault.at.max(at)) }
            }
            Err((false, fault)) => {
                let cut = fault.ended && end < self.bytes.len();
                let fault =
                    if cut { Fault { what: "the line ends inside its record", ended: false, ..fault } } else { fault };
                let next = if self.is_hopeless(at, fault) { None } else { next_line(self.bytes, at) };
                let last = next.is_none() && lines == Lines::One && end < self.bytes.len();
                // A line that has its newline was written to its end.
                match self.lose(at, fault, if last { Some(end) } else { next }) {
                    Resume::At(next) => Some(next),
                    Resume::Nowhere => None,
                }
            }
        }
    }

    /// Walks an object: what stands under `path` record by record, everything else into `found`.
    /// The fault of a page, in which records may have been read, comes with `true`.
    fn walk<R: Record<'a>>(
        &mut self,
        line: &'a [u8],
        at: usize,
        path: &[&[u8]],
        found: &mut R,
        take: &mut impl FnMut(&mut Writer, &R) -> Result<(), &'static str>,
    ) -> Result<Walked, (bool, Fault)> {
        let mut page = false;
        let mut members = Members::open(line, at).map_err(|fault| (page, fault))?;
        while let Some(key) = members.key().map_err(|fault| (page, fault))? {
            let inside = path.split_first().filter(|(first, _)| **first == key).map(|(_, rest)| rest);
            let next = match (inside, line.get(members.at())) {
                (Some([]), Some(b'[')) => self.records(members.at(), &mut *take),
                (Some([]), Some(b'{')) => self.keyed_records(members.at(), &mut *take),
                (Some(rest), Some(b'{')) => match self.walk(line, members.at(), rest, &mut R::default(), take) {
                    Ok(Walked::Page(end)) => end,
                    // A page with nothing on it.
                    Ok(Walked::Record(end)) => Some(end),
                    Err((_, fault)) => return Err((true, fault)),
                },
                (inside, _) => {
                    page |= inside.is_some();
                    found.set(key, members.value().map_err(|fault| (page, fault))?);
                    continue;
                }
            };
            page = true;
            match next {
                Some(next) => members.go_on(next),
                None => return Ok(Walked::Page(None)),
            }
        }
        Ok(if page { Walked::Page(Some(members.at())) } else { Walked::Record(members.at()) })
    }

    /// Something that is no value: lost up to the next line that begins with one.
    fn garbage(&mut self, at: usize) -> Next {
        let fault = Fault { at, ended: false, what: "neither a list nor a record" };
        let next = next_line(self.bytes, at);
        self.writer.reject(Place::Byte(at as u64), fault.what);
        if next.is_none() {
            self.breaks_off(fault);
        }
        next
    }
}

/// What an object turned out to be, with where reading goes on.
enum Walked {
    Page(Next),
    Record(usize),
}

impl Lines {
    /// Learned from the first value: it ends in its line, or the next line begins with another.
    fn of(bytes: &[u8], at: usize) -> Self {
        let end = line_end(bytes, at);
        let line = bytes.get(..end).unwrap_or_default();
        let whole = scan::value(line, at).is_ok();
        let another = line.trim_ascii_end().ends_with(b"}") && bytes.get(end + 1) == Some(&b'{');
        if bytes.get(at) == Some(&b'{') && (whole || another) { Self::One } else { Self::Free }
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |newline| at + newline)
}

/// The next line that begins with a list or an object. A raw newline cannot stand in a text.
fn next_line(bytes: &[u8], at: usize) -> Next {
    let rest = bytes.get(at..)?;
    let mut lines = memchr::memchr_iter(b'\n', rest).map(|newline| at + newline + 1);
    lines.find(|line| matches!(bytes.get(*line), Some(b'{' | b'[')))
}

/// The list at `at` holds pages, not records: the first key of `path` is in its first element.
fn holds_pages(bytes: &[u8], at: usize, path: &[&[u8]]) -> bool {
    let (Some(wanted), Ok(mut members)) = (path.first(), Members::open(bytes, skip_space(bytes, at + 1))) else {
        return false;
    };
    while let Ok(Some(key)) = members.key() {
        if key == *wanted {
            return true;
        }
        if members.value().is_err() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::format::json::Value;
    use crate::frame::{Frames, Projection};

    #[derive(Default)]
    struct Numbered<'a>(Value<'a>);

    impl<'a> Record<'a> for Numbered<'a> {
        fn set(&mut self, key: &'a [u8], value: Value<'a>) {
            if key == b"n" {
                self.0 = value;
            }
        }

        fn is_whole(&self) -> bool {
            self.0.is_number()
        }
    }

    fn read(text: &str) -> (Vec<i64>, bool, Frames) {
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Vitals);
        let mut seen = Vec::new();
        let mut reading = Reading::new(text.as_bytes(), &mut writer, &|_| ());
        let found = reading.sequence(&[b"data", b"items"], |_, record: &Numbered<'_>| {
            seen.push(record.0.integer().ok_or("no number")?);
            Ok(())
        });
        drop(reading);
        (seen, found.is_ok(), writer.finish())
    }

    #[test]
    fn every_shape_of_file() {
        for (text, want, rejected, whole) in [
            (r#"[{"n":1},{"n":2}]"#, vec![1, 2], 0, true),
            ("[{\"n\":1}]\n[{\"n\":2}]", vec![1, 2], 0, true),
            ("{\"n\":1}\n\n{\"n\":2}\r\n{\"n\":3}", vec![1, 2, 3], 0, true),
            (r#"{"n":1}{"n":2}"#, vec![1, 2], 0, true),
            ("{\n \"n\": 1\n}\n{\n \"n\": 2\n}", vec![1, 2], 0, true),
            (
                r#"{"code":0,"data":{"more":true,"items":[{"n":1},{"n":2}],"t":""},"x":1}{"data":{"items":[{"n":3}]}}"#,
                vec![1, 2, 3],
                0,
                true,
            ),
            (r#"{"data":{"items":{"a":{"n":1},"b":{"n":2}}}}"#, vec![1, 2], 0, true),
            (r#"[{"data":{"items":[{"n":1}]}},{"data":{"items":[{"n":2}]}}]"#, vec![1, 2], 0, true),
            ("{\"data\":{\"more\":false}}\n{\"data\":null}\n{\"data\":{\"items\":null}}\n{\"n\":1}", vec![1], 0, true),
            (
                "{\"data\":{\"items\":[\n{\"n\":1},\n{\"n\":2}\n]},\"x\":1}\n{\"data\":{\"items\":[\n{\"n\":3}]}}",
                vec![1, 2, 3],
                0,
                true,
            ),
            // no record
            ("{\"errcode\":1}\n{\"n\":1}", vec![1], 1, true),
            // a line lost: quote, brace, cut, garbage
            ("{\"n\":1,\"t\":\"x}\n{\"n\":2}\n", vec![2], 1, true),
            ("{\"n\":1,\"t\":{\"a\":1}\n{\"n\":2}\n{\"n\":3}", vec![2, 3], 1, true),
            ("{\"n\":1}\nxx{\"n\":2}\n{\"n\":3}\n{\"n\":4,\n", vec![1, 3], 2, true),
            ("{\"n\":1}\n{\"n\":2,\"t\":\"x", vec![1], 1, false),
            ("{\"n\":1}\nthe end\n", vec![1], 1, false),
            // a page damaged outside and inside its records
            (
                "{\"data\":{\"items\":[{\"n\":1},{\"n\":2x},{\"n\":3}]},,}\n{\"data\":{\"items\":[{\"n\":4}]}}",
                vec![1, 3, 4],
                1,
                false,
            ),
            (r#"{"data":{"items":[{"n":1},{"n":2"#, vec![1], 1, false),
            (r#"{"data":{"items":[{"n":1}"#, vec![1], 0, false),
        ] {
            let (seen, found, frames) = read(text);
            assert_eq!((seen, found, frames.rejected), (want, true, rejected), "{text}");
            assert_eq!(frames.truncated.is_none(), whole, "{text}");
        }
        for text in ["", "hello", "\u{feff}"] {
            assert!(!read(text).1, "{text}");
        }
    }

    #[test]
    fn many_unclosed_records_end_in_time() {
        for piece in ["{\"n\":1,\"t\":[\n", "{\n\"n\":1}\n{\"t\":[\n", "{\"data\":{\"items\":{\"a\":{\"t\":["] {
            let (_, _, frames) = read(&piece.repeat(10_000));
            assert!(frames.rejected > 0 || frames.truncated.is_some());
        }
    }
}
