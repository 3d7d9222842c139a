//! A group as Telegram Desktop exports it: `result.json`, one space an indent, service records for
//! comings and goings, `text` a string or an array with its entities. Recalled messages leave no
//! trace there.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Clock, Deed, Recalls, Say};
use super::json::Quoted;

/// Telegram's dialect.
pub(super) const DIALECT: Dialect = Dialect { id: "telegram-json", recalls: Recalls::Hidden, write };

/// What Telegram writes for media that was not downloaded.
const ABSENT: &str = "(File not included. Change data exporting settings to download.)";

/// The account id of a member, as `from_id` has it.
pub(super) fn account_id(account: u64) -> String {
    format!("user{account}")
}

/// Writes a whole export.
pub(super) fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n \"name\": {},\n \"type\": \"public_supergroup\",\n", Quoted(&cast.name))?;
    write!(out, " \"id\": {},\n \"messages\": [", cast.id)?;
    let mut record = String::new();
    let mut first = true;
    for act in acts {
        record.clear();
        record.push_str(if first { "\n  {\n" } else { ",\n  {\n" });
        first = false;
        let _ = put(&mut record, cast, &act);
        record.push_str("\n  }");
        out.write_all(record.as_bytes())?;
    }
    out.write_all(b"\n ]\n}")
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let service = !matches!(act.deed, Deed::Say(_));
    writeln!(out, "   \"id\": {},", act.id)?;
    writeln!(out, "   \"type\": \"{}\",", if service { "service" } else { "message" })?;
    write!(out, "   \"date\": \"{}\",\n   \"date_unixtime\": \"{}\"", Clock::local(act.at), act.at / 1000)?;
    match &act.deed {
        Deed::Say(say) => message(out, cast, act, say),
        Deed::Join { by: None } => {
            actor(out, cast, act.who)?;
            action(out, "join_group_by_link", &format!("   \"inviter\": {},\n", Quoted(cast.name(0))))
        }
        Deed::Join { by: Some(by) } => members(out, cast, *by, "invite_members", act.who),
        Deed::Leave => members(out, cast, act.who, "remove_members", act.who),
        Deed::Remove { by } => members(out, cast, *by, "remove_members", act.who),
    }
}

fn actor(out: &mut String, cast: &Cast, who: usize) -> std::fmt::Result {
    write!(out, ",\n   \"actor\": {},", Quoted(cast.name(who)))?;
    writeln!(out, "\n   \"actor_id\": \"{}\",", id(cast, who))
}

fn members(out: &mut String, cast: &Cast, by: usize, what: &str, whom: usize) -> std::fmt::Result {
    actor(out, cast, by)?;
    action(out, what, &format!("   \"members\": [\n    {}\n   ],\n", Quoted(cast.name(whom))))
}

fn action(out: &mut String, what: &str, fields: &str) -> std::fmt::Result {
    write!(out, "   \"action\": \"{what}\",\n{fields}   \"text\": \"\",\n   \"text_entities\": []")
}

fn id(cast: &Cast, who: usize) -> String {
    account_id(cast.members.get(who).map_or(0, |member| member.account))
}

fn message(out: &mut String, cast: &Cast, act: &Act, say: &Say) -> std::fmt::Result {
    if say.edited {
        let at = act.at + 40_000;
        write!(out, ",\n   \"edited\": \"{}\",\n   \"edited_unixtime\": \"{}\"", Clock::local(at), at / 1000)?;
    }
    write!(out, ",\n   \"from\": {},", Quoted(cast.name(act.who)))?;
    write!(out, "\n   \"from_id\": \"{}\"", id(cast, act.who))?;
    if let Some(answered) = say.answers {
        write!(out, ",\n   \"reply_to_message_id\": {}", answered.id)?;
    }
    out.push_str(",\n");
    match &say.body {
        Body::Text(body) => text(out, cast, say, body, None),
        Body::Link { text: body, url } => text(out, cast, say, &format!("{body} "), Some(url)),
        Body::Photo => {
            write!(out, "   \"photo\": \"{ABSENT}\",\n   \"photo_file_size\": {},\n", 40_000 + act.id % 90_000)?;
            out.push_str("   \"width\": 1280,\n   \"height\": 960,\n");
            no_text(out)
        }
        Body::Sticker(emoji) => {
            media(out, "sticker.webp", 24_318, Some("sticker"))?;
            writeln!(out, "   \"sticker_emoji\": \"{emoji}\",\n   \"width\": 512,\n   \"height\": 512,")?;
            no_text(out)
        }
        Body::Voice { seconds } => {
            media(out, "", 9_000 * seconds.unsigned_abs(), Some("voice_message"))?;
            writeln!(out, "   \"mime_type\": \"audio/ogg\",\n   \"duration_seconds\": {seconds},")?;
            no_text(out)
        }
        Body::Video { seconds } => {
            media(out, "video.mp4", 210_000 * seconds.unsigned_abs(), Some("video_file"))?;
            writeln!(out, "   \"mime_type\": \"video/mp4\",\n   \"duration_seconds\": {seconds},")?;
            no_text(out)
        }
        Body::File { name, size } => {
            media(out, name, *size, None)?;
            out.push_str("   \"mime_type\": \"application/octet-stream\",\n");
            no_text(out)
        }
        Body::Recalled => no_text(out),
    }
}

