//! What Teams writes as HTML or XML: bodies of messages, and the little documents that tell who was
//! added. In: the markup. Out: plain text with its links, file and quoted message; or the people of
//! an activity.

use html5gum::{StartTag, Token, Tokenizer};

/// A body as people read it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    /// Own words: what is quoted is left out.
    pub text: String,
    /// Targets of links.
    pub links: Vec<String>,
    /// Id of the message quoted before the words.
    pub quoted: Option<String>,
    /// Name of the file shared.
    pub file_name: Option<String>,
    /// Its size in bytes.
    pub file_size: Option<u64>,
    /// What kind of thing is shared: `Picture.1`, `Video.1`, `File.1`.
    pub object: Option<String>,
    /// A picture stands in it.
    pub picture: bool,
    /// Tags of quotes and shared things that are open: their text is not the sender's.
    aside: u32,
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    let value = tag.attributes.iter().find(|(key, _)| ***key == *name).map(|(_, value)| value)?;
    let text = String::from_utf8_lossy(value).into_owned();
    (!text.is_empty()).then_some(text)
}

/// Reads the markup of a body.
pub(super) fn read(markup: &str) -> Body {
    if memchr::memchr2(b'<', b'&', markup.as_bytes()).is_none() {
        return Body::plain(markup);
    }
    let mut body = Body::default();
    for token in Tokenizer::new(markup) {
        match token {
            Ok(Token::StartTag(tag)) => body.open(&tag),
            Ok(Token::EndTag(tag)) => body.close(&tag.name),
            Ok(Token::String(text)) if body.aside == 0 => body.text.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    let trimmed = body.text.trim();
    if trimmed.len() < body.text.len() {
        body.text = trimmed.to_owned();
    }
    body
}

impl Body {
    /// A text that is no markup.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    fn open(&mut self, tag: &StartTag<()>) {
        match &**tag.name {
            b"quote" => {
                self.quoted = attribute(tag, b"messageid").or(self.quoted.take());
                self.aside += 1;
            }
            b"blockquote" => {
                let reply = attribute(tag, b"itemtype").is_some_and(|kind| kind.ends_with("/Reply"));
                if reply {
                    self.quoted = attribute(tag, b"itemid").or(self.quoted.take());
                }
                self.aside += u32::from(reply || self.aside > 0);
            }
            b"uriobject" => {
                self.object = attribute(tag, b"type").or(self.object.take());
                self.aside += 1;
            }
            b"originalname" => self.file_name = attribute(tag, b"v"),
            b"filesize" => self.file_size = attribute(tag, b"v").and_then(|size| size.parse().ok()),
            _ if self.aside > 0 => {}
            b"a" => self.links.extend(attribute(tag, b"href")),
            b"at" => self.text.push('@'),
            b"br" => self.text.push('\n'),
            b"emoji" => self.text.push_str(&attribute(tag, b"alt").unwrap_or_default()),
            b"img" => match attribute(tag, b"itemtype").filter(|kind| kind.ends_with("/Emoji")) {
                Some(_) => self.text.push_str(&attribute(tag, b"alt").unwrap_or_default()),
                None => self.picture = true,
            },
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"quote" | b"uriobject" => self.aside = self.aside.saturating_sub(1),
            b"blockquote" if self.aside > 0 => self.aside -= 1,
            b"p" | b"div" | b"li" | b"tr" if self.aside == 0 && !self.text.ends_with('\n') => self.text.push('\n'),
            _ => {}
        }
    }
}

/// What an activity of a conversation tells, by the names of its elements.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Activity {
    /// Who did it.
    pub initiator: Option<String>,
    /// To whom.
    pub targets: Vec<String>,
    /// Display names told beside: id and name.
    pub names: Vec<(String, String)>,
    /// New name of the conversation.
    pub value: Option<String>,
}

