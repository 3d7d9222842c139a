//! What the server tells in a line: who came, went, was put out, took another nick. In: the text
//! behind the client's mark. Out: a [`Told`]. By words, since every client puts them in its own order.

/// Something the server told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told<'a> {
    /// Came to the channel.
    Join(&'a str),
    /// Left the channel or the network.
    Gone(&'a str),
    /// The first is now called the second.
    Nick(&'a str, &'a str),
    /// The first was put out by the second.
    Kick(&'a str, &'a str),
    /// The topic was changed by somebody.
    Topic(&'a str),
    /// Modes were set by somebody.
    Mode(Option<&'a str>),
    /// The client's own remark.
    Remark,
    /// Anything else.
    Other,
}

/// How remarks begin that clients write like what people do.
const REMARKS: &[&str] = &[
    "Now talking on #",
    "Topic for #",
    "You are now known as ",
    "You're now known as ",
    "You have left channel #",
    "Disconnected (",
    "#",
];

/// What a text tells.
pub(super) fn tell(text: &str) -> Told<'_> {
    let text = text.trim();
    known(text).unwrap_or(Told::Other)
}

fn known(text: &str) -> Option<Told<'_>> {
    for (word, make) in [("Joins: ", Told::Join as fn(_) -> _), ("Parts: ", Told::Gone), ("Quits: ", Told::Gone)] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some(make(nick(first_word(rest))?));
        }
    }
    if let Some((old, new)) = text.split_once(" is now known as ") {
        return Some(Told::Nick(nick(old)?, nick(first_word(new))?));
    }
    if let Some((victim, rest)) = text.split_once(" was kicked ") {
        let by = rest.strip_prefix("by ").or_else(|| rest.split_once(" by ").map(|(_, by)| by))?;
        return Some(Told::Kick(nick(first_word(victim))?, nick(first_word(by))?));
    }
    if let Some((by, rest)) = text.split_once(" has kicked ") {
        return Some(Told::Kick(nick(first_word(rest))?, nick(by)?));
    }
    if let Some((who, rest)) = text.split_once(" has joined")
        && ends(rest)
    {
        return Some(Told::Join(guest(who)?));
    }
    for words in [" has left", " has quit"] {
        if let Some((who, rest)) = text.split_once(words)
            && ends(rest)
        {
            return Some(Told::Gone(guest(who)?));
        }
    }
    for words in [" changes topic to ", " changed the topic", " has changed topic", " has changed the topic"] {
        if let Some((by, _)) = text.split_once(words) {
            return Some(Told::Topic(nick(by)?));
        }
    }
    if let Some((by, _)) = text.split_once(" sets mode") {
        return Some(Told::Mode(nick(by)));
    }
    if REMARKS.iter().any(|words| text.starts_with(words)) {
        return Some(Told::Remark);
    }
    let mode = ["mode/", "Mode ", "ServerMode/"].iter().any(|words| text.starts_with(words));
    mode.then(|| Told::Mode(text.rsplit_once(" by ").and_then(|(_, by)| nick(first_word(by)))))
}

/// A nick without the marks of rank in front; `None` when it cannot be one.
pub(super) fn nick(name: &str) -> Option<&str> {
    let name = name.trim().trim_start_matches(['@', '+', '%', '~', '&', '!']);
    (!name.is_empty() && !name.contains([' ', '\t', '<', '>'])).then_some(name)
}

/// `nick`, `nick [user@host]`, `nick (user@host)`, `nick <user@host>`.
fn guest(who: &str) -> Option<&str> {
    let (name, host) = who.trim().split_once(' ').unwrap_or((who, ""));
    let host = host.trim();
    let fits = host.is_empty() || host.starts_with(['[', '(', '<']) && host.ends_with([']', ')', '>']);
    fits.then(|| nick(name))?
}

/// Whether a sentence ends here, but for a channel or a reason in brackets.
fn ends(rest: &str) -> bool {
    rest.is_empty() || [" #", " &", " [", " (", " IRC"].iter().any(|next| rest.starts_with(next)) || rest == "."
}

fn first_word(text: &str) -> &str {
    text.trim_start().split([' ', '\t']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        use Told::{Gone, Join, Kick, Mode, Nick, Other, Remark, Topic};
        for (text, want) in [
            ("Joins: ann (a@h)", Join("ann")),
            ("Parts: ann (a@h) (bye)", Gone("ann")),
            ("Quits: ann (a@h) (*.net *.split)", Gone("ann")),
            ("ann is now known as bo", Nick("ann", "bo")),
            ("ann is now known as bo [a@h]", Nick("ann", "bo")),
            ("ann [a@h] has joined #tea", Join("ann")),
            ("ann <a@h> has joined #tea", Join("ann")),
            ("ann (~a@h) has joined", Join("ann")),
            ("ann [a@h]  has left #tea [\"bye\"]", Gone("ann")),
            ("ann [a@h] has quit [bye]", Gone("ann")),
            ("ann has quit (bye)", Gone("ann")),
            ("ann was kicked by bo (rude)", Kick("ann", "bo")),
            ("ann was kicked from #tea by bo [rude]", Kick("ann", "bo")),
            ("bo has kicked ann from #tea (rude)", Kick("ann", "bo")),
            ("ann changes topic to 'x'", Topic("ann")),
            ("ann changed the topic of #tea to: x", Topic("ann")),
            ("bo sets mode: +o ann", Mode(Some("bo"))),
            ("mode/#tea [+o ann] by bo", Mode(Some("bo"))),
            ("ServerMode/#tea [+nt] by irc.example", Mode(Some("irc.example"))),
            ("ann has joined the choir", Other),
            ("ann says bo has left the room", Other),
            ("You're now known as bo", Remark),
            ("Topic for #tea is x", Remark),
            ("", Other),
        ] {
            assert_eq!(tell(text), want, "{text}");
        }
    }
}
