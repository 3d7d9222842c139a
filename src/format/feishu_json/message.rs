//! A Feishu message as a row: text with the names of those it mentions, links, file, kind.

use super::chats::Chats;
use super::content::Content;
use super::fields::Fields;
use crate::format::json::Value;
use crate::frame::{MessageKind, MessageRow, Time, Who, Writer};

impl<'a> Chats<'a> {
    /// Pushes a message.
    pub(super) fn message(&self, writer: &mut Writer, fields: &Fields<'a>, time: Time) {
        let msg_id = fields.message_id.id();
        let sender = fields.sender_id();
        let recalled = fields.deleted.is_true() || msg_id.as_ref().is_some_and(|id| self.recalled.contains(&**id));
        let inner = fields.inner().filter(|_| !recalled);
        let kind = fields.kind.inner().unwrap_or_default();
        let content = inner.as_deref().map(|inner| Content::of(kind, Value::parse(inner), inner)).unwrap_or_default();
        let text = content.text.map(|text| with_names(text, fields.mentions));
        let reply_to = fields.parent_id.id().or_else(|| fields.root_id.id());
        let urls: Vec<&str> = content.urls.iter().map(AsRef::as_ref).collect();
        let who: Option<Who<'_>> = sender.as_deref().map(|id| self.roster.known(id));
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref().filter(|_| !recalled),
            text: text.as_deref().filter(|text| !text.is_empty()),
            urls: &urls,
            scan_urls: true,
            file_name: content.file_name.as_deref(),
            edited: fields.updated.is_true(),
            bot: fields.by_app(),
            ..MessageRow::new(time, who, if recalled { MessageKind::Recalled } else { content.kind })
        });
    }
}

/// Mentions stand in the text as `@_user_1`; the list beside it tells who that is.
fn with_names(mut text: String, mentions: Value<'_>) -> String {
    if !mentions.is_filled() || !text.contains("@_user_") {
        return text;
    }
    let mut named: Vec<_> = mentions
        .items()
        .filter_map(|mention| Some((mention.get(b"key").word()?, mention.get(b"name").word()?)))
        .filter(|(key, _)| key.starts_with("@_user_"))
        .collect();
    // `@_user_1` begins `@_user_10`.
    named.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
    for (key, name) in named.iter().take(100) {
        text = text.replace(&**key, &format!("@{name}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_names() {
        let mentions =
            r#"[{"key":"@_user_1","name":"甲"},{"key":"@_user_10","name":"乙"},{"key":"@_all","name":"所有人"}]"#;
        for (text, want) in
            [("@_user_10 和 @_user_1 好", "@乙 和 @甲 好"), ("@_user_2 好", "@_user_2 好"), ("@_all 好", "@_all 好")]
        {
            assert_eq!(with_names(text.to_owned(), Value::parse(mentions)), want);
        }
    }
}
