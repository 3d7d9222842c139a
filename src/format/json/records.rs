//! An array of records read one by one, stepping over damage. In: the offset of the array. Out:
//! each record to its format, every unreadable one to the writer as a reject, and where the array
//! ends. Every good record before and after a damaged place is kept.

use super::scan::{self, Fault, skip_space};
use super::value::{Members, Value};
use crate::error::Place;
use crate::format::Progress;
use crate::frame::Writer;

/// Records between two calls of the progress function.
const REPORT_EVERY: u64 = 4096;
/// How far a guessed beginning of a record is tried.
const TRIAL: usize = 1 << 20;

/// One record: the values of the keys its format knows.
pub(in crate::format) trait Record<'a>: Default {
    /// Keeps the value of a key, if the format wants it.
    fn set(&mut self, key: &'a [u8], value: Value<'a>);
    /// Holds what no record can do without; told apart by it from objects inside records.
    fn is_whole(&self) -> bool;
}

/// Reads the record that begins at `at` into an empty one; gives the offset behind it.
#[inline]
pub(in crate::format) fn record<'a, R: Record<'a>>(bytes: &'a [u8], at: usize, into: &mut R) -> Result<usize, Fault> {
    let mut members = Members::open(bytes, at)?;
    while let Some(key) = members.key()? {
        into.set(key, members.value()?);
    }
    Ok(members.at())
}

/// The reading of one input: its bytes, the writer, and what reports progress.
pub(in crate::format) struct Reading<'a, 'w> {
    /// Every byte of the input.
    pub bytes: &'a [u8],
    /// Where rows and rejects go.
    pub writer: &'w mut Writer,
    progress: Progress<'w>,
    /// Offset up to which progress has been reported.
    told: usize,
    seen: u64,
    wasted: usize,
}

/// What is read in the end, damaged or not, is every byte.
impl Drop for Reading<'_, '_> {
    fn drop(&mut self) {
        self.tell(self.bytes.len());
    }
}

/// How the records of an array are laid out, learned from the first.
#[derive(Clone, Copy)]
struct Layout<'a> {
    /// Each record begins a line; white space before it.
    indent: Option<&'a [u8]>,
    /// White space before the line the array opens on, and before the bracket that closes it.
    outer: &'a [u8],
    /// The closing brace of a record stands alone on a line, indented as the opening one.
    spread: bool,
}

/// Where reading goes on after damage.
pub(super) enum Resume {
    /// Here.
    At(usize),
    /// The input holds nothing more that can be read.
    Nowhere,
}

impl<'a, 'w> Reading<'a, 'w> {
    /// A reading that has seen nothing yet.
    pub fn new(bytes: &'a [u8], writer: &'w mut Writer, progress: Progress<'w>) -> Self {
        Self { bytes, writer, progress, told: 0, seen: 0, wasted: 0 }
    }

    /// One more record seen, of which `at` is the end.
    pub fn tick(&mut self, at: usize) {
        self.seen += 1;
        if self.seen.is_multiple_of(REPORT_EVERY) {
            self.tell(at);
        }
    }

    fn tell(&mut self, at: usize) {
        (self.progress)(at.saturating_sub(self.told) as u64);
        self.told = self.told.max(at);
    }

