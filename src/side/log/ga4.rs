//! Google Analytics 4: free-form explorations and report snapshots as CSV. In: comment blocks,
//! headers in the language of the account, totals rows. Out: totals of pages, by day where the
//! table has days.

use super::columns::{self, Dialect, Header, Meaning, Row};
use super::spec::{Address, Carries, Head, Log, Sink, Skip, Span};
use crate::side::spec::LinkTotal;
use crate::unit::Text;

/// The log.
pub const GA4: Log = Log {
    id: "ga4",
    name: Text { zh: "Google Analytics 4 探索报表", en: "Google Analytics 4 exploration" },
    how_to_obtain: Text {
        zh: "GA4 → 探索 → 自由形式；维度选「网页位置」（或网页路径和查询字符串）、日期、会话手动广告内容，指标选浏览次数；\
             右上角下载 CSV",
        en: "GA4, Explore, free form; dimensions page location (or page path and query string), date and session manual \
             ad content, metric views; download as CSV",
    },
    carries: Carries::Totals,
    span: Span::Clicks,
    lacks: Text {
        zh: "只有合计，认不出访客；网页路径没有域名，要 --base-url；日期按媒体资源的时区；(not set) 与 (other) 行不计",
        en: "Sums only, no visitors; page paths name no host and need --base-url; days are in the property's zone; rows \
             of (not set) and (other) are left out",
    },
    sniff,
    read,
};

const COLUMNS: &[Meaning] = &[
    (
        "page",
        &[
            "page location",
            "网页位置",
            "页面位置",
            "full page url",
            "page path and query string",
            "网页路径和查询字符串",
            "page path + query string",
            "landing page + query string",
            "着陆页 + 查询字符串",
            "landing page",
            "着陆页",
            "page path",
            "网页路径",
            "page path and screen class",
            "网页路径和屏幕类",
        ],
    ),
    ("day", &["date", "日期"]),
    (
        "tag",
        &[
            "session manual ad content",
            "会话手动广告内容",
            "manual ad content",
            "手动广告内容",
            "session campaign",
            "会话广告系列",
        ],
    ),
    ("clicks", &["views", "浏览次数", "观看次数", "sessions", "会话数", "会话", "event count", "事件数"]),
];

fn is(header: &Header) -> bool {
    header.has("page") && header.has("clicks")
}

fn sniff(head: &Head<'_>) -> bool {
    let commented = head.lines().next().is_some_and(|line| line.starts_with(b"# --") || line.starts_with(b"\"# --"));
    commented && columns::sniff(head, Dialect::Doubled, COLUMNS, is).is_some()
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    columns::rows(text, Dialect::Doubled, (COLUMNS, is), sink, take);
}

fn take(row: &Row<'_>, sink: &mut Sink<'_>) {
    // The row of totals has no page; what Google could not or would not tell has none either.
    let Some(page) = row.get("page").filter(|page| page.starts_with('/') || page.contains('.')) else {
        return sink.skip(Skip::Other);
    };
    let day = row.day("day");
    let (Some(clicks), true) = (row.count("clicks"), day.is_some() == row.get("day").is_some()) else {
        return sink.skip(Skip::Unreadable);
    };
    let tag = row.get("tag").filter(|tag| !tag.starts_with('(')).map(str::to_owned);
    sink.total(Address::Whole(page), LinkTotal { tag, day, clicks, ..LinkTotal::default() });
}
