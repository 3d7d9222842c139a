//! Platforms compared, files that expire, personal information, retention of exports, risks: worked
//! examples over chats written by the test, through the whole flow.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chatvitals::charter::ThresholdProfile;
use chatvitals::pipeline::{Names, Question};
use chatvitals::report::Report;

use crate::run;
use crate::want::{ANY, check, head, none, part, vital};

/// Midnight of Monday 2 March 2026 in Asia/Shanghai.
const MONDAY: i64 = 1_772_380_800;
const DAY: i64 = 86_400;

/// An export under construction, one group.
struct Chat(String);

impl Chat {
    fn new(platform: &str, id: &str) -> Self {
        Self(format!(
            "{{\"_type\":\"header\",\"chatlab\":{{\"version\":\"0.0.2\",\"exportedAt\":1}},\"meta\":{{\"name\":\"{id}\",\"platform\":\"{platform}\",\"type\":\"group\",\"groupId\":\"{id}\"}}}}\n"
        ))
    }

    /// A message `at` seconds after that Monday.
    fn say(&mut self, at: i64, who: &str, kind: u8, content: &str) {
        writeln!(
            self.0,
            "{{\"_type\":\"message\",\"sender\":\"{who}\",\"accountName\":\"{who}\",\"timestamp\":{},\"type\":{kind},\"content\":\"{content}\"}}",
            MONDAY + at
        )
        .unwrap();
    }

    fn write(&self, folder: &Path, name: &str) {
        fs::write(folder.join(name), &self.0).unwrap();
    }
}

fn judged(folder: &Path, as_of: &str, question: Question) -> Report {
    let question = Question { exports: vec![folder.to_owned()], as_of: Some(as_of.to_owned()), ..question };
    run::report(&question).unwrap()
}

/// Every platform keeps more of its members than the week before, and the pooled rate falls, because
/// the weaker one has grown.
#[test]
fn a_pooled_rate_may_fall_while_every_platform_rises() {
    let folder = tempfile::tempdir().unwrap();
    for (platform, id, weeks) in
        [("qq", "x", [0..60, 0..54, 0..52]), ("weixin", "y@chatroom", [0..40, 32..232, 182..232])]
    {
        let mut chat = Chat::new(platform, id);
        for (week, people) in (0..).zip(weeks) {
            for who in people {
                let day = week * 7 + i64::from(who) % 7;
                chat.say(day * DAY + 3600 * 12, &format!("m{who}"), 0, "在");
            }
        }
        chat.say(-DAY, "m0", 0, "前一天");
        chat.say(21 * DAY, "m0", 0, "后一天");
        chat.write(folder.path(), &format!("{platform}.jsonl"));
    }
    let report = judged(folder.path(), "2026-03-22", Question::default());
    let id = "cross_platform_comparison";
    check(
        &report,
        &[
            head(id, 52.0 / 54.0 - 0.25, ANY, 254, "info"),
            part(id, "platform:qq", 52.0 / 54.0, (52.0, 54.0), 54, "info"),
            part(id, "platform:wechat", 0.25, (50.0, 200.0), 200, "info"),
            part(id, "previous:qq", 0.9, (54.0, 60.0), 60, "info"),
            part(id, "previous:wechat", 0.2, (8.0, 40.0), 40, "info"),
            part(id, "pooled", 102.0 / 254.0, (102.0, 254.0), 254, "info"),
            part(id, "previous_pooled", 0.62, (62.0, 100.0), 100, "info"),
            part(id, "simpson_warning", 1.0, ANY, 2, "info"),
        ],
    );
    assert!(vital(&report, id, None).row.degraded.contains(&"simpson_warning"));
    fs::remove_file(folder.path().join("weixin.jsonl")).unwrap();
    check(&judged(folder.path(), "2026-03-22", Question::default()), &[none(id, 0, "not_applicable")]);
}

