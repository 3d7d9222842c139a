//! A WeChat group as chatlog answers with it: one JSON array, cards taken apart into `contents`,
//! system lines under a word instead of an id. Messages have no id but a running number.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Clock, Deed, Recalls, Say};
use super::json::Quoted;
use super::stream::stream;
use super::wechat::{account_id, notice, room, row, worded};

/// chatlog's JSON.
pub(super) const JSON: Dialect = Dialect { id: "chatlog-json", recalls: Recalls::Shown, write: json };

fn json(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[\n")?;
    stream(out, cast, acts, ",\n", put)?;
    out.write_all(b"\n]\n")
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let line = notice(cast, act);
    let (sender, name) = match &line {
        Some(_) => ("系统消息".to_owned(), ""),
        None => (account_id(cast, act.who), cast.name(act.who)),
    };
    let (code, sub) = row(cast, act).code;
    let seq = act.at / 1000 * 1000 + i64::try_from(act.id % 1000).unwrap_or(0);
    write!(out, "  {{\n    \"seq\": {seq},\n    \"time\": \"{}+08:00\",\n", Clock::local(act.at))?;
    write!(out, "    \"talker\": \"{}\",\n    \"talkerName\": {},\n", room(cast), Quoted(&cast.name))?;
    write!(out, "    \"isChatRoom\": true,\n    \"sender\": \"{sender}\",\n    \"senderName\": {},\n", Quoted(name))?;
    write!(out, "    \"isSelf\": false,\n    \"type\": {code},\n    \"subType\": {sub},\n")?;
    match (&act.deed, line) {
        (_, Some(line)) => write!(out, "    \"content\": {}", Quoted(&line))?,
        (Deed::Say(say), None) => content(out, cast, say)?,
        (_, None) => {}
    }
    out.write_str("\n  }")
}

fn content(out: &mut String, cast: &Cast, say: &Say) -> std::fmt::Result {
    let text = if let Body::Text(text) = &say.body { worded(cast, say, text) } else { String::new() };
    write!(out, "    \"content\": {}", Quoted(&text))?;
    let mut contents = |fields: std::fmt::Arguments<'_>| write!(out, ",\n    \"contents\": {{\n      {fields}\n    }}");
    match &say.body {
        Body::Text(_) => say.answers.map_or(Ok(()), |answered| {
            let seq = answered.at / 1000 * 1000;
            contents(format_args!(
                "\"refer\": {{\n        \"seq\": 0,\n        \"time\": \"{}+08:00\",\n        \"type\": 1\n      }}",
                Clock::local(seq)
            ))
        }),
        Body::Link { text, url } => {
            contents(format_args!("\"title\": {},\n      \"url\": {}", Quoted(text), Quoted(url)))
        }
        Body::File { name, size } => {
            contents(format_args!("\"md5\": \"{size:032x}\",\n      \"title\": {}", Quoted(name)))
        }
        Body::Voice { seconds } => contents(format_args!("\"voice\": \"{seconds:019}\"")),
        Body::Photo | Body::Video { .. } => contents(format_args!("\"md5\": \"d41d8cd98f00b204e9800998ecf8427e\"")),
        Body::Sticker(_) | Body::Recalled => Ok(()),
    }
}
