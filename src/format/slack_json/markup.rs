//! Slack's marked text as people read it. In: a `text` with `<…>` marks and its three entities.
//! Out: the plain text, and the web links marked in it. By hand, for it runs once a message.

/// Adds the plain text of `raw` to `out`, where one is wanted, and its links to `links`. `name`
/// gives the display name of a user id. Tells whether anything was marked as a link.
pub(super) fn read<'u>(
    raw: &str,
    name: impl Fn(&str) -> Option<&'u str>,
    mut out: Option<&mut String>,
    links: &mut Vec<String>,
) {
    let mut push = |text: &str| {
        if let Some(out) = out.as_deref_mut() {
            out.push_str(text);
        }
    };
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        push(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        if let Some((sign, after)) = entity(rest) {
            push(sign);
            rest = after;
        } else if rest.starts_with('&') {
            push("&");
            rest = rest.get(1..).unwrap_or_default();
        } else if let Some((inner, after)) = rest.get(1..).and_then(|rest| rest.split_once('>')) {
            mark(inner, &name, &mut push, links);
            rest = after;
        } else {
            break;
        }
    }
    push(rest);
}

fn entity(text: &str) -> Option<(&'static str, &str)> {
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]
        .iter()
        .find_map(|(entity, sign)| Some((*sign, text.strip_prefix(entity)?)))
}

/// A text with its entities resolved.
fn resolved(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What stands between `<` and `>`.
fn mark<'u>(inner: &str, name: impl Fn(&str) -> Option<&'u str>, push: &mut impl FnMut(&str), links: &mut Vec<String>) {
    let (target, label) = inner.split_once('|').map_or((inner, None), |(target, label)| (target, Some(label)));
    let label = label.filter(|label| !label.is_empty()).map(resolved);
    if let Some(id) = target.strip_prefix('@') {
        push("@");
        push(label.as_deref().or_else(|| name(id)).unwrap_or(id));
    } else if let Some(id) = target.strip_prefix('#') {
        push("#");
        push(label.as_deref().unwrap_or(id));
    } else if let Some(command) = target.strip_prefix('!') {
        if let Some(label) = label {
            push(&label);
        } else {
            push("@");
            push(command.split('^').next().unwrap_or(command));
        }
    } else {
        let target = resolved(target);
        push(label.as_deref().unwrap_or_else(|| target.strip_prefix("mailto:").unwrap_or(&target)));
        if target.contains("://") {
            links.push(target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for (raw, want, want_links) in [
            ("plain", "plain", &[][..]),
            ("a &lt;b&gt; &amp;amp; &nbsp; & c", "a <b> &amp; &nbsp; & c", &[]),
            ("<@U1> and <@U1|nick> and <@U9>", "@Ann and @nick and @U9", &[]),
            ("<#C1|general> <#C2>", "#general #C2", &[]),
            ("<!here> <!subteam^S1|@crew> <!subteam^S1> <!date^1^{date}|1 May>", "@here @crew @subteam 1 May", &[]),
            ("<https://a.example/x?a=1&amp;b=2|read>", "read", &["https://a.example/x?a=1&b=2"]),
            ("<https://a.example>", "https://a.example", &["https://a.example"]),
            ("<mailto:a@b.example|a@b.example> <mailto:a@b.example>", "a@b.example a@b.example", &[]),
            ("not closed <@U1 &amp; more", "not closed <@U1 &amp; more", &[]),
            ("", "", &[]),
        ] {
            let (mut out, mut links) = (String::new(), Vec::new());
            let name = |id: &str| (id == "U1").then_some("Ann");
            read(raw, name, Some(&mut out), &mut links);
            assert_eq!(
                (out.as_str(), links.as_slice()),
                (want, &want_links.iter().map(|link| (*link).to_owned()).collect::<Vec<_>>()[..]),
                "{raw}"
            );
            let mut alone = Vec::new();
            read(raw, name, None, &mut alone);
            assert_eq!(alone, links, "{raw}");
        }
    }
}
