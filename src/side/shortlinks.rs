//! `shortlinks.csv`: where short links lead. In: one row a short link. Out: [`ShortLinkRow`]s. A share or a
//! click of the short form counts as one of its target.

use crate::error::Result;
use crate::unit::Text;

use super::spec::{Column, Reader, ShortLinkRow, Side, SideFile, Table};

/// The short links.
pub const SHORTLINKS: SideFile = SideFile {
    name: "shortlinks.csv",
    doc: Text {
        zh: "短链对照：分享或点击短链，按它指向的地址计",
        en: "where short links lead: a share or click of the short form counts for its target",
    },
    columns: &[
        Column { name: "short", required: true, doc: Text { zh: "短链地址", en: "the short link" } },
        Column { name: "target", required: true, doc: Text { zh: "目标地址", en: "the address it leads to" } },
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        rows.push(ShortLinkRow {
            short: table.owned("short").ok_or_else(|| table.empty("short"))?,
            target: table.owned("target").ok_or_else(|| table.empty("target"))?,
        });
    }
    side.shortlinks.extend(rows);
    Ok(())
}
