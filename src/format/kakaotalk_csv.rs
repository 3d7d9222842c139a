//! `KakaoTalk` for macOS: CSV with `Date,User,Message`, times to the second. In: the file. Out: messages
//! under display names, events where the app itself speaks.

use super::table::{self, Rows};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock, kakaotalk};
use crate::error::{Error, Place, Result};
use crate::frame::{GroupRow, Writer};
use crate::unit::Text;

/// The format.
pub const KAKAOTALK_CSV: Format = Format {
    id: "kakaotalk-csv",
    name: Text { zh: "KakaoTalk 聊天记录（macOS，CSV）", en: "KakaoTalk chat (macOS, CSV)" },
    platform: "kakaotalk",
    how_to_export: Text {
        zh: "在 Mac 上打开 KakaoTalk 的群聊窗口，点右上角菜单 → 聊天室设置 →“保存对话内容”（대화 내용 저장），得到 .csv，原样使用。\n\
             时间没有时区，请用 --tz 指明。",
        en: "On a Mac open the chat in KakaoTalk, menu at the top right, chatroom settings, \"Save chat\" (대화 내용 저장): a \
             .csv, used as it is.\n\
             Times carry no zone: give it with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；成员只有显示名，没有账号 id，改名会被当成两个人；图片只有占位；文件里没有群名，取自文件名。",
        en: "No message ids, replies or reactions. People are display names, not account ids: a rename makes two of one. Pictures are placeholders. The chat's name is not in the file; the file's name stands for it.",
    },
    extensions: &["csv"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: false,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

const HEADER: [&str; 3] = ["Date", "User", "Message"];

fn sniff(head: &Head<'_>) -> Confidence {
    if table::header(head.bytes, b',') != HEADER {
        return Confidence::No;
    }
    // Other programs may write such a header; a first row in this layout, or none, settles it.
    let mut rows = Rows::new(head.bytes, b',', &|_| ());
    let _header = rows.next();
    match rows.next() {
        None => Confidence::Maybe,
        Some(Ok(row)) if row.len() == 3 && clock::iso(row.bytes(0)).is_some() => Confidence::Sure,
        Some(_) => Confidence::No,
    }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    if table::header(input.bytes, b',') != HEADER {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: "the header is not `Date,User,Message`, as KakaoTalk for macOS writes it".to_owned(),
        });
    }
    let stem = input.name.rsplit_once('.').map_or(input.name, |(stem, _)| stem);
    let name = stem.strip_prefix("KakaoTalk_Chat_").map_or(stem, without_date);
    writer.group(GroupRow { platform: "kakaotalk", id: None, name: Some(name) });
    let mut rows = Rows::new(input.bytes, b',', progress);
    let _header = rows.next();
    while let Some(row) = rows.next() {
        match row {
            Err(unclosed) if unclosed.last => {
                writer.truncated(Place::Line(unclosed.line), "the file ends inside a quoted cell of this row");
            }
            Err(unclosed) => writer.reject(Place::Line(unclosed.line), "a quote is opened and never closed"),
            Ok(row) => {
                let Some(time) = clock::iso(row.bytes(0).trim_ascii()) else {
                    writer.reject(Place::Line(row.line), "no readable date in the first cell");
                    continue;
                };
                let user = row.get(1).unwrap_or_default();
                let text = row.get(2).unwrap_or_default();
                let text = text.trim_matches(['\r', '\n', ' ']);
                // Under the name of who came or went, or under none, stands what the app says.
                let told = kakaotalk::find(text).filter(|told| {
                    let named = told.subjects.is_some_and(|list| list.contains(&*user)) || told.actor == Some(&*user);
                    text.contains('님') && (user.is_empty() || named)
                });
                if told.is_some() || user.is_empty() {
                    kakaotalk::event(writer, time, told.as_ref());
                } else {
                    kakaotalk::message(writer, time, &user, text);
                }
            }
        }
    }
    Ok(())
}

/// `Tea_2024-02-13-10-00-00` is named after the chat and the time of the export.
fn without_date(stem: &str) -> &str {
    let date = |text: &str| text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    stem.rsplit_once('_').filter(|(name, tail)| date(tail) && !name.is_empty()).map_or(stem, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        for (text, want) in [
            ("Date,User,Message\n2024-01-02 15:04:05,\"A\",\"hi\"\n", Confidence::Sure),
            ("\u{feff}Date,User,Message\r\n", Confidence::Maybe),
            ("Date,User,Message\n1/2/2024,A,hi\n", Confidence::No),
            ("Date,User,Message,Extra\n2024-01-02 15:04:05,A,hi,x\n", Confidence::No),
            ("date,user,message\n", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.csv" }), want, "{text}");
        }
    }

    #[test]
    fn names_of_files() {
        for (stem, want) in [("Tea_2024-02-13-10-00-00", "Tea"), ("Tea_Club", "Tea_Club"), ("x", "x")] {
            assert_eq!(without_date(stem), want);
        }
    }
}
