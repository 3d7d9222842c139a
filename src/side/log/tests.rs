//! Every fixture of a log: claimed by one, read into the rows written here; what is no log is
//! claimed by none.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::side::spec::ClickRow;

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
