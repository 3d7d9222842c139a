//! What reports and tables hold and what must stand in none of them: a group with planted names,
//! ids and texts. Charts are slow to draw without optimisation: one small world serves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::binary::{export, folder, say, text};

/// A word only message texts hold.
const TEXT: &str = "暗号PLANTTEXT";

/// A group of twelve over four weeks, with names, ids and texts that occur nowhere else.
fn planted(folder: &Path) -> PathBuf {
    let community = folder.join("community");
    fs::create_dir_all(&community).unwrap();
    let mut lines = vec![
        r#"{"_type":"header","chatlab":{"version":"0.0.2","exportedAt":1},"meta":{"name":"群PLANTGROUP","platform":"weixin","type":"group","groupId":"PLANTROOM@chatroom"}}"#.to_owned(),
    ];
    let mut roster = String::from("account_id,name,group_nickname,join_time,role,inviter\n");
    for who in 0..12 {
        let role = if who == 0 { "owner" } else { "" };
        lines.push(format!(
            r#"{{"_type":"member","platformId":"wxid_PLANTID{who}","accountName":"成员PLANTNAME{who}","groupNickname":"昵称PLANTNICK{who}"}}"#
        ));
        roster.push_str(&format!(
            "wxid_PLANTID{who},成员PLANTNAME{who},昵称PLANTNICK{who},2026-02-0{},{role},wxid_PLANTID0\n",
            1 + who % 3
        ));
    }
    // Midnight of Monday 2 February 2026, in Asia/Shanghai.
    let start = 1_769_961_600;
    for at in 0..300 {
        let who = (at * at + at / 7) % 11;
        let content = match at % 30 {
            3 => format!("看 https://ex.com/page{at}"),
            4 => format!("@成员PLANTNAME{who} {TEXT}"),
            _ => format!("{TEXT} 第{at}句"),
        };
        lines.push(format!(
            r#"{{"_type":"message","sender":"wxid_PLANTID{who}","accountName":"成员PLANTNAME{who}","timestamp":{},"type":0,"content":"{content}","platformMessageId":"{at}"}}"#,
            start + at * 8064
        ));
    }
    fs::write(community.join("group.jsonl"), lines.join("\n")).unwrap();
    fs::write(community.join("roster.csv"), roster).unwrap();
    let clicks = "time,url,visitor_id,account_id\n2026-02-04 12:00,https://ex.com/page33,,wxid_PLANTID5\n";
    fs::write(community.join("clicks.csv"), clicks).unwrap();
    let charter = "[roles]\nowner = [\"wxid_PLANTID0\"]\nadmins = [\"成员PLANTNAME1\"]\n";
    fs::write(community.join("charter.toml"), charter).unwrap();
    community
}

/// Two reports on that group, names shown and names hidden, written once a run.
fn reports() -> &'static [PathBuf; 2] {
    static ONCE: OnceLock<[PathBuf; 2]> = OnceLock::new();
    ONCE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("planted");
        let _ = fs::remove_dir_all(&folder);
        let community = planted(&folder);
        let key = folder.join("secret");
        fs::write(&key, "a secret of the tests, long enough").unwrap();
        ["show", "pseudonym"].map(|names| {
            let place = folder.join(names);
            let said = say(
                &folder,
                &["report", text(&community), "-o", text(&place), "--names", names, "--key-file", text(&key)],
            );
            assert_eq!(said.code, 0, "{}", said.err);
            fs::write(folder.join(format!("{names}.out")), said.out).unwrap();
            place
        })
    })
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Places that hold a word: paths, contents, and what was printed.
fn holding(report: &Path, word: &str) -> Vec<String> {
    let printed = report.with_extension("out");
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        text(path.strip_prefix(report.parent().unwrap()).unwrap()).contains(word)
            || chatvitals::share::readable(bytes).windows(word.len()).any(|window| window == word.as_bytes())
    };
    let all = files(report).into_iter().chain([printed]);
    all.filter(holds).map(|path| text(path.strip_prefix(report.parent().unwrap()).unwrap()).to_owned()).collect()
}

