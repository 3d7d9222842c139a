//! Conversations of a personal export of Teams or Skype. In: the list of conversations. Out: a group
//! each, its messages and events; what the program lists for itself (calls, mentions) is left out.

use std::borrow::Cow;

use super::body::{self, Activity, Body};
use crate::format::clock;
use crate::format::json::{Fault, Members, Reading, Record, Value, record, skip_space};
use crate::frame::{EventKind, EventRow, GroupRow, MemberRow, MessageKind, MessageRow, ReactionRow, Time, Who, Writer};

/// Reads the conversations at `at`; `None` when the file breaks off in them.
pub(super) fn conversations(reading: &mut Reading<'_, '_>, at: usize) -> Result<Option<usize>, Fault> {
    if reading.bytes.get(at) != Some(&b'[') {
        return Ok(reading.skip(at));
    }
    let mut at = at + 1;
    loop {
        at = skip_space(reading.bytes, at);
        let end = match reading.bytes.get(at) {
            Some(b']') => return Ok(Some(at + 1)),
            Some(b',') => Some(at + 1),
            Some(b'{') => conversation(reading, at)?,
            _ => reading.skip(at),
        };
        match end {
            Some(end) => at = end,
            None => return Ok(None),
        }
    }
}

fn conversation(reading: &mut Reading<'_, '_>, at: usize) -> Result<Option<usize>, Fault> {
    let (mut id, mut name, mut thread) = (Value::default(), Value::default(), Value::default());
    let mut members = Members::open(reading.bytes, at)?;
    while let Some(key) = members.key()? {
        if key != b"MessageList" {
            let value = members.value()?;
            match key {
                b"id" => id = value,
                b"displayName" => name = value,
                b"threadProperties" => thread = value,
                _ => {}
            }
            continue;
        }
        if id.is_absent() {
            [id, name, thread] = members.look_ahead([b"id", b"displayName", b"threadProperties"]);
        }
        // Calls, mentions, notifications: copies of what stands elsewhere.
        if id.inner().is_some_and(|id| id.starts_with(b"48:")) {
            reading
                .writer
                .note(format!("left out {}: a list of Teams' own, no conversation", id.word().unwrap_or_default()));
            members.value()?;
            continue;
        }
        open_group(reading.writer, id, name, thread);
        let end = reading.records(members.at(), |writer, fields: &Fields<'_>| fields.take(writer));
        let Some(end) = end else { return Ok(None) };
        members.go_on(end);
    }
    Ok(Some(members.at()))
}

fn open_group(writer: &mut Writer, id: Value<'_>, name: Value<'_>, thread: Value<'_>) {
    let (id, name) = (id.word(), name.word().or_else(|| thread.get(b"topic").word()));
    writer.group(GroupRow { platform: "teams", id: id.as_deref(), name: name.as_deref() });
    // The members stand as a list written into a text: every second piece between quotes is one.
    let members = thread.get(b"members").text().unwrap_or_default();
    for id in members.split('"').skip(1).step_by(2).filter(|id| id.contains(':')) {
        writer.member(&MemberRow { who: Who::id(id, None), role: None, bot: id.starts_with("28:") });
    }
}

/// The keys read of an element of `MessageList`.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    id: Value<'a>,
    name: Value<'a>,
    arrived: Value<'a>,
    kind: Value<'a>,
    content: Value<'a>,
    from: Value<'a>,
    properties: Value<'a>,
    edited: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"displayName" => &mut self.name,
            b"originalarrivaltime" => &mut self.arrived,
            b"messagetype" => &mut self.kind,
            b"content" => &mut self.content,
            b"from" => &mut self.from,
            b"properties" => &mut self.properties,
            b"skypeeditedid" => &mut self.edited,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.kind.inner().is_some() && !self.from.is_absent()
    }
}

