//! A group as WhatsApp exports it, English wording: one line a message, names instead of ids, no
//! replies. iOS writes seconds in brackets, Android minutes and a dash; the day comes first in both.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Dialect;
use super::act::{Act, Body, Cast, Clock, Deed, Recalls, Say};

/// WhatsApp's dialect, as iOS writes it.
pub(super) const DIALECT: Dialect = Dialect { id: "whatsapp-txt", recalls: Recalls::Shown, write: ios };

/// Mark of direction that iOS puts before what is not the sender's own text.
const LRM: char = '\u{200e}';

/// The telephone a line was written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phone {
    Ios,
    Android,
}

fn ios(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    write(cast, acts, out, Phone::Ios)
}

/// Writes a whole export as Android does: `WhatsApp Chat with NAME.txt`.
pub(super) fn android(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write) -> io::Result<()> {
    write(cast, acts, out, Phone::Android)
}

fn write(cast: &Cast, acts: &mut dyn Iterator<Item = Act>, out: &mut dyn Write, phone: Phone) -> io::Result<()> {
    let mut line = String::new();
    let _ = opening(&mut line, cast, phone);
    out.write_all(line.as_bytes())?;
    for act in acts {
        line.clear();
        let _ = put(&mut line, cast, &act, phone);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// Every export begins with the notice of encryption.
fn opening(out: &mut String, cast: &Cast, phone: Phone) -> std::fmt::Result {
    system(out, cast, cast.span.0, phone)?;
    out.push_str(
        "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.\n",
    );
    Ok(())
}

fn stamp(out: &mut String, at: i64, phone: Phone) -> std::fmt::Result {
    let Clock { year, month, day, hour, minute, second, .. } = Clock::local(at);
    match phone {
        Phone::Ios => write!(out, "[{day:02}/{month:02}/{year}, {hour:02}:{minute:02}:{second:02}] "),
        Phone::Android => write!(out, "{day:02}/{month:02}/{year}, {hour:02}:{minute:02} - "),
    }
}

/// The head of a service line; on iOS the group itself speaks.
fn system(out: &mut String, cast: &Cast, at: i64, phone: Phone) -> std::fmt::Result {
    stamp(out, at, phone)?;
    match phone {
        Phone::Ios => write!(out, "{}: {LRM}", cast.name),
        Phone::Android => Ok(()),
    }
}

fn put(out: &mut String, cast: &Cast, act: &Act, phone: Phone) -> std::fmt::Result {
    let name = cast.name(act.who);
    if let Deed::Say(say) = &act.deed {
        stamp(out, act.at, phone)?;
        write!(out, "{name}: ")?;
        return body(out, cast, act, say, phone);
    }
    system(out, cast, act.at, phone)?;
    match act.deed {
        Deed::Join { by: Some(by) } => write!(out, "{} added {name}", cast.name(by)),
        Deed::Join { by: None } => write!(out, "{name} joined using this group's invite link"),
        Deed::Remove { by } => write!(out, "{} removed {name}", cast.name(by)),
        Deed::Leave | Deed::Say(_) => write!(out, "{name} left"),
    }
}

fn body(out: &mut String, cast: &Cast, act: &Act, say: &Say, phone: Phone) -> std::fmt::Result {
    match &say.body {
        Body::Text(text) => {
            if let Some(who) = say.mention {
                write!(out, "@{} ", cast.name(who))?;
            }
            out.push_str(text);
            if say.edited {
                let mark = if phone == Phone::Ios { "\u{200e}" } else { "" };
                write!(out, " {mark}<This message was edited>")?;
            }
            Ok(())
        }
        Body::Link { text, url } => write!(out, "{text} {url}"),
        Body::Recalled if phone == Phone::Ios => write!(out, "{LRM}This message was deleted."),
        Body::Recalled => write!(out, "This message was deleted"),
        Body::File { name, .. } if phone == Phone::Android => write!(out, "{name} (file attached)"),
        Body::File { name, .. } => write!(out, "{LRM}<attached: {:08}-{name}>", act.id),
        _ if phone == Phone::Android => write!(out, "<Media omitted>"),
        Body::Photo => write!(out, "{LRM}image omitted"),
        Body::Voice { .. } => write!(out, "{LRM}audio omitted"),
        Body::Video { .. } => write!(out, "{LRM}video omitted"),
        Body::Sticker(_) => write!(out, "{LRM}sticker omitted"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Plan, world};
    use super::*;

    #[test]
    fn each_phone_has_its_own_lines() {
        let plan = Plan { messages: 3_000, seed: 4, members: Some(60), days: None };
        let cast = world::cast(&plan);
        for (phone, head, gone) in [
            (
                Phone::Ios,
                "[01/01/2024, 00:00:00] 群脉演示群 Demo: \u{200e}Messages",
                "\u{200e}This message was deleted.",
            ),
            (Phone::Android, "01/01/2024, 00:00 - Messages", ": This message was deleted\n"),
        ] {
            let mut out = Vec::new();
            let mut acts = world::World::new(&cast, &plan, Recalls::Shown);
            write(&cast, &mut acts, &mut out, phone).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.starts_with(head), "{}", text.lines().next().unwrap());
            for part in [gone, " joined using this group's invite link", " added ", " left\n", "omitted", "edited>"] {
                assert!(text.contains(part), "{part}");
            }
            assert_eq!(text.contains("sticker omitted"), phone == Phone::Ios);
        }
    }
}
