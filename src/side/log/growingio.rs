//! `GrowingIO` raw exports: parts of CSV whose quotes are escaped with a backslash. In: visit rows
//! (page and action rows lie beside them and are no clicks from outside). Out: hits.

use super::columns::{self, Dialect, Header, Meaning, Row};
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Skip, Span};
use crate::unit::Text;

/// The log.
pub const GROWINGIO: Log = Log {
    id: "growingio",
    name: Text { zh: "GrowingIO 原始数据", en: "GrowingIO raw export" },
    how_to_obtain: Text {
        zh: "GrowingIO → 数据管理 → 原始数据导出，选 visit（访问）表，按小时下载 .gz 分片到一个文件夹，不必解压；\
             文件名按 UTC 计时",
        en: "GrowingIO, data management, raw data export: choose the visit table and download its hourly .gz parts into \
             one folder; no need to unpack them. File names count hours in UTC",
    },
    carries: Carries::Visitors,
    span: Span::Clicks,
    lacks: Text {
        zh: "一次访问只记入口页，正是从群里点进来的那一下；page、action 表不是点击，读到时略过",
        en: "A visit tells its entry page only, which is the click from the chat; page and action tables are no clicks \
             and are passed over",
    },
    sniff,
    read,
};

const COLUMNS: &[Meaning] = &[
    ("visitor", &["userid"]),
    ("session", &["sessionid"]),
    ("sent", &["sendtime"]),
    ("time", &["eventtime"]),
    ("type", &["eventtype"]),
    ("ip", &["ip"]),
    ("host", &["domain"]),
    ("path", &["path"]),
    ("query", &["query"]),
    ("referer", &["refer"]),
    ("agent", &["useragent"]),
];

fn is(header: &Header) -> bool {
    header.count(&["visitor", "session", "time", "type", "host", "path"]) == 6
}

fn sniff(head: &Head<'_>) -> bool {
    columns::sniff(head, Dialect::Backslash, COLUMNS, is).is_some()
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    columns::rows(text, Dialect::Backslash, (COLUMNS, is), sink, take);
}

fn take(row: &Row<'_>, sink: &mut Sink<'_>) {
    if row.get("type") != Some("vst") {
        return sink.skip(Skip::Other);
    }
    let Some(time) = row.get("time").and_then(|text| sink.time_utc(text)) else { return sink.skip(Skip::Unreadable) };
    let mut path = row.get("path").unwrap_or("/").to_owned();
    if let Some(query) = row.get("query").filter(|_| !path.contains('?')) {
        path = format!("{path}?{}", query.trim_start_matches('?'));
    }
    sink.hit(&Hit {
        visitor: row.get("visitor"),
        ip: row.get("ip").map(str::as_bytes),
        agent: row.get("agent").map(str::as_bytes),
        referer: row.get("referer").map(str::as_bytes),
        ..Hit::at(time, Address::Path(row.get("host"), path.as_bytes()))
    });
}