impl Fields<'_> {
    /// One element; `Err` says why it cannot be kept.
    fn take(&self, writer: &mut Writer) -> Result<(), &'static str> {
        let arrived = self.arrived.inner().and_then(clock::iso);
        let time =
            arrived.or_else(|| self.id.integer().filter(|ms| *ms > 0).map(clock::epoch)).ok_or("no readable time")?;
        let kind = self.kind.word().ok_or("no messagetype")?;
        let (id, name) = (self.from.word().map(account), self.name.word());
        let by = (id.is_some() || name.is_some()).then_some(Who { id: id.as_deref(), name: name.as_deref() });
        match kind.split_once('/') {
            Some(("ThreadActivity", what)) => self.activity(writer, what, time, by),
            Some(("Event", "Call")) => self.call(writer, time, by),
            Some(("RichText", "ScheduledCallInvite" | "Media_CallRecording")) => {
                self.event(writer, EventKind::Other, time, by, &kind);
            }
            Some(("RichText" | "EndToEndEncryption", _)) => self.message(writer, &kind, time, by),
            None if matches!(&*kind, "Text" | "RichText" | "Poll") => self.message(writer, &kind, time, by),
            _ => self.event(writer, EventKind::Other, time, by, &kind),
        }
        Ok(())
    }

    fn event(&self, writer: &mut Writer, kind: EventKind, time: Time, actor: Option<Who<'_>>, detail: &str) {
        let msg_id = self.id.id();
        writer.events(&[EventRow {
            time,
            kind,
            actor,
            subject: None,
            msg_id: msg_id.as_deref(),
            detail: Some(detail),
        }]);
    }

    /// A call begins with one record and ends with another.
    fn call(&self, writer: &mut Writer, time: Time, by: Option<Who<'_>>) {
        let content = self.content.text().unwrap_or_default();
        let ended = content.contains("<ended") || content.contains("type=\"ended\"");
        let (kind, detail) = if ended { (EventKind::Other, "call_ended") } else { (EventKind::Call, "Event/Call") };
        self.event(writer, kind, time, by, detail);
    }

    fn activity(&self, writer: &mut Writer, what: &str, time: Time, by: Option<Who<'_>>) {
        let content = self.content.text().unwrap_or_default();
        let told =
            if content.trim_start().starts_with('{') { listed(content.trim()) } else { body::activity(&content) };
        let kind = effect(what);
        let named = |id: &str| {
            let known = told.names.iter().take(MOST).find(|(known, _)| *known == *id);
            known.map(|(_, name)| name.as_str())
        };
        let actor = told.initiator.as_deref().map(|id| Who::id(id, named(id))).or(by);
        let msg_id = self.id.id();
        let detail = told.value.as_deref().filter(|_| kind == EventKind::Rename).unwrap_or(what);
        let row = EventRow { time, kind, actor, subject: None, msg_id: msg_id.as_deref(), detail: Some(detail) };
        let crossing = matches!(kind, EventKind::Join | EventKind::Leave | EventKind::RoleChange);
        let rows: Vec<EventRow<'_>> = told
            .targets
            .iter()
            .filter(|_| crossing)
            .take(MOST)
            .map(|id| {
                let subject = Some(Who::id(id, named(id)));
                let oneself = told.initiator.as_deref().is_none_or(|by| *by == **id);
                match kind {
                    _ if oneself => EventRow { actor: None, subject, ..row },
                    EventKind::Leave => EventRow { kind: EventKind::Remove, subject, ..row },
                    _ => EventRow { subject, ..row },
                }
            })
            .collect();
        writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }

    /// Whether it was deleted, whether edited, and the reactions to it.
    fn state(&self) -> (bool, bool, Value<'_>) {
        let (mut deleted, mut edited, mut emotions) = (false, self.edited.is_filled(), Value::default());
        for (key, value) in self.properties.members() {
            match key {
                b"deletetime" => deleted = value.is_filled(),
                b"edittime" => edited |= value.is_filled(),
                b"emotions" => emotions = value,
                _ => {}
            }
        }
        (deleted, edited, emotions)
    }

    fn message(&self, writer: &mut Writer, kind: &str, time: Time, by: Option<Who<'_>>) {
        let content = self.content.text().unwrap_or_default();
        let mut body = match kind {
            "Text" => Body::plain(&content),
            // A poll is written as JSON, an encrypted text not at all.
            "Poll" | "EndToEndEncryption/EncryptedText" => Body::default(),
            _ => body::read(&content),
        };
        let (deleted, edited, emotions) = self.state();
        let msg_id = self.id.id();
        let urls: Vec<&str> = body.links.iter().map(String::as_str).collect();
        let row = MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: body.quoted.as_deref(),
            edited,
            bot: by.and_then(|who| who.id).is_some_and(|id| id.starts_with("28:")),
            ..MessageRow::new(time, by, MessageKind::Recalled)
        };
        if deleted {
            writer.message(&row);
        } else {
            let text = Some(std::mem::take(&mut body.text)).filter(|text| !text.is_empty());
            writer.message(&MessageRow {
                kind: kind_of(kind, &body, text.is_some()),
                text: text.as_deref(),
                urls: &urls,
                scan_urls: urls.is_empty(),
                file_name: body.file_name.as_deref(),
                file_size: body.file_size,
                ..row
            });
        }
        reactions(writer, emotions, msg_id.as_deref());
    }
}

