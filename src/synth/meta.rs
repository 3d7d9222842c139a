//! A group chat as Messenger's download holds it: two spaces an indent, every byte of a text beyond
//! ASCII written as a character of its own, people known by name only. The real file has the newest
//! message first; a stream cannot, and the reader does not mind.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Deed, Recalls, Say};
use super::stream::stream;

/// Messenger's dialect.
pub(super) const DIALECT: Dialect = Dialect { id: "meta-json", recalls: Recalls::Shown, write };

/// Where the media of a chat lie.
const FOLDER: &str = "your_facebook_activity\\/messages\\/inbox\\/demo_1234567890123";

/// A text as Meta spells it: its UTF-8 bytes taken for Latin-1.
struct Spelled<'a>(&'a str);

impl std::fmt::Display for Spelled<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for byte in self.0.bytes() {
            match byte {
                b'"' | b'\\' | b'/' => write!(f, "\\{}", char::from(byte))?,
                b'\n' => f.write_str("\\n")?,
                b' '..=b'~' => f.write_char(char::from(byte))?,
                _ => write!(f, "\\u{byte:04x}")?,
            }
        }
        Ok(())
    }
}

fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\n  \"participants\": [")?;
    for (index, member) in cast.members.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}\n    {{\n      \"name\": \"{}\"\n    }}", Spelled(&member.name))?;
    }
    out.write_all(b"\n  ],\n  \"messages\": [\n")?;
    stream(out, cast, acts, ",\n", put)?;
    write!(out, "\n  ],\n  \"title\": \"{}\",\n  \"is_still_participant\": true,\n", Spelled(&cast.name))?;
    write!(out, "  \"thread_path\": \"inbox\\/demo_{}\",\n  \"magic_words\": []\n}}\n", cast.id)
}

fn put(out: &mut String, cast: &Cast, act: &Act) -> std::fmt::Result {
    let name = cast.name(act.who);
    let (sender, line) = match &act.deed {
        Deed::Say(_) => (name, None),
        Deed::Join { by: Some(by) } => (cast.name(*by), Some(format!("{} added {name} to the group.", cast.name(*by)))),
        Deed::Join { by: None } => (name, Some(format!("{name} joined the group."))),
        Deed::Leave => (name, Some(format!("{name} left the group."))),
        Deed::Remove { by } => (cast.name(*by), Some(format!("{} removed {name} from the group.", cast.name(*by)))),
    };
    write!(out, "    {{\n      \"sender_name\": \"{}\",\n      \"timestamp_ms\": {},\n", Spelled(sender), act.at)?;
    match (&act.deed, line) {
        (_, Some(line)) => writeln!(out, "      \"content\": \"{}\",", Spelled(&line))?,
        (Deed::Say(say), None) => body(out, cast, act, say)?,
        (_, None) => {}
    }
    out.write_str("      \"is_geoblocked_for_viewer\": false\n    }")
}

fn body(out: &mut String, cast: &Cast, act: &Act, say: &Say) -> std::fmt::Result {
    match &say.body {
        Body::Text(text) => {
            let mention = say.mention.map_or_else(String::new, |who| format!("@{} ", cast.name(who)));
            writeln!(out, "      \"content\": \"{}{}\",", Spelled(&mention), Spelled(text))
        }
        Body::Link { text, url } => {
            writeln!(out, "      \"content\": \"{} {}\",", Spelled(text), Spelled(url))?;
            writeln!(out, "      \"share\": {{\n        \"link\": \"{}\"\n      }},", Spelled(url))
        }
        Body::Photo => media(out, "photos", &format!("{}.jpg", act.id), act.at),
        Body::Voice { .. } => media(out, "audio_files", &format!("audio_{}.mp4", act.id), act.at),
        Body::Video { .. } => media(out, "videos", &format!("{}.mp4", act.id), act.at),
        Body::File { name, .. } => media(out, "files", name, act.at),
        Body::Sticker(_) => {
            out.write_str("      \"sticker\": {\n        \"uri\": \"stickers_used\\/1.png\"\n      },\n")
        }
        Body::Recalled => out.write_str("      \"is_unsent\": true,\n"),
    }
}

fn media(out: &mut String, key: &str, name: &str, at: i64) -> std::fmt::Result {
    writeln!(out, "      \"{key}\": [\n        {{\n          \"uri\": \"{FOLDER}\\/{key}\\/{}\",", Spelled(name))?;
    writeln!(out, "          \"creation_timestamp\": {}\n        }}\n      ],", at / 1000)
}
