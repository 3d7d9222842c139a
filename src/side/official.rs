//! What a platform itself says of its groups (官方统计): `official_stats.csv`, a row a day, and
//! `wecom_stats.json`, the answer of WeCom's statistics of customer groups by day. Out: [`OfficialRow`]s,
//! which our own counts are held against.

use std::path::Path;

use chrono::DateTime;
use serde::Deserialize;

use crate::calendar::{Day, HOUR_MS};
use crate::error::{Error, Result};
use crate::unit::Text;

use super::spec::{Column, OfficialRow, Reader, Side, SideFile, Table};

const fn column(name: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column { name, required: false, doc: Text { zh, en } }
}

/// The table, for any platform.
pub const OFFICIAL_STATS: SideFile = SideFile {
    name: "official_stats.csv",
    doc: Text {
        zh: "平台官方统计，每天一行：与我们的计数对账。没有 group_id 的行是该平台全部群的合计；messages 是当日数还是累计数由数据判断",
        en: "the platform's own statistics, a row a day, held against our counts. A row without group_id sums all groups of the platform; whether messages are of the day or cumulative is told by the data",
    },
    columns: &[
        Column { name: "date", required: true, doc: Text { zh: "日期", en: "local day" } },
        column("platform", "平台；空为所有平台", "platform; empty: every platform"),
        column("group_id", "群号或群名；空为合计", "group id or name; empty: the sum of all"),
        column("messages", "消息数", "messages"),
        column("members", "群成员数", "members"),
        column("speakers", "发过言的成员数", "members who spoke"),
    ],
    read: Reader::Table(read_table),
};

fn read_table(table: &mut Table<'_>, side: &mut Side) -> Result<()> {
    let mut rows = Vec::new();
    while table.next_row()? {
        rows.push(OfficialRow {
            day: table.day("date")?.ok_or_else(|| table.empty("date"))?,
            platform: table.owned("platform").map(|platform| platform.to_lowercase()),
            group_id: table.id("group_id")?,
            messages: table.count("messages")?,
            members: table.count("members")?,
            speakers: table.count("speakers")?,
        });
    }
    side.official.get_or_insert_default().extend(rows);
    Ok(())
}

/// WeCom's own answer.
pub const WECOM_STATS: SideFile = SideFile {
    name: "wecom_stats.json",
    doc: Text {
        zh: "企业微信“客户群数据统计”按自然日聚合接口（groupchat/statistic_group_by_day）的返回，原样保存即可；同一文件里可放多次返回组成的数组。数字按群主合计，不分群",
        en: "WeCom's statistics of customer groups by day (groupchat/statistic_group_by_day), saved as answered; several answers may stand in an array. Figures are sums over an owner's groups, not per group",
    },
    columns: &[
        column("items[].stat_time", "统计日，0 点的秒数", "the day, as seconds at midnight"),
        column("items[].data.msg_total", "截至当天的消息总数", "messages up to and with the day"),
        column("items[].data.member_total", "截至当天的群人数", "members up to and with the day"),
        column("items[].data.member_has_msg", "截至当天发过言的人数", "members who have spoken up to and with the day"),
    ],
    read: Reader::Lines(read_wecom),
};

#[derive(Deserialize)]
#[serde(untagged)]
enum Answers {
    One(Answer),
    Many(Vec<Answer>),
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    errcode: i64,
    #[serde(default)]
    errmsg: String,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    stat_time: Option<i64>,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    msg_total: Option<u64>,
    member_total: Option<u64>,
    member_has_msg: Option<u64>,
}

fn read_wecom(path: &Path, text: &str, side: &mut Side) -> Result<()> {
    let wrong = |line: u64, message: String| Error::Config { path: path.to_owned(), line, at: None, message };
    let answers: Answers = serde_json::from_str(text).map_err(|error| {
        let expected = "an answer of groupchat/statistic_group_by_day: `{\"errcode\":0,\"items\":[{\"stat_time\":…,\"data\":{…}}]}`";
        wrong(error.line() as u64, format!("not {expected} ({error})"))
    })?;
    let answers = match answers {
        Answers::One(answer) => vec![answer],
        Answers::Many(answers) => answers,
    };
    let mut rows = Vec::new();
    let mut undated = 0_u64;
    for answer in answers {
        if answer.errcode != 0 {
            return Err(wrong(
                1,
                format!("WeCom refused: {} ({}); ask again and save the answer", answer.errmsg, answer.errcode),
            ));
        }
        for item in answer.items {
            let Some(day) = item.stat_time.and_then(day_in_shanghai) else {
                undated += 1;
                continue;
            };
            rows.push(OfficialRow {
                day,
                platform: Some("wecom".to_owned()),
                group_id: None,
                messages: item.data.msg_total,
                members: item.data.member_total,
                speakers: item.data.member_has_msg,
            });
        }
    }
    if undated > 0 {
        side.notices.push(format!(
            "{}: {undated} items have no stat_time and are left out; take the statistics by day (statistic_group_by_day)",
            path.display()
        ));
    }
    side.official.get_or_insert_default().extend(rows);
    Ok(())
}

/// The interface floors every time to midnight in Shanghai.
fn day_in_shanghai(seconds: i64) -> Option<Day> {
    let local = DateTime::from_timestamp(seconds, 0)?.timestamp_millis() + 8 * HOUR_MS;
    i32::try_from(local.div_euclid(24 * HOUR_MS)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_by_day() {
        let text = r#"{"errcode":0,"errmsg":"ok","items":[
            {"stat_time":1772380800,"data":{"new_chat_cnt":2,"msg_total":1000,"member_total":500,"member_has_msg":120}},
            {"owner":"zhangsan","data":{"msg_total":9}}]}"#;
        let mut side = Side::default();
        read_wecom(Path::new("wecom_stats.json"), text, &mut side).unwrap();
        let rows = side.official.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].messages, rows[0].members), (Some(1000), Some(500)));
        // 2 March 2026.
        assert_eq!(crate::calendar::date(rows[0].day).to_string(), "2026-03-02");
        assert_eq!(side.notices.len(), 1);
        let refused =
            read_wecom(Path::new("w"), r#"{"errcode":40058,"errmsg":"invalid","items":[]}"#, &mut Side::default());
        assert!(refused.unwrap_err().to_string().contains("invalid"));
        assert!(read_wecom(Path::new("w"), "{\n\"x\": 1}", &mut Side::default()).is_err());
    }
}
