//! A group as the message manager of QQ for Windows exports it: a banner, then a header line, the
//! body and an empty line a message. QQ itself writes comings, goings and recalls under its own number.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Clock, Deed, Recalls, Say, Standing};
use super::stream::stream;

/// QQ's dialect.
pub(super) const DIALECT: Dialect = Dialect { id: "qq-txt", recalls: Recalls::Shown, write };

const RULE: &str = "================================================================";
/// Who speaks in a system line.
const SYSTEM: &str = "系统消息(1000000)";

fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "\u{feff}消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r\n{RULE}\r\n消息分组:我的群聊\r\n")?;
    write!(out, "{RULE}\r\n消息对象:{}\r\n{RULE}\r\n\r\n", cast.name)?;
    stream(out, cast, acts, "", put)
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let Clock { year, month, day, hour, minute, second, .. } = Clock::local(act.at);
    write!(out, "{year:04}-{month:02}-{day:02} {hour}:{minute:02}:{second:02} ")?;
    let name = cast.name(act.who);
    match &act.deed {
        Deed::Say(Say { body: Body::Recalled, .. }) => write!(out, "{SYSTEM}\r\n{name}撤回了一条消息")?,
        Deed::Say(say) => {
            if let Some(member) = cast.members.get(act.who) {
                let title = match member.standing {
                    Standing::Owner => "【群主】",
                    Standing::Admin => "【管理员】",
                    Standing::Member | Standing::Bot => "",
                };
                write!(out, "{title}{name}({})\r\n", member.account)?;
            }
            body(out, cast, say)?;
        }
        Deed::Join { by: Some(by) } => write!(out, "{SYSTEM}\r\n{}邀请{name}加入了本群。", cast.name(*by))?,
        Deed::Join { by: None } => write!(out, "{SYSTEM}\r\n{name}加入本群。")?,
        Deed::Leave => write!(out, "{SYSTEM}\r\n{name}退出本群。")?,
        Deed::Remove { .. } => write!(out, "{SYSTEM}\r\n{name}被管理员移出本群。")?,
    }
    out.write_str("\r\n\r\n")
}

fn body(out: &mut String, cast: &Cast, say: &Say) -> std::fmt::Result {
    match &say.body {
        Body::Text(text) => {
            out.push_str(if say.answers.is_some() { "[回复]" } else { "" });
            if let Some(who) = say.mention {
                write!(out, "@{} ", cast.name(who))?;
            }
            out.write_str(&text.replace('\n', "\r\n"))
        }
        Body::Link { text, url } => write!(out, "{text} {url}"),
        Body::Photo => out.write_str("[图片]"),
        Body::Voice { .. } => out.write_str("[语音]"),
        Body::Video { .. } => out.write_str("[视频]"),
        Body::File { name, .. } => write!(out, "[文件]{name}"),
        Body::Sticker(_) => out.write_str("[表情]"),
        Body::Recalled => Ok(()),
    }
}
