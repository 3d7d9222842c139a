//! A Telegram message as a row: body and links from its parts, kind from its media, and the dated
//! ones of its reactions.

use std::borrow::Cow;

use super::fields::{Chat, Fields, account_id};
use crate::format::clock;
use crate::format::json::Value;
use crate::frame::{MessageKind, MessageRow, ReactionRow, Time, Who, Writer};

impl Chat<'_> {
    /// Pushes a message and its reactions.
    pub(super) fn message(
        &mut self,
        writer: &mut Writer,
        fields: &Fields<'_>,
        time: Time,
        (id, name): (Option<&str>, Option<&str>),
    ) {
        let (msg_id, reply_to) = (fields.id.id(), self.reply_to(fields));
        let whole = fields.text.inner().is_some();
        let body = if fields.text.is_absent() { fields.text_entities } else { fields.text };
        let wanted = writer.wants_text(msg_id.as_deref());
        let plain = if wanted || fields.text.may_hold_link() { fields.text.text() } else { None };
        let (mut links, mut mentioned) = (Vec::new(), Vec::new());
        self.body.clear();
        if !whole {
            for part in body.items() {
                add_part(wanted.then_some(&mut self.body), &mut links, &mut mentioned, part);
            }
        }
        if fields.buttons.is_filled() {
            links.extend(fields.buttons.items().flat_map(Value::items).filter_map(button_link));
        }
        let urls: Vec<&str> = links.iter().map(AsRef::as_ref).collect();
        let text = plain.as_deref().unwrap_or(&self.body);
        let kind = kind(fields);
        let (file_name, file_size) = file(fields, kind);
        let row = MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: Some(text).filter(|text| !text.is_empty()),
            urls: &urls,
            mentioned: &mentioned,
            // Telegram marks links in every text it splits; a text left whole may predate that.
            scan_urls: whole,
            file_name: file_name.as_deref(),
            file_size,
            edited: fields.edited.is_filled(),
            ..MessageRow::new(time, who(id, name), kind)
        };
        writer.message(&row);
        if fields.reactions.is_filled() {
            reactions(writer, fields, msg_id.as_deref());
        }
    }

    /// The id answered. In a forum every message of a topic "answers" the record that opened it,
    /// which is no answer; neither is one to a message of another chat.
    fn reply_to<'b>(&self, fields: &Fields<'b>) -> Option<Cow<'b, str>> {
        let elsewhere = !fields.reply_to_peer.is_absent();
        fields.reply_to.id().filter(|_| !elsewhere && !self.topics.contains(fields.reply_to.raw()))
    }
}

/// Somebody with what is known of them.
pub(super) fn who<'b>(id: Option<&'b str>, name: Option<&'b str>) -> Option<Who<'b>> {
    (id.is_some() || name.is_some()).then_some(Who { id, name })
}

/// Adds a part to the body, where one is wanted, its link to the links, and whom it names to the mentioned: a
/// person without a user name stands in the text by name alone.
fn add_part<'b>(
    body: Option<&mut String>,
    links: &mut Vec<Cow<'b, str>>,
    mentioned: &mut Vec<String>,
    part: Value<'b>,
) {
    if part.inner().is_some() {
        if let Some(body) = body {
            body.push_str(&part.text().unwrap_or_default());
        }
        return;
    }
    let (mut kind, mut text, mut href, mut user) = (None, None, None, None);
    for (key, value) in part.members() {
        match key {
            b"type" => kind = value.inner(),
            b"text" => text = Some(value),
            b"href" => href = Some(value),
            b"user_id" => user = Some(value),
            _ => {}
        }
    }
    if let (Some(body), Some(text)) = (body, text.and_then(Value::text)) {
        body.push_str(&text);
    }
    match kind {
        Some(b"link") => links.extend(text.and_then(Value::text)),
        Some(b"text_link") => links.extend(href.and_then(Value::text)),
        Some(b"mention_name") => mentioned.extend(user.and_then(Value::id).map(|id| format!("user{id}"))),
        _ => {}
    }
}

fn button_link(button: Value<'_>) -> Option<Cow<'_, str>> {
    (button.get(b"type").inner() == Some(b"url")).then(|| button.get(b"data").word())?
}

fn kind(fields: &Fields<'_>) -> MessageKind {
    if fields.kind.inner() == Some(b"unsupported") {
        return MessageKind::Other;
    }
    match fields.media_type.inner() {
        Some(b"sticker") => MessageKind::Sticker,
        Some(b"voice_message" | b"audio_file") => MessageKind::Voice,
        Some(b"video_message" | b"video_file") => MessageKind::Video,
        // A GIF: a moving picture without sound.
        Some(b"animation") => MessageKind::Image,
        _ if fields.photo.is_filled() => MessageKind::Image,
        _ if fields.file.is_filled() => MessageKind::File,
        _ if fields.poll.is_filled() => MessageKind::Poll,
        _ if fields.location.is_filled() => MessageKind::Location,
        _ if fields.contact.is_filled() => MessageKind::Card,
        _ if fields.other_media.is_filled() => MessageKind::Other,
        _ => MessageKind::Text,
    }
}

/// Name and size of what somebody shared as a file. Pictures, stickers and voices carry names made
/// by the program, which say nothing.
fn file<'b>(fields: &Fields<'b>, kind: MessageKind) -> (Option<Cow<'b, str>>, Option<u64>) {
    let shared = kind == MessageKind::File || matches!(fields.media_type.inner(), Some(b"video_file" | b"audio_file"));
    if !shared {
        return (None, None);
    }
    let name = fields.file_name.word().or_else(|| {
        // A file left out of the export stands as a remark in brackets.
        let path = fields.file.word().filter(|path| !path.starts_with('('))?;
        Some(Cow::Owned(path.rsplit(['/', '\\']).next()?.to_owned()))
    });
    (name, fields.file_size.integer().and_then(|size| u64::try_from(size).ok()))
}