    /// Hands every record of the array at `at` to `take`, whose `Err` says why a record cannot be
    /// kept. Gives the offset behind the array; `None` when the input breaks off first, which the
    /// writer then knows.
    pub fn records<R: Record<'a>>(
        &mut self,
        at: usize,
        mut take: impl FnMut(&mut Writer, &R) -> Result<(), &'static str>,
    ) -> Option<usize> {
        if self.bytes.get(at) != Some(&b'[') {
            return self.skip(at);
        }
        let layout = Layout::of(self.bytes, at + 1);
        let mut at = at + 1;
        loop {
            at = skip_space(self.bytes, at);
            let mut record = R::default();
            match self.bytes.get(at) {
                Some(b']') => return Some(at + 1),
                Some(b',') => at += 1,
                Some(_) => match layout.read(self.bytes, at, &mut record) {
                    Ok(end) => {
                        if let Err(reason) = take(self.writer, &record) {
                            self.writer.reject(Place::Byte(at as u64), reason);
                        }
                        self.tick(end);
                        at = end;
                    }
                    Err(fault) => match self.step_over::<R>(layout, at, fault) {
                        Resume::At(next) => at = next,
                        Resume::Nowhere => return None,
                    },
                },
                None => {
                    self.writer.cut_short(Place::Byte(at as u64), "the file ends between two records");
                    return None;
                }
            }
        }
    }

    /// Goes behind the value at `at`; `None` when the input breaks off in it.
    pub fn skip(&mut self, at: usize) -> Option<usize> {
        match scan::value(self.bytes, at) {
            Ok(end) => Some(end),
            Err(fault) => {
                self.breaks_off(fault);
                None
            }
        }
    }

    /// The input breaks off or is damaged outside the records.
    pub fn breaks_off(&mut self, fault: Fault) {
        self.writer.cut_short(Place::Byte(fault.at as u64), fault.what);
    }

    fn step_over<R: Record<'a>>(&mut self, layout: Layout<'a>, start: usize, fault: Fault) -> Resume {
        let next = if self.is_hopeless(start, fault) { None } else { layout.next::<R>(self.bytes, start) };
        self.lose(start, fault, next)
    }

    /// Damage built to make every record scan the rest of the file must not cost hours.
    pub(super) fn is_hopeless(&mut self, start: usize, fault: Fault) -> bool {
        self.wasted += fault.at.saturating_sub(start);
        self.wasted > self.bytes.len().saturating_mul(8).saturating_add(64 << 20)
    }

    /// The record at `start` is lost; reading goes on at `next`, if anywhere.
    pub(super) fn lose(&mut self, start: usize, fault: Fault, next: Option<usize>) -> Resume {
        let place = Place::Byte(start as u64);
        match next {
            Some(next) => {
                self.writer.reject(place, format!("damaged: {} (byte {})", fault.what, fault.at));
                Resume::At(next)
            }
            None if fault.ended => {
                self.writer.truncated(place, "the file ends inside this record");
                Resume::Nowhere
            }
            None => {
                let reason = format!("damaged: {} (byte {}); nothing readable follows", fault.what, fault.at);
                self.writer.truncated(place, reason);
                Resume::Nowhere
            }
        }
    }
}

impl<'a> Layout<'a> {
    fn of(bytes: &'a [u8], at: usize) -> Self {
        let first = skip_space(bytes, at);
        let lead = bytes.get(at..first).unwrap_or_default();
        let indent = memchr::memrchr(b'\n', lead).and_then(|newline| lead.get(newline + 1..));
        let inside = bytes.get(first + 1..skip_space(bytes, first + 1)).unwrap_or_default();
        let line = bytes.get(..at).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |newline| newline + 1);
        let outer = bytes.get(line..skip_space(bytes, line)).unwrap_or_default();
        Self { indent, outer, spread: indent.is_some() && memchr::memchr(b'\n', inside).is_some() }
    }

    /// A record at `at` that ends as records of this layout end. One that swallowed its neighbours
    /// for want of a bracket ends at another indentation.
    #[inline]
    fn read<R: Record<'a>>(self, bytes: &'a [u8], at: usize, into: &mut R) -> Result<usize, Fault> {
        let end = record(bytes, at, into)?;
        if self.spread && !self.closes(bytes, end - 1) {
            return Err(Fault { at: end, ended: false, what: "a bracket is missing" });
        }
        match bytes.get(skip_space(bytes, end)) {
            Some(b',' | b']' | b'{') | None => Ok(end),
            Some(_) => Err(Fault { at: end, ended: false, what: "a comma or bracket is expected here" }),
        }
    }

    #[inline]
    fn closes(self, bytes: &[u8], brace: usize) -> bool {
        let indent = self.indent.unwrap_or_default();
        let before = bytes.get(..brace).unwrap_or_default();
        before.strip_suffix(indent).is_some_and(|before| before.ends_with(b"\n"))
    }

    /// Where the record after the damaged one at `start` begins, or where the array ends.
    fn next<R: Record<'a>>(self, bytes: &'a [u8], start: usize) -> Option<usize> {
        match self.indent {
            Some(indent) => self.next_line::<R>(indent, bytes, start),
            None => Self::next_whole::<R>(bytes, start + 1),
        }
    }

    /// A raw newline cannot stand in a string, so what begins a line is structure.
    fn next_line<R: Record<'a>>(self, indent: &[u8], bytes: &'a [u8], start: usize) -> Option<usize> {
        let rest = bytes.get(start..)?;
        memchr::memchr_iter(b'\n', rest).find_map(|newline| {
            let line = start + newline + 1;
            let at = skip_space(bytes, line);
            let lead = bytes.get(line..at)?;
            match bytes.get(at)? {
                b'{' if lead == indent => (!indent.is_empty() || is_record::<R>(bytes, at)).then_some(at),
                b']' if lead == self.outer && lead != indent => self.ends_alone(bytes, at + 1).then_some(at),
                _ => None,
            }
        })
    }

    /// The closing bracket of the array has its line to itself, but where nothing is indented.
    fn ends_alone(self, bytes: &[u8], after: usize) -> bool {
        match bytes.get(after) {
            Some(b',' | b'\n' | b'\r') | None => true,
            Some(b'}') => self.outer.is_empty(),
            Some(_) => false,
        }
    }

    /// Without line breaks a record can only be told from an object inside one by its keys.
    fn next_whole<R: Record<'a>>(bytes: &'a [u8], from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        memchr::memchr_iter(b'{', rest).map(|brace| from + brace).find(|at| is_record::<R>(bytes, *at))
    }
}

