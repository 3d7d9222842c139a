//! Every fixture of a log: claimed by one, read into the rows written here; what is no log is
//! claimed by none.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::side::spec::{ClickRow, LinkTotal};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/side/log")
}

fn side(name: &str, base: Option<&str>) -> Side {
    let bytes = fs::read(folder().join(name)).unwrap();
    let mut side = Side::default();
    let base = base.map(|base| Base::new(base).unwrap());
    side.read_log(Path::new(name), &bytes, &mut Zone::new("Asia/Shanghai").unwrap(), base.as_ref()).unwrap();
    side
}

/// Time of day on 2 March 2026 in Shanghai, and address, of each click.
fn clicks(side: &Side) -> Vec<String> {
    let mut zone = Zone::new("Asia/Shanghai").unwrap();
    let mut line = |click: &ClickRow| {
        let minute = zone.to_local(click.time).rem_euclid(86_400_000) / 60_000;
        let who = if click.visitor_id.is_some() { "" } else { " nobody" };
        format!("{:02}:{:02} {}{who}", minute / 60, minute % 60, click.url)
    };
    side.clicks.iter().flatten().map(&mut line).collect()
}

fn visitors(side: &Side) -> usize {
    let ids: BTreeSet<&str> = side.clicks.iter().flatten().filter_map(|click| click.visitor_id.as_deref()).collect();
    ids.len()
}

#[test]
fn an_access_log() {
    let read = side("access.log", Some("https://www.ex.com"));
    assert_eq!(
        clicks(&read),
        [
            "12:31 https://www.ex.com/a?utm_source=wx",
            "13:00 https://www.ex.com/%E4%BD%A0/%E5%A5%BD?q=%22x%22",
            "13:05 https://www.ex.com/files/%E7%AC%94%E8%AE%B0.pdf",
            "13:25 https://www.ex.com/files/%E7%AC%94%E8%AE%B0.pdf",
            "13:09 http://other.example/b",
        ]
    );
    assert_eq!(visitors(&read), 4);
    assert_eq!(
        read.notices,
        ["access.log: 16 rows read as nginx or Apache access log, 5 clicks; left out: 1 by previews and crawlers, \
          2 with a method other than GET, 1 that failed, 2 for parts of pages, 2 for further pieces of a download, \
          2 that are no clicks, 1 unreadable"]
    );
    let files: Vec<Option<&str>> = read.downloads.iter().flatten().map(|row| row.file_name.as_deref()).collect();
    assert_eq!(files, [Some("笔记.pdf"), Some("笔记.pdf")]);
    let hosts: Vec<Option<&str>> = read.click_scopes.iter().map(|scope| scope.host.as_deref()).collect();
    assert_eq!(hosts, [Some("ex.com"), Some("other.example")]);
    assert!(read.click_scopes.iter().all(|scope| scope.span.is_some()));
}

#[test]
fn paths_without_a_host_need_a_base() {
    let read = side("common.log", None);
    assert_eq!((clicks(&read), read.clicks.as_deref()), (vec![], Some([].as_slice())));
    assert_eq!(
        read.notices,
        [
            "common.log: 2 rows read as nginx or Apache access log, 0 clicks; left out: 2 without an address to join by; \
          where the log names no host, --base-url https://your.site tells it"
        ]
    );
    assert_eq!(clicks(&side("common.log", Some("http://ex.com/"))), ["12:31 http://ex.com/a"]);
    assert_eq!(
        clicks(&side("other_vhosts_access.log", Some("https://not.used"))),
        ["12:31 https://www.ex.com:443/a", "12:32 https://docs.ex.com:443/", "12:33 https://docs.ex.com:443/b"]
    );
}

#[test]
fn packed_logs_are_the_same() {
    let plain = fs::read(folder().join("access.log")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &plain).unwrap();
    let packed = packed.finish().unwrap();
    let read = |bytes: &[u8]| {
        let mut side = Side::default();
        side.read_log(Path::new("x"), bytes, &mut Zone::new("Asia/Shanghai").unwrap(), None).unwrap();
        side
    };
    assert_eq!(read(&packed), read(&plain));
    // Cut while it was being rotated: what can be unpacked counts.
    assert_eq!(read(&packed[..packed.len() - 8]).clicks, read(&plain).clicks);
    assert!(claims(&packed[..12]).is_empty());
}

/// Day, tag, clicks and address of each total.
fn totals(side: &Side) -> Vec<String> {
    let text = |total: &LinkTotal| {
        let day = total.day.map_or_else(|| "ever".to_owned(), |day| crate::calendar::date(day).to_string());
        let tag = total.tag.as_deref().map(|tag| format!(" [{tag}]")).unwrap_or_default();
        format!("{day} {}{tag} {}", total.clicks, total.url)
    };
    side.link_totals.iter().flat_map(|file| &file.rows).map(text).collect()
}

