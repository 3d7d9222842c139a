//! What the fuzz targets share. In: bytes the fuzzer made up, a first line that names a reader before
//! them (or one byte that chooses one). Out: nothing, or a panic where the reader panics, loses a
//! record or counts one twice. The readers come from the crate's own lists, so a new format is fuzzed
//! by being in them.

pub mod packed;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use chatvitals::calendar::Zone;
use chatvitals::format::{self, Alone, FORMATS, Format, Input, Mapping, Read};
use chatvitals::frame::{Frames, Projection, Writer};
use chatvitals::side::{self, Side};
use chatvitals::source;
use chatvitals::unit::Lang;

/// One file of how many is sniffed, told by its length.
const SNIFFED: usize = 16;

/// Formats that share their low-level reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// JSON and JSON Lines.
    Json,
    /// Text, line by line or block by block.
    Lines,
    /// HTML and MHT.
    Html,
    /// CSV and TSV.
    Csv,
}

impl Family {
    /// The endings of its files.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Json => &["json", "jsonl", "ndjson"],
            Self::Lines => &["txt", "log", "md", "weechatlog"],
            Self::Html => &["html", "htm", "mht", "mhtml"],
            Self::Csv => &["csv", "tsv"],
        }
    }
}

/// Reads one file.
#[derive(Clone, Copy)]
pub(crate) enum Reader {
    /// An export; the name is what a file of it may be called.
    Export(&'static Format, &'static str),
    /// A click log, told by its content.
    Log,
    /// A side file of this name.
    Side(&'static str),
}

impl Reader {
    fn id(self) -> &'static str {
        match self {
            Self::Export(format, _) => format.id,
            Self::Log => "log",
            Self::Side(name) => name,
        }
    }
}

/// The readers of a family.
fn readers(family: Family) -> Vec<Reader> {
    let mut readers = Vec::new();
    for format in FORMATS {
        let ending = format.extensions.iter().find(|ending| family.endings().contains(ending));
        readers.extend(ending.map(|ending| Reader::Export(format, ending)));
    }
    if family == Family::Csv {
        readers.extend(side::SIDE_FILES.iter().map(|file| Reader::Side(file.name)));
    }
    readers.push(Reader::Log);
    readers
}

/// Reads `data` by a reader of a family: the one its first line names, else the one its first byte
/// chooses.
pub fn read(family: Family, data: &[u8]) {
    let readers = readers(family);
    let Some((reader, bytes)) = choose(&readers, data) else { return };
    read_as(reader, bytes);
}

/// The reader `data` asks for, and the bytes for it.
pub(crate) fn choose<'a>(readers: &[Reader], data: &'a [u8]) -> Option<(Reader, &'a [u8])> {
    let line = data.iter().take(40).position(|byte| *byte == b'\n');
    if let Some(end) = line
        && let Some(reader) = readers.iter().find(|reader| reader.id().as_bytes() == &data[..end])
    {
        return Some((*reader, &data[end + 1..]));
    }
    let (first, rest) = data.split_first()?;
    Some((*readers.get(usize::from(*first) % readers.len())?, rest))
}

/// Reads a file by a reader, in both projections.
pub(crate) fn read_as(reader: Reader, bytes: &[u8]) {
    match reader {
        Reader::Export(format, ending) => {
            let name = format!("x.{ending}");
            // Asking every format takes longer than reading as one.
            if bytes.len().is_multiple_of(SNIFFED) {
                let _ = source::claims(&bytes[..bytes.len().min(64 << 10)], &name);
            }
            let both = [Projection::Full, Projection::Vitals].map(|projection| export(format, &name, bytes, projection));
            if let [Some(full), Some(vitals)] = both {
                assert_eq!(full.messages.len(), vitals.messages.len(), "{}: messages by projection", format.id);
                assert_eq!(full.rejected, vitals.rejected, "{}: rejects by projection", format.id);
                assert_eq!(full.links, vitals.links, "{}: links by projection", format.id);
            }
        }
        Reader::Log => {
            let _ = Side::default().read_log(Path::new("x.log"), bytes, &mut zone(), None);
        }
        Reader::Side(name) => {
            let _ = Side::default().read(Path::new(name), bytes, &mut zone());
        }
    }
}

fn export(format: &Format, name: &str, bytes: &[u8], projection: Projection) -> Option<Frames> {
    let mut writer = Writer::new(zone(), projection);
    let done = match format.read {
        Read::Mapped(table) => {
            let mapping = mapping(format, bytes, name)?;
            let input = Input { bytes, path: Path::new(name), name, nearby: &Alone };
            (table.read)(&input, &mapping, &mut writer, &|_| ())
        }
        Read::File(_) | Read::Folder(_) => format.read_alone(bytes, name, &mut writer, &|_| ()),
    };
    let frames = writer.finish();
    law(&frames, format.id);
    done.ok().map(|()| frames)
}

/// The mapping that is proposed for a table, or one that names the columns of the fixtures.
fn mapping(format: &Format, bytes: &[u8], name: &str) -> Option<Mapping> {
    const PLAIN: &str = "platform = \"x\"\noptional = [\"text\", \"kind\", \"url\"]\n[columns]\ntime = \"time\"\nsender_name = \"sender\"\ntext = \"text\"\nkind = \"kind\"\nurl = \"url\"\n";
    static FALLBACK: LazyLock<Option<Mapping>> =
        LazyLock::new(|| Mapping::parse(Path::new("mapping.toml"), PLAIN).ok());
    let proposed = format::propose(format, bytes, name, Lang::En).ok();
    proposed
        .and_then(|proposal| Mapping::parse(Path::new("mapping.toml"), &proposal.toml).ok())
        .or_else(|| FALLBACK.clone())
}

/// Every record read is kept or rejected, once.
pub(crate) fn law(frames: &Frames, what: &str) {
    let events: BTreeSet<u32> = frames.events.record.iter().copied().collect();
    let kept = (frames.messages.len() + events.len()) as u64;
    assert_eq!(frames.read, kept + frames.rejected, "{what}: read = kept + rejected");
}

fn zone() -> Zone {
    Zone::new("Asia/Shanghai").unwrap_or_else(|error| unreachable!("a known zone: {error}"))
}
