//! chatlog's plain text (`/api/v1/chatlog?…`): blocks of `Name(wxid) MM-DD HH:MM:SS`, body, blank
//! line. In: the text. Out: messages and events. The year is mostly not in it: it is taken from the
//! file's name, never from a clock. Parts: `head` a head line and the day.

mod head;

use super::blocks::{Blocks, stem};
use super::chatlog::Told;
use super::wechat::Conversations;
use super::{Carries, Confidence, Format, Head as Start, Input, Progress, Read, TimeKind, utf8};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

use head::{Day, Head, Stamp};

/// Blocks between two reports of progress.
const STRIDE: u64 = 4096;

/// The format.
pub const CHATLOG_TXT: Format = Format {
    id: "chatlog-txt",
    name: Text { zh: "chatlog 导出的纯文本（微信）", en: "chatlog plain text (WeChat)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，启动 chatlog 的 HTTP 服务，在浏览器里打开\n\
             http://127.0.0.1:5030/api/v1/chatlog?time=2024-01-01~2024-12-31&talker=群聊ID\n\
             把页面存成 .txt。同一年之内的查询，时间里没有年份：请把年份写进文件名（如 读书会 2024.txt）；只查一天的，写进整个日期（如 读书会 2024-03-01.txt）。\n\
             能选的话，请在网址后加 &format=json 或 &format=csv：那样时间是完整的。时间没有时区，请用 --tz 指明。",
        en: "Log in to WeChat on a computer, start chatlog's HTTP service and open in a browser\n\
             http://127.0.0.1:5030/api/v1/chatlog?time=2024-01-01~2024-12-31&talker=GROUP_ID\n\
             Save the page as .txt. Within one year chatlog writes times without a year: put it into the file's name (Book Club \
             2024.txt); for a single day put the date there (Book Club 2024-03-01.txt).\n\
             Better, add &format=json or &format=csv to the address: times are whole there. Times carry no zone: give it with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、引用关系和表情回应；文件没有大小；导出者自己只是“我”；年份要靠文件名；入群和退群只是系统消息里的文字，按名字对应账号；普通成员看不到别人退群。",
        en: "No message ids, replies or reactions; files have no size; the exporter is only \"me\"; the year comes from the file's \
             name. Joins and leaves are texts of system messages, matched to accounts by name; WeChat shows leaves to the owner \
             and admins only.",
    },
    extensions: &["txt"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: true,
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

/// Two heads, and one of them with an account id as WeChat gives it.
fn sniff(start: &Start<'_>) -> Confidence {
    let text = String::from_utf8_lossy(start.bytes);
    let (mut heads, mut certain) = (0, false);
    for block in Blocks::new(&text, Head::read).take(200) {
        heads += 1;
        certain |= block.head.is_certain();
    }
    if heads >= 2 && certain { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = utf8::text(input.bytes);
    let (day, named) = day(input.name, &text);
    if !Blocks::new(&text, Head::read).any(|block| block.head.is_dated(day)) {
        return Err(unreadable(input, &text));
    }
    let mut blocks = Blocks::new(&text, Head::read);
    let mut conversations = Conversations::default();
    if let Some(line) = blocks.stray {
        writer.reject(Place::Line(line), "text before the first message: the message it belongs to is not in the file");
    }
    let (mut told, mut completed) = (0, false);
    for (count, block) in (1_u64..).zip(&mut blocks) {
        let head = block.head;
        match head.time(day) {
            Some(time) => {
                let here = room(named).map_or((None, Some(named)), |room| (Some(room), None));
                let (id, name) = head.group.map_or(here, |(name, id)| (Some(id), name));
                let (conversation, _) = conversations.of(writer, id, name);
                Told { time, name: head.name, id: Some(head.id), content: block.body }.push(writer, conversation);
            }
            None => writer.reject(Place::Line(block.line), "no such day or time, or a time whose year is not known"),
        }
        completed |= head.seq.is_none() && !matches!(head.stamp, Stamp::Full(_));
        if count.is_multiple_of(STRIDE) {
            progress((block.end - told) as u64);
            told = block.end;
        }
    }
    progress((text.len() - told) as u64);
    conversations.finish(writer);
    if let Some(year) = day.year.filter(|_| completed) {
        writer.note(format!("times carry no year; read as of {}", String::from_utf8_lossy(&year)));
    }
    Ok(())
}

/// The day of times without one, from the file's name, else the one year that full times name; and
/// the group's name, which is the rest of the file's.
fn day<'a>(file: &'a str, text: &str) -> (Day, &'a str) {
    let (day, named) = Day::of_name(stem(file));
    if day.year.is_some() {
        return (day, named);
    }
    let mut years = Blocks::new(text, Head::read).filter_map(|block| match block.head.stamp {
        Stamp::Full(time) => time.first_chunk::<4>().copied(),
        Stamp::MonthDay(_) | Stamp::Clock(_) => None,
    });
    let first = years.next();
    (Day { year: first.filter(|first| years.all(|year| year == *first)), date: None }, named)
}

/// The group's id, where the file is named by it.
fn room(name: &str) -> Option<&str> {
    const MARK: &str = "@chatroom";
    let end = name.find(MARK)?;
    let start = name.get(..end)?.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    (start > 0).then(|| name.get(end - start..end + MARK.len()))?
}

fn unreadable(input: &Input<'_>, text: &str) -> Error {
    let found = Blocks::new(text, Head::read).next();
    let message = match found.map(|block| block.head.stamp) {
        None => "no line such as `Name(wxid) 03-01 10:00:00` begins a message; save chatlog's page as it is".to_owned(),
        Some(Stamp::Clock(_)) => "its times have no date, and the file's name has none: put the day into the name \
             (`Group 2024-03-01.txt`), or export with &format=json or &format=csv"
            .to_owned(),
        Some(_) => {
            "its times have no year, and the file's name has none: put the year into the name (`Group 2024.txt`), \
             or export with &format=json or &format=csv, or ask for a span over two years (time=2023-12-31~2024-12-31)"
                .to_owned()
        }
    };
    Error::Format { path: input.path.to_owned(), place: Place::Whole, message }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::calendar::Zone;
    use crate::format::Alone;
    use crate::frame::{Frames, Projection};

    fn frames(name: &str, text: &str) -> Result<Frames> {
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
        let input = Input { bytes: text.as_bytes(), path: Path::new(name), name, nearby: &Alone };
        read(&input, &mut writer, &|_| ())?;
        Ok(writer.finish())
    }

    #[test]
    fn sniffing() {
        for (text, want) in [
            ("甲(wxid_a) 03-01 10:00:00\n早\n\n乙(wxid_b) 03-01 10:00:01\n早\n", Confidence::Sure),
            ("甲(我) 10:00:00\n早\n\n系统消息 10:00:01\nx\n", Confidence::Sure),
            ("2024-03-01 10:00:00 甲\n早\n\n2024-03-01 10:00:01 乙\n早\n", Confidence::No),
            ("A(b1) 03-01 10:00:00\nx\n\nmore text\n", Confidence::No),
            ("start(main) 10:00:00\n\nstop(main) 10:00:01\n", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Start { bytes: text.as_bytes(), name: "x.txt" }), want, "{text}");
        }
    }

    #[test]
    fn years() {
        let month_day = "甲(wxid_a) 03-01 10:00:00\n早\n\n";
        let full = "甲(wxid_a) 2023-03-01 10:00:00\n早\n\n";
        let clock = "甲(wxid_a) 10:00:00\n早\n\n";
        let of = |name: &str, text: &str| match frames(name, text) {
            Ok(frames) => {
                let first = frames.messages.ts.iter().map(|ts| ts / 1000).collect::<Vec<_>>();
                format!("{first:?} {} rejected", frames.rejected)
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(of("群 2024.txt", month_day), "[1709287200] 0 rejected");
        assert_eq!(of("群 2024-03-01.txt", clock), "[1709287200] 0 rejected");
        assert_eq!(of("群.txt", &format!("{full}{month_day}")), "[1677664800, 1677664800] 0 rejected");
        let two = format!("{full}{}{month_day}", full.replace("2023", "2024"));
        assert_eq!(of("群.txt", &two), "[1677664800, 1709287200] 1 rejected");
        assert!(of("群.txt", month_day).contains("Group 2024.txt"));
        assert!(of("群 2024.txt", clock).contains("Group 2024-03-01.txt"));
        assert!(of("群.txt", "早").contains("begins a message"));
    }
}
