//! Short.io, two files: the list of links with their sums, and the export of single clicks. In: CSV,
//! or the JSON of the last-clicks interface. Out: totals from the one, hits from the other.

use super::columns::{self, Dialect, Header, Meaning};
use super::json;
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Skip, Span};
use crate::side::spec::LinkTotal;
use crate::unit::Text;

/// The list of links.
pub const SHORT_IO_LINKS: Log = Log {
    id: "short-io-links",
    name: Text { zh: "Short.io 链接列表", en: "Short.io link list" },
    how_to_obtain: Text {
        zh: "app.short.io → 选域名 → Links → 右上角菜单 → Export to CSV，勾选点击数列",
        en: "app.short.io, choose the domain, Links, menu, Export to CSV with the click columns",
    },
    carries: Carries::Totals,
    span: Span::Clicks,
    lacks: Text {
        zh: "只有点击合计，没有日期；有 Human clicks 时用它。只有 Path 列时要 --base-url 短域名",
        en: "Sums without days; human clicks are taken where they are given. With a Path column only, --base-url must \
             name the short domain",
    },
    sniff: |head| columns::sniff(head, Dialect::Doubled, LINKS, is_list).is_some(),
    read: read_list,
};

/// Single clicks.
pub const SHORT_IO_CLICKS: Log = Log {
    id: "short-io-clicks",
    name: Text { zh: "Short.io 点击明细", en: "Short.io clicks" },
    how_to_obtain: Text {
        zh: "app.short.io → Statistics → Export clicks（CSV），或接口 last_clicks 的 JSON 结果存成文件",
        en: "app.short.io, Statistics, export clicks (CSV), or the result of the last_clicks interface saved as JSON",
    },
    carries: Carries::Hits,
    span: Span::Clicks,
    lacks: Text {
        zh: "只算 human 为真的；隐藏 IP 的账号认不出访客，算不出独立点击者",
        en: "Only clicks marked human count; accounts that hide addresses tell no visitors, so no unique clickers",
    },
    sniff: sniff_clicks,
    read: read_clicks,
};

const LINKS: &[Meaning] = &[
    ("link", &["short url", "shorturl", "short link", "secure short url", "path"]),
    ("long", &["original url", "originalurl"]),
    ("clicks", &["human clicks", "humanclicks", "clicks", "total clicks"]),
];

fn is_list(header: &Header) -> bool {
    header.count(&["link", "long", "clicks"]) == 3
}

fn read_list(text: &[u8], sink: &mut Sink<'_>) {
    columns::rows(text, Dialect::Doubled, (LINKS, is_list), sink, |row, sink| {
        let (Some(link), Some(clicks)) = (row.get("link"), row.count("clicks")) else {
            return sink.skip(Skip::Unreadable);
        };
        let slashed = format!("/{}", link.trim_start_matches('/'));
        let path = !link.contains("://") && !link.contains('.');
        let address = if path { Address::Path(None, slashed.as_bytes()) } else { Address::Whole(link) };
        sink.total(address, LinkTotal { clicks, ..LinkTotal::default() });
    });
}

const CLICKS: &[Meaning] = &[
    ("time", &["dt", "date", "click date"]),
    ("host", &["host", "domain", "hostname"]),
    ("path", &["path"]),
    ("human", &["human", "is human"]),
    ("status", &["st"]),
    ("method", &["method"]),
    ("ip", &["ip"]),
    ("agent", &["ua", "user agent", "browser"]),
    ("referer", &["ref", "refhost"]),
];

fn is_clicks(header: &Header) -> bool {
    header.count(&["time", "host", "path", "human"]) == 4
}

fn sniff_clicks(head: &Head<'_>) -> bool {
    let json = || {
        json::first(head.bytes)
            .is_some_and(|row| ["dt", "host", "path", "human"].iter().all(|key| row.get(&[key]).is_some()))
    };
    json() || columns::sniff(head, Dialect::Doubled, CLICKS, is_clicks).is_some()
}

fn read_clicks(text: &[u8], sink: &mut Sink<'_>) {
    if json::first(text).is_some() {
        json::rows(text, sink, |row, sink| {
            take(|meaning| row.get(CLICKS.iter().find(|(known, _)| *known == meaning)?.1), sink);
        });
    } else {
        columns::rows(text, Dialect::Doubled, (CLICKS, is_clicks), sink, |row, sink| {
            take(|meaning| row.get(meaning), sink);
        });
    }
}

fn take<'t>(get: impl Fn(&str) -> Option<&'t str>, sink: &mut Sink<'_>) {
    let time = get("time").and_then(|text| sink.time_utc(text));
    let (Some(time), Some(path)) = (time, get("path")) else { return sink.skip(Skip::Unreadable) };
    if !matches!(get("human"), Some("true" | "TRUE" | "True" | "1")) {
        return sink.skip(Skip::Robot);
    }
    let path = format!("/{}", path.trim_start_matches('/'));
    sink.hit(&Hit {
        method: get("method").map(str::as_bytes),
        status: get("status").and_then(|status| status.parse().ok()),
        ip: get("ip").map(str::as_bytes),
        agent: get("agent").map(str::as_bytes),
        referer: get("referer").map(str::as_bytes),
        ..Hit::at(time, Address::Path(get("host"), path.as_bytes()))
    });
}
