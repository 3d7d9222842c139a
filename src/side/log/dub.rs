//! Dub: the events of the interface as JSON, and the table its dashboard exports. In: objects or
//! CSV. Out: hits on short links.

use super::columns::{self, Dialect, Header, Meaning};
use super::json;
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Skip, Span};
use crate::unit::Text;

/// The log.
pub const DUB: Log = Log {
    id: "dub-events",
    name: Text { zh: "Dub 点击事件", en: "Dub click events" },
    how_to_obtain: Text {
        zh: "app.dub.co → Events → 选时间范围 → Export（CSV），或把接口 GET /events?event=clicks 的结果存成 JSON 文件",
        en: "app.dub.co, Events, choose the range, Export (CSV), or save the result of GET /events?event=clicks as JSON",
    },
    carries: Carries::Hits,
    span: Span::Clicks,
    lacks: Text {
        zh: "默认不含 IP，认不出访客，算不出独立点击者；时间为 UTC",
        en: "Addresses are left out by default: then no visitors and no unique clickers; times are UTC",
    },
    sniff,
    read,
};

const COLUMNS: &[Meaning] = &[
    ("event", &["event"]),
    ("time", &["timestamp", "click.timestamp", "time", "date"]),
    ("link", &["link.shortlink", "short link", "shortlink", "link"]),
    ("domain", &["link.domain", "domain"]),
    ("key", &["link.key", "key"]),
    ("country", &["click.country", "country"]),
    ("city", &["click.city", "city"]),
    ("device", &["click.device", "device"]),
    ("browser", &["click.browser", "browser"]),
    ("os", &["click.os", "os"]),
    ("referer", &["click.referer", "referer", "referrer"]),
    ("trigger", &["click.trigger", "trigger"]),
    ("ip", &["click.ip", "ip"]),
];

/// What a click is told by beside its time and link; a list of links has none of it.
const CIRCUMSTANCES: &[&str] = &["country", "city", "device", "browser", "os", "referer", "trigger"];

fn is(header: &Header) -> bool {
    header.has("time") && header.has("link") && header.count(CIRCUMSTANCES) >= 3 && !header.named("human")
}

fn sniff(head: &Head<'_>) -> bool {
    let has = |row: &json::Row<'_>, keys: &[&str]| keys.iter().all(|key| row.get(&[key]).is_some());
    let event = |row: json::Row<'_>| has(&row, &["event", "timestamp", "click.id", "link.id"]);
    json::first(head.bytes).is_some_and(event) || columns::sniff(head, Dialect::Doubled, COLUMNS, is).is_some()
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    if json::first(text).is_some() {
        json::rows(text, sink, |row, sink| {
            take(|meaning| row.get(COLUMNS.iter().find(|(known, _)| *known == meaning)?.1), sink);
        });
    } else {
        columns::rows(text, Dialect::Doubled, (COLUMNS, is), sink, |row, sink| take(|meaning| row.get(meaning), sink));
    }
}

fn take<'t>(get: impl Fn(&str) -> Option<&'t str>, sink: &mut Sink<'_>) {
    if get("event").is_some_and(|event| !event.eq_ignore_ascii_case("click")) {
        return sink.skip(Skip::Other);
    }
    let Some(time) = get("time").and_then(|text| sink.time_utc(text)) else { return sink.skip(Skip::Unreadable) };
    let own = match (get("domain"), get("key")) {
        (Some(domain), Some(key)) => Some(format!("{domain}/{key}")),
        _ => None,
    };
    let Some(link) = get("link").or(own.as_deref()) else { return sink.skip(Skip::Homeless) };
    let agent = ["browser", "os", "device"].map(|part| get(part).unwrap_or_default()).join(" ");
    sink.hit(&Hit {
        ip: get("ip").map(str::as_bytes),
        agent: Some(agent.as_bytes()),
        ..Hit::at(time, Address::Whole(link))
    });
}
