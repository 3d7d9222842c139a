//! A channel as DiscordChatExporter writes it: JSON, two spaces an indent, snowflake ids, the count
//! of messages last. Discord logs who joins a server and never who leaves; recalled messages are
//! gone.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Clock, Deed, Member, Recalls, Say, Standing};
use super::json::Quoted;

/// Discord's dialect.
pub(super) const DIALECT: Dialect = Dialect { id: "discord-json", recalls: Recalls::Hidden, write };

/// Milliseconds UTC from which snowflakes count.
const EPOCH: i64 = 1_420_070_400_000;
const CDN: &str = "https://cdn.discordapp.com/";

/// The account id of a member.
pub(super) fn account_id(account: u64) -> String {
    (account * 1_000_003_337).to_string()
}

/// Id of the channel.
pub(super) fn channel_id(cast: &Cast) -> u64 {
    cast.id * 100_000_000 + 777
}

fn snowflake(at: i64, id: u64) -> u64 {
    u64::try_from(at - EPOCH).unwrap_or(0) << 22 | (id & 0x003f_ffff)
}

/// Writes a whole export.
pub(super) fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    let mut record = String::new();
    let _ = head(&mut record, cast);
    out.write_all(record.as_bytes())?;
    let mut count = 0_u64;
    for act in acts {
        if matches!(act.deed, Deed::Leave | Deed::Remove { .. }) {
            continue;
        }
        record.clear();
        record.push_str(if count == 0 { "\n" } else { ",\n" });
        count += 1;
        let _ = put(&mut record, cast, &act);
        out.write_all(record.as_bytes())?;
    }
    write!(out, "\n  ],\n  \"messageCount\": {count}\n}}")
}

fn head(out: &mut String, cast: &Cast) -> std::fmt::Result {
    let id = channel_id(cast);
    write!(out, "{{\n  \"guild\": {{\n    \"id\": \"{}\",\n    \"name\": {},", id - 1, Quoted(&cast.name))?;
    write!(out, "\n    \"iconUrl\": \"{CDN}embed/avatars/0.png\"\n  }},\n  \"channel\": {{\n    \"id\": \"{id}\",")?;
    write!(out, "\n    \"type\": \"GuildTextChat\",\n    \"categoryId\": \"{}\",", id - 2)?;
    out.push_str("\n    \"category\": \"Text Channels\",\n    \"name\": \"general\",\n    \"topic\": null\n  },\n");
    out.push_str("  \"dateRange\": {\n    \"after\": null,\n    \"before\": null\n  },\n");
    write!(out, "  \"exportedAt\": \"{}+08:00\",\n  \"messages\": [", Clock::local(cast.span.1))
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let nothing = Member { name: String::new(), account: 0, standing: Standing::Member };
    let author = cast.members.get(act.who).unwrap_or(&nothing);
    let (kind, content) = match &act.deed {
        Deed::Say(say) if say.answers.is_some() => ("Reply", content(cast, say)),
        Deed::Say(say) => ("Default", content(cast, say)),
        _ => ("GuildMemberJoin", "Joined the server.".to_owned()),
    };
    let edited = matches!(&act.deed, Deed::Say(say) if say.edited);
    write!(out, "    {{\n      \"id\": \"{}\",\n      \"type\": \"{kind}\",", snowflake(act.at, act.id))?;
    write!(out, "\n      \"timestamp\": {},\n      \"timestampEdited\": ", Quoted(&stamp(act.at)))?;
    if edited {
        write!(out, "{}", Quoted(&stamp(act.at + 40_000)))?;
    } else {
        out.push_str("null");
    }
    out.push_str(",\n      \"callEndedTimestamp\": null,\n      \"isPinned\": false,\n");
    writeln!(out, "      \"content\": {},", Quoted(&content))?;
    out.push_str("      \"author\": ");
    user(out, author)?;
    if let Deed::Say(say) = &act.deed {
        extras(out, cast, act, say)?;
    } else {
        out.push_str(",\n      \"attachments\": [],\n      \"embeds\": [],\n      \"stickers\": [],");
        out.push_str("\n      \"reactions\": [],\n      \"mentions\": [],\n      \"inlineEmojis\": []");
    }
    out.push_str("\n    }");
    Ok(())
}

fn stamp(at: i64) -> String {
    let clock = Clock::local(at);
    format!("{clock}.{:03}+08:00", clock.milli)
}

fn content(cast: &Cast, say: &Say) -> String {
    let mention = say.mention.map_or(String::new(), |who| format!("@{} ", cast.name(who)));
    match &say.body {
        Body::Text(text) => format!("{mention}{text}"),
        Body::Link { text, url } => format!("{text} {url}"),
        _ => String::new(),
    }
}

