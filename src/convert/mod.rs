//! `convert`: the message table for other tools, as Parquet, CSV, JSON lines or ChatLab. In: frames
//! read with [`crate::frame::Projection::Full`] and which rows to keep. Out: one file in the columns
//! of [`crate::frame::schema::MESSAGES`]. The only place that ever writes message text, and only
//! because the user asked for exactly that.
//!
//! CSV cells stand as they are: nothing is put before a text that begins with `=`, since this is for
//! data tools and must read back unchanged. Do not open a converted file in a spreadsheet that runs
//! formulas.

mod chatlab;
mod csv;
mod jsonl;
mod parquet;

use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::frame::{Frames, MessageKind, NO_ACCOUNT};

/// What `convert` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Parquet, zstd, plain strings.
    Parquet,
    /// CSV with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// ChatLab 0.0.2 JSON, of one group.
    Chatlab,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Parquet, Self::Csv, Self::Jsonl, Self::Chatlab];

    /// Its word on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Chatlab => "chatlab",
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvertSummary {
    /// Message rows; in ChatLab files the system records come on top.
    pub rows: u64,
}

/// Which rows are written: input and row index; false for duplicates and what filters leave out.
pub type Keep<'a> = &'a dyn Fn(usize, usize) -> bool;

/// Writes the kept message rows of all inputs, in input order. Each input comes with the path it was
/// read from. Give it a buffered writer.
///
/// # Errors
/// [`Error::Usage`] when ChatLab is asked for and the rows are of several groups or of none;
/// [`Error::Io`] (path `-`) when `out` fails; [`Error::Frame`] when the frames lack their texts.
pub fn write(
    kind: Kind,
    inputs: &[(String, &Frames)],
    keep: Keep<'_>,
    out: &mut (dyn Write + Send),
) -> Result<ConvertSummary> {
    for (source, frames) in inputs {
        if frames.messages.edited.len() != frames.messages.len() {
            return Err(Error::Frame(format!("{source}: convert needs frames read with every column")));
        }
    }
    let rows = match kind {
        Kind::Parquet => parquet::write(inputs, keep, out),
        Kind::Csv => csv::write(inputs, keep, out),
        Kind::Jsonl => jsonl::write(inputs, keep, out),
        Kind::Chatlab => chatlab::write(inputs, keep, out),
    }?;
    out.flush().map_err(failed)?;
    Ok(ConvertSummary { rows })
}

/// An error of the output.
fn failed(error: io::Error) -> Error {
    Error::io("-", error)
}

/// One row of the message table, every column of the schema under its name.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    group: &'a str,
    platform: &'a str,
    msg_id: Option<&'a str>,
    ts: i64,
    sender: Option<&'a str>,
    sender_name: Option<&'a str>,
    kind: MessageKind,
    text: Option<&'a str>,
    reply_to: Option<&'a str>,
    urls: Urls<'a>,
    file_name: Option<&'a str>,
    file_size: Option<u64>,
    edited: bool,
    source: &'a str,
    seq: u64,
}

/// The links of one row.
#[derive(Debug, Clone, Copy)]
struct Urls<'a>(&'a [crate::frame::LinkRow]);

impl<'a> Urls<'a> {
    fn iter(self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|link| &*link.url)
    }
}

/// The kept rows of all inputs, in order.
fn rows<'a>(inputs: &'a [(String, &'a Frames)], keep: Keep<'a>) -> impl Iterator<Item = Row<'a>> {
    inputs.iter().enumerate().flat_map(move |(input, (source, frames))| {
        (0..frames.messages.len()).filter(move |row| keep(input, *row)).filter_map(move |row| at(source, frames, row))
    })
}

/// One row of one input.
fn at<'a>(source: &'a str, frames: &'a Frames, row: usize) -> Option<Row<'a>> {
    let columns = &frames.messages;
    let group = frames.groups.get(*columns.group.get(row)? as usize)?;
    let code = *columns.account.get(row)?;
    let account = if code == NO_ACCOUNT { None } else { frames.accounts.get(code as usize) };
    let name = account.and_then(|account| account.name.as_deref());
    let number = u32::try_from(row).ok()?;
    let first = frames.links.partition_point(|link| link.message < number);
    let end = frames.links.partition_point(|link| link.message <= number);
    Some(Row {
        group: &group.id,
        platform: group.platform.as_str(),
        msg_id: columns.msg_id_text.get(row),
        ts: *columns.ts.get(row)?,
        sender: account.and_then(|account| account.id.as_deref()).or(name),
        sender_name: name,
        kind: MessageKind::from_code(*columns.kind.get(row)?),
        text: columns.text.get(row),
        reply_to: columns.reply_to_text.get(row),
        urls: Urls(frames.links.get(first..end).unwrap_or(&[])),
        file_name: columns.file_name.get(row),
        file_size: columns.file_size.get(row).copied().flatten(),
        edited: columns.edited.get(row).copied().unwrap_or(false),
        source,
        seq: row as u64,
    })
}

/// RFC 3339 in UTC with milliseconds.
fn rfc3339(ts: i64) -> String {
    let time = chrono::DateTime::from_timestamp_millis(ts).unwrap_or_default();
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

#[cfg(test)]
mod fixture;
