//! YOURLS, the link shortener one runs oneself: its click table as SQL dump or CSV, and the sums in
//! its table of links. In: tuples of a dump, or rows. Out: hits on short links; totals.

use std::borrow::Cow;

use super::columns::{self, Dialect, Header, Meaning};
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Skip, Span};
use crate::side::spec::LinkTotal;
use crate::unit::Text;

/// The log.
pub const YOURLS: Log = Log {
    id: "yourls",
    name: Text { zh: "YOURLS 点击表", en: "YOURLS click table" },
    how_to_obtain: Text {
        zh: "在 YOURLS 服务器上：mysqldump 数据库 yourls_log yourls_url > yourls.sql；或用 phpMyAdmin 把 yourls_log 导出为 CSV",
        en: "On the YOURLS server: mysqldump DATABASE yourls_log yourls_url > yourls.sql; or export yourls_log as CSV from \
             phpMyAdmin",
    },
    carries: Carries::Visitors,
    span: Span::Clicks,
    lacks: Text {
        zh: "表里只有短码，要用 --base-url 说明短域名；时间是服务器的本地时间，按 --tz 读；访客是 IP 加浏览器的散列",
        en: "It holds keywords only: --base-url names the short domain. Times are the server's own and read in --tz. A \
             visitor is the hash of address and browser",
    },
    sniff,
    read,
};

const CLICKS: &[Meaning] = &[
    ("id", &["click id"]),
    ("time", &["click time"]),
    ("keyword", &["shorturl"]),
    ("referer", &["referrer"]),
    ("agent", &["user agent"]),
    ("ip", &["ip address"]),
    ("country", &["country code"]),
];
const LINKS: &[Meaning] = &[
    ("keyword", &["keyword"]),
    ("url", &["url"]),
    ("title", &["title"]),
    ("time", &["timestamp"]),
    ("ip", &["ip"]),
    ("clicks", &["clicks"]),
];

fn is_clicks(header: &Header) -> bool {
    header.count(&["time", "keyword", "agent", "ip"]) == 4
}

fn is_links(header: &Header) -> bool {
    header.count(&["keyword", "url", "time", "clicks"]) == 4
}

fn sniff(head: &Head<'_>) -> bool {
    is_dump(head.bytes)
        || columns::sniff(head, Dialect::Doubled, CLICKS, is_clicks).is_some()
        || columns::sniff(head, Dialect::Doubled, LINKS, is_links).is_some()
        || is_bare(head.bytes)
}

fn is_dump(text: &[u8]) -> bool {
    let head = text.get(..super::HEAD).unwrap_or(text);
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    has(b"INSERT INTO") && (has(b"yourls_log`") || has(b"`click_id`") && has(b"`shorturl`"))
}

/// A table without header: number, time, keyword, referrer, browser, address, country.
fn is_bare(text: &[u8]) -> bool {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let mut record = csv::StringRecord::new();
    let mut good = 0;
    while good < 10 && reader.read_record(&mut record).unwrap_or(false) {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let number = !cell(0).is_empty() && cell(0).bytes().all(|byte| byte.is_ascii_digit());
        let time = cell(1).len() == 19 && columns::day(cell(1)).is_some() && cell(1).as_bytes().get(10) == Some(&b' ');
        let from = cell(3) == "direct" || cell(3).contains("://");
        if record.len() != 7 || !number || !time || !from || !super::line::is_ip(cell(5).as_bytes()) {
            // The last row of a head may be cut.
            return good > 0 && !reader.read_record(&mut record).unwrap_or(false);
        }
        good += 1;
    }
    good > 0
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    if is_dump(text) {
        return read_dump(text, sink);
    }
    if is_bare(text) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).unwrap_or(false) {
            let cells: Vec<Cow<'_, str>> = record.iter().map(Cow::Borrowed).collect();
            click(&cells, sink);
        }
        return;
    }
    let is = |header: &Header| is_clicks(header) || is_links(header);
    let both = [CLICKS, LINKS].concat();
    columns::rows(text, Dialect::Doubled, (&both, is), sink, |row, sink| {
        let cell = |meaning| row.get(meaning).map_or(Cow::Borrowed(""), Cow::Borrowed);
        if row.has("country") || row.has("agent") {
            click(&["id", "time", "keyword", "referer", "agent", "ip"].map(cell), sink);
        } else {
            link(&["keyword", "url", "title", "time", "ip", "clicks"].map(cell), sink);
        }
    });
}