/// QQ keeps a file seven days: of files 4, 5.5 and 8 days old one is at risk and one is gone.
#[test]
fn files_about_to_expire() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20001");
    // As-of ends after fourteen days.
    for (name, age) in [("新.pdf", 4 * DAY), ("旧.pdf", 11 * DAY / 2), ("过期.pdf", 8 * DAY), ("没人要.pdf", 6 * DAY)]
    {
        chat.say(14 * DAY - age, "A", 4, name);
    }
    chat.say(13 * DAY + 40_000, "B", 0, "收到");
    chat.write(folder.path(), "qq.jsonl");
    let log = "time,file_name,account_id\n2026-03-15 20:00,新.pdf,B\n2026-03-15 20:00,旧.pdf,B\n2026-03-09 12:00,过期.pdf,B\n";
    fs::write(folder.path().join("downloads.csv"), log).unwrap();
    check(
        &judged(folder.path(), "2026-03-15", Question::default()),
        &[
            head("file_expiry_risk", 1.0, ANY, 3, "watch"),
            part("file_expiry_risk", "expired", 1.0, ANY, 3, "info"),
            part("file_expiry_risk", "retention_days", 7.0, ANY, 3, "info"),
        ],
    );
    let mut other = Chat::new("weixin", "z@chatroom");
    other.say(0, "A", 4, "a.pdf");
    let elsewhere = tempfile::tempdir().unwrap();
    other.write(elsewhere.path(), "z.jsonl");
    check(
        &judged(elsewhere.path(), "2026-03-05", Question::default()),
        &[none("file_expiry_risk", 0, "not_applicable")],
    );
}

/// The last record lies on 1 March; limit 30 days.
#[test]
fn exports_kept_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20002");
    chat.say(-9 * DAY, "A", 0, "早");
    chat.say(-DAY + 3600, "B", 0, "早");
    chat.write(folder.path(), "qq.jsonl");
    for (as_of, days, status) in
        [("2026-03-31", 30.0, "ok"), ("2026-04-01", 31.0, "watch"), ("2026-04-05", 35.0, "watch")]
    {
        let report = judged(folder.path(), as_of, Question::default());
        check(&report, &[head("raw_retention_age", days, ANY, 2, status)]);
    }
}

#[test]
fn a_link_with_a_phone_number_must_not_be_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20003");
    for day in 0..8 {
        chat.say(day * DAY, "13900139000", 0, "见 https://ex.com/pay?tel=13800138000&order=12345678901");
        chat.say(day * DAY + 60, "10086001", 0, "https://ex.com/u/10086001/home");
    }
    chat.write(folder.path(), "qq.jsonl");
    let own = judged(folder.path(), "2026-03-09", Question::default());
    // The account, which is its name too, and the link; the order number is none.
    check(
        &own,
        &[
            head("pii_scan", 2.0, ANY, vital(&own, "pii_scan", None).row.n, "info"),
            none("pseudonymisation_check", 0, "not_applicable"),
        ],
    );
    let names = Names::Pseudonym { key: b"a secret of the tests".to_vec() };
    let shared = judged(folder.path(), "2026-03-09", Question { names, ..Question::default() });
    let n = vital(&shared, "pii_scan", None).row.n;
    let seen = vital(&shared, "pseudonymisation_check", None).row.n;
    check(
        &shared,
        &[
            head("pii_scan", 1.0, ANY, n, "breach"),
            part("pii_scan", "kind:mobile", 1.0, ANY, n, "info"),
            head("pseudonymisation_check", 1.0, ANY, seen, "breach"),
            part("risk_register", "compliance", 2.0, ANY, 4, "breach"),
        ],
    );
}

/// Words are kept for topics, and only while somebody asks for topics.
#[test]
fn no_word_is_kept_that_no_vital_needs() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20004");
    for at in 0..60 {
        chat.say(at * DAY / 4, &format!("{}", 10001 + at % 5), 0, "今天讨论数据库的索引设计");
    }
    chat.write(folder.path(), "qq.jsonl");
    let all = judged(folder.path(), "2026-03-15", Question::default());
    check(
        &all,
        &[
            head("minimisation_check", 0.0, ANY, 56, "ok"),
            part("minimisation_check", "text_columns", 1.0, ANY, 56, "info"),
        ],
    );
    let charter = folder.path().join("charter.toml");
    fs::write(&charter, "[metrics]\noff = [\"topic_trends\"]\n").unwrap();
    let off = judged(folder.path(), "2026-03-15", Question::default());
    check(&off, &[part("minimisation_check", "text_columns", 0.0, ANY, 56, "info")]);
    assert!(off.headline(&off.groups[0].id, "topic_trends").is_none());
    let only = Question { only: vec!["daily_messages".to_owned()], ..Question::default() };
    let one = judged(folder.path(), "2026-03-15", only);
    assert!(one.vitals.iter().all(|vital| vital.metric.id == "daily_messages") && !one.vitals.is_empty());
}

