//! A draft of a mapping from a table itself. In: its first bytes. Out: `mapping.toml` with the reason
//! for every choice and what is unsure, and the first rows as they would be read, without any text:
//! a person corrects it, so it says where to look.

mod guess;
mod sample;
mod words;

use std::path::Path;

use super::super::mapping::{Field, Mapping, known_kind, word_of};
use super::super::spec::{Alone, Format, Head, Input, Read};
use crate::calendar::{Calendar, Zone};
use crate::frame::{Frames, MessageKind, Projection, Writer};
use crate::unit::{Lang, Text};
use guess::{Guess, Reason};
use sample::Sample;

/// Rows shown as they would be read.
const SHOWN: usize = 3;
/// Words of the kind column that are written out.
const KINDS: usize = 40;
/// Zone of the rows shown.
const ZONE: &str = "Asia/Shanghai";

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// `mapping.toml`, commented.
    pub toml: String,
    /// What was read by it, for a person: no message text.
    pub preview: String,
}

/// Drafts a mapping for a table of `format`, of which `bytes` are the first (every byte of a
/// workbook).
///
/// # Errors
/// The reason when no header can be found.
pub fn propose(format: &Format, bytes: &[u8], name: &str, lang: Lang) -> Result<Proposal, String> {
    let sample = Sample::of(format, bytes)?;
    let guess = Guess::of(&sample);
    let toml = Draft { sample: &sample, guess: &guess, name, lang }.write();
    let preview = preview(format, bytes, name, &toml, lang);
    Ok(Proposal { toml, preview })
}

/// The draft while it is written.
struct Draft<'a> {
    sample: &'a Sample,
    guess: &'a Guess,
    name: &'a str,
    lang: Lang,
}

impl Draft<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        Text { zh, en }.get(self.lang)
    }

    fn write(&self) -> String {
        let mut out = format!(
            "# {}\n",
            self.say(
                "由表头和前几行推测而来；请逐行核对，尤其是写着“不确定”的。",
                "Guessed from the header and the first rows; check every line, first those that say \"unsure\"."
            )
        );
        let platform = self.guess.platform;
        let why = if platform == "unknown" {
            self.say(
                "不确定：表里看不出平台；可写 wechat、dingtalk、wecom、feishu、qq 等",
                "unsure: the table does not tell; write wechat, dingtalk, wecom, feishu, slack …",
            )
        } else {
            self.say("按列名推测", "by the names of the columns")
        };
        out.push_str(&line("platform", &quoted(platform), why));
        if self.guess.of_field(Field::Group).is_none() && self.guess.of_field(Field::GroupId).is_none() {
            let stem = self.name.rsplit_once('.').map_or(self.name, |(stem, _)| stem);
            let why = self.say(
                "没有群名列，用文件名；可改成群名",
                "no column names the group; the file's name, to be replaced by the group's",
            );
            out.push_str(&line("group", &quoted(stem), why));
        }
        if let Some(sheet) = &self.sample.sheet {
            out.push_str(&line(
                "sheet",
                &quoted(sheet),
                self.say("第一个有表头的工作表", "the first sheet with a header"),
            ));
        }
        if let Some(records) = &self.sample.records {
            out.push_str(&line(
                "records",
                &quoted(records),
                self.say("装着记录的数组", "the array that holds the records"),
            ));
        }
        if let Some(delimiter) = self.sample.delimiter.filter(|delimiter| *delimiter != b',') {
            out.push_str(&line(
                "delimiter",
                &quoted(&char::from(delimiter).to_string()),
                self.say("分隔符", "what divides the cells"),
            ));
        }
        self.columns(&mut out);
        self.time(&mut out);
        self.kinds(&mut out);
        out
    }

    fn columns(&self, out: &mut String) {
        out.push_str("\n[columns]\n");
        for (key, field) in Field::ALL {
            if let Some((column, reason)) = self.guess.of_field(field) {
                let heading = self.sample.headings.get(column).map_or("", String::as_str);
                out.push_str(&line(key, &quoted(heading), &self.reason(field, column, reason)));
            }
        }
        let none = |field: Field| self.guess.of_field(field).is_none();
        if none(Field::Time) {
            let why = self.say("没有一列能读成时间；必须填写", "no column reads as a time; it must be filled in");
            out.push_str(&format!("# time = \"\"  # {why}\n"));
        }
        if none(Field::SenderId) && none(Field::SenderName) {
            let why = self.say("没有一列像发送人；必须填写", "no column looks like senders; it must be filled in");
            out.push_str(&format!("# sender_name = \"\"  # {why}\n"));
        }
        if none(Field::MessageId) {
            let why = self.say(
                "没有消息 ID 列；重复导出将按时间、发送人和内容去重",
                "no column of message ids; copies are told by time, sender and content",
            );
            out.push_str(&format!("# message_id = \"\"  # {why}\n"));
        }
        let unused: Vec<&str> = self
            .guess
            .unused()
            .filter_map(|column| self.sample.headings.get(column))
            .map(String::as_str)
            .filter(|heading| !heading.is_empty())
            .collect();
        if !unused.is_empty() {
            out.push_str(&format!(
                "# {}: {}\n",
                self.say("没有用到的列", "columns not used"),
                unused.join(", ").replace(['\n', '\r'], " ")
            ));
        }
    }

    fn reason(&self, field: Field, column: usize, reason: Reason) -> String {
        let mut text = match reason {
            Reason::Name => self.say("按列名", "by its name").to_owned(),
            Reason::Resembles => self.say("不确定：列名相近", "unsure: its name resembles one").to_owned(),
            Reason::Values => self.say("不确定：按内容推测", "unsure: by its values").to_owned(),
        };
        let (filled, rounded) = self.sample.filled_and_rounded(column);
        if field == Field::Time
            && let Some(written) = &self.guess.time
        {
            let readable = self.say("可读", "are readable");
            text.push_str(&format!("; {} {readable}", written.share));
        } else if filled == 0 {
            text.push_str(self.say("；不确定：前几行都是空的", "; unsure: empty in the first rows"));
        }
        if rounded > 0 {
            text.push_str(self.say(
                "；有科学计数法（6.37E+17），位数已丢，请把这一列存成文本再导出",
                "; holds scientific notation (6.37E+17): digits are lost, export the column as text",
            ));
        }
        text
    }

    fn time(&self, out: &mut String) {
        out.push_str("\n[time]\n");
        match &self.guess.time {
            Some(written) => {
                let why = if guess::ambiguous(written) {
                    self.say("不确定：日和月的先后请核对", "unsure: check which of the two is the day")
                } else {
                    self.say("按内容", "by the values")
                };
                let words: Vec<String> = written.formats.iter().map(|word| quoted(word)).collect();
                let value = match words.as_slice() {
                    [one] => one.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                out.push_str(&line("format", &value, why));
            }
            None => out.push_str(&format!(
                "# format = \"%Y-%m-%d %H:%M:%S\"  # {}\n",
                self.say("没有认出时间写法", "no way of writing time was recognised")
            )),
        }
        let why = self.say(
            "时间没有时区时按 --tz 解读；要固定时区就写在这里",
            "clocks without a zone are read in --tz; write one here to fix it",
        );
        out.push_str(&format!("# zone = \"{ZONE}\"  # {why}\n"));
    }

    fn kinds(&self, out: &mut String) {
        let column = self.guess.of_field(Field::Kind).or(self.guess.of_field(Field::Event));
        let Some((column, _)) = column else { return };
        let words = self.sample.distinct(column);
        out.push_str("\n[kinds]\n");
        if words.len() > KINDS {
            let why = self.say("不确定：值太多，不像消息类型", "unsure: too many values for kinds of messages");
            out.push_str(&format!("# {why}\n"));
            return;
        }
        for word in words {
            let (meaning, why) = match known_kind(&word) {
                Some(meaning) => (word_of(meaning), ""),
                None => (
                    "other".to_owned(),
                    self.say("不确定：不认识的词，请改", "unsure: a word not known; say what it is"),
                ),
            };
            let comment = if why.is_empty() { String::new() } else { format!("  # {why}") };
            out.push_str(&format!("{} = {}{comment}\n", quoted(&word), quoted(&meaning)));
        }
    }
}

