//! A message body written as HTML, as forums and chat servers render it. In: the markup. Out: its
//! own words and links; what it quotes is somebody else's and left out. Apart because several
//! formats carry such bodies inside JSON.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// What a body says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct HtmlBody {
    /// Words, a line a paragraph.
    pub text: String,
    /// Web addresses linked to, in order.
    pub links: Vec<String>,
    /// A picture stands in it that is no emoji.
    pub has_picture: bool,
}

/// Elements whose end ends a line.
const BLOCKS: &[&[u8]] = &[b"p", b"div", b"li", b"h1", b"h2", b"h3", b"h4", b"pre", b"tr", b"ul", b"ol"];
/// Elements that hold somebody else's words, or a preview.
const QUOTES: &[&[u8]] = &[b"blockquote", b"aside"];

/// The element at hand.
#[derive(Default)]
struct Open {
    name: Vec<u8>,
    attribute: Vec<u8>,
    emoji: bool,
    alt: Option<String>,
}

#[derive(Default)]
struct Walk {
    body: HtmlBody,
    open: Open,
    quoted: u32,
}

impl HtmlBody {
    /// Reads the markup of one body.
    pub fn of(html: &str) -> Self {
        let mut walk = Walk::default();
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
            walk.see(&event);
            None
        });
        Tokenizer::new_with_emitter(html, emitter).for_each(drop);
        let mut body = walk.body;
        body.text = body.text.trim().to_owned();
        body
    }
}

impl Walk {
    fn see(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.begin(name),
            CallbackEvent::AttributeName { name } => self.open.attribute = name.to_vec(),
            CallbackEvent::AttributeValue { value } => self.attribute(value),
            CallbackEvent::CloseStartTag { .. } => self.picture(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.quoted == 0 => {
                self.body.text.push_str(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
    }

    fn begin(&mut self, name: &[u8]) {
        self.open = Open { name: name.to_vec(), ..Open::default() };
        if QUOTES.contains(&name) {
            self.quoted += 1;
        }
        if name == b"br" && self.quoted == 0 {
            self.body.text.push('\n');
        }
    }

    fn end(&mut self, name: &[u8]) {
        if QUOTES.contains(&name) {
            self.quoted = self.quoted.saturating_sub(1);
        } else if BLOCKS.contains(&name) && self.quoted == 0 && !self.body.text.ends_with('\n') {
            self.body.text.push('\n');
        }
    }

    fn attribute(&mut self, value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        match (self.open.name.as_slice(), self.open.attribute.as_slice()) {
            (b"a", b"href") if self.quoted == 0 => self.link(&value),
            // A preview stands where the link stood that it shows.
            (b"aside", b"data-onebox-src") if self.quoted == 1 => self.link(&value),
            (b"img", b"class") => self.open.emoji = value.split(' ').any(|class| class == "emoji"),
            (b"img", b"alt") => self.open.alt = Some(value.into_owned()),
            _ => {}
        }
    }

    /// Addresses within the site are mentions and avatars.
    fn link(&mut self, href: &str) {
        if href.starts_with("http://") || href.starts_with("https://") {
            self.body.links.push(href.to_owned());
        }
    }

    fn picture(&mut self) {
        if self.open.name != b"img" || self.quoted > 0 {
            return;
        }
        if self.open.emoji {
            self.body.text.push_str(self.open.alt.as_deref().unwrap_or(""));
        } else {
            self.body.has_picture = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_links_without_quotes() {
        for (html, text, links, has_picture) in [
            ("<p>a &amp; b<br>c</p>\n<p>d</p>", "a & b\nc\n\nd", "", false),
            (
                r#"<p>see <a href="https://a.example/x?a=1&amp;b=2">here</a> <a class="mention" href="/u/bo">@bo</a></p>"#,
                "see here @bo",
                "https://a.example/x?a=1&b=2",
                false,
            ),
            (r#"<blockquote><p>old <a href="https://q.example">q</a></p></blockquote><p>new</p>"#, "new", "", false),
            (
                r#"<aside class="onebox" data-onebox-src="https://o.example/1"><header><a href="https://o.example/1">o</a></header></aside>"#,
                "",
                "https://o.example/1",
                false,
            ),
            (r#"hi <img src="/e.png" class="emoji only-emoji" alt=":wave:"><img src="x.png">"#, "hi :wave:", "", true),
            ("plain 文字 < 3", "plain 文字 < 3", "", false),
            ("</blockquote>x", "x", "", false),
            ("<p>cut <a hre", "cut", "", false),
        ] {
            let body = HtmlBody::of(html);
            assert_eq!((body.text.as_str(), body.has_picture), (text, has_picture), "{html}");
            assert_eq!(body.links.join(" "), links, "{html}");
        }
    }
}
