//! The archive while it is read. In: its rows. Out: each as a message or an event of its group; a
//! row without room belongs to those who talk in it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::body::Body;
use super::fields::Fields;
use super::rooms::Rooms;
use crate::format::json::{Value, record, skip_space};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

/// What is remembered between rows.
pub(super) struct Archive<'a> {
    rooms: &'a Rooms,
    /// Ids of messages taken back, which the archive keeps nonetheless.
    recalled: FxHashSet<&'a [u8]>,
    /// The room the writer stands in; empty in any other chat.
    open: String,
    /// Rooms met.
    met: BTreeSet<String>,
}

impl<'a> Archive<'a> {
    /// An archive of which nothing but the recalls has been read.
    pub fn new(rooms: &'a Rooms, bytes: &'a [u8]) -> Self {
        Self { rooms, recalled: recalled(bytes), open: String::new(), met: BTreeSet::new() }
    }

    /// One row.
    pub fn take(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        if !fields.msg.is_filled() {
            return self.row(writer, fields);
        }
        let text = fields.msg.text();
        let inner = text.as_deref().map_or(fields.msg, Value::parse);
        let mut row = Fields::default();
        record(inner.raw(), 0, &mut row).map_err(|_| "its msg is no decrypted row")?;
        self.row(writer, &row)
    }

    /// Members and joins of the rooms met.
    pub fn finish(&self, writer: &mut Writer) {
        for room in &self.met {
            self.rooms.describe(writer, room);
        }
    }

    fn row(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        if fields.msgtype.is_absent() && fields.encrypted.is_filled() {
            return Err("only ciphertext: decrypt the row with the archive's private key and save what comes out");
        }
        let time = fields.when().ok_or("no readable msgtime")?;
        if fields.action.inner() == Some(b"switch") {
            self.switch(writer, fields, time);
            return Ok(());
        }
        let from = fields.from.id().ok_or("no sender")?;
        self.open(writer, fields, &from);
        let who = self.rooms.who(&from);
        match event(fields) {
            Some((kind, detail)) => {
                let msg_id = fields.msgid.id();
                writer.events(&[EventRow {
                    time,
                    kind,
                    actor: Some(who),
                    subject: None,
                    msg_id: msg_id.as_deref(),
                    detail: Some(detail),
                }]);
            }
            None => self.message(writer, fields, time, who),
        }
        Ok(())
    }

    fn open(&mut self, writer: &mut Writer, fields: &Fields<'_>, from: &str) {
        match fields.roomid.id() {
            Some(room) if self.open == *room => {}
            Some(room) => {
                writer.group(GroupRow { platform: "wecom", id: Some(&room), name: self.rooms.name(&room) });
                self.met.insert(room.to_string());
                self.open = room.into_owned();
            }
            None => {
                let others: Vec<Cow<'_, str>> = fields.tolist.items().filter_map(Value::id).collect();
                let people: BTreeSet<&str> = others.iter().map(AsRef::as_ref).chain([from]).collect();
                let people: Vec<&str> = people.into_iter().collect();
                let names: Vec<&str> = people.iter().map(|id| self.rooms.who(id).name.unwrap_or(id)).collect();
                let (id, name) = (people.join("+"), names.join("、"));
                writer.group(GroupRow { platform: "wecom", id: Some(&id), name: Some(&name) });
                self.open.clear();
            }
        }
    }

    /// A member changed to another company's log: of no chat, so all of them stand in a group of
    /// their own and no chat's dates move.
    fn switch(&mut self, writer: &mut Writer, fields: &Fields<'_>, time: Time) {
        writer.group(GroupRow { platform: "wecom", id: Some("switch"), name: Some("切换企业日志") });
        self.open.clear();
        let (user, msg_id) = (fields.user.id(), fields.msgid.id());
        writer.events(&[EventRow {
            time,
            kind: EventKind::Other,
            actor: user.as_deref().map(|id| self.rooms.who(id)),
            subject: None,
            msg_id: msg_id.as_deref(),
            detail: Some("switch"),
        }]);
    }

    fn message(&self, writer: &mut Writer, fields: &Fields<'_>, time: Time, who: Who<'_>) {
        let msg_id = fields.msgid.id();
        let recalled = fields.msgid.inner().is_some_and(|id| self.recalled.contains(id));
        let body = Body::of(fields.msgtype.inner().unwrap_or_default(), fields.body);
        let urls: Vec<&str> = body.urls.iter().map(AsRef::as_ref).collect();
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            text: body.text.as_deref().filter(|text| !text.is_empty() && !recalled),
            urls: &urls,
            scan_urls: urls.is_empty(),
            file_name: body.file_name.as_deref().filter(|_| !recalled),
            file_size: body.file_size.filter(|_| !recalled),
            // Robots of a group have ids that begin so.
            bot: who.id.is_some_and(|id| id.starts_with("wb")),
            ..MessageRow::new(time, Some(who), if recalled { MessageKind::Recalled } else { body.kind })
        });
    }
}

/// Rows that are no message: a recall, and a customer's consent to being kept.
fn event(fields: &Fields<'_>) -> Option<(EventKind, &'static str)> {
    match (fields.action.inner(), fields.msgtype.inner()) {
        (Some(b"recall"), _) | (_, Some(b"revoke")) => Some((EventKind::Recall, "revoke")),
        (_, Some(b"agree")) => Some((EventKind::Other, "agree")),
        (_, Some(b"disagree")) => Some((EventKind::Other, "disagree")),
        _ => None,
    }
}

/// The ids recall rows name. They stand behind what they take back, so they are looked for first;
/// in an escaped row too.
fn recalled(bytes: &[u8]) -> FxHashSet<&[u8]> {
    const KEY: &[u8] = b"pre_msgid";
    let ids = memchr::memmem::find_iter(bytes, KEY).filter_map(|at| {
        let quote = |at: usize| if bytes.get(at) == Some(&b'\\') { at + 1 } else { at };
        let colon = skip_space(bytes, quote(at + KEY.len()) + 1);
        let open = quote(skip_space(bytes, colon + 1));
        if bytes.get(colon) != Some(&b':') || bytes.get(open) != Some(&b'"') {
            return None;
        }
        let rest = bytes.get(open + 1..)?;
        rest.get(..memchr::memchr2(b'"', b'\\', rest)?)
    });
    ids.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recalls_are_found_first() {
        for (text, want) in [
            (r#"{"revoke":{"pre_msgid":"12_e"}}"#, Some("12_e")),
            ("{\"revoke\": {\n  \"pre_msgid\" : \"12\"}}", Some("12")),
            (r#"{"msg":"{\"revoke\":{\"pre_msgid\":\"12\"}}"}"#, Some("12")),
            (r#"{"content":"pre_msgid"}"#, None),
            (r#"{"pre_msgid":"12"#, None),
            ("pre_msgid", None),
        ] {
            let found = recalled(text.as_bytes());
            assert_eq!(found.iter().next().copied(), want.map(str::as_bytes), "{text}");
        }
    }
}
