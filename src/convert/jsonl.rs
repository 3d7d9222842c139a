//! The message table as JSON lines: one object a row, keys and order of the schema, nulls kept, so
//! that every row has every key. Times are milliseconds since the epoch, UTC, as in the Parquet.

use std::io::Write;

use serde::Serialize;

use super::{Keep, Row, failed, rows};
use crate::error::Result;
use crate::frame::Frames;

/// A row as it is written; field order is the schema's.
#[derive(Serialize)]
struct Line<'a> {
    group: &'a str,
    platform: &'a str,
    msg_id: Option<&'a str>,
    ts: i64,
    sender: Option<&'a str>,
    sender_name: Option<&'a str>,
    kind: &'a str,
    text: Option<&'a str>,
    reply_to: Option<&'a str>,
    urls: Vec<&'a str>,
    file_name: Option<&'a str>,
    file_size: Option<u64>,
    edited: bool,
    source: &'a str,
    seq: u64,
}

impl<'a> From<Row<'a>> for Line<'a> {
    fn from(row: Row<'a>) -> Self {
        Self {
            group: row.group,
            platform: row.platform,
            msg_id: row.msg_id,
            ts: row.ts,
            sender: row.sender,
            sender_name: row.sender_name,
            kind: row.kind.name(),
            text: row.text,
            reply_to: row.reply_to,
            urls: row.urls.iter().collect(),
            file_name: row.file_name,
            file_size: row.file_size,
            edited: row.edited,
            source: row.source,
            seq: row.seq,
        }
    }
}

/// Writes the table; gives back its rows.
pub(super) fn write(inputs: &[(String, &Frames)], keep: Keep<'_>, out: &mut dyn Write) -> Result<u64> {
    let mut count = 0;
    for row in rows(inputs, keep) {
        serde_json::to_writer(&mut *out, &Line::from(row)).map_err(|error| failed(error.into()))?;
        out.write_all(b"\n").map_err(failed)?;
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{T0, one_group};
    use super::super::{Kind, write};
    use crate::frame::schema::MESSAGES;
    use serde_json::{Value, json};

    #[test]
    fn keys_are_the_schemas_in_order_and_nulls_stay() {
        let frames = one_group();
        let mut out = Vec::new();
        let inputs = [("x.json".to_owned(), &frames)];
        assert_eq!(write(Kind::Jsonl, &inputs, &|_, _| true, &mut out).unwrap().rows, 5);
        let text = String::from_utf8(out).unwrap();
        for line in text.lines() {
            let mut from = 0;
            for column in MESSAGES {
                let at = line[from..].find(&format!("\"{}\":", column.name)).expect(column.name);
                from += at;
            }
            assert_eq!(serde_json::from_str::<Value>(line).unwrap().as_object().unwrap().len(), MESSAGES.len());
        }
        let file: Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
        let expected = json!({
            "group": "wechat:9@chatroom", "platform": "wechat", "msg_id": "104", "ts": T0 + 3007, "sender": "wxid_a",
            "sender_name": "Alice \"阿\", 甲", "kind": "file", "text": null, "reply_to": null, "urls": [],
            "file_name": "a,b.pdf", "file_size": 12345, "edited": false, "source": "x.json", "seq": 2
        });
        assert_eq!(file, expected);
        assert!(!text.contains("secret"), "a recalled text stays recalled");
    }
}
