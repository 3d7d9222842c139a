//! An object that holds records by their id, read one by one, stepping over damage. In: the offset
//! of the object. Out: each record to its format, every unreadable one to the writer as a reject.
//! Apart from `records`, because what comes between two records here is a key.

use super::records::{Reading, Record, Resume, is_record, record};
use super::scan::{self, Fault, skip_space};
use crate::error::Place;
use crate::frame::Writer;

impl<'a> Reading<'a, '_> {
    /// As [`Reading::records`], over the members of the object at `at`: records by their id.
    pub fn keyed_records<R: Record<'a>>(
        &mut self,
        at: usize,
        mut take: impl FnMut(&mut Writer, &R) -> Result<(), &'static str>,
    ) -> Option<usize> {
        if self.bytes.get(at) != Some(&b'{') {
            return self.skip(at);
        }
        let layout = Indent::of(self.bytes, at + 1);
        let mut at = at + 1;
        loop {
            at = skip_space(self.bytes, at);
            match self.bytes.get(at) {
                Some(b'}') => return Some(at + 1),
                Some(b',') => at += 1,
                Some(_) => {
                    let mut found = R::default();
                    match layout.read(self.bytes, at, &mut found) {
                        Ok(end) => {
                            if let Err(reason) = take(self.writer, &found) {
                                self.writer.reject(Place::Byte(at as u64), reason);
                            }
                            self.tick(end);
                            at = end;
                        }
                        Err(fault) => {
                            let hopeless = self.is_hopeless(at, fault);
                            let next = if hopeless { None } else { layout.next::<R>(self.bytes, at) };
                            match self.lose(at, fault, next) {
                                Resume::At(next) => at = next,
                                Resume::Nowhere => return None,
                            }
                        }
                    }
                }
                None => {
                    self.writer.cut_short(Place::Byte(at as u64), "the file ends between two records");
                    return None;
                }
            }
        }
    }
}

/// How the members of an object are laid out, learned from the first.
#[derive(Clone, Copy)]
struct Indent<'a> {
    /// White space before each key, where each begins a line.
    of_key: Option<&'a [u8]>,
    /// The closing brace of a record stands alone on a line, indented as its key.
    spread: bool,
}

impl<'a> Indent<'a> {
    fn of(bytes: &'a [u8], at: usize) -> Self {
        let first = skip_space(bytes, at);
        let lead = bytes.get(at..first).unwrap_or_default();
        let of_key = memchr::memrchr(b'\n', lead).and_then(|newline| lead.get(newline + 1..));
        let opened = value_at(bytes, first).map_or(first, |at| at + 1);
        let inside = bytes.get(opened..skip_space(bytes, opened)).unwrap_or_default();
        Self { of_key, spread: of_key.is_some() && memchr::memchr(b'\n', inside).is_some() }
    }

    /// A record behind its key at `at`; after damage the key may be gone.
    fn read<R: Record<'a>>(self, bytes: &'a [u8], at: usize, into: &mut R) -> Result<usize, Fault> {
        let end = record(bytes, value_at(bytes, at)?, into)?;
        let indent = self.of_key.unwrap_or_default();
        let before = bytes.get(..end - 1).and_then(|before| before.strip_suffix(indent));
        // One that swallowed its neighbours for want of a bracket ends at another indentation.
        if self.spread && !before.is_some_and(|before| before.ends_with(b"\n")) {
            return Err(Fault { at: end, ended: false, what: "a bracket is missing" });
        }
        match bytes.get(skip_space(bytes, end)) {
            Some(b',' | b'}' | b'"') | None => Ok(end),
            Some(_) => Err(Fault { at: end, ended: false, what: "a comma or closing brace is expected here" }),
        }
    }

    /// Where the record after the damaged one at `start` begins.
    fn next<R: Record<'a>>(self, bytes: &'a [u8], start: usize) -> Option<usize> {
        let rest = bytes.get(start..)?;
        let Some(indent) = self.of_key else {
            let mut braces = memchr::memchr_iter(b'{', rest).map(|brace| start + brace);
            // The brace of the damaged record itself is not tried again.
            let own = value_at(bytes, start).unwrap_or(start);
            return braces.find(|at| *at > own && is_record::<R>(bytes, *at));
        };
        memchr::memchr_iter(b'\n', rest).map(|newline| start + newline + 1).find_map(|line| {
            let at = skip_space(bytes, line);
            let own = bytes.get(line..at)? == indent && bytes.get(at) == Some(&b'"');
            (own && value_at(bytes, at).is_ok_and(|value| bytes.get(value) == Some(&b'{'))).then_some(at)
        })
    }
}

/// Where the value of the member at `at` begins.
fn value_at(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    if bytes.get(at) != Some(&b'"') {
        return Ok(at);
    }
    let colon = skip_space(bytes, scan::string(bytes, at)?);
    match bytes.get(colon) {
        Some(b':') => Ok(skip_space(bytes, colon + 1)),
        _ => Err(Fault::new(bytes, colon, "a colon is expected here")),
    }
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
        let found = reading.keyed_records(0, |_, record: &Numbered<'_>| {
            seen.push(record.0.integer().ok_or("no number")?);
            Ok(())
        });
        drop(reading);
        (seen, found.is_some(), writer.finish())
    }

    #[test]
    fn damage_among_records_by_id_costs_one() {
        for (text, want, rejected, whole) in [
            (r#"{"a":{"n":1},"b":{"n":2x,"o":{"k":1}},"c":{"n":3}}"#, vec![1, 3], 1, true),
            (r#"{"a":{"n":1},"b":null,"c":{"n":3}}"#, vec![1, 3], 1, true),
            (r#"{"a":{"n":1},"b":{"n":2},"c:{"n":3},"d":{"n":4}}"#, vec![1, 2, 3, 4], 1, true),
            (
                "{\n  \"a\": {\n    \"n\": 1\n  },\n  \"b\": {\n    \"o\": {\n  },\n  \"c\": {\n    \"n\": 3\n  }\n}",
                vec![1, 3],
                1,
                true,
            ),
            (r#"{"a":{"n":1},"b":{"n":2"#, vec![1], 1, false),
        ] {
            let (seen, _, frames) = read(text);
            assert_eq!((seen, frames.rejected), (want, rejected), "{text}");
            assert_eq!(frames.truncated.is_none(), whole, "{text}");
        }
    }
}
