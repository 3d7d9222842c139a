//! Exports overlap and are made twice; what stands in several of them counts once, and what people
//! really said twice counts twice.

use std::fs;
use std::path::PathBuf;

use chatvitals::pipeline::Question;
use chatvitals::report::Report;
use tempfile::TempDir;

use crate::run;

fn report(files: &[(&str, String)]) -> Report {
    let folder = TempDir::new().unwrap();
    let write = |(name, text): &(&str, String)| -> PathBuf {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    };
    let question = Question { exports: files.iter().map(write).collect(), ..Question::default() };
    let report = run::report(&question).unwrap();
    for input in &report.inputs {
        assert_eq!(input.read, input.kept + input.duplicate + input.rejected, "{}", input.path);
    }
    report
}

/// Kept and duplicate records by input.
fn counts(report: &Report) -> Vec<(u64, u64)> {
    report.inputs.iter().map(|input| (input.kept, input.duplicate)).collect()
}

/// Lines of a ChatLab export: second, type, content, id.
fn chatlab(group: &str, rows: &[(u32, u32, &str, &str)]) -> String {
    let mut text = format!(
        "{{\"_type\":\"header\",\"chatlab\":{{\"version\":\"0.0.2\"}},\"meta\":{{\"name\":\"群\",\"platform\":\"weixin\",\"type\":\"group\",\"groupId\":\"{group}\"}}}}\n"
    );
    for (second, kind, content, id) in rows {
        let id = if id.is_empty() { String::new() } else { format!(",\"platformMessageId\":\"{id}\"") };
        let time = 1_772_380_800 + second;
        text.push_str(&format!(
            "{{\"_type\":\"message\",\"sender\":\"a\",\"accountName\":\"甲\",\"timestamp\":{time},\"type\":{kind},\"content\":\"{content}\"{id}}}\n"
        ));
    }
    text
}

#[test]
fn an_id_counts_once() {
    let early = chatlab("1", &[(0, 0, "一", "m1"), (60, 0, "二", "m2"), (60, 0, "二", "m2")]);
    let late = chatlab("1", &[(60, 0, "二，改过", "m2"), (120, 0, "三", "m3")]);
    let report = report(&[("early.jsonl", early), ("late.jsonl", late)]);
    assert_eq!(counts(&report), [(2, 1), (1, 1)]);
    assert_eq!(report.groups[0].messages, 3);
}

#[test]
fn the_same_id_in_another_group_is_another_message() {
    let rows = [(0, 0, "一", "m1"), (60, 0, "二", "m2")];
    let report = report(&[("a.jsonl", chatlab("1", &rows)), ("b.jsonl", chatlab("2", &rows))]);
    assert_eq!(counts(&report), [(2, 0), (2, 0)]);
    assert_eq!(report.groups.len(), 2);
}

/// Twice in one export is said twice; the second export tells nothing new.
#[test]
fn without_ids_repeats_of_one_export_stay() {
    let one = chatlab("1", &[(0, 0, "收到", ""), (0, 0, "收到", ""), (60, 0, "收到", "")]);
    let report_once = report(&[("a.jsonl", one.clone())]);
    assert_eq!(counts(&report_once), [(3, 0)]);
    let twice = report(&[("a.jsonl", one.clone()), ("b.jsonl", one)]);
    assert_eq!(counts(&twice), [(3, 0), (0, 3)]);
    let more = chatlab("1", &[(0, 0, "收到", ""), (0, 0, "别的", ""), (61, 0, "收到", "")]);
    let overlap = report(&[("a.jsonl", chatlab("1", &[(0, 0, "收到", "")])), ("b.jsonl", more)]);
    assert_eq!(counts(&overlap), [(1, 0), (2, 1)]);
}

#[test]
fn a_join_in_two_exports_is_one_join() {
    let rows = [
        (0, 80, "\\\"甲\\\"邀请\\\"乙\\\"加入了群聊", ""),
        (60, 0, "欢迎", "m1"),
        (200_000, 0, "早", "m2"),
        (400_000, 0, "早", "m3"),
    ];
    let once = report(&[("a.jsonl", chatlab("1", &rows))]);
    let twice = report(&[("a.jsonl", chatlab("1", &rows)), ("b.jsonl", chatlab("1", &rows[..3]))]);
    assert_eq!(counts(&twice), [(4, 0), (0, 3)]);
    assert_eq!(twice.groups[0].events, once.groups[0].events);
    let joins = |report: &Report| {
        let group = &report.groups[0].id;
        report.segment(group, "join_leave_flow", "joins").and_then(|vital| vital.row.value)
    };
    assert_eq!((joins(&once), joins(&twice)), (Some(1.0), Some(1.0)));
}

