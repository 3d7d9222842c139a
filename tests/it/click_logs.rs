//! Click logs of other programs beside a chat: found by content in the folder or given by hand,
//! joined with its links, and honest about what they do not hold.

use std::fs;
use std::path::{Path, PathBuf};

use chatvitals::metric::Standing;
use chatvitals::pipeline::Question;
use chatvitals::report::{Report, Vital};

use crate::run;

fn log(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/side/log").join(name)
}

/// The chat of the worked example F3, its roster, and `files` instead of its clicks.
fn chat(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["group.json", "roster.csv"] {
        fs::copy(run::fixture("clicks").join(name), folder.path().join(name)).unwrap();
    }
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn judged(folder: &Path, question: Question) -> Report {
    let question = Question { exports: vec![folder.to_owned()], as_of: Some("2026-03-20".to_owned()), ..question };
    run::report(&question).unwrap()
}

fn headline(report: &Report) -> &Vital {
    report.vitals.iter().find(|vital| vital.metric.id == "link_ctr" && vital.row.segment.is_none()).unwrap()
}

/// Lines of a server log of `ex.com` from `first` to `last` March with two visitors on `/a`.
fn server(first: u32, last: u32) -> String {
    let line = |day: u32, ip: &str, path: &str| {
        format!(
            "203.0.113.{ip} - - [{day:02}/Mar/2026:13:00:00 +0800] \"GET {path} HTTP/1.1\" 200 9 \"-\" \"Mozilla/5.0\"\n"
        )
    };
    let days = (first..=last).map(|day| line(day, "1", "/other"));
    days.chain([line(2, "2", "/a?from=wx"), line(2, "2", "/a"), line(3, "3", "/a#x")]).collect()
}

#[test]
fn a_server_log_in_the_folder() {
    let folder = chat(&[("access.log", &server(1, 20))]);
    let base_url = Some("https://www.ex.com/".to_owned());
    let report = judged(folder.path(), Question { base_url, ..Question::default() });
    let row = &headline(&report).row;
    assert_eq!((row.numerator, row.denominator), (Some(2.0), Some(9.0)));
    let link = &report.links[0];
    assert_eq!((link.clicks, link.unique_clickers, link.total_clicks), (Some(3), Some(2), None));
    assert!(report.notices.iter().any(|notice| notice.contains("23 rows read as nginx")), "{:?}", report.notices);
}

#[test]
fn what_a_log_does_not_hold_is_unknown() {
    for (text, base) in [
        // The wrong site, no site, and a log that begins after the week or ends inside it.
        (server(1, 20), Some("https://else.com")),
        (server(1, 20), None),
        (server(10, 20).lines().take(11).collect::<Vec<_>>().join("\n"), Some("https://ex.com")),
        (server(1, 5), Some("https://ex.com")),
    ] {
        let folder = chat(&[("access.log", &text)]);
        let base_url = base.map(str::to_owned);
        let report = judged(folder.path(), Question { base_url, ..Question::default() });
        let row = &headline(&report).row;
        assert_eq!((row.value, row.standing), (None, Standing::NoData), "{base:?}");
        assert!(row.degraded.contains(&"links_not_logged"), "{:?}", row.degraded);
        assert_eq!((report.links[0].clicks, report.links[0].ctr), (None, None));
    }
}

#[test]
fn totals_are_shown_and_give_no_rate() {
    let bitly = "Bitlink,Long URL,Clicks\nhttps://ex.com/a,https://else.com,\"1,024\"\n";
    let folder = chat(&[("export (3).csv", bitly)]);
    let report = judged(folder.path(), Question::default());
    let row = &headline(&report).row;
    assert_eq!((row.value, row.degraded.as_slice()), (None, ["link_totals_only"].as_slice()));
    let link = &report.links[0];
    assert_eq!((link.clicks, link.unique_clickers, link.total_clicks), (None, None, Some(1024)));
}

#[test]
fn clicks_that_name_nobody_give_no_clickers() {
    let folder = chat(&[("clicks.csv", "time,url\n2026-03-02 13:00,https://ex.com/a\n")]);
    let report = judged(folder.path(), Question::default());
    let row = &headline(&report).row;
    assert_eq!((row.value, row.degraded.as_slice()), (None, ["clicks_without_visitor"].as_slice()));
    assert_eq!((report.links[0].clicks, report.links[0].unique_clickers), (Some(1), None));
}

#[test]
fn logs_given_by_hand() {
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("access.log.1");
    fs::write(&path, server(1, 20)).unwrap();
    let folder = chat(&[]);
    let base_url = Some("https://ex.com".to_owned());
    let side = Question { sides: vec![path.clone()], base_url: base_url.clone(), ..Question::default() };
    assert_eq!(judged(folder.path(), side).links[0].unique_clickers, Some(2));
    let exports = vec![folder.path().to_owned(), path];
    let argument = Question { exports, base_url, as_of: Some("2026-03-20".to_owned()), ..Question::default() };
    assert_eq!(run::report(&argument).unwrap().links[0].unique_clickers, Some(2));
    for (question, message) in [
        (
            Question {
                sides: vec![log("../roster.csv"), run::fixture("clicks").join("group.json")],
                ..Question::default()
            },
            "neither the name",
        ),
        (Question { base_url: Some("ex.com".to_owned()), ..Question::default() }, "--base-url ex.com"),
    ] {
        let question = Question { exports: vec![folder.path().to_owned()], ..question };
        let error = run::report(&question).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(message), "{error}");
    }
}

/// One log over two folders of which one has a log of its own: nothing counts twice.
#[test]
fn a_log_for_two_folders_counts_once() {
    let folder = chat(&[(
        "clicks.csv",
        "time,url,visitor_id\n2026-03-02 13:00,https://ex.com/a,v\n2026-03-02 13:00,https://ex.com/a,v\n",
    )]);
    let inner = folder.path().join("second");
    fs::create_dir(&inner).unwrap();
    fs::copy(folder.path().join("group.json"), inner.join("group.json")).unwrap();
    fs::write(inner.join("clicks.csv"), "time,url,visitor_id\n2026-03-02 14:00,https://ex.com/a,w\n").unwrap();
    let report = judged(folder.path(), Question::default());
    assert_eq!((report.links.len(), report.links[0].clicks, report.links[0].unique_clickers), (1, Some(3), Some(2)));
}

#[test]
fn a_folder_of_logs_alone_is_no_export() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(log("articles.xlsx"), folder.path().join("a.xlsx")).unwrap();
    let error = run::report(&Question { exports: vec![folder.path().to_owned()], ..Question::default() }).err();
    assert!(error.unwrap().to_string().contains("no known export"));
}