fn media(out: &mut String, name: &str, size: u64, kind: Option<&str>) -> std::fmt::Result {
    writeln!(out, "   \"file\": \"{ABSENT}\",")?;
    if !name.is_empty() {
        writeln!(out, "   \"file_name\": {},", Quoted(name))?;
    }
    writeln!(out, "   \"file_size\": {size},")?;
    match kind {
        Some(kind) => writeln!(out, "   \"media_type\": \"{kind}\","),
        None => Ok(()),
    }
}

fn no_text(out: &mut String) -> std::fmt::Result {
    out.write_str("   \"text\": \"\",\n   \"text_entities\": []")
}

/// `text` and `text_entities`: a plain text is one string; one with a mention or link is an array.
fn text(out: &mut String, cast: &Cast, say: &Say, body: &str, link: Option<&String>) -> std::fmt::Result {
    let mut parts: Vec<(&str, String, Option<u64>)> = Vec::new();
    let mentioned = say.mention.and_then(|who| cast.members.get(who));
    if let Some(member) = mentioned {
        parts.push(("mention_name", member.name.clone(), Some(member.account)));
    }
    parts.push(("plain", format!("{}{body}", if mentioned.is_some() { " " } else { "" }), None));
    if let Some(url) = link {
        parts.push(("link", url.clone(), None));
    }
    if let [(_, plain, _)] = parts.as_slice() {
        writeln!(out, "   \"text\": {},", Quoted(plain))?;
    } else {
        list(out, "text", &parts, |kind| kind == "plain")?;
        out.push_str(",\n");
    }
    list(out, "text_entities", &parts, |_| false)
}

fn list(
    out: &mut String,
    key: &str,
    parts: &[(&str, String, Option<u64>)],
    bare: fn(&str) -> bool,
) -> std::fmt::Result {
    write!(out, "   \"{key}\": [")?;
    for (index, (kind, part, user)) in parts.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        if bare(kind) {
            write!(out, "    {}", Quoted(part))?;
            continue;
        }
        write!(out, "    {{\n     \"type\": \"{kind}\",\n     \"text\": {}", Quoted(part))?;
        if let Some(user) = user {
            write!(out, ",\n     \"user_id\": {user}")?;
        }
        out.push_str("\n    }");
    }
    out.push_str("\n   ]");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Plan, world};
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_layout_is_telegram_desktops() {
        let plan = Plan { messages: 3_000, seed: 4, members: Some(60), days: None };
        let mut out = Vec::new();
        super::super::write("telegram-json", &plan, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("{\n \"name\": \"群脉演示群 Demo\",\n \"type\": \"public_supergroup\",\n \"id\": "));
        assert!(text.contains("\n  },\n  {\n   \"id\": 2,\n   \"type\": \""));
        let value: Value = serde_json::from_str(&text).unwrap();
        let cast = world::cast(&plan);
        let messages = value["messages"].as_array().unwrap();
        assert_eq!(messages.iter().filter(|row| row["type"] == "message").count(), 3_000);
        let said = |key: &str| messages.iter().filter(|row| !row[key].is_null()).count();
        for key in ["reply_to_message_id", "photo", "sticker_emoji", "edited_unixtime", "members", "file_name"] {
            assert!(said(key) > 0, "no {key}");
        }
        for row in messages.iter().filter(|row| row["type"] == "message") {
            let from = row["from_id"].as_str().unwrap();
            assert!(cast.members.iter().any(|member| account_id(member.account) == from));
            let whole: String =
                row["text_entities"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect();
            let shown: String = match &row["text"] {
                Value::String(text) => text.clone(),
                Value::Array(parts) => {
                    parts.iter().map(|part| part.as_str().or(part["text"].as_str()).unwrap()).collect()
                }
                other => panic!("{other}"),
            };
            assert_eq!(whole, shown);
        }
    }
}