fn click(cells: &[Cow<'_, str>], sink: &mut Sink<'_>) {
    let [_, time, keyword, referer, agent, ip, ..] = cells else { return sink.skip(Skip::Unreadable) };
    let Some(time) = sink.time(time) else { return sink.skip(Skip::Unreadable) };
    let path = format!("/{keyword}");
    sink.hit(&Hit {
        ip: Some(ip.as_bytes()),
        agent: Some(agent.as_bytes()),
        referer: Some(referer.as_bytes()),
        ..Hit::at(time, Address::Path(None, path.as_bytes()))
    });
}

fn link(cells: &[Cow<'_, str>], sink: &mut Sink<'_>) {
    let [keyword, _, _, _, _, clicks, ..] = cells else { return sink.skip(Skip::Unreadable) };
    let Ok(clicks) = clicks.parse() else { return sink.skip(Skip::Unreadable) };
    let path = format!("/{keyword}");
    sink.total(Address::Path(None, path.as_bytes()), LinkTotal { clicks, ..LinkTotal::default() });
}

/// The tuples of every `INSERT INTO` of the two tables; statements for others are passed over.
fn read_dump(text: &[u8], sink: &mut Sink<'_>) {
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest, b"INSERT INTO") {
        rest = rest.get(at + 11..).unwrap_or_default();
        let name: Vec<u8> = rest.trim_ascii_start().iter().copied().take_while(|byte| !b" (".contains(byte)).collect();
        let name = String::from_utf8_lossy(&name).trim_matches(['`', '"']).to_owned();
        let Some(values) = memchr::memmem::find(rest, b"VALUES") else { return };
        rest = rest.get(values + 6..).unwrap_or_default();
        while let Some((cells, after)) = tuple(rest) {
            rest = after;
            match (name.ends_with("log"), name.ends_with("url")) {
                (true, _) => click(&cells, sink),
                (_, true) => link(&cells, sink),
                _ => {}
            }
        }
    }
}

/// The values of `(…)` and what follows it and its comma; `None` at the end of the statement.
fn tuple(text: &[u8]) -> Option<(Vec<Cow<'_, str>>, &[u8])> {
    let mut rest = text.trim_ascii_start();
    rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start().strip_prefix(b"(")?;
    let mut cells = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        let (cell, after) = if let Some(quoted) = rest.strip_prefix(b"'") {
            string(quoted)?
        } else {
            // Bare values are numbers and NULL.
            let end = rest.iter().take(64).position(|byte| b",)".contains(byte))?;
            let word = String::from_utf8_lossy(rest.get(..end)?.trim_ascii());
            (if word == "NULL" { Cow::Borrowed("") } else { word }, rest.get(end..)?)
        };
        cells.push(cell);
        match after.trim_ascii_start() {
            [b',', after @ ..] => rest = after,
            [b')', after @ ..] => return Some((cells, after)),
            _ => return None,
        }
    }
}

/// A text up to its closing quote, escapes resolved, and what follows.
fn string(text: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'\'', b'\\', text.get(at..)?)?;
        match (text.get(at)?, text.get(at + 1)) {
            (b'\\', _) | (_, Some(b'\'')) => at += 2,
            _ => break,
        }
    }
    let raw = String::from_utf8_lossy(text.get(..at)?);
    let plain = if raw.contains(['\\', '\'']) {
        Cow::Owned(raw.replace("''", "'").replace("\\'", "'").replace("\\\"", "\"").replace("\\\\", "\\"))
    } else {
        raw
    };
    Some((plain, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_of_dumps() {
        let text = br"(1,'it\'s (a) ''b'', \\', NULL ,'x'),(2,'y');";
        let (cells, rest) = tuple(text).unwrap();
        assert_eq!(cells, ["1", r"it's (a) 'b', \", "", "x"]);
        let (cells, rest) = tuple(rest).unwrap();
        assert_eq!(cells, ["2", "y"]);
        assert!(tuple(rest).is_none());
        for cut in [b"(1,'x".as_slice(), b"(1", b"(1,'x'", b"", b"(1,'x' y)", b"(1,'x\\"] {
            assert!(tuple(cut).is_none(), "{}", String::from_utf8_lossy(cut));
        }
    }

    #[test]
    fn a_table_without_header() {
        let row = "1,2026-03-02 12:31:00,abc,direct,Mozilla/5.0,203.0.113.7,CN\n";
        assert!(is_bare(row.as_bytes()));
        assert!(is_bare(format!("{row}2,2026-03").as_bytes()), "the head may cut a row");
        assert!(!is_bare(format!("{row}2,2026-03\n{row}").as_bytes()));
        assert!(!is_bare(b"1,2026-03-02 12:31:00,abc,direct,Mozilla/5.0,nobody,CN\n"));
        assert!(!is_bare(b""));
    }
}
