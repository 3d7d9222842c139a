//! `calendar.csv`: what the group promised to publish and what it put on. In: one row a column or event.
//! Out: [`CalendarRow`]s. One file for many groups, where a charter's `[[calendar]]` speaks of one.

use crate::charter::{Recurrence, recurrence};
use crate::config::text_day;
use crate::error::Result;
use crate::unit::Text;

use super::spec::{CalendarRow, Column, Reader, Side, SideFile, Table};

const fn column(name: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { name, required: false, doc: Text { zh, en } }
}

/// The content calendar.
pub const CALENDAR: SideFile = SideFile {
    name: "calendar.csv",
    doc: Text {
        zh: "内容日历：固定栏目（rule + keyword）与活动（date）。rule 与 date 至少有一列",
        en: "content calendar: columns that recur (rule and keyword) and events (date). At least one of rule and date is needed",
    },
    columns: &[
        column(
            "type",
            "类型：column 栏目；kol、live、salon 等活动；debate 辩论；holiday 休息日",
            "column, or an event such as kol, live, salon; debate; holiday",
        ),
        column("rule", "何时：weekly Wed、monthly 15、每周三、每月15日", "when: weekly Wed, monthly 15"),
        column("date", "活动日期或时间", "day or time of an event"),
        column("keyword", "栏目消息里的关键词", "word the column's message holds"),
        column("host", "发布人或主持人的账号", "account that publishes or hosts it"),
        column("grace_days", "可迟几天，默认 1", "days it may be late, 1 by default"),
        column("skip", "不必发布的日期，分号隔开", "days it is not due, separated by semicolons"),
        column("attendees", "到场者的账号，分号隔开", "accounts that came, separated by semicolons"),
        column("group_id", "所属的群；空为所有群", "group it belongs to; empty: every group"),
    ],
    read: Reader::Table(read),
};

fn read(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    if !table.has("rule") && !table.has("date") {
        return Err(table.missing("rule"));
    }
    let mut rows = Vec::new();
    while table.next_row()? {
        let time = table.time("date")?;
        let (when, keyword) = match (table.owned("rule"), table.day("date")?) {
            (Some(rule), _) => {
                // METRICS' short form puts the keyword behind the rule: `WEEKLY WED kw=行业快报`.
                let (rule, keyword) =
                    rule.split_once(" kw=").map_or((rule.as_str(), None), |(rule, word)| (rule, Some(word)));
                let when = rule_of(rule).map_err(|message| table.error(format!("column `rule` {message}")))?;
                (when, keyword.map(str::to_owned))
            }
            (None, Some(day)) => (Recurrence::Once(day), None),
            (None, None) => {
                return Err(table.error("the row has neither rule nor date; fill one or delete the row".to_owned()));
            }
        };
        let midnight = table.text("date").is_some_and(|cell| text_day(cell).is_some());
        rows.push(CalendarRow {
            kind: table.text("type").map_or_else(|| "column".to_owned(), str::to_lowercase),
            when,
            time: time.filter(|_| !midnight),
            keyword: table.owned("keyword").or(keyword),
            host: table.id("host")?,
            grace_days: table.count("grace_days")?.map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
            skip: days(table)?,
            attendees: list(table.text("attendees")).map(str::to_owned).collect(),
            group_id: table.id("group_id")?,
        });
    }
    side.calendar.get_or_insert_default().extend(rows);
    Ok(())
}

fn list(cell: Option<&str>) -> impl Iterator<Item = &str> {
    cell.unwrap_or_default().split([';', '；', '、']).map(str::trim).filter(|part| !part.is_empty())
}

fn days(table: &Table<'_>) -> Result<Vec<crate::calendar::Day>> {
    let expected = "days such as 2026-02-18;2026-02-19";
    list(table.text("skip")).map(|part| text_day(part).ok_or_else(|| table.wrong("skip", expected))).collect()
}

/// A recurrence as a charter writes it, or in Chinese: 每周三, 每月15日.
fn rule_of(text: &str) -> std::result::Result<Recurrence, String> {
    if let Some(day) = text.strip_prefix("每周").or_else(|| text.strip_prefix("每星期")) {
        return recurrence(&format!("weekly 周{day}"));
    }
    if let Some(day) = text.strip_prefix("每月") {
        return recurrence(&format!("monthly {}", day.trim_end_matches(['日', '号'])));
    }
    recurrence(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_in_both_languages() {
        for (text, want) in [
            ("weekly Wed", Recurrence::Weekly(2)),
            ("WEEKLY WED", Recurrence::Weekly(2)),
            ("每周三", Recurrence::Weekly(2)),
            ("MONTHLY 15", Recurrence::Monthly(15)),
            ("每月15日", Recurrence::Monthly(15)),
            ("每月15号", Recurrence::Monthly(15)),
        ] {
            assert_eq!(rule_of(text), Ok(want), "{text}");
        }
        assert!(rule_of("每周八").is_err());
    }
}
