//! What the fixtures do not show: which heads are claimed, and rows in odd company.

use super::QQ_MHT;
use crate::calendar::Zone;
use crate::format::{Confidence, Head};
use crate::frame::{Frames, Projection, Writer};

const DAY: &str = "<tr><td style=color:#3568BB;>日期：2012/4/11</td></tr>";

fn message(sender: &str, clock: &str, body: &str) -> String {
    format!(
        "<tr><td><div style=color:#006EFE;padding-left:10px;><div style=float:left;margin-right:6px;>{sender}</div>{clock}</div><div style=padding-left:20px;>{body}</div></td></tr>"
    )
}

fn read(rows: &str) -> Frames {
    let text = format!("Content-Type: text/html\r\n\r\n<html><body><table>{rows}</table></body></html>");
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    QQ_MHT.read_alone(text.as_bytes(), "某群.mht", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

#[test]
fn what_is_claimed() {
    let saver = "From: <Save by Tencent MsgMgr>\r\nSubject: Tencent IM Message\r\nMIME-Version: 1.0\r\nContent-Type:multipart/related;\r\n";
    let rows =
        "Content-Type: text/html\r\n\r\n<table><tr><td>消息对象:某群</td></tr><tr><td>日期: 2024-01-02</td></tr>";
    for (text, want) in [
        (saver.to_owned(), Confidence::Sure),
        (saver.replace("Content-Type:multipart/related;", ""), Confidence::No),
        (format!("junk\n{rows}"), Confidence::Sure),
        ("From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n\r\n<html>".to_owned(), Confidence::No),
        ("<table><tr><td>消息对象:某群</td></tr><tr><td>日期: 2024-01-02</td></tr>".to_owned(), Confidence::No),
    ] {
        assert_eq!((QQ_MHT.sniff)(&Head { bytes: text.as_bytes(), name: "x.mht" }), want, "{text}");
    }
}

#[test]
fn rows_in_odd_company() {
    let hello = message("某甲(10001)", "3:04:05", "<font>你好</font>");
    for (rows, messages, rejected) in [
        (format!("{DAY}{hello}{hello}"), 2, 0),
        (hello.clone(), 0, 1),
        (format!("<tr><td>日期: 明天</td></tr>{hello}"), 0, 2),
        (format!("{DAY}{}", message("某甲(10001)", "33:04:05", "x")), 0, 1),
        (format!("{DAY}{}", message("某甲", "刚才", "x")), 0, 1),
        (format!("{DAY}<tr><td><div>&nbsp;</div></td></tr><tr></tr>{hello}"), 1, 0),
        (format!("{DAY}<tr><td>广告</td></tr>{hello}"), 1, 1),
    ] {
        let frames = read(&rows);
        assert_eq!((frames.messages.len(), frames.rejected), (messages, rejected), "{rows}");
    }
}

#[test]
fn the_green_name_is_you() {
    let own = message("某甲(10001)", "3:04:05", "<font>你好</font>").replace("#006EFE", "#42B475");
    let recall = message("系统消息(10000)", "3:04:06", "<font>你撤回了一条消息</font>");
    let frames = read(&format!("{DAY}{recall}{own}"));
    let actor = &frames.accounts[frames.events.actor[0] as usize];
    assert_eq!(actor.id.as_deref(), Some("10001"));
}
