//! Bitly: link lists and engagement reports. In: CSV whose capitals and words differ by plan. Out:
//! totals of links, by day where the report has days.

use super::columns::{self, Dialect, Header, Meaning, Row};
use super::spec::{Address, Carries, Head, Log, Sink, Skip, Span};
use crate::side::spec::LinkTotal;
use crate::unit::Text;

/// The log.
pub const BITLY: Log = Log {
    id: "bitly",
    name: Text { zh: "Bitly 链接报表", en: "Bitly link report" },
    how_to_obtain: Text {
        zh: "app.bitly.com → Links → 选中链接 → Export（或 Analytics → Export CSV）；付费版的批量接口 \
             link_engagements_batch 导出的 CSV 带日期，更好",
        en: "app.bitly.com, Links, select, Export (or Analytics, Export CSV); the paid bulk report link_engagements_batch \
             has a row a day, which is better",
    },
    carries: Carries::Totals,
    span: Span::Clicks,
    lacks: Text {
        zh: "只有点击合计，按 UTC 分日；认不出访客，机器人由 Bitly 自己剔除",
        en: "Sums only, days in UTC; visitors are not told, robots are left out by Bitly itself",
    },
    sniff,
    read,
};

const COLUMNS: &[Meaning] = &[
    ("link", &["short link", "bitlink", "bitly link", "short url", "link", "id"]),
    ("long", &["long url", "destination", "destination url", "original link"]),
    ("clicks", &["engagements", "clicks", "link clicks", "total clicks", "total engagements", "total"]),
    ("day", &["date", "day"]),
    ("tags", &["tags", "custom bitlinks"]),
];

/// Short.io says `original url`; `id`, `destination` and `total` alone are anybody's words.
fn is(header: &Header) -> bool {
    let named = |names: &[&str]| names.iter().any(|name| header.named(name));
    let own = named(&["bitlink", "bitly link", "custom bitlinks"]);
    let short = named(&["short link", "short url", "long url"]);
    header.has("link") && header.has("clicks") && (own || short && header.has("long"))
}

fn sniff(head: &Head<'_>) -> bool {
    columns::sniff(head, Dialect::Doubled, COLUMNS, is).is_some()
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    columns::rows(text, Dialect::Doubled, (COLUMNS, is), sink, take);
}

fn take(row: &Row<'_>, sink: &mut Sink<'_>) {
    let Some(link) = row.get("link") else { return sink.skip(Skip::Other) };
    let day = row.day("day");
    let (Some(clicks), true) = (row.count("clicks"), day.is_some() == row.get("day").is_some()) else {
        return sink.skip(Skip::Unreadable);
    };
    sink.total(Address::Whole(link), LinkTotal { day, clicks, ..LinkTotal::default() });
}
