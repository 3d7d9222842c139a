//! Names people really bear, and names meant to break things, through every output: they are drawn,
//! escaped or cut, and never run, leave the folder or turn the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use calamine::{Reader, Xlsx};

use crate::binary::{say, text};
use crate::outputs::files;

/// Accounts and the names they bear.
const NAMES: [(&str, &str); 14] = [
    ("a01", "林晚🌙"),
    ("a02", "👩‍👩‍👧‍👦 全家"),
    ("a03", "مرحبا بالعالم"),
    ("a04", "\u{202e}gnp.exe\u{202c}"),
    ("a05", "张\u{200b}三\u{feff}"),
    ("a06", "六十个字的昵称六十个字的昵称六十个字的昵称六十个字的昵称六十个字的昵称六十个字的昵称六十个字的昵称六十字"),
    ("a07", "同名"),
    ("a08", "同名"),
    ("a09", "<img src=x onerror=alert(1)>"),
    ("a10", "</script><script>alert(1)</script>"),
    ("a11", "=HYPERLINK(\"http://evil.example\",\"x\")"),
    ("a12", "@everyone `rm -rf` | **b**\n# h1"),
    ("a13", "{{ 7*7 }} ${7*7}"),
    ("a14", "../../etc/passwd"),
];

/// Groups called so.
const GROUPS: [&str; 3] = ["../../etc", "<script>alert('群')</script>\u{202e}", "=cmd|' /C calc'!A0"];

fn world(folder: &Path) -> PathBuf {
    let community = folder.join("community");
    fs::create_dir_all(&community).unwrap();
    for (at, group) in GROUPS.iter().enumerate() {
        let header = serde_json::json!({"_type": "header", "chatlab": {"version": "0.0.2", "exportedAt": 1},
            "meta": {"name": group, "platform": "qq", "type": "group", "groupId": *group}});
        let mut lines = vec![header.to_string()];
        for turn in 0..300_i64 {
            let (id, name) = NAMES[usize::try_from(turn * turn + turn / 5).unwrap() % NAMES.len()];
            let content = if turn % 11 == 0 {
                format!("https://ex.com/{turn}?q=<b>{name}")
            } else {
                format!("怎么报名？{turn}")
            };
            lines.push(
                serde_json::json!({"_type": "message", "sender": id, "accountName": name, "type": 0,
                    "timestamp": 1_769_961_600 + turn * 8064, "content": content, "platformMessageId": turn.to_string()})
                .to_string(),
            );
        }
        fs::write(community.join(format!("{at}.jsonl")), lines.join("\n")).unwrap();
    }
    community
}

fn report() -> &'static PathBuf {
    static ONCE: OnceLock<PathBuf> = OnceLock::new();
    ONCE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("names");
        let _ = fs::remove_dir_all(&folder);
        let community = world(&folder);
        let place = folder.join("out/report");
        let said = say(&folder, &["report", text(&community), "-o", text(&place), "--lang", "zh"]);
        assert_eq!(said.code, 0, "{}", said.err);
        fs::write(folder.join("table.txt"), &said.out).unwrap();
        place
    })
}

#[test]
fn every_file_stays_in_its_folder() {
    let place = report();
    let out = place.parent().unwrap();
    let beside: Vec<String> =
        fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(beside, ["report"]);
    for path in files(place) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter)), "{name}");
        assert!(!name.contains(".."), "{name}");
    }
    assert!(files(place).len() > 40);
}

#[test]
fn the_page_runs_and_turns_nothing() {
    let page = fs::read_to_string(report().join("index.html")).unwrap();
    for mark in
        ["<img", "<script>alert", "</script><script>alert", "onerror=alert(1)>\"", "\u{202e}", "\u{202c}", "49 49"]
    {
        assert!(!page.contains(mark), "{mark:?}");
    }
    assert!(
        page.contains("&lt;script&gt;alert(&#x27;群&#x27;)&lt;&#x2f;script&gt;")
            || page.contains("&lt;script&gt;alert(&#39;群&#39;)&lt;/script&gt;"),
        "the name is shown as it is"
    );
    // The script of the page and the data it reads, no more.
    assert_eq!(page.matches("<script").count(), 1 + page.matches("<script type=\"application/json\"").count());
    for data in page.split("<script type=\"application/json\"").skip(1) {
        let text = data.split_once('>').unwrap().1.split_once("</script>").unwrap().0;
        serde_json::from_str::<serde_json::Value>(text).unwrap();
    }
}

#[test]
fn no_table_runs_a_formula() {
    let place = report();
    for path in files(place).iter().filter(|path| path.extension().is_some_and(|ending| ending == "csv")) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
        for row in reader.records().map(Result::unwrap) {
            for cell in &row {
                let runs = cell.starts_with(['=', '+', '@', '\t', '\r'])
                    || (cell.starts_with('-') && cell.parse::<f64>().is_err());
                assert!(!runs, "{}: {cell}", path.display());
            }
        }
    }
    let mut book: Xlsx<_> = calamine::open_workbook(place.join("report.xlsx")).unwrap();
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{sheet}");
    }
    let members = book.worksheet_range("成员").unwrap();
    let names: Vec<String> = members.rows().map(|row| row[2].to_string()).collect();
    for (_, name) in NAMES.iter().filter(|(_, name)| name.starts_with(['=', '<', '林', '六'])) {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
    assert_eq!(names.iter().filter(|name| *name == "同名").count(), 2 * GROUPS.len(), "two people of one name are two");
}

#[test]
fn markdown_and_terminal_show_them_flat() {
    let place = report();
    let text = fs::read_to_string(place.join("report.md")).unwrap();
    assert!(!text.contains("<script") && !text.contains('\u{202e}') && text.contains("&lt;script&gt;"));
    let table = fs::read_to_string(place.join("../../table.txt")).unwrap();
    assert!(!table.contains(['\u{1b}', '\u{202e}']));
    let heads: Vec<&str> = table
        .lines()
        .filter(|line| line.contains("条消息") || line.contains("script") || line.contains("cmd|"))
        .collect();
    insta::assert_snapshot!("terminal_names", heads.join("\n"));
    let folder = place.parent().unwrap().parent().unwrap();
    let said = say(folder, &["members", "community", "--lang", "zh", "--group", "../../etc"]);
    assert_eq!(said.code, 0, "{}", said.err);
    insta::assert_snapshot!("members_names", said.out);
}
