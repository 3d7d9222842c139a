//! `downloads.csv`: who fetched which shared file. In: one row a download. Out: [`DownloadRow`]s.
//! Apart from the clicks because files are known by id or name, not by address.

use crate::error::Result;
use crate::unit::Text;

use super::spec::{Column, DownloadRow, Reader, Side, SideFile, Table};

const fn column(name: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { name, required: false, doc: Text { zh, en } }
}

/// The download log.
pub const DOWNLOADS: SideFile = SideFile {
    name: "downloads.csv",
    doc: Text {
        zh: "文件下载记录：文件下载率由它计算。file_id 与 file_name 至少有一列",
        en: "download log of shared files; the file download rate is computed from it. \
             At least one of file_id and file_name is needed",
    },
    columns: &[
        Column { name: "time", required: true, doc: Text { zh: "下载时间", en: "when" } },
        column("file_id", "文件标识，与聊天记录中的一致", "id of the file, as the chat export has it"),
        column("file_name", "文件名", "name of the file"),
        column("account_id", "下载者的账号", "account that fetched it"),
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    if !table.has("file_id") && !table.has("file_name") {
        return Err(table.missing("file_id"));
    }
    let mut rows = Vec::new();
    while table.next_row()? {
        let row = DownloadRow {
            time: table.time("time")?.ok_or_else(|| table.empty("time"))?,
            file_id: table.id("file_id")?,
            file_name: table.owned("file_name"),
            account_id: table.id("account_id")?,
            visitor_id: None,
        };
        if row.file_id.is_none() && row.file_name.is_none() {
            return Err(table.error("the row has neither file_id nor file_name; fill one or delete the row".to_owned()));
        }
        rows.push(row);
    }
    side.downloads.get_or_insert_default().extend(rows);
    Ok(())
}