/// Fixture, log, base URL, clicks or totals, distinct visitors, end of the notice.
type Case = (&'static str, &'static str, &'static [&'static str], usize, &'static str);

const READ: &[Case] = &[
    (
        "s3.log",
        "s3-access-log",
        &["12:31 https://community-files.s3.amazonaws.com/notes/week%2B1.pdf", "12:33 https://files.ex.com/a.zip"],
        2,
        "1 that failed, 1 that are no clicks",
    ),
    (
        "oss2026-03-02-12-00-00-0001",
        "aliyun-oss-log",
        &["12:31 https://community.oss-cn-hangzhou.aliyuncs.com/notes/%E7%AC%94%E8%AE%B0.pdf"],
        1,
        "1 with a method other than GET, 1 that are no clicks",
    ),
    (
        "cdn.ex.com_2026_03_02_1200_1300",
        "aliyun-cdn-log",
        &["12:31 http://cdn.ex.com/a.html?from=group", "12:33 https://cdn.ex.com/talk.mp4"],
        2,
        "1 by previews and crawlers, 1 for parts of pages",
    ),
    (
        "access.json.log",
        "access-log-json",
        &[
            "12:31 https://ex.com/a?x=1",
            "12:32 https://ex.com/b",
            "12:34 https://ex.com/c?y=2",
            "12:30 https://ex.com/d",
        ],
        4,
        "1 by previews and crawlers, 1 unreadable",
    ),
    (
        "bitly_links.csv",
        "bitly",
        &["ever 1024 https://bit.ly/3abcDEF", "ever 0 https://bit.ly/4xyz"],
        0,
        "1 unreadable",
    ),
    (
        "bitly_days.csv",
        "bitly",
        &["2026-03-02 10 https://bit.ly/3abcDEF", "2026-03-03 4 https://bit.ly/3abcDEF"],
        0,
        "",
    ),
    (
        "shortio_links.csv",
        "short-io-links",
        &["ever 80 https://s.ex.com/week1", "ever 0 https://s.ex.com/week2"],
        0,
        "",
    ),
    (
        "shortio_clicks.csv",
        "short-io-clicks",
        &["12:31 https://s.ex.com/week1", "12:33 https://s.ex.com/week1"],
        1,
        "1 by previews and crawlers",
    ),
    (
        "shortio_clicks.json",
        "short-io-clicks",
        &["12:31 https://s.ex.com/week1 nobody"],
        0,
        "1 by previews and crawlers",
    ),
    (
        "yourls.sql",
        "yourls",
        &["12:31 https://s.ex.com/week1", "12:33 https://s.ex.com/week2", "ever 41 https://s.ex.com/week1"],
        2,
        "1 by previews and crawlers",
    ),
    ("yourls_log.csv", "yourls", &["12:31 https://s.ex.com/week1", "12:32 https://s.ex.com/week1"], 2, ""),
    (
        "dub_events.json",
        "dub-events",
        &["12:31 https://s.ex.com/week1", "12:33 https://s.ex.com/week1 nobody"],
        1,
        "1 that are no clicks",
    ),
    ("dub_events.csv", "dub-events", &["12:31 https://s.ex.com/week1 nobody"], 0, ""),
    (
        "ga4_free_form.csv",
        "ga4",
        &[
            "2026-03-02 1024 [g1] https://s.ex.com/a?utm_source=wx",
            "2026-03-03 16 https://s.ex.com/a?utm_source=wx",
            "ever 5 https://docs.ex.com/c",
        ],
        0,
        "2 that are no clicks, 1 unreadable",
    ),
    ("growingio_visit.csv", "growingio", &["12:31 https://ex.com/a?utm_content=g1"], 1, "1 that are no clicks"),
    (
        "articles.csv",
        "wechat-articles",
        &[
            "ever 1024 http://mp.weixin.qq.com/s?__biz=MzA&mid=100&idx=1&sn=abc&chksm=y#rd",
            "ever 120 http://mp.weixin.qq.com/s?__biz=MzA&mid=101&idx=1&sn=def#rd",
        ],
        0,
        "",
    ),
    (
        "articles.xlsx",
        "wechat-articles",
        &["ever 1024 http://mp.weixin.qq.com/s?__biz=MzA&mid=100&idx=1&sn=abc#rd"],
        0,
        "",
    ),
    (
        "channels.xls",
        "wechat-articles",
        &["ever 41 http://mp.weixin.qq.com/s?__biz=MzA&mid=100&idx=1&sn=abc#rd"],
        0,
        "2 that are no clicks",
    ),
    ("articles_gbk.csv", "wechat-articles", &[], 0, "1 without an address to join by"),
];

