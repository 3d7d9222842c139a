//! CSV and TSV by a mapping. In: the bytes; what divides the cells is the mapping's word, else what
//! makes its header fit. Out: rows.

use std::borrow::Cow;

use super::super::mapping::{Field, Fit, Mapping};
use super::super::spec::{Head, Input, Progress};
use super::super::table::{Row, Rows, header};
use super::HEADER_ROWS;
use super::rows::{Cells, Table};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;

/// Marks that divide cells, by how common they are.
pub(super) const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How a table is laid out.
struct Layout {
    delimiter: u8,
    /// Line the header stands on.
    line: u64,
    fit: Fit,
}

/// How many columns a mapping finds in a table; the words for why it does not fit.
pub(super) fn fits(mapping: &Mapping, head: &Head<'_>) -> std::result::Result<usize, String> {
    layout(mapping, head.bytes).map(|layout| layout.fit.found())
}

fn layout(mapping: &Mapping, bytes: &[u8]) -> std::result::Result<Layout, String> {
    let mut first = None;
    let delimiters: &[u8] = match &mapping.delimiter {
        Some(delimiter) => std::slice::from_ref(delimiter),
        None => &DELIMITERS,
    };
    for delimiter in delimiters {
        match with(mapping, bytes, *delimiter) {
            Ok((line, fit)) => return Ok(Layout { delimiter: *delimiter, line, fit }),
            Err(reason) => {
                // Split the wrong way a header is one cell, of which nothing can be said.
                let split = header(bytes.get(..bytes.len().min(4096)).unwrap_or(bytes), *delimiter).len() > 1;
                first = match first {
                    Some((told, true)) => Some((told, true)),
                    Some(told) if !split => Some(told),
                    _ => Some((reason, split)),
                };
            }
        }
    }
    Err(first.map(|(reason, _)| reason).unwrap_or_default())
}

/// The header's line and what stands where, in the first rows of a table.
fn with(mapping: &Mapping, bytes: &[u8], delimiter: u8) -> std::result::Result<(u64, Fit), String> {
    let mut rows = Rows::new(bytes, delimiter, &|_| ());
    let mut reason = None;
    for _ in 0..HEADER_ROWS.max(mapping.header_row.and_then(|row| usize::try_from(row).ok()).unwrap_or(0)) {
        let Some(row) = rows.next() else { break };
        let Ok(row) = row else { continue };
        if mapping.header_row.is_some_and(|line| row.line < line) {
            continue;
        }
        let cells: Vec<String> = (0..row.len()).map(|at| row.get(at).unwrap_or_default().trim().to_owned()).collect();
        match mapping.fit(&cells) {
            Ok(fit) => return Ok((row.line, fit)),
            Err(missing) => {
                reason.get_or_insert(missing);
            }
        }
        if mapping.header_row.is_some() {
            break;
        }
    }
    Err(reason.unwrap_or_else(|| "no header row".to_owned()))
}

/// Reads a table.
///
/// # Errors
/// [`Error::Format`] when the mapping does not fit it.
pub(super) fn read(input: &Input<'_>, mapping: &Mapping, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let layout = layout(mapping, input.bytes).map_err(|message| Error::Format {
        path: input.path.to_owned(),
        place: Place::Line(1),
        message: format!("{message}; mapped by {}", mapping.path.display()),
    })?;
    let mut table = Table::new(mapping, input.name);
    let mut rows = Rows::new(input.bytes, layout.delimiter, progress);
    let mut skip = mapping.skip;
    while let Some(row) = rows.next() {
        match row {
            Ok(row) if row.line <= layout.line => {}
            Ok(_) if skip > 0 => skip -= 1,
            Ok(row) => {
                let taken = if too_long(&row, &layout.fit) {
                    Err("more cells than the header has: a comma or quote in a text is not quoted")
                } else {
                    table.take(writer, &Line { row: &row, fit: &layout.fit })
                };
                if let Err(reason) = taken {
                    writer.reject(Place::Line(row.line), reason);
                }
            }
            Err(open) if open.line <= layout.line => {}
            Err(open) if open.last => {
                writer.truncated(Place::Line(open.line), "the file ends inside this row's quotes");
            }
            Err(open) => writer.reject(Place::Line(open.line), "a quote in this row is never closed"),
        }
    }
    table.finish(writer);
    Ok(())
}

/// Whether something stands beyond the last heading.
fn too_long(row: &Row<'_>, fit: &Fit) -> bool {
    (fit.width..row.len()).any(|at| !row.bytes(at).trim_ascii().is_empty())
}

struct Line<'r> {
    row: &'r Row<'r>,
    fit: &'r Fit,
}

impl Cells for Line<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        self.row.get(self.fit.place(field)?)
    }
}
