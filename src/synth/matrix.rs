//! A room as Element exports it to JSON: a head of the room, then the events of the server, four
//! spaces an indent; comings and goings are events of membership. Redacted messages are left out.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say};
use super::json::Quoted;
use super::stream::stream;

/// Matrix's dialect.
pub(super) const DIALECT: Dialect = Dialect { id: "matrix-json", recalls: Recalls::Hidden, write };

fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    let owner = Quoted(cast.name(0));
    write!(out, "{{\n    \"room_name\": {},\n    \"room_creator\": {owner},\n", Quoted(&cast.name))?;
    write!(out, "    \"topic\": \"\",\n    \"export_date\": \"1/1/2026\",\n    \"exported_by\": {owner},\n")?;
    out.write_all(b"    \"messages\": [\n")?;
    stream(out, cast, acts, ",\n", put)?;
    out.write_all(b"\n    ]\n}\n")
}

fn account_id(cast: &Cast, who: usize) -> String {
    format!("@user{}:example.org", cast.members.get(who).map_or(0, |member| member.account))
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let whom = account_id(cast, act.who);
    let (kind, sender) = match act.deed {
        Deed::Say(Say { body: Body::Sticker(_), .. }) => ("m.sticker", whom.clone()),
        Deed::Say(_) => ("m.room.message", whom.clone()),
        Deed::Remove { by } => ("m.room.member", account_id(cast, by)),
        Deed::Join { .. } | Deed::Leave => ("m.room.member", whom.clone()),
    };
    write!(out, "        {{\n            \"type\": \"{kind}\",\n            \"sender\": \"{sender}\",\n")?;
    out.push_str("            \"content\": {\n");
    match &act.deed {
        Deed::Say(say) => content(out, cast, say)?,
        Deed::Join { .. } => membership(out, "join", Some(cast.name(act.who)))?,
        Deed::Leave | Deed::Remove { .. } => membership(out, "leave", None)?,
    }
    write!(out, "\n            }},\n            \"origin_server_ts\": {},\n", act.at)?;
    write!(
        out,
        "            \"event_id\": \"${}\",\n            \"room_id\": \"!{}:example.org\",\n",
        act.id, cast.id
    )?;
    match act.deed {
        Deed::Say(_) => out.push_str("            \"unsigned\": {\n                \"age\": 1\n            }"),
        Deed::Join { .. } => write!(out, "            \"unsigned\": {{}},\n            \"state_key\": \"{whom}\"")?,
        Deed::Leave | Deed::Remove { .. } => {
            out.push_str("            \"unsigned\": {\n                \"prev_content\": {\n");
            write!(
                out,
                "                    \"membership\": \"join\",\n                    \"displayname\": {}\n",
                Quoted(cast.name(act.who))
            )?;
            write!(out, "                }}\n            }},\n            \"state_key\": \"{whom}\"")?;
        }
    }
    out.write_str("\n        }")
}

fn membership(out: &mut String, word: &str, name: Option<&str>) -> std::fmt::Result {
    write!(out, "                \"membership\": \"{word}\"")?;
    name.map_or(Ok(()), |name| write!(out, ",\n                \"displayname\": {}", Quoted(name)))
}

fn content(out: &mut String, cast: &Cast, say: &Say) -> std::fmt::Result {
    let mut body = |kind: &str, body: &str| {
        write!(out, "                \"msgtype\": \"{kind}\",\n                \"body\": {}", Quoted(body))
    };
    match &say.body {
        Body::Text(text) => {
            let mention = say.mention.map_or_else(String::new, |who| format!("{}: ", cast.name(who)));
            body("m.text", &format!("{mention}{text}"))?;
        }
        Body::Link { text, url } => body("m.text", &format!("{text} {url}"))?,
        Body::Photo => body("m.image", "image.png")?,
        Body::Voice { .. } => body("m.audio", "Voice message.ogg")?,
        Body::Video { .. } => body("m.video", "video.mp4")?,
        Body::File { name, .. } => body("m.file", name)?,
        Body::Sticker(emoji) => write!(out, "                \"body\": \"{emoji}\"")?,
        Body::Recalled => {}
    }
    let size = match &say.body {
        Body::File { size, .. } => *size,
        Body::Photo => 40_318,
        Body::Voice { seconds } => 9_000 * seconds.unsigned_abs(),
        Body::Video { seconds } => 210_000 * seconds.unsigned_abs(),
        _ => 0,
    };
    if size > 0 {
        write!(out, ",\n                \"info\": {{\n                    \"size\": {size}\n                }}")?;
    }
    if let Some(answered) = say.answers {
        out.push_str(",\n                \"m.relates_to\": {\n                    \"m.in_reply_to\": {\n");
        write!(
            out,
            "                        \"event_id\": \"${}\"\n                    }}\n                }}",
            answered.id
        )?;
    }
    Ok(())
}