/// Whether a whole record begins at `at`.
pub(super) fn is_record<'a, R: Record<'a>>(bytes: &'a [u8], at: usize) -> bool {
    let end = bytes.len().min(at.saturating_add(TRIAL));
    let near = bytes.get(..end).unwrap_or_default();
    let mut tried = R::default();
    record(near, at, &mut tried).is_ok() && tried.is_whole()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::calendar::Zone;
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

    fn read(text: &str) -> (Vec<i64>, Option<usize>, Frames) {
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Vitals);
        let mut seen = Vec::new();
        let end = Reading::new(text.as_bytes(), &mut writer, &|_| ()).records(0, |_, record: &Numbered<'_>| {
            seen.push(record.0.integer().ok_or("no number")?);
            Ok(())
        });
        (seen, end, writer.finish())
    }

    #[test]
    fn damage_is_stepped_over() {
        for (text, want, rejected, whole) in [
            ("[]", vec![], 0, true),
            (r#"[{"n":1},{"n":2}]"#, vec![1, 2], 0, true),
            // a lost quote, minified
            (r#"[{"n":1},{"n":2,"t":"x},{"n":3},{"n":4}]"#, vec![1, 3, 4], 1, true),
            // an inner object is no record
            (r#"[{"n":1,"t":x,"o":{"k":2}},{"n":3}]"#, vec![3], 1, true),
            // something else than an object
            (r#"[{"n":1},5,{"n":2}]"#, vec![1, 2], 1, true),
            // a record without what it needs
            (r#"[{"n":1},{"m":1},{"n":2}]"#, vec![1, 2], 1, true),
            // laid out: lost quote, lost bracket, lost closing brace
            ("[\n {\n  \"n\": 1\n },\n {\n  \"t\": \"x,\n  \"n\": 2\n },\n {\n  \"n\": 3\n }\n]", vec![1, 3], 1, true),
            ("[\n {\n  \"n\": 1,\n  \"t\": [\n },\n {\n  \"n\": 3\n }\n]", vec![3], 1, true),
            ("[\n {\n  \"n\": 1,\n  \"t\": [\n   {\n    \"k\": 1\n   }\n,\n {\n  \"n\": 3\n }\n]}", vec![3], 1, true),
            ("[\n {\n  \"n\": 1\n },\n {\n  \"n\": 2, \"t\": \"x\n]", vec![1], 1, true),
            // cut inside, cut between
            (r#"[{"n":1},{"n":2,"t":"x"#, vec![1], 1, false),
            (r#"[{"n":1},"#, vec![1], 0, false),
        ] {
            let (seen, end, frames) = read(text);
            assert_eq!((seen, frames.rejected, end.is_some()), (want, rejected, whole), "{text}");
            assert_eq!(frames.truncated.is_none(), whole, "{text}");
        }
    }

    #[test]
    fn progress_adds_up_to_the_bytes() {
        let text = format!("[{{\"n\":1}}{}]", ",\n{\"n\":2}".repeat(10_000));
        let (calls, sum) = (AtomicU64::new(0), AtomicU64::new(0));
        let progress = |bytes| {
            calls.fetch_add(1, Ordering::Relaxed);
            sum.fetch_add(bytes, Ordering::Relaxed);
        };
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Vitals);
        Reading::new(text.as_bytes(), &mut writer, &progress).records(0, |_, _: &Numbered<'_>| Ok(()));
        assert_eq!((calls.into_inner(), sum.into_inner()), (3, text.len() as u64));
    }

    #[test]
    fn many_unclosed_records_end_in_time() {
        let text = format!("[{}", "\n {\"n\":1,\"t\":[".repeat(40_000));
        let (_, _, frames) = read(&text);
        assert!(frames.truncated.is_some());
    }
}
