//! Channels and private conversations while a file is read. In: each message. Out: a message of its
//! group; what the notification bot says as an event.

use std::borrow::Cow;

use super::content::Content;
use super::fields::Fields;
use super::realm::{Realm, Target};
use crate::format::Input;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, GroupRow, MessageRow, Time, Who, Writer};

/// What is remembered between messages.
pub(super) struct Rooms<'a> {
    realm: &'a Realm,
    /// Channel that zulip-archive names the folder after: id and name.
    folder: (Option<String>, String),
    open: String,
}

impl<'a> Rooms<'a> {
    /// A file whose folder may be a channel's.
    pub fn of_file(realm: &'a Realm, input: &Input<'_>) -> Self {
        let folder = input.path.parent().and_then(|folder| folder.file_name()).map(|name| name.to_string_lossy());
        let stem = input.name.trim_end_matches(".json");
        let folder = folder.filter(|folder| !folder.is_empty()).unwrap_or(Cow::Borrowed(stem));
        Self { realm, folder: channel_of(&folder), open: String::new() }
    }

    /// One message.
    pub fn take(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let time = fields.when().ok_or("no readable timestamp")?;
        self.open(writer, fields);
        let (id, email) = (fields.sender.id(), fields.sender_email.text().unwrap_or_default());
        let (known, known_bot) = fields.sender.integer().map_or((None, false), |id| self.realm.account(id));
        let name = fields.sender_name.word();
        let name = name.as_deref().or(known);
        let sender = (id.is_some() || name.is_some()).then_some(Who { id: id.as_deref(), name });
        let bot = known_bot || email.contains("-bot@");
        let notice = email.starts_with("notification-bot@")
            || name == Some("Notification Bot") && (bot || fields.sender.is_absent());
        if notice {
            event(writer, fields, time);
        } else {
            message(writer, fields, time, sender, bot);
        }
        Ok(())
    }

    fn open(&mut self, writer: &mut Writer, fields: &Fields<'_>) {
        let (id, name) = self.group(fields);
        let key = id.as_deref().or(name.as_deref()).unwrap_or_default();
        if self.open != key {
            writer.group(GroupRow { platform: "zulip", id: id.as_deref(), name: name.as_deref() });
            let key = key.to_owned();
            self.open = key;
        }
    }

    /// Id and name of the group a message went to.
    fn group<'b>(&'b self, fields: &Fields<'b>) -> (Option<Cow<'b, str>>, Option<Cow<'b, str>>) {
        if let Some(stream) = fields.stream.id() {
            return (Some(stream), fields.display_recipient.word());
        }
        if fields.display_recipient.raw().first() == Some(&b'[') {
            return between(fields.display_recipient);
        }
        if let Some(recipient) = fields.recipient.integer() {
            return match self.realm.target(recipient) {
                Some(Target::Stream(stream)) => {
                    (Some(Cow::Owned(stream.to_string())), self.realm.stream_name(stream).map(Cow::Borrowed))
                }
                Some(Target::Person(other)) => {
                    let sender = fields.sender.integer().unwrap_or(other);
                    (Some(Cow::Owned(format!("dm/{}+{}", sender.min(other), sender.max(other)))), None)
                }
                Some(Target::People(people)) => (Some(Cow::Owned(format!("dm/group-{people}"))), None),
                None => (Some(Cow::Owned(format!("recipient/{recipient}"))), None),
            };
        }
        let (id, name) = &self.folder;
        (id.as_deref().map(Cow::Borrowed), Some(Cow::Borrowed(name)))
    }
}

/// A private conversation: those in it, by id.
fn between(people: Value<'_>) -> (Option<Cow<'_, str>>, Option<Cow<'_, str>>) {
    let mut ids: Vec<i64> = people.items().filter_map(|person| person.get(b"id").integer()).collect();
    ids.sort_unstable();
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let names: Vec<Cow<'_, str>> = people.items().filter_map(|person| person.get(b"full_name").word()).collect();
    (Some(Cow::Owned(format!("dm/{}", ids.join("+")))), Some(Cow::Owned(names.join("、"))))
}

fn message(writer: &mut Writer, fields: &Fields<'_>, time: Time, sender: Option<Who<'_>>, bot: bool) {
    let msg_id = fields.id.id();
    let content = Content::of(&fields.content.text().unwrap_or_default());
    let links: Vec<&str> = content.links.iter().map(String::as_str).collect();
    writer.message(&MessageRow {
        msg_id: msg_id.as_deref(),
        reply_to: content.reply_to.as_deref(),
        text: Some(content.text.as_str()).filter(|text| !text.is_empty()),
        urls: &links,
        scan_urls: content.scan,
        file_name: content.file_name.as_deref(),
        edited: fields.edited.is_filled(),
        bot,
        ..MessageRow::new(time, sender, content.kind)
    });
}

/// The notification bot tells of channels made, renamed and described, and of topics moved.
fn event(writer: &mut Writer, fields: &Fields<'_>, time: Time) {
    const WORDINGS: &[(EventKind, &[&str])] = &[
        (EventKind::Topic, &["topic", "话题"]),
        (EventKind::Rename, &["renamed", "重命名"]),
        (EventKind::Created, &["created", "创建"]),
        (EventKind::GroupEdit, &["changed", "description", "更改"]),
    ];
    let text = fields.content.text().unwrap_or_default();
    let told = WORDINGS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word)));
    let kind = told.map_or(EventKind::Other, |(kind, _)| *kind);
    let msg_id = fields.id.id();
    let detail = Some("notification");
    writer.events(&[EventRow { time, kind, actor: None, subject: None, msg_id: msg_id.as_deref(), detail }]);
}

/// `113488-general` as zulip-archive names the folder of a channel; a dot and two hexadecimal digits
/// stand for a byte.
fn channel_of(folder: &str) -> (Option<String>, String) {
    let (id, name) = match folder.split_once('-') {
        Some((id, name)) if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) => {
            (Some(id.to_owned()), name)
        }
        _ => (None, folder),
    };
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = if *byte == b'.' { after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()) } else { None };
        if let Some(escaped) = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            plain.push(escaped);
            rest = after.get(2..).unwrap_or_default();
        } else {
            plain.push(*byte);
            rest = after;
        }
    }
    (id, String::from_utf8_lossy(&plain).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_channels() {
        for (folder, id, name) in [
            ("113488-general", Some("113488"), "general"),
            ("7-new.20members", Some("7"), "new members"),
            ("9-.E4.BD.A0", Some("9"), "你"),
            ("rust-lang", None, "rust-lang"),
            ("1-a.z", Some("1"), "a.z"),
        ] {
            assert_eq!(channel_of(folder), (id.map(str::to_owned), name.to_owned()), "{folder}");
        }
    }
}
