//! The message table as Parquet, in row groups, so that memory holds one group of rows beside the frames.

use std::io::Write;

use super::{Keep, Row, rows};
use crate::error::Result;
use crate::frame::Frames;
use crate::frame::schema::{Column, MESSAGES};
use crate::parquet_file::{Cells, GROUP_ROWS, TableWriter};

/// Writes the table; gives back its rows.
pub(super) fn write(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut (dyn Write + Send)) -> Result<u64> {
    file(inputs, keep, out, GROUP_ROWS)
}

fn file(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut (dyn Write + Send), group_rows: usize) -> Result<u64> {
    let mut table = TableWriter::new(out, "messages", MESSAGES)?;
    let mut count = 0;
    let mut rows = rows(inputs, keep);
    loop {
        let chunk: Vec<Row<'_>> = rows.by_ref().take(group_rows).collect();
        if chunk.is_empty() {
            break;
        }
        count += chunk.len() as u64;
        let cells: Vec<Cells<'_>> = MESSAGES.iter().map(|column| cells(column, &chunk)).collect();
        table.rows(MESSAGES, &cells)?;
    }
    table.finish()?;
    Ok(count)
}

/// One column of some rows.
fn cells<'a>(column: &Column, rows: &[Row<'a>]) -> Cells<'a> {
    match column.name {
        "urls" => Cells::List(rows.iter().map(|row| row.urls.iter().collect()).collect()),
        "ts" => Cells::Int(rows.iter().map(|row| Some(row.ts)).collect()),
        "file_size" => Cells::Int(rows.iter().map(|row| row.file_size.map(signed)).collect()),
        "seq" => Cells::Int(rows.iter().map(|row| Some(signed(row.seq))).collect()),
        "edited" => Cells::Bool(rows.iter().map(|row| row.edited).collect()),
        name => Cells::Text(rows.iter().map(|row| text(row, name)).collect()),
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The cell of a text column.
fn text<'a>(row: &Row<'a>, name: &str) -> Option<&'a str> {
    match name {
        "group" => Some(row.group),
        "platform" => Some(row.platform),
        "msg_id" => row.msg_id,
        "sender" => row.sender,
        "sender_name" => row.sender_name,
        "kind" => Some(row.kind.name()),
        "text" => row.text,
        "reply_to" => row.reply_to,
        "file_name" => row.file_name,
        "source" => Some(row.source),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{T0, one_group, other_group};
    use super::*;
    use ::parquet::basic::{Compression, LogicalType, TimeUnit};
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{Field, ListAccessor};

    fn opened(bytes: &[u8]) -> SerializedFileReader<std::fs::File> {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
        SerializedFileReader::new(file).unwrap()
    }

    /// A cell as a word, `null` for none.
    fn shown(field: &Field) -> String {
        match field {
            Field::Null => "null".to_owned(),
            Field::Str(text) => text.clone(),
            Field::TimestampMillis(number) | Field::Long(number) => number.to_string(),
            Field::Bool(flag) => flag.to_string(),
            Field::ListInternal(list) => {
                let items: Vec<&str> = (0..list.len()).map(|at| list.get_string(at).unwrap().as_str()).collect();
                format!("[{}]", items.join(" | "))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_row_reads_back_across_row_groups() {
        let (one, two) = (one_group(), other_group());
        let inputs = [("a.json".to_owned(), &one), ("b.json".to_owned(), &two)];
        let mut out = Vec::new();
        assert_eq!(file(&inputs, &|_, _| true, &mut out, 4).unwrap(), 6);
        let reader = opened(&out);
        assert_eq!(reader.metadata().num_row_groups(), 2);
        let all: Vec<Row<'_>> = rows(&inputs, &|_, _| true).collect();
        let read: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(read.len(), all.len());
        for (row, expected) in read.iter().zip(&all) {
            for ((name, field), column) in row.get_column_iter().zip(MESSAGES) {
                assert_eq!(name, column.name);
                let word = match column.name {
                    "ts" => expected.ts.to_string(),
                    "seq" => expected.seq.to_string(),
                    "edited" => expected.edited.to_string(),
                    "file_size" => expected.file_size.map_or("null".to_owned(), |size| size.to_string()),
                    "urls" => format!("[{}]", expected.urls.iter().collect::<Vec<_>>().join(" | ")),
                    name => text(expected, name).unwrap_or("null").to_owned(),
                };
                assert_eq!(shown(field), word, "{name}");
            }
        }
        let first = &read[0];
        let cells: Vec<String> = first.get_column_iter().map(|(_, field)| shown(field)).collect();
        assert_eq!(cells[3], (T0 + 7).to_string());
        assert_eq!(cells[9], "[https://example.com/a?x=1,2 | https://docs.qq.com/doc/b]");
    }

    #[test]
    fn types_compression_and_statistics_are_as_promised() {
        let frames = one_group();
        let mut out = Vec::new();
        file(&[("a.json".to_owned(), &frames)], &|_, _| true, &mut out, 100).unwrap();
        let reader = opened(&out);
        let schema = reader.metadata().file_metadata().schema();
        let logical = |at: usize| schema.get_fields()[at].get_basic_info().logical_type_ref().cloned();
        assert_eq!(logical(0), Some(LogicalType::String));
        assert_eq!(logical(3), Some(LogicalType::timestamp(true, TimeUnit::MILLIS)));
        assert_eq!(logical(9), Some(LogicalType::List));
        let times = reader.metadata().row_group(0).column(3);
        assert!(matches!(times.compression(), Compression::ZSTD(_)));
        let statistics = times.statistics().unwrap();
        assert_eq!(statistics.min_bytes_opt(), Some((T0 + 7).to_le_bytes().as_slice()));
        assert_eq!(statistics.null_count_opt(), Some(0));
        assert_eq!(reader.metadata().row_group(0).column(7).statistics().unwrap().null_count_opt(), Some(3));
    }

    #[test]
    fn no_rows_are_a_readable_file() {
        let mut out = Vec::new();
        assert_eq!(file(&[], &|_, _| true, &mut out, 100).unwrap(), 0);
        assert_eq!(opened(&out).get_row_iter(None).unwrap().count(), 0);
    }
}
