//! `orders.csv`: orders of the group's shop. In: one row an order. Out: [`OrderRow`]s. With the clicks on
//! shop links it tells how many of them bought.

use crate::error::Result;
use crate::unit::Text;

use super::spec::{Column, OrderRow, Reader, Side, SideFile, Table};

/// The orders.
pub const ORDERS: SideFile = SideFile {
    name: "orders.csv",
    doc: Text {
        zh: "小店订单：与商品链接的点击对照", en: "orders of the shop, held against clicks on its links"
    },
    columns: &[
        Column { name: "time", required: true, doc: Text { zh: "下单时间", en: "when" } },
        Column { name: "url", required: false, doc: Text { zh: "商品链接", en: "link of the goods" } },
        Column {
            name: "account_id", required: false, doc: Text { zh: "下单者的账号", en: "account that ordered" }
        },
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        rows.push(OrderRow {
            time: table.time("time")?.ok_or_else(|| table.empty("time"))?,
            url: table.owned("url"),
            account_id: table.id("account_id")?,
        });
    }
    side.orders.get_or_insert_default().extend(rows);
    Ok(())
}