/// Reads an activity: `<addmember><initiator>8:a</initiator><target>8:b</target></addmember>`.
pub(super) fn activity(markup: &str) -> Activity {
    let mut told = Activity::default();
    let mut open: Vec<Vec<u8>> = Vec::new();
    let mut id = None;
    for token in Tokenizer::new(markup) {
        match token {
            Ok(Token::StartTag(tag)) if !tag.self_closing => open.push(tag.name.to_vec()),
            Ok(Token::EndTag(_)) => {
                open.pop();
            }
            Ok(Token::String(text)) => {
                let text = String::from_utf8_lossy(&text).trim().to_owned();
                let mut path = open.iter().rev().map(Vec::as_slice);
                match (path.next(), path.next()) {
                    _ if text.is_empty() => {}
                    (Some(b"initiator"), _) => told.initiator = Some(text),
                    (Some(b"target"), _) | (Some(b"id"), Some(b"target")) => told.targets.push(text),
                    (Some(b"id"), Some(b"detailedtargetinfo" | b"detailedinitiatorinfo")) => id = Some(text),
                    (Some(b"friendlyname"), _) => told.names.extend(id.take().map(|id| (id, text))),
                    (Some(b"value"), _) => told.value = Some(text),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        for (markup, want) in [
            ("plain", "plain"),
            ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c\u{a0}d"),
            ("<div><div>one</div><div>two</div></div>", "one\ntwo"),
            ("<p>x <b>bold</b><br>y</p>", "x bold\ny"),
            (r#"<at id="0">Bo Chen</at> hi"#, "@Bo Chen hi"),
            (r#"ok <emoji id="smile" alt="🙂"></emoji>"#, "ok 🙂"),
            (r#"<quote author="8:a" messageid="17">[12] A: <legacyquote>x</legacyquote>old</quote>mine"#, "mine"),
            (
                r#"<blockquote itemtype="http://schema.skype.com/Reply" itemid="18"><p>old</p></blockquote><p>mine</p>"#,
                "mine",
            ),
            ("<blockquote>a saying</blockquote>mine", "a sayingmine"),
            ("<attachment id=\"1\"></attachment>", ""),
            ("<div>not closed", "not closed"),
            ("</blockquote></quote>x", "x"),
        ] {
            assert_eq!(read(markup).text, want, "{markup}");
        }
    }

    #[test]
    fn links_files_and_quotes() {
        let body = read(r#"<a href="https://a.example/?x=1&amp;y=2">here</a><img src="x">"#);
        assert_eq!((body.links, body.picture), (vec!["https://a.example/?x=1&y=2".to_owned()], true));
        let body = read(
            r#"<URIObject type="File.1" uri="https://api.example/1">To view go to: <a href="https://login.example">x</a><OriginalName v="plan.pdf"/><FileSize v="12"/></URIObject>"#,
        );
        let want = Body {
            file_name: Some("plan.pdf".to_owned()),
            file_size: Some(12),
            object: Some("File.1".to_owned()),
            ..Body::default()
        };
        assert_eq!(body, want);
        assert_eq!(read(r#"<quote messageid="17">x</quote>y"#).quoted.as_deref(), Some("17"));
    }

    #[test]
    fn activities() {
        let told = activity(
            "<addmember><eventtime>1</eventtime><initiator>8:a</initiator><target>8:b</target><target>8:c</target>\
             <detailedtargetinfo><id>8:b</id><friendlyName>Bo &amp; co</friendlyName></detailedtargetinfo></addmember>",
        );
        assert_eq!(told.initiator.as_deref(), Some("8:a"));
        assert_eq!(told.targets, ["8:b", "8:c"]);
        assert_eq!(told.names, [("8:b".to_owned(), "Bo & co".to_owned())]);
        let told = activity("<topicupdate><initiator>8:a</initiator><value>Books</value></topicupdate>");
        assert_eq!(told.value.as_deref(), Some("Books"));
        let told = activity("<roleupdate><target><id>8:b</id><role>admin</role></target></roleupdate>");
        assert_eq!(told.targets, ["8:b"]);
        assert_eq!(activity("</a></a>x"), Activity::default());
    }
}