fn line(key: &str, value: &str, why: &str) -> String {
    format!("{key} = {value}  # {why}\n")
}

/// A TOML text.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The first rows as the draft reads them: kind, time and sender.
fn preview(format: &Format, bytes: &[u8], name: &str, toml: &str, lang: Lang) -> String {
    let said = |zh, en| Text { zh, en }.get(lang).to_owned();
    let (Ok(mapping), Read::Mapped(table)) = (Mapping::parse(Path::new("mapping.toml"), toml), format.read) else {
        return said("填完标着“必须填写”的列才能试读。", "Fill in the columns marked so before rows can be read.");
    };
    let Ok(zone) = Zone::new(ZONE) else { return String::new() };
    let mut writer = Writer::new(zone.clone(), Projection::Vitals);
    let input = Input { bytes, path: Path::new(name), name, nearby: &Alone };
    let fits = (table.fits)(&mapping, &Head { bytes, name });
    if let Err(reason) =
        fits.and_then(|_| (table.read)(&input, &mapping, &mut writer, &|_| ()).map_err(|error| error.to_string()))
    {
        return reason;
    }
    let frames = writer.finish();
    let mut text = match lang {
        Lang::Zh => format!("试读 {} 条记录，{} 条读不了；头几条：\n", frames.read, frames.rejected),
        Lang::En => format!("{} records tried, {} of them not readable; the first:\n", frames.read, frames.rejected),
    };
    for row in 0..SHOWN.min(frames.messages.len()) {
        text.push_str(&shown(&frames, row, &Calendar::new(zone.clone(), 0)));
    }
    for note in &frames.notes {
        text.push_str(&format!("{note}\n"));
    }
    text
}

fn shown(frames: &Frames, row: usize, calendar: &Calendar) -> String {
    let columns = &frames.messages;
    let kind = columns.kind.get(row).map_or("", |kind| MessageKind::from_code(*kind).name());
    let time = columns.ts.get(row).map(|ts| calendar.rfc3339(*ts)).unwrap_or_default();
    let account = columns.account.get(row).and_then(|account| frames.accounts.get(*account as usize));
    let name = account.and_then(|account| account.name.as_deref()).unwrap_or("—");
    let id = account.and_then(|account| account.id.as_deref()).map(|id| format!(" ({id})")).unwrap_or_default();
    format!("  {kind:8} {time}  {name}{id}\n")
}
