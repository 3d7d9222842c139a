//! `groups.csv`: what is known of each group beyond its log. In: one row a group. Out:
//! [`GroupMeta`]s. One file for a whole portfolio, where a charter speaks of one group.

use crate::error::Result;
use crate::unit::{Platform, Text};

use super::spec::{Column, GroupMeta, Reader, Side, SideFile, Table};

const fn column(name: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { name, required: false, doc: Text { zh, en } }
}

/// The list of groups.
pub const GROUPS: SideFile = SideFile {
    name: "groups.csv",
    doc: Text {
        zh: "群信息：建群、解散日期、申报人数、类型；多群对比与寿命分析用",
        en: "facts about each group: founded, closed, declared size, type; for comparing groups and their lifetimes",
    },
    columns: &[
        Column { name: "group_id", required: true, doc: Text { zh: "群标识", en: "group id" } },
        column("name", "群名", "name"),
        column("platform", "平台，如 wechat、telegram", "platform such as wechat or telegram"),
        column("kind", "平台上的种类，如内部群、外部群", "kind of group on the platform"),
        column(
            "type",
            "类型：resource、learning、service、other",
            "what it is for: resource, learning, service, other",
        ),
        column("created_at", "建群日期", "day it was founded"),
        column("closed_at", "解散日期", "day it was closed"),
        column("declared_size", "申报人数", "members as declared"),
        column("charter", "有无群章程", "whether it has a charter"),
        column("federation", "同属一个联盟的群填同一个词", "one word shared by groups that belong together"),
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        rows.push(GroupMeta {
            group_id: table.required_id("group_id")?,
            name: table.owned("name"),
            platform: table.text("platform").map(|name| Platform::new(name).as_str().to_owned()),
            kind: table.owned("kind"),
            group_type: table.owned("type"),
            created_at: table.day("created_at")?,
            closed_at: table.day("closed_at")?,
            declared_size: table.count("declared_size")?,
            charter: table.flag("charter")?,
            federation: table.owned("federation"),
        });
    }
    side.groups.extend(rows);
    Ok(())
}