#[test]
fn a_report_is_the_folder_of_the_contract() {
    let [shown, _] = reports();
    let names: Vec<String> =
        files(shown).iter().map(|path| text(path.strip_prefix(shown).unwrap()).replace('\\', "/")).collect();
    for name in ["index.html", "report.md", "metrics.json", "members.csv", "links.csv", "report.xlsx"] {
        assert!(names.iter().any(|known| known == name), "no {name} in {names:?}");
    }
    let charts: Vec<&String> =
        names.iter().filter(|name| name.starts_with("charts/") && name.contains(".png")).collect();
    assert!(charts.len() >= 8, "{names:?}");
    let page = fs::read_to_string(shown.join("report.md")).unwrap();
    for chart in charts {
        assert!(names.contains(&chart.replace(".png", ".csv")), "{chart} without its numbers");
        let png = fs::read(shown.join(chart)).unwrap();
        assert!(png.starts_with(b"\x89PNG"), "{chart}");
        assert_eq!((&png[16..20], &png[20..24]), (&1600_u32.to_be_bytes()[..], &900_u32.to_be_bytes()[..]), "{chart}");
        assert!(page.contains(chart.as_str()), "{chart} is not in report.md");
    }
    let html = fs::read_to_string(shown.join("index.html")).unwrap();
    assert!(html.contains("<svg") && html.contains("群PLANTGROUP"));
    for outside in ["src=\"http", "href=\"http", "url(http", "@import", "<link "] {
        assert!(!html.contains(outside), "index.html reaches outside: {outside}");
    }
    let parts = fs::read_dir(shown.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(parts.into_iter().all(|name| !name.to_string_lossy().contains(".part")), "something half written is left");
}

#[test]
fn no_report_holds_message_text() {
    for report in reports() {
        assert_eq!(holding(report, "PLANTTEXT"), Vec::<String>::new());
    }
}

#[test]
fn pseudonyms_leave_no_name_and_no_id() {
    let [shown, hidden] = reports();
    for word in ["PLANTNAME", "PLANTID", "PLANTNICK"] {
        assert_eq!(holding(hidden, word), Vec::<String>::new(), "{word}");
    }
    for table in ["members.csv", "links.csv"] {
        let names = |report: &Path| fs::read_to_string(report.join(table)).unwrap();
        assert!(names(shown).contains("PLANTN"), "{table} names nobody where names are shown");
        assert!(names(hidden).contains("u_"), "{table} holds no pseudonym in their place");
    }
}

/// A private chat, and many a small group, is called by its people's names.
#[test]
fn pseudonyms_hide_the_group_too() {
    let [_, hidden] = reports();
    assert_eq!(holding(hidden, "PLANTGROUP"), Vec::<String>::new(), "the group's name");
    assert_eq!(holding(hidden, "PLANTROOM"), Vec::<String>::new(), "the group's id");
}

/// The name of a WhatsApp export is the name of its group.
#[test]
fn pseudonyms_hide_the_name_in_a_file_name() {
    let place = folder();
    let path = export(place.path(), "WhatsApp Chat with PLANTFILE.txt", "whatsapp-txt", 3);
    let key = place.path().join("secret");
    fs::write(&key, "a secret of the tests, long enough").unwrap();
    let said =
        say(place.path(), &["check", text(&path), "--json", "--names", "pseudonym", "--key-file", text(&key), "-q"]);
    assert!(said.code < 2, "{}", said.err);
    assert!(!said.out.contains("PLANTFILE"), "{}", &said.out[..600]);
}

#[test]
fn members_and_links_come_as_table_csv_and_json() {
    let place = folder();
    let community = planted(place.path());
    for (command, column, rows) in [("members", "account", 12), ("links", "url", 10)] {
        let table = say(place.path(), &[command, text(&community)]);
        assert!(table.code == 0 && !table.out.is_empty(), "{}", table.err);
        let csv = say(place.path(), &[command, text(&community), "--csv"]);
        let mut reader = csv::Reader::from_reader(csv.out.trim_start_matches('\u{feff}').as_bytes());
        assert!(reader.headers().unwrap().iter().any(|name| name == column), "{}", csv.out);
        assert_eq!(reader.records().map(Result::unwrap).count(), rows, "{}", csv.out);
        let json = say(place.path(), &[command, text(&community), "--json"]);
        let list: Value = serde_json::from_str(&json.out).unwrap();
        let list = list.as_array().or_else(|| list[command].as_array()).unwrap();
        assert_eq!(list.len(), rows);
        for said in [table, csv, json] {
            assert!(!said.out.contains(TEXT));
        }
    }
}
