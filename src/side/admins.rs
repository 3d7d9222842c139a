//! `admins.csv`: who was admin from when to when. In: one row a term. Out: [`AdminRow`]s. Apart from
//! the roster because an admin may change while the member list stays.

use crate::error::Result;
use crate::unit::Text;

use super::spec::{AdminRow, Column, Reader, Side, SideFile, Table};

/// The admin list.
pub const ADMINS: SideFile = SideFile {
    name: "admins.csv",
    doc: Text {
        zh: "管理员名单与任期：响应时效和值班由它判定",
        en: "admins and their terms; response times and the rota are judged by it",
    },
    columns: &[
        Column {
            name: "account_id", required: true, doc: Text { zh: "账号或昵称", en: "account id or display name" }
        },
        Column {
            name: "from",
            required: false,
            doc: Text { zh: "上任时间；空为一向是", en: "when the term began; empty: always" },
        },
        Column {
            name: "to",
            required: false,
            doc: Text {
                zh: "卸任时间（不含）；空为仍在任", en: "when it ended, exclusive; empty: still on"
            },
        },
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        let account_id = table.required_id("account_id")?;
        let (from, to) = (table.time("from")?, table.time("to")?);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(table.error("`to` lies before `from`; swap them".to_owned()));
        }
        rows.push(AdminRow { account_id, from, to });
    }
    side.admins.get_or_insert_default().extend(rows);
    Ok(())
}
