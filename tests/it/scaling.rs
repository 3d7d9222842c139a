//! Reading takes time in proportion to size. In: files built to be slow, the kinds that once were. Out:
//! readings that end at all: without their mending each takes minutes.

use std::path::Path;

use chatvitals::calendar::Zone;
use chatvitals::format::{self, Alone, Format, Input, Mapping, Read};
use chatvitals::frame::{Frames, Projection, Writer};

use crate::support;

/// Bytes of a grown file, before it is grown four times as far.
const SIZE: usize = 64 << 10;

/// What the columns of a table for a mapping are.
const MAP: &str = "platform = \"x\"\n[columns]\ntime = \"time\"\nsender_name = \"name\"\ngroup = \"group\"\n";

/// A way a file grows to a size.
struct Grown<'a> {
    what: String,
    make: Box<dyn Fn(usize) -> Vec<u8> + 'a>,
}

/// `before`, then `piece` of a number until the size is reached, then `after`.
fn filled(before: &[u8], after: &[u8], size: usize, piece: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let mut out = before.to_vec();
    let mut number = 0;
    while out.len() < size {
        out.extend(piece(number));
        number += 1;
    }
    out.extend_from_slice(after);
    out
}

fn numbered(piece: &str, count: usize) -> Vec<u8> {
    piece.replace('#', &count.to_string()).into_bytes()
}

fn frames(format: &Format, bytes: &[u8], name: &str) -> Frames {
    let Read::Mapped(table) = format.read else {
        return support::read(format, bytes, name).unwrap_or_default();
    };
    let mapping = Mapping::parse(Path::new("mapping.toml"), MAP).unwrap();
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    let input = Input { bytes, path: Path::new(name), name, nearby: &Alone };
    let _ = (table.read)(&input, &mapping, &mut writer, &|_| ());
    writer.finish()
}

/// A file that repeats a numbered piece between two others.
fn repeated(head: &'static str, piece: &'static str, tail: &'static str) -> Grown<'static> {
    let make = move |size| filled(head.as_bytes(), tail.as_bytes(), size, |count| numbered(piece, count));
    Grown { what: piece.to_owned(), make: Box::new(make) }
}

/// Growths whose readings took time by the square of their size once: the format, the way, a size.
fn slow_once() -> Vec<(&'static Format, Grown<'static>, usize)> {
    const CHATLAB: &str = "{\"_type\":\"header\",\"chatlab\":{\"version\":\"0.0.2\"},\"meta\":{\"name\":\"x\"}}\n{\"_type\":\"message\",\"sender\":\"1\",\"timestamp\":1760000001,\"type\":0,\"content\":\"";
    const PAGE: &str = "<script>const chatMessages = [\n{ type:1, text: '";
    const PAGE_END: &str = "',is_send:0,timestamp:1709258400,is_chatroom:1,displayname:'x'},\n];</script></html>";
    const TALKER: &str = "{\"seq\":1709258400001,\"time\":\"2024-03-01T10:00:00+08:00\",\"talker\":\"#@chatroom\",\"sender\":\"a\",\"type\":1,\"content\":\"x\"},";
    let blank = Grown {
        what: "links before a long blank".to_owned(),
        make: Box::new(|size| {
            let links = filled(CHATLAB.as_bytes(), &[], size / 2, |_| b"http://a.b/c ".to_vec());
            filled(&links, b".\"}\n", size, |_| b" ".to_vec())
        }),
    };
    [
        ("chatlab-jsonl", repeated(CHATLAB, "http://a.b/# ", "\"}\n"), SIZE),
        ("chatlab-jsonl", blank, SIZE),
        ("memotrace-html", repeated(PAGE, "<a", PAGE_END), SIZE),
        ("chatlog-json", repeated("[", TALKER, "{}]"), SIZE * 16),
        ("mapped-csv", repeated("time,name,group\n", "2026-03-02 09:00:00,a,g#\n", ""), SIZE * 4),
    ]
    .map(|(id, grown, size)| (format::find(id).unwrap(), grown, size))
    .into()
}

#[test]
fn what_was_slow_once_ends() {
    for (format, grown, size) in slow_once() {
        let frames = frames(format, &(grown.make)(size * 4), "x");
        assert!(frames.messages.len() as u64 + frames.rejected == frames.read && frames.read > 0, "{}", grown.what);
    }
}
