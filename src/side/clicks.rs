//! `clicks.csv`: the click log of a link service. In: one row a click, often 100,000 of them. Out:
//! [`ClickRow`]s. Without it a click rate is not zero but unknown.

use crate::error::Result;
use crate::unit::Text;

use super::spec::{ClickRow, ClickScope, Column, Reader, Side, SideFile, Table};

const fn column(name: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { name, required: false, doc: Text { zh, en } }
}

/// The click log.
pub const CLICKS: SideFile = SideFile {
    name: "clicks.csv",
    doc: Text {
        zh: "点击记录（短链或统计服务导出）：链接点击率由它计算",
        en: "click log of a short-link or analytics service; link click-through is computed from it",
    },
    columns: &[
        Column { name: "time", required: true, doc: Text { zh: "点击时间", en: "when" } },
        Column { name: "url", required: true, doc: Text { zh: "被点击的链接", en: "address clicked" } },
        column("visitor_id", "访客标识（匿名）", "visitor as the service knows them, anonymous"),
        column("account_id", "已识别的账号", "account, where the click is identified"),
        column("group_id", "来源群", "group the click came from"),
        column("utm_content", "链接的 utm_content", "utm_content of the address"),
        column("user_agent", "浏览器标识，用于剔除预览机器人", "browser string; tells link previews from people"),
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        rows.push(ClickRow {
            time: table.time("time")?.ok_or_else(|| table.empty("time"))?,
            url: table.owned("url").ok_or_else(|| table.empty("url"))?,
            visitor_id: table.id("visitor_id")?,
            account_id: table.id("account_id")?,
            group_id: table.id("group_id")?,
            utm_content: table.owned("utm_content"),
            user_agent: table.owned("user_agent"),
        });
    }
    side.clicks.get_or_insert_default().extend(rows);
    // Made by hand for this group, it speaks of every link.
    side.click_scopes.push(ClickScope::default());
    Ok(())
}
