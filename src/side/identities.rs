//! `identities.csv`: which accounts are one person. In: one row an account. Out: [`IdentityRow`]s
//! without contradictions: an account given to two persons would merge them, so it is refused.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::unit::{Platform, Text};

use super::spec::{Column, IdentityRow, Reader, Side, SideFile, Table};

/// The identity map.
pub const IDENTITIES: SideFile = SideFile {
    name: "identities.csv",
    doc: Text {
        zh: "跨平台身份：同一个人的多个账号合为一人",
        en: "identities across platforms: several accounts of one person become one",
    },
    columns: &[
        Column { name: "person_id", required: true, doc: Text { zh: "人的统一标识", en: "the person" } },
        Column {
            name: "platform",
            required: false,
            doc: Text { zh: "账号所在平台；空为任意", en: "platform of the account; empty: any" },
        },
        Column { name: "account_id", required: true, doc: Text { zh: "账号", en: "the account" } },
        Column { name: "evidence", required: false, doc: Text { zh: "依据", en: "why the two are one" } },
    ],
    read: Reader::Table(read),
};

/// Rows of one account, each with the byte it stands at; `None` for rows of an earlier file.
type Claims = BTreeMap<String, Vec<(Option<u64>, IdentityRow)>>;

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut claims = Claims::new();
    for row in side.identities.iter().flatten() {
        claims.entry(row.account_id.clone()).or_default().push((None, row.clone()));
    }
    let mut rows = Vec::new();
    while table.next_row()? {
        let row = IdentityRow {
            person_id: table.required_id("person_id")?,
            platform: table.text("platform").map(|name| Platform::new(name).as_str().to_owned()),
            account_id: table.required_id("account_id")?,
            evidence: table.owned("evidence"),
        };
        let others = claims.entry(row.account_id.clone()).or_default();
        if let Some((byte, _)) = others.iter().find(|(_, other)| contradict(other, &row)) {
            let there =
                byte.map_or_else(|| "an earlier file".to_owned(), |byte| format!("line {}", table.line_at(byte)));
            let here = table.line();
            return Err(table.error(format!(
                "the account of line {here} belongs to another person on {there}; \
                 an account has one person_id, correct one of the two"
            )));
        }
        others.push((Some(table.byte()), row.clone()));
        rows.push(row);
    }
    side.identities.get_or_insert_default().extend(rows);
    Ok(())
}

/// Whether two rows give one account to two persons. A row without platform speaks of every one.
fn contradict(a: &IdentityRow, b: &IdentityRow) -> bool {
    let same_platform = a.platform.is_none() || b.platform.is_none() || a.platform == b.platform;
    same_platform && a.account_id == b.account_id && a.person_id != b.person_id
}
