//! What the fixtures do not show: which heads are claimed, and which lines in a body are headers.

use super::QQ_TXT;
use crate::calendar::Zone;
use crate::format::{Confidence, Head};
use crate::frame::{Frames, Projection, Writer};

fn read(text: &str) -> Frames {
    let mut writer = Writer::new(Zone::new("Asia/Shanghai").unwrap(), Projection::Full);
    QQ_TXT.read_alone(text.as_bytes(), "某群.txt", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

fn texts(frames: &Frames) -> Vec<&str> {
    (0..frames.messages.len()).map(|at| frames.messages.text.get(at).unwrap_or("-")).collect()
}

#[test]
fn what_is_claimed() {
    let banner = "================================================================\n消息分组:我的群聊\n\
                  ================================================================\n消息对象:某群\n\
                  ================================================================\n";
    let title = "消息记录（此消息记录为文本格式，不支持重新导入）\n\n";
    let header = "2024-01-02 3:04:05 某甲(10001)\n你好\n\n";
    for (text, want) in [
        (format!("{title}{banner}\n{header}"), Confidence::Sure),
        (format!("\u{feff}{title}{banner}"), Confidence::Sure),
        (format!("{banner}\n2015-01-02 3:04:05 某甲\n你好\n"), Confidence::Sure),
        (header.repeat(3), Confidence::Maybe),
        (header.to_owned(), Confidence::No),
        ("2024-01-02 3:04:05 某甲\n你好\n\n".repeat(5), Confidence::No),
        ("2024-01-02 3:04:05 - Ann: hi\n".repeat(5), Confidence::No),
        ("[2024-01-02 3:04:05] Ann: hi\n".repeat(5), Confidence::No),
        ("某甲(10001) 2024-01-02 3:04:05\n你好\n".repeat(5), Confidence::No),
        (banner.to_owned(), Confidence::No),
        ("消息对象:某群\n会议记录\n".to_owned(), Confidence::No),
    ] {
        assert_eq!((QQ_TXT.sniff)(&Head { bytes: text.as_bytes(), name: "x.txt" }), want, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_header() {
    let chat = |body: &str| {
        let others = "2024-01-02 3:04:05 某甲(10001)\n你好\n\n".repeat(10);
        format!("{others}2024-01-02 3:05:05 某乙(10002)\n{body}\n\n2024-01-02 3:06:05 某甲(10001)\n再见\n")
    };
    for (body, want) in [
        // a name without account where others have one
        ("看日志：\n\n2024-01-02 3:04:05 启动完成", 12),
        // not below an empty line
        ("转一段\n2024-01-02 3:04:05 某甲(10001)\n原话", 12),
        // no blank behind the clock
        ("2024-01-02 3:04:05.123 启动", 12),
        // this one cannot be told apart
        ("转一段\n\n2024-01-02 3:04:05 某丙(10003)\n原话", 13),
    ] {
        assert_eq!(read(&chat(body)).messages.len(), want, "{body}");
    }
}

#[test]
fn a_chat_of_two_has_bare_names() {
    let frames = read(
        "消息记录（此消息记录为文本格式，不支持重新导入）\n\n2015-01-02 3:04:05 某甲\n你好\n\n2015-01-02 3:04:06 某乙\n你也好\n\n2015-01-02 3:04:07 系统消息(10000)\n你撤回了一条消息\n",
    );
    assert_eq!((texts(&frames), frames.events.ts.len()), (vec!["你好", "你也好"], 1));
    assert_eq!(frames.groups[0].name, "某群");
}

#[test]
fn a_file_without_headers_is_refused() {
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    let error = QQ_TXT.read_alone("随便写点什么\n".as_bytes(), "x", &mut writer, &|_| ()).unwrap_err();
    assert!(error.to_string().contains("2024-01-02 3:04:05"), "{error}");
}