#[test]
fn every_producer_is_read() {
    for (name, id, rows, people, told) in READ {
        let read = side(name, Some("https://s.ex.com"));
        let mut found = clicks(&read);
        found.extend(totals(&read));
        assert_eq!(found, *rows, "{name}");
        assert_eq!(visitors(&read), *people, "{name}");
        let notice = read.notices.first().unwrap();
        let log = LOGS.iter().find(|log| log.id == *id).unwrap();
        assert!(notice.contains(log.name.en) && notice.ends_with(told), "{name}: {notice}");
        assert_eq!(notice.contains("left out"), !told.is_empty(), "{name}: {notice}");
        assert_eq!(read.clicks.is_some(), log.carries != Carries::Totals, "{name}");
        assert!(!format!("{read:?}").contains("203.0.113"), "{name} keeps an address");
    }
}

#[test]
fn every_fixture_is_claimed_by_one_log_and_every_log_has_one() {
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let ids: Vec<&str> = claims(&fs::read(&path).unwrap()).iter().map(|log| log.id).collect();
        assert_eq!(ids.len(), 1, "{}: {ids:?}", path.display());
        seen.extend(ids);
    }
    let all: BTreeSet<&str> = LOGS.iter().map(|log| log.id).collect();
    assert_eq!(seen, all);
    assert_eq!(all.len(), LOGS.len(), "an id stands twice");
    for log in LOGS {
        for text in [log.name, log.how_to_obtain, log.lacks, log.carries.doc()] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", log.id);
        }
    }
}

#[test]
fn what_is_no_log_is_claimed_by_none() {
    for text in [
        "",
        "{}",
        r#"{"name":"demo","version":"1.0.0","scripts":{"start":"node ."},"dependencies":{}}"#,
        r#"{"version":8,"nginx_version":"1.25.3","address":"127.0.0.1","time_iso8601":"2026-03-02T12:31:00+08:00","status":"ok","connections":{"active":1}}"#,
        r#"{"time":"2026-03-02T12:31:00Z","level":"info","status":200,"msg":"done"}"#,
        r#"[{"role":"user","content":"hi"}]"#,
        r#"{"id":1,"name":"g","type":"private_group","messages":[]}"#,
        r#"{"link_clicks":[{"clicks":3,"date":"2026-03-02T00:00:00+0000"}],"unit":"day"}"#,
        "time,url,visitor_id\n2026-03-02,https://ex.com,v\n",
        "id,destination,total\n1,Paris,300\n",
        "link,description\nhttps://ex.com,a\n",
        "name,amount,date\na,1,2026-03-02\n",
        "Date,Page,Views\n20260302,/a,5\n",
        "标题,阅读次数\n一,5\n",
        "userId,eventTime,path\n1,2,3\n",
        "timestamp,link,user\n1,2,3\n",
        "2026-03-02 12:31 林晚: 看 https://ex.com/a\n",
        "[2026/3/2, 12:31:00] Lin: GET /a HTTP/1.1 200\n",
        "<html><body><table><tr><td>消息</td></tr></table></body></html>",
        "INSERT INTO `posts` VALUES (1,'a');",
        "PK\u{3}\u{4}messages.json",
    ] {
        let ids: Vec<&str> = claims(text.as_bytes()).iter().map(|log| log.id).collect();
        assert!(ids.is_empty(), "{text}: {ids:?}");
    }
    let fixtures = folder().join("../..");
    for entry in fs::read_dir(&fixtures).unwrap().chain(fs::read_dir(fixtures.join("side")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("side") && !path.ends_with("log") {
            for inner in fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
                assert!(claims(&fs::read(&inner).unwrap()).is_empty(), "{}", inner.display());
            }
        } else if path.is_file() {
            assert!(claims(&fs::read(&path).unwrap()).is_empty(), "{}", path.display());
        }
    }
}

/// Bytes of fixtures cut, joined and changed.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let files: Vec<Vec<u8>> = READ.iter().map(|(name, ..)| fs::read(folder().join(name)).unwrap()).collect();
    (0..files.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()).prop_map(
        move |(file, cut, at, byte)| {
            let mut bytes = files[file].clone();
            let place = at.index(bytes.len());
            bytes[place] = byte;
            bytes.truncate(cut.index(bytes.len()) + 1);
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_never_panics(bytes in damaged()) {
        let mut zone = Zone::new("Asia/Shanghai").unwrap();
        for log in LOGS {
            let text = open::whole(&bytes).unwrap_or_default();
            let mut sink = spec::Sink::new(log, &mut zone, None);
            (log.read)(&text, &mut sink);
        }
        let _ = Side::default().read_log(Path::new("x"), &bytes, &mut zone, None);
    }
}