/// What an activity of a conversation is.
fn effect(what: &str) -> EventKind {
    match what {
        "AddMember" | "MemberJoined" => EventKind::Join,
        "DeleteMember" | "MemberLeft" => EventKind::Leave,
        "TopicUpdate" => EventKind::Rename,
        "PictureUpdate" | "HistoryDisclosedUpdate" | "JoiningEnabledUpdate" | "DescriptionUpdate" => {
            EventKind::GroupEdit
        }
        "RoleUpdate" => EventKind::RoleChange,
        "PinnedItemsUpdate" => EventKind::Pin,
        _ => EventKind::Other,
    }
}

/// Most people one activity names.
const MOST: usize = 1000;

/// `https://…/contacts/8:live:ann` or `8:live:ann`.
fn account(from: Cow<'_, str>) -> Cow<'_, str> {
    match from.rsplit_once('/') {
        Some((_, id)) if id.contains(':') => Cow::Owned(id.to_owned()),
        _ => from,
    }
}

fn kind_of(kind: &str, body: &Body, text: bool) -> MessageKind {
    match kind {
        "RichText/Media_GenericFile" => MessageKind::File,
        "RichText/Media_Video" | "RichText/Media_FlikMsg" => MessageKind::Video,
        "RichText/Media_AudioMsg" => MessageKind::Voice,
        "RichText/Media_Album" => MessageKind::Image,
        "RichText/Media_Card" => MessageKind::Link,
        "RichText/Contacts" => MessageKind::Card,
        "RichText/Location" => MessageKind::Location,
        "Poll" => MessageKind::Poll,
        _ => match body.object.as_deref().and_then(|object| object.split('.').next()) {
            Some("Picture") => MessageKind::Image,
            Some("Video") => MessageKind::Video,
            Some("Audio") => MessageKind::Voice,
            Some("File") => MessageKind::File,
            None if body.picture && !text => MessageKind::Image,
            None if text => MessageKind::Text,
            _ => MessageKind::Other,
        },
    }
}

fn reactions(writer: &mut Writer, emotions: Value<'_>, target: Option<&str>) {
    for user in emotions.items().flat_map(|emotion| emotion.get(b"users").items()) {
        let time = user.get(b"time").integer().filter(|ms| *ms > 0).map(clock::epoch);
        if let (Some(mri), Some(time)) = (user.get(b"mri").word(), time) {
            writer.reaction(&ReactionRow { time, actor: Who::id(&mri, None), target });
        }
    }
}

/// An activity written as JSON: `{"initiator":"8:a","members":[{"id":"8:b","friendlyname":"Bo"}]}`.
fn listed(content: &str) -> Activity {
    #[derive(Default)]
    struct Listed<'a>(Value<'a>, Value<'a>);
    impl<'a> Record<'a> for Listed<'a> {
        fn set(&mut self, key: &'a [u8], value: Value<'a>) {
            match key {
                b"initiator" => self.0 = value,
                b"members" => self.1 = value,
                _ => {}
            }
        }
        fn is_whole(&self) -> bool {
            true
        }
    }
    let mut fields = Listed::default();
    let mut told = Activity::default();
    if record(content.as_bytes(), 0, &mut fields).is_ok() {
        told.initiator = fields.0.word().map(Cow::into_owned);
        for member in fields.1.items().take(MOST) {
            let Some(id) = member.get(b"id").word() else { continue };
            if let Some(name) = member.get(b"friendlyname").word() {
                told.names.push((id.clone().into_owned(), name.into_owned()));
            }
            told.targets.push(id.into_owned());
        }
    }
    told
}
