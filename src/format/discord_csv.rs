//! Discord as DiscordChatExporter writes it in CSV: one channel a file, its name and id in the file's
//! name. In: the file. Out: messages, and events where the content is one of Discord's own sentences.
//! Apart from discord-json: rows have no ids, no kinds and no replies.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::table::{self, Row, Rows};
use super::wording::{Phrase, Told, Wordings};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock, file_kind};
use crate::error::{Error, Place, Result};
use crate::frame::EventKind::{Call, GroupEdit, Join, Leave, Pin, Remove, Rename, Topic};
use crate::frame::{EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const DISCORD_CSV: Format = Format {
    id: "discord-csv",
    name: Text {
        zh: "Discord 频道导出（DiscordChatExporter，CSV）", en: "Discord channel (DiscordChatExporter, CSV)"
    },
    platform: "discord",
    how_to_export: Text {
        zh: "能选 JSON 时请选 JSON（见 discord-json）：CSV 没有消息编号、类型和回复。\n\
             1. 打开 DiscordChatExporter，填入令牌，选服务器和频道，点下载按钮。\n\
             2. “Format”选 CSV，点“Export”。每个频道得到一个 .csv 文件。\n\
             3. 不要改文件名：频道名和编号只在文件名里（服务器 - 频道 [编号].csv）。",
        en: "Choose JSON instead where you can (see discord-json): CSV has no message ids, kinds or replies.\n\
             1. Open DiscordChatExporter, enter a token, choose server and channel, click the download button.\n\
             2. As \"Format\" choose CSV, click \"Export\". Each channel becomes one .csv file.\n\
             3. Keep the file names: the channel's name and id stand only there (Server - Channel [id].csv).",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系、编辑标记和机器人标记；表情回应没有时间；没有退出服务器的记录，加入只在欢迎频道里有，且只能凭 Discord 自己的句子认出；旧版导出的时间没有时区，请用 --tz 指明。",
        en: "No message ids, replies, edits or bot marks; reactions have no dates. Leaving a server is never recorded; joins stand only in the welcome channel and are told by Discord's own sentences. Times of old exports carry no zone: give it with --tz.",
    },
    extensions: &["csv"],
    time: TimeKind::Offset,
    carries: Carries {
        account_ids: true,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: false,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

/// The columns; older exports end before the last.
const HEADER: [&str; 6] = ["AuthorID", "Author", "Date", "Content", "Attachments", "Reactions"];

/// What Discord itself says, as the exporter puts it.
const PHRASES: &[Phrase] = &[
    (Join, "Joined the server", "GuildMemberJoin"),
    (Join, "Added {S} to the group", "RecipientAdd"),
    (Remove, "Removed {S} from the group", "RecipientRemove"),
    (Leave, "Left the group", "RecipientRemove"),
    (Pin, "Pinned a message", "ChannelPinnedMessage"),
    (Topic, "Started a thread", "ThreadCreated"),
    (Call, "Started a call that lasted {*} minutes", "Call"),
    (Rename, "Changed the channel name: {N}", "ChannelNameChange"),
    (GroupEdit, "Changed the channel icon", "ChannelIconChange"),
];

fn is_header(cells: &[String]) -> bool {
    let known = HEADER.iter().zip(cells).all(|(want, cell)| want == cell);
    known && (5..=6).contains(&cells.len())
}

fn sniff(head: &Head<'_>) -> Confidence {
    if is_header(&table::header(head.bytes, b',')) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    if !is_header(&table::header(input.bytes, b',')) {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: format!("the header is not `{}`, as DiscordChatExporter writes it", HEADER.join(",")),
        });
    }
    let (id, name) = channel(input.name);
    writer.group(GroupRow { platform: "discord", id, name: Some(&name) });
    let mut rows = Rows::new(input.bytes, b',', progress);
    let _header = rows.next();
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => {
                if let Err(reason) = take(writer, &row) {
                    writer.reject(Place::Line(row.line), reason);
                }
            }
            Err(unclosed) if unclosed.last => {
                writer.truncated(Place::Line(unclosed.line), "the file ends inside a quoted cell of this row");
            }
            Err(unclosed) => writer.reject(Place::Line(unclosed.line), "a quote is opened and never closed"),
        }
    }
    Ok(())
}

/// Id and name of the channel in a file name: `Server - Category - Channel [id] [part 2].csv`.
fn channel(file: &str) -> (Option<&str>, Cow<'_, str>) {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_id = |text: &str| text.len() >= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    let bracketed = stem.match_indices(" [").find_map(|(at, gap)| {
        let (id, _) = stem.get(at + gap.len()..)?.split_once(']')?;
        is_id(id).then_some((at, id))
    });
    let (name, id) = bracketed.map_or((stem, None), |(at, id)| (stem.get(..at).unwrap_or(stem), Some(id)));
    match (name.split_once(" - "), name.rsplit_once(" - ")) {
        (Some((server, _)), Some((_, channel))) if id.is_some() => (id, Cow::Owned(format!("{server} / {channel}"))),
        _ => (id, Cow::Borrowed(name)),
    }
}