fn user(out: &mut String, member: &Member) -> std::fmt::Result {
    let handle = format!("user_{}", member.account);
    let bot = member.standing == Standing::Bot;
    let (id, name) = (account_id(member.account), Quoted(&member.name));
    write!(
        out,
        "{{\n        \"id\": \"{id}\",\n        \"name\": \"{handle}\",\n        \"discriminator\": \"0000\","
    )?;
    write!(out, "\n        \"nickname\": {name},\n        \"color\": null,\n        \"isBot\": {bot},")?;
    write!(
        out,
        "\n        \"roles\": [],\n        \"avatarUrl\": \"{CDN}embed/avatars/{}.png\"\n      }}",
        member.account % 5
    )
}

fn extras(out: &mut String, cast: &Cast, act: &Act, say: &Say) -> std::fmt::Result {
    out.push_str(",\n      \"attachments\": [");
    let id = snowflake(act.at, act.id) + 1;
    if let Some((name, size)) = attached(act.id, &say.body) {
        write!(
            out,
            "\n        {{\n          \"id\": \"{id}\",\n          \"url\": \"{CDN}attachments/1/{id}/{name}\","
        )?;
        write!(
            out,
            "\n          \"fileName\": {},\n          \"fileSizeBytes\": {size}\n        }}\n      ",
            Quoted(&name)
        )?;
    }
    out.push_str("],\n      \"embeds\": [");
    if let Body::Link { text, url } = &say.body {
        write!(out, "\n        {{\n          \"title\": {},\n          \"url\": {},", Quoted(text), Quoted(url))?;
        out.push_str("\n          \"timestamp\": null,\n          \"description\": \"\",\n          \"images\": [],\n");
        out.push_str("          \"fields\": [],\n          \"inlineEmojis\": []\n        }\n      ");
    }
    out.push_str("],\n      \"stickers\": [");
    if let Body::Sticker(emoji) = &say.body {
        write!(
            out,
            "\n        {{\n          \"id\": \"{id}\",\n          \"name\": \"{emoji}\",\n          \"format\": \"Png\","
        )?;
        write!(out, "\n          \"sourceUrl\": \"{CDN}stickers/{id}.png\"\n        }}\n      ")?;
    }
    out.push_str("],\n      \"reactions\": [],\n      \"mentions\": [");
    if let Some(member) = say.mention.and_then(|who| cast.members.get(who)) {
        let (id, name) = (account_id(member.account), Quoted(&member.name));
        write!(out, "\n        {{\n          \"id\": \"{id}\",\n          \"name\": \"user_{}\",", member.account)?;
        write!(out, "\n          \"discriminator\": \"0000\",\n          \"nickname\": {name},")?;
        write!(out, "\n          \"isBot\": {}\n        }}\n      ", member.standing == Standing::Bot)?;
    }
    out.push(']');
    if let Some(answered) = say.answers {
        let (target, channel) = (snowflake(answered.at, answered.id), channel_id(cast));
        write!(out, ",\n      \"reference\": {{\n        \"messageId\": \"{target}\",")?;
        write!(out, "\n        \"channelId\": \"{channel}\",\n        \"guildId\": \"{}\"\n      }}", channel - 1)?;
    }
    out.push_str(",\n      \"inlineEmojis\": []");
    Ok(())
}

/// File name and size of what is attached.
fn attached(id: u64, body: &Body) -> Option<(String, u64)> {
    match body {
        Body::Photo => Some((format!("image-{id}.png"), 180_000 + id % 90_000)),
        Body::Video { seconds } => Some((format!("clip-{id}.mp4"), 210_000 * seconds.unsigned_abs())),
        Body::Voice { seconds } => Some(("voice-message.ogg".to_owned(), 9_000 * seconds.unsigned_abs())),
        Body::File { name, size } => Some((name.clone(), *size)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Plan;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn the_layout_is_the_exporters() {
        let plan = Plan { messages: 3_000, seed: 4, members: Some(60), days: None };
        let mut out = Vec::new();
        super::super::write("discord-json", &plan, &mut out).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        let messages = value["messages"].as_array().unwrap();
        let ids: BTreeSet<u64> = messages.iter().map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
        assert_eq!(ids.len(), messages.len(), "snowflakes are unique");
        assert_eq!(value["messageCount"].as_u64().unwrap(), ids.len() as u64);
        let joins = messages.iter().filter(|row| row["type"] == "GuildMemberJoin").count();
        assert_eq!(messages.len() - joins, 3_000);
        assert!(joins > 10);
        for row in messages.iter().filter(|row| row["type"] == "Reply") {
            let target = row["reference"]["messageId"].as_str().unwrap().parse().unwrap();
            assert!(ids.contains(&target));
        }
        assert!(messages.iter().any(|row| row["author"]["isBot"] == true));
    }
}
