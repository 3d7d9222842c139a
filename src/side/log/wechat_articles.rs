//! 公众号 article statistics: the list of articles, or a table split by channel, as CSV, workbook or
//! HTML that calls itself .xls. In: rows of articles. Out: totals of reads for each address.

use super::columns::{self, Dialect, Header, Meaning, Row};
use super::spec::{Address, Carries, Head, Log, Sink, Skip, Span};
use crate::side::spec::LinkTotal;
use crate::unit::Text;

/// The log.
pub const WECHAT_ARTICLES: Log = Log {
    id: "wechat-articles",
    name: Text { zh: "公众号内容分析", en: "WeChat official account article statistics" },
    how_to_obtain: Text {
        zh: "mp.weixin.qq.com → 数据分析 → 内容分析 → 群发分析 / 单篇，选时间范围，下载数据明细（xls、xlsx 或 CSV，原样放入，\
             不必另存）",
        en: "mp.weixin.qq.com, data analysis, content analysis, choose the range, download the details (xls, xlsx or CSV, \
             as it comes)",
    },
    carries: Carries::Totals,
    span: Span::Clicks,
    lacks: Text {
        zh: "只有阅读合计：各群、私聊合在一起，认不出是谁；有渠道列时只取「聊天会话」。要有「内容url」列才能与群里的链接对上；\
             数据次日才有",
        en: "Sums of reads only, all chats together, nobody told apart; where there is a channel column only 聊天会话 \
             (chats) counts. Without an address column (内容url) rows cannot be joined; figures come a day late",
    },
    sniff,
    read,
};

const COLUMNS: &[Meaning] = &[
    ("title", &["标题", "内容标题", "文章标题", "图文标题"]),
    ("url", &["内容url", "内容链接", "文章链接", "图文链接", "永久链接", "链接", "url"]),
    ("clicks", &["阅读次数", "总阅读次数", "图文页阅读次数", "阅读量"]),
    ("readers", &["阅读人数", "总阅读人数", "图文页阅读人数"]),
    ("channel", &["渠道", "传播渠道", "流量来源"]),
    ("day", &["统计日期", "阅读日期"]),
    ("published", &["发表时间", "发表日期", "日期"]),
    ("sent", &["送达人数"]),
    ("shares", &["分享次数", "总分享次数", "分享人数", "总分享人数", "分享转发次数"]),
    ("follows", &["阅读后关注人数"]),
    ("originals", &["阅读原文次数", "阅读原文人数", "跳转阅读原文次数", "跳转阅读原文人数"]),
    ("saves", &["收藏次数", "微信收藏人数", "微信收藏次数", "收藏人数"]),
    ("finished", &["完成阅读率", "阅读完成率"]),
    ("sends", &["群发篇数"]),
];

const DISTINCTIVE: &[&str] = &["sent", "shares", "follows", "originals", "saves", "finished", "sends", "channel"];

fn is(header: &Header) -> bool {
    (header.has("clicks") || header.has("readers"))
        && (header.has("title") || header.has("channel"))
        && header.count(DISTINCTIVE) + usize::from(header.has("url")) >= 2
}

fn sniff(head: &Head<'_>) -> bool {
    columns::sniff(head, Dialect::Doubled, COLUMNS, is).is_some()
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    columns::rows(text, Dialect::Doubled, (COLUMNS, is), sink, take);
}

fn take(row: &Row<'_>, sink: &mut Sink<'_>) {
    // 好友转发 is what the channel was called before 聊天会话.
    if row.get("channel").is_some_and(|channel| !matches!(channel, "聊天会话" | "好友转发")) {
        return sink.skip(Skip::Other);
    }
    let Some(url) = row.get("url") else {
        sink.note("articles without an address (内容url) cannot be joined with the links of a chat");
        return sink.skip(Skip::Homeless);
    };
    let Some(clicks) = row.count("clicks") else { return sink.skip(Skip::Unreadable) };
    sink.total(Address::Whole(url), LinkTotal { day: row.day("day"), clicks, ..LinkTotal::default() });
}
