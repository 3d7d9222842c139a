//! `roster.csv`: the member list. In: one row a stay of a member. Out: [`RosterRow`]s. With it,
//! those who never speak are seen too.

use chrono::NaiveDate;

use crate::error::Result;
use crate::unit::Text;

use super::spec::{Column, Reader, RosterRow, Side, SideFile, Table};

const fn column(name: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { name, required: false, doc: Text { zh, en } }
}

/// The member list.
pub const ROSTER: SideFile = SideFile {
    name: "roster.csv",
    doc: Text {
        zh: "成员名单：谁在群里、何时进退群。有了它，从不发言的人也算得到。account_id 与 name 至少有一列",
        en: "member list: who is in the group and since when; with it, people who never speak are counted too. \
             At least one of account_id and name is needed",
    },
    columns: &[
        column(
            "group_id",
            "所属的群；一份名单管多个群时填",
            "group it speaks of, when one roster covers several groups",
        ),
        column("account_id", "账号；空则用 name", "account id; the name stands in where it is empty"),
        column("name", "昵称", "display name"),
        column("group_nickname", "群昵称", "nickname in the group"),
        column("join_time", "入群时间", "when they joined"),
        column("leave_time", "退群时间；空为仍在群", "when they left; empty while they stay"),
        column("role", "身份：owner、admin、core、member", "role: owner, admin, core, member"),
        column("is_bot", "是否机器人", "whether it is a bot"),
        column("is_operator", "是否运营小号", "whether it is the operator's own extra account"),
        column("birthday_mmdd", "生日，如 0315", "birthday as month and day, such as 0315"),
        column("tier", "会员等级", "membership tier"),
        column("inviter", "邀请人账号", "account that invited them"),
        column("join_scene", "入群方式", "how they came in"),
        column("exempt_until", "免于沉默清理的最后一天", "last day on which silence is excused"),
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    if !table.has("account_id") && !table.has("name") {
        return Err(table.missing("account_id"));
    }
    let mut rows = Vec::new();
    while table.next_row()? {
        rows.push(row(table)?);
    }
    side.roster.get_or_insert_default().extend(rows);
    Ok(())
}

fn row(table: &mut Table<'_>) -> Result<RosterRow> {
    let name = table.owned("name").unwrap_or_default();
    let account_id = match table.id("account_id")? {
        Some(id) => id,
        None if !name.is_empty() => name.clone(),
        None => {
            return Err(table.error("the row has neither account_id nor name; fill one or delete the row".to_owned()));
        }
    };
    let (join_time, leave_time) = (table.time("join_time")?, table.time("leave_time")?);
    if let (Some(join), Some(leave)) = (join_time, leave_time)
        && leave < join
    {
        let message = "`leave_time` lies before `join_time`; who came back needs one row for each stay";
        return Err(table.error(message.to_owned()));
    }
    Ok(RosterRow {
        group_id: table.id("group_id")?,
        account_id,
        name,
        group_nickname: table.owned("group_nickname"),
        join_time,
        leave_time,
        role: table.owned("role"),
        is_bot: table.flag("is_bot")?.unwrap_or(false),
        is_operator: table.flag("is_operator")?.unwrap_or(false),
        birthday_mmdd: birthday(table)?,
        tier: table.owned("tier"),
        inviter: table.id("inviter")?,
        join_scene: table.owned("join_scene"),
        exempt_until: table.day("exempt_until")?,
    })
}

/// `0315`, `315` (a spreadsheet ate the zero), `03-15`, `3/15` as `0315`.
fn birthday(table: &Table<'_>) -> Result<Option<String>> {
    let Some(cell) = table.text("birthday_mmdd") else { return Ok(None) };
    let wrong = || table.wrong("birthday_mmdd", "month and day such as 0315 or 03-15");
    let (month, day) = match cell.split_once(['-', '/']) {
        Some(parts) => parts,
        None if matches!(cell.len(), 3 | 4) => cell.split_at_checked(cell.len() - 2).ok_or_else(wrong)?,
        None => return Err(wrong()),
    };
    let (month, day): (u32, u32) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
    // A leap year, so that 29 February is a birthday.
    NaiveDate::from_ymd_opt(2024, month, day).ok_or_else(wrong)?;
    Ok(Some(format!("{month:02}{day:02}")))
}