fn reactions(writer: &mut Writer, fields: &Fields<'_>, target: Option<&str>) {
    let zone = zone_ms(fields);
    for reaction in fields.reactions.items() {
        for recent in reaction.get(b"recent").items() {
            let id = account_id(recent.get(b"from_id"));
            let name = recent.get(b"from").word();
            let Some(actor) = who(id.as_deref(), name.as_deref()) else { continue };
            let time = match recent.get(b"date_unixtime").integer() {
                Some(seconds) => Some(clock::epoch(seconds)),
                None => recent.get(b"date").inner().and_then(clock::iso).map(|time| shift(time, zone)),
            };
            if let Some(time) = time {
                writer.reaction(&ReactionRow { time, actor, target });
            }
        }
    }
}

/// How far the exporting machine's clock was ahead of UTC: the message itself is told both ways.
fn zone_ms(fields: &Fields<'_>) -> Option<i64> {
    match (clock::epoch(fields.date_unixtime.integer()?), clock::iso(fields.date.inner()?)?) {
        (Time::Utc(utc), Time::Local(local)) => Some(local - utc).filter(|zone| zone.abs() <= 15 * 3_600_000),
        _ => None,
    }
}

const fn shift(time: Time, zone: Option<i64>) -> Time {
    match (time, zone) {
        (Time::Local(local), Some(zone)) => Time::Utc(local - zone),
        (time, _) => time,
    }
}

#[cfg(test)]
mod tests {

    use crate::calendar::Zone;
    use crate::format::telegram_json::TELEGRAM_JSON;
    use crate::frame::{Frames, Projection, Writer};

    fn read(messages: &str, projection: Projection) -> Frames {
        let text = format!(r#"{{"name":"g","type":"private_group","id":1,"messages":[{messages}]}}"#);
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), projection);
        TELEGRAM_JSON.read_alone(text.as_bytes(), "result.json", &mut writer, &|_| ()).unwrap();
        writer.finish()
    }

    #[test]
    fn links_are_found_in_texts_that_are_not_kept() {
        for (text, want) in [
            (r#""see https://a.example/x""#, vec!["https://a.example/x"]),
            (r#""see https:\/\/a.example\/x""#, vec!["https://a.example/x"]),
            (r#""see https:\u002f\u002fa.example""#, vec!["https://a.example"]),
            (r#""no link""#, vec![]),
            (r#"["see ",{"type":"link","text":"http://b.example"}]"#, vec!["http://b.example"]),
            (
                r#"[{"type":"text_link","text":"here","href":"https://c.example"}," https://d"]"#,
                vec!["https://c.example"],
            ),
        ] {
            let message = format!(
                r#"{{"id":5,"type":"message","date_unixtime":"1700000000","from":"A","from_id":"user1","text":{text}}}"#
            );
            let frames = [Projection::Vitals, Projection::Full].map(|projection| read(&message, projection));
            for frames in &frames {
                let links: Vec<&str> = frames.links.iter().map(|link| &*link.url).collect();
                assert_eq!(links, want, "{text}");
            }
            assert_eq!(frames[0].messages.text.get(0), None);
            assert!(frames[1].messages.text.get(0).is_some(), "{text}");
        }
    }

    #[test]
    fn without_ids_the_body_tells_messages_apart() {
        let message = |text: &str| {
            format!(r#"{{"type":"message","date_unixtime":"1700000000","from_id":"user1","text":{text}}}"#)
        };
        let two = format!("{},{}", message(r#""one""#), message(r#"["t",{"type":"bold","text":"wo"}]"#));
        let content = read(&two, Projection::Vitals).messages.content;
        assert_ne!(content[0], content[1]);
        assert_eq!(content, read(&two, Projection::Full).messages.content);
    }

    #[test]
    fn a_person_without_a_user_name_is_mentioned_by_id() {
        let text = r#"[{"type":"mention_name","text":"Bo","user_id":2},", when?"]"#;
        let message =
            format!(r#"{{"id":1,"type":"message","date_unixtime":"1700000000","from_id":"user1","text":{text}}}"#);
        let frames = read(&message, Projection::Vitals);
        let mentions: Vec<&str> = frames.mentions.iter().map(|mention| &*mention.text).collect();
        assert_eq!(mentions, ["user2"]);
        assert!(read(&message, Projection::Codes).mentions.is_empty());
    }

    #[test]
    fn a_sender_met_again_bears_the_latest_name() {
        let names = [r"Bo", r"B\u006fb", r"Bo"].map(|name| {
            format!(r#"{{"id":1,"type":"message","date_unixtime":"1700000000","from":"{name}","from_id":"user2","text":""}}"#)
        });
        let invited = r#"{"id":9,"type":"service","date_unixtime":"1700000001","actor":"A","actor_id":"user1",
            "action":"invite_members","members":["Bo","Bob"]}"#;
        let frames = read(&format!("{},{invited}", names.join(",")), Projection::Vitals);
        let account = |row: usize| frames.events.subject[row];
        assert_eq!((account(0), account(1)), (frames.messages.account[0], frames.messages.account[0]));
        assert_eq!(frames.accounts[account(0) as usize].name.as_deref(), Some("Bo"));
    }
}
