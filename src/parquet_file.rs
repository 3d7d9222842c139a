//! Parquet in and out, for `convert` and the store: plain strings (dictionaries of other engines' making are not
//! readable everywhere), times as `TIMESTAMP(MILLIS, UTC)`, links as `LIST<STRING>`, zstd, statistics by page. In:
//! columns of cells. Out: a file, and the cells again.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::{ParquetError, Result as Parquet};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::error::{Error, Place, Result};
use crate::frame::schema::{Column, ColumnKind};

/// Rows in a row group.
pub const GROUP_ROWS: usize = 122_880;

/// One column of some rows, to be written. Columns that cannot be null hold no `None`.
pub enum Cells<'a> {
    /// Texts.
    Text(Vec<Option<&'a str>>),
    /// Numbers and times.
    Int(Vec<Option<i64>>),
    /// Flags.
    Bool(Vec<bool>),
    /// Lists of texts.
    List(Vec<Vec<&'a str>>),
}

/// One column as it was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Texts.
    Text(Vec<Option<ByteArray>>),
    /// Numbers and times.
    Int(Vec<Option<i64>>),
    /// Flags.
    Bool(Vec<bool>),
    /// Lists of texts.
    List(Vec<Vec<ByteArray>>),
}

/// Writes a table, row group by row group.
pub struct TableWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table of `columns`, called `name`.
    ///
    /// # Errors
    /// As every call here: [`Error::Io`] (path `-`) when `out` fails, [`Error::Frame`] for a defect.
    pub fn new(out: W, name: &str, columns: &[Column]) -> Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_created_by(format!("chatvitals {}", env!("CARGO_PKG_VERSION")))
            .build();
        let schema = schema(name, columns).map_err(fault)?;
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(fault)?;
        Ok(Self { file })
    }

    /// Adds a row group: every column in the order of the schema.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn rows(&mut self, columns: &[Column], cells: &[Cells<'_>]) -> Result<()> {
        let mut group = self.file.next_row_group().map_err(fault)?;
        for (column, cells) in columns.iter().zip(cells) {
            put(&mut group, column, cells).map_err(fault)?;
        }
        group.close().map(|_| ()).map_err(fault)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn finish(self) -> Result<()> {
        self.file.close().map(|_| ()).map_err(fault)
    }
}

fn fault(error: ParquetError) -> Error {
    match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(error) => Error::io("-", *error),
            Err(other) => Error::Frame(format!("parquet: {other}")),
        },
        other => Error::Frame(format!("parquet: {other}")),
    }
}

