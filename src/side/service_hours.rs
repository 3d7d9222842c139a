//! `service_hours.toml`: when somebody answers, and on which days nobody does. In: `hours` as the charter
//! writes them, `closed` days, and perhaps the `group` it speaks of. Out: [`ServiceHoursRow`]s, which stand
//! in for the charter's hours.

use std::path::Path;

use crate::charter::service_hours;
use crate::config::{self, Doc, Section};
use crate::error::Result;
use crate::unit::Text;

use super::spec::{Column, Reader, ServiceHoursRow, Side, SideFile};

const KEYS: &[&str] = &["hours", "closed", "group"];

/// The hours.
pub const SERVICE_HOURS: SideFile = SideFile {
    name: "service_hours.toml",
    doc: Text {
        zh: "服务时段：hours = [\"Mon-Fri 09:00-18:00\"]，closed = [2026-02-17] 为不服务的日子，group 可写群号；优先于章程的 [service] hours",
        en: "service hours: hours = [\"Mon-Fri 09:00-18:00\"], closed = [2026-02-17] for days without service, group for a group id; they stand before the charter's [service] hours",
    },
    columns: &[
        Column { name: "hours", required: true, doc: Text { zh: "每周的服务时段", en: "spans of the week" } },
        Column { name: "closed", required: false, doc: Text { zh: "不服务的日子", en: "days without service" } },
        Column { name: "group", required: false, doc: Text { zh: "群号或群名", en: "group id or name" } },
    ],
    read: Reader::Lines(read),
};

fn read(path: &Path, text: &str, side: &mut Side) -> Result<()> {
    let doc = Doc { path, text };
    let table = config::parse(doc)?;
    let root = Section::root(doc, &table);
    config::no_strange_key(&root, KEYS, |_| None)?;
    let mut hours = Vec::new();
    for (span, at) in root.texts("hours", "[\"Mon-Sun 09:00-18:00\"]")? {
        hours.extend(service_hours(span).map_err(|message| root.error("hours", at, &message))?);
    }
    let row = ServiceHoursRow {
        group_id: root.text("group", "\"12345\"")?.map(|(group, _)| group.to_owned()),
        hours,
        closed: root.days("closed", "[2026-02-17]")?,
    };
    side.service_hours.push(row);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_closed_days() {
        let mut side = Side::default();
        let text = "hours = [\"Mon-Fri 09:00-18:00\", \"Sat 22:00-02:00\"]\nclosed = [2026-02-17]\n";
        read(Path::new("service_hours.toml"), text, &mut side).unwrap();
        let row = &side.service_hours[0];
        assert_eq!((row.hours.len(), row.closed.len(), row.group_id.is_none()), (3, 1, true));
        let wrong = read(Path::new("s.toml"), "hours = [\"Mon\"]\n", &mut side).unwrap_err().to_string();
        assert!(wrong.contains("s.toml") && wrong.contains("hours"), "{wrong}");
        assert!(read(Path::new("s.toml"), "hour = []\n", &mut side).unwrap_err().to_string().contains("hours"));
    }
}
