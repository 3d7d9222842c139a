//! A WeChat group as `PyWxDump` writes it to CSV: a row a message, Chinese labels instead of type
//! codes, the room in a column of its own. Names stand in a `users.json` beside it, which a lone
//! file has not got, so system lines name people whom the rows know by id only.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say};
use super::csv::Cell;
use super::stream::stream;
use super::wechat::{account_id, clock, message_id, notice, room, worded};

/// `PyWxDump`'s CSV.
pub(super) const CSV: Dialect = Dialect { id: "pywxdump-csv", recalls: Recalls::Shown, write: csv };

fn csv(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\r\n")?;
    stream(out, cast, acts, "", |out, cast, act| {
        let (label, text, source) = told(cast, act);
        let talker = if label == "系统通知" { "系统".to_owned() } else { account_id(cast, act.who) };
        write!(out, "{},{},{label},0,{talker},{},", act.id, message_id(act.id), room(cast))?;
        write!(out, "{},{},{}\r\n", Cell(&text), Cell(&source), clock(act.at))
    })
}

/// Label, text, source.
fn told(cast: &Cast, act: &Act) -> (&'static str, String, String) {
    let none = String::new;
    let system = || ("系统通知", notice(cast, act).unwrap_or_default(), String::new());
    let Deed::Say(say) = &act.deed else { return system() };
    match &say.body {
        Body::Text(text) => worded_or_quoting(cast, say, text),
        Body::Link { text, url } => {
            let link = format!("{text}\n\n<a href=\"{url}\" target=\"_blank\">点击查看详情</a>");
            ("(分享)卡片式链接", link, url.clone())
        }
        Body::Photo => ("图片", "图片".to_owned(), "FileStorage\\MsgAttach\\a.dat".to_owned()),
        Body::Voice { seconds } => ("语音", format!("语音时长：{seconds}.00秒"), "audio/x.wav".to_owned()),
        Body::Video { .. } => ("视频", "视频".to_owned(), "FileStorage\\Video\\v.mp4".to_owned()),
        Body::File { name, .. } => ("文件", name.clone(), format!("FileStorage\\File\\{name}")),
        Body::Sticker(_) => ("动画表情", "动画表情".to_owned(), none()),
        Body::Recalled => system(),
    }
}

fn worded_or_quoting(cast: &Cast, say: &Say, text: &str) -> (&'static str, String, String) {
    let text = worded(cast, say, text);
    match say.answers {
        None => ("文本", text, String::new()),
        Some(answered) => {
            let at = clock(answered.at);
            ("引用回复", format!("{text}\n\n[引用]({at})群友:前面那条"), String::new())
        }
    }
}
