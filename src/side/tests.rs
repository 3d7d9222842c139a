//! Side files read whole: what each kind gives, and what is said of each kind of damage.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::calendar::day_number;

fn zone() -> Zone {
    Zone::new("Asia/Shanghai").unwrap()
}

fn read(name: &str, text: &str) -> Side {
    let mut side = Side::default();
    side.read(Path::new(name), text.as_bytes(), &mut zone()).unwrap();
    side
}

fn fixture(name: &str) -> Side {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/side").join(name);
    let bytes = std::fs::read(&path).unwrap();
    let mut side = Side::default();
    side.read(Path::new(name), &bytes, &mut zone()).unwrap();
    side
}

fn day(year: i32, month: u32, day: u32) -> i32 {
    day_number(chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

/// 2026-03-02 10:00 in Shanghai.
const MARCH_2: i64 = 1_772_416_800_000;

#[test]
fn the_roster_fixture_gives_every_column() {
    let side = fixture("roster.csv");
    let rows = side.roster.unwrap();
    let zhang = RosterRow {
        group_id: Some("g1".into()),
        account_id: "u01".into(),
        name: "张三".into(),
        group_nickname: Some("张三-金融".into()),
        join_time: Some(MARCH_2),
        leave_time: None,
        role: Some("owner".into()),
        is_bot: false,
        is_operator: false,
        birthday_mmdd: Some("0315".into()),
        tier: Some("gold".into()),
        inviter: None,
        join_scene: Some("qr".into()),
        exempt_until: Some(day(2026, 4, 1)),
    };
    assert_eq!(rows[0], zhang);
    assert_eq!((rows[1].account_id.as_str(), rows[1].name.as_str()), ("李, 四", "李, 四"), "the name stands in");
    assert_eq!((rows[1].is_operator, rows[1].leave_time), (true, Some(MARCH_2 + 3_600_000)));
    assert!(rows[2].is_bot);
    assert_eq!(rows.len(), 3, "blank rows are no rows");
    assert_eq!(side.notices, ["roster.csv: columns ignored: `remark`"]);
}

#[test]
fn the_other_fixtures_give_every_column() {
    let admins = fixture("admins.csv").admins.unwrap();
    let term = AdminRow { account_id: "u01".into(), from: Some(MARCH_2), to: Some(MARCH_2 + 86_400_000) };
    assert_eq!(admins, [term, AdminRow { account_id: "u02".into(), from: None, to: None }]);

    let clicks = fixture("clicks.csv").clicks.unwrap();
    let full = ClickRow {
        time: MARCH_2,
        url: "https://example.com/a?x=1,2".into(),
        visitor_id: Some("v1".into()),
        account_id: Some("u01".into()),
        group_id: Some("g1".into()),
        utm_content: Some("m4".into()),
        user_agent: Some("Mozilla/5.0".into()),
    };
    assert_eq!(clicks[0], full);
    assert_eq!(clicks[1], ClickRow { time: MARCH_2, url: "https://example.com/b".into(), ..ClickRow::default() });

    let downloads = fixture("downloads.csv").downloads.unwrap();
    let full = DownloadRow {
        time: MARCH_2,
        file_id: Some("f1".into()),
        file_name: Some("报告, 终.pdf".into()),
        account_id: Some("u01".into()),
        visitor_id: None,
    };
    let bare = DownloadRow { time: MARCH_2, file_name: Some("b.zip".into()), ..DownloadRow::default() };
    assert_eq!(downloads, [full, bare]);

    let groups = fixture("groups.csv").groups;
    let full = GroupMeta {
        group_id: "g1".into(),
        name: Some("学习群".into()),
        platform: Some("wechat".into()),
        kind: Some("外部群".into()),
        group_type: Some("learning".into()),
        created_at: Some(day(2026, 1, 5)),
        closed_at: Some(day(2026, 3, 2)),
        declared_size: Some(480),
        charter: Some(true),
        federation: Some("f1".into()),
    };
    assert_eq!(groups, [full, GroupMeta { group_id: "g2".into(), ..GroupMeta::default() }]);

    let identities = fixture("identities.csv").identities.unwrap();
    let full = IdentityRow {
        person_id: "p1".into(),
        platform: Some("wechat".into()),
        account_id: "u01".into(),
        evidence: Some("phone".into()),
    };
    assert_eq!(identities[0], full);
    assert_eq!(identities[1].platform, None);
}

#[test]
fn a_header_alone_is_an_empty_file_of_its_kind() {
    assert_eq!(read("roster.csv", "account_id\n").roster, Some(vec![]));
    assert_eq!(read("clicks.csv", "time,url").clicks, Some(vec![]));
    assert_eq!(read("admins.csv", "account_id").clicks, None);
}

#[test]
fn files_of_one_kind_add_up_and_names_ignore_case() {
    let mut side = read("Roster.CSV", "account_id\na\n");
    side.read(Path::new("x/roster.csv"), b"name\nb\n", &mut zone()).unwrap();
    let ids: Vec<String> = side.roster.unwrap().into_iter().map(|row| row.account_id).collect();
    assert_eq!(ids, ["a", "b"]);
    assert!(known("CLICKS.csv") && !known("roster-a.csv") && !known("roster.csv.bak"));
}

#[test]
fn spreadsheet_dialects_read_the_same() {
    let plain = read("admins.csv", "account_id,from\nu1,2026-03-02 10:00\n");
    for text in [
        "\u{feff}Account_ID , FROM\r\n u1 , 2026/3/2 10:00 \r\n\r\n,,\r\n",
        "account_id;from\nu1;2026-03-02T10:00:00+08:00\n",
        "account_id\tfrom\nu1\t1772416800\n",
        "\n\nfrom,account_id\n1772416800000,u1",
        "account_id,from\r2026x\r".replace("2026x", "u1,2026-03-02 02:00:00Z").as_str(),
    ] {
        assert_eq!(read("admins.csv", text).admins, plain.admins, "{text:?}");
    }
}

#[test]
fn gb18030_is_read_with_a_notice() {
    let bytes = encoding_rs::GB18030.encode("name,is_bot\n张三,否\n小助手,是\n").0.into_owned();
    let mut side = Side::default();
    side.read(Path::new("roster.csv"), &bytes, &mut zone()).unwrap();
    let rows = side.roster.unwrap();
    assert_eq!((rows[0].name.as_str(), rows[0].is_bot, rows[1].is_bot), ("张三", false, true));
    assert_eq!(side.notices, ["roster.csv: not UTF-8, read as gb18030; save it as `CSV UTF-8` to be sure"]);
}

#[test]
fn ignored_columns_are_told_once_with_a_guess() {
    let side = read("roster.csv", "account_id,jion_time,phone,,phone\na,1,2,3\nb,1,2,3\n");
    assert_eq!(
        side.notices,
        ["roster.csv: columns ignored: `jion_time` (did you mean `join_time`?), `phone`, `phone`"]
    );
}

#[test]
fn identities_may_repeat_but_not_contradict() {
    let same = read("identities.csv", "person_id,platform,account_id\np1,qq,a\np1,qq,a\np2,wechat,a\np2,qq,b\n");
    assert_eq!(same.identities.map(|rows| rows.len()), Some(4));
    let mut side = read("identities.csv", "person_id,platform,account_id\np1,weixin,a\n");
    let before = side.clone();
    let error = side.read(Path::new("identities.csv"), b"person_id,account_id\np2,a\n", &mut zone()).unwrap_err();
    assert!(error.to_string().contains("on an earlier file"), "{error}");
    assert_eq!(side, before, "a file that fails adds nothing");
}

#[test]
fn damage_is_named_with_its_place() {
    for (name, text, expected) in [
        ("roster.csv", "", "1: the file is empty; its first line must name the columns: group_id,account_id,"),
        ("roster.csv", "phone\n1\n", "1: required column `account_id` is missing, found `phone`; add it"),
        (
            "admins.csv",
            "\nacount_id,from\nx,\n",
            "2: required column `account_id` is missing, found `acount_id`, `from`; rename `acount_id`, the nearest, to `account_id`",
        ),
        ("clicks.csv", "time,link\n", "1: required column `url` is missing, found `time`, `link`; add it"),
        (
            "downloads.csv",
            "time,account_id\n",
            "1: required column `file_id` is missing, found `time`, `account_id`; add it",
        ),
        (
            "downloads.csv",
            "time,file_id,file_name\n2026-03-02 10:00,,\n",
            "2: the row has neither file_id nor file_name; fill one or delete the row",
        ),
        ("admins.csv", "account_id,Account_Id\n", "1: column `account_id` stands twice in the header; keep one"),
        (
            "admins.csv",
            "account_id,from\nu1,\n\n\nu2,2026-13-40\n",
            "5: column `from` must hold a time such as 2026-03-02 10:00 or 2026-03-02T10:00:00+08:00, found something shaped `9999-99-99`",
        ),
        ("admins.csv", "account_id,from,to\nu1,2026-03-02,2026-03-01\n", "2: `to` lies before `from`; swap them"),
        ("admins.csv", "account_id,from\n,2026-03-01\n", "2: column `account_id` is empty; every row needs it"),
        ("clicks.csv", "time,url\n2026-03-01,\n", "2: column `url` is empty; every row needs it"),
        (
            "roster.csv",
            "account_id,is_bot\nu1,maybe\n",
            "2: column `is_bot` must hold 1 or 0, true or false, yes or no, 是 or 否, found something shaped `aaaaa`",
        ),
        (
            "roster.csv",
            "account_id,tier\n637012345678901234,a\n6.37E+17,a\n",
            "3: column `account_id`: a spreadsheet destroyed the ids (shape `9.99a+99`), their last digits are lost; \
             export the file again and import this column as text",
        ),
        (
            "roster.csv",
            "account_id,tier\n,gold\n",
            "2: the row has neither account_id nor name; fill one or delete the row",
        ),
        (
            "roster.csv",
            "account_id,join_time,leave_time\na,2026-03-02,2026-03-01\n",
            "2: `leave_time` lies before `join_time`; who came back needs one row for each stay",
        ),
        (
            "roster.csv",
            "account_id,birthday_mmdd\na,0229\nb,0230\n",
            "3: column `birthday_mmdd` must hold month and day such as 0315 or 03-15, found something shaped `9999`",
        ),
        (
            "roster.csv",
            "account_id,exempt_until\na,soon\n",
            "2: column `exempt_until` must hold a date such as 2026-03-02, found something shaped `aaaa`",
        ),
        (
            "roster.csv",
            "name,tier\nZhang, San,gold\n",
            "2: the row has 3 cells, the header 2; put double quotes around a value that holds the separator",
        ),
        (
            "roster.csv",
            "name,tier\n\"Zhang,gold\nLi,gold\n",
            "2: column `name` holds a line break; close the double quote before it",
        ),
        (
            "groups.csv",
            "group_id,declared_size\ng1,many\n",
            "2: column `declared_size` must hold a whole number such as 480, found something shaped `aaaa`",
        ),
        (
            "identities.csv",
            "person_id,account_id\np1,a\n\np2,a\n",
            "4: the account of line 4 belongs to another person on line 2; an account has one person_id, correct one of the two",
        ),
    ] {
        let mut side = Side::default();
        let error = side.read(Path::new(name), text.as_bytes(), &mut zone()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{name}:{expected}")), "{text:?}\n got {error}");
        assert_eq!(side, Side::default(), "a file that fails adds nothing");
    }
    let error = Side::default().read(Path::new("members.csv"), b"", &mut zone()).unwrap_err().to_string();
    assert!(error.starts_with("members.csv: not the name of a side file; known are roster.csv,"), "{error}");
}

#[test]
fn descriptors_are_whole() {
    for file in SIDE_FILES {
        assert_eq!(file.name, file.name.to_lowercase());
        assert!(!file.doc.zh.is_empty() && !file.doc.en.is_empty(), "{}", file.name);
        let mut names: Vec<&str> = file.columns.iter().map(|column| column.name).collect();
        assert!(file.columns.iter().all(|column| !column.doc.zh.is_empty() && !column.doc.en.is_empty()));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), file.columns.len(), "{}", file.name);
    }
}

#[test]
fn a_large_click_log_is_read_whole() {
    let mut text = String::from("time,url,visitor_id,account_id,group_id,utm_content,user_agent\n");
    for row in 0..20_000 {
        text.push_str(&format!("2026-03-02 10:00:{:02},https://example.com/a,v{row},,,,Mozilla/5.0\n", row % 60));
    }
    assert_eq!(read("clicks.csv", &text).clicks.map(|rows| rows.len()), Some(20_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..SIDE_FILES.len()) {
        let _ = Side::default().read(Path::new(SIDE_FILES[kind].name), &bytes, &mut zone());
    }

    #[test]
    fn random_cells_never_panic(cells in "[-0-9A-Za-z是张,;\t\r\n\"/:+. ]{0,200}", kind in 0..SIDE_FILES.len()) {
        let header: Vec<&str> = SIDE_FILES[kind].columns.iter().map(|column| column.name).collect();
        let text = format!("{}\n{cells}", header.join(","));
        let _ = Side::default().read(Path::new(SIDE_FILES[kind].name), text.as_bytes(), &mut zone());
    }
}
