//! The body of a Zulip message, in its own markup or rendered. In: the text. Out: own words, links,
//! the message it quotes, the file it carries.

use crate::format::file_kind;
use crate::format::html_body::HtmlBody;
use crate::frame::MessageKind;

/// A body as far as it is kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub kind: MessageKind,
    pub text: String,
    pub links: Vec<String>,
    /// Links are to be looked for in the text.
    pub scan: bool,
    pub reply_to: Option<String>,
    pub file_name: Option<String>,
}

impl Content {
    /// Reads a body.
    pub fn of(body: &str) -> Self {
        let file_name = uploaded(body);
        let (text, links, scan, reply_to) = if body.starts_with('<') { rendered(body) } else { typed(body) };
        let kind = match &file_name {
            _ if text.starts_with("/poll ") => MessageKind::Poll,
            Some(name) => file_kind::of_name(name),
            None => MessageKind::Text,
        };
        Self { kind, text, links, scan, reply_to, file_name }
    }
}

type Parts = (String, Vec<String>, bool, Option<String>);

fn rendered(body: &str) -> Parts {
    let mut page = HtmlBody::of(body);
    let quotes = body.starts_with("<p><span class=\"user-mention silent\"") && body.contains("<blockquote>");
    let mut reply_to = None;
    let mut text = page.text.as_str();
    if quotes && let Some(id) = page.links.first().and_then(|link| near(link)) {
        reply_to = Some(id);
        page.links.remove(0);
        // The first line only says who said what follows.
        text = text.split_once('\n').map_or("", |(_, own)| own.trim_start());
    }
    (text.to_owned(), page.links, false, reply_to)
}

/// `@_**Ann|5** [said](https://…/near/17):`, then what she said in a fence, then the answer.
fn typed(body: &str) -> Parts {
    let whole = || (body.to_owned(), Vec::new(), true, None);
    let Some((head, rest)) = body.split_once('\n').filter(|_| body.starts_with("@_**")) else { return whole() };
    let link = head.split_once("](").and_then(|(_, link)| link.split_once(')'));
    let Some(id) = link.and_then(|(link, _)| near(link)) else { return whole() };
    let rest = rest.trim_start();
    let fence: String = rest.chars().take_while(|mark| *mark == '`').collect();
    let own = if fence.len() >= 3 && rest.get(fence.len()..).is_some_and(|rest| rest.starts_with("quote")) {
        rest.split_once('\n').and_then(|(_, quoted)| {
            let quoted = format!("\n{quoted}");
            quoted.split_once(&format!("\n{fence}")).map(|(_, own)| own.trim().to_owned())
        })
    } else {
        Some(rest.to_owned())
    };
    (own.unwrap_or_default(), Vec::new(), true, Some(id))
}

/// The id a link to a message ends in.
fn near(link: &str) -> Option<String> {
    let (_, id) = link.rsplit_once("/near/")?;
    let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// The name of the first file uploaded with it.
fn uploaded(body: &str) -> Option<String> {
    let (_, path) = body.split_once("/user_uploads/")?;
    let path = path.split([')', '"', '\'', ' ', '\n', '<']).next()?;
    let name = path.rsplit('/').next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        for (body, kind, text, links, reply, file) in [
            ("see https://a.example", MessageKind::Text, "see https://a.example", "", None, None),
            (
                "<p>see <a href=\"https://a.example\">it</a></p>",
                MessageKind::Text,
                "see it",
                "https://a.example",
                None,
                None,
            ),
            (
                "@_**Ann|5** [said](https://z.example/#narrow/stream/1-g/topic/t/near/17):\n```quote\nold https://q.example\n```\nyes",
                MessageKind::Text,
                "yes",
                "",
                Some("17"),
                None,
            ),
            (
                "@_**Ann** [说](https://z.example/#narrow/near/18):\n````quote\n```rust\nx\n```\n````\n好",
                MessageKind::Text,
                "好",
                "",
                Some("18"),
                None,
            ),
            (
                "<p><span class=\"user-mention silent\" data-user-id=\"5\">Ann</span> <a href=\"https://z.example/#narrow/near/17\">said</a>:</p>\n<blockquote>\n<p>old</p>\n</blockquote>\n<p>yes</p>",
                MessageKind::Text,
                "yes",
                "",
                Some("17"),
                None,
            ),
            ("@_**Ann** is away\nreally", MessageKind::Text, "@_**Ann** is away\nreally", "", None, None),
            (
                "[plan.pdf](/user_uploads/2/ab/plan.pdf)",
                MessageKind::File,
                "[plan.pdf](/user_uploads/2/ab/plan.pdf)",
                "",
                None,
                Some("plan.pdf"),
            ),
            ("/poll 几点\n- 一", MessageKind::Poll, "/poll 几点\n- 一", "", None, None),
            (
                "@_**Ann** [said](https://z.example/near/9):\n```quote\nnever closed",
                MessageKind::Text,
                "",
                "",
                Some("9"),
                None,
            ),
        ] {
            let found = Content::of(body);
            assert_eq!(
                (found.kind, found.text.as_str(), found.links.join(" ").as_str()),
                (kind, text, links),
                "{body}"
            );
            assert_eq!((found.reply_to.as_deref(), found.file_name.as_deref()), (reply, file), "{body}");
        }
    }
}