/// Governance is as bad as its worst vital; what could not be judged is grey, not green.
#[test]
fn classes_of_risk_take_their_worst_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20005");
    for day in 0..15 {
        for at in 0..6 {
            chat.say(day * DAY + at * 3600, &format!("{}", 10001 + at), 0, "早上好");
        }
    }
    chat.say(8 * DAY + 50, "10002", 0, "看 https://item.taobao.com/item.htm?id=1");
    chat.write(folder.path(), "qq.jsonl");
    let only = ["ad_rule_hits", "daily_messages", "risk_register"].map(str::to_owned).to_vec();
    let report = judged(folder.path(), "2026-03-15", Question { only, ..Question::default() });
    check(
        &report,
        &[
            head("ad_rule_hits", 1.0, ANY, 43, "breach"),
            part("risk_register", "governance", 1.0, ANY, 1, "breach"),
            part("risk_register", "vitality", 0.0, ANY, 1, "ok"),
            part("risk_register", "compliance", 0.0, ANY, 0, "insufficient_n"),
        ],
    );
    let head = vital(&report, "risk_register", None);
    assert_eq!((head.status.name(), head.row.value), ("breach", Some(1.0)));
    assert!(head.advice.is_some() && !head.counts(), "a summary is not counted beside what it sums up");
    let calm = Question { only: vec!["risk_register".to_owned()], ..Question::default() };
    let grey = judged(folder.path(), "2026-03-15", calm);
    assert_eq!(vital(&grey, "risk_register", None).status.name(), "insufficient_n");
}

/// The bound of the group's own past: the 20th percentile of its last eight weeks, never above five.
#[test]
fn a_calibrated_threshold_follows_the_group() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20006");
    // Messages a day of each of ten people, by week.
    for (week, messages) in (0..).zip([1, 1, 2, 2, 3, 3, 4, 4, 1]) {
        for day in 0..7 {
            for at in 0..messages {
                for who in 0..10 {
                    chat.say((week * 7 + day) * DAY + at * 600 + who, &format!("{}", 10001 + who), 0, "早");
                }
            }
        }
    }
    chat.write(folder.path(), "qq.jsonl");
    let id = "interactions_per_capita";
    let with = |thresholds| {
        let report = judged(folder.path(), "2026-05-03", Question { thresholds, ..Question::default() });
        let row = vital(&report, id, None);
        (row.row.value, row.threshold.clone(), row.status.name())
    };
    assert_eq!(with(Some(ThresholdProfile::Seed)), (Some(1.0), Some("< 5".to_owned()), "breach"));
    // Weeks 1 to 8: 1, 2, 2, 3, 3, 4, 4, 1; sorted 1 1 2 2 3 3 4 4, at 0.2 × 7 = 1.4.
    assert_eq!(with(Some(ThresholdProfile::Calibrated)), (Some(1.0), Some("< 1.4".to_owned()), "breach"));
}

/// Official 1000, then 1012; ours that day 12. Read as the day's own the figure would be 84 times ours.
#[test]
fn official_figures_read_as_cumulative() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("wecom", "wr1");
    for day in -1..4 {
        for at in 0..12 {
            chat.say(day * DAY + at * 3600, &format!("u{}", at % 4), 0, "早");
        }
    }
    chat.write(folder.path(), "wecom.jsonl");
    let item = |day: i64, total: u64| {
        format!("{{\"stat_time\":{},\"data\":{{\"msg_total\":{total},\"member_total\":4}}}}", MONDAY + day * DAY)
    };
    let answer = |items: &[String]| format!("{{\"errcode\":0,\"errmsg\":\"ok\",\"items\":[{}]}}", items.join(","));
    let stats = folder.path().join("wecom_stats.json");
    fs::write(&stats, answer(&[item(0, 1000), item(1, 1012)])).unwrap();
    let id = "platform_reconcile";
    let report = judged(folder.path(), "2026-03-05", Question::default());
    check(
        &report,
        &[
            head(id, 0.0, (12.0, 12.0), 1, "ok"),
            part(id, "as_cumulative", 0.0, ANY, 1, "info"),
            part(id, "as_daily", 24.0 / 2012.0 - 1.0, ANY, 2, "info"),
        ],
    );
    assert_eq!(vital(&report, id, None).row.basis, "cumulative");
    fs::write(&stats, answer(&[item(0, 1000), item(1, 1015)])).unwrap();
    check(&judged(folder.path(), "2026-03-05", Question::default()), &[head(id, 0.2, (12.0, 15.0), 1, "watch")]);
    fs::remove_file(&stats).unwrap();
    let table =
        "date,platform,group_id,messages\n2026-03-03,WeCom,wr1,12\n2026-03-04,WeCom,wr1,12\n2026-03-04,WeCom,,90\n";
    fs::write(folder.path().join("official_stats.csv"), table).unwrap();
    let daily = judged(folder.path(), "2026-03-05", Question::default());
    check(&daily, &[head(id, 0.0, (24.0, 24.0), 2, "ok")]);
    assert_eq!(vital(&daily, id, None).row.basis, "daily");
}