/// WhatsApp has no ids, and its export is named after its group.
#[test]
fn whatsapp_exports_that_overlap_count_once() {
    let text = String::from_utf8(run::synth("whatsapp-txt", 400, 9, 21)).unwrap();
    let starts: Vec<usize> = text.match_indices("\n[").map(|(at, _)| at + 1).collect();
    let (early, late) = (starts[starts.len() / 3], starts[2 * starts.len() / 3]);
    let name = |folder: &str| format!("{folder}/WhatsApp Chat with Readers.txt");
    let whole = report(&[(&name("whole"), text.clone())]);
    let split = report(&[(&name("one"), text[..late].to_owned()), (&name("two"), text[early..].to_owned())]);
    assert_eq!(split.groups.len(), 1);
    assert_eq!(split.groups[0].messages, whole.groups[0].messages);
    assert_eq!(split.groups[0].events, whole.groups[0].events);
    assert!(split.inputs[1].duplicate > 100);
}

/// What one export offers, the other answers: the response counts whichever file it stands in.
#[test]
fn an_answer_in_another_export_is_an_answer() {
    let rows = |rows: &str| {
        format!(
            "{{\"_type\":\"header\",\"chatlab\":{{\"version\":\"0.0.2\"}},\"meta\":{{\"name\":\"群\",\"platform\":\"weixin\",\"type\":\"group\",\"groupId\":\"g\"}}}}\n{rows}"
        )
    };
    let shared = "{\"_type\":\"message\",\"sender\":\"a\",\"timestamp\":1772416800,\"type\":7,\"content\":\"https://e.example/1\",\"platformMessageId\":\"1\"}\n";
    let answer = "{\"_type\":\"message\",\"sender\":\"b\",\"timestamp\":1772420400,\"type\":25,\"content\":\"ok\",\"platformMessageId\":\"2\",\"replyToMessageId\":\"1\"}\n";
    let daily = |day: i64| {
        let at = 1_771_900_000 + day * 86_400;
        format!(
            "{{\"_type\":\"message\",\"sender\":\"c\",\"timestamp\":{at},\"type\":0,\"content\":\"x\",\"platformMessageId\":\"9{day}\"}}\n"
        )
    };
    let later: String = (0..22).map(daily).collect();
    let proxy = |report: &Report| {
        let group = &report.groups[0].id;
        report.segment(group, "link_ctr", "response_proxy").unwrap().row.numerator
    };
    let whole = report(&[("whole.jsonl", rows(&[shared, answer, &later].concat()))]);
    let split = report(&[("one.jsonl", rows(shared)), ("two.jsonl", rows(&[answer, &later].concat()))]);
    assert_eq!(proxy(&whole), Some(1.0));
    assert_eq!(proxy(&split), Some(1.0));
}

/// A part of a chat may hold an invitation without a message of the one invited: Telegram names them then without an
/// id. The whole chat knows the id, and the join is one.
#[test]
fn a_join_by_name_and_a_join_by_id_are_one() {
    let invitation = r#"{"id": 1, "type": "service", "date": "2026-03-02T09:00:00", "date_unixtime": "1772413200", "actor": "Ann", "actor_id": "user1", "action": "invite_members", "members": ["Bo"]}"#;
    let said = |id: u32, name: &str, user: u32| {
        format!(
            r#"{{"id": {id}, "type": "message", "date": "2026-03-02T10:00:00", "date_unixtime": "{}", "from": "{name}", "from_id": "user{user}", "text": "hello", "text_entities": []}}"#,
            1_772_416_800 + id
        )
    };
    let chat = |messages: &[&str]| {
        format!(r#"{{"name": "G", "type": "private_supergroup", "id": 7, "messages": [{}]}}"#, messages.join(",\n  "))
    };
    let (ann, bo) = (said(2, "Ann", 1), said(3, "Bo", 2));
    let part = chat(&[invitation, &ann]);
    let whole = chat(&[invitation, &ann, &bo]);
    for files in [[("a.json", part.clone()), ("b.json", whole.clone())], [("a.json", whole), ("b.json", part)]] {
        let report = report(&files);
        assert_eq!(report.groups[0].events, 1, "{:?}", counts(&report));
        let people: Vec<&str> = report.members.iter().map(|member| member.account.as_str()).collect();
        assert_eq!(people, ["user1", "user2"]);
    }
}
