//! The message table as CSV: header from the schema, times as RFC 3339 in UTC, links joined by a
//! space (no link holds one), absent cells empty. Written for data tools, so nothing is escaped
//! beyond what CSV itself needs.

use std::io::Write;

use super::{Keep, Row, failed, rfc3339, rows};
use crate::error::{Error, Result};
use crate::frame::Frames;
use crate::frame::schema::MESSAGES;

/// Writes the table; gives back its rows.
pub(super) fn write(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut dyn Write) -> Result<u64> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(MESSAGES.iter().map(|column| column.name)).map_err(fault)?;
    let mut count = 0;
    for row in rows(inputs, keep) {
        record(&mut writer, &row).map_err(fault)?;
        count += 1;
    }
    writer.flush().map_err(failed)?;
    Ok(count)
}

fn record<W: Write>(writer: &mut ::csv::Writer<W>, row: &Row<'_>) -> ::csv::Result<()> {
    let cells: [&str; 15] = [
        row.group,
        row.platform,
        row.msg_id.unwrap_or(""),
        &rfc3339(row.ts),
        row.sender.unwrap_or(""),
        row.sender_name.unwrap_or(""),
        row.kind.name(),
        row.text.unwrap_or(""),
        row.reply_to.unwrap_or(""),
        &row.urls.iter().collect::<Vec<_>>().join(" "),
        row.file_name.unwrap_or(""),
        &row.file_size.map_or(String::new(), |size| size.to_string()),
        if row.edited { "true" } else { "false" },
        row.source,
        &row.seq.to_string(),
    ];
    writer.write_record(cells)
}

fn fault(error: ::csv::Error) -> Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => failed(error),
        other => Error::Frame(format!("convert: {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{one_group, other_group};
    use super::super::{Kind, write};
    use super::*;

    #[test]
    fn every_cell_reads_back() {
        let (one, two) = (one_group(), other_group());
        let inputs = [("a/result.json".to_owned(), &one), ("b.json".to_owned(), &two)];
        let mut out = Vec::new();
        // Row 2 of the first input is a duplicate.
        let summary = write(Kind::Csv, &inputs, &|input, row| (input, row) != (0, 2), &mut out).unwrap();
        assert_eq!(summary.rows, 5);
        let mut reader = ::csv::Reader::from_reader(out.as_slice());
        let names: Vec<&str> = MESSAGES.iter().map(|column| column.name).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
        let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        let expected: [&[&str]; 5] = [
            &[
                "wechat:9@chatroom",
                "wechat",
                "101",
                "2026-03-02T01:00:00.007Z",
                "wxid_a",
                "Alice \"阿\", 甲",
                "text",
                "=看 https://example.com/a?x=1,2 和\nhttps://docs.qq.com/doc/b",
                "",
                "https://example.com/a?x=1,2 https://docs.qq.com/doc/b",
                "",
                "",
                "false",
                "a/result.json",
                "0",
            ],
            &[
                "wechat:9@chatroom",
                "wechat",
                "103",
                "2026-03-02T01:00:02.007Z",
                "wxid_b",
                "婧彧",
                "text",
                "同意 👍",
                "101",
                "",
                "",
                "",
                "true",
                "a/result.json",
                "1",
            ],
            &[
                "wechat:9@chatroom",
                "wechat",
                "105",
                "2026-03-02T01:00:04.007Z",
                "wxid_b",
                "婧彧",
                "recalled",
                "",
                "",
                "",
                "",
                "",
                "false",
                "a/result.json",
                "3",
            ],
            &[
                "wechat:9@chatroom",
                "wechat",
                "",
                "2026-03-02T01:00:05.000Z",
                "路人",
                "路人",
                "image",
                "",
                "",
                "",
                "",
                "",
                "false",
                "a/result.json",
                "4",
            ],
            &[
                "telegram:77",
                "telegram",
                "1",
                "2026-03-02T01:00:09.007Z",
                "user5",
                "Eve",
                "text",
                "hello",
                "",
                "",
                "",
                "",
                "false",
                "b.json",
                "0",
            ],
        ];
        for (row, expected) in rows.iter().zip(expected) {
            assert_eq!(row.iter().collect::<Vec<_>>(), expected);
        }
        assert_eq!(rows.len(), 5);
    }
}