/// A click on the short form is a click on its target.
#[test]
fn short_links_count_for_where_they_lead() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20007");
    for day in 0..22 {
        chat.say(day * DAY, "A", 0, if day == 1 { "看 https://dwz.cn/abc" } else { "早" });
    }
    chat.write(folder.path(), "qq.jsonl");
    let roster: String = (0..40).fold("account_id,name\nA,A\n".to_owned(), |text, at| text + &format!("m{at},m{at}\n"));
    fs::write(folder.path().join("roster.csv"), roster).unwrap();
    let clicks: String = (0..4).fold("time,url,visitor_id\n".to_owned(), |text, at| {
        let url = if at % 2 == 0 { "https://dwz.cn/abc" } else { "https://ex.com/article?utm_source=qq" };
        text + &format!("2026-03-04 1{at}:00,{url},v{at}\n")
    });
    fs::write(folder.path().join("clicks.csv"), clicks).unwrap();
    fs::write(folder.path().join("shortlinks.csv"), "short,target\nhttps://dwz.cn/abc,https://ex.com/article\n")
        .unwrap();
    let report = judged(folder.path(), "2026-03-15", Question::default());
    check(&report, &[head("link_ctr", 0.1, (4.0, 40.0), 40, "breach")]);
    assert_eq!(report.links[0].url, "https://ex.com/article");
}

/// Asked at noon and answered at half past two: an hour and a half by the clock of a group that rests from
/// twelve to two is half an hour of service.
#[test]
fn hours_of_service_may_stand_in_a_file_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20008");
    for day in 0..9 {
        chat.say(day * DAY + 12 * 3600, "10001", 0, "请问怎么报名？");
        chat.say(day * DAY + 14 * 3600 + 1800, "10002", 0, "@10001 在公告里");
    }
    chat.write(folder.path(), "qq.jsonl");
    fs::write(folder.path().join("charter.toml"), "[roles]\nadmins = [\"10002\"]\n").unwrap();
    let median = || {
        let report = judged(folder.path(), "2026-03-09", Question::default());
        vital(&report, "admin_response_time", Some("median")).row.value
    };
    assert_eq!(median(), Some(150.0));
    let file = folder.path().join("service_hours.toml");
    fs::write(&file, "hours = [\"Mon-Sun 09:00-12:00\", \"Mon-Sun 14:00-18:00\"]\n").unwrap();
    assert_eq!(median(), Some(30.0));
    fs::write(&file, "hours = [\"Mon 09:00\"]\n").unwrap();
    let broken = Question { exports: vec![folder.path().to_owned()], ..Question::default() };
    let error = run::report(&broken).err().unwrap().to_string();
    assert!(error.contains("service_hours.toml") && error.contains('1'), "{error}");
}

/// Ten questions on complete days, taken up at once by an admin who names the asker only days later: nobody was
/// left alone.
#[test]
fn an_answer_at_once_is_one_though_a_name_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::new("qq", "20009");
    for day in 0..11 {
        chat.say(day * DAY + 12 * 3600, "10001", 0, "请问怎么报名？");
        chat.say(day * DAY + 12 * 3600 + 300, "10002", 0, "稍等我看一下");
    }
    chat.say(13 * DAY + 12 * 3600, "10002", 0, "@10001 都办好了");
    chat.write(folder.path(), "qq.jsonl");
    fs::write(folder.path().join("charter.toml"), "[roles]\nadmins = [\"10002\"]\n").unwrap();
    let report = judged(folder.path(), "2026-03-16", Question::default());
    check(&report, &[head("unanswered_rate", 0.0, (0.0, 10.0), 10, "ok")]);
}
