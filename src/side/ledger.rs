//! `ledger.csv`: sanctions and redemptions the operator wrote down. In: one row an act. Out:
//! [`LedgerRow`]s. What was done by hand or by another tool stands in no export.

use crate::error::Result;
use crate::unit::Text;

use super::spec::{Column, LedgerKind, LedgerRow, Reader, Side, SideFile, Table};

const fn column(name: &'static str, required: bool, zh: &'static str, en: &'static str) -> Column {
    Column { name, required, doc: Text { zh, en } }
}

/// The ledger.
pub const LEDGER: SideFile = SideFile {
    name: "ledger.csv",
    doc: Text {
        zh: "台账：警告、禁言、移出与积分兑换，记下何时、对谁、为何、由谁",
        en: "ledger of warnings, mutes, removals and redemptions: when, whom, why and by whom",
    },
    columns: &[
        column("time", true, "时间", "when"),
        column("account_id", true, "账号", "the account"),
        column("kind", true, "warn、mute、remove、redeem，或 警告、禁言、移出、兑换", "warn, mute, remove, redeem"),
        column("reason", false, "理由", "the reason given"),
        column("by", false, "经手人的账号", "account of who did it"),
        column("points", false, "兑换的积分", "points redeemed"),
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        let word = table.text("kind").ok_or_else(|| table.empty("kind"))?;
        let kind = kind(word).ok_or_else(|| table.wrong("kind", "warn, mute, remove or redeem"))?;
        rows.push(LedgerRow {
            kind,
            time: table.time("time")?.ok_or_else(|| table.empty("time"))?,
            account_id: table.required_id("account_id")?,
            reason: table.owned("reason"),
            by: table.id("by")?,
            points: table.count("points")?,
        });
    }
    side.ledger.get_or_insert_default().extend(rows);
    Ok(())
}

fn kind(word: &str) -> Option<LedgerKind> {
    Some(match word.to_lowercase().as_str() {
        "warn" | "warning" | "警告" => LedgerKind::Warn,
        "mute" | "禁言" => LedgerKind::Mute,
        "remove" | "kick" | "ban" | "移出" | "踢出" => LedgerKind::Remove,
        "redeem" | "兑换" => LedgerKind::Redeem,
        _ => return None,
    })
}