/// The schema in Parquet's words.
fn schema(name: &str, columns: &[Column]) -> Parquet<TypePtr> {
    let fields = columns.iter().map(field).collect::<Parquet<Vec<TypePtr>>>()?;
    Ok(Arc::new(Type::group_type_builder(name).with_fields(fields).build()?))
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
fn put<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column,
    cells: &Cells<'_>,
) -> Parquet<()> {
    match cells {
        Cells::Text(cells) => {
            plain::<W, ByteArrayType>(group, column, cells.iter().map(|cell| cell.map(ByteArray::from)))
        }
        Cells::Int(cells) => plain::<W, Int64Type>(group, column, cells.iter().copied()),
        Cells::Bool(cells) => plain::<W, BoolType>(group, column, cells.iter().map(|cell| Some(*cell))),
        Cells::List(cells) => lists(group, cells),
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

/// A list column: for each row its items; a row without any has one entry at level 0.
fn lists<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, rows: &[Vec<&str>]) -> Parquet<()> {
    let (mut values, mut present, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        for (at, item) in row.iter().enumerate() {
            again.push(i16::from(at > 0));
            values.push(ByteArray::from(*item));
            present.push(1);
        }
        if row.is_empty() {
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

/// Reads the columns of a file that `wanted` names; `None` for the others and for those the file lacks.
///
/// # Errors
/// [`Error::Io`] when it cannot be opened, [`Error::Format`] when it is damaged or of other types.
pub fn read(path: &Path, columns: &[Column], wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Option<Values>>> {
    let file = File::open(path).map_err(|source| Error::io(path, source))?;
    let damaged = |error: ParquetError| Error::Format {
        path: path.to_owned(),
        place: Place::Whole,
        message: format!("damaged, or no Parquet of this program ({error})"),
    };
    let reader = SerializedFileReader::new(file).map_err(damaged)?;
    columns
        .iter()
        .map(|column| if wanted(column.name) { one(&reader, column).map_err(damaged) } else { Ok(None) })
        .collect()
}

/// One column over all row groups.
fn one(reader: &SerializedFileReader<File>, column: &Column) -> Parquet<Option<Values>> {
    let metadata = reader.metadata();
    let descriptors = metadata.file_metadata().schema_descr_ptr();
    let place = descriptors
        .columns()
        .iter()
        .position(|known| known.path().parts().first().is_some_and(|name| name == column.name));
    let Some(at) = place else { return Ok(None) };
    let mut values = match column.kind {
        ColumnKind::Text => Values::Text(Vec::new()),
        ColumnKind::Int | ColumnKind::TimestampMs => Values::Int(Vec::new()),
        ColumnKind::Bool => Values::Bool(Vec::new()),
        ColumnKind::TextList => Values::List(Vec::new()),
    };
    for group in 0..metadata.num_row_groups() {
        let rows = usize::try_from(metadata.row_group(group).num_rows()).unwrap_or(0);
        match (reader.get_row_group(group)?.get_column_reader(at)?, &mut values) {
            (ColumnReader::ByteArrayColumnReader(column), Values::Text(values)) => cells(column, rows, values)?,
            (ColumnReader::Int64ColumnReader(column), Values::Int(values)) => cells(column, rows, values)?,
            (ColumnReader::BoolColumnReader(column), Values::Bool(values)) => {
                let mut flags = Vec::new();
                cells(column, rows, &mut flags)?;
                values.extend(flags.into_iter().map(|flag| flag.unwrap_or(false)));
            }
            (ColumnReader::ByteArrayColumnReader(column), Values::List(values)) => items(column, rows, values)?,
            _ => return Err(ParquetError::General(format!("column {} has another type", column.name))),
        }
    }
    Ok(Some(values))
}

/// The cells of a column of one value a row.
fn cells<T: DataType>(mut column: ColumnReaderImpl<T>, rows: usize, cells: &mut Vec<Option<T::T>>) -> Parquet<()> {
    let (mut values, mut present) = (Vec::with_capacity(rows), Vec::new());
    let (mut read, before) = (0, cells.len());
    while read < rows {
        let (records, ..) = column.read_records(rows - read, Some(&mut present), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::General("fewer values than rows".to_owned()));
        }
        read += records;
    }
    let mut values = values.into_iter();
    if present.is_empty() {
        cells.extend(values.map(Some));
    } else {
        cells.extend(present.into_iter().map(|level| if level > 0 { values.next() } else { None }));
    }
    if cells.len() - before == rows { Ok(()) } else { Err(ParquetError::General("values do not fit rows".to_owned())) }
}

/// The items of a list column.
fn items(mut column: ColumnReaderImpl<ByteArrayType>, rows: usize, lists: &mut Vec<Vec<ByteArray>>) -> Parquet<()> {
    let (mut values, mut present, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, ..) = column.read_records(rows - read, Some(&mut present), Some(&mut again), &mut values)?;
        if records == 0 {
            return Err(ParquetError::General("fewer lists than rows".to_owned()));
        }
        read += records;
    }
    let mut values = values.into_iter();
    for (present, again) in present.into_iter().zip(again) {
        if again == 0 {
            lists.push(Vec::new());
        }
        if present > 0
            && let (Some(list), Some(value)) = (lists.last_mut(), values.next())
        {
            list.push(value);
        }
    }
    Ok(())
}

impl Values {
    /// The text of a row; `None` where there is none, or none in UTF-8.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(cells) => utf8(cells.get(row)?.as_ref()?),
            Self::Int(_) | Self::Bool(_) | Self::List(_) => None,
        }
    }

    /// The number of a row.
    #[must_use]
    pub fn int(&self, row: usize) -> Option<i64> {
        match self {
            Self::Int(cells) => cells.get(row).copied().flatten(),
            Self::Text(_) | Self::Bool(_) | Self::List(_) => None,
        }
    }

    /// The flag of a row; false where there is none.
    #[must_use]
    pub fn flag(&self, row: usize) -> bool {
        match self {
            Self::Bool(cells) => cells.get(row).copied().unwrap_or(false),
            Self::Text(_) | Self::Int(_) | Self::List(_) => false,
        }
    }

    /// The items of a row's list.
    pub fn list(&self, row: usize) -> impl Iterator<Item = &str> {
        let items = match self {
            Self::List(lists) => lists.get(row).map(Vec::as_slice).unwrap_or_default(),
            Self::Text(_) | Self::Int(_) | Self::Bool(_) => &[],
        };
        items.iter().filter_map(utf8)
    }
}

fn utf8(bytes: &ByteArray) -> Option<&str> {
    std::str::from_utf8(bytes.data()).ok()
}
