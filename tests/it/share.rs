//! A copy to forward: who is in the group must not be found in any byte of it, whatever the names are
//! and wherever the world puts them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::binary::{folder, say, text};
use crate::outputs::files;

/// Monday 2 February 2026, midnight in Asia/Shanghai.
const START: i64 = 1_769_961_600;

/// Words that tell a person and stand in the world below: names, ids, a phone in an address, a mail.
const TELLING: [&str; 9] = [
    "PLANTSECOND",
    "林PLANT晚",
    "PLANTNAME3",
    "wxid_plant00",
    "13800138000",
    "openid=plant",
    "me@plant.example",
    "%E6%9E%97PLANT%E6%99%9A",
    "家有PLANT萌宝",
];

/// Thirty people over four weeks who put themselves into addresses; two of them bear words the report says
/// itself.
fn world(folder: &Path, keyword: &str) -> PathBuf {
    let community = folder.join("community");
    fs::create_dir_all(&community).unwrap();
    let mut lines = vec![
        r#"{"_type":"header","chatlab":{"version":"0.0.2","exportedAt":1},"meta":{"name":"家有PLANT萌宝","platform":"weixin","type":"group","groupId":"PLANTROOM@chatroom"}}"#.to_owned(),
    ];
    let name = |who: usize| match who {
        0 => "林PLANT晚".to_owned(),
        1 => "活跃".to_owned(),
        2 => "ok".to_owned(),
        _ => format!("PLANTNAME{who}"),
    };
    let links = [
        "https://ex.com/u/wxid_plant00/post?openid=plant",
        "https://ex.com/call/13800138000",
        "https://ex.com/%E6%9E%97PLANT%E6%99%9A/blog",
        "https://ex.com/mail/me@plant.example",
        "https://ex.com/article/7?uid=PLANTNAME3",
        "https://ex.com/by/PLANTSECOND/8",
    ];
    for at in 0..900 {
        let who = (at * at + at / 7) % 30;
        let content =
            if at % 9 == 4 { format!("看 {}", links[at / 9 % 6]) } else { "今天 一起 打卡 学习".to_owned() };
        lines.push(format!(
            r#"{{"_type":"message","sender":"wxid_plant{who:02}","accountName":"{}","timestamp":{},"type":0,"content":"{content}","platformMessageId":"{at}"}}"#,
            name(who),
            START + i64::try_from(at).unwrap() * 2688
        ));
    }
    fs::write(community.join("group.jsonl"), lines.join("\n")).unwrap();
    let mut roster = String::from("account_id,name,join_time,role\n");
    for who in 0..40 {
        let role = if who == 0 { "owner" } else { "" };
        roster.push_str(&format!("wxid_plant{who:02},{},2026-02-0{},{role}\n", name(who), 1 + who % 3));
    }
    fs::write(community.join("roster.csv"), roster).unwrap();
    // A second account of a person, on another platform: only the map knows it.
    let identities = "person_id,platform,account_id,evidence\np1,weixin,wxid_plant03,\np1,telegram,PLANTSECOND,\n";
    fs::write(community.join("identities.csv"), identities).unwrap();
    let charter = format!("[[calendar]]\nrule = \"weekly Wed\"\nkeyword = \"{keyword}\"\n");
    fs::write(community.join("charter.toml"), charter).unwrap();
    community
}

fn shared() -> &'static (PathBuf, PathBuf) {
    static ONCE: OnceLock<(PathBuf, PathBuf)> = OnceLock::new();
    ONCE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared");
        let _ = fs::remove_dir_all(&folder);
        let community = world(&folder, "行业快报");
        let place = folder.join("copy");
        let said = say(&folder, &["report", text(&community), "-o", text(&place), "--share", "--quiet"]);
        assert_eq!(said.code, 0, "{}", said.err);
        (folder, place)
    })
}

#[test]
fn no_byte_of_a_shared_copy_tells_a_person() {
    let (_, place) = shared();
    for path in files(place) {
        let name = text(path.strip_prefix(place).unwrap()).to_owned();
        let read = chatvitals::share::readable(fs::read(&path).unwrap());
        for word in TELLING {
            let holds = read.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!holds && !name.contains(word), "{name} holds {word}");
        }
    }
    let links = fs::read_to_string(place.join("links.csv")).unwrap();
    for address in
        ["https://ex.com/u/…/post", "https://ex.com/call/…", "https://ex.com/…/blog", "https://ex.com/article/7"]
    {
        assert!(links.contains(&format!(",{address},")), "{address} in {links}");
    }
}

#[test]
fn cells_of_one_or_two_people_are_withheld() {
    let (_, place) = shared();
    let members = fs::read_to_string(place.join("members.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(members.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 40);
    for column in ["layer", "role", "joined", "last_interaction", "state", "messages", "points", "active_days"] {
        let at = heads.iter().position(|head| head == column).unwrap();
        for value in rows.iter().map(|row| &row[at]).filter(|value| !value.is_empty()) {
            let same = rows.iter().filter(|row| &row[at] == value).count();
            assert!(same >= 3, "{column}: {value} is shared by {same}");
        }
    }
    let document = fs::read_to_string(place.join("metrics.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let mut withheld = 0;
    for row in document["metrics"].as_array().unwrap() {
        let few = row["degraded"].as_array().unwrap().iter().any(|word| word == "fewer_than_3");
        assert!(!few || (row["value"].is_null() && row["numerator"].is_null()), "{row}");
        withheld += usize::from(few);
        if row["unit"] == "persons" {
            let value = row["value"].as_f64().unwrap_or(0.0);
            assert!(value == 0.0 || value >= 3.0, "{row}");
        }
    }
    assert!(withheld > 0);
    let drawn: Vec<String> = files(&place.join("charts")).iter().map(|path| text(path).to_owned()).collect();
    for chart in ["reply_network", "points_board"] {
        assert!(!drawn.iter().any(|path| path.contains(chart)), "{chart} draws single people");
    }
}

#[cfg(unix)]
#[test]
fn the_key_is_made_once_for_its_owner_alone_and_outside_the_copy() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _) = shared();
    let key = folder.join("config/chatvitals/pseudonym.key");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let inside = self::folder();
    let community = world(inside.path(), "行业快报");
    let place = inside.path().join("copy");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("metrics.json"), "{}").unwrap();
    fs::write(place.join("key"), "a secret of the tests, long enough").unwrap();
    let key = place.join("key");
    let said =
        say(inside.path(), &["report", text(&community), "-o", text(&place), "--share", "--key-file", text(&key)]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("keep it elsewhere"), "{}", said.err);
}

/// A name the program does not say itself is found wherever it stands.
#[test]
fn the_last_scan_finds_what_slipped_through() {
    let (_, place) = shared();
    let copy = folder();
    fs::write(copy.path().join("index.html"), fs::read_to_string(place.join("index.html")).unwrap() + "林PLANT晚")
        .unwrap();
    let secrets = chatvitals::share::Secrets::new(["林PLANT晚".to_owned(), "活跃".to_owned()]).unwrap();
    let finds = chatvitals::share::scan(copy.path(), "活跃".as_bytes(), &secrets).unwrap();
    assert_eq!(finds.len(), 1);
    assert_eq!((finds[0].kind, finds[0].count), ("name", 1));
}