fn take(writer: &mut Writer, row: &Row<'_>) -> std::result::Result<(), &'static str> {
    if row.len() < 4 {
        return Err("fewer than four cells");
    }
    let time = time(row.bytes(2).trim_ascii()).ok_or("no readable date")?;
    let (id, name) = (row.get(0), row.get(1));
    let name = name.as_deref().map(without_number);
    let author = (id.is_some() || name.is_some()).then_some(Who { id: id.as_deref(), name });
    let content = row.get(3).unwrap_or_default();
    // Nobody attaches a file to a sentence of Discord's.
    let attachments = row.get(4).unwrap_or_default();
    match told(&content).filter(|_| attachments.is_empty()) {
        Some(told) => {
            let row =
                EventRow { time, kind: told.kind, actor: author, subject: None, msg_id: None, detail: told.detail };
            writer.events(&[match (told.kind, told.subjects) {
                (_, Some(name)) => EventRow { subject: Some(Who::name(name)), ..row },
                (Join | Leave, None) => EventRow { actor: None, subject: author, ..row },
                _ => row,
            }]);
        }
        None => message(writer, time, author, &content, &attachments),
    }
    Ok(())
}

/// What Discord says in a content; it ends its sentences.
fn told(content: &str) -> Option<Told<'_>> {
    static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(PHRASES));
    (content.ends_with('.') || content.starts_with("Changed the channel name: ")).then(|| WORDINGS.tell(content))?
}

fn message(writer: &mut Writer, time: Time, author: Option<Who<'_>>, content: &str, attachments: &str) {
    // Links of attachments are joined by commas, which stand in no such link unescaped.
    let first = attachments.split(',').next().map(str::trim).filter(|link| !link.is_empty());
    let file_name = first.map(|link| link.split('?').next().unwrap_or(link)).and_then(|link| link.rsplit('/').next());
    let kind = file_name.map_or(MessageKind::Text, file_kind::of_name);
    writer.message(&MessageRow {
        text: Some(content).filter(|text| !text.is_empty()),
        scan_urls: true,
        file_name,
        ..MessageRow::new(time, author, kind)
    });
}

/// `name#1234`, as names were before 2023, without the number.
fn without_number(name: &str) -> &str {
    let number = |tail: &str| tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit_once('#').filter(|(name, tail)| number(tail) && !name.is_empty()).map_or(name, |(name, _)| name)
}

/// ISO 8601, or `02-Jan-24 03:04 PM` as exports before 2023 have it.
fn time(text: &[u8]) -> Option<Time> {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    if let Some(time) = clock::iso(text) {
        return Some(time);
    }
    let [d0, d1, b'-', m0, m1, m2, b'-', y0, y1, b' ', h0, h1, b':', n0, n1, b' ', half, b'M'] = text else {
        return None;
    };
    let month = MONTHS.chunks_exact(3).position(|name| name == [*m0, *m1, *m2])? + 1;
    let hour = str::from_utf8(&[*h0, *h1]).ok()?.parse::<u8>().ok().filter(|hour| (1..=12).contains(hour))?;
    let hour = match half {
        b'A' => hour % 12,
        b'P' => hour % 12 + 12,
        _ => return None,
    };
    let digits = |pair: [u8; 2]| String::from_utf8_lossy(&pair).into_owned();
    let (year, day, minute) = (digits([*y0, *y1]), digits([*d0, *d1]), digits([*n0, *n1]));
    clock::iso(format!("20{year}-{month:02}-{day}T{hour:02}:{minute}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels() {
        for (file, id, name) in [
            ("Tea - general [800000000000000002].csv", Some("800000000000000002"), "Tea / general"),
            ("Tea - Text - general [800000000000000002] [part 2].csv", Some("800000000000000002"), "Tea / general"),
            ("Tea - general [800000000000000002] (after 2024-01-01).csv", Some("800000000000000002"), "Tea / general"),
            ("general [1].csv", None, "general [1]"),
            ("export.csv", None, "export"),
        ] {
            let (found, called) = channel(file);
            assert_eq!((found, &*called), (id, name), "{file}");
        }
    }

    #[test]
    fn times() {
        for (text, want) in [
            ("2024-01-02T15:04:05.1230000+00:00", Some(Time::Utc(1_704_207_845_123))),
            ("02-Jan-24 03:04 PM", clock::iso(b"2024-01-02T15:04")),
            ("02-Jan-24 12:04 AM", clock::iso(b"2024-01-02T00:04")),
            ("02-Jan-24 13:04 PM", None),
            ("31-Feb-24 03:04 PM", None),
            ("", None),
        ] {
            assert_eq!(time(text.as_bytes()), want, "{text}");
        }
    }

    #[test]
    fn sniffing() {
        for (text, want) in [
            ("AuthorID,Author,Date,Content,Attachments,Reactions\n", Confidence::Sure),
            ("\"AuthorID\",\"Author\",\"Date\",\"Content\",\"Attachments\"\r\n", Confidence::Sure),
            ("AuthorID,Author,Date,Content\n", Confidence::No),
            ("ID,Timestamp,Contents,Attachments\n", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.csv" }), want, "{text}");
        }
    }
}
