//! A channel as Slack exports it, four spaces an indent, seconds with six decimals for ids. A real
//! export has a file a day; here all days stand in one array, which is read alone like any day's file.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say};
use super::json::Quoted;
use super::stream::stream;

/// Slack's dialect; deleted messages leave nothing.
pub(super) const DIALECT: Dialect = Dialect { id: "slack-json", recalls: Recalls::Hidden, write };

fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[\n")?;
    stream(out, cast, acts, ",\n", put)?;
    out.write_all(b"\n]\n")
}

fn account_id(cast: &Cast, who: usize) -> String {
    format!("U{:09X}", cast.members.get(who).map_or(0, |member| member.account))
}

/// The time that is the id: unique, because the running number stands in its decimals.
fn ts(at: i64, id: u64) -> String {
    format!("{}.{:06}", at / 1000, id % 1_000_000)
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let user = account_id(cast, act.who);
    let crossing = match act.deed {
        Deed::Say(_) => None,
        Deed::Join { .. } => Some(("channel_join", "joined")),
        Deed::Leave | Deed::Remove { .. } => Some(("channel_leave", "left")),
    };
    out.push_str("    {\n        \"type\": \"message\",\n");
    if let Some((subtype, _)) = crossing {
        writeln!(out, "        \"subtype\": \"{subtype}\",")?;
    }
    write!(out, "        \"user\": \"{user}\",\n        \"ts\": \"{}\",\n", ts(act.at, act.id))?;
    match (&act.deed, crossing) {
        (Deed::Join { by: Some(by) }, Some((_, word))) => {
            write!(
                out,
                "        \"inviter\": \"{}\",\n        \"text\": \"<@{user}> has {word} the channel\"",
                account_id(cast, *by)
            )?;
        }
        (_, Some((_, word))) => write!(out, "        \"text\": \"<@{user}> has {word} the channel\"")?,
        (Deed::Say(say), None) => message(out, cast, act, say)?,
        (_, None) => {}
    }
    out.write_str("\n    }")
}

fn message(out: &mut String, cast: &Cast, act: &Act, say: &Say) -> std::fmt::Result {
    let mention = say.mention.map_or_else(String::new, |who| format!("<@{}> ", account_id(cast, who)));
    let text = match &say.body {
        Body::Text(text) => format!("{mention}{}", escape(text)),
        Body::Link { text, url } => format!("{} <{}>", escape(text), escape(url)),
        Body::Sticker(_) => ":tada:".to_owned(),
        _ => String::new(),
    };
    write!(out, "        \"text\": {},\n        \"user_profile\": {{\n", Quoted(&text))?;
    let name = Quoted(cast.name(act.who));
    write!(out, "            \"display_name\": {name},\n            \"real_name\": {name}\n        }}")?;
    match &say.body {
        Body::Photo => file(out, act.id, "image.png", "image/png", 40_000 + act.id)?,
        Body::Voice { seconds } => file(out, act.id, "audio_message.m4a", "audio/mp4", 9_000 * seconds.unsigned_abs())?,
        Body::Video { seconds } => file(out, act.id, "clip.mp4", "video/mp4", 210_000 * seconds.unsigned_abs())?,
        Body::File { name, size } => file(out, act.id, name, "application/octet-stream", *size)?,
        _ => {}
    }
    if say.edited {
        let at = ts(act.at + 40_000, 0);
        write!(out, ",\n        \"edited\": {{\n            \"user\": \"{}\",\n", account_id(cast, act.who))?;
        write!(out, "            \"ts\": \"{at}\"\n        }}")?;
    }
    match say.answers {
        Some(answered) => write!(out, ",\n        \"thread_ts\": \"{}\"", ts(answered.at, answered.id)),
        None => Ok(()),
    }
}

fn file(out: &mut String, id: u64, name: &str, mime: &str, size: u64) -> std::fmt::Result {
    write!(out, ",\n        \"files\": [\n            {{\n                \"id\": \"F{id:09X}\",\n")?;
    write!(out, "                \"name\": {},\n                \"mimetype\": \"{mime}\",\n", Quoted(name))?;
    write!(out, "                \"size\": {size},\n                \"mode\": \"hosted\"\n            }}\n        ]")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
