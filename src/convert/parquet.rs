//! The message table as Parquet: plain strings (dictionaries of other engines' making are not
//! readable everywhere), times as `TIMESTAMP(MILLIS, UTC)`, links as `LIST<STRING>`, zstd, statistics
//! on. Written column by column in row groups, so memory holds one group of rows beside the frames.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int64Type};
use ::parquet::errors::{ParquetError, Result as Parquet};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::{Type, TypePtr};

use super::{Keep, Row, failed, rows};
use crate::error::{Error, Result};
use crate::frame::Frames;
use crate::frame::schema::{Column, ColumnKind, MESSAGES};

/// Rows in a row group.
const GROUP_ROWS: usize = 122_880;

/// Writes the table; gives back its rows.
pub(super) fn write(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut (dyn Write + Send)) -> Result<u64> {
    file(inputs, keep, out, GROUP_ROWS).map_err(fault)
}

fn fault(error: ParquetError) -> Error {
    match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(error) => failed(*error),
            Err(other) => Error::Frame(format!("convert: {other}")),
        },
        other => Error::Frame(format!("convert: {other}")),
    }
}

fn file(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut (dyn Write + Send), group_rows: usize) -> Parquet<u64> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_created_by(format!("chatvitals {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut writer = SerializedFileWriter::new(out, schema()?, Arc::new(properties))?;
    let mut count = 0;
    let mut rows = rows(inputs, keep);
    loop {
        let chunk: Vec<Row<'_>> = rows.by_ref().take(group_rows).collect();
        if chunk.is_empty() {
            break;
        }
        count += chunk.len() as u64;
        let mut group = writer.next_row_group()?;
        for column in MESSAGES {
            put(&mut group, column, &chunk)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(count)
}

/// The schema of the frames in Parquet's words.
fn schema() -> Parquet<TypePtr> {
    let fields = MESSAGES.iter().map(field).collect::<Parquet<Vec<TypePtr>>>()?;
    Ok(Arc::new(Type::group_type_builder("messages").with_fields(fields).build()?))
}

fn field(column: &Column) -> Parquet<TypePtr> {
    let repetition = if column.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let plain = |physical| Type::primitive_type_builder(column.name, physical).with_repetition(repetition);
    let field = match column.kind {
        ColumnKind::Text => plain(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)).build(),
        ColumnKind::Int => plain(Physical::INT64).build(),
        ColumnKind::Bool => plain(Physical::BOOLEAN).build(),
        ColumnKind::TimestampMs => {
            let utc = LogicalType::timestamp(true, TimeUnit::MILLIS);
            plain(Physical::INT64).with_logical_type(Some(utc)).build()
        }
        ColumnKind::TextList => list(column.name, repetition),
    };
    Ok(Arc::new(field?))
}

/// A list of texts in the three levels the format asks for; its elements are never null.
fn list(name: &str, repetition: Repetition) -> Parquet<Type> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let repeated = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    Type::group_type_builder(name)
        .with_repetition(repetition)
        .with_converted_type(ConvertedType::LIST)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(repeated)])
        .build()
}

/// Writes one column of one row group.
fn put<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, column: &Column, rows: &[Row<'_>]) -> Parquet<()> {
    match column.name {
        "urls" => urls(group, rows),
        "ts" => plain::<W, Int64Type>(group, column, rows.iter().map(|row| Some(row.ts))),
        "file_size" => plain::<W, Int64Type>(group, column, rows.iter().map(|row| row.file_size.map(signed))),
        "seq" => plain::<W, Int64Type>(group, column, rows.iter().map(|row| Some(signed(row.seq)))),
        "edited" => plain::<W, BoolType>(group, column, rows.iter().map(|row| Some(row.edited))),
        name => plain::<W, ByteArrayType>(group, column, rows.iter().map(|row| text(row, name).map(ByteArray::from))),
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

/// A column of one value a row: the values there are, and for nullable columns which rows have one.
fn plain<W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Parquet<()> {
    let (mut values, mut present) = (Vec::new(), Vec::new());
    for cell in cells {
        present.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let levels = column.nullable.then_some(present.as_slice());
    write_column::<W, T>(group, &values, levels, None)
}

/// The list column: for each row its links; a row without any has one entry at level 0.
fn urls<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, rows: &[Row<'_>]) -> Parquet<()> {
    let (mut values, mut present, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let before = values.len();
        for url in row.urls.iter() {
            again.push(i16::from(values.len() > before));
            values.push(ByteArray::from(url));
            present.push(1);
        }
        if values.len() == before {
            again.push(0);
            present.push(0);
        }
    }
    write_column::<W, ByteArrayType>(group, &values, Some(&present), Some(&again))
}

fn write_column<W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    present: Option<&[i16]>,
    again: Option<&[i16]>,
) -> Parquet<()> {
    let missing = || ParquetError::General("the schema has fewer columns than the table".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(values, present, again)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{T0, one_group, other_group};
    use super::*;
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
