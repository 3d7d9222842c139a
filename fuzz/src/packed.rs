//! Archives, workbooks and packed logs. In: bytes whose first says what they are. Out: as in the crate.
//! Apart because these are read from disk, by the layer that finds exports.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use chatvitals::format::FORMATS;
use chatvitals::frame::{Projection, Writer};
use chatvitals::source;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Reader, law, read_as, zone};

/// Endings of workbooks.
const BOOKS: [&str; 2] = ["xlsx", "xls"];

/// Reads `data`: a zip as it is (`z`), a zip packed of pieces (`p`), a workbook (`x`), a packed log (`g`).
pub fn read(data: &[u8]) {
    let Some((what, rest)) = data.split_first() else { return };
    match what {
        b'x' => books(rest),
        b'g' => read_as(Reader::Log, rest),
        b'p' => archive(&pack(rest)),
        _ => archive(rest),
    }
}

fn books(bytes: &[u8]) {
    for format in FORMATS {
        if let Some(ending) = format.extensions.iter().find(|ending| BOOKS.contains(ending)) {
            read_as(Reader::Export(format, ending), bytes);
        }
    }
}

/// A zip of pieces, each a line with a name, then its content up to a line of `----`.
fn pack(mut rest: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let name = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let stop = rest.windows(6).position(|window| window == b"\n----\n");
        let content = &rest[..stop.unwrap_or(rest.len())];
        rest = stop.map_or(&[][..], |stop| &rest[stop + 6..]);
        if zip.start_file(name, options).and_then(|()| Ok(zip.write_all(content)?)).is_err() {
            break;
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn archive(bytes: &[u8]) {
    let folder = std::env::temp_dir().join(format!("chatvitals-fuzz-{}", std::process::id()));
    let path: PathBuf = folder.join("x.zip");
    if fs::create_dir_all(&folder).and_then(|()| fs::write(&path, bytes)).is_err() {
        return;
    }
    let Ok(found) = source::find(&[path], None) else { return };
    for export in &found.exports {
        let mut writer = Writer::new(zone(), Projection::Vitals);
        let _ = export.read(&mut writer, &|_| ());
        law(&writer.finish(), export.format.id);
    }
}
